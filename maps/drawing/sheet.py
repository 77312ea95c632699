"""A layer as a drawing: its map projected, styled and labelled, with title, legend, scale and credits around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from geo import CoopmapError, Layer
from maps import project_records
from maps.drawing import base_layer, insets, labels, legend, markers, projection
from maps.drawing.insets import Inset, Overview
from maps.drawing.markers import Mark
from maps.drawing.options import Wishes
from maps.drawing.projection import Frame, Projection
from maps.drawing.shapes import Area, Box, Drawing, Group, Look, Point, Shape, moved
from maps.style import theme, typeface
from maps.text import formats, i18n
from maps.text.names import Project, spoken

_MARK = 19.0
"""How wide a mark is, in points on a page of the usual size."""
_LEAST, _LOCATOR = 220_000.0, 420_000.0
"""Metres that a map and a locator show at least from left to right: the base map is too coarse for less."""
_SPAN = 0.3
"""A layer whose projects reach less far than this share of its countries is shown without the rest of them."""
_ROOM = 260_000.0
"""Square points that a map has at least for marks and names of the usual size."""
_MANY = 60
"""With more marks than these they are drawn smaller,"""
_SMALLEST = 0.45
"""but not smaller than this share."""
_STRIP = 0.28
"""How much of a high page its legend takes at most."""
_WIDE = 1.15
"""A page wider than so many times its height has its legend at the side."""


def scene(layer: Layer, projects: Sequence[Project], wishes: Wishes) -> Drawing:
    """The drawing of some of a layer's projects, as `project_records.plain_projects` gives them.

    Raises CoopmapError when there is nothing that a map could show.
    """
    countries = project_records.own_countries(project_records.plain_projects(layer))
    sheet = _Sheet(layer, [project for project in projects if _shown(project, wishes.extent)], wishes)
    box = sheet.around()
    shown = MapOf(tuple(projects), countries, wishes, wishes.unit * _share(box, wishes)).drawn(box)
    told = description(projects, wishes.language)
    return Drawing(
        wishes.width,
        wishes.height,
        (*sheet.titles, Group("Map", shown.shapes, told, figure=True), *sheet.shapes),
        theme.palette(wishes.theme),
        None if wishes.transparent else "paper",
        sheet.heading or i18n.text(wishes.language, "page.map"),
        told,
        sheet.credits,
        wishes.language,
        str(layer.members.get("as_of") or ""),
        shown.labels,
        shown.unnamed,
    )


def _shown(project: Project, extent: Box | None) -> bool:
    """Whether a project has a place in an extent; without one, all are shown or listed."""
    if extent is None:
        return True
    west, south, east, north = extent
    wide = (east - west) % 360 or 360
    return any((lon - west) % 360 <= wide and south <= lat <= north for lon, lat in markers.positions(project))


def _share(box: Box, wishes: Wishes) -> float:
    """How much smaller marks and names are where title and legend leave little room for the map."""
    room = (box[2] - box[0]) * (box[3] - box[1]) / (_ROOM * wishes.unit**2)
    return 1.0 if wishes.locator else min(1.0, max(0.82, room**0.25))


def description(projects: Sequence[Project], language: str) -> str:
    """What a map of these projects shows, in words."""
    names = "; ".join(spoken(project, language) for project in projects)
    start = i18n.text(language, "page.map")
    return f"{start}: {names}." if names else f"{start}."


# --- around the map ---------------------------------------------------------------------------------------------------


class _Sheet:
    """Title, legend and credits of a still; what they leave is for the map."""

    def __init__(self, layer: Layer, projects: Sequence[Project], wishes: Wishes) -> None:
        self.wishes, self.projects = wishes, projects
        self.titles: list[Shape] = []
        self.shapes: list[Shape] = []
        head = {key: value for key, value in layer.members.items() if isinstance(value, str)}
        own = i18n.version(head, "title", wishes.language)
        self.heading = typeface.clean(own if wishes.title is None else wishes.title)
        self.subtitle = typeface.clean(i18n.version(head, "subtitle", wishes.language)) if wishes.title is None else ""
        as_of = typeface.clean(str(head.get("as_of", "")))
        self.note = formats.as_of(wishes.language, as_of) if as_of and wishes.has("date") else ""
        self.credits = legend.credits_of(projects, wishes.language)
        self.margin = (6 if wishes.locator else 20) * wishes.unit

    def around(self) -> Box:
        """Draws what stands around the map; gives the map's box."""
        wishes, unit, margin = self.wishes, self.wishes.unit, self.margin
        left, top, right, bottom = 0.0, 0.0, wishes.width, wishes.height
        foot: list[Shape] = []
        if wishes.has("credits"):
            smaller = unit * (0.8 if wishes.locator else 1)
            drawn, high = legend.foot(self.credits, (margin, 0, right - margin, bottom - margin * 0.4), smaller)
            foot.append(Group("Credits", tuple(drawn)))
            bottom -= high + margin * 0.55
        heading = (self.heading, self.subtitle) if wishes.has("title") else ("", "")
        if any((*heading, self.note)):
            drawn, high = legend.title((margin, margin * 0.8, right - margin, bottom), *heading, self.note, unit)
            self.titles.append(Group("Title", tuple(drawn)))
            top += high + margin * 0.8 + 2 * unit
        box = (left, top, right, bottom)
        if wishes.has("legend"):
            box = self._legend(box)
        self.shapes += foot
        return box

    def _legend(self, box: Box) -> Box:
        """A column at the right of a wide page, a strip at the foot of a high one; gives what is left of the box."""
        left, top, right, bottom = box
        unit, margin, wishes = self.wishes.unit, self.margin, self.wishes
        found = legend.blocks(self.projects, wishes.language, wishes.link_of)
        if not found:
            return box
        if wishes.width > _WIDE * wishes.height:
            most = min(max(0.24 * wishes.width, 165 * unit), 225 * unit)
            at = (0.0, top + unit, most, bottom)
            drawn, wide, _ = legend.legend(found, at, 1, unit)
            x = right - wide - margin
            self.shapes.append(Group("Legend", moved(tuple(drawn), x, 0)))
            return left, top, x - margin * 0.8, bottom
        columns = 4 if wishes.width >= 500 * unit else 2
        drawn, _, high = legend.legend(found, (margin, 0, right - margin, _STRIP * wishes.height), columns, unit)
        self.shapes.append(Group("Legend", moved(tuple(drawn), 0, bottom - high)))
        return left, top, right, bottom - high - 9 * unit


