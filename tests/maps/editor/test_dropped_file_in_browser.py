"""A file dropped onto the editor's map, and the table of what is left to do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

import geo
from tests.browser import Opener
from tests.maps.editor.served import Served
from tests.maps.editor.test_dropped_file import LIST
from tests.maps.pages import rests, word
from tests.maps.test_accessibility import complaints
from tests.maps.test_suggest_in_browser import field

MARKUP = "<img src=x onerror=alert(1)>"

BARE: Any = {"type": "Feature", "id": "bare", "geometry": None, "properties": {"id": "bare", "name_en": "Bare"}}

DROP = """async ([name, text]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], name));
  const at = document.querySelector(".leaflet-container");
  for (const kind of ["dragover", "drop"]) {
    at.dispatchEvent(new DragEvent(kind, {dataTransfer: transfer, bubbles: true, cancelable: true}));
    if (kind === "dragover") await new Promise(requestAnimationFrame);
  }
}"""


def test_a_dropped_file_is_previewed_taken_in_and_completed_in_the_table(open_page: Opener, server: Served, path: Path):
    page = open_page.served(server.address + "#lang=ru")
    sheet = page.locator(".edit-drawer")
    before = path.read_bytes()
    page.evaluate(DROP, ["список.csv", LIST])
    expect(sheet.locator("h2")).to_have_text(word("ru", "edit.preview").format(file="список.csv"))
    expect(sheet).to_contain_text(word("ru", "edit.row.new").format(n=3))
    expect(sheet).to_contain_text(f"Отрасль: {word('ru', 'edit.finding.not-told')} (3)")
    assert path.read_bytes() == before
    assert complaints(page) == []
    sheet.get_by_role("button", name=word("ru", "edit.take_in").format(n=3)).click()

    row = page.locator(".edit-todo tbody tr", has=page.locator("[data-field=sector]")).first
    expect(row).to_be_visible()
    expect(page.locator(".edit-said")).to_have_text(word("ru", "edit.taken").format(file="список.csv", n=3))
    assert complaints(page) == []
    name = row.get_attribute("data-id")
    mine = page.locator(f".edit-todo tr[data-id='{name}']")
    mine.locator("select").first.select_option("planned")
    untold = mine.locator("[data-field]", has_text=word("ru", "edit.finding.not-told"))
    expect(untold.filter(has_text="Состояние")).to_have_count(0)
    mine.locator("select").last.select_option("road")
    expect(untold.filter(has_text="Отрасль")).to_have_count(0)
    mine.locator("input").first.fill(MARKUP[1:-1])
    mine.locator("input").first.press("Tab")
    expect(mine.get_by_role("status")).to_have_text(word("ru", "edit.saved"))
    [mended] = [one for one in geo.read(path).projects if one.id == name]
    assert (mended.properties["status"], mended.properties["sector"]) == ("planned", "road")

    mine.locator("[data-field=name_en]").click()
    expect(field(page, "name_en")).to_be_focused()
    field(page, "name_en").fill("Bridge")
    page.locator(".edit-foot").get_by_role("button", name=word("ru", "edit.save")).click()
    expect(page.locator(".edit-todo")).to_be_visible()
    page.locator(".edit-drawer-head").get_by_role("button", name=word("ru", "edit.close")).click()
    expect(page.locator(".edit-box")).to_be_visible()


def test_a_finding_that_is_pressed_while_a_change_is_saved_leads_to_its_field(
    open_page: Opener, server: Served, path: Path
):
    """Who has typed into a cell and clicks a finding: the answer to what was typed comes while the button is down."""
    path.write_text(geo.text(geo.Layer((BARE,))), encoding="utf-8")
    page = open_page.served(server.address)
    page.locator(".edit-box").get_by_role("button", name=word("en", "edit.todo"), exact=True).click()
    row = page.locator(".edit-todo tbody tr").first
    row.locator("input").first.fill("Bare bridge")
    finding = row.locator("[data-field=sector]").first
    finding.hover()
    with page.expect_response(re.compile("/save$")) as answer:
        page.mouse.down()
    answer.value.finished()
    page.wait_for_timeout(200)
    page.mouse.up()
    expect(field(page, "sector")).to_be_focused()
    [mended] = geo.read(path).projects
    assert mended.properties["name_en"] == "Bare bridge"


def test_a_wrong_cell_is_refused_in_words_and_the_next_change_still_counts(
    open_page: Opener, server: Served, path: Path
):
    path.write_text(geo.text(geo.Layer((BARE,))), encoding="utf-8")
    page = open_page.served(server.address, allow_messages="422")
    page.locator(".edit-box").get_by_role("button", name=word("en", "edit.todo"), exact=True).click()
    row = page.locator(".edit-todo tbody tr").first
    title = row.locator("input").first
    before = title.input_value()
    title.fill(MARKUP)
    title.press("Tab")
    expect(row.get_by_role("status")).to_have_text(word("en", "edit.finding.markup"))
    title.fill(before + "!")
    title.press("Tab")
    expect(row.get_by_role("status")).to_have_text(word("en", "edit.saved"))
    assert geo.read(path).projects[0].text("name") == before + "!"


def test_a_place_that_is_missing_is_looked_up_in_the_table(open_page: Opener, server: Served, path: Path):
    path.write_text(geo.text(geo.Layer((BARE,))), encoding="utf-8")
    page = open_page.served(server.address)
    page.locator(".edit-box").get_by_role("button", name=word("en", "edit.todo"), exact=True).click()
    row = page.locator(".edit-todo tr[data-id=bare]")
    expect(row.locator("[data-field=geometry]")).to_contain_text(word("en", "edit.finding.no-place"))
    row.locator("input[type=search]").fill("Nukus")
    row.locator("li button").first.click()
    expect(row.locator("[data-field=geometry]")).to_have_count(0)
    expect(row).to_contain_text("Nukus")
    assert geo.read(path).projects[0].properties["countries"] == ["UZ"]


def test_a_chosen_file_that_is_none_is_refused_in_one_sentence(open_page: Opener, server: Served, tmp_path: Path):
    strange = tmp_path / f"{MARKUP[5:10]}.bin"
    strange.write_bytes(b"\0\1")
    page = open_page.served(server.address, allow_messages="422")
    page.locator(".edit-box input[type=file]").set_input_files(strange)
    expect(page.locator(".edit-drawer [role=alert]")).to_contain_text(strange.name)
    assert page.locator(".edit-drawer .strong-button").count() == 0


def test_a_file_that_is_no_longer_there_to_be_taken_in_is_said(open_page: Opener, server: Served):
    page = open_page.served(server.address + "#lang=en", allow_messages="422")
    page.evaluate(DROP, ["a.csv", LIST])
    take = page.locator(".edit-drawer").get_by_role("button", name=word("en", "edit.take_in").format(n=3))
    expect(take).to_be_visible()
    page.evaluate(
        "fetch('/import', {method: 'POST', body: 'name;lat;lon', headers: {'content-type': 'application/octet-stream',"
        " 'x-coopmap-file': 'b.csv', 'x-coopmap-token': JSON.parse(document.getElementById('coopmap-data').textContent)"
        ".editor.token}}).then(() => {})"
    )
    take.click()
    expect(page.locator(".say")).to_have_text("This file is no longer here; drop it once more.")


@pytest.mark.slow
def test_what_a_column_became_is_said_in_the_readers_language(open_page: Opener, server: Served):
    page = open_page.served(server.address + "#lang=ru")
    page.evaluate(DROP, ["a.csv", "Название;Координаты;Заметка;Стоимость, млн $\nШкола;41.3, 69.3;у реки;12,5\n"])
    sheet = page.locator(".edit-drawer")
    for use in (
        word("ru", "form.geometry"),
        word("ru", "edit.own_field"),
        word("ru", "card.value") + " (1,000,000 USD)",
    ):
        expect(sheet.locator("td", has_text=f"→ {use}")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
def test_projects_that_were_taken_in_are_seen_above_the_table_and_a_jump_shows_its_field(
    open_page: Opener, server: Served, width: int, height: int
):
    page = open_page.served(server.address + "#lang=ru&view=4/60/100")
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(DROP, ["a.csv", "Название;Широта;Долгота\nШкола;42,46;59,60\n"])
    page.locator(".edit-drawer").get_by_role("button", name=word("ru", "edit.take_in").format(n=1)).click()
    row = page.locator(".edit-todo tr[data-id=shkola]")
    expect(row).to_be_visible()
    top = page.locator(".edit-drawer").bounding_box()
    mark = page.locator(".leaflet-marker-pane").get_by_role("button", name=re.compile("Школа")).bounding_box()
    assert top
    assert mark
    assert 0 < mark["y"] < mark["y"] + mark["height"] < top["y"] + 1
    row.locator("[data-field=name_en]").click()
    wanted = field(page, "name_en")
    expect(wanted).to_be_focused()
    tabs, foot = page.locator(".form-languages"), page.locator(".edit-foot")

    def is_clear() -> bool:
        boxes = [each.bounding_box() for each in (tabs, wanted, foot)]
        above, own, below = (box or {"y": 0.0, "height": 0.0} for box in boxes)
        return above["y"] + above["height"] <= own["y"] and own["y"] + own["height"] <= below["y"]

    rests(page)  # the sheet of a phone rises
    assert is_clear()
