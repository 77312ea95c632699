"""The facts that the shipped layer must keep, its figures and milestones too: what is claimed, and in which words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

import geo
from geo.model.field import Field
from geo.model.schema import FIELDS, INDICATOR, MILESTONE, UNTRANSLATED_NAMES

LANGUAGES = ("en", "ru", "uz", "kk")

UNLOCATED = {"medical-products", "howo-trucks", "hyundai-assembly"}
BRANCHES = {"auezov-branch-chirchiq", "tiiame-branch-almaty"}
PROJECTS = UNLOCATED | BRANCHES | {
    "chevrolet-kostanay",
    "garment-turkistan",
    "textile-shymkent",
    "aac-ecoton",
    "saz-buses",
    "appliances-saran",
    "icic-central-asia",
    "road-kyzylorda-uchquduq",
    "logistics-hub-tashkent-region",
    "lab-kashkadarya",
    "power-sync",
    "flights",
    "rail-tours",
}  # fmt: skip

CYRILLIC = re.compile("[\u0400-\u04ff]")
KAZAKH_ONLY = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
LATIN = re.compile("[A-Za-z]")
STRAIGHT = re.compile("[\"'`\u00b4]")
QUOTED_KAZAKH = re.compile("«[^»]*»")
"""A name that Russian text keeps in Kazakh stands in quotation marks."""


def load(name: str) -> Any:
    return json.loads(geo.data_path(name).read_text(encoding="utf-8"))


LAYER = load("projects.geojson")
FEATURES: dict[str, dict[str, Any]] = {feature["id"]: feature for feature in LAYER["features"]}
INDICATORS: dict[str, dict[str, Any]] = {entry["id"]: entry for entry in load("indicators.json")["indicators"]}
MILESTONES: dict[str, dict[str, Any]] = {entry["id"]: entry for entry in load("milestones.json")["milestones"]}


def facts(project: str) -> dict[str, Any]:
    properties: dict[str, Any] = FEATURES[project]["properties"]
    return properties


def records() -> Iterator[tuple[str, dict[str, Any], tuple[Field, ...]]]:
    """Every record of the three files with its name and its fields."""
    for name, feature in FEATURES.items():
        yield name, feature["properties"], FIELDS
    for name, indicator in INDICATORS.items():
        yield name, indicator, INDICATOR
    for name, milestone in MILESTONES.items():
        yield name, milestone, MILESTONE


def translated(where: str, record: dict[str, Any], fields: tuple[Field, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every translated text of a record and of the records in it: (where, {language: text}); empty ones left out."""
    for field in fields:
        if field.translated:
            texts = {tag: record[f"{field.name}_{tag}"] for tag in LANGUAGES if f"{field.name}_{tag}" in record}
            if texts:
                yield f"{where}.{field.name}", texts
        elif field.fields and isinstance(record.get(field.name), list):
            for number, entry in enumerate(record[field.name]):
                yield from translated(f"{where}.{field.name}[{number}]", entry, field.fields)


def all_texts() -> list[tuple[str, dict[str, str]]]:
    title = {tag: LAYER[f"title_{tag}"] for tag in LANGUAGES}
    subtitle = {tag: LAYER[f"subtitle_{tag}"] for tag in LANGUAGES}
    found = [text for name, record, fields in records() for text in translated(name, record, fields)]
    return [("title", title), ("subtitle", subtitle), *found]


