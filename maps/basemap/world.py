"""The base map of a layer of any countries: what of the world its view can show, its own countries in detail."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple, TypeAlias, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiLineString, MultiPolygon, mapping
from shapely.geometry.base import BaseGeometry

from geo.io.package_data import data_path
from geo.model.geojson import Json
from geo.places.world_shapes import (
    COAST,
    TOLERANCES,
    UNSETTLED,
    AreaFacts,
    Numbers,
    WorldShapes,
    polygons,
    world_shapes,
)
from maps.basemap.lakes import lakes_in
from maps.basemap.names import country_name, locale
from maps.basemap.packed_layers import Basemap, Feature

BUDGET = 21_000
"""Points of a page's base map, about three bytes each."""
ROOM = 1.5
"""How far the view reaches to each side of its middle, in sizes of what is shown at first."""
SMALLEST = 4.0
"""Degrees that are shown at first, at least."""
WIDEST = 240.0
"""Degrees to each side of the middle that a view reaches at most: what lies on the far side is drawn at both edges."""
PIXELS = 800
"""About how many pixels wide the first view is."""
FARTHEST = 85.0
"""Degrees of latitude at which Web Mercator is cut."""
TOWNS_OF_OTHERS = 300_000
"""People of the smallest towns of other countries that are named."""
RIVERS = ((15, 7), (40, 5), (80, 3))
"""Below how many degrees of a first view rivers are drawn up to which of Natural Earth's scale ranks."""
LAKE_PIXELS = 4
"""About how many pixels wide the smallest lakes are in the first view."""
MOST_TOWNS = 110


class View(NamedTuple):
    """What a map can show: a part of the globe in degrees, which may reach beyond 180."""

    west: float
    south: float
    east: float
    north: float
    size: float
    """Degrees that are shown at first."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        return self.west, self.south, self.east, self.north

    @property
    def pixel(self) -> float:
        """Degrees of a pixel of the first view."""
        return self.size / PIXELS


def view_of(focus: Collection[str], positions: Iterable[Sequence[float]]) -> View:
    """What a page about countries and positions (longitude, latitude in degrees) can show: both, with room around."""
    boxes = [frame for frame in map(frame_of, focus) if frame] + [(x, y, x, y) for x, y, *_ in positions]
    if not boxes:
        return View(-180, -FARTHEST, 180, FARTHEST, 360)
    spans = np.array(boxes)
    west, east = narrowest(spans[:, [0, 2]].tolist())
    low, high = _level(float(spans[:, 1].min())), _level(float(spans[:, 3].max()))
    size = max(east - west, high - low, SMALLEST)
    reach, middle, level = ROOM * size, (west + east) / 2, (low + high) / 2
    south, north = _latitude(level - reach), _latitude(level + reach)
    side = min(reach, WIDEST)
    return View(middle - side, max(-FARTHEST, south), middle + side, min(FARTHEST, north), size)


def frame_of(code: str) -> tuple[float, float, float, float] | None:
    """West, south, east, north of what a map of a country shows at first, None for a code that has no area."""
    shapes = world_shapes()
    return shapes.facts[shapes.number[code]].frame if code in shapes.number else None


def narrowest(spans: Iterable[Sequence[float]]) -> tuple[float, float]:
    """The narrowest span of longitudes that holds all of them, the other way round the globe if that is shorter."""
    ordered = sorted((west, east) for west, east in spans)
    gaps, reach = [], ordered[0][1]
    for west, east in [*ordered[1:], (ordered[0][0] + 360, 0)]:
        gaps.append((west - reach, reach, west))
        reach = max(reach, east)
    _, before, after = max(gaps)
    return (after - 360, before) if after > 180 else (after, before + 360)


def _level(latitude: float) -> float:
    """Web Mercator's height of a latitude, in degrees of longitude at the same scale."""
    flat = max(-FARTHEST, min(FARTHEST, latitude))
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(flat) / 2)))


def _latitude(level: float) -> float:
    return math.degrees(2 * math.atan(math.exp(math.radians(max(-180, min(180, level))))) - math.pi / 2)


