"""The pyramid: of each tile the counts by sector and status in 16 by 16 cells, exact at every zoom."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from maps.split import curve, small_files
from maps.split.curve import LEVELS
from maps.split.small_files import varints

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]

INNER = 4
"""Zooms from a tile to its cells: 16 by 16 of them."""

DEEPEST = 18
"""The last zoom that may have tiles."""

COLUMNS = ("key", "combo", "count", "x", "y", "first")
"""Of a part of a cell: the cell along the curve, sector and status, how many, sums of the places in the cell, and the
first project's number in the tile."""


@dataclass(frozen=True)
class Placed:
    """Projects with a place, in their order along the curve."""

    first: int
    """The number of the first."""
    key: Numbers
    """Their places along the curve."""
    x: Numbers
    y: Numbers
    """Columns and rows of the last level."""
    combo: Numbers
    """Sector and status of each, as one number."""


def cut(folder: Path, placed: Placed, least: int) -> list[Numbers]:
    """Write the tiles that lie wholly among some projects; gives by zoom the cells of those at the ends, of which more
    may be elsewhere; shape (cells, 7): the tile along the curve and COLUMNS.

    least: what a tile has more projects than.
    """
    ends = []
    for zoom in range(DEEPEST + 1):
        tile = placed.key >> 2 * (LEVELS - zoom)
        starts = np.flatnonzero(np.diff(tile, prepend=-1))
        counts = np.diff(starts, append=len(tile))
        at_end = (tile[starts] == tile[:1]) | (tile[starts] == tile[-1:])
        needed = np.repeat(at_end | (counts > least), counts)
        cells = _cells(placed, zoom, needed)
        outer = np.isin(cells[:, 0], tile[[0, -1]]) if len(tile) else np.zeros(0, dtype=bool)
        ends.append(cells[outer])
        write(folder, zoom, cells[~outer], least)
    return ends


def _cells(placed: Placed, zoom: int, needed: npt.NDArray[np.bool_]) -> Numbers:
    """The cells of a zoom's tiles by their order, each for each sector and status in it."""
    fine = LEVELS - zoom - INNER
    key, combo = placed.key[needed] >> 2 * fine, placed.combo[needed]
    number = placed.first + np.flatnonzero(needed)
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    rank = np.cumsum(np.diff(key, prepend=-1) != 0) - 1
    width = int(combo.max(initial=0)) + 1
    parts, inverse, counts = np.unique(rank * width + combo, return_inverse=True, return_counts=True)
    column, row = (((axis[needed] & ((1 << fine) - 1)) << 8) >> fine for axis in (placed.x, placed.y))
    sums = [np.bincount(inverse, axis, len(parts)).astype(np.int64) for axis in (column, row)]
    where = key[starts][parts // width]
    tile = where >> 2 * INNER
    return np.column_stack([tile, where, parts % width, counts, *sums, number[starts][parts // width]])


def merged(ends: Sequence[Numbers]) -> Numbers:
    """The cells of several ranges, those that lie in more than one added up."""
    cells = np.concatenate(ends)
    cells = cells[np.lexsort((cells[:, 2], cells[:, 1]))]
    starts = np.flatnonzero(np.any(np.diff(cells[:, 1:3], axis=0, prepend=-1), axis=1))
    if not len(starts):
        return cells
    sums = [np.add.reduceat(cells[:, column], starts) for column in (3, 4, 5)]
    return np.column_stack([cells[starts, :3], *sums, np.minimum.reduceat(cells[:, 6], starts)])


def write(folder: Path, zoom: int, cells: Numbers, least: int) -> None:
    """Write the tiles of a zoom that hold more than so many projects, and the root."""
    starts = np.flatnonzero(np.diff(cells[:, 0], prepend=-1))
    for start, stop in pairwise([*starts.tolist(), len(cells)]):
        tile = cells[start:stop]
        if zoom == 0 or tile[:, 3].sum() > least:
            x, y = (int(axis[0]) for axis in curve.columns_and_rows(tile[:1, 0], zoom))
            small_files.write(folder / str(zoom) / str(x) / f"{y}.bin", _packed(tile, zoom))


def _packed(tile: Numbers, zoom: int) -> bytes:
    """The bytes of a tile, as its reader has them."""
    starts = np.flatnonzero(np.diff(tile[:, 1], prepend=-1))
    counts, *sums = (np.add.reduceat(tile[:, column], starts) for column in (3, 4, 5))
    column, row = curve.columns_and_rows(tile[starts, 1], zoom + INNER)
    combos = tile[:, 2].copy()
    inner = np.ones(len(tile), dtype=bool)
    inner[starts] = False
    combos[inner] -= tile[:-1, 2][inner[1:]]
    means = (axis // counts for axis in sums)
    return b"".join(
        [
            varints(np.array([tile[0, 6], len(starts)])),
            ((row & 15) << 4 | column & 15).astype(np.uint8).tobytes(),
            *(mean.astype(np.uint8).tobytes() for mean in means),
            varints(np.diff(starts, append=len(tile))),
            varints(combos),
            varints(tile[:, 3]),
        ]
    )
