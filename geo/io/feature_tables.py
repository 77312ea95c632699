"""Features by columns, some at a time: those of a file that is read so, and those that stand in memory as rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, cast, overload

import numpy as np

from geo.io import files
from geo.io.coding import ABSENT, renewed
from geo.io.shapes import geojson_of, parts_of_geojson, shapes_of
from geo.model.feature_table import Column, FeatureTable
from geo.model.geojson import Feature
from geo.model.list_columns import entry_of
from geo.model.schema import ordered

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from geo.model.geojson import Json

SOME = 10_000
"""Features that stand in memory at once as a table."""


class Features(Sequence[Feature]):
    """Features by columns, such as those of a file, which is read anew whenever they are walked through."""

    def __init__(
        self, count: int, tables: Callable[[], Iterator[FeatureTable]], names: Collection[str] | None = None
    ) -> None:
        self._count = count
        self._tables = tables
        self.names = names
        """What their columns are called, where that is known before they are read."""

    def tables(self) -> Iterator[FeatureTable]:
        """All of them by columns, some at a time, in the file's order."""
        return self._tables()

    def __len__(self) -> int:
        """How many there are."""
        return self._count

    def __iter__(self) -> Iterator[Feature]:
        """Each Feature as plain JSON, in the file's order."""
        return chain.from_iterable(map(features_of, self._tables()))

    @overload
    def __getitem__(self, number: int) -> Feature: ...
    @overload
    def __getitem__(self, number: slice) -> list[Feature]: ...
    def __getitem__(self, number: int | slice) -> Feature | list[Feature]:
        """One Feature, or some; what stands before them is read too."""
        if isinstance(number, slice):
            return list(islice(self, *number.indices(len(self))))
        place = number + len(self) if number < 0 else number
        feature = next(islice(self, max(place, 0), None), None)
        if place < 0 or feature is None:
            raise IndexError(number)
        return feature


def tables_of(features: Sequence[Feature]) -> Iterator[FeatureTable]:
    """The Features of a layer by columns, some at a time, in order: the one way for layers of any size."""
    if isinstance(features, Features):
        yield from features.tables()
        return
    remaining = iter(features)
    while some := list(islice(remaining, SOME)):
        yield table_of(some)


def table_of(features: Sequence[Feature]) -> FeatureTable:
    """Features in memory by columns. What is no record counts as one without fields."""
    records = [_record(feature) for feature in features]
    fields = {}
    for key in dict.fromkeys(key for record in records for key in record):
        there = [row for row, record in enumerate(records) if key in record]
        codes = np.full(len(records), -1, dtype=np.int32)
        codes[there] = np.arange(len(there))
        fields[key] = Column([records[row][key] for row in there], codes)
    geometries = [cast("Mapping[str, Json]", feature).get("geometry") for feature in features]
    return table_with(fields, geometries, features)


def table_with(
    fields: Mapping[str, Column], geometries: Sequence[Json], rows: Sequence[Feature], texts: Sequence[bytes] = ()
) -> FeatureTable:
    """The table of Features; fields: their properties, in which values may be equal; rows, texts: as there."""
    columns = {key: renewed(fields[key], fields[key].values, ABSENT) for key in ordered(fields)}
    shapes, malformed = shapes_of(*parts_of_geojson(geometries), len(geometries))
    return FeatureTable(columns, shapes, malformed, rows, texts)


def _record(feature: Feature) -> Mapping[str, Json]:
    properties = cast("Mapping[str, Json]", feature).get("properties")
    return properties if isinstance(properties, dict) else {}


def features_of(table: FeatureTable) -> Iterable[Feature]:
    """The Features of a table as rows; equal values are one object."""
    if table.rows or table.texts:
        return table.rows or (files.VALUES.decode(text.decode()) for text in table.texts)
    geometries: list[Json] = [None] * len(table)
    for row, plain in (*geojson_of(table.shapes), *table.malformed.items()):
        geometries[row] = plain
    names = [*table.columns]
    rows = zip(*(column.cells() for column in table.columns.values()), strict=True) if names else ((),) * len(table)
    records = ({name: cell for name, cell in zip(names, row, strict=True) if cell is not None} for row in rows)
    return [_feature(record, plain) for record, plain in zip(records, geometries, strict=True)]


def features_with(features: Sequence[Feature], key: str) -> Iterator[tuple[int, Feature]]:
    """(number in the layer from 1, Feature) of those that have a field."""
    if not isinstance(features, Features):
        yield from ((number, feature) for number, feature in enumerate(features, 1) if key in _record(feature))
        return
    if features.names is not None and key not in map(_field, features.names):
        return  # without reading all of a large file
    before = 0
    for table in features.tables():
        rows = np.flatnonzero(table.columns[key].codes >= 0) if key in table.columns else np.array([], dtype=np.intp)
        yield from zip((rows + before + 1).tolist(), features_of(table.at(rows)), strict=True)
        before += len(table)


def _field(column: str) -> str:
    """The field that a column of a file is, or is a part of."""
    entry = entry_of(column)
    return entry[0] if entry else column


def _feature(record: Mapping[str, Json], plain: Json) -> Feature:
    """A row as a Feature; whether it is right is for the check."""
    head: dict[str, object] = {"type": "Feature"} | ({"id": record["id"]} if "id" in record else {})
    return cast("Feature", head | {"geometry": plain, "properties": record})
