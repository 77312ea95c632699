"""A table that is no layer of coopmap's, taken out as a GeoPackage, which is read as any stranger's file is."""

from __future__ import annotations

import json
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from geo.errors import ReadError, plain
from geo.io.database.connection import connected
from geo.io.database.tables import geometry_of, kind_of
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geopandas import GeoDataFrame

    from geo.io.table_address import TableAddress

MAX_ROWS = 200_000
"""Rows of a table that are read."""


@contextmanager
def as_file(address: TableAddress) -> Iterator[Path]:
    """The rows of a table with a geometry, as a file for the time of the block. Raises ReadError, one sentence."""
    import geopandas

    with connected(address) as connection:
        if not kind_of(connection, address):
            raise ReadError(str(address), Message("has no such table."))
        geometry = geometry_of(connection, address)
        if geometry is None:
            raise ReadError(str(address), Message("is a table without a column of geometries."))
        table = sa.table(address.table, schema=address.schema)
        query = sa.select(sa.text("*")).select_from(table).limit(MAX_ROWS + 1)
        frame: GeoDataFrame = geopandas.read_postgis(query, connection, geom_col=geometry)
    if len(frame) > MAX_ROWS:
        raise ReadError(str(address), Message("has more than {most} rows, the most that is read.", most=MAX_ROWS))
    for name in frame.columns.drop(geometry):
        if frame[name].dtype == object:
            frame[name] = frame[name].map(_text)
    with tempfile.TemporaryDirectory(prefix="coopmap-table-") as folder:
        path = Path(folder, f"{address.table}.gpkg")
        try:
            frame.to_file(path, driver="GPKG")
        except Exception as error:  # noqa: BLE001  whatever a column of another type makes pyogrio raise
            reason = plain(str(error)[:200])
            raise ReadError(str(address), Message("cannot be taken out: {reason}.", reason=reason)) from None
        yield path


def _text(value: object) -> str | None:
    """A value of a type that GIS files have not, such as JSON, a list or a UUID, as a cell has it."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else str(value)
