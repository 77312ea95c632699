"""The benchmarks' own pages open without complaint, and its server and table say what they should."""

from __future__ import annotations

import json
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import geo
from tests.benchmarks import importing, imports, made, measure, pages, peers, pictures, report
from tests.browser import Opener
from tests.geo.tables.plans import kinds, planned

LINKED = [name for files in peers.PACKAGES.values() for name in files.values()] + ["leaflet.awesome.rotate.min.css"]


@pytest.fixture(scope="module")
def held(built_map: Path) -> pages.Held:
    return pages.held(built_map.read_text(encoding="utf-8"), geo.read(geo.data_path("projects.geojson")))


@pytest.mark.slow
def test_the_floor_draws_every_placed_project_and_asks_for_nothing(open_page: Opener, held: pages.Held):
    page = open_page(pages.floor(held))
    drawn = page.evaluate("Object.values(map._layers).filter((layer) => layer.getPopup && layer.getPopup()).length")
    assert drawn == len(held.features) > 10


def test_the_bare_page_holds_its_points_and_no_base_map(held: pages.Held):
    html = pages.bare(held)
    points = json.loads(html.partition("const [at, name] of ")[2].partition(") L.circle")[0])
    assert len(points) == pages.BARE_POINTS
    assert "const [kind, colour, parts] of []" in html
    assert len(pages.floor(held)) > len(html) + held.basemap_bytes


def test_made_layers_are_the_same_each_time_and_sound():
    layer = made.layer(40)
    assert layer == made.layer(40)
    found = {problem.rule for problem in geo.check(layer) if problem.level == "error"}
    assert found <= {"outside-country", "swapped-coordinates"}, "A town may lie in another country than its model."
    assert len({project.id for project in layer.projects}) == 40


def test_folium_is_led_to_our_own_server_for_every_file(held: pages.Held):
    html = pages.geojson_peer(held, "http://localhost:1", LINKED)
    assert html.count("http://localhost:1/") == len(LINKED) + 1
    assert 'src="https:' not in html
    assert "{z}/{x}/{y}" in html


def test_a_file_that_folium_begins_to_link_does_not_go_unseen(held: pages.Held):
    with pytest.raises(ValueError, match="folium's page links leaflet"):
        pages.geojson_peer(held, "http://localhost:1", LINKED[1:])


@pytest.mark.parametrize(
    ("path", "status", "body"), [("/a.js", 200, b"1"), ("/3/2/1.png", 200, peers.TILE), ("/b.js", 404, b"")]
)
def test_the_server_answers_with_files_tiles_and_nothing_else(path: str, status: int, body: bytes):
    with peers.serve({"a.js": b"1"}) as address:
        connection = HTTPConnection(urlsplit(address).netloc, timeout=10)
        connection.request("GET", path)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (status, body)
        connection.close()


def test_every_row_of_the_spreadsheet_to_import_is_good(tmp_path: Path):
    imports.table(tmp_path / "rows.csv", 300)
    made = planned(tmp_path / "rows.csv")
    assert kinds(made) == ["new"] * 300
    assert {item.feature["properties"]["precision"] for item in made.items} == {"town"}


def test_geopandas_copies_the_same_spreadsheet(tmp_path: Path):
    imports.table(tmp_path / "rows.csv", 3)
    line = [sys.executable, "-c", imports.GEOPANDAS, str(tmp_path / "rows.csv"), str(tmp_path / "copy.geojson")]
    measure.run(line, tmp_path)
    copied = json.loads((tmp_path / "copy.geojson").read_text(encoding="utf-8"))["features"]
    assert [feature["properties"][imports.HEADERS[0]] for feature in copied] == ["Depot 0", "Depot 1", "Depot 2"]


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (report.Row("a", [3, 1, 2], "b", [1], limit=2), "met"),
        (report.Row("a", [3, 1, 2], "b", [1], limit=2, strict=True), "**NOT met**"),
        (report.Row("a", [501], limit=500, unit="kB"), "**NOT met**"),
        (report.Row("a", [0], limit=0, unit=""), "met"),
        (report.Row("a", [3], "b", [1]), ""),
    ],
)
def test_a_floor_is_met_or_it_is_not(row: report.Row, verdict: str):
    assert row.verdict == verdict
    assert (f"{row.what} (" in report.markdown([row], [], 3).partition("Floors NOT met")[2]) == ("NOT" in verdict)


def test_the_profile_of_imports_names_the_packages_and_help_needs_none_of_the_heavy_ones():
    found = {
        name: importing.profile(["maps.cli", *line])
        for name, line in {"help": ["--help"], "find": ["find", "Nukus"]}.items()
    }
    assert all(each["typer"] > 0 for each in found.values())
    for heavy in ("geopandas", "pandas", "folium", "matplotlib", "pyproj"):
        assert heavy not in found["help"] | found["find"]
    assert importing.told(found)[0].startswith("importing for `help`: ")


def test_a_picture_of_made_up_projects_is_timed_and_so_are_its_small_maps():
    assert 0 < pictures.cpu_seconds(3) < pictures.BOUNDS[60]
    assert pictures.cpu_seconds(3, by="sector") > 0
