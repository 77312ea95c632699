"""Small maps side by side of the same part of the world, one for the projects of each sector, status or country."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from maps.drawing import base_layer, declutter, map_elements, routes
from maps.drawing.frame import Frame
from maps.drawing.map_figure import MapFigure
from maps.drawing.map_layers import DrawnMap
from maps.drawing.markers import dot
from maps.drawing.options import RenderOptions
from maps.drawing.shapes import Box, Group, Shape, Style, Text, moved
from maps.project_records import codebook_of, geometry_type
from maps.style import typeface
from maps.text import formats, i18n
from maps.text.code_names import code_name
from maps.text.names import Project, spoken

_NARROWEST = 105.0
"""Points that a small map is wide at least, on a page of the usual size."""
_SHAPE = 1.45
"""Width for its height that a small map had better have."""
_GAP = 12.0
"""Points between small maps."""
_HEADING = 10.5
"""Size of a heading in points."""
_DOT = 3.0
"""Radius in points of a project's dot where they are few."""
_MANY = 40
"""Where they are more than these, dots are smaller."""


class _Panel(NamedTuple):
    """What one small map shows."""

    heading: str
    """The value that its projects have in common."""
    projects: tuple[Project, ...]
    """In the order of the layer."""


def multiples(
    projects: Sequence[Project], countries: Sequence[str], options: RenderOptions, box: Box, margin: float
) -> DrawnMap:
    """The small maps in a box of the page, so many points from its sides; that of the most projects first.

    Raises CoopmapError when no project has a place.
    """
    unit = options.unit
    gap = _GAP * unit
    left, top, right, bottom = box[0] + margin, box[1], box[2], box[3] - gap * 0.5
    # A legend at the side keeps its own distance.
    right -= margin if right >= options.width else 0.0
    panels = list(_panels(projects, options))
    head = options.sized(_HEADING) * 1.5
    columns = _columns(len(panels), right - left, bottom - top, head, unit)
    rows = math.ceil(len(panels) / columns)
    wide = (right - left - gap * (columns - 1)) / columns
    high = (bottom - top - gap * (rows - 1)) / rows
    whole = MapFigure(tuple(projects), countries, replace(options, by=None), 0.5 * unit)
    frame = whole.frame((0.0, 0.0, wide, max(high - head, 1.0)))
    ground = base_layer.ground(frame, countries, options.language, 0.6 * unit, options.borders)
    groups = []
    for number, panel in enumerate(panels):
        shapes = _drawn(panel, frame, ground, options, scale=number == 0)
        row, column = divmod(number, columns)
        x, y = left + column * (wide + gap), top + row * (high + gap)
        map_shapes = moved(shapes, x, y + head)
        groups.append(Group(panel.heading, (*map_shapes, _heading(panel, options, x, y + head * 0.7, wide))))
    return DrawnMap(tuple(groups), (), 0)


def _panels(projects: Sequence[Project], options: RenderOptions) -> Iterator[_Panel]:
    of: dict[str | None, list[Project]] = {}
    for project in projects:
        for value in _values(project, options.by or ""):
            of.setdefault(value, []).append(project)
    codebook, by = codebook_of(projects), options.by or ""
    order: list[str | None] = [*(codebook.sectors if by == "sector" else codebook.statuses), None]
    known = {value: number for number, value in enumerate(order)}
    for value, those in sorted(of.items(), key=lambda each: (-len(each[1]), known.get(each[0], 0), str(each[0]))):
        yield _Panel(code_name(codebook, options.language, by, value), tuple(those))


def _values(project: Project, by: str) -> Sequence[str | None]:
    if by == "country":
        return project.get("countries") or [None]
    value = project.get("sector") if by == "sector" else project.get("status")
    return [value or None]


def _columns(count: int, wide: float, high: float, head: float, unit: float) -> int:
    """How many small maps stand in a row, so that they are as large as can be."""
    gap = _GAP * unit

    def size(columns: int) -> float:
        rows = math.ceil(count / columns)
        across = (wide - gap * (columns - 1)) / columns
        down = (high - gap * (rows - 1)) / rows - head
        return min(across, down * _SHAPE)

    return max(range(1, count + 1), key=size)


def _heading(panel: _Panel, options: RenderOptions, x: float, y: float, wide: float) -> Group:
    """What the projects have in common, how many they are, and how many of them have no place."""
    size = options.sized(_HEADING)
    number = formats.number(options.language, len(panel.projects))
    room = wide - typeface.width(f"  {number}", "regular", size)
    name = typeface.shortened(typeface.clean(panel.heading), "semibold", size, room)
    behind = x + typeface.width(name, "semibold", size) + size * 0.5
    texts = [
        Text("Heading", x, y, (name,), size, "ink", "semibold"),
        Text("Number", behind, y, (number,), size, "ink-2"),
    ]
    unplaced = sum(not project.get("geometry") for project in panel.projects)
    note = f"{i18n.text(options.language, 'unplaced.title')}: {formats.number(options.language, unplaced)}"
    if unplaced:
        small = options.sized(8.0)
        begins = x + wide - typeface.width(note, "regular", small)
        # Where the heading leaves no room for it, it stands in the map's upper right corner.
        beside = begins > behind + typeface.width(number, "regular", size) + size
        at = (x + wide, y) if beside else (x + wide - 4 * options.unit, y + size * 0.5 + small * 1.2)
        texts.append(Text("Not on the map", *at, (note,), small, "ink-2", anchor="end", halo="halo"))
    return Group("Heading", tuple(texts))


def _drawn(panel: _Panel, frame: Frame, ground: Group, options: RenderOptions, *, scale: bool) -> tuple[Shape, ...]:
    """One small map from the page's upper left corner: base map, hairlines, a dot for each project."""
    unit, language = options.unit, options.language

    def say(project: Project) -> str:
        return spoken(project, language)

    markers = declutter.markers_in(frame, panel.projects, 2 * _DOT * unit)
    radius = _DOT * unit * min(1.0, max(0.5, (_MANY / max(1, len(markers))) ** 0.25))
    lines = [project for project in panel.projects if geometry_type(project).endswith(("LineString", "Polygon"))]
    edge = map_elements.rectangle("Edge", frame.box, "paper")._replace(style=Style(line="rule", width=0.8 * unit))
    dots = (dot(marker, say(marker.project), radius, options.link_of(marker.project)) for marker in markers)
    bar = map_elements.scale_bar(frame, 6 * unit, frame.box[3] - 5 * unit, options) if scale else None
    return (
        ground,
        Group("Routes", tuple(routes.routes(frame, lines, 0.8 * unit, say, thin=True))),
        Group("Projects", tuple(dots)),
        *([bar] if bar and options.has("scale") else []),
        edge,
    )
