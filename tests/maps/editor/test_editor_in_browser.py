"""The editor as an analyst uses it: clicks, drags, typing, steps back, two windows at once."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import geo
from geo.history import changes
from tests.browser import Opener
from tests.maps.editor.served import Editor, Served
from tests.maps.editor.test_editor import ID, changed, copy_of_layer, feature
from tests.maps.pages import card, word
from tests.maps.test_accessibility import complaints
from tests.maps.test_suggest_in_browser import field, put_on_map

MARKUP = "<img src=x onerror=alert(1)>"
ODD = "{{ 7*7 }} & ${1} \\u003c"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A layer of one's own."""
    return copy_of_layer(tmp_path)


@pytest.fixture
def path_of_draft(path: Path) -> Path:
    """The same layer as a draft, which may have gaps."""
    layer = json.loads(path.read_text("utf-8"))
    del layer["grade"]
    path.write_text(json.dumps(layer, ensure_ascii=False), "utf-8")
    return path


def press(page: Page, key: str, within: str = ".workplace, .edit-box, .card-actions") -> None:
    """Press the editor's button with this word."""
    page.locator(within).get_by_role("button", name=word("en", key), exact=True).first.click()


def edit(page: Page, name: str = ID) -> None:
    """Open a project's card and its form."""
    page.evaluate("(id) => { location.hash = 'lang=en&project=' + id; }", name)
    press(page, "edit.change")
    expect(page.locator(".workplace h2")).to_be_focused()


def answered(page: Page, what: str) -> Any:
    """Waits for the server's answer to what the page asks."""
    return page.expect_response(lambda answer: answer.url.endswith(f"/{what}"))


def test_a_project_is_added_by_clicks_and_typing_and_taken_back(open_page: Opener, path_of_draft: Path, server: Served):
    path, before = path_of_draft, path_of_draft.read_bytes()
    page = open_page.served(server.address, allow_messages="422")
    press(page, "edit.new", ".edit-box")
    for tag, text in {"en": ODD, "ru": "Мост", "uz": "Koʻprik", "kk": "Көпір"}.items():
        page.locator(f".form-languages [lang={tag}]").click()
        field(page, f"name_{tag}").fill(text)
    put_on_map(page, "LineString", (760, 380), (800, 420), (840, 400))
    press(page, "form.LineString")
    page.locator(".pin").last.drag_to(page.locator("#languages"), target_position={"x": 5, "y": 300}, force=True)
    field(page, "sector").select_option("road")
    field(page, "status").select_option("planned")
    field(page, "countries").select_option("KZ")
    field(page, "precision").select_option("near")
    field(page, "start").fill("31.02.2025")
    wrong = page.locator(".field", has=page.locator('[data-path="start"]')).locator(".problem-error")
    expect(wrong).to_contain_text("31.02.2025")
    press(page, "edit.save")
    expect(field(page, "start")).to_be_focused()
    assert path.read_bytes() == before
    field(page, "start").fill("2027")
    expect(wrong).to_have_count(0)
    expect(page.locator(".problem-error")).to_have_count(0)
    press(page, "edit.save")
    said = page.locator(".edit-said")
    expect(said).to_contain_text("added")
    expect(card(page)).to_contain_text(ODD)
    [new] = [one for one in geo.read(path).projects if one.text("name") == ODD]
    assert new.geometry is not None
    assert (new.geometry["type"], len(new.geometry["coordinates"])) == ("LineString", 3)
    assert new.properties["article"] == "no"
    with answered(page, "undo"):
        press(page, "edit.undo", ".edit-box")
    expect(said).to_contain_text("1 project removed.")
    assert path.read_bytes() == before
    with answered(page, "undo"):
        press(page, "edit.redo", ".edit-box")
    expect(said).to_contain_text("1 project added.")


def test_a_name_and_a_click_on_the_map_are_a_project(open_page: Opener, path_of_draft: Path, server: Served):
    page = open_page.served(server.address)
    press(page, "edit.new", ".edit-box")
    expect(page.locator(".workplace h2")).to_be_focused()
    page.mouse.click(760, 300)
    kazakhstan = page.locator(".several").get_by_role("button", name=word("en", "country.KZ"))
    expect(kazakhstan).to_be_visible()
    expect(page.locator(".pin")).to_have_count(1)
    page.mouse.click(800, 320)
    expect(page.locator(".pin")).to_have_count(1)
    field(page, "regions").press("Control+z")
    expect(kazakhstan).to_have_count(0)
    expect(page.locator(".pin")).to_have_count(0)
    page.mouse.click(760, 300)
    expect(kazakhstan).to_be_visible()
    page.locator(".form-languages [lang=kk]").click()
    press(page, "edit.save")
    expect(field(page, "name_kk")).to_be_focused()
    # The form's own words, or those of the check, which comes a moment later.
    said = re.compile("|".join(word("en", key) for key in ("form.one_language", "edit.finding.missing")))
    expect(page.locator(".problem-error")).to_have_text(said)
    field(page, "name_kk").fill("Көпір")
    press(page, "edit.save")
    expect(page.locator(".edit-said")).to_contain_text("1 project added.")
    [new] = [one for one in geo.read(path_of_draft).projects if one.properties.get("name_kk") == "Көпір"]
    assert new.geometry is not None
    assert (new.geometry["type"], new.properties["countries"]) == ("Point", ["KZ"])
    assert not {"status", "sector", "precision", "name_en"} & set(new.properties)


