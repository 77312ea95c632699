"""The markers of projects as shapes: fill and edge tell the status, an icon the sector."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from maps.drawing import icon_paths
from maps.drawing.shapes import Box, Circle, Group, Line, Point, Polygon, Shape, Style, Text
from maps.style import theme
from maps.style.icon_drawings import Icon
from maps.style.looks import looks_of_project
from maps.text.names import Project

_UNITS = 25.0
"""A marker is drawn as the page draws it, in units of which its disc is so many across."""
_PIN = 22.0
"""Units from the middle of a marker to its pin's tip, the exact point."""
PIN_LENGTH = _PIN / _UNITS
"""The same in widths of the marker."""
_DASHES: Mapping[str, tuple[float, float]] = {"dashed": (4, 2.6), "dotted": (0.1, 3.8)}
"""Dash and gap of a marker's edge, in its units; other edges are solid."""
_BROKEN = (4.0, 2.66)
"""The same of the ring inside a full marker of what is being built."""
_PALE = 0.2
"""How much of its colour fills a marker of which no status is stated."""
_THIN = 1.3
"""Width of the edge of such a marker, in its units."""


class Marker(NamedTuple):
    """A project's marker on the page, in points."""

    project: Project
    """Whose marker it is."""
    anchor: Point
    """Where the project is."""
    at: Point
    """Centre of the drawn marker."""
    size: float
    """Width."""
    on_line: bool = False
    """Whether it stands for a line or an area, so that its anchor is no exact place."""
    pin: bool = False
    """Whether it stands on a pin whose tip is the anchor."""
    place: tuple[float, float] | None = None
    """Longitude and latitude in degrees of the point that it stands for; None of a line or an area."""

    @property
    def moved(self) -> bool:
        """Whether it had to make room for others."""
        return not self.pin and math.dist(self.anchor, self.at) > 0.12 * self.size

    @property
    def box(self) -> Box:
        """What it covers, its pin too."""
        half = self.size * 0.56
        x, y = self.at
        return x - half, y - half, x + half, (self.anchor[1] + 2 if self.pin else y + half)

    @property
    def led(self) -> bool:
        """Whether a line leads from it to its place: from a route's only if it had to move by more than its width."""
        return self.moved and (not self.on_line or math.dist(self.anchor, self.at) > self.size)


def status_style(project: Project) -> theme.Status:
    """How the project's status is drawn."""
    return looks_of_project(project).status(project.get("status"))


def colour(project: Project) -> str:
    """The palette's name of the project's colour."""
    return "grey" if status_style(project).grey else _sector_style(project).colour


def _sector_style(project: Project) -> theme.Sector:
    return looks_of_project(project).sector(project.get("sector"))


def leader_lines(markers: Sequence[Marker]) -> list[Shape]:
    """Thin lines from markers that had to make room to where they belong."""
    shapes: list[Shape] = []
    for marker in markers:
        if marker.led:
            style = Style(line="ink", width=0.7, line_opacity=0.7)
            shapes.append(Line("Lead", ((_on_rim(marker), marker.anchor),), style))
            shapes.append(Circle("Spot", marker.anchor[0], marker.anchor[1], 1.4, Style(fill="ink")))
    return shapes


def _on_rim(marker: Marker) -> Point:
    far = math.dist(marker.anchor, marker.at)
    share = min(1.0, 0.5 * marker.size / far)
    (x, y), (to_x, to_y) = marker.at, marker.anchor
    return x + (to_x - x) * share, y + (to_y - y) * share


class Numeral(NamedTuple):
    """What stands in a marker instead of its sector's icon."""

    text: str
    """A number from 1, in the digits of the picture's language."""
    least: float = 0.0
    """Smallest size of its digits, in points."""

    def drawn(self, at: Point, size: float, tint: str) -> Text:
        """The number in a marker so wide."""
        letters = max(self.least, size * (0.52 if len(self.text) < 3 else 0.4))
        return Text("Number", at[0], at[1] + letters * 0.33, (self.text,), letters, tint, "bold", anchor="middle")


def marker_shapes(marker: Marker, title: str, link: str = "", numeral: Numeral | None = None) -> Group:
    """A marker as shapes: filling and edge tell the status, a dotted ring a vague place, a foot an exact one."""
    vague = not marker.on_line and theme.precision(marker.project.get("precision")).sign == "ring"
    foot = marker.anchor if marker.pin else None
    shapes = _drawing(marker.project, marker.at, marker.size / _UNITS, vague=vague, foot=foot, numeral=numeral)
    return Group(str(marker.project["id"]), tuple(shapes), title, link)


def sample(project: Project, at: Point, size: float, numeral: Numeral | None = None) -> tuple[Shape, ...]:
    """A marker for a legend, with neither foot nor ring."""
    return tuple(_drawing(project, at, size / _UNITS, numeral=numeral))


