"""Ranges of projects along the curve, cut at exact numbers out of sorted runs, each packed by itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from maps.split import cells, curve, id_shards, runs, text_blocks, word_stretches, words
from maps.split.cells import Placed
from maps.split.facts import CODED
from maps.split.source import portion
from maps.split.text_blocks import FIELD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt

    from maps.split.facts import Facts
    from maps.split.id_shards import IdRun
    from maps.split.sorting import Run
    from maps.split.word_stretches import WordRun

    Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Range:
    """Some projects that follow each other."""

    first: int
    """The number of the first."""
    pieces: tuple[tuple[Path, int, int], ...]
    """Which rows of which run they are."""


@dataclass(frozen=True)
class PackedRange:
    """What is left to merge of a range."""

    cells: Path
    """By zoom the cells of tiles that reach beyond the range."""
    words: WordRun
    ids: IdRun
    heaviest: int
    """Bytes of the largest block of texts."""
    counts: Numbers
    """How many projects each combination of sector and status has, in all and without a place; shape (2, combos)."""


def cut(all_runs: Sequence[Run], block: int) -> list[Range]:
    """The ranges of all projects in their order: along the curve, those in one place as they come. block: projects to a
    block."""
    keys = [np.load(run.keys, mmap_mode="r") for run in all_runs]
    count = sum(run.count for run in all_runs)
    size = portion(count) // block * block
    numbers = np.arange(0, count, size)
    starts = _starts(keys, numbers)
    stops = np.vstack([starts[1:], [[run.count for run in all_runs]]])
    return [
        Range(
            int(number),
            tuple(
                (run.path, int(start), int(stop))
                for run, start, stop in zip(all_runs, begin, end, strict=True)
                if stop > start
            ),
        )
        for number, begin, end in zip(numbers, starts, stops, strict=True)
    ]


def _starts(keys: Sequence[Numbers], numbers: Numbers) -> Numbers:
    """How many rows of each run stand before each number in the order of all; shape (numbers, runs)."""
    low, high = np.zeros(len(numbers), np.int64), np.full(len(numbers), curve.NOWHERE + 1)
    while np.any(high - low > 1):  # low: the largest key that at most so many projects lie before
        middle = (low + high) // 2
        before = sum(np.searchsorted(each, middle) for each in keys)
        low, high = np.where(before <= numbers, middle, low), np.where(before <= numbers, high, middle)
    below = np.column_stack([np.searchsorted(each, low) for each in keys])
    equal = np.column_stack([np.searchsorted(each, low, side="right") for each in keys]) - below
    left = (numbers - below.sum(axis=1))[:, None] - (np.cumsum(equal, axis=1) - equal)
    starts: Numbers = below + np.clip(left, 0, equal)
    return starts


def pack(some: Range, facts: Facts) -> PackedRange:
    """Write the blocks of texts and the tiles of a range, and keep the rest to be merged."""
    table = runs.concatenated([runs.read(*piece) for piece in some.pieces])
    placed_rows = table["lon"].is_valid().to_numpy()
    x, y = curve.world_xy(table["lon"].fill_null(0).to_numpy(), table["lat"].fill_null(0).to_numpy())
    keys = np.where(placed_rows, curve.distances(x, y), curve.NOWHERE)
    order = np.argsort(keys, kind="stable")
    table = table.take(pa.array(order)).combine_chunks()
    placed = int(placed_rows.sum())
    heaviest = text_blocks.write(facts.site / "texts", some.first, table, placed, facts.block)
    combo = _combos(table, facts)
    some_placed = order[:placed]
    ends = cells.cut(
        facts.site / "cells",
        Placed(some.first, keys[some_placed], x[some_placed], y[some_placed], combo[:placed]),
        facts.block,
    )
    cell_file = facts.work / f"cells-{some.first}.npz"
    np.savez(cell_file, *ends)
    combos = int(np.prod([len(facts.dictionaries[name]) for name in CODED]))
    return PackedRange(
        cell_file,
        word_stretches.write_run(facts.work / f"words-{some.first}.arrow", words.run(some.first, table, facts)),
        id_shards.write_run(facts.work / f"ids-{some.first}.arrow", _ids(table), some.first, facts.count),
        heaviest,
        np.array([np.bincount(part, minlength=combos) for part in (combo, combo[placed:])]),
    )


def _ids(table: pa.Table) -> list[str]:
    return [json.loads(text) if "\\" in text else text[1:-1] for text in table["id"].to_pylist()]


def _combos(table: pa.Table, facts: Facts) -> Numbers:
    combo = np.zeros(len(table), np.int64)
    for name in CODED:
        values = facts.dictionaries[name]
        numbers = {text: number for number, text in enumerate(values)}
        combo *= len(values)
        if FIELD + name in table.column_names:
            texts, codes = runs.coded(table[FIELD + name])
            known = [numbers[text] for text in texts.to_pylist()]
            combo += np.array([*known, 0], np.int64)[codes]
    return combo
