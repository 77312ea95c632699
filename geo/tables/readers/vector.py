"""GIS files read, their coordinates made WGS 84: GeoJSON, GeoPackage, shapefile, GPX, GeoParquet and FlatGeobuf."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import mapping

from geo.errors import ReadError, plain, show
from geo.io import files
from geo.io.columnar import need_parquet
from geo.io.recognise import FLATGEOBUF
from geo.model.geometry import foreign_crs, is_position, positions
from geo.sandbox import gdal
from geo.tables.model import Book, Row, Table
from geo.tables.readers import staging

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyproj import Transformer
    from shapely.geometry.base import BaseGeometry

DECIMALS = 6
"""Decimals of a degree that a coordinate keeps, about 0.1 m."""

WGS84 = "EPSG:4326"

MARKS: Mapping[str, tuple[str, bytes]] = {
    ".gpkg": ("GeoPackage", b"SQLite format 3\0"),
    ".shp": ("shapefile", b"\0\0\x27\x0a"),
    ".zip": ("zipped shapefile", b"PK"),
    ".gpx": ("GPX", b"<gpx"),
    ".parquet": ("GeoParquet", b"PAR1"),
    ".geoparquet": ("GeoParquet", b"PAR1"),
    ".fgb": ("FlatGeobuf", FLATGEOBUF),
}
"""Of each ending its name and the bytes that its files begin with, or hold near their beginning."""

HEAD = 4096
"""Bytes among which XML names its kind."""

MAX_CELLS = 10_000_000
"""Cells of a GeoParquet file that are read: a file of a kilobyte can say that it has billions."""

LONGEST = 160
"""Characters of what a library says that a message repeats."""

GPX_LAYERS = ("waypoints", "routes", "tracks")

SPARE = frozenset({"name", "desc", "cmt"})
"""What GPX itself says of a place."""


def read(path: Path, crs: str | None = None, layer: str | None = None, *, alone: bool = False) -> Book:
    """The table of a GIS file, its geometries in WGS 84 with at most 6 decimals.

    crs: of files that do not name theirs; layer: the one to read where there are several; alone: whether this process
    is for this file alone, so that GDAL's other drivers may be switched off. Raises ReadError.
    """
    ending = path.suffix.lower()
    if ending in (".geojson", ".json"):
        return _geojson(path, crs)
    if not _as_named(path, ending):
        raise ReadError(str(path), f"is no {MARKS[ending][0]}, though its name says so.")
    if ending in (".parquet", ".geoparquet"):
        return _parquet(path, crs)
    if alone:
        gdal.switch_others_off()
    return _ogr(path, ending, crs, layer)


def _as_named(path: Path, ending: str) -> bool:
    """Whether a file is what its name says: GDAL would open anything, a list of remote files too."""
    mark = MARKS[ending][1]
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise ReadError(str(path), f"cannot be read: {(error.strerror or 'the system refuses').lower()}.") from None
    if mark.startswith(b"<"):
        plain = head.replace(b"\0", b"")
        return mark in plain and b"OGRVRTDataSource" not in plain and b"<!ENTITY" not in plain
    return head.startswith(mark)


# GeoJSON


def _geojson(path: Path, crs: str | None) -> Book:
    value = files.read_json(path)
    features = value.get("features") if isinstance(value, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise ReadError(str(path), "is no FeatureCollection of GeoJSON.")
    _refuse_strange(path, features)
    named = value.get("crs") if foreign_crs(value) else None
    transformer = _transformer(str(path), _crs_name(named) or crs)
    rows = [_properties(feature) for feature in features]
    headers = tuple(dict.fromkeys(key for row in rows for key in row))
    body = []
    for number, (feature, row) in enumerate(zip(features, rows, strict=True), 1):
        shape = feature.get("geometry")
        cells = [row.get(key) for key in headers]
        body.append(Row(number, tuple(cells), _plain_geometry(shape, transformer)))
    return Book(Table(headers, body, unit="feature", spatial=True))


def _refuse_strange(path: Path, features: list[dict[str, Any]]) -> None:
    for number, feature in enumerate(features, 1):
        for key in ("properties", "geometry"):
            if not isinstance(feature.get(key), (dict, type(None))):
                raise ReadError(str(path), f"is no sound GeoJSON: in feature {number} a record belongs under {key}.")


def _properties(feature: Mapping[str, Any]) -> dict[str, Any]:
    """The properties, with the Feature's id where they have none: GDAL writes it there alone."""
    found = feature.get("properties")
    properties = found if isinstance(found, dict) else {}
    name = feature.get("id")
    return properties if "id" in properties or not isinstance(name, str) else {"id": name, **properties}


def _crs_name(crs: Any) -> str | None:
    """The name in a `crs` member of old GeoJSON, such as "urn:ogc:def:crs:EPSG::3857"."""
    named = crs.get("properties") if isinstance(crs, dict) else None
    name = named.get("name") if isinstance(named, dict) else None
    return name if isinstance(name, str) else None if crs is None else str(crs)


def _plain_geometry(shape: Any, transformer: Transformer | None) -> Any:
    if not isinstance(shape, dict):
        return None
    if transformer is None:
        return shape if _short(shape) else _rounded_geometry(shape)
    try:
        moved = shapely.from_geojson(json.dumps(shape))
    except (TypeError, ValueError, shapely.errors.ShapelyError):
        return shape
    return _geometries(np.array([moved]), transformer)[0]


def _short(shape: Mapping[str, Any]) -> bool:
    return all(round(value, DECIMALS) == value for position in positions(shape) for value in position)


