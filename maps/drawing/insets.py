"""Small maps in a map's corner: the densest place drawn larger, or around a locator the countries drawn smaller."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import chain, islice
from typing import NamedTuple

import numpy as np
import shapely

from maps.basemap.border_choices import BorderChoices
from maps.drawing import base_layer, map_elements, projection, routes, still_basemap
from maps.drawing.frame import Frame, framed
from maps.drawing.markers import Marker
from maps.drawing.options import RenderOptions
from maps.drawing.projection import FloatArray
from maps.drawing.shapes import Box, Circle, Group, Line, Point, Shape, Style, moved, touches
from maps.text.names import Project

_FEWEST = 3
"""So many markers that touch each other ask for an inset."""
_LARGER = 1.7
"""An inset is at least so many times as large as what it shows."""
_OVERVIEWS = (0.36, 0.3, 0.25)
"""Widths of an overview as a share of its map's."""
_TELLING = 0.45
"""A map that shows more than this share of its overview needs none."""
_CROSSED = 0.05
"""What speaks against a place of an inset for each marker that its lines cross."""
_ELSEWHERE = 0.14
"""How far apart two places for an inset of one size lie at least, as a share of the map's height."""
_MOST_HIDDEN = 0.1
"""A larger share of the layer's countries is not hidden by an inset: a map without one tells more."""
_SHARES = (0.38, 0.34, 0.3, 0.26, 0.22)
"""Widths of an inset as a share of the map's."""


class Inset(NamedTuple):
    """A part of the map drawn again, larger."""

    area: Box
    """Where it lies on the map, in points of the page."""
    box: Box
    """Where it stands."""

    def frame(self, frame: Frame) -> Frame:
        """The inset's own frame, in the projection of the map."""
        left, top, right, bottom = self.area
        (west, south), (east, north) = frame.plane_of([(left, bottom), (right, top)]).tolist()
        return Frame(frame.projection, (west, south, east, north), self.box)

    def holds(self, point: Point) -> bool:
        """Whether a point of the map is shown in the inset."""
        left, top, right, bottom = self.area
        return left < point[0] < right and top < point[1] < bottom

    @property
    def leads(self) -> tuple[tuple[Point, Point], ...]:
        """Two lines from the area to the inset."""
        return _tangents(self.area, self.box)

    def lines(self, unit: float) -> list[Shape]:
        """A rectangle around the area, and the lines that lead from it to the inset."""
        style = Style(line="ink-2", width=0.8 * unit)
        leads = Line("Inset leads", self.leads, style._replace(width=0.6 * unit, line_opacity=0.6))
        return [leads, map_elements.rectangle("Inset area", self.area, "paper")._replace(style=style)]

    def edge(self, unit: float) -> Shape:
        """The inset's own frame line."""
        return map_elements.rectangle("Inset edge", self.box, "paper")._replace(
            style=Style(line="ink-2", width=0.9 * unit)
        )


def choices(
    frame: Frame, markers: Sequence[Marker], projects: Sequence[Project], countries: Sequence[str], unit: float
) -> list[list[Inset]]:
    """The insets that the densest place asks for: of each size the best and another elsewhere, the better size first;
    none when there is no such place or the map has no room.
    """
    dense = _densest([marker for marker in markers if not marker.on_line])
    if len(dense) < _FEWEST:
        return []
    xs, ys = [marker.anchor[0] for marker in dense], [marker.anchor[1] for marker in dense]
    span = max(max(xs) - min(xs), max(ys) - min(ys))
    if span < 2 * unit:
        return []
    pad = max(0.28 * span, 8 * unit)
    area = (min(xs) - pad, min(ys) - pad, max(xs) + pad, max(ys) + pad)
    marks = np.array([marker.at for marker in markers if marker not in dense], dtype=float).reshape(-1, 2)
    boxes = _free_corners(frame, area, _busy(frame, markers, projects), marks, countries=countries, unit=unit)
    return [[Inset(_shaped(area, box), box) for box in places] for places in boxes]


