"""The data that coopmap ships: sound, canonical, and on a base map that the check can use."""

from __future__ import annotations

import pytest
from pyproj import Geod
from shapely import Point

import geo
from geo.model import geometry
from geo.places import countries as gazetteer


def test_the_shipped_layer_has_no_error_and_stands_in_canonical_form() -> None:
    layer = geo.read(geo.data_path("projects.geojson"))
    assert [str(problem) for problem in geo.check(layer) if problem.level == "error"] == []
    assert geo.text(layer) == geo.data_path("projects.geojson").read_text(encoding="utf-8")


def test_the_files_beside_it_have_no_error_and_stand_in_canonical_form() -> None:
    paths = geo.data_path("indicators.json"), geo.data_path("milestones.json")
    indicators, milestones = geo.read_indicators(paths[0]), geo.read_milestones(paths[1])
    found = geo.check_indicators(indicators) + geo.check_milestones(milestones)
    assert [str(problem) for problem in found if problem.level == "error"] == []
    assert geo.indicators_text(indicators) == paths[0].read_text(encoding="utf-8")
    assert geo.milestones_text(milestones) == paths[1].read_text(encoding="utf-8")


def test_the_base_map_knows_both_countries_whole_and_where_things_lie() -> None:
    countries = gazetteer.countries()
    places = {"Kostanay": (63.62, 53.21), "Tashkent": (69.28, 41.31), "Baikonur": (63.31, 45.63), "none": (0, 0)}
    found = {name: getattr(countries.at(*place), "code", None) for name, place in places.items()}
    assert found == {"Kostanay": "KZ", "Tashkent": "UZ", "Baikonur": "KZ", "none": None}


def test_metres_to_a_country_are_metres() -> None:
    kazakhstan = gazetteer.countries().by_code["KZ"]
    assert 10_000 < kazakhstan.distance_m(Point(69.28, 41.31)) < 25_000
    assert kazakhstan.distance_m(Point(71.43, 51.13)) == 0


def test_metres_between_two_points_agree_with_the_ellipsoid() -> None:
    tashkent, astana = (69.28, 41.31), (71.43, 51.13)
    *_, exact = Geod(ellps="WGS84").inv(*tashkent, *astana)
    assert geometry.distance_m(*tashkent, *astana) == pytest.approx(exact, rel=0.005)
