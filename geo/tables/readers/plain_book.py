"""The tables of a file as plain data and back, as they go from the process that reads a file to the one that asks.

The other process is not trusted: what comes is a Book in every part, or ValueError.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.messages import as_plain, from_plain
from geo.tables.model import Book, Row, Table


def data_of(book: Book) -> list[object]:
    """Lists and records with the cells as they are."""
    lists = {name: _table_data(table) for name, table in book.lists.items()}
    return [_table_data(book.main), lists, [as_plain(note) for note in book.notes]]


def _table_data(table: Table) -> dict[str, object]:
    return {
        "headers": list(table.headers),
        "rows": [(row.number, list(row.cells), row.geometry) for row in table.rows],
        "unit": table.unit,
        "title": table.title,
        "flags": [table.spatial, table.decimal_comma, table.short],
        "spare": sorted(table.spare),
    }


def book_of(data: Any) -> Book:
    """The Book again. Raises ValueError for data of another form."""
    try:
        main, lists, notes = data
        return Book(
            _table(main),
            {_text(name): _table(table) for name, table in lists.items()},
            tuple(map(from_plain, notes)),
        )
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(str(error)) from error


def _table(data: Mapping[str, Any]) -> Table:
    spatial, decimal_comma, short = map(bool, data["flags"])
    return Table(
        tuple(map(_text, data["headers"])),
        [_row(*row) for row in data["rows"]],
        unit=_text(data["unit"]),
        title=_text(data["title"]),
        spatial=spatial,
        decimal_comma=decimal_comma,
        spare=frozenset(map(_text, data["spare"])),
        short=short,
    )


def _row(number: object, cells: object, geometry: object) -> Row:
    if not (isinstance(number, int) and isinstance(cells, list) and isinstance(geometry, (dict, type(None)))):
        raise TypeError(number)
    return Row(number, tuple(cells), geometry)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