def _densest(markers: Sequence[Marker]) -> list[Marker]:
    """The largest group of markers of which each has another so near that they touch."""
    groups: list[list[Marker]] = []
    for marker in markers:
        near = [
            group
            for group in groups
            if any(math.dist(marker.anchor, other.anchor) < 1.3 * marker.size for other in group)
        ]
        groups = [group for group in groups if group not in near] + [
            [marker, *(other for group in near for other in group)]
        ]
    return max(groups, key=len, default=[])


def _shaped(area: Box, box: Box) -> Box:
    """An area made as wide for its height as a box."""
    x, y = (area[0] + area[2]) / 2, (area[1] + area[3]) / 2
    share = max((area[2] - area[0]) / (box[2] - box[0]), (area[3] - area[1]) / (box[3] - box[1]))
    wide, high = share * (box[2] - box[0]), share * (box[3] - box[1])
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _busy(frame: Frame, markers: Sequence[Marker], projects: Sequence[Project]) -> FloatArray:
    """Points that an inset must not cover: markers, their anchors, and points along routes."""
    along = [point for project in projects for point in routes.along(frame, project)]
    return np.array(
        [*(marker.at for marker in markers), *(marker.anchor for marker in markers), *along], dtype=float
    ).reshape(-1, 2)


def _free_corners(  # noqa: PLR0913  what it must and had better not cover
    frame: Frame, area: Box, busy: FloatArray, marks: FloatArray, *, countries: Sequence[str], unit: float
) -> list[list[Box]]:
    """Where on the map an inset of each size covers nothing busy, the best and another elsewhere: as large as may be,
    and its lines had better not cross marks.
    """
    left, top, right, bottom = frame.box
    wide, high = right - left, bottom - top
    land = np.array([*chain.from_iterable(base_layer.areas_of(frame, countries).values())], dtype=object)
    whole = float(shapely.area(land).sum())
    gap = 10 * unit
    best: list[list[tuple[float, Box]]] = []
    for share in _SHARES:
        size = (min(wide * share, 330 * unit), min(high * (share + 0.14), 260 * unit))
        if min(size) < 90 * unit or size[0] / (area[2] - area[0]) < _LARGER:
            continue
        places: list[tuple[float, Box]] = []
        for x in (left + gap, right - gap - size[0]):
            for y in np.linspace(top + gap, bottom - gap - size[1], 9).tolist():
                box = (x, y, x + size[0], y + size[1])
                if _count(busy, box, 14 * unit) or touches(_grown(area, 14 * unit), box):
                    continue
                hidden = float(shapely.area(shapely.clip_by_rect(land, *box)).sum())
                if hidden > _MOST_HIDDEN * whole:
                    continue
                covered = hidden / (size[0] * size[1])
                crossed = _crossed(Inset(_shaped(area, box), box).leads, marks, 9 * unit)
                cost = 3 * covered - 2.5 * share + 0.05 * (y <= bottom - high / 2) + _CROSSED * crossed
                places.append((round(cost, 9), box))
        places.sort(key=lambda place: place[0])
        others = (place for place in places if _apart(place[1], places[0][1]) > _ELSEWHERE * high)
        best += [[places[0], *islice(others, 1)]] if places else []
    return [[box for _, box in places] for places in sorted(best, key=lambda places: places[0][0])]


def _apart(box: Box, other: Box) -> float:
    return math.dist(box[:2], other[:2])


def _crossed(lines: Sequence[tuple[Point, Point]], points: FloatArray, reach: float) -> int:
    """How many points lie so near to one of some lines."""
    near = np.zeros(len(points), dtype=bool)
    for start, end in lines:
        along = np.array(end) - np.array(start)
        share = np.clip(((points - np.array(start)) @ along) / max(float(along @ along), 1e-9), 0, 1)
        near |= np.hypot(*(points - np.array(start) - share[:, None] * along).T) < reach
    return int(near.sum())