def for_view(view: View, focus: Sequence[str], languages: Sequence[str]) -> Basemap:
    """The base map of a view, as fine as a page can hold."""
    own, other = _affordable(view, focus)
    return drawn(view, focus, languages, own, other)


def drawn(view: View, focus: Sequence[str], languages: Sequence[str], own: int, other: int) -> Basemap:
    """The base map of a view: its own countries at one level of detail, all else at another (1 is the finest)."""
    shapes = world_shapes()
    levels = np.where(_own_arcs(shapes, focus), own, other)
    areas = {fact.code: _seen(shapes.parts(unit, levels), view) for unit, fact in _in_view(shapes, view)}
    smallest = {True: (TOLERANCES[own - 1] / 2) ** 2, False: (TOLERANCES[other - 1] / 2) ** 2}
    mine = {part for code in focus for part in _codes_of(shapes, code)}
    areas = {code: [part for part in parts if part.area > smallest[code in mine]] for code, parts in areas.items()}
    countries = list(_countries(shapes, areas, focus, languages))
    land = shapely.union_all([part for parts in areas.values() for part in parts])
    return Basemap(
        land=(_feature(_whole(land), {}),),
        countries=tuple(countries),
        borders=tuple(_borders(shapes, view, levels)),
        water=tuple(_lakes(shapes, view, other)),
        rivers=tuple(_rivers(shapes, view, other)),
        places=tuple(_places(view, focus, languages)),
        view=view.box,
        frames=tuple(_turned(frame, view) for frame in map(frame_of, focus) if frame),
    )


def _affordable(view: View, focus: Sequence[str]) -> tuple[int, int]:
    """The finest levels, of own countries and of others, at which the base map fits into the page."""
    shapes = world_shapes()
    west, south, east, north = view.box
    x, y = shapes.arcs.points.T
    x = (x - west) % 360 + west
    seen = (x <= east) & (y >= south) & (y <= north)
    mine = _own_arcs(shapes, focus)
    alone: Numbers = np.asarray(shapes.kinds == COAST)
    west, south, east, north = shapes.arcs.boxes.T
    spread = (east - west) * (north - south)
    for fine, coarse in ((1, 2), (1, 3), (2, 3), (2, 4), (3, 4), (3, 5), (4, 5)):
        levels = np.repeat(np.where(mine, fine, coarse), np.diff(shapes.arcs.starts))
        counts = np.add.reduceat(seen & (shapes.arcs.levels >= levels), shapes.arcs.starts[:-1])
        tolerance = np.where(mine, TOLERANCES[fine - 1], TOLERANCES[coarse - 1])
        counts[alone & (spread < tolerance**2)] = 0  # islands that are too small to be drawn
        useful = TOLERANCES[coarse - 1] > view.pixel / 2 and TOLERANCES[fine - 1] > view.pixel / 16
        if useful and int(counts.sum()) + int(counts[mine].sum()) < BUDGET:
            return fine, coarse
    return 5, 5


def _own_arcs(shapes: WorldShapes, focus: Sequence[str]) -> Numbers:
    units = [unit for code in focus for unit in shapes.units_of(code)]
    return np.asarray(np.isin(shapes.sides, units).any(axis=1))


def _codes_of(shapes: WorldShapes, code: str) -> list[str]:
    return [shapes.facts[unit].code for unit in shapes.units_of(code)]


def _in_view(shapes: WorldShapes, view: View) -> Iterator[tuple[int, AreaFacts]]:
    """The areas of which some part may be seen, with their numbers."""
    boxes, owner = shapes.part_boxes
    seen = np.zeros(len(boxes), dtype=bool)
    for turn in (-360, 0, 360):
        seen |= (
            (boxes[:, 0] + turn < view.east)
            & (boxes[:, 2] + turn > view.west)
            & (boxes[:, 1] < view.north)
            & (boxes[:, 3] > view.south)
        )
    for unit in np.unique(owner[seen]).tolist():
        yield unit, shapes.facts[unit]


