"""The area in which a project lies whose place is known roughly: its region, or its disc without other countries."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import Polygon

from geo.io.package_data import data_path
from geo.io.shapes import parts_of_geojson, shapes_of
from geo.places import geodesics
from geo.places.countries import countries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

STEPS = 72
"""Points of a disc's edge."""

HALF_TURN = 180
"""Degrees of longitude that no disc spans which lies on one side of the date line."""


def disc(lon: float, lat: float, metres: float) -> Polygon:
    """All that is at most so many metres from a position in degrees, over the globe."""
    turns = np.arange(STEPS) * -360 / STEPS
    lons, lats = geodesics.destination(lon, lat, turns, metres)
    return Polygon(np.column_stack([lons, lats]))


@cache
def region_outlines() -> dict[str, BaseGeometry]:
    """The outlines of regions by code (ISO 3166-2), degrees of WGS 84: those whose borders have not changed since the
    source was drawn (data/README.md)."""
    features = json.loads(data_path("basemap/regions.geojson").read_bytes())["features"]
    outlines, _ = shapes_of(*parts_of_geojson([each["geometry"] for each in features]), len(features))
    return {each["properties"]["code"]: outline for each, outline in zip(features, outlines, strict=True)}


def region_area(regions: Sequence[str]) -> BaseGeometry | None:
    """The regions as one area, None when one of them has no outline."""
    outlines = region_outlines()
    if not regions or not all(code in outlines for code in regions):
        return None
    return shapely.union_all([outlines[code] for code in regions])


def disc_inside(lon: float, lat: float, metres: float, codes: Sequence[str]) -> BaseGeometry | None:
    """The disc of so many metres around a position without the countries that are not among the codes (ISO 3166-1).

    None where nothing is cut off: the whole disc, whatever the base map draws around it; and where the position itself
    would be cut off, for then it and the codes contradict each other.
    """
    whole = disc(lon, lat, metres)
    if whole.bounds[2] - whole.bounds[0] > HALF_TURN:  # over the date line or a pole
        return None
    known = countries()
    own = {part for code in codes if code in known.by_code for part in (code, *known.by_code[code].parts)} | set(codes)
    others = [area for code, area in known.touching(whole).items() if code not in own]
    if not codes or not others:
        return None
    rest = shapely.difference(whole, shapely.union_all(_near(others, whole)))
    return rest if shapely.intersects_xy(rest, lon, lat) else None


def _near(areas: Sequence[BaseGeometry], shape: BaseGeometry) -> Sequence[BaseGeometry]:
    """What of the areas lies around a shape: to unite whole countries takes thirty times as long as what is near."""
    west, south, east, north = shape.bounds
    margin = (north - south) / 10
    around = shapely.box(west - margin, south - margin, east + margin, north + margin)
    return [shapely.intersection(area, around) for area in areas]
