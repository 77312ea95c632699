"""Where a project lies is checked in any country: exchanged coordinates, wrong signs, other countries, the sea."""

from __future__ import annotations

import json
from typing import Any

import pytest

import geo
from geo.io.package_data import data_path

PLACES = {
    "KE": (36.8219, -1.2921),
    "NG": (3.3792, 6.5244),
    "EG": (32.8998, 24.0889),
    "CO": (-77.2811, 1.2136),
    "BR": (-46.6333, -23.5505),
    "US": (-149.9003, 61.2181),
    "CL": (-70.9171, -53.1638),
    "DE": (11.5755, 48.1374),
    "NO": (18.9553, 69.6492),
    "IN": (77.5946, 12.9716),
    "ID": (106.8456, -6.2088),
    "NZ": (174.7762, -41.2865),
    "FJ": (178.4419, -18.1416),
}
"""A town, in degrees east and north, of each of thirteen countries on six continents."""


def rules(code: str, lon: float, lat: float, **more: Any) -> list[str]:
    """The rules that complain of the place of a project in a country."""
    properties = {"id": "a", "name_en": "A", "countries": [code], **more}
    feature: Any = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": properties,
    }
    return [each.rule for each in geo.check(geo.Layer((feature,), {})) if each.field == "geometry"]


@pytest.mark.parametrize("code", PLACES)
def test_a_town_lies_in_its_country(code: str) -> None:
    assert rules(code, *PLACES[code]) == []


@pytest.mark.parametrize("code", sorted(PLACES.keys() - {"US", "NZ", "FJ"}))
def test_exchanged_coordinates_are_found(code: str) -> None:
    lon, lat = PLACES[code]
    assert rules(code, lat, lon) == ["swapped-coordinates"]


@pytest.mark.parametrize("code", ["US", "NZ", "FJ"])
def test_exchanged_coordinates_that_are_no_place_at_all_are_found(code: str) -> None:
    lon, lat = PLACES[code]
    assert rules(code, lat, lon) == ["swapped-coordinates"]


@pytest.mark.parametrize("code", sorted(PLACES.keys() - {"KE", "CO", "NG"}))  # those lie on both sides, or near it
def test_a_wrong_hemisphere_is_found(code: str) -> None:
    lon, lat = PLACES[code]
    assert rules(code, lon, -lat) == ["wrong-hemisphere"]
    assert rules(code, -lon, lat) == ["wrong-hemisphere"]


@pytest.mark.parametrize("code", PLACES)
def test_another_country_and_the_open_sea_are_found(code: str) -> None:
    here = (2.3522, 48.8566) if code != "DE" else (-3.7038, 40.4168)
    assert rules(code, *here) == ["outside-country"]
    assert rules(code, -130.0, -50.0) == ["outside-country"]


@pytest.mark.parametrize(("code", "at"), [("KE", (41.5, -4.5)), ("NO", (2.5, 60.5)), ("FJ", (-179.3, -18.5))])
def test_a_place_before_the_coast_is_only_doubted(code: str, at: tuple[float, float]) -> None:
    assert rules(code, *at) == ["offshore"]


def test_a_town_on_an_island_that_the_map_draws_small_is_no_doubt() -> None:
    assert rules("KE", 39.6682, -4.0435) == []  # Mombasa


@pytest.mark.parametrize(
    ("code", "at"),
    [
        ("UA", (34.1, 44.95)),
        ("RU", (34.1, 44.95)),
        ("MA", (-13.2, 27.15)),
        ("RS", (21.17, 42.67)),
        ("PK", (74.8, 34.1)),
    ],
)
def test_a_disputed_area_is_never_judged(code: str, at: tuple[float, float]) -> None:
    assert rules(code, *at) == []


def test_nought_and_nought_is_said_to_stand_for_nothing() -> None:
    assert rules("GH", 0.0, 0.0) == ["outside-country", "null-island"]


def test_a_part_with_a_code_of_its_own_is_its_country_s_too() -> None:
    cayenne = (-52.3269, 4.9372)
    assert rules("FR", *cayenne) == rules("GF", *cayenne) == []
    assert rules("SR", *cayenne) == ["outside-country"]


def test_every_disputed_area_says_who_tells_of_it_and_who_claims_it() -> None:
    for entry in json.loads(data_path("basemap/disputed.json").read_text(encoding="utf-8")):
        assert entry["source"].startswith(("Natural Earth", "The World Factbook")), entry["name"]
        assert len(entry["claimed_by"]) >= 2, entry["name"]
        west, south, east, north = entry["box"]
        assert west < east
        assert south < north
