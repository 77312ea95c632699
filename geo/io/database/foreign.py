"""A table of a database taken out as a file, which is then read as any stranger's file is."""

from __future__ import annotations

import json
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from geo.errors import ReadError, library_reason
from geo.io.database.connection import connected
from geo.io.database.contents import contents
from geo.io.database.tables import geometry_of, kind_of
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geopandas import GeoDataFrame
    from pandas import DataFrame

    from geo.io.table_address import TableAddress

MAX_ROWS = 200_000
"""Rows of a table that are read."""


@contextmanager
def as_file(address: TableAddress) -> Iterator[Path]:
    """A table as a file, for the time of the block: a layer as GeoJSON, another as GeoPackage, without geometries as
    CSV. Raises ReadError, one plain sentence."""
    with tempfile.TemporaryDirectory(prefix="coopmap-table-") as folder:
        yield _taken_out(address, Path(folder, address.table))


def _taken_out(address: TableAddress, path: Path) -> Path:
    with connected(address) as connection:
        kind = kind_of(connection, address)
        if kind == "layer":
            target = path.with_suffix(".geojson")
            target.write_text(contents(connection, address).text(), encoding="utf-8")
            return target
        if not kind:
            raise ReadError(str(address), Message("has no such table."))
        geometry = geometry_of(connection, address)
        frame = _frame(connection, address, geometry)
    for name in frame.columns.drop([geometry] if geometry else []):
        if frame[name].dtype == object:
            frame[name] = frame[name].map(_text)
    try:
        return _written(frame, path, geometry)
    except Exception as error:  # noqa: BLE001  whatever a column of some other type makes pyogrio raise
        raise ReadError(str(address), Message("cannot be taken out: {reason}.", reason=library_reason(error))) from None


def _frame(connection: sa.Connection, address: TableAddress, geometry: str | None) -> GeoDataFrame | DataFrame:
    import geopandas
    import pandas as pd

    table = sa.table(address.table, schema=address.schema)
    query = sa.select(sa.text("*")).select_from(table).limit(MAX_ROWS + 1)
    if geometry is None:
        frame = pd.read_sql_query(query, connection)
    else:
        frame = geopandas.read_postgis(query, connection, geom_col=geometry)
    if len(frame) > MAX_ROWS:
        raise ReadError(str(address), Message("has more than {most} rows, the most that is read.", most=MAX_ROWS))
    return frame


def _written(frame: GeoDataFrame | DataFrame, path: Path, geometry: str | None) -> Path:
    target = path.with_suffix(".gpkg" if geometry else ".csv")
    if geometry:
        frame.to_file(target, driver="GPKG")
    else:
        frame.to_csv(target, index=False)
    return target


def _text(value: object) -> str | None:
    """A value of a type that GIS files have not, such as JSON, a list or a UUID, as a cell has it."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else str(value)
