"""The style of a layer in a GeoPackage: the table `layer_styles`, as QGIS and GDAL make it."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

_TABLE = """
CREATE TABLE "layer_styles" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "f_table_catalog" TEXT(256), "f_table_schema" TEXT(256),
  "f_table_name" TEXT(256), "f_geometry_column" TEXT(256), "styleName" TEXT(30), "styleQML" TEXT, "styleSLD" TEXT,
  "useAsDefault" BOOLEAN, "description" TEXT, "owner" TEXT(30), "ui" TEXT(30),
  "update_time" DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)"""
_COUNT = """
CREATE TRIGGER "trigger_{when}_feature_count_layer_styles" AFTER {when} ON "layer_styles" BEGIN
  UPDATE gpkg_ogr_contents SET feature_count = feature_count {step} WHERE lower(table_name) = lower('layer_styles');
END"""
"""How GDAL keeps the number of rows."""


def styled(package: bytes, table: str, style: str, stamp: str) -> bytes:
    """A GeoPackage with a style (QML) as the default one of a table; stamp: the time that stands with it.

    The styles are registered among the contents as attributes, which needs no row of gpkg_extensions.
    """
    with tempfile.TemporaryDirectory() as folder:
        # A file of its own: GDAL has an SQLite of its own, and two of them in one process spoil a file that both open.
        path = Path(folder) / "styled.gpkg"
        path.write_bytes(package)
        _add(path, table, style, stamp)
        return path.read_bytes()


def _add(path: Path, table: str, style: str, stamp: str) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        [[geometry]] = file.execute("SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", [table])
        file.execute(_TABLE)
        file.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
            " styleQML, useAsDefault, description, owner, update_time) VALUES ('', '', ?, ?, ?, ?, 1, '', '', ?)",
            [table, geometry, table, style, stamp],
        )
        file.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)"
            " VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?, 0)",
            [stamp],
        )
        file.execute("INSERT INTO gpkg_ogr_contents VALUES ('layer_styles', 1)")
        for when, step in (("insert", "+ 1"), ("delete", "- 1")):
            file.execute(_COUNT.format(when=when, step=step))
