"""Many lines of which only the ends are known, led together along a mesh of hubs, as roads lead to a motorway.

After edge-path bundling (Wallinger et al. 2021, doi:10.1109/TVCG.2021.3114795): a line follows a cheap path through a
graph and is a smooth curve along it; one that would have to go far out of its way stays as it is.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model.geojson import lines_of
from maps.basemap.packed_layers import pack
from maps.project_records import DrawnProject, geometry_type

MANY = 100
"""Of fewer lines each is drawn for itself."""
_LOOSE = ("great_circle", "schematic")
"""Routes of which no more is known than their ends and stops."""
_HUBS = 8
"""Hubs stand in cells; so many of these lie across the longer side of what all ends take."""
_DETOUR = 1.4
"""A way that is so many times longer than the line is none."""
_SHARED = 1.5
"""The power of a stretch's length that it costs: the more, the more lines share short stretches."""
_ROUNDS = 3
"""How often the corners of a way are cut (Chaikin 1974)."""
_LAST_LATITUDE = 85.0
"""Web Mercator ends there."""

FloatArray = NDArray[np.float64]
Graph = dict[int, list[tuple[int, float]]]
"""Of each hub its neighbours and what the way to each costs."""


def bundle(projects: Sequence[DrawnProject]) -> None:
    """Gives the projects whose lines are led together their `courses`; where there are not many lines, and surveyed
    ones and those over the date line, stay as they are."""
    movable = [(project, [*_lines(project)]) for project in projects if project.get("route") in _LOOSE]
    if sum(len(lines) for _, lines in movable) <= MANY:
        return
    mesh = _Mesh(np.concatenate([line for _, lines in movable for line in lines]))
    for project, lines in movable:
        courses = [mesh.course(line) for line in lines]
        if any(course is not None for course in courses):
            project["courses"] = [
                pack(_degrees(line if course is None else course).tolist())
                for line, course in zip(lines, courses, strict=True)
            ]


def _lines(project: DrawnProject) -> Iterator[FloatArray]:
    """The project's lines in Web Mercator, in degrees of its equator; none of a project that crosses the date line."""
    geometry = project.get("geometry")
    if not geometry or not geometry_type(project).endswith("LineString"):
        return
    lines = [np.array([position[:2] for position in line], dtype=float) for line in lines_of(geometry)]
    if any((np.abs(np.diff(line[:, 0])) > 180).any() for line in lines):
        return
    yield from map(_plane, lines)


def _plane(degrees: FloatArray) -> FloatArray:
    latitude = np.clip(degrees[:, 1], -_LAST_LATITUDE, _LAST_LATITUDE)
    return np.column_stack([degrees[:, 0], np.degrees(np.arcsinh(np.tan(np.radians(latitude))))])


def _degrees(plane: FloatArray) -> FloatArray:
    return np.column_stack([plane[:, 0], np.degrees(np.arctan(np.sinh(np.radians(plane[:, 1]))))])


class _Mesh:
    """Hubs where ends crowd, and the ways between neighbours."""

    def __init__(self, ends: FloatArray) -> None:
        low, high = ends.min(axis=0), ends.max(axis=0)
        self._cell = max(float((high - low).max()) / _HUBS, 1e-6)
        cells: dict[tuple[int, int], list[int]] = {}
        for number, (x, y) in enumerate(((ends - low) // self._cell).astype(int).tolist()):
            cells.setdefault((x, y), []).append(number)
        self.hubs = np.array([ends[members].mean(axis=0) for _, members in sorted(cells.items())])
        self._graph = _graph(self.hubs)

    def course(self, line: FloatArray) -> FloatArray | None:
        """The way of a line through the hubs, its own stops kept; None where no stretch of it has one."""
        parts = [self._stretch(start, end) for start, end in pairwise(line)]
        if all(len(part) <= 2 for part in parts):
            return None
        return np.concatenate([part if number == 0 else part[1:] for number, part in enumerate(parts)])

    def _stretch(self, start: FloatArray, end: FloatArray) -> FloatArray:
        straight = np.array([start, end])
        first, last = self._nearest(start), self._nearest(end)
        if first == last:
            return straight
        hubs = self.hubs[self._path(first, last)]
        # By way of the hubs at its ends too, unless these pull it too far aside.
        ways = (np.array([start, *between, end]) for between in (hubs, hubs[1:-1]) if len(between))
        return next((_smooth(way) for way in ways if _length(way) <= _DETOUR * _length(straight)), straight)

    def _nearest(self, point: FloatArray) -> int:
        return int(np.hypot(*(self.hubs - point).T).argmin())

    def _path(self, start: int, end: int) -> list[int]:
        """The cheapest way (Dijkstra 1959); of two that cost the same the one through the first hubs."""
        best: dict[int, float] = {start: 0.0}
        before: dict[int, int] = {}
        queue = [(0.0, start)]
        while queue:
            cost, hub = heapq.heappop(queue)
            if hub == end:
                break
            for other, price in self._graph[hub]:
                if cost + price < best.get(other, math.inf):
                    best[other], before[other] = cost + price, hub
                    heapq.heappush(queue, (cost + price, other))
        path = [end]
        while path[-1] != start and path[-1] in before:
            path.append(before[path[-1]])
        return path[::-1]


def _graph(hubs: FloatArray) -> Graph:
    """Each hub's neighbours in the Delaunay triangles of all."""
    graph: Graph = {number: [] for number in range(len(hubs))}
    numbers = {(x, y): number for number, (x, y) in enumerate(hubs.tolist())}
    edges = shapely.delaunay_triangles(shapely.MultiPoint(hubs), only_edges=True)
    for edge in shapely.get_parts(edges):
        a, b = (numbers[x, y] for x, y in edge.coords)
        price = edge.length**_SHARED
        graph[a].append((b, price))
        graph[b].append((a, price))
    return graph


def _length(path: FloatArray) -> float:
    return float(np.hypot(*np.diff(path, axis=0).T).sum())


def _smooth(path: FloatArray) -> FloatArray:
    """The path with its corners cut, its ends where they were."""
    for _ in range(_ROUNDS):
        near, far = 0.75 * path[:-1] + 0.25 * path[1:], 0.25 * path[:-1] + 0.75 * path[1:]
        inner = np.stack([near, far], axis=1).reshape(-1, 2)[1:-1]
        path = np.vstack([path[:1], inner, path[-1:]])
    return path
