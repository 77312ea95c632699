"""A layer as a drawing: its map projected, styled and labelled, with title, legend, scale and credits around it."""

from __future__ import annotations

from collections.abc import Sequence

from geo import Layer
from maps import project_records
from maps.drawing import legend, legend_entries, map_elements, routes
from maps.drawing.map_figure import MapFigure, description
from maps.drawing.options import RenderOptions
from maps.drawing.shapes import Box, Drawing, Group, Shape, moved
from maps.style import theme, typeface
from maps.text import age, i18n
from maps.text.imprint import imprint
from maps.text.names import Project

_ROOM = 260_000.0
"""Square points that a map has at least for marks and names of the usual size."""
_STRIP = 0.28
"""How much of a high page its legend takes at most."""
_WIDE = 1.15
"""A page wider than so many times its height has its legend at the side."""


def scene(layer: Layer, projects: Sequence[Project], options: RenderOptions) -> Drawing:
    """The drawing of some of a layer's projects, as `project_records.plain_projects` gives them.

    Raises CoopmapError when there is nothing that a map could show.
    """
    countries = project_records.own_countries(project_records.plain_projects(layer), layer.members)
    sheet = _Sheet(layer, [project for project in projects if _in_extent(project, options.extent)], options)
    box = sheet.around()
    map_drawn = MapFigure(tuple(projects), countries, options, options.unit * _share(box, options)).drawn(box)
    alt_text = description(projects, options.language)
    return Drawing(
        options.width,
        options.height,
        (*sheet.titles, Group("Map", map_drawn.shapes, alt_text, figure=True), *sheet.shapes),
        theme.palette(options.theme),
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

    def __init__(self, layer: Layer, projects: Sequence[Project], options: RenderOptions) -> None:
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
        self.credits = map_elements.attribution(projects, options.language, self.imprint)
        self.margin = (6 if options.locator else 20) * options.unit

    def around(self) -> Box:
        """Draws what stands around the map; gives the map's box."""
        options, unit, margin = self.options, self.options.unit, self.margin
        left, top, right, bottom = 0.0, 0.0, options.width, options.height
        foot: list[Shape] = []
        if options.has("credits"):
            smaller = unit * (0.8 if options.locator else 1)
            drawn, high = map_elements.attribution_lines(
                self.credits, (margin, 0, right - margin, bottom - margin * 0.4), smaller
            )
            foot.append(Group("Credits", tuple(drawn)))
            bottom -= high + margin * 0.55
        heading = (self.heading, self.subtitle) if options.has("title") else ("", "")
        if any((*heading, self.note)):
            drawn, high = map_elements.title((margin, margin * 0.8, right - margin, bottom), *heading, self.note, unit)
            self.titles.append(Group("Title", tuple(drawn)))
            top += high + margin * 0.8 + 2 * unit
        box = (left, top, right, bottom)
        if options.has("legend"):
            box = self._legend(box)
        self.shapes += foot
        return box

    def _legend(self, box: Box) -> Box:
        """A column at the right of a wide page, a strip at the foot of a high one; gives what is left of the box."""
        left, top, right, bottom = box
        unit, margin, options = self.options.unit, self.margin, self.options
        blocks = legend_entries.blocks(self.projects, options.language, options.link_of)
        if not blocks:
            return box
        if options.width > _WIDE * options.height:
            most = min(max(0.24 * options.width, 165 * unit), 225 * unit)
            at = (0.0, top + unit, most, bottom)
            drawn, wide, _ = legend.legend(blocks, at, 1, unit)
            x = right - wide - margin
            self.shapes.append(Group("Legend", moved(tuple(drawn), x, 0)))
            return left, top, x - margin * 0.8, bottom
        columns = 4 if options.width >= 500 * unit else 2
        drawn, _, high = legend.legend(blocks, (margin, 0, right - margin, _STRIP * options.height), columns, unit)
        self.shapes.append(Group("Legend", moved(tuple(drawn), 0, bottom - high)))
        return left, top, right, bottom - high - 9 * unit
