"""The base map of a layer of any countries: what its view shows, across the antimeridian, in a page's room."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import pytest
import shapely
from shapely.geometry import shape

import geo
from maps import picture, render_page
from maps.basemap import border_choices, choice, names, world
from maps.drawing.shapes import Group, Line, Shape
from maps.text import i18n
from tests.geo.samples import GONE, feature, point
from tests.maps.pages import Document, layer

LANGUAGES = ("en", "ru", "uz", "kk")


def land(focus: list[str], places: list[tuple[float, float]]) -> shapely.Geometry:
    """All land of the base map of a layer."""
    base = choice.of_layer(focus, places, LANGUAGES)
    return shapely.union_all([shapely.make_valid(shape(each["geometry"])) for each in base.land])


@pytest.mark.alike(every=5)
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


def test_large_lakes_are_named_in_the_layers_languages_at_a_point_inside_them() -> None:
    languages = ("en", "sw", "fa", "ky")
    base = choice.of_layer(["KE", "TZ"], [], languages)
    waters = {str(water["properties"].get("name_en")): water for water in base.water}
    assert {"Lake Victoria", "Lake Tanganyika", "Lake Malawi", "Lake Turkana"} <= waters.keys()
    for name, water in waters.items():
        if name != "None":
            inside = shape(water["geometry"]).buffer(0.1)
            assert shapely.intersects_xy(inside, *water["properties"]["label"][:2]), name
    page = base.for_page(languages, ["KE", "TZ"])
    # Swahili and Kyrgyz have no name of their own there: the English one stands, and for Cyrillic the Russian one.
    victoria = {"en": "Lake Victoria", "fa": "دریاچه ویکتوریا", "ky": "Виктория"}
    assert victoria in [water.get("name") for water in page["water"]]
    # One water with two names has both.
    great = choice.of_layer(["US"], [], ("en",)).water
    assert {"Lake Michigan", "Lake Huron"} <= {str(water["properties"].get("name_en")) for water in great}


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


KEEPER = [{"between": "IN-PK", "drawn": "none"}, {"between": "BT-CN", "drawn": "dashed"}]
"""What a keeper decides of borders."""


def test_a_keeper_decides_how_a_border_is_drawn_in_page_and_pictures() -> None:
    delhi = feature(point(77.2, 28.6), countries=["IN"], regions=GONE)
    as_it_is, decided = layer(delhi, countries=["IN"]), layer(delhi, countries=["IN"], borders=KEEPER)
    before, after = (Document(render_page(each)).data()["basemap"]["borders"] for each in (as_it_is, decided))
    assert not set(before["unsettled"]) & set(after["border"])  # what was dashed is dashed or gone
    assert set(after["unsettled"]) - set(before["unsettled"])  # Bhutan with China
    assert set(before["unsettled"]) - set(after["unsettled"])  # India with Pakistan
    drawings = [picture(each, size="16:9", extent=(60, 8, 100, 38)).drawing for each in (as_it_is, decided)]
    was, now = ({(line.name, bool(line.style.dash)) for line in borders_of(each.shapes)} for each in drawings)
    dashed, solid = (("Border: India – Pakistan", dash) for dash in (True, False))
    assert {dashed, solid} <= was
    assert not {dashed, solid} & now
    assert ("Border: Bhutan – China", False) in was - now
    assert ("Border: Bhutan – China", True) in now


def borders_of(shapes: Iterable[Shape]) -> Iterator[Line]:
    """The borders among shapes and their groups."""
    for each in shapes:
        if isinstance(each, Group):
            yield from borders_of(each.shapes)
        elif isinstance(each, Line) and each.name.startswith("Border"):
            yield each


@pytest.mark.parametrize(
    "wrong",
    ["none", ["IN-PK"], [{"between": "India", "drawn": "none"}], [{"between": "IN-PK", "drawn": "dotted"}]],
)
def test_a_decision_that_cannot_be_read_costs_a_sentence_and_the_border_stays(wrong: object) -> None:
    odd = layer(feature(point(77.2, 28.6), countries=["IN"], regions=GONE), countries=["IN"], borders=wrong)
    assert any("borders" in str(problem) for problem in geo.check(odd))
    assert border_choices.of_members(odd.members) == ()


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
