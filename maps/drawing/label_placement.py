"""Placement of labels: clear of each other, of markers and of the frame, with leader lines where needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.drawing.label_candidates import Candidates, FloatArray, Label, PlacedLabel
from maps.drawing.shapes import Box, Point, touches

_AIR = 2.4
"""Points that names keep from each other."""
_SWEEPS = 4
"""Max improvement passes."""
_CHOICES, _WEIGHED = 48, 3_600
"""Max candidates of a label, and of all labels together."""
_NEAR = 8.0
"""Points within which a name is taken for that of a marker beside it,"""
_STRANGER = 3.6
"""and what speaks against such a place, measured as the costs of the sides below."""


@dataclass
class LabelLayout:
    """A part of the page in which labels are placed."""

    frame: Box
    """Labels stay inside."""
    taken: list[Box] = field(default_factory=list)
    """Boxes that neither labels nor leader lines may touch."""
    better_free: FloatArray = field(default_factory=lambda: np.empty((0, 3)))
    """Points that labels had better not cover, of shape (n, 3): x, y, cost."""
    markers: list[Box] = field(default_factory=list)
    """Boxes of markers beside which a label would be taken for theirs."""
    crossed: list[Box] = field(default_factory=list)
    """Boxes that labels must not touch but leader lines may cross."""

    def place(self, labels: Sequence[Label]) -> list[PlacedLabel]:
        """A place for as many names as find one, the hardest first; the same names in the same places every time."""
        if len(labels) == 1:
            placed = self._choices(labels[0], 1)
            self.take(placed)
            return placed
        most = min(_CHOICES, max(12, _WEIGHED // max(1, len(labels))))
        choices = [_spread(self._choices(each, _CHOICES), most) for each in labels]
        crowd = [_crowd(each, labels) for each in labels]
        order = sorted(range(len(labels)), key=lambda n: (-crowd[n], n))
        placed = _Assignment(choices).assigned(order)
        self.take(placed)
        return placed

    def take(self, placed: Sequence[PlacedLabel]) -> None:
        """Keep the places of names, and the lines that lead to them, free of others."""
        self.taken += [box for name in placed for box in _boxes(name)]

    def beside_strangers(self, placed: Sequence[PlacedLabel]) -> int:
        """How often a name stands where it would be taken for that of another marker."""
        return sum(
            touches(_grown(marker, _NEAR), name.box) and not _holds(marker, name.label.anchors)
            for name in placed
            for marker in self.markers
        )

    def covered(self, boxes: FloatArray) -> FloatArray:
        """What the lines weigh that each of some boxes covers."""
        return self._covered(boxes, _around(boxes))

    def free(self, boxes: FloatArray) -> NDArray[np.bool_]:
        """Whether a label in each of some boxes would touch nothing."""
        hit: NDArray[np.bool_] = np.any(_hits(boxes, _array(self.taken + self.crossed)), axis=1)
        return ~hit

    def near_line(self, point: Point, reach: float) -> bool:
        """Whether a line runs so near to a point."""
        away = self.better_free[:, :2] - np.array(point)
        return bool((np.hypot(away[:, 0], away[:, 1]) < reach).any())

    def _choices(self, label: Label, most: int) -> list[PlacedLabel]:
        """The best places in the frame that touch nothing taken, so many at most, the very best first."""
        places = Candidates(label)
        rows = np.flatnonzero(_inside(places.boxes, self.frame))
        if not len(rows):
            return []
        boxes = places.boxes[rows]
        reach = _around(boxes)
        taken = [box for box in self.taken if touches(box, reach)]
        free = ~_hits(boxes, _array(taken + self.crossed)).any(axis=1)
        rows, boxes = rows[free], boxes[free]
        costs = places.costs[rows] + self._against(label, boxes, reach)
        cheap = (costs <= label.max_cost) & np.isfinite(costs)
        rows = rows[cheap][np.argsort(costs[cheap], kind="stable")][: 2 * _CHOICES]
        others = _array([box for box in taken if not _holds(box, label.anchors)])
        leads = places.leads(rows)
        clear = np.flatnonzero(~_on(_lead_points(leads), others))[:most]
        return places.placed(rows[clear], leads[clear])

    def _against(self, label: Label, boxes: FloatArray, reach: Box) -> FloatArray:
        """Costs of boxes: lines that they cover, markers of others beside them."""
        strange = [_grown(box, _NEAR) for box in self.markers if touches(_grown(box, _NEAR), reach)]
        strange = [box for box in strange if not _holds(_grown(box, -_NEAR), label.anchors)]
        against: FloatArray = _STRANGER * _hits(boxes, _array(strange)).sum(axis=1)
        return against + self._covered(boxes, reach)

    def _covered(self, boxes: FloatArray, reach: Box) -> FloatArray:
        x, y = self.better_free[:, 0], self.better_free[:, 1]
        near = (x > reach[0] - 3) & (x < reach[2] + 3) & (y > reach[1]) & (y < reach[3])
        return _covered(boxes, self.better_free[near])


class _Assignment:
    """Gives each name one of its places so that no two touch: first come, then in sweeps what is better."""

    def __init__(self, choices: Sequence[list[PlacedLabel]]) -> None:
        self.places = [place for each in choices for place in each]
        self.owner = [n for n, each in enumerate(choices) for _ in each]
        starts = np.cumsum([0, *map(len, choices)]).tolist()
        self.of = [range(starts[n], starts[n + 1]) for n in range(len(choices))]
        self.foes = _conflicts(self.places, self.owner)
        self.busy = np.zeros(len(self.places), dtype=int)
        self.held: dict[int, int] = {}

    def assigned(self, order: Sequence[int]) -> list[PlacedLabel]:
        """The places that are held in the end, in the order of the names."""
        for n in order:
            self._take(n)
        for _ in range(_SWEEPS):
            before = dict(self.held)
            for n in order:
                self._leave(n)
                if not self._take(n):
                    self._make_room(n)
            if self.held == before:
                break
        return [self.places[self.held[n]] for n in range(len(self.of)) if n in self.held]

    def _take(self, n: int) -> bool:
        """Give a name the best place that is free of the names that hold one."""
        mine = self.of[n]
        free = np.flatnonzero(self.busy[mine.start : mine.stop] == 0)
        if len(free):
            self._hold(n, mine.start + int(free[0]))
        return bool(len(free))

    def _hold(self, n: int, place: int) -> None:
        self.held[n] = place
        self.busy[self.foes[place]] += 1

    def _leave(self, n: int) -> None:
        if n in self.held:
            self.busy[self.foes[self.held.pop(n)]] -= 1

    def _make_room(self, n: int) -> None:
        """Give a label that found no place that of one other, if that one finds another place."""
        for place in self.of[n]:
            if self.busy[place] != 1:
                continue
            [m] = (name for name, held in self.held.items() if held in self.foes[place])
            old = self.held[m]
            self._leave(m)
            self._hold(n, place)
            if self._take(m):
                return
            self._leave(n)
            self._hold(m, old)


def _conflicts(places: Sequence[PlacedLabel], owner: Sequence[int]) -> list[NDArray[np.int_]]:
    """For each place an array of those of other names that it touches, the lines that lead to them included."""
    if not places:
        return []
    boxes = shapely.box(*np.array([_airy(place.box) for place in places]).T)
    led = np.array([n for n, place in enumerate(places) if place.leader], dtype=int)
    leads = shapely.linestrings([places[n].leader for n in led]) if len(led) else np.array([])
    tree = shapely.STRtree(boxes)
    pairs = [tree.query(boxes)]
    if len(led):
        first, second = tree.query(leads, predicate="intersects")
        pairs += [np.array([led[first], second]), np.array([second, led[first]])]
        pairs.append(led[shapely.STRtree(leads).query(leads, predicate="intersects")])
    first, second = np.concatenate(pairs, axis=1)
    keys = np.sort(first * len(places) + second)
    first, second = np.divmod(keys[np.diff(keys, prepend=-1) > 0], len(places))
    names = np.array(owner)
    strangers = names[first] != names[second]
    first, second = first[strangers], second[strangers]
    return np.split(second, np.searchsorted(first, np.arange(1, len(places))))


def _spread(places: list[PlacedLabel], most: int) -> list[PlacedLabel]:
    """The best places, and of the others some from near to far, so many in all."""
    if len(places) <= most:
        return places
    rest = places[most // 2 :]
    step = len(rest) / (most - most // 2)
    return places[: most // 2] + [rest[int(n * step)] for n in range(most - most // 2)]


def _crowd(label: Label, others: Sequence[Label]) -> int:
    x, y = label.anchors[0]
    return sum(abs(x - a) < 70 and abs(y - b) < 40 for other in others for a, b in other.anchors)


def _airy(box: Box) -> Box:
    return box[0] - _AIR, box[1] - _AIR / 2, box[2] + _AIR, box[3] + _AIR / 2


def _boxes(placed: PlacedLabel) -> list[Box]:
    """What a name occupies: its box, and small boxes along its lead."""
    lead = _along(*placed.leader) if placed.leader else []
    return [_airy(placed.box), *((x - 1, y - 1, x + 1, y + 1) for x, y in lead)]


def _around(boxes: FloatArray) -> Box:
    """The box around all of them."""
    (left, top), (right, bottom) = boxes[:, :2].min(axis=0).tolist(), boxes[:, 2:].max(axis=0).tolist()
    return left, top, right, bottom


def _along(start: Point, end: Point, steps: int = 12) -> list[Point]:
    shares = [step / steps for step in range(steps + 1)]
    return [(start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share) for share in shares]


def _lead_points(leads: FloatArray) -> FloatArray:
    """Points along leads between their ends, (n, points, 2)."""
    shares = np.arange(1, 12)[:, None] / 12
    points: FloatArray = leads[:, :1] + (leads[:, 1:] - leads[:, :1]) * shares
    return points


def _hits(boxes: FloatArray, others: FloatArray) -> NDArray[np.bool_]:
    """For each box and each other, whether they touch."""
    a, b = boxes[:, None, :], others[None, :, :]
    return (a[..., 0] < b[..., 2]) & (b[..., 0] < a[..., 2]) & (a[..., 1] < b[..., 3]) & (b[..., 1] < a[..., 3])


def _on(points: FloatArray, others: FloatArray) -> NDArray[np.bool_]:
    """Whether any point of each row lies in any box."""
    x, y = points[:, :, None, 0], points[:, :, None, 1]
    inside = (x > others[:, 0]) & (x < others[:, 2]) & (y > others[:, 1]) & (y < others[:, 3])
    hits: NDArray[np.bool_] = np.any(inside, axis=(1, 2))
    return hits


def _covered(boxes: FloatArray, points: FloatArray) -> FloatArray:
    """The weight of the points that each box covers or nearly covers."""
    boxes = boxes + np.array([-2.0, 0.0, 2.0, 0.0])
    x, y = points[None, :, 0], points[None, :, 1]
    inside = (x > boxes[:, None, 0]) & (x < boxes[:, None, 2]) & (y > boxes[:, None, 1]) & (y < boxes[:, None, 3])
    weights: FloatArray = (inside * points[None, :, 2]).sum(axis=1)
    return weights


def _inside(boxes: FloatArray, frame: Box) -> NDArray[np.bool_]:
    """Whether boxes lie in a frame, three points from its edges."""
    within = np.array([1, 1, -1, -1]) * (boxes - np.array(frame)) >= 3
    inside: NDArray[np.bool_] = within.all(axis=1)
    return inside


def _holds(box: Box, points: Sequence[Point]) -> bool:
    return any(box[0] < x < box[2] and box[1] < y < box[3] for x, y in points)


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _array(boxes: Sequence[Box]) -> FloatArray:
    return np.array(boxes or [(0, 0, 0, 0)], dtype=float)
