"""Columns of integers: the fields that the page filters by as numbers in a dictionary, and how numbers are written.

`maps/web/data/packed_columns.js` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from geo.io.coding import in_use
from maps.page.deflated import compact_json

if TYPE_CHECKING:
    import numpy.typing as npt

    from geo.model.feature_table import Column
    from geo.model.geojson import Json


@dataclass
class Dictionary:
    """The values of a field as numbers in a dictionary of them; 0 for none."""

    values: list[Json] = field(default_factory=lambda: [None])
    """The dictionary: JSON values by their number, the first of them None."""
    _numbers: dict[str, int] = field(default_factory=dict)  # by their JSON
    _chunks: list[npt.NDArray[np.int32]] = field(default_factory=list)

    def add(self, column: Column | None, rows: npt.NDArray[np.intp]) -> None:
        """Add the next projects' values: rows of a column, None where all lack the field."""
        if column is None:
            self._chunks.append(np.zeros(len(rows), dtype=np.int32))
            return
        own = in_use(column.at(rows))
        self._chunks.append(np.array([*map(self._number, own.values), 0], dtype=np.int32)[own.codes])

    def _number(self, value: Json) -> int:
        number = self._numbers.setdefault(compact_json(value), len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number

    def numbers(self) -> npt.NDArray[np.int64]:
        """The number of each project's value."""
        return np.concatenate(self._chunks).astype(np.int64)


def zigzag_steps(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """From each value to the next, signs folded in: 0, -1, 1, -2 are 0, 1, 2, 3."""
    steps = np.diff(values, prepend=0)
    return (steps << 1) ^ (steps >> 63)


def byte_planes(values: npt.NDArray[np.int64]) -> tuple[int, bytes]:
    """How many bytes a value has, and the values: all lowest bytes, then all second ones, which deflate far better."""
    most = int(values.max(initial=0))
    width = max(1, (most.bit_length() + 7) // 8)
    return width, b"".join(((values >> 8 * plane) & 255).astype(np.uint8).tobytes() for plane in range(width))
