"""Features by columns, some at a time: those of a file that is read so, and those that stand in memory as rows."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

import numpy as np

from geo.io.coding import column_of
from geo.io.shapes import geojson_of, parts_of_geojson, shapes_of
from geo.model.feature_table import FeatureTable
from geo.model.schema import ordered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.model.geojson import Feature, Json

SOME = 10_000
"""Features that stand in memory at once as a table."""


@runtime_checkable
class Tabular(Protocol):
    """Features that are read by columns."""

    def tables(self) -> Iterator[FeatureTable]:
        """All of them, some at a time, in order; read anew each time."""
        ...


def tables_of(features: Sequence[Feature]) -> Iterator[FeatureTable]:
    """The Features of a layer by columns, some at a time, in order: the one way for layers of any size."""
    if isinstance(features, Tabular):
        yield from features.tables()
        return
    remaining = iter(features)
    while some := list(islice(remaining, SOME)):
        yield table_of(some)


def table_of(features: Sequence[Feature]) -> FeatureTable:
    """Features in memory by columns. What is no record counts as one without fields."""
    records = [_record(feature) for feature in features]
    keys = ordered(dict.fromkeys(key for record in records for key in record))
    columns, nulls = {}, {}
    for key in keys:
        cells = [record.get(key) for record in records]
        columns[key] = column_of(cells)
        if None in cells:
            missing = [row for row in np.flatnonzero(columns[key].codes < 0).tolist() if key in records[row]]
            nulls[key] = np.array(missing, dtype=np.intp)
    geometries = [cast("Mapping[str, Json]", feature).get("geometry") for feature in features]
    shapes, malformed = shapes_of(*parts_of_geojson(geometries), len(features))
    return FeatureTable(columns, shapes, malformed, {key: rows for key, rows in nulls.items() if len(rows)}, features)


def _record(feature: Feature) -> Mapping[str, Json]:
    properties = cast("Mapping[str, Json]", feature).get("properties")
    return properties if isinstance(properties, dict) else {}


def features_of(table: FeatureTable) -> Sequence[Feature]:
    """The Features of a table as rows; equal values are one object."""
    if table.rows is not None:
        return table.rows
    geometries: list[Json] = [None] * len(table)
    for row, plain in (*geojson_of(table.shapes), *table.malformed.items()):
        geometries[row] = plain
    names = [*table.columns]
    rows = zip(*(column.cells() for column in table.columns.values()), strict=True) if names else ((),) * len(table)
    records = ({name: cell for name, cell in zip(names, row, strict=True) if cell is not None} for row in rows)
    return [_feature(record, plain) for record, plain in zip(records, geometries, strict=True)]


def _feature(record: Mapping[str, Json], plain: Json) -> Feature:
    """A row as a Feature; whether it is right is for the check."""
    head: dict[str, object] = {"type": "Feature"} | ({"id": record["id"]} if "id" in record else {})
    return cast("Feature", head | {"geometry": plain, "properties": record})
