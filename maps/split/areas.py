"""The areas in which roughly known places lie, where those are not the whole disc around them."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import shapely

from geo.places.countries import countries
from maps.basemap import packed_layers
from maps.place_areas import area_of

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from geo.model.feature_table import FeatureTable
    from geo.model.geojson import Json

_FIELDS = ("precision", "uncertainty_m", "countries", "regions")
_METRES = 110_000
"""A degree of latitude has at least so many."""


def areas(features: FeatureTable, places: npt.NDArray[np.int64]) -> pa.Array:
    """Packed rings of each area as JSON; places: in millionths of a degree."""
    texts: list[str | None] = [None] * len(features)
    cells = {name: [*column.cells()] for name in _FIELDS if (column := features.columns.get(name)) is not None}
    for row in np.flatnonzero(_doubtful(features, places)).tolist():
        record = {name: column[row] for name, column in cells.items() if column[row] is not None}
        at = (places[row] / 1e6).tolist()
        area = area_of({"id": "", "geometry": {"type": "Point", "coordinates": at}, **record})  # type: ignore[typeddict-item]
        if area is not None:
            rings = [packed_layers.pack(ring[:-1]) for part in area for ring in part]
            texts[row] = json.dumps(rings, ensure_ascii=False, separators=(",", ":"))
    return pa.array(texts, pa.string())


def _doubtful(features: FeatureTable, places: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Points known roughly whose disc may reach out of their countries, and those known by their region."""
    metres = _metres(features)
    doubtful: npt.NDArray[np.bool_]
    doubtful = (shapely.get_type_id(features.shapes) == shapely.GeometryType.POINT) & (metres > 0)
    named = features.columns.get("countries")
    if named is not None:
        for code, value in enumerate(named.values):
            rows = np.flatnonzero(doubtful & (named.codes == code))
            area = _own_area(json.dumps(value))
            if area is not None and len(rows):
                doubtful[rows] = ~shapely.contains(area, _boxes(places[rows] / 1e6, metres[rows]))
        doubtful &= named.codes >= 0
    precision = features.columns.get("precision")
    if precision is not None and "region" in precision.values:
        doubtful |= precision.codes == [*precision.values].index("region")
    return doubtful


def _metres(features: FeatureTable) -> npt.NDArray[np.float64]:
    column = features.columns.get("uncertainty_m")
    if column is None:
        return np.zeros(len(features))
    values = [float(value) if isinstance(value, (int, float)) else 0.0 for value in column.values]
    return np.array([*values, 0.0])[column.codes]


def _boxes(degrees: npt.NDArray[np.float64], metres: npt.NDArray[np.float64]) -> npt.NDArray[np.object_]:
    lon, lat = degrees.T
    high = metres / _METRES
    wide = high / np.maximum(np.cos(np.radians(np.abs(lat) + high)), 0.01)
    return np.asarray(shapely.box(lon - wide, lat - high, lon + wide, lat + high))


@lru_cache(maxsize=256)
def _own_area(codes: str) -> BaseGeometry | None:
    """The countries of a list, given as JSON, as one area that can be asked often."""
    value: Json = json.loads(codes)
    known = countries().by_code
    named = [code for code in value if isinstance(code, str) and code in known] if isinstance(value, list) else []
    parts = [part for code in named for part in (code, *known[code].parts) if part in known]
    if not parts:
        return None
    area = shapely.union_all([known[part].area for part in parts])
    shapely.prepare(area)
    return area
