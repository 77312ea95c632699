"""A table of Features as columns of JSON texts: each value is read, ordered and written once."""

from __future__ import annotations

import json
from functools import partial
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, cast

import numpy as np
import pyarrow as pa
import shapely

from geo.model.schema import find, ordered
from maps.photos import Pictures
from maps.project_records import test_of
from maps.split.areas import areas
from maps.split.outlines import outlines
from maps.split.text_blocks import EXTRA, FIELD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from geo.model.codebook import Codebook
    from geo.model.feature_table import Column, FeatureTable
    from geo.model.field import Field
    from geo.model.geojson import Json

    Texts = Sequence[str | None]

OFTEN = 64
"""A column whose texts come again so many times is one of repeated texts."""

SCALE = 1e6
"""Millionths of a degree."""

compact = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
"""The JSON of a value with no space that is not needed, letters as they are."""


def table_of(features: FeatureTable, codebook: Codebook, languages: tuple[str, ...], first: int) -> pa.Table:
    """Ids, places and fields of Features: id, lon, lat in millionths of a degree, and fields as JSON texts.

    first: the number of the first Feature in the layer, from 1, which one without an id has for one.
    """
    columns: dict[str, pa.Array] = {}
    for key, column in features.columns.items():
        if key != "id":
            columns |= _fields(key, column, codebook.fields, languages)
    places = _places(features.shapes)
    columns |= {f"{FIELD}shape": outlines(features.shapes, places), f"{FIELD}area": areas(features, places)}
    lon, lat = (pa.array(axis, pa.int64(), mask=places[:, 0] == NOWHERE) for axis in places.T)
    head = {"id": _ids(features, first), "lon": lon, "lat": lat}
    return pa.table(
        head | {name: columns[name] for name in sorted(columns) if columns[name].null_count < len(features)}
    )


NOWHERE = np.iinfo(np.int64).min
"""The degrees of what has no place."""


def _places(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.int64]:
    """Where the mark of each stands, the midst of its bounds, in millionths of a degree; shape (features, 2)."""
    west, south, east, north = shapely.bounds(shapes).T
    midst = np.column_stack([west + east, south + north]) / 2
    return np.where(np.isnan(midst), NOWHERE, np.round(np.nan_to_num(midst) * SCALE)).astype(np.int64)


def _ids(features: FeatureTable, first: int) -> pa.Array:
    column = features.columns.get("id")
    cells: Iterable[Json] = column.cells() if column else [None] * len(features)
    names = (cell if isinstance(cell, str) else f"#{number}" for number, cell in enumerate(cells, first))
    return pa.array([*map(encode_basestring, names)], pa.string())


def _fields(key: str, column: Column, fields: tuple[Field, ...], languages: tuple[str, ...]) -> dict[str, pa.Array]:
    """A column as that of a field; what is of no field, or of a wrong kind, is extra."""
    fits = test_of(key, fields)
    sound = np.array([bool(fits and fits(value)) for value in column.values] or [False], dtype=bool)
    if key == "images":
        values = [_with_files(value) for value in column.values]
    elif (field := find(key)) and field.fields:
        values = [cast("Json", ordered({key: value}, languages=languages)[key]) for value in column.values]
    else:
        values = [*column.values]
    texts = _texts(values)
    present = column.codes >= 0
    is_field = present & sound[column.codes]
    parts = {FIELD + key: is_field, EXTRA + key: present & ~is_field}
    return {
        name: _column(texts, pa.array(column.codes, mask=~chosen)) for name, chosen in parts.items() if chosen.any()
    }


def _column(texts: pa.Array, codes: pa.Array) -> pa.Array:
    """A column of texts; where few come again and again, as numbers of them."""
    if len(texts) * OFTEN <= len(codes):
        return pa.DictionaryArray.from_arrays(codes, texts)
    return texts.take(codes)


def _with_files(images: Json) -> Json:
    """Pictures are left where they are; their names are kept."""
    if not isinstance(images, list):
        return images
    none = Pictures(None)
    return [
        {**image, "src": none.address(""), "file": image.get("src")} if isinstance(image, dict) else image
        for image in images
    ]


def _texts(values: Sequence[Json]) -> pa.Array:
    """Values as JSON texts; half a sign, of which there is no UTF-8, as an escape."""
    try:
        texts = [encode_basestring(value) if isinstance(value, str) else compact(value) for value in values]
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:
        return pa.array([json.dumps(value, separators=(",", ":")) for value in values], pa.string())
