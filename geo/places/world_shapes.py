"""The shapes of the world's base map: areas of countries, lakes and rivers, drawn as fine as is asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from geo.io.package_data import data_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

Numbers: TypeAlias = "NDArray[np.int64]"
"""Integers, degrees or truth values, as the file packs them."""

UNITS = 1000
"""Units of a degree in the file."""

TOLERANCES = (0.006, 0.015, 0.04, 0.12, 0.35)
"""Degrees: about how much of a bend each level leaves out, the finest first. Level 1 is TOLERANCES[0]."""

COAST, BORDER, UNSETTLED = 0, 1, 2
"""What an arc is: a coast, a border between two areas, or a border that is disputed or not fixed."""

FINEST = 1
"""The level at which all points are drawn."""

LEAST = 4
"""Points of a ring at least, its first one once more at its end."""


@dataclass(frozen=True)
class Ways:
    """Lines of the file, each with the level up to which each of its points is drawn."""

    first: Numbers
    """Where each begins, (n, 2) in units."""
    steps: Numbers
    """From point to point, (2, points) in units; 0 at the beginning of each."""
    levels: Numbers
    """The coarsest level that still has the point, a number for each point."""
    starts: Numbers
    """Where each line's points begin; the last number is that of all points."""

    @cached_property
    def points(self) -> Numbers:
        """All points in degrees, (points, 2)."""
        sums = np.cumsum(self.steps, axis=1, dtype=np.int32)
        sums += np.repeat(self.first.T - sums[:, self.starts[:-1]], np.diff(self.starts), axis=1)
        return np.asarray(np.ascontiguousarray(sums.T) / UNITS)

    @cached_property
    def boxes(self) -> Numbers:
        """West, south, east, north of each line."""
        low = np.minimum.reduceat(self.points, self.starts[:-1])
        high = np.maximum.reduceat(self.points, self.starts[:-1])
        return np.hstack([low, high])

    def at(self, number: int, level: int) -> Numbers:
        """The points of a line at a level, its ends always."""
        own = slice(self.starts[number], self.starts[number + 1])
        if "points" in vars(self):  # those of all lines have been put together, which one line alone is not worth
            points = self.points[own]
        else:
            points = (self.steps[:, own].cumsum(axis=1, dtype=np.int32).T + self.first[number]) / UNITS
        return points if level == FINEST else points[self.levels[own] >= level]


class Rings(NamedTuple):
    """Rings that are made of lines, the holes after the ring that they lie in."""

    arcs: Numbers
    """Numbers of lines from 1, one ring after the other; below 0 a line runs backwards."""
    starts: Numbers
    """Where each ring's lines begin; the last number is that of all."""
    owner: Numbers
    """The number of the area of each ring."""
    hole: Numbers
    """Whether it is a hole."""

    def of(self, ring: int) -> Numbers:
        """The lines of a ring."""
        return self.arcs[self.starts[ring] : self.starts[ring + 1]]


class AreaFacts(NamedTuple):
    """What is known of an area beside its shape."""

    code: str
    """ISO 3166-1 alpha-2, XK for Kosovo, "" for land of no country."""
    label: tuple[float, float] = (0.0, 0.0)
    """Where its name stands, in degrees."""
    room: float = 0.0
    """How far its name may reach east and west of that point, in degrees, a fifth of that north and south."""
    frame: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """West, south, east, north of what a map of it shows at first; east of 180 across the antimeridian."""
    parts: tuple[str, ...] = ()
    """Codes of other areas that are the country's too."""
    accuracy_m: float = 0.0
    """How far its coast may be off, in metres."""
    accuracy_with_m: Mapping[str, float] = MappingProxyType({})
    """The same of its border with each neighbour."""


