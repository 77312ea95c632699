"""The map of a still: which part of the world it shows, and whether markers, rings or an inset show its projects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from geo import CoopmapError
from geo.messages import Message
from maps.drawing import clusters, declutter, insets, projection, routes, still_basemap
from maps.drawing.frame import Frame, framed
from maps.drawing.insets import Inset
from maps.drawing.map_layers import DrawnMap, MapContent, MapLayers
from maps.drawing.markers import Marker
from maps.drawing.options import RenderOptions
from maps.drawing.projection import Projection
from maps.drawing.shapes import Box, Point
from maps.text import i18n
from maps.text.names import Project, spoken

_MARK = 19.0
"""How wide a marker is, in points on a page of the usual size."""
_LEAST, _LOCATOR = 220_000.0, 420_000.0
"""Metres that a map and a locator show at least from left to right: the base map is too coarse for less."""
_SPAN = 0.3
"""A layer whose projects reach less far than this share of its countries is shown without the rest of them."""
_NUMBERED = 15.0
"""The same of one with a number in it."""
_CROWDED = 15.0
"""The same beside rings that stand for several."""


def description(projects: Sequence[Project], language: str) -> str:
    """What a map of these projects shows, in words."""
    names = "; ".join(spoken(project, language) for project in projects)
    start = i18n.text(language, "page.map")
    return f"{start}: {names}." if names else f"{start}."


class MapFigure(NamedTuple):
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
        content = MapContent(self.projects, self.countries, self.options, self.unit)
        markers = declutter.markers_in(frame, self.projects, _MARK * self.unit)
        if self.options.numbered:
            size = max(_NUMBERED * self.unit, 2.2 * self.options.least_text)
            return MapLayers(content, frame, declutter.decluttered(frame, self.projects, size)).drawn()
        if len(markers) > clusters.CROWD:
            small = [marker._replace(size=_CROWDED * self.unit) for marker in markers]
            return MapLayers(content, frame, small).gathered().drawn()
        markers = declutter.apart(frame, markers)
        tried: list[MapLayers] = []

        def naming_all(insets: Iterable[Inset | None]) -> MapLayers | None:
            for inset in insets:
                tried.append(MapLayers(content, frame, markers, inset))
                if not tried[-1].unnamed:
                    return tried[-1]
            return None

        sizes = self._insets(frame, markers)
        complete = naming_all(best for best, *_ in sizes)
        if not complete:
            # Insets that came nearest to it are tried elsewhere before a map without one.
            least = min((each.unnamed for each in tried), default=0)
            others = [more for each, (_, *more) in zip(tried, sizes, strict=True) if each.unnamed == least]
            complete = naming_all([*chain.from_iterable(others), None])
        return (complete or min(tried, key=lambda each: each.unnamed)).drawn()

    def _insets(self, frame: Frame, markers: Sequence[Marker]) -> list[list[Inset]]:
        """Those that may be drawn, some of each size, in the order in which they are tried."""
        if not self.options.has("inset") or self.options.extent or self.options.locator:
            return []
        return insets.choices(frame, markers, self.projects, self.countries, self.unit)

    def frame(self, box: Box) -> Frame:
        """The part of the world that the map shows."""
        if self.options.extent:
            places = list(_edges(self.options.extent))
            return framed(self._projection(places), places, box, margin=0)
        placed = [point for project in self.projects for point in routes.positions(project)]
        own = still_basemap.outline(self.countries)
        if not placed and not own:
            raise CoopmapError(
                Message("There is nothing to show: no project is placed, and the base map has none of their countries.")
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
