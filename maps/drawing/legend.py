"""The legend of a still: its entries in columns, as large as their box allows."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from maps.drawing.legend_entries import Block, Row
from maps.drawing.shapes import Box, Group, Shape, Text
from maps.style import typeface

_LONG = 8
"""A block of so many rows may be broken between two columns."""
_NARROWEST = 8.0
"""Sizes of its text that a column is wide at least."""


class Column(NamedTuple):
    """A column of the legend, in points."""

    wide: float
    """Width."""
    size: float
    """Font size."""

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
        gaps = sum(row.apart for row in block.rows[1:]) * self._apart
        return self._top(block) + sum(self.row_height(row) for row in block.rows) + gaps + self.row * 0.5

    @property
    def _apart(self) -> float:
        return self.row * 0.32

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
        wide = self.wide - self.text - self._behind(row)
        lines = typeface.wrapped(row.text, "regular", self.size, wide, 3) or ("",)  # a code of blanks has no word
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
        for number, row in enumerate(block.rows):
            y += self._apart if row.apart and number else 0.0
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


class LaidOut(NamedTuple):
    """A legend in its place."""

    shapes: tuple[Shape, ...]
    """From the upper left corner of its box."""
    wide: float
    """From the left of its first column to the end of the text of its last, in points."""
    high: float
    """Its height in points."""
    whole: bool
    """Whether nothing was left out."""


def laid_out(  # noqa: PLR0913  where it goes and how large it may be
    blocks: Sequence[Block],
    box: Box,
    columns: int,
    unit: float,
    *,
    least: float = 6.0,
    largest: float = 9.4,
    more: Callable[[int], str] = lambda count: f"+{count}",
) -> LaidOut:
    """The blocks in columns, their text as large as the box allows, between least and largest points times unit.

    What finds no room is left out, and `more` says how many entries that are.
    """
    gap = 16.0
    left, top, right, bottom = box
    largest = max(least, largest)
    whole = False
    for size in dict.fromkeys(largest - (largest - least) * step / 6 for step in range(7)):
        column = Column((right - left - gap * unit * (columns - 1)) / columns, size * unit)
        if whole := column.wide > _NARROWEST * column.size and _height(blocks, column, columns) <= bottom - top:
            break
    if not whole:
        blocks = _cut(blocks, column, columns, bottom - top, more) if column.wide > _NARROWEST * column.size else []
    shapes: list[Shape] = []
    stacks = [stack for stack in _stacks(_split(blocks, columns), column, columns) if stack]
    for number, stack in enumerate(stacks):
        y = top
        for block in stack:
            shapes.append(column.drawn(block, left + number * (column.wide + gap * unit), y))
            y += column.height(block)
    last = max(map(column.width_of, stacks[-1]), default=0.0) if stacks else 0.0
    across = max(0, len(stacks) - 1) * (column.wide + gap * unit) + last
    return LaidOut(tuple(shapes), across, _height(blocks, column, columns), whole)


def legend(  # noqa: PLR0913  as laid_out
    blocks: Sequence[Block], box: Box, columns: int, unit: float, *, least: float = 6.0, largest: float = 9.4
) -> tuple[list[Shape], float, float]:
    """The same as shapes, how wide and how high they are."""
    done = laid_out(blocks, box, columns, unit, least=least, largest=largest)
    return list(done.shapes), done.wide, done.high


def _height(blocks: Sequence[Block], column: Column, columns: int) -> float:
    """How high the highest column is."""
    stacks = _stacks(_split(blocks, columns), column, columns)
    return max((sum(map(column.height, stack)) for stack in stacks), default=0.0)


def _split(blocks: Sequence[Block], columns: int) -> list[Block]:
    """The blocks, long ones in parts where there is more than one column."""
    return [part for block in blocks for part in _parts(block, columns)] if columns > 1 else list(blocks)


def _parts(block: Block, columns: int) -> list[Block]:
    """A long block in parts, so that columns can be of like height; each has its heading."""
    if len(block.rows) < _LONG:
        return [block]
    long = math.ceil(len(block.rows) / min(columns, max(2, len(block.rows) // _LONG)))
    starts = range(0, len(block.rows), long)
    return [Block(block.heading, block.rows[start : start + long], continued=start > 0) for start in starts]


def _stacks(blocks: Sequence[Block], column: Column, columns: int) -> list[list[Block]]:
    """The blocks in order over the columns, so that the highest column is as low as can be."""
    heights = [column.height(block) for block in blocks]
    least, most = max(heights, default=0.0), sum(heights)
    for limit in (least + (most - least) * step / 24 for step in range(25)):
        stacks: list[list[Block]] = [[]]
        high = 0.0
        for block, height in zip(blocks, heights, strict=True):
            if stacks[-1] and high + height > limit + 0.01:
                stacks.append([])
                high = 0.0
            stacks[-1].append(block)
            high += height
        if len(stacks) <= columns:
            return [_whole(stack) for stack in stacks]
    return [list(blocks)]


def _whole(stack: list[Block]) -> list[Block]:
    """The parts of a block that stand in one column as one block again."""
    whole: list[Block] = []
    for block in stack:
        if whole and block.continued:
            whole[-1] = Block(whole[-1].heading, whole[-1].rows + block.rows)
        else:
            whole.append(block)
    return whole


def _cut(blocks: Sequence[Block], column: Column, columns: int, most: float, more: Callable[[int], str]) -> list[Block]:
    """The blocks without their last rows, until they go in; a last row says how many were left out."""
    remaining, left_out = list(blocks), 0
    while remaining:
        last = remaining[-1]
        note = [Row(lambda *_: (), more(left_out))] if left_out else []
        if _height([*remaining[:-1], last._replace(rows=(*last.rows, *note))], column, columns) <= most:
            remaining[-1] = last._replace(rows=(*last.rows, *note))
            return remaining
        left_out += 1
        remaining[-1:] = [last._replace(rows=last.rows[:-1])] if len(last.rows) > 1 else []
    return []
