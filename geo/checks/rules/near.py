"""Which places are near each other, asked of all at once."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.model.geometry import EARTH_M, distances_m

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]
    Places = npt.NDArray[np.float64]

CROWD = 60
"""Pairs that one place, or one member of a group, is in at most as the first: more would be too many to look at."""

BATCH = 1000
"""Places whose neighbours are looked up at once: those of all would not go into memory where many are near."""

_APART = 1000.0
"""Degrees that groups are moved apart for the lookup, more than there are on the globe."""


def near_pairs(places: Places, groups: Numbers, metres: float) -> Iterator[tuple[Numbers, Numbers]]:
    """Pairs of different rows of one group at most so many metres apart, as arrays (first, later), some at a time.

    places: (n, 2) longitude and latitude in degrees; groups: (n,) whole numbers from 0. Of many in one very spot only
    each with the first is a pair, and for many spots near each other only the first of each spot, so that a crowd costs
    no more than its members.
    """
    rows = np.column_stack([groups, places])
    spots, first, spot_of = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    yield from grouped_pairs(spot_of.reshape(-1))
    wide = math.degrees(metres / EARTH_M)
    x, y = spots[:, 1] + spots[:, 0] * _APART, spots[:, 2]
    across = wide / np.maximum(np.cos(np.radians(y)), 0.01)
    boxes = shapely.box(x - across, y - wide, x + across, y + wide)
    tree = shapely.STRtree(shapely.points(x, y))
    for start in range(0, len(boxes), BATCH):
        left, right = tree.query(boxes[start : start + BATCH])
        left, right = first[left + start], first[right]
        later = left < right
        left, right = _few(left[later], right[later])
        near = distances_m(places[left], places[right]) <= metres
        yield left[near], right[near]


def grouped_pairs(groups: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """Pairs of different rows of one group, as arrays (first, later); of a crowd each with the first alone.

    groups: (n,) whole numbers from 0; those below 0 are in no group.
    """
    order = np.argsort(groups, kind="stable")
    order = order[np.searchsorted(groups[order], 0) :]
    begin, size = np.unique(groups[order], return_index=True, return_counts=True)[1:]
    size_of = np.repeat(size, size)
    rank = np.arange(len(order)) - np.repeat(begin, size)
    crowd = (size_of > CROWD) & (rank > 0)
    yield np.repeat(order[begin], size)[crowd], order[crowd]
    for step in range(1, min(CROWD, int(size.max(initial=0)))):
        at = np.flatnonzero((size_of <= CROWD) & (rank >= step))
        yield order[at - step], order[at]


def _few(left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
    """The pairs by their rows, of each first row at most so many as a crowd has."""
    order = np.lexsort((right, left))
    left, right = left[order], right[order]
    few = np.arange(len(left)) - np.searchsorted(left, left) < CROWD
    return left[few], right[few]
