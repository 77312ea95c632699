"""Rows to what they say of each project: values by field, entries of lists, where each stands, what cannot be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geo.errors import CoopmapError, Problem, show
from geo.io.columns import LISTS
from geo.model.schema import FIELDS, find
from geo.new_project import new_id
from geo.tables import cells, header_names
from geo.tables.headers import Columns, columns, field_named
from geo.tables.model import NUMBER, PLACES, Book, Labels, Row, Table, Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from geo.model.schema import Field


SOME = 5
"""Headers that a message repeats."""


@dataclass(frozen=True)
class Wishes:
    """How a file is to be read.

    labels: what codes are called; language: of texts whose header names none; chosen: header to names of fields
    (--map); constants: name of a field to the text that rows without a value get (--set); own: unknown columns become
    the project's own fields.
    """

    labels: Labels = field(default_factory=dict)
    language: str | None = None
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    own: bool = False


@dataclass
class Entry:
    """An entry of a list: its values, its place in the project's list before (None: a new one), the keys that the file
    has columns for, and where a message finds them."""

    values: dict[str, Any]
    before: int | None
    keys: frozenset[str]
    where: str
    headers: Mapping[str, str]


@dataclass
class Incoming:
    """What a file says of one project.

    where: its row; values: plain fields and whole lists; entries: of lists, in order; blanks: those without a filled
    cell; beyond: of a list with numbered columns, how many entries they reach: what the layer has beyond stays; empty:
    keys with a column and no value;
    places: cells of PLACES that are filled; headers: the header of each key; unread: keys that could not be read, "*"
    for the whole row; listed: it stands only on the sheet of a list.
    """

    where: str
    id: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    blanks: dict[str, list[Entry]] = field(default_factory=dict)
    beyond: dict[str, int] = field(default_factory=dict)
    empty: set[str] = field(default_factory=set)
    places: dict[str, Any] = field(default_factory=dict)
    geometry: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    listed: bool = False

    def error(self, rule: str, key: str, got: str, expected: str, fix: str) -> None:
        """Note what is wrong with the cell of a key."""
        self.problems.append(Problem("error", rule, self.where, column_of(self, key), got, expected, fix))
        self.unread.add(key)


def column_of(incoming: Incoming, key: str) -> str:
    """What a message calls the column of a key."""
    header = incoming.headers.get(key)
    return named(header) if header else key


def named(header: str) -> str:
    """What a message calls a column."""
    return f"column {show(header)}"


@dataclass(frozen=True)
class Intake:
    """What a file says of all projects; notes: what was assumed; unused: headers that found no field."""

    projects: list[Incoming]
    notes: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


def intake(book: Book, wishes: Wishes) -> Intake:
    """What the tables of a file say, row by row. Raises CoopmapError when the columns are not clear, none of them names
    a field, or no row stands under them."""
    found = columns(book.main, wishes.chosen, wishes.language, wishes.own)
    _refuse_strange(book, found)
    projects = _projects(book.main, found, wishes)
    unused = list(_filled(book.main, found.unused))
    for name, table in book.lists.items():
        unused += _add_sheet(projects, name, table, wishes)
    return Intake(projects, (*book.notes, *found.notes), tuple(unused))


def _refuse_strange(book: Book, found: Columns) -> None:
    """What is no table of projects: another text, a file of another kind, an unknown delimiter."""
    if not found.targets and any(map(str.strip, found.headers)):
        some = ", ".join(map(show, [header for header in found.headers if header.strip()][:SOME]))
        fix = "call the columns as coopmap export template.xlsx does, or say what they hold with --map COLUMN=FIELD"
        raise CoopmapError(f"No column is called as a field of a project is, such as name_en; they are {some}: {fix}.")
    if not book.main.rows and not any(table.rows for table in book.lists.values()):
        raise CoopmapError("The file holds no project: nothing stands under its headers.")


def _filled(table: Table, unused: Iterable[int]) -> tuple[str, ...]:
    """The headers under which anything stands; of a column without one its number."""
    filled = [n for n in unused if any(not cells.is_empty(_cell(row, n)) for row in table.rows)]
    return tuple(table.headers[n].strip() or f"column {n + 1}, which has no header" for n in filled)


def _cell(row: Row, number: int) -> Any:
    return row.cells[number] if number < len(row.cells) else None


# The table of projects


def _projects(table: Table, found: Columns, wishes: Wishes) -> list[Incoming]:
    projects = [Incoming(table.where(row), geometry=row.geometry) for row in table.rows]
    records: list[dict[tuple[str, int], dict[str, Any]]] = [defaultdict(dict) for _ in projects]
    headers: dict[str, str] = {}
    lines = list(zip(table.rows, projects, records, strict=True))
    for number, targets in found.targets.items():
        for target in targets:
            headers[header_names.heading(target)] = table.headers[number]
            place = len(target) == 1 and target[0] in PLACES
            read = None if place else _memo(_reader_of(target, wishes, table.decimal_comma))
            _read_column(lines, number, target, table.headers[number], read)
    _refuse_surplus(table, projects)
    _number_entries(found, projects, records, headers)
    for project in projects:
        project.headers = headers
    _open_lists(projects)
    _fill_constants(projects, wishes)
    for project in projects:
        _name(project)
    return projects


def _read_column(
    lines: Sequence[tuple[Row, Incoming, dict[tuple[str, int], dict[str, Any]]]],
    number: int,
    target: Target,
    header: str,
    read: Callable[[Any], Any] | None,
) -> None:
    """Read one column into each of the projects; without a reader its cells are kept for the place."""
    key, name = str(target[-1]), header_names.heading(target)
    plain = len(target) == 1
    entry = (str(target[0]), 0 if plain else int(target[1]))
    for row, project, record in lines:
        cell = row.cells[number] if number < len(row.cells) else None
        if cells.is_empty(cell):
            if plain:
                project.empty.add(key)
        elif read is None:
            project.places[key] = cell
        elif (value := _value(project, read, cell, name, header)) is not _UNREAD:
            (project.values if plain else record[entry])[key] = value


_UNREAD = object()
_FAILED = cells.Unread("a value", "fix the formula, or empty the cell")


def _value(project: Incoming, read: Callable[[Any], Any], cell: Any, key: str, header: str) -> Any:
    """The value of a cell, or _UNREAD with a problem noted."""
    outcome = _FAILED if cells.failed(cell) else read(cell)
    if not isinstance(outcome, (cells.Unread, cells.Loose)):
        return outcome
    column = named(header)
    if isinstance(outcome, cells.Unread):
        project.unread.add(key)
        told = Problem("error", "unread", project.where, column, cells.shown(cell), outcome.expected, outcome.fix)
        project.problems.append(told)
        return _UNREAD
    fix = f"write {show(outcome.value)}, as which it was taken"
    project.problems.append(
        Problem("warning", "loose", project.where, column, cells.shown(cell), outcome.expected, fix)
    )
    return outcome.value


def _memo(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Reads each text once; what is raised becomes the outcome."""
    known: dict[str, Any] = {}

    def outcome(cell: Any) -> Any:
        if isinstance(cell, str) and cell in known:
            return known[cell]
        try:
            found = read(cell)
        except (cells.Unread, cells.Loose) as said:
            found = said
        if isinstance(cell, str) and not isinstance(found, (list, dict)):
            known[cell] = found
        return found

    return outcome


