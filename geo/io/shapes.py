"""Geometries as GeoJSON, as shapes of shapely and as arrays of coordinates, all of a kind at once.

Arrays are what crosses between processes: nothing in them is parsed.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np
import shapely
from shapely import GeometryType
from shapely.geometry import mapping, shape

from geo.model import geometry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from geo.model.geojson import Json, JsonRecord

    Numbers = npt.NDArray[np.int64]
    Shapes = npt.NDArray[np.object_]

KINDS = {
    "Point": GeometryType.POINT,
    "MultiPoint": GeometryType.MULTIPOINT,
    "LineString": GeometryType.LINESTRING,
    "MultiLineString": GeometryType.MULTILINESTRING,
    "Polygon": GeometryType.POLYGON,
    "MultiPolygon": GeometryType.MULTIPOLYGON,
}
"""The types of GeoJSON that a layer can hold."""

_ROWS = ("LineString", "MultiLineString", "Polygon", "MultiPolygon")
"""Those whose positions stand in rows: lines or rings."""


_ROW_TYPES = (list, tuple)
"""What rows of coordinates are: lists as JSON has them, tuples as shapely's `mapping` gives them."""


class Parts(NamedTuple):
    """Geometries of one type, all with altitudes or all without."""

    kind: str
    """Their type in GeoJSON."""
    rows: Numbers
    """The numbers of their Features, from 0; shape (geometries,)."""
    coordinates: npt.NDArray[np.float64]
    """Longitude, latitude and perhaps altitude of all positions; shape (positions, 2) or (positions, 3)."""
    offsets: tuple[Numbers, ...]
    """Where each row of positions, then each list of rows, and so on up to each geometry, begins and the last one ends
    among what is one level lower."""

    def is_whole(self) -> bool:
        """Whether the offsets lead through all of the coordinates, and nowhere else."""
        size = len(self.coordinates)
        if len(self.offsets) != geometry.DEPTHS[self.kind]:
            return False
        for offsets in self.offsets:
            if not len(offsets) or offsets[0] != 0 or offsets[-1] != size or (np.diff(offsets) < 0).any():
                return False
            size = len(offsets) - 1
        return size == len(self.rows)

    def geojson(self) -> list[JsonRecord]:
        """The geometries as GeoJSON."""
        level: list[Json] = self.coordinates.tolist()
        if self.coordinates.shape[1] > geometry.FLAT and np.isnan(self.coordinates[:, geometry.FLAT]).any():
            level = [*map(_position, level)]
        for offsets in self.offsets:
            level = [level[start:end] for start, end in pairwise(offsets.tolist())]
        return [{"type": self.kind, "coordinates": coordinates} for coordinates in level]

    def shapes(self) -> Shapes:
        """The geometries as shapes; an altitude may be NaN. Raises ShapelyError where they are not sound."""
        # NaN is no number that equals itself: a ring that has it for its first altitude would be closed once more.
        whole = shapely.from_ragged_array(KINDS[self.kind], np.nan_to_num(self.coordinates), self.offsets or None)
        return np.asarray(
            shapely.set_coordinates(whole, self.coordinates) if np.isnan(self.coordinates).any() else whole
        )

    def chosen(self, mask: npt.NDArray[np.bool_]) -> Parts:
        """Some of the geometries. mask: shape (geometries,)."""
        within, offsets = mask, []
        for level in reversed(self.offsets):
            sizes = np.diff(level)
            offsets.append(np.concatenate([[0], np.cumsum(sizes[within])]))
            within = np.repeat(within, sizes)
        return Parts(self.kind, self.rows[mask], self.coordinates[within], tuple(reversed(offsets)))

    def sound(self) -> npt.NDArray[np.bool_]:
        """Whether each geometry is one that `geometry.faults` finds nothing in; shape (geometries,)."""
        sound = np.asarray(np.isfinite(self.coordinates).all(axis=1))
        for number, offsets in enumerate(self.offsets):
            sizes = np.diff(offsets)
            inner = np.zeros(len(sizes), dtype=bool)
            some = sizes > 0
            inner[some] = np.logical_and.reduceat(sound, offsets[:-1][some])
            if number == 0 and self.kind in _ROWS:
                inner[some] &= self._sound_rows(offsets[:-1][some], sizes[some])
            sound = inner
        return sound

    def _sound_rows(self, starts: Numbers, sizes: Numbers) -> npt.NDArray[np.bool_]:
        """Whether lines have two positions that differ, rings four with the last as the first."""
        first, last = self.coordinates[starts], self.coordinates[starts + sizes - 1]
        if "Polygon" in self.kind:
            closed: npt.NDArray[np.bool_] = (first == last).all(axis=1)
            return closed & (sizes >= geometry.RING_LEAST)
        differs = (self.coordinates != np.repeat(first, sizes, axis=0)).any(axis=1)
        return np.logical_or.reduceat(differs, starts)


