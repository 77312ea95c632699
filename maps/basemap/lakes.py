"""The names of the world's large lakes, each at a point well inside its lake (data/basemap/world/lakes.json)."""

from __future__ import annotations

import json
import math
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import shapely

from geo.io.package_data import data_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

SEEN_AT = 50
"""About how many pixels wide a lake is when it is named."""
FIRST_ZOOM, ZOOM_PER_RANK = 3, 0.7
"""The zoom at which rank 0 is named, and how many more zooms each further rank takes, as the page has it."""
PIXELS_PER_DEGREE = 256 / 360
"""Of a web map at zoom 0."""


class Lake(NamedTuple):
    """A lake that has a name."""

    label: tuple[float, float]
    """Where its name stands, in degrees."""
    across: float
    """Degrees that it is wide, or half of what it is long from north to south."""
    names: Mapping[str, str]
    """name_en and so on: what sources call it in each language."""

    @property
    def rank(self) -> float:
        """The lowest is named first, as soon as the lake is large enough for it."""
        zoom = math.log2(SEEN_AT / (PIXELS_PER_DEGREE * self.across))
        return round(max(1.0, (zoom - FIRST_ZOOM) / ZOOM_PER_RANK), 1)


@cache
def lakes() -> tuple[Lake, ...]:
    """All lakes with a name, the widest first."""
    rows = json.loads(data_path("basemap/world/lakes.json").read_text(encoding="utf-8"))
    return tuple(
        Lake(
            (row["label"][0], row["label"][1]),
            row["across"],
            {key: name for key, name in row.items() if key.startswith("name_")},
        )
        for row in rows
    )


def lakes_in(water: BaseGeometry) -> list[Lake]:
    """The named lakes that a water is: Michigan and Huron are one, most waters are one or none."""
    west, south, east, north = water.bounds
    near = (lake for lake in lakes() if west <= lake.label[0] <= east and south <= lake.label[1] <= north)
    return [lake for lake in near if shapely.intersects_xy(water, *lake.label)]
