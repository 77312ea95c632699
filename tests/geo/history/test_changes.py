"""Nothing is lost: a layer is changed in one step, under a lock, with every version before kept."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.history import changes, lock, versions
from geo.io import files
from geo.review.diff_text import words
from tests.geo.samples import collection, feature
from tests.repo import ROOT


def stored(folder: Path, *features: Any, **members: Any) -> Path:
    """A layer as a real file in canonical form."""
    path = folder / "projects.geojson"
    path.write_text(geo.text(geo.Layer(features or (feature(),), members)), encoding="utf-8")
    return path


def with_status(status: str) -> Any:
    """A change of the sample project's status."""
    return lambda layer: changes.replaced(layer, feature(status=status))


def status(path: Path) -> str:
    return str(geo.read(path).projects[0].properties["status"])


def started(*arguments: object, **options: Any) -> subprocess.Popen[str]:
    line = [sys.executable, "-m", "tests.geo.history.writers", *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(line, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8", **options)


def git(folder: Path, *arguments: str) -> str:
    """What git says in a folder."""
    line = [shutil.which("git") or "git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
    return subprocess.run(line, cwd=folder, check=True, capture_output=True, encoding="utf-8").stdout


def result(process: subprocess.Popen[str]) -> Any:
    """What a program found."""
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return json.loads(out.splitlines()[-1])


# --- A change ---------------------------------------------------------------------------------------------------------


def test_a_change_is_written_and_says_what_it_did(tmp_path: Path):
    path = stored(tmp_path)
    done = geo.update(path, with_status("suspended"))
    assert (done.written, done.reformatted, status(path)) == (True, False, "suspended")
    assert words(geo.difference(done.before, done.after))[1] == "    status: operating → suspended"
    assert path.read_text(encoding="utf-8") == geo.text(done.after)


def test_a_change_that_changes_nothing_writes_nothing(tmp_path: Path):
    path = tmp_path / "odd.geojson"
    path.write_text(json.dumps(collection(feature())), encoding="utf-8")
    before = path.stat()
    assert not geo.update(path, lambda layer: layer).written
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert versions.versions(path, "past") == []


def test_one_may_become_true(tmp_path: Path):
    path = stored(tmp_path, feature(x=1))
    assert geo.update(path, lambda layer: changes.replaced(layer, feature(x=True))).written
    assert '"x": true' in path.read_text(encoding="utf-8")


def test_a_file_in_another_form_is_brought_into_the_canonical_one_and_that_is_said(tmp_path: Path):
    path = tmp_path / "projects.geojson"
    path.write_text(json.dumps(collection(feature())), encoding="utf-8")
    assert geo.update(path, with_status("planned")).reformatted
    assert not geo.update(path, with_status("operating")).reformatted


def test_a_new_layer_is_begun_only_on_request(tmp_path: Path):
    path = tmp_path / "new.geojson"
    with pytest.raises(geo.ReadError, match=r"new\.geojson cannot be read: there is no such file\.$"):
        geo.update(path, lambda layer: layer)
    assert list(tmp_path.iterdir()) == []
    done = geo.update(path, lambda layer: changes.added(layer, feature()), create=True)
    assert done.written
    assert geo.read(path).features == (feature(),)
    assert geo.undo(path)
    assert geo.read(path).features == ()


def test_a_change_that_fails_leaves_the_file(tmp_path: Path):
    path = stored(tmp_path)
    before = path.read_bytes()
    with pytest.raises(geo.CoopmapError, match="has no project “b”"):
        geo.update(path, lambda layer: changes.removed(layer, "b"))
    with pytest.raises(ZeroDivisionError):
        geo.update(path, lambda layer: changes.removed(layer, str(1 // 0)))
    assert path.read_bytes() == before
    assert geo.undo(path) is None


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_permissions_and_links_are_kept(tmp_path: Path):
    path = stored(tmp_path)
    path.chmod(0o640)
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.geojson"
    link.symlink_to(path)
    geo.update(link, with_status("planned"))
    assert link.is_symlink()
    assert (status(path), stat.S_IMODE(path.stat().st_mode)) == ("planned", 0o640)
    # The layer has one lock and one history by whichever name it is changed.
    assert [one.name for one in (tmp_path / "elsewhere").iterdir()] == ["link.geojson"]
    geo.undo(path)
    assert (status(path), stat.S_IMODE(path.stat().st_mode)) == ("operating", 0o640)


def test_what_it_keeps_lies_in_one_folder_that_git_leaves_alone(tmp_path: Path):
    path = stored(tmp_path)
    git(tmp_path, "init", "-q")
    geo.update(path, with_status("planned"))
    assert git(tmp_path, "status", "--short") == "?? projects.geojson\n"
    assert sorted(one.name for one in tmp_path.iterdir()) == [".coopmap", ".git", "projects.geojson"]


CHANGED = {
    "a field": lambda layer: changes.replaced(layer, feature(id="b", status="planned")),
    "the place": lambda layer: changes.replaced(
        layer, feature({"type": "Point", "coordinates": [63.59, 53.2]}, id="b")
    ),
    "added first": lambda layer: changes.added(layer, feature(id="aa")),
    "added in the middle": lambda layer: changes.added(layer, feature(id="bb")),
    "added last": lambda layer: changes.added(layer, feature(id="z")),
    "removed first": lambda layer: changes.removed(layer, "a"),
    "removed last": lambda layer: changes.removed(layer, "c"),
}


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED.keys())
def test_git_sees_only_the_lines_of_the_project_that_changed(tmp_path: Path, change: Any):
    corners = [{"type": "Point", "coordinates": at} for at in ([63.5, 53.1], [63.59, 53.2485], [63.7, 53.3])]
    path = stored(tmp_path, *(feature(at, id=name) for at, name in zip(corners, "abc", strict=True)))
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    done = geo.update(path, change)
    touched = [line for line in git(tmp_path, "diff", "-U0").splitlines()[4:] if line[0] in "+-"]
    (told,) = geo.difference(done.before, done.after)
    whole: Any = told.after or told.before or {}
    size = geo.text(geo.Layer((whole,))).count("\n") - geo.text(geo.Layer(())).count("\n")
    # One project's lines at most, and beside them no other's: its status, name or place never appears. A layer whose
    # extent changes has another `bbox`, on its one line.
    bbox = [line for line in touched if '"bbox"' in line]
    assert 2 <= len(touched) - len(bbox) <= size
    assert {line.split('"')[3] for line in touched if '"id"' in line} <= {told.where}
    assert (bbox == []) == (done.before.bounds == done.after.bounds)


# --- Taking back ------------------------------------------------------------------------------------------------------


def test_changes_are_taken_back_one_by_one_and_made_again(tmp_path: Path):
    path = stored(tmp_path)
    states = [path.read_bytes()]
    for name in ("planned", "construction", "suspended"):
        geo.update(path, with_status(name))
        states.append(path.read_bytes())
    for state in reversed(states[:-1]):
        assert geo.undo(path)
        assert path.read_bytes() == state
    assert geo.undo(path) is None
    for state in states[1:]:
        assert geo.undo(path, again=True)
        assert path.read_bytes() == state
    assert geo.undo(path, again=True) is None


def test_a_new_change_ends_what_can_be_made_again(tmp_path: Path):
    path = stored(tmp_path)
    geo.update(path, with_status("planned"))
    geo.undo(path)
    geo.update(path, with_status("suspended"))
    assert geo.undo(path, again=True) is None
    geo.undo(path)
    assert status(path) == "operating"


def test_what_another_program_wrote_is_kept_as_well(tmp_path: Path):
    path = stored(tmp_path)
    geo.update(path, with_status("planned"))
    by_hand = json.dumps(collection(feature(status="cancelled")))
    path.write_text(by_hand, encoding="utf-8")
    geo.undo(path)
    assert status(path) == "operating"
    geo.undo(path, again=True)
    assert path.read_text(encoding="utf-8") == by_hand


def test_a_layer_that_another_program_broke_is_mended_by_taking_back(tmp_path: Path):
    path = stored(tmp_path)
    geo.update(path, with_status("planned"))
    path.write_text('{"type": "FeatureColl', encoding="utf-8")
    with pytest.raises(geo.ReadError):
        geo.update(path, with_status("suspended"))
    assert geo.undo(path)
    assert status(path) == "operating"


def test_old_versions_are_bounded_in_number_and_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = stored(tmp_path)
    monkeypatch.setattr(versions, "MAX_VERSIONS", 5)
    for number in range(12):
        geo.update(path, lambda layer, number=number: changes.replaced(layer, feature(count=number)))  # type: ignore[misc]
    assert len(versions.versions(path, "past")) == 5
    monkeypatch.setattr(versions, "KEPT_BYTES", 1)
    geo.update(path, with_status("planned"))
    assert len(versions.versions(path, "past")) == versions.ALWAYS
    geo.undo(path)
    assert dict(geo.read(path).features[0]["properties"])["count"] == 11


def test_on_a_disk_without_hard_links_versions_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuses(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuses)
    path = stored(tmp_path)
    before = path.read_bytes()
    geo.update(path, with_status("planned"))
    geo.undo(path)
    assert path.read_bytes() == before


def test_two_layers_in_one_folder_have_each_their_own_history(tmp_path: Path):
    path = stored(tmp_path)
    other = tmp_path / "other.geojson"
    shutil.copy(path, other)
    geo.update(path, with_status("planned"))
    assert geo.undo(other) is None
    assert geo.undo(path)


# --- Several at once --------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_two_writers_at_once_lose_no_change(tmp_path: Path):
    path = stored(tmp_path)
    for process in [started("count", path, 150) for _ in range(2)]:
        result(process)
    assert dict(geo.read(path).features[0]["properties"])["count"] == 300


def test_a_lock_that_is_held_is_said_after_the_wait_and_nothing_is_written(tmp_path: Path):
    path = stored(tmp_path)
    before = path.read_bytes()
    process = started("held", path)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with pytest.raises(geo.BusyError) as caught:
        geo.update(path, with_status("planned"), wait_s=0.1)
    assert str(caught.value).startswith(f"{path} is being changed by process {process.pid} on ")
    assert str(caught.value).endswith("; it was waited for 0 s. Nothing was written: try again later.")
    assert path.read_bytes() == before
    # Killed, it holds nothing any more.
    process.kill()
    process.communicate()
    assert geo.update(path, with_status("planned"), wait_s=0).written


def test_threads_wait_for_each_other_too(tmp_path: Path):
    path = stored(tmp_path)

    def change(layer: geo.Layer) -> geo.Layer:
        with pytest.raises(geo.BusyError):
            geo.update(path, with_status("planned"), wait_s=0)
        return layer

    geo.update(path, change)


def test_a_program_that_knows_no_lock_is_not_overwritten(tmp_path: Path):
    path = stored(tmp_path)
    calls = []

    def change(layer: geo.Layer) -> geo.Layer:
        calls.append(layer)
        if len(calls) == 1:
            path.write_text(geo.text(geo.Layer((feature(), feature(id="theirs")))), encoding="utf-8")
        return with_status("planned")(layer)  # type: ignore[no-any-return]

    geo.update(path, change)
    assert len(calls) == 2
    assert {project.id for project in geo.read(path).projects} == {"chevrolet-kostanay", "theirs"}
    assert status(path) == "planned"


def test_a_program_that_writes_all_the_time_is_said(tmp_path: Path):
    path = stored(tmp_path)

    def change(layer: geo.Layer) -> geo.Layer:
        with path.open("a", encoding="utf-8") as file:
            file.write("\n")
        return with_status("planned")(layer)  # type: ignore[no-any-return]

    with pytest.raises(geo.WriteError, match="is written by another program all the time; nothing was written"):
        geo.update(path, change)


# --- What goes wrong --------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_writer_killed_at_any_moment_leaves_the_old_layer_or_the_new_one(tmp_path: Path):
    bulk = [feature(id=f"p{number:03}") for number in range(5)]
    path = stored(tmp_path, *bulk)
    left = result(started("killed", path, 300, 7))
    # Each was stopped somewhere on its way: every count went on from where the one before had stopped.
    assert len(left) == 300
    assert all(one < other for one, other in itertools.pairwise(left))
    assert geo.undo(path)
    # What killed writers leave beside the layer goes with the next change, once it is old.
    drafts = list(tmp_path.glob(files.DRAFTS))
    assert drafts, "nobody was killed while writing"
    for draft in drafts:
        os.utime(draft, (0, 0))
    geo.update(path, lambda layer: changes.added(layer, feature(id="z")))
    assert list(tmp_path.glob(files.DRAFTS)) == []


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 64 kB, where this may be had; else the test is skipped."""
    folder.mkdir()
    mount, umount = (shutil.which(name) or "" for name in ("mount", "umount"))
    line = [mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if not mount or subprocess.run(line, check=False, capture_output=True).returncode:
        pytest.skip("No small disk can be made here.")
    try:
        yield folder
    finally:
        subprocess.run([umount, str(folder)], check=True)


def test_a_full_disk_is_a_plain_sentence_and_the_layer_stays(tmp_path: Path):
    with small_disk(tmp_path / "disk") as disk:
        path = stored(disk)
        geo.update(path, with_status("planned"))
        before = path.read_bytes()
        with suppress(OSError), (disk / "ballast").open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 1024)
        with pytest.raises(geo.WriteError) as caught:
            geo.update(path, lambda layer: changes.added(layer, feature(id="new")))
        assert str(caught.value).startswith(f"{path} cannot be ")
        assert str(caught.value).rstrip(").").endswith("no space left on device")
        assert path.read_bytes() == before
        (disk / "ballast").unlink()
        assert geo.undo(path)
        assert status(path) == "operating"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs resource limits")
def test_a_file_that_cannot_grow_is_a_plain_sentence_and_the_layer_stays(tmp_path: Path):
    path = stored(tmp_path)
    before = path.read_bytes()
    said = result(started("without_room", path, len(before)))
    assert said == f"{path} cannot be written: file too large."
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir() if one != path] == [".coopmap"]
    assert versions.versions(path, "past") == []


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody can reach, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has other permissions")
def test_a_read_only_folder_is_a_plain_sentence_and_the_layer_stays(open_folder: Path):
    path = stored(open_folder)
    before = path.read_bytes()
    if os.geteuid():
        open_folder.chmod(0o555)
    said = result(started("without_rights", path))
    assert said == f"{path} cannot be changed: its folder takes no lock (permission denied)."
    assert path.read_bytes() == before
    assert list(open_folder.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has other permissions")
def test_a_folder_that_becomes_read_only_is_a_plain_sentence_and_the_layer_stays(open_folder: Path):
    path = stored(open_folder)
    geo.update(path, with_status("planned"))
    before = path.read_bytes()
    for one in (open_folder / lock.FOLDER).rglob("*"):
        one.chmod(0o777 if one.is_dir() else 0o666)
    if os.geteuid():
        open_folder.chmod(0o555)
    said = result(started("without_rights", path))
    assert said.startswith(f"{path} cannot be ")
    assert "permission" in said or "read-only" in said
    assert path.read_bytes() == before


def test_a_layer_that_is_removed_meanwhile_stays_removed(tmp_path: Path):
    path = stored(tmp_path)

    def change(layer: geo.Layer) -> geo.Layer:
        path.unlink()
        return with_status("planned")(layer)  # type: ignore[no-any-return]

    with pytest.raises(geo.WriteError) as caught:
        geo.update(path, change)
    assert str(caught.value) == f"{path} was removed meanwhile; nothing was written."
    assert not path.exists()


def test_a_missing_folder_is_a_plain_sentence(tmp_path: Path):
    with pytest.raises(geo.WriteError, match="cannot be written: there is no such folder"):
        geo.update(tmp_path / "none" / "a.geojson", lambda layer: layer, create=True)
    with pytest.raises(geo.ReadError, match="there is no such file"):
        geo.undo(tmp_path / "a.geojson")


def test_a_clock_that_is_set_back_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = stored(tmp_path)
    geo.update(path, with_status("planned"))
    # A year later by the clock, then back: files from the future, and a clock that goes backwards.
    for one in tmp_path.rglob("*"):
        os.utime(one, (4e9, 4e9))
    clock = iter(range(10**9, 0, -1000))
    monkeypatch.setattr(time, "time", lambda: float(next(clock)))
    (tmp_path / ".coopmap-of-the-future.tmp").touch()
    geo.update(path, with_status("suspended"))
    geo.update(path, with_status("cancelled"))
    states = [status(path)]
    while geo.undo(path):
        states.append(status(path))
    assert states == ["cancelled", "suspended", "planned", "operating"]


def test_a_disk_without_locks_is_a_plain_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuses(_: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(lock, "_take", refuses)
    path = stored(tmp_path)
    with pytest.raises(geo.WriteError, match=r"cannot be locked on this disk \(no locks available\)\.$"):
        geo.update(path, with_status("planned"))
