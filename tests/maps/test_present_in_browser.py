"""The presenter's mode: told stop by stop, by a clicker, a finger, a second window, or the page around the map."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, Route, expect

import geo
from maps import render_page
from tests.browser import Opener
from tests.conftest import Command
from tests.geo.samples import feature, point
from tests.maps.pages import Document, becomes, card, layer, mark_of, name, shipped_layer, until, word
from tests.maps.test_accessibility import complaints
from tests.repo import ROOT

LANGUAGES = ("en", "ru", "uz", "kk")
STOPS = geo.read_story(geo.data_path("story.json"))
IDS = [stop["id"] for stop in STOPS]
PLACED: list[dict[str, Any]] = [dict(each.properties) for each in shipped_layer().projects if each.geometry]
CALM: dict[str, Any] = {"reduced_motion": "reduce"}


@cache
def untold() -> str:
    """The page of the shipped layer without a story."""
    return render_page(shipped_layer())


def title(page: Page | Frame) -> str:
    """The title of the stop that is shown, or "" while nothing is presented."""
    found = page.locator(".stage h1, .notes h1")
    return found.inner_text() if found.count() else ""


def expect_stop(page: Page | Frame, identifier: str, language: str = "en") -> None:
    """Wait until a stop of the shipped story is shown."""
    told = STOPS[IDS.index(identifier)][f"title_{language}"]
    whole = re.sub(r"(?<=\d)-(?=[^\W\d_])", "-\u2060", told)  # no line ends within a date
    expect(page.locator(".stage h1, .notes h1")).to_have_text(whole)


def on_map(page: Page | Frame) -> set[str]:
    """The ids of the projects whose marks are on the map."""
    return set(page.locator(".mark").evaluate_all("all => all.map((one) => one.dataset.id)"))


def opened_notes(page: Page) -> Page:
    """Open the second window by its key."""
    with page.context.expect_page() as opened:
        page.keyboard.press("n")
    opened.value.wait_for_load_state()
    return opened.value


# --- keys -------------------------------------------------------------------------------------------------------------


def test_a_clicker_goes_through_the_story_and_the_map_shows_what_is_told(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en", **CALM)
    page.keyboard.press("p")
    expect_stop(page, "overview")
    until(page, "document.fullscreenElement === document.documentElement")
    expect(page.get_by_role("complementary")).to_be_hidden()
    at = 0
    for key, step in (("PageDown", 1), ("ArrowRight", 1), (" ", 1), ("ArrowDown", 1), ("PageUp", -1), ("Enter", 1),
                      ("ArrowLeft", -1), ("ArrowUp", -1), ("Shift+ ", -1)):  # fmt: skip
        page.keyboard.press(key)
        at += step
        expect_stop(page, IDS[at])
        assert on_map(page) == set(STOPS[at]["projects"])
        assert page.url.endswith(f"present={IDS[at]}")
    for key, stop in (("End", 7), ("PageDown", 7), ("6", 5), ("9", 5), ("Home", 0), ("PageUp", 0)):
        page.keyboard.press(key)
        expect_stop(page, IDS[stop])
    assert len(on_map(page)) > 10


def test_letters_are_found_on_a_cyrillic_keyboard_and_a_field_keeps_its_own(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=ru", **CALM)
    page.get_by_role("searchbox").type("p1 b")
    assert (title(page), page.get_by_role("searchbox").input_value()) == ("", "p1 b")
    page.locator("body").evaluate(
        "body => { body.focus(); document.activeElement.blur();"
        " body.dispatchEvent(new KeyboardEvent('keydown', {key: 'з', code: 'KeyP', bubbles: true})); }"
    )
    expect_stop(page, "overview", "ru")


def test_b_makes_the_screen_black_and_escape_gives_the_reader_everything_back(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&view=6/45/66", **CALM)
    before = page.evaluate("map_coopmap.getBounds().toBBoxString()")
    page.get_by_role("button", name=word("en", "present.start")).click()
    expect_stop(page, IDS[0])
    cover = "getComputedStyle(document.body, '::after').backgroundColor"
    page.keyboard.press("b")
    assert page.evaluate(cover) == "rgb(0, 0, 0)"
    page.keyboard.press(".")
    assert page.evaluate(cover) != "rgb(0, 0, 0)"
    page.keyboard.press("b")
    page.keyboard.press("PageDown")
    expect_stop(page, IDS[1])
    assert page.evaluate(cover) != "rgb(0, 0, 0)"
    page.keyboard.press("Escape")
    until(page, "!document.querySelector('.stage') && !document.fullscreenElement")
    assert page.evaluate("map_coopmap.getBounds().toBBoxString()") == before
    assert re.search(r"#lang=en&view=6/4[45][.\d]*/6[56][.\d]*$", page.url)
    expect(page.get_by_role("button", name=word("en", "present.start"))).to_be_focused()
    expect(page.get_by_role("complementary")).to_be_visible()
    # The browser's Back returns to the presentation, where it was.
    page.go_back()
    expect_stop(page, IDS[1])
    page.go_back()
    until(page, "!document.querySelector('.stage')")


def test_who_comes_back_before_the_browser_tells_that_the_screen_is_left_stays_in_the_presentation(
    open_page: Opener, built_map: Path
):
    page = open_page(built_map, language_hash="lang=en", **CALM)
    page.keyboard.press("p")
    until(page, "document.fullscreenElement === document.documentElement")
    page.evaluate(
        "addEventListener('fullscreenchange', (event) => {"
        "  if (document.fullscreenElement || window.isLate) return;"
        "  event.stopImmediatePropagation(); window.isLate = true;"
        "}, {capture: true})"
    )
    page.keyboard.press("Escape")
    until(page, "window.isLate && !document.querySelector('.stage')")
    # The screen is not full yet again when the event arrives.
    page.evaluate(
        "addEventListener('popstate', () => document.dispatchEvent(new Event('fullscreenchange')), {once: true})"
    )
    page.go_back()
    expect_stop(page, "overview")


def test_a_card_opens_on_the_map_and_escape_closes_it_before_the_presentation(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&present=cars-kostanay", **CALM)
    mark_of(page, {"name_en": "Chevrolet cars in Kostanay"}).click()
    expect(card(page)).to_have_role("dialog")
    page.keyboard.press("PageDown")
    expect_stop(page, "cars-kostanay")
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    expect_stop(page, "cars-kostanay")


def test_without_a_story_the_placed_projects_are_told_from_north_to_south(open_page: Opener):
    page = open_page(untold(), language_hash="lang=en&present", **CALM)
    seen, at = [], []
    for _ in PLACED:
        seen.append(title(page))
        at.append(page.evaluate("map_coopmap.getCenter().lat"))
        page.keyboard.press("PageDown")
    assert seen[0] == "Chevrolet cars in Kostanay"
    assert sorted(seen) == sorted(name(project) for project in PLACED)
    points = [each for each, project in zip(at, seen, strict=True) if "road" not in project and "Rail" not in project]
    assert points == sorted(points, reverse=True)
    expect(page.locator(".stage-projects")).to_be_visible()
    for typed, number in (("12", 12), ("3", 3), ("05", 5)):
        page.keyboard.type(typed)
        expect(page.locator(".stage h1")).to_have_text(seen[number - 1])
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator(".stage h1")).to_have_text(seen[0])


def test_the_reader_s_choices_are_what_is_told_without_a_story(open_page: Opener):
    page = open_page(untold(), language_hash="lang=en&sector=textile&present", **CALM)
    expect(page.locator(".stage-bar span")).to_have_text("1 of 2")


def test_a_layer_of_none_placed_is_told_too_and_one_of_none_says_nothing(open_page: Opener):
    lost = feature(None, precision="unlocated", uncertainty_m=None, regions=None)
    page = open_page(render_page(layer(lost)), language_hash="lang=en&present", **CALM)
    expect(page.locator(".stage h1")).to_have_text(lost["properties"]["name_en"])
    page = open_page(render_page(layer()), language_hash="lang=en&present", **CALM)
    page.keyboard.press("p")
    assert page.locator(".stage").count() == 0


# --- flight -----------------------------------------------------------------------------------------------------------

WATCH = """() => {
  window.zooms = [];
  map_coopmap.on("zoom", () => zooms.push(map_coopmap.getZoom()));
  const isFlying = () => document.body.classList.contains("flying");
  new MutationObserver(() => window.flew ||= isFlying()).observe(document.body, {attributeFilter: ["class"]});
}"""


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_the_map_flies_to_a_stop_unless_motion_is_unwanted(open_page: Opener, built_map: Path, motion: str):
    page = open_page(built_map, language_hash="lang=en&present=border-centre", reduced_motion=motion)
    page.evaluate(WATCH)
    page.keyboard.press("PageDown")
    flies = motion != "reduce"
    until(page, "!document.body.classList.contains('flying') && zooms.length > 0")
    assert page.evaluate("Boolean(window.flew)") is flies
    assert (page.evaluate("zooms.length") > 5) is flies
    assert on_map(page) == {"chevrolet-kostanay"}


# --- legible and beautiful --------------------------------------------------------------------------------------------

MEASURE = """() => {
  const body = document.querySelector(".stage-body");
  const size = (node) => parseFloat(getComputedStyle(node).fontSize);
  const isText = (node) => node.nodeType === 3 && node.data.trim();
  const texts = [...document.querySelectorAll(".stage *")].filter((node) => [...node.childNodes].some(isText));
  const read = [...document.querySelectorAll(".stage h1, .stage-text")];
  const stage = document.querySelector(".stage");
  const column = stage.getBoundingClientRect();
  const marks = [...document.querySelectorAll(".mark")].map((mark) => mark.getBoundingClientRect());
  const beside = column.top > 1 ? (box) => box.bottom <= column.top : (box) => box.left >= column.right;
  return {
    cut: body.scrollHeight - body.clientHeight, wide: stage.scrollWidth - Math.ceil(column.width),
    least: Math.min(...texts.map(size)), read: Math.min(...read.map(size)),
    seen: marks.every((box) => beside(box) && box.top >= 0 && box.right <= innerWidth),
  };
}"""


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720), (390, 844)])
def test_every_stop_fits_its_window_in_four_languages(open_page: Opener, built_map: Path, width: int, height: int):
    page = open_page(built_map, language_hash="lang=en&present", width=width, height=height, **CALM)
    for language in LANGUAGES:
        for stop in IDS:
            page.evaluate("(hash) => { location.hash = hash; }", f"lang={language}&present={stop}")
            expect_stop(page, stop, language)
            found = page.evaluate(MEASURE)
            where = (language, stop, found)
            assert found["wide"] <= 0, where
            assert found["least"] >= 12, where
            assert found["seen"], where
            if width > height:
                assert found["cut"] <= 0, where
                # A fiftieth of the height is read from ten metres on a screen of two metres.
                assert found["read"] >= 0.02 * height, where


# --- the second window ------------------------------------------------------------------------------------------------


def test_the_notes_stay_in_step_from_a_file_in_a_language_of_their_own(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&present=factories", **CALM)
    notes = opened_notes(page)
    expect_stop(notes, "factories")
    expect(notes.locator(".notes-text")).to_have_text(STOPS[3]["notes_en"])
    expect(notes.locator("aside > p")).to_have_text(STOPS[4]["title_en"])
    becomes(notes, lambda: on_map(notes), set(STOPS[4]["projects"]))
    assert notes.locator(".notes .sources li").count() > 5
    until(notes, "/^(?!0:00)[0-9]+:[0-9]{2}$/.test(document.querySelector('.notes-time b').textContent)")

    page.keyboard.press("PageDown")
    expect_stop(notes, IDS[4])
    notes.get_by_role("button", name=word("en", "language.name").replace("English", "Русский")).click()
    expect_stop(notes, IDS[4], "ru")
    notes.keyboard.press("PageDown")
    expect_stop(page, IDS[5])
    expect_stop(notes, IDS[5], "ru")
    notes.get_by_role("button", name=word("ru", "present.black")).click()
    until(page, "document.body.classList.contains('black')")
    expect(notes.get_by_role("button", name=word("ru", "present.black"))).to_have_attribute("aria-pressed", "true")
    notes.locator("aside ol button").last.click()
    expect_stop(page, IDS[-1])
    expect(notes.locator("aside > p")).to_have_text(word("ru", "present.end"))

    # The presenting window is loaded anew, and the notes find it again; when it ends, so does their clock.
    page.reload()
    page.locator("html[data-drawn]").wait_for(state="attached")
    page.keyboard.press("2")
    expect_stop(notes, IDS[1], "ru")
    notes.keyboard.press("Escape")
    until(page, "!document.querySelector('.stage')")
    until(notes, "document.querySelector('.notes').classList.contains('idle')")


def test_a_window_that_the_browser_refuses_is_said_in_a_sentence(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&present", **CALM)
    page.evaluate("window.open = () => null")
    page.keyboard.press("n")
    expect(page.locator("#say")).to_have_text(word("en", "present.blocked"))


# --- fingers ----------------------------------------------------------------------------------------------------------


def swipe(page: Page, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Draw a finger over the screen, as the browser's own input has it."""
    session = page.context.new_cdp_session(page)
    steps = [tuple(a + (b - a) * share / 4 for a, b in zip(start, end, strict=True)) for share in range(5)]
    for number, (x, y) in enumerate(steps):
        kind = "touchMove" if number else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_swipe_turns_the_stops_on_a_phone(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=kk&present", width=390, height=844, has_touch=True, **CALM)
    view = "map_coopmap.getBounds().toBBoxString()"
    for start, end, stop in (((300, 600), (120, 610), 1), ((300, 100), (120, 120), 2), ((60, 500), (240, 500), 1)):
        swipe(page, start, end)
        expect_stop(page, IDS[stop], "kk")
    before = page.evaluate(view)
    for start, end in (((200, 600), (180, 600)), ((200, 600), (150, 750))):
        swipe(page, start, end)
    expect_stop(page, IDS[1], "kk")
    # A finger on the map turns the stop and does not drag the map.
    assert page.evaluate(view) == before
    page.get_by_role("button", name=word("kk", "present.next")).tap()
    expect_stop(page, IDS[2], "kk")


# --- in a frame -------------------------------------------------------------------------------------------------------

DECK = """<!doctype html><title>Deck</title><iframe src="{src}" width="960" height="540"></iframe>{more}
<script>
  const heard = [];
  const map = document.querySelector("iframe");
  addEventListener("message", ({{data, source}}) => source === map.contentWindow && heard.push(data));
  const ask = (message) => map.contentWindow.postMessage(message, "*");
</script>"""


def framed(page: Page) -> Frame:
    """The frame with the map, once its marks are there."""
    for _ in range(80):
        frame = next((each for each in page.frames if "embed" in each.url), None)
        if frame:
            break
        page.wait_for_timeout(50)
    assert frame
    until(frame, "document.querySelectorAll('.mark').length > 0")
    return frame


def test_the_page_around_drives_the_frame_and_hears_of_changes_from_a_file(
    open_page: Opener, built_map: Path, tmp_path: Path
):
    deck = tmp_path / "deck.html"
    deck.write_text(DECK.format(src=f"{built_map.as_uri()}#embed&lang=en", more=""), encoding="utf-8")
    page = open_page(deck, beside=[built_map], **CALM)
    frame = framed(page)
    for odd in (None, 1, "next", {"coopmap": 1}, {"coopmap": "constructor"}, {"coopmap": "full"}, {"coopmap": "notes"},
                {"coopmap": "go"}, {"coopmap": "go", "stop": "nowhere"}, {"coopmap": "go", "stop": 9.5},
                {"coopmap": "go", "stop": {"id": 1}}, {"coopmap": "leave"}, {"coopmap": "black"}):  # fmt: skip
        page.evaluate("(odd) => ask(odd)", odd)
    page.evaluate("ask({coopmap: 'state'})")
    until(page, "heard.some((one) => one.coopmap === 'at')")
    assert title(frame) == ""
    page.evaluate("heard.length = 0; ask({coopmap: 'go', stop: 'energy'})")
    expect_stop(frame, "energy")
    page.evaluate("ask({coopmap: 'next'})")
    expect_stop(frame, "travel")
    page.evaluate("ask({coopmap: 'go', stop: 8}); ask({coopmap: 'next'}); ask({coopmap: 'black', on: true})")
    until(page, "heard.length === 5")
    told = [(one["coopmap"], one.get("stop"), one.get("id"), one.get("black")) for one in page.evaluate("heard")]
    assert told == [("at", 6, "energy", False), ("at", 7, "travel", False), ("at", 8, "goal-2030", False),
                    ("end", None, None, None), ("at", 8, "goal-2030", True)]  # fmt: skip
    # Keys inside the frame are told as well; the frame fills no screen by itself.
    frame.locator(".stage").focus()
    page.keyboard.press("Home")
    until(page, "heard.at(-1).stop === 1")
    assert not frame.evaluate("Boolean(document.fullscreenElement)")
    page.evaluate("ask({coopmap: 'leave'})")
    until(page, "heard.at(-1).stop === 0")
    assert title(frame) == ""


def serve(pages: dict[str, str]) -> Callable[[Route], None]:
    """Answers requests with these pages, so that they have the origins of web sites without any network."""
    return lambda route: route.fulfill(body=pages[route.request.url], content_type="text/html; charset=utf-8")


@pytest.mark.parametrize("admitted", [True, False])
def test_only_the_origin_that_the_address_names_is_heard(open_page: Opener, built_map: Path, admitted: bool):
    around = "https://talks.example" if admitted else "https://elsewhere.example"
    source = "https://map.example/map.html#embed&lang=en&present&parent=https://talks.example"
    sibling = "https://sibling.example/"
    pages = {
        f"{around}/deck.html": DECK.format(src=source, more=f'<iframe src="{sibling}"></iframe>'),
        "https://map.example/map.html": built_map.read_text(encoding="utf-8"),
        sibling: "<!doctype html><title>Sibling</title>",
    }
    page = open_page("<!doctype html><title>Blank</title>", **CALM)
    page.context.route(re.compile("^https:"), serve(pages))
    page.goto(f"{around}/deck.html")
    frame = framed(page)
    expect_stop(frame, "overview")
    # A frame beside the map is not the page around it.
    other = page.locator("iframe").nth(1).element_handle().content_frame()
    assert other
    other.wait_for_url(sibling)
    other.evaluate("parent.frames[0].postMessage({coopmap: 'go', stop: 5}, '*')")
    page.evaluate("ask({coopmap: 'next'})")
    if admitted:
        until(page, "heard.length > 0")
    page.wait_for_timeout(300)  # nothing more comes
    assert title(frame) == STOPS[1 if admitted else 0]["title_en"]
    assert page.evaluate("heard.length") == (1 if admitted else 0)


# --- everyone ---------------------------------------------------------------------------------------------------------


def test_hostile_texts_of_a_story_are_shown_letter_for_letter(open_page: Opener):
    text = '<img src=x onerror="window.pwned = 1">`${window.pwned = 1}` {{ 7*7 }}</script><script>window.pwned = 1'
    said: dict[str, Any] = {"id": text, "title_en": "T " + text, "text_en": "C " + text, "notes_en": "N " + text}
    page = open_page(
        render_page(layer(feature(point(66.0, 48.0))), story=[said, {"title_en": text, "projects": [text, "x"]}]),
        language_hash="lang=en&present",
        **CALM,
    )
    expect(page.locator(".stage h1")).to_have_text(said["title_en"])
    expect(page.locator(".stage-text")).to_have_text(said["text_en"])
    notes = opened_notes(page)
    expect(notes.locator(".notes-text")).to_have_text(said["notes_en"])
    page.keyboard.press("End")
    expect(notes.locator(".notes h1")).to_have_text(text)
    for window in (page, notes):
        assert window.evaluate("window.pwned") is None
        assert window.locator(".stage img, .notes img, .stage script").count() == 0


@pytest.mark.parametrize(("scheme", "states"), [("light", ["travel", "notes"]), ("dark", ["goal-2030"])])
def test_axe_finds_nothing_on_the_stage_and_in_the_notes(
    open_page: Opener, built_map: Path, scheme: str, states: list[str]
):
    options: dict[str, Any] = {**CALM, "color_scheme": scheme, "bypass_csp": True}
    for state in states:
        page = open_page(built_map, language_hash=f"lang=kk&present={state}", width=390, height=844, **options)
        assert complaints(page) == [], state
        page.close()


def test_a_screen_reader_hears_the_caption_and_finds_the_controls_by_name(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=uz&present", **CALM)
    stage = page.get_by_role("region", name=word("uz", "present.start"))
    expect(stage.locator("[aria-live=polite] h1")).to_have_text(STOPS[0]["title_uz"])
    for key in ("present.next", "present.previous", "present.notes", "present.leave"):
        expect(stage.get_by_role("button", name=word("uz", key), exact=True)).to_be_visible()
    stage.get_by_role("button", name=word("uz", "present.next")).focus()
    page.keyboard.press("Enter")
    page.keyboard.press(" ")
    expect_stop(page, IDS[2], "uz")
    expect(stage.get_by_role("button", name=word("uz", "present.next"))).to_be_focused()


# --- what is documented -----------------------------------------------------------------------------------------------


def test_the_command_prints_a_frame_that_presents(command: Command):
    done = command("embed", "https://a.example/map.html", "--present", "--parent", "https://b.example:8080")
    [frame] = Document(done.stdout).nodes
    assert frame.attributes["src"] == "https://a.example/map.html#embed&present&parent=https%3A//b.example%3A8080"
    done = command("embed", "--parent", "b.example")
    assert (done.returncode, done.stdout, "no origin" in done.stderr) == (2, "", True)


def test_the_example_of_the_docs_hears_and_drives_the_map(open_page: Opener, built_map: Path, tmp_path: Path):
    [example, *_] = re.findall(r"```html\n(.*?)```", (ROOT / "docs/embedding.md").read_text("utf-8"), re.DOTALL)
    (tmp_path / "map.html").write_bytes(built_map.read_bytes())
    deck = tmp_path / "deck.html"
    deck.write_text(f"<!doctype html><title>Deck</title>{example}", encoding="utf-8")
    page = open_page(deck, beside=[tmp_path / "map.html"], **CALM)
    frame = framed(page)
    language = frame.evaluate("document.documentElement.lang")
    expect_stop(frame, IDS[0], language)
    # What was told while the map began is heard before this.
    with page.expect_console_message(lambda message: message.text == f"stop 2 of {len(STOPS)}"):
        page.evaluate("ask({coopmap: 'go', stop: 2})")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.evaluate("ask({coopmap: 'last'}); ask({coopmap: 'next'})")
    expect_stop(frame, IDS[-1], language)
    becomes(page, lambda: said, [f"stop {len(STOPS)} of {len(STOPS)}", "on to the next slide"])
