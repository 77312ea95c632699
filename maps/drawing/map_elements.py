"""What stands around a still's map: title, scale bar and attribution."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from geo.model.geometry import positions
from maps.basemap import choice
from maps.drawing.frame import Frame
from maps.drawing.options import RenderOptions
from maps.drawing.shapes import Box, Group, Line, Point, Polygon, Shape, Style, Text, touches, within
from maps.style import typeface
from maps.text import formats, i18n
from maps.text.imprint import UNSTATED, Imprint
from maps.text.names import Project

_ROUND = (1, 2, 5)
"""First digits of a scale's length."""
_SCALE = 110.0
"""Points that a scale is long at most,"""
_SMALL = 8.5
"""and the size of its text, on a page of the usual size."""
_PARTS = " · "
"""What stands between the sources of a picture."""


def title(box: Box, heading: str, subtitle: str, note: str, options: RenderOptions) -> tuple[list[Shape], float]:
    """Heading, subtitle and a note at the right, from the top of a box; and how high they are.

    What does not go into the box is left out, the note first.
    """
    for texts in ((heading, subtitle, note), (heading, subtitle, ""), (heading, "", ""), ("", "", "")):
        shapes, high = _title(box, *texts, options)
        if high <= box[3] - box[1]:
            break
    return shapes, high


def _title(box: Box, heading: str, subtitle: str, note: str, options: RenderOptions) -> tuple[list[Shape], float]:
    left, top, right, _ = box
    unit = options.unit
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
    size, small = options.sized(11.5), options.sized(9.5)
    wide = typeface.width(note, "regular", small)
    beside = typeface.width(subtitle, "regular", size) + wide + 12 * unit < right - left
    if subtitle:
        lines = typeface.wrapped(subtitle, "regular", size, right - left, 2)
        y += size
        shapes.append(Text("Subtitle", left, y, lines, size, "ink-2", leading=size * 1.2))
        y += size * 1.2 * (len(lines) - 1)
    if note and beside and subtitle:
        shapes.append(Text("Date", right, y, (note,), small, "ink-2", anchor="end"))
    elif note:
        lines, step = typeface.wrapped(note, "regular", small, right - left, 2), small * 1.21
        y += small * 1.32
        shapes.append(Text("Date", left, y, lines, small, "ink-2", leading=step))
        y += step * (len(lines) - 1)
    return shapes, y - top + (8 * unit if shapes else 0)


class Corner(NamedTuple):
    """The lower left corner of a map: its scale, and how many of its projects are named; beside a small map there."""

    box: Box
    """The map's."""
    options: RenderOptions
    """Parts and language."""
    small_maps: Sequence[Box]
    """Boxes of an inset or overview."""
    busy: Sequence[Box] = ()
    """Boxes of markers and rings."""

    @property
    def _at(self) -> Point:
        left, _, _, bottom = self.box
        unit = self.options.unit
        gap = (8 if self.options.locator else 14) * unit
        x, y = left + gap, bottom - gap * 0.8
        for other in self.small_maps:
            if other[0] < x + 120 * unit and other[3] > y - 20 * unit:
                x = other[2] + gap
        return x, y

    def _scale_box(self) -> Box:
        (x, y), unit = self._at, self.options.unit
        return x - 4, y - 7 * unit - self.options.sized(_SMALL), x + (_SCALE + 4) * unit, y + 2

    def _message_box(self, frame: Frame) -> Box | None:
        """Where there is room for how many are named: beside or above the scale, or in another corner."""
        if not self.options.has("names") or self.options.locator:
            return None
        (x, y), unit = self._at, self.options.unit
        size = self.options.sized(_SMALL)
        high = size * 1.3
        wide = typeface.width(self._message(888, 888), "regular", size)
        scale = [self._scale_box()] if self._scale(frame) else []
        far, top = self.box[2] - 14 * unit - wide, self.box[1] + 10 * unit
        beside = (x + (_SCALE + 12) * unit, y - high) if scale else (x, y - high)
        above = (x, self._scale_box()[1] - high - 2)
        places = (beside, above, (far, y - high), (x, top), (far, top))
        boxes = [(left, upper, left + wide, upper + high) for left, upper in places]
        taken = [*self.small_maps, *self.busy, *scale]
        return next((box for box in boxes if within(box, self.box) and not any(touches(box, t) for t in taken)), None)

    def boxes(self, frame: Frame) -> list[Box]:
        """What labels keep free."""
        message = self._message_box(frame)
        return [*([self._scale_box()] if self._scale(frame) else []), *([message] if message else [])]

    def drawn(self, frame: Frame, named: int, count: int) -> list[Group]:
        """The scale; and where projects are without a name, how many have one."""
        scale, box = self._scale(frame), self._message_box(frame)
        groups = [scale] if scale else []
        if named < count and box:
            message, size = self._message(named, count), self.options.sized(_SMALL)
            text = Text("Named", box[0], box[3] - size * 0.3, (message,), size, "ink-2", halo="halo")
            groups.append(Group("How many are named", (text,)))
        return groups

    def _scale(self, frame: Frame) -> Group | None:
        return scale_bar(frame, *self._at, self.options) if self.options.has("scale") else None

    def _message(self, named: int, count: int) -> str:
        n, of = (formats.number(self.options.language, value) for value in (named, count))
        return i18n.text(self.options.language, "stills.named", named=n, n=of)


