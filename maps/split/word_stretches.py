"""The words of all ranges merged by stretches of the alphabet, with what all words of a beginning have together."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from maps.split import runs
from maps.split.small_files import varint_widths, varints

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]

BATCH = 4096
"""Words of a run that are read together."""

STRETCH = 400_000
"""Words of all ranges that are merged at once."""

WIDE = 16_000
"""Bytes of entries from which on a beginning has one of its own: half a page, so that two pages hold any other."""

Stretch: TypeAlias = "tuple[int, str, str]"
"""The number of a part of the alphabet, its first word, and the word before which it ends."""

LAST = "\U0010ffff"
"""After all words."""


@dataclass(frozen=True)
class WordRun:
    """Sorted words on disk."""

    path: Path
    firsts: tuple[str, ...]
    """The first word of each batch."""


@dataclass(frozen=True)
class Beginning:
    """All words that begin alike."""

    size: int
    """Bytes of their entries."""
    projects: int
    """How many projects have each, added up."""
    bits: npt.NDArray[np.uint8]
    """Of each block whether it has any of them, eight to a byte, the lowest bit first."""

    def with_more(self, other: Beginning) -> Beginning:
        """Both together."""
        short, long = sorted((self.bits, other.bits), key=len)
        bits = long.copy()
        bits[: len(short)] |= short
        return Beginning(self.size + other.size, self.projects + other.projects, bits)

    def entry(self) -> bytes:
        """What a page holds of it, as of a word."""
        blocks = np.flatnonzero(np.unpackbits(self.bits, bitorder="little"))
        entry: bytes = _entries(np.array([self.projects]), blocks, np.array([0, len(blocks)]))[0].as_py()
        return entry


def write_run(path: Path, table: pa.Table) -> WordRun:
    """Keep a table of words, sorted by its first column."""
    runs.write(path, table, BATCH)
    return WordRun(path, tuple(table["word"].take(list(range(0, len(table), BATCH))).to_pylist()))


def stretches(all_runs: Sequence[WordRun]) -> list[Stretch]:
    """Parts of the alphabet that have about STRETCH words each in all runs."""
    firsts = sorted(first for run in all_runs for first in run.firsts)
    cuts = dict.fromkeys(firsts[:: STRETCH // BATCH][1:])
    return [(number, *words) for number, words in enumerate(pairwise(["", *cuts, LAST]))]


def merge(all_runs: Sequence[WordRun], work: Path, stretch: Stretch) -> tuple[WordRun, dict[str, Beginning]]:
    """The words of a stretch of all runs as one run (word, entry) in the folder `work`, among them beginnings, as "a*",
    whose words are WIDE; and the beginnings of its first and last word, of which a part may lie beyond it."""
    number, low, high = stretch
    postings = _postings([runs.between(run.path, run.firsts, low, high, BATCH) for run in all_runs], low, high)
    entries = _entries(postings.projects, postings.blocks, postings.offsets)
    inner, outer = postings.beginnings(entries)
    words = pa.array([*postings.words, *(f"{begin}*" for begin in inner)], pa.string())
    own = pa.array([each.entry() for each in inner.values()], entries.type)
    table = pa.table({"word": words, "entry": pa.concat_arrays([entries, own])}).take(pc.sort_indices(words))
    return write_run(work / f"merged-{number}.arrow", table), outer


def _postings(tables: Sequence[pa.Table], low: str, high: str) -> _Postings:
    """The words from low to before high of tables that follow each other by their blocks."""
    table = runs.concatenated(tables)
    table = table.filter(pc.and_(pc.greater_equal(table["word"], low), pc.less(table["word"], high))).combine_chunks()
    encoded = table["word"].combine_chunks().dictionary_encode()
    ranks = np.empty(len(encoded.dictionary), np.int64)
    ranks[pc.sort_indices(encoded.dictionary).to_numpy()] = np.arange(len(ranks))
    rank = ranks[encoded.indices.to_numpy()]
    order = np.argsort(rank, kind="stable")  # so the blocks of a word stay in their order
    table = table.take(order)
    starts = np.flatnonzero(np.diff(rank[order], prepend=-1))
    projects = np.add.reduceat(table["projects"].to_numpy(), starts) if len(starts) else np.zeros(0, np.int64)
    lists = table["blocks"].combine_chunks()
    blocks = lists.flatten().to_numpy()
    offsets = np.append(lists.offsets.to_numpy()[starts], len(blocks)).astype(np.int64)
    return _Postings(table["word"].take(starts).to_pylist(), projects, blocks, offsets)


@dataclass(frozen=True)
class _Postings:
    """Sorted words with their blocks."""

    words: list[str]
    projects: Numbers
    """How many have each; shape (words,)."""
    blocks: Numbers
    """Of all words one after the other."""
    offsets: Numbers
    """Where those of each begin, and the last ones end."""

    def beginnings(self, entries: pa.Array) -> tuple[dict[str, Beginning], dict[str, Beginning]]:
        """(those of which there is much, those of the first and the last word)."""
        if not self.words:
            return {}, {}
        names = np.array([len(word.encode()) + 1 for word in self.words])
        sizes = np.append(0, np.cumsum(names + pc.binary_length(entries).to_numpy()))
        ends = (self.words[0], self.words[-1])
        inner: dict[str, Beginning] = {}
        outer: dict[str, Beginning] = {}
        for begin, each in self._below((0, len(self.words)), 0, sizes, ends):
            (outer if any(word.startswith(begin) for word in ends) else inner)[begin] = each
        return inner, outer

    def _below(
        self, rows: tuple[int, int], depth: int, sizes: Numbers, ends: tuple[str, str]
    ) -> Iterator[tuple[str, Beginning]]:
        """Those of some words that have `depth` letters in common."""
        start, stop = rows
        while start < stop:
            word = self.words[start]
            if len(word) <= depth:
                start += 1
                continue
            begin = word[: depth + 1]
            end = bisect_right(self.words, begin + LAST, start, stop)
            size = int(sizes[end] - sizes[start])
            if size > WIDE or any(word.startswith(begin) for word in ends):
                flags = np.zeros(int(self.blocks[self.offsets[start] : self.offsets[end]].max()) + 1, np.uint8)
                flags[self.blocks[self.offsets[start] : self.offsets[end]]] = 1
                yield begin, Beginning(size, int(self.projects[start:end].sum()), np.packbits(flags, bitorder="little"))
                yield from self._below((start, end), depth + 1, sizes, ends)
            start = end


def _entries(projects: Numbers, blocks: Numbers, offsets: Numbers) -> pa.Array:
    """The entry of each word: how many projects, and its blocks as steps, or as bits where those are fewer bytes.

    offsets: where the blocks of each word begin, and the last ones end.
    """
    counts = np.diff(offsets)
    steps = np.diff(blocks, prepend=0)
    steps[offsets[:-1]] = blocks[offsets[:-1]]
    heads = np.column_stack([projects, 2 * counts]).reshape(-1)
    numbers = np.insert(steps, np.repeat(offsets[:-1], 2), heads)
    ends = np.append(0, np.cumsum(varint_widths(numbers)))[offsets + 2 * np.arange(len(offsets))]
    listed = varints(numbers)
    entries = pa.Array.from_buffers(
        pa.large_binary(), len(counts), [None, pa.py_buffer(ends.astype(np.int64)), pa.py_buffer(listed)]
    )
    first, last = blocks[offsets[:-1]], blocks[offsets[1:] - 1]
    shorter = np.flatnonzero((last - first) // 8 + 1 < np.diff(ends) - varint_widths(projects) - 1)
    if not len(shorter):
        return entries
    bits = [_bits(int(projects[row]), blocks[offsets[row] : offsets[row + 1]]) for row in shorter.tolist()]
    mask = np.zeros(len(counts), dtype=bool)
    mask[shorter] = True
    return pc.replace_with_mask(entries, pa.array(mask), pa.array(bits, pa.large_binary()))


def _bits(projects: int, blocks: Numbers) -> bytes:
    first = int(blocks[0])
    width = (int(blocks[-1]) - first) // 8 + 1
    bits = np.zeros(width * 8, dtype=np.uint8)
    bits[blocks - first] = 1
    return varints(np.array([projects, 2 * width + 1, first])) + np.packbits(bits, bitorder="little").tobytes()


def heavy(parts: Sequence[Mapping[str, Beginning]]) -> dict[str, Beginning]:
    """The beginnings of all stretches for which one page would not do."""
    together: dict[str, Beginning] = {}
    for part in parts:
        for begin, beginning in part.items():
            before = together.get(begin)
            together[begin] = before.with_more(beginning) if before else beginning
    return {begin: beginning for begin, beginning in together.items() if beginning.size > WIDE}
