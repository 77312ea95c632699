"""Any file with projects as tables, read in a process of its own: it comes from a stranger."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from geo import sandbox
from geo.errors import ReadError
from geo.tables import plain

if TYPE_CHECKING:
    from geo.sandbox import Bounds
    from geo.tables.model import Book


def read(
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    crs: str | None = None,
    allowed: Bounds | None = None,
) -> Book:
    """The tables of a file. encoding: of a CSV file, told from its text by default; sheet: the sheet or GIS layer with
    the projects; crs: of GIS files that do not name theirs; allowed: `sandbox.bounds()` by default. Raises ReadError,
    one plain sentence, also for what takes more than is allowed."""
    name = os.fspath(path)
    data = sandbox.call(name, "geo.tables.parsing:parse_plain", name, encoding, sheet, crs, allowed=allowed)
    try:
        return plain.book_of(data)
    except ValueError:
        raise ReadError(name, sandbox.BROKEN) from None
