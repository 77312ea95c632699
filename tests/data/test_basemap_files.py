"""The base map's files are true of the world, as far as that can be said without the sources."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod
from shapely.geometry import shape

from geo.io.package_data import DATA, data_path
from geo.places.world_shapes import polygons, world_shapes
from maps.basemap.lakes import lakes

LANGUAGES = ("en", "ru", "uz", "kk")
EARTH = Geod(ellps="WGS84")
CENTRAL_ASIA = {"KZ", "UZ", "KG", "TJ", "TM"}
# Land borders south of 37 N on which both neighbours agree.
UNDISPUTED_IN_THE_SOUTH = {
    frozenset(pair.split("-"))
    for pair in ("AF-TM", "AF-TJ", "AF-IR", "IR-TM", "IR-TR", "AZ-IR", "AM-IR", "GE-TR", "AF-UZ", "AF-CN")
}

Feature = dict[str, Any]


def features(name: str) -> list[Feature]:
    found: list[Feature] = json.loads(data_path(f"basemap/{name}.geojson").read_text(encoding="utf-8"))["features"]
    return found


def areas() -> dict[str, Any]:
    return {each["properties"]["code"]: shape(each["geometry"]) for each in features("countries")}


def square_kilometres(geometry: Any) -> float:
    return float(abs(EARTH.geometry_area_perimeter(geometry)[0]) / 1e6)


def named(layer: str, name: str) -> Any:
    return next(shape(each["geometry"]) for each in features(layer) if each["properties"].get("name_en") == name)


def place(name: str) -> Feature:
    return next(each for each in features("places") if each["properties"]["name_en"] == name)


@pytest.mark.parametrize("layer", ["land", "countries", "borders", "water", "rivers", "places", "regions"])
def test_every_shape_is_valid_and_lies_in_what_the_page_can_show(layer: str) -> None:
    for each in features(layer):
        geometry = shape(each["geometry"])
        assert geometry.is_valid, (each["properties"], shapely.is_valid_reason(geometry))
        assert not geometry.is_empty
        assert shapely.box(0, 0, 140, 78).covers(geometry)


@pytest.mark.parametrize("layer", ["countries", "places"])
def test_every_country_and_place_has_four_names(layer: str) -> None:
    for each in features(layer):
        assert all(each["properties"].get(f"name_{language}") for language in LANGUAGES), each["properties"]


@pytest.mark.parametrize("layer", ["water", "rivers"])
def test_a_named_water_has_all_four_names(layer: str) -> None:
    for each in features(layer):
        assert sum(f"name_{language}" in each["properties"] for language in LANGUAGES) in {0, 4}


def test_uzbek_names_are_latin_with_the_right_apostrophes_and_kazakh_names_cyrillic() -> None:
    for layer in ("countries", "water", "rivers", "places"):
        for each in features(layer):
            uzbek, kazakh = each["properties"].get("name_uz", ""), each["properties"].get("name_kk", "")
            assert not any(mark in uzbek for mark in "'`‘’"), uzbek
            assert not any("Ѐ" <= letter <= "ӿ" for letter in uzbek), uzbek
            assert not any("A" <= letter <= "z" for letter in kazakh), kazakh


def test_the_names_are_those_that_are_kept_by_hand() -> None:
    source = DATA / "basemap" / "names.json"
    if not source.exists():
        pytest.skip("names.json stays in the checkout")
    kept = json.loads(source.read_text(encoding="utf-8"))
    for layer in ("countries", "places", "water"):
        written = [each["properties"] for each in features(layer) if "name_en" in each["properties"]]
        assert [
            {key: value for key, value in entry.items() if key in properties}
            for entry, properties in zip(kept[layer], written, strict=True)
        ] == [
            {key: value for key, value in properties.items() if key in entry}
            for entry, properties in zip(kept[layer], written, strict=True)
        ]
        assert all(
            set(entry) - set(properties) <= {"at", "within", "natural_earth"}
            for entry, properties in zip(kept[layer], written, strict=True)
        )


def test_every_named_lake_of_the_world_stands_in_a_water_and_has_texts_for_names() -> None:
    ways, rings = world_shapes().lakes
    chosen = [(ring, bool(hole)) for ring, hole in enumerate(rings.hole)]
    waters = list(polygons(ways, rings, chosen, np.full(len(ways.first), 1)))
    every = lakes()
    points = shapely.points([lake.label for lake in every])
    dry = set(range(len(every))) - set(shapely.STRtree(waters).query(points, predicate="intersects")[0].tolist())
    assert not [every[number].names["name_en"] for number in sorted(dry)]
    assert len({lake.names["name_en"] for lake in every}) == len(every) > 200
    for lake in every:
        assert all(name == name.strip() != "" and "<" not in name for name in lake.names.values()), lake
        assert 0.3 < lake.across < 10
        assert lake.rank >= 1


def test_every_place_lies_in_its_country() -> None:
    countries = areas()
    for each in features("places"):
        code, point = each["properties"]["country"], shape(each["geometry"])
        reach = 0 if code in CENTRAL_ASIA else 3_000
        near = shapely.shortest_line(point, countries[code])
        assert EARTH.geometry_length(near) <= reach, each["properties"]["name_en"]


def test_labels_of_countries_lie_in_them() -> None:
    countries = areas()
    for each in features("countries"):
        if each["properties"]["code"] != "TR":
            assert countries[each["properties"]["code"]].contains(shapely.Point(each["properties"]["label"]))


def test_baikonur_is_in_kazakhstan_and_leaves_no_hole_there() -> None:
    kazakhstan = areas()["KZ"]
    assert kazakhstan.contains(shape(place("Baikonur")["geometry"]))
    assert not any(part.interiors for part in kazakhstan.geoms)


def test_neighbours_share_their_borders_without_gap_or_overlap() -> None:
    assert shapely.coverage_is_valid(list(areas().values()))


@pytest.mark.parametrize(
    ("code", "published"),  # Turkmenistan with the bay of Kara-Bogaz-Gol, over which water is painted
    [("KZ", 2_724_900), ("UZ", 448_900), ("KG", 199_900), ("TJ", 142_600), ("TM", 491_200)],
)
def test_countries_of_central_asia_are_whole(code: str, published: int) -> None:
    assert square_kilometres(areas()[code]) == pytest.approx(published, rel=0.01)


def shared_border() -> Any:
    (found,) = [each for each in features("borders") if each["properties"]["kind"] == "shared"]
    return shape(found["geometry"])


def metres_from_the_shared_border(longitude: float, latitude: float) -> float:
    return float(EARTH.geometry_length(shapely.shortest_line(shapely.Point(longitude, latitude), shared_border())))


def test_the_shared_border_is_one_line_of_about_its_published_length_and_one_exclave() -> None:
    longest, *others = sorted(shared_border().geoms, key=EARTH.geometry_length, reverse=True)
    # 2,330 to 2,351 km are published.
    assert EARTH.geometry_length(longest) == pytest.approx(2_340_000, rel=0.02)
    assert [other.is_closed for other in others] == [True], "Kazakhstan's exclave at the dam of Arnasay"
    assert others[0].centroid.distance(shapely.Point(68.005, 41.029)) < 0.02


def test_the_industrial_centre_lies_on_the_line() -> None:
    layer = json.loads(data_path("projects.geojson").read_text(encoding="utf-8"))["features"]
    centre = next(each["geometry"]["coordinates"] for each in layer if each["id"] == "icic-central-asia")
    assert metres_from_the_shared_border(*centre) < 200


@pytest.mark.parametrize(
    ("name", "code", "longitude", "latitude", "metres"),  # GeoNames' points; metres is how far the border is at least
    [
        ("Saryagash", "KZ", 69.16791, 41.46042, 1_000),
        ("Zhibek Zholy", "KZ", 69.36497, 41.4759, 300),
        ("Abay", "KZ", 68.9504, 41.34682, 5_000),
        ("Myrzakent", "KZ", 68.5451, 40.66338, 5_000),
        ("Beyneu", "KZ", 55.2, 45.31667, 60_000),
        ("Chinoz", "UZ", 68.76128, 40.93633, 4_000),
        ("Guliston", "UZ", 68.77542, 40.49536, 10_000),
        ("Karakalpakiya", "UZ", 56.08333, 44.75, 5_000),
        ("Tashkent", "UZ", 69.28, 41.31, 8_000),
    ],
)
def test_towns_near_the_shared_border_lie_on_their_side(
    name: str, code: str, longitude: float, latitude: float, metres: int
) -> None:
    holders = [holder for holder, area in areas().items() if area.contains(shapely.Point(longitude, latitude))]
    assert holders == [code], name
    assert metres_from_the_shared_border(longitude, latitude) > metres


@pytest.mark.parametrize(
    ("name", "code", "around", "longitude", "latitude"),
    [
        ("Sokh", "UZ", "KG", 71.10, 40.02),
        ("Shohimardon", "UZ", "KG", 71.79, 39.97),
        ("Chon-Gara", "UZ", "KG", 71.036, 40.244),
        ("Jangail", "UZ", "KG", 71.665, 40.203),
        ("Vorukh", "TJ", "KG", 70.63, 39.84),
        ("Sarvan", "TJ", "UZ", 70.62, 40.96),
        ("Barak", "KG", "UZ", 72.767, 40.669),
    ],
)
def test_the_enclaves_of_fergana_are_parts_of_their_own_in_a_hole_of_their_neighbour(
    name: str, code: str, around: str, longitude: float, latitude: float
) -> None:
    point, countries = shapely.Point(longitude, latitude), areas()
    (own,) = [part for part in countries[code].geoms if part.contains(point)]
    assert own.area < 0.05, name
    holes = [shapely.Polygon(ring) for part in countries[around].geoms for ring in part.interiors]
    assert any(hole.equals(own) for hole in holes)


def test_the_shared_border_is_stated_to_be_exact_within_half_a_kilometre_from_both_sides() -> None:
    stated = {each["properties"]["code"]: each["properties"] for each in features("countries")}
    assert stated["KZ"]["accuracy_with_m"]["UZ"] == stated["UZ"]["accuracy_with_m"]["KZ"] <= 500
    for properties in stated.values():
        assert properties["accuracy_m"] == max(properties["accuracy_with_m"].values())
        for other, metres in properties["accuracy_with_m"].items():
            assert stated[other]["accuracy_with_m"][properties["code"]] == metres


def test_regions_lie_in_their_country_beside_each_other_and_hold_their_towns() -> None:
    regions = {each["properties"]["code"]: shape(each["geometry"]) for each in features("regions")}
    for code, area in regions.items():
        outside = shapely.difference(area, areas()[code[:2]].buffer(0.05))
        assert square_kilometres(outside) < 1, code
        for other, neighbour in regions.items():
            if other != code and other[:2] == code[:2]:
                assert square_kilometres(shapely.intersection(area, neighbour)) < 1, (code, other)
    towns = json.loads(data_path("gazetteer/places.json").read_text(encoding="utf-8"))["places"]
    astray = [
        town["name"]
        for town in towns
        if town["kind"] == "town" and town.get("region") in regions and not holds(regions[town["region"]], town["at"])
    ]
    # Of some 500 towns: beside the limits of a city that has grown, and where a source names another region.
    assert len(astray) <= 5, astray


def holds(area: Any, at: list[float]) -> bool:
    """Whether a position lies in an area or at most some 3 km, which simplifying moved its edge by, beside it."""
    return bool(shapely.dwithin(area, shapely.Point(at), 0.03))


def test_no_disputed_border_is_drawn() -> None:
    south = shapely.box(0, 0, 180, 36.99)
    for each in features("borders"):
        pair = frozenset(each["properties"]["countries"])
        assert pair <= set(areas()), "a border with a country that is not named"
        if shape(each["geometry"]).intersects(south):
            assert pair in UNDISPUTED_IN_THE_SOUTH, sorted(pair)
        assert pair != {"GE", "RU"}, "Abkhazia and South Ossetia"


def test_each_border_is_drawn_once() -> None:
    pairs = [tuple(each["properties"]["countries"]) for each in features("borders")]
    assert len(pairs) == len(set(pairs))
    edges = [
        frozenset((tuple(a), tuple(b)))
        for each in features("borders")
        for line in each["geometry"]["coordinates"]
        for a, b in pairwise(line)
    ]
    assert len(edges) == len(set(edges))


def test_the_aral_sea_is_todays() -> None:
    aral = named("water", "Aral Sea")
    assert 6_000 < square_kilometres(aral) < 20_000
    assert not aral.covers(shapely.Point(59.5, 44.0)), "the old southern basin is dry"
    assert aral.covers(shapely.Point(58.5, 45.0)), "the western basin"


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("Caspian Sea", 386_000),
        ("Lake Balkhash", 17_000),
        ("Lake Issyk-Kul", 6_240),
        ("Lake Aydarkul", 3_500),
        ("Lake Sarygamysh", 4_000),
        ("Lake Alakol", 2_650),
        ("Kapchagay Reservoir", 1_200),
        ("Lake Zaysan", 5_000),
    ],
)
def test_great_waters_are_present_in_about_their_size(name: str, published: float) -> None:
    assert square_kilometres(named("water", name)) == pytest.approx(published, rel=0.35)


def test_land_lies_under_every_water_and_country_so_that_no_gap_shows() -> None:
    land = shape(features("land")[0]["geometry"])
    countries = areas()
    for name in ("Caspian Sea", "Aral Sea", "Lake Balkhash"):
        assert land.covers(named("water", name))
    assert all(land.covers(countries[code]) for code in CENTRAL_ASIA)


def test_kazakhstan_reaches_todays_caspian() -> None:
    dry_since_natural_earth = shapely.Point(53.15, 46.0)
    caspian, kazakhstan = named("water", "Caspian Sea"), areas()["KZ"]
    assert kazakhstan.contains(dry_since_natural_earth) or caspian.contains(dry_since_natural_earth)
    coast = shapely.intersection(caspian.boundary, shapely.box(50.5, 44.6, 54, 47.5))
    assert shapely.intersection(coast, kazakhstan).length > 0.95 * coast.length - 0.3


def test_tashkent_is_at_its_usual_centre_and_says_so() -> None:
    tashkent = place("Tashkent")
    assert tashkent["geometry"]["coordinates"] == [69.28, 41.31]
    assert "GeoNames" in tashkent["properties"]["note"]


def test_uchquduq_is_the_mining_town_and_not_geonames_misplaced_one() -> None:
    uchquduq = place("Uchquduq")
    assert uchquduq["properties"]["geonames"] == 1538231
    assert uchquduq["geometry"]["coordinates"] == pytest.approx([63.552, 42.150], abs=0.001)


def test_places_have_unique_numbers_a_rank_and_no_alias_that_is_a_name_already() -> None:
    numbers = [each["properties"]["geonames"] for each in features("places")]
    assert len(numbers) == len(set(numbers))
    for each in features("places"):
        properties = each["properties"]
        assert properties["rank"] in range(1, 6)
        assert properties["capital"] in {"country", "region", None}
        assert not set(properties["aliases"]) & {properties[f"name_{language}"] for language in LANGUAGES}
        assert properties.get("region", properties["country"])[:2] == properties["country"]


def test_every_region_of_both_countries_has_its_centre_among_the_places() -> None:
    centres = [each["properties"] for each in features("places") if each["properties"]["capital"]]
    regions = {each["region"] for each in centres if each["country"] in {"KZ", "UZ"}}
    kazakh = {f"KZ-{n}" for n in (10, 11, 15, 19, 23, 27, 31, 33, 35, 39, 43, 47, 55, 59, 61, 62, 63, 71, 75, 79)}
    uzbek = {f"UZ-{n}" for n in ("AN", "BU", "FA", "JI", "NG", "NW", "QA", "QR", "SA", "SI", "SU", "TK", "TO", "XO")}
    assert regions == kazakh | uzbek


def test_the_only_code_beside_the_data_are_the_scripts_that_rebuild_it() -> None:
    if (DATA / "__init__.py").exists() or DATA.parent.name == "geo":
        pytest.skip("an installed copy")
    code = [path.relative_to(DATA) for path in Path(DATA).rglob("*") if path.suffix in {".py", ".js", ".sh", ".ipynb"}]
    scripts = {path.name for path in code if path.parent.name != "basemap_parts"}
    assert scripts == {"publish_schema.py", "rebuild_basemap.py", "rebuild_gazetteer.py", "rebuild_messages.py"}
