"""The base map that a frame of a still shows: Central Asia's own, or what it needs of the world's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.io.shapes import parts_of_geojson, shapes_of
from geo.places.world_shapes import TOLERANCES, world_shapes
from maps.basemap import choice, packed_layers, world
from maps.drawing.frame import Frame
from maps.drawing.shapes import Box, Point

_BEND = 0.4
"""Points of the page that a simplified border or coast may leave out."""
_METRES_A_DEGREE = 111_000
_OUTLINE_LEVEL = 4
"""How coarse outlines are from which a frame is found."""
_LAYERS = tuple(layer for layer in packed_layers.LAYERS if layer != "places")
"""Those of more than points."""


@dataclass(frozen=True, eq=False)
class StillBasemap:
    """A base map, and the geometry of each of its features that is more than a point."""

    data: packed_layers.Basemap
    """The features."""
    shapes: dict[int, BaseGeometry]
    """By a feature's identity, in degrees."""

    def shape(self, feature: packed_layers.Feature) -> BaseGeometry:
        """The geometry of a feature."""
        return self.shapes[id(feature)]


def of_frame(frame: Frame, focus: Collection[str], language: str) -> StillBasemap:
    """The base map of a frame; focus: the layer's own countries; language: of the names of a cut of the world's."""
    if choice.is_regional(focus, _corners(frame.window)):
        return _regional()
    degrees = frame.metres * _BEND / _METRES_A_DEGREE
    level = sum(tolerance <= degrees for tolerance in TOLERANCES) or 1
    west, south, east, north = (round(edge, 3) for edge in frame.window)
    return _of_world((west, south, east, north), tuple(sorted(focus)), level, language)


def outline(codes: Collection[str]) -> list[Point]:
    """Points of what a map of countries shows at first, in degrees; none for countries that have no area."""
    if choice.CENTRAL_ASIA.issuperset(codes):
        regional = _regional()
        own = [each for each in regional.data.countries if each["properties"]["code"] in codes]
        return [
            point
            for each in own
            for point in _points(shapely.simplify(regional.shape(each), 0.2, preserve_topology=False))
        ]
    return [point for code in codes for point in _main_points(code)]


@cache
def _main_points(code: str) -> list[Point]:
    frame = world.frame_of(code)
    if frame is None:
        return []
    west, south, east, north = frame
    shapes = world_shapes()
    points = shapely.get_coordinates(shapes.unit_area(shapes.number[code], _OUTLINE_LEVEL))
    turned = (points[:, 0] - west + 0.1) % 360 + west - 0.1
    inside = (turned <= east + 0.1) & (points[:, 1] >= south - 0.1) & (points[:, 1] <= north + 0.1)
    corners = [((lon + 180) % 360 - 180, lat) for lon in (west, east) for lat in (south, north)]
    return [(x, y) for x, y in points[inside].tolist()] or corners


def _points(shape: BaseGeometry) -> list[Point]:
    return [(x, y) for x, y in shapely.get_coordinates(shape).tolist()]


def _corners(window: Box) -> list[tuple[float, float]]:
    west, south, east, north = window
    return [(west, south), (east, north)]


@cache
def _regional() -> StillBasemap:
    """The regional base map."""
    return _with_shapes(packed_layers.load())


@lru_cache(maxsize=16)
def _of_world(window: Box, focus: tuple[str, ...], level: int, language: str) -> StillBasemap:
    west, south, east, north = window
    view = world.View(west, south, east, north, float(np.max([east - west, north - south])))
    return _with_shapes(world.drawn(view, focus, (language,), level, level))


def _with_shapes(data: packed_layers.Basemap) -> StillBasemap:
    """A base map with the geometries of its features, which are made all at once: many times as fast as one by one."""
    features = [feature for layer in _LAYERS for feature in getattr(data, layer)]
    shapes, _ = shapes_of(*parts_of_geojson([feature["geometry"] for feature in features]), len(features))
    return StillBasemap(data, dict(zip(map(id, features), shapes, strict=True)))
