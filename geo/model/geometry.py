"""Geometries as GeoJSON has them, plain lists and numbers: positions, bounds, winding, and what is malformed."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, TypeGuard

from geo.errors import show
from geo.messages import Message, template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    from geo.model.geojson import Json

DEPTHS = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
"""The geometry types of a layer, each with how deep its positions nest."""

OTHER_TYPES = ("GeometryCollection",)
"""What RFC 7946 has and a layer does not."""

LINE_LEAST, RING_LEAST = 2, 4
"""Fewest positions of a line and of a closed ring."""

DECIMALS = 6
"""Decimals of a degree that a coordinate keeps, about 0.1 m."""

FLAT, TALL = 2, 3
"""Numbers of a position: longitude and latitude, or these and an altitude."""

EARTH_M = 6_371_008.8
"""Mean radius of the Earth in metres."""

EAST, NORTH = 180, 90
"""Largest longitude and latitude in degrees."""

WGS84_NAMES = ("CRS84", "EPSG::4326", "EPSG:4326")
"""How a `crs` member, which RFC 7946 dropped, may end and still mean WGS 84."""

WAYS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
"""The eight ways of a compass, clockwise."""


def foreign_crs(members: Mapping[str, object]) -> str | None:
    """The name of a `crs` member that is not WGS 84, shown shortened, or None."""
    crs = members.get("crs")
    if crs is None:
        return None
    named = crs.get("properties", {}) if isinstance(crs, dict) else {}
    name = named.get("name") if isinstance(named, dict) else None
    if isinstance(name, str) and name.upper().endswith(WGS84_NAMES):
        return None
    return show(name if name is not None else crs)


def is_number(value: object) -> TypeGuard[float]:
    """A finite JSON number: true and false are none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def is_position(value: object) -> TypeGuard[list[float]]:
    """[longitude, latitude] or [longitude, latitude, altitude], finite numbers."""
    return isinstance(value, (list, tuple)) and FLAT <= len(value) <= TALL and all(map(is_number, value))


def rounded(coordinates: Json) -> Json:
    """Coordinates as lists, however deep, of numbers to 6 decimals; a position without an altitude that is NaN, as
    shapely has it where only other positions of a shape have one."""
    if isinstance(coordinates, (list, tuple)):
        return [rounded(part) for part in (coordinates[:FLAT] if _lacks_altitude(coordinates) else coordinates)]
    return round(float(coordinates), DECIMALS) if isinstance(coordinates, (int, float)) else coordinates


def _lacks_altitude(part: Sequence[Json]) -> bool:
    numbers = [number for number in part if isinstance(number, (int, float))]
    return len(part) == len(numbers) == TALL and [*map(math.isnan, numbers)] == [False, False, True]


def has_uneven_altitudes(geometry: object) -> bool:
    """Whether only some positions of a geometry have an altitude: of formats of tables none holds these."""
    return len({len(position) for position in positions(geometry)}) > 1


def without_altitudes(coordinates: object) -> object:
    """Sound coordinates, however deep, of positions of longitude and latitude alone."""
    if is_position(coordinates):
        return list(coordinates[:FLAT])
    return [*map(without_altitudes, coordinates)] if isinstance(coordinates, (list, tuple)) else coordinates


def on_globe(position: Sequence[float]) -> bool:
    """Whether longitude and latitude are degrees that exist."""
    return abs(position[0]) <= EAST and abs(position[1]) <= NORTH


def distance_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Metres over the globe between two positions in degrees (haversine on a sphere, within 0.5 %)."""
    north, east = math.radians(lat2 - lat1), math.radians(lon2 - lon1)
    across = math.cos(math.radians(lat1)) * math.cos(math.radians(lat2))
    half = math.sin(north / 2) ** 2 + across * math.sin(east / 2) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(half)))


def direction(lon1: float, lat1: float, lon2: float, lat2: float) -> str:
    """Which of eight ways the second of two positions in degrees lies from the first, along a straight line on a
    Mercator map, the shorter way around the globe: "north-east"."""
    east = math.radians((lon2 - lon1 + 540) % 360 - 180)
    north = _mercator(lat2) - _mercator(lat1)
    return WAYS[round(math.atan2(east, north) / math.radians(45)) % len(WAYS)]


def _mercator(lat: float) -> float:
    """The height of a latitude on a Mercator map of radius 1; the poles, which it has not, near to them."""
    return math.asinh(math.tan(math.radians(max(-89.99, min(89.99, lat)))))


def distances_m(starts: npt.NDArray[np.float64], ends: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The same between the rows of two arrays, each row a longitude and a latitude."""
    import numpy as np

    (lon1, lat1), (lon2, lat2) = np.radians(starts).T, np.radians(ends).T
    across = np.cos(lat1) * np.cos(lat2)
    half = np.sin((lat2 - lat1) / 2) ** 2 + across * np.sin((lon2 - lon1) / 2) ** 2
    metres: npt.NDArray[np.float64] = 2 * EARTH_M * np.arcsin(np.minimum(1, np.sqrt(half)))
    return metres


