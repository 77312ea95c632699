"""The map of a still: base layer, routes, markers, labels and scale bar in one frame, with an inset or overview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from geo import CoopmapError
from maps.drawing import base_layer, declutter, insets, labels, map_elements, markers, projection, routes
from maps.drawing.frame import Frame, framed
from maps.drawing.insets import Inset, Overview
from maps.drawing.markers import Mark
from maps.drawing.options import RenderOptions
from maps.drawing.projection import Projection
from maps.drawing.shapes import Area, Box, Group, Look, Point, Shape
from maps.text import i18n
from maps.text.names import Project, spoken

_MARK = 19.0
"""How wide a mark is, in points on a page of the usual size."""
_LEAST, _LOCATOR = 220_000.0, 420_000.0
"""Metres that a map and a locator show at least from left to right: the base map is too coarse for less."""
_SPAN = 0.3
"""A layer whose projects reach less far than this share of its countries is shown without the rest of them."""
_MANY = 60
"""With more marks than these they are drawn smaller,"""
_SMALLEST = 0.45
"""but not smaller than this share."""


def description(projects: Sequence[Project], language: str) -> str:
    """What a map of these projects shows, in words."""
    names = "; ".join(spoken(project, language) for project in projects)
    start = i18n.text(language, "page.map")
    return f"{start}: {names}." if names else f"{start}."


@dataclass(frozen=True)
class DrawnMap:
    """A map as shapes, with the boxes of its names and the number of projects whose name found no room."""

    shapes: tuple[Shape, ...]
    labels: tuple[Box, ...]
    unnamed: int


@dataclass(frozen=True)
class MapFigure:
    """A map of projects; countries are the layer's own, unit is the size of marks and text."""

    projects: tuple[Project, ...]
    countries: Sequence[str]
    options: RenderOptions
    unit: float

    def drawn(self, box: Box) -> DrawnMap:
        """The map in a box of the page."""
        frame = self.frame(box)
        share = min(1.0, max(_SMALLEST, (_MANY / max(1, len(self.projects))) ** 0.5))
        found = declutter.decluttered(frame, self.projects, _MARK * self.unit * share)
        inset = None
        if self.options.has("inset") and not self.options.extent and not self.options.locator:
            inset = insets.inset(frame, found, self.projects, self.countries, self.unit)
        drawn = _MapDrawing(self, frame, found, inset).drawn()
        if inset is None or not drawn.unnamed:
            return drawn
        plain = _MapDrawing(self, frame, found, None).drawn()
        return plain if plain.unnamed < drawn.unnamed else drawn

    def frame(self, box: Box) -> Frame:
        """The part of the world that the map shows."""
        if self.options.extent:
            places = list(_edges(self.options.extent))
            return framed(self._projection(places), places, box, margin=0)
        placed = [point for project in self.projects for point in routes.positions(project)]
        own = base_layer.outline(self.countries)
        if not placed and not own:
            raise CoopmapError(
                "There is nothing to show: no project is placed, and the base map has none of their countries."
            )
        around = [point for project in self.projects for point in _uncertain(project)]
        if not placed or (not self.options.locator and own and _belongs(placed, own)):
            around += own
        margin, least = (12 + _MARK) * self.unit, _LOCATOR if self.options.locator else _LEAST
        suited = self._projection([*placed, *around])
        return framed(suited, placed, box, margin=margin, around=around, least=least)

    def _projection(self, places: Sequence[Point]) -> Projection:
        return projection.chosen(self.options.crs) if self.options.crs else projection.suited(places)


def _edges(extent: Box) -> Iterator[Point]:
    """Places along the edges of an extent."""
    west, south, east, north = extent
    lons = np.linspace(west, east + 360 if east < west else east, 40).tolist()
    lats = np.linspace(south, north, 40).tolist()
    edges = [(lon, lat) for lon in lons for lat in (south, north)] + [
        (lon, lat) for lat in lats for lon in (west, east)
    ]
    return (((lon + 180) % 360 - 180 if abs(lon) > 180 else lon, lat) for lon, lat in edges)


def _uncertain(project: Project) -> list[Point]:
    """Points around the disc in which a project may lie, unless it is as large as a country."""
    geometry = project.get("geometry")
    if not geometry or geometry["type"] != "Point" or not 0 < project.get("uncertainty_m", 0) < 400_000:
        return []
    lon, lat = geometry["coordinates"][:2]
    return projection.circle(lon, lat, project["uncertainty_m"], 8)


