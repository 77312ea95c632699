"""GeoParquet and FlatGeobuf as Features, some at a time, in the process that `geo.io.large_layers` starts for a file.

A column is a field of the schema under its key (`name_en`), or a key of a list's entry (`sources_1_title`), as `coopmap
export` writes them. Lists and records may be lists and structs in GeoParquet, and JSON texts in both. Title and date of
the layer are not read from such a file; `coopmap build --title`.
"""

from __future__ import annotations

import json
import math
import warnings
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime, time
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from geo.errors import CoopmapError, ReadError, show
from geo.io.coding import column_of, in_use, lists_of, records_of, renewed
from geo.io.columns import as_fields
from geo.io.recognise import FLATGEOBUF
from geo.io.shapes import parts_of_shapes
from geo.io.table_wire import Sent
from geo.messages import Message
from geo.model.feature_table import Column
from geo.sandbox import gdal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt
    from pyarrow import Array, RecordBatch, Scalar

    from geo.model.geojson import Json, JsonRecord

NO_PARQUET = Message(
    "GeoParquet needs the package pyarrow, which is not installed. Install it (pip install"
    " 'coopmap[parquet]'), or use another format."
)

SMALL_GROUP = 5_000
"""Rows on average that make a group of a GeoParquet file small."""

_WGS84 = ("EPSG:4326", "OGC:CRS84")

Tables = Callable[[], Iterator["JsonRecord"]]
"""Reads the Features of a file anew, some at a time, as `geo.io.table_wire` sends them."""


class Opened(NamedTuple):
    """A file that can be read."""

    total: int
    """Features."""
    names: list[str]
    """Of its columns."""
    tables: Tables


def features(path: str, some: int) -> Iterator[JsonRecord]:
    """How many Features a file has and what its columns are called, then the Features, as many at a time as `some`
    says; in a process that is for it alone."""
    if path.casefold().endswith(".fgb"):
        gdal.switch_others_off()
    file = opened(Path(path), some)
    yield {"count": file.total, "names": [*file.names]}
    yield from file.tables()


def row_groups(path: str) -> list[int]:
    """How many Features each row group of a GeoParquet file has, in a process that is for it alone."""
    from pyarrow import parquet

    opened(Path(path), 1)
    with parquet.ParquetFile(path) as file:
        return [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]


def group_tables(path: str, some: int, first: int, stop: int) -> Iterator[JsonRecord]:
    """The Features of its row groups from `first` to before `stop`, as `features` gives all."""
    yield from _parquet(Path(path), some, range(first, stop)).tables()


def opened(path: Path, some: int) -> Opened:
    """A GeoParquet or FlatGeobuf file in WGS 84. Raises ReadError, one plain sentence, for another."""
    if not path.is_file():
        raise ReadError(str(path), Message("was not found.") if not path.exists() else Message("is no file."))
    return _flatgeobuf(path, some) if path.suffix.casefold() == ".fgb" else _parquet(path, some)


def _flatgeobuf(path: Path, some: int) -> Opened:
    import pyogrio

    _refuse_misnamed(path)
    with _sound(path, "FlatGeobuf"):
        facts = pyogrio.read_info(path, force_feature_count=True)
    _refuse_other_crs(path, facts["crs"])

    def tables() -> Iterator[JsonRecord]:
        for start in range(0, int(facts["features"]), some):
            with _sound(path, "FlatGeobuf"):
                meta, _, wkb, cells = pyogrio.raw.read(path, skip_features=start, max_features=some)
                columns = {
                    str(name): column_of([*map(plain_json, column)])
                    for name, column in zip(meta["fields"], cells, strict=True)
                }
                table = _table(columns, wkb)
            yield table

    return Opened(int(facts["features"]), [*map(str, facts["fields"])], tables)


def need_parquet() -> None:
    """Raises CoopmapError when the package for GeoParquet is missing, which is an extra for its size."""
    if find_spec("pyarrow") is None:
        raise CoopmapError(NO_PARQUET)


def _parquet(path: Path, some: int, groups: Sequence[int] | None = None) -> Opened:
    need_parquet()
    import pyarrow as pa
    from pyarrow import parquet

    with _sound(path, "GeoParquet"), parquet.ParquetFile(path) as file:
        count, names = file.metadata.num_rows, file.schema_arrow.names
        facts = json.loads((file.schema_arrow.metadata or {})[b"geo"])
        column = facts["primary_column"]
        kind, about = file.schema_arrow.field(column).type, facts["columns"][column]
        named = _crs_name(about.get("crs", "OGC:CRS84"))
        geometric = {name for each in facts["columns"].items() for name in _geometric(*each)}
        encoding = about.get("encoding")
        if not any(test(kind) for test in (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view)):
            if encoding == "WKB":
                raise TypeError
            raise ReadError(
                str(path),
                Message("has its geometry in the encoding {encoding}; write it as WKB.", encoding=show(encoding)),
            )
    _refuse_other_crs(path, named)

    def tables() -> Iterator[JsonRecord]:
        with _sound(path, "GeoParquet"):
            batches = _batches(path, column, some, groups)
        with closing(batches):
            while True:
                with _sound(path, "GeoParquet"):
                    batch = next(batches, None)
                    if batch is None:
                        return
                    columns = {name: coded(batch.column(name)) for name in batch.schema.names if name not in geometric}
                    table = _table(columns, np.array(batch.column(column).to_pylist(), dtype=object))
                yield table

    return Opened(count, names, tables)