def status_sample(status: theme.Status, at: Point, size: float) -> tuple[Shape, ...]:
    """A marker without an icon: how a status is drawn in any sector."""
    return tuple(_disc(status, at, size / _UNITS, "grey" if status.grey else "ink-2"))


def dot(marker: Marker, title: str, radius: float = 2.6, link: str = "") -> Group:
    """A marker so small that it only says that there is something."""
    style = Style(fill=colour(marker.project), line="paper", width=0.3 * radius)
    return Group(str(marker.project["id"]), (Circle("Dot", *marker.anchor, radius, style),), title, link)


def _drawing(  # noqa: PLR0913  what a marker may have
    project: Project,
    at: Point,
    unit: float,
    *,
    vague: bool = False,
    foot: Point | None = None,
    numeral: Numeral | None = None,
) -> Iterator[Shape]:
    x, y = (round(value, 2) for value in at)
    tint = colour(project)
    if foot:
        yield _tail(at, foot, unit, tint)
    if vague:
        dots = Style(line=tint, width=1.8 * unit, dash=(0.1 * unit, 4 * unit))
        yield Circle("Vague place", x, y, 17 * unit, dots)
    status = status_style(project)
    yield from _disc(status, (x, y), unit, tint)
    # Where nobody confirms or states a status the disc is grey, and the icon tells the sector by its colour too.
    inner = "on-family" if status.fill == "full" else _sector_style(project).colour
    if numeral:
        yield numeral.drawn((x, y), _UNITS * unit, inner)
    else:
        yield from _icon(_sector_style(project).icon, (x - 8 * unit, y - 8 * unit), unit, inner)


def _tail(at: Point, tip: Point, unit: float, tint: str) -> Shape:
    """What leads from a marker to its exact point, as in the page: broad at the marker, ending in the point."""
    far = math.dist(at, tip) or 1.0
    east, north = (tip[0] - at[0]) / far, (tip[1] - at[1]) / far
    root = (at[0] + 9 * unit * east, at[1] + 9 * unit * north)
    sides = [(round(root[0] + s * north * unit, 2), round(root[1] - s * east * unit, 2)) for s in (5, -5)]
    corners = (sides[0], (round(tip[0], 2), round(tip[1], 2)), sides[1])
    return Polygon("Foot", (corners,), Style(fill=tint, line="paper", width=1.6 * unit))


def _disc(status: theme.Status, at: Point, unit: float, tint: str) -> Iterator[Shape]:
    """The round part of a marker."""
    x, y = at
    full = status.fill == "full"
    yield Circle("Halo", x, y, 14.5 * unit, Style(fill="paper"))
    dash = tuple(length * unit for length in _DASHES.get(status.edge, ()))
    if status.fill == "pale":
        yield Circle("Disc", x, y, 12.5 * unit, Style(fill=tint, fill_opacity=_PALE, line=tint, width=_THIN * unit))
    elif full and dash:
        yield Circle("Disc", x, y, 12.5 * unit, Style(fill=tint, line=tint, width=2.2 * unit))
        broken = tuple(length * unit for length in _BROKEN)
        yield Circle("Inner edge", x, y, 10.6 * unit, Style(line="paper", width=2.2 * unit, dash=broken, blunt=True))
    else:
        edge = Style(
            fill=tint if full else "paper", line=tint, width=2.2 * unit, dash=dash, blunt=status.edge == "dashed"
        )
        yield Circle("Disc", x, y, 12.5 * unit, edge)
    if status.edge == "double":
        yield Circle("Inner edge", x, y, 10.6 * unit, Style(line="paper" if full else tint, width=1.3 * unit))
    if status.struck:
        slash = ((x - 9 * unit, y + 9 * unit), (x + 9 * unit, y - 9 * unit))
        yield Line("Cancelled", (slash,), Style(line=tint, width=1.8 * unit))


def _icon(icon: Icon, corner: Point, unit: float, tint: str) -> Iterator[Shape]:
    """A sector's icon, its upper left corner at a point."""
    style = Style(fill=tint if icon.solid else None, line=tint, width=1.5 * unit)
    open_parts: list[tuple[Point, ...]] = []
    rings: list[tuple[Point, ...]] = []
    for stroke in icon_paths.strokes(icon.path):
        points = tuple((round(corner[0] + a * unit, 2), round(corner[1] + b * unit, 2)) for a, b in stroke.points)
        (rings if stroke.closed else open_parts).append(points)
    if rings:
        yield Polygon("Icon", tuple(rings), style)
    if open_parts:
        yield Line("Icon", tuple(open_parts), style._replace(fill=None))
