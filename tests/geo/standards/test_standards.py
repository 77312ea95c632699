"""A layer in the forms of other standards: what they demand is there, what they cannot say is told and never bent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import etree

import geo
from geo.io.package_data import data_path
from geo.standards import iati, oc4ids
from tests.geo.samples import GONE, feature, line, point

WHOSE = {"publisher": "A ministry", "as_of": "2026-03-19", "licence": "CC-BY-4.0"}

ACTIVITY = [
    "iati-identifier",
    "reporting-org",
    "title",
    "description",
    "participating-org",
    "activity-status",
    "activity-date",
    "recipient-country",
    "location",
    "sector",
    "transaction",
    "document-link",
]
"""The parts of an activity in the order that the schema of IATI 2.03 demands."""


def layer(*features: Any, **members: Any) -> geo.Layer:
    return geo.Layer(features, WHOSE | members)


def activities(of: geo.Layer) -> tuple[list[Any], str]:
    data, losses = iati.write(of)
    return list(etree.fromstring(data)), "\n".join(losses.lines())


def package(of: geo.Layer, language: str = "en") -> tuple[dict[str, Any], str]:
    data, losses = oc4ids.write(of, language)
    return json.loads(data), "\n".join(losses.lines())


@pytest.fixture(scope="module")
def shipped() -> geo.Layer:
    return geo.read(data_path("projects.geojson"))


def test_every_activity_has_what_iati_demands_in_its_order(shipped: geo.Layer):
    found, told = activities(shipped)
    assert 0 < len(found) < len(shipped.projects)
    assert len({each.findtext("iati-identifier") for each in found}) == len(found)
    for activity in found:
        tags = list(dict.fromkeys(part.tag for part in activity))
        assert tags == [tag for tag in ACTIVITY if tag in tags]
        assert {*ACTIVITY[:7]} <= {*tags}
        assert {"ru", "uz", "kk"} <= {
            text.get("{http://www.w3.org/XML/1998/namespace}lang") for text in activity.iterfind("title/narrative")
        }
    left = len(shipped.projects) - len(found)
    assert sum(line.startswith("left out") for line in told.splitlines()) >= 1
    assert left == sum(_is_incomplete(project) for project in shipped.projects)


def _is_incomplete(project: geo.Project) -> bool:
    fields = project.properties
    dated = "start" in fields or "end" in fields
    return not dated or fields["status"] == "unknown" or not fields.get("partners")


def test_no_sum_that_was_only_announced_becomes_a_transaction():
    sums = [
        {"amount": 5, "currency": "USD", "kind": "announced", "date": "2024-01-02"},
        {"amount": 6, "currency": "USD", "kind": "committed", "date": "2024"},
        {"amount": 7, "currency": "USD", "kind": "spent", "date": "2024-01-02", "qualifier": "more_than"},
        {"amount": 8.25, "currency": "KZT", "kind": "spent", "date": "2024-01-03"},
    ]
    (activity,), told = activities(layer(feature(value=sums)))
    assert [each.findtext("value") for each in activity.iterfind("transaction")] == ["8.25"]
    assert all(words in told for words in ("announced only", "without a day", "not exact"))


def test_a_date_known_by_year_says_so_and_a_country_is_no_point():
    (activity,), told = activities(
        layer(feature(start="2024", start_kind="planned", end="2026-05", end_kind="planned"))
    )
    dates = activity.iterfind("activity-date")
    assert [(each.get("type"), each.get("iso-date"), each.findtext("narrative")) for each in dates] == [
        ("1", "2024-01-01", "2024"),
        ("3", "2026-05-31", "2026-05"),
    ]
    assert "by month or year only" in told
    (vague,), _ = activities(layer(feature(precision="country", uncertainty_m=400_000, countries=["KZ", "UZ"])))
    assert vague.find("location") is None
    assert [each.attrib for each in vague.iterfind("recipient-country")] == [{"code": "KZ"}, {"code": "UZ"}]


def test_of_a_line_the_ends_stand_and_positions_are_latitude_first():
    (activity,), told = activities(layer(feature(line([65, 41.5], [65.5, 41], [66, 42]), route="schematic")))
    assert [each.text for each in activity.iterfind("location/point/pos")] == ["41.5 65", "42 66"]
    assert "course of lines" in told


def test_data_is_text_in_xml():
    text = "<b>&amp; \x01 \ud800 </b>]]>"
    (activity,), _ = activities(layer(feature(name_en=text, partners=[{"name": "{{x}}<script>"}])))
    assert activity.findtext("title/narrative") == "<b>&amp; � � </b>]]>"
    assert activity.findtext("participating-org/narrative") == "{{x}}<script>"


def test_a_package_has_a_project_each_and_says_no_more_than_is_known(shipped: geo.Layer):
    for language in ("en", "kk"):
        document, told = package(shipped, language)
        projects = document["projects"]
        assert document.keys() >= {"uri", "publisher", "publishedDate", "projects", "version"}
        assert [each["id"] for each in projects] == [each.id for each in shipped.projects]
        assert [each["title"] for each in projects] == [each.text("name", language) for each in shipped.projects]
        for each in projects:
            assert each.get("status", "preparation") in {*oc4ids.STATUSES.values()}
            published = (paper.get("datePublished") for paper in each.get("documents", ()))
            moments = [*each.get("period", {}).values(), *filter(None, published)]
            assert all(len(moment) == len("2026-01-01T00:00:00Z") for moment in moments)
        assert "the status “unknown”" in told


def test_a_name_of_another_language_is_told_of():
    document, told = package(layer(feature(name_kk=GONE)), "kk")
    assert document["projects"][0]["title"]
    assert "a name in kk" in told


def test_an_announced_sum_is_no_budget_and_stands_beside():
    announced = {"amount": 5, "currency": "USD", "kind": "announced", "date": "2024-01-02"}
    agreed = announced | {"kind": "committed"}
    without, with_one, with_two = (
        package(layer(feature(value=sums)))[0]["projects"][0]
        for sums in ([announced], [announced, agreed], [agreed] * 2)
    )
    assert "budget" not in without
    assert without["x_coopmap"]["value"] == [announced]
    assert with_one["budget"] == {"amount": {"amount": 5, "currency": "USD"}}
    assert "budget" not in with_two


@pytest.mark.parametrize("missing", ["publisher", "as_of"])
def test_what_a_standard_demands_of_a_layer_costs_a_sentence(missing: str):
    bare = geo.Layer((feature(),), {key: value for key, value in WHOSE.items() if key != missing})
    for write in (iati.write, lambda of: oc4ids.write(of, "en")):
        with pytest.raises(geo.CoopmapError, match="demands"):
            write(bare)


@pytest.mark.parametrize("write", [iati.write, lambda of: oc4ids.write(of, "en")], ids=["iati", "oc4ids"])
def test_a_layer_that_nobody_checked_costs_a_sentence_at_most(write: Any):
    odd = [
        feature({"type": "Point", "coordinates": "x"}, id="odd"),
        feature(point(500, 99), id="off", value="much", sources=[1], partners=[{"name": 5}], status=["x"], sector={}),
        feature(None, id="bare", name_en=GONE, name_ru=GONE, name_uz=GONE, name_kk=GONE, countries="KZ"),
    ]
    try:
        data, losses = write(layer(*odd))
    except geo.CoopmapError:
        return  # one sentence
    assert data
    assert list(losses.lines())


@pytest.mark.parametrize("write", [iati.write, lambda of: oc4ids.write(of, "en")], ids=["iati", "oc4ids"])
def test_a_day_that_is_none_is_no_day_of_publication(write: Any):
    for day in ("soon", "2026-13", "2026-02-30", 2026, "one\u2028two"):
        with pytest.raises(geo.CoopmapError, match="demands"):
            write(geo.Layer((feature(),), WHOSE | {"as_of": day}))
