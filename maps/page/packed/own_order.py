"""The order of the projects by a field that the layer has of its own, for the page's table."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from geo.io.coding import combinations
from geo.model.feature_table import Column
from maps.page.packed.name_order import sort_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from geo.model.codebook import OwnField
    from geo.model.geojson import Json

SortKey: TypeAlias = "tuple[str, float]"
"""A text, then a number: of a sum its currency and its amount."""


def is_ordered(own: OwnField) -> bool:
    """Whether projects are put in the order of a field: of codes there is a column, and nobody sorts long texts."""
    return own.definition.choices is None and own.definition.kind.name != "note"


class OwnOrder:
    """The projects' values of an own field, to be put in order: numbers by value, sums within their currency, texts as
    the layer's first language sorts them."""

    def __init__(self, own: OwnField, language: str) -> None:
        self._language = language
        # Of a sum the amount and its currency, of all else the value alone.
        self._keys = [part.name for part in own.parts] or [*own.definition.keys_in([language])]
        self._values: list[SortKey | None] = []

    def add(self, columns: Mapping[str, Column], rows: npt.NDArray[np.intp]) -> None:
        """Add the next projects' values: rows of columns."""
        own = [_of(columns, key, rows) for key in self._keys]
        first, numbers = combinations([column.codes for column in own], len(rows))
        values = zip(*(column.at(first).cells() for column in own), strict=True)
        keys = [self._sort_key(*each) for each in values]
        self._values += [keys[number] for number in numbers.tolist()]

    def _sort_key(self, amount: Json, currency: Json = "") -> SortKey | None:
        if isinstance(amount, (int, float)):
            return str(currency or ""), float(amount)
        return (sort_keys([amount], self._language)[0], 0.0) if isinstance(amount, str) else None

    def order(self) -> tuple[npt.NDArray[np.int64], int]:
        """The projects' numbers by the field, those without it last, and how many have it."""
        held = [(value, number) for number, value in enumerate(self._values) if value is not None]
        without = [number for number, value in enumerate(self._values) if value is None]
        return np.array([*(number for _, number in sorted(held)), *without], dtype=np.int64), len(held)


def _of(columns: Mapping[str, Column], key: str, rows: npt.NDArray[np.intp]) -> Column:
    return columns[key].at(rows) if key in columns else Column((), np.full(len(rows), -1, dtype=np.int32))
