"""The layer file and the story file as JSON Schema (draft 2020-12), made from the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.model import geometry
from geo.model.field import Field
from geo.model.schema import FIELDS, MEMBERS, STOP
from geo.model.value_types import json_form

if TYPE_CHECKING:
    from collections.abc import Iterable


_LANGUAGE = "_[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"


def json_schema() -> dict[str, object]:
    """The layer file as JSON Schema (draft 2020-12): what an editor can know; `check` knows more."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "coopmap layer",
        "description": "A GeoJSON FeatureCollection of cooperation projects (RFC 7946, WGS 84).",
        "type": "object",
        "required": ["type", "features"],
        "not": {"required": ["crs"]},
        "properties": {
            "type": {"const": "FeatureCollection"},
            **_properties(MEMBERS),
            "bbox": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6},
            "features": {"type": "array", "items": {"$ref": "#/$defs/feature"}},
        },
        "patternProperties": _other_languages(MEMBERS),
        "if": {"required": ["grade"], "properties": {"grade": {"const": "published"}}},
        "then": {"properties": {"features": {"items": {"properties": {"properties": {"$ref": "#/$defs/published"}}}}}},
        "$defs": {
            "feature": _feature(),
            "project": _record(FIELDS),
            "published": {
                "description": "What a project of a published layer has beside.",
                "required": [field.name for field in FIELDS if field.published],
            },
            "geometry": _geometry(),
        },
    }


def story_schema() -> dict[str, object]:
    """The file story.json as JSON Schema (draft 2020-12): the stops of the presenter's mode."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "coopmap story",
        "description": "The stops at which a map is told, in their order.",
        "type": "object",
        "required": ["stops"],
        "properties": {"stops": {"type": "array", "items": _record(STOP)}},
    }


def _feature() -> dict[str, object]:
    return {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": "string", "description": "The same as the id in properties."},
            "geometry": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/geometry"}]},
            "properties": {"$ref": "#/$defs/project"},
        },
    }


def _geometry() -> dict[str, object]:
    form: dict[str, object] = {
        "description": "[longitude, latitude] in degrees.",
        "type": "array",
        "minItems": geometry.FLAT,
        "maxItems": geometry.TALL,
        "items": {"type": "number"},
    }
    forms = [form]
    for _ in range(max(geometry.DEPTHS.values())):
        forms.append({"type": "array", "minItems": 1, "items": forms[-1]})
    shapes = ({"type": {"const": kind}, "coordinates": forms[depth]} for kind, depth in geometry.DEPTHS.items())
    return {"oneOf": [{"type": "object", "required": ["type", "coordinates"], "properties": shape} for shape in shapes]}


def _record(fields: tuple[Field, ...]) -> dict[str, object]:
    needed = [field.name for field in fields if field.required and not field.translated]
    record: dict[str, object] = {"type": "object", "required": needed, "properties": _properties(fields)}
    if spoken := [field for field in fields if field.required and field.translated]:
        record["allOf"] = [_in_some_language(field) for field in spoken]
    if languages := _other_languages(fields):
        record["patternProperties"] = languages
    return record


def _in_some_language(field: Field) -> dict[str, object]:
    """That not every key is another's: one at least is the field in a language, also in none of the four."""
    return {"not": {"propertyNames": {"not": {"pattern": _any_language(field)}}}}


def _any_language(field: Field) -> str:
    return f"^{field.name}{_LANGUAGE}"


def _properties(fields: Iterable[Field]) -> dict[str, object]:
    return {key: _form(field) for field in fields for key in field.keys}


def _other_languages(fields: Iterable[Field]) -> dict[str, object]:
    return {_any_language(field): dict(json_form(field.kind)) for field in fields if field.translated}


def _form(field: Field) -> dict[str, object]:
    about = {"description": field.about}
    if field.choices is not None:
        return about | {"enum": list(field.choices)}
    if field.fields:
        record = _record(field.fields)
        return about | (record if field.kind.name == "record" else {"type": "array", "items": record})
    return about | dict(json_form(field.kind))
