"""Where projects are: positions as small steps along a curve, and lines and areas as steps from their marks."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.io.coding import column_of
from geo.io.shapes import geojson_of, parts_of_shapes
from maps.page.packed import hilbert
from maps.page.packed.columns import zigzag_steps

if TYPE_CHECKING:
    import numpy.typing as npt

    from geo.io.shapes import Parts
    from geo.model.feature_table import Column
    from geo.model.geojson import Json, JsonRecord

    Numbers = npt.NDArray[np.int64]
    Shapes = npt.NDArray[np.object_]

DRAWN = 200
"""Lines and areas that are drawn from the start; of a layer with more each is one dot until its texts are read."""

_POINT, _SHAPE = 1, 2
_DECIMALS = 6
_HILBERT_ORDER = 16  # of the Hilbert curve: a world of 65,536 cells to a side


class PlaceColumns:
    """Positions as integers in steps along a curve, and the geometries of what is no point."""

    def __init__(self) -> None:
        self.scale = 1
        self._shapes: list[shapely.Geometry] = []
        self._kinds: list[Numbers] = []
        self._positions: list[npt.NDArray[np.float64]] = []

    def add(self, shapes: Shapes) -> None:
        """Add the next projects' geometries."""
        kinds = np.where(shapely.get_type_id(shapes) == shapely.GeometryType.POINT, _POINT, _SHAPE)
        self._kinds.append(np.where(shapely.is_missing(shapes), 0, kinds))
        self._positions.append(marks(shapes))
        room = DRAWN + 1 - len(self._shapes)
        self._shapes += shapes[self._kinds[-1] == _SHAPE][:room].tolist()

    def columns(self) -> dict[str, Numbers]:
        """What kind of place each project has, and how far its position lies from the one before."""
        positions = np.concatenate(self._positions)
        for decimals in range(_DECIMALS + 1):
            self.scale = 10**decimals
            scaled = np.round(positions * self.scale)
            if np.all(np.abs(scaled / self.scale - positions) < 10.0 ** -(_DECIMALS + 1)):
                break
        lon, lat = scaled.astype(np.int64).T
        return {"kind": np.concatenate(self._kinds), "lon": zigzag_steps(lon), "lat": zigzag_steps(lat)}

    def drawn(self) -> list[JsonRecord]:
        """The lines and areas, if they are few enough to be drawn from the start."""
        few = np.array(self._shapes if len(self._shapes) <= DRAWN else [], dtype=object)
        return [plain for _, plain in sorted(geojson_of(few), key=lambda each: each[0])]


def marks(shapes: Shapes) -> npt.NDArray[np.float64]:
    """Longitude and latitude of each shape, of what is no point in its midst, (0, 0) of None; shape (shapes, 2)."""
    west, south, east, north = shapely.bounds(shapes).T
    return np.asarray(np.nan_to_num(np.column_stack([(west + east) / 2, (south + north) / 2])))


def along_curve(shapes: Shapes) -> npt.NDArray[np.intp]:
    """The numbers of shapes in their order along a Hilbert curve; those that are None last."""
    curve = hilbert_distances(*marks(shapes).T)
    return np.argsort(np.where(shapely.is_missing(shapes), curve.max(initial=0) + 1, curve), kind="stable")


def hilbert_distances(lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> Numbers:
    """How far along a Hilbert curve over the world each position (degrees) lies."""
    side = 1 << _HILBERT_ORDER
    x = np.clip((lon + 180) / 360 * side, 0, side - 1).astype(np.int64)
    y = np.clip((lat + 90) / 180 * side, 0, side - 1).astype(np.int64)
    return hilbert.distances(x, y, _HILBERT_ORDER)


def outlines(shapes: Shapes) -> Column:
    """Of each shape that is no point its type and `steps`, in millionths of a degree.

    Each line is [from its mark to its begin, east and north, then from position to position], so that courses that are
    the same are equal wherever they lie. Lines are nested as in GeoJSON.
    """
    lines = shapes.copy()
    lines[shapely.get_type_id(shapes) == shapely.GeometryType.POINT] = None
    at = np.round(marks(shapes) * 10**_DECIMALS).astype(np.int64)
    cells: list[Json] = [None] * len(shapes)
    for alike in parts_of_shapes(lines)[0]:
        level: list[Json] = [*_steps(alike, at).reshape(-1).tolist()]
        for offsets in (alike.offsets[0] * 2, *alike.offsets[1:]):
            level = [level[start:end] for start, end in pairwise(offsets.tolist())]
        for row, steps in zip(alike.rows.tolist(), level, strict=True):
            cells[row] = {"type": alike.kind, "steps": steps}
    return column_of(cells)


def altitudes(shapes: Shapes) -> Column:
    """Of each shape that has altitudes those of its positions, in metres, None of one without, one behind the other."""
    tall = np.flatnonzero(shapely.has_z(shapes))
    positions, owners = shapely.get_coordinates(shapes[tall], include_z=True, return_index=True)
    heights = [None if math.isnan(z) else z for z in np.round(positions[:, 2], _DECIMALS).tolist()]
    cells: list[Json] = [None] * len(shapes)
    for row, (start, end) in zip(tall.tolist(), pairwise(np.searchsorted(owners, range(len(tall) + 1))), strict=True):
        cells[row] = heights[start:end]
    return column_of(cells)


def _steps(alike: Parts, at: Numbers) -> Numbers:
    """The steps of all rows of positions, one behind the other; at: the marks of all projects."""
    positions = np.round(alike.coordinates[:, :2] * 10**_DECIMALS).astype(np.int64)
    owners = alike.rows
    for offsets in reversed(alike.offsets[1:]):
        owners = np.repeat(owners, np.diff(offsets))
    steps: Numbers = np.diff(positions, axis=0, prepend=0)
    starts = alike.offsets[0][:-1]
    steps[starts] = positions[starts] - at[owners]
    return steps