# --- the map ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """A map as shapes, with the boxes of its names and the number of projects whose name found no room."""

    shapes: tuple[Shape, ...]
    labels: tuple[Box, ...]
    unnamed: int


@dataclass(frozen=True)
class MapOf:
    """A map of projects; countries are the layer's own, unit is the size of marks and text."""

    projects: tuple[Project, ...]
    countries: Sequence[str]
    wishes: Wishes
    unit: float

    def drawn(self, box: Box) -> Drawn:
        """The map in a box of the page."""
        frame = self.frame(box)
        share = min(1.0, max(_SMALLEST, (_MANY / max(1, len(self.projects))) ** 0.5))
        found = markers.gathered(frame, self.projects, _MARK * self.unit * share)
        inset = None
        if self.wishes.has("inset") and not self.wishes.extent and not self.wishes.locator:
            inset = insets.inset(frame, found, self.projects, self.countries, self.unit)
        drawn = _Painting(self, frame, found, inset).drawn()
        if inset is None or not drawn.unnamed:
            return drawn
        plain = _Painting(self, frame, found, None).drawn()
        return plain if plain.unnamed < drawn.unnamed else drawn

    def frame(self, box: Box) -> Frame:
        """The part of the world that the map shows."""
        if self.wishes.extent:
            places = list(_edges(self.wishes.extent))
            return projection.framed(self._projection(places), places, box, margin=0)
        placed = [point for project in self.projects for point in markers.positions(project)]
        own = base_layer.outline(self.countries)
        if not placed and not own:
            raise CoopmapError(
                "There is nothing to show: no project is placed, and the base map has none of their countries."
            )
        around = [point for project in self.projects for point in _uncertain(project)]
        if not placed or (not self.wishes.locator and own and _belongs(placed, own)):
            around += own
        margin, least = (12 + _MARK) * self.unit, _LOCATOR if self.wishes.locator else _LEAST
        suited = self._projection([*placed, *around])
        return projection.framed(suited, placed, box, margin=margin, around=around, least=least)

    def _projection(self, places: Sequence[Point]) -> Projection:
        return projection.chosen(self.wishes.crs) if self.wishes.crs else projection.suited(places)


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


