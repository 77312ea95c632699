"""The earlier versions of a layer, so that every change can be taken back and made again.

They lie beside the layer in `.coopmap/NAME/`: `past-000007.geojson` is what the seventh change found, `future-...` what
an undoing found. A version is kept by a hard link where the disk can, which takes no time and no room. All of it
happens under the layer's lock; a version that equals the layer, as a killed process may leave, is passed over.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from geo.errors import WriteError
from geo.lock import FOLDER, state_folder

if TYPE_CHECKING:
    from pathlib import Path

Side = Literal["past", "future"]

KEPT = 50
"""Most earlier versions that are kept."""

KEPT_BYTES = 256 * 1024 * 1024
"""Most bytes that they take; the last ALWAYS are kept however large they are."""

ALWAYS = 3


def versions(layer: Path, side: Side) -> list[Path]:
    """The kept versions of the layer with this real path, the nearest to it last."""
    folder = layer.parent / FOLDER / layer.name
    return sorted(folder.glob(f"{side}-*.geojson")) if folder.is_dir() else []


def keep(layer: Path, side: Side) -> Path:
    """Keep the layer as it is now as the nearest version of a side. Raises WriteError; then nothing was kept."""
    known = versions(layer, side)
    number = int(known[-1].stem.partition("-")[2]) + 1 if known else 1
    try:
        folder = state_folder(layer) / layer.name
        folder.mkdir(exist_ok=True)
        kept = folder / f"{side}-{number:06d}.geojson"
        _link(layer, kept)
    except FileNotFoundError:
        raise WriteError(str(layer), "was removed meanwhile; nothing was written.") from None
    except OSError as error:
        reason = (error.strerror or "the system refuses").lower()
        raise WriteError(str(layer), f"cannot be changed: its last version cannot be kept ({reason}).") from None
    return kept


def _link(layer: Path, kept: Path) -> None:
    try:
        os.link(layer, kept)
    except FileNotFoundError:
        raise
    except OSError:  # a disk without hard links
        try:
            shutil.copy2(layer, kept)
        except OSError:
            kept.unlink(missing_ok=True)
            raise


def nearest(layer: Path, side: Side) -> Path | None:
    """The nearest version that differs from the layer, or None; what equals it is dropped."""
    now = layer.read_bytes()
    for version in reversed(versions(layer, side)):
        if version.read_bytes() != now:
            return version
        drop(version)
    return None


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
        if back > KEPT or (back > ALWAYS and total > KEPT_BYTES):
            drop(version)