def _seen(parts: Sequence[BaseGeometry], view: View) -> list[BaseGeometry]:
    """What of polygons or lines a view shows, turned to its longitudes; halves that meet at the antimeridian as one."""
    pieces: list[BaseGeometry] = []
    array = np.array(parts, dtype=object)
    if not len(array):
        return pieces
    bounds = shapely.bounds(array)
    for turn in (-360, 0, 360):
        near = array[(bounds[:, 0] + turn < view.east) & (bounds[:, 2] + turn > view.west)]
        if turn and len(near):
            near = shapely.transform(near, lambda points, by=turn: points + np.array([by, 0]))
        pieces += shapely.get_parts(shapely.get_parts(shapely.clip_by_rect(near, *view.box))).tolist()
    kind = "Polygon" if array[0].geom_type == "Polygon" else "LineString"
    pieces = [piece for piece in pieces if piece.geom_type == kind and not piece.is_empty]
    at_turn = {-180.0, 180.0, 540.0, -540.0}
    if kind == "Polygon" and any(at_turn & {*piece.bounds[::2]} for piece in pieces):
        pieces = [piece for piece in shapely.get_parts(shapely.union_all(pieces)) if piece.geom_type == kind]
    return pieces


def _turned(frame: Sequence[float], view: View) -> tuple[float, float, float, float]:
    """A frame at the longitudes of a view."""
    west, south, east, north = frame
    middle = (view.west + view.east) / 2
    turn = 360 * round((middle - (west + east) / 2) / 360)
    return west + turn, south, east + turn, north


