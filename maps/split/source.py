"""The files of a layer in GeoParquet, one or a folder of partitions, as parts that are read one by one."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt
from typing import TYPE_CHECKING

from geo.errors import ReadError
from geo.io.large_layers import row_groups
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

PORTION = 50_000
"""Projects that one task holds, about, of a layer of up to ten millions."""


def portion(count: int) -> int:
    """How many projects of so many one task holds: of more, so that runs and ranges, each of which reads a piece of
    every run, grow alike."""
    return max(PORTION, 16 * isqrt(count))


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
    portion: int
    """How many of them are sorted together, about."""


def parts(layer: Path) -> list[Part]:
    """The parts of a layer, in the order of its files' names. Raises ReadError, one plain sentence, for what is no
    GeoParquet in WGS 84."""
    groups = {path: row_groups(path) for path in _files(layer)}
    count = sum(map(sum, groups.values()))
    if not count:
        raise ReadError(str(layer), Message("holds no projects."))
    return [*_parts(groups, portion(count))]


def _parts(groups: Mapping[Path, Sequence[int]], size: int) -> Iterator[Part]:
    before = 0
    for path, sizes in groups.items():
        start = rows = 0
        for stop, own in enumerate(sizes, 1):
            rows += own
            if rows >= size or stop == len(sizes):
                yield Part(path, start, stop, before, size)
                before, start, rows = before + rows, stop, 0


def _files(layer: Path) -> list[Path]:
    if not layer.is_dir():
        if layer.suffix.casefold() not in ENDINGS:
            raise ReadError(
                str(layer),
                Message(
                    "is no GeoParquet, of which a split site is made; write it as one first:"
                    " coopmap export layer.parquet LAYER."
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