def test_what_a_published_layer_lacks_is_said_in_the_readers_language_and_shown(
    open_page: Opener, server: Served, path: Path
):
    page = open_page.served(server.address + "#lang=ru", allow_messages="422")
    page.set_viewport_size({"width": 1280, "height": 480})
    before = path.read_bytes()
    page.locator(".edit-box").get_by_role("button", name=word("ru", "edit.new"), exact=True).click()
    field(page, "name_ru").fill("Мост")
    field(page, "checked").scroll_into_view_if_needed()
    page.locator(".edit-foot").get_by_role("button", name=word("ru", "edit.save")).click()
    wrong = page.locator(".problem-error").filter(visible=True).first
    expect(wrong).to_be_visible()
    texts = page.locator(".problem-error").all_inner_texts()
    assert word("ru", "edit.finding.not-told") in texts
    assert [text for text in texts if re.search("[a-z]{3}", text)] == []
    assert path.read_bytes() == before
    focused = page.evaluate(
        """() => {
          const {left, top, width, height} = document.activeElement.getBoundingClientRect();
          const at = document.elementFromPoint(left + width / 2, top + height / 2);
          return [document.activeElement.dataset.path, at === document.activeElement];
        }"""
    )
    assert focused[1], focused


def test_a_place_by_name_fills_in_what_follows_from_it(open_page: Opener, server: Served):
    page = open_page.served(server.address)
    press(page, "edit.new", ".edit-box")
    field(page, "find").fill("Nukus")
    page.locator(".workplace li button").first.click()
    expect(field(page, "precision")).to_have_value("town")
    expect(field(page, "place_en")).to_have_value("Nukus")
    expect(page.locator(".several").get_by_role("button", name=word("en", "country.UZ"))).to_be_visible()
    expect(page.locator(".pin")).to_have_count(1)
    field(page, "precision").press("Control+z")
    expect(field(page, "precision")).to_have_value("")
    expect(page.locator(".pin")).to_have_count(0)


@pytest.mark.slow
def test_axe_finds_nothing_in_the_editor(open_page: Opener, server: Served):
    page = open_page.served(server.address)
    assert complaints(page) == []
    edit(page)
    field(page, "status").select_option("")
    expect(page.locator(".problem-error").first).to_be_visible()
    assert complaints(page) == []


def test_a_project_is_changed_and_what_changed_is_said(open_page: Opener, server: Served, path: Path):
    page = open_page.served(server.address)
    edit(page)
    before = feature(path)
    expect(field(page, "id")).to_have_attribute("readonly", "")
    at = page.locator(".pin").bounding_box()
    assert at is not None
    page.mouse.move(at["x"] + 9, at["y"] + 9)
    page.mouse.down()
    page.mouse.move(at["x"] + 12, at["y"] + 9, steps=3)
    page.mouse.up()
    field(page, "sources[0].supports").select_option("sector")
    field(page, "sources[0].supports").press("Control+z")
    field(page, "summary_en").fill("Shorter.")
    press(page, "edit.save")
    expect(page.locator(".edit-said")).to_contain_text("Shorter.")
    expect(page.locator(".edit-said")).to_contain_text("geometry: moved")
    after = feature(path)
    moved = {key for key in after["properties"] if after["properties"][key] != before["properties"].get(key)}
    assert moved == {"summary_en"}
    assert after["geometry"] != before["geometry"]


