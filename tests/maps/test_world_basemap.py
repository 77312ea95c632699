"""The base map of a layer of any countries: what its view shows, across the antimeridian, in a page's room."""

from __future__ import annotations

import json

import pytest
import shapely
from shapely.geometry import shape

from maps import picture, render_page
from maps.basemap import choice, names, world
from maps.text import i18n
from tests.geo.samples import GONE, feature, point
from tests.maps.pages import Document, layer

LANGUAGES = ("en", "ru", "uz", "kk")


def land(focus: list[str], places: list[tuple[float, float]]) -> shapely.Geometry:
    """All land of the base map of a layer."""
    base = choice.of_layer(focus, places, LANGUAGES)
    return shapely.union_all([shapely.make_valid(shape(each["geometry"])) for each in base.land])


@pytest.mark.parametrize(
    "focus",
    [["KE", "UG"], ["CO", "EC"], ["FJ"], ["NO"], ["CL"], ["US"], ["NZ"], ["IR", "AF"], ["RU"], ["BR", "PE"]],
    ids="-".join,
)
def test_the_base_map_of_any_countries_fits_into_a_page(focus: list[str]) -> None:
    base = choice.of_layer(focus, [], LANGUAGES)
    page = base.for_page(LANGUAGES, focus)
    assert [country["code"] for country in page["countries"] if country.get("rings")] == sorted(focus)
    assert len(json.dumps(page, ensure_ascii=False).encode()) < 230_000
    west, south, east, north = page["bounds"]
    for left, low, right, high in base.frames or ():
        assert west < left < right < east
        assert south < low < high < north


def test_places_on_land_stand_on_land() -> None:
    assert shapely.contains_xy(land(["KE", "UG"], []), 39.2, -3.9)  # behind Mombasa
    assert shapely.contains_xy(land(["BR"], []), -47.9, -15.8)
    iran = land(["IR", "AF"], [])
    assert shapely.contains_xy(iran, 57.1, 30.3)  # Kerman, south of what the regional base map draws
    assert shapely.contains_xy(iran, 65.7, 31.6)  # Kandahar


def test_a_country_at_the_antimeridian_is_in_one_piece() -> None:
    view = world.view_of(["FJ"], [(178.44, -18.14), (-179.98, -16.85)])
    assert view.west < 177
    assert view.east > 182
    assert view.east - view.west < 20
    assert shapely.contains_xy(land(["FJ"], []), 180.01, -16.8)  # the east of Taveuni
    assert world.frame_of("RU") == (26.94, 41.19, 190.36, 81.29)


def test_disputed_borders_stand_apart_and_the_regional_base_map_has_none() -> None:
    india = choice.of_layer(["IN"], [], LANGUAGES).for_page(LANGUAGES, ["IN"])
    assert india["borders"]["unsettled"]
    regional = choice.of_layer(["KZ", "UZ"], [(69.28, 41.31)], LANGUAGES).for_page(LANGUAGES, ["KZ", "UZ"])
    assert "unsettled" not in regional["borders"]


def test_names_are_cldr_s() -> None:
    assert names.country_name("KE", "sw") == "Kenya"
    assert names.country_name("CO", "ru") == "Колумбия"
    page = choice.of_layer(["KE"], [], LANGUAGES).for_page(LANGUAGES, ["KE"])
    nairobi = next(place for place in page["places"] if place["name"]["en"] == "Nairobi")  # type: ignore[index]
    assert nairobi["name"]["ru"] == "Найроби"  # type: ignore[index]


def test_the_credits_name_what_the_base_map_is_made_of() -> None:
    assert choice.credit_keys(["KZ", "UZ"], [(69.28, 41.31)]) == choice.REGIONAL_CREDITS
    kenya = layer(feature(point(36.82, -1.29), countries=["KE"], regions=GONE))
    for language in LANGUAGES:
        drawn = picture(kenya, size="16:9", language=language).drawing.credits
        assert i18n.text(language, "credits.disputed") in drawn
        assert i18n.text(language, "credits.water") not in drawn
    assert "credits.disputed" in Document(render_page(kenya)).data()["credits"]
