"""A layer of any size as a split site: parts checked and sorted, ranges packed, words and ids merged, one page."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from geo.model.schema import MEMBERS, ordered
from maps.project_records import most_named
from maps.split import cells, engine, id_shards, ranges, sorting, source, word_pages
from maps.split.page import split_page
from maps.split.ranges import Facts
from maps.split.sorting import CODED
from maps.split.text_blocks import BLOCK
from maps.text import i18n
from maps.text.code_names import code_name
from maps.basemap.names import country_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geo import Layer
    from maps.split.ranges import PackedRange
    from maps.split.sorting import Run


def write(layer: Layer, path: Path, site: Path, work: Path, *, checked: bool = True) -> dict[str, object]:
    """Write the site of the layer in `path` into an empty folder; gives the head. layer: without its Features; work: an
    empty folder for what lies between the stages."""
    all_runs = engine.each(partial(sorting.sort, layer=layer, folder=work, checked=checked), source.parts(path))
    facts = _facts(all_runs, layer, site, work)
    packed = engine.each(partial(ranges.pack, facts=facts), ranges.cut(all_runs))
    deepest = _upper_cells(packed, site)
    _ids(packed, facts)
    head = _head(all_runs, packed, layer, facts) | {
        "root": 0, "deepest": deepest, "words": _words(packed, facts), "ids": {"shards": id_shards.files(facts.count)},
    }
    (site / "head.json").write_text(json.dumps(head, ensure_ascii=False), encoding="utf-8")
    (site / "index.html").write_text(split_page(head), encoding="utf-8")
    return head


def _facts(all_runs: Sequence[Run], layer: Layer, site: Path, work: Path) -> Facts:
    count = sum(run.count for run in all_runs)
    order = {name: layer.codebook.fields for name in CODED}
    dictionaries = {
        name: ["null", *sorted(frozenset().union(*(run.codes[name] for run in all_runs)))] for name in order
    }
    named = {value: [code_name(layer.codebook, tag, "sector", json.loads(value)) for tag in layer.languages] for value in dictionaries["sector"][1:]}
    return Facts(count, dictionaries, {value: " ".join(names) for value, names in named.items()}, site, work)


def _upper_cells(packed: Sequence[PackedRange], site: Path) -> int:
    """Write the tiles that reach over several ranges; gives the last zoom of all tiles."""
    for zoom in range(cells.DEEPEST + 1):
        ends = []
        for each in packed:
            with np.load(each.cells) as file:
                ends.append(file[str(zoom)])
        cells.write(site / "cells", zoom, cells.merged(ends))
    zooms = [int(folder.name) for folder in (site / "cells").glob("*")]
    return max(zooms, default=0)


def _ids(packed: Sequence[PackedRange], facts: Facts) -> list[tuple[int, int, str]]:
    files = id_shards.files(facts.count)
    stretches = [(low, min(low + id_shards.STRETCH, files)) for low in range(0, files, id_shards.STRETCH)]
    work = partial(_write_ids, [each.ids for each in packed], facts.site / "ids")
    return [twice for some in engine.each(work, stretches) for twice in some]


def _write_ids(
    all_runs: Sequence[id_shards.IdRun], folder: Path, stretch: tuple[int, int]
) -> list[tuple[int, int, str]]:
    return id_shards.write(all_runs, *stretch, folder)


def _words(packed: Sequence[PackedRange], facts: Facts) -> dict[str, object]:
    all_runs = [each.words for each in packed]
    stretches = word_pages.stretches(all_runs)
    merged = engine.each(partial(_merge_words, all_runs, facts.work), stretches)
    heavy = word_pages.heavy([beginnings for _, beginnings in merged])
    tasks = [
        (run, {begin: each for begin, each in heavy.items() if low <= f"{begin}*" < high}, facts.work / f"pages-{low!r}")
        for (run, _), (low, high) in zip(merged, stretches, strict=True)
    ]
    tasks = [(run, own, facts.work / f"pages-{number}") for number, (run, own, _) in enumerate(tasks)]
    firsts = engine.each(_cut_words, tasks)
    return word_pages.gather([folder for _, _, folder in tasks], firsts, facts.site)


def _merge_words(
    all_runs: Sequence[word_pages.WordRun], work: Path, stretch: tuple[str, str]
) -> tuple[word_pages.WordRun, dict[str, word_pages.Beginning]]:
    low, high = stretch
    return word_pages.merge(all_runs, low, high, work / f"merged-{low.encode().hex()}.arrow")


def _cut_words(task: tuple[word_pages.WordRun, dict[str, word_pages.Beginning], Path]) -> list[str]:
    return word_pages.cut(*task)


def _head(
    all_runs: Sequence[Run], packed: Sequence[PackedRange], layer: Layer, facts: Facts
) -> dict[str, object]:
    counts = sum((each.counts for each in packed), np.zeros((2, 1), np.int64))
    countries: Counter[str] = Counter()
    for run in all_runs:
        countries.update(run.countries)
    focus = most_named(countries, layer.members)
    boxes = np.array([run.box for run in all_runs if run.box]).reshape(-1, 4) / 1e6
    members = {key: value for key, value in ordered(layer.members, MEMBERS, layer.languages).items() if isinstance(value, str)}
    if not i18n.version(members, "title", layer.languages[0]):
        members |= {f"title_{code}": " – ".join(country_name(each, code) for each in focus) or "coopmap" for code in layer.languages}
    return {
        "form": 1,
        "count": facts.count,
        "placed": sum(run.placed for run in all_runs),
        "block": BLOCK,
        "heaviest": max((each.heaviest for each in packed), default=0),
        "layer": members,
        "languages": list(layer.languages),
        "focus": list(focus),
        "box": [*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()] if len(boxes) else None,
        "dictionaries": {name: [json.loads(text) for text in values] for name, values in facts.dictionaries.items()},
        "counts": [[i, n] for i, n in enumerate(counts[0].tolist()) if n],
        "unplaced": [[i, n] for i, n in enumerate(counts[1].tolist()) if n],
    }
