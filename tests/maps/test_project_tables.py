"""What a page learns of its projects by columns."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps.basemap import world
from maps.project_tables import ProjectTable, corners

PLACES = st.tuples(st.floats(-180, 180), st.floats(-85, 85))


@given(st.lists(PLACES, max_size=12))
def test_the_corners_of_places_ask_for_the_view_that_all_of_them_ask_for(places: list[tuple[float, float]]):
    """Over the date line too, which the outermost two corners alone would hide."""
    shapes = np.array([*map(shapely.Point, places), None], dtype=object)
    table = ProjectTable([str(number) for number in range(len(shapes))], {}, shapes)
    assert world.view_of((), corners(table)) == world.view_of((), places)
