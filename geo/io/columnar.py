"""GeoParquet and FlatGeobuf as Features, some at a time, in the process that `geo.io.large_layers` starts for a file.

A column is a field of the schema under its key (`name_en`), or a key of a list's entry (`sources_1_title`), as `coopmap
export` writes them. Lists and records may be lists and structs in GeoParquet, and JSON texts in both. Title and date of
the layer are not read from such a file; `coopmap build --title`.
"""

from __future__ import annotations

import json
import math
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, time
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import numpy as np
import shapely
from shapely.geometry import mapping

from geo.errors import CoopmapError, ReadError
from geo.io.columns import recorder
from geo.io.recognise import FLATGEOBUF
from geo.messages import Message
from geo.model.geometry import DECIMALS, rounded
from geo.sandbox import gdal

if TYPE_CHECKING:
    import numpy.typing as npt
    from pyarrow import Array, DataType

    from geo.model.geojson import Feature, Json, JsonRecord

NO_PARQUET = Message(
    "GeoParquet needs the package pyarrow, which is not installed. Install it (pip install"
    " 'coopmap[parquet]'), or use another format."
)

_WGS84 = ("EPSG:4326", "OGC:CRS84")


_T = TypeVar("_T")

Converter: TypeAlias = "Callable[[Any], Json]"
"""Makes JSON of a value as Arrow gives it."""

Batch: TypeAlias = "list[Feature]"
"""Some Features of a file, as they stand one after the other."""

Batches = Callable[[], Iterator[Batch]]
"""Reads the Features of a file anew, some at a time."""


def count(path: str, some: int) -> int:
    """How many Features a file has, in a process that is for it alone."""
    return _opened_alone(path, some)[0]


def batches(path: str, some: int) -> Iterator[Batch]:
    """Its Features, as many at a time as `some` says, in a process that is for it alone."""
    yield from _opened_alone(path, some)[1]()


def row_groups(path: str) -> list[int]:
    """How many Features each row group of a GeoParquet file has, in a process that is for it alone."""
    from pyarrow import parquet

    opened(Path(path), 1)
    with parquet.ParquetFile(path) as file:
        return [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]


def group_batches(path: str, first: int, stop: int, some: int) -> Iterator[Batch]:
    """The Features of its row groups from first to before stop, as many at a time as `some` says."""
    yield from _parquet(Path(path), some, range(first, stop))[1]()


def _opened_alone(path: str, some: int) -> tuple[int, Batches]:
    if path.casefold().endswith(".fgb"):
        gdal.switch_others_off()
    return opened(Path(path), some)


def opened(path: Path, some: int) -> tuple[int, Batches]:
    """(how many Features, what reads them) of a GeoParquet or FlatGeobuf file in WGS 84. Raises ReadError, one plain
    sentence, for another."""
    if not path.is_file():
        raise ReadError(str(path), Message("was not found.") if not path.exists() else Message("is no file."))
    return _flatgeobuf(path, some) if path.suffix.casefold() == ".fgb" else _parquet(path, some)


def _flatgeobuf(path: Path, some: int) -> tuple[int, Batches]:
    import pyogrio

    _refuse_misnamed(path)
    with _sound(path, "FlatGeobuf"):
        facts = pyogrio.read_info(path, force_feature_count=True)
    _refuse_other_crs(path, facts["crs"])

    def batches() -> Iterator[Batch]:
        for start in range(0, int(facts["features"]), some):
            with _sound(path, "FlatGeobuf"):
                meta, _, shapes, columns = pyogrio.raw.read(path, skip_features=start, max_features=some)
                names = [str(name) for name in meta["fields"]]
                features = _features(names, [list(map(_of_gdal, column)) for column in columns], shapes)
            yield features

    return int(facts["features"]), batches


def need_parquet() -> None:
    """Raises CoopmapError when the package for GeoParquet is missing, which is an extra for its size."""
    if find_spec("pyarrow") is None:
        raise CoopmapError(NO_PARQUET)


def _parquet(path: Path, some: int, groups: Sequence[int] | None = None) -> tuple[int, Batches]:
    need_parquet()
    import pyarrow as pa
    from pyarrow import parquet

    with _sound(path, "GeoParquet"), parquet.ParquetFile(path) as file:
        count = file.metadata.num_rows
        facts = json.loads((file.schema_arrow.metadata or {})[b"geo"])
        column = facts["primary_column"]
        if not pa.types.is_binary(file.schema_arrow.field(column).type):
            raise TypeError
        crs = facts["columns"][column].get("crs", {"id": {"authority": "OGC", "code": "CRS84"}})
        named = None if crs is None else f"{crs['id']['authority']}:{crs['id']['code']}"
    _refuse_other_crs(path, named)

    def batches() -> Iterator[Batch]:
        with parquet.ParquetFile(path) as read:
            rows = read.iter_batches(some, row_groups=groups)
            while True:
                with _sound(path, "GeoParquet"):
                    batch = next(rows, None)
                    if batch is None:
                        return
                    names = [name for name in batch.schema.names if name != column]
                    values = [_of_arrow(batch.column(name)) for name in names]
                    features = _features(names, values, np.array(batch.column(column).to_pylist(), dtype=object))
                yield features

    return count, batches