def positions(geometry: object) -> Iterator[list[float]]:
    """Every sound position of a geometry, sound or not, in order; nothing for null."""
    if isinstance(geometry, dict):
        if geometry.get("type") == "GeometryCollection" and isinstance(geometry.get("geometries"), (list, tuple)):
            for part in geometry["geometries"]:
                yield from positions(part)
        else:
            yield from _positions(geometry.get("coordinates"))


def _positions(coordinates: object) -> Iterator[list[float]]:
    if is_position(coordinates):
        yield coordinates
    elif isinstance(coordinates, (list, tuple)):
        for part in coordinates:
            yield from _positions(part)


def bounds(geometries: Iterable[object]) -> list[float] | None:
    """[west, south, east, north] in degrees of all positions; with lowest and highest altitude, as RFC 7946
    orders them, when every position has one; None when there is no position."""
    corners = [position for geometry in geometries for position in positions(geometry)]
    if not corners:
        return None
    axes = range(TALL if all(len(position) == TALL for position in corners) else FLAT)
    lows = [min(position[axis] for position in corners) for axis in axes]
    return lows + [max(position[axis] for position in corners) for axis in axes]


def right_handed(geometry: object) -> object:
    """The geometry with outer rings counter-clockwise and holes clockwise; anything else as it was."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return geometry
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, (list, tuple)):
        return geometry
    if geometry["type"] == "Polygon":
        return geometry | {"coordinates": _wound(coordinates)}
    return geometry | {
        "coordinates": [_wound(part) if isinstance(part, (list, tuple)) else part for part in coordinates]
    }


def _wound(rings: Iterable[object]) -> list[object]:
    return [_turned(ring, hole=number > 0) for number, ring in enumerate(rings)]


def _turned(ring: object, hole: bool) -> object:
    if not isinstance(ring, (list, tuple)) or len(ring) < RING_LEAST or not all(map(is_position, ring)):
        return ring
    area = signed_area(ring)
    return ring[::-1] if area and (area > 0) == hole else ring


def signed_area(ring: Sequence[Sequence[float]]) -> float:
    """Twice the ring's area in square degrees, positive when it runs counter-clockwise."""
    x0, y0 = ring[0][:2]
    pairs = itertools.pairwise(ring)
    try:
        return math.fsum((a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0) for a, b in pairs)
    except (OverflowError, ValueError):
        return 0.0


def faults(geometry: object) -> Iterator[tuple[str, object, str, str]]:
    """What is malformed: (rule, got, expected, how to fix it); nothing for null or a sound geometry."""
    if geometry is None:
        return
    kinds = ", ".join(DEPTHS)
    if not isinstance(geometry, dict) or not isinstance(geometry.get("type"), str):
        yield (
            "geometry",
            geometry,
            Message("null or a geometry with type and coordinates"),
            Message("write null when nobody can place it"),
        )
    elif geometry["type"] not in DEPTHS:
        fix = (
            Message("split it into one project a place, or draw one line or area")
            if geometry["type"] in OTHER_TYPES
            else Message("write the type with these capitals")
        )
        yield "geometry-type", geometry["type"], Message("one of {codes}", codes=kinds), fix
    elif not isinstance(geometry.get("coordinates"), (list, tuple)) or not geometry["coordinates"]:
        fix = Message("write such a list, or geometry null when nobody can place it")
        yield "coordinates", geometry.get("coordinates"), Message("coordinates, a list such as [63.59, 53.2485]"), fix
    else:
        yield from _part_faults(geometry["coordinates"], DEPTHS[geometry["type"]], geometry["type"])


def _part_faults(part: object, depth: int, kind: str) -> Iterator[tuple[str, object, str, str]]:
    if depth == 0:
        if not is_position(part):
            yield (
                "coordinates",
                part,
                Message("a position [longitude, latitude] of finite numbers"),
                Message("write longitude, then latitude, in degrees, as numbers without quotation marks"),
            )
    elif not isinstance(part, (list, tuple)) or not part or is_position(part):
        yield (
            "coordinates",
            part,
            Message(_DEEP[depth], type=kind),
            Message("nest the brackets as a {type} does", type=kind),
        )
    else:
        before = 0
        for entry in part:
            for fault in _part_faults(entry, depth - 1, kind):
                before += 1
                yield fault
        if depth == 1 and not before and kind != "MultiPoint":
            yield from _row_faults(part, kind)


_DEEP = {
    1: template("a list of positions in a {type}"),
    2: template("a list of lists of positions in a {type}"),
    3: template("a list of areas in a {type}"),
}


def _row_faults(row: Sequence[object], kind: str) -> Iterator[tuple[str, object, str, str]]:
    """A line needs two positions that differ, a ring four with the last as the first."""
    if "Polygon" not in kind:
        if len(row) < LINE_LEAST or all(position == row[0] for position in row):
            yield (
                "line-too-short",
                row,
                Message("a line of at least two different positions"),
                Message("draw a Point instead"),
            )
    elif row[0] != row[-1]:
        yield (
            "ring-open",
            row[-1],
            Message("a ring whose last position is its first"),
            Message("add {position} at the ring's end", position=show(row[0])),
        )
    elif len(row) < RING_LEAST:
        yield (
            "ring-too-short",
            row,
            Message("a ring of at least four positions"),
            Message("draw a Point or a line instead"),
        )