def _belongs(placed: Sequence[Point], own: Sequence[Point]) -> bool:
    """Whether projects are spread over their countries, so that all of these are worth showing."""
    reach = _reach(own)
    near = projection.distance(projection.centre(placed), projection.centre(own)) < reach
    return near and _reach(placed) >= _SPAN * reach


def _reach(places: Sequence[Point]) -> float:
    """How far places reach from their middle, in degrees."""
    middle = projection.centre(places)
    return max(projection.distance(middle, place) for place in places)


class _MapDrawing:
    """A map put together from its base map, marks, names, scale, and an inset or overview."""

    def __init__(self, of: MapFigure, frame: Frame, found: Sequence[Mark], inset: Inset | None) -> None:
        self.of, self.frame, self.found = of, frame, found
        self.options, self.unit = of.options, of.unit
        self.inset = inset
        self.overview: Overview | None = None
        if self.options.locator:
            self.overview = insets.overview(frame, found, of.countries, self.unit)

    def drawn(self) -> DrawnMap:
        """All shapes of the map in their order."""
        inset, overview = self.inset, self.overview
        taken = [inset.box] if inset else [overview.frame.box] if overview else []
        scale, box = self._scale()
        outside = [mark for mark in self.found if not self._in_inset(mark)]
        dots = [mark for mark in self.found if self._in_inset(mark)]
        shapes, names = self._layers(self.frame, outside, dots, [*taken, *box], inset)
        labels, unnamed = list(names.boxes), names.unnamed
        if inset:
            frame = inset.frame(self.frame)
            inner = [project for project in self.of.projects if (project.get("geometry") or {}).get("type") == "Point"]
            found = declutter.decluttered(frame, inner, self.found[0].size)
            more, names = self._layers(frame, found, [], [], None)
            shapes[1:1] = inset.lines(self.unit)
            shapes += [Group("Inset", (*more, inset.edge(self.unit)))]
            labels += names.boxes
            unnamed += names.unnamed
        if overview:
            shapes.append(overview.drawn(self.of.countries, self.options.language, self.unit))
        return DrawnMap((*shapes, *scale), tuple(labels), unnamed)

    def _in_inset(self, mark: Mark) -> bool:
        return bool(self.inset and not mark.on_line and self.inset.holds(mark.spot))

    def _scale(self) -> tuple[list[Group], list[Box]]:
        """The scale at the foot of the map, beside an inset that stands there; and the box that it takes."""
        if not self.options.has("scale"):
            return [], []
        left, _, _, bottom = self.frame.box
        gap = (8 if self.options.locator else 14) * self.unit
        x, y = left + gap, bottom - gap * 0.8
        corner = self.inset.box if self.inset else self.overview.frame.box if self.overview else None
        if corner and corner[0] < x + 120 * self.unit and corner[3] > y - 20 * self.unit:
            x = corner[2] + gap
        scale = map_elements.scale_bar(self.frame, x, y, self.options.language, self.unit)
        return ([scale], [(x - 4, y - 18 * self.unit, x + 114 * self.unit, y + 2)]) if scale else ([], [])

    def _layers(
        self, frame: Frame, found: list[Mark], dots: list[Mark], taken: list[Box], inset: Inset | None
    ) -> tuple[list[Shape], labels.Names]:
        """What is drawn within one frame, in groups that can be taken apart; and its names."""
        of, options, unit = self.of, self.options, self.unit
        named = labels.Names()
        if options.has("names"):
            view = labels.View(frame, found, of.projects, of.countries, options.language, unit, taken, inset)
            named = labels.names(view)

        def told(project: Project) -> str:
            return spoken(project, options.language)

        base = base_layer.ground(frame, of.countries, options.language, unit)
        signs = [markers.drawn(mark, told(mark.project), options.link_of(mark.project)) for mark in found]
        small = [markers.dot(mark, told(mark.project)) for mark in dots]
        groups: list[Shape] = [
            _without_ground(base) if options.transparent else base,
            Group("Base map names", tuple(named.base)),
            Group("How exactly places are known", tuple(routes.uncertainty_discs(frame, found))),
            Group("Routes", tuple(routes.routes(frame, of.projects, 0.72 * unit, told))),
            Group("Leads", (*markers.leader_lines(found), *named.leads)),
            Group("Projects", (*small, *signs)),
            Group("Project names", tuple(named.projects)),
        ]
        return groups, named


def _without_ground(base: Group) -> Group:
    """The base map without sea and neighbours: what lies behind the picture is seen there."""
    kept = (
        shape
        for shape in base.shapes
        # The sea has no shore of its own: land lies over it.
        if not isinstance(shape, Area) or (shape.look.fill != "land" and shape.look != Look(fill="water"))
    )
    return replace(base, shapes=tuple(kept))
