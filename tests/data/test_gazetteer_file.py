"""The gazetteer's file is true of the world, as far as that can be said without its sources."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
import shapely

from geo.io.package_data import DATA, data_path
from geo.model import iso
from geo.places import countries as gazetteer
from geo.places import gazetteer as places

LANGUAGES = {"en", "ru", "uz", "kk"}


def document() -> Any:
    return json.loads(data_path("gazetteer/places.json").read_text(encoding="utf-8"))


def test_every_town_lies_in_its_country_and_a_crossing_within_200_metres_of_it():
    countries = gazetteer.countries()
    for place in places.all_places():
        if place.trap:
            continue
        country = countries.by_code[place.country]
        reach = 200 if place.kind == "crossing" else 0 if place.kind == "town" else country.accuracy_m
        assert country.distance_m(shapely.Point(place.lon, place.lat)) <= reach, place


def test_regions_are_those_of_their_country():
    for place in places.all_places():
        country, _, region = place.region.partition("-")
        assert not region or country == place.country, place
        assert not region or region in iso.REGIONS.get(country, (region,)), place


def test_every_region_of_both_countries_has_four_names_and_all_but_cities_a_centre():
    regions = document()["regions"]
    ours = {f"{country}-{code}" for country in ("KZ", "UZ") for code in iso.REGIONS[country]}
    assert ours <= set(regions)
    assert all(set(names) == LANGUAGES for names in regions.values())
    centres = {place.region for place in places.all_places() if place.kind == "region"}
    assert ours - centres == {"KZ-71", "KZ-75", "KZ-79", "UZ-TK"}


def test_a_region_stands_at_a_town_of_its_own():
    towns = {place.source: place for place in places.all_places() if place.kind == "town"}
    for region in (place for place in places.all_places() if place.kind == "region"):
        centre = towns[region.source]
        # Osh is a region's centre and a region of its own.
        assert (centre.lon, centre.lat) == (region.lon, region.lat)
        assert region.region in {centre.region, "KG-O"}, region


def test_names_are_complete_and_in_their_own_script():
    for place in places.all_places():
        names = place.names
        assert set(names) in (set(), LANGUAGES), place
        assert not any(sign in names.get("uz", "") for sign in "'`‘’"), place
        assert not any("Ѐ" <= letter <= "ӿ" for letter in names.get("uz", "") + names.get("en", "")), place
        assert not any("A" <= letter <= "z" for letter in names.get("kk", "") + names.get("ru", "")), place


def test_the_large_towns_have_names_in_four_languages():
    unnamed = [
        place.name
        for place in places.all_places()
        if place.country in {"KZ", "UZ"} and (place.population or 0) >= 30_000 and not place.names
    ]
    # Districts of Tashkent.
    assert unnamed == ["Yunusobod", "Chilanzar", "Sergeli", "Bektemir"]


def test_the_traps_of_the_check_are_the_traps_of_the_gazetteer():
    assert {place.source: place.note for place in places.all_places() if place.trap} == {
        f"GEONAMES {number}": why for number, why in gazetteer.TRAPS.items()
    }
    assert [place.name for place in places.all_places() if gazetteer.trap_at(place.lon, place.lat)] == []


def test_no_record_stands_twice():
    counts = Counter((place.kind, place.source) for place in places.all_places())
    assert [one for one, times in counts.items() if times > 1] == []


def test_towns_drawn_on_the_base_map_stand_where_the_gazetteer_has_them():
    drawn = json.loads(data_path("basemap/places.geojson").read_text(encoding="utf-8"))["features"]
    towns = {place.source: place for place in places.all_places() if place.kind == "town"}
    for feature in drawn:
        own = towns.get(f"GEONAMES {feature['properties']['geonames']}")
        if own is not None:
            assert [own.lon, own.lat] == feature["geometry"]["coordinates"], own
            assert own.names == {tag: feature["properties"][f"name_{tag}"] for tag in own.names}


def test_the_names_are_those_that_are_kept_by_hand():
    source = DATA / "gazetteer" / "names.json"
    if not source.exists():
        pytest.skip("names.json stays in the checkout")
    kept = json.loads(source.read_text(encoding="utf-8"))
    towns = {place.source: place for place in places.all_places() if place.kind == "town"}
    for entry in kept["towns"]:
        place = towns[f"GEONAMES {entry['geonames']}"]
        assert all(place.names[tag] == entry[f"name_{tag}"] for tag in LANGUAGES if f"name_{tag}" in entry)
        assert place.region == entry.get("region", place.region)
    assert document()["unplaced"] == kept["unplaced"]