def _rounded_geometry(shape: Mapping[str, Any]) -> dict[str, Any]:
    return {**shape, "coordinates": _rounded(shape.get("coordinates"))}


def _rounded(part: Any) -> Any:
    if is_position(part):
        return [round(value, DECIMALS) for value in part]
    return [_rounded(inner) for inner in part] if isinstance(part, (list, tuple)) else part


# GDAL


def _ogr(path: Path, ending: str, crs: str | None, layer: str | None) -> Book:
    import pyogrio

    broken = f"is no sound {MARKS[ending][0]}: it is cut off or broken; save it anew in the program it comes from."
    try:
        with staging.staged(path) as copy, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what GDAL overlooks in a file, in words of its own
            if not _as_named(copy, copy.suffix):
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


def _layers(path: Path, ending: str, listed: Any, wanted: str | None) -> list[str]:
    """The layers to read: all of KML and GPX, else the one that is wanted or the only one with geometries."""
    names = [str(name) for name, _ in listed]
    if wanted is not None:
        if wanted not in names:
            raise ReadError(str(path), f"has no layer {show(wanted)}; it has {', '.join(map(show, names))}.")
        return [wanted]
    if ending == ".gpx":
        return [name for name in names if name in GPX_LAYERS]
    spatial = [str(name) for name, kind in listed if kind is not None]
    if len(spatial or names) > 1:
        raise ReadError(str(path), f"has several layers: {', '.join(map(show, spatial))}; name one with --sheet.")
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
    return _geometries(found, _transformer(str(path), named or crs))


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


def _said(path: Path, error: Exception) -> str:
    """What a library says of a file, as part of a sentence."""
    said = str(error).strip().replace(f"'{path}'", "it").replace(str(path), "it").rstrip(".")
    return plain(said.splitlines()[0][:LONGEST]) if said else type(error).__name__


# GeoParquet


def _parquet(path: Path, crs: str | None) -> Book:
    need_parquet()
    import geopandas as gpd
    import pyarrow as pa
    from pyarrow import parquet
    from pyproj.exceptions import CRSError

    try:
        facts = parquet.read_metadata(path)
        if facts.num_rows * facts.num_columns > MAX_CELLS:
            raise ReadError(str(path), f"has {facts.num_rows:,} rows: too many to be taken in row by row.")
        frame = gpd.read_parquet(path)
        names = [str(name) for name in frame.columns if name != frame.geometry.name]
        columns = [[_arrow(value) for value in frame[name].tolist()] for name in names]
    except (OSError, ValueError, TypeError, KeyError, AttributeError, NotImplementedError, CRSError,
            shapely.errors.ShapelyError, pa.ArrowException) as error:  # fmt: skip
        if isinstance(error, MemoryError):  # Arrow's is of both kinds
            raise
        raise ReadError(str(path), f"is no sound GeoParquet: {_said(path, error)}.") from None
    shapes = frame.geometry.to_numpy()
    named = frame.crs.to_wkt() if frame.crs is not None else None
    placed = _geometries(shapes, _transformer(str(path), named or crs))
    rows = zip(*columns, strict=True) if columns else ((),) * len(frame)
    body = [Row(n, cells, shape) for n, (cells, shape) in enumerate(zip(rows, placed, strict=True), 1)]
    return Book(Table(tuple(names), body, unit="feature", spatial=True))


def _arrow(value: Any) -> Any:
    """A value of a column as JSON has it, without the empty members that columns of records fill up."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, list):
        return [_arrow(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _arrow(entry) for key, entry in value.items() if entry is not None}
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or type(value).__name__ in ("NAType", "NaTType") or value != value:  # noqa: PLR0124
        return None
    return value


# Geometry


def _transformer(name: str, crs: str | None) -> Transformer | None:
    """What makes WGS 84 of a coordinate system, longitude first; None when it is WGS 84 already."""
    if crs is None or crs in (WGS84, "OGC:CRS84"):
        return None
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError

    try:
        found = CRS.from_user_input(crs)
    except CRSError:
        raise ReadError(name, f"is in a coordinate system that is not known: {show(crs)}.") from None
    if found.equals(WGS84, ignore_axis_order=True):
        return None
    return Transformer.from_crs(found, WGS84, always_xy=True)


def moved(name: str, crs: str) -> Transformer | None:
    """What makes WGS 84 of the coordinates of a table without geometries, given in a coordinate system."""
    return _transformer(name, crs)


def _geometries(shapes: Any, transformer: Transformer | None) -> list[dict[str, Any] | None]:
    if transformer is not None:
        present = shapely.is_empty(shapes) | shapely.is_missing(shapes)
        shapes = np.where(present, None, shapes)
        shapes = shapely.transform(shapes, transformer.transform, interleaved=False)
    return [geometry_of(shape) for shape in shapes]


def geometry_of(shape: BaseGeometry | None) -> dict[str, Any] | None:
    """A shape as GeoJSON has it, to 6 decimals; None for nothing; the one point of a MultiPoint as a Point."""
    if shape is None or shape.is_empty:
        return None
    plain = mapping(shape.geoms[0] if shape.geom_type == "MultiPoint" and len(shape.geoms) == 1 else shape)
    if "coordinates" not in plain:
        return dict(plain)
    return {"type": plain["type"], "coordinates": _lists(plain["coordinates"])}


def _lists(part: Any) -> Any:
    if part and not isinstance(part[0], (list, tuple)):
        return [round(float(value), DECIMALS) for value in part]
    return [_lists(inner) for inner in part]
