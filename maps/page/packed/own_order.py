"""The order of the projects by a field that the layer has of its own, for the page's table."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from maps.page.packed.name_order import NameOrder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt

    from geo.model.codebook import OwnField

SortKey: TypeAlias = "tuple[str, float]"
"""A text, then a number: of a sum its currency and its amount."""


def is_ordered(own: OwnField) -> bool:
    """Whether projects are put in the order of a field: of codes there is a column, and nobody sorts long texts."""
    return own.definition.choices is None and own.definition.kind.name != "note"


class OwnOrder:
    """The projects' values of an own field, to be put in order: numbers by value, sums within their currency, texts as
    the layer's first language sorts them."""

    def __init__(self, own: OwnField, language: str) -> None:
        self._own = own
        self._keys = own.definition.keys_in([language])
        self._names = NameOrder(language)
        self._values: list[SortKey | None] = []

    def add(self, block: Iterable[Mapping[str, object]]) -> None:
        """Add the next projects' values."""
        self._values += [self._sort_key(project) for project in block]

    def _sort_key(self, project: Mapping[str, object]) -> SortKey | None:
        if self._own.parts:
            amount, currency = (project.get(part.name) for part in self._own.parts)
        else:
            amount, currency = next((project[key] for key in self._keys if key in project), None), ""
        if isinstance(amount, (int, float)):
            return str(currency or ""), float(amount)
        return (self._names.sort_key(amount), 0.0) if isinstance(amount, str) else None

    def order(self) -> tuple[npt.NDArray[np.int64], int]:
        """The projects' numbers by the field, those without it last, and how many have it."""
        held = [(value, number) for number, value in enumerate(self._values) if value is not None]
        without = [number for number, value in enumerate(self._values) if value is None]
        return np.array([*(number for _, number in sorted(held)), *without], dtype=np.int64), len(held)
