"""What the schema makes for readers, editors and type checkers: JSON Schemas, the docs' tables of fields, record types.

`python -m geo.published` writes them into data/ and geo/; a test keeps them current.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import canonical, codes, files, geometry
from geo.codes import LANGUAGES_REQUIRED as LANGUAGES
from geo.kinds import json_form
from geo.paths import DATA
from geo.schema import (
    CITED,
    DISPUTE,
    FIELDS,
    FIGURE,
    IMAGE,
    INDICATOR,
    INDICATOR_VALUE,
    MEMBERS,
    MILESTONE,
    NUMBER,
    PARTNER,
    RATIO,
    SOURCE,
    STOP,
    VALUE,
    VIEW,
    Field,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SCHEMA_FILE = "project.schema.json"
STORY_SCHEMA_FILE = "story.schema.json"
README_FILE = "README.md"
RECORD_TYPES_FILE = Path(__file__).with_name("record_types.py")
OPEN, CLOSE = "<!-- fields -->", "<!-- /fields -->"

_OTHER_LANGUAGE = "_[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"


# JSON Schema


def json_schema() -> dict[str, Any]:
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
        "$defs": {"feature": _feature(), "project": _record(FIELDS), "geometry": _geometry()},
    }


def story_schema() -> dict[str, Any]:
    """The file story.json as JSON Schema (draft 2020-12): the stops of the presenter's mode."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "coopmap story",
        "description": "The stops at which a map is told, in their order.",
        "type": "object",
        "required": ["stops"],
        "properties": {"stops": {"type": "array", "items": _record(STOP)}},
    }


def _feature() -> dict[str, Any]:
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


def _geometry() -> dict[str, Any]:
    form: dict[str, Any] = {
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


def _record(fields: tuple[Field, ...]) -> dict[str, Any]:
    needed = [key for field in fields for key in field.keys if field.every_language or _plainly_required(field)]
    record: dict[str, Any] = {"type": "object", "required": needed, "properties": _properties(fields)}
    spoken = [field for field in fields if field.translated and field.required and not field.every_language]
    if spoken:
        record["allOf"] = [{"anyOf": [{"required": [key]} for key in field.keys]} for field in spoken]
    if languages := _other_languages(fields):
        record["patternProperties"] = languages
    return record


def _plainly_required(field: Field) -> bool:
    return field.required and not field.translated


def _properties(fields: Iterable[Field]) -> dict[str, Any]:
    return {key: _form(field) for field in fields for key in field.keys}


def _other_languages(fields: Iterable[Field]) -> dict[str, Any]:
    return {f"^{field.name}{_OTHER_LANGUAGE}": dict(json_form(field.kind)) for field in fields if field.translated}


def _form(field: Field) -> dict[str, Any]:
    about = {"description": field.about}
    if field.choices is not None:
        return about | {"enum": list(field.choices)}
    if field.fields:
        record = _record(field.fields)
        return about | (record if field.kind.name == "record" else {"type": "array", "items": record})
    return about | dict(json_form(field.kind))


# The tables of the docs


def field_table() -> str:
    """The fields and the codes as Markdown tables."""
    nested = {
        "partners": PARTNER,
        "value": VALUE,
        "figures": FIGURE,
        "disputes": DISPUTE,
        "sources": SOURCE,
        "images": IMAGE,
    }
    lists = {
        "`sector`": _code_rows(codes.SECTORS, "OECD DAC", codes.DAC_CODES),
        "`status`": _code_rows(codes.STATUSES, "IATI ActivityStatus", codes.IATI_STATUSES),
        "`precision`": _code_rows(codes.PRECISIONS),
        "`route`": _code_rows(codes.ROUTES),
        "`partners[].role`": _code_rows(codes.ROLES),
        "`value[].kind`": _code_rows(codes.VALUE_KINDS),
        "`qualifier`": _code_rows(codes.QUALIFIERS),
        "`figures[].unit`": _code_rows(codes.UNITS),
        "`article`": _code_rows(codes.ARTICLE),
    }
    parts = [
        f"`xx` stands for each of {', '.join(LANGUAGES)}; a further language follows the same rule.",
        _table(FIELDS),
    ]
    for name, fields in nested.items():
        parts += [f"### `{name}[]`", _table(fields)]
    for name, rows in lists.items():
        parts += [f"### Codes of {name}", rows]
    parts += ["### `stops[]` of `story.json`", _table(STOP)]
    parts += ["### `view` of a stop", _table(VIEW), "### `numbers[]` of a stop", _table(NUMBER)]
    return "\n\n".join(parts) + "\n"


def _table(fields: tuple[Field, ...]) -> str:
    rows = ["| field | needed | what it says | form | follows |", "|---|---|---|---|---|"]
    for field in fields:
        name = f"{field.name}_xx" if field.translated else field.name
        cells = (f"`{name}`", _needed(field), field.about, _form_text(field), field.follows)
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows)


