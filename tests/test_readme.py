"""What the README tells people to do works as it stands there."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import geo

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_first_thirty_lines_show_picture_command_adding_and_talking() -> None:
    start = "\n".join(README.splitlines()[:30])
    for part in ("docs/map.png", "make map", "**Add a project**", "**Take it into a talk**"):
        assert part in start


def test_every_picture_and_file_it_links_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).is_file(), target


def test_the_make_targets_it_names_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE)) <= targets


def test_the_smallest_project_of_the_readme_passes_the_check(tmp_path: Path) -> None:
    feature = json.loads(blocks("json")[0])
    path = tmp_path / "projects.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    assert [problem for problem in geo.check(geo.read(path)) if problem.level == "error"] == []


COMMANDS = [line.split("#")[0] for block in blocks("sh") for line in block.splitlines() if ".venv/bin/coopmap" in line]


@pytest.mark.parametrize("line", COMMANDS)
def test_the_commands_of_the_readme_run(line: str) -> None:
    arguments = shlex.split(line)[1:]
    done = subprocess.run([sys.executable, "-m", "maps.cli", *arguments], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_command_has_its_line_and_every_line_its_options() -> None:
    usage = next(block for block in blocks("text") if block.startswith("coopmap build"))
    for line in usage.splitlines():
        name = line.split()[1]
        said = subprocess.run(
            [sys.executable, "-m", "maps.cli", name, "--help"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        for option in re.findall(r"--[a-z-]+", line):
            assert option in said, (name, option)


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    code = blocks("python")[0].replace('"data/projects.geojson"', repr(str(ROOT / "data" / "projects.geojson")))
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, env={"PYTHONPATH": str(ROOT), "PATH": ""})
    assert "<title>" in (tmp_path / "map.html").read_text(encoding="utf-8")
