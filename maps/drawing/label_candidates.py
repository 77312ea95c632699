"""Positions in which a label may stand: beside what it names or upon it, with what each costs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from maps.drawing.shapes import Box, Point
from maps.style import typeface

_GAP = 2.6
"""Points between a mark and its name."""
_LED = (9.0, 17.0, 27.0, 39.0, 54.0, 72.0, 94.0)
"""Distances in points at which a name is led to its mark by a line."""


# Directions in which a name may stand, the best first: x and y of 1 are to the right and down.
_SIDES: tuple[tuple[float, float], ...] = ((1, 0), (1, -1), (1, 1), (-1, 0), (0, -1), (0, 1), (-1, -1), (-1, 1))
_SIDE_COST = (0.0, 0.5, 0.6, 1.0, 1.1, 1.1, 1.5, 1.6)
_AROUND = tuple((math.cos(math.tau * n / 16), math.sin(math.tau * n / 16)) for n in range(16))


@dataclass(frozen=True, slots=True)
class Label:
    """A name that wants a place.

    options: ways to break it into lines, the best first; spots are the middles of what it names, it stands by one of
    them; reach is that thing's radius in points; over: it stands on the thing (a country) and not beside it (a mark),
    at most `stray` points off; led: a line may lead to it; worth: what may speak against a place at most;
    inside: the area, a geometry of the page, in which the middle of the name has to lie, and had better all of it.
    """

    key: str
    options: tuple[tuple[str, ...], ...]
    spots: tuple[Point, ...]
    reach: float
    size: float
    face: str = "regular"
    spacing: float = 0.0
    over: bool = False
    stray: float = 0.0
    led: bool = False
    worth: float = math.inf
    inside: Any = None

    @property
    def leading(self) -> float:
        """From baseline to baseline, in points."""
        return self.size * 1.12


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A name in its place: x and y as a Text has them; lead are the ends of the line that leads to it, or None."""

    wanted: Label
    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str
    box: Box
    lead: tuple[Point, Point] | None = None


def candidates(wanted: Label) -> Iterator[tuple[PlacedLabel, float]]:
    """Places for a name and what each costs by itself."""
    make = _over if wanted.over else _beside
    for number, lines in enumerate(wanted.options):
        wide = max(typeface.width(line, wanted.face, wanted.size, wanted.spacing) for line in lines)
        high = wanted.leading * (len(lines) - 1) + wanted.size * (typeface.ASCENT + typeface.DESCENT)
        for spot in wanted.spots:
            for anchor, box, lead, cost in make(wanted, spot, wide, high):
                yield _at(wanted, lines, box, anchor, lead), cost + 0.7 * number


_Place = tuple[str, Box, tuple[Point, Point] | None, float]
"""Anchor, box, lead and cost."""


def _over(wanted: Label, spot: Point, wide: float, high: float) -> Iterator[_Place]:
    x, y = spot
    steps = int(wanted.stray / 12)
    for right in range(-steps, steps + 1):
        for down in range(-steps, steps + 1):
            left, top = x + right * 12 - wide / 2, y + down * 12 - high / 2
            yield "middle", (left, top, left + wide, top + high), None, 0.8 * math.hypot(right, down)


def _beside(wanted: Label, spot: Point, wide: float, high: float) -> Iterator[_Place]:
    for side, cost in zip(_SIDES, _SIDE_COST, strict=True):
        reach = wanted.reach + _GAP if 0 in side else wanted.reach * 0.72 + _GAP * 0.8
        yield _anchor(side), _box(spot, side, reach, wide, high), None, cost
    if not wanted.led:
        return
    for far in _LED:
        for side in _AROUND:
            box = _box(spot, side, wanted.reach + far, wide, high)
            cost = 2.5 + 0.09 * far + (0.5 if side[0] < -0.3 else 0)
            yield _anchor(side), box, _lead(spot, wanted.reach, box), cost


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


def _lead(spot: Point, reach: float, box: Box) -> tuple[Point, Point]:
    """From the rim of the mark to the nearest point of the box, a little before it."""
    x, y = spot
    end = (min(max(x, box[0] - 1.5), box[2] + 1.5), min(max(y, box[1] + 1), box[3] - 1))
    if box[0] <= x <= box[2]:
        end = (x, box[3] + 0.5 if y > box[3] else box[1] - 0.5)
    share = min(1.0, reach / (math.dist(spot, end) or 1.0))
    return (x + (end[0] - x) * share, y + (end[1] - y) * share), end


def _at(wanted: Label, lines: tuple[str, ...], box: Box, anchor: str, lead: tuple[Point, Point] | None) -> PlacedLabel:
    x = {"start": box[0], "middle": (box[0] + box[2]) / 2, "end": box[2]}[anchor]
    return PlacedLabel(wanted, lines, x, box[1] + wanted.size * typeface.ASCENT, anchor, box, lead)
