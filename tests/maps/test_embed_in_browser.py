"""The map inside other pages: what `coopmap embed` prints, in a plain page, in a hidden tab, in a slide."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser import Opener
from tests.conftest import Command
from tests.maps.pages import (
    Document,
    Node,
    card,
    close_card,
    mark_of,
    name,
    open_card,
    rests,
    shipped_layer,
    until,
    word,
)

PLACED: list[dict[str, Any]] = [
    dict(project.properties) for project in shipped_layer().projects if project.geometry is not None
]
ALONE = next(project for project in PLACED if project["id"] == "appliances-saran")


def frame_of(command: Command, *options: str) -> Node:
    """The frame that the command prints: one element, and nothing else."""
    done = command("embed", *options)
    assert (done.returncode, done.stderr) == (0, "")
    [frame] = Document(done.stdout).nodes
    assert frame.tag == "iframe"
    assert done.stdout.strip().endswith("</iframe>")
    return frame


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_frame_has_a_title_a_height_and_is_loaded_when_it_is_seen(command: Command):
    found = frame_of(command).attributes
    assert found["src"] == "map.html#embed"
    assert found["title"] == shipped_layer().members["title_en"]
    assert found["loading"] == "lazy"
    assert (found["width"], found["height"]) == ("100%", "600")
    assert "clipboard-write" in found["allow"]


def test_the_options_choose_language_project_height_and_the_panel(command: Command):
    options = ("https://example.org/a b.html", "--lang", "uz", "--project", "saz-buses", "--height", "420")
    found = frame_of(command, *options).attributes
    assert found["src"] == "https://example.org/a b.html#embed&lang=uz&project=saz-buses"
    assert found["title"] == shipped_layer().members["title_uz"]
    assert found["height"] == "420"
    assert frame_of(command, *options, "--full").attributes["src"].endswith("#lang=uz&project=saz-buses")
    assert frame_of(command, "--full").attributes["src"] == "map.html"


def test_an_address_cannot_break_out_of_its_attribute(command: Command):
    hostile = 'a"b><script>alert(1)</script>&c.html'
    assert frame_of(command, hostile).attributes["src"] == hostile + "#embed"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--lang", "xx"), "xx"),
        (("--project", "nobody"), "nobody"),
        (("--height", "5"), "120"),
        (("--layer", "missing.geojson"), "missing.geojson"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(command: Command, options: tuple[str, str], told: str):
    done = command("embed", *options)
    assert done.returncode != 0
    assert done.stdout == ""
    assert told in done.stderr
    assert "Traceback" not in done.stderr


# --- inside another page ----------------------------------------------------------------------------------------------

OUTER = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Around</title>
<style>body {{ margin: 0; height: 3000px }} iframe {{ display: block }} {style}</style>
<h1>Around the map</h1>{body}<p>Below the map</p></html>"""


def around(
    open_page: Opener, command: Command, built_map: Path, folder: Path, *options: str, body: str = "{}", style: str = ""
) -> Page:
    """A page in a folder with the map beside it, and the printed frame in its body."""
    beside = folder / "map.html"
    shutil.copy(built_map, beside)
    printed = command("embed", *options).stdout
    outer = folder / "outer.html"
    outer.write_text(OUTER.format(style=style, body=body.format(printed)), encoding="utf-8")
    page = open_page(outer, width=1000, height=700, beside=[beside])
    page.set_default_timeout(8000)
    return page


def map_in(page: Page) -> Frame:
    """The map's frame, once it is there."""
    until(page, "document.querySelector('iframe') !== null")
    for _ in range(80):
        if len(page.frames) > 1 and page.frames[1].url.startswith("file:"):
            break
        page.wait_for_timeout(100)
    frame = page.frames[1]
    until(frame, "document.querySelectorAll('.mark').length > 0")
    return frame


