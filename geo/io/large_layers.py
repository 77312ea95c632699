"""Layers too large for GeoJSON: GeoParquet and FlatGeobuf, read some features at a time and never held as a whole.

They are read in a process of its own, for they come from strangers; it reads on while this one works.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from geo.errors import ReadError
from geo.io.feature_tables import SOME, Features
from geo.io.table_wire import received
from geo.sandbox import process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.model.feature_table import FeatureTable


def read_features(path: Path) -> Features:
    """The Features of a GeoParquet or FlatGeobuf file in WGS 84. Raises ReadError, one plain sentence, for another."""
    name = str(path)
    count, names, begun = _begun(name)
    unread = [begun]  # whoever first walks through them goes on with what told their number

    def tables() -> Iterator[FeatureTable]:
        return _received(name, unread.pop() if unread else _begun(name)[2])

    return Features(count, tables, names)


def _begun(name: str) -> tuple[int, list[str], Iterator[object]]:
    """How many Features a file has, what its columns are called, and what reads them."""
    sent = process.stream(name, "geo.io.columnar:features", name, SOME)
    match next(sent, None):
        case {"count": int(count), "names": [*names]} if count >= 0 and all(isinstance(each, str) for each in names):
            return count, names, sent
    raise ReadError(name, process.BROKEN)


def row_groups(path: Path) -> list[int]:
    """How many Features each row group of a GeoParquet file in WGS 84 has. Raises ReadError for another."""
    name = str(path)
    rows = process.call(name, "geo.io.columnar:row_groups", name)
    if not isinstance(rows, list) or not all(type(row) is int and row >= 0 for row in rows):
        raise ReadError(name, process.BROKEN)
    return rows


def group_tables(path: Path, first: int, stop: int) -> Iterator[FeatureTable]:
    """The Features of a file's row groups from `first` to before `stop` by columns, some at a time."""
    return _received(str(path), process.stream(str(path), "geo.io.columnar:group_tables", str(path), SOME, first, stop))


def _received(name: str, sent: Iterator[object]) -> Iterator[FeatureTable]:
    for data in sent:
        try:
            yield received(data, SOME)
        except (ValueError, shapely.errors.ShapelyError):
            raise ReadError(name, process.BROKEN) from None
