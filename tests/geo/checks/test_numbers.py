"""Rules on numbers: the same in each language, with a source, sums and growth that fit."""

from __future__ import annotations

from typing import Any

import pytest

import geo
from geo import Layer
from geo.checks.rules.numbers import numbers_of


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("about 7,800 of the 25,800 cars", [7800, 25800]),
        ("из 25,8 тыс. около 7,8 тысяч", [25800, 7800]),
        ("6,5 mingta korxona, 2025-yil 16-noyabr", [6500, 2025, 16]),
        ("1,69 млн емес, 30\u00a0000 автомобиль", [1690000, 30000]),
        ("$1.2 billion on the 16th", [1.2e9, 16]),
        ("M39, KZ-39 and 1.2.3 name no amount", []),
        ("", []),
    ],
)
def test_numbers_are_read_as_they_are_meant(text: str, numbers: list[float]):
    assert numbers_of(text) == tuple(numbers)


def rules_of(**fields: Any) -> list[tuple[str, str, str]]:
    record: Any = {"id": "a", "name_en": "A", **fields}
    layer = Layer(({"type": "Feature", "id": "a", "geometry": None, "properties": record},))
    return [(problem.rule, problem.field, problem.got) for problem in geo.check(layer) if "number" in problem.rule]


def test_a_number_that_one_language_tells_otherwise_is_found():
    texts = {"summary_en": "It makes 30,000 cars.", "summary_ru": "Выпускает 3 000 машин."}
    expected = ("numbers-differ", "summary_ru", "3,000 where summary_en has 30,000")
    assert rules_of(**texts, figures=[{"value": 30000}, {"value": 3000}]) == [expected]
    assert rules_of(disputes=[{"text_en": "40 or 50", "text_kk": "40 немесе 51"}]) == [
        ("numbers-differ", "disputes[0].text_kk", "51 where text_en has 50")
    ]


def test_a_number_in_a_summary_stands_in_a_field_or_a_quotation_or_a_source_supports_it():
    summary = {"summary_en": "It makes 30,000 cars and “99 others” since 2020.", "start": "2020-03"}
    source = {"title": "Report", "supports": ["status"]}
    assert rules_of(**summary, sources=[source]) == [("number-unsupported", "summary_en", "30,000")]
    assert rules_of(**summary, sources=[{**source, "supports": ["summary"]}]) == []
    figure = {"label_en": "Capacity", "value": 30000, "unit": "cars_per_year"}
    assert rules_of(**summary, sources=[source], figures=[figure]) == []


def value(number: float | None, period: str = "2025", **fields: Any) -> dict[str, Any]:
    return {"value": number, "period": period, "kind": "actual", "sources": [{"title": "Report"}], **fields}


def of_values(*values: dict[str, Any]) -> list[tuple[str, str]]:
    indicator = {"id": "trade", "name_en": "Trade", "unit": "USD", "values": list(values)}
    rules = ("sum-differs", "growth-differs", "ratio-differs")
    return [(problem.rule, problem.field) for problem in geo.check_indicators([indicator]) if problem.rule in rules]


def test_both_directions_add_up_as_exactly_as_they_are_written():
    there, back = value(1_550_000_000, direction="UZ-KZ"), value(3_400_000_000, direction="KZ-UZ")
    assert of_values(value(4_970_000_000), there, back) == []
    assert of_values(value(5_970_000_000), there, back) == [("sum-differs", "values[0].value")]
    assert of_values(value(5_970_000_000, disputes=[{"text_en": "Counted otherwise"}]), there, back) == []
    assert of_values(value(5_970_000_000), there, value(1, direction="UZ-TJ")) == []


def test_growth_fits_the_year_before():
    assert of_values(value(101, "2024"), value(141, "2025", growth_percent=40)) == []
    assert of_values(value(101, "2024"), value(176, "2025", growth_percent=40)) == [
        ("growth-differs", "values[1].growth_percent")
    ]
    periods = ("2024-01/2024-09", "2025-01/2025-09")
    assert of_values(value(100.5, periods[0]), value(301.5, periods[1], growth_percent=50.0)) == [
        ("growth-differs", "values[1].growth_percent")
    ]


def test_a_ratio_fits_the_numbers_that_it_names():
    ratio = {"kind": "ratio", "ratio_to": {"period": "2016", "times": 2.5}}
    assert of_values(value(1.7, "2016"), value(4.27, "2024"), value(None, "2024", **ratio)) == []
    assert of_values(value(1.2, "2016"), value(4.27, "2024"), value(None, "2024", **ratio)) == [
        ("ratio-differs", "values[2].ratio_to.times")
    ]


def test_the_shipped_files_contradict_themselves_nowhere():
    layer = geo.read(geo.data_path("projects.geojson"))
    indicators = geo.read_indicators(geo.data_path("indicators.json"))
    problems = [
        *geo.check(layer),
        *geo.check_indicators(indicators),
        *geo.check_milestones(geo.read_milestones(geo.data_path("milestones.json"))),
        *geo.check_story(geo.read_story(geo.data_path("story.json")), layer, indicators),
    ]
    rules = ("numbers-differ", "number-unsupported", "sum-differs", "growth-differs", "ratio-differs")
    assert [problem for problem in problems if problem.rule in rules] == []
