"""The cells of a row read for a project, what cannot be read noted as a problem of it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

from geo.errors import Problem, show
from geo.messages import Message
from geo.model.list_columns import LISTS
from geo.model.schema import find
from geo.tables import cell_reader, cell_values
from geo.tables.incoming import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from geo.model.geojson import Json
    from geo.tables.incoming import ImportOptions, Incoming
    from geo.tables.model import Cell, CellReader, Row, Table, Target


class Missing(Enum):
    """What stands in place of a value."""

    UNREAD = "unread"


UNREAD: Final = Missing.UNREAD
"""Stands for the value of a cell that could not be read."""

Outcome: TypeAlias = "Json | cell_values.Unread | cell_values.Loose"
"""A cell's value, or why it has none or may be another."""

_FAILED = cell_values.Unread("a value", Message("fix the formula, or empty the cell"))


def value_or_unread(
    project: Incoming, read: Callable[[Cell], Outcome], cell: Cell, key: str, header: str
) -> Json | Missing:
    """The value of a cell, or UNREAD with a problem noted."""
    outcome = _FAILED if cell_values.failed(cell) else read(cell)
    if not isinstance(outcome, (cell_values.Unread, cell_values.Loose)):
        return outcome
    column = named(header)
    if isinstance(outcome, cell_values.Unread):
        project.unread.add(key)
        got = cell_values.message_text(cell)
        project.problems.append(Problem("error", "unread", project.where, column, got, outcome.expected, outcome.fix))
        return UNREAD
    fix = Message("write {value}, as which it was taken", value=show(outcome.value))
    project.problems.append(
        Problem("warning", "loose", project.where, column, cell_values.message_text(cell), outcome.expected, fix)
    )
    return outcome.value


def remembering(read: CellReader) -> Callable[[Cell], Outcome]:
    """Reads each text once; what is raised becomes the outcome."""
    known: dict[str, Outcome] = {}

    def outcome(cell: Cell) -> Outcome:
        if isinstance(cell, str) and cell in known:
            return known[cell]
        value: Outcome
        try:
            value = read(cell)
        except (cell_values.Unread, cell_values.Loose) as reason:
            value = reason
        if isinstance(cell, str) and not isinstance(value, (list, dict)):
            known[cell] = value
        return value

    return outcome


def reader_of(target: Target, options: ImportOptions, decimal_comma: bool) -> CellReader:
    """What reads the cells of a column, as `cell_reader.reader` does."""
    fields = LISTS[str(target[0])].fields if len(target) > 1 else options.codebook.fields
    known = find(str(target[-1]), fields)
    return cell_reader.reader(known, options.labels, decimal_comma) if known else own_value


def own_value(cell: Cell) -> Json:
    """A value of a field of the project's own: numbers and records as they are, texts in one paragraph, ISO dates."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < cell_values.EXACT:
        return int(cell)
    return cell if isinstance(cell, (bool, int, float, list, dict)) else cell_values.text(cell)


def filled_headers(table: Table, unused: Iterable[int]) -> tuple[str, ...]:
    """The headers under which anything stands; of a column without one its number."""
    filled = [n for n in unused if any(not cell_values.is_empty(cell_at(row, n)) for row in table.rows)]
    return tuple(table.headers[n].strip() or Message("column {n}, which has no header", n=n + 1) for n in filled)


def cell_at(row: Row, number: int) -> Cell:
    """The cell of a column, None where the row is shorter."""
    return row.cells[number] if number < len(row.cells) else None
