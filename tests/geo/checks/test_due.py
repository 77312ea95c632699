"""What must be looked at again, and from which day on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo import Layer


def layer_of(*records: Any, **members: Any) -> Layer:
    features: Iterator[Any] = ({"type": "Feature", "id": r["id"], "geometry": None, "properties": r} for r in records)
    return Layer(tuple(features), members)


def told(entries: list[geo.Due]) -> list[tuple[str | None, str]]:
    return [(entry.since.isoformat() if entry.since else None, entry.field) for entry in entries]


@pytest.mark.parametrize(
    ("held", "since"),
    [("2024-08-08", "2026-08-09"), ("2024-08", "2026-09-01"), ("2024", "2027-01-01"), ("2024-02-29", "2026-03-01")],
)
def test_a_status_is_due_once_it_is_older_than_two_years(held: str, since: str):
    layer = layer_of({"id": "a", "name_en": "A", "status": "operating", "status_date": held, "checked": "2026-01-01"})
    assert told(geo.due(layer)) == [(since, "status"), ("2027-01-02", "checked")]


def test_the_check_and_the_list_agree_on_what_is_an_old_status():
    layer = layer_of({"id": "a", "name_en": "A", "status": "operating", "status_date": "2024-08-08"})
    for day, old in ((date(2026, 8, 8), False), (date(2026, 8, 9), True)):
        assert any(problem.rule == "status-old" for problem in geo.check(layer, day)) is old
        assert any(entry.field == "status" for entry in geo.due(layer, by=day)) is old


def test_a_plan_is_due_on_the_day_after_its_time_and_what_happened_is_not():
    plan = {
        "id": "a",
        "start": "2025",
        "start_kind": "planned",
        "end": "2026-06",
        "end_kind": "actual",
        "checked": "2025",
    }
    assert told(geo.due(layer_of(plan)))[0] == ("2026-01-01", "start")
    assert {field for _, field in told(geo.due(layer_of(plan)))} == {"start", "checked"}


def test_what_has_no_date_is_always_due_and_stands_first():
    entries = geo.due(layer_of({"id": "a", "name_en": "A", "status": "planned"}), by=date(1990, 1, 1))
    assert told(entries) == [(None, "checked"), (None, "status")]


def test_goals_newest_numbers_and_events_told_ahead_are_due():
    goal = {"period": "2025", "kind": "goal", "value": 1}
    number = {"period": "2024-01/2024-09", "kind": "actual", "value": 1}
    indicators = [{"id": "trade", "name_en": "Trade", "values": [goal, number]}]
    milestones = [{"id": "council", "date": "2026-05", "name_en": "Council"}, {"id": "visit", "date": "2025-11-14"}]
    entries = geo.due(layer_of(as_of="2026-03-19"), indicators, milestones)
    assert [(str(entry.since), entry.where, entry.name) for entry in entries] == [
        ("2026-01-01", "indicator trade", "Trade"),
        ("2026-06-01", "milestone council", "Council"),
        ("2026-10-01", "indicator trade", "Trade"),
    ]


def test_the_shipped_layer_tells_of_its_oldest_statuses_before_the_newer_ones():
    layer = geo.read(geo.data_path("projects.geojson"))
    entries = geo.due(layer)
    days = [entry.since for entry in entries if entry.since]
    assert days == sorted(days)
    assert {entry.where for entry in entries if entry.field == "status"} == {project.id for project in layer.projects}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.sampled_from(["9999-12-31", "0001", "planned"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["period", "kind", "value"]), inner),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from(["id", "status", "status_date", "start", "start_kind", "checked"]), ANYTHING),
    st.dictionaries(st.sampled_from(["id", "values", "date", "end", "name_en"]), ANYTHING),
)
def test_nothing_in_a_layer_stops_the_list(record: Any, beside: dict[str, Any]):
    layer = Layer(({"type": "Feature", "geometry": None, "properties": record},), {"as_of": record.get("checked")})
    assert isinstance(geo.due(layer, [beside], [beside]), list)
