"""What tests share: no network, the command line as a process, the shipped map, pages in a real browser."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from geo.sandbox import process as sandbox_process
from tests import browser, warm_sandbox
from tests.command_line import run_as_process, run_here
from tests.offline import sitecustomize as _no_network  # noqa: F401  the import alone shuts the network out

# How long an example takes to be made says how busy the machine is, and nothing of the code.
settings.register_profile("coopmap", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("coopmap")

os.environ["COOPMAP_LANG"] = "en"  # what tests expect of messages, on anybody's machine

# As the command line does: to look for garbage all the time took a fifth of the time of drawing.
gc.set_threshold(200_000, 20, 100)

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: tests wait for browsers and other programs a good part of the time."""
    return (os.cpu_count() or 1) + 1


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make test` runs with --quick, `make test-all` and CI run everything."""
    parser.addoption(
        "--quick",
        action="store_true",
        help="leave out slow tests, and most cases of the same in a browser or marked alike",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --quick leave out slow tests, and of a test in a browser or marked alike all cases but the first, or those
    between each Nth of alike(every=N).
    """
    if not config.getoption("--quick"):
        return
    cases: Counter[str] = Counter()
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        name = item.nodeid.partition("[")[0]
        again = cases[name] % _every(item, len(items)) > 0
        (left_out if again or item.get_closest_marker("slow") else kept).append(item)
        cases[name] += 1
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept


def _every(item: pytest.Item, all_of_them: int) -> int:
    """Of how many cases of a test --quick runs one."""
    alike = item.get_closest_marker("alike")
    if alike:
        return int(alike.kwargs.get("every", all_of_them))
    return all_of_them if "chromium" in getattr(item, "fixturenames", ()) else 1


@pytest.fixture(scope="session")
def command() -> Command:
    """Run `coopmap` and get its exit code and what it printed: `command("check", layer, cwd=folder)`."""
    return run_here


@pytest.fixture(scope="session")
def process() -> Command:
    """The same as a process of its own, for what depends on one: its start, its environment, its end."""
    return run_as_process


@pytest.fixture(scope="session")
def _forks() -> Iterator[warm_sandbox.Server | None]:
    """What forks children of the sandbox, where there are forks."""
    server = warm_sandbox.Server() if sys.platform == "linux" else None
    yield server
    if server:
        server.end()


@pytest.fixture
def warm_sandbox_children(monkeypatch: pytest.MonkeyPatch, _forks: warm_sandbox.Server | None) -> None:
    """For tests that read many files: the sandbox forks its children in place of starting each as a new Python."""
    if _forks:
        monkeypatch.setattr(sandbox_process, "_spawned", _forks.spawned)


@pytest.fixture(scope="session")
def built_map(process: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped layer's map, built once by the real command line in an empty folder."""
    path = tmp_path_factory.mktemp("built") / "map.html"
    done = process("build", "-o", path, cwd=tmp_path_factory.mktemp("empty"))
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
