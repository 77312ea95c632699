"""What schema and check make for readers, editors and type checkers: JSON Schemas, the docs' tables, record types.

`python -m data.publish_schema` writes them into data/, docs/ and geo/; a test keeps them current.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo.checks.grades import LEVELS, rules_of
from geo.io import canonical_json, files
from geo.io.package_data import DATA
from geo.model import codes
from geo.model.field import Field
from geo.model.json_schema import json_schema, story_schema
from geo.model.languages import USUAL
from geo.model.schema import FIELDS, MEMBERS, NUMBER, RECORDS, STOP, VIEW, record_name

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA_FILE = "project.schema.json"
STORY_SCHEMA_FILE = "story.schema.json"
README_FILE = "README.md"
RECORD_TYPES_FILE = Path(__file__).parents[1] / "geo" / "model" / "record_types.py"
CHECKS_FILE = Path(__file__).parents[1] / "docs" / "checks.md"
OPEN, CLOSE = "<!-- fields -->", "<!-- /fields -->"
RULES_OPEN, RULES_CLOSE = "<!-- rules -->", "<!-- /rules -->"


# The tables of the docs


def field_table() -> str:
    """The fields and the codes as Markdown tables."""
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
        "`grade`": _code_rows(codes.GRADES),
    }
    parts = [
        (
            f"`xx` stands for each of the layer's `languages` ({', '.join(USUAL)} where it names none); any other may"
            " stand beside them."
        ),
        _table(FIELDS),
    ]
    for field in FIELDS:
        if field.fields:
            parts += [f"### `{field.name}[]`", _table(field.fields)]
    for name, rows in lists.items():
        parts += [f"### Codes of {name}", rows]
    parts += ["### Members of the layer", _table(MEMBERS)]
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
    always = ("in some language" if field.translated else "yes") if field.required else ""
    published = "when published" if field.published else ""
    return ", ".join(filter(None, (always, published)))


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


def rule_table() -> str:
    """The rules of the check as Markdown tables, one for each way in which they are graded."""
    parts = []
    for levels, about in LEVELS.items():
        rows = [f"| `{rule.code}` | {rule.about} |" for rule in rules_of(levels)]
        parts += [f"### {about}", "\n".join(["| rule | what it asks for |", "|---|---|", *rows])]
    return "\n\n".join(parts) + "\n"


# Types

_TYPES_HEAD = '''"""The records of a layer as types: `python -m data.publish_schema` makes them from the schema.

A key may be missing from any of them: nobody said. A layer that was checked has the required ones.
"""

from __future__ import annotations

from typing import TypedDict
'''


def record_types_text() -> str:
    """The text of record_types.py: a TypedDict for each kind of record, a member for each key."""
    return _TYPES_HEAD + "".join(_record_type(name, fields) for name, fields in RECORDS.items())


def _record_type(name: str, fields: tuple[Field, ...]) -> str:
    members = [f"    {key}: {_member_type(field)}\n" for field in fields for key in field.keys]
    return f"\n\nclass {name}(TypedDict, total=False):\n{''.join(members)}"


def _member_type(field: Field) -> str:
    if field.fields:
        name = record_name(field.fields)
        return name if field.kind.name == "record" else f"list[{name}]"
    if field.kind.base == "number":
        return "float | None" if field.kind.nullable else "float"
    return "list[str]" if field.kind.items is not None else "str"


# Writing


def schema_text() -> str:
    """The text of project.schema.json."""
    return canonical_json.dumps(json_schema())


def story_schema_text() -> str:
    """The text of story.schema.json."""
    return canonical_json.dumps(story_schema())


def with_fields(readme: str) -> str:
    """The README with the tables between their markers; a section "Fields" is added when the markers are missing."""
    if OPEN not in readme or CLOSE not in readme:
        readme = f"{readme.rstrip()}\n\n## Fields\n\n{OPEN}\n{CLOSE}\n".lstrip()
    return _between(readme, OPEN, field_table(), CLOSE)


def with_rules(guide: str) -> str:
    """The guide to the check with the tables of its rules between their markers."""
    return _between(guide, RULES_OPEN, rule_table(), RULES_CLOSE)


def _between(text: str, begin: str, middle: str, end: str) -> str:
    before, _, rest = text.partition(begin)
    return f"{before}{begin}\n\n{middle}\n{end}{rest.partition(end)[2]}"


def publish() -> None:
    """Write the JSON Schemas and the tables into data/ and docs/, the record types into geo/. Raises WriteError."""
    readme = DATA / README_FILE
    files.write_text(DATA / SCHEMA_FILE, schema_text())
    files.write_text(DATA / STORY_SCHEMA_FILE, story_schema_text())
    files.write_text(RECORD_TYPES_FILE, record_types_text())
    files.write_text(readme, with_fields(readme.read_text(encoding="utf-8") if readme.exists() else ""))
    files.write_text(CHECKS_FILE, with_rules(CHECKS_FILE.read_text(encoding="utf-8")))


if __name__ == "__main__":
    publish()
