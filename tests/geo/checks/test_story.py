"""The story beside a layer: read, checked against what it names, written in canonical form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import geo
from data import publish_schema
from geo.io.package_data import data_path
from tests.geo.samples import collection, feature

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Command

TITLE = {"title_en": "A border", "title_ru": "Граница", "title_uz": "Chegara", "title_kk": "Шекара"}
VIEW = {"west": 60, "south": 38, "east": 75, "north": 50}
STOP: dict[str, Any] = {"id": "border", **TITLE, "projects": ["plant"], "view": VIEW,
                        "numbers": [{"indicator": "trade", "period": "2025"}]}  # fmt: skip
INDICATORS = [{"id": "trade", "values": [{"value": 5, "period": "2025"}, {"value": None, "period": "2024"}]}]
LAYER = geo.Layer(({"type": "Feature", "id": "plant", "geometry": None, "properties": {"id": "plant"}},))


def test_a_sound_stop_has_no_findings() -> None:
    assert geo.check_story([STOP], LAYER, INDICATORS) == []
    assert geo.check_story([{"id": "all", **TITLE}], LAYER) == []


@pytest.mark.parametrize(
    ("rule", "field", "change"),
    [
        ("missing", "title_en", {"title_en": ..., "title_ru": ..., "title_uz": ..., "title_kk": ...}),
        ("translation", "title_kk", {"title_kk": ...}),
        ("too-long", "text_en", {"text_en": "a" * 301, "text_ru": "а", "text_uz": "a", "text_kk": "а"}),
        ("translation", "notes_uz", {"notes_en": "a", "notes_ru": "а", "notes_kk": "а"}),
        ("markup", "title_en", {"title_en": "<b>A</b>"}),
        ("unknown-id", "projects[0]", {"projects": ["plan"]}),
        ("twice", "projects", {"projects": ["plant", "plant"]}),
        ("missing", "view.east", {"view": {key: VIEW[key] for key in ("west", "south", "north")}}),
        ("kind", "view.north", {"view": VIEW | {"north": 91}}),
        ("empty-view", "view.east", {"view": VIEW | {"east": 60}}),
        ("empty-view", "view.north", {"view": VIEW | {"north": 30}}),
        ("unknown-id", "numbers[0].indicator", {"numbers": [{"indicator": "trades", "period": "2025"}]}),
        ("unknown-id", "numbers[0].period", {"numbers": [{"indicator": "trade", "period": "2024"}]}),
        ("missing", "numbers[0].period", {"numbers": [{"indicator": "trade"}]}),
    ],
)
def test_a_fault_of_a_stop_is_found(rule: str, field: str, change: dict[str, Any]) -> None:
    spoilt = {key: value for key, value in (STOP | change).items() if value is not ...}
    found = geo.check_story([spoilt], LAYER, INDICATORS)
    assert [(problem.rule, problem.where, problem.field) for problem in found] == [(rule, "stop border", field)]


def test_what_is_misspelt_is_mended_by_its_nearest_name() -> None:
    [problem] = geo.check_story([STOP | {"projects": ["plent"]}], LAYER, INDICATORS)
    assert (problem.got, problem.fix) == ("“plent”", "write “plant”")


def test_a_story_of_anything_is_refused_without_a_fault_of_its_own() -> None:
    for odd in ({}, {"id": 1, "view": [], "numbers": {}, "projects": "plant"}, {"numbers": [1], "projects": [None]}):
        assert geo.check_story([odd], LAYER, [{"values": 3}, {"id": "a", "values": [1]}])


def test_two_stops_of_one_name_are_found() -> None:
    assert [problem.rule for problem in geo.check_story([STOP, STOP], LAYER, INDICATORS)] == ["duplicate-id"]


def test_without_a_file_there_is_no_story_and_the_order_of_stops_stays(tmp_path: Path) -> None:
    path = tmp_path / "story.json"
    assert geo.read_story(path) == []
    stops = [STOP, {"id": "a", **TITLE}]
    path.write_text(geo.story_text(stops), encoding="utf-8")
    assert geo.read_story(path) == stops
    assert list(json.loads(path.read_text("utf-8"))["stops"][0]) == list(STOP)


def test_the_check_of_the_command_line_reads_the_story_beside_the_layer(command: Command, tmp_path: Path) -> None:
    layer = tmp_path / "projects.geojson"
    layer.write_text(json.dumps(collection(feature())), encoding="utf-8")
    (tmp_path / "story.json").write_text(json.dumps({"stops": [{"id": "a", **TITLE, "projects": ["nobody"]}]}))
    done = command("check", layer)
    assert done.returncode == 1
    assert "error stop a, projects[0]: got “nobody”; expected the id of a project of the layer" in done.stdout
    (tmp_path / "story.json").write_text('{"stops": 1}')
    done = command("check", layer)
    assert (done.returncode, "is no file of stops" in done.stderr) == (1, True)


def test_the_json_schema_of_the_story_is_current() -> None:
    """To fix: python -m data.publish_schema"""
    text = data_path("story.schema.json").read_text(encoding="utf-8")
    assert text == publish_schema.story_schema_text()
    stop = json.loads(text)["properties"]["stops"]["items"]
    assert stop["required"] == ["id"]
    [some_title] = stop["allOf"]
    assert "^title_" in json.dumps(some_title)
    assert stop["properties"]["view"]["required"] == ["west", "south", "east", "north"]
