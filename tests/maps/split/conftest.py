"""The split site that tests read: 2,000 made projects, made of several parts, ranges and stretches."""

from __future__ import annotations

from pathlib import Path

import pytest

import geo
from maps.split import build, engine, id_shards, ranges, source, word_pages
from maps.split.options import SplitOptions
from tests.benchmarks import made

COUNT = 2000


@pytest.fixture(scope="session")
def layer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2,000 made projects in two files, each of which has row groups of its own."""
    folder = tmp_path_factory.mktemp("split") / "layer"
    made.partitions(folder, COUNT, rows=1000)
    return folder


@pytest.fixture(scope="session")
def site(layer_folder: Path) -> Path:
    """The site of them."""
    target = layer_folder.parent / "site"
    with pytest.MonkeyPatch.context() as patch, engine.engine(1):
        patch.setattr(ranges, "RANGE", 1000)
        patch.setattr(word_pages, "PAGE", 2000)
        patch.setattr(word_pages, "STRETCH", 2000)
        patch.setattr(word_pages, "BATCH", 256)
        patch.setattr(id_shards, "SHARD", 50)
        patch.setattr(source, "PART", 700)
        build.write(geo.layer.empty(layer_folder), layer_folder, target, SplitOptions())
    return target
