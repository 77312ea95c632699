"""Whether a position lies at sea or on a lake, by the base map's coasts and waters."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

import shapely

from geo.errors import ReadError
from geo.io import files
from geo.io.package_data import data_path

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


def on_water(lon: float, lat: float) -> bool:
    """Whether a position in degrees lies in the base map's seas and lakes. Raises ReadError when its files are broken.

    False beyond the base map, where it draws no coast.
    """
    here = shapely.points(lon, lat)
    land, inland = _areas("land"), _areas("water")
    west, south, east, north = shapely.total_bounds(land)
    drawn = west < lon < east and south < lat < north
    return bool(shapely.intersects(inland, here).any() or (drawn and not shapely.intersects(land, here).any()))


@lru_cache(maxsize=2)
def _areas(name: str) -> list[BaseGeometry]:
    path = data_path(f"basemap/{name}.geojson")
    value = files.read_json(path)
    try:
        areas = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in value["features"]]
    except (KeyError, TypeError, ValueError, shapely.errors.ShapelyError):
        raise ReadError(str(path), "is no base map: its features need areas.") from None
    shapely.prepare(areas)
    return areas
