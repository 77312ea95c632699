"""Where projects lie along a Hilbert curve in Web Mercator, whose quadrants are the map's tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.page.packed import hilbert

if TYPE_CHECKING:
    import numpy.typing as npt

LEVELS = 24
"""How often the world is quartered: cells of 2.4 m at the equator."""

NOWHERE = 1 << 2 * LEVELS
"""The place along the curve of what has no place: after all others."""

_LAST_LATITUDE = 85.05112878


def world_xy(
    lon: npt.NDArray[np.int64], lat: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Columns and rows among the cells of the last level, rows from the north, of places in millionths of a
    degree."""
    side = 1 << LEVELS
    sine = np.sin(np.radians(np.clip(lat / 1e6, -_LAST_LATITUDE, _LAST_LATITUDE)))
    x = np.floor((lon / 360e6 + 0.5) * side)
    y = np.floor((0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)) * side)
    return np.clip(x, 0, side - 1).astype(np.int64), np.clip(y, 0, side - 1).astype(np.int64)


def distances(x: npt.NDArray[np.int64], y: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How far along the curve cells of the last level lie; without the last 2 n bits it is the same of the cells that
    are n levels coarser."""
    return hilbert.distances(x, y, LEVELS)


def columns_and_rows(along: npt.NDArray[np.int64], level: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Columns and rows of cells of a level, from the north-west, by their places along the curve."""
    x, y = np.zeros_like(along), np.zeros_like(along)
    for step in range(level):
        size = 1 << step
        right = along >> 1 & 1
        up = (along ^ right) & 1
        turned = (up == 0) & (right == 1)
        x, y = np.where(turned, size - 1 - x, x), np.where(turned, size - 1 - y, y)
        x, y = np.where(up == 0, y, x), np.where(up == 0, x, y)
        x, y = x + size * right, y + size * up
        along = along >> 2
    return x, y
