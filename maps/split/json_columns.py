"""Projects as columns of JSON texts: each value is written once."""

from __future__ import annotations

import json
from functools import partial
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import shapely

from maps.page.packed.places import marks, outlines
from maps.place_areas import areas
from maps.split.text_blocks import FIELD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model.feature_table import Column
    from geo.model.geojson import Json
    from maps.project_tables import ProjectTable

OFTEN = 64
"""A column whose texts come again so many times is one of repeated texts."""

SCALE = 1e6
"""Millionths of a degree."""

compact = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
"""The JSON of a value with no space that is not needed, letters as they are."""


def table_of(projects: ProjectTable) -> pa.Table:
    """Ids, places and fields of projects: id, lon, lat in millionths of a degree, and fields as JSON texts."""
    shapes = projects.shapes
    fields = {**projects.columns, "shape": outlines(shapes), "area": areas(projects.columns, shapes)}
    places = np.round(marks(shapes) * SCALE).astype(np.int64)
    lon, lat = (pa.array(axis, pa.int64(), mask=shapely.is_missing(shapes)) for axis in places.T)
    ids = pa.array([*map(encode_basestring, projects.ids)], pa.string())
    texts = {FIELD + name: _texts_of(fields[name]) for name in sorted(fields) if (fields[name].codes >= 0).any()}
    return pa.table({"id": ids, "lon": lon, "lat": lat, **texts})


def _texts_of(column: Column) -> pa.Array:
    """A column as JSON texts; where few come again and again, as numbers of them."""
    texts, codes = _texts(column.values), pa.array(column.codes, mask=column.codes < 0)
    if len(texts) * OFTEN <= len(codes):
        return pa.DictionaryArray.from_arrays(codes, texts)
    return texts.take(codes)


def _texts(values: Sequence[Json]) -> pa.Array:
    """Values as JSON texts; half a sign, of which there is no UTF-8, as an escape."""
    try:
        texts = [encode_basestring(value) if isinstance(value, str) else compact(value) for value in values]
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:
        return pa.array([json.dumps(value, separators=(",", ":")) for value in values], pa.string())
