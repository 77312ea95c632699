"""A layer of many projects as a reader meets it: the same page, packed, in a real browser."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, cast

import geopandas as gpd
import pytest
from playwright.sync_api import Page, expect

import geo
from geo.io.codebook_files import codebook_of
from geo.model.geometry import positions
from maps import render_page
from maps.commands import common
from maps.page import payload
from maps.page.packed import packer
from maps.page.project_columns import FEW
from maps.text import age
from maps.text.names import Project
from tests.benchmarks import made
from tests.browser import Opener
from tests.command_line import run_here
from tests.geo.io.test_large import as_text
from tests.geo.samples import feature, line, point
from tests.maps.pages import (
    card,
    close_card,
    entry_of,
    go,
    layer,
    listed,
    name,
    names_listed,
    panel,
    raise_sheet,
    show_tab,
    shown,
    switch_of,
    until,
    use,
    word,
)

COUNT = 3000
LANGUAGES = ("en", "ru", "uz", "kk")
HOSTILE = "<img src=x onerror=alert(1)></script><script>document.title='taken'</script>{{ 7*7 }}${1}"


PHASES = {"one": {"name_en": "First"}, "two": {"name_en": "Second"}}
FIELDS: dict[str, Any] = {
    "phase": {"name_en": "Phase", "kind": "choice", "choices": PHASES},
    "grant": {"name_en": "Grant", "kind": "money"},
}


def raised(part: list[Any], altitude: int) -> list[Any]:
    """Coordinates with altitudes, each higher than the one before."""
    if not isinstance(part[0], list):
        return [*part, altitude]
    return [raised(inner, altitude + number) for number, inner in enumerate(part)]


@cache
def large() -> geo.Layer:
    """A layer that is packed, with fields of its own and some altitudes."""
    layer = made.layer(COUNT)
    for number, each in enumerate(layer.features):
        properties = cast("dict[str, Any]", each["properties"])
        properties |= {"phase": "two"} if number % 3 else {}
        if number % 4:
            properties |= {"grant_amount": number * 7919 % COUNT, "grant_currency": "USD"}
        if number % 50 == 7:
            plain = cast("dict[str, Any]", each["geometry"])
            each["geometry"] = cast("Any", plain | {"coordinates": raised(plain["coordinates"], number)})
    return replace(layer, codebook=codebook_of({"codebook": {"fields": FIELDS}}, None))


@cache
def large_page() -> str:
    """Its page."""
    return render_page(large())


def projects() -> list[dict[str, Any]]:
    """The layer's projects."""
    return [dict(project.properties) for project in large().projects]


def dots(page: Page) -> Any:
    """The gathered dots that keys and fingers reach."""
    return page.locator(".dots button")


def held(page: Page) -> int:
    """How many projects the dots in the window hold together."""
    numbers: list[str] = dots(page).evaluate_all("all => all.map((one) => one.dataset.n)")
    return sum(map(int, numbers))


def test_a_small_layer_stands_in_the_page_as_text_a_middle_one_in_columns_and_a_large_one_in_parts():
    counts = (FEW, FEW + 1, packer.LARGE, packer.LARGE + 1)
    pages = [render_page(made.layer(count)) for count in counts]
    plain = ['{"id":"made-' in page for page in pages]
    in_columns = ['id="coopmap-columns"' in page for page in pages]
    in_parts = ['id="coopmap-ids"' in page for page in pages]
    assert plain == [True, False, False, False]
    assert in_columns == [False, True, True, True]
    assert in_parts == [False, False, False, True]
    assert len(pages[1]) < len(pages[0])
    assert len(pages[2]) < 2 * len(pages[1])


def test_a_packed_page_is_the_same_in_every_build():
    assert render_page(large()) == large_page()


