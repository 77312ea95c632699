"""The earlier versions of a layer, so that every change can be taken back and made again.

They lie beside the layer in `.coopmap/NAME/`: `past-000007.geojson` is what the seventh change found, `future-...` what
an undoing found. A version is kept by a hard link where the disk can, which takes no time and no room. All of it
happens under the layer's lock; a version that equals the layer, as a killed process may leave, is passed over.

The folder may come with a stranger's layer: only regular files are versions, no link is followed, and no file that is
there is written into, for a hard link may be another file as well.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from geo.errors import ReadError, WriteError, system_reason
from geo.history.lock import kept_folder
from geo.io import files, regular_files
from geo.messages import Message

if TYPE_CHECKING:
    from pathlib import Path

Side = Literal["past", "future"]

MAX_VERSIONS = 50
"""Most earlier versions that are kept."""

KEPT_BYTES = 256 * 1024 * 1024
"""Most bytes that they take; the last ALWAYS are kept however large they are."""

ALWAYS = 3

_NAME = re.compile(r"(past|future)-([0-9]{6,9})\.geojson")
_LAST = 999_999_999


def versions(layer: Path, side: Side) -> list[Path]:
    """The kept versions of the layer with this real path, the nearest to it last; files of other names are none.

    Raises ReadError when the folder is none, or what has the name of a version is no regular file.
    """
    numbered = []
    try:
        folder = kept_folder(layer)
        with os.scandir(folder) as entries:
            for entry in entries:
                if (name := _NAME.fullmatch(entry.name)) and name[1] == side:
                    _refuse_trap(folder / entry.name)
                    numbered.append((int(name[2]), folder / entry.name))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ReadError(
            str(layer), Message("has no earlier versions that can be read: {error}.", error=system_reason(error))
        ) from None
    return [path for _, path in sorted(numbered)]


def _refuse_trap(version: Path) -> None:
    if (what := regular_files.kind(os.lstat(version))) != "a file":
        raise ReadError(str(version), Message("is {what}, which coopmap never keeps there; remove it.", what=what))


def text(version: Path) -> str:
    """What a version holds. Raises ReadError as `files.read_text` does."""
    return files.read_text(version, links=False)


def keep(layer: Path, side: Side) -> Path:
    """Keep the layer as it is now as the nearest version of a side. Raises WriteError; then nothing was kept."""
    known = versions(layer, side)
    number = _number(known[-1]) + 1 if known else 1
    if number > _LAST:
        raise WriteError(
            str(layer),
            Message("cannot be changed: its version {name} is the last number; remove it.", name=known[-1].name),
        )
    try:
        version = kept_folder(layer, make=True) / f"{side}-{number:06d}.geojson"
        _link(layer, version)
    except FileNotFoundError:
        raise WriteError(str(layer), Message("was removed meanwhile; nothing was written.")) from None
    except OSError as error:
        reason = Message("cannot be changed: its last version cannot be kept ({error}).", error=system_reason(error))
        raise WriteError(str(layer), reason) from None
    return version


def _number(version: Path) -> int:
    return int(version.stem.partition("-")[2])


def keep_empty(layer: Path, text: str) -> Path | None:
    """Keep, before a new layer is written, an empty one: what taking the first change back leads to."""
    if versions(layer, "past"):
        return None
    with suppress(OSError):
        version = kept_folder(layer, make=True) / "past-000001.geojson"
        regular_files.write_new(version, text.encode("utf-8"))
        return version
    return None


def _link(layer: Path, version: Path) -> None:
    try:
        os.link(layer, version)
    except (FileNotFoundError, FileExistsError):
        raise
    except OSError:  # a disk without hard links
        regular_files.write_new(version, regular_files.read(layer, files.MAX_BYTES))
        shutil.copystat(layer, version)


def nearest(layer: Path, side: Side) -> Path | None:
    """The nearest version that differs from the layer, or None; what equals it is dropped. Raises ReadError."""
    for version in reversed(versions(layer, side)):
        if not _same(layer, version):
            return version
        drop(version)
    return None


def _same(layer: Path, version: Path) -> bool:
    try:
        now, then = layer.stat(), version.lstat()
        if os.path.samestat(now, then) or now.st_size != then.st_size:
            return now.st_size == then.st_size
        most = files.MAX_BYTES
        return regular_files.read(layer, most) == regular_files.read(version, most)
    except OSError as error:
        raise ReadError(str(version), Message("cannot be read: {error}.", error=system_reason(error))) from None


def drop(version: Path) -> None:
    """Forget a version; that it stays when the system refuses does no harm."""
    with suppress(OSError):
        version.unlink()


def settle(layer: Path) -> None:
    """After a change: what was undone can no longer be made again, and the oldest versions go beyond the bounds."""
    for version in versions(layer, "future"):
        drop(version)
    total = 0
    for back, version in enumerate(reversed(versions(layer, "past")), 1):
        with suppress(OSError):
            total += version.stat().st_size
        if back > MAX_VERSIONS or (back > ALWAYS and total > KEPT_BYTES):
            drop(version)
