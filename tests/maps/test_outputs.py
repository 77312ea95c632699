"""A result goes onto a new or a regular file that holds nothing else of the user's, or to standard output."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

import geo
from geo.io.recognise import LOOKED_AT, layer_format
from maps import cli
from maps.commands.answers import Answers
from maps.commands.drafts import keep
from maps.commands.output import Output
from tests.conftest import Command
from tests.geo.samples import collection, feature

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a layer, what lies beside it, and another layer; the commands run in it."""
    monkeypatch.chdir(tmp_path)
    Path("a.geojson").write_text(geo.text(geo.Layer((feature(images=[PHOTO]),))), encoding="utf-8")
    Path("b.geojson").write_text(geo.text(geo.Layer((feature(id="other"),))), encoding="utf-8")
    Image.new("RGB", (2, 2)).save("photo.png")
    for name, member in (("indicators", "indicators"), ("milestones", "milestones"), ("story", "stops")):
        Path(f"{name}.json").write_text(json.dumps({member: []}), encoding="utf-8")
    return tmp_path


PHOTO = {"src": "photo.png", "alt_en": "A plant", "credit": "A", "license": "CC0-1.0"}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the function that `coopmap` starts: (exit code, standard output as Latin-1, standard error)."""

    def do(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["coopmap", *arguments])
        try:
            cli.main()
            code = 0
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0
        printed = capfdbinary.readouterr()
        return code, printed.out.decode("latin-1"), printed.err.decode()

    return do


WRITERS: dict[str, tuple[str, ...]] = {
    "build": ("build", "a.geojson", "--no-check", "-o", "OUT"),
    "picture": ("picture", "OUT", "a.geojson", "--no-check", "--format", "png", "--size", "320x180"),
    "slides": ("slides", "OUT.pptx", "a.geojson", "--no-check"),
    "facts": ("facts", "OUT.pdf", "a.geojson", "--no-check"),
    "export": ("export", "OUT", "a.geojson", "--format", "csv"),
    "template": ("export", "OUT.xlsx", "--template"),
    "report": ("review", "b.geojson", "--layer", "a.geojson", "--dry-run", "--report", "OUT"),
    "map": ("review", "b.geojson", "--layer", "a.geojson", "--dry-run", "--map", "OUT"),
}
"""Each command that writes a result, to OUT."""

ENDINGS = {"slides": ".pptx", "facts": ".pdf", "template": ".xlsx"}
"""Those that take no other ending."""


def line_of(command: str, name: str) -> list[str]:
    """The command with its output; name has the ending that it takes."""
    return [name if part.startswith("OUT") else part for part in WRITERS[command]]


def state(folder: Path) -> dict[str, Any]:
    """What lies in a folder, but for what coopmap keeps: kinds, inodes and bytes."""
    found = {}
    for path in folder.rglob("*"):
        facts = path.lstat()
        data = path.read_bytes() if stat.S_ISREG(facts.st_mode) else None
        found[str(path.relative_to(folder))] = (facts.st_mode, facts.st_ino, data)
    return found


def device(path: Path) -> None:
    """The device that takes everything, as a node of the test's own."""
    try:
        os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
    except (OSError, AttributeError):
        pytest.skip("needs rights to make devices")


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        os.chdir(path.parent)  # the name of a socket is short
        made.bind(path.name)


def link(to: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(to)


def hard_link(to: str) -> Callable[[Path], object]:
    return lambda path: os.link(path.parent / to, path)


TRAPS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder": (lambda path: path.mkdir(), "is a folder"),
    "a pipe": (os.mkfifo, "is a pipe"),
    "a device": (device, "is a device"),
    "a socket": (listening, "is a socket"),
    "a link to the layer": (link("a.geojson"), "is a link"),
    "a link to another file": (link("plain"), "is a link"),
    "a link to nothing": (link("elsewhere"), "is a link"),
    "a link to itself": (lambda path: path.symlink_to(path.name), "is a link"),
    "a hard link of the layer": (hard_link("a.geojson"), "is the layer itself"),
    "a hard link of its companion": (hard_link("story.json"), "is a file that this command reads"),
    "another layer": (lambda path: path.write_text(json.dumps(collection(feature()))), "holds a layer (GeoJSON)"),
    "a GeoParquet layer": (lambda path: path.write_bytes(b"PAR1 and more"), "holds a layer (GeoParquet)"),
    "a FlatGeobuf layer": (lambda path: path.write_bytes(b"fgb\x03fgb\x01"), "holds a layer (FlatGeobuf)"),
}
"""What may have the name of an output, and what is said of it."""