def test_all_projects_are_drawn_in_dots_that_tell_number_and_sectors(open_page: Opener):
    page = open_page(large_page(), width=1600, height=1000)
    expect(shown(page)).to_have_text(f"{COUNT} of {COUNT} projects shown")
    assert held(page) == COUNT
    told = dots(page).first.get_attribute("aria-label") or ""
    assert re.match(r"[\d,]+ projects", told), told
    sectors = [word("en", f"sector.{one['sector']}") for one in projects()]
    assert any(f"{sector} " in told for sector in sectors), told


def test_a_dot_opens_as_one_zooms_in_until_projects_have_marks_of_their_own(open_page: Opener):
    page = open_page(large_page())
    for _ in range(12):
        if page.locator(".leaflet-marker-pane .mark").count():
            break
        before = page.evaluate("map_coopmap.getZoom()")
        dots(page).first.focus()
        page.keyboard.press("Enter")
        drawn = "document.querySelector('.dots button, .leaflet-marker-pane .mark')"
        until(page, f"(before) => map_coopmap.getZoom() > before && {drawn}", before)
        until(page, "() => document.activeElement.matches('.dot, .mark')")
    mark = page.locator(".leaflet-marker-pane .mark:not(.mark-crowd)").first
    expect(mark).to_have_attribute("aria-label", re.compile(r"\w+ \d+"))
    mark.focus()
    page.keyboard.press("Enter")
    expect(card(page).get_by_role("heading", level=2)).to_contain_text(re.compile(r"\d+$"))


def test_the_canvas_is_painted_where_the_dots_are(open_page: Opener):
    page = open_page(large_page())
    painted = page.evaluate(
        """() => {
          const canvas = document.querySelector(".leaflet-dots-pane canvas");
          const {left, top, width} = canvas.getBoundingClientRect();
          const {left: x, top: y, width: w, height: h} = document.querySelector(".dots button").getBoundingClientRect();
          const scale = canvas.width / width;
          const at = [x + w / 2 - left, y + h / 2 - top].map((length) => Math.round(length * scale));
          return [...canvas.getContext("2d").getImageData(at[0] - 9, at[1], 19, 1).data].filter((_, i) => i % 4 === 3);
        }"""
    )
    assert set(painted) == {255}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_is_in_the_order_of_names_in_each_language(open_page: Opener, language: str):
    page = open_page(large_page(), language_hash=f"lang={language}")
    names = names_listed(page)
    collator = "new Intl.Collator(document.documentElement.lang, {numeric: true, ignorePunctuation: true})"
    sort = f"(names) => names.toSorted({collator}.compare)"
    assert names == page.evaluate(sort, names)
    assert set(names) <= {name(project, language) for project in projects()}


def test_a_card_tells_all_that_the_layer_says(open_page: Opener):
    wanted = projects()[1234]
    page = open_page(large_page(), language_hash=f"project={wanted['id']}")
    opened = card(page)
    expect(opened.get_by_role("heading", name=wanted["name_en"], exact=True)).to_be_visible()
    expect(opened).to_contain_text(wanted["summary_en"])
    for source in wanted["sources"]:
        expect(opened).to_contain_text(source["title"])
    for partner in wanted.get("partners", ()):
        expect(opened).to_contain_text(partner.get("name_en") or partner["name"])
    use(page, "kk")
    expect(card(page).get_by_role("heading", name=wanted["name_kk"], exact=True)).to_be_visible()
    expect(card(page)).to_contain_text(wanted["summary_kk"])


def test_cards_page_on_through_the_list_and_give_the_focus_back(open_page: Opener):
    page = open_page(large_page())
    first, second = names_listed(page)[:2]
    page.locator(".entry").first.click()
    expect(card(page).get_by_role("heading", name=first, exact=True)).to_be_visible()
    card(page).get_by_role("button", name=word("en", "card.next")).click()
    expect(card(page).get_by_role("heading", name=second, exact=True)).to_be_visible()
    close_card(page)
    expect(page.locator(".entry").nth(1)).to_be_focused()


