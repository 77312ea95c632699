"""What lies in `.coopmap` may come from a stranger: nothing there is followed, waited for, or written through."""

from __future__ import annotations

import os
import re
import signal
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import geo
from geo.history import changes, drafts, versions
from geo.io import files, regular_files
from tests.conftest import Command
from tests.geo.samples import feature

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs pipes and links")


@pytest.fixture(autouse=True)
def nothing_is_waited_for() -> Iterator[None]:
    """A test that waits for a pipe ends as a failure."""

    def late(*_: object) -> None:
        raise AssertionError("it waits")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    """A layer in a folder of its own, and beside that folder a file that nobody may touch."""
    (tmp_path / "own").mkdir()
    (tmp_path / "precious").write_text("precious", encoding="utf-8")
    path = tmp_path / "own" / "a.geojson"
    path.write_text(geo.text(geo.Layer((feature(),))), encoding="utf-8")
    return path


def more(path: Path, name: str = "new") -> geo.Update:
    return geo.update(path, lambda layer: changes.added(layer, feature(id=name)))


def ids(path: Path) -> list[str | None]:
    return [project.id for project in geo.read(path).projects]


def device(path: Path) -> None:
    try:
        os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 5))  # a node of /dev/zero's in the test's own folder
    except OSError:
        pytest.skip("needs rights to make devices")


def precious(path: Path) -> Path:
    return path.parents[len(path.parts) - 1 - path.parts.index("own")] / "precious"


TRAPS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a link": (lambda path: path.symlink_to(precious(path)), "a link"),
    "a link to nothing": (lambda path: path.symlink_to(precious(path).with_name("elsewhere")), "a link"),
    "a pipe": (os.mkfifo, "a pipe"),
    "a device": (device, "a device"),
    "a folder": (Path.mkdir, "a folder"),
}


@pytest.fixture(params=TRAPS)
def trap(request: pytest.FixtureRequest) -> tuple[Callable[[Path], object], str]:
    return TRAPS[request.param]


def untouched(path: Path) -> None:
    """Nothing outside the layer's folder was written."""
    outside = path.parents[1]
    assert sorted(each.name for each in outside.iterdir()) == ["own", "precious"]
    assert (outside / "precious").read_text(encoding="utf-8") == "precious"


def in_kept(path: Path, name: str) -> Path:
    kept = path.parent / ".coopmap" / name
    kept.parent.mkdir(parents=True, exist_ok=True)
    return kept


# --- the lock ---------------------------------------------------------------------------------------------------------


def test_a_lock_that_is_no_file_is_refused(layer: Path, trap: tuple[Callable[[Path], object], str]):
    make, what = trap
    make(in_kept(layer, "a.geojson.lock"))
    before = layer.read_bytes()
    with pytest.raises(geo.WriteError, match=rf"takes no lock \(it is {what}, not a regular file\)\.$"):
        more(layer)
    assert layer.read_bytes() == before
    untouched(layer)


def test_a_lock_that_is_another_file_as_well_is_not_written_into(layer: Path):
    os.link(precious(layer), in_kept(layer, "a.geojson.lock"))
    with pytest.raises(geo.WriteError, match=r"takes no lock \(a\.geojson\.lock is another file as well\)\.$"):
        more(layer)
    untouched(layer)


def test_the_ignore_file_is_made_through_no_link(layer: Path):
    in_kept(layer, ".gitignore").symlink_to(precious(layer).with_name("elsewhere"))
    assert more(layer).written
    untouched(layer)


# --- the folder -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [".coopmap", ".coopmap/a.geojson"])
@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda path: path.symlink_to(path.parents[path.parts[::-1].index("own")] / "away"), "a link"),
        (lambda path: path.write_bytes(b""), "a file"),
        (os.mkfifo, "a pipe"),
    ],
    ids=["a link", "a file", "a pipe"],
)
def test_what_is_kept_goes_into_no_other_folder(layer: Path, make: Callable[[Path], object], what: str, name: str):
    (layer.parent / "away").mkdir()
    place = layer.parent / name
    place.parent.mkdir(exist_ok=True)
    make(place)
    before = layer.read_bytes()
    with pytest.raises(geo.CoopmapError, match=f"{re.escape(place.name)} is {what}, not a folder of its own"):
        more(layer)
    with pytest.raises(geo.WriteError, match=f"takes no draft beside it .*is {what}, not a folder of its own"):
        drafts.keep(layer, "x", {})
    assert drafts.unsaved(layer) == {}
    drafts.drop(layer, "x")
    assert layer.read_bytes() == before
    assert list((layer.parent / "away").iterdir()) == []


def test_a_layer_that_is_no_file_gets_no_folder(tmp_path: Path):
    (tmp_path / "far").mkdir()
    (tmp_path / "a.geojson").symlink_to("far/none.geojson")
    os.mkfifo(tmp_path / "far" / "pipe.geojson")
    for path, told in (("a.geojson", "is a link to a file that is not there"), ("far/pipe.geojson", "is a pipe; only")):
        with pytest.raises(geo.WriteError, match=told):
            geo.update(tmp_path / path, lambda layer: layer, create=True)
        with pytest.raises(geo.WriteError, match=told):
            geo.undo(tmp_path / path)
        with pytest.raises(geo.WriteError, match=told):
            geo.write(geo.Layer(()), tmp_path / path)
    assert [one.name for one in (tmp_path / "far").iterdir()] == ["pipe.geojson"]


# --- versions ---------------------------------------------------------------------------------------------------------


