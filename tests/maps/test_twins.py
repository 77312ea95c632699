"""What Python and the page's JavaScript both do, they do alike: the test vectors of tests/web, met by Python too."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from geo.io.coding import column_of
from geo.model.languages import USUAL
from geo.places import geodesics, place_area
from geo.places.text_folding import word
from maps.drawing import legend_entries
from maps.page.packed import columns, word_index
from maps.page.packed.name_order import NameOrder
from maps.text import age, i18n, project_text
from maps.text.names import web_address
from tests.repo import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.model.feature_table import Column

VECTORS: dict[str, Any] = json.loads((ROOT / "tests" / "web" / "twins.json").read_text(encoding="utf-8"))


def columns_of(records: Sequence[Mapping[str, Any]]) -> Mapping[str, Column]:
    """Records by columns."""
    keys = dict.fromkeys(key for each in records for key in each)
    return {key: column_of([each.get(key) for each in records]) for key in keys}


def test_words_are_folded_as_the_page_folds_them():
    assert {written: word(written) for written in VECTORS["folded"]} == VECTORS["folded"]


def test_numbers_are_packed_as_the_page_unpacks_them():
    for vector in VECTORS["planes"]:
        assert columns.byte_planes(np.array(vector["numbers"])) == (vector["width"], bytes(vector["bytes"]))
    for vector in VECTORS["steps"]:
        assert columns.zigzag_steps(np.array(vector["sums"])).tolist() == vector["steps"]


def test_words_are_indexed_as_the_page_searches_them(monkeypatch: pytest.MonkeyPatch):
    vector = json.loads((ROOT / "tests" / "web" / "word_index.json").read_text(encoding="utf-8"))
    monkeypatch.setattr(word_index, "_SET_BYTES", 10)
    monkeypatch.setattr(word_index, "_AT_ONCE", 8)
    index = word_index.WordIndex()
    columns = columns_of([*vector["projects"], {"name_en": "In no row"}])
    for rows in np.split(np.arange(len(vector["projects"])), [4]):
        index.add(columns, rows)
    head, parts = index.finish()
    assert json.loads(json.dumps(head)) == vector["head"]
    assert parts.pop("words").decode().split("\n") == vector["words"]
    assert {name: list(data) for name, data in parts.items()} == vector["parts"]


def test_great_circles_pass_where_those_of_the_page_do():
    for vector in VECTORS["arcs"]:
        (lon, lat), end = vector["line"]
        azimuth, metres = geodesics.way(lon, lat, *end)
        assert np.allclose(geodesics.destination(lon, lat, azimuth, metres / 2), vector["middle"], atol=0.01)


def test_a_status_is_as_old_as_the_page_tells():
    for held, today, old in VECTORS["old"]:
        assert age.is_old(held, date.fromisoformat(today)) is old, (held, today)


def test_what_is_no_date_is_not_old():
    for text in (None, "", "soon", "2024-08-08T00:00", "2024-13", "2024-02-30", "0000"):
        assert not age.is_old(text, date(2099, 1, 1))


def test_addresses_that_become_links_are_those_of_the_page():
    assert {url: bool(web_address(url)) for url in VECTORS["links"]} == VECTORS["links"]


def test_how_a_place_is_known_and_why_a_project_has_none_is_told_as_on_the_page():
    for project, text in VECTORS["precisions"]:
        assert project_text.place(project, "en")[1].partition(" · ")[0] == text
    for project, text in VECTORS["reasons"]:
        assert legend_entries.reason(project, "en") == text


def test_how_far_a_place_may_be_off_is_told_as_on_the_page():
    for project, texts in VECTORS["reaches"]:
        regions = project.get("regions", ())
        assert bool(project.get("area")) is bool(place_area.region_area(regions))
        known = project | {"geometry": {"type": "Point", "coordinates": [69.3, 41]}}
        assert project_text.place(known, "en")[1].split(" · ")[1:] == texts


def test_a_records_text_is_that_of_the_language_which_the_page_would_take():
    keys = [f"name_{tag}" for tag in USUAL]  # a record of a layer has its texts in the order of its languages
    for record, text in VECTORS["versions"]:
        ordered = {key: record[key] for key in (*keys, *record) if key in record}
        assert i18n.version(ordered, "name", "en") == text


@pytest.mark.parametrize(("language", "names"), [*VECTORS["sorted"].items(), *VECTORS["spelled"].items()])
def test_names_stand_in_the_order_of_the_language(language: str, names: list[str]):
    """What Intl.Collator sorts alike is under "sorted", alphabets that browsers do not know under "spelled"."""
    order = NameOrder(language)
    order.add(columns_of([{"name_xx": name} for name in names[::-1]]), np.arange(len(names)))
    assert [names[::-1][number] for number in order.order()] == names
