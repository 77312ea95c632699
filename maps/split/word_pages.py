"""The words of all ranges as one sorted list of pages: merged by stretches of the alphabet, then cut to pages."""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from maps.split import runs, small_files
from maps.split.small_files import varint_widths, varints

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]

PAGE = 32_000
"""Bytes of a page before it is packed."""

SPAN = 256
"""Pages whose first words stand in one file of the index."""

BATCH = 4096
"""Words of a run that are read together."""

STRETCH = 400_000
"""Words of all ranges that are merged at once."""

LAST = "\U0010ffff"
"""After all words."""


@dataclass(frozen=True)
class WordRun:
    """The sorted words of a range on disk."""

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
    blocks: Numbers
    """Those that have any, ascending."""

    def with_more(self, other: Beginning) -> Beginning:
        """Both together."""
        blocks = np.union1d(self.blocks, other.blocks)
        return Beginning(self.size + other.size, self.projects + other.projects, blocks)


def write_run(path: Path, table: pa.Table) -> WordRun:
    """Keep the words of a range, as `words.run` gives them."""
    runs.write(path, table, BATCH)
    return WordRun(path, tuple(table["word"].take(list(range(0, len(table), BATCH))).to_pylist()))


def stretches(all_runs: Sequence[WordRun]) -> list[tuple[str, str]]:
    """Parts of the alphabet, from a word to before another, that have about STRETCH words each in all runs."""
    firsts = sorted(first for run in all_runs for first in run.firsts)
    cuts = dict.fromkeys(firsts[:: STRETCH // BATCH][1:])
    return list(pairwise(["", *cuts, LAST]))


def merge(all_runs: Sequence[WordRun], work: Path, stretch: tuple[str, str]) -> tuple[WordRun, dict[str, Beginning]]:
    """The words from low to before high, a stretch, of all runs as one run (word, entry) in the folder `work`; and the
    beginnings of words for which one page would not do, or of which a part may lie beyond low or high."""
    low, high = stretch
    tables = [runs.between(run.path, run.firsts, low, high, BATCH) for run in all_runs]
    table = runs.concatenated(tables)
    table = table.filter(pc.and_(pc.greater_equal(table["word"], low), pc.less(table["word"], high))).combine_chunks()
    # Stable, so that the blocks of a word stay in the order of the ranges.
    encoded = table["word"].combine_chunks().dictionary_encode()
    ranks = np.empty(len(encoded.dictionary), np.int64)
    ranks[pc.sort_indices(encoded.dictionary).to_numpy()] = np.arange(len(ranks))
    rank = ranks[encoded.indices.to_numpy()]
    order = np.argsort(rank, kind="stable")
    table = table.take(order)
    starts = np.flatnonzero(np.diff(rank[order], prepend=-1))
    words = table["word"].take(starts).combine_chunks()
    projects = np.add.reduceat(table["projects"].to_numpy(), starts) if len(starts) else np.zeros(0, np.int64)
    blocks = table["blocks"].combine_chunks()
    offsets = np.append(blocks.offsets.to_numpy()[starts], len(blocks.flatten()))
    postings = _Postings(words.to_pylist(), projects, blocks.flatten().to_numpy(), offsets)
    entries = _entries(projects, postings.blocks, offsets)
    merged = write_run(work / f"merged-{low.encode().hex()}.arrow", pa.table({"word": words, "entry": entries}))
    return merged, postings.beginnings(entries)


@dataclass(frozen=True)
class _Postings:
    """Sorted words with their blocks."""

    words: list[str]
    projects: Numbers
    blocks: Numbers
    offsets: Numbers

    def beginnings(self, entries: pa.Array) -> dict[str, Beginning]:
        """Those of which there is much, and those of the first and the last word."""
        if not self.words:
            return {}
        names = np.array([len(word.encode()) + 1 for word in self.words])
        sizes = np.append(0, np.cumsum(names + pc.binary_length(entries).to_numpy()))
        ends = (self.words[0], self.words[-1])
        return dict(self._below((0, len(self.words)), 0, sizes, ends))

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
            if size > PAGE // 2 or any(word.startswith(begin) for word in ends):
                blocks = np.unique(self.blocks[self.offsets[start] : self.offsets[end]])
                yield begin, Beginning(size, int(self.projects[start:end].sum()), blocks)
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
    return {begin: beginning for begin, beginning in together.items() if beginning.size > PAGE // 2}


@dataclass(frozen=True)
class Cut:
    """The pages of a stretch, in a folder of their own."""

    folder: Path
    firsts: tuple[str, ...]
    """The first entry of each page; the files are named by their numbers from 0."""


def cut(task: tuple[WordRun, Mapping[str, Beginning]]) -> Cut:
    """Write the pages of a stretch: of its run, and of the beginnings whose entries belong to it."""
    run, beginnings = task
    folder = run.path.with_suffix(".pages")
    table = runs.read(run.path, 0, BATCH * len(run.firsts), BATCH)
    entries = dict(zip(table["word"].to_pylist(), table["entry"].to_pylist(), strict=True))
    for begin, each in beginnings.items():
        entry = _entries(np.array([each.projects]), each.blocks, np.array([0, len(each.blocks)]))
        entries[f"{begin}*"] = entry[0].as_py()
    folder.mkdir(parents=True, exist_ok=True)
    firsts = []
    for number, names in enumerate(_pages(entries)):
        text = "\n".join(names).encode()
        data = b"".join([struct.pack("<I", len(text)), text, *(entries[name] for name in names)])
        small_files.write(folder / f"{number}.bin", data)
        firsts.append(names[0])
    return Cut(folder, tuple(firsts))


def _pages(entries: Mapping[str, bytes]) -> Iterator[list[str]]:
    names: list[str] = []
    size = 0
    for name in sorted(entries):
        own = len(name.encode()) + 1 + len(entries[name])
        if names and size + own > PAGE:
            yield names
            names, size = [], 0
        names.append(name)
        size += own
    if names:
        yield names


def gather(stretches: Sequence[Cut], site: Path) -> dict[str, object]:
    """Number the pages of all stretches through, write the index, and give what the head says of both."""
    firsts = [first for each in stretches for first in each.firsts]
    pages = [each.folder / f"{number}.bin" for each in stretches for number in range(len(each.firsts))]
    for number, page in enumerate(pages):
        target = small_files.numbered(site / "words", number)
        target.parent.mkdir(parents=True, exist_ok=True)
        page.rename(target)
    index = [firsts[start : start + SPAN] for start in range(0, len(firsts), SPAN)]
    for number, names in enumerate(index):
        small_files.write(small_files.numbered(site / "index", number), "\n".join(names).encode())
    return {"pages": len(pages), "span": SPAN, "index": ["", *(names[0] for names in index[1:])][: len(index)]}
