"""What stands around a still's map: title, legend, scale and credits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maps.drawing import markers
from maps.drawing.projection import Frame
from maps.drawing.shapes import Area, Box, Disc, Group, Line, Look, Point, Shape, Text
from maps.style import theme, typeface
from maps.text import formats, i18n
from maps.text.names import name_of

Project = Mapping[str, Any]

_ROUND = (1, 2, 5)
"""First digits of a scale's length."""

_LONG = 8
"""A block of so many rows may be broken between two columns."""

Sign = Callable[[Point, float], tuple[Shape, ...]]
"""Draws a sign of the legend: its middle, and the height of a row in points."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the legend: a sign, a text, and a note in grey behind or under it."""

    sign: Sign
    text: str
    note: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading of the legend with its rows."""

    heading: str
    rows: tuple[Row, ...]


# --- title ------------------------------------------------------------------------------------------------------------


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
    if note:
        y += 0 if beside and subtitle else 12.5 * unit
        at = (right, "end") if beside and subtitle else (left, "start")
        shapes.append(Text("Date", at[0], y, (note,), 9.5 * unit, "ink-2", anchor=at[1]))
    return shapes, y - top + (8 * unit if shapes else 0)


# --- legend -----------------------------------------------------------------------------------------------------------


def blocks(projects: Sequence[Project], language: str, link: Callable[[Project], str]) -> list[Block]:
    """The legend of what these projects show, in the order of the theme."""
    told = i18n.load(language)
    placed = [project for project in projects if project.get("geometry")]
    found = [
        Block(told["filter.sector"], tuple(_sectors(projects, language))),
        Block(told["filter.status"], tuple(_statuses(projects, language))),
        Block(told["filter.precision"], tuple(_precisions(placed, language))),
        Block(told["legend.signs"], tuple(_lines(placed, language))),
        Block(told["unplaced.title"], tuple(_unplaced(projects, language, link))),
    ]
    return [block for block in found if block.rows]


def _count(projects: Sequence[Project], field: str, code: str) -> int:
    return sum(project.get(field) == code for project in projects)


def _sectors(projects: Sequence[Project], language: str) -> Iterator[Row]:
    for code in theme.SECTORS:
        if number := _count(projects, "sector", code):
            sample = {"sector": code, "status": "operating"}
            yield Row(_mark(sample), formats.known(language, "sector", code), str(number))


def _statuses(projects: Sequence[Project], language: str) -> Iterator[Row]:
    for code in theme.STATUSES:
        if number := _count(projects, "status", code):
            yield Row(_status(code), formats.known(language, "status", code), str(number))


def _precisions(placed: Sequence[Project], language: str) -> Iterator[Row]:
    signs: dict[str, Sign] = {"site": _foot, "near": _disc, "town": _disc, "region": _ring, "country": _ring}
    points = [project for project in placed if project["geometry"]["type"] == "Point"]
    for code, sign in signs.items():
        if _count(points, "precision", code):
            yield Row(sign, formats.known(language, "precision", code))


def _lines(placed: Sequence[Project], language: str) -> Iterator[Row]:
    told = i18n.load(language)
    lines = [project for project in placed if project["geometry"]["type"].endswith("LineString")]
    if _count(lines, "route", "schematic"):
        yield Row(_stroke((4.0, 3.0), 2.0, hollow=False), told["legend.line_schematic"])
    if any(markers.style(project)["fill"] == "empty" for project in lines):
        yield Row(_stroke((), 3.0, hollow=True), told["legend.line_planned"])
    if _count(lines, "route", "great_circle"):
        yield Row(_arc, told["legend.line_air"])


def _unplaced(projects: Sequence[Project], language: str, link: Callable[[Project], str]) -> Iterator[Row]:
    for project in projects:
        if not project.get("geometry"):
            yield Row(_mark(project), name_of(project, language), reason(project, language), link(project))


def reason(project: Project, language: str) -> str:
    """Why a project is not on the map."""
    if project.get("precision") == "country":
        names = ", ".join(formats.known(language, "country", code) for code in project.get("countries", ()))
        return i18n.text(language, "unplaced.reason.country", country=names)
    return i18n.text(language, "unplaced.reason.unlocated")


def _mark(project: Project) -> Sign:
    return lambda at, high: markers.sample(project, at, high * 0.92)


def _status(code: str) -> Sign:
    return lambda at, high: markers.status_sample(code, at, high * 0.8)


def _foot(at: Point, high: float) -> tuple[Shape, ...]:
    x, y = at
    tail = tuple((x + across * high, y + down * high) for across, down in ((-0.13, 0.06), (0, 0.46), (0.13, 0.06)))
    look = Look(fill="ink-2")
    return Area("Foot", (tail,), look), Disc("Mark", x, y - high * 0.12, high * 0.26, look)


def _disc(at: Point, high: float) -> tuple[Shape, ...]:
    around = Look(fill="ink-2", fill_opacity=0.14, line="ink-2", line_opacity=0.6, width=0.6)
    return Disc("Around", *at, high * 0.5, around), Disc("Mark", *at, high * 0.26, Look(fill="ink-2"))


def _ring(at: Point, high: float) -> tuple[Shape, ...]:
    ring = Look(line="ink-2", width=high * 0.1, dash=(0.1, high * 0.22))
    return Disc("Ring", *at, high * 0.46, ring), Disc("Mark", *at, high * 0.26, Look(fill="ink-2"))


def _stroke(dash: tuple[float, ...], width: float, *, hollow: bool) -> Sign:
    def sign(at: Point, high: float) -> tuple[Shape, ...]:
        ends = ((at[0] - high * 0.62, at[1]), (at[0] + high * 0.62, at[1]))
        unit = high / 12
        lengths = tuple(length * unit for length in dash)
        shapes = [Line("Line", (ends,), Look(line="ink-2", width=width * unit, dash=lengths, blunt=True))]
        if hollow:
            shapes.append(Line("Core", (ends,), Look(line="paper", width=(width - 1.8) * unit, blunt=True)))
        return tuple(shapes)

    return sign


def _arc(at: Point, high: float) -> tuple[Shape, ...]:
    steps = [step / 8 for step in range(9)]
    points = tuple(
        (at[0] + high * 1.2 * (step - 0.5), at[1] + high * (0.28 - 2.2 * step * (1 - step))) for step in steps
    )
    return (Line("Arc", (points,), Look(line="ink-2", width=high * 0.1)),)


@dataclass(frozen=True, slots=True)
class Column:
    """How wide a column of the legend is and how large its text, in points."""

    wide: float
    size: float

    @property
    def row(self) -> float:
        """The height of a row of one line."""
        return self.size * 1.5

    @property
    def text(self) -> float:
        """How far the text stands in, for the sign."""
        return self.size * 2.05

    def height(self, block: Block) -> float:
        """How high a block is."""
        return self._top(block) + sum(self.row_height(row) for row in block.rows) + self.row * 0.5

    def _top(self, block: Block) -> float:
        return self.row * 1.25 + self.size * 1.18 * max(0, len(self.heading(block)) - 1)

    def row_height(self, row: Row) -> float:
        """How high a row is."""
        return self.row + self.size * 1.18 * (len(self.lines(row)) - 1)

    def width_of(self, block: Block) -> float:
        """How wide a block is."""
        headings = (typeface.width(line, "semibold", self.size) for line in self.heading(block))
        return max(*map(self.width, block.rows), *headings, 0.0)

    def heading(self, block: Block) -> tuple[str, ...]:
        """A block's heading in lines."""
        return typeface.wrapped(block.heading, "semibold", self.size, self.wide, 2)

    def width(self, row: Row) -> float:
        """How wide a row is."""
        wide = max(typeface.width(line, "regular", self.size) for line in self.lines(row))
        return self.text + wide + self._behind(row)

    def lines(self, row: Row) -> tuple[str, ...]:
        """A row's text in lines; a note that is more than a number follows on its own."""
        lines = typeface.wrapped(row.text, "regular", self.size, self.wide - self.text - self._behind(row), 3)
        if row.note and not row.note.isdigit():
            lines += typeface.wrapped(row.note, "regular", self.size * 0.94, self.wide - self.text, 2)
        return lines

    def _behind(self, row: Row) -> float:
        return typeface.width(f"  {row.note}", "regular", self.size) if row.note.isdigit() else 0.0

    def drawn(self, block: Block, left: float, top: float) -> Group:
        """The block from an upper left corner."""
        shapes: list[Shape] = []
        if block.heading:
            at, step = top + self.size, self.size * 1.18
            lines = self.heading(block)
            shapes.append(Text("Heading", left, at, lines, self.size, "ink", "semibold", leading=step))
        y = top + self._top(block)
        for row in block.rows:
            shapes.append(self._row(row, left, y))
            y += self.row_height(row)
        return Group(block.heading or "More", tuple(shapes))

    def _row(self, row: Row, left: float, top: float) -> Group:
        baseline = top + self.row * 0.5 + self.size * 0.33
        shapes = list(row.sign((left + self.size * 0.75, top + self.row * 0.5), self.row * 0.98))
        lines = self.lines(row)
        notes = (
            len(typeface.wrapped(row.note, "regular", self.size * 0.94, self.wide - self.text, 2)) if row.note else 0
        )
        named = lines if row.note.isdigit() or not row.note else lines[: len(lines) - notes]
        x = left + self.text
        step = self.size * 1.18
        shapes.append(Text(row.text[:40], x, baseline, named, self.size, "ink", leading=step, link=row.link))
        if row.note.isdigit():
            behind = x + typeface.width(named[-1], "regular", self.size) + self.size * 0.5
            shapes.append(Text("Number", behind, baseline + step * (len(named) - 1), (row.note,), self.size, "ink-2"))
        elif row.note:
            under = baseline + step * len(named)
            shapes.append(Text("Reason", x, under, lines[len(named) :], self.size * 0.94, "ink-2", leading=step))
        return Group(row.text[:40], tuple(shapes))


