"""A table as plain data between the process that reads a file and the one that asked: arrays are base64 in JSON.

What arrives was made of a stranger's file: it is measured before anything is made of it.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np

from geo.io.shapes import KINDS, Parts, shapes_of
from geo.model.feature_table import Column, FeatureTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from geo.model.geojson import Json, JsonRecord

_Number = TypeVar("_Number", np.int32, np.int64, np.float64)


@dataclass(frozen=True)
class Sent:
    """A table as it was read."""

    columns: Mapping[str, Column]
    parts: Sequence[Parts]
    """The geometries that are arrays."""
    others: Mapping[int, JsonRecord]
    """Those that are not, by row."""
    count: int
    """Features."""

    def plain(self) -> JsonRecord:
        """The table as plain data."""
        return {
            "count": self.count,
            "columns": {name: [column.values, _text(column.codes)] for name, column in self.columns.items()},
            "parts": [
                [
                    each.kind,
                    each.coordinates.shape[1],
                    _text(each.coordinates),
                    *(_text(numbers) for numbers in (each.rows, *each.offsets)),
                ]
                for each in self.parts
            ],
            "others": {str(row): plain for row, plain in self.others.items()},
        }


def received(data: object, most: int) -> FeatureTable:
    """The table of plain data. most: Features that it may have. Raises ValueError for what is none."""
    match data:
        case {"count": int(count), "columns": dict(columns), "parts": list(parts), "others": dict(others)} if (
            0 <= count <= most
        ):
            read = {name: _column(column, count) for name, column in columns.items()}
            rest = {_row(row, count): cast("Json", plain) for row, plain in others.items()}
            return FeatureTable(read, *shapes_of([_parts(each, count) for each in parts], rest, count))
    raise ValueError("no table")


def _column(data: object, count: int) -> Column:
    match data:
        case [list(values), str(text)]:
            codes = _array(text, np.int32)
            if len(codes) == count and _within(codes, -1, len(values)) and None not in values:
                return Column(values, codes)
    raise ValueError("no column")


def _parts(data: object, count: int) -> Parts:
    match data:
        case [str(kind), int(width), str(degrees), str(rows), *offsets] if kind in KINDS and width in (2, 3):
            numbers = [_array(text, np.int64) for text in (rows, *offsets) if isinstance(text, str)]
            parts = Parts(kind, numbers[0], _array(degrees, np.float64).reshape(-1, width), tuple(numbers[1:]))
            if parts.is_whole() and _within(parts.rows, 0, count):
                return parts
    raise ValueError("no geometries")


def _row(text: object, count: int) -> int:
    if isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) < 10 and int(text) < count:
        return int(text)
    raise ValueError("no row")


def _within(numbers: npt.NDArray[np.integer], least: int, end: int) -> bool:
    return not len(numbers) or (int(numbers.min()) >= least and int(numbers.max()) < end)


def _text(numbers: npt.NDArray[_Number]) -> str:
    return b64encode(numbers.tobytes()).decode("ascii")


def _array(text: str, kind: type[_Number]) -> npt.NDArray[_Number]:
    return np.frombuffer(b64decode(text, validate=True), dtype=kind)