def _reader_of(target: Target, wishes: Wishes, decimal_comma: bool) -> Callable[[Any], Any]:
    fields = LISTS[str(target[0])].fields if len(target) > 1 else FIELDS
    found = find(str(target[-1]), fields)
    return cells.reader(found, wishes.labels, decimal_comma) if found else _own


def _own(cell: Any) -> Any:
    """A value of a field that the schema does not know: as it got, texts in one paragraph, dates in ISO 8601."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < cells.EXACT:
        return int(cell)
    return cell if isinstance(cell, (bool, int, float, list, dict)) else cells.text(cell)


def _refuse_surplus(table: Table, projects: list[Incoming]) -> None:
    """A row with more cells than there are headers was cut at a delimiter inside a value."""
    width = len(table.headers)
    for row, project in zip(table.rows, projects, strict=True):
        if any(not cells.is_empty(cell) for cell in row.cells[width:]):
            told = "put values that hold the delimiter, such as a decimal comma, into quotation marks"
            expected = f"{width}, as many as there are headers"
            problem = Problem("error", "cut", project.where, "", f"{len(row.cells)} cells", expected, told)
            project.problems = [problem]
            project.unread.add("*")


def _number_entries(
    found: Columns,
    projects: list[Incoming],
    records: list[dict[tuple[str, int], dict[str, Any]]],
    headers: Mapping[str, str],
) -> None:
    """The filled entries of numbered columns, in order, with what the file has columns for."""
    keys: dict[tuple[str, int], set[str]] = defaultdict(set)
    for target in found.by_target:
        if len(target) > 1:
            keys[str(target[0]), int(target[1])].add(str(target[2]))
    reach: dict[str, int] = defaultdict(int)
    for name, at in keys:
        reach[name] = max(reach[name], at + 1)
    places = [(name, at) for name in reach for at in range(reach[name])]
    covered = {place: frozenset(keys.get(place, ())) for place in places}
    for project, record in zip(projects, records, strict=True):
        for name, at in sorted(record):
            own = {key: headers[header_names.heading((name, at, key))] for key in keys[name, at]}
            entry = Entry(record[name, at], at, frozenset(keys[name, at]), project.where, own)
            project.entries.setdefault(name, []).append(entry)
        for name, at in places:
            if (name, at) in record:
                continue
            blank = Entry({}, at, covered[name, at], project.where, {})
            project.blanks.setdefault(name, []).append(blank)
        project.beyond.update({name: reach[name] for name in project.entries})
        project.empty |= {name for name in reach if name not in project.entries}


def _open_lists(projects: list[Incoming]) -> None:
    """Whole lists of records, as GeoJSON has them, entry by entry; all they can leave open is another language."""
    for name, owner in LISTS.items():
        for project in projects:
            if name in project.values and name in project.entries:
                expected = f"either this column, or {name}_1_{owner.fields[0].keys[0]} and so on"
                project.error("twice", name, show(project.values.pop(name)), expected, "empty one of the two")
        held = [(project, project.values[name]) for project in projects if _are_records(project.values.get(name))]
        plain = {inner.name for inner in owner.fields if not inner.translated}
        keys = frozenset(plain.union(*(entry for _, entries in held for entry in entries)))
        for project, entries in held:
            del project.values[name]
            project.entries[name] = [
                Entry(entry, number, keys, project.where, {}) for number, entry in enumerate(entries)
            ]


def _are_records(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _fill_constants(projects: list[Incoming], wishes: Wishes) -> None:
    """What --set gives to the rows that say nothing. Raises CoopmapError when it cannot be read."""
    for key, value in constants(wishes).items():
        for project in projects:
            if key not in project.values and key not in project.unread:
                project.values[key] = value
                project.empty.discard(key)


def constants(wishes: Wishes) -> dict[str, Any]:
    """The values of --set by key. Raises CoopmapError."""
    found = {}
    for name, text in wishes.constants.items():
        target = field_named(name)
        known = find(str(target[0])) if len(target) == 1 else None
        if known is None or known.fields:
            raise CoopmapError(f"--set gives a plain field a value, and {show(name)} is none.")
        outcome = _memo(cells.reader(known, wishes.labels))(text)
        if isinstance(outcome, cells.Unread):
            raise CoopmapError(f"--set {name}: got {show(text)}; expected {outcome.expected}; {outcome.fix}.")
        found[str(target[0])] = outcome.value if isinstance(outcome, cells.Loose) else outcome
    return found


def _name(project: Incoming) -> None:
    """The project's id, else one made of its name; without either the row is wrong."""
    given = project.values.get("id")
    if given is None and any(key.startswith("name_") for key in project.values):
        given = new_id(project.values, ())
    project.id = str(given or "")
    if given is not None:
        project.values["id"] = project.id
    elif "*" not in project.unread:
        project.error("missing", "id", "nothing", "an id or a name", "write the project's id, or the name of a new one")


