"""What lies where: how exact the borders of the base map are taken to be."""

from __future__ import annotations

import pytest
import shapely

from geo.places import countries


def test_the_accuracy_allowed_for_is_that_of_the_border_with_the_neighbour_where_the_point_lies() -> None:
    known = countries.countries()
    kazakhstan = known.by_code["KZ"]
    tashkent, orenburg, ocean = (shapely.Point(at) for at in ((69.28, 41.31), (55.1, 51.77), (0, 0)))
    assert known.accuracy_m(kazakhstan, tashkent) == kazakhstan.accuracy_with_m["UZ"] <= 500
    assert known.accuracy_m(kazakhstan, orenburg) == kazakhstan.accuracy_with_m["RU"]
    assert known.accuracy_m(kazakhstan, ocean) == kazakhstan.accuracy_m >= max(kazakhstan.accuracy_with_m.values())


def test_a_point_a_kilometre_over_the_shared_border_is_found_and_one_within_its_accuracy_is_not() -> None:
    known = countries.countries()
    uzbekistan = known.by_code["UZ"]
    for point, outside in ((shapely.Point(68.637, 40.615), True), (shapely.Point(68.637, 40.598), False)):
        nearest = known.nearest(["UZ"], point)
        assert nearest is not None
        assert (nearest[0] > known.accuracy_m(uzbekistan, point)) is outside, nearest


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        *((69.28, 41.31, "UZ"), (76.9, 43.25, "KZ"), (51.17, 43.65, "KZ"), (75.99, 39.47, "CN"), (49.87, 40.4, "AZ")),
        (68.637, 40.598, None),  # nearer to the shared border than it is exact
        *((94.9, 36.4, "CN"), (32.8, 39.9, "TR"), (36.82, -1.29, "KE"), (-77.28, 1.21, "CO")),
        (52.2, 46.0, None),  # at sea
        *((36.47, 45.35, None), (41.02, 43.0, None), (37.8, 48.0, None), (-13.2, 27.15, None)),  # disputed
        (float("nan"), 41.0, None),
    ],
)
def test_a_position_tells_its_country_only_where_that_is_sure(lon: float, lat: float, code: str | None) -> None:
    assert countries.country_of(lon, lat) == code


@pytest.mark.parametrize(
    ("lon", "lat", "code", "judged"),
    [
        *((94.9, 36.4, "CN", True), (79.0, 35.5, "CN", False), (79.0, 35.5, "KZ", True)),  # Aksai Chin, claimed by two
        *((52.2, 46.0, "KZ", False), (52.2, 46.0, "UZ", True)),  # off the coast of the one, and not of the other
        *((76.9, 43.25, "CN", True), (69.28, 41.31, "KZ", True)),
    ],
)
def test_a_place_is_judged_only_where_the_base_map_knows_the_country(
    lon: float, lat: float, code: str, judged: bool
) -> None:
    assert countries.countries().can_judge([code], shapely.Point(lon, lat)) is judged
