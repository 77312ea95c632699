"""How far along a Hilbert curve the cells of a square lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]


def distances(x: Numbers, y: Numbers, levels: int) -> Numbers:
    """How far along the curve cells lie, by their columns and rows in a square that is quartered so many times.

    Without the last 2 n bits it is the same of the cells that are n levels coarser.
    """
    side = 1 << levels
    along = np.zeros_like(x)
    half = side >> 1
    while half:
        right, up = (x & half) > 0, (y & half) > 0
        along += half * half * ((3 * right) ^ up)
        # The quarter is turned so that the curve enters it where it left the one before.
        flip = ~up & right
        x, y = np.where(flip, side - 1 - x, x), np.where(flip, side - 1 - y, y)
        x, y = np.where(up, x, y), np.where(up, y, x)
        half >>= 1
    return along
