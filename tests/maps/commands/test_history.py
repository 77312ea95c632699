"""`coopmap diff` and `coopmap undo`: what changed, told in words, and taken back."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import geo
from geo.history import changes
from geo.history.git_revisions import read_version
from tests.conftest import Command
from tests.geo.samples import feature, point
from tests.terminal import Terminal


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    """A layer where commands look for it, committed to git, and changed twice by coopmap since."""
    path = tmp_path / "data" / "projects.geojson"
    path.parent.mkdir()
    path.write_text(geo.text(geo.Layer((feature(),))), encoding="utf-8")
    for line in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        git(tmp_path, *line)
    geo.update(path, lambda old: changes.replaced(old, feature(point(63.6, 53.2485), status="suspended")))
    geo.update(path, lambda old: changes.added(old, feature(id="new", name_en="New")))
    return path


def git(folder: Path, *arguments: str) -> None:
    line = [shutil.which("git") or "git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
    subprocess.run(line, cwd=folder, check=True, capture_output=True)


TOLD = [
    "~ chevrolet-kostanay (Chevrolet cars at Kostanay)",
    "    status: operating → suspended",
    "    geometry: moved 665 m, from 63.59, 53.2485 to 63.6, 53.2485",
    "+ new (New): added",
    "1 project added, 1 project changed.",
]


@pytest.mark.usefixtures("layer")
def test_what_changed_since_the_last_commit_is_told_in_words(tmp_path: Path):
    with Terminal("diff", cwd=tmp_path) as terminal:
        assert terminal.end() == 0
    assert terminal.shown.splitlines() == TOLD


SIDES = [("HEAD",), ("HEAD:data/projects.geojson",), ("HEAD", "data/projects.geojson"), ("old.geojson",)]


@pytest.mark.parametrize("sides", SIDES)
def test_sides_are_files_or_revisions(layer: Path, command: Command, tmp_path: Path, sides: tuple[str, ...]):
    shutil.copy(layer, tmp_path / "now.geojson")
    geo.undo(layer)
    geo.undo(layer)
    shutil.move(layer, tmp_path / "old.geojson")
    shutil.move(tmp_path / "now.geojson", layer)
    done = command("diff", *sides, cwd=tmp_path)
    assert (done.stdout.splitlines(), done.stderr) == (TOLD, "")


def test_the_other_way_round_it_is_told_the_other_way_round(layer: Path, command: Command, tmp_path: Path):
    done = command("diff", layer, "HEAD", cwd=tmp_path)
    assert done.stdout.splitlines()[1] == "    status: suspended → operating"
    assert done.stdout.endswith("1 project changed, 1 project removed.\n")


def test_programs_get_json(layer: Path, command: Command, tmp_path: Path):
    changed, new = json.loads(command("diff", "--format", "json", cwd=tmp_path).stdout)["result"]
    assert changed["fields"][0] == {"field": "status", "before": "operating", "after": "suspended"}
    assert (new["where"], new["what"], new["feature"]) == ("new", "added", geo.read(layer).features[1])


@pytest.mark.usefixtures("layer")
def test_equal_layers_do_not_differ(command: Command, tmp_path: Path):
    assert command("diff", "HEAD", "HEAD", cwd=tmp_path).stdout == "Nothing differs.\n"
    assert json.loads(command("diff", "HEAD", "HEAD", "--format", "json", cwd=tmp_path).stdout)["result"] == []


WRONG = {
    "HEAD~9": "HEAD~9 is neither a file nor a revision in which git has the layer (",
    "HEAD:none.geojson": "HEAD:none.geojson is neither a file nor a revision in which git has the layer (",
    ":": ": cannot be read: there is no such file.",
    "a\nb": r"a\u000ab is neither a file nor a revision",
}


@pytest.mark.usefixtures("layer")
@pytest.mark.parametrize(("old", "said"), WRONG.items(), ids=range(len(WRONG)))
def test_what_is_neither_is_refused_in_a_sentence(command: Command, tmp_path: Path, old: str, said: str):
    done = command("diff", "--", old, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1


def test_a_revision_is_no_option_of_git(layer: Path):
    with pytest.raises(geo.ReadError, match="there is no such file"):
        read_version("--help", layer)


def test_outside_of_a_repository_and_without_git_it_is_said(layer: Path, tmp_path: Path, command: Command):
    shutil.rmtree(tmp_path / ".git")
    done = command("diff", cwd=tmp_path, env={"GIT_CEILING_DIRECTORIES": str(tmp_path)})
    assert "(not a git repository" in done.stderr
    done = command("diff", cwd=tmp_path, env={"PATH": str(layer.parent)})
    assert done.stderr == "HEAD is no file, and git, which would know revisions, is not installed.\n"


def test_a_committed_file_that_is_no_layer_is_said(layer: Path, tmp_path: Path, command: Command):
    layer.write_bytes(b"\xff\xfe")
    git(tmp_path, "commit", "-qam", "two")
    geo.undo(layer)
    assert (
        command("diff", "HEAD", cwd=tmp_path).stderr == "HEAD:data/projects.geojson is in UTF-16; save it as UTF-8.\n"
    )


# --- Taking back ------------------------------------------------------------------------------------------------------


def test_the_last_change_is_taken_back_and_made_again(layer: Path, tmp_path: Path):
    now = layer.read_bytes()
    with Terminal("undo", cwd=tmp_path) as terminal:
        assert terminal.end() == 0
    assert terminal.shown.splitlines() == ["- new (New): removed", "1 project removed."]
    with Terminal("undo", "--redo", cwd=tmp_path) as terminal:
        assert terminal.end() == 0
    assert terminal.shown.splitlines()[0] == "+ new (New): added"
    assert layer.read_bytes() == now


def test_several_changes_are_taken_back_at_once_and_no_more_than_there_are(
    layer: Path, command: Command, tmp_path: Path
):
    done = command("undo", "--steps", "5", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "1 project changed."
    assert done.stderr == f"{Path('data/projects.geojson')} has nothing more to take back.\n"
    assert geo.read(layer).features == (feature(),)
    done = command("undo", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{Path('data/projects.geojson')} has nothing to take back.\n"
    assert command("undo", "--redo", "--steps", "2", cwd=tmp_path).returncode == 0
    assert len(geo.read(layer).features) == 2
    assert command("undo", "--redo", cwd=tmp_path).stderr.endswith("has nothing to make again.\n")


@pytest.mark.usefixtures("layer")
def test_what_can_be_taken_back_is_listed(command: Command, tmp_path: Path):
    command("undo", cwd=tmp_path)
    assert command("undo", "--list", cwd=tmp_path).stdout.splitlines() == [
        "1 change to take back:",
        "   1. changed chevrolet-kostanay (Chevrolet cars at Kostanay): status, geometry",
        "1 change to make again:",
        "   1. added new (New)",
    ]


def test_undo_never_touches_the_shipped_layer(command: Command, tmp_path: Path):
    done = command("undo", cwd=tmp_path)
    assert done.returncode == 2
    assert "there is no data/projects.geojson here" in done.stderr
    assert list(tmp_path.iterdir()) == []
