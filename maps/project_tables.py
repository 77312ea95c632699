"""A layer's projects by columns of which the page can trust every kind: each different value is looked at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import shapely

from geo.io.coding import column_of, combinations, in_use
from geo.io.feature_tables import tables_of
from geo.model import schema
from geo.model.feature_table import Column
from maps.project_records import apart, drawable, shown_images, test_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from geo import Layer
    from geo.model.feature_table import FeatureTable
    from geo.model.geojson import Json
    from geo.model.record_types import Image
    from maps.photos import Pictures

    Shapes = npt.NDArray[np.object_]

_FARTHEST = (180, 90, 10_000)
"""Degrees east and north, and metres up, within which a position can be drawn."""


@dataclass(frozen=True)
class ProjectTable:
    """Some projects of a layer, in its order."""

    ids: Sequence[str]
    """No two are the same."""
    columns: Mapping[str, Column]
    """Fields whose values are of their kind, without `id`; `extra` has the rest, each as a record."""
    shapes: Shapes
    """Where they are, None where that cannot be drawn; shape (projects,)."""

    def __len__(self) -> int:
        return len(self.ids)

    def part(self, start: int, end: int) -> ProjectTable:
        """The projects from one number here to before another, from 0."""
        columns = {}
        for key, column in self.columns.items():
            used, codes = in_use(column.codes[start:end], len(column.values))
            columns[key] = Column([column.values[code] for code in used.tolist()], codes)
        return ProjectTable(self.ids[start:end], columns, self.shapes[start:end])


def project_tables(layer: Layer, pictures: Pictures, before: int = 0) -> Iterator[ProjectTable]:
    """The layer's projects, some at a time. before: of a part of a layer, how many Features stand before it."""
    ids: set[str] = set()
    first = before + 1
    for table in tables_of(layer.features):
        columns = _columns(table, layer, pictures)
        yield ProjectTable([*apart(_ids(table, first), ids)], columns, _drawable_shapes(table))
        first += len(table)


def named_countries(table: ProjectTable) -> Counter[str]:
    """How many projects name each country."""
    counts: Counter[str] = Counter()
    if "countries" in table.columns:
        named = table.columns["countries"]
        for codes, count in zip(
            named.values, np.bincount(named.codes + 1, minlength=len(named.values) + 1)[1:].tolist(), strict=True
        ):
            for code in cast("list[str]", codes):
                counts[code] += count
    return counts


def unplaced(layer: Layer) -> int:
    """How many of the layer's projects cannot be drawn."""
    return sum(int(shapely.is_missing(_drawable_shapes(table)).sum()) for table in tables_of(layer.features))


def corners(table: ProjectTable) -> list[list[float]]:
    """South-west and north-east of all projects, in degrees; none when none has a place."""
    box = np.reshape(shapely.total_bounds(table.shapes), (2, 2))
    return box.tolist() if np.isfinite(box).all() else []


def joined(first: ProjectTable, then: ProjectTable) -> ProjectTable:
    """The projects of two tables as one."""
    keys = dict.fromkeys([*first.columns, *then.columns])
    columns = {}
    for key in keys:
        parts = [
            table.columns.get(key) or Column((), np.full(len(table), -1, dtype=np.int32)) for table in (first, then)
        ]
        both = column_of([value for part in parts for value in part.values])
        renewed = np.append(both.codes, np.int32(-1))
        moved = np.where(parts[1].codes < 0, -1, parts[1].codes + len(parts[0].values))
        columns[key] = Column(both.values, renewed[np.concatenate([parts[0].codes, moved])])
    return ProjectTable([*first.ids, *then.ids], columns, np.concatenate([first.shapes, then.shapes]))


def _ids(table: FeatureTable, first: int) -> list[str]:
    """The id of each project, else its Feature's, else its number in the layer; first: that of the table's first."""
    ids: list[Json] = table.columns["id"].cells() if "id" in table.columns else [None] * len(table)
    if table.frames:
        features = cast("Sequence[Mapping[str, Json]]", table.frames)
        ids = [value if _is_id(value) else feature.get("id") for value, feature in zip(ids, features, strict=True)]
    return [value if _is_id(value) else f"#{number}" for number, value in enumerate(ids, first)]  # type: ignore[misc]


def _is_id(value: Json) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _columns(table: FeatureTable, layer: Layer, pictures: Pictures) -> dict[str, Column]:
    """The fields of which the values are of their kind, in the order of the layer's languages; then the rest."""
    languages = layer.languages
    columns: dict[str, Column] = {}
    others: dict[str, Column] = {}
    for key in sorted(table.columns, key=lambda key: schema.rank(key, languages=languages)):
        if key == "id":
            continue
        column = table.columns[key]
        test = test_of(key, layer.codebook.fields) or _no_field
        if set(map(type, column.values)) == {str}:  # a test asks for no more than the type
            fits = np.full(len(column.values), test(column.values[0]))
        else:
            values = [schema.ordered({key: value}, languages=languages)[key] for value in column.values]
            column = Column(cast("list[Json]", values), column.codes)
            fits = np.array([test(value) for value in values], dtype=bool)
        columns[key], others[key] = _of_values(column, fits), _of_values(column, ~fits)
    if "images" in columns:
        lists = cast("Sequence[Sequence[Image]]", columns["images"].values)
        values = [[*shown_images(images, pictures)] for images in lists]
        columns["images"] = Column(cast("list[Json]", values), columns["images"].codes)
    columns["extra"] = _records(others, table)
    return {key: column for key, column in columns.items() if len(column.values)}


def _no_field(_: object) -> bool:
    return False


def _of_values(column: Column, chosen: npt.NDArray[np.bool_]) -> Column:
    """The column with some of its values, nothing in place of the others. chosen: shape (values,)."""
    if chosen.all():
        return column
    codes = np.append(np.where(chosen, np.cumsum(chosen) - 1, -1), -1).astype(np.int32)
    return Column([column.values[code] for code in np.flatnonzero(chosen).tolist()], codes[column.codes])


def _records(members: Mapping[str, Column], table: FeatureTable) -> Column:
    """The columns as one of records, in which null stands where the table has it."""
    names, codes = [], []
    for key, column in members.items():
        numbers = column.codes.copy()
        numbers[table.nulls.get(key, [])] = len(column.values)
        if (numbers >= 0).any():
            names.append(key)
            codes.append(numbers)
    first, combination = combinations(codes, len(table))
    values = [(*members[name].values, None) for name in names]
    records: list[Json] = [
        {name: values[k][own] for k, (name, own) in enumerate(zip(names, row, strict=True)) if own >= 0}
        for row in (np.array([numbers[first] for numbers in codes]).T.tolist() if codes else [()] * len(first))
    ]
    column = Column(records, combination.astype(np.int32))
    return _of_values(column, np.array([bool(record) for record in records], dtype=bool))


def _drawable_shapes(table: FeatureTable) -> Shapes:
    """The geometries without those that cannot be drawn, with the malformed ones that can."""
    shapes = table.shapes.copy()
    for row, plain in table.malformed.items():
        shapes[row] = _shape(plain)
    positions, owners = shapely.get_coordinates(shapes, include_z=True, return_index=True)
    shapes[owners[(np.abs(positions) > _FARTHEST).any(axis=1)]] = None
    return shapes


def _shape(plain: Json) -> shapely.Geometry | None:
    geometry = drawable(plain)
    try:
        return shapely.geometry.shape(geometry) if geometry else None
    except (ValueError, shapely.errors.ShapelyError):
        return None
