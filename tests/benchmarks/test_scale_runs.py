"""The comparison runs: every rival's page can be made, and the table and the chart say what was measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import geo
from tests.benchmarks import made, rivals, scale
from tests.browser import Opener


@pytest.mark.parametrize("name", rivals.RIVALS)
def test_every_rival_makes_a_page_that_asks_nobody_elsewhere(name: str):
    make, most = rivals.RIVALS[name]
    assert most >= 10_000
    try:
        page = make(made.layer(5), "http://localhost:1")
    except ModuleNotFoundError as error:
        pytest.skip(f"{error.name} is not installed: make scale installs it.")
    assert page.lstrip()[:9].casefold() == "<!doctype"
    assert 'src="https:' not in page


def test_the_floor_holds_every_project_and_complains_of_nothing(open_page: Opener):
    page = open_page(rivals.floor(made.layer(30), ""))
    assert page.evaluate("shown.getLayers().length") == 30
    assert page.evaluate("shown.getLayers()[0].feature.properties.sources.length") > 0


def shown(name: str, count: int, **samples: float) -> scale.Shown:
    one = scale.Shown(name, count, Path("a.html"))
    one.add(**samples)
    return one


def test_the_table_gives_medians_ratios_and_what_could_not_be_measured():
    own, floor = shown("coopmap", 1000, ready=0.2, bytes=5e6), shown(scale.FLOOR, 1000, ready=0.4, bytes=1e7)
    own.add(ready=0.3)
    own.add(ready=0.9)
    rival, bare = shown("folium.GeoJson", 1000, ready=0.6), shown("FastMarkerCluster", 1000, ready=0.1)
    late = scale.Shown("pydeck", 1000, Path("a.html"), failed="none in 120 s")
    table = scale.markdown([own, floor, rival, bare, late], ["a fact"])
    assert "| 1,000 | coopmap |  |  | 5.00 |  | 300 |" in table
    assert "| 1,000 | pydeck | none in 120 s |" in table
    assert "- 1,000 projects, ready: 0.75 of the floor, 0.50 of the best rival with popups, folium.GeoJson" in table


def test_the_chart_is_the_same_for_the_same_figures():
    every = [shown("coopmap", count, ready=count / 1e4, bytes=count) for count in (100, 1000)]
    assert scale.chart(every) == scale.chart(every)
    assert b"coopmap" in scale.chart(every)
    assert json.dumps([one.samples for one in every])


@pytest.mark.slow
def test_a_layer_too_large_for_a_list_is_built_from_a_file(tmp_path: Path):
    one = scale._built_from_file(tmp_path, scale.Shown("coopmap", 1200, tmp_path / "map.html"))
    assert one.middle("bytes") == one.path.stat().st_size
    assert '"count":1200' in one.path.read_text(encoding="utf-8")
    assert [*tmp_path.iterdir()] == [one.path]


def test_made_projects_have_no_errors_and_are_the_same_in_a_file(tmp_path: Path):
    path = tmp_path / "made.parquet"
    made.parquet(path, 300)
    assert tuple(geo.read(path).features) == made.layer(300).features
    assert geo.check(made.layer(300), errors_only=True) == []
