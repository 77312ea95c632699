"""Rows to what they say of each project: values by field, entries of lists, where each stands, what cannot be read."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from geo.errors import CoopmapError, Problem, show
from geo.messages import NOTHING, Message
from geo.model.geojson import are_records
from geo.model.list_columns import LISTS
from geo.model.schema import FIELDS, find
from geo.new_project import new_id
from geo.tables import cell_reader, cell_values, header_meanings, header_names
from geo.tables.headers import CUT, Columns, columns, field_named
from geo.tables.incoming import Entry, Incoming, Intake
from geo.tables.list_sheets import add_sheet
from geo.tables.model import PLACES, Book, Row, Table, Target
from geo.tables.row_cells import UNREAD, filled_headers, reader_of, remembering, value_or_unread

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from geo.model.geojson import JsonRecord
    from geo.tables.incoming import ImportOptions
    from geo.tables.model import Cell
    from geo.tables.row_cells import Outcome

SOME = 5
"""Headers that a message repeats."""


def intake(book: Book, options: ImportOptions) -> Intake:
    """What the tables of a file say, row by row. Raises CoopmapError when the columns are not clear, none of them names
    a field, or no row stands under them.

    A table in coopmap's own columns is held to them; any other is understood as far as that is sure.
    """
    if not in_own_columns(book.main):
        from geo.tables.ordinary import pictures
        from geo.tables.ordinary.rows import intake_ordinary

        if not (header_meanings.known(book.main.headers) or options.chosen or book.main.spatial):
            _refuse_strange(book, Columns({}, book.main.headers))
        return intake_ordinary(book, options, constants(options, pictures.of_all(options)))
    matched = columns(book.main, options.chosen, options.language, options.own, options.codebook, options.first)
    _refuse_strange(book, matched)
    projects = _projects(book.main, matched, options)
    unused = list(filled_headers(book.main, matched.unused))
    for name, table in book.lists.items():
        unused += add_sheet(projects, name, table, options)
    return Intake(projects, (*book.notes, *matched.notes), tuple(unused))


def in_own_columns(table: Table) -> bool:
    """Whether a table has coopmap's own columns: a name whose header says its language, or no name but ids."""
    meanings = [(header, meant) for header in table.headers if (meant := header_meanings.meaning(header))]
    if table.short:
        meanings += [(header, meant) for header in table.headers if (meant := _cut_meaning(header))]
    named = [(header, meant) for header, meant in meanings if meant.key == "name" or meant.key.startswith("name_")]
    if not named:
        return any(meant.key == "id" and header_names.target(header) == ("id",) for header, meant in meanings)
    certain = [header for header, meant in named if meant.certain]
    plain = any(not meant.certain and header not in table.spare for header, meant in named)
    # OpenStreetMap and Wikidata have "name" beside "name:en"; coopmap's own keys are no one else's.
    return any(header_names.key_target(header) or _cut_meaning(header) for header in certain) or (
        bool(certain) and not plain
    )


def _cut_meaning(header: str) -> header_meanings.HeaderMeaning | None:
    """A header that a shapefile cut is a field's own key."""
    keys = [key for field in FIELDS for key in field.keys if len(header) == CUT and key.startswith(header.lower())]
    return header_meanings.HeaderMeaning(keys[0], certain=True) if len(keys) == 1 else None


def _refuse_strange(book: Book, matched: Columns) -> None:
    """What is no table of projects: another text, a file of another kind, an unknown delimiter."""
    if not matched.targets and any(map(str.strip, matched.headers)):
        some = ", ".join(map(show, [header for header in matched.headers if header.strip()][:SOME]))
        fix = Message(
            "call the columns as coopmap export template.xlsx does, or say what they hold with --map COLUMN=FIELD"
        )
        raise CoopmapError(
            Message(
                "No column is called as a field of a project is, such as name_en; they are {some}: {fix}.",
                some=some,
                fix=fix,
            )
        )
    if not book.main.rows and not any(table.rows for table in book.lists.values()):
        raise CoopmapError(Message("The file holds no project: nothing stands under its headers."))


# The table of projects


def _projects(table: Table, matched: Columns, options: ImportOptions) -> list[Incoming]:
    projects = [Incoming(table.where(row), geometry=row.geometry) for row in table.rows]
    records: list[dict[tuple[str, int], JsonRecord]] = [defaultdict(dict) for _ in projects]
    headers: dict[str, str] = {}
    lines = list(zip(table.rows, projects, records, strict=True))
    for number, targets in matched.targets.items():
        for target in targets:
            headers[header_names.heading(target)] = table.headers[number]
            place = len(target) == 1 and target[0] in PLACES
            read = None if place else remembering(reader_of(target, options, table.decimal_comma))
            _read_column(lines, number, target, table.headers[number], read)
    _refuse_surplus(table, projects)
    _number_entries(matched, projects, records, headers)
    for project in projects:
        project.headers = headers
    _open_lists(projects)
    _fill_constants(projects, options)
    for project in projects:
        _name(project)
    return projects