class WorldShapes:
    """All areas, lakes and rivers of the world; each shape is put together when it is asked for."""

    def __init__(self, load: Callable[[str], Mapping[str, Numbers]], facts: Sequence[AreaFacts]) -> None:
        self.facts = tuple(facts)
        self.number = {fact.code: number for number, fact in enumerate(self.facts)}
        arrays = load("area")
        self.arcs = _ways(arrays)
        self.sides: Numbers = arrays["sides"]
        self.kinds: Numbers = arrays["kinds"]
        self.rings = _rings(arrays)
        self._load = load
        self._own_rings = _ring_ranges(self.rings.owner, len(self.facts))

    @cached_property
    def lakes(self) -> tuple[Ways, Rings]:
        """The lakes' lines and rings, the largest lake first."""
        arrays = self._load("lake")
        return _ways(arrays), _rings(arrays)

    @cached_property
    def rivers(self) -> tuple[Ways, Numbers]:
        """The rivers, and Natural Earth's scale rank of each."""
        arrays = self._load("river")
        return _ways(arrays), arrays["ranks"]

    def units_of(self, code: str) -> list[int]:
        """The numbers of the areas that a country is made of, none for a code that has no area."""
        if code not in self.number:
            return []
        fact = self.facts[self.number[code]]
        return [self.number[part] for part in (code, *fact.parts)]

    def has_coast(self, code: str) -> bool:
        """Whether a country lies at a sea; the Caspian is one."""
        units = self.units_of(code)
        return bool(np.isin(self.sides[self.kinds == COAST], units).any())

    def unit_area(self, number: int, level: int = FINEST) -> MultiPolygon:
        """One area in degrees."""
        return MultiPolygon(self.parts(number, np.full(len(self.kinds), level)))

    def parts(self, unit: int, levels: Numbers) -> list[Polygon]:
        """The polygons of an area, each of its arcs at a level of its own; what shrinks to nothing is left out."""
        rings = [(ring, self.rings.hole[ring]) for ring in self._own_rings[unit]]
        return polygons(self.arcs, self.rings, rings, levels)

    @cached_property
    def _outer(self) -> Numbers:
        """The numbers of the rings that are no holes: one for each part."""
        return np.flatnonzero(~self.rings.hole)

    def part(self, number: int) -> MultiPolygon:
        """One part of an area in degrees, as `part_boxes` counts them."""
        first, *later = self._outer[number : number + 2].tolist()
        rings = [(ring, ring > first) for ring in range(first, *(later or [len(self.rings.hole)]))]
        return MultiPolygon(polygons(self.arcs, self.rings, rings, np.full(len(self.kinds), FINEST)))

    @cached_property
    def part_boxes(self) -> tuple[Numbers, Numbers]:
        """West, south, east, north of each part of each area, and the number of the area."""
        outer = self._outer
        boxes = self.arcs.boxes[np.abs(self.rings.arcs) - 1]
        low = np.minimum.reduceat(boxes[:, :2], self.rings.starts[:-1])[outer]
        high = np.maximum.reduceat(boxes[:, 2:], self.rings.starts[:-1])[outer]
        return np.hstack([low, high]), self.rings.owner[outer]


def polygons(ways: Ways, rings: Rings, chosen: Sequence[tuple[int, bool]], levels: Numbers) -> list[Polygon]:
    """The polygons of rings, holes after the ring that they lie in, each line at a level of its own."""
    lines: list[Numbers] = []
    owner: list[int] = []
    count, is_drawn = 0, False
    for ring, hole in chosen:
        points = _ring_points(ways, rings.of(ring), levels)
        if not hole:
            is_drawn = len(points) >= LEAST
            count += is_drawn
        if is_drawn and len(points) >= LEAST:
            lines.append(points)
            owner.append(count - 1)
    if not lines:
        return []
    ring_of = np.repeat(np.arange(len(lines)), list(map(len, lines)))
    drawn = shapely.polygons(shapely.linearrings(np.concatenate(lines), indices=ring_of), indices=owner)
    valid = shapely.is_valid(drawn)
    return [part for polygon, sound in zip(drawn, valid, strict=True) for part in _sound(polygon, sound)]


def _sound(polygon: Polygon, valid: bool) -> list[Polygon]:
    if valid:
        return [polygon]
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(polygon)))
    return [part for part in parts if part.geom_type == "Polygon"]


def _ring_points(ways: Ways, arcs: Numbers, levels: Numbers) -> Numbers:
    pieces = []
    for signed in arcs.tolist():
        number = abs(signed) - 1
        line = ways.at(number, levels[number])
        pieces.append((line if signed > 0 else line[::-1])[:-1])
    return np.concatenate([*pieces, pieces[0][:1]])


def _ways(arrays: Mapping[str, Numbers]) -> Ways:
    return Ways(*(arrays[part] for part in ("first", "steps", "levels", "starts")))


def _rings(arrays: Mapping[str, Numbers]) -> Rings:
    return Rings(*(arrays[f"ring_{part}"] for part in ("arcs", "starts", "owner", "hole")))


def _ring_ranges(owner: Numbers, count: int) -> list[range]:
    edges = np.searchsorted(owner, np.arange(count + 1)).tolist()
    return [range(start, end) for start, end in pairwise(edges)]


@lru_cache(maxsize=1)
def world_shapes() -> WorldShapes:
    """The shapes that ship with coopmap, read once."""
    records = json.loads(data_path("basemap/world/countries.json").read_text(encoding="utf-8"))
    return WorldShapes(_stored, [_facts(record) for record in records])


def _stored(kind: str) -> dict[str, Numbers]:
    """What the file has of "area", "lake" or "river"."""
    with np.load(data_path("basemap/world/shapes.npz")) as stored:
        prefix = f"{kind}_"
        return {name.removeprefix(prefix): stored[name] for name in stored.files if name.startswith(prefix)}


def _facts(record: Mapping[str, Any]) -> AreaFacts:
    if not record["code"]:
        return AreaFacts("", accuracy_m=record["accuracy_m"])
    return AreaFacts(
        record["code"],
        tuple(record["label"]),
        record["room"],
        tuple(record["frame"]),
        tuple(record.get("with", ())),
        record["accuracy_m"],
        record.get("accuracy_with_m", {}),
    )
