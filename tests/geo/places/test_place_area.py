"""Where a place may lie that is known roughly."""

from __future__ import annotations

import json

import pytest
import shapely
from pyproj import Geod

from geo.io.package_data import data_path
from geo.places import place_area
from geo.places.countries import countries

EARTH = Geod(ellps="WGS84")
SHIPPED = json.loads(data_path("projects.geojson").read_text(encoding="utf-8"))["features"]
KNOWN_BY_REGION = [each["properties"] | each for each in SHIPPED if each["properties"].get("precision") == "region"]


def test_a_disc_is_as_wide_as_it_says():
    edge = shapely.get_coordinates(place_area.disc(69.3, 41.0, 50_000))
    metres = [EARTH.inv(69.3, 41.0, *position)[2] for position in edge]
    assert metres == pytest.approx([50_000] * len(edge), abs=1)


def test_a_disc_leaves_out_the_countries_that_a_project_is_not_in():
    kept = place_area.disc_inside(69.3, 41.0, 50_000, ["UZ"])
    assert kept is not None
    for code in ("KZ", "TJ"):
        area = countries().by_code[code].area
        assert shapely.intersects(area, place_area.disc(69.3, 41.0, 50_000))
        assert shapely.intersection(kept, area).area == pytest.approx(0, abs=1e-9)
    both = place_area.disc_inside(69.3, 41.0, 50_000, ["UZ", "KZ"])
    assert both is not None
    assert both.area > kept.area


def test_a_disc_stays_whole_inside_its_country_out_at_sea_and_where_codes_and_position_contradict_each_other():
    assert place_area.disc_inside(63.6, 42.2, 50_000, ["UZ"]) is None
    assert place_area.disc_inside(50.6, 42.0, 10_000, ["KZ"]) is None
    assert place_area.disc_inside(69.3, 41.0, 50_000, ["KZ"]) is None
    assert place_area.disc_inside(69.3, 41.0, 50_000, []) is None
    assert place_area.disc_inside(179.99, 66.0, 50_000, ["RU"]) is None


def test_regions_are_one_area_and_none_when_one_has_no_outline():
    both = place_area.region_area(["UZ-TO", "UZ-SI"])
    assert both is not None
    assert shapely.contains_xy(both, [69.36, 68.67], [41.03, 40.49]).all()
    assert place_area.region_area(["UZ-TO", "UZ-TK"]) is None
    assert place_area.region_area([]) is None


@pytest.mark.parametrize("project", KNOWN_BY_REGION, ids=lambda project: project["id"])
def test_what_a_shipped_region_is_said_to_be_off_reaches_all_of_it(project: dict[str, object]):
    area = place_area.region_area(project["regions"])  # type: ignore[arg-type]
    longitude, latitude = project["geometry"]["coordinates"]  # type: ignore[index]
    assert area is not None
    assert shapely.contains_xy(area, longitude, latitude)
    farthest = max(EARTH.inv(longitude, latitude, *position)[2] for position in shapely.get_coordinates(area))
    assert farthest <= project["uncertainty_m"] <= farthest + 10_000
