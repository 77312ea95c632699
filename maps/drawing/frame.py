"""The part of a projection's plane that a map shows, and where on the page it stands."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from geo import CoopmapError
from geo.messages import Message
from geo.places import geodesics
from maps.drawing.projection import FloatArray, Projection
from maps.drawing.shapes import Box, Point


@dataclass(frozen=True)
class Frame:
    """The part of a projection's plane that is shown in a box of the page, of the same shape."""

    projection: Projection
    """From degrees to the plane."""
    plane: Box
    """Left, bottom, right, top in the plane's units, y upward."""
    box: Box
    """Left, top, right, bottom on the page in points, y downward."""

    @property
    def scale(self) -> float:
        """Points of the page for a unit of the plane."""
        return (self.box[2] - self.box[0]) / (self.plane[2] - self.plane[0])

    def at_corner(self) -> Frame:
        """The same frame in the page's upper left corner."""
        left, top, right, bottom = self.box
        return Frame(self.projection, self.plane, (0.0, 0.0, round(right - left, 3), round(bottom - top, 3)))

    def page(self, degrees: ArrayLike) -> FloatArray:
        """Places in degrees as an array of (x, y) on the page."""
        return self.on_page(self.projection.forward(degrees))

    def on_page(self, plane: FloatArray) -> FloatArray:
        """Points of the plane as points of the page."""
        left, _, _, top = self.plane
        return np.column_stack(
            [self.box[0] + (plane[:, 0] - left) * self.scale, self.box[1] + (top - plane[:, 1]) * self.scale]
        )

    def point(self, lon: float, lat: float) -> Point | None:
        """A place on the page, or None when it is not on the map."""
        [(x, y)] = self.page([(lon, lat)]).tolist()
        return (x, y) if math.isfinite(x) and math.isfinite(y) else None

    def shows(self, point: Point | None, margin: float = 0.0) -> bool:
        """Whether a point of the page lies in the box, so many points from its edge."""
        if point is None:
            return False
        left, top, right, bottom = self.box
        return left + margin <= point[0] <= right - margin and top + margin <= point[1] <= bottom - margin

    @cached_property
    def window(self) -> Box:
        """West, south, east, north of everything that the frame shows, in degrees around the projection's middle:
        the west may be below -180, the east above 180. A little more than the frame."""
        left, bottom, right, top = self.plane
        xs, ys = np.meshgrid(np.linspace(left, right, 25), np.linspace(bottom, top, 25))
        places = self.projection.backward(np.column_stack([xs.ravel(), ys.ravel()]))
        sound = places[np.isfinite(places).all(axis=1)]
        middle = self.projection.middle
        if not len(sound):
            return middle - 180, -90.0, middle + 180, 90.0
        lons = (sound[:, 0] - middle + 180) % 360 - 180 + middle
        west, east, south, north = lons.min(), lons.max(), sound[:, 1].min(), sound[:, 1].max()
        pad = max(0.5, (north - south) * 0.05)
        if self._holds_pole(90.0):
            north, west, east = 90.0, middle - 180, middle + 180
        if self._holds_pole(-90.0):
            south, west, east = -90.0, middle - 180, middle + 180
        return (
            float(max(middle - 180, west - pad)),
            float(max(-90.0, south - pad)),
            float(min(middle + 180, east + pad)),
            float(min(90.0, north + pad)),
        )

    def _holds_pole(self, latitude: float) -> bool:
        return self.shows(self.point(self.projection.middle, latitude))

    @cached_property
    def metres(self) -> float:
        """Metres on the ground for a point of the page, measured along a level line in the frame's middle."""
        left, top, right, bottom = self.box
        x, y = (left + right) / 2, (top + bottom) / 2
        ends = self.projection.backward(self.plane_of([(x - 20, y), (x + 20, y)]))
        if not np.isfinite(ends).all():
            return 0.0
        return float(geodesics.way(*ends[0], *ends[1])[1]) / 40

    def plane_of(self, page: Sequence[Point]) -> FloatArray:
        """Points of the page as points of the plane."""
        points = np.asarray(page, dtype=float)
        left, _, _, top = self.plane
        return np.column_stack(
            [left + (points[:, 0] - self.box[0]) / self.scale, top - (points[:, 1] - self.box[1]) / self.scale]
        )


def framed(  # noqa: PLR0913  what a frame is made of
    projection: Projection,
    near: Iterable[Sequence[float]],
    box: Box,
    *,
    margin: float,
    around: Iterable[Sequence[float]] = (),
    least: float = 0.0,
) -> Frame:
    """The frame that shows places in degrees within a box: `near` ones so many points from its edges, those `around`
    them a third as many.

    least: how much is shown at least, in metres from left to right. Raises CoopmapError when the projection has no
    point for any of the places.
    """
    marked, other = _finite(projection, near), _finite(projection, around)
    wide, high = box[2] - box[0], box[3] - box[1]
    if not len(marked) and not len(other):
        raise CoopmapError(
            Message("The coordinate system has no point for any of these projects; choose another with --crs.")
        )
    unit, x, y = 1e-9, 0.0, 0.0
    for _ in range(4):  # the margin is so many points, and how large a point is depends on the margin
        points = np.concatenate([_spread(marked, margin * unit), _spread(other, margin * unit / 3)])
        (left, bottom), (right, top) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
        unit = max((right - left) / wide, (top - bottom) / high, 1e-9)
        x, y = (left + right) / 2, (bottom + top) / 2
    for _ in range(3):  # what a unit of the plane is in metres is known only of a frame
        frame = Frame(
            projection, (x - unit * wide / 2, y - unit * high / 2, x + unit * wide / 2, y + unit * high / 2), box
        )
        seen_m = frame.metres * wide
        if not seen_m or seen_m >= least * 0.999:
            break
        unit *= least / seen_m
    return frame


def _finite(projection: Projection, places: Iterable[Sequence[float]]) -> FloatArray:
    points = projection.forward(np.array(list(places), dtype=float).reshape(-1, 2))
    return points[np.isfinite(points).all(axis=1)]


def _spread(points: FloatArray, by: float) -> FloatArray:
    """Points so much to the left and below, and to the right and above others."""
    return np.concatenate([points - by, points + by])
