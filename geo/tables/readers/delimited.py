"""CSV of any common delimiter and encoding, read and written."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, TypeVar

from geo.errors import ReadError, show
from geo.messages import Message
from geo.tables import header_meanings
from geo.tables.model import Book, Row, Table
from geo.tables.readers.charset import decoded_table
from geo.tables.readers.layout import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.tables.model import Cell

DELIMITERS = (",", ";", "\t", "|")

NAMES = {",": Message("commas"), ";": Message("semicolons"), "\t": Message("tabs"), "|": Message("bars")}

PROBED = 64 * 1024
"""Characters from which the delimiter is told."""

TOP = 40
"""Rows from which it is told."""

WIDEST = 2**20
"""Most characters of a cell."""

_RISKY = re.compile(r"(^|[,;|])('*)(?=[=+\-@\t＝＋－＠])")
_GUARDED = re.compile(r"(^|[,;|])'('*)(?=[=+\-@\t＝＋－＠])")


def read(name: str, data: bytes, encoding: str | None = None, named: Sequence[str] = ()) -> Book:
    """The table of a CSV file. named: headers that --map names. Raises ReadError, one plain sentence."""
    text, notes = decoded_table(name, data, encoding)
    if (zero := text.find("\0")) >= 0:
        line = text.count("\n", 0, zero) + 1
        raise ReadError(
            name, Message("holds a binary zero in line {line}, which no text has; save it as CSV in UTF-8.", line=line)
        )
    first, _, rest = text.partition("\n")
    separator = re.fullmatch(r"sep=([^\w\"\r])\r?", first, re.IGNORECASE)
    text, skipped = (rest, 1) if separator else (text, 0)
    delimiter = separator[1] if separator else _delimiter(text)
    if delimiter != ",":
        notes = (*notes, Message("read with {sign} between the columns", sign=NAMES.get(delimiter, show(delimiter))))
    rows = _sound_rows(name, text, delimiter)
    table_layout = layout(rows, named=named, first=1 + skipped)
    if table_layout is None:
        raise ReadError(name, Message("holds no row of headers."))
    body = [
        Row(n + 1 + skipped, tuple(map(unguarded, rows[n])))
        for n in range(table_layout.body, len(rows))
        if any(rows[n])
    ]
    return Book(Table(table_layout.headers, body, decimal_comma=delimiter == ";"), notes=(*notes, *table_layout.notes))


def _sound_rows(name: str, text: str, delimiter: str) -> list[list[str]]:
    """The rows, with a line behind the last that only a quotation mark left open would swallow."""
    end = "coopmap: the end"
    try:
        *rows, last = _rows(f"{text}\n{end}", delimiter)
    except csv.Error:
        raise ReadError(
            name, Message("has a cell of more than {widest:,} characters; is a quotation mark missing?", widest=WIDEST)
        ) from None
    if last != [end]:
        raise ReadError(
            name,
            Message("has a quotation mark in row {rows} that is never closed; close or remove it.", rows=len(rows) + 1),
        )
    return rows


def _rows(text: str, delimiter: str) -> list[list[str]]:
    limit = csv.field_size_limit(WIDEST)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False))
    finally:
        csv.field_size_limit(limit)


def _delimiter(text: str) -> str:
    """The delimiter under which most headers are known, then under which rows agree best on their width."""
    sample = text[:PROBED]
    whole = sample if len(text) <= PROBED else sample.rpartition("\n")[0]

    def fitness(delimiter: str) -> tuple[int, float]:
        try:
            rows = [row for row in _rows(whole, delimiter) if row][:TOP]
        except csv.Error:
            return 0, 0.0
        widths = [len(row) for row in rows]
        usual = max(set(widths), key=widths.count, default=1)
        return max(map(header_meanings.known, rows), default=0), (
            widths.count(usual) / len(widths) if usual > 1 else 0.0
        )

    return max(DELIMITERS, key=fitness)


# Formulas


_C = TypeVar("_C")


def guarded(cell: _C) -> _C | str:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before = + - @ at the start of a cell, and of
    what would be one if the file were opened with another delimiter, as Excel does in some countries."""
    return _RISKY.sub(r"\1'\2", cell) if isinstance(cell, str) else cell


def unguarded(cell: str) -> str:
    """The text as it was before `guarded`."""
    return _GUARDED.sub(r"\1\2", cell) if "'" in cell else cell


# Writing


def text_of(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A CSV text (RFC 4180, commas, CRLF) of headers and rows; None is an empty cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows([[guarded(cell) for cell in row] for row in rows])
    return out.getvalue()
