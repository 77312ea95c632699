"""A layer of any size as a split site: parts checked and sorted, ranges packed, words and ids merged, one page.

Work goes through four stages, each many tasks that know nothing of each other (`maps.split.engine`):

1. `sorting`: each part of the layer is read, checked and sorted along the curve;
2. `ranges`: the exact cuts between ranges are found in the sorted parts; each range is packed by itself: its blocks of
   texts and its tiles are written, its words and ids are sorted;
3. `word_pages` and `id_shards`: words and ids of all ranges are merged, by stretches;
4. `cells`: tiles that reach over several ranges are added up; then the head and the page are written.

Nothing depends on how many tasks run at once, and none holds more than a part, a range or a stretch.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from geo.checks.grades import finding
from geo.errors import show
from geo.messages import Message
from maps.page.shell import LayerHead
from maps.split import cells, engine, folder, id_shards, ranges, sorting, source, word_pages, word_stretches
from maps.split.facts import CODED, Facts
from maps.split.head import head_of, sector_names
from maps.split.page import split_page
from maps.split.text_blocks import fitting_block
from maps.text import i18n

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geo import Layer
    from geo.errors import Problem
    from maps.split.head import Head
    from maps.split.options import SplitOptions
    from maps.split.ranges import PackedRange
    from maps.split.sorting import Run


class FaultyLayer(Exception):
    """A layer with errors, of which nothing was written."""

    def __init__(self, errors: Sequence[Problem], count: int) -> None:
        super().__init__(count)
        self.errors = errors
        """The first of them."""
        self.count = count
        """How many there are."""


def write(layer: Layer, path: Path, target: Path, options: SplitOptions) -> Head:
    """Write the site of the GeoParquet in `path`, a file or a folder of them; gives the head.

    layer: of the file, without its Features. Raises FaultyLayer, ReadError, and WriteError for a target that holds
    anything but an earlier split site, and CoopmapError for a language that the layer is not in.
    """
    i18n.one_of(options.language, layer.languages)
    with folder.replacing(target) as (site, work):
        for earlier in folder.left_behind(target, site.parent):
            options.notify(
                Message(
                    "{folder} beside it is of a build that was stopped or still runs; if none runs, remove it.",
                    folder=earlier,
                )
            )
        parts = source.parts(path)
        options.notify(Message("Parts to read, check and sort: {count:,}.", count=len(parts)))
        sort = partial(sorting.sort, sorting.Work(layer, work, options.checked))
        all_runs = [run for some_runs in engine.each(sort, parts) for run in some_runs]
        _refuse([error for run in all_runs for error in run.errors], sum(run.faults for run in all_runs))
        facts = _facts(all_runs, layer, site, work)
        cut = ranges.cut(all_runs, facts.block)
        options.notify(
            Message("Projects to pack: {count:,}, in so many ranges: {ranges:,}.", count=facts.count, ranges=len(cut))
        )
        packed = engine.each(partial(ranges.pack, facts=facts), cut)
        twice = _ids(packed, facts)
        if options.checked:
            _refuse([_taken(name) for name in twice[: sorting.FIRST_ERRORS]], len(twice))
        options.notify(Message("Merging words."))
        words = _words(packed, facts)
        head = head_of(facts, all_runs, packed, words, _upper_tiles(packed, facts))
        folder.write_head(site, head)
        layer_head = _layer_head(layer, all_runs)
        folder.write_text(
            site / folder.PAGE, split_page(layer_head, head, title=options.title, language=options.language)
        )
        return head


def _refuse(errors: Sequence[Problem], count: int) -> None:
    if count:
        raise FaultyLayer(errors, count)


def _taken(name: str) -> Problem:
    """The finding that two projects share an id, which is found when all ids lie sorted by their hash."""
    return finding(
        "duplicate-id",
        name,
        "id",
        Message("{value} again", value=show(name)),
        Message("an id of its own"),
        Message("give one of them another id"),
    )


def _facts(all_runs: Sequence[Run], layer: Layer, site: Path, work: Path) -> Facts:
    dictionaries = {
        name: ["null", *sorted(frozenset().union(*(run.codes[name] for run in all_runs)))] for name in CODED
    }
    return Facts(
        count=sum(run.count for run in all_runs),
        block=fitting_block([run.sample for run in all_runs]),
        dictionaries=dictionaries,
        sectors=sector_names(dictionaries["sector"], layer),
        site=site,
        work=work,
    )


def _upper_tiles(packed: Sequence[PackedRange], facts: Facts) -> int:
    """Write the tiles that reach over several ranges; gives the last zoom of all tiles."""
    tiles = facts.site / "cells"
    for zoom in range(cells.DEEPEST + 1):
        ends = []
        for each in packed:
            with np.load(each.cells) as file:
                ends.append(file[f"arr_{zoom}"])
        if ends:
            cells.write(tiles, zoom, cells.merged(ends), facts.block)
    return max((int(each.name) for each in tiles.glob("*")), default=0)


def _ids(packed: Sequence[PackedRange], facts: Facts) -> list[str]:
    """Write the ids' files; gives the ids that several projects have."""
    files = id_shards.files(facts.count)
    stretches = [(low, min(low + id_shards.STRETCH, files)) for low in range(0, files, id_shards.STRETCH)]
    work = partial(id_shards.write, [each.ids for each in packed], facts.site / "ids")
    return [name for some in engine.each(work, stretches) for name in some]


def _words(packed: Sequence[PackedRange], facts: Facts) -> dict[str, object]:
    """Write the pages of words and their index; gives what the head says of them."""
    all_runs = [each.words for each in packed]
    stretches = word_stretches.stretches(all_runs)
    merged = engine.each(partial(word_stretches.merge, all_runs, facts.work), stretches)
    heavy = word_stretches.heavy([beginnings for _, beginnings in merged])
    tasks = [
        (run, {begin: each for begin, each in heavy.items() if low <= f"{begin}*" < high})
        for (run, _), (_, low, high) in zip(merged, stretches, strict=True)
    ]
    return word_pages.gather(engine.each(word_pages.cut, tasks), facts.site)


def _layer_head(layer: Layer, all_runs: Sequence[Run]) -> LayerHead:
    """What the page tells of the layer."""
    countries: Counter[str] = Counter()
    for run in all_runs:
        countries.update(run.countries)
    boxes = np.array([run.box for run in all_runs if run.box], np.float64).reshape(-1, 4) / 1e6
    places = [boxes[:, :2].min(axis=0).tolist(), boxes[:, 2:].max(axis=0).tolist()] if len(boxes) else []
    about_article = any(run.about_article for run in all_runs)
    return LayerHead(layer.members, layer.languages, layer.codebook, countries, places, about_article)