def parts_of_shapes(shapes: Shapes) -> tuple[list[Parts], dict[int, JsonRecord]]:
    """(the shapes in arrays, as GeoJSON those that are of no such type), rounded to 6 decimals; empty ones left out."""
    types = np.where(shapely.is_empty(shapes), -1, shapely.get_type_id(shapes))
    tall, measured = shapely.has_z(shapes), shapely.has_m(shapes)
    parts = []
    rest = types >= 0
    for kind, number in KINDS.items():
        for has_z in (False, True):
            rows = np.flatnonzero((types == number) & (tall == has_z) & ~measured)
            if len(rows):
                _, coordinates, offsets = shapely.to_ragged_array(shapes[rows], include_z=has_z)
                wide = tuple(level.astype(np.int64) for level in offsets)
                parts.append(Parts(kind, rows, np.round(coordinates, geometry.DECIMALS), wide))
                rest[rows] = False
    return parts, {row: _geojson(shapes[row]) for row in np.flatnonzero(rest).tolist()}


def _geojson(other: shapely.Geometry) -> JsonRecord:
    """A shape as GeoJSON that a layer cannot hold, a collection or one with measures."""
    plain = cast("JsonRecord", mapping(other))
    return plain | ({"coordinates": geometry.rounded(plain["coordinates"])} if "coordinates" in plain else {})


def parts_of_geojson(geometries: Sequence[Json]) -> tuple[list[Parts], dict[int, Json]]:
    """(GeoJSON in arrays, what is not nested as its type demands or holds other things than numbers), None left out."""
    return _gathered(geometries, has_gaps=False)


def _gathered(geometries: Sequence[Json], *, has_gaps: bool) -> tuple[list[Parts], dict[int, Json]]:
    """The same. has_gaps: whether an altitude may be NaN, for one that a position does not have."""
    alike: dict[tuple[str, int], list[int]] = defaultdict(list)
    others: dict[int, Json] = {}
    for row, plain in enumerate(geometries):
        if plain is not None:
            if key := _likeness(plain):
                alike[key].append(row)
            else:
                others[row] = plain
    parts = []
    for (kind, _), rows in alike.items():
        if together := _parts(kind, geometries, rows, has_gaps=has_gaps):
            parts.append(together)
            continue
        for row in rows:
            if alone := _parts(kind, geometries, [row], has_gaps=has_gaps):
                parts.append(alone)
            else:
                others[row] = geometries[row]
    return parts, others


def _likeness(plain: Json) -> tuple[str, int] | None:
    """The type and the numbers of the first position of what may be a sound geometry."""
    if not isinstance(plain, dict) or not isinstance(plain.get("type"), str) or plain["type"] not in KINDS:
        return None
    first = plain.get("coordinates")
    for _ in range(geometry.DEPTHS[plain["type"]]):
        if not isinstance(first, _ROW_TYPES) or not first:
            return None
        first = first[0]
    return (plain["type"], len(first)) if isinstance(first, _ROW_TYPES) else None


