"""The reader of a field: what turns its cells into values, by the kind of field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.io.files import parse_cell
from geo.messages import Message
from geo.tables.cell_codes import choice_reader, code_reader, names_reader
from geo.tables.cell_dates import day_of
from geo.tables.cell_numbers import number
from geo.tables.cell_values import LIST_SEPARATORS, Unread, text
from geo.tables.model import Labels, choices_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.model.field import Field
    from geo.model.geojson import Json
    from geo.model.value_types import Kind
    from geo.tables.model import Cell, CellReader

_GDAL_LIST = re.compile(r"\(\d+:(.*)\)")
"""How GDAL writes a list into a format that has none: (2:KZ,UZ)."""


def reader(field: Field, labels: Labels, decimal_comma: bool = False) -> CellReader:
    """What turns a cell that is not empty into a value of the field.

    It raises Unread, or Loose with the value when that is certain all the same.
    """
    called = labels.get(choices_of(field), {})
    if field.choices is not None:
        return choice_reader(field.choices, called)
    readers: dict[str, CellReader] = {
        "records": lambda cell: _parsed(cell, field),
        "number": lambda cell: number(cell, decimal_comma),
        "list": lambda cell: _several(cell, _entry_reader(field.kind.items or field.kind, called)),
        "text": _text_reader(field.kind, called),
    }
    return readers[field.kind.base]


def _text_reader(kind: Kind, called: Mapping[str, Mapping[str, str]]) -> CellReader:
    if kind.name == "date":
        return day_of
    if kind.name in ("field name", "country", "currency", "language"):
        entry = _entry_reader(kind, called)
        return lambda cell: entry(text(cell))
    return _one_text


def _one_text(cell: Cell) -> str:
    if isinstance(cell, (list, dict, bool, bytes)):
        raise Unread(Message("a text"), Message("write the text alone"))
    return text(cell)


def _entry_reader(kind: Kind, called: Mapping[str, Mapping[str, str]]) -> Callable[[str], str]:
    """What reads a code or a name of a field, also as an entry of a list."""
    named = kind.name in ("field name", "text")  # the entries of `supports` are names of fields, kept as texts
    return names_reader() if named else code_reader(called, kind.name == "language")


def _several(cell: Cell, entry: Callable[[str], str]) -> list[Json]:
    if isinstance(cell, (list, tuple)):
        return [entry(part) if isinstance(part, str) else part for part in cell]
    typed = text(cell) if not isinstance(cell, str) else cell.strip()
    if typed.startswith("["):
        try:
            parsed = parse_cell(typed)
        except ValueError:
            parsed = None
        if isinstance(parsed, list):
            return _several(parsed, entry)
    if gdal := _GDAL_LIST.fullmatch(typed):
        typed = gdal[1]
    return [entry(part) for part in LIST_SEPARATORS.split(typed) if part]


def _parsed(cell: Cell, field: Field) -> Json:
    """A whole list of records in one cell, as GeoJSON has it or as GDAL writes it into other formats."""
    if isinstance(cell, (list, dict)):
        return cell
    try:
        value = parse_cell(text(cell))
    except ValueError:
        value = None
    if isinstance(value, list):
        return value
    raise Unread(
        Message("nothing here, or the list as JSON"),
        Message(
            "write its entries into columns of their own, such as {field}_1_{keys}",
            field=field.name,
            keys=field.fields[0].keys[0],
        ),
    )
