"""Countries as areas that share their borders: OpenStreetMap's in Central Asia, Natural Earth's around them."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas
import numpy as np
import shapely
from shapely import MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from data.basemap_parts.geojson import Record
from data.basemap_parts.shapes import CENTRAL_ASIA, KNOWN, VISIBLE, as_multipolygon, exploded, interiors

SPECK = 0.00005  # square degrees, half a square kilometre: smaller parts are left to the country around them


def read_world(folder: Path, names: list[Record]) -> dict[str, MultiPolygon]:
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


def east_of_greenwich(shapes: np.ndarray) -> np.ndarray:
    """Russia's rings run across the 180th meridian: unrolled there; what lies in the west is not seen."""
    unrolled = shapely.transform(shapes, lambda points: np.column_stack([points[:, 0] % 360, points[:, 1]]))
    wide = np.ptp(shapely.bounds(shapes)[:, [0, 2]], axis=1) > 300
    return np.where(wide, unrolled, shapes)