def test_a_version_that_is_no_file_is_refused_by_every_command(
    layer: Path, trap: tuple[Callable[[Path], object], str], process: Command
):
    make, what = trap
    make(in_kept(layer, "a.geojson/past-000007.geojson"))
    told = rf"past-000007\.geojson is {what}, which coopmap never keeps there; remove it\.$"
    before = layer.read_bytes()
    for do in (lambda: more(layer), lambda: geo.undo(layer)):
        with pytest.raises(geo.ReadError, match=told):
            do()
    done = process("undo", layer, "--list", timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.search(told, done.stderr)
    assert layer.read_bytes() == before
    untouched(layer)


@pytest.mark.parametrize(
    "name", ["past-.geojson", "past-x.geojson", "past-٠٠٠٠٠٧.geojson", "past-1e9999.geojson", "past-7.geojson",
             f"past-{'9' * 200}.geojson", "past--00001.geojson", "future-000001.geojson.bak", "past-000001\n.geojson"]
)  # fmt: skip
def test_a_file_of_another_name_is_no_version(layer: Path, name: str):
    in_kept(layer, f"a.geojson/{name}").write_text("no version", encoding="utf-8")
    assert versions.versions(layer, "past") == []
    assert more(layer).written
    assert geo.undo(layer)
    assert geo.undo(layer) is None
    assert in_kept(layer, f"a.geojson/{name}").read_text(encoding="utf-8") == "no version"


def test_versions_follow_each_other_by_number_whatever_its_length(layer: Path):
    for number in ("999999", "1000000", "000009"):
        in_kept(layer, f"a.geojson/past-{number}.geojson").write_text("x", encoding="utf-8")
    assert [path.stem for path in versions.versions(layer, "past")] == ["past-000009", "past-999999", "past-1000000"]
    more(layer)
    assert versions.versions(layer, "past")[-1].stem == "past-1000001"


def test_after_the_last_number_a_change_is_refused(layer: Path):
    in_kept(layer, "a.geojson/past-999999999.geojson").write_text("x", encoding="utf-8")
    before = layer.read_bytes()
    with pytest.raises(geo.WriteError, match=r"past-999999999\.geojson is the last number; remove it\.$"):
        more(layer)
    assert layer.read_bytes() == before


def test_a_version_that_is_another_file_as_well_is_not_written_through(layer: Path, monkeypatch: pytest.MonkeyPatch):
    own = geo.text(geo.Layer((feature(id="foreign"),)))
    foreign = precious(layer).with_name("precious")
    foreign.write_text(own, encoding="utf-8")
    os.link(foreign, in_kept(layer, "a.geojson/past-000001.geojson"))

    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)  # then a version is copied
    more(layer)
    assert geo.undo(layer)
    assert geo.undo(layer)
    assert ids(layer) == ["foreign"]
    more(layer, "again")
    assert foreign.read_text(encoding="utf-8") == own


def test_a_name_that_is_taken_meanwhile_is_not_written_through(layer: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(versions, "versions", lambda *_: [])
    os.link(precious(layer), in_kept(layer, "a.geojson/past-000001.geojson"))
    before = layer.read_bytes()
    with pytest.raises(geo.WriteError, match=r"its last version cannot be kept \(file exists\)\.$"):
        more(layer)
    assert layer.read_bytes() == before
    untouched(layer)


def test_a_version_beyond_the_bound_is_a_plain_sentence(layer: Path, monkeypatch: pytest.MonkeyPatch):
    kept = in_kept(layer, "a.geojson/past-000001.geojson")
    with kept.open("wb") as file:
        file.truncate(files.MAX_BYTES + 1)
    with pytest.raises(geo.ReadError, match=r"past-000001\.geojson is 512 MB large; at most 512 MB are read\.$"):
        geo.undo(layer)
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    with pytest.raises(OSError, match="it is larger than"):
        regular_files.read(layer, 10)


# --- drafts -----------------------------------------------------------------------------------------------------------


def draft_file(layer: Path, name: str) -> Path:
    drafts.keep(layer, name, {"feature": {}})
    (path,) = (layer.parent / ".coopmap" / layer.name).glob("draft-*.json")
    path.unlink()
    return path


def test_a_draft_that_is_no_file_is_neither_read_nor_written(layer: Path, trap: tuple[Callable[[Path], object], str]):
    make, what = trap
    make(draft_file(layer, "x"))
    assert drafts.unsaved(layer) == {}
    with pytest.raises(geo.WriteError, match=f"is {what}[,;]"):
        drafts.keep(layer, "x", {"feature": {}})
    drafts.keep(layer, "y", {"feature": {}})
    assert list(drafts.unsaved(layer)) == ["y"]
    untouched(layer)


def test_a_draft_that_is_another_file_as_well_is_replaced_and_not_written_through(layer: Path):
    os.link(precious(layer), draft_file(layer, "x"))
    drafts.keep(layer, "x", {"feature": {}})
    assert list(drafts.unsaved(layer)) == ["x"]
    untouched(layer)


def test_a_draft_of_another_name_or_beyond_the_bound_is_passed_over(layer: Path, monkeypatch: pytest.MonkeyPatch):
    drafts.keep(layer, "x", {"feature": {}})
    in_kept(layer, "a.geojson/draft-x.json").write_text('{"name": "z", "draft": {}}', encoding="utf-8")
    assert list(drafts.unsaved(layer)) == ["x"]
    monkeypatch.setattr(drafts, "MAX_BYTES", 10)
    assert drafts.unsaved(layer) == {}
