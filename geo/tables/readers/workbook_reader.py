"""Workbooks, XLSX and ODS, read: the sheet of the projects and those of sources, partners and the other lists."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from geo.errors import ReadError, show
from geo.tables import header_names
from geo.tables.headers import known
from geo.tables.model import Book, Row, Table, listed
from geo.tables.readers import archives
from geo.tables.readers.delimited import header_row

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_CELLS = 5_000_000
"""Cells of a sheet, empty ones too, that are read; each takes some 200 bytes."""

ANEW = "open it in a spreadsheet program and save it anew."

OLD = b"\xd0\xcf\x11\xe0"
"""What files of Excel before 2007 begin with, and those with a password."""

_COLUMN = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]{1,7})\d")
_ROW = re.compile(rb"\sr\s*=\s*[\"']\s*[A-Za-z]{0,7}(\d{1,9})")
"""Where a cell or a row of XLSX says that it stands."""

_BROKEN = re.compile(rb"<c r=\"([A-Z]{1,3}\d{1,7})\"[^<>]{0,80} t=\"e\"")
"""A cell of XLSX with an error in place of a value."""

SOME = 5
"""Cells that a message names."""


def read(name: str, data: bytes, sheet: str | None = None) -> Book:
    """The tables of a workbook. sheet: the one with the projects. Raises ReadError, one plain sentence."""
    broken = _failed(name, data)
    try:
        with CalamineWorkbook.from_object(io.BytesIO(data)) as book:
            return _book(name, book, sheet, broken)
    except PasswordError:
        raise ReadError(name, "is locked with a password; save it without one.") from None
    except (CalamineError, OSError, ValueError) as error:
        told = f"is no sound workbook ({str(error).splitlines()[0].rstrip('.') if str(error) else 'broken'})"
        raise ReadError(name, f"{told}; {ANEW}") from None


def _failed(name: str, data: bytes) -> list[str]:
    """The cells, such as B2, in which a formula failed: they are read as empty. Refuses what is no workbook, and what
    would take the machine's memory."""
    found: list[str] = []
    if data.startswith(OLD):
        told = "is in Excel's old format (XLS) or locked with a password; save it as XLSX, without a password."
        raise ReadError(name, told)
    with archives.opened(name, data, "is no workbook (XLSX or ODS); save it as one of these.") as packed:
        for entry in packed.infolist():
            xml = archives.unpacked(packed, entry)
            _refuse_far_cells(name, xml)
            if entry.filename == "content.xml":
                _refuse_repeats(name, xml)
            found += [cell.decode() for cell in _BROKEN.findall(xml)]
    return found


def _refuse_far_cells(name: str, xml: bytes) -> None:
    """A sheet is held as a whole, from its first cell to its last: two cells far apart would take terabytes."""
    width = max(map(_number, set(_COLUMN.findall(xml))), default=1)
    height = max(map(int, set(_ROW.findall(xml))), default=1)
    if width * height > MAX_CELLS:
        raise _too_many(name, height, width)


def _refuse_repeats(name: str, xml: bytes) -> None:
    """The same of ODS, where a cell or a row says how often it is repeated. What is no XML is refused as well: the
    library would look for the end of a table for ever."""
    width = height = filled = 0
    try:
        for event, element in ET.iterparse(io.BytesIO(xml), ("start", "end")):  # noqa: S314  expat bounds entities
            kind = element.tag.rpartition("}")[2]
            if event == "start" and kind == "table":
                width = height = filled = 0
            elif event == "end" and kind == "table-row":
                height += _repeated(element, "rows")
                if wide := _filled(element):
                    width, filled = max(width, wide), height
                if width * filled > MAX_CELLS:
                    raise _too_many(name, filled, width)
                element.clear()
    except (ET.ParseError, ValueError, LookupError):
        raise ReadError(name, f"is no sound workbook (its content is cut off or broken); {ANEW}") from None


def _filled(row: ET.Element) -> int:
    """The columns of a row up to its last filled cell."""
    at = filled = 0
    for cell in row:
        at += _repeated(cell, "columns")
        if len(cell) or any(key.endswith("}value-type") for key in cell.attrib):
            filled = at
    return filled


def _repeated(element: ET.Element, what: str) -> int:
    return next((int(value) for key, value in element.attrib.items() if key.endswith(f"number-{what}-repeated")), 1)


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, AA 27."""
    found = 0
    for letter in letters.upper():
        found = found * 26 + letter - ord("A") + 1
    return found


def _too_many(name: str, height: int, width: int) -> ReadError:
    told = f"has a sheet of {height:,} rows and {width:,} columns, up to its last cell: too many; delete what is not"
    return ReadError(name, f"{told} needed, empty columns and rows too.")


def _book(name: str, book: CalamineWorkbook, sheet: str | None, broken: Sequence[str]) -> Book:
    titles = book.sheet_names
    if sheet is not None and sheet not in titles:
        raise ReadError(name, f"has no sheet {show(sheet)}; it has {listed(titles)}.")
    lists = {entry: title for title in titles if title != sheet and (entry := header_names.list_of_sheet(title))}
    for title in titles:
        entry = header_names.list_of_sheet(title)
        if entry is not None and title != sheet and lists[entry] != title:
            told = f"has two sheets for {entry}, {show(title)} and {show(lists[entry])}; put their rows into one."
            raise ReadError(name, told)
    others = [title for title in titles if title not in lists.values()]
    main = sheet or next((title for title in others if header_names.is_main(title)), None)
    named = {title: entry for entry, title in lists.items()}
    wanted = titles if main is None else (main, *lists.values())
    tables = {title: _table(name, book, title, named.get(title)) for title in wanted}
    if main is None:
        main = max(others or titles, key=lambda title: (known(tables[title].headers), -titles.index(title)))
    if not tables[main].headers:
        raise ReadError(name, f"holds nothing in its sheet {show(main)}.")
    notes = [] if len(titles) == 1 or header_names.is_main(main) else [f"projects read from the sheet {show(main)}"]
    if broken:
        some = ", ".join(broken[:SOME]) + (" …" if len(broken) > SOME else "")
        notes.append(f"cells in which a formula failed are read as empty: {some}")
    own = {entry: tables[title] for entry, title in lists.items() if title != main}
    return Book(_titled(tables[main], ""), own, tuple(notes))


def _titled(table: Table, title: str) -> Table:
    return Table(table.headers, table.rows, title=title)


def _table(name: str, book: CalamineWorkbook, title: str, list_name: str | None) -> Table:
    found = book.get_sheet_by_name(title)
    if found.height * found.width > MAX_CELLS:
        raise _too_many(name, found.height, found.width)
    rows = [tuple(map(_cell, row)) for row in found.to_python(skip_empty_area=False)]
    at = header_row(rows, list_name)
    if at is None:
        return Table((), (), title=title)
    headers = tuple("" if cell is None else str(cell).strip().rstrip("*").rstrip() for cell in rows[at])
    return Table(headers, _rows(rows, at), title=title)


def _rows(rows: Sequence[Sequence[Any]], at: int) -> list[Row]:
    return [
        Row(number + 1, rows[number])
        for number in range(at + 1, len(rows))
        if any(cell is not None for cell in rows[number])
    ]


def _cell(cell: Any) -> Any:
    return None if cell == "" else cell
