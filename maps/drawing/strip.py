"""Claimed and found: a square for each project by how sure we are of it; of many projects a bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maps.drawing.legend_entries import counted
from maps.drawing.shapes import Box, Group, Line, Point, Polygon, Shape, Style
from maps.project_records import codebook_of
from maps.style import theme
from maps.style.looks import Looks, looks_of
from maps.text import formats, i18n
from maps.text.code_names import code_name
from maps.text.names import Project

SQUARES = 60
"""Up to so many projects have a square each, as in the page."""
_GAP, _APART = 0.24, 0.62
"""Between two squares, and between those of two statuses, in widths of a square."""
_BAR = 36.0
"""Length of a bar at most, in its heights: behind it stand words."""
_EDGE = 0.15
"""Width of a square's edge in its own widths."""
_INNER = 1.5
"""From a square's side to the middle of its inner edge, in widths of the edge."""
_DOTS = (0.1, 2.0)
"""Dot and gap of an edge in its widths."""
_DASH = 2.2
"""Length of a dash of an edge in its widths, about."""


def strip(projects: Sequence[Project], at: Point, wide: float, size: float, language: str) -> Group | None:
    """The strip from an upper left corner, so many points wide at most, its squares at most `size` points.

    None where it tells nothing: of a single project, and where no status is stated.
    """
    looks = looks_of(codebook_of(projects))
    counts = list(counted(projects, "status", looks.statuses))
    if len(projects) < 2 or all(code is None for code, _ in counts):
        return None
    draw = _squares if len(projects) <= SQUARES else _bar
    shapes = tuple(draw(looks, counts, at, wide, size))
    return Group("Claimed and found", shapes, findings(projects, language), figure=True)


def findings(projects: Sequence[Project], language: str) -> str:
    """How many projects of each status there are, the surest first."""
    codebook = codebook_of(projects)
    parts = []
    for code, n in counted(projects, "status", looks_of(codebook).statuses):
        name = code_name(codebook, language, "status", code).lower()
        parts.append(i18n.text(language, "lede.count", n=formats.number(language, n), status=name))
    return i18n.text(language, "lede.found", statuses=i18n.listed(parts, language))


Counts = Sequence[tuple[str | None, int]]
"""Codes of statuses, each with how many projects have it."""


def _squares(looks: Looks, counts: Counts, at: Point, wide: float, size: float) -> Iterator[Shape]:
    """A square for each project, those of one status side by side."""
    number = sum(n for _, n in counts)
    parts = number + _GAP * (number - len(counts)) + _APART * (len(counts) - 1)
    size = min(size, wide / parts)
    x, y = at
    for code, n in counts:
        squares = []
        for place in range(n):
            left = x + place * (1 + _GAP) * size
            squares += _square(looks.status(code), (left, y, left + size, y + size), size)
        yield Group(code or "Not stated", tuple(squares))
        x += (n + _GAP * (n - 1) + _APART) * size


def _bar(looks: Looks, counts: Counts, at: Point, wide: float, size: float) -> Iterator[Shape]:
    """A bar with a part for each status, as long as its share; the rarest is still to be seen."""
    number = sum(n for _, n in counts)
    wide = min(wide, _BAR * size)
    gap = _GAP * size
    spare = wide - gap * (len(counts) - 1) - size * len(counts)
    x, y = at
    for code, n in counts:
        long = size + max(0.0, spare) * n / number
        yield Group(code or "Not stated", tuple(_square(looks.status(code), (x, y, x + long, y + size), size)))
        x += long + gap


def _square(status: theme.Status, box: Box, size: float) -> list[Shape]:
    """A square, or a part of the bar, with the filling and the edge of a status's marks."""
    tint = "grey" if status.grey else "ink"
    width = _EDGE * size
    edge = _inset(box, width / 2)
    full = status.fill == "full"
    if status.edge == "double":
        # Two lines of an empty square are thinner and further apart, so that paper is seen between them.
        outer, inner, apart = (1.0, 0.9, _INNER) if full else (0.7, 0.6, 1.75)
        lines = Style(fill=tint if full else "paper", line=tint, width=outer * width)
        within = Style(line="paper" if full else tint, width=inner * width)
        return [
            _rectangle("Square", _inset(box, outer * width / 2), lines),
            _rectangle("Inner edge", _inset(box, apart * width), within),
        ]
    if status.edge == "dashed":
        dashes = _inset(box, _INNER * width) if full else edge
        shapes: list[Shape] = [_rectangle("Square", box if full else edge, Style(fill=tint if full else "paper"))]
        broken = Style(line="paper" if full else tint, width=width, blunt=True)
        shapes.append(Line("Inner edge" if full else "Edge", _dashed(dashes, _DASH * width), broken))
        return [*shapes, *_struck(status, edge, tint, width)]
    line = Style(
        fill=tint if full else "paper" if status.fill == "empty" else tint,
        fill_opacity=0.2 if status.fill == "pale" else 1.0,
        line=tint,
        width=width * (0.7 if status.edge in ("dotted", "thin") else 1.0),
        dash=tuple(length * width for length in _DOTS) if status.edge == "dotted" else (),
    )
    return [_rectangle("Square", edge, line), *_struck(status, edge, tint, width)]


def _struck(status: theme.Status, edge: Box, tint: str, width: float) -> Iterator[Shape]:
    """The stroke through a square whose status is struck out."""
    if status.struck:
        left, top, right, bottom = edge
        yield Line("Cancelled", (((left, bottom), (right, top)),), Style(line=tint, width=width * 0.8))


def _dashed(box: Box, least: float) -> tuple[tuple[Point, ...], ...]:
    """The dashes of a broken edge, gaps as long as they, about `least` points and more; each corner has an angle."""
    left, top, right, bottom = box
    gaps_across, gaps_down = (max(1, round((side / least - 1) / 2)) for side in (right - left, bottom - top))
    across, down = (right - left) / (2 * gaps_across + 1), (bottom - top) / (2 * gaps_down + 1)
    angles = [
        ((x + way_x * across, y), (x, y), (x, y + way_y * down))
        for x, way_x in ((left, 1), (right, -1))
        for y, way_y in ((top, 1), (bottom, -1))
    ]
    spans_across = [(left + 2 * n * across, left + (2 * n + 1) * across) for n in range(1, gaps_across)]
    spans_down = [(top + 2 * n * down, top + (2 * n + 1) * down) for n in range(1, gaps_down)]
    level = [((begin, y), (end, y)) for y in (top, bottom) for begin, end in spans_across]
    upright = [((x, begin), (x, end)) for x in (left, right) for begin, end in spans_down]
    return tuple(tuple((round(x, 2), round(y, 2)) for x, y in dash) for dash in (*angles, *level, *upright))


def _inset(box: Box, by: float) -> Box:
    left, top, right, bottom = box
    return left + by, top + by, right - by, bottom - by


def _rectangle(name: str, box: Box, style: Style) -> Polygon:
    left, top, right, bottom = (round(side, 2) for side in box)
    return Polygon(name, (((left, top), (right, top), (right, bottom), (left, bottom)),), style)