@pytest.mark.slow
def test_switches_count_and_filter_as_the_layer_says(open_page: Opener):
    page = open_page(large_page(), width=1600, height=1000)
    show_tab(page, "legend")
    for facet, counts in (
        ("sector", Counter(one["sector"] for one in projects())),
        ("status", Counter(one["status"] for one in projects())),
        ("country", Counter(code for one in projects() for code in one["countries"])),
        ("own.phase", Counter(one.get("phase", "") for one in projects())),
    ):
        for code, count in counts.items():
            expect(switch_of(page, facet, code).locator(".switch-count")).to_have_text(f"{count:,}")
    expect(panel(page)).to_contain_text(age.statuses(cast("list[Project]", projects()), "en", age.today()))
    switch_of(page, "own.phase", "").click()
    expect(shown(page)).to_have_text(f"{COUNT * 2 // 3} of {COUNT} projects shown")
    assert "own.phase=two" in page.url
    switch_of(page, "own.phase", "").click()
    sector, count = Counter(one["sector"] for one in projects()).most_common(1)[0]
    switch_of(page, "sector", sector).click()
    expect(shown(page)).to_have_text(f"{COUNT - count} of {COUNT} projects shown")
    assert held(page) == COUNT - count
    left = Counter(one["status"] for one in projects() if one["sector"] != sector)
    for status, number in left.items():
        expect(switch_of(page, "status", status).locator(".switch-count")).to_have_text(f"{number:,}")


@pytest.mark.parametrize(("query", "field"), [("shymkent", "name_en"), ("Шымкент", "name_ru"), ("chimkent", "name_en")])
def test_search_finds_across_scripts_what_the_layer_has(open_page: Opener, query: str, field: str):
    page = open_page(large_page())
    page.get_by_role("searchbox").fill(query)
    expect(shown(page)).not_to_contain_text(f"{COUNT} of")
    names = names_listed(page)
    stem = "Шымкент" if field == "name_ru" else "Shymkent"
    assert all("Shymkent" in one or stem in one for one in names), names
    expect(page.locator(".entry mark").first).to_be_visible()


def test_search_for_one_project_finds_it_first_and_its_card_opens(open_page: Opener):
    wanted = projects()[777]
    page = open_page(large_page())
    page.get_by_role("searchbox").fill(wanted["name_ru"])
    expect(page.locator("#panel-body .entry").first).to_have_attribute("data-id", wanted["id"])
    entry_of(page, wanted).click()
    expect(card(page).get_by_role("heading", name=wanted["name_en"], exact=True)).to_be_visible()


@pytest.mark.slow
def test_a_permalink_opens_with_search_filter_language_and_card(open_page: Opener):
    wanted = projects()[50]
    state = f"lang=ru&sector={wanted['sector']}&q=50&project={wanted['id']}"
    page = open_page(large_page(), language_hash=state)
    expect(card(page).get_by_role("heading", name=wanted["name_ru"], exact=True)).to_be_visible()
    close_card(page, "ru")
    expect(page.get_by_role("searchbox")).to_have_value("50")
    names_listed(page)
    sectors = {one["id"]: one["sector"] for one in projects()}
    assert {sectors[one] for one in listed(page)} == {wanted["sector"]}