def _count(points: FloatArray, box: Box, pad: float) -> int:
    """How many points lie in a box or so near to it."""
    x, y = points[:, 0], points[:, 1]
    return int(((x > box[0] - pad) & (x < box[2] + pad) & (y > box[1] - pad) & (y < box[3] + pad)).sum())


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _tangents(area: Box, box: Box) -> tuple[tuple[Point, Point], ...]:
    """Two lines between like corners of two boxes that cross neither of them."""
    pairs = [((area[a], area[b]), (box[a], box[b])) for a in (0, 2) for b in (1, 3)]

    def crossed(pair: tuple[Point, Point]) -> float:
        line = shapely.LineString(pair)
        return float(sum(shapely.clip_by_rect(line, *_grown(each, -0.5)).length for each in (area, box)))

    return tuple(sorted(sorted(pairs, key=crossed)[:2]))


# --- overview ---------------------------------------------------------------------------------------------------------


class Overview(NamedTuple):
    """A small map of whole countries, and where on it the locator's map lies."""

    frame: Frame
    """The small map's own frame."""
    area: Box | None
    """Where the locator's map lies on it, in points of the page; None where that is outside."""

    def drawn(self, countries: Sequence[str], options: RenderOptions, unit: float) -> Group:
        """Countries without names, and a rectangle, or a ring where it would be too small to be seen."""
        left, top = self.frame.box[:2]
        drawn = _ground(self.frame.at_corner(), tuple(countries), options.language, 0.5 * unit, options.borders)
        shapes: list[Shape] = list(moved((drawn,), left, top))
        if self.area:
            left, top, right, bottom = self.area
            here = Style(line="accent", width=1.4 * unit, fill="accent", fill_opacity=0.12)
            if min(right - left, bottom - top) < 7 * unit:
                shapes.append(Circle("Here", (left + right) / 2, (top + bottom) / 2, 4.5 * unit, here))
            else:
                shapes.append(map_elements.rectangle("Here", self.area, "accent")._replace(style=here))
        edge = map_elements.rectangle("Edge", self.frame.box, "paper")._replace(style=Style(line="ink-2", width=0.8))
        return Group("Overview", (*shapes, edge))


@cache
def _ground(frame: Frame, countries: tuple[str, ...], language: str, weight: float, choices: BorderChoices) -> Group:
    """The overview's base map, which many locators share."""
    return base_layer.ground(frame, countries, language, weight, choices)


def overview(
    frame: Frame, markers: Sequence[Marker], projects: Sequence[Project], countries: Sequence[str], unit: float
) -> Overview | None:
    """A small map of the layer's countries in the emptiest corner.

    None when the base map has none of them, and when the map itself shows so much that it would tell nothing more.
    """
    own = still_basemap.outline(countries)
    if not own:
        return None
    box = _emptiest_corner(frame, markers, projects, unit)
    small = framed(projection.suited(own), own, box, margin=4)
    left, top, right, bottom = frame.box
    corners = frame.plane_of([(left, top), (right, top), (right, bottom), (left, bottom)])
    places = small.page(frame.projection.backward(corners))
    if not np.isfinite(places).all():
        return Overview(small, None)
    (west, north), (east, south) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
    if (east - west) * (south - north) > _TELLING * (box[2] - box[0]) * (box[3] - box[1]):
        return None
    inside = (max(west, box[0]), max(north, box[1]), min(east, box[2]), min(south, box[3]))
    return Overview(small, inside if inside[0] < inside[2] and inside[1] < inside[3] else None)


def _emptiest_corner(frame: Frame, markers: Sequence[Marker], projects: Sequence[Project], unit: float) -> Box:
    """Where the overview covers the fewest markers, routes and their ends: a smaller one rather than one of them."""
    left, top, right, bottom = frame.box
    gap = 5 * unit
    busy = _busy(frame, markers, projects)
    ends = [stop for project in projects for stop in routes.stops(frame, project)]
    # An end that is covered is worse than a piece of the way to it.
    busy = np.vstack([busy, *([ends] * 10 if ends else [])])
    choices: list[tuple[int, int, Box]] = []
    for number, share in enumerate(_OVERVIEWS):
        wide = min(share * (right - left), 130 * unit)
        high = wide * 0.72
        for y in (top + gap, bottom - gap - high):
            for x in (right - gap - wide, left + gap):
                box = (x, y, x + wide, y + high)
                choices.append((_count(busy, box, 10 * unit) + 2 * number, len(choices), box))
    return min(choices)[2]
