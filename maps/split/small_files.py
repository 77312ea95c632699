"""The small files of a split layer: raw deflate, a thousand to a folder, numbers of seven bits to a byte."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

FOLDER = 1000
"""Files to a folder."""


def numbered(folder: Path, number: int) -> Path:
    """The file of a number below a folder."""
    return folder / str(number // FOLDER) / f"{number}.bin"


def deflated(data: bytes) -> bytes:
    """Data as raw deflate."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15, 9)
    return deflate.compress(data) + deflate.flush()


def write(path: Path, data: bytes) -> int:
    """Write data deflated; gives the bytes written."""
    packed = deflated(data)
    try:
        path.write_bytes(packed)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(packed)
    return len(packed)


def varints(numbers: npt.NDArray[np.int64]) -> bytes:
    """Numbers from 0 on, of seven bits to a byte, the lowest first; a byte below 128 ends one."""
    if not len(numbers):
        return b""
    widths = varint_widths(numbers)
    most = int(widths.max())
    grid = (numbers[:, None] >> (7 * np.arange(most))) & 127
    places = np.arange(most)[None, :]
    grid |= np.where(places < widths[:, None] - 1, 128, 0)
    return grid.astype(np.uint8)[places < widths[:, None]].tobytes()


def varint_widths(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How many bytes each takes."""
    return np.searchsorted(1 << (7 * np.arange(1, 9, dtype=np.int64)), numbers, side="right") + 1


def steps(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The first number as it is, then the difference of each to the one before."""
    return np.diff(numbers, prepend=0)
