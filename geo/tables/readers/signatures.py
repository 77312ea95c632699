"""Signatures of GIS files: what a file of each ending begins with, so that GDAL opens nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import ReadError, system_reason
from geo.io.recognise import FLATGEOBUF
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SIGNATURES: Mapping[str, tuple[str, bytes]] = {
    ".gpkg": ("GeoPackage", b"SQLite format 3\0"),
    ".shp": ("shapefile", b"\0\0\x27\x0a"),
    ".gpx": ("GPX", b"<gpx"),
    ".parquet": ("GeoParquet", b"PAR1"),
    ".geoparquet": ("GeoParquet", b"PAR1"),
    ".fgb": ("FlatGeobuf", FLATGEOBUF),
}
"""Of each ending its name and the bytes that its files begin with, or hold near their beginning."""

HEAD = 4096
"""Bytes among which XML names its kind."""


def is_as_named(path: Path, ending: str) -> bool:
    """Whether a file is what its name says: GDAL would open anything, a list of remote files too."""
    signature = SIGNATURES[ending][1]
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise ReadError(str(path), Message("cannot be read: {error}.", error=system_reason(error))) from None
    if signature.startswith(b"<"):
        plain = head.replace(b"\0", b"")
        return signature in plain and b"OGRVRTDataSource" not in plain and b"<!ENTITY" not in plain
    return head.startswith(signature)
