"""A layer as a data package: each table as its schema says, the long lists tied to the projects."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any, cast

import geo
from geo.io.package_data import data_path
from geo.tables.writers.data_package import DESCRIPTION, data_package
from tests.geo.samples import area, feature


def described(files: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    """The resources by name."""
    return {resource["name"]: resource for resource in json.loads(files[DESCRIPTION])["resources"]}


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def faults(column: dict[str, Any], cell: str) -> list[str]:
    """What a cell does against its column, by the rules of the Table Schema."""
    must = column.get("constraints", {})
    if not cell:
        return ["required"] if must.get("required") else []
    number = float(cell) if column["type"] in ("number", "integer") else None
    wrong = {
        "enum": "enum" in must and cell not in must["enum"],
        "pattern": "pattern" in must and not re.search(must["pattern"], cell),
        "maxLength": len(cell) > must.get("maxLength", len(cell)),
        "minimum": number is not None and number < must.get("minimum", number),
        "maximum": number is not None and number > must.get("maximum", number),
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]


def test_every_cell_of_the_shipped_layer_is_as_its_column_says():
    layer = geo.read(data_path("projects.geojson"))
    files = data_package(layer)
    tables = described(files)
    assert {f"{name}.csv" for name in tables} | {DESCRIPTION} == files.keys()
    for name, resource in tables.items():
        schema = resource["schema"]
        held = rows(files[resource["path"]])
        assert [column["name"] for column in schema["fields"]] == list(held[0])
        keys = [tuple(row[key] for key in schema["primaryKey"]) for row in held]
        assert len({*keys}) == len(keys), name
        wrong = [(c["name"], row[c["name"]], faults(c, row[c["name"]])) for c in schema["fields"] for row in held]
        assert [each for each in wrong if each[2]] == [], name
    assert data_package(layer) == files


def test_the_lists_are_whole_and_name_their_projects():
    layer = geo.read(data_path("projects.geojson"))
    files = data_package(layer)
    for name in ("partners", "sources"):
        records = [cast("list[dict[str, str]]", project.properties.get(name, [])) for project in layer.projects]
        entries = [entry for own in records for entry in own]
        held = rows(files[f"{name}.csv"])
        assert sorted(row["name" if name == "partners" else "title"] for row in held) == sorted(
            entry["name" if name == "partners" else "title"].strip() for entry in entries
        )
        assert {row["project"] for row in held} <= {project.id for project in layer.projects}
        [key] = described(files)[name]["schema"]["foreignKeys"]
        assert key == {"fields": "project", "reference": {"resource": "projects", "fields": "id"}}
    package = json.loads(files[DESCRIPTION])
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]
    assert package["contributors"] == [{"title": "coopmap contributors", "role": "publisher"}]


def test_own_codes_and_own_fields_stand_in_the_schema():
    codebook = {"sectors": {"fish": {"name_en": "Fish", "icon": "fish", "colour": "#0b6e8a"}}}
    shape = area([[66, 41], [67, 41], [67, 42], [66, 41]])
    features = [feature(shape, sector="fish", notes="=1+1")]
    layer = geo.layer.layer_of_value(
        {"type": "FeatureCollection", "codebook": codebook, "features": features, "licence": "as agreed"}, "own"
    )
    files = data_package(layer)
    columns = {column["name"]: column for column in described(files)["projects"]["schema"]["fields"]}
    assert columns["sector"]["constraints"]["enum"] == ["fish"]
    assert columns["notes"] == {"name": "notes", "type": "any"}
    [row] = rows(files["projects.csv"])
    assert row["geometry"].startswith("POLYGON")
    assert row["notes"] == "'=1+1", "no spreadsheet takes it for a formula"
    assert json.loads(files[DESCRIPTION])["licenses"] == [{"name": "other", "title": "as agreed"}]
