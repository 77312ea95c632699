"""A layer as a drawing: its map projected, styled and labelled, with title, legend, scale and credits around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo import Layer
from maps import project_tables
from maps.drawing import legend, legend_entries, map_elements, multiples, routes, strip
from maps.drawing.map_figure import MapFigure, description
from maps.drawing.mirrored import mirrored
from maps.drawing.options import RenderOptions
from maps.drawing.shapes import Box, Drawing, Group, Shape, Text, extent, moved
from maps.style import theme, typeface
from maps.style.looks import looks_of
from maps.text import age, i18n
from maps.text.imprint import imprint
from maps.text.names import Project

_ROOM = 260_000.0
"""Square points that a map has at least for marks and names of the usual size."""
_STRIP = 0.28
"""How much of a high page its legend takes at most."""
_LISTED = 24
"""More numbered projects than these are listed in two columns,"""
_LIST = 0.42
"""which take so much of a wide page."""
_READABLE, _SMALLEST = 7.6, 6.0
"""Smallest letters of such a list, and of other entries, on a page of the usual size."""
_TITLE, _CREDITS = 0.4, 0.2
"""The same of the title and the credits."""
_SQUARE, _COUNTS = 9.0, 9.5
"""Points of a square of the strip below the title, and of the words behind it, on a page of the usual size."""
_MAP = 0.42
"""And how much the map takes at least: rather than less, there is no legend."""
_WIDE = 1.15
"""A page wider than so many times its height has its legend at the side."""


def scene(layer: Layer, projects: Sequence[Project], options: RenderOptions) -> Drawing:
    """The drawing of some of a layer's projects, as `project_tables.plain_projects` gives them.

    Raises CoopmapError when there is nothing that a map could show.
    """
    countries = project_tables.own_countries(layer)
    sheet = _Sheet(layer, countries, [project for project in projects if _in_extent(project, options.extent)], options)
    box = sheet.around()
    if options.by:
        map_drawn = multiples.multiples(sheet.projects, countries, options, box, sheet.margin)
    else:
        unit = options.unit * _share(box, options)
        map_drawn = MapFigure(tuple(projects), countries, options, unit).drawn(box)
    alt_text = description(projects, options.language)
    drawing = Drawing(
        options.width,
        options.height,
        (*sheet.titles, Group("Map", map_drawn.shapes, alt_text, figure=True), *sheet.shapes),
        theme.palette(options.theme, looks_of(layer.codebook).colours),
        None if options.transparent else "paper",
        sheet.heading or i18n.text(options.language, "page.map"),
        alt_text,
        sheet.credits,
        sheet.imprint,
        options.language,
        str(layer.members.get("as_of") or ""),
        map_drawn.labels,
        map_drawn.unnamed,
    )
    return mirrored(drawing) if i18n.is_right_to_left(options.language) else drawing


def _in_extent(project: Project, extent: Box | None) -> bool:
    """Whether a project has a place in an extent; without one, all are shown or listed."""
    if extent is None:
        return True
    west, south, east, north = extent
    wide = (east - west) % 360 or 360
    return any((lon - west) % 360 <= wide and south <= lat <= north for lon, lat in routes.positions(project))


def _share(box: Box, options: RenderOptions) -> float:
    """How much smaller marks and names are where title and legend leave little room for the map."""
    room = (box[2] - box[0]) * (box[3] - box[1]) / (_ROOM * options.unit**2)
    return 1.0 if options.locator else min(1.0, max(0.82, room**0.25))


class _Sheet:
    """Title, legend and credits of a still; what they leave is for the map."""

    def __init__(
        self, layer: Layer, countries: Sequence[str], projects: Sequence[Project], options: RenderOptions
    ) -> None:
        self.options, self.projects = options, projects
        self.titles: list[Shape] = []
        self.shapes: list[Shape] = []
        head = {key: value for key, value in layer.members.items() if isinstance(value, str)}
        own = i18n.version(head, "title", options.language)
        self.heading = typeface.clean(own if options.title is None else options.title)
        self.subtitle = (
            typeface.clean(i18n.version(head, "subtitle", options.language)) if options.title is None else ""
        )
        note = age.as_of(head, projects, options.language, options.today) if options.has("date") else ""
        self.note = typeface.clean(note)
        self.imprint = imprint(head, options.language)
        self.credits = map_elements.attribution(projects, countries, options.language, self.imprint)
        # Where small letters are set larger than usual, the margins are not.
        self.margin = (6 if options.locator else 20) * replace(options, least_text=0.0).unit

    def around(self) -> Box:
        """Draws what stands around the map; gives the map's box."""
        options, unit, margin = self.options, self.options.unit, self.margin
        left, top, right, bottom = 0.0, 0.0, options.width, options.height
        foot: list[Shape] = []
        if options.has("credits"):
            size = max(7.2 * unit * (0.8 if options.locator else 1), options.least_text)
            room = (margin, bottom * (1 - _CREDITS), right - margin, bottom - margin * 0.4)
            drawn, high = map_elements.attribution_lines(self.credits, room, size)
            foot.append(Group("Credits", tuple(drawn)))
            bottom -= high + margin * 0.55 if drawn else 0.0
        heading = (self.heading, self.subtitle) if options.has("title") else ("", "")
        if any((*heading, self.note)):
            room = (margin, margin * 0.8, right - margin, _TITLE * bottom)
            drawn, high = map_elements.title(room, *heading, self.note, options)
            self.titles.append(Group("Title", tuple(drawn)))
            top += high + margin * 0.8 + 2 * unit if drawn else 0.0
        if self.titles and options.has("strip"):
            top += self._strip((margin, top - 2 * unit, right - margin, _TITLE * bottom))
        box = (left, top, right, bottom)
        if options.has("legend"):
            box = self._legend(box)
        self.shapes += foot
        return box

    def _strip(self, box: Box) -> float:
        """Draws what is claimed and found below the title, in words too where they have room; gives its height."""
        options, unit = self.options, self.options.unit
        left, top, right, bottom = box
        square, size = _SQUARE * unit, options.sized(_COUNTS)
        drawn = strip.strip(self.projects, (left, top), right - left, square, options.language)
        high = square + 7 * unit
        if drawn is None or top + high > bottom:
            return 0.0
        self.titles.append(drawn)
        words = strip.findings(self.projects, options.language)
        behind = extent((drawn,))[2] + square
        if typeface.width(words, "regular", size) <= right - behind:
            self.titles.append(Text("Found", behind, top + square / 2 + size * 0.34, (words,), size, "ink-2"))
        return high

    def _legend(self, box: Box) -> Box:
        """A column at the right of a wide page, a strip at the foot of a high one; gives what is left of the box."""
        left, top, right, bottom = box
        unit, margin, options = self.options.unit, self.margin, self.options
        wide_page = options.width > _WIDE * options.height
        if wide_page:
            columns = 2 if len(options.numbers) > _LISTED else 1
            most = min(max(0.24 * options.width, 165 * unit), 225 * unit, 0.36 * options.width)
            room = (0.0, top + unit, most if columns == 1 else _LIST * options.width, bottom)
        else:
            columns = 4 if options.width >= 500 * unit else 2
            room = (margin, 0, right - margin, _STRIP * options.height * (1.4 if options.numbered else 1))
        laid_out = self._laid_out(room, columns)
        if not laid_out.shapes or (not wide_page and bottom - top - laid_out.high < _MAP * options.height):
            return box
        if wide_page:
            x = right - laid_out.wide - margin
            self.shapes.append(Group("Legend", moved(laid_out.shapes, x, 0)))
            return left, top, x - margin * 0.8, bottom
        self.shapes.append(Group("Legend", moved(laid_out.shapes, 0, bottom - laid_out.high)))
        return left, top, right, bottom - laid_out.high - 9 * unit

    def _laid_out(self, room: Box, columns: int) -> legend.LaidOut:
        """The legend with as many of its blocks as go into the room whole; else what goes in of the first."""
        options = self.options
        blocks = legend_entries.blocks(self.projects, options.language, options.link_of)
        ways = [blocks, *legend_entries.shorter(blocks, self.projects, options.language)]
        if options.numbered:
            listed = legend_entries.numbered(self.projects, options)
            ways = [[listed, *way] for way in (*ways, [])]
        elif options.by:
            ways = [blocks[:1]] if options.by != "sector" else [[]]
        least = max(_READABLE if options.numbered else _SMALLEST, options.least_text / options.unit)
        for way in ways:
            laid_out = legend.laid_out(
                way, room, columns, options.unit, least=least,
                more=lambda count: i18n.text(options.language, "stills.more", n=count),
            )  # fmt: skip
            if laid_out.whole:
                break
        return laid_out
