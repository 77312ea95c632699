"""The files of a layer in GeoParquet, one or a folder of partitions, as parts that are read one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import ReadError
from geo.io.large_layers import row_groups
from geo.messages import Message

if TYPE_CHECKING:
    from pathlib import Path

PART = 50_000
"""Projects that one task reads, about."""


ENDINGS = (".parquet", ".geoparquet")


@dataclass(frozen=True)
class Part:
    """Some row groups of a file."""

    path: Path
    first: int
    """The first row group."""
    stop: int
    """The row group after the last."""
    before: int
    """How many Features of the layer stand before it."""


def parts(layer: Path, size: int = PART) -> list[Part]:
    """The parts of a layer, in the order of its files' names. Raises ReadError, one plain sentence, for what is no
    GeoParquet in WGS 84."""
    listed: list[Part] = []
    before = 0
    for path in _files(layer):
        groups = row_groups(path)
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
        if layer.suffix.casefold() not in ENDINGS:
            raise ReadError(
                str(layer),
                Message(
                    "is no GeoParquet, of which a split site is made; write it as one first:"
                    " coopmap export LAYER layer.parquet."
                ),
            )
        return [layer]
    files = sorted(path for path in layer.rglob("*") if path.suffix.casefold() in ENDINGS)
    if not files:
        raise ReadError(
            str(layer),
            Message("holds no file that ends in .parquet; name a layer in GeoParquet, or a folder of its parts."),
        )
    return files
