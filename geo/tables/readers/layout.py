"""Where a table begins in a sheet or CSV file: titles above its headers, two rows of headers, rows of tags and units.

The row of headers is found by what it says. A table in coopmap's own columns has one, exactly as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from geo.errors import show
from geo.messages import Message
from geo.tables import header_meanings, vocabulary
from geo.tables.cell_values import is_empty
from geo.tables.headers import is_own
from geo.tables.headers import known as known_on_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.tables.model import Cell

TOP = 30
"""Rows among which the headers are looked for: titles may stand above them."""

TRIED = 8
"""Rows from which two rows of headers are tried as one."""

FOLLOWING = 3
"""Rows below the headers that may be tags, units or the headers in another language."""

LONGEST_TITLE = 60
"""Characters of a title that a note repeats."""

Rows: TypeAlias = "Sequence[Sequence[Cell]]"


@dataclass(frozen=True)
class Layout:
    """headers: of the columns, in order; body: the position of the first row below; notes: what was passed over."""

    headers: tuple[str, ...]
    body: int
    notes: tuple[str, ...] = ()


def layout(rows: Rows, list_name: str | None = None, named: Sequence[str] = (), first: int = 1) -> Layout | None:
    """How a table is laid out, or None when nothing stands in its first rows.

    list_name: on the sheet of a list; named: headers that --map names, whose row it is; first: the number of the first
    row, for notes.
    """
    top = [["" if is_empty(cell) else str(cell).strip() for cell in row] for row in rows[:TOP]]
    filled = [number for number, row in enumerate(top) if any(row)]
    if not filled:
        return None
    certain = next((number for number in filled if is_own(top[number], list_name)), None)
    if certain is not None or list_name is not None:
        at = certain if certain is not None else _best_on_list(top, filled, str(list_name))
        return Layout(_starless(top[at]), at + 1)
    at, headers, below = _headers(rows, top, filled, named)
    if tagged := _tags_below(top, below - 1, headers):
        headers, below = tagged
    body, passed = _passed_below(rows, top, below, headers)
    return Layout(_starless(headers), body, tuple(_title_notes(top, filled, at, first) + _notes(passed, first)))


def _best_on_list(top: Sequence[list[str]], filled: list[int], list_name: str) -> int:
    best = max(filled, key=lambda number: (known_on_list(top[number], list_name), -number))
    return best if known_on_list(top[best], list_name) > 1 else filled[0]


def _starless(headers: Sequence[str]) -> tuple[str, ...]:
    """A template stars what is needed."""
    return tuple(header.rstrip("*").rstrip() for header in headers)


# The row of headers


def _headers(rows: Rows, top: list[list[str]], filled: list[int], named: Sequence[str]) -> tuple[int, list[str], int]:
    """(the first row of headers, the headers, the row below them)."""
    if (at := _named_row(top, filled, named)) is not None:
        return at, top[at], at + 1
    best = max(filled, key=lambda number: (_fitness(rows, top, number), -number))
    score = header_meanings.known(top[best])
    for upper in filled[:TRIED]:
        lower = upper + 1
        if (
            lower in filled
            and _is_text(rows[upper])
            and _is_text(rows[lower])
            and not any(map(vocabulary.is_hxl, top[lower]))
        ):
            joined = _joined(top[upper], top[lower])
            if joined is not None and header_meanings.known(joined) > score and header_meanings.known(joined) > 1:
                return upper, joined, lower + 1
    if score > 1:
        return best, top[best], best + 1
    at = _first_wide(top, filled)
    return at, top[at], at + 1


def _named_row(top: Sequence[list[str]], filled: list[int], named: Sequence[str]) -> int | None:
    """The row that has the headers which --map names."""
    wanted = {vocabulary.folded(name) for name in named}
    has = {number: len(wanted & set(map(vocabulary.folded, top[number]))) for number in filled}
    best = max(filled, key=lambda number: (has[number], -number))
    return best if wanted and has[best] == len(wanted) else None


def _fitness(rows: Rows, top: Sequence[list[str]], number: int) -> int:
    """How many things the row's cells mean as headers; a row with numbers among them is hardly one."""
    numbers = sum(
        isinstance(cell, (int, float)) or _is_number(text)
        for cell, text in zip(rows[number], top[number], strict=False)
    )
    return header_meanings.known(top[number]) - numbers


