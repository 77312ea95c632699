"""Where names stand: beside what they name, clear of each other, of marks and of the frame, led by a line if need be."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from maps import fonts
from maps.shapes import Box, Point

_GAP = 2.6
"""Points between a mark and its name."""
_AIR = 2.4
"""Points that names keep from each other."""
_LED = (9.0, 17.0, 27.0, 39.0, 54.0, 72.0, 94.0)
"""Distances in points at which a name is led to its mark by a line."""
_SWEEPS = 4
_NEAR = 8.0
"""Points within which a name is taken for that of a mark beside it,"""
_STRANGER = 3.6
"""and what speaks against such a place, measured as the costs of the sides below."""

# Directions in which a name may stand, the best first: x and y of 1 are to the right and down.
_SIDES = ((1, 0), (1, -1), (1, 1), (-1, 0), (0, -1), (0, 1), (-1, -1), (-1, 1))
_SIDE_COST = (0.0, 0.5, 0.6, 1.0, 1.1, 1.1, 1.5, 1.6)
_AROUND = tuple((math.cos(math.tau * n / 16), math.sin(math.tau * n / 16)) for n in range(16))


@dataclass(frozen=True, slots=True)
class Wanted:
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
class Placed:
    """A name in its place: x and y as a Text has them; lead are the ends of the line that leads to it, or None."""

    wanted: Wanted
    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str
    box: Box
    lead: tuple[Point, Point] | None = None


@dataclass
class Room:
    """A part of the page in which names stand: its frame, what they must not touch and what they had better not."""

    frame: Box
    taken: list[Box] = field(default_factory=list)
    better_free: Any = None
    """Points along lines that are better left uncovered, an array of (x, y, weight)."""
    marks: list[Box] = field(default_factory=list)
    """Marks beside which a name would be taken for theirs."""
    crossed: list[Box] = field(default_factory=list)
    """Boxes that names must not touch but lines that lead to names may cross."""

    def settle(self, wanted: Sequence[Wanted]) -> list[Placed]:
        """A place for as many names as find one, the hardest first; the same names in the same places every time."""
        crowd = [_crowd(each, wanted) for each in wanted]
        order = sorted(range(len(wanted)), key=lambda n: (-crowd[n], n))
        choices = {n: self._choices(wanted[n]) for n in order}
        held: dict[int, Placed] = {}
        for n in order:
            self._take(held, n, choices[n])
        for _ in range(_SWEEPS):
            before = dict(held)
            for n in order:
                held.pop(n, None)
                self._take(held, n, choices[n])
                if n not in held:
                    self._make_room(held, n, choices)
            if held == before:
                break
        found = [held[n] for n in range(len(wanted)) if n in held]
        self.take(found)
        return found

    def take(self, placed: Sequence[Placed]) -> None:
        """Keep the places of names, and the lines that lead to them, free of others."""
        self.taken += [box for name in placed for box in _boxes(name)]

    def _choices(self, wanted: Wanted) -> _Choices:
        """All places in the frame that touch nothing taken, with what is against each."""
        places = [place for place in _candidates(wanted) if _inside(place[0].box, self.frame)]
        if not places:
            return _Choices([], np.zeros(0), np.zeros((0, 4)), np.zeros((0, 0, 2)))
        boxes = np.array([place.box for place, _ in places])
        costs = np.array([cost for _, cost in places]) + self._against(wanted, boxes)
        leads = _lead_points([place for place, _ in places])
        others = [box for box in self.taken if not _holds(box, wanted.spots)]
        free = ~_hits(boxes, _array(self.taken + self.crossed)).any(axis=1)
        free &= ~_on(leads, _array(others)).any(axis=1) & (costs <= wanted.worth) & np.isfinite(costs)
        keep = np.flatnonzero(free)
        keep = keep[np.argsort(costs[keep], kind="stable")]
        return _Choices([places[k][0] for k in keep], costs[keep], boxes[keep], leads[keep])

    def _against(self, wanted: Wanted, boxes: Any) -> Any:
        """What speaks against each place: lines that it covers, marks of others beside it."""
        strange = [_grown(box, _NEAR) for box in self.marks if not _holds(box, wanted.spots)]
        against = _STRANGER * _hits(boxes, _array(strange)).sum(axis=1)
        if self.better_free is not None and len(self.better_free):
            against = against + _covered(boxes, self.better_free)
        if wanted.inside is not None:
            y = (boxes[:, 1] + boxes[:, 3]) / 2
            ends = [~shapely.contains_xy(wanted.inside, x, y) for x in (boxes[:, 0], boxes[:, 2])]
            middle = shapely.contains_xy(wanted.inside, (boxes[:, 0] + boxes[:, 2]) / 2, y)
            against = np.where(middle, against + 1.5 * (ends[0] + 1.0 * ends[1]), math.inf)
        return against

    def _take(self, held: dict[int, Placed], n: int, choices: _Choices) -> None:
        """Give a name the best place that is free of the names that hold one."""
        free = choices.free_of(held.values())
        if free is not None:
            held[n] = choices.places[free]

    def _make_room(self, held: dict[int, Placed], n: int, choices: dict[int, _Choices]) -> None:
        """Give a name that found no place that of one other, if that one finds another place."""
        for place in choices[n].places[:80]:
            in_way = [m for m, other in held.items() if _collide(place, other)]
            if len(in_way) != 1:
                continue
            [m] = in_way
            rest = {key: other for key, other in held.items() if key != m} | {n: place}
            free = choices[m].free_of(rest.values())
            if free is not None:
                held[n] = place
                held[m] = choices[m].places[free]
                return


@dataclass(frozen=True)
class _Choices:
    """Places of a name that touch nothing fixed, the best first."""

    places: list[Placed]
    costs: Any
    boxes: Any
    leads: Any

    def free_of(self, others: Any) -> int | None:
        """The number of the first place that touches no other name nor the line that leads to one."""
        if not self.places:
            return None
        taken = [box for other in others for box in _boxes(other)]
        if not taken:
            return 0
        names = np.array(taken, dtype=float)
        busy = _hits(self.boxes, names).any(axis=1) | _on(self.leads, names).any(axis=1)
        free = np.flatnonzero(~busy)
        return int(free[0]) if len(free) else None


def _crowd(one: Wanted, others: Sequence[Wanted]) -> int:
    x, y = one.spots[0]
    return sum(abs(x - a) < 70 and abs(y - b) < 40 for other in others for a, b in other.spots)


def _boxes(placed: Placed) -> list[Box]:
    """What a name occupies: its box, and small boxes along its lead."""
    x0, y0, x1, y1 = placed.box
    found: list[Box] = [(x0 - _AIR, y0 - _AIR / 2, x1 + _AIR, y1 + _AIR / 2)]
    if placed.lead:
        found += [(x - 1, y - 1, x + 1, y + 1) for x, y in _along(*placed.lead)]
    return found


def _collide(one: Placed, other: Placed) -> bool:
    mine, theirs = np.array(_boxes(one), dtype=float), np.array(_boxes(other), dtype=float)
    return bool(_hits(mine, theirs).any())


def _along(start: Point, end: Point, steps: int = 12) -> list[Point]:
    shares = [step / steps for step in range(steps + 1)]
    return [(start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share) for share in shares]


def _lead_points(places: Sequence[Placed]) -> Any:
    """Points along the leads of places, far outside the page for those without one."""
    away = [(-1e6, -1e6)] * 11
    return np.array([_along(*place.lead)[1:-1] if place.lead else away for place in places], dtype=float)


def _hits(boxes: Any, others: Any) -> Any:
    """For each box and each other, whether they touch."""
    a, b = boxes[:, None, :], others[None, :, :]
    return (a[..., 0] < b[..., 2]) & (b[..., 0] < a[..., 2]) & (a[..., 1] < b[..., 3]) & (b[..., 1] < a[..., 3])


def _on(points: Any, others: Any) -> Any:
    """For each row of points and each box, whether one of them lies in it."""
    x, y = points[:, :, None, 0], points[:, :, None, 1]
    inside = (x > others[:, 0]) & (x < others[:, 2]) & (y > others[:, 1]) & (y < others[:, 3])
    return inside.any(axis=1)


def _covered(boxes: Any, points: Any) -> Any:
    """The weight of the points that each box covers or nearly covers."""
    boxes = boxes + np.array([-2.0, 0.0, 2.0, 0.0])
    x, y = points[None, :, 0], points[None, :, 1]
    inside = (x > boxes[:, None, 0]) & (x < boxes[:, None, 2]) & (y > boxes[:, None, 1]) & (y < boxes[:, None, 3])
    return (inside * points[None, :, 2]).sum(axis=1)


def _inside(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] + 3 and box[1] >= frame[1] + 3 and box[2] <= frame[2] - 3 and box[3] <= frame[3] - 3


def _holds(box: Box, points: Sequence[Point]) -> bool:
    return any(box[0] < x < box[2] and box[1] < y < box[3] for x, y in points)


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _array(boxes: Sequence[Box]) -> Any:
    return np.array(boxes or [(0, 0, 0, 0)], dtype=float)


# --- candidates -------------------------------------------------------------------------------------------------------


def _candidates(wanted: Wanted) -> Iterator[tuple[Placed, float]]:
    """Places for a name and what each costs by itself."""
    make = _over if wanted.over else _beside
    for number, lines in enumerate(wanted.options):
        wide = max(fonts.width(line, wanted.face, wanted.size, wanted.spacing) for line in lines)
        high = wanted.leading * (len(lines) - 1) + wanted.size * (fonts.ASCENT + fonts.DESCENT)
        for spot in wanted.spots:
            for anchor, box, lead, cost in make(wanted, spot, wide, high):
                yield _at(wanted, lines, box, anchor, lead), cost + 0.7 * number


_Place = tuple[str, Box, tuple[Point, Point] | None, float]
"""Anchor, box, lead and cost."""


def _over(wanted: Wanted, spot: Point, wide: float, high: float) -> Iterator[_Place]:
    x, y = spot
    steps = int(wanted.stray / 12)
    for right in range(-steps, steps + 1):
        for down in range(-steps, steps + 1):
            left, top = x + right * 12 - wide / 2, y + down * 12 - high / 2
            yield "middle", (left, top, left + wide, top + high), None, 0.8 * math.hypot(right, down)


def _beside(wanted: Wanted, spot: Point, wide: float, high: float) -> Iterator[_Place]:
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


def _at(wanted: Wanted, lines: tuple[str, ...], box: Box, anchor: str, lead: tuple[Point, Point] | None) -> Placed:
    x = {"start": box[0], "middle": (box[0] + box[2]) / 2, "end": box[2]}[anchor]
    return Placed(wanted, lines, x, box[1] + wanted.size * fonts.ASCENT, anchor, box, lead)
