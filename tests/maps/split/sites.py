"""Split sites that tests make: of few projects, yet of several parts, ranges, stretches and pages."""

import pytest

import geo
from maps.split import build, engine, id_shards, source, word_pages, word_stretches
from maps.split.options import SplitOptions

COUNT = 2000
"""Projects of the layer."""

UNPLACED = 20
"""Those of them without a place."""


def built(layer, target, **options):
    with pytest.MonkeyPatch.context() as patch, engine.engine(1):
        patch.setattr(word_pages, "PAGE", 2000)
        patch.setattr(word_stretches, "WIDE", 1000)
        patch.setattr(word_stretches, "STRETCH", 2000)
        patch.setattr(word_stretches, "BATCH", 256)
        patch.setattr(word_pages, "BATCH", 256)
        patch.setattr(id_shards, "SHARD", 50)
        patch.setattr(source, "PORTION", 1000)
        build.write(geo.layer.empty(layer), layer, target, SplitOptions(**options))
    return target