def strings(value: object) -> Iterator[str]:
    """Every text of a JSON value, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from strings(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from strings(entry)


def sources() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, record, _ in records():
        for holder in [record, *record.get("values", [])]:
            for source in holder.get("sources", []):
                yield name, source


# What is there and where


def test_every_project_of_the_fact_sheet_is_a_feature_and_no_other() -> None:
    assert set(FEATURES) == PROJECTS
    assert [feature["id"] for feature in LAYER["features"]] == sorted(PROJECTS)


def test_what_nobody_can_place_has_no_geometry_and_what_is_known_by_country_neither() -> None:
    unplaced = {name for name, feature in FEATURES.items() if feature["geometry"] is None}
    assert unplaced == UNLOCATED | {"aac-ecoton"}
    assert {name for name in FEATURES if facts(name)["precision"] == "unlocated"} == UNLOCATED
    assert facts("aac-ecoton")["precision"] == "country"
    assert all(facts(name)["status"] == "unknown" for name in UNLOCATED)


def test_places_are_no_more_exact_than_they_are_known() -> None:
    known = {name: (facts(name)["precision"], facts(name).get("uncertainty_m")) for name in FEATURES}
    assert known["icic-central-asia"] == ("near", 10_000)
    assert known["logistics-hub-tashkent-region"] == ("region", 210_000)
    assert known["lab-kashkadarya"] == ("region", 170_000)
    assert known["chevrolet-kostanay"] == ("site", 400)
    towns = {"garment-turkistan", "textile-shymkent", "saz-buses", "appliances-saran"} | BRANCHES
    assert {known[name][0] for name in towns} == {"town"}
    assert {name for name in FEATURES if known[name][0] == "site"} == {"chevrolet-kostanay", "flights"}


def test_the_industrial_centre_is_one_point_at_its_checkpoints_and_no_area() -> None:
    assert FEATURES["icic-central-asia"]["geometry"] == {"type": "Point", "coordinates": [68.637, 40.597]}
    assert {feature["geometry"]["type"] for feature in FEATURES.values() if feature["geometry"]} == {
        "Point",
        "LineString",
        "MultiLineString",
    }


def test_the_road_is_split_at_the_border_and_drawn_as_schematic() -> None:
    into, out_of = FEATURES["road-kyzylorda-uchquduq"]["geometry"]["coordinates"]
    assert into == [[65.50917, 44.85278], [64.6, 43.6]]
    assert out_of == [[64.6, 43.6], [63.55221, 42.15001]]
    assert facts("road-kyzylorda-uchquduq")["route"] == "schematic"


def test_only_flights_are_great_circles_and_no_line_claims_a_surveyed_course() -> None:
    routes = {name: facts(name).get("route") for name, feature in FEATURES.items()
              if feature["geometry"] and "Line" in feature["geometry"]["type"]}  # fmt: skip
    assert routes == {
        "flights": "great_circle",
        "power-sync": "schematic",
        "rail-tours": "schematic",
        "road-kyzylorda-uchquduq": "schematic",
    }
    assert all(len(line) == 2 for line in FEATURES["flights"]["geometry"]["coordinates"])


def test_lines_of_the_two_countries_do_not_pass_through_a_third() -> None:
    from shapely.geometry import shape

    from geo.places import countries as gazetteer

    countries = gazetteer.countries().by_code
    rail = shape(FEATURES["rail-tours"]["geometry"])
    assert countries["KG"].distance_m(rail) > 0


def test_the_traps_among_the_town_points_are_avoided() -> None:
    told = json.dumps(LAYER, ensure_ascii=False) + json.dumps(MILESTONES, ensure_ascii=False)
    assert "1512506" not in told
    assert "1517471" not in told
    assert "69.21627" not in told


# What is claimed


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_road_is_planned_and_its_dispute_is_told_in_each_language(tag: str) -> None:
    road = facts("road-kyzylorda-uchquduq")
    assert road["status"] == "planned"
    (dispute,) = [entry for entry in road["disputes"] if entry["field"] == "status"]
    text = dispute[f"text_{tag}"]
    assert "2029" in text
    assert "2025" in text
    prime_minister = {"en": "prime minister", "ru": "премьер-министр", "uz": "bosh vaziri", "kk": "Премьер-Министрі"}
    assert prime_minister[tag] in text


def test_the_figures_of_the_road_are_published_ones_and_not_the_length_of_the_line() -> None:
    lengths = {figure["value"] for figure in facts("road-kyzylorda-uchquduq")["figures"] if figure["unit"] == "km"}
    assert lengths == {320, 140, 180, 280}


def test_what_is_not_known_to_work_is_not_shown_as_at_work() -> None:
    status = {name: facts(name)["status"] for name in FEATURES}
    unconfirmed = UNLOCATED | {"garment-turkistan", "textile-shymkent", "saz-buses"}
    assert {name for name, code in status.items() if code == "unknown"} == unconfirmed
    assert status["lab-kashkadarya"] == status["logistics-hub-tashkent-region"] == "planned"
    assert status["icic-central-asia"] == "construction"
    assert status["power-sync"] == "partly_operating"
    assert "construction" not in {status["road-kyzylorda-uchquduq"], status["lab-kashkadarya"]}


def test_every_status_is_dated_and_no_date_is_later_than_the_newest_source() -> None:
    for name in FEATURES:
        assert facts(name)["status_date"] <= LAYER["as_of"], name
        assert facts(name)["checked"] >= LAYER["as_of"], name
    for name, source in sources():
        assert source.get("date", "") <= LAYER["as_of"], (name, source["title"])


def test_permitted_flights_are_nowhere_shown_as_flown() -> None:
    assert 238 not in [figure["value"] for name in FEATURES for figure in facts(name).get("figures", [])]
    values = INDICATORS["flights-per-week"]["values"]
    assert [(value["value"], value["kind"]) for value in values] == [(50, "actual"), (40, "actual"), (238, "permitted")]
    flown = [figure["value"] for figure in facts("flights")["figures"] if figure["unit"] == "flights_per_week"]
    assert flown == [50, 40]


def test_no_number_is_made_up_for_the_trade_of_2016() -> None:
    values = INDICATORS["trade"]["values"]
    assert not [value for value in values if value["period"].startswith("2016") and value["value"] is not None]
    (ratio,) = [value for value in values if value["kind"] == "ratio"]
    assert ratio["value"] is None
    assert ratio["qualifier"] == "almost"
    assert ratio["ratio_to"] == {"period": "2016", "times": 2.5}


def test_trade_has_the_article_beside_newer_figures_and_the_goal() -> None:
    told = {(value["period"], value["value"], value["article"]) for value in INDICATORS["trade"]["values"]}
    assert {
        ("2024", 4_270_000_000, "yes"),
        ("2025-01/2025-09", 3_500_000_000, "yes"),
        ("2025", 4_970_000_000, "no"),
        ("2030", 10_000_000_000, "yes"),
    } <= told
    (goal,) = [value for value in INDICATORS["trade"]["values"] if value["kind"] == "goal"]
    assert goal["period"] == "2030"


def test_each_indicator_sets_the_article_beside_another_source_and_explains_what_contradicts() -> None:
    for name in (
        "trade",
        "joint-ventures",
        "visitors-kz-uz",
        "visitors-uz-kz",
        "flights-per-week",
        "university-agreements",
    ):
        values = INDICATORS[name]["values"]
        assert {value["article"] for value in values} == {"yes", "no"}, name
        assert any("text_en" in value for value in values), name
        assert all(value["sources"] for value in values), name


def test_the_growth_that_looks_wrong_is_told_to_be_disputed() -> None:
    (value,) = [value for value in INDICATORS["visitors-kz-uz"]["values"] if value["article"] == "yes"]
    assert value["growth_percent"] == 40
    assert all("76" in value["disputes"][0][f"text_{tag}"] for tag in LANGUAGES)


def test_the_milestones_that_the_article_and_the_issue_name_are_there() -> None:
    assert {
        "intergovernmental-commission": "1997",
        "action-plan": "2017",
        "forum-shymkent": "2018-11-15",
        "commission-prime-ministers": "2019",
        "forum-urgench": "2020-02",
        "declaration-allied-relations": "2021-12-06",
        "forum-turkistan": "2021-11-26",
        "interparliamentary-council": "2022-02-09",
        "demarcation-treaty": "2022-12-22",
        "treaty-allied-relations": "2022-12-22",
        "supreme-interstate-council-first-session": "2024-08-08",
        "forum-samarkand": "2024-10-22",
        "interparliamentary-council-second-session": "2025-05",
        "state-visit-tashkent": "2025-11-14",
        "seven-projects-launched": "2025-11-15",
        "council-heads-of-regions": "2025-11-15",
    }.items() <= {name: milestone["date"] for name, milestone in MILESTONES.items()}.items()
    assert all(
        {"lon", "lat", "place_kk"} <= MILESTONES[name].keys() for name in MILESTONES if name.startswith("forum-")
    )


# Where it is from


def test_all_addresses_are_of_the_web_and_whole() -> None:
    for name, source in sources():
        if "url" in source:
            parts = urlsplit(source["url"])
            assert parts.scheme in {"http", "https"}, (name, source["url"])
            assert "." in parts.netloc, (name, source["url"])
            assert " " not in source["url"], (name, source["url"])


def test_every_source_says_who_published_it_and_supports_fields_that_exist() -> None:
    for name, source in sources():
        assert source["title"].strip(), name
        assert source["publisher"].strip(), name
    for name in FEATURES:
        for source in facts(name)["sources"]:
            assert source["supports"], (name, source["title"])
            assert set(source["supports"]) <= UNTRANSLATED_NAMES, (name, source["title"])
            for field in source["supports"]:
                present = field == "geometry" or field in facts(name) or f"{field}_en" in facts(name)
                assert present, f"{name}: “{source['title']}” supports {field}, which is not there"


def test_what_is_known_of_status_and_place_has_a_source() -> None:
    for name in FEATURES:
        supported = {field for source in facts(name)["sources"] for field in source["supports"]}
        assert name in UNLOCATED or "status" in supported, name
        assert name in UNLOCATED or "place" in supported, name


def test_the_article_is_a_source_of_all_that_it_names() -> None:
    for name in FEATURES:
        from_article = [source for source in facts(name)["sources"] if "курс на укрепление" in source["title"]]
        assert bool(from_article) == (facts(name)["article"] != "no"), name
    assert {name for name in FEATURES if facts(name)["article"] == "no"} == BRANCHES


def test_unverified_background_is_no_source() -> None:
    for name, source in sources():
        assert "background knowledge" not in " ".join(strings(source)), name


# The words


def test_every_text_stands_in_all_four_languages_and_differs_from_its_neighbours() -> None:
    for where, texts in all_texts():
        assert set(texts) == set(LANGUAGES), where
        assert all(text == text.strip() and text for text in texts.values()), where
        if len(texts["en"]) > 40:
            assert len(set(texts.values())) == 4, where


def test_every_project_has_name_place_and_a_summary_of_a_readable_length() -> None:
    for name in FEATURES:
        for tag in LANGUAGES:
            assert facts(name)[f"name_{tag}"], (name, tag)
            assert facts(name)[f"place_{tag}"], (name, tag)
            assert 200 <= len(facts(name)[f"summary_{tag}"]) <= 600, (name, tag)


def test_russian_and_kazakh_are_cyrillic_and_uzbek_and_english_are_latin() -> None:
    for where, texts in all_texts():
        for tag in ("ru", "kk"):
            letters = len(CYRILLIC.findall(texts[tag])), len(LATIN.findall(texts[tag]))
            assert letters[0] > letters[1] or _is_a_proper_name(texts), (where, tag, texts[tag])
        for tag in ("uz", "en"):
            assert not CYRILLIC.search(texts[tag]), (where, tag, texts[tag])


def _is_a_proper_name(texts: dict[str, str]) -> bool:
    """A short text of brands, such as “SaryarkaAvtoProm (Allur)”."""
    return len(texts["en"]) < 45


def test_kazakh_has_kazakh_letters_and_russian_has_them_only_in_quoted_names() -> None:
    for where, texts in all_texts():
        if len(texts["kk"]) > 40:
            assert KAZAKH_ONLY.search(texts["kk"]), (where, texts["kk"])
        assert not KAZAKH_ONLY.search(QUOTED_KAZAKH.sub("", texts["ru"])), (where, texts["ru"])
        assert not re.search("[ЎўҲҳ]", texts["kk"]), (where, texts["kk"])


def test_uzbek_writes_its_letters_with_the_turned_comma_and_the_glottal_stop_with_the_apostrophe_letter() -> None:
    for where, texts in all_texts():
        assert not re.search("[\u2018\u2019]", texts["uz"]), (where, texts["uz"])
        assert not re.search("\u02bb(?<![OoGg]\u02bb)", texts["uz"]), (where, texts["uz"])
        assert not re.search("[OoGg]\u02bc", texts["uz"]), (where, texts["uz"])


def test_there_are_no_straight_quotation_marks_and_each_language_uses_its_own() -> None:
    for where, texts in all_texts():
        assert not [tag for tag in LANGUAGES if STRAIGHT.search(texts[tag])], where
        assert not [tag for tag in ("en", "uz") if re.search("[«»]", texts[tag])], where
        assert not [tag for tag in ("ru", "kk") if re.search("[“”‘’]", texts[tag])], where
    for name, record, _ in records():
        assert not [text for text in strings(record) if STRAIGHT.search(text)], name


SCALES = {
    "thousand": 1e3, "тыс": 1e3, "ming": 1e3, "мың": 1e3,
    "million": 1e6, "миллион": 1e6, "млн": 1e6, "mln": 1e6,
    "billion": 1e9, "млрд": 1e9, "mlrd": 1e9,
}  # fmt: skip
NUMBER = re.compile(r"(\d+)(?:\.(\d+))?(?:[\s\u00a0](" + "|".join(SCALES) + "))?")


def test_large_numbers_and_fractions_are_the_same_in_all_four_languages() -> None:
    for where, texts in all_texts():
        found = {tag: _numbers(texts[tag], tag) for tag in LANGUAGES}
        assert found["ru"] == found["en"], where
        assert found["uz"] == found["en"], where
        assert found["kk"] == found["en"], where


def _numbers(text: str, tag: str) -> set[float]:
    """The numbers of 1,000 and more and those with decimals in a text; years are among them."""
    group, point = (",", ".") if tag == "en" else ("\u00a0", ",")
    plain = re.sub(rf"(?<=\d){group}(?=\d{{3}}(?!\d))", "", text)
    plain = re.sub(rf"(?<=\d){re.escape(point)}(?=\d)", ".", plain)
    numbers = [float(f"{whole}.{part or 0}") * SCALES.get(scale, 1) for whole, part, scale in NUMBER.findall(plain)]
    return {round(number, 3) for number in numbers if number >= 1000 or number % 1}
