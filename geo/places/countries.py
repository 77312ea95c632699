"""What lies where, without a network: the countries of the base map and the known traps of gazetteers."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Required, TypedDict

import numpy as np
import shapely
from shapely.geometry import Point, Polygon

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

SHORE = 0.1
"""Degrees: what is narrower lies between two drawings of one coast, and is no land of another country."""

DISPUTED = ((32.0, 44.2, 36.7, 46.3), (40.0, 42.35, 42.3, 43.7), (43.3, 41.95, 44.8, 42.85))
"""(west, south, east, north) in degrees of areas whose country is disputed: a place in them does not tell it."""

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


METRES_A_DEGREE = 111_000
"""Metres of a degree of latitude, the least there are."""

COS_LEAST = 0.01
"""Cosine of the latitude that a reach in degrees is widened by at most."""

_NOTHING = Polygon()


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
    """Whether it goes on beyond the map's edge."""
    accuracy_with_m: Mapping[str, float] = field(default_factory=dict)
    """The same as accuracy_m for its border with a neighbour, by code."""

    def distance_m(self, shape: BaseGeometry) -> float:
        """Metres from the nearest part of a shape (WGS 84, degrees) to the country; 0 when they touch."""
        return _distance_m(self.area, shape)


class Countries:
    """The countries of a base map by code.

    countries: as they are drawn, cut where they go on beyond the map; land, water: all land and all inland waters of
    the base map, which say where other countries lie that it does not draw; empty when nothing is known of them.
    """

    def __init__(
        self,
        countries: Iterable[Country],
        land: BaseGeometry = _NOTHING,
        water: BaseGeometry = _NOTHING,
    ) -> None:
        self.by_code = {country.code: country for country in countries}
        self._list = list(self.by_code.values())
        for country in self._list:
            shapely.prepare(country.area)
        self._edge = shapely.box(*shapely.total_bounds([country.area for country in self._list]))
        self._land = land
        self._waters = [part for part in shapely.get_parts(water) if not part.is_empty]

    def at(self, lon: float, lat: float) -> Country | None:
        """The country at a position in degrees, or None outside all of them."""
        here = shapely.points(lon, lat)
        return next((country for country in self._list if shapely.intersects(country.area, here)), None)

    def country_of(self, lon: float, lat: float) -> str | None:
        """The code of the country in which a position (degrees, WGS 84) surely lies.

        None where it is not sure: nearer to another country than the border between the two may be off, in a disputed
        area, at sea, and outside the countries that are drawn.
        """
        if not (math.isfinite(lon) and math.isfinite(lat)) or any(_in_box(box, lon, lat) for box in DISPUTED):
            return None
        country = self.at(lon, lat)
        if country is None:
            return None
        here = shapely.Point(lon, lat)
        reach = max([country.accuracy_m, *country.accuracy_with_m.values()]) / METRES_A_DEGREE
        around = here.buffer(reach / max(math.cos(math.radians(lat)), COS_LEAST))
        if _gap_m(self._undrawn, here, around) <= country.accuracy_m:
            return None
        others = ((other, country.accuracy_with_m.get(other.code, country.accuracy_m)) for other in self._list)
        doubtful = any(other is not country and _gap_m(other.area, here, around) <= off for other, off in others)
        return None if doubtful else country.code

    @cached_property
    def _undrawn(self) -> BaseGeometry:
        """Land of countries that the base map does not draw, as far as it draws any."""
        drawn = shapely.union_all([*(country.area for country in self._list), *self._waters])
        rest = shapely.difference(shapely.intersection(self._land, self._edge), drawn)
        large = shapely.buffer(shapely.buffer(rest, -SHORE / 2), SHORE / 2)
        shapely.prepare(large)
        return large

    def off_coast(self, codes: Iterable[str], shape: BaseGeometry) -> bool:
        """Whether a shape lies in a sea or lake, outside all countries, on whose coast one of the countries lies."""
        waters = [water for water in (*self._waters, *self._seas) if shapely.intersects(water, shape)]
        if not waters or any(shapely.intersects(country.area, shape) for country in self._list):
            return False
        coasts = [self.by_code[code].area for code in codes if code in self.by_code]
        return any(shapely.dwithin(coast, water, SHORE) for coast in coasts for water in waters)

    @cached_property
    def _seas(self) -> list[BaseGeometry]:
        """What is no land, where the base map draws any."""
        if self._land.is_empty:
            return []
        return [sea for sea in shapely.get_parts(shapely.difference(self._edge, self._land)) if not sea.is_empty]

    def accuracy_m(self, country: Country, shape: BaseGeometry) -> float:
        """How far, in metres, the border between a country and the neighbour in which a shape lies may be off."""
        inside = shape.representative_point()
        there = self.at(inside.x, inside.y)
        return country.accuracy_with_m.get(there.code, country.accuracy_m) if there else country.accuracy_m

    def can_judge(self, codes: Iterable[str], shape: BaseGeometry) -> bool:
        """Whether the base map knows all of the countries well enough to say that a shape lies in none of them.

        It does not where one of them is cut and goes on, nor at sea before the coast of one.
        """
        codes = tuple(codes)
        drawn = [self.by_code[code] for code in codes if code in self.by_code]
        if len(drawn) < len(codes) or self.off_coast(codes, shape):
            return False
        beyond = not shapely.intersects(self._edge, shape) or shapely.intersects(self._undrawn, shape)
        return not (beyond and any(country.cut for country in drawn))

    def nearest(self, codes: Iterable[str], shape: BaseGeometry) -> tuple[float, Country] | None:
        """(metres to it, country) for the nearest of the countries, accuracy of borders allowed for; None for none."""
        drawn = [self.by_code[code] for code in codes if code in self.by_code]
        for country in drawn:
            if shapely.intersects(country.area, shape):
                return 0.0, country
        gaps = [(country.distance_m(shape), country) for country in drawn]
        return min(gaps, key=lambda gap: gap[0] - self.accuracy_m(gap[1], shape), default=None)


