"""The texts of some hundred projects beside each other, as JSON by columns: what repeats in a block stands once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from maps.split import small_files
from maps.split.small_files import steps

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
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
    parts = {"ids": _list(table["id"])}
    for axis in ("lon", "lat"):
        parts[axis] = _numbers(steps(table[axis].to_numpy()[:placed]))
    for key, start in (("fields", FIELD), ("extra", EXTRA)):
        names = [name for name in table.column_names if name.startswith(start)]
        columns = {name.removeprefix(start): text for name in names if (text := _column(table[name]))}
        parts[key] = _record(columns)
    return _record(parts)


def _record(parts: dict[str, str]) -> str:
    return "{" + ",".join(f"{_quoted(name)}:{value}" for name, value in parts.items()) + "}"


def _quoted(name: str) -> str:
    import json

    return json.dumps(name, ensure_ascii=False)


def _column(values: pa.ChunkedArray) -> str:
    """A column of JSON texts; "" where all is missing."""
    held = len(values) - values.null_count
    if not held:
        return ""
    encoded = values.combine_chunks().dictionary_encode()
    distinct = len(encoded.dictionary)
    if distinct * 4 > held * 3:
        return _list(values)
    if not values.null_count:
        return f'{{"values":{_list(encoded.dictionary)},"codes":{_numbers(encoded.indices.to_numpy())}}}'
    codes = pc.add(encoded.indices, 1).fill_null(0).to_numpy()
    listed = _list(pa.concat_arrays([pa.nulls(1, pa.string()), encoded.dictionary.cast(pa.string())]))
    return f'{{"values":{listed},"codes":{_numbers(codes)}}}'


def _list(values: pa.Array | pa.ChunkedArray) -> str:
    return "[" + ",".join(values.fill_null("null").to_pylist()) + "]"


def _numbers(values: npt.NDArray[np.int64]) -> str:
    return "[" + ",".join(map(str, values.tolist())) + "]"
