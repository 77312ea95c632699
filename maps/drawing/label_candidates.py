"""Positions in which a label may stand beside what it names, with what each costs."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from maps.drawing.shapes import Box, Point
from maps.style import typeface

FloatArray = npt.NDArray[np.float64]

_GAP = 2.6
"""Points between a marker and its label."""
_LEADER_LENGTHS = (9.0, 17.0, 27.0, 39.0, 54.0, 72.0, 94.0)
"""Lengths in points of leader lines, the best first."""


# Directions in which a name may stand, the best first: x and y of 1 are to the right and down.
_SIDES = ((1, 0), (1, -1), (1, 1), (-1, 0), (0, -1), (0, 1), (-1, -1), (-1, 1))
_SIDE_COST = (0.0, 0.5, 0.6, 1.0, 1.1, 1.1, 1.5, 1.6)
_AROUND = tuple((math.cos(math.tau * n / 16), math.sin(math.tau * n / 16)) for n in range(16))


class Label(NamedTuple):
    """A name that is to be placed; lengths in points."""

    key: str
    """What it belongs to."""
    options: tuple[tuple[str, ...], ...]
    """Ways to break it into lines, the best first."""
    anchors: tuple[Point, ...]
    """Centres of what it names; it stands by one of them."""
    reach: float
    """Radius of what it names."""
    size: float
    """Font size."""
    face: str = "regular"
    """Face of the typeface."""
    spacing: float = 0.0
    """Letter spacing."""
    leader_allowed: bool = False
    """Whether a leader line may connect it."""
    max_cost: float = math.inf
    """Cost above which it is left out."""

    @property
    def leading(self) -> float:
        """From baseline to baseline, in points."""
        return self.size * 1.12


class PlacedLabel(NamedTuple):
    """A label in its place; lengths in points."""

    label: Label
    """What was to be placed."""
    lines: tuple[str, ...]
    """Its text, broken."""
    x: float
    """Of the first baseline's anchor, from the left."""
    y: float
    """Of the first baseline, downward."""
    anchor: str
    """start, middle or end."""
    box: Box
    """What it covers."""
    leader: tuple[Point, Point] | None = None
    """Ends of its leader line."""


class Candidates:
    """Places for a name, and what each costs by itself: rows of arrays, because most of them are never looked at."""

    def __init__(self, label: Label) -> None:
        self.label = label
        sizes = [_size(label, lines) for lines in label.options]
        sides, near = (_LED, len(_SIDES)) if label.leader_allowed else (_BESIDE, len(_SIDES))
        reach = label.reach + sides.reach
        reach[:near] = np.where((sides.at[:near] == 0).any(axis=1), label.reach + _GAP, label.reach * 0.72 + _GAP * 0.8)
        shape = (len(sizes), len(label.anchors), len(reach))
        wide, high = np.array(sizes).T[:, :, None, None]
        point = np.array(label.anchors)[None, :, None, :]
        self.boxes = _boxes(point + sides.at * reach[:, None], sides, wide, high).reshape(-1, 4)
        """Left, top, right, bottom of each, in points."""
        self.costs = np.broadcast_to(sides.cost + 0.7 * np.arange(len(sizes))[:, None, None], shape).ravel()
        """What each costs."""
        self.points = np.broadcast_to(point, (*shape, 2)).reshape(-1, 2)
        self._numbers = np.indices(shape).reshape(3, -1).T
        self._sides, self._near = sides, near

    def leads(self, rows: npt.NDArray[np.int_]) -> FloatArray:
        """The ends of the leader lines of some places, (n, 2, 2), nan for those without one."""
        lines = _leads(self.points[rows], self.label.reach, self.boxes[rows])
        lines[self._numbers[rows, 2] < self._near] = np.nan
        return lines

    def placed(self, rows: npt.NDArray[np.int_], leads: FloatArray) -> list[PlacedLabel]:
        """The label in some of the places, with the leader lines of these."""
        label, placed = self.label, []
        rows_of = zip(self._numbers[rows].tolist(), self.boxes[rows].tolist(), leads.tolist(), strict=True)
        for (option, _, side), (left, top, right, bottom), (start, end) in rows_of:
            anchor = self._sides.anchor[side]
            x = {"start": left, "middle": (left + right) / 2, "end": right}[anchor]
            leader = (tuple(start), tuple(end)) if side >= self._near else None
            y, box = top + label.size * typeface.ASCENT, (left, top, right, bottom)
            placed.append(PlacedLabel(label, label.options[option], x, y, anchor, box, leader))
        return placed


class _Sides(NamedTuple):
    """Where a name may stand around what it names, the best first."""

    at: FloatArray
    """Directions, (n, 2)."""
    reach: FloatArray
    """Points from the rim of what is named, of those with a leader line."""
    cost: FloatArray
    """What each costs."""
    anchor: list[str]
    """start, middle or end of its text."""


def _sides(lengths: tuple[float, ...]) -> _Sides:
    """Beside the marker, and around it for each length of a leader line."""
    at = np.array([*_SIDES, *_AROUND * len(lengths)], dtype=float)
    reach = np.array([0.0] * len(_SIDES) + [far for far in lengths for _ in _AROUND])
    cost = 2.5 + 0.09 * reach + np.where(at[:, 0] < -0.3, 0.5, 0)
    cost[: len(_SIDES)] = _SIDE_COST
    return _Sides(at, reach, cost, ["start" if x > 0.3 else "end" if x < -0.3 else "middle" for x in at[:, 0].tolist()])


_BESIDE, _LED = _sides(()), _sides(_LEADER_LENGTHS)


def _size(label: Label, lines: tuple[str, ...]) -> tuple[float, float]:
    """Width and height of a text in points."""
    wide = max(typeface.width(line, label.face, label.size, label.spacing) for line in lines)
    return wide, label.leading * (len(lines) - 1) + label.size * (typeface.ASCENT + typeface.DESCENT)


def _boxes(at: FloatArray, sides: _Sides, wide: FloatArray, high: FloatArray) -> FloatArray:
    """The boxes of texts that lie at some points in the directions of these."""
    x, y = at[..., 0], at[..., 1]
    right, down = sides.at[:, 0], sides.at[:, 1]
    left = np.where(right > 0.3, x, np.where(right < -0.3, x - wide, x - wide / 2))
    corner = y - high * np.where(down > 0.3, 0.3, 0.7)
    top = np.where(abs(right) <= 0.3, np.where(down > 0, y, y - high), np.where(abs(down) > 0.3, corner, y - high / 2))
    return np.stack([left, top, left + wide, top + high], axis=-1)


def _leads(points: FloatArray, reach: float, boxes: FloatArray) -> FloatArray:
    """From the rims of markers to the nearest points of boxes, a little before them."""
    x, y = points.T
    left, top, right, bottom = boxes.T
    across = (left <= x) & (x <= right)
    end_x = np.where(across, x, np.minimum(np.maximum(x, left - 1.5), right + 1.5))
    beside = np.minimum(np.maximum(y, top + 1), bottom - 1)
    end_y = np.where(across, np.where(y > bottom, bottom + 0.5, top - 0.5), beside)
    away = np.hypot(end_x - x, end_y - y)
    share = np.minimum(1.0, reach / np.where(away, away, 1.0))
    start = np.stack([x + (end_x - x) * share, y + (end_y - y) * share], axis=-1)
    return np.stack([start, np.stack([end_x, end_y], axis=-1)], axis=1)
