"""The files beside a layer: read, checked, and written in canonical form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import geo

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {"name_en": "Trade", "name_ru": "Торговля", "name_uz": "Savdo", "name_kk": "Сауда"}
CITED = [{"title": "A bulletin", "publisher": "An office", "date": "2026-01"}]
VALUE: dict[str, Any] = {"value": 4.6e9, "period": "2025-01/2025-09", "kind": "actual", "sources": CITED}
RATIO: dict[str, Any] = {
    "value": None,
    "period": "2024",
    "kind": "ratio",
    "ratio_to": {"period": "2016", "times": 2},
    "sources": CITED,
}
INDICATOR: dict[str, Any] = {"id": "trade", **NAMES, "unit": "USD", "values": [VALUE, RATIO]}
MILESTONE: dict[str, Any] = {
    "id": "forum-turkistan",
    "date": "2023-05",
    "kind": "forum",
    **NAMES,
    "lon": 68.25,
    "lat": 43.3,
    "article": "yes",
    "sources": CITED,
}


def test_sound_records_have_no_findings() -> None:
    assert geo.check_indicators([INDICATOR]) == []
    assert geo.check_milestones([MILESTONE]) == []


@pytest.mark.parametrize(
    ("rule", "field", "change"),
    [
        ("missing", "unit", {"unit": ...}),
        ("missing", "name_en", dict.fromkeys(NAMES, ...)),
        ("translation", "name_kk", {"name_kk": ...}),
        ("unknown-code", "unit", {"unit": "dollars"}),
        ("date", "values[0].period", {"values": [VALUE | {"period": "2025-01-2025-09"}]}),
        ("kind", "values[0].value", {"values": [VALUE | {"value": "4.6"}]}),
        ("kind", "values[0].value", {"values": [VALUE | {"value": None}]}),
        ("missing", "values[0].ratio_to", {"values": [{k: v for k, v in RATIO.items() if k != "ratio_to"}]}),
        ("missing", "values[0].sources", {"values": [{k: v for k, v in VALUE.items() if k != "sources"}]}),
        ("missing", "values[0].ratio_to.times", {"values": [RATIO | {"ratio_to": {"period": "2016"}}]}),
        ("markup", "values[0].text_en", {"values": [VALUE | dict.fromkeys(
            ("text_en", "text_ru", "text_uz", "text_kk"), "") | {"text_en": "<b>", "text_ru": "а", "text_uz": "a",
                                                                  "text_kk": "а"}]}),
    ],
)  # fmt: skip
def test_a_fault_of_an_indicator_is_found(rule: str, field: str, change: dict[str, Any]) -> None:
    spoilt = {key: value for key, value in (INDICATOR | change).items() if value is not ...}
    assert [(p.rule, p.where, p.field) for p in geo.check_indicators([spoilt])] == [(rule, "indicator trade", field)]


@pytest.mark.parametrize(
    ("rule", "field", "change"),
    [
        ("date", "date", {"date": "in May"}),
        ("missing", "date", {"date": ...}),
        ("unknown-code", "kind", {"kind": "party"}),
        ("kind", "lat", {"lat": 143.3}),
        ("missing", "lat", {"lat": ...}),
        ("end-before-start", "end", {"end": "2022"}),
        ("url", "sources[0].url", {"sources": [{"title": "a", "url": "file:///etc"}]}),
    ],
)
def test_a_fault_of_a_milestone_is_found(rule: str, field: str, change: dict[str, Any]) -> None:
    spoilt = {key: value for key, value in (MILESTONE | change).items() if value is not ...}
    found = [(p.rule, p.where, p.field) for p in geo.check_milestones([spoilt])]
    assert found == [(rule, "milestone forum-turkistan", field)]


def test_an_id_taken_twice_is_found() -> None:
    assert [p.rule for p in geo.check_indicators([INDICATOR, INDICATOR])] == ["duplicate-id"]
    assert [p.rule for p in geo.check_milestones([MILESTONE, MILESTONE])] == ["duplicate-id"]


def test_files_that_are_not_there_are_empty(tmp_path: Path) -> None:
    assert geo.read_indicators(tmp_path / "indicators.json") == []
    assert geo.read_milestones(tmp_path / "milestones.json") == []


def test_a_file_of_something_else_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "indicators.json"
    path.write_text('{"milestones": []}', encoding="utf-8")
    with pytest.raises(geo.ReadError) as caught:
        geo.read_indicators(path)
    assert str(caught.value) == f"{path} is no file of indicators: it should hold a list of records under “indicators”."


def test_canonical_texts_read_back_to_what_was_written(tmp_path: Path) -> None:
    older = MILESTONE | {"id": "older", "date": "1997"}
    for name, text in (("i", geo.indicators_text([INDICATOR])), ("m", geo.milestones_text([MILESTONE, older]))):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert geo.read_indicators(tmp_path / "i") == [INDICATOR]
    assert geo.read_milestones(tmp_path / "m") == [older, MILESTONE]
    assert list(json.loads((tmp_path / "i").read_text("utf-8"))["indicators"][0]) == ["id", *NAMES, "unit", "values"]
