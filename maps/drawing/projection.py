"""Map projections: from degrees to the plane, equal-area and centred on the layer unless a CRS is named."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo import CoopmapError
from geo.errors import show
from geo.messages import Message
from geo.places import geodesics
from maps.drawing.shapes import Point

FloatArray = NDArray[np.float64]
"""Points, of shape (n, 2): x and y, or longitude and latitude."""
_ROUND = 85
"""Degrees from the centre beyond which a layer is shown on a map of the whole world."""
_LOW, _HIGH = 12, 66
"""Latitudes of the centre between which an Albers projection with two parallels suits a layer."""
_BOW = 0.13
"""How far the arc of a flight leaves the shortest way, as a share of its length;"""
_BENT = 6_000_000.0
"""none where it is so many metres long."""
_BOW_STEPS = 24
"""Points of an arc at least."""
_SQUARE = geodesics.FLATTENING * (2 - geodesics.FLATTENING)
"""The square of the ellipsoid's eccentricity."""
_TO_LATITUDE = (
    _SQUARE / 3 + 31 * _SQUARE**2 / 180 + 517 * _SQUARE**3 / 5040,
    23 * _SQUARE**2 / 360 + 251 * _SQUARE**3 / 3780,
    761 * _SQUARE**3 / 45360,
)
"""What the sines of twice, four and six times an authalic latitude add to it."""


@dataclass(frozen=True)
class Projection:
    """A map projection."""

    crs: str
    """As pyproj takes it: a PROJ string or the name of a coordinate system."""
    middle: float
    """The longitude in degrees that is farthest from the map's seam."""

    @cached_property
    def _to_plane(self) -> Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]:
        from pyproj import Proj, Transformer  # which take longer to load than Albers takes to draw

        if self.crs.startswith("+proj="):
            return Proj(self.crs)
        return Transformer.from_crs("EPSG:4326", self.crs, always_xy=True).transform

    @cached_property
    def _to_globe(self) -> Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]:
        from pyproj import Proj, Transformer

        if self.crs.startswith("+proj="):
            return lambda xs, ys: Proj(self.crs)(xs, ys, inverse=True)
        return Transformer.from_crs(self.crs, "EPSG:4326", always_xy=True).transform

    def forward(self, points: ArrayLike) -> FloatArray:
        """Degrees, an array of (longitude, latitude), as (x, y) in the plane's units; inf where the map ends."""
        array = np.asarray(points, dtype=float)
        xs, ys = self._to_plane(array[:, 0], array[:, 1])
        return np.column_stack([xs, ys])

    def backward(self, points: ArrayLike) -> FloatArray:
        """The plane's (x, y) as degrees; inf where there is no such place."""
        array = np.asarray(points, dtype=float)
        xs, ys = self._to_globe(array[:, 0], array[:, 1])
        return np.column_stack([xs, ys])


@dataclass(frozen=True)
class Albers(Projection):
    """Albers' projection by the formulae of J. P. Snyder (Map Projections, 1987, pages 16 and 101), which agree with
    PROJ to a millimetre."""

    lat: float
    """The latitude in degrees of the plane's origin."""
    south: float
    """The parallels in degrees that are as long on the map as on the globe: one of them,"""
    north: float
    """and the other, not the same as far from the equator on its other side."""

    @cached_property
    def _cone(self) -> tuple[float, float, float]:
        """Snyder's n and C, and how far in metres the origin is from the cone's top."""
        sin, zones = np.sin(np.radians([self.south, self.north])), _zones([self.south, self.north])
        widths = (1 - sin**2) / (1 - _SQUARE * sin**2)
        n = float(sin[0] if self.south == self.north else (widths[0] - widths[1]) / (zones[1] - zones[0]))
        c = float(widths[0] + n * zones[0])
        return n, c, geodesics.AXIS * math.sqrt(c - n * _zones(self.lat)) / n

    def forward(self, points: ArrayLike) -> FloatArray:
        """As of any projection."""
        lons, lats = np.asarray(points, dtype=float).T
        n, c, origin = self._cone
        turns = n * np.radians(geodesics.around(lons - self.middle))
        away = geodesics.AXIS * np.sqrt(c - n * _zones(lats)) / n
        return np.column_stack([away * np.sin(turns), origin - away * np.cos(turns)])

    def backward(self, points: ArrayLike) -> FloatArray:
        """As of any projection."""
        xs, ys = np.asarray(points, dtype=float).T
        n, c, origin = self._cone
        side = math.copysign(1.0, n)
        turns = np.arctan2(side * xs, side * (origin - ys)) / n
        zones = (c - (np.hypot(xs, origin - ys) * n / geodesics.AXIS) ** 2) / n / _zones(90.0)
        beta = np.arcsin(np.clip(zones, -1, 1))
        lats = beta + sum(share * np.sin(2 * k * beta) for k, share in enumerate(_TO_LATITUDE, 1))
        places = np.column_stack([geodesics.around(np.degrees(turns) + self.middle), np.degrees(lats)])
        places[abs(zones) > 1] = np.inf
        return places


def _zones(lats: ArrayLike) -> FloatArray:
    """Snyder's q: the areas between the equator and latitudes in degrees."""
    sin, eccentricity = np.sin(np.radians(lats)), math.sqrt(_SQUARE)
    zones: FloatArray = sin / (1 - _SQUARE * sin**2) + np.arctanh(eccentricity * sin) / eccentricity
    return (1 - _SQUARE) * zones


