"""The wheel: what is in it, and that an installed copy works in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.command_line import OFFLINE
from tests.repo import ROOT, files, pyproject

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder), cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts' folder of a new environment: the wheel, this environment's packages, and no checkout."""
    home = tmp_path_factory.mktemp("installed")
    _run(sys.executable, "-m", "venv", "--without-pip", str(home))
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    _run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(scripts / "python"),
        "install",
        "--no-index",
        "--no-deps",
        str(wheel),
    )
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(_run(str(scripts / "python"), "-c", asked).strip())
    # A folder that a .pth file names is searched, but its own .pth files, such as the editable install's, are not read.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return scripts


def _run(*line: str, cwd: Path | None = None) -> str:
    """Run a command that must succeed, with no network and nothing of the checkout on its path; what it printed."""
    env = {**os.environ, "PYTHONPATH": str(OFFLINE), "PYTHONUTF8": "1"}
    done = subprocess.run(line, cwd=cwd, env=env, capture_output=True, encoding="utf-8", check=False, timeout=300)
    assert done.returncode == 0, f"{' '.join(line)}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_the_wheel_holds_the_code_and_the_data_and_nothing_else(wheel: Path):
    web = ROOT / "maps" / "web"
    # The page takes them in as bundles.
    packed = {
        web.parent / "page" / "bundle.py",
        *web.rglob("*.js"),
        *web.rglob("*.ts"),
        *web.glob("*.txt"),
        *web.glob("*.css"),
    }
    packed -= set((web / "bundle").iterdir())
    code = {path.relative_to(ROOT).as_posix() for path in files("geo", "maps") if path not in packed}
    kept = [path for path in files("data") if path.suffix != ".py" and path.name != "names.json"]
    kept = [path for path in kept if "examples" not in path.parts]  # other layers, to be read in the repository
    data = {f"geo/{path.relative_to(ROOT).as_posix()}" for path in kept}
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == code | data


def test_type_checkers_read_the_types_of_an_installed_copy(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        assert {"geo/py.typed", "maps/py.typed", "geo/__init__.pyi", "maps/__init__.pyi"} <= set(archive.namelist())


def test_the_wheel_names_its_licences_and_its_version(wheel: Path):
    version = pyproject()["project"]["version"]
    with zipfile.ZipFile(wheel) as archive:
        about = archive.read(f"coopmap-{version}.dist-info/METADATA").decode()
        assert archive.read(f"coopmap-{version}.dist-info/licenses/LICENSE").startswith(b"MIT License")
    assert "\nLicense-Expression: MIT AND CC-BY-4.0 AND ODbL-1.0\n" in about


def test_the_installed_package_is_the_wheel_and_not_the_checkout(installed: Path, tmp_path: Path):
    asked = "import geo, maps; print(geo.__file__, maps.__file__, geo.data_path('projects.geojson'))"
    assert str(ROOT) not in _run(str(installed / "python"), "-c", asked, cwd=tmp_path)


def test_an_installed_copy_builds_the_shipped_map_in_an_empty_folder(installed: Path, tmp_path: Path):
    _run(str(installed / "coopmap"), "build", cwd=tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")] == ["out/map.html"]


def test_an_installed_copy_checks_the_shipped_layer_in_an_empty_folder(installed: Path, tmp_path: Path):
    _run(str(installed / "coopmap"), "check", cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_installed_copy_builds_the_same_bytes_as_the_checkout(installed: Path, built_map: Path, tmp_path: Path):
    _run(str(installed / "coopmap"), "build", cwd=tmp_path)
    assert (tmp_path / "out" / "map.html").read_bytes() == built_map.read_bytes()
