"""Land, countries and borders for drawing: areas simplified with their borders shared, and how far those may be off."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from data.basemap_parts.geojson import Record, feature
from data.basemap_parts.shapes import CENTRAL_ASIA, KNOWN, TOLERANCE, VISIBLE, as_multipolygon, lines, rounded, warp

COAST_TOLERANCE = 0.19  # the root of the smallest triangle of the outer coasts that is kept, in degrees
# The same for the borders of Central Asia: of all, of those in the Fergana valley, of those near the shared border.
BORDER_TOLERANCE, VALLEY_TOLERANCE, SHARED_TOLERANCE = 0.009, 0.004, 0.0012
VALLEY = box(69.2, 39.5, 73.3, 41.7)
SHARED_REACH = 0.1  # degrees to either side of the shared border
OPENSTREETMAP_M = 200  # an allowance: OpenStreetMap publishes no accuracy of its borders
NATURAL_EARTH_M = 3000  # Natural Earth at 1:10 million is generalised by 1 to 3 km

# Land borders that are drawn, beside all those of the five countries of Central Asia. Left out are the lines that are
# disputed, or that end in disputed ones: around Kashmir and Aksai Chin, Abkhazia and South Ossetia, Crimea.
OTHER_BORDERS = frozenset(
    {"AF-CN", "AF-IR", "AM-AZ", "AM-GE", "AM-IR", "AM-TR", "AZ-GE", "AZ-IR", "AZ-RU", "AZ-TR"}
    | {"CN-MN", "CN-RU", "GE-TR", "IR-TR", "MN-RU"}
)


def simplified(areas: dict[str, MultiPolygon]) -> dict[str, MultiPolygon]:
    """The areas with fewer vertices, the fewer the farther they lie, their borders still shared.

    Each pass keeps some of the vertices, and what any of them keeps is kept, in all areas alike.
    """
    names, shapes = list(areas), np.array(list(areas.values()))
    warped = shapely.transform(shapes, warp)
    first = shapely.get_coordinates(shapes)
    index = {tuple(xy): number for number, xy in enumerate(shapely.get_coordinates(warped).tolist())}
    far = shapely.get_coordinates(shapely.coverage_simplify(warped, TOLERANCE)).tolist()
    kept = {tuple(first[index[tuple(xy)]].tolist()) for xy in far}
    five = np.array([areas[code] for code in CENTRAL_ASIA])
    shared = lines(shapely.intersection(areas["KZ"], areas["UZ"])).simplify(0.01).buffer(SHARED_REACH)
    for tolerance, zone in ((BORDER_TOLERANCE, VISIBLE), (VALLEY_TOLERANCE, VALLEY), (SHARED_TOLERANCE, shared)):
        points = shapely.get_coordinates(shapely.coverage_simplify(five, tolerance))
        shapely.prepare(zone)
        kept.update(map(tuple, points[shapely.contains_xy(zone, points)].tolist()))
    return {name: rounded(with_vertices(area, kept)) for name, area in zip(names, shapes, strict=True)}


def with_vertices(area: MultiPolygon, kept: set[tuple[float, float]]) -> MultiPolygon:
    """The area with those of its vertices that are kept; rings of which too few are left are dropped."""
    rings = [
        [list(filter(kept.__contains__, ring.coords)) for ring in (part.exterior, *part.interiors)]
        for part in area.geoms
    ]
    whole = [
        [ring if ring[0] == ring[-1] else [*ring, ring[0]] for ring in part if len(ring) > 2]
        for part in rings
        if len(part[0]) > 2
    ]
    return MultiPolygon([Polygon(part[0], part[1:]) for part in whole if len(part[0]) > 3])


def land(world: dict[str, MultiPolygon], atlas: dict[str, MultiPolygon]) -> MultiPolygon:
    """All land as one shape; inland seas are filled, for water is painted over land; small far islands are dropped."""
    areas = [*world.values(), *atlas.values()]
    parts = [Polygon(part.exterior) for part in as_multipolygon(shapely.union_all(areas)).geoms]
    large = MultiPolygon([part for part in parts if part.area > 0.3])
    return rounded(shapely.coverage_simplify([large], COAST_TOLERANCE)[0])


def country_features(
    areas: dict[str, MultiPolygon], detailed: dict[str, MultiPolygon], names: list[Record]
) -> list[Record]:
    """The named countries; those of Central Asia whole, the others as far as they lie near."""
    features = []
    for entry in names:
        code = entry["code"]
        area = as_multipolygon(shapely.intersection(areas[code], near(code)))
        others = shapely.union_all([areas[name] for name in CENTRAL_ASIA if name != code])
        area = MultiPolygon([part for part in area.geoms if part.area > 0.002 or is_enclave(part, others)])
        accuracy = {
            other: border_accuracy(code, other, areas, detailed)
            for other in sorted(detailed)
            if other not in ("", code)
        }
        accuracy = {other: metres for other, metres in accuracy.items() if metres}
        properties = {key: value for key, value in entry.items() if key != "natural_earth"}
        area = rounded(area)
        properties |= {"room": label_room(area, properties["label"])}
        properties |= {"accuracy_m": max(accuracy.values()), "accuracy_with_m": accuracy}
        features.append(feature(area, properties))
    return features


def label_room(area: BaseGeometry, label: Sequence[float]) -> float:
    """How far a name may reach east and west of its point, in degrees, a fifth of that north and south on a web map."""
    flat = shapely.transform(area, lambda at: np.column_stack([at[:, 0], _mercator(at[:, 1])]))
    shapely.prepare(flat)
    x, y = label[0], float(_mercator(np.array(label[1])))
    least, most = 0.0, 40.0
    while most - least > 0.05:
        room = (least + most) / 2
        inside = flat.contains(box(x - room, y - room / 5, x + room, y + room / 5))
        least, most = (room, most) if inside else (least, room)
    return round(math.floor(least * 10) / 10, 1)


def _mercator(latitudes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Latitudes in degrees as a web map has them, in the same units as longitudes."""
    north: NDArray[np.float64] = np.degrees(np.arcsinh(np.tan(np.radians(latitudes))))
    return north


