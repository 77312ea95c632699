"""Shortest ways over the globe are those of PROJ."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.places import geodesics

EARTH = Geod(ellps="WGS84")
PLACES = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(PLACES, PLACES)
def test_the_shortest_way_is_as_long_as_that_of_proj_and_ends_where_it_leads(
    start: tuple[float, float], end: tuple[float, float]
):
    azimuth, metres = geodesics.way(*start, *end)
    assert metres == pytest.approx(EARTH.inv(*start, *end)[2], abs=0.001)
    reached = geodesics.destination(*start, azimuth, metres)
    assert EARTH.inv(*end, *reached)[2] == pytest.approx(0, abs=0.01)


@given(PLACES, st.floats(-180, 180), st.floats(0, 20_000_000))
def test_a_way_ends_where_that_of_proj_ends(start: tuple[float, float], azimuth: float, metres: float):
    reached = geodesics.destination(*start, azimuth, metres)
    assert EARTH.inv(*reached, *EARTH.fwd(*start, azimuth, metres)[:2])[2] == pytest.approx(0, abs=0.001)


def test_several_ways_are_found_at_once_also_one_between_opposite_places():
    starts, ends = np.array([(10.0, 179.0, 0.0), (50.0, -20.0, 0.0)]), np.array([(15, -177, 179.9), (51, -20, 0.1)])
    azimuths, metres = geodesics.way(*starts, *ends)
    assert metres == pytest.approx(EARTH.inv(*starts, *ends)[2], abs=0.001)
    assert np.transpose(geodesics.destination(starts[0], starts[1], azimuths, metres)) == pytest.approx(
        ends.T, abs=1e-6
    )
