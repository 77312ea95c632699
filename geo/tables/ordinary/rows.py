"""The rows of an ordinary table as projects: values where they are sure, gaps where not, the rest as written."""

from __future__ import annotations

import itertools
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.errors import CoopmapError, Problem, show
from geo.messages import Message
from geo.model.list_columns import entry_of
from geo.new_project import new_id
from geo.tables import vocabulary
from geo.tables.cell_values import is_empty, text
from geo.tables.header_meanings import CURRENCY
from geo.tables.incoming import LEFT_OUT, Entry, Incoming, Intake, named
from geo.tables.model import PLACES
from geo.tables.ordinary.cells import CODED, source
from geo.tables.ordinary.columns import Column, own_key, resolve, said
from geo.tables.ordinary.entries import entry_reader
from geo.tables.ordinary.pictures import completed, of_all
from geo.tables.ordinary.placing import place_rows
from geo.tables.ordinary.row_notes import UNTITLED, id_notes, nothing_named, untitled
from geo.tables.ordinary.visible import without_hidden
from geo.tables.readers.markup import plain_text
from geo.tables.row_cells import own_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.model.geojson import Json, JsonRecord
    from geo.tables.incoming import ImportOptions
    from geo.tables.model import Book, Cell, Table
    from geo.tables.ordinary.cells import Reading


def intake_ordinary(book: Book, options: ImportOptions, constants: Mapping[str, Json]) -> Intake:
    """What an ordinary table says, row by row. Raises CoopmapError when no row stands under its headers, or nothing in
    it can be a name or a place."""
    table, hidden = without_hidden(book.main)
    if not table.rows:
        raise CoopmapError(Message("The file holds no project: nothing stands under its headers."))
    columns = resolve(table, options)
    projects = [Incoming(table.where(row), geometry=row.geometry, ordinary=True) for row in table.rows]
    headers = _headers(columns)
    for project in projects:
        project.headers = dict(headers)
    unknown: dict[str, Counter[str]] = defaultdict(Counter)
    gathered = [_Gathered(project) for project in projects]
    for column in columns:
        _take(column, gathered, unknown)
    for project in projects:  # before the countries are told from coordinates: what a person says goes first
        project.values = dict(constants) | project.values
    notes = list(place_rows(columns, projects, options))
    for row in gathered:
        if _is_placed(row.project):  # a region's name places what nothing places better
            row.spill = {key: value for key, value in row.spill.items() if not key.startswith("place_")}
        row.project.values = row.spill | row.project.values
        _sums(row)
        _lists(row, of_all(options))
    remaining, passed = _without_totals(table, columns, projects)
    named_rows, nameless = _identified(remaining, options.first)
    if not named_rows:
        raise CoopmapError(nothing_named(table, columns))
    notes += untitled(named_rows)
    notes += id_notes(columns, named_rows)
    left = tuple(
        column.use.header for column in columns if column.use.field == LEFT_OUT and column.note == "as you asked"
    )
    return Intake(
        named_rows, (*book.notes, *hidden, *notes), left, tuple(column.use for column in columns), (*passed, *nameless),
        {key: dict(words) for key, words in unknown.items()},
    )  # fmt: skip


def _is_placed(project: Incoming) -> bool:
    named = any(key.startswith("place_") for key in project.values)
    return named or project.geometry is not None or bool(project.places)


