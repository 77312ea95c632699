"""The texts of a GIS file without their HTML: links become sources, pictures are named."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from geo.errors import show
from geo.messages import Message, and_more
from geo.tables.model import Book, Row, Table
from geo.tables.readers.markup import PlainText, has_markup, plain_text
from geo.tables.readers.shapes import Repairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.tables.model import Cell

MOST_LINKS = 20
"""Links of a row's texts that become sources."""

PICTURES = 2
"""Addresses of pictures that a note names."""


def plain(book: Book) -> Book:
    """The tables of a file with plain texts, and notes on what was taken out of them.

    Links of a text become sources where no column holds any.
    """
    table = book.main
    repairs = Repairs()
    rows = [_plain_row(row, table.headers, repairs) for row in table.rows]
    if all(changed is row for (changed, _), row in zip(rows, table.rows, strict=True)):
        return book
    body: Sequence[Row] = [row for row, _ in rows]
    headers = table.headers
    sourced = any(header.lower().startswith(("source", "link", "url")) for header in headers)
    most = max(len(links) for _, links in rows)
    if most and not sourced:
        columns = [
            f"sources_{number}_{key}" for number in range(1, min(most, MOST_LINKS) + 1) for key in ("title", "url")
        ]
        headers = (*headers, *columns)
        body = [row._replace(cells=(*row.cells, *_sources(links, len(columns)))) for row, links in rows]
    return Book(_with(table, headers, body), book.lists, (*book.notes, *repairs.notes()))


def _with(table: Table, headers: tuple[str, ...], rows: Sequence[Row]) -> Table:
    return table._replace(headers=headers, rows=rows)


def _plain_row(row: Row, headers: Sequence[str], repairs: Repairs) -> tuple[Row, list[tuple[str, str]]]:
    """(the row with plain texts, or itself when they were; the links in them)."""
    cells: list[Cell] = list(row.cells)
    links: list[tuple[str, str]] = []
    changed = False
    for number, cell in enumerate(cells):
        if not (isinstance(cell, str) and has_markup(cell)):
            continue
        read = plain_text(cell)
        if read.text == cell:
            continue
        changed = True
        cells[number] = read.text
        links += read.links
        _note(read, headers[number] if number < len(headers) else "", row.number, repairs)
    return (row._replace(cells=tuple(cells)) if changed else row), links


def _note(read: PlainText, header: str, number: int, repairs: Repairs) -> None:
    repairs.add(Message("HTML in {header} was read as plain text", header=show(header)), number)
    if read.pictures:
        named = and_more(", ".join(map(show, read.pictures[:PICTURES])), len(read.pictures) - PICTURES)
        repairs.add(
            Message("a picture in {header} was not taken in: {pictures}", header=show(header), pictures=named), number
        )


def _sources(links: Sequence[tuple[str, str]], width: int) -> tuple[str | None, ...]:
    """Title and address of each link in turn, once, filled up to a width; one without words is called by its host."""
    cells: list[str | None] = []
    for address, words in dict(links).items():
        cells += [words or _host(address), address]
    return (*cells[:width], *[None] * (width - len(cells)))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:  # brackets that are no IPv6 address
        return address
