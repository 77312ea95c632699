"""Columns of values: each value once, and numbers for where it stands."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.model.feature_table import Column

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    import numpy.typing as npt

    from geo.model.geojson import Json

    Codes = npt.NDArray[np.int32]

_WIDEST = 2**62
"""Most combinations that are numbered before those that there are take their place."""

_FEW = 1_000
"""Combinations that are counted rather than sorted, however few rows there are."""


ABSENT: Final = object()
"""What no value is."""


def column_of(values: Sequence[Json], lacking: object = None) -> Column:
    """The column of values in order; lacking: what stands for none."""
    number_of: dict[Hashable, int] = {lacking: -1}
    keys = (value if type(value) is str else _key(value) for value in values)
    codes = [number_of.setdefault(key, len(number_of) - 1) for key in keys]
    first = dict(zip(reversed(codes), reversed(values), strict=True))
    return Column([first[code] for code in range(len(number_of) - 1)], np.array(codes, dtype=np.int32))


def _key(value: object) -> Hashable:
    """What equal values of JSON share and others do not: 1, 1.0 and true are three."""
    if value is None or type(value) is str:
        return value
    if type(value) is dict:
        return dict, *value, *map(_key, value.values())
    if type(value) is list:
        return list, *map(_key, value)
    return type(value), repr(value)


def renewed(column: Column, values: Iterable[Json], lacking: object = None) -> Column:
    """The column with other values in place of its own, equal ones perhaps; lacking: what stands for none."""
    values = [*values]
    if {*map(type, values)} == {str} and len({*values}) == len(values):
        return Column(values, column.codes)
    new = column_of(values, lacking)
    return Column(new.values, np.append(new.codes, np.int32(-1))[column.codes])


def combinations(codes: Sequence[Codes], count: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """(the first row of each combination that there is, of each row the number of its combination) of columns' codes.

    count: how many rows there are, which no columns cannot say.
    """
    numbers = np.zeros(count, dtype=np.int64)
    widest = 1
    for column in codes:
        span = int(column.max(initial=-1)) + 2
        if widest * span > _WIDEST:
            distinct, numbers = np.unique(numbers, return_inverse=True)
            widest = len(distinct)
        numbers = numbers * span + (column + 1)
        widest *= span
    if widest > max(_FEW, 4 * count):
        _, first, inverse = np.unique(numbers, return_index=True, return_inverse=True)
        return first, inverse
    row_of = np.full(widest, -1)
    row_of[numbers[::-1]] = np.arange(count)[::-1]  # the first of equal ones is written last
    there = np.flatnonzero(row_of >= 0)
    return row_of[there], (np.cumsum(row_of >= 0) - 1)[numbers]


def lists_of(entries: Column, lengths: npt.NDArray[np.int64], absent: npt.NDArray[np.bool_]) -> Column:
    """The column of lists whose entries are those of a column, one list behind the other.

    lengths: of each list; absent: where there is no list, whose length is 0.
    """
    data, width = entries.codes.tobytes(), entries.codes.itemsize
    ends = [0, *(np.cumsum(lengths) * width).tolist()]
    number_of: dict[bytes, int] = {}
    codes = [number_of.setdefault(data[start:end], len(number_of)) for start, end in pairwise(ends)]
    known = (*entries.values, None)
    values = [[known[code] for code in np.frombuffer(key, dtype=np.int32).tolist()] for key in number_of]
    return in_use(Column(values, np.where(absent, -1, codes).astype(np.int32)))


def records_of(members: dict[str, Column], absent: npt.NDArray[np.bool_]) -> Column:
    """The column of records whose members are columns; what is missing is left out. absent: where there is none."""
    first, codes = combinations([column.codes for column in members.values()], len(absent))
    cells = [column.at(first).cells(ABSENT) for column in members.values()]
    rows = zip(*cells, strict=True) if cells else ((),) * len(first)
    values: list[Json] = [
        {name: value for name, value in zip(members, row, strict=True) if value is not ABSENT} for row in rows
    ]
    return in_use(Column(values, np.where(absent, -1, codes).astype(np.int32)))


def in_use(column: Column) -> Column:
    """The column with those of its values alone that stand somewhere."""
    used = np.zeros(len(column.values) + 1, dtype=bool)
    used[column.codes] = True
    used[-1] = False
    new = (np.cumsum(used) - 1).astype(np.int32)
    new[-1] = -1
    return Column([column.values[code] for code in np.flatnonzero(used).tolist()], new[column.codes])