def _read_column(
    lines: Sequence[tuple[Row, Incoming, dict[tuple[str, int], JsonRecord]]],
    number: int,
    target: Target,
    header: str,
    read: Callable[[Cell], Outcome] | None,
) -> None:
    """Read one column into each of the projects; without a reader its cells are kept for the place."""
    key, name = str(target[-1]), header_names.heading(target)
    plain = len(target) == 1
    entry = (str(target[0]), 0 if plain else int(target[1]))
    for row, project, record in lines:
        cell = row.cells[number] if number < len(row.cells) else None
        if cell_values.is_empty(cell):
            if plain:
                project.empty.add(key)
        elif read is None:
            project.places[key] = cell
        elif (value := value_or_unread(project, read, cell, name, header)) is not UNREAD:
            (project.values if plain else record[entry])[key] = value


def _refuse_surplus(table: Table, projects: list[Incoming]) -> None:
    """A row with more cells than there are headers was cut at a delimiter inside a value."""
    width = len(table.headers)
    for row, project in zip(table.rows, projects, strict=True):
        if any(not cell_values.is_empty(cell) for cell in row.cells[width:]):
            fix = Message("put values that hold the delimiter, such as a decimal comma, into quotation marks")
            expected = Message("{width}, as many as there are headers", width=width)
            problem = Problem(
                "error", "cut", project.where, "", Message("{cells} cells", cells=len(row.cells)), expected, fix
            )
            project.problems = [problem]
            project.unread.add("*")


def _number_entries(
    matched: Columns,
    projects: list[Incoming],
    records: list[dict[tuple[str, int], JsonRecord]],
    headers: Mapping[str, str],
) -> None:
    """The filled entries of numbered columns, in order, with what the file has columns for."""
    keys: dict[tuple[str, int], set[str]] = defaultdict(set)
    for target in matched.by_target:
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
                expected = Message(
                    "either this column, or {name}_1_{keys} and so on", name=name, keys=owner.fields[0].keys[0]
                )
                project.error("twice", name, show(project.values.pop(name)), expected, Message("empty one of the two"))
        held = [(project, records) for project in projects if are_records(records := project.values.get(name))]
        plain = {inner.name for inner in owner.fields if not inner.translated}
        keys = frozenset(plain.union(*(entry for _, entries in held for entry in entries)))
        for project, entries in held:
            del project.values[name]
            project.entries[name] = [
                Entry(entry, number, keys, project.where, {}) for number, entry in enumerate(entries)
            ]


def _fill_constants(projects: list[Incoming], options: ImportOptions) -> None:
    """What --set gives to the rows that say nothing. Raises CoopmapError when it cannot be read."""
    for key, value in constants(options).items():
        for project in projects:
            if key not in project.values and key not in project.unread:
                project.values[key] = value
                project.empty.discard(key)


def constants(options: ImportOptions, elsewhere: Container[str] = ()) -> JsonRecord:
    """The values of --set by key, without those that are put in elsewhere. Raises CoopmapError."""
    values = {}
    for name, text in options.constants.items():
        if name in elsewhere:
            continue
        target = field_named(name, options.codebook)
        known = find(str(target[0]), options.codebook.fields) if len(target) == 1 else None
        if known is None or known.fields:
            raise CoopmapError(Message("--set gives a plain field a value, and {name} is none.", name=show(name)))
        outcome = remembering(cell_reader.reader(known, options.labels))(text)
        if isinstance(outcome, cell_values.Unread):
            raise CoopmapError(
                Message(
                    "--set {name}: got {text}; expected {expected}; {fix}.",
                    name=name,
                    text=show(text),
                    expected=outcome.expected,
                    fix=outcome.fix,
                )
            )
        values[str(target[0])] = outcome.value if isinstance(outcome, cell_values.Loose) else outcome
    return values


def _name(project: Incoming) -> None:
    """The project's id, else one made of its name; without either the row is wrong."""
    project_id = project.values.get("id")
    if project_id is None and any(key.startswith("name_") for key in project.values):
        project_id = new_id(project.values, ())
    project.id = str(project_id or "")
    if project_id is not None:
        project.values["id"] = project.id
    elif "*" not in project.unread:
        project.error(
            "missing",
            "id",
            NOTHING,
            Message("an id or a name"),
            Message("write the project's id, or the name of a new one"),
        )
