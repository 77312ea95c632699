"""A layer's projects by columns of which the page can trust every kind: each different value is looked at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np
import shapely

from geo.io.coding import in_use, records_of, renewed
from geo.io.feature_tables import tables_of
from geo.model import geometry, schema, value_types
from geo.model.codebook import BUILT_IN
from geo.model.feature_table import Column
from maps.photos import Pictures
from maps.project_records import most_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from geo import Layer
    from geo.model.feature_table import FeatureTable
    from geo.model.field import Field
    from geo.model.geojson import DrawableGeometry, Feature, Json
    from geo.model.record_types import Image
    from maps.project_records import DrawnProject

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
        columns = {key: in_use(Column(each.values, each.codes[start:end])) for key, each in self.columns.items()}
        return ProjectTable(self.ids[start:end], columns, self.shapes[start:end])


def project_tables(layer: Layer, pictures: Pictures, before: int = 0) -> Iterator[ProjectTable]:
    """The layer's projects, some at a time. before: of a part of a layer, how many Features stand before it."""
    ids: set[str] = set()
    first = before + 1
    for table in tables_of(layer.features):
        columns = _columns(table, layer, pictures)
        yield ProjectTable([*_apart(_ids(table, first), ids)], columns, _drawable_shapes(table))
        first += len(table)


def plain_records(table: ProjectTable, features: Iterator[Feature]) -> list[DrawnProject]:
    """The projects of a table as plain records, each with `id` and `geometry`; features: of which theirs are next."""
    cells = [column.cells() for column in table.columns.values()]
    rows = zip(table.ids, *cells, strict=True)
    records = (
        {"id": own, **{key: value for key, value in zip(table.columns, values, strict=True) if value is not None}}
        for own, *values in rows
    )
    return [
        cast("DrawnProject", record | {"geometry": _drawable(feature.get("geometry"))})
        for record, feature in zip(records, features)  # noqa: B905  behind theirs stand those of the next table
    ]


def plain_projects(layer: Layer) -> list[DrawnProject]:
    """The layer's projects as plain records of which drawing code can trust every kind; each has `id` and `geometry`.

    Pictures are left where they are.
    """
    rows = tuple(cast("Feature", project.feature) for project in layer.projects)
    features = iter(rows)
    tables = project_tables(replace(layer, features=rows), Pictures(None))
    records = [record for table in tables for record in plain_records(table, features)]
    if layer.codebook is not BUILT_IN:
        for record in records:
            record["codebook"] = layer.codebook
    return records


def own_countries(layer: Layer) -> tuple[str, ...]:
    """The layer's own countries: those that its members name, else those that its projects do."""
    projects = [] if layer.own_countries else plain_projects(layer)
    return most_named(Counter(code for project in projects for code in project.get("countries", ())), layer.members)


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
    """South-west and north-east of what lies in each ten degrees of longitude, in degrees; none when nothing has a
    place."""
    positions = shapely.get_coordinates(table.shapes)
    tens = positions[:, 0] // 10
    return [
        corner.tolist()
        for some in (positions[tens == ten] for ten in np.unique(tens))
        for corner in (some.min(axis=0), some.max(axis=0))
    ]


def joined(first: ProjectTable, then: ProjectTable) -> ProjectTable:
    """The projects of two tables as one."""
    keys = dict.fromkeys([*first.columns, *then.columns])
    columns = {}
    for key in keys:
        own, others = (
            table.columns.get(key) or Column((), np.full(len(table), -1, dtype=np.int32)) for table in (first, then)
        )
        values = [*own.values, *others.values]
        moved = np.where(others.codes < 0, -1, others.codes + len(own.values)).astype(np.int32)
        columns[key] = renewed(Column(values, np.concatenate([own.codes, moved])), values)
    return ProjectTable([*first.ids, *then.ids], columns, np.concatenate([first.shapes, then.shapes]))


def _ids(table: FeatureTable, first: int) -> list[str]:
    """The id of each project, else its Feature's, else its number in the layer; first: that of the table's first."""
    ids: list[Json] = table.columns["id"].cells() if "id" in table.columns else [None] * len(table)
    if table.rows:
        features = cast("Sequence[Mapping[str, Json]]", table.rows)
        ids = [value if _is_id(value) else feature.get("id") for value, feature in zip(ids, features, strict=True)]
    return [value if _is_id(value) else f"#{number}" for number, value in enumerate(ids, first)]  # type: ignore[misc]


