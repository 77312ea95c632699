"""What a split site says of its files: `head.json`, and the same in the page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

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


def head_of(
    facts: Facts, all_runs: Sequence[Run], packed: Sequence[PackedRange], words: Mapping[str, object], deepest: int
) -> dict[str, object]:
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
