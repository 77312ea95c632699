"""The texts of some hundred projects beside each other, as JSON by columns: what repeats in a block stands once."""

from __future__ import annotations

from json.encoder import encode_basestring
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from maps.split import small_files
from maps.split.runs import coded
from maps.split.small_files import steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import numpy.typing as npt

BLOCK = 500
"""Projects to a block of short texts; of longer ones there are fewer to it."""

LEAST = 16
"""Projects to a block of the longest texts."""

WEIGHT = 64_000
"""Bytes that a block is meant to have at most."""

FIELD = "field "
"""What the names of columns begin with that are fields of projects."""


def fitting_block(weights: Sequence[int]) -> int:
    """How many projects a block of a layer holds; weights: bytes of some blocks of BLOCK."""
    block, weight = BLOCK, float(np.median(weights)) if weights else 0.0
    while weight > WEIGHT and block // 2 >= LEAST:
        block, weight = block // 2, weight / 2
    return block


def weight(table: pa.Table) -> int:
    """Bytes of a block from the midst of some projects."""
    block = table.slice(max(len(table) - BLOCK, 0) // 2, BLOCK)
    return len(small_files.deflated(_block(block, 0))) * BLOCK // max(len(block), 1)


def write(folder: Path, first: int, table: pa.Table, placed: int, size: int) -> int:
    """Write the blocks of projects from the number `first` on, of which so many have a place; gives the bytes of the
    largest. Columns are the ids, places in millionths of a degree, and fields as JSON texts; size: projects to a
    block."""
    most = 0
    for start in range(0, len(table), size):
        block = table.slice(start, size)
        data = _block(block, min(max(placed - start, 0), len(block)))
        most = max(most, small_files.write(small_files.numbered(folder, (first + start) // size), data))
    return most


def _block(table: pa.Table, placed: int) -> bytes:
    parts = {"ids": _list(table["id"].to_pylist())}
    for axis in ("lon", "lat"):
        parts[axis] = _numbers(steps(table[axis].to_numpy()[:placed]))
    names = [name for name in table.column_names if name.startswith(FIELD)]
    parts["fields"] = _record({name.removeprefix(FIELD): text for name in names if (text := _column(table[name]))})
    return _record(parts).encode("utf-8", "surrogatepass")


def _record(parts: dict[str, str]) -> str:
    return "{" + ",".join(f"{encode_basestring(name)}:{value}" for name, value in parts.items()) + "}"


def _column(values: pa.ChunkedArray) -> str:
    """A column of JSON texts; "" where all is missing."""
    held = len(values) - values.null_count
    if not held:
        return ""
    if not pa.types.is_dictionary(values.type):
        texts = values.to_pylist()
        if len(set(texts)) * 4 > held * 3:
            return _list(texts)
    dictionary, codes = coded(values)
    used, numbers = np.unique(codes, return_inverse=True)
    listed = [None if number < 0 else dictionary[number].as_py() for number in used.tolist()]
    return f'{{"values":{_list(listed)},"codes":{_numbers(numbers)}}}'


def _list(texts: Iterable[str | None]) -> str:
    return "[" + ",".join("null" if text is None else text for text in texts) + "]"


def _numbers(values: npt.NDArray[np.int64]) -> str:
    return "[" + ",".join(map(str, values.tolist())) + "]"
