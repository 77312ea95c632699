"""The picture files beside a layer: found within its folder, prepared once, and stored as nothing but pixels."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import CoopmapError, WriteError, plain, system_reason
from geo.io import regular_files
from geo.io.pictures import MAX_BYTES, SIDE, Prepared, Use, place_of, prepare, too_many_bytes
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Container

FOLDER = "photos"
"""The folder beside the layer in which prepared pictures are stored."""

_LONGEST_NAME = 60
"""Characters of a stored picture's name, without its ending."""


def prepared(folder: Path, source: str, use: Use = "page", side: int = SIDE) -> Prepared:
    """The picture of a layer in the folder, as `geo.io.pictures.prepare` makes it, made anew when its file changes.

    source: the file's path from the folder. Raises CoopmapError, one plain sentence that names it, also for what lies
    outside the folder: a layer from a stranger must not carry other files of this machine into the page.
    """
    path, facts = _located(folder, source)
    return _prepared(path, source, use, side, facts.st_mtime_ns, facts.st_size)


def photographed_at(folder: Path, source: str) -> tuple[float, float] | None:
    """Where the photograph says that it was taken, as `place_of` gives it. Raises as `prepared`."""
    path, facts = _located(folder, source)
    return _place(path, source, facts.st_mtime_ns, facts.st_size)


def size(folder: Path, source: str) -> int:
    """Bytes of the picture's file. Raises as `prepared`."""
    return _located(folder, source)[1].st_size


def store(folder: Path, name: str, data: bytes) -> str:
    """Prepare a picture and write it into `photos` in the folder; its path from there.

    name: what the file is called elsewhere, of which letters and digits are kept. A picture that is there already is
    not written again; one of the same name stays as it is. Raises CoopmapError with the reason as `prepare` does, and
    WriteError.
    """
    pixels = prepare(data, "store").data
    where = folder / FOLDER
    try:
        regular_files.make_folder(where)
        for path in _free(where, name):
            try:
                regular_files.write_new(path, pixels)
            except FileExistsError:
                if _holds(path, pixels):
                    return f"{FOLDER}/{path.name}"
            else:
                return f"{FOLDER}/{path.name}"
    except OSError as error:
        raise WriteError(
            os.fspath(where), Message("cannot be written: {reason}.", reason=system_reason(error))
        ) from None
    raise WriteError(os.fspath(where), Message("has too many pictures of one name."))


def stored_path(name: str, taken: Container[str] = ()) -> str:
    """The path from the layer's folder under which a picture is stored when no other one has it; taken: such paths."""
    paths = (f"{FOLDER}/{path.name}" for path in _free(Path(), name))
    return next(path for path in paths if path not in taken)


def left_out(source: str, reason: str) -> CoopmapError:
    """What is said of a picture that cannot be shown."""
    return CoopmapError(Message("{picture}: {reason}; the picture is left out.", picture=plain(source), reason=reason))


def _located(folder: Path, source: str) -> tuple[Path, os.stat_result]:
    """A picture's file and its facts."""
    try:
        path = (folder / source).resolve()
        inside = path.is_relative_to(folder.resolve())
        facts = path.stat() if inside and path.is_file() else None  # a pipe would be waited for
    except (OSError, ValueError, RuntimeError):
        inside, facts = True, None
    if not inside:
        raise left_out(source, Message("it lies outside the layer's folder"))
    if facts is None:
        raise left_out(source, Message("there is no such file"))
    if facts.st_size > MAX_BYTES:
        raise left_out(source, too_many_bytes(facts.st_size))
    return path, facts


@lru_cache(maxsize=256)
def _prepared(path: Path, source: str, use: Use, side: int, *_version: int) -> Prepared:
    """A picture as long as its file is the same: the editor makes the page again and again."""
    try:
        return prepare(_read(path, source), use, side)
    except CoopmapError as error:
        raise left_out(source, error.sentence) from None


@lru_cache(maxsize=4096)
def _place(path: Path, source: str, *_version: int) -> tuple[float, float] | None:
    return place_of(_read(path, source))


def _read(path: Path, source: str) -> bytes:
    try:
        return regular_files.read(path, MAX_BYTES)
    except OSError:
        raise left_out(source, Message("it cannot be read")) from None


def _free(folder: Path, name: str) -> list[Path]:
    """Names for a picture, the plainest first."""
    stem = re.sub(r"[^\w-]+", "-", Path(name).stem, flags=re.ASCII).strip("-_").lower()[:_LONGEST_NAME] or "photo"
    return [folder / f"{stem}{f'-{number}' if number > 1 else ''}.webp" for number in range(1, 1000)]


def _holds(path: Path, data: bytes) -> bool:
    try:
        return regular_files.read(path, MAX_BYTES) == data
    except OSError:
        return False
