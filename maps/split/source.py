"""The files of a layer in GeoParquet, one or a folder of partitions, as parts that are read one by one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import ReadError
from geo.io import columnar
from geo.messages import Message
from geo.sandbox import process

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.model.geojson import Feature

PART = 50_000
"""Projects that one task reads, about."""


@dataclass(frozen=True)
class Part:
    """Some row groups of a file."""

    path: Path
    first: int
    """The first row group."""
    stop: int
    """The row group after the last."""
    number: int
    """The number of its first Feature in the layer, from 1."""


def parts(layer: Path, size: int = PART) -> list[Part]:
    """The parts of a layer, in the order of its files' names. Raises ReadError, one plain sentence, for what is no
    GeoParquet in WGS 84."""
    listed: list[Part] = []
    before = 1
    for path in _files(layer):
        groups = process.call(str(path), "geo.io.columnar:row_groups", str(path))
        start = rows = 0
        for number, group in enumerate(groups, 1):
            rows += group
            if rows >= size or number == len(groups):
                listed.append(Part(path, start, number, before))
                before += rows
                start, rows = number, 0
    return listed


def _files(layer: Path) -> list[Path]:
    if not layer.is_dir():
        return [layer]
    files = sorted(path for path in layer.rglob("*") if path.suffix.casefold() in (".parquet", ".geoparquet"))
    if not files:
        raise ReadError(str(layer), Message("holds no file that ends in .parquet; name a layer in GeoParquet."))
    return files


def features(part: Part) -> Iterator[Feature]:
    """The Features of a part."""
    name = str(part.path)
    for batch in process.stream(name, "geo.io.columnar:group_batches", name, part.first, part.stop, 5000):
        yield from batch
