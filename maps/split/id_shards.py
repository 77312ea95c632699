"""Ids by their hash, for addresses that name a project: a page asks one small file for the number of an id."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from maps.split import runs, small_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SHARD = 1000
"""Ids to a file, about."""

BATCH = 2048
"""Ids of a run that are read together."""

STRETCH = 500
"""Files that one task writes."""


@dataclass(frozen=True)
class IdRun:
    """The ids of a range on disk, sorted by file."""

    path: Path
    firsts: tuple[int, ...]
    """The file of the first id of each batch."""


def files(count: int) -> int:
    """How many files the ids of so many projects take."""
    return max(1, -(-count // SHARD))


def write_run(path: Path, ids: Sequence[str], first: int, count: int) -> IdRun:
    """Keep the ids of projects from the number `first` on; count: of all projects."""
    shards = np.array([zlib.crc32(name.encode("utf-8", "surrogatepass")) for name in ids], np.int64) % files(count)
    table = pa.table({"shard": shards, "id": ids, "number": np.arange(first, first + len(ids))})
    table = table.take(pa.array(np.argsort(shards, kind="stable")))
    runs.write(path, table, BATCH)
    return IdRun(path, tuple(table["shard"].to_numpy()[::BATCH].tolist()))


def write(all_runs: Sequence[IdRun], folder: Path, stretch: tuple[int, int]) -> list[str]:
    """Write the files from low to before high, a stretch; gives the id of each project that another one before it has:
    an address leads to the first."""
    low, high = stretch
    table = runs.concatenated([runs.between(run.path, run.firsts, low, high, BATCH) for run in all_runs])
    table = table.filter(pc.and_(pc.greater_equal(table["shard"], low), pc.less(table["shard"], high)))
    shards = table["shard"].to_numpy()
    order = np.argsort(shards, kind="stable")
    ids, numbers = table["id"].take(pa.array(order)).to_pylist(), table["number"].to_numpy()[order].tolist()
    bounds = np.searchsorted(shards[order], np.arange(low, high + 1)).tolist()
    twice = []
    for shard, (start, stop) in enumerate(pairwise(bounds), low):
        held: dict[str, int] = {}
        for name, number in zip(ids[start:stop], numbers[start:stop], strict=True):
            if held.setdefault(name, number) != number:
                twice.append(name)
        data = json.dumps(dict(sorted(held.items())), ensure_ascii=False, separators=(",", ":"))
        small_files.write(small_files.numbered(folder, shard), data.encode("utf-8", "surrogatepass"))
    return twice
