"""The packed base map says what the files say, in little room."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from itertools import pairwise
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from maps.basemap import packed_layers

LANGUAGES = ("en", "ru", "uz", "kk")
HALF_A_UNIT = 0.5 / packed_layers.SCALE + 1e-9

degrees = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@pytest.fixture(scope="module")
def packed() -> dict[str, object]:
    """The form for the page, as it comes out of the page's JSON."""
    return json.loads(json.dumps(packed_layers.for_page()))  # type: ignore[no-any-return]


def test_it_fits_the_page() -> None:
    text = json.dumps(packed_layers.for_page(), separators=(",", ":"), ensure_ascii=False)
    assert len(text.encode()) <= 110_000


@given(st.lists(degrees, min_size=1, max_size=40))
def test_a_packed_line_keeps_every_point_within_half_a_unit(points: list[tuple[float, float]]) -> None:
    unpacked = packed_layers.unpack(packed_layers.pack(points))
    assert len(unpacked) <= len(points)
    for x, y in points:
        assert any(abs(x - u) <= HALF_A_UNIT and abs(y - v) <= HALF_A_UNIT for u, v in unpacked)
    for before, after in pairwise(unpacked):
        assert before != after


@given(st.lists(degrees, min_size=1, max_size=40))
def test_packing_what_was_unpacked_changes_nothing(points: list[tuple[float, float]]) -> None:
    packed = packed_layers.pack(points)
    assert packed_layers.pack(packed_layers.unpack(packed)) == packed


@pytest.mark.parametrize("layer", ["land", "water"])
def test_areas_come_back_as_they_lie_in_the_files(layer: str) -> None:
    for each in getattr(packed_layers.load(), layer):
        wanted = shape(each["geometry"])
        # Rings are filled by the even-odd rule: holes are what two rings cover.
        got = shapely.Polygon()
        for ring in packed_layers.rings([each]):
            got = shapely.symmetric_difference(got, shapely.Polygon(packed_layers.unpack(ring)))
        assert shapely.symmetric_difference(wanted, got).area <= HALF_A_UNIT * wanted.length


def test_no_ring_is_empty_or_a_sliver(packed: dict[str, list[dict[str, list[str]]]]) -> None:
    rings = [*packed["land"], *(ring for each in packed["water"] for ring in each["rings"])]
    for ring in rings:
        polygon = shapely.Polygon(packed_layers.unpack(ring))  # type: ignore[arg-type]
        assert polygon.is_valid
        assert polygon.area > 0.002, "too small to be seen"
        assert polygon.area / polygon.length > 0.005, "too thin to be seen"


@pytest.mark.parametrize("focus", [("KZ", "UZ"), ("KG", "TJ"), ("TM",)])
def test_countries_come_back_from_the_borders_that_they_are_made_of(focus: tuple[str, ...]) -> None:
    ground = packed_layers.for_page(focus=focus)
    plain = {each["properties"]["code"]: shape(each["geometry"]) for each in packed_layers.load().countries}
    for country in (each for each in ground["countries"] if "rings" in each):
        got = shapely.Polygon()
        for ring in country["rings"]:
            got = shapely.symmetric_difference(got, shapely.Polygon(packed_layers.outline(ground, ring)))
        wanted = plain[country["code"]]
        assert shapely.symmetric_difference(wanted, got).area <= HALF_A_UNIT * wanted.length
    loose = [piece for each in ground["countries"] for ring in each.get("rings", []) for piece in ring]
    assert sum(len(piece) for piece in loose if isinstance(piece, str)) < 4000, "borders stand once"


def test_no_country_has_a_ring_that_is_a_sliver() -> None:
    ground = packed_layers.for_page()
    for ring in (ring for each in ground["countries"] for ring in each.get("rings", [])):
        polygon = shapely.Polygon(packed_layers.outline(ground, ring))
        assert polygon.is_valid
        assert polygon.area > 0.00005, "smaller than the enclaves that are kept"
        assert 4 * math.pi * polygon.area / polygon.length**2 > 0.05, "too thin for an area"


def test_rings_are_open_and_lines_have_two_points(packed: dict[str, list[dict[str, list[str]]]]) -> None:
    for ring in (ring for each in packed["water"] for ring in each["rings"]):
        points = packed_layers.unpack(ring)
        assert len(points) >= 3
        assert points[0] != points[-1]
    assert all(len(packed_layers.unpack(line)) >= 2 for each in packed["rivers"] for line in each["lines"])


def test_features_that_shrink_to_nothing_are_dropped() -> None:
    speck = [[[60.0, 40.0], [60.0001, 40.0], [60.0001, 40.0001], [60.0, 40.0]]]
    assert packed_layers.rings([{"geometry": {"type": "Polygon", "coordinates": speck}, "properties": {}}]) == []
    assert (
        packed_layers.lines([{"geometry": {"type": "LineString", "coordinates": speck[0][:2]}, "properties": {}}]) == []
    )


def test_only_the_layers_own_countries_have_an_area() -> None:
    both = packed_layers.for_page()["countries"]
    assert [each["code"] for each in both if "rings" in each] == ["KZ", "UZ"]
    other = packed_layers.for_page(focus=["KG", "TJ"])
    assert [each["code"] for each in other["countries"] if "rings" in each] == ["KG", "TJ"]
    assert other["borders"]["shared"]
    assert all(len(each["label"]) == 2 for each in both)


def test_borders_between_the_layers_countries_stand_apart() -> None:
    plain = packed_layers.load().borders
    wanted = [each for each in plain if set(each["properties"]["countries"]) == {"KZ", "UZ"}]
    assert packed_layers.for_page()["borders"]["shared"] == packed_layers.lines(wanted)


@pytest.mark.parametrize("layer", ["countries", "places"])
def test_every_label_has_four_names(layer: str) -> None:
    for feature in getattr(packed_layers.load(), layer):
        names: dict[str, Any] = {**feature["properties"]}
        assert all(names[f"name_{tag}"] for tag in LANGUAGES)
    page: dict[str, Any] = {**packed_layers.for_page()}
    for each in page[layer]:  # where a name is that of the first language, it stands once
        assert LANGUAGES[0] in each["name"]
        assert set(each["name"]) <= set(LANGUAGES)
        assert all(each["name"].values())


def test_only_the_languages_asked_for_travel() -> None:
    page: dict[str, Any] = {**packed_layers.for_page(languages=["ru"])}
    assert {tuple(each["name"]) for each in [*page["countries"], *page["places"]]} == {("ru",)}


def test_the_bounds_cover_what_a_phone_and_a_wide_window_see_at_first() -> None:
    west, south, east, north = packed_layers.for_page()["bounds"]
    assert west <= 25
    assert south <= 5
    assert east >= 110
    assert north >= 70


def test_two_runs_say_the_same() -> None:
    assert json.dumps(packed_layers.for_page()) == json.dumps(packed_layers.for_page())


def test_importing_it_loads_no_geometry_library() -> None:
    heavy = "{'shapely', 'numpy', 'geopandas', 'pyproj', 'folium'}"
    code = f"import sys, maps.basemap.packed_layers; print(sorted({heavy} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
