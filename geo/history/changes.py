"""Changing a layer so that nothing is lost: under a lock, in one step, with the version before kept.

`update` is the way of every command and of the editor; the functions on top give it the change.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import ConflictError, CoopmapError, ReadError, WriteError, show
from geo.history import versions
from geo.history.lock import WAIT_S, locked
from geo.history.updates import Update
from geo.io import files
from geo.io.table_address import TableAddress, place_of
from geo.layer import Layer, empty, layer_of_text, read, refuse_other_form, text
from geo.messages import Message
from geo.model.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.model.geojson import Feature

TRIES = 5
"""How often a change is made anew when a program that knows no lock writes the layer meanwhile."""

STALE_S = 600
"""Seconds after which a draft beside the layer is what a killed process left."""


def added(layer: Layer, feature: Feature) -> Layer:
    """The layer with one more project. Raises CoopmapError when its id is taken."""
    name = Project(0, feature).id
    if name is not None and feature_of(layer, name) is not None:
        raise CoopmapError(
            Message("The layer has a project {name} already; give the new one another id.", name=show(name))
        )
    return replace(layer, features=(*layer.features, feature.copy()))


def replaced(layer: Layer, feature: Feature, based_on: Mapping[str, object] | None = None) -> Layer:
    """The layer with the project of the Feature's id replaced by it.

    based_on: the Feature on which the change was made: when the layer has another one by now, ConflictError is raised.
    Raises CoopmapError when there is no such project.
    """
    name = Project(0, feature).id or ""
    current = _current(layer, name, based_on)
    return replace(layer, features=tuple(feature.copy() if old is current else old for old in layer.features))


def removed(layer: Layer, name: str, based_on: Mapping[str, object] | None = None) -> Layer:
    """The layer without the project of this id; based_on as in `replaced`. Raises CoopmapError when it has none."""
    current = _current(layer, name, based_on)
    return replace(layer, features=tuple(old for old in layer.features if old is not current))


def feature_of(layer: Layer, name: str) -> Feature | None:
    """The first Feature of this id, or None."""
    return next((feature for feature in layer.features if Project(0, feature).id == name), None)


def _current(layer: Layer, name: str, based_on: Mapping[str, object] | None) -> Feature:
    current = feature_of(layer, name)
    if based_on is not None and current != based_on:
        raise ConflictError(name, current, dict(based_on))
    if current is None:
        raise CoopmapError(Message("The layer has no project {name}.", name=show(name)))
    return current


def update(
    path: str | os.PathLike[str] | TableAddress,
    change: Callable[[Layer], Layer],
    *,
    wait_s: float = WAIT_S,
    create: bool = False,
) -> Update:
    """Change the layer of a file or of a table: `change` gets it as it is now, under the lock, and gives it as it shall
    be.

    The file is the old one or the new one at every moment; permissions are kept, the version before can be brought back
    with `undo`. A change that changes nothing writes nothing. `change` may be called again when another program writes
    the file meanwhile. create: a missing file is an empty layer.

    Raises BusyError when another process holds the lock for more than wait_s seconds, ReadError and WriteError, each
    one plain sentence, and whatever `change` raises; the file is then as it was.
    """
    place = place_of(path)
    if isinstance(place, TableAddress):
        from geo.history import table_changes  # what speaks to databases is an extra

        return table_changes.update(place, change, wait_s=wait_s, create=create)
    return _update_file(place, change, wait_s, create)


def _update_file(path: Path, change: Callable[[Layer], Layer], wait_s: float, create: bool) -> Update:
    refuse_other_form(path)
    target = Path(files.target_of(path))
    if not create and not target.exists():
        raise ReadError(os.fspath(path), Message("cannot be read: there is no such file."))
    with locked(target, wait_s):
        _sweep(target)
        before, after, old, new = _agreed(path, target, change, create)
        if old is not None and _alike(before, after, new):
            return Update(before, before, written=False)
        version = versions.keep(target, "past") if old is not None else versions.keep_empty(target, text(before))
        _write(path, new, version)
        versions.settle(target)
    return Update(before, replace(after, path=Path(path)), written=True, old_text=old)


def _alike(before: Layer, after: Layer, new: str) -> bool:
    """Whether a change changed nothing; equal values may be written differently (1 and true)."""
    return before == after and text(before) == new


def _agreed(
    path: str | os.PathLike[str], target: Path, change: Callable[[Layer], Layer], create: bool
) -> tuple[Layer, Layer, str | None, str]:
    """(layer before, layer after, old text, new text), the file being the same after the change as before it."""
    for _ in range(TRIES):
        seen = _state(target)
        new_file = create and seen is None
        old = None if new_file else files.read_text(path)
        before = empty(path) if old is None else layer_of_text(old, os.fspath(path), Path(path).parent)
        after = change(before)
        new = text(after)
        now = _state(target)
        if now == seen:
            return before, after, old, new
        if now is None:
            raise WriteError(os.fspath(path), Message("was removed meanwhile; nothing was written."))
    raise WriteError(
        os.fspath(path), Message("is written by another program all the time; nothing was written. Close it there.")
    )


def _state(target: Path) -> tuple[int, ...] | None:
    """What tells one state of a file from another, or None for a missing one; no clock is compared with another."""
    try:
        facts = target.stat()
    except OSError:
        return None
    return facts.st_ino, facts.st_size, facts.st_mtime_ns


def _write(path: str | os.PathLike[str], new: str, version: Path | None) -> None:
    try:
        files.write_text(path, new)
    except WriteError:
        if version is not None:
            versions.drop(version)
        raise


def _sweep(target: Path) -> None:
    """Remove the drafts that killed writers left beside the layer."""
    for draft in target.parent.glob(files.DRAFTS):
        with suppress(OSError):
            if time.time() - draft.lstat().st_mtime > STALE_S:
                draft.unlink()


def undo(path: str | os.PathLike[str] | TableAddress, *, again: bool = False, wait_s: float = WAIT_S) -> Update | None:
    """Bring back the version before the last change, or with `again` what was undone last; None when there is none.

    What the file holds now is kept in turn, also when another program wrote it. Raises as `update` does.
    """
    place = place_of(path)
    if isinstance(place, TableAddress):
        from geo.history import table_changes

        return table_changes.undo(place, again=again, wait_s=wait_s)
    return _undo_file(place, again, wait_s)


def _undo_file(path: Path, again: bool, wait_s: float) -> Update | None:
    target = Path(files.target_of(path))
    if not target.exists():
        raise ReadError(os.fspath(path), Message("cannot be read: there is no such file."))
    with locked(target, wait_s):
        before = _readable(path)
        version = versions.nearest(target, "future" if again else "past")
        if version is None:
            return None
        old = versions.text(version)
        after = replace(layer_of_text(old, str(version), Path(path).parent), path=Path(path))
        left = versions.keep(target, "past" if again else "future")
        _write(path, old, left)
        versions.drop(version)
    return Update(before, after, written=True)


def _readable(path: str | os.PathLike[str]) -> Layer:
    """The layer of a file; one that another program broke is what `undo` mends, and counts as empty."""
    try:
        return read(path)
    except ReadError:
        return Layer((), {}, Path(path))
