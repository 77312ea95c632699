"""Runs: sorted tables on disk between two stages of a build, of which any part is read alone."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa
from pyarrow import ipc

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

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
    """Tables one below the other; a column that one lacks is empty in it."""
    return pa.concat_tables(tables, promote_options="default").combine_chunks()


def between(path: Path, firsts: Sequence[_Key], low: _Key, high: _Key, batch: int) -> pa.Table:
    """The batches of a run sorted by its first column that may hold keys from low to before high; firsts: the key of
    the first row of each batch."""
    start, stop = max(bisect_left(firsts, low) - 1, 0), bisect_left(firsts, high)
    return read(path, start * batch, stop * batch, batch)
