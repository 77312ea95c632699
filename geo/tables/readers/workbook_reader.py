"""Workbooks, XLSX and ODS, read: the sheet of the projects and those of sources, partners and the other lists."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from geo.errors import ReadError, library_reason, show
from geo.messages import Message
from geo.tables import header_meanings, header_names
from geo.tables.model import Book, Row, Table, listed
from geo.tables.readers import archives
from geo.tables.readers.layout import layout
from geo.tables.readers.workbook_facts import SheetFacts, facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.tables.model import Cell

MAX_CELLS = 5_000_000
"""Cells of a sheet, empty ones too, that are read; each takes some 200 bytes."""

ANEW = Message("open it in a spreadsheet program and save it anew.")

OLD = b"\xd0\xcf\x11\xe0"
"""What files of Excel before 2007 begin with, and those with a password."""

_COLUMN = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]{1,7})\d")
_ROW = re.compile(rb"\sr\s*=\s*[\"']\s*[A-Za-z]{0,7}(\d{1,9})")
"""Where a cell or a row of XLSX says that it stands."""

_FILLED = re.compile(rb"<c(\s[^<>]*)>\s*<(?:v|f|is)\b")
_UNPLACED = re.compile(rb"<(?:\w+:c\b|c(?:>|\s(?![^<>]*\br\s*=)))")
"""A cell of XLSX with anything in it, and one whose place this does not tell: programs also write cells for their style
alone, in the last row of the sheet."""

_BROKEN = re.compile(rb"<c r=\"([A-Z]{1,3}\d{1,7})\"[^<>]{0,80} t=\"e\"")
"""A cell of XLSX with an error in place of a value."""

SOME = 5
"""Cells that a message names."""


def read(name: str, data: bytes, sheet: str | None = None, named: Sequence[str] = ()) -> Book:
    """The tables of a workbook. sheet: the one with the projects; named: headers that --map names. Raises ReadError,
    one plain sentence."""
    broken, facts = _failed(name, data)
    try:
        with CalamineWorkbook.from_object(io.BytesIO(data)) as book:
            return _Workbook(name, book, facts, named).read(sheet, broken)
    except PasswordError:
        raise ReadError(name, Message("is locked with a password; save it without one.")) from None
    except (CalamineError, OSError, ValueError) as error:
        fault = Message(
            "is no sound workbook ({error})",
            error=library_reason(error) or Message("broken"),
        )
        raise ReadError(name, Message("{fault}; {fix}", fault=fault, fix=ANEW)) from None


def _failed(name: str, data: bytes) -> tuple[list[str], dict[str, SheetFacts]]:
    """(the cells, such as B2, in which a formula failed, what else the sheets say). Those cells are read as empty.

    Refuses what is no workbook, and what would take the machine's memory.
    """
    failed_cells: list[str] = []
    if data.startswith(OLD):
        fault = Message(
            "is in Excel's old format (XLS) or locked with a password; save it as XLSX, without a password."
        )
        raise ReadError(name, fault)
    with archives.opened(name, data, Message("is no workbook (XLSX or ODS); save it as one of these.")) as packed:
        for entry in packed.infolist():
            xml = archives.unpacked(packed, entry)
            _refuse_far_cells(name, xml)
            if entry.filename == "content.xml":
                _refuse_repeats(name, xml)
            failed_cells += [cell.decode() for cell in _BROKEN.findall(xml)]
        return failed_cells, facts_of(packed)


def _refuse_far_cells(name: str, xml: bytes) -> None:
    """A sheet is held as a whole, from its first cell to its last: two cells far apart would take terabytes."""
    filled = b" ".join(_FILLED.findall(xml))
    placed = filled if _COLUMN.search(filled) and not _UNPLACED.search(xml) else xml
    width = max(map(_number, set(_COLUMN.findall(placed))), default=1)
    height = max(map(int, set(_ROW.findall(placed))), default=1)
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
        raise ReadError(
            name, Message("is no sound workbook (its content is cut off or broken); {fix}", fix=ANEW)
        ) from None


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
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _too_many(name: str, height: int, width: int) -> ReadError:
    fault = Message(
        "has a sheet of {height:,} rows and {width:,} columns, up to its last cell: too many; delete what is not"
        " needed, empty columns and rows too.",
        height=height,
        width=width,
    )
    return ReadError(name, fault)


class _Workbook:
    """A workbook that is being read."""

    def __init__(self, name: str, book: CalamineWorkbook, facts: dict[str, SheetFacts], named: Sequence[str]) -> None:
        self._name, self._book, self._facts, self._named = name, book, facts, named

    def read(self, sheet: str | None, broken: Sequence[str]) -> Book:
        """The table of projects, those of the lists, and notes."""
        titles = self._book.sheet_names
        if sheet is not None and sheet not in titles:
            raise ReadError(
                self._name, Message("has no sheet {sheet}; it has {titles}.", sheet=show(sheet), titles=listed(titles))
            )
        lists = self._lists(titles, sheet)
        others = [title for title in titles if title not in lists.values()]
        main = sheet or next((title for title in others if header_names.is_main(title)), None)
        tables, notes = self._projects(others or titles, main)
        if broken:
            some = ", ".join(broken[:SOME]) + (" …" if len(broken) > SOME else "")
            notes.append(Message("cells in which a formula failed are read as empty: {some}", some=some))
        own = {entry: self._table(title, entry)[0] for entry, title in lists.items() if title not in tables}
        joined = _joined(list(tables.values())) if len(tables) > 1 else next(iter(tables.values()))
        return Book(joined._replace(title=""), own, tuple(notes))

    def _lists(self, titles: Sequence[str], sheet: str | None) -> dict[str, str]:
        """List to the title of its sheet."""
        lists = {entry: title for title in titles if title != sheet and (entry := header_names.list_of_sheet(title))}
        for title in titles:
            entry = header_names.list_of_sheet(title)
            if entry is not None and title != sheet and lists[entry] != title:
                clash = Message(
                    "has two sheets for {entry}, {title} and {lists}; put their rows into one.",
                    entry=entry,
                    title=show(title),
                    lists=show(lists[entry]),
                )
                raise ReadError(self._name, clash)
        return lists

    def _projects(self, titles: Sequence[str], main: str | None) -> tuple[dict[str, Table], list[str]]:
        """(the sheets of projects by title, notes): the one that is named, else all whose headers say as much."""
        read = {title: self._table(title) for title in ((main,) if main is not None else titles)}
        scores = {title: header_meanings.known(table.headers) for title, (table, _) in read.items()}
        best = max(scores, key=lambda title: (scores[title], -list(scores).index(title)))
        if not read[best][0].headers:
            raise ReadError(self._name, Message("holds nothing in its sheet {best}.", best=show(best)))
        like = [
            title
            for title in read
            if title == best or (scores[title] > 1 and self._alike(read[best][0], read[title][0]))
        ]
        notes = [note for title in like for note in read[title][1]]
        if len(like) > 1:
            notes.append(
                Message(
                    "projects read from {number} sheets, one under the other: {titles}",
                    number=len(like),
                    titles=listed(like),
                )
            )
        elif len(self._book.sheet_names) > 1 and not header_names.is_main(best):
            notes.append(Message("projects read from the sheet {best}", best=show(best)))
        if left := [title for title in read if title not in like and read[title][0].rows]:
            notes.append(Message("not read: the sheets {left} (--sheet names the one to read)", left=listed(left)))
        return {title: read[title][0] for title in like}, notes

    def _alike(self, left: Table, right: Table) -> bool:
        """Whether two sheets hold projects: a name, and at least half of what the better one says."""
        keys = [
            {meaning.key for header in table.headers if (meaning := header_meanings.meaning(header))}
            for table in (left, right)
        ]
        named = all(any(key.partition("_")[0] == "name" for key in sheet_keys) for sheet_keys in keys)
        return named and len(keys[0] & keys[1]) * 2 >= len(keys[0])

    def _table(self, title: str, list_name: str | None = None) -> tuple[Table, list[str]]:
        sheet = self._book.get_sheet_by_name(title)
        if sheet.height * sheet.width > MAX_CELLS:
            raise _too_many(self._name, sheet.height, sheet.width)
        rows = [tuple(map(_cell, row)) for row in sheet.to_python(skip_empty_area=False)]
        arrangement = layout(rows, list_name, self._named)
        if arrangement is None:
            return Table((), (), title=title), []
        facts = self._facts.get(title, SheetFacts())
        notes = [*arrangement.notes, *_fact_notes(facts, arrangement.body, rows)]
        rows, filled = _filled_down(rows, sheet.merged_cell_ranges or (), arrangement.body)
        if filled:
            notes.append(Message("merged cells count for each of their rows: {filled}", filled=filled))
        headers, rows, linked = _with_links(arrangement.headers, rows, facts, arrangement.body)
        if linked:
            notes.append(Message("links behind cells are read as addresses: {linked}", linked=linked))
        return Table(headers, _rows(rows, arrangement.body), title=title), notes


def _fact_notes(facts: SheetFacts, body: int, rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    hidden = [row + 1 for row in sorted(facts.hidden) if row >= body and row < len(rows)]
    if hidden:
        some = ", ".join(map(str, hidden[:SOME])) + (" …" if len(hidden) > SOME else "")
        yield (
            Message("hidden in the spreadsheet, read all the same: row {some}", some=some)
            if len(hidden) == 1
            else (Message("hidden in the spreadsheet, read all the same: rows {some}", some=some))
        )
    if facts.unsaved:
        some = ", ".join(facts.unsaved[:SOME]) + (" …" if len(facts.unsaved) > SOME else "")
        yield Message(
            "formulas without a stored value are read as empty: {some}; open it in a spreadsheet program and"
            " save it anew",
            some=some,
        )


def _filled_down(
    rows: list[tuple[Cell, ...]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]], body: int
) -> tuple[list[tuple[Cell, ...]], int]:
    """(the rows with the value of merged cells in each of their rows, how many merged areas there are)."""
    areas = [area for area in merged if area[1][0] > area[0][0] >= body]
    changed = {
        row: list(rows[row]) for (top, _), (bottom, _) in areas for row in range(top, min(bottom + 1, len(rows)))
    }
    for (top, left), (bottom, _) in areas:
        for row in range(top + 1, min(bottom + 1, len(rows))):
            changed[row][left] = changed[top][left]
    return [tuple(changed[number]) if number in changed else row for number, row in enumerate(rows)], len(areas)


def _with_links(
    headers: tuple[str, ...], rows: list[tuple[Cell, ...]], facts: SheetFacts, body: int
) -> tuple[tuple[str, ...], list[tuple[Cell, ...]], int]:
    """(headers, rows, count) with the addresses behind cells: in place of the words in a column of addresses, else in
    a column of their own."""
    links = {place: address for place, address in facts.links.items() if body <= place[0] < len(rows)}
    columns = sorted({column for _, column in links if column < len(headers)})
    if not columns:
        return headers, rows, 0
    width = max(len(headers), *map(len, rows))
    changed = [[*row, *[None] * (width - len(row))] for row in rows]
    titles = [*headers, *[""] * (width - len(headers))]
    for column in columns:
        at = column
        if not _is_of_addresses(titles[column]):
            url = titles[column].removesuffix("_title") + "_url"
            entry = titles[column].endswith("_title") and url not in titles
            titles.append(url if entry else f"{titles[column]}{header_meanings.JOINT}link")
            changed = [[*row, None] for row in changed]
            at = len(titles) - 1
        for (row, place), address in links.items():
            if place == column:
                changed[row][at] = address
    return tuple(titles), [tuple(row) for row in changed], len(links)


def _is_of_addresses(header: str) -> bool:
    meaning = header_meanings.meaning(header)
    return meaning is not None and (meaning.key == header_meanings.LINK or meaning.key.endswith("_url"))


def _joined(tables: Sequence[Table]) -> Table:
    """The rows of several sheets under all of their headers, each with the title of its sheet."""
    headers = tuple(dict.fromkeys(header for table in tables for header in table.headers))
    rows: list[Row] = []
    for table in tables:
        at = {header: number for number, header in reversed(list(enumerate(table.headers)))}
        for row in table.rows:
            cells = [
                row.cells[at[header]] if header in at and at[header] < len(row.cells) else None for header in headers
            ]
            rows.append(Row(len(rows) + 1, (*cells, table.title)))
    return Table((*headers, "Sheet"), rows)


def _rows(rows: Sequence[Sequence[Cell]], body: int) -> list[Row]:
    return [
        Row(number + 1, rows[number])
        for number in range(body, len(rows))
        if any(cell is not None for cell in rows[number])
    ]


def _cell(cell: Cell) -> Cell:
    return None if cell == "" else cell