def _crs_name(crs: Json) -> str | None:
    """A coordinate system as its authority calls it, else as it calls itself; None for an unknown one."""
    match crs:
        case None:
            return None
        case {"id": {"authority": authority, "code": code}}:
            return f"{authority}:{code}"
    from pyproj import CRS

    read = CRS.from_user_input(crs)
    authority = read.to_authority()
    return ":".join(authority) if authority else str(read.name)


def _geometric(name: str, about: Json) -> Iterator[str]:
    """The columns of a geometry: its own, and those of the boxes around it."""
    yield name
    match about:
        case {"covering": {"bbox": {**edges}}}:
            yield from (str(path[0]) for path in edges.values() if isinstance(path, list))


def _batches(path: Path, geometry: str, some: int, only: Sequence[int] | None) -> Generator[RecordBatch]:
    """The rows of a GeoParquet file, or of some of its groups, texts by the dictionaries that stand in it: each text is
    decoded once.

    Each group of rows has dictionaries of its own, and is read by itself; small groups are read together, as texts.
    """
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        groups, leaves = file.num_row_groups, [file.schema.column(number) for number in range(len(file.schema))]
        small = file.metadata.num_rows < groups * SMALL_GROUP
    texts = [leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY" and leaf.path != geometry]
    with parquet.ParquetFile(path, read_dictionary=None if small else texts) as file:
        chosen = range(groups) if only is None else only
        for group in [[*chosen]] if small else [[number] for number in chosen]:
            yield from file.iter_batches(some, row_groups=group, use_threads=False)


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


def _table(columns: Mapping[str, Column], wkb: npt.NDArray[np.object_]) -> JsonRecord:
    return Sent(as_fields(columns), *parts_of_shapes(shapely.from_wkb(wkb)), len(wkb)).plain()


def coded(array: Array) -> Column:
    """A column of GeoParquet with its values as JSON has them: structs without the members that they are filled up
    with, dates as ISO 8601."""
    import pyarrow as pa
    from pyarrow import compute, types

    kind, absent = array.type, array.is_null().to_numpy(zero_copy_only=False)
    if types.is_struct(kind):
        members = zip(kind.names, array.flatten(), strict=True)
        return records_of({name: coded(member) for name, member in members}, absent)
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        lengths = compute.list_value_length(array).fill_null(0).to_numpy().astype(np.int64)
        return lists_of(coded(array.flatten()), lengths, absent)
    try:
        once = array.dictionary_encode()
        codes = once.indices.cast(pa.int32()).fill_null(-1).to_numpy()
        used = in_use(Column(range(len(once.dictionary)), codes))
        dictionary = once.dictionary.take(pa.array(used.values, pa.int64()))
    except NotImplementedError:  # of rare types
        return column_of([*map(plain_json, array.to_pylist())])
    column = Column(_python_values(dictionary), used.codes)
    plain = types.is_string(dictionary.type) or types.is_integer(dictionary.type)
    return column if plain and not dictionary.null_count else renewed(column, map(plain_json, column.values))


def _python_values(array: Array) -> list[Any]:
    """The values of a column as Python has them; a date or a time that it has none for, as Arrow writes it."""
    import pyarrow as pa

    try:
        return list(array.to_pylist())
    except OverflowError:  # before year 1 and after 9999
        return [*map(_python_value, array)]
    except pa.ArrowInvalid:  # of a zone that nobody knows
        return _python_values(array.cast(pa.timestamp(array.type.unit, "UTC")))


def _python_value(value: Scalar) -> object:
    try:
        return value.as_py()
    except OverflowError:
        return value.cast("string").as_py().strip("<>")  # as in <value out of range: 2147483647>


def plain_json(value: object) -> Json:
    """A value of a file as JSON has it: records without the members that they are filled up with."""
    plain = value.tolist() if isinstance(value, (np.generic, np.ndarray)) else value
    if isinstance(plain, (list, tuple)):
        return [*map(plain_json, plain)]
    if isinstance(plain, dict):
        return {str(key): plain_json(own) for key, own in plain.items() if own is not None}
    if isinstance(plain, (float, Decimal)):
        return plain_number(float(plain))
    return plain if plain is None or isinstance(plain, (str, int)) else _text(plain)


def plain_number(value: float) -> float | int | str | None:
    """A number that is whole as an integer, for columns of both have floats alone; NaN as nothing, infinity as text."""
    if math.isfinite(value):
        return int(value) if value.is_integer() else value
    return None if math.isnan(value) else str(value)


def _text(value: object) -> str:
    """What JSON lacks as text: times by ISO 8601, midnight as its day, for pandas and FlatGeobuf have no days; bytes as
    the text that they are, else as hexadecimal."""
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    if isinstance(value, bytes):
        with suppress(UnicodeDecodeError):
            return value.decode()
        return value.hex()
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