# Sheets of lists


def _add_sheet(projects: list[Incoming], name: str, table: Table, wishes: Wishes) -> tuple[str, ...]:
    """Add the rows of a list's sheet to their projects; one that has no row of its own gets an Incoming. Gives the
    headers that found no field."""
    keys = _sheet_keys(name, table, wishes)
    if "id" not in keys.values():
        if table.rows:
            lacking = f"The sheet {show(table.title)} has no column with the projects' ids"
            raise CoopmapError(f"{lacking}; add one called id.")
        return ()
    by_id = {project.id: project for project in projects if project.id}
    for project in projects:
        project.empty.add(name)
    readers = {n: _memo(_sheet_reader(name, key, wishes)) for n, key in keys.items()}
    headers = {key: table.headers[n] for n, key in keys.items()}
    kept = frozenset(keys.values()) - {"id", NUMBER}
    for row in table.rows:
        told = Incoming(table.where(row), headers=headers, listed=True)
        values = dict(_sheet_values(told, row, keys, readers))
        told.id, before = str(values.pop("id", "")), values.pop(NUMBER, None)
        project = _owner(told, projects, by_id, name)
        place = before - 1 if isinstance(before, int) and before > 0 else None
        held = project.entries if values else project.blanks
        held.setdefault(name, []).append(Entry(values, place, kept, told.where, headers))
        project.empty.discard(name)
    left = _filled(table, [n for n in range(len(table.headers)) if n not in keys])
    return tuple(f"{table.title}: {header}" for header in left)


