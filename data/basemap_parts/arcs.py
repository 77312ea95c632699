"""A coverage as arcs: each border and coast once, with the coarsest drawing that still has each of its points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely import MultiPolygon

UNITS = 1000
"""Units of a degree in the files: one is at most 111 m."""


@dataclass
class Topology:
    """Arcs, and the rings that are made of them."""

    arcs: list[np.ndarray] = field(default_factory=list)
    """Points of each arc, (n, 2) in degrees."""
    sides: list[tuple[int, ...]] = field(default_factory=list)
    """The numbers of the areas on the sides of each arc: one at a coast, two at a border."""
    kinds: list[Any] = field(default_factory=list)
    """What the caller said of the arc's edges."""
    rings: list[list[list[list[int]]]] = field(default_factory=list)
    """For each area its polygons, for each of them its rings, as numbers of arcs from 1; below 0 it runs backwards."""


def topology(areas: Sequence[MultiPolygon], kind_of: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Topology:
    """The arcs of areas that share their vertices, parted where three of them meet or the kind of line changes.

    kind_of: for middles of edges, (n, 2) in degrees, and whether each is a border, what kind each edge is of.
    """
    rings = [(a, p, shapely.get_coordinates(r)) for a, area in enumerate(areas) for p, r in _rings(area)]
    points, index = np.unique(np.concatenate([ring for *_, ring in rings]), axis=0, return_inverse=True)
    ways = np.split(index.ravel(), np.cumsum([len(ring) for *_, ring in rings])[:-1])
    edges = _edges(rings, ways)
    keys = list(edges)
    ends = np.array(keys)
    kinds = kind_of((points[ends[:, 0]] + points[ends[:, 1]]) / 2, np.array([len(edges[key]) > 1 for key in keys]))
    state = {key: (tuple(edges[key]), kind) for key, kind in zip(keys, kinds.tolist(), strict=True)}
    breaks = _breaks(state)
    result = Topology(rings=[[] for _ in areas])
    numbers: dict[Hashable, int] = {}
    last = (-1, -1)
    for (area, part, _), way in zip(rings, ways, strict=True):
        if (area, part) != last:
            result.rings[area].append([])
        last = (area, part)
        ring = []
        for piece in _pieces(way[:-1].tolist(), breaks):
            forward = piece <= piece[::-1]
            key = tuple(piece if forward else piece[::-1])
            if key not in numbers:
                numbers[key] = len(result.arcs) + 1
                sides, kind = state[_edge(key[0], key[1])]
                result.arcs.append(points[list(key)])
                result.sides.append(sides)
                result.kinds.append(kind)
            ring.append(numbers[key] if forward else -numbers[key])
        result.rings[area][-1].append(ring)
    return result


def _rings(area: MultiPolygon) -> list[tuple[int, Any]]:
    return [(p, ring) for p, part in enumerate(area.geoms) for ring in (part.exterior, *part.interiors)]


def _edge(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _edges(rings: list[tuple[int, int, np.ndarray]], ways: list[np.ndarray]) -> dict[tuple[int, int], list[int]]:
    """The areas at each edge."""
    edges: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (area, *_), way in zip(rings, ways, strict=True):
        nodes = way.tolist()
        for a, b in pairwise(nodes):
            edges[_edge(a, b)].append(area)
    return edges


def _breaks(state: dict[tuple[int, int], Any]) -> set[int]:
    """The points at which an arc ends: not two edges meet there, or two that are not alike."""
    at: dict[int, list[Any]] = defaultdict(list)
    for (a, b), what in state.items():
        at[a].append(what)
        at[b].append(what)
    return {node for node, states in at.items() if len(states) != 2 or states[0] != states[1]}


def _pieces(way: list[int], breaks: set[int]) -> list[list[int]]:
    """A ring, open, as pieces between breaks; one closed piece where it has none, from its first point as numbered."""
    starts = [place for place, node in enumerate(way) if node in breaks]
    if not starts:
        first = way.index(min(way))
        return [[*way[first:], *way[: first + 1]]]
    turned = [*way[starts[0] :], *way[: starts[0] + 1]]
    cuts = [*(place - starts[0] for place in starts), len(way)]
    return [turned[a : b + 1] for a, b in pairwise(cuts)]


def levels(arcs: Sequence[np.ndarray], areas: Sequence[MultiPolygon], tolerances: Sequence[float]) -> list[np.ndarray]:
    """For each point of each arc how many of the tolerances, the finest first, it outlasts; ends outlast all."""
    left: dict[tuple[float, float], int] = {}
    for rank, tolerance in enumerate(tolerances, 1):
        simple = shapely.coverage_simplify(list(areas), tolerance)
        left |= dict.fromkeys(map(tuple, shapely.get_coordinates(simple).tolist()), rank)
    ranks = []
    for arc in arcs:
        own = np.array([left.get((x, y), 0) for x, y in arc.tolist()], dtype=np.uint8)
        own[[0, -1]] = len(tolerances)
        ranks.append(own)
    return ranks