def _parts(kind: str, geometries: Sequence[Json], rows: Sequence[int], *, has_gaps: bool) -> Parts | None:
    """The geometries of some rows, all of one type, in arrays; None where one is not made of rows and numbers."""
    level: list[object] = [cast("JsonRecord", geometries[row])["coordinates"] for row in rows]
    offsets = []
    for _ in range(geometry.DEPTHS[kind]):
        if not _all_of(level, {*_ROW_TYPES}):
            return None
        offsets.append(np.cumsum([0, *map(len, cast("list[list[object]]", level))]))
        level = [*chain.from_iterable(cast("list[list[object]]", level))]
    if not _all_of(level, {*_ROW_TYPES}):
        return None
    positions = cast("list[list[float]]", level)
    sizes = set(map(len, positions))
    numbers = [*chain.from_iterable(positions)]
    if sizes not in ({geometry.FLAT}, {geometry.TALL}) or not _all_of(numbers, {int, float}):
        return None
    try:
        coordinates = np.array(numbers, dtype=np.float64).reshape(len(positions), -1)
    except OverflowError:
        return None
    if not has_gaps and np.isnan(coordinates).any():
        return None
    return Parts(kind, np.array(rows, dtype=np.int64), coordinates, tuple(reversed(offsets)))


def _all_of(values: Iterable[object], types: set[type]) -> bool:
    return set(map(type, values)) <= types


def shapes_of(parts: Iterable[Parts], others: Mapping[int, Json], count: int) -> tuple[Shapes, dict[int, Json]]:
    """(shapes of that many Features, None for those without, the geometries that are malformed by row) of both.

    Where only some positions of a shape have an altitude, that of the others is NaN.
    """
    shapes = np.full(count, None, dtype=object)
    rest = dict(others)
    for together in parts:
        sound = together.sound()
        if not sound.all():
            unsound = together.chosen(~sound)
            rest.update(zip(unsound.rows.tolist(), unsound.geojson(), strict=True))
            together = together.chosen(sound)  # noqa: PLW2901
        if len(together.rows):
            shapes[together.rows] = together.shapes()
    malformed = {row: rest[row] for row in sorted(rest) if any(geometry.faults(rest[row]))}
    uneven = np.array([*(rest.keys() - malformed.keys())], dtype=np.int64)
    tall, odd = _gathered([_tall(cast("JsonRecord", rest[row])) for row in uneven.tolist()], has_gaps=True)
    for together in tall:
        shapes[uneven[together.rows]] = together.shapes()
    for number, plain in odd.items():
        shapes[uneven[number]] = shape(plain)
    return shapes, malformed


def shape_of(plain: Mapping[str, object]) -> BaseGeometry:
    """The shape of one sound geometry of GeoJSON, in degrees, for other programs: without altitudes where only some of
    its positions have one, for what moves it to another coordinate system loses positions of which one is NaN. For
    another geometry it raises what shapely does."""
    if "coordinates" in plain and geometry.has_uneven_altitudes(plain):
        return shape({**plain, "coordinates": geometry.without_altitudes(plain["coordinates"])})
    return shape(plain)


def _tall(plain: JsonRecord) -> JsonRecord:
    """A sound geometry of which each position has an altitude, perhaps NaN, if one has."""
    has_some = any(len(position) > geometry.FLAT for position in geometry.positions(plain))
    return {"type": plain["type"], "coordinates": _tall_part(plain["coordinates"])} if has_some else plain


def _tall_part(part: Json) -> Json:
    if geometry.is_position(part):
        return [*part, math.nan][: geometry.TALL]
    return [_tall_part(inner) for inner in part] if isinstance(part, (list, tuple)) else part


def _position(numbers: Json) -> Json:
    """A position as GeoJSON has it: without an altitude that is NaN."""
    lon, lat, altitude = cast("list[float]", numbers)
    return [lon, lat] if math.isnan(altitude) else [lon, lat, altitude]


def geojson_of(shapes: Shapes) -> Iterator[tuple[int, JsonRecord]]:
    """(row, GeoJSON) of each shape that there is."""
    parts, _ = parts_of_shapes(shapes)
    for together in parts:
        yield from zip(together.rows.tolist(), together.geojson(), strict=True)