def scale_bar(frame: Frame, left: float, bottom: float, options: RenderOptions) -> Group | None:
    """A bar of a round length that holds in the middle of the map, from a lower left corner."""
    metres, unit = frame.metres, options.unit
    if not metres:
        return None
    lengths = [first * 10**power for power in range(7) for first in _ROUND]
    fitting = [length for length in lengths if length / metres <= _SCALE * unit]
    if not fitting:
        return None
    wide = fitting[-1] / metres
    y = bottom - 2 * unit
    ends = ((left, y - 3 * unit), (left, y), (left + wide, y), (left + wide, y - 3 * unit))
    size = options.sized(_SMALL)
    length_text = formats.distance(options.language, fitting[-1])
    return Group(
        "Scale",
        (
            Line("Halo", (ends,), Style(line="halo", width=3 * unit, line_opacity=0.8)),
            Line("Bar", (ends,), Style(line="ink-2", width=1.1 * unit)),
            Text("Length", left + wide / 2, y - 4 * unit, (length_text,), size, "ink-2", anchor="middle", halo="halo"),
        ),
        length_text,
    )


def attribution(
    projects: Sequence[Project], countries: Collection[str], language: str, whose: Imprint = UNSTATED
) -> str:
    """Whose data the picture shows: the layer's own publisher first. countries: the layer's own."""
    own = [i18n.text(language, "imprint.credit", credit=whose.credit)] if whose.credit else []
    places = [place for project in projects for place in positions(project.get("geometry"))]
    names = list(choice.credit_keys(countries, places))
    if any(project.get("sector") == "air" for project in projects):
        names.append("credits.airports")
    return _PARTS.join([*own, *(i18n.text(language, name) for name in names), "coopmap"])


def attribution_lines(text: str, box: Box, size: float) -> tuple[list[Shape], float]:
    """The credits at the bottom of a box, in letters of a size in points; and how high they are.

    In a low box no more than the names of the sources, and nothing where even these find no room.
    """
    left, top, right, bottom = box
    step = size * 1.2
    most = int((bottom - top) / step)
    lines: tuple[str, ...] = ()
    for credit in (text, _names_of(text)):
        lines = typeface.wrapped(credit, "regular", size, right - left)
        if len(lines) <= min(4, most):
            break
    else:
        return [], 0.0
    # A dot stands between two sources, not at an end of a line.
    lines = tuple(line.strip(_PARTS) for line in lines)
    y = bottom - step * (len(lines) - 1) - size * 0.3
    return [Text("Credits", left, y, lines, size, "ink-2", leading=step)], step * len(lines) + size * 0.5


def _names_of(credits_text: str) -> str:
    """The sources alone, without what is said of them: what stands behind each colon, before a bracket or a remark."""
    parts = (part.rpartition(": ")[2] for part in credits_text.split(_PARTS))
    return _PARTS.join(dict.fromkeys(part.partition(";")[0].partition(" (")[0] for part in parts))


def rectangle(name: str, box: Box, colour: str, opacity: float = 1.0) -> Polygon:
    """A rectangle."""
    left, top, right, bottom = box
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return Polygon(name, (corners,), Style(fill=colour, fill_opacity=opacity))
