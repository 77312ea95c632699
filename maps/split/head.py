"""What a split site says of its files: `head.json`, and the same in the page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from maps.split import id_shards
from maps.split.folder import FORM
from maps.text.code_names import code_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo import Layer
    from maps.split.facts import Facts
    from maps.split.ranges import PackedRange
    from maps.split.sorting import Run


class Head(TypedDict):
    """What the files of a site say of themselves."""

    form: int
    """Of the files, a number."""
    count: int
    """Of the projects."""
    placed: int
    """How many have a place: those of the first numbers."""
    block: int
    """Projects to a block of texts."""
    heaviest: int
    """Bytes of the largest block."""
    box: list[float] | None
    """West, south, east, north of all places in degrees."""
    dictionaries: dict[str, list[object]]
    """The values of sector and status, None first."""
    counts: list[list[int]]
    """[combination, projects]; a combination is the number of the sector times that of statuses, and that of the
    status."""
    unplaced: list[list[int]]
    """The same of those without a place."""
    root: int
    """The first zoom of tiles."""
    deepest: int
    """The last."""
    words: Mapping[str, object]
    """How the pages of words are found."""
    ids: dict[str, int]
    """How many files the ids have."""


def head_of(
    facts: Facts, all_runs: Sequence[Run], packed: Sequence[PackedRange], words: Mapping[str, object], deepest: int
) -> Head:
    """The head: how many projects there are, of which sectors and statuses, and how the files are named and cut."""
    counts = sum((each.counts for each in packed), np.zeros((2, 1), np.int64))
    boxes = np.array([run.box for run in all_runs if run.box], np.float64).reshape(-1, 4) / 1e6
    return {
        "form": FORM,
        "count": facts.count,
        "placed": sum(run.placed for run in all_runs),
        "block": facts.block,
        "heaviest": max((each.heaviest for each in packed), default=0),
        "box": [*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()] if len(boxes) else None,
        "dictionaries": {name: [json.loads(text) for text in texts] for name, texts in facts.dictionaries.items()},
        "counts": [[combo, count] for combo, count in enumerate(counts[0].tolist()) if count],
        "unplaced": [[combo, count] for combo, count in enumerate(counts[1].tolist()) if count],
        "root": 0,
        "deepest": deepest,
        "words": words,
        "ids": {"shards": id_shards.files(facts.count)},
    }


def sector_names(sectors: Sequence[str], layer: Layer) -> dict[str, str]:
    """What each sector, given as JSON, is called in the layer's languages: words that find its projects."""
    codes = {text: json.loads(text) for text in sectors}
    return {
        text: " ".join(code_name(layer.codebook, tag, "sector", code) for tag in layer.languages)
        for text, code in codes.items()
        if code is not None
    }
