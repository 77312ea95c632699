"""Any file with projects as tables, by its ending."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo import files
from geo.errors import ReadError
from geo.tables import delimited
from geo.tables.model import Book

if TYPE_CHECKING:
    import os

TEXTS = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm", ".ods")
GIS = (".geojson", ".json", ".gpkg", ".shp", ".zip", ".kml", ".kmz", ".gpx", ".parquet", ".geoparquet", ".fgb")

KNOWN = "CSV, XLSX, ODS, GeoJSON, KML, KMZ, GPX, GeoPackage, shapefile, GeoParquet or FlatGeobuf"


def read(
    path: str | os.PathLike[str], *, encoding: str | None = None, sheet: str | None = None, crs: str | None = None
) -> Book:
    """The tables of a file. encoding: of a CSV file, told from its text by default; sheet: the sheet or GIS layer with
    the projects; crs: of GIS files that do not name theirs. Raises ReadError, one plain sentence."""
    file = Path(path)
    ending = file.suffix.lower()
    if ending not in (*TEXTS, *WORKBOOKS, *GIS):
        raise ReadError(str(file), f"is of no kind that can be imported; {KNOWN} can.")
    data = files.read_bytes(file)
    if ending in TEXTS:
        return delimited.read(str(file), data, encoding)
    if ending in WORKBOOKS:
        from geo.tables import sheets  # its reader is not needed for other files

        return sheets.read(str(file), data, sheet)
    if ending in (".kml", ".kmz"):
        from geo.tables import kml

        return kml.read(str(file), data)
    from geo.tables import vector  # numpy and shapely are slow to import

    return vector.read(file, crs, sheet)