@pytest.mark.skipif(os.name == "nt", reason="needs pipes, devices and links")
@pytest.mark.alike(every=7)
@pytest.mark.parametrize(
    ("command", "trap"),
    # A template reads no layer.
    [(one, trap) for one in WRITERS for trap in TRAPS if one != "template" or not trap.startswith("a hard link")],
)
def test_an_output_replaces_nothing_but_a_regular_file_that_is_no_layer(
    folder: Path, run: Run, command: str, trap: str
):
    (folder / "plain").write_text("plain", encoding="utf-8")
    name = f"out{ENDINGS.get(command, '')}"
    make, told = TRAPS[trap]
    make(folder / name)
    before = state(folder)
    code, out, said = run(*line_of(command, name))
    assert (code, out) == (1, ""), said
    assert said.startswith(f"{name} {told}")
    assert said.count("\n") == 1
    assert state(folder) == before


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (["build", "a.geojson", "-o", "a.geojson"], "a.geojson is the layer itself"),
        (["build", "a.geojson", "-o", "./b.geojson"], "b.geojson holds a layer (GeoJSON)"),
        (["build", "a.geojson", "-o", "Story.JSON"], "Story.JSON has the name of a file that is read with a layer"),
        (["build", "a.geojson", "-o", "new/milestones.json"], "new/milestones.json has the name of a file"),
        (["build", "a.geojson", "-o", ".coopmap/a.geojson/past-000001.geojson"], "lies in .coopmap"),
        (["build", "a.geojson", "-o", ".Coopmap/new.html"], ".Coopmap/new.html lies in .coopmap"),
        (["picture", "photo.png", "a.geojson"], "photo.png is a file that this command reads"),
        (["build", "a.geojson", "-o", "photo.png"], "photo.png is a file that this command reads"),
        (["export", "a.geojson", "a.geojson"], "a.geojson is the layer itself"),
        (["slides", "t.pptx", "a.geojson", "--template", "t.pptx"], "t.pptx is a file that this command reads"),
        (["review", "b.geojson", "--layer", "a.geojson", "--dry-run", "--report", "b.geojson"], "b.geojson is a file"),
        (["build", "a.geojson", "-o", str(geo.data_path("basemap/names.json"))], "is a file of coopmap itself"),
        (["build", "a.geojson", "-o", cli.__file__], "is a file of coopmap itself"),
        (["build", "-o", str(geo.data_path("projects.geojson"))], "is the layer itself"),
    ],
)
def test_an_output_is_no_file_that_is_read(folder: Path, run: Run, line: list[str], told: str):
    (folder / "t.pptx").write_bytes(b"no deck")
    before = state(folder)
    code, out, said = run(*line, *(["--no-check"] if line[0] in ("build", "picture", "slides") else []))
    assert (code, out) == (1, "")
    assert told in said
    assert said.count("\n") == (1 if "a.geojson" in line or "b.geojson" in line else 2), "which layer is read is said"
    assert state(folder) == before


def test_a_name_in_another_letter_case_is_the_same_file_where_the_disk_takes_it_so(tmp_path: Path):
    (tmp_path / "a.geojson").write_text(geo.text(geo.Layer(())), encoding="utf-8")
    other = tmp_path / "A.GEOJSON"
    if not other.exists():
        os.link(tmp_path / "a.geojson", other)  # what such a disk does
    with pytest.raises(geo.WriteError, match=r"A\.GEOJSON is the layer itself"):
        Output(other, ".geojson", layer=geo.read(tmp_path / "a.geojson"))


def test_what_was_written_before_is_replaced_and_so_is_an_export(folder: Path, run: Run):
    for command in WRITERS:
        name = f"made/{command}{ENDINGS.get(command, '')}"
        for _ in range(2):
            code, _, said = run(*line_of(command, name))
            assert (code, said) == (0, "")
        assert command == "report" or (folder / name).stat().st_size > 100  # nothing was left over to report
    for _ in range(2):
        assert run("export", "made/c.geojson", "a.geojson")[0] == 0
    assert geo.read(folder / "made/c.geojson").features == geo.read(folder / "a.geojson").features


def test_an_export_replaces_no_layer_that_coopmap_keeps_versions_of(folder: Path, run: Run):
    geo.update(folder / "b.geojson", lambda layer: layer)
    before = (folder / "b.geojson").read_bytes()
    code, _, said = run("export", "b.geojson", "a.geojson")
    assert (code, said) == (1, "b.geojson holds a layer (GeoJSON), which would be lost; name another file.\n")
    assert (folder / "b.geojson").read_bytes() == before


def test_a_place_that_becomes_a_trap_while_the_command_works_is_refused(folder: Path):
    target = Output(folder / "out.html", ".html")
    (folder / "out.html").symlink_to("a.geojson")
    before = state(folder)
    with pytest.raises(geo.WriteError, match="is a link"):
        target.write(b"late")
    assert state(folder) == before


def test_a_folder_that_is_a_link_is_followed(folder: Path, run: Run):
    (folder / "elsewhere").mkdir()
    (folder / "out").symlink_to("elsewhere")
    assert run("build", "a.geojson", "--no-check")[0] == 0
    assert (folder / "elsewhere/map.html").is_file()