def fits(frame: Frame) -> bool:
    """Whether title, map and foot fill the frame, and all that is placed is on the map."""
    return bool(
        frame.evaluate("""() => {
          const {x, y} = map_coopmap.getSize();
          const box = map_coopmap.getContainer().getBoundingClientRect();
          const inside = (node) => {
            const {left, top, right, bottom} = node.getBoundingClientRect();
            return left >= box.left - 1 && top >= box.top - 1 && right <= box.right + 1 && bottom <= box.bottom + 1;
          };
          const whole = [...document.querySelectorAll(".mark")].every(inside);
          const rest = [".embed-head", ".embed-foot"].map((part) => document.querySelector(part)?.offsetHeight ?? 0);
          return whole && x === innerWidth && Math.abs(y + rest[0] + rest[1] - innerHeight) <= 1 && x > 300;
        }""")
    )


def test_in_a_frame_the_map_has_title_strip_date_and_a_link_to_the_full_one(
    open_page: Opener, command: Command, built_map: Path, tmp_path: Path
):
    page = around(open_page, command, built_map, tmp_path, "--lang", "ru")
    frame = map_in(page)
    assert fits(frame)
    expect(frame.locator("html")).to_have_attribute("lang", "ru")
    for hidden in ("#panel", "#panel-open", "#languages"):
        expect(frame.locator(hidden).first).to_be_hidden()
    title = str(dict(shipped_layer().members)["title_ru"])
    expect(frame.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(frame.get_by_role("group", name=word("ru", "lede.title"))).to_be_visible()
    expect(frame.locator(".embed-foot")).to_contain_text("19\u00a0марта")
    sectors = {str(project.properties["sector"]) for project in shipped_layer().projects}
    assert set(frame.locator(".embed-key li").all_inner_texts()) == {word("ru", f"sector.{code}") for code in sectors}
    link = frame.get_by_role("link", name=word("ru", "embed.full"))
    expect(link).to_be_visible()
    with page.context.expect_page() as opened:
        link.click()
    full = opened.value
    expect(full.get_by_role("complementary")).to_be_visible()
    expect(full.locator("html")).to_have_attribute("lang", "ru")
    assert "embed" not in full.url


def test_a_narrow_frame_shows_the_map_alone_too(open_page: Opener, built_map: Path):
    page = open_page(built_map, width=360, height=420, language_hash="embed&lang=kk")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator(".embed-link")).to_be_in_viewport(ratio=1)


def test_in_a_frame_a_mark_opens_its_card_on_the_map(
    open_page: Opener, command: Command, built_map: Path, tmp_path: Path
):
    frame = map_in(around(open_page, command, built_map, tmp_path, "--lang", "en"))
    opened = open_card(frame, ALONE)
    expect(opened).to_have_role("dialog")
    expect(opened.get_by_role("heading", level=2)).to_be_focused()
    close_card(frame)
    expect(mark_of(frame, ALONE)).to_be_focused()


def test_a_frame_can_open_on_a_project(open_page: Opener, command: Command, built_map: Path, tmp_path: Path):
    page = around(open_page, command, built_map, tmp_path, "--lang", "en", "--project", ALONE["id"])
    frame = map_in(page)
    expect(card(frame).get_by_role("heading", level=2)).to_have_text(name(ALONE))
    link = frame.get_by_role("link", name=word("en", "embed.full"))
    assert f"project={ALONE['id']}" in (link.get_attribute("href") or "")


def test_with_the_panel_the_frame_has_list_and_title(
    open_page: Opener, command: Command, built_map: Path, tmp_path: Path
):
    frame = map_in(around(open_page, command, built_map, tmp_path, "--lang", "en", "--full"))
    expect(frame.get_by_role("heading", level=1)).to_have_text(str(shipped_layer().members["title_en"]))
    expect(frame.get_by_role("complementary")).to_be_visible()


def zoom(frame: Frame) -> float:
    """How near the map is."""
    return float(frame.evaluate("map_coopmap.getZoom()"))


