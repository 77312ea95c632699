"""Positions in which a label may stand beside what it names, with what each costs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from maps.drawing.shapes import Box, Point
from maps.style import typeface

_GAP = 2.6
"""Points between a marker and its label."""
_LEADER_LENGTHS = (9.0, 17.0, 27.0, 39.0, 54.0, 72.0, 94.0)
"""Lengths in points of leader lines, the best first."""


# Directions in which a name may stand, the best first: x and y of 1 are to the right and down.
_SIDES: tuple[tuple[float, float], ...] = ((1, 0), (1, -1), (1, 1), (-1, 0), (0, -1), (0, 1), (-1, -1), (-1, 1))
_SIDE_COST = (0.0, 0.5, 0.6, 1.0, 1.1, 1.1, 1.5, 1.6)
_AROUND = tuple((math.cos(math.tau * n / 16), math.sin(math.tau * n / 16)) for n in range(16))


@dataclass(frozen=True, slots=True)
class Label:
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


@dataclass(frozen=True, slots=True)
class PlacedLabel:
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


def candidates(label: Label) -> Iterator[tuple[PlacedLabel, float]]:
    """Places for a name and what each costs by itself."""
    for number, lines in enumerate(label.options):
        wide = max(typeface.width(line, label.face, label.size, label.spacing) for line in lines)
        high = label.leading * (len(lines) - 1) + label.size * (typeface.ASCENT + typeface.DESCENT)
        for point in label.anchors:
            for anchor, box, lead, cost in _beside(label, point, wide, high):
                yield _at(label, lines, box, anchor, lead), cost + 0.7 * number


_Place = tuple[str, Box, tuple[Point, Point] | None, float]
"""Anchor, box, lead and cost."""


def _beside(label: Label, point: Point, wide: float, high: float) -> Iterator[_Place]:
    for side, cost in zip(_SIDES, _SIDE_COST, strict=True):
        reach = label.reach + _GAP if 0 in side else label.reach * 0.72 + _GAP * 0.8
        yield _anchor(side), _box(point, side, reach, wide, high), None, cost
    if not label.leader_allowed:
        return
    for far in _LEADER_LENGTHS:
        for side in _AROUND:
            box = _box(point, side, label.reach + far, wide, high)
            cost = 2.5 + 0.09 * far + (0.5 if side[0] < -0.3 else 0)
            yield _anchor(side), box, _lead(point, label.reach, box), cost


def _anchor(side: tuple[float, float]) -> str:
    return "start" if side[0] > 0.3 else "end" if side[0] < -0.3 else "middle"


def _box(at: Point, side: tuple[float, float], reach: float, wide: float, high: float) -> Box:
    """The box of a text that lies at a distance from a point in a direction."""
    x, y = at[0] + side[0] * reach, at[1] + side[1] * reach
    left = x if side[0] > 0.3 else x - wide if side[0] < -0.3 else x - wide / 2
    top = y - high / 2
    if abs(side[0]) <= 0.3:
        top = y if side[1] > 0 else y - high
    elif abs(side[1]) > 0.3:
        top = y - high * (0.3 if side[1] > 0 else 0.7)
    return left, top, left + wide, top + high


def _lead(point: Point, reach: float, box: Box) -> tuple[Point, Point]:
    """From the rim of the marker to the nearest point of the box, a little before it."""
    x, y = point
    end = (min(max(x, box[0] - 1.5), box[2] + 1.5), min(max(y, box[1] + 1), box[3] - 1))
    if box[0] <= x <= box[2]:
        end = (x, box[3] + 0.5 if y > box[3] else box[1] - 0.5)
    share = min(1.0, reach / (math.dist(point, end) or 1.0))
    return (x + (end[0] - x) * share, y + (end[1] - y) * share), end


def _at(label: Label, lines: tuple[str, ...], box: Box, anchor: str, lead: tuple[Point, Point] | None) -> PlacedLabel:
    x = {"start": box[0], "middle": (box[0] + box[2]) / 2, "end": box[2]}[anchor]
    return PlacedLabel(label, lines, x, box[1] + label.size * typeface.ASCENT, anchor, box, lead)
