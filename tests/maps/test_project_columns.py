"""Projects as columns, as a page of some hundred holds them, and back."""

from __future__ import annotations

import json

from maps.page.deflated import inflated
from maps.page.project_columns import in_columns, packed

PROJECTS: list[dict[str, object]] = [
    {"id": "a", "name_en": "First", "geometry": None, "flag": True, "own": {"x": [1, None]}},
    {"id": "b", "name_ru": "Второй", "name_en": "First", "geometry": {"type": "Point", "coordinates": [1, 2.5]}},
    {"id": "c", "geometry": None, "flag": 1, "own": {"x": [1, None]}},
    {"id": "d", "name_ru": "</script>\ud800", "geometry": None, "flag": False, "sources": [[0, ["name"]]]},
]


def test_projects_come_back_with_their_values_and_nothing_where_they_have_none():
    held = json.loads(inflated(packed(PROJECTS, [{"title": "A document"}])))
    assert held["sources"] == [{"title": "A document"}]
    back: list[dict[str, object]] = [{} for _ in range(held["count"])]
    for name, values, numbers in held["columns"]:
        for project, number in zip(back, numbers, strict=False):
            if number:
                project[name] = values[number - 1]
    assert back == PROJECTS
    assert [type(project.get("flag")) for project in back] == [bool, type(None), int, bool]


def test_fields_stand_in_the_order_in_which_projects_have_them_and_equal_values_once():
    columns = in_columns(PROJECTS)
    names = [name for name, _, _ in columns]
    for project in PROJECTS:
        assert [name for name in names if name in project] == list(project)
    assert names.index("name_ru") < names.index("name_en")
    values = {name: of_field for name, of_field, _ in columns}
    assert values["name_en"] == ["First"]
    assert values["own"] == [{"x": [1, None]}]