@contextmanager
def _sound(path: Path, kind: str) -> Iterator[None]:
    """Whatever a reader finds wrong with a file is one sentence: each has a dozen errors, and more of Python's."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of NumPy at NaN, of GDAL at what it overlooks
            yield
    except (CoopmapError, MemoryError):
        raise
    except Exception as error:
        reason = Message(
            "is no sound {kind}: it is cut off or broken, or says nothing of its geometry; write it anew.", kind=kind
        )
        raise ReadError(str(path), reason) from error


def _refuse_misnamed(path: Path) -> None:
    """GDAL would open anything by this name, a list of remote files too."""
    with path.open("rb") as file:
        if not file.read(len(FLATGEOBUF)).startswith(FLATGEOBUF):
            raise ReadError(str(path), Message("is no FlatGeobuf, though its name says so."))


def _refuse_other_crs(path: Path, crs: str | None) -> None:
    if crs is None:
        raise ReadError(
            str(path), Message("does not say its coordinate system; a layer is in WGS 84: write it with EPSG:4326.")
        )
    if crs not in _WGS84:
        raise ReadError(
            str(path), Message("is in another crs, {crs}; a layer is in WGS 84: convert it first.", crs=crs)
        )


def _features(names: list[str], columns: list[list[Json]], shapes: npt.NDArray[np.object_]) -> Batch:
    """Features of columns; what is missing is left out."""
    rows = zip(*columns, strict=True) if columns else ((),) * len(shapes)
    return [
        _feature(record, place) for record, place in zip(map(recorder(names), rows), _geometries(shapes), strict=True)
    ]


def _feature(properties: dict[str, object], geometry: JsonRecord | None) -> Feature:
    """A row as a Feature; whether it is right is for the check."""
    head: dict[str, object] = {"type": "Feature"} | ({"id": properties["id"]} if "id" in properties else {})
    return cast("Feature", head | {"geometry": geometry, "properties": properties})


def _geometries(wkb: npt.NDArray[np.object_]) -> list[JsonRecord | None]:
    """WKB as GeoJSON; points all at once."""
    shapes = shapely.from_wkb(wkb)
    geometries: list[JsonRecord | None] = [None] * len(shapes)
    points = np.flatnonzero((shapely.get_type_id(shapes) == shapely.GeometryType.POINT) & ~shapely.is_empty(shapes))
    positions = np.round(shapely.get_coordinates(shapes[points]), DECIMALS).tolist()
    for number, position in zip(points.tolist(), positions, strict=True):
        geometries[number] = {"type": "Point", "coordinates": position}
    others = set(np.flatnonzero(~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)).tolist()) - set(
        points.tolist()
    )
    for number in others:
        plain = mapping(shapes[number])
        parts = "coordinates" in plain  # a collection, which the check refuses, has none
        geometries[number] = (
            {"type": plain["type"], "coordinates": rounded(plain["coordinates"])} if parts else dict(plain)
        )
    return geometries


def _of_gdal(value: Json | np.generic) -> Json:
    """A value of FlatGeobuf: NumPy's as Python's, whole numbers as such."""
    plain: Json = value.item() if isinstance(value, np.generic) else value
    return _number(plain)


def _of_arrow(column: Array) -> list[Json]:
    """The values of a column of GeoParquet as JSON has them."""
    read = _reader(column.type)
    values: list[Json] = column.to_pylist()
    return [None if value is None else read(value) for value in values] if read else values


@cache
def _reader(kind: DataType) -> Converter | None:
    """What makes JSON of the values of a type that are not missing; None when they are JSON already.

    Structs are without the members that they are filled up with; dates are ISO 8601.
    """
    from pyarrow import types

    if types.is_struct(kind):
        members = {member.name: read for member in kind if (read := _reader(member.type)) is not None}
        return partial(_struct, members)
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        inner = _reader(kind.value_type)
        return None if inner is None else lambda values: [None if entry is None else inner(entry) for entry in values]
    if types.is_floating(kind):
        return _number
    return None if types.is_string(kind) or types.is_integer(kind) or types.is_boolean(kind) else _scalar


def _struct(members: Mapping[str, Converter], value: Mapping[str, Json]) -> JsonRecord:
    record: JsonRecord = {key: entry for key, entry in value.items() if entry is not None}
    for key in members.keys() & record.keys():
        record[key] = members[key](record[key])
    return record


def _scalar(value: _T | date | time) -> _T | str | int | None:
    return value.isoformat() if isinstance(value, (date, time)) else _number(value)


def _number(value: _T) -> _T | int | None:
    """A number that is whole as an integer, for columns of both have floats alone; NaN as nothing; else the value."""
    if not isinstance(value, float):
        return value
    return None if math.isnan(value) else int(value) if value.is_integer() else value