def _owner(told: Incoming, projects: list[Incoming], by_id: dict[str, Incoming], name: str) -> Incoming:
    """The project that a row on the sheet of a list belongs to: one of the file's, or a new Incoming."""
    if not told.id:
        told.error("missing", "id", "nothing", "the id of a project", "write the id of the project it belongs to")
    project = by_id.get(told.id)
    if project is None:
        told.values = {"id": told.id} if told.id else {}
        by_id[told.id] = told
        projects.append(told)
        return told
    project.problems += told.problems
    if any(problem.level == "error" for problem in told.problems):
        project.unread.add(name)
    return project


def _sheet_keys(name: str, table: Table, wishes: Wishes) -> dict[int, str]:
    found: dict[int, str] = {}
    for number, header in enumerate(table.headers):
        key = header_names.column_target(name, header, wishes.language)
        if key is not None and key in found.values():
            twice = f"The sheet {show(table.title)} has two columns for {key}, one of them {show(header)}"
            raise CoopmapError(f"{twice}; remove or rename one.")
        if key is not None:
            found[number] = key
    return found


def _sheet_reader(name: str, key: str, wishes: Wishes) -> Callable[[Any], Any]:
    if key == "id":
        return cells.text
    if key == NUMBER:
        return cells.number
    found: Field | None = find(key, LISTS[name].fields)
    return cells.reader(found, wishes.labels) if found else _own


def _sheet_values(
    told: Incoming, row: Row, keys: Mapping[int, str], readers: Mapping[int, Callable[[Any], Any]]
) -> Iterator[tuple[str, Any]]:
    for number, key in keys.items():
        cell = _cell(row, number)
        if not cells.is_empty(cell):
            value = _value(told, readers[number], cell, key, told.headers[key])
            if value is not _UNREAD:
                yield key, value
