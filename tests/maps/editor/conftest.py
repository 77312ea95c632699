"""What several tests of the editor start from: a layer of one project, and an editor of a layer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import geo
from tests.geo.samples import feature
from tests.maps.editor.served import ServedHere


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A draft of a layer with one project."""
    path = tmp_path / "own.geojson"
    path.write_text(geo.text(geo.Layer((feature(),))), encoding="utf-8")
    return path


@pytest.fixture
def server(path: Path) -> Iterator[ServedHere]:
    """An editor of the layer at `path`."""
    running = ServedHere(path)
    yield running
    running.stop()