def _is_number(text: str) -> bool:
    return text.replace(".", "").replace(",", "").replace("-", "").isdecimal() and not (
        len(text) == 4 and text.isdecimal()
    )


def _is_text(row: Sequence[Cell]) -> bool:
    """Whether no cell of a row is a number, an address or a date."""
    cells = [cell for cell in row if not is_empty(cell)]
    return all(isinstance(cell, str) and not _is_number(cell.strip()) and "://" not in cell for cell in cells)


def _joined(upper: list[str], lower: list[str]) -> list[str] | None:
    """Two rows as one, an upper cell over all columns up to the next; None where the lower fills no gap."""
    width = max(len(upper), len(lower))
    above, below = (row + [""] * (width - len(row)) for row in (upper, lower))
    if not any(low and not high for high, low in zip(above, below, strict=True)) or sum(map(bool, above)) < 2:
        return None
    joined, over = [], ""
    for high, low in zip(above, below, strict=True):
        over = high or (over if low else "")
        joined.append(f"{over}{header_meanings.JOINT}{low}" if over and low else over if high else low)
    return joined


def _first_wide(top: Sequence[list[str]], filled: list[int]) -> int:
    """The first row that is at least half as wide as the widest: titles are narrow."""
    widest = max(sum(map(bool, top[number])) for number in filled)
    return next(number for number in filled if sum(map(bool, top[number])) * 2 >= widest)


# What stands below it


def _tags_below(top: Sequence[list[str]], at: int, headers: list[str]) -> tuple[list[str], int] | None:
    """Headers with the HXL tags of the row below in place of those that say nothing, and the row below that."""
    if at + 1 >= len(top) or not _is_tags(top[at + 1]):
        return None
    tags = top[at + 1] + [""] * (len(headers) - len(top[at + 1]))
    better = [
        tag if tag and header_meanings.meaning(header) is None and header_meanings.meaning(tag) else header
        for header, tag in zip(headers, tags, strict=False)
    ]
    return better, at + 2


def _is_tags(row: list[str]) -> bool:
    cells = [cell for cell in row if cell]
    return bool(cells) and all(map(vocabulary.is_hxl, cells))


def _passed_below(
    rows: Rows, top: list[list[str]], below: int, headers: list[str]
) -> tuple[int, list[tuple[int, str]]]:
    """(the first row of the body, [(row, what it is)] of those between it and the headers)."""
    passed: list[tuple[int, str]] = []
    at = below
    while at < len(top) and len(passed) < FOLLOWING:
        what = _what_below(rows[at], top[at], headers) if any(top[at]) else ""
        if what is None:
            break
        if what:
            passed.append((at, what))
        at += 1
    return at, passed


def _what_below(row: Sequence[Cell], texts: list[str], headers: list[str]) -> str | None:
    """What a row below the headers is if it is no project: numbers of columns, units, headers in another language."""
    cells = [cell for cell in texts if cell]
    if [str(number) for number in range(1, len(cells) + 1)] == [cell.removesuffix(".0") for cell in cells] and len(
        cells
    ) > 3:
        return Message("numbers of the columns")
    if all(map(vocabulary.is_unit, cells)) and len(cells) > 0:
        return Message("units")
    if not _is_text(row) or len(cells) < 2:
        return None
    pairs = [
        (header_meanings.meaning(head), header_meanings.meaning(cell))
        for head, cell in zip(headers, texts, strict=False)
        if cell
    ]
    same = sum(bool(head and cell and head.key == cell.key) for head, cell in pairs)
    return Message("the headers once more") if same > 1 and same * 2 >= len(pairs) else None


# Notes


def _title_notes(top: Sequence[list[str]], filled: list[int], at: int, first: int) -> list[str]:
    above = [number for number in filled if number < at]
    if not above:
        return []
    titles = ", ".join(show(" ".join(filter(None, top[number]))[:LONGEST_TITLE]) for number in above[:2])
    more = " …" if len(above) > 2 else ""
    return [
        Message(
            "the headers are in row {at}; passed over above them: {titles}{more}",
            at=at + first,
            titles=titles,
            more=more,
        )
    ]


def _notes(passed: list[tuple[int, str]], first: int) -> list[str]:
    return [
        Message("row {number} is {what} and was passed over", number=number + first, what=what)
        for number, what in passed
    ]