def test_the_table_sorts_scrolls_and_saves_all_projects(open_page: Opener):
    page = open_page(large_page())
    panel(page).get_by_role("button", name=word("en", "table.open")).click()
    table = page.get_by_role("dialog")
    table.get_by_role("button", name=word("en", "table.start"), exact=True).click()
    years = sorted(one["start"] for one in projects())
    expect(table.locator("tbody tr:not(.table-spacer) td:nth-of-type(4)").first).to_have_text(years[0])
    sums = sorted(one["grant_amount"] for one in projects() if "grant_amount" in one)
    grant = table.get_by_role("button", name="Grant", exact=True)
    for end in (sums[0], sums[-1]):  # those without a sum stand last both ways
        grant.click()
        expect(table.locator("tbody tr:not(.table-spacer)").first).to_contain_text(f"{end:,} dollars")
    page.locator(".table-area").evaluate("(area) => area.scrollTo(0, 56 * 2000)")
    until(page, "() => [...document.querySelectorAll('.table-view tbody th button')].some((one) => one.textContent)")
    with page.expect_download() as download:
        table.get_by_role("button", name=word("en", "table.save_csv")).click()
    saved = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert len(saved) == COUNT + 1
    assert {row[0] for row in saved[1:]} == {one["name_en"] for one in projects()}
    with page.expect_download() as download:
        table.get_by_role("button", name=word("en", "table.save_geojson")).click()
    back = {one["id"]: one for one in json.loads(download.value.path().read_text(encoding="utf-8"))["features"]}
    for own in large().features:
        assert back[own["id"]]["geometry"] == own["geometry"]
        assert back[own["id"]]["properties"] == own["properties"]