def test_the_wheel_scrolls_the_page_until_the_map_was_clicked(
    open_page: Opener, command: Command, built_map: Path, tmp_path: Path
):
    page = around(open_page, command, built_map, tmp_path, "--lang", "en")
    frame = map_in(page)
    before = zoom(frame)
    page.mouse.move(520, 300)
    page.mouse.wheel(0, 60)
    until(page, "scrollY >= 60")
    assert zoom(frame) == before
    page.evaluate("scrollTo(0, 0)")
    page.mouse.move(560, 240)
    page.mouse.down()
    page.mouse.up()
    page.mouse.wheel(0, -120)
    until(frame, "before => map_coopmap.getZoom() > before", before)
    assert page.evaluate("scrollY") == 0
    # Whoever leaves the map scrolls the page again.
    page.mouse.move(500, 20)
    page.mouse.move(520, 300)
    rests(frame)
    after = zoom(frame)
    page.mouse.wheel(0, 60)
    until(page, "scrollY >= 60")
    assert zoom(frame) == after


@pytest.mark.parametrize("lazy", [True, False], ids=["lazy", "at once"])
def test_a_frame_in_a_hidden_tab_has_the_right_size_when_it_is_shown(
    open_page: Opener, command: Command, built_map: Path, tmp_path: Path, lazy: bool
):
    page = around(open_page, command, built_map, tmp_path, body='<div id="tab" style="display: none">{}</div>')
    if not lazy:
        page.evaluate("document.querySelector('iframe').loading = 'eager'")
        page.wait_for_timeout(700)
    page.evaluate("document.getElementById('tab').style.display = 'block'")
    frame = map_in(page)
    until(frame, "innerWidth > 300 && map_coopmap.getSize().x === innerWidth")
    rests(frame)
    assert fits(frame)
    # Hidden and shown again in another size.
    page.evaluate("document.getElementById('tab').style.display = 'none'")
    page.set_viewport_size({"width": 760, "height": 700})
    page.evaluate("document.getElementById('tab').style.display = 'block'")
    until(frame, "innerWidth === 760 && map_coopmap.getSize().x === 760")


SLIDES = """<div class="reveal"><div class="slides">
<section id="one"><h2>First</h2></section>
<section id="two" hidden aria-hidden="true" style="display: none">{}</section></div></div>"""
SLIDES_STYLE = """body { height: 700px; overflow: hidden }
.reveal { position: absolute; inset: 0; perspective: 600px }
.slides { position: absolute; left: 20px; top: 40px; width: 960px; height: 700px; transform-origin: 0 0;
transform: scale(0.8) }"""


def test_a_frame_in_a_slide_is_right_when_its_turn_comes(
    open_page: Opener, command: Command, built_map: Path, tmp_path: Path
):
    """As reveal.js does it: the slide is hidden until its turn, and scaled to the window by a transform."""
    page = around(open_page, command, built_map, tmp_path, "--lang", "en", body=SLIDES, style=SLIDES_STYLE)
    page.evaluate("""() => {
      document.getElementById("one").style.display = "none";
      Object.assign(document.getElementById("two"), {hidden: false}).style.display = "block";
    }""")
    frame = map_in(page)
    until(frame, "innerWidth === 960 && map_coopmap.getSize().x === 960")
    rests(frame)
    assert fits(frame)
    mark_of(frame, ALONE).click()
    expect(card(frame).get_by_role("heading", level=2)).to_have_text(name(ALONE))
    page.evaluate("document.querySelector('.slides').style.transform = 'scale(0.5)'")
    close_card(frame)


def test_a_frame_that_changes_its_size_keeps_the_map_whole(
    open_page: Opener, command: Command, built_map: Path, tmp_path: Path
):
    page = around(open_page, command, built_map, tmp_path)
    frame = map_in(page)
    page.set_viewport_size({"width": 640, "height": 600})
    until(frame, "innerWidth === 640 && map_coopmap.getSize().x === 640")
