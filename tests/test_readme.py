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
from geo.checks.run import LAYER

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RUSSIAN = (ROOT / "README.ru.md").read_text(encoding="utf-8")
DEVELOPER = (ROOT / "docs" / "developer.md").read_text(encoding="utf-8")


def blocks(language: str, text: str = README) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def help_of(command: str) -> str:
    """What a command says of itself."""
    line = [sys.executable, "-m", "maps.cli", command, "--help"]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_first_thirty_lines_show_picture_command_adding_and_talking() -> None:
    start = "\n".join(README.splitlines()[:30])
    for part in ("docs/map.png", "make map", "**Add a project**", "**Take it into a talk**"):
        assert part in start


def test_every_picture_and_file_it_links_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", README + RUSSIAN):
        assert (ROOT / target).is_file(), target


def test_the_make_targets_it_names_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE)) <= targets


@pytest.mark.parametrize("grade", ["draft", "published"])
def test_the_smallest_projects_of_the_documentation_pass_the_check(tmp_path: Path, grade: str) -> None:
    feature = json.loads(blocks("json", DEVELOPER)[grade == "published"])
    path = tmp_path / "projects.geojson"
    layer = {"type": "FeatureCollection", "grade": grade, "features": [feature]}
    path.write_text(json.dumps(layer), encoding="utf-8")
    errors = [problem for problem in geo.check(geo.read(path)) if problem.level == "error"]
    assert [problem for problem in errors if problem.where != LAYER] == []


COMMANDS = [line.split("#")[0] for block in blocks("sh") for line in block.splitlines() if ".venv/bin/coopmap" in line]


@pytest.mark.slow
@pytest.mark.parametrize("line", COMMANDS)
def test_the_commands_of_the_readme_run(line: str) -> None:
    arguments = shlex.split(line)[1:]
    done = subprocess.run([sys.executable, "-m", "maps.cli", *arguments], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


RUSSIAN_LINES = [
    line
    for line in [*"".join(blocks("sh", RUSSIAN)).splitlines(), *re.findall(r"`(coopmap [^`]+)`", RUSSIAN)]
    if line.startswith("coopmap ")
]


@pytest.mark.slow
@pytest.mark.parametrize("command", sorted({line.split()[1] for line in RUSSIAN_LINES}))
def test_every_command_of_the_russian_readme_exists_with_its_options(command: str) -> None:
    said = help_of(command)
    own = [line for line in RUSSIAN_LINES if line.split()[1] == command]
    assert [option for line in own for option in re.findall(r"--[a-z-]+", line) if option not in said] == []


@pytest.mark.slow
def test_every_option_that_the_russian_readme_names_is_one_of_its_commands() -> None:
    said = "".join(help_of(command) for command in sorted({line.split()[1] for line in RUSSIAN_LINES}))
    assert [option for option in sorted(set(re.findall(r"--[a-z][a-z-]*", RUSSIAN))) if option not in said] == []


def test_the_places_that_the_russian_readme_looks_up_are_found() -> None:
    for line in RUSSIAN_LINES:
        arguments = shlex.split(line)[1:]
        if arguments[0] == "find" and len(arguments) > 1:
            line_ = [sys.executable, "-m", "maps.cli", *arguments]
            done = subprocess.run(line_, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
            assert done.returncode == 0, done.stderr


def test_every_heading_that_the_readmes_point_to_is_there() -> None:
    for text, others in ((README, RUSSIAN), (RUSSIAN, README)):
        for file, anchor in re.findall(r"\]\((README[a-z.]*md)?#([^)]+)\)", text):
            headings = re.findall(r"^#+ (.+)$", others if file else text, re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}, anchor


@pytest.mark.parametrize("text", [README, DEVELOPER], ids=["README.md", "developer.md"])
def test_the_python_of_the_documentation_runs(tmp_path: Path, text: str) -> None:
    code = blocks("python", text)[0].replace('"data/projects.geojson"', repr(str(ROOT / "data" / "projects.geojson")))
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, env={"PYTHONPATH": str(ROOT), "PATH": ""})
    assert "<title>" in (tmp_path / "map.html").read_text(encoding="utf-8")
