"""The base map that a frame of a still shows: Central Asia's own, or what it needs of the world's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.io.shapes import parts_of_geojson, shapes_of
from geo.places.world_shapes import TOLERANCES, world_shapes
from maps.basemap import choice, packed_layers, world
from maps.drawing.frame import Frame
from maps.drawing.shapes import Box, Point

if TYPE_CHECKING:
    from geo.model.geojson import Json

_BEND = 0.4
"""Points of the page that a simplified border or coast may leave out."""
_METRES_A_DEGREE = 111_000
_OUTLINE_LEVEL = 4
"""How coarse outlines are from which a frame is found."""


class Drawn(NamedTuple):
    """A thing of the base map that is more than a point."""

    properties: packed_layers.Facts
    """What is known of it."""
    shape: BaseGeometry
    """Its geometry, in degrees."""


@dataclass(frozen=True, eq=False)
class StillBasemap:
    """A base map as stills draw it: geometries instead of lists of positions, of which one has tens of thousands."""

    places: tuple[packed_layers.Feature, ...]
    """Points of towns."""
    land: tuple[Drawn, ...]
    countries: tuple[Drawn, ...]
    borders: tuple[Drawn, ...]
    water: tuple[Drawn, ...]
    rivers: tuple[Drawn, ...]

    @property
    def drawn(self) -> tuple[Drawn, ...]:
        """All of it that is more than a point."""
        return self.land + self.countries + self.borders + self.water + self.rivers


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
        own = [each for each in regional.countries if each.properties["code"] in codes]
        return [point for each in own for point in _points(shapely.simplify(each.shape, 0.2, preserve_topology=False))]
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
    """The regional base map, of which each layer's positions are gone before the next is read."""
    *shapes, places = packed_layers.LAYERS
    return StillBasemap(packed_layers.layer(places), *(_drawn(packed_layers.layer(name)) for name in shapes))


@lru_cache(maxsize=16)
def _of_world(window: Box, focus: tuple[str, ...], level: int, language: str) -> StillBasemap:
    west, south, east, north = window
    view = world.View(west, south, east, north, float(np.max([east - west, north - south])))
    data = world.drawn(view, focus, (language,), level, level)
    shapes = (data.land, data.countries, data.borders, data.water, data.rivers)
    return StillBasemap(data.places, *map(_drawn, shapes))


def _drawn(features: Sequence[packed_layers.Feature]) -> tuple[Drawn, ...]:
    """Features with their geometries, which are made all at once: many times as fast as one by one."""
    geometries = cast("list[Json]", [feature["geometry"] for feature in features])
    shapes, _ = shapes_of(*parts_of_geojson(geometries), len(features))
    return tuple(map(Drawn, (feature["properties"] for feature in features), shapes))
