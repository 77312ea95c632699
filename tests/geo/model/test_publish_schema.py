"""What is generated from the schema is current, and says what the check says."""

from __future__ import annotations

import json
import re

from data import publish_schema
from geo.checks.grades import RULES
from geo.io.package_data import data_path
from geo.model import codes
from geo.model.field import Field
from geo.model.schema import FIELDS, RECORDS
from geo.model.text_forms import FILE, URL


def test_the_json_schema_in_data_is_current() -> None:
    """To fix: python -m data.publish_schema"""
    assert data_path("project.schema.json").read_text(encoding="utf-8") == publish_schema.schema_text()


def test_the_tables_in_the_readme_are_current() -> None:
    """To fix: python -m data.publish_schema"""
    readme = data_path("README.md").read_text(encoding="utf-8")
    assert publish_schema.with_fields(readme) == readme


def test_the_guide_to_the_check_has_every_rule_as_the_check_grades_it() -> None:
    """To fix: python -m data.publish_schema"""
    guide = publish_schema.CHECKS_FILE.read_text(encoding="utf-8")
    assert publish_schema.with_rules(guide) == guide
    assert re.findall(r"^\| `([a-z-]+)` \|", guide, re.MULTILINE) == list(RULES)


def test_the_tables_go_between_their_markers_and_leave_the_rest_alone() -> None:
    once = publish_schema.with_fields("# Data\n\nText.\n")
    assert once.startswith("# Data\n\nText.\n\n## Fields\n\n<!-- fields -->\n")
    assert publish_schema.with_fields(once + "\n## More\n") == once + "\n## More\n"


def test_the_json_schema_names_every_field_and_code() -> None:
    kinds = json.loads(publish_schema.schema_text())["$defs"]
    project = kinds["project"]
    assert list(project["properties"]) == [key for field in FIELDS for key in field.keys]
    assert project["properties"]["sector"]["enum"] == list(codes.SECTORS)
    assert project["required"] == ["id"]
    assert set(kinds["published"]["required"]) == {"sector", "status", "countries", "precision"}


def test_every_pattern_is_one_that_browsers_and_editors_read() -> None:
    patterns = re.findall(r'"pattern": (".*")', publish_schema.schema_text())
    assert {json.loads(pattern) for pattern in patterns} >= {URL, FILE}
    escapes = {sign for pattern in patterns for sign in re.findall(r"\\(.)", json.loads(pattern))}
    assert escapes <= set("sSdDwWx\\./^$|?*+()[]{}"), "ECMA 262 refuses other escapes"


def test_every_code_has_its_meaning_and_every_sector_and_status_its_standard() -> None:
    lists = (codes.SECTORS, codes.STATUSES, codes.PRECISIONS, codes.ROUTES, codes.UNITS, codes.ROLES, codes.QUALIFIERS)
    assert all(meaning.endswith(".") for meanings in lists for meaning in meanings.values())
    assert set(codes.DAC_CODES) == set(codes.SECTORS)
    assert set(codes.IATI_STATUSES) == set(codes.STATUSES) - {"unknown"}


def test_every_field_is_described_and_belongs_to_a_group() -> None:
    groups = {"identity", "status", "place", "partners", "figures", "evidence", "images"}
    assert {field.group for field in FIELDS} == groups
    assert all(re.fullmatch(r"[A-Z].*\.", field.about) for field in FIELDS)


def test_the_record_types_are_those_of_the_schema() -> None:
    """To fix: python -m data.publish_schema"""
    assert publish_schema.RECORD_TYPES_FILE.read_text(encoding="utf-8") == publish_schema.record_types_text()


def test_every_record_of_the_schema_has_a_type() -> None:
    def nested(fields: tuple[Field, ...]) -> set[int]:
        return {id(field.fields) for field in fields if field.fields}

    typed = {id(fields) for fields in RECORDS.values()}
    assert all(nested(fields) <= typed for fields in RECORDS.values())
