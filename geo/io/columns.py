"""What a column of a file of rows holds: a field under its key, or a key of a list's numbered entry."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from geo.errors import CoopmapError
from geo.io import files
from geo.model.field import Field
from geo.model.schema import FIELDS, find, ordered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geo.model.geojson import Json, JsonRecord

LISTS: Mapping[str, Field] = {field.name: field for field in FIELDS if field.fields}
"""The fields that are lists of records."""

MOST = 200
"""Most entries of a list that columns may number."""

_ENTRY = re.compile(r"([a-z]+)[_ ./]([1-9]\d{0,2})[_ ./]([a-z_]+)", re.ASCII)
_SEPARATOR = re.compile(r"\s*[,;]\s*")


def entry_of(name: str) -> tuple[str, int, str] | None:
    """The list, the number from 0 and the key that a name such as "sources_1_title" means, or None."""
    match = _ENTRY.fullmatch(name)
    if match and match[1] in LISTS and int(match[2]) <= MOST and find(match[3], LISTS[match[1]].fields):
        return match[1], int(match[2]) - 1, match[3]
    return None


def recorder(names: Sequence[str]) -> Callable[[Sequence[Json]], dict[str, object]]:
    """What makes properties, in the schema's order, of the values of columns of these names.

    None is left out. A column "sources_1_title" fills a list's entry; a text where a list belongs is JSON, or codes
    with commas.
    """
    order = [*ordered(dict.fromkeys(names))]
    at = {name: number for number, name in enumerate(names)}
    entries = [(at[name], entry) for name in order if (entry := entry_of(name)) is not None and entry[0] not in at]
    numbered = {number for number, _ in entries}
    plain = [(name, at[name], _reader(find(name))) for name in order if at[name] not in numbered]
    if not entries:
        return partial(_plain, plain)
    inner = [(number, *entry, _reader(find(entry[2], LISTS[entry[0]].fields))) for number, entry in entries]

    def record(values: Sequence[Json]) -> dict[str, object]:
        lists: dict[str, dict[int, JsonRecord]] = defaultdict(lambda: defaultdict(dict))
        for number, name, place, key, read in inner:
            if values[number] is not None:
                lists[name][place][key] = read(values[number])
        own = {name: [held[place] for place in sorted(held)] for name, held in lists.items()}
        return ordered(_plain(plain, values) | own)

    return record


def _plain(columns: Sequence[tuple[str, int, Callable[[Json], Json]]], values: Sequence[Json]) -> dict[str, object]:
    return {name: read(values[number]) for name, number, read in columns if values[number] is not None}


def _reader(field: Field | None) -> Callable[[Json], Json]:
    if field is not None and (field.fields or field.kind.base == "list"):
        return _nested if field.fields else _codes
    return _same


def _same(value: Json) -> Json:
    return value


def _nested(value: Json) -> Json:
    """A text that is JSON as what it says; any other value as it is, for the check to refuse."""
    if isinstance(value, str):
        try:
            deep = value.count("[") + value.count("{") > files.MAX_DEPTH
            parsed: Json = files.parse(value, "a text") if deep else json.loads(value)
            return parsed
        except (ValueError, CoopmapError):
            return value
    return value


def _codes(value: Json) -> Json:
    parsed = _nested(value)
    return [part for part in _SEPARATOR.split(parsed.strip()) if part] if isinstance(parsed, str) else parsed
