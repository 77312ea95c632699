"""Whether a file holds a layer, told by its first and last bytes, whatever its name."""

from __future__ import annotations

import os
import re

from geo.io import regular_files

FLATGEOBUF = b"fgb\x03fgb"
"""What every FlatGeobuf file begins with."""

PARQUET = b"PAR1"
"""What every Parquet file begins with."""

LOOKED_AT = 64 * 1024
"""Bytes at each end of a file that are looked at: a FeatureCollection says at one of them what it is."""

_COLLECTION = re.compile(rb'"type"\s*:\s*"FeatureCollection"|"features"\s*:\s*\[')


def layer_format(path: str | os.PathLike[str]) -> str | None:
    """The format of the layer in a regular file, "GeoJSON", "GeoParquet" or "FlatGeobuf"; None when it holds none.

    Raises OSError when it cannot be read.
    """
    with os.fdopen(regular_files.handle(path, links=True), "rb") as file:
        head = file.read(LOOKED_AT)
        size = os.fstat(file.fileno()).st_size
        file.seek(max(len(head), size - LOOKED_AT))
        tail = file.read(LOOKED_AT)
    if head.startswith(PARQUET):
        return "GeoParquet"
    if head.startswith(FLATGEOBUF):
        return "FlatGeobuf"
    json = head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    return "GeoJSON" if json and (_COLLECTION.search(head) or _COLLECTION.search(tail)) else None