def is_enclave(part: Polygon, others: BaseGeometry) -> bool:
    """Whether a part lies wholly in the other countries."""
    return bool(part.exterior.within(others.boundary))


def border_accuracy(a: str, b: str, areas: dict[str, MultiPolygon], detailed: dict[str, MultiPolygon]) -> int:
    """How far the border of two countries may be off: the source's accuracy and what simplifying moved; 0 for none."""
    before = lines(shapely.intersection(shapely.intersection(detailed[a], detailed[b]), near(a)))
    after = lines(shapely.intersection(areas[a], areas[b]))
    if before.is_empty or after.is_empty:
        return 0
    source = OPENSTREETMAP_M if {a, b} & set(CENTRAL_ASIA) else NATURAL_EARTH_M
    return source + 100 * math.ceil(metres_moved(before, after) / 100)


def metres_moved(before: BaseGeometry, after: BaseGeometry) -> float:
    """How far the vertices of a line lie, at most, from the line that was simplified from it."""
    ways = shapely.shortest_line(shapely.points(shapely.get_coordinates(before)), after)
    ends = shapely.get_coordinates(ways).reshape(-1, 4).T
    return float(np.max(Geod(ellps="WGS84").inv(*ends)[2]))


def near(code: str) -> Polygon:
    """How far a country is shown; China ends where the disputed lines begin."""
    if code in CENTRAL_ASIA:
        return VISIBLE
    return box(36, 37, 96, 60) if code == "CN" else KNOWN


def border_features(areas: dict[str, MultiPolygon], caspian: Polygon) -> list[Record]:
    """Each border once: between the two countries "shared", else "border"."""
    features = []
    codes = sorted(code for code in areas if code)
    for i, a in enumerate(codes):
        for b in codes[i + 1 :]:
            if not ({a, b} & set(CENTRAL_ASIA) or f"{a}-{b}" in OTHER_BORDERS):
                continue
            line = lines(shapely.difference(shapely.intersection(areas[a], areas[b]), caspian))
            if not line.is_empty:
                kind = "shared" if (a, b) == ("KZ", "UZ") else "border"
                features.append(feature(line, {"kind": kind, "countries": [a, b]}))
    return features
