"""What lies where, without a network: the countries of the base map and the known traps of gazetteers."""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.errors import ReadError
from geo.io import files
from geo.io.package_data import data_path
from geo.model.geometry import distance_m

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

EDGE = 0.01
"""Degrees from the base map's edge within which a country counts as cut off there."""

STRAIGHT = 1.0
"""Degrees along a side of the box around a country from which its outline there is a cut; no border is so straight."""

TRAPS: Mapping[int, str] = {
    1512506: "this Uchkuduk is misplaced (41.05 N, 62.78 E); the mining town is record 1538231, at 42.150 N, 63.552 E",
    1517471: "this Atameken is a village near the Chinese border, not the checkpoint near Tashkent",
}
"""GeoNames records that have misled, and why."""

TRAP_POINTS: Mapping[tuple[float, float], str] = {
    (69.216, 41.265): "GeoNames' point for Tashkent lies south-west of the usual centre, about [69.28, 41.31]",
}
"""Positions (longitude, latitude) that gazetteers give and that have misled, and why."""

TRAP_M = 500
"""Metres from such a position within which it is taken to be the one."""


def trap_at(lon: float, lat: float) -> str | None:
    """Why a position in degrees is a known trap, or None."""
    near = (why for (x, y), why in TRAP_POINTS.items() if abs(lat - y) < 1 and distance_m(lon, lat, x, y) < TRAP_M)
    return next(near, None)


@dataclass(frozen=True)
class Country:
    """A country of the base map."""

    code: str
    """ISO 3166-1 alpha-2."""
    name: str
    """The English name."""
    area: BaseGeometry
    """What of it the base map draws, degrees of WGS 84."""
    accuracy_m: float
    """How far its border may be off, in metres."""
    cut: bool
    """Whether it goes on beyond what is drawn."""
    accuracy_with_m: Mapping[str, float] = field(default_factory=dict)
    """The same as accuracy_m for its border with a neighbour, by code."""

    def distance_m(self, shape: BaseGeometry) -> float:
        """Metres from the nearest part of a shape (WGS 84, degrees) to the country; 0 when they touch."""
        if shapely.intersects(self.area, shape):
            return 0.0
        (x1, y1), (x2, y2) = self._shortest_way(shape)
        return distance_m(x1, y1, x2, y2)

    def may_go_on_to(self, shape: BaseGeometry) -> bool:
        """Whether the country, being cut, may hold a shape that lies outside what is drawn of it: what of the drawn
        area is nearest to the shape is no border but a cut."""
        if not self.cut or shapely.intersects(self.area, shape):
            return False
        nearest = shapely.points(self._shortest_way(shape)[0])
        return bool(shapely.dwithin(self._cuts, nearest, EDGE))

    @cached_property
    def _cuts(self) -> BaseGeometry:
        """What of the outline runs straight along the sides of the box around it."""
        west, south, east, north = self.area.bounds
        corners = [(west, south), (west, north), (east, north), (east, south), (west, south)]
        sides = [shapely.LineString(side).buffer(EDGE) for side in itertools.pairwise(corners)]
        along = [shapely.intersection(self.area.boundary, side) for side in sides]
        return shapely.union_all([part for part in along if part.length > STRAIGHT])

    def _shortest_way(self, shape: BaseGeometry) -> list[tuple[float, float]]:
        """From the country to a shape: (longitude, latitude) at either end."""
        narrow = math.cos(math.radians(shape.centroid.y))
        flat = [shapely.transform(part, lambda xy: xy * [narrow, 1]) for part in (self.area, shape)]
        return [(x / narrow, y) for x, y in shapely.get_coordinates(shapely.shortest_line(*flat)).tolist()]


class Countries:
    """The countries of a base map by code."""

    def __init__(self, countries: Iterable[Country]) -> None:
        self.by_code = {country.code: country for country in countries}
        self._list = list(self.by_code.values())
        for country in self._list:
            shapely.prepare(country.area)

    def at(self, lon: float, lat: float) -> Country | None:
        """The country at a position in degrees, or None outside all of them."""
        here = shapely.points(lon, lat)
        return next((country for country in self._list if shapely.intersects(country.area, here)), None)

    def accuracy_m(self, country: Country, shape: BaseGeometry) -> float:
        """How far, in metres, the border between a country and the neighbour in which a shape lies may be off."""
        inside = shape.representative_point()
        there = self.at(inside.x, inside.y)
        return country.accuracy_with_m.get(there.code, country.accuracy_m) if there else country.accuracy_m

    def can_judge(self, codes: Iterable[str], shape: BaseGeometry) -> bool:
        """Whether the base map knows all of the countries well enough to say that a shape lies in none of them."""
        inside = shape.representative_point()
        elsewhere = self.at(inside.x, inside.y) is not None
        listed = [self.by_code.get(code) for code in codes]
        return all(country is not None and (elsewhere or not country.may_go_on_to(shape)) for country in listed)

    def nearest(self, codes: Iterable[str], shape: BaseGeometry) -> tuple[float, Country] | None:
        """(metres to it, country) for the nearest of the countries, accuracy of borders allowed for; None for none."""
        found = [self.by_code[code] for code in codes if code in self.by_code]
        for country in found:
            if shapely.intersects(country.area, shape):
                return 0.0, country
        gaps = [(country.distance_m(shape), country) for country in found]
        return min(gaps, key=lambda gap: gap[0] - self.accuracy_m(gap[1], shape), default=None)


def read_countries(path: Path) -> Countries:
    """The countries of a file: polygons with code, name_en, accuracy_m and accuracy_with_m. Raises ReadError."""
    value = files.read_json(path)
    try:
        features = [feature for feature in value["features"] if feature["geometry"]]
        areas = [shapely.from_geojson(_json(feature["geometry"])) for feature in features]
        west, south, east, north = shapely.total_bounds(np.array(areas))
        edge = shapely.box(west + EDGE, south + EDGE, east - EDGE, north - EDGE)
        return Countries(
            _country(feature["properties"], area, edge) for feature, area in zip(features, areas, strict=True)
        )
    except (KeyError, TypeError, ValueError, shapely.errors.ShapelyError):
        raise ReadError(str(path), "is no base map of countries: each needs an area, code and accuracy_m.") from None


def _json(geometry: Mapping[str, Any]) -> str:
    return json.dumps(geometry)


def _country(properties: Mapping[str, Any], area: BaseGeometry, edge: BaseGeometry) -> Country:
    code = str(properties["code"])
    name = str(properties.get("name_en", code))
    known = {str(other): float(metres) for other, metres in properties.get("accuracy_with_m", {}).items()}
    return Country(code, name, area, float(properties["accuracy_m"]), not shapely.contains(edge, area), known)


@lru_cache(maxsize=1)
def countries() -> Countries:
    """The shipped base map's countries, read once. Raises ReadError when the file is missing or broken."""
    return read_countries(data_path("basemap/countries.geojson"))
