"""Any file with projects as tables, read in a process of its own: it comes from a stranger."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from geo.errors import ReadError
from geo.io.table_address import TableAddress, place_of
from geo.sandbox import process
from geo.tables.readers import plain_book

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.sandbox.process import Bounds
    from geo.tables.model import Book


def read(  # noqa: PLR0913  what reading a file may be told
    path: str | os.PathLike[str] | TableAddress,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    crs: str | None = None,
    named: Sequence[str] = (),
    allowed: Bounds | None = None,
) -> Book:
    """The tables of a file, or the table of a database. Raises ReadError, one plain sentence, also for what takes more
    than is allowed.

    encoding: of a CSV file, told from its text by default; sheet: the sheet or GIS layer with the projects; crs: of GIS
    files that do not name theirs; named: headers that are certainly in its row of headers; allowed: `process.bounds()`
    by default.
    """
    place = place_of(path)
    if isinstance(place, TableAddress):
        from geo.io.database.foreign import as_file

        with as_file(place) as file:
            return read(file, sheet=sheet, crs=crs, named=named, allowed=allowed)
    name = os.fspath(place)
    data = process.call(
        name, "geo.tables.readers.parse:parse_plain", name, encoding, sheet, crs, list(named), allowed=allowed
    )
    try:
        return plain_book.book_of(data)
    except ValueError:
        raise ReadError(name, process.BROKEN) from None