def _headers(columns: Sequence[Column]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for column in columns:
        for meaning, results in zip(column.meanings, column.readings, strict=False):
            keys = {key for reading in results if reading for key in reading.values}
            headers.update(dict.fromkeys((*keys, meaning.key), column.header))
    return headers


@dataclass
class _Gathered:
    """What is gathered of a row beside its plain values."""

    project: Incoming

    spill: JsonRecord = field(default_factory=dict)
    """Values that count where no other column gives them."""

    entries: dict[tuple[str, int], JsonRecord] = field(default_factory=dict)
    """Records of numbered columns, by list and number."""

    extra: list[tuple[str, JsonRecord, str]] = field(default_factory=list)
    """Other records of lists: list, record, header."""


def _take(column: Column, gathered: Sequence[_Gathered], unknown: dict[str, Counter[str]]) -> None:
    """Take the cells of a column into the rows."""
    for at, row in enumerate(gathered):
        cell = column.cells[at]
        if column.key and not column.meanings and (value := said(cell)) is not None:
            row.project.values[column.key] = _own(value)
        for meaning, results in zip(column.meanings, column.readings, strict=False):
            if meaning.key in PLACES:
                if (value := said(cell)) is not None:
                    row.project.places[meaning.key] = value
            elif entry := entry_of(meaning.key):
                _take_entry(column, row.project, row.entries, entry, cell)
            elif reading := results[at]:
                _take_reading(column, row, reading, cell)
            else:
                _take_unread(column, row.project, cell, meaning.key, unknown)


def _take_reading(column: Column, row: _Gathered, reading: Reading, cell: Cell) -> None:
    for key, value in reading.values.items():
        row.project.values.setdefault(key, value)
    row.spill = dict(reading.spill) | row.spill
    row.extra += [(name, dict(record), column.header) for name, record in reading.entries]
    if not reading.whole:
        _as_written(row.project, column, cell)


def _take_unread(column: Column, project: Incoming, cell: Cell, key: str, unknown: dict[str, Counter[str]]) -> None:
    """A cell that does not say what its column means stays as written; an empty one is a gap."""
    if said(cell) is None:
        project.empty.add(key)
        return
    _as_written(project, column, cell)
    _unread(project, column, cell, key)
    if key in CODED:
        unknown[key][text(cell)] += 1


def _own(value: Cell) -> Json:
    plain = own_value(value)
    return plain_text(plain).text if isinstance(plain, str) else plain


def _as_written(project: Incoming, column: Column, cell: Cell) -> None:
    project.values.setdefault(own_key(column.header), _own(cell))


def _unread(project: Incoming, column: Column, cell: Cell, key: str) -> None:
    fix = Message("it is kept as {own_key}; correct it there, or leave it", own_key=show(own_key(column.header)))
    got = show(text(cell))
    project.problems.append(
        Problem(
            "warning", "unread", project.where, named(column.header), got, Message("a value for {key}", key=key), fix
        )
    )


def _take_entry(
    column: Column,
    project: Incoming,
    entries: dict[tuple[str, int], JsonRecord],
    entry: tuple[str, int, str],
    cell: Cell,
) -> None:
    """Take a cell of a numbered entry, such as value_1_amount."""
    name, number, key = entry
    if said(cell) is None or column.context is None:
        return
    parts = entry_reader(name, key, column.context)(cell)
    if parts is None:
        _as_written(project, column, cell)
        _unread(project, column, cell, key)
        return
    record = entries.setdefault((name, number), {})
    for part, value in parts.items():
        if part == key or part not in record:
            record[part] = value


# Lists


def _sums(row: _Gathered) -> None:
    """Sums without a currency get the one of the row's own column; without one they stay as the table has them."""
    project = row.project
    currency = project.values.pop(CURRENCY, None)
    for (name, number), record in list(row.entries.items()):
        if name == "value" and currency:
            record.setdefault("currency", currency)
        if name == "value" and not {"amount", "currency"} <= record.keys():
            if "amount" in record:
                project.values.setdefault("amount as written", record["amount"])
            del row.entries[name, number]
    for name, record, header in row.extra:
        if name == "value" and currency:
            record.setdefault("currency", currency)
        if name == "value" and "currency" not in record:
            project.values.setdefault(own_key(header), record["amount"])
            fix = Message("name it in the header, such as “{header}, USD”, or in a column “currency”", header=header)
            got = show(record["amount"])
            project.problems.append(
                Problem("warning", "no-currency", project.where, named(header), got, Message("a currency"), fix)
            )
    row.extra = [item for item in row.extra if item[0] != "value" or "currency" in item[1]]


def _lists(row: _Gathered, of_pictures: Mapping[str, str]) -> None:
    """The records of each list, those of numbered columns first, a source of one address once."""
    records: dict[str, list[JsonRecord]] = defaultdict(list)
    for name, number in sorted(row.entries):
        records[name].append(row.entries[name, number])
    for name, record, _ in row.extra:
        known = {held["url"] for held in records[name] if "url" in held}
        if record not in records[name] and record.get("url") not in known:
            records[name].append(record)
    for record in records.get("sources", ()):
        if "title" not in record and isinstance(url := record.get("url"), str):
            record["title"] = source(url)["title"]
    if images := completed(records.pop("images", ()), row.project, of_pictures):
        records["images"] = images
    where = row.project.where
    for name, held in records.items():
        row.project.entries[name] = [
            Entry(record, number, frozenset(record), where, {}) for number, record in enumerate(held)
        ]


# Rows that are no projects, names and ids


def _without_totals(
    table: Table, columns: Sequence[Column], projects: list[Incoming]
) -> tuple[list[Incoming], list[str]]:
    remaining: list[Incoming] = []
    passed: list[str] = []
    headers = [column.header for column in columns]
    for row, project in zip(table.rows, projects, strict=True):
        first = next((cell for cell in row.cells if isinstance(cell, str) and not is_empty(cell)), None)
        if first is not None and vocabulary.is_total(first) and not project.places and project.geometry is None:
            passed.append(Message("{where}: {first}, a sum of the others", where=project.where, first=show(first)))
        elif headers and [text(cell) for cell in row.cells if cell is not None] == headers:
            passed.append(Message("{where}: the headers once more", where=project.where))
        else:
            remaining.append(project)
    return remaining, passed


def _identified(projects: Sequence[Incoming], language: str) -> tuple[list[Incoming], list[str]]:
    """The projects with an id each; a row without a name is one only if it has a place.

    language: in which such a row is given a name.
    """
    result: list[Incoming] = []
    passed: list[str] = []
    untitled = 0
    used: dict[str, dict[str, Incoming]] = defaultdict(dict)
    ids: set[str] = set()
    for project in projects:
        names = {key: value for key, value in project.values.items() if key.startswith("name_")}
        if not names and "id" not in project.values:
            if project.geometry is None and not project.places:
                if project.values or project.entries:
                    passed.append(Message("{where}: it has no name", where=project.where))
                continue
            untitled += 1
            key = f"name_{language}"
            project.values[key] = f"{UNTITLED} {untitled}"
            names = {key: project.values[key]}
        base = str(project.values.get("id") or new_id(_by_name(names), ()))
        facts = _facts(project)
        if (twin := used[base].get(facts)) is not None:
            passed.append(Message("{where}: the same as {twin}", where=project.where, twin=twin.where))
            continue
        used[base][facts] = project
        numbered = (f"{base}-{number}" for number in itertools.count(len(used[base])))
        project.id = base if base not in ids else next(name for name in numbered if name not in ids)
        ids.add(project.id)
        project.values["id"] = project.id
        result.append(project)
    return result, passed


def _by_name(names: Mapping[str, Json]) -> JsonRecord:
    """Names for an id: that of a language without an id maker of its own stands for English."""
    return {"name_en": next(iter(names.values()), "")} | dict(names)


def _facts(project: Incoming) -> str:
    """All that a row says but for its id, as one text: alike for rows that say the same."""
    values = {key: value for key, value in project.values.items() if key != "id"}
    entries = {name: [entry.values for entry in held] for name, held in project.entries.items()}
    return json.dumps([values, project.places, project.geometry, entries], sort_keys=True, default=repr)
