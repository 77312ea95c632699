"""Layers too large for GeoJSON: GeoParquet and FlatGeobuf, read some features at a time and never held as a whole.

They are read in a process of its own, for they come from strangers; it reads on while this one works.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, cast, overload

from geo.errors import ReadError
from geo.model.geojson import Feature
from geo.sandbox import process

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SOME = 5_000
"""Features that stand in memory at once."""


class Features(Sequence[Feature]):
    """The Features of a file: read anew whenever they are walked through."""

    def __init__(self, count: int, batches: Callable[[], Iterator[list[Feature]]]) -> None:
        self._count = count
        self._batches = batches

    def __len__(self) -> int:
        """How many there are."""
        return self._count

    def __iter__(self) -> Iterator[Feature]:
        """Each Feature as plain JSON, in the file's order."""
        return chain.from_iterable(self._batches())

    @overload
    def __getitem__(self, number: int) -> Feature: ...
    @overload
    def __getitem__(self, number: slice) -> list[Feature]: ...
    def __getitem__(self, number: int | slice) -> Feature | list[Feature]:
        """One Feature, or some; what stands before them is read too."""
        if isinstance(number, slice):
            return list(islice(self, *number.indices(len(self))))
        place = number + len(self) if number < 0 else number
        feature = next(islice(self, max(place, 0), None), None)
        if place < 0 or feature is None:
            raise IndexError(number)
        return feature


def read_features(path: Path) -> Features:
    """The Features of a GeoParquet or FlatGeobuf file in WGS 84. Raises ReadError, one plain sentence, for another."""
    name = str(path)
    count = process.call(name, "geo.io.columnar:count", name, SOME)
    if not isinstance(count, int):
        raise ReadError(name, process.BROKEN)
    return Features(count, partial(_batches, name))


def _batches(name: str) -> Iterator[list[Feature]]:
    for batch in process.stream(name, "geo.io.columnar:batches", name, SOME):
        if not isinstance(batch, list) or not all(map(_is_feature, batch)):
            raise ReadError(name, process.BROKEN)
        yield cast("list[Feature]", batch)


def _is_feature(value: object) -> bool:
    """Whether it has the form of a Feature; whether it is right is for the check."""
    return (
        isinstance(value, dict)
        and value.get("type") == "Feature"
        and isinstance(value.get("properties"), dict)
        and isinstance(value.get("geometry"), (dict, type(None)))
    )
