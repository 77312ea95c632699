"""Columns of integers: the fields that the page filters by as numbers in a dictionary, and places as small steps.

`maps/web/data/packed_columns.js` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias, TypedDict, TypeGuard

import numpy as np

from geo.model.geometry import positions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from geo.model.geojson import DrawableGeometry, Position

Steps: TypeAlias = "list[int] | list[list[int]] | list[list[list[int]]]"
"""East and north by turns, from position to position, of a line, of several, or of the rings of several areas."""

_NOWHERE, _POINT, _SHAPE = 0, 1, 2
_DECIMALS = 6
_HILBERT_ORDER = 16  # of the Hilbert curve: a world of 65,536 cells to a side


@dataclass
class Column:
    """The values of a field as numbers in a dictionary of them; 0 for none."""

    values: list[object] = field(default_factory=lambda: [None])
    """The dictionary: JSON values by their number, the first of them None."""
    _numbers: dict[object, int] = field(default_factory=lambda: {None: 0})
    _chunks: list[list[int]] = field(default_factory=list)

    def add(self, block: Iterable[dict[str, object]], name: str) -> None:
        """Add the next projects' values; the field is taken out of the projects."""
        chunk = []
        for project in block:
            value = project.pop(name, None)
            key = tuple(value) if isinstance(value, list) else value
            number = self._numbers.get(key)
            if number is None:
                number = self._numbers[key] = len(self.values)
                self.values.append(value)
            chunk.append(number)
        self._chunks.append(chunk)

    def numbers(self) -> npt.NDArray[np.int64]:
        """The number of each project's value."""
        return np.fromiter((number for chunk in self._chunks for number in chunk), np.int64)


class PlaceColumns:
    """Positions as integers in steps along a curve, and the geometries of what is no point."""

    def __init__(self) -> None:
        self.shapes: list[DrawableGeometry] = []
        self.scale = 1
        self._kinds: list[npt.NDArray[np.int64]] = []
        self._positions: list[npt.NDArray[np.float64]] = []

    def add(self, geometries: Sequence[DrawableGeometry | None]) -> list[int]:
        """Add the next projects' geometries; gives the order in which they are packed, as indices of them."""
        kinds = np.fromiter(map(_place_kind, geometries), np.int64, len(geometries))
        positions = np.array([_mark_position(geometry) for geometry in geometries], dtype=np.float64).reshape(-1, 2)
        placed = np.flatnonzero(kinds)
        curve = hilbert_distances(*positions[placed].T)
        order = [*placed[np.argsort(curve, kind="stable")].tolist(), *np.flatnonzero(kinds == _NOWHERE).tolist()]
        self.shapes += [shape for i in order if is_shape(shape := geometries[i])]
        self._kinds.append(kinds[order])
        self._positions.append(positions[order])
        return order

    def columns(self) -> dict[str, npt.NDArray[np.int64]]:
        """What kind of place each project has, and how far its position lies from the one before."""
        positions = np.concatenate(self._positions)
        for decimals in range(_DECIMALS + 1):
            self.scale = 10**decimals
            scaled = np.round(positions * self.scale)
            if np.all(np.abs(scaled / self.scale - positions) < 10.0 ** -(_DECIMALS + 1)):
                break
        lon, lat = scaled.astype(np.int64).T
        return {"kind": np.concatenate(self._kinds), "lon": zigzag_steps(lon), "lat": zigzag_steps(lat)}


def is_shape(geometry: DrawableGeometry | None) -> TypeGuard[DrawableGeometry]:
    """Whether a geometry has an outline: whether it is a line or an area."""
    return _place_kind(geometry) == _SHAPE


def _place_kind(geometry: DrawableGeometry | None) -> int:
    """What the column `kind` says of a geometry."""
    return _NOWHERE if geometry is None else _POINT if geometry["type"] == "Point" else _SHAPE


def _mark_position(geometry: DrawableGeometry | None) -> tuple[float, float]:
    """Longitude and latitude; of what is no point, where its mark stands: halfway, or in its midst."""
    if geometry is None:
        return 0, 0
    if geometry["type"] == "Point":
        return geometry["coordinates"][0], geometry["coordinates"][1]
    lons, lats = zip(*(position[:2] for position in positions(geometry)), strict=True)
    return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2


class Outline(TypedDict):
    """What is no point as steps in millionths of a degree."""

    type: str
    """Of the geometry."""
    steps: Steps
    """Of a line, nested as the geometry's lines are."""


def outline(geometry: DrawableGeometry) -> Outline:
    """What is no point, in millionths of a degree: each line as [from the mark's place to its begin, east and north,
    then from position to position], so that courses that are the same are equal wherever they lie."""
    at = [int(axis) for axis in np.round(np.array(_mark_position(geometry)) * 10**_DECIMALS)]

    def steps(line: Sequence[Position]) -> list[int]:
        numbers = [[round(axis * 10**_DECIMALS) for axis in position[:2]] for position in line]
        return [b - a for start, end in pairwise([at, *numbers]) for a, b in zip(start, end, strict=True)]

    nested: Steps
    if geometry["type"] == "MultiPolygon":
        nested = [[steps(ring) for ring in area] for area in geometry["coordinates"]]
    elif geometry["type"] == "Polygon" or geometry["type"] == "MultiLineString":
        nested = [steps(line) for line in geometry["coordinates"]]
    elif geometry["type"] == "Point":
        nested = steps([geometry["coordinates"]])
    else:
        nested = steps(geometry["coordinates"])
    return {"type": geometry["type"], "steps": nested}


def hilbert_distances(lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """How far along a Hilbert curve over the world each position (degrees) lies."""
    side = 1 << _HILBERT_ORDER
    x = np.clip((lon + 180) / 360 * side, 0, side - 1).astype(np.int64)
    y = np.clip((lat + 90) / 180 * side, 0, side - 1).astype(np.int64)
    along = np.zeros_like(x)
    half = side >> 1
    while half:
        right, up = (x & half) > 0, (y & half) > 0
        along += half * half * ((3 * right) ^ up)
        # The quarter is turned so that the curve enters it where it left the one before.
        flip = ~up & right
        x, y = np.where(flip, side - 1 - x, x), np.where(flip, side - 1 - y, y)
        x, y = np.where(up, x, y), np.where(up, y, x)
        half >>= 1
    return along


def zigzag_steps(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """From each value to the next, signs folded in: 0, -1, 1, -2 are 0, 1, 2, 3."""
    steps = np.diff(values, prepend=0)
    return (steps << 1) ^ (steps >> 63)


def byte_planes(values: npt.NDArray[np.int64]) -> tuple[int, bytes]:
    """How many bytes a value has, and the values: all lowest bytes, then all second ones, which deflate far better."""
    most = int(values.max(initial=0))
    width = max(1, (most.bit_length() + 7) // 8)
    return width, b"".join(((values >> 8 * plane) & 255).astype(np.uint8).tobytes() for plane in range(width))