STANDARD = {
    "build": (["build", "a.geojson", "--no-check", "-o", "-"], b"<!doctype html>"),
    "picture": (["picture", "-", "a.geojson", "--no-check", "--size", "320x180"], b"\x89PNG"),
    "svg": (["picture", "-", "a.geojson", "--no-check", "--format", "svg"], b"<?xml"),
    "slides": (["slides", "-", "a.geojson", "--no-check"], b"PK"),
    "facts": (["facts", "-", "a.geojson", "--no-check"], b"%PDF"),
    "export": (["export", "-", "a.geojson", "--format", "xlsx"], b"PK"),
    "template": (["export", "-", "--template"], b"PK"),
}


@pytest.mark.parametrize("what", STANDARD)
def test_a_result_goes_to_standard_output_and_what_is_said_to_standard_error(folder: Path, run: Run, what: str):
    before = state(folder)
    line, begins = STANDARD[what]
    code, out, said = run(*line)
    data = out.encode("latin-1")
    assert code == 0, said
    assert data[: len(begins)].lower() == begins.lower()
    assert said.startswith("standard output: ")
    if begins == b"PK":
        assert zipfile.ZipFile(BytesIO(data)).testzip() is None
    if what == "build":
        assert data.decode().rstrip().endswith("</html>")
    assert state(folder) == before


def test_standard_output_that_is_the_layer_is_refused(folder: Path, command: Command):
    before = (folder / "a.geojson").read_bytes()
    with (folder / "a.geojson").open("ab") as file:
        done = command_into(file.fileno(), "export", "-", "a.geojson", "--format", "geojson")
    assert (done.code, done.said) == (1, "standard output is the layer itself; name another file.\n")
    assert (folder / "a.geojson").read_bytes() == before
    assert command("build", "-o", "-", "--open", cwd=folder).returncode == 2


def command_into(number: int, *arguments: str, unbuffered: bool = False) -> SimpleNamespace:
    """The command as a process whose standard output is a handle."""
    env = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1]), "PYTHONUTF8": "1"}
    env["PYTHONUNBUFFERED"] = "1" if unbuffered else ""
    done = subprocess.run(
        [sys.executable, "-m", "maps.cli", *arguments],
        stdout=number, stderr=subprocess.PIPE, encoding="utf-8", check=False, timeout=120,
        env=env,
    )  # fmt: skip
    return SimpleNamespace(code=done.returncode, said=done.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize("unbuffered", [False, True])
def test_a_full_disk_behind_standard_output_is_a_plain_sentence(folder: Path, unbuffered: bool):
    line = ("export", "-", str(folder / "a.geojson"), "--format", "geojson")
    with Path("/dev/full").open("wb") as full:
        done = command_into(full.fileno(), *line, unbuffered=unbuffered)
    assert (done.code, done.said) == (1, "Standard output takes no more: no space left on device.\n")


@pytest.mark.parametrize("line", [("export", "-", "--format", "geojson"), ("check", "--format", "json")])
def test_a_reader_that_leaves_ends_the_command_without_a_word(line: tuple[str, ...]):
    reading, writing = os.pipe()
    os.close(reading)
    done = command_into(writing, *line)
    os.close(writing)
    assert (done.code, done.said.count("Traceback") + done.said.count("Exception")) == (1, 0)


# --- what a layer is told by ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"type": "FeatureCollection"', "GeoJSON"),
        (b'\xef\xbb\xbf\n {"type":"FeatureCollection"', "GeoJSON"),
        (b'{"features" : [', "GeoJSON"),
        (b'{"note": "' + b"x" * 3 * LOOKED_AT + b'", "type": "FeatureCollection"}', "GeoJSON"),
        (b"PAR1", "GeoParquet"),
        (b"fgb\x03fgb\x01", "FlatGeobuf"),
        (b"", None),
        (b'{"a": 1}', None),
        (b'<script>{"type": "FeatureCollection"}</script>', None),
        (b"PK\x03\x04", None),
    ],
)
def test_a_layer_is_told_by_what_it_holds(tmp_path: Path, data: bytes, expected: str | None):
    (tmp_path / "any").write_bytes(data)
    assert layer_format(tmp_path / "any") == expected


def test_of_a_large_file_only_the_ends_are_read(tmp_path: Path):
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.write(b'{"note": "')
        file.truncate(20_000_000_000)
    started = time.perf_counter()
    assert layer_format(path) is None
    assert time.perf_counter() - started < 0.5


def test_a_draft_takes_no_name_of_a_link_and_leaves_its_folder_by_no_id(folder: Path):
    (folder / "new-project.draft.geojson").symlink_to("elsewhere")
    keep(Answers(properties={"id": "../../x", "name_en": "X"}), folder / "a.geojson")
    assert (folder / "new-project-2.draft.geojson").is_file()
    assert not (folder.parent.parent / "x.draft.geojson").exists()
    assert not (folder / "elsewhere").exists()
