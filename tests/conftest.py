"""What tests share: no network, the command line as a process, the shipped map, pages in a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from tests import browser
from tests.offline import sitecustomize as _no_network  # noqa: F401  the import alone shuts the network out

# How long an example takes to be made says how busy the machine is, and nothing of the code.
settings.register_profile("coopmap", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("coopmap")

os.environ["COOPMAP_LANG"] = "en"  # what tests expect of messages, on anybody's machine

OFFLINE = Path(__file__).parent / "offline"

Command = Callable[..., subprocess.CompletedProcess[str]]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make test` runs with --quick, `make test-all` and CI run everything."""
    parser.addoption("--quick", action="store_true", help="leave out slow tests, and all but one case of browser tests")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --quick leave out what is marked slow, and of a browser test all cases but the first."""
    if not config.getoption("--quick"):
        return
    seen: set[str] = set()
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        name = item.nodeid.partition("[")[0]
        in_browser = "chromium" in getattr(item, "fixturenames", ())
        again = in_browser and name in seen
        (left_out if again or item.get_closest_marker("slow") else kept).append(item)
        seen.add(name)
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept


@pytest.fixture(scope="session")
def command() -> Command:
    """Run `coopmap` as a process that cannot reach the network: `command("check", layer, cwd=folder)`.

    Returns its exit code and what it printed; `env` is added to the environment, `timeout` is in seconds.
    """

    def run(
        *arguments: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "maps.cli", *map(str, arguments)],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(OFFLINE), "PYTHONUTF8": "1", **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=timeout,
        )

    return run


@pytest.fixture(scope="session")
def built_map(command: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped layer's map, built once by the real command line in an empty folder."""
    path = tmp_path_factory.mktemp("built") / "map.html"
    done = command("build", "-o", path, cwd=tmp_path_factory.mktemp("empty"))
    assert done.returncode == 0, done.stdout + done.stderr
    return path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, started once. Without one, browser tests are skipped, and in CI they fail."""
    path = browser.find_chromium()
    if path is None:
        reason = "No Chromium, Chrome or Edge was found; install one, or name it in the variable CHROMIUM."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=browser.FLAGS)
        yield running
        running.close()


@pytest.fixture
def open_page(chromium: Browser, tmp_path: Path) -> Iterator[browser.Opener]:
    """Opens pages from disk; the test fails when one asked for anything outside itself or complained."""
    opener = browser.Opener(chromium, tmp_path)
    yield opener
    complaints = opener.close()
    if complaints:
        pytest.fail("The page should ask for nothing and complain of nothing:\n" + "\n".join(complaints), pytrace=False)