def _whole(shape: BaseGeometry) -> MultiPolygon:
    return MultiPolygon([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"])


def _feature(shape: BaseGeometry, properties: Mapping[str, Json]) -> Feature:
    return cast("Feature", {"type": "Feature", "geometry": mapping(shape), "properties": properties})


def _countries(
    shapes: WorldShapes, areas: dict[str, list[BaseGeometry]], focus: Sequence[str], languages: Sequence[str]
) -> Iterator[Feature]:
    """The countries that are named, the layer's own with all of their parts."""
    inside = {part for code in focus for part in _codes_of(shapes, code)[1:]}
    for fact in sorted(shapes.facts, key=lambda fact: fact.code):
        parts = [part for code in _codes_of(shapes, fact.code) for part in areas.get(code, ())]
        if fact.code and parts and fact.code not in inside:
            largest = max(parts, key=lambda part: part.area)
            label, room = _label(fact, parts, largest)
            names = {f"name_{language}": country_name(fact.code, language) for language in languages}
            whole = MultiPolygon(parts if fact.code in focus else [largest])
            yield _feature(whole, {"code": fact.code, **names, "label": label, "room": room})


def _label(fact: AreaFacts, parts: Sequence[BaseGeometry], largest: BaseGeometry) -> tuple[list[float], float]:
    """Where a country's name stands and the room it has: its usual point if seen, else the middle of what is."""
    lon, lat = fact.label
    for turn in (0, -360, 360):
        if any(shapely.intersects_xy(part, lon + turn, lat) for part in parts):
            return [lon + turn, lat], fact.room
    middle = largest.representative_point()
    return [round(middle.x, 1), round(middle.y, 1)], 0.0


def _borders(shapes: WorldShapes, view: View, levels: Numbers) -> Iterator[Feature]:
    """Each border once: between two countries, or unsettled."""
    lines: dict[tuple[bool, tuple[str, ...]], list[BaseGeometry]] = {}
    for number in np.flatnonzero(shapes.kinds != COAST).tolist():
        points = shapes.arcs.at(number, int(levels[number]))
        codes = sorted(shapes.facts[unit].code for unit in shapes.sides[number].tolist() if unit >= 0)
        if len(points) > 1:
            key = (bool(shapes.kinds[number] == UNSETTLED or "" in codes), tuple(codes))
            lines.setdefault(key, []).append(shapely.LineString(points))
    for (unsettled, pair), parts in sorted(lines.items(), key=lambda entry: entry[0]):
        seen = _seen(parts, view)
        if seen:
            yield _feature(MultiLineString(seen), {"unsettled": unsettled, "countries": list(pair)})


def _lakes(shapes: WorldShapes, view: View, level: int) -> Iterator[Feature]:
    ways, rings = shapes.lakes
    levels = np.full(len(ways.first), level)
    seen = _ways_in_view(ways.boxes, view)
    chosen = [
        (ring, bool(rings.hole[ring])) for ring in range(len(rings.owner)) if seen[np.abs(rings.of(ring)) - 1].any()
    ]
    smallest = (view.pixel * LAKE_PIXELS) ** 2
    for lake in polygons(ways, rings, chosen, levels):
        parts = _seen([lake], view) if lake.area > smallest else []
        if parts:
            yield from _named_water(MultiPolygon(parts), lake, view)


def _named_water(seen: MultiPolygon, whole: BaseGeometry, view: View) -> Iterator[Feature]:
    """What is seen of a lake, with its name where that stands in the view; a second name of one water has no shape."""
    shape, rank = seen, 5.0
    for lake in lakes_in(whole):
        lon, lat = lake.label
        x = lon + 360 * round(((view.west + view.east) / 2 - lon) / 360)
        if view.west < x < view.east and view.south < lat < view.north:
            facts: dict[str, Json] = {"rank": lake.rank, "label": [x, lat], "room": lake.across / 2, **lake.names}
            yield _feature(shape, facts)
            shape = MultiPolygon()
    if not shape.is_empty:
        yield _feature(shape, {"rank": rank})


def _rivers(shapes: WorldShapes, view: View, level: int) -> Iterator[Feature]:
    ways, ranks = shapes.rivers
    most = next((rank for size, rank in RIVERS if view.size < size), 2)
    chosen = np.flatnonzero(_ways_in_view(ways.boxes, view) & (ranks <= most)).tolist()
    for number in chosen:
        points = ways.at(number, level)
        parts = _seen([shapely.LineString(points)], view) if len(points) > 1 else []
        if parts:
            yield _feature(MultiLineString(parts), {"rank": int(ranks[number])})


def _ways_in_view(boxes: Numbers, view: View) -> NDArray[np.bool_]:
    seen = np.zeros(len(boxes), dtype=bool)
    for turn in (-360, 0, 360):
        seen |= (boxes[:, 0] + turn < view.east) & (boxes[:, 2] + turn > view.west)
    inside: NDArray[np.bool_] = (boxes[:, 1] < view.north) & (boxes[:, 3] > view.south)
    return np.logical_and(seen, inside)


TownRow: TypeAlias = "tuple[str, float, float, str, int, int, str]"
"""Name, longitude, latitude in degrees, country, people, 1 for the capital, time zone named after it."""


@cache
def _towns() -> list[TownRow]:
    rows = json.loads(data_path("basemap/world/towns.json").read_text(encoding="utf-8"))
    return [cast("TownRow", row) for row in rows]


def _places(view: View, focus: Sequence[str], languages: Sequence[str]) -> list[Feature]:
    """Towns by rank: capitals, the large ones, those of the layer's own countries."""
    towns = []
    middle = (view.west + view.east) / 2
    for name, lon, lat, country, people, capital, zone in _towns():
        x = (lon - middle + 180) % 360 + middle - 180
        own = country in focus
        named = own or capital or people >= TOWNS_OF_OTHERS
        if named and x <= view.east and view.south <= lat <= view.north:
            names = {f"name_{language}": _town_name(name, zone, language) for language in languages}
            rank = 1 if own and capital else 2 if capital or people >= 1e6 else 3 if people >= 3e5 else 5
            properties = {**names, "country": country, "rank": rank, "capital": "country" if capital else ""}
            towns.append((rank, not own, -people, x, lat, properties))
    towns.sort(key=lambda entry: entry[:3])
    return [_feature(shapely.Point(x, lat), properties) for *_, x, lat, properties in towns[:MOST_TOWNS]]


@cache
def _town_name(name: str, zone: str, language: str) -> str:
    """A town's name as CLDR has it, where a time zone is named after the town; else as GeoNames has it."""
    from babel.dates import get_timezone_location

    known = locale(language) if zone else None
    return str(get_timezone_location(zone, locale=known, return_city=True)) if known else name
