"""The page serves everyone: axe finds nothing, the keyboard reaches all, changes are said, no window is too small."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Opener
from tests.maps.pages import reopen, rests, shipped_layer, word

LANGUAGES = ("en", "ru", "uz", "kk")
WIDE, PHONE = (1280, 720), (390, 844)
PLACED, *_ = [dict(each["properties"]) for each in shipped_layer().features if each["id"] == "chevrolet-kostanay"]
VIEWS = {
    "list": "",
    "nothing found": "&q=qqqqqq",
    "legend": "&tab=legend&sector=automotive,rail",
    "figures": "&tab=figures",
    "events": "&tab=events",
    "card": f"&project={PLACED['id']}",
    "table": "&table=1",
    "embed": "&embed",
    "card embedded": f"&embed&project={PLACED['id']}",
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (tags) => {
  const {violations} = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
  const told = ({target, failureSummary}) => target + " " + failureSummary;
  return violations.map(({id, nodes}) => id + ": " + nodes.slice(0, 3).map(told).join("; "));
}"""


@cache
def axe_script() -> str:
    """axe-core, as the wheel of axe-playwright-python brings it."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def complaints(page: Page) -> list[str]:
    """What axe finds against the rules of WCAG 2.2 AA, and against good practice, in what is seen."""
    rests(page)  # the sheet has risen, the map has come to rest
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_script() + "; null")
    found: list[str] = page.evaluate(RUN_AXE, TAGS)
    return found


def lift(page: Page) -> None:
    """Pull the sheet up half, as a finger's tap does."""
    if page.locator("#panel").get_attribute("data-height") == "closed":
        page.locator("#panel .handle").click()


# --- what axe finds ---------------------------------------------------------------------------------------------------


def assert_nothing_found(open_page: Opener, built_map: Path, language: str, size: tuple[int, int], scheme: str) -> None:
    """Open the views one after the other, as a reader does, and have axe look at each."""

    width, height = size
    page = open_page(built_map, language_hash=f"lang={language}", width=width, height=height, color_scheme=scheme)
    for view, state in VIEWS.items():
        if "embed" in view:
            reopen(page, f"lang={language}{state}")
        else:
            page.evaluate("(state) => { location.hash = state; }", f"lang={language}{state}")
            if size == PHONE and view == "list":
                assert ("map", complaints(page)) == ("map", [])
            if size == PHONE and view != "table":
                lift(page)
        assert (view, complaints(page)) == (view, [])


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_any_view_of_any_language(open_page: Opener, built_map: Path, language: str):
    assert_nothing_found(open_page, built_map, language, WIDE, "light")


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_in_either_theme_at_either_size(
    open_page: Opener, built_map: Path, size: tuple[int, int], scheme: str
):
    assert_nothing_found(open_page, built_map, "ru", size, scheme)


# --- the keyboard -----------------------------------------------------------------------------------------------------


def marks(page: Page) -> Locator:
    """All marks on the map."""
    return page.locator(".leaflet-marker-pane").get_by_role("button")


def said_of_marks(page: Page) -> list[str]:
    """What a screen reader says of each mark."""
    found: list[str] = marks(page).evaluate_all("marks => marks.map((mark) => mark.getAttribute('aria-label') || '')")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_project_on_the_map_has_a_mark_that_says_name_place_and_status(
    open_page: Opener, built_map: Path, language: str
):
    page = open_page(built_map, language_hash=f"lang={language}")
    spoken = "\n".join(said_of_marks(page))
    for feature in shipped_layer().features:
        project: Mapping[str, Any] = feature["properties"]
        parts = [project[f"name_{language}"], project.get(f"place_{language}")]
        said = ", ".join([*filter(None, parts), word(language, f"status.{project['status']}")])
        assert (said in spoken) is (feature["geometry"] is not None), said


