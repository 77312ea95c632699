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
    from collections.abc import Iterable
    from pathlib import Path

    import numpy.typing as npt

BLOCK = 500
"""Projects to a block: one is about 10 kB."""

FIELD, EXTRA = "field ", "extra "
"""What the names of columns begin with: fields of the schema or the layer's own, and what is none of them."""


def write(folder: Path, first: int, table: pa.Table, placed: int) -> int:
    """Write the blocks of projects from the number `first` on, of which so many have a place; gives the bytes of the
    largest. Columns are the ids, places in millionths of a degree, and fields as JSON texts."""
    most = 0
    for start in range(0, len(table), BLOCK):
        block = table.slice(start, BLOCK)
        data = _block(block, min(max(placed - start, 0), len(block))).encode("utf-8", "surrogatepass")
        most = max(most, small_files.write(small_files.numbered(folder, (first + start) // BLOCK), data))
    return most


def _block(table: pa.Table, placed: int) -> str:
    parts = {"ids": _list(table["id"].to_pylist())}
    for axis in ("lon", "lat"):
        parts[axis] = _numbers(steps(table[axis].to_numpy()[:placed]))
    for key, start in (("fields", FIELD), ("extra", EXTRA)):
        names = [name for name in table.column_names if name.startswith(start)]
        columns = {name.removeprefix(start): text for name in names if (text := _column(table[name]))}
        parts[key] = _record(columns)
    return _record(parts)


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
