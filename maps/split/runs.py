"""Runs: sorted tables on disk between two stages of a build, of which any part is read alone."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pyarrow as pa
from pyarrow import ipc

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    import numpy.typing as npt

_Key = TypeVar("_Key", str, int)

BATCH = 512
"""Rows that are read together."""


def write(path: Path, table: pa.Table, batch: int = BATCH) -> None:
    """Write a table as a run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = ipc.IpcWriteOptions(compression="lz4")
    with pa.OSFile(str(path), "wb") as file, ipc.new_file(file, table.schema, options=options) as writer:
        writer.write_table(table, max_chunksize=batch)


def read(path: Path, start: int, stop: int, batch: int = BATCH) -> pa.Table:
    """The rows from start to before stop."""
    with pa.OSFile(str(path)) as file:
        reader = ipc.open_file(file)
        first, last = start // batch, (stop + batch - 1) // batch
        some = [reader.get_batch(number) for number in range(first, last)]
        return pa.Table.from_batches(some, reader.schema).slice(start - first * batch, stop - start)


def concatenated(tables: Sequence[pa.Table]) -> pa.Table:
    """Tables one below the other; a column that one lacks is empty in it, and one that is plain in one is so in all."""
    plain = {field.name for table in tables for field in table.schema if not pa.types.is_dictionary(field.type)}
    alike = [_decoded(table, plain) for table in tables]
    return pa.concat_tables(alike, promote_options="default").unify_dictionaries().combine_chunks()


def _decoded(table: pa.Table, names: AbstractSet[str]) -> pa.Table:
    for place, field in enumerate(table.schema):
        if field.name in names and pa.types.is_dictionary(field.type):
            table = table.set_column(place, field.name, table[field.name].cast(pa.string()))
    return table


def coded(column: pa.ChunkedArray) -> tuple[pa.Array, npt.NDArray[np.int64]]:
    """(the values of a column of texts, of each row the number of its value, -1 where it has none)."""
    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):  # one without chunks
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    encoded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    return encoded.dictionary, encoded.indices.fill_null(-1).to_numpy().astype(np.int64)


def between(path: Path, firsts: Sequence[_Key], low: _Key, high: _Key, batch: int) -> pa.Table:
    """The batches of a run sorted by its first column that may hold keys from low to before high; firsts: the key of
    the first row of each batch."""
    start, stop = max(bisect_left(firsts, low) - 1, 0), bisect_left(firsts, high)
    return read(path, start * batch, stop * batch, batch)