def test_the_tab_key_goes_through_the_marks_from_north_to_south_and_each_is_seen(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&view=6/41.5/66", reduced_motion="reduce")
    said = said_of_marks(page)
    marks(page).first.focus()
    reached = []
    for _ in said:
        reached.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        seen = page.evaluate("""() => {
          const {x, y, width, height} = document.activeElement.getBoundingClientRect();
          const top = document.elementFromPoint(x + width / 2, y + height / 2);
          return document.activeElement.contains(top) || top.closest(".mark") !== null;
        }""")
        assert seen, f"{reached[-1]} has the focus and is covered or outside"
        page.keyboard.press("Tab")
    assert reached == said
    north = marks(page).evaluate_all("marks => marks.map(mark => mark._leaflet_pos.y)")
    # Marks that stand close are pushed apart, so a few may be a little out of their order.
    assert all(below - above > -60 for above, below in pairwise(north))


@pytest.mark.parametrize("key", ["Enter", " "])
def test_the_card_takes_the_focus_and_gives_it_back_to_the_mark(open_page: Opener, built_map: Path, key: str):
    page = open_page(built_map, language_hash="lang=en")
    mark = marks(page).nth(3)
    name = mark.get_attribute("aria-label") or ""
    mark.press(key)
    heading = page.locator(".card h2")
    expect(heading).to_be_focused()
    assert heading.inner_text() in name
    page.keyboard.press("Escape")
    expect(heading).to_have_count(0)
    expect(page.get_by_role("button", name=name, exact=True)).to_be_focused()


def test_a_mark_has_the_focus_again_when_it_is_drawn_over_many_frames(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    # As on a slow machine: each frame has time for one mark, and the card is closed before all are drawn.
    page.evaluate("{ let now = 0; performance.now = () => (now += 50); }")
    mark = marks(page).nth(3)
    name = mark.get_attribute("aria-label") or ""
    mark.focus()
    page.evaluate("""() => {
      const drawn = new MutationObserver(() => {
        drawn.disconnect();
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true}));
      });
      drawn.observe(document.querySelector(".leaflet-marker-pane"), {childList: true});
    }""")
    mark.press("Enter")
    expect(page.locator(".card")).to_have_count(0)
    expect(page.get_by_role("button", name=name, exact=True)).to_be_focused()


def test_escape_closes_the_card_wherever_the_focus_is(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash=f"lang=en&project={PLACED['id']}")
    page.get_by_role("button", name=word("en", "control.zoom_in")).focus()
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [WIDE, PHONE])
def test_the_skip_link_comes_first_and_leads_to_the_list(open_page: Opener, built_map: Path, width: int, height: int):
    state = f"lang=en&tab=legend&project={PLACED['id']}"
    page = open_page(built_map, width=width, height=height, language_hash=state)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=word("en", "panel.skip"))
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("#panel-body .entry").first).to_be_focused()
    expect(page.locator("#panel-body .entry").first).to_be_in_viewport()
    assert "lang=en" in page.url


