"""What every part of the base map shares: its extents, the grid of its digits, and geometry helpers."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from shapely import MultiLineString, MultiPolygon, box
from shapely.geometry.base import BaseGeometry

VISIBLE = box(0, 0, 140, 78)  # all that the page can ever show
KNOWN = box(36, 34, 96, 60)  # where the neighbours' areas are good enough to say what lies in them
DIGITS = 3

CENTRAL_ASIA = {"KZ": "KAZ", "UZ": "UZB", "KG": "KGZ", "TJ": "TJK", "TM": "TKM"}
"""ISO 3166-1 codes of the five countries, two letters and three."""

# Far from Central Asia simplification works on warped degrees: true around the two countries, shrunk beyond.
WARP_X = ([0, 30, 46, 66.5, 73.2, 88, 100, 140], [0, 1, 3.5, 24, 36, 50.8, 52.6, 54.3])
WARP_Y = ([0, 25, 36.5, 39.4, 43, 56, 66, 78], [0, 0.8, 2.3, 5.2, 11.7, 24.7, 26.2, 26.9])
TOLERANCE = 0.0245  # the root of the smallest triangle that is kept, in warped degrees


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
