"""What a column of a file of rows holds: a field under its key, or a key of a list's numbered entry."""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, cast

import numpy as np

from geo.io import files
from geo.io.coding import combinations, renewed
from geo.model.feature_table import Column
from geo.model.field import Field
from geo.model.list_columns import LISTS, entry_of
from geo.model.schema import find, ordered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model.geojson import Json, JsonRecord

_SEPARATOR = re.compile(r"\s*[,;]\s*")


def as_fields(columns: Mapping[str, Column]) -> dict[str, Column]:
    """Columns of a file as fields, in the schema's order.

    A column "sources_1_title" fills a list's entry; a text where a list belongs is JSON, or codes with commas.
    """
    numbered: dict[str, dict[tuple[int, str], Column]] = defaultdict(dict)
    fields = {}
    for name, column in columns.items():
        entry = entry_of(name)
        if entry is not None and entry[0] not in columns:
            numbered[entry[0]][entry[1:]] = _read(column, find(entry[2], LISTS[entry[0]].fields))
        else:
            fields[name] = _read(column, find(name))
    fields |= {name: _joined(entries, LISTS[name].fields) for name, entries in numbered.items()}
    return {name: fields[name] for name in ordered(fields)}


def _joined(entries: Mapping[tuple[int, str], Column], fields: tuple[Field, ...]) -> Column:
    """The lists that columns of their entries' keys make."""
    first, codes = combinations([column.codes for column in entries.values()], len(next(iter(entries.values()))))
    cells = zip(*(Column(column.values, column.codes[first]).cells() for column in entries.values()), strict=True)
    places = sorted(entries)
    at = [[*entries].index(place) for place in places]
    lists: list[Json] = []
    for row in cells:
        records: dict[int, JsonRecord] = defaultdict(dict)
        for (number, key), column in zip(places, at, strict=True):
            if row[column] is not None:
                records[number][key] = row[column]
        lists.append(cast("Json", [ordered(record, fields) for record in records.values()] or None))
    return renewed(Column(lists, codes.astype(np.int32)), lists)


def _read(column: Column, field: Field | None) -> Column:
    """The column with lists in place of the texts that mean them."""
    if field is None or not (field.fields or field.kind.base == "list"):
        return column
    if not any(isinstance(value, str) for value in column.values):
        return column
    return renewed(column, map(_nested if field.fields else _codes, column.values))


def _nested(value: Json) -> Json:
    """A text that is JSON as what it says; any other value as it is, for the check to refuse."""
    if isinstance(value, str):
        with suppress(ValueError):
            return cast("Json", files.parse_cell(value))
    return value


def _codes(value: Json) -> Json:
    parsed = _nested(value)
    return [part for part in _SEPARATOR.split(parsed.strip()) if part] if isinstance(parsed, str) else parsed
