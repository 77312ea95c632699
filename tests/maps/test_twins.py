"""What Python and the page's JavaScript both do, they do alike: the test vectors of tests/web, met by Python too."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import numpy as np

from geo.checks.rules.record import STALE_MONTHS
from geo.model.dates import latest, months_and_day
from geo.places.text_folding import word
from maps.drawing import projection
from maps.page.packed import columns
from tests.repo import ROOT

VECTORS: dict[str, Any] = json.loads((ROOT / "tests" / "web" / "twins.json").read_text(encoding="utf-8"))


def test_words_are_folded_as_the_page_folds_them():
    assert {written: word(written) for written in VECTORS["folded"]} == VECTORS["folded"]


def test_numbers_are_packed_as_the_page_unpacks_them():
    for vector in VECTORS["planes"]:
        assert columns.byte_planes(np.array(vector["numbers"])) == (vector["width"], bytes(vector["bytes"]))
    for vector in VECTORS["steps"]:
        assert columns.zigzag_steps(np.array(vector["sums"])).tolist() == vector["steps"]


def test_great_circles_pass_where_those_of_the_page_do():
    for vector in VECTORS["arcs"]:
        path = projection.great_circle(vector["line"])
        assert np.allclose(path[len(path) // 2], vector["middle"], atol=0.01)


def test_a_status_is_as_old_as_the_page_tells():
    for held, today, old in VECTORS["old"]:
        aged = months_and_day(latest(held), STALE_MONTHS) < months_and_day(date.fromisoformat(today))
        assert aged is old, (held, today)