class _Painting:
    """A map put together from its base map, marks, names, scale, and an inset or overview."""

    def __init__(self, of: MapOf, frame: Frame, found: Sequence[Mark], inset: Inset | None) -> None:
        self.of, self.frame, self.found = of, frame, found
        self.wishes, self.unit = of.wishes, of.unit
        self.inset = inset
        self.overview: Overview | None = None
        if self.wishes.locator:
            self.overview = insets.overview(frame, found, of.countries, self.unit)

    def drawn(self) -> Drawn:
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
            found = markers.gathered(frame, inner, self.found[0].size)
            more, names = self._layers(frame, found, [], [], None)
            shapes[1:1] = inset.lines(self.unit)
            shapes += [Group("Inset", (*more, inset.edge(self.unit)))]
            labels += names.boxes
            unnamed += names.unnamed
        if overview:
            shapes.append(overview.drawn(self.of.countries, self.wishes.language, self.unit))
        return Drawn((*shapes, *scale), tuple(labels), unnamed)

    def _in_inset(self, mark: Mark) -> bool:
        return bool(self.inset and not mark.on_line and self.inset.holds(mark.spot))

    def _scale(self) -> tuple[list[Group], list[Box]]:
        """The scale at the foot of the map, beside an inset that stands there; and the box that it takes."""
        if not self.wishes.has("scale"):
            return [], []
        left, _, _, bottom = self.frame.box
        gap = (8 if self.wishes.locator else 14) * self.unit
        x, y = left + gap, bottom - gap * 0.8
        corner = self.inset.box if self.inset else self.overview.frame.box if self.overview else None
        if corner and corner[0] < x + 120 * self.unit and corner[3] > y - 20 * self.unit:
            x = corner[2] + gap
        scale = legend.scale(self.frame, x, y, self.wishes.language, self.unit)
        return ([scale], [(x - 4, y - 18 * self.unit, x + 114 * self.unit, y + 2)]) if scale else ([], [])

    def _layers(
        self, frame: Frame, found: list[Mark], dots: list[Mark], taken: list[Box], inset: Inset | None
    ) -> tuple[list[Shape], labels.Names]:
        """What is drawn within one frame, in groups that can be taken apart; and its names."""
        of, wishes, unit = self.of, self.wishes, self.unit
        named = labels.Names()
        if wishes.has("names"):
            view = labels.View(frame, found, of.projects, of.countries, wishes.language, unit, taken, inset)
            named = labels.names(view)

        def told(project: Project) -> str:
            return spoken(project, wishes.language)

        base = base_layer.ground(frame, of.countries, wishes.language, unit)
        signs = [markers.drawn(mark, told(mark.project), wishes.link_of(mark.project)) for mark in found]
        small = [markers.dot(mark, told(mark.project)) for mark in dots]
        groups: list[Shape] = [
            _without_ground(base) if wishes.transparent else base,
            Group("Base map names", tuple(named.base)),
            Group("How exactly places are known", tuple(markers.discs(frame, found))),
            Group("Routes", tuple(markers.routes(frame, of.projects, 0.72 * unit, told))),
            Group("Leads", (*markers.leads(found), *named.leads)),
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
