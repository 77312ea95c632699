"""What lies where, without a network: the world's countries, disputed areas and the known traps of gazetteers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

import shapely
from shapely.geometry import MultiPolygon

from geo.errors import ReadError
from geo.io import files
from geo.io.package_data import data_path
from geo.messages import Message
from geo.model.geometry import distance_m
from geo.places.country_name import CountryName
from geo.places.world_shapes import WorldShapes, world_shapes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

OFFSHORE_M = 370_400
"""Metres from a coast within which a place at sea may be a country's: 200 nautical miles (UNCLOS, article 57)."""

TRAPS: Mapping[int, str] = {
    1512506: Message(
        "this Uchkuduk is misplaced (41.05 N, 62.78 E); the mining town is record 1538231, at 42.150 N, 63.552 E"
    ),
    1517471: Message("this Atameken is a village near the Chinese border, not the checkpoint near Tashkent"),
}
"""GeoNames records that have misled, and why."""

TRAP_POINTS: Mapping[tuple[float, float], str] = {
    (69.216, 41.265): Message("GeoNames' point for Tashkent lies south-west of the usual centre, about [69.28, 41.31]"),
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


@dataclass(frozen=True)
class Country:
    """A country, or a part of one that has a code of its own."""

    code: str
    """ISO 3166-1 alpha-2."""
    accuracy_m: float
    """How far its border may be off, in metres."""
    load_area: Callable[[], BaseGeometry]
    """Puts its area together, which takes a while."""
    accuracy_with_m: Mapping[str, float] = field(default_factory=dict)
    """The same as accuracy_m for its border with a neighbour, by code."""
    parts: tuple[str, ...] = ()
    """Codes of its parts that have one of their own."""

    @cached_property
    def area(self) -> BaseGeometry:
        """All of it, its parts too, in degrees of WGS 84."""
        area = self.load_area()
        shapely.prepare(area)
        return area

    @cached_property
    def name(self) -> CountryName:
        """The name, as CLDR has it."""
        return CountryName(self.code)

    def distance_m(self, shape: BaseGeometry) -> float:
        """Metres from the nearest part of a shape (WGS 84, degrees) to the country; 0 when they touch."""
        return _distance_m(self.area, shape)


class Disputed(NamedTuple):
    """An area of which it is disputed to which country it belongs."""

    box: tuple[float, float, float, float]
    """West, south, east, north around it, in degrees."""
    claimed_by: frozenset[str]
    """The countries (ISO 3166-1) that claim it or hold it."""


class Countries:
    """The countries of the world's base map by code, and the areas that are disputed."""

    def __init__(self, shapes: WorldShapes, disputed: Sequence[Disputed] = ()) -> None:
        self._shapes = shapes
        self._disputed = disputed
        self._areas: dict[int, BaseGeometry] = {}
        self._parts: dict[int, BaseGeometry] = {}
        self.by_code = {fact.code: self._country(fact.code) for fact in shapes.facts if fact.code}

    def _country(self, code: str) -> Country:
        fact = self._shapes.facts[self._shapes.number[code]]
        units = self._shapes.units_of(code)

        def area() -> BaseGeometry:
            return MultiPolygon([part for unit in units for part in shapely.get_parts(self._unit(unit))])

        return Country(code, fact.accuracy_m, area, fact.accuracy_with_m, fact.parts)

    def _unit(self, number: int) -> BaseGeometry:
        """An area of the base map, put together when it is first asked for."""
        return _prepared(self._areas, number, self._shapes.unit_area)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        boxes, _ = self._shapes.part_boxes
        return shapely.STRtree(shapely.box(*boxes.T))

    def _units_at(self, shape: BaseGeometry) -> list[int]:
        """The areas of the base map that a shape touches; most places lie in one."""
        near = (number for number in self._tree.query(shape).tolist() if shapely.intersects(self._part(number), shape))
        return sorted({int(self._shapes.part_boxes[1][number]) for number in near})

    def _part(self, number: int) -> BaseGeometry:
        """A part of an area, likewise: near most places lies one, and a country has hundreds."""
        return _prepared(self._parts, number, self._shapes.part)

    def touching(self, shape: BaseGeometry) -> dict[str, BaseGeometry]:
        """The areas of the countries that a shape touches, by code; parts with a code of their own stand apart."""
        units = ((self._shapes.facts[unit].code, self._unit(unit)) for unit in self._units_at(shape))
        return {code: area for code, area in units if code}

    def at(self, lon: float, lat: float) -> Country | None:
        """The country at a position in degrees, or None outside all of them."""
        codes = (self._shapes.facts[unit].code for unit in self._units_at(shapely.points(lon, lat)))
        return next((self.by_code[code] for code in codes if code), None)

    def country_of(self, lon: float, lat: float) -> str | None:
        """The code of the country in which a position (degrees, WGS 84) surely lies.

        None where it is not sure: nearer to another country than the border between the two may be off, in a disputed
        area, and at sea.
        """
        if not (math.isfinite(lon) and math.isfinite(lat)):
            return None
        here = shapely.Point(lon, lat)
        units = self._units_at(here)
        if not units or not self._shapes.facts[units[0]].code:
            return None
        country = self.by_code[self._shapes.facts[units[0]].code]
        if self.is_disputed([country.code], here):
            return None
        reach = max([country.accuracy_m, *country.accuracy_with_m.values()]) / METRES_A_DEGREE
        around = here.buffer(reach / max(math.cos(math.radians(lat)), COS_LEAST))
        for unit in self._units_at(around):
            other = self._shapes.facts[unit].code
            off = country.accuracy_with_m.get(other, country.accuracy_m)
            if unit != units[0] and _distance_m(self._unit(unit), here) <= off:
                return None
        return country.code

    def is_disputed(self, codes: Iterable[str], shape: BaseGeometry) -> bool:
        """Whether a shape touches an area that one of the countries claims and another as well."""
        own = frozenset(codes)
        return any(
            not own.isdisjoint(area.claimed_by) and shapely.intersects(shapely.box(*area.box), shape)
            for area in self._disputed
        )

    def off_coast(self, codes: Iterable[str], shape: BaseGeometry) -> bool:
        """Whether a shape lies at sea, outside all countries, within the waters of one of these."""
        drawn = [self.by_code[code] for code in codes if code in self.by_code and self._shapes.has_coast(code)]
        if not drawn or self._units_at(shape):
            return False
        return any(country.distance_m(shape) <= OFFSHORE_M for country in drawn)

    def accuracy_m(self, country: Country, shape: BaseGeometry) -> float:
        """How far, in metres, the border between a country and the neighbour in which a shape lies may be off."""
        inside = shape.representative_point()
        there = self.at(inside.x, inside.y)
        return country.accuracy_with_m.get(there.code, country.accuracy_m) if there else country.accuracy_m

    def can_judge(self, codes: Iterable[str], shape: BaseGeometry) -> bool:
        """Whether the base map knows all of the countries well enough to say that a shape lies in none of them.

        It does not in disputed areas, in land of no country, nor at sea before the coast of one.
        """
        codes = tuple(codes)
        if not all(code in self.by_code for code in codes) or self.is_disputed(codes, shape):
            return False
        nobodys = any(not self._shapes.facts[unit].code for unit in self._units_at(shape))
        return not nobodys and not self.off_coast(codes, shape)

    def nearest(self, codes: Iterable[str], shape: BaseGeometry) -> tuple[float, Country] | None:
        """(metres to it, country) for the nearest of the countries, accuracy of borders allowed for; None for none."""
        drawn = [self.by_code[code] for code in codes if code in self.by_code]
        for country in drawn:
            if shapely.intersects(country.area, shape):
                return 0.0, country
        gaps = [(country.distance_m(shape), country) for country in drawn]
        return min(gaps, key=lambda gap: gap[0] - self.accuracy_m(gap[1], shape), default=None)


def _prepared(shapes: dict[int, BaseGeometry], number: int, load: Callable[[int], BaseGeometry]) -> BaseGeometry:
    """A shape by its number, ready for many questions; put together when it is first asked for."""
    if number not in shapes:
        shapes[number] = load(number)
        shapely.prepare(shapes[number])
    return shapes[number]


def _distance_m(area: BaseGeometry, shape: BaseGeometry) -> float:
    if shapely.intersects(area, shape):
        return 0.0
    narrow = max(math.cos(math.radians(shape.centroid.y)), COS_LEAST)
    flat = [shapely.transform(part, lambda xy: xy * [narrow, 1]) for part in (area, shape)]
    (x1, y1), (x2, y2) = shapely.get_coordinates(shapely.shortest_line(*flat))
    return distance_m(x1 / narrow, y1, x2 / narrow, y2)


@lru_cache(maxsize=1)
def countries() -> Countries:
    """The shipped base map's countries, read once. Raises ReadError when a file is missing or broken."""
    try:
        return Countries(world_shapes(), _disputed())
    except (KeyError, TypeError, ValueError, OSError):
        raise ReadError("data/basemap/world", Message("is no base map of countries; install coopmap anew.")) from None


def _disputed() -> list[Disputed]:
    entries = files.read_json(data_path("basemap/disputed.json"))
    return [Disputed(tuple(entry["box"]), frozenset(entry["claimed_by"])) for entry in entries]


def country_of(lon: float, lat: float) -> str | None:
    """The ISO 3166-1 code of the country in which a position (degrees, WGS 84) surely lies, by the shipped base map;
    None near a border, in disputed areas and at sea. Raises ReadError when the base map is missing or broken."""
    return countries().country_of(lon, lat)
