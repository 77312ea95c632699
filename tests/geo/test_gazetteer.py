"""What lies where: how exact the borders of the base map are taken to be."""

from __future__ import annotations

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