def _apart(ids: Iterable[str], before: set[str]) -> Iterator[str]:
    """The ids, a second one of the same changed, which only an unchecked layer has; before: those before, to which
    these are added."""
    for number, same in enumerate(ids, len(before)):
        own = f"{same}~{number}" if same in before else same
        before.add(own)
        yield own


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
        test = _test_of(key, layer.codebook.fields)
        if set(map(type, column.values)) == {str}:  # a test asks for no more than the type
            fits = np.full(len(column.values), test(column.values[0]))
        else:
            values = [schema.ordered({key: value}, languages=languages)[key] for value in column.values]
            column = Column(cast("list[Json]", values), column.codes)
            fits = np.array([test(value) for value in values], dtype=bool)
        columns[key], others[key] = _of_values(column, fits), _of_values(column, ~fits)
    if "images" in columns:
        lists = cast("Sequence[Sequence[Image]]", columns["images"].values)
        values = [[_picture(image, pictures) for image in images] for images in lists]
        columns["images"] = Column(cast("list[Json]", values), columns["images"].codes)
    lacking = np.reshape([column.codes < 0 for column in others.values()], (len(others), len(table)))
    columns["extra"] = records_of(others, np.asarray(lacking.all(axis=0)))
    return {key: column for key, column in columns.items() if len(column.values)}


def _picture(image: Image, pictures: Pictures) -> dict[str, object]:
    """A picture of a project as the page has it."""
    return {**image, "src": pictures.address(str(image.get("src", ""))), "file": image.get("src")}


def _test_of(key: str, fields: tuple[Field, ...]) -> Callable[[object], bool]:
    """Whether a field's value is of the kind that drawing code expects; no value of a field that there is not."""
    field = schema.find(key, fields)
    if field is None:
        return lambda _: False
    kind = field.kind
    if kind is value_types.RECORD:
        return lambda value: isinstance(value, dict)
    if kind.base in ("records", "list"):
        entry_type = dict if kind.base == "records" else str
        return lambda value: isinstance(value, list) and all(isinstance(entry, entry_type) for entry in value)
    if kind.base == "number":
        least = kind.least
        return lambda value: geometry.is_number(value) and (least is None or value >= least)
    return lambda value: isinstance(value, str)


def _of_values(column: Column, chosen: npt.NDArray[np.bool_]) -> Column:
    """The column with some of its values, nothing in place of the others. chosen: shape (values,)."""
    return in_use(Column(column.values, np.where(np.append(chosen, False)[column.codes], column.codes, np.int32(-1))))


def _drawable_shapes(table: FeatureTable) -> Shapes:
    """The geometries without those that cannot be drawn, with the malformed ones that can."""
    shapes = table.shapes.copy()
    for row, plain in table.malformed.items():
        shapes[row] = _shape(plain)
    positions, owners = shapely.get_coordinates(shapes, include_z=True, return_index=True)
    shapes[owners[(np.abs(positions) > _FARTHEST).any(axis=1)]] = None
    return shapes


def _shape(plain: Json) -> shapely.Geometry | None:
    drawn = _drawable(plain)
    try:
        return shapely.geometry.shape(drawn) if drawn else None
    except (ValueError, shapely.errors.ShapelyError):
        return None


def _drawable(plain: object) -> DrawableGeometry | None:
    """The geometry if it can be drawn, else None."""
    if not isinstance(plain, dict) or plain.get("type") not in tuple(geometry.DEPTHS):
        return None
    drawn = {"type": plain["type"], "coordinates": plain.get("coordinates")}
    is_drawable = _positions(drawn["coordinates"], geometry.DEPTHS[plain["type"]])
    return cast("DrawableGeometry", drawn) if is_drawable else None


def _positions(value: object, depth: int) -> bool:
    if not isinstance(value, list) or not value:
        return False
    if depth:
        return all(_positions(entry, depth - 1) for entry in value) and (depth > 1 or len(value) > 1)
    numbers = all(isinstance(n, int | float) and not isinstance(n, bool) and abs(n) < 1e4 for n in value)
    return numbers and len(value) >= 2 and abs(value[0]) <= 180 and abs(value[1]) <= 90