@pytest.mark.slow
def test_two_windows_in_conflict_lose_nothing(open_page: Opener, server: Served, path: Path):
    first, second = (open_page.served(server.address, allow_messages="409") for _ in range(2))
    for page in (first, second):
        edit(page)
    field(first, "summary_en").fill("Theirs.")
    field(first, "status_date").fill("2026-03-01")
    press(first, "edit.save")
    expect(first.locator(".edit-said")).to_contain_text("Theirs.")
    saved = path.read_bytes()
    field(second, "summary_en").fill(ODD)
    second.locator(".form-languages [lang=ru]").click()
    field(second, "summary_ru").fill("Мой текст.")
    press(second, "edit.save")
    clash = second.locator("[data-conflict]")
    expect(clash).to_have_count(3)
    assert path.read_bytes() == saved
    both = second.locator("[data-conflict=summary_en]")
    expect(both.locator("pre")).to_have_text(["Theirs.", ODD])
    expect(second.locator("[data-conflict=status_date] input").first).to_be_checked()
    expect(second.locator("[data-conflict=summary_ru] input").last).to_be_checked()
    take = second.get_by_role("button", name=word("en", "edit.take"))
    expect(take).to_be_disabled()
    both.locator("input").last.check()
    take.click()
    press(second, "edit.save")
    expect(second.locator(".edit-said")).to_contain_text("Мой текст.")
    properties = feature(path)["properties"]
    assert [properties[key] for key in ("summary_en", "status_date", "summary_ru")] == [
        ODD,
        "2026-03-01",
        "Мой текст.",
    ]


@pytest.mark.slow
def test_a_project_that_was_removed_meanwhile_can_be_saved_anew(open_page: Opener, server: Served, path: Path):
    page = open_page.served(server.address, allow_messages="409")
    edit(page)
    field(page, "summary_en").fill("Still there.")
    geo.update(path, lambda layer: changes.removed(layer, ID))
    press(page, "edit.save")
    expect(page.locator(".workplace .disputes")).to_have_text(word("en", "edit.removed"))
    press(page, "edit.save")
    expect(page.locator(".edit-said")).to_contain_text("1 project added.")
    assert feature(path)["properties"]["summary_en"] == "Still there."


def test_a_draft_survives_a_closed_browser(open_page: Opener, server: Served, path: Path):
    page = open_page.served(server.address)
    edit(page)
    with answered(page, "draft"):
        field(page, "summary_en").fill("Begun.")
    page.context.close()
    other = open_page.served(server.address)
    other.locator(".edit-box li button").click()
    expect(field(other, "summary_en")).to_have_value("Begun.")
    with answered(other, "draft"):
        press(other, "form.forget")
    assert not list((path.parent / ".coopmap" / path.name).glob("draft-*"))


@pytest.mark.slow
def test_what_is_typed_after_the_server_was_killed_is_there_with_the_next_one(open_page: Opener, path: Path):
    first = Editor(path)
    page = open_page.served(first.address, allow_messages="ERR_CONNECTION|403")
    edit(page)
    first.kill()
    field(page, "summary_en").fill("Typed in vain?")
    expect(page.locator(".edit-foot [role=status]")).to_have_text(word("en", "edit.gone"))
    press(page, "edit.save")
    expect(page.locator(".edit-foot [role=status]")).to_have_text(word("en", "edit.gone"))
    second = Editor(path)
    try:
        again = open_page.served(second.address, beside=page)
        edit(again)
        expect(field(again, "summary_en")).to_have_value("Typed in vain?")
        press(again, "edit.save")
        expect(again.locator(".edit-said")).to_contain_text("Typed in vain?")
    finally:
        second.kill()


def test_a_project_is_removed_when_one_is_sure(open_page: Opener, server: Served, path: Path):
    page = open_page.served(server.address)
    edit(page)
    page.once("dialog", lambda dialog: dialog.dismiss())
    press(page, "edit.remove")
    assert feature(path)["id"] == ID
    page.once("dialog", lambda dialog: dialog.accept())
    press(page, "edit.remove")
    expect(page.locator(".edit-said")).to_contain_text("1 project removed.")
    assert ID not in {one.id for one in geo.read(path).projects}


@pytest.mark.slow
def test_a_project_of_strange_values_is_shown_as_text_and_kept(open_page: Opener, server: Served, path: Path):
    strange = changed(feature(path), summary_en=MARKUP, own={"a": [1]}, status="Operating ", start=2025)
    geo.update(path, lambda layer: changes.replaced(layer, strange))
    page = open_page.served(server.address, allow_messages="422")
    edit(page)
    expect(field(page, "start")).to_have_value("2025")
    expect(field(page, "summary_en")).to_have_value(MARKUP)
    before = path.read_bytes()
    press(page, "edit.save")
    expect(page.locator(".edit-foot [role=status]")).to_have_text("3 errors")
    assert path.read_bytes() == before
    field(page, "status").select_option("operating")
    field(page, "start").fill("2024")
    field(page, "summary_en").fill("Plain.")
    press(page, "edit.save")
    expect(page.locator(".edit-said")).to_contain_text("2024")
    assert json.loads(path.read_text("utf-8"))["features"]
    assert feature(path)["properties"]["own"] == {"a": [1]}
