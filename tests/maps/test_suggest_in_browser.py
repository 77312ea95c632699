"""Suggestions, as a reader makes them in a saved map without a network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geo.model import schema
from maps import render_page
from maps.page import form_schema
from tests.browser import Opener
from tests.geo.samples import feature, point
from tests.maps.pages import card, layer, name, open_card, raise_sheet, shipped_layer, shipped_page, word

MARKUP = "<img src=x onerror=alert(1)>{{ 7*7 }}"


def field(page: Page, path: str) -> Any:
    """The input of a field, by its path in the project."""
    return page.locator(f'.workplace [data-path="{path}"]')


def saved(page: Page, language: str = "en") -> dict[str, Any]:
    """What the form saves."""
    with page.expect_download() as download:
        page.get_by_role("button", name=word(language, "suggest.save")).click()
    assert download.value.suggested_filename == "suggestion.geojson"
    path = download.value.path()
    found = json.loads(Path(path).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def suggest_new(page: Page, language: str = "en") -> None:
    """Open the form for a new project."""
    page.get_by_role("button", name=word(language, "suggest.new")).click()
    expect(page.locator(".workplace h2")).to_be_focused()


def unfold(page: Page, *parts: str, language: str = "en") -> None:
    """Open what is folded below the questions, and parts of it by the keys of their headings."""
    for part in ("suggest.more", *parts):
        page.locator(".form summary").get_by_text(word(language, part), exact=True).click()


def put_on_map(page: Page, kind: str, *spots: tuple[int, int], language: str = "en") -> None:
    """Choose point, line or area and click the map."""
    page.get_by_role("button", name=word(language, f"form.{kind}"), exact=True).click()
    for x, y in spots:
        page.mouse.click(x, y)


def test_a_new_project_is_typed_placed_and_saved_as_a_file(open_page: Opener):
    page = open_page(shipped_page(), language_hash="lang=ru")
    suggest_new(page, "ru")
    field(page, "name_ru").fill(MARKUP)
    field(page, "status").select_option("planned")
    unfold(page, "table.name", "card.place", "table.sources", language="ru")
    field(page, "sector").select_option(word("ru", "sector.energy"))
    field(page, "countries").select_option(word("ru", "country.KZ"))
    field(page, "countries").select_option(word("ru", "country.UZ"))
    page.locator(".several").get_by_role("button", name=word("ru", "country.KZ")).click()
    field(page, "precision").select_option("near")
    field(page, "uncertainty_m").fill("5000")
    put_on_map(page, "Point", (760, 380), language="ru")
    page.get_by_role("button", name="+ " + word("ru", "table.sources")).click()
    field(page, "sources[0].title").fill("Постановление")
    field(page, "sources[0].supports").select_option("status")
    field(page, "suggestion.by").fill("А. Ахметов")
    file = saved(page, "ru")
    assert file["suggestion"] | {"made": ""} == {
        "version": 1,
        "kind": "new",
        "layer_title": shipped_layer().members["title_ru"],
        "by": "А. Ахметов",
        "why": "",
        "made": "",
    }
    [feature] = file["features"]
    assert feature["properties"] == {
        "name_ru": MARKUP,
        "sector": "energy",
        "status": "planned",
        "countries": ["UZ"],
        "precision": "near",
        "uncertainty_m": 5000,
        "sources": [{"title": "Постановление", "supports": ["status"]}],
    }
    east, north = feature["geometry"]["coordinates"]
    assert (feature["geometry"]["type"], 60 < east < 70, 43 < north < 50) == ("Point", True, True)


@pytest.mark.parametrize("size", [(1280, 720), (390, 844)])
def test_a_reader_is_asked_three_questions_and_a_link_is_enough_of_a_source(open_page: Opener, size: tuple[int, int]):
    project = next(one for one in shipped_layer().projects if one.id == "chevrolet-kostanay")
    page = open_page(shipped_page(), language_hash=f"lang=en&project={project.id}", width=size[0], height=size[1])
    page.get_by_role("button", name=word("en", "suggest.correction")).click()
    questions = page.locator(".form-question")
    expect(questions.get_by_role("heading")).to_have_text(
        [word("en", f"suggest.{question}") for question in ("what", "where", "proof")]
    )
    asked = page.locator(".workplace :is(input, select, textarea):visible")
    paths = [
        "name_en",
        "summary_en",
        "status",
        "geometry",
        "place_en",
        "url",
        "title",
        "suggestion.why",
        "suggestion.by",
    ]
    number = len(project.properties["sources"])
    link, title = (f"sources[{number}].{part}" for part in ("url", "title"))
    assert asked.evaluate_all("all => all.map((input) => input.dataset.path)") == [
        {"url": link, "title": title}.get(path, path) for path in paths
    ]
    field(page, link).fill("https://stat.gov.kz/news/1")
    field(page, "suggestion.why").fill("I read it.")
    expect(field(page, title)).to_have_value("stat.gov.kz")
    file = saved(page)
    added = {"title": "stat.gov.kz", "url": "https://stat.gov.kz/news/1"}
    [feature] = file["features"]
    assert feature["properties"] == {"id": project.id, "sources": [*project.properties["sources"], added]}
    assert file["suggestion"]["why"] == "I read it."
    field(page, title).fill("")
    field(page, link).fill("")
    page.get_by_role("button", name=word("en", "suggest.save")).click()
    expect(page.locator("#say")).to_have_text(word("en", "suggest.nothing"))


def test_what_is_needed_or_mistyped_is_shown_and_nothing_is_saved(open_page: Opener):
    page = open_page(shipped_page(), language_hash="lang=en")
    suggest_new(page)
    save = page.get_by_role("button", name=word("en", "suggest.save"))
    page.locator(".form-languages [lang=ru]").click()
    save.click()
    expect(field(page, "name_ru")).to_be_focused()
    problem = page.locator(".problem")
    expect(problem).to_have_text(word("en", "form.one_language"))
    field(page, "name_ru").fill("A")
    expect(problem).to_have_count(0)
    unfold(page, "table.status", "card.place")
    field(page, "start").fill("31.02.2025")
    field(page, "uncertainty_m").fill("-1")
    page.get_by_text(word("en", "suggest.more"), exact=True).click()
    expect(field(page, "start")).to_be_hidden()
    save.click()
    expect(field(page, "start")).to_be_focused()
    expect(problem).to_have_text(
        [word("en", "form.expected").format(example="2025, 2025-12, 2025-12-29"), word("en", "form.number")]
    )
    field(page, "uncertainty_m").fill("")
    expect(problem).to_have_count(1)
    field(page, "start").fill("29.12.2025")
    properties = saved(page)["features"][0]["properties"]
    expect(field(page, "start")).to_have_value("2025-12-29")
    assert properties == {"name_ru": "A", "start": "2025-12-29"}


def test_the_layers_own_countries_stand_before_all_others(open_page: Opener):
    page = open_page(shipped_page(), language_hash="lang=en")
    suggest_new(page)
    listed = field(page, "countries").locator("option").all_text_contents()
    assert listed[1:3] == [word("en", "country.KZ"), word("en", "country.UZ")]


def test_a_correction_holds_what_changed_and_what_it_was(open_page: Opener):
    project = next(one for one in shipped_layer().projects if one.id == "chevrolet-kostanay")
    page = open_page(shipped_page(), language_hash="lang=en")
    open_card(page, project.properties).get_by_role("button", name=word("en", "suggest.correction")).click()
    field(page, "summary_en").fill("Shorter.")
    unfold(page, "table.status")
    field(page, "status_date").fill("")
    before = page.locator(".pin").bounding_box()
    assert before is not None
    page.mouse.move(before["x"] + 9, before["y"] + 9)
    page.mouse.down()
    page.mouse.move(before["x"] + 60, before["y"] + 30, steps=4)
    page.mouse.up()
    [feature] = saved(page)["features"]
    assert feature["properties"] == {"id": project.id, "summary_en": "Shorter.", "status_date": None}
    old = {key: project.properties[key] for key in ("summary_en", "status_date")}
    assert feature["based_on"] == {**old, "geometry": project.geometry}
    assert feature["geometry"]["type"] == "Point"
    assert feature["geometry"] != project.geometry


def test_a_correction_without_a_change_saves_nothing_and_says_so(open_page: Opener):
    project = next(one for one in shipped_layer().projects if one.id == "chevrolet-kostanay").properties
    page = open_page(shipped_page(), language_hash="lang=uz")
    open_card(page, project, "uz").get_by_role("button", name=word("uz", "suggest.correction")).click()
    page.get_by_role("button", name=word("uz", "suggest.save")).click()
    expect(page.locator("#say")).to_have_text(word("uz", "suggest.nothing"))


def test_steps_are_taken_back_and_made_again(open_page: Opener):
    page = open_page(shipped_page(), language_hash="lang=en")
    suggest_new(page)
    undo, redo = (page.get_by_role("button", name=word("en", f"form.{way}")) for way in ("undo", "redo"))
    field(page, "name_en").press_sequentially("Bridge")
    unfold(page, "table.name")
    field(page, "sector").select_option("road")
    put_on_map(page, "LineString", (700, 300), (800, 320), (820, 400))
    shape = field(page, "geometry")
    expect(page.locator(".pin")).to_have_count(3)
    undo.click()
    expect(page.locator(".pin")).to_have_count(2)
    undo.click()
    expect(shape).to_have_value("")
    expect(page.locator(".pin")).to_have_count(1)
    page.locator("h2").press("Control+z")
    undo.click()
    expect(field(page, "sector")).to_have_value("")
    undo.click()
    expect(field(page, "name_en")).to_have_value("")
    for _ in range(4):
        redo.click()
    expect(field(page, "name_en")).to_have_value("Bridge")
    expect(shape).to_have_value(word("en", "form.LineString"))


def test_a_draft_survives_a_closed_tab_until_it_is_discarded(open_page: Opener, tmp_path: Path):
    path = tmp_path / "map.html"
    path.write_text(shipped_page(), encoding="utf-8")
    page = open_page(path, language_hash="lang=en")
    suggest_new(page)
    field(page, "name_en").fill("Kept")
    other = page.context.new_page()
    page.close()
    other.goto(path.resolve().as_uri() + "#lang=en")
    suggest_new(other)
    expect(field(other, "name_en")).to_have_value("Kept")
    other.get_by_role("button", name=word("en", "form.forget")).click()
    suggest_new(other)
    expect(field(other, "name_en")).to_have_value("")


def test_the_form_follows_the_language_and_ends_when_the_panel_shows_something_else(open_page: Opener):
    project = shipped_layer().projects[0].properties
    page = open_page(shipped_page(), language_hash="lang=en")
    suggest_new(page)
    field(page, "name_en").fill("Depot")
    page.locator("#languages [lang=kk]").click()
    expect(page.locator(".workplace h2")).to_have_text(word("kk", "suggest.new"))
    expect(page.locator("body.editing")).to_have_count(1)
    page.evaluate("(id) => { location.hash = 'lang=en&project=' + id; }", project["id"])
    expect(card(page).get_by_role("heading", name=name(project), exact=True)).to_be_visible()
    expect(page.locator("body.editing, .pin")).to_have_count(0)


def test_in_persian_what_is_written_from_left_to_right_stays_so_and_one_language_needs_no_tabs(open_page: Opener):
    html = render_page(layer(feature(point(62, 34), name_fa="هرات"), languages=["fa"], countries=["IR", "AF"]))
    page = open_page(html, language_hash="lang=fa", width=390, height=844)
    raise_sheet(page, "fa")
    suggest_new(page, "fa")
    expect(page.locator(".form-languages")).to_be_hidden()
    unfold(page, "table.status", language="fa")
    for path in ("geometry", "sources[0].url", "start"):
        assert field(page, path).evaluate("input => getComputedStyle(input).direction") == "ltr"
    tehran = field(page, "geometry").get_attribute("placeholder") or ""
    assert [round(float(number), 1) for number in tehran.split(", ")] == [35.7, 51.4]
    assert field(page, "name_fa").evaluate("input => getComputedStyle(input).direction") == "rtl"
    scale = page.locator(".leaflet-control-scale-line")  # its number stands to the right of its unit
    assert scale.evaluate("line => line.getBoundingClientRect().left >= 0 && getComputedStyle(line).direction") == "rtl"


@pytest.mark.parametrize("state", ["embed", "present"])
def test_who_embeds_or_presents_the_map_sees_no_such_button(open_page: Opener, state: str):
    page = open_page(shipped_page(), language_hash=f"lang=en&{state}&project={shipped_layer().projects[0].id}")
    expect(page.locator(".suggest:visible")).to_have_count(0)


def test_the_form_has_every_field_of_the_schema_but_the_id():
    suggested: Any = form_schema.for_page()["groups"]
    brief = [row[0] for rows in suggested.values() for row in rows]
    assert sorted([*brief, "id"]) == sorted(one.name for one in schema.FIELDS)
    edited: Any = form_schema.for_page(editor=True)["groups"]
    whole = [row[0] for rows in edited.values() for row in rows]
    assert whole == [one.name for one in schema.FIELDS]
