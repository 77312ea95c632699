"""GeoPackage, shapefile, GPX and FlatGeobuf read by GDAL from a copy of their own."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import shapely

from geo.errors import ReadError, show
from geo.tables.model import Book, Row, Table, listed
from geo.tables.readers import staging
from geo.tables.readers.signatures import SIGNATURES, is_as_named
from geo.tables.readers.wgs84 import geometries_in_wgs84, transformer_to_wgs84

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

GPX_LAYERS = ("waypoints", "routes", "tracks")

SPARE = frozenset({"name", "desc", "cmt"})
"""What GPX itself says of a place."""


def read(path: Path, crs: str | None = None, layer: str | None = None) -> Book:
    """The table of a file that GDAL reads. crs: of one that names none; layer: the one to read. Raises ReadError."""
    import pyogrio

    ending = path.suffix.lower()
    broken = f"is no sound {SIGNATURES[ending][0]}: it is cut off or broken; save it anew in the program it comes from."
    try:
        with staging.staged(path) as copy, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what GDAL overlooks in a file, in words of its own
            if not is_as_named(copy, copy.suffix):
                raise ReadError(str(path), broken)
            if ending == ".gpkg":
                staging.refuse_queries(path, copy)
            names = _layers(path, ending, pyogrio.list_layers(copy), layer)
            table = _joined([_read_layer(path, copy, name, crs) for name in names])
    except (shapely.errors.ShapelyError, RuntimeError, ValueError) as error:  # pyogrio's are RuntimeErrors
        if "out of memory" in str(error):  # what SQLite says
            raise MemoryError from None
        raise ReadError(str(path), broken) from None
    spare = SPARE & set(table.headers) if ending == ".gpx" else frozenset()
    short = ending in (".shp", ".zip")
    return Book(Table(table.headers, table.rows, unit="feature", spatial=True, spare=frozenset(spare), short=short))


def _layers(path: Path, ending: str, layers: Any, wanted: str | None) -> list[str]:
    """The layers to read: all of GPX, else the one that is wanted or the only one with geometries."""
    names = [str(name) for name, _ in layers]
    if wanted is not None:
        if wanted not in names:
            raise ReadError(str(path), f"has no layer {show(wanted)}; it has {listed(names)}.")
        return [wanted]
    if ending == ".gpx":
        return [name for name in names if name in GPX_LAYERS]
    spatial = [str(name) for name, kind in layers if kind is not None]
    if len(spatial or names) > 1:
        raise ReadError(str(path), f"has several layers: {listed(spatial)}; name one with --sheet.")
    if not names:
        raise ReadError(str(path), "holds no layer.")
    return spatial or names


def _read_layer(path: Path, source: Path, layer: str, crs: str | None) -> Table:
    import pyogrio

    meta, _, shapes, data = pyogrio.raw.read(source, layer=layer)
    headers = tuple(map(str, meta["fields"]))
    columns = [_column(values) for values in data]
    count = len(shapes) if shapes is not None else len(columns[0]) if columns else 0
    placed = _placed(path, shapes, meta["crs"], crs) if shapes is not None else [None] * count
    rows = zip(*columns, strict=True) if columns else ((),) * count
    return Table(headers, [Row(n, cells, shape) for n, (cells, shape) in enumerate(zip(rows, placed, strict=True), 1)])


def _column(values: Any) -> list[Any]:
    """A column as Python's own values: whole numbers as int, what is missing as None."""
    found: list[Any] = values.tolist()
    if values.dtype.kind == "f":
        return [None if value != value else int(value) if value.is_integer() else value for value in found]  # noqa: PLR0124
    return found


def _placed(path: Path, shapes: Any, named: str | None, crs: str | None) -> list[dict[str, Any] | None]:
    found = shapely.from_wkb(shapes)
    if named is None and crs is None and any(shape is not None for shape in found):
        raise ReadError(
            str(path),
            "does not say its coordinate system (a shapefile says it in a .prj file); name it: --crs EPSG:4326.",
        )
    return geometries_in_wgs84(found, transformer_to_wgs84(str(path), named or crs))


def _joined(parts: Sequence[Table]) -> Table:
    """The rows of several layers under all of their headers, numbered through."""
    headers = tuple(dict.fromkeys(header for part in parts for header in part.headers))
    rows: list[Row] = []
    for part in parts:
        at = {header: number for number, header in enumerate(part.headers)}
        for row in part.rows:
            cells = tuple(row.cells[at[header]] if header in at else None for header in headers)
            rows.append(Row(len(rows) + 1, cells, row.geometry))
    return Table(headers, rows)
