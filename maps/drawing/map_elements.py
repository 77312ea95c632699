"""What stands around a still's map: title, scale bar and attribution."""

from __future__ import annotations

from collections.abc import Sequence

from maps.drawing.frame import Frame
from maps.drawing.shapes import Box, Group, Line, Polygon, Shape, Style, Text
from maps.style import typeface
from maps.text import formats, i18n
from maps.text.imprint import UNSTATED, Imprint
from maps.text.names import Project

_ROUND = (1, 2, 5)
"""First digits of a scale's length."""


def title(box: Box, heading: str, subtitle: str, note: str, unit: float) -> tuple[list[Shape], float]:
    """Heading, subtitle and a note at the right, from the top of a box; and how high they are."""
    left, top, right, _ = box
    shapes: list[Shape] = []
    y = top
    size = 23 * unit
    lines = typeface.wrapped(heading, "bold", size, right - left, 3)
    if len(lines) > 1:
        size = 19 * unit
        lines = typeface.wrapped(heading, "bold", size, right - left, 3)
    if lines:
        y += size * 0.8
        shapes.append(Text("Title", left, y, lines, size, "ink", "bold", leading=size * 1.1))
        y += size * 1.1 * (len(lines) - 1) + size * 0.28
    size = 11.5 * unit
    wide = typeface.width(note, "regular", 9.5 * unit)
    beside = typeface.width(subtitle, "regular", size) + wide + 12 * unit < right - left
    if subtitle:
        lines = typeface.wrapped(subtitle, "regular", size, right - left, 2)
        y += size
        shapes.append(Text("Subtitle", left, y, lines, size, "ink-2", leading=size * 1.2))
        y += size * 1.2 * (len(lines) - 1)
    if note and beside and subtitle:
        shapes.append(Text("Date", right, y, (note,), 9.5 * unit, "ink-2", anchor="end"))
    elif note:
        lines, step = typeface.wrapped(note, "regular", 9.5 * unit, right - left, 2), 11.5 * unit
        y += 12.5 * unit
        shapes.append(Text("Date", left, y, lines, 9.5 * unit, "ink-2", leading=step))
        y += step * (len(lines) - 1)
    return shapes, y - top + (8 * unit if shapes else 0)


def scale_bar(frame: Frame, left: float, bottom: float, language: str, unit: float) -> Group | None:
    """A bar of a round length that holds in the middle of the map, from a lower left corner."""
    metres = frame.metres
    if not metres:
        return None
    lengths = [first * 10**power for power in range(7) for first in _ROUND]
    fitting = [length for length in lengths if length / metres <= 110 * unit]
    if not fitting:
        return None
    wide = fitting[-1] / metres
    y = bottom - 2 * unit
    ends = ((left, y - 3 * unit), (left, y), (left + wide, y), (left + wide, y - 3 * unit))
    size = 8.5 * unit
    length_text = formats.distance(language, fitting[-1])
    return Group(
        "Scale",
        (
            Line("Halo", (ends,), Style(line="halo", width=3 * unit, line_opacity=0.8)),
            Line("Bar", (ends,), Style(line="ink-2", width=1.1 * unit)),
            Text("Length", left + wide / 2, y - 4 * unit, (length_text,), size, "ink-2", anchor="middle", halo="halo"),
        ),
        length_text,
    )


def attribution(projects: Sequence[Project], language: str, whose: Imprint = UNSTATED) -> str:
    """Whose data the picture shows: the layer's own publisher first."""
    own = [i18n.text(language, "imprint.credit", credit=whose.credit)] if whose.credit else []
    names = ["credits.land", "credits.water", "credits.towns"]
    if any(project.get("sector") == "air" for project in projects):
        names.append("credits.airports")
    return " · ".join([*own, *(i18n.text(language, name) for name in names), "coopmap"])


def attribution_lines(text: str, box: Box, unit: float) -> tuple[list[Shape], float]:
    """The credits at the bottom of a box; and how high they are."""
    left, _, right, bottom = box
    size = 7.2 * unit
    lines = typeface.wrapped(text, "regular", size, right - left, 4)
    step = size * 1.2
    y = bottom - step * (len(lines) - 1) - size * 0.3
    return [Text("Credits", left, y, lines, size, "ink-2", leading=step)], step * len(lines) + size * 0.5


def rectangle(name: str, box: Box, colour: str, opacity: float = 1.0) -> Polygon:
    """A rectangle."""
    left, top, right, bottom = box
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return Polygon(name, (corners,), Style(fill=colour, fill_opacity=opacity))
