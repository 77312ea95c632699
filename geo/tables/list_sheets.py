"""Sheets of lists, such as sources: their rows become entries of the projects they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import CoopmapError, show
from geo.messages import NOTHING, Message
from geo.model.list_columns import LISTS
from geo.model.schema import find
from geo.tables import cell_numbers, cell_reader, cell_values, header_names
from geo.tables.incoming import Entry, Incoming
from geo.tables.model import NUMBER
from geo.tables.row_cells import UNREAD, cell_at, filled_headers, own_value, remembering, value_or_unread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from geo.model.geojson import Json
    from geo.tables.incoming import ImportOptions
    from geo.tables.model import Cell, CellReader, Row, Table
    from geo.tables.row_cells import Outcome


def add_sheet(projects: list[Incoming], name: str, table: Table, options: ImportOptions) -> tuple[str, ...]:
    """Add the rows of a list's sheet to their projects; one that has no row of its own gets an Incoming. Gives the
    headers that found no field."""
    keys = _keys(name, table, options)
    if "id" not in keys.values():
        if table.rows:
            lacking = Message("The sheet {table} has no column with the projects' ids", table=show(table.title))
            raise CoopmapError(Message("{lacking}; add one called id.", lacking=lacking))
        return ()
    by_id = {project.id: project for project in projects if project.id}
    for project in projects:
        project.empty.add(name)
    readers = {n: remembering(_reader(name, key, options)) for n, key in keys.items()}
    headers = {key: table.headers[n] for n, key in keys.items()}
    covered = frozenset(keys.values()) - {"id", NUMBER}
    for row in table.rows:
        incoming = Incoming(table.where(row), headers=headers, listed=True)
        values = dict(_values(incoming, row, keys, readers))
        incoming.id, before = str(values.pop("id", "")), values.pop(NUMBER, None)
        project = _owner(incoming, projects, by_id, name)
        place = before - 1 if isinstance(before, int) and before > 0 else None
        entries = project.entries if values else project.blanks
        entries.setdefault(name, []).append(Entry(values, place, covered, incoming.where, headers))
        project.empty.discard(name)
    left = filled_headers(table, [n for n in range(len(table.headers)) if n not in keys])
    return tuple(f"{table.title}: {header}" for header in left)


def _owner(incoming: Incoming, projects: list[Incoming], by_id: dict[str, Incoming], name: str) -> Incoming:
    """The project that a row on the sheet of a list belongs to: one of the file's, or a new Incoming."""
    if not incoming.id:
        incoming.error(
            "missing",
            "id",
            NOTHING,
            Message("the id of a project"),
            Message("write the id of the project it belongs to"),
        )
    project = by_id.get(incoming.id)
    if project is None:
        incoming.values = {"id": incoming.id} if incoming.id else {}
        by_id[incoming.id] = incoming
        projects.append(incoming)
        return incoming
    project.problems += incoming.problems
    if any(problem.level == "error" for problem in incoming.problems):
        project.unread.add(name)
    return project


def _keys(name: str, table: Table, options: ImportOptions) -> dict[int, str]:
    by_column: dict[int, str] = {}
    for number, header in enumerate(table.headers):
        key = header_names.column_target(name, header, options.language)
        if key is not None and key in by_column.values():
            twice = Message(
                "The sheet {table} has two columns for {key}, one of them {header}",
                table=show(table.title),
                key=key,
                header=show(header),
            )
            raise CoopmapError(Message("{twice}; remove or rename one.", twice=twice))
        if key is not None:
            by_column[number] = key
    return by_column


def _reader(name: str, key: str, options: ImportOptions) -> CellReader:
    if key == "id":
        return cell_values.text
    if key == NUMBER:
        return cell_numbers.number
    known = find(key, LISTS[name].fields)
    return cell_reader.reader(known, options.labels) if known else own_value


def _values(
    incoming: Incoming, row: Row, keys: Mapping[int, str], readers: Mapping[int, Callable[[Cell], Outcome]]
) -> Iterator[tuple[str, Json]]:
    for number, key in keys.items():
        cell = cell_at(row, number)
        if not cell_values.is_empty(cell):
            value = value_or_unread(incoming, readers[number], cell, key, incoming.headers[key])
            if value is not UNREAD:
                yield key, value