def test_what_has_the_focus_shows_it(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    plain = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        bare = page.evaluate("""() => {
          if (document.activeElement === document.body) return ""; // the page's end
          const style = getComputedStyle(document.activeElement);
          const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
          return shown ? "" : document.activeElement.outerHTML.slice(0, 80);
        }""")
        plain |= {bare} - {""}
    assert plain == set()


# --- what is said -----------------------------------------------------------------------------------------------------


def test_the_new_count_is_announced_after_a_search_and_a_filter(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    told = page.locator("#count-status")
    expect(told).to_have_text("")
    page.get_by_role("searchbox").press_sequentially("kostanay")
    # On a slow machine the hits of the first letters are announced too, which may be all projects.
    expect(told).to_have_text(re.compile(r"^(\d+) of (?!\1 )\d+ projects? shown$"))
    page.get_by_role("searchbox").fill("")
    expect(told).to_have_text(re.compile(r"^(\d+) of \1 projects shown$"))


def test_an_entry_of_the_list_says_its_status_as_well(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    entry = page.locator(f"#panel-body .entry[data-id={PLACED['id']}]")
    expect(entry).to_have_accessible_name(re.compile(word("en", f"status.{PLACED['status']}")))


# --- any window -------------------------------------------------------------------------------------------------------

LAST = """() => {
  const all = [...document.querySelectorAll("#panel-body :is(button, a, summary, input)")];
  const last = all.findLast((node) => node.checkVisibility());
  last.focus();
  const {x, y, width, height} = last.getBoundingClientRect();
  return last.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""
LOST = """() => {
  const out = [];
  const scrolls = (node) => {
    for (let up = node; up && up !== document.body; up = up.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(up).overflowY + getComputedStyle(up).overflowX)) return true;
    }
    return false;
  };
  if (document.documentElement.scrollWidth > innerWidth) out.push("the page is wider than the window");
  for (const node of document.querySelectorAll("button, a, input, summary, h1, h2, h3, p, dd, dt, li")) {
    if (node.closest(".leaflet-map-pane, .table-area, noscript, .skip, .offscreen, [role=status]")) continue;
    if (!node.checkVisibility({visibilityProperty: true})) continue;
    if (node.closest(".panel[data-height=closed]") && !node.closest(".handle, .panel-head")) continue;
    const {left, right, top, bottom, width} = node.getBoundingClientRect();
    if (!width) continue;
    const told = (node.getAttribute("class") || node.tagName) + " " + node.textContent.slice(0, 30);
    if (left < -1 || right > innerWidth + 1) out.push("beside the window: " + told);
    if ((top < -1 || bottom > innerHeight + 1) && !scrolls(node)) out.push("above or below the window: " + told);
    const hides = getComputedStyle(node).overflowX !== "visible";
    if (hides && node.scrollWidth > node.clientWidth + 1) out.push("cut off: " + told);
  }
  for (const box of document.querySelectorAll(".panel, .panel-body, .table-view")) {
    if (box.checkVisibility() && box.scrollWidth > box.clientWidth + 1) out.push("scrolls both ways: " + box.className);
  }
  return out;
}"""


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), [(640, 360), (320, 256), (320, 640)])
def test_nothing_is_lost_at_200_and_400_percent_and_on_the_narrowest_screen(
    open_page: Opener, built_map: Path, width: int, height: int
):
    """A window of 1280 by 720 at 200 % has 640 by 360 CSS pixels; one of 1280 by 1024 at 400 % has 320 by 256."""
    page = open_page(built_map, width=width, height=height)
    for number, (view, state) in enumerate(VIEWS.items()):
        reopen(page, f"lang={LANGUAGES[number % 4]}{state}")
        assert (view, page.evaluate(LOST)) == (view, [])
        if "embed" not in view and view != "table":
            lift(page)
            rests(page)
            assert (view, page.evaluate(LOST)) == (view, [])
            assert (view, page.evaluate(LAST)) == (view, True)


def test_the_map_does_not_glide_where_less_motion_is_asked_for(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en", reduced_motion="reduce")
    before = page.evaluate("map_coopmap.getZoom()")
    page.get_by_role("button", name=word("en", "control.zoom_in")).click()
    assert page.evaluate("map_coopmap.getZoom()") == before + 1
    rests(page)
    x = page.evaluate(
        "() => { map_coopmap.panBy([80, 0]); return L.DomUtil.getPosition(map_coopmap.getPane('mapPane')).x; }"
    )
    page.wait_for_timeout(400)
    assert page.evaluate("L.DomUtil.getPosition(map_coopmap.getPane('mapPane')).x") == x


def test_colours_that_say_something_stay_where_the_system_sets_the_colours(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=legend", forced_colors="active")
    swatch = page.locator("#panel-body .swatch").first
    edge = page.locator("#panel")
    assert swatch.evaluate("node => getComputedStyle(node).backgroundColor") not in (
        "rgb(255, 255, 255)",
        "rgb(0, 0, 0)",
    )
    assert edge.evaluate("node => getComputedStyle(node).borderTopStyle") == "solid"