def _needed(field: Field) -> str:
    if field.every_language:
        return "in all four languages"
    return ("in some language" if field.translated else "yes") if field.required else ""


def _form_text(field: Field) -> str:
    if field.choices is not None:
        return (
            "a code" if len(field.choices) > len(codes.ROUTES) else " or ".join(f"`{code}`" for code in field.choices)
        )
    return field.kind.expected


def _code_rows(meanings: Mapping[str, str], standard: str = "", numbers: Mapping[str, int] | None = None) -> str:
    rows = [f"| code | meaning |{f' {standard} |' if standard else ''}", f"|---|---|{'---|' if standard else ''}"]
    for code, meaning in meanings.items():
        number = f" {(numbers or {}).get(code, '')} |" if standard else ""
        rows.append(f"| `{code}` | {meaning} |{number}")
    return "\n".join(rows)


# Types

RECORD_TYPES: Mapping[str, tuple[Field, ...]] = {
    "Partner": PARTNER,
    "Value": VALUE,
    "Figure": FIGURE,
    "Dispute": DISPUTE,
    "Citation": CITED,
    "Source": SOURCE,
    "Image": IMAGE,
    "ProjectRecord": FIELDS,
    "LayerMembers": MEMBERS,
    "Ratio": RATIO,
    "IndicatorValue": INDICATOR_VALUE,
    "Indicator": INDICATOR,
    "Milestone": MILESTONE,
    "View": VIEW,
    "StopNumber": NUMBER,
    "Stop": STOP,
}
"""The name of the type of each kind of record, nested ones before those that hold them."""

_TYPES_HEAD = '''"""The records of a layer as types: `python -m geo.published` makes them from the schema.

A key may be missing from any of them, for a layer may be unfinished; a layer that was checked has the required ones.
"""

from __future__ import annotations

from typing import TypedDict
'''


def record_types_text() -> str:
    """The text of record_types.py: a TypedDict for each kind of record, a member for each key."""
    return _TYPES_HEAD + "".join(_record_type(name, fields) for name, fields in RECORD_TYPES.items())


def _record_type(name: str, fields: tuple[Field, ...]) -> str:
    members = [f"    {key}: {_member_type(field)}\n" for field in fields for key in field.keys]
    return f"\n\nclass {name}(TypedDict, total=False):\n{''.join(members)}"


def _member_type(field: Field) -> str:
    if field.fields:
        name = next(name for name, fields in RECORD_TYPES.items() if fields is field.fields)
        return name if field.kind.name == "record" else f"list[{name}]"
    if field.kind.base == "number":
        return "float | None" if field.kind.nullable else "float"
    return "list[str]" if field.kind.items is not None else "str"


# Writing


def schema_text() -> str:
    """The text of project.schema.json."""
    return canonical.dumps(json_schema())


def story_schema_text() -> str:
    """The text of story.schema.json."""
    return canonical.dumps(story_schema())


def with_fields(readme: str) -> str:
    """The README with the tables between their markers; a section "Fields" is added when the markers are missing."""
    if OPEN not in readme or CLOSE not in readme:
        readme = f"{readme.rstrip()}\n\n## Fields\n\n{OPEN}\n{CLOSE}\n".lstrip()
    before, _, rest = readme.partition(OPEN)
    return f"{before}{OPEN}\n\n{field_table()}\n{CLOSE}{rest.partition(CLOSE)[2]}"


def publish() -> None:
    """Write the JSON Schemas and the tables into data/, the record types into geo/. Raises WriteError."""
    readme = DATA / README_FILE
    files.write_text(DATA / SCHEMA_FILE, schema_text())
    files.write_text(DATA / STORY_SCHEMA_FILE, story_schema_text())
    files.write_text(RECORD_TYPES_FILE, record_types_text())
    files.write_text(readme, with_fields(readme.read_text(encoding="utf-8") if readme.exists() else ""))


if __name__ == "__main__":
    publish()
