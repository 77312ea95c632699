"""Several points of one row as a row each (--split)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.messages import Plural
from geo.tables.model import Book

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.tables.model import Row

ID = "id"


def split_points(book: Book) -> Book:
    """The tables with a row for each point of a MultiPoint, and a note that says so; an id gets the point's number."""
    table = book.main
    rows = [part for row in table.rows for part in _parts(row, table.headers)]
    if len(rows) == len(table.rows):
        return book
    several = sum(_is_several(row) for row in table.rows)
    note = (
        Plural(
            "{count:,} feature of several points became a project for each point",
            "{count:,} features of several points became a project for each point",
            count=several,
        )
        if table.unit == "feature"
        else Plural(
            "{count:,} row of several points became a project for each point",
            "{count:,} rows of several points became a project for each point",
            count=several,
        )
    )
    return Book(table._replace(rows=rows), book.lists, (*book.notes, note))


def _is_several(row: Row) -> bool:
    return row.geometry is not None and row.geometry.get("type") == "MultiPoint"


def _parts(row: Row, headers: Sequence[str]) -> Iterator[Row]:
    if row.geometry is None or not _is_several(row):
        yield row
        return
    positions = row.geometry.get("coordinates")
    for number, position in enumerate(positions if isinstance(positions, list) else [], 1):
        cells = tuple(
            f"{cell}-{number}" if header.lower() == ID and cell is not None and number > 1 else cell
            for header, cell in zip(headers, row.cells, strict=False)
        )
        yield row._replace(cells=cells, geometry={"type": "Point", "coordinates": position})
