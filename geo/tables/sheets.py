"""Workbooks, XLSX and ODS, read: the sheet of the projects and those of sources, partners and the other lists."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from geo.errors import ReadError, show
from geo.tables import words
from geo.tables.delimited import header_row
from geo.tables.headers import known
from geo.tables.model import Book, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_UNPACKED = 2**30
"""Bytes that a workbook may unpack to; more is a bomb."""

MAX_CELLS = 20_000_000
"""Cells of a sheet, empty ones too, that are read."""


def read(name: str, data: bytes, sheet: str | None = None) -> Book:
    """The tables of a workbook. sheet: the one with the projects. Raises ReadError, one plain sentence."""
    _refuse_bomb(name, data)
    try:
        with CalamineWorkbook.from_object(io.BytesIO(data)) as book:
            return _book(name, book, sheet)
    except PasswordError:
        raise ReadError(name, "is locked with a password; save it without one.") from None
    except (CalamineError, OSError, ValueError) as error:
        raise ReadError(name, f"is no sound workbook: {str(error).rstrip('.')}.") from None


def _refuse_bomb(name: str, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except (zipfile.BadZipFile, ValueError):
        raise ReadError(name, "is no workbook (XLSX or ODS); save it as one of these.") from None
    if size > MAX_UNPACKED:
        raise ReadError(name, f"unpacks to {size / 2**20:,.0f} MB; at most {MAX_UNPACKED // 2**20:,} MB are read.")


def _book(name: str, book: CalamineWorkbook, sheet: str | None) -> Book:
    titles = book.sheet_names
    if sheet is not None and sheet not in titles:
        raise ReadError(name, f"has no sheet {show(sheet)}; it has {', '.join(map(show, titles))}.")
    lists = {entry: title for title in titles if title != sheet and (entry := words.list_of_sheet(title))}
    others = [title for title in titles if title not in lists.values()]
    main = sheet or next((title for title in others if words.is_main(title)), None)
    named = {title: entry for entry, title in lists.items()}
    wanted = titles if main is None else (main, *lists.values())
    tables = {title: _table(name, book, title, named.get(title)) for title in wanted}
    if main is None:
        main = max(others or titles, key=lambda title: (known(tables[title].headers), -titles.index(title)))
    if not tables[main].headers:
        raise ReadError(name, f"holds nothing in its sheet {show(main)}.")
    notes = () if len(titles) == 1 or words.is_main(main) else (f"projects read from the sheet {show(main)}",)
    own = {entry: tables[title] for entry, title in lists.items() if title != main}
    return Book(_titled(tables[main], ""), own, notes)


def _titled(table: Table, title: str) -> Table:
    return Table(table.headers, table.rows, title=title)


def _table(name: str, book: CalamineWorkbook, title: str, list_name: str | None) -> Table:
    found = book.get_sheet_by_name(title)
    if found.height * found.width > MAX_CELLS:
        raise ReadError(name, f"has {found.height:,} rows and {found.width:,} columns in {show(title)}: too many.")
    rows = [[_cell(cell) for cell in row] for row in found.to_python(skip_empty_area=False)]
    at = header_row(rows, list_name)
    if at is None:
        return Table((), (), title=title)
    headers = tuple("" if cell is None else str(cell).strip().rstrip("*").rstrip() for cell in rows[at])
    return Table(headers, _rows(rows, at), title=title)


def _rows(rows: Sequence[Sequence[Any]], at: int) -> list[Row]:
    return [
        Row(number + 1, tuple(rows[number]))
        for number in range(at + 1, len(rows))
        if any(cell is not None for cell in rows[number])
    ]


def _cell(cell: Any) -> Any:
    return None if cell == "" else cell