def chosen(crs: str) -> Projection:
    """The projection of a coordinate system that a user names. Raises CoopmapError for one that nobody knows."""
    from pyproj import CRS, Transformer
    from pyproj.exceptions import ProjError

    try:
        known = CRS.from_user_input(crs)
        if known.is_geocentric or known.is_vertical:
            raise CoopmapError(
                Message("{crs} is no coordinate system of a flat map; name one such as EPSG:3857.", crs=show(crs))
            )
        origin = Transformer.from_crs(known, "EPSG:4326", always_xy=True)
        area = known.area_of_use
        middle = (area.west + area.east) / 2 if area and area.west <= area.east else 0.0
        if origin.target_crs is None:
            raise ProjError(Message("no target"))
    except (ProjError, ValueError):
        raise CoopmapError(
            Message("There is no coordinate system {crs}; name one such as EPSG:3857.", crs=show(crs))
        ) from None
    return Projection(crs, middle)


def suited(positions: Sequence[Sequence[float]]) -> Projection:
    """An equal-area projection for places in degrees: Albers with two parallels for most layers, Lambert's azimuthal
    one near a pole or the equator, Equal Earth for what goes round the world."""
    lon, lat = centre(positions)
    reach = max((distance((lon, lat), position) for position in positions), default=0.0)
    lon, lat = round(lon, 2), round(lat, 2)
    if reach > _ROUND:
        return Projection(f"+proj=eqearth +lon_0={lon} +datum=WGS84", lon)
    if not _LOW <= abs(lat) <= _HIGH:
        return Projection(f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84", lon)
    lats = [position[1] for position in positions]
    low, high = min(lats), max(lats)
    edge = max((high - low) / 6, 0)
    south, north = round(low + edge, 2), round(high - edge, 2)
    if abs(south + north) < 1:  # the cone of parallels on both sides of the equator would have no top
        south, north = lat - 2, lat + 2
    crs = f"+proj=aea +lat_1={south} +lat_2={north} +lat_0={lat} +lon_0={lon} +datum=WGS84"
    return Albers(crs, lon, lat, south, north)


def centre(positions: Sequence[Sequence[float]]) -> Point:
    """The middle of places on the globe: of their widest span of longitude, across the antimeridian if that is
    shorter, and of their latitudes; the pole when they lie all around it."""
    if not positions:
        return 0.0, 0.0
    lons = sorted({position[0] for position in positions})
    gaps = [(b - a, a) for a, b in zip(lons, [*lons[1:], lons[0] + 360], strict=True)]
    gap, before = max(gaps)
    lats = [position[1] for position in positions]
    if gap < 150 and min(map(abs, lats)) > 45 and (min(lats) > 0 or max(lats) < 0):
        return 0.0, math.copysign(90, lats[0])
    lon = before + gap + (360 - gap) / 2
    return (lon + 180) % 360 - 180, (min(lats) + max(lats)) / 2


def distance(start: Sequence[float], end: Sequence[float]) -> float:
    """The angle between two places on the globe, in degrees."""
    (a, b), (c, d) = ((math.radians(each[0]), math.radians(each[1])) for each in (start, end))
    part = math.sin((d - b) / 2) ** 2 + math.cos(b) * math.cos(d) * math.sin((c - a) / 2) ** 2
    return math.degrees(2 * math.asin(min(1.0, math.sqrt(part))))


def bow(line: Sequence[Sequence[float]]) -> list[Point]:
    """A line whose points are joined by arcs beside the shortest way, to the north of it or else to the west.

    The longer the way, the less it leaves it: far ways are seen to bend by themselves.
    """
    path: list[Point] = [(line[0][0], line[0][1])]
    for start, end in itertools.pairwise(line):
        path += _bow((start[0], start[1]), (end[0], end[1]))[1:]
    return path


@lru_cache(maxsize=4096)
def _bow(start: Point, end: Point) -> tuple[Point, ...]:
    azimuth, metres = geodesics.way(*start, *end)
    length = float(metres)
    if not length:
        return start, end
    share = np.linspace(0, 1, max(_BOW_STEPS, round(length / 50_000)) + 1)
    lons, lats = geodesics.destination(*start, azimuth, length * share)
    course, _ = geodesics.way(lons[:-1], lats[:-1], lons[1:], lats[1:])
    course = np.append(course, course[-1])
    middle = math.radians(course[len(course) // 2])
    # How far the left of the course lies to the north, and to the west of that which runs north or south.
    side = -90 if math.sin(middle) + 0.6 * math.cos(middle) >= 0 else 90
    height = _BOW * length * max(0.0, 1 - length / _BENT)
    lons, lats = geodesics.destination(lons, lats, course + side, 4 * share * (1 - share) * height)
    inner = list(zip(lons.tolist(), lats.tolist(), strict=True))[1:-1]
    return (start, *inner, end)


def circle(lon: float, lat: float, radius: float, steps: int = 48) -> list[Point]:
    """A circle of so many metres around a place, as degrees."""
    turns = [360 * step / steps for step in range(steps)]
    lons, lats = geodesics.destination(lon, lat, turns, radius)
    return list(zip(lons.tolist(), lats.tolist(), strict=True))
