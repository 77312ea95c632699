"""GeoPackage, shapefile, GPX and FlatGeobuf read by GDAL from a copy of their own."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.errors import ReadError, show
from geo.io.columnar import plain_number
from geo.messages import Message
from geo.tables.model import Book, Row, Table, listed
from geo.tables.readers import dbf_encoding, gpx_mending, staging
from geo.tables.readers.joining import joined
from geo.tables.readers.shapes import Repairs, sound
from geo.tables.readers.signatures import SIGNATURES, is_as_named
from geo.tables.readers.wgs84 import DEGREES, are_degrees, degrees_under, geometries_in_wgs84, transformer_to_wgs84

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from geo.model.geojson import JsonRecord
    from geo.tables.model import Cell

GPX_LAYERS = ("waypoints", "routes", "tracks")

SPARE = frozenset({"name", "desc", "cmt"})
"""What GPX itself says of a place."""


def read(path: Path, crs: str | None = None, layer: str | None = None, encoding: str | None = None) -> Book:
    """The tables of the layers of a file that GDAL reads, as one.

    crs: of a file that names none; layer: the only one to read; encoding: of a shapefile's texts. Raises ReadError.
    """
    import pyogrio

    ending = path.suffix.lower()
    broken = Message(
        "is no sound {kind}: it is cut off or broken; save it anew in the program it comes from.",
        kind=SIGNATURES[ending][0],
    )
    repairs = Repairs()
    try:
        with staging.staged(path) as copy, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what GDAL overlooks in a file, in words of its own
            if not is_as_named(copy, copy.suffix):
                raise ReadError(str(path), broken)
            source, notes = _prepared(path, copy, encoding)
            names = _layers(path, ending, pyogrio.list_layers(copy), layer)
            tables = [_read_layer(source, name, crs, repairs) for name in names]
    except (shapely.errors.ShapelyError, RuntimeError, ValueError) as error:  # pyogrio's are RuntimeErrors
        if "out of memory" in str(error):  # what SQLite says
            raise MemoryError from None
        raise ReadError(str(path), broken) from None
    table = joined([table for table in tables if table.rows] or tables[:1])
    if len(names) > 1 and ending != ".gpx":
        notes = (
            *notes,
            Message(
                "read from {number} layers: {names} (--sheet reads one alone)", number=len(names), names=listed(names)
            ),
        )
    spare = SPARE & set(table.headers) if ending == ".gpx" else frozenset()
    main = table._replace(title="", unit="feature", spatial=True, spare=frozenset(spare), short=ending == ".shp")
    return Book(main, notes=(*notes, *source.notes, *repairs.notes()))


@dataclass
class _Source:
    """A file that GDAL reads: as messages name it, its copy, the encoding of its texts where it does not say it."""

    path: Path
    copy: Path
    encoding: str | None = None
    notes: list[str] = field(default_factory=list)


def _prepared(path: Path, copy: Path, encoding: str | None) -> tuple[_Source, tuple[str, ...]]:
    """(the file ready for GDAL, notes on what was mended or assumed)."""
    if copy.suffix == ".gpkg":
        staging.refuse_queries(path, copy)
    if copy.suffix == ".gpx":
        return _Source(path, copy), gpx_mending.mend(str(path), copy)
    if copy.suffix == ".shp":
        called, notes = dbf_encoding.encoding_of(copy, encoding)
        return _Source(path, copy, called), notes
    return _Source(path, copy), ()


def _layers(path: Path, ending: str, layers: npt.NDArray[np.object_], wanted: str | None) -> list[str]:
    """The layers to read: the one that is wanted, else all with geometries; without any all tables."""
    names = [str(name) for name, _ in layers]
    if wanted is not None:
        if wanted not in names:
            raise ReadError(
                str(path), Message("has no layer {wanted}; it has {names}.", wanted=show(wanted), names=listed(names))
            )
        return [wanted]
    if ending == ".gpx":
        return [name for name in names if name in GPX_LAYERS]
    spatial = [str(name) for name, kind in layers if kind is not None]
    if not names:
        raise ReadError(str(path), Message("holds no layer."))
    return spatial or names


def _read_layer(source: _Source, layer: str, crs: str | None, repairs: Repairs) -> Table:
    import pyogrio

    meta, _, shapes, data = pyogrio.raw.read(source.copy, layer=layer, encoding=source.encoding)
    headers = tuple(map(str, meta["fields"]))
    columns = [_column(values) for values in data]
    count = len(shapes) if shapes is not None else len(columns[0]) if columns else 0
    placed = _placed(source, shapes, meta["crs"] or crs, repairs) if shapes is not None else [None] * count
    rows = zip(*columns, strict=True) if columns else ((),) * count
    body = [Row(n, cells, shape) for n, (cells, shape) in enumerate(zip(rows, placed, strict=True), 1)]
    return Table(headers, body, title="" if source.copy.suffix == ".gpx" else layer, spatial=shapes is not None)


def _column(values: npt.NDArray[np.generic]) -> list[Cell]:
    """A column as Python's own values: whole numbers as int, what is missing, NaN too, as None."""
    plain: list[Cell] = values.tolist()
    if values.dtype.kind == "f":
        return [plain_number(value) if isinstance(value, float) else value for value in plain]
    return plain


def _placed(
    source: _Source, shapes: npt.NDArray[np.object_], system: str | None, repairs: Repairs
) -> list[JsonRecord | None]:
    geometries = shapely.from_wkb(shapes)
    filled = any(shape is not None for shape in geometries)
    bounds = shapely.total_bounds(geometries) if filled else None
    box = None if bounds is None or np.isnan(bounds).any() else (*map(float, bounds),)
    if system is None and filled:
        if not are_degrees(box):
            raise ReadError(
                str(source.path),
                Message(
                    "does not say its coordinate system (a shapefile says it in a .prj file), and its coordinates"
                    " are no degrees; name it: --crs EPSG:28412."
                ),
            )
        source.notes.append(
            Message("does not say its coordinate system: read as degrees of WGS 84 (--crs says another)")
        )
    elif metres := degrees_under(str(source.path), system, box):
        source.notes.append(Message(DEGREES, crs=metres))
        system = None
    placed = geometries_in_wgs84(geometries, transformer_to_wgs84(str(source.path), system))
    return [sound(shape, number, repairs) for number, shape in enumerate(placed, 1)]