def legend(  # noqa: PLR0913  where it goes and how large it may be
    found: Sequence[Block],
    box: Box,
    columns: int,
    unit: float,
    *,
    least: float = 6.0,
    largest: float = 9.4,
) -> tuple[list[Shape], float, float]:
    """The blocks in columns, their text as large as the box allows, between least and largest points times unit.

    Gives the shapes, how wide the text of a column is, and how high all of it. What finds no room is left out.
    """
    gap = 16.0
    left, top, right, bottom = box
    if columns > 1:
        found = [half for block in found for half in _halves(block)]
    for size in (largest - (largest - least) * step / 6 for step in range(7)):
        column = Column((right - left - gap * unit * (columns - 1)) / columns, size * unit)
        stacks = _stacks(found, column, columns)
        high = max((sum(map(column.height, stack)) for stack in stacks), default=0.0)
        if high <= bottom - top:
            break
    else:
        found = _cut(found, column, columns, bottom - top)
        stacks = _stacks(found, column, columns)
        high = max((sum(map(column.height, stack)) for stack in stacks), default=0.0)
    shapes: list[Shape] = []
    for number, stack in enumerate(stacks):
        y = top
        for block in stack:
            shapes.append(column.drawn(block, left + number * (column.wide + gap * unit), y))
            y += column.height(block)
    return shapes, max(map(column.width_of, found), default=0.0), high


