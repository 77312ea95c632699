"""Map projections: from degrees to the plane, equal-area and centred on the layer unless a CRS is named."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Geod, Proj, Transformer
from pyproj.exceptions import ProjError

from geo import CoopmapError
from geo.errors import show
from geo.messages import Message
from maps.drawing.shapes import Point

FloatArray = NDArray[np.float64]
"""Points, of shape (n, 2): x and y, or longitude and latitude."""
GEOD = Geod(ellps="WGS84")
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


@dataclass(frozen=True)
class Projection:
    """A map projection."""

    crs: str
    """As pyproj takes it: a PROJ string or the name of a coordinate system."""
    middle: float
    """The longitude in degrees that is farthest from the map's seam."""

    @cached_property
    def _to_plane(self) -> Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]:
        if self.crs.startswith("+proj="):
            return Proj(self.crs)
        return Transformer.from_crs("EPSG:4326", self.crs, always_xy=True).transform

    @cached_property
    def _to_globe(self) -> Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]:
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


def chosen(crs: str) -> Projection:
    """The projection of a coordinate system that a user names. Raises CoopmapError for one that nobody knows."""
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
    return Projection(f"+proj=aea +lat_1={south} +lat_2={north} +lat_0={lat} +lon_0={lon} +datum=WGS84", lon)


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


def great_circle(line: Sequence[Sequence[float]]) -> list[Point]:
    """A line whose points are joined the shortest way over the globe, with points about 50 km apart."""
    path: list[Point] = [(line[0][0], line[0][1])]
    for start, end in itertools.pairwise(line):
        length = GEOD.inv(start[0], start[1], end[0], end[1])[2]
        steps = max(1, round(length / 50_000))
        if steps > 1:
            path += [(lon, lat) for lon, lat in GEOD.npts(start[0], start[1], end[0], end[1], steps - 1)]
        path.append((end[0], end[1]))
    return path


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
    length = GEOD.inv(start[0], start[1], end[0], end[1])[2]
    if not length:
        return start, end
    between = GEOD.npts(start[0], start[1], end[0], end[1], max(_BOW_STEPS, round(length / 50_000)) - 1)
    lons, lats = np.array([start, *between, end]).T
    course = GEOD.inv(lons[:-1], lats[:-1], lons[1:], lats[1:])[0]
    course = np.append(course, course[-1])
    middle = math.radians(course[len(course) // 2])
    # How far the left of the course lies to the north, and to the west of that which runs north or south.
    side = -90 if math.sin(middle) + 0.6 * math.cos(middle) >= 0 else 90
    share = np.linspace(0, 1, len(lons))
    height = _BOW * length * max(0.0, 1 - length / _BENT)
    bowed = GEOD.fwd(lons, lats, course + side, 4 * share * (1 - share) * height)
    inner = list(zip(bowed[0].tolist(), bowed[1].tolist(), strict=True))[1:-1]
    return (start, *inner, end)


def circle(lon: float, lat: float, radius: float, steps: int = 48) -> list[Point]:
    """A circle of so many metres around a place, as degrees."""
    turns = [360 * step / steps for step in range(steps)]
    lons, lats, _ = GEOD.fwd([lon] * steps, [lat] * steps, turns, [radius] * steps)
    return list(zip(lons, lats, strict=True))