@pytest.mark.slow
def test_of_many_lines_those_in_view_are_drawn_where_few_projects_are(open_page: Opener):
    page = open_page(large_page())
    drawn = page.locator(".leaflet-overlay-pane path[stroke-dasharray]")
    expect(drawn).to_have_count(0)
    dashed = [one for one in large().features if one["properties"].get("route") == "schematic"]
    longitudes, latitudes = zip(*(at[:2] for at in positions(dashed[0]["geometry"])), strict=True)
    go(page, (min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2, 12)
    expect(drawn).not_to_have_count(0)
    page.evaluate("map_coopmap.setZoom(4, {animate: false})")
    expect(drawn).to_have_count(0)


@pytest.mark.slow
def test_lines_places_unknown_and_odd_projects_are_in_a_packed_layer_too(open_page: Opener):
    many = [feature(point(60 + n % 40 / 10, 40 + n // 40 / 10), id=f"p{n}") for n in range(packer.LARGE)]
    way = feature(line([65, 41.5], [66, 42]), id="way", name_en="The way", route="schematic")
    lost = feature(None, id="lost", name_en="Nowhere", precision="unlocated")
    bad = feature(point(70, 50), id="bad", name_en=HOSTILE, name_ru=HOSTILE, sector=HOSTILE, status="constructor")
    page = open_page(render_page(layer(*many, way, lost, bad)))
    for sought in ("Nowhere", "The way"):
        page.get_by_role("searchbox").fill(sought)
        expect(page.locator(".entry-name")).to_have_text([sought])
    page.locator(".entry").click()
    expect(card(page).get_by_role("heading", name="The way", exact=True)).to_be_visible()
    expect(page.locator(".leaflet-overlay-pane path")).not_to_have_count(0)
    close_card(page)
    page.get_by_role("searchbox").fill("onerror")
    expect(page.locator(".entry-name")).to_have_text([HOSTILE])
    page.locator(".entry").click()
    expect(card(page).get_by_role("heading", name=HOSTILE, exact=True)).to_be_visible()
    assert page.title() != "taken"
    assert page.locator("#panel img").count() == 0


@pytest.mark.slow
def test_a_packed_layer_and_a_story_reach_across_the_180th_meridian(open_page: Opener):
    both = [feature(point(179.5 + n % 40 / 100, -18 + n // 40 / 20), id=f"p{n}") for n in range(packer.LARGE)]
    over = feature(point(-179.6, -17), id="over", name_en="Beyond the meridian")
    view = {"west": 177, "south": -20, "east": -179, "north": -15}
    stop = {"id": "all", "title_en": "On both sides", "view": view}
    page = open_page(render_page(layer(*both, over, countries=["FJ"]), story=[stop]))
    wide = "() => map_coopmap.getBounds().getEast() - map_coopmap.getBounds().getWest()"
    assert page.evaluate(wide) < 60
    page.get_by_role("searchbox").fill("Beyond")
    expect(page.locator(".entry-name")).to_have_text(["Beyond the meridian"])
    page.locator(".entry").click()
    expect(card(page).get_by_role("heading", name="Beyond the meridian", exact=True)).to_be_visible()
    until(page, "() => map_coopmap.getBounds().contains([-17, 180.4])")
    page.evaluate("location.hash = 'present=all'")
    expect(page.locator(".stage h1")).to_have_text("On both sides")
    until(page, "() => map_coopmap.getBounds().contains([-17, 180.4]) && map_coopmap.getBounds().contains([-17, 178])")
    assert page.evaluate(wide) < 60


@pytest.mark.slow
def test_few_projects_in_view_have_marks_with_their_names(open_page: Opener):
    page = open_page(large_page())
    longitude, latitude = next(positions(large().features[10]["geometry"]))
    go(page, longitude, latitude, 14)
    mark = page.locator(f".leaflet-marker-pane .mark[data-id='{large().features[10]['id']}']")
    expect(mark).to_have_attribute("aria-label", re.compile(re.escape(projects()[10]["name_en"])))
    use(page, "uz")
    expect(mark).to_have_attribute("aria-label", re.compile(re.escape(projects()[10]["name_uz"])))


@pytest.mark.slow
def test_on_a_phone_the_same(open_page: Opener):
    page = open_page(large_page(), width=390, height=844, has_touch=True)
    assert dots(page).count()
    raise_sheet(page)
    page.get_by_role("searchbox").fill(projects()[5]["name_en"])
    expect(entry_of(page, projects()[5])).to_be_visible()
    entry_of(page, projects()[5]).click()
    expect(card(page).get_by_role("heading", name=projects()[5]["name_en"], exact=True)).to_be_visible()


def test_a_packed_layer_can_be_presented_and_printed(open_page: Opener):
    page = open_page(large_page())
    page.get_by_role("button", name=word("en", "present.start")).click()
    expect(page.locator(".stage h1")).to_have_text(re.compile(r"\d+$"))
    page.keyboard.press("Escape")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".print-legend")).to_be_attached()
    page.evaluate("dispatchEvent(new Event('afterprint'))")


@pytest.mark.slow
def test_a_flatgeobuf_is_checked_while_it_is_packed_and_told_of_on_the_way(
    open_page: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(common, "MANY", 500)
    monkeypatch.setattr(payload, "MANY", 500)
    count = packer.LARGE + 200
    at = [[60 + n % 30 / 10, 45 + n // 30 / 10] for n in range(count)]
    columns: dict[str, Any] = {key: [as_text(key, value)] * count for key, value in feature()["properties"].items()}
    columns |= {"id": [f"p{n}" for n in range(count)], "precision": "near", "countries": '["KZ"]'}
    columns |= {f"name_{language}": [f"Project {n}" for n in range(count)] for language in LANGUAGES}
    frame = gpd.GeoDataFrame(columns, geometry=gpd.points_from_xy(*zip(*at, strict=True)), crs="EPSG:4326")
    path, made_page = tmp_path / "many.fgb", tmp_path / "map.html"
    line_of = ["build", str(path), "-o", str(made_page)]
    frame.loc[7, "countries"] = '["UZ"]'
    frame.to_file(path, driver="FlatGeobuf", engine="pyogrio")
    refused = run_here(*line_of)
    assert refused.returncode == 1
    assert "p7, geometry" in refused.stderr
    assert not made_page.exists()
    frame.loc[7, "countries"] = '["KZ"]'
    frame.to_file(path, driver="FlatGeobuf", engine="pyogrio")
    done = run_here(*line_of)
    assert done.returncode == 0, done.stderr
    assert "1,200 of 1,200 projects packed" in done.stderr
    page = open_page(made_page)
    page.get_by_role("searchbox").fill("project 1085")
    expect(page.locator(".entry-name")).to_have_text(["Project 1085"])
