"""GIS files read, their coordinates made WGS 84: GeoJSON, GeoPackage, shapefile, GPX, GeoParquet and FlatGeobuf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import ReadError
from geo.messages import Message
from geo.sandbox import gdal
from geo.tables.readers import geojson, geoparquet, ogr
from geo.tables.readers.signatures import SIGNATURES, is_as_named

if TYPE_CHECKING:
    from pathlib import Path

    from geo.tables.model import Book


def read(
    path: Path,
    crs: str | None = None,
    layer: str | None = None,
    encoding: str | None = None,
    *,
    alone: bool = False,
) -> Book:
    """The table of a GIS file, its geometries in WGS 84 with at most 6 decimals.

    crs: of files that do not name theirs; layer: the one to read where there are several; encoding: of the texts of
    GeoJSON and of a shapefile, told from what they look like by default; alone: whether this process
    is for this file alone, so that GDAL's other drivers may be switched off. Raises ReadError.
    """
    ending = path.suffix.lower()
    if ending not in SIGNATURES:
        return geojson.read(path, crs, encoding)
    if not is_as_named(path, ending):
        raise ReadError(str(path), Message("is no {kind}, though its name says so.", kind=SIGNATURES[ending][0]))
    if ending in (".parquet", ".geoparquet"):
        return geoparquet.read(path, crs)
    if alone:
        gdal.switch_others_off()
    return ogr.read(path, crs, layer, encoding)
