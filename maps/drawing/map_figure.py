"""The map of a still: base layer, routes, markers, labels and scale bar in one frame, with an inset or overview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from geo import CoopmapError
from maps.drawing import base_layer, declutter, insets, labels, map_elements, projection, routes
from maps.drawing.frame import Frame, framed
from maps.drawing.insets import Inset, Overview
from maps.drawing.markers import Marker, dot, leader_lines, marker_shapes
from maps.drawing.options import RenderOptions
from maps.drawing.projection import Projection
from maps.drawing.shapes import Box, Group, Point, Polygon, Shape, Style
from maps.project_records import geometry_type
from maps.text import i18n
from maps.text.names import Project, spoken

_MARK = 19.0
"""How wide a marker is, in points on a page of the usual size."""
_LEAST, _LOCATOR = 220_000.0, 420_000.0
"""Metres that a map and a locator show at least from left to right: the base map is too coarse for less."""
_SPAN = 0.3
"""A layer whose projects reach less far than this share of its countries is shown without the rest of them."""
_MANY = 60
"""With more markers than these they are drawn smaller,"""
_SMALLEST = 0.45
"""but not smaller than this share."""


def description(projects: Sequence[Project], language: str) -> str:
    """What a map of these projects shows, in words."""
    names = "; ".join(spoken(project, language) for project in projects)
    start = i18n.text(language, "page.map")
    return f"{start}: {names}." if names else f"{start}."


@dataclass(frozen=True)
class DrawnMap:
    """A map as shapes."""

    shapes: tuple[Shape, ...]
    """In drawing order."""
    labels: tuple[Box, ...]
    """Boxes of all labels, in points."""
    unnamed: int
    """Number of projects whose label found no room."""


@dataclass(frozen=True)
class MapFigure:
    """A map of projects, without title and legend."""

    projects: tuple[Project, ...]
    """What is shown."""
    countries: Sequence[str]
    """The layer's own countries, ISO 3166-1 alpha-2."""
    options: RenderOptions
    """Extent, parts, language and theme."""
    unit: float
    """Scale of markers and text; 1 is the usual size."""

    def drawn(self, box: Box) -> DrawnMap:
        """The map in a box of the page."""
        frame = self.frame(box)
        share = min(1.0, max(_SMALLEST, (_MANY / max(1, len(self.projects))) ** 0.5))
        markers = declutter.decluttered(frame, self.projects, _MARK * self.unit * share)
        inset = None
        if self.options.has("inset") and not self.options.extent and not self.options.locator:
            inset = insets.inset(frame, markers, self.projects, self.countries, self.unit)
        drawn = _MapDrawing(self, frame, markers, inset).drawn()
        if inset is None or not drawn.unnamed:
            return drawn
        plain = _MapDrawing(self, frame, markers, None).drawn()
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
    """A map put together from its base map, markers, names, scale, and an inset or overview."""

    def __init__(self, of: MapFigure, frame: Frame, markers: Sequence[Marker], inset: Inset | None) -> None:
        self.of, self.frame, self.markers = of, frame, markers
        self.options, self.unit = of.options, of.unit
        self.inset = inset
        self.overview: Overview | None = None
        if self.options.locator:
            self.overview = insets.overview(frame, markers, of.countries, self.unit)

    def drawn(self) -> DrawnMap:
        """All shapes of the map in their order."""
        inset, overview = self.inset, self.overview
        taken = [inset.box] if inset else [overview.frame.box] if overview else []
        scale, box = self._scale()
        outside = [marker for marker in self.markers if not self._in_inset(marker)]
        dots = [marker for marker in self.markers if self._in_inset(marker)]
        shapes, names = self._layers(self.frame, outside, dots, [*taken, *box], inset)
        labels, unnamed = list(names.boxes), names.unnamed
        if inset:
            frame = inset.frame(self.frame)
            inner = [project for project in self.of.projects if geometry_type(project) == "Point"]
            markers = declutter.decluttered(frame, inner, self.markers[0].size)
            more, names = self._layers(frame, markers, [], [], None)
            shapes[1:1] = inset.lines(self.unit)
            shapes += [Group("Inset", (*more, inset.edge(self.unit)))]
            labels += names.boxes
            unnamed += names.unnamed
        if overview:
            shapes.append(overview.drawn(self.of.countries, self.options.language, self.unit))
        return DrawnMap((*shapes, *scale), tuple(labels), unnamed)

    def _in_inset(self, marker: Marker) -> bool:
        return bool(self.inset and not marker.on_line and self.inset.holds(marker.anchor))

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
        self, frame: Frame, markers: list[Marker], dots: list[Marker], taken: list[Box], inset: Inset | None
    ) -> tuple[list[Shape], labels.Names]:
        """What is drawn within one frame, in groups that can be taken apart; and its names."""
        of, options, unit = self.of, self.options, self.unit
        named = labels.Names()
        if options.has("names"):
            view = labels.View(frame, markers, of.projects, of.countries, options.language, unit, taken, inset)
            named = labels.names(view)

        def spoken_text(project: Project) -> str:
            return spoken(project, options.language)

        base = base_layer.ground(frame, of.countries, options.language, unit)
        symbols = [
            marker_shapes(marker, spoken_text(marker.project), options.link_of(marker.project)) for marker in markers
        ]
        small_dots = [dot(marker, spoken_text(marker.project)) for marker in dots]
        groups: list[Shape] = [
            _without_ground(base) if options.transparent else base,
            Group("Base map names", tuple(named.base)),
            Group("How exactly places are known", tuple(routes.uncertainty_discs(frame, markers))),
            Group("Routes", tuple(routes.routes(frame, of.projects, 0.72 * unit, spoken_text))),
            Group("Leads", (*leader_lines(markers), *named.leads)),
            Group("Projects", (*small_dots, *symbols)),
            Group("Project names", tuple(named.projects)),
        ]
        return groups, named


def _without_ground(base: Group) -> Group:
    """The base map without sea and neighbours: what lies behind the picture is seen there."""
    remaining = (
        shape
        for shape in base.shapes
        # The sea has no shore of its own: land lies over it.
        if not isinstance(shape, Polygon) or (shape.style.fill != "land" and shape.style != Style(fill="water"))
    )
    return replace(base, shapes=tuple(remaining))
