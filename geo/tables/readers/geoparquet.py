"""GeoParquet read into a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.errors import ReadError, library_reason
from geo.io.columnar import need_parquet, plain_json
from geo.messages import Message
from geo.tables.model import Book, Row, Table
from geo.tables.readers.wgs84 import geometries_in_wgs84, transformer_to_wgs84

if TYPE_CHECKING:
    from pathlib import Path

MAX_CELLS = 10_000_000
"""Cells of a GeoParquet file that are read: a file of a kilobyte can say that it has billions."""


def read(path: Path, crs: str | None = None) -> Book:
    """The table of a GeoParquet file. crs: of one that names none. Raises ReadError."""
    need_parquet()
    import geopandas as gpd
    import pyarrow as pa
    from pyarrow import parquet
    from pyproj.exceptions import CRSError

    try:
        facts = parquet.read_metadata(path)
        if facts.num_rows * facts.num_columns > MAX_CELLS:
            raise ReadError(
                str(path),
                Message("has {num_rows:,} rows: too many to be taken in row by row.", num_rows=facts.num_rows),
            )
        frame = gpd.read_parquet(path)
        names = [str(name) for name in frame.columns if name != frame.geometry.name]
        columns = [[_arrow(value) for value in frame[name].tolist()] for name in names]
    except (OSError, ValueError, TypeError, KeyError, AttributeError, NotImplementedError, CRSError,
            shapely.errors.ShapelyError, pa.ArrowException) as error:  # fmt: skip
        if isinstance(error, MemoryError):  # Arrow's is of both kinds
            raise
        raise ReadError(str(path), Message("is no sound GeoParquet: {error}.", error=_reason(path, error))) from None
    shapes = frame.geometry.to_numpy()
    named = frame.crs.to_wkt() if frame.crs is not None else None
    placed = geometries_in_wgs84(shapes, transformer_to_wgs84(str(path), named or crs))
    rows = zip(*columns, strict=True) if columns else ((),) * len(frame)
    body = [Row(n, cells, shape) for n, (cells, shape) in enumerate(zip(rows, placed, strict=True), 1)]
    return Book(Table(tuple(names), body, unit="feature", spatial=True))


def _arrow(value: Any) -> Any:
    """A value of a column as JSON has it, days and sums as they are for what reads the cells."""
    if isinstance(value, (float, np.generic, np.ndarray, list, dict)):
        return plain_json(value)
    return None if type(value).__name__ in ("NAType", "NaTType") else value


def _reason(path: Path, error: Exception) -> str:
    """What a library says of a file, as part of a sentence."""
    return library_reason(str(error).replace(f"'{path}'", "it").replace(str(path), "it")) or type(error).__name__