def _halves(block: Block) -> list[Block]:
    """A long block in two, so that columns can be of like height; the second has no heading."""
    if len(block.rows) < _LONG:
        return [block]
    half = (len(block.rows) + 1) // 2
    return [Block(block.heading, block.rows[:half]), Block("", block.rows[half:])]


def _stacks(found: Sequence[Block], column: Column, columns: int) -> list[list[Block]]:
    """The blocks in order over the columns, so that the highest column is as low as can be."""
    heights = [column.height(block) for block in found]
    least, most = max(heights, default=0.0), sum(heights)
    for limit in (least + (most - least) * step / 24 for step in range(25)):
        stacks: list[list[Block]] = [[]]
        high = 0.0
        for block, height in zip(found, heights, strict=True):
            if stacks[-1] and high + height > limit + 0.01:
                stacks.append([])
                high = 0.0
            stacks[-1].append(block)
            high += height
        if len(stacks) <= columns:
            return [_whole(stack) for stack in stacks]
    return [list(found)]


def _whole(stack: list[Block]) -> list[Block]:
    """The halves of a block that stand in one column as one block again."""
    whole: list[Block] = []
    for block in stack:
        if whole and not block.heading:
            whole[-1] = Block(whole[-1].heading, whole[-1].rows + block.rows)
        else:
            whole.append(block)
    return whole


def _cut(found: Sequence[Block], column: Column, columns: int, most: float) -> list[Block]:
    """The blocks without their last rows, until they go in; three dots stand for what was left out."""
    kept = list(found)
    more = Row(lambda *_: (), "…")
    while kept and max(sum(map(column.height, stack)) for stack in _stacks(kept, column, columns)) > most:
        last = kept[-1]
        rows = [row for row in last.rows if row.text != "…"]
        kept[-1:] = [Block(last.heading, (*rows[:-1], more))] if len(rows) > 1 else []
    return kept


# --- scale and credits ------------------------------------------------------------------------------------------------


def scale(frame: Frame, left: float, bottom: float, language: str, unit: float) -> Group | None:
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
    told = formats.distance(language, fitting[-1])
    return Group(
        "Scale",
        (
            Line("Halo", (ends,), Look(line="halo", width=3 * unit, line_opacity=0.8)),
            Line("Bar", (ends,), Look(line="ink-2", width=1.1 * unit)),
            Text("Length", left + wide / 2, y - 4 * unit, (told,), size, "ink-2", anchor="middle", halo="halo"),
        ),
        told,
    )


def credits_of(projects: Sequence[Project], language: str) -> str:
    """Whose data the picture shows."""
    told = i18n.load(language)
    names = ["credits.land", "credits.water", "credits.towns"]
    if any(project.get("sector") == "air" for project in projects):
        names.append("credits.airports")
    return " · ".join([*(told[name] for name in names), "coopmap"])


def foot(text: str, box: Box, unit: float) -> tuple[list[Shape], float]:
    """The credits at the bottom of a box; and how high they are."""
    left, _, right, bottom = box
    size = 7.2 * unit
    lines = typeface.wrapped(text, "regular", size, right - left, 4)
    step = size * 1.2
    y = bottom - step * (len(lines) - 1) - size * 0.3
    return [Text("Credits", left, y, lines, size, "ink-2", leading=step)], step * len(lines) + size * 0.5


def panel(name: str, box: Box, colour: str, opacity: float = 1.0) -> Area:
    """A rectangle."""
    left, top, right, bottom = box
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return Area(name, (corners,), Look(fill=colour, fill_opacity=opacity))