def _in_box(box: tuple[float, float, float, float], lon: float, lat: float) -> bool:
    west, south, east, north = box
    return west <= lon <= east and south <= lat <= north


def _gap_m(area: BaseGeometry, here: Point, around: BaseGeometry) -> float:
    """Metres from a position to an area, infinite when nothing of it lies around the position."""
    if not shapely.intersects(area, around):
        return math.inf
    return _distance_m(area, here)


def _distance_m(area: BaseGeometry, shape: BaseGeometry) -> float:
    if shapely.intersects(area, shape):
        return 0.0
    narrow = math.cos(math.radians(shape.centroid.y))
    flat = [shapely.transform(part, lambda xy: xy * [narrow, 1]) for part in (area, shape)]
    (x1, y1), (x2, y2) = shapely.get_coordinates(shapely.shortest_line(*flat))
    return distance_m(x1 / narrow, y1, x2 / narrow, y2)


def read_countries(path: Path) -> Countries:
    """The countries of a file: polygons with code, name_en, accuracy_m and accuracy_with_m; what `land.geojson` and
    `water.geojson` beside it draw tells where they go on. Raises ReadError."""
    value = files.read_json(path)
    try:
        features = [feature for feature in value["features"] if feature["geometry"]]
        areas = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
        west, south, east, north = shapely.total_bounds(np.array(areas))
        edge = shapely.box(west + EDGE, south + EDGE, east - EDGE, north - EDGE)
        drawn = [_country(feature["properties"], area, edge) for feature, area in zip(features, areas, strict=True)]
        land, water = (_beside(path, name) for name in ("land.geojson", "water.geojson"))
        return Countries(drawn, land, water)
    except (KeyError, TypeError, ValueError, shapely.errors.ShapelyError):
        raise ReadError(str(path), "is no base map of countries: each needs an area, code and accuracy_m.") from None


def _beside(path: Path, name: str) -> BaseGeometry:
    """All geometries of a file beside another as one, nothing without the file."""
    if not path.with_name(name).exists():
        return _NOTHING
    features = files.read_json(path.with_name(name))["features"]
    return shapely.union_all([shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features])


class _CountryRecord(TypedDict, total=False):
    """What the base map's file says of a country; `Country` says what each key holds."""

    code: Required[str]
    name_en: str
    accuracy_m: Required[float]
    accuracy_with_m: dict[str, float]


def _country(properties: _CountryRecord, area: BaseGeometry, edge: BaseGeometry) -> Country:
    code = str(properties["code"])
    name = str(properties.get("name_en", code))
    known = {str(other): float(metres) for other, metres in properties.get("accuracy_with_m", {}).items()}
    return Country(code, name, area, float(properties["accuracy_m"]), not shapely.contains(edge, area), known)


@lru_cache(maxsize=1)
def countries() -> Countries:
    """The shipped base map's countries, read once. Raises ReadError when the file is missing or broken."""
    return read_countries(data_path("basemap/countries.geojson"))


def country_of(lon: float, lat: float) -> str | None:
    """The ISO 3166-1 code of the country in which a position (degrees, WGS 84) surely lies, by the shipped base map;
    None near a border, in disputed areas, at sea and outside the countries that it draws. Raises ReadError when the
    base map is missing or broken."""
    return countries().country_of(lon, lat)
