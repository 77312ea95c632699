"""A layer as a data package (Frictionless): CSV files, one a list, and a description of each column beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.io import canonical_json
from geo.model.geojson import are_records
from geo.model.list_columns import LISTS
from geo.model.schema import find
from geo.tables.cell_values import cell_of
from geo.tables.model import GEOMETRY, LATITUDE, LONGITUDE, NUMBER
from geo.tables.readers import delimited
from geo.tables.writers import about, flatten, refusals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.layer import Layer
    from geo.model.codebook import Codebook
    from geo.model.field import Field
    from geo.model.geojson import Json, JsonRecord
    from geo.tables.model import Target, WrittenCell

DESCRIPTION = "datapackage.json"
"""The name of the description; a data package is the folder that it lies in."""

PROJECTS, PROJECT = "projects", "project"
"""The table of the projects, and the column by which an entry of a list names its own."""

_PLACES: Mapping[str, Mapping[str, Json]] = {
    LONGITUDE: {
        "type": "number",
        "description": "Degrees east, WGS 84.",
        "constraints": {"minimum": -180, "maximum": 180},
    },
    LATITUDE: {
        "type": "number",
        "description": "Degrees north, WGS 84.",
        "constraints": {"minimum": -90, "maximum": 90},
    },
    GEOMETRY: {"type": "string", "description": "Well-known text of a line or an area, longitude first, WGS 84."},
}
_SPDX = re.compile(r"[A-Za-z0-9][-A-Za-z0-9.+]*")


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the package: its columns, each as the Table Schema has it, and its rows."""

    name: str
    about: str
    columns: Sequence[JsonRecord]
    rows: Sequence[Sequence[WrittenCell]]
    key: Sequence[str]


def data_package(layer: Layer) -> dict[str, bytes]:
    """The files of a layer as a data package, by their names: projects.csv, a file for each list that occurs
    (partners.csv, sources.csv), and datapackage.json, last. Texts are in all languages; UTF-8 without a mark.

    Raises CoopmapError for what no table can hold.
    """
    for project in layer.projects:
        refusals.refuse_shapeless(project)
    tables = [_projects(layer), *_lists(layer)]
    files = {f"{table.name}.csv": _csv(table) for table in tables}
    return files | {DESCRIPTION: canonical_json.dumps(_described(layer, tables)).encode()}


def _csv(table: _Table) -> bytes:
    lines = delimited.text_of([str(column["name"]) for column in table.columns], table.rows)
    try:
        data = lines.encode()
    except UnicodeEncodeError:
        raise refusals.half_character() from None
    if b"\0" in data:
        raise refusals.controls("CSV")
    return data


def _projects(layer: Layer) -> _Table:
    plain: list[Target] = [target for target in flatten.targets(layer) if len(target) == 1]
    columns = flatten.with_places(plain, flatten.place_targets(layer))
    described = [_column(str(target[0]), layer.codebook.fields, layer.codebook) for target in columns]
    return _Table(PROJECTS, "The projects, a row each.", described, flatten.rows(layer, columns), ["id"])


def _lists(layer: Layer) -> Iterator[_Table]:
    for name, owner in LISTS.items():
        rows = [
            (project.id, number, entry)
            for project in sorted(layer.projects, key=lambda project: project.id or "")
            for number, entry in enumerate(_entries(project.properties.get(name)), 1)
        ]
        if not rows:
            continue
        keys = flatten.list_keys(owner, [entry for _, _, entry in rows], layer.languages)
        columns: list[JsonRecord] = [
            {"name": PROJECT, "type": "string", "description": "The id of the project.", "constraints": _REQUIRED},
            {"name": NUMBER, "type": "integer", "description": "Its place in the list.", "constraints": _REQUIRED},
            *(_column(key, owner.fields, layer.codebook) for key in keys),
        ]
        cells = [[id_, number, *(cell_of(entry.get(key)) for key in keys)] for id_, number, entry in rows]
        yield _Table(name, owner.about, columns, cells, [PROJECT, NUMBER])


_REQUIRED: Json = {"required": True}


def _entries(value: object) -> Sequence[Mapping[str, object]]:
    return value if are_records(value) else []


def _column(key: str, fields: tuple[Field, ...], codebook: Codebook) -> JsonRecord:
    """A column as the Table Schema has it; of what no schema knows its name alone."""
    if key in _PLACES:
        return {"name": key, **_PLACES[key]}
    field = find(key, fields)
    if field is None:
        return {"name": key, "type": "any"}
    column: JsonRecord = {"name": key}
    own = codebook.own_fields.get(field.name)
    if own is not None and own.names:
        column["title"] = next(iter(own.names.values()))
    column |= {"type": "number" if field.kind.base == "number" else "string", "description": _about(key, field)}
    constraints = _constraints(field)
    return column | ({"constraints": constraints} if constraints else {})


def _about(key: str, field: Field) -> str:
    parts = [field.about]
    if field.translated:
        parts.append(f"In the language “{key.removeprefix(f'{field.name}_')}” (BCP 47).")
    if field.kind.base == "list":
        parts.append("Several are joined by commas.")
    if field.choices:
        parts += [f"{code}: {meaning}" for code, meaning in field.choices.items()]
    return " ".join(parts)


def _constraints(field: Field) -> JsonRecord:
    """What each cell must be. A translated field is required in some language, which no table can say."""
    kind = field.kind
    stated: dict[str, Json] = {
        "required": True if field.required and not field.translated else None,
        "enum": list(field.choices) if field.choices else None,
        "minimum": kind.least,
        "maximum": kind.most,
        "maxLength": kind.longest,
        # A pattern of \\S alone says no more than that the cell is not empty.
        "pattern": kind.pattern if kind.pattern != r"\S" else None,
    }
    return {name: value for name, value in stated.items() if value is not None}


def _described(layer: Layer, tables: Sequence[_Table]) -> JsonRecord:
    """The package and its resources (data package version 1)."""
    stated = about.facts(layer, layer.languages[0])
    package: dict[str, Json] = {
        "profile": "tabular-data-package",
        "name": "coopmap",
        "title": stated.get("title"),
        "version": stated.get("version"),
        "licenses": _licences(stated.get("licence")),
        "contributors": _publishers(stated),
        "coopmap:as_of": stated.get("as_of"),
        "coopmap:languages": list(layer.languages),
        "resources": [_resource(table) for table in tables],
    }
    return {key: value for key, value in package.items() if value not in (None, "", [])}


def _licences(licence: str | None) -> list[Json]:
    if not licence:
        return []
    if licence.startswith(("https://", "http://")):
        return [{"path": licence}]
    return [{"name": licence} if _SPDX.fullmatch(licence) else {"name": "other", "title": licence}]


def _publishers(stated: Mapping[str, str]) -> list[Json]:
    if "publisher" not in stated:
        return []
    contact = stated.get("contact", "")
    address = {"email": contact} if about.is_mail(contact) else {"path": contact} if "://" in contact else {}
    return [{"title": stated["publisher"], "role": "publisher", **address}]


def _resource(table: _Table) -> JsonRecord:
    schema: JsonRecord = {"fields": list(table.columns), "primaryKey": list(table.key), "missingValues": [""]}
    if table.name != PROJECTS:
        reference: Json = {"resource": PROJECTS, "fields": "id"}
        schema["foreignKeys"] = [{"fields": PROJECT, "reference": reference}]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "schema": schema,
    }
