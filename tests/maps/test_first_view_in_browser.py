"""What a reader sees first: what is claimed and found, a strip that filters, a list that is one with the map."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from maps import render_page
from maps.drawing.markers import sample
from maps.drawing.shapes import Drawing, Shape, extent
from maps.drawing.strip import strip
from maps.stills.picture import picture
from maps.stills.png import png
from maps.style import theme
from tests.browser import Opener
from tests.geo.samples import GONE, feature, line, point
from tests.maps import pages
from tests.maps.pages import card, entry_of, layer, listed, mark_of, name, rests, shipped_layer, until, word
from tests.maps.pixels import difference, pixels

LANGUAGES = ("en", "ru", "uz", "kk")
PROJECTS: list[dict[str, Any]] = [dict(project.properties) for project in shipped_layer().projects]
PLACED = [dict(each.properties) for each in shipped_layer().projects if each.geometry is not None]
KOSTANAY = next(each for each in PROJECTS if each["id"] == "chevrolet-kostanay")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lede_says_how_much_is_claimed_and_what_is_found(open_page: Opener, built_map: Path, language: str):
    page = open_page(built_map, language_hash=f"lang={language}")
    lede = page.locator(".panel .lede")
    claimed = sum(each.get("article") in ("yes", "inferred") for each in PROJECTS)
    expect(lede.locator("summary")).to_contain_text(str(claimed))
    expect(lede.locator("summary")).to_contain_text(str(len(PROJECTS)))
    found = lede.locator("> p").inner_text().casefold()
    for status in ("operating", "planned", "unknown"):
        count = sum(each["status"] == status for each in PROJECTS)
        assert word(language, f"status.{status}").casefold() in found
        assert str(count) in found
    # The article is told where it is named.
    lede.locator("summary").click()
    expect(lede.locator("details li")).to_be_visible()


def test_the_strip_has_a_square_for_each_project_and_a_click_leaves_one_status(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    strip = page.locator(".panel .strip")
    expect(strip.locator("i")).to_have_count(len(PROJECTS))
    planned = strip.get_by_role("button", name=f"{word('en', 'status.planned')}: ")
    planned.click()
    assert sorted(listed(page)) == sorted(each["id"] for each in PROJECTS if each["status"] == "planned")
    expect(planned).to_have_attribute("aria-pressed", "true")
    expect(planned).to_be_focused()
    planned.click()
    assert len(listed(page)) == len(PROJECTS)


def test_the_page_is_laid_out_once_for_the_map_and_once_for_its_marks_and_its_names_and_list(
    open_page: Opener, built_map: Path
):
    page = open_page(built_map, language_hash="lang=en")
    browser = page.context.new_cdp_session(page)
    browser.send("Performance.enable")

    def layouts() -> int:
        page.reload()
        page.locator("html[data-drawn]").wait_for(state="attached")
        metrics = {each["name"]: each["value"] for each in browser.send("Performance.getMetrics")["metrics"]}
        return int(metrics["LayoutCount"])

    # To fit the map, to paint it, for the names and the list: a busy machine may paint once more, so the best of three.
    assert any(layouts() <= 4 for _ in range(3))


# Notes in which order things come into the page, and what stood there at the start of each frame. A frame that has the
# marks alone, and the next begins with no more, was painted so. A page that waits long for a frame acts without one, as
# a hidden one does: here it waits.
ORDER = """(kinds) => {
  const wait = window.setTimeout;
  window.setTimeout = (act, time, ...more) => wait(act, time === 250 ? 60_000 : time, ...more);
  window.came = [];
  window.frames_begun = [];
  const note = (kind) => came.includes(kind) || came.push(kind);
  new MutationObserver((changes) => {
    for (const {type, addedNodes} of changes) {
      if (type === "attributes") note("drawn");
      for (const node of addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        for (const [kind, selector] of Object.entries(kinds)) {
          if (node.matches(selector) || node.querySelector(selector)) note(kind);
        }
      }
    }
  }).observe(document, {childList: true, subtree: true, attributeFilter: ["data-drawn"]});
  requestAnimationFrame(function begin() {
    frames_begun.push(came.join(" "));
    if (!came.includes("drawn")) requestAnimationFrame(begin);
  });
}"""
FIRST = {"ground": ".leaflet-ground-pane svg", "marks": ".mark"}
LATER = {
    "lines": ".leaflet-overlay-pane path",
    "inset": ".inset canvas",
    "buttons": ".zoom-buttons button",
    "languages": "#languages button",
    "names": ".label",
    "list": ".panel .entry",
}


def test_ground_and_marks_are_painted_before_all_else_is_made_and_the_page_says_last_that_all_is_drawn(
    open_page: Opener, built_map: Path
):
    page = open_page(built_map, language_hash="lang=en")
    page.add_init_script(f"({ORDER})({json.dumps(FIRST | LATER)})")
    page.reload()
    page.locator("html[data-drawn]").wait_for(state="attached")
    until(page, "() => came.includes('drawn')")
    came: list[str] = page.evaluate("came")
    assert came[:2] == list(FIRST)
    assert sorted(came[2:-1]) == sorted(LATER)
    assert came[-1] == "drawn"
    assert page.evaluate("frames_begun").count(" ".join(FIRST)) >= 2


# What is packed is never unpacked.
PACKED = """globalThis.DecompressionStream = class {
  readable = new ReadableStream();
  writable = new WritableStream();
};"""
TEXTS = """() => [...document.querySelectorAll("body *")].flatMap((node) => [
  ...["aria-label", "title"].map((name) => node.getAttribute(name) ?? ""),
  node.matches("script, style, noscript") || node.children.length ? "" : node.textContent,
]).filter(Boolean)"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_picture_has_its_words_before_anything_is_unpacked(open_page: Opener, built_map: Path, language: str):
    page = open_page(built_map, language_hash=f"lang={language}")
    page.add_init_script(PACKED)
    page.reload()
    expect(page.locator(".mark").first).to_be_visible()
    texts: list[str] = page.evaluate(TEXTS)
    assert word(language, "status.planned") in " ".join(texts)
    assert page.locator("html[data-drawn]").count() == 0
    assert [text for text in texts if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", text)] == []


# What is packed is unpacked when the test says so.
UNPACKED_LATER = """const {json} = Response.prototype;
const asked = new Promise((done) => (window.unpack = done));
Response.prototype.json = async function () {
  await asked;
  return json.call(this);
};"""
WAITING = ".leaflet-inset-pane circle"


def first_picture(page: Page) -> None:
    """Opens the page anew, and leaves it at its first picture until window.unpack() is called."""
    page.add_init_script(UNPACKED_LATER)
    page.reload()
    expect(page.locator(".mark").first).to_be_visible()


def test_what_crowds_is_dots_in_the_first_picture_and_all_other_marks_stay_where_they_are(
    open_page: Opener, built_map: Path
):
    page = open_page(built_map, language_hash="lang=en")
    first_picture(page)
    expect(page.locator(".inset")).to_have_count(0)
    waiting, first = page.locator(WAITING).count(), page.locator(".mark").count()
    boxes = "all => all.map((mark) => [mark.dataset.id, JSON.stringify(mark.getBoundingClientRect())].join())"
    before: list[str] = page.locator(".mark").evaluate_all(boxes)
    page.locator(".mark").evaluate_all("all => all.forEach((mark) => (mark.isFirst = true))")
    page.evaluate("unpack()")
    expect(page.locator(".inset")).to_have_count(1)
    assert waiting >= 3
    expect(page.locator(".mark")).to_have_count(first + waiting)
    assert page.locator(".mark").evaluate_all("all => all.filter(({isFirst}) => isFirst).length") == first
    assert set(before) <= set(page.locator(".mark").evaluate_all(boxes))
    assert drawn_ids(page) == {each["id"] for each in PLACED}


def test_the_first_ground_looks_like_the_canvas_that_takes_its_place(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en", reduced_motion="reduce")
    first_picture(page)
    ground = page.locator(".leaflet-ground-pane")
    first = pixels(page.screenshot())
    expect(ground.locator("canvas")).to_have_count(0)
    page.evaluate("map_coopmap.panBy([60, 0])")
    expect(ground.locator("canvas")).to_have_count(1)
    expect(ground.locator("svg")).to_have_count(0)
    page.evaluate("map_coopmap.panBy([-60, 0])")
    mean, _ = difference(first, pixels(page.screenshot()))
    assert mean < 0.2
    # Both have ground: without it they would differ by more.
    page.evaluate("document.querySelector('.leaflet-ground-pane').remove()")
    assert difference(first, pixels(page.screenshot()))[0] > 5


def test_where_the_map_is_near_the_canvas_is_there_from_the_start(open_page: Opener):
    page = open_page(render_page(layer(feature(point(71.43, 51.13), id="a", countries=[]))), language_hash="lang=en")
    page.add_init_script(UNPACKED_LATER)
    page.reload()
    expect(page.locator(".mark").first).to_be_visible()
    expect(page.locator(".leaflet-ground-pane canvas")).to_have_count(1)
    expect(page.locator(".leaflet-ground-pane svg")).to_have_count(0)


# What Leaflet finds as it asks for the VML of old browsers: without it, it throws an error and catches it, and for the
# stack of that a browser reads all of Leaflet once more.
VML = """let [value, seen] = [undefined, []];
Object.defineProperty(document, "namespaces", {
  configurable: true,
  get: () => seen.push(typeof value?.add) && value,
  set: (given) => (value = given),
});
window.vmlFound = seen;"""


def test_leaflet_finds_the_vml_it_asks_for_and_nobody_after_it(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    page.add_init_script(VML)
    page.reload()
    assert page.evaluate("vmlFound") == ["function"]
    assert page.evaluate("'namespaces' in document") is False


# What is packed is there a while after the first picture.
SLOWLY_UNPACKED = """const {json} = Response.prototype;
Response.prototype.json = async function () {
  await new Promise((done) => setTimeout(done, 2500));
  return json.call(this);
};"""


def test_a_mark_that_is_pressed_before_there_are_cards_opens_its_own(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    page.add_init_script(SLOWLY_UNPACKED)
    page.reload()
    mark_of(page, KOSTANAY).click()
    assert page.locator(".panel .entry").count() == 0
    expect(card(page).get_by_role("heading", name=name(KOSTANAY))).to_be_visible()


def painted(shapes: tuple[Shape, ...], wide: float, high: float) -> Image.Image:
    """Shapes as pictures have them, on paper, a pixel a point."""
    drawing = Drawing(wide, high, shapes, {**theme.LIGHT, "family-energy": theme.FAMILIES["energy"]})
    return pixels(png(drawing, (round(wide), round(high)), 72))


def nearest(shots: list[Locator], patterns: list[Image.Image]) -> list[int]:
    """Of each element the picture that looks most like it."""
    images = [pixels(shot.screenshot(scale="device")) for shot in shots]
    apart = [[difference(image, pattern.resize(image.size))[0] for pattern in patterns] for image in images]
    return [row.index(min(row)) for row in apart]


@pytest.mark.slow
def test_a_status_is_drawn_in_strip_and_list_as_it_is_in_pictures(open_page: Opener):
    statuses = [*theme.STATUSES, GONE]
    sites = [
        feature(point(60 + n, 45), id=f"p{n}", name_en=f"P{n}", status=status, sector="energy", precision="site")
        for n, status in enumerate(statuses)
    ]
    page = open_page(render_page(layer(*sites)), height=900, language_hash="lang=en", device_scale_factor=4)
    records = picture(layer(*sites)).projects
    row = strip(records, (0.0, 0.0), 2000.0, 56.0, "en")
    assert row is not None
    whole = painted(row.shapes, extent((row,))[2] + 9, 56)
    # The middle of each: a shape's extent leaves out the width of its edge.
    lefts = [round((box[0] + box[2]) / 2) - 28 for box in (extent((part,)) for part in row.shapes)]
    every = list(range(len(statuses)))
    assert nearest(page.locator(".strip i").all(), [whole.crop((left, 0, left + 56, 56)) for left in lefts]) == every
    # Of the 36 units of its drawing the disc has 25, the rest is for its halo and the ring of a vague place.
    marks = [painted(sample(record, (64, 64), 128 * 25 / 36), 128, 128) for record in records]
    assert nearest([page.locator(f".entry[data-id=p{n}] .mark-drawing") for n in every], marks) == every


def test_above_sixty_projects_the_strip_is_a_bar(open_page: Opener):
    statuses = ("operating", "planned", "planned")
    spots = [feature(point(60 + n / 10, 45), id=f"p{n}", status=statuses[n % 3]) for n in range(90)]
    page = open_page(render_page(layer(*spots)), language_hash="lang=en")
    operating, planned = page.locator(".panel .strip i").all()
    widths = [part.evaluate("node => node.offsetWidth") for part in (operating, planned)]
    assert 1.7 < widths[1] / widths[0] < 2.3
    planned.click()
    expect(page.locator(".shown p")).to_contain_text("60 of 90")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (768, 1024)])
def test_on_a_phone_and_an_upright_tablet_the_marks_fill_the_map(
    open_page: Opener, built_map: Path, width: int, height: int
):
    page = open_page(built_map, width=width, height=height, language_hash="lang=en")
    frame = page.locator(".folium-map").bounding_box()
    boxes = [each.bounding_box() for each in page.locator(".mark").all()]
    assert frame
    lefts, tops = [each["x"] for each in boxes if each], [each["y"] for each in boxes if each]
    share = max((max(lefts) - min(lefts)) / frame["width"], (max(tops) - min(tops)) / (frame["height"] - 62))
    assert share > 0.55
    expect(page.locator(".panel")).to_have_attribute("data-height", "half")


def test_projects_are_named_on_the_map_where_there_is_room(open_page: Opener, built_map: Path):
    page = open_page(built_map, width=1920, height=1080, language_hash="lang=en")
    named = {text.replace("\n", " ") for text in page.locator(".label-project").all_inner_texts()}
    assert len(named) >= 5
    assert named <= {name(each) for each in PLACED}


def test_a_town_that_a_project_is_named_like_is_named_once(open_page: Opener):
    """A list of towns is an ordinary file; Astana is a capital, whose name goes before all others."""
    towns = {"Astana": (71.43, 51.13), "Oral": (51.37, 51.23), "Aqtau": (51.16, 43.65)}
    projects = [
        feature(point(*at), id=town.lower(), name_en=town, precision="town", status="operating")
        for town, at in towns.items()
    ]
    page = open_page(render_page(layer(*projects)), language_hash="lang=en")
    names = page.locator(".label").all_inner_texts()
    assert {town: names.count(town) for town in towns} == dict.fromkeys(towns, 1)
    assert set(page.locator(".label-project").all_inner_texts()) == set(towns)
    assert "Tashkent" in names


def test_the_crowd_at_tashkent_stands_apart_in_an_inset_as_long_as_it_is_one(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en", reduced_motion="reduce")
    frame = page.locator(".inset").bounding_box()
    assert frame
    inside = [
        mark
        for mark in page.locator(".mark").all()
        if (box := mark.bounding_box())
        and frame["x"] <= box["x"]
        and box["x"] + box["width"] <= frame["x"] + frame["width"]
        and frame["y"] <= box["y"]
        and box["y"] + box["height"] <= frame["y"] + frame["height"]
    ]
    assert len(inside) >= 4
    assert page.locator(".inset-leads circle").count() == len(inside)
    # Its marks are like all others: they have the focus, and open their cards.
    inside[0].focus()
    page.keyboard.press("Enter")
    expect(card(page)).to_be_visible()
    # Where the marks have room there is none, and none in a narrow map.
    expect(page.locator(".inset")).to_have_count(0)
    page.set_viewport_size({"width": 900, "height": 720})
    page.evaluate("location.hash = 'lang=en'")
    expect(page.locator(".inset")).to_have_count(0)


IN_INSET = """(selector) => {
  const frame = document.querySelector(".inset")?.getBoundingClientRect();
  return frame ? [...document.querySelectorAll(selector)].filter((node) => {
    const {left, top, right, bottom} = node.getBoundingClientRect();
    return left >= frame.left && top >= frame.top && right <= frame.right && bottom <= frame.bottom;
  }).map((node) => node.textContent || node.dataset.id) : null;
}"""


def drawn_ids(page: Page) -> set[str]:
    """The projects that have a mark, on the map or in its inset."""
    ids: list[str] = page.locator(".mark").evaluate_all("all => all.flatMap((mark) => mark.dataset.id.split(' '))")
    return {*ids}


def test_the_inset_names_projects_in_every_language_and_keeps_to_filters_and_paper(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en", reduced_motion="reduce")
    for language in ("ru", "uz", "kk", "en"):
        pages.use(page, language)
        assert len(page.evaluate(IN_INSET, ".label-project")) >= 2, language
    drawn = page.evaluate(IN_INSET, ".mark")
    strip = page.locator(".panel .strip")
    unsure = strip.get_by_role("button", name=f"{word('en', 'status.unknown')}: ")
    unsure.click()
    unknown = {each["id"] for each in PROJECTS if each["status"] == "unknown"}
    assert set(page.evaluate(IN_INSET, ".mark") or []) <= unknown & set(drawn)
    assert {
        *page.locator(".mark").evaluate_all("marks => marks.flatMap((mark) => mark.dataset.id.split(' '))")
    } <= unknown
    unsure.click()
    assert page.evaluate(IN_INSET, ".mark") == drawn
    # On paper the map has another size, and an inset only where there is room for one; every mark is there.
    ids = drawn_ids(page)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert drawn_ids(page) == ids
    frame, inset = page.locator(".folium-map").bounding_box(), page.locator(".inset")
    assert frame
    for box in filter(None, (each.bounding_box() for each in inset.all())):
        assert frame["x"] <= box["x"] <= box["x"] + box["width"] <= frame["x"] + frame["width"]
        assert frame["y"] <= box["y"] <= box["y"] + box["height"] <= frame["y"] + frame["height"]
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    until(page, "() => document.querySelectorAll('.inset').length === 1")
    assert page.evaluate(IN_INSET, ".mark") == drawn


# --- list and map are one ---------------------------------------------------------------------------------------------


def lit(page: Page) -> set[str]:
    """The kinds of things that are lit up."""
    kinds: list[str] = page.locator(".lit").evaluate_all("all => all.map((node) => node.classList[0])")
    return set(kinds)


def test_row_mark_and_square_light_up_together_with_a_small_card(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    entry_of(page, KOSTANAY).hover()
    assert lit(page) >= {"entry", "leaflet-marker-icon"}
    expect(page.locator(".peek")).to_contain_text(name(KOSTANAY))
    mark_of(page, PLACED[1]).hover()
    expect(page.locator(".peek")).to_contain_text(word("en", f"status.{PLACED[1]['status']}"))
    page.mouse.move(700, 650)
    expect(page.locator(".peek")).to_have_count(0)
    assert lit(page) == set()
    entry_of(page, KOSTANAY).focus()
    assert "leaflet-marker-icon" in lit(page)


POINTED = """(id) => {
  const mark = document.querySelector(`.mark[data-id~="${id}"]`);
  mark.dispatchEvent(new PointerEvent("pointerover", {pointerType: "mouse", bubbles: true}));
  return document.querySelector(".peek");
}"""
CURSOR = "([x, y]) => getComputedStyle(document.elementFromPoint(x, y)).cursor"


def test_while_the_map_is_dragged_the_hand_is_closed_and_what_passes_below_it_shows_no_card(
    open_page: Opener, built_map: Path
):
    page = open_page(built_map, language_hash="lang=en")
    page.mouse.move(700, 650)
    page.mouse.down()
    for step in range(1, 5):
        page.mouse.move(700 + 5 * step, 650 - 5 * step)
    assert page.evaluate(CURSOR, [720, 630]) == "grabbing"
    assert not page.evaluate(POINTED, PLACED[1]["id"])
    page.mouse.up()
    assert page.evaluate(CURSOR, [720, 630]) == "grab"
    # The map glides on for a moment.
    until(page, POINTED, PLACED[1]["id"])
    expect(page.locator(".peek")).to_contain_text(name(PLACED[1]))


def test_a_finger_finds_the_small_card_first_and_the_whole_with_a_second_tap(open_page: Opener, built_map: Path):
    page = open_page(built_map, width=390, height=844, language_hash="lang=en", has_touch=True, reduced_motion="reduce")
    saran = next(each for each in PLACED if each["id"] == "appliances-saran")
    mark_of(page, saran).tap()
    expect(page.locator(".peek")).to_contain_text(name(saran))
    expect(card(page)).to_have_count(0)
    mark_of(page, saran).tap()
    expect(card(page)).to_contain_text(name(saran))
    expect(page.locator(".peek")).to_have_count(0)


def test_the_chosen_mark_stands_out_and_the_rest_dims(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&project=chevrolet-kostanay", reduced_motion="reduce")
    chosen, other = page.locator(".mark.mark-chosen"), page.locator(".mark:not(.mark-chosen)").first
    expect(chosen).to_have_css("opacity", "1")
    expect(other).to_have_css("opacity", "0.35")
    assert chosen.evaluate("node => getComputedStyle(node).boxShadow.split('rgb').length - 1") == 4


def test_a_project_opens_as_near_as_its_place_is_known_and_no_nearer_than_the_ground_goes(
    open_page: Opener, built_map: Path
):
    page = open_page(built_map, language_hash="lang=en", reduced_motion="reduce")
    zooms = {}
    for project in ("chevrolet-kostanay", "lab-kashkadarya"):
        entry_of(page, {"id": project}).click()
        expect(card(page)).to_be_visible()
        rests(page)
        zooms[project] = page.evaluate("map_coopmap.getZoom()")
        page.keyboard.press("Escape")
        expect(card(page)).to_have_count(0)
    assert 6 < zooms["lab-kashkadarya"] < 8 < zooms["chevrolet-kostanay"] <= 10
    assert page.evaluate("map_coopmap.getMaxZoom()") == 10


def test_the_view_of_the_address_wins_over_that_of_its_project(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&project=chevrolet-kostanay&view=5/45.000/60.000")
    expect(card(page)).to_be_visible()
    rests(page)
    assert page.evaluate("[map_coopmap.getZoom(), Math.round(map_coopmap.getCenter().lat)]") == [5, 45]


# --- lines ------------------------------------------------------------------------------------------------------------


def test_gathered_marks_show_their_sectors(open_page: Opener):
    sectors = ("textile", "road", "energy")
    spots = [feature(point(60 + n % 20, 40 + n / 30), id=f"p{n}", sector=sectors[n % 3]) for n in range(200)]
    page = open_page(render_page(layer(*spots)), language_hash="lang=en")
    ring = page.locator(".mark-crowd .crowd-ring").first
    assert "conic-gradient" in ring.evaluate("node => getComputedStyle(node).backgroundImage")


def test_many_lines_are_thin_and_translucent(open_page: Opener):
    ends = [(50 + n % 30, 38 + n % 14, 52 + n * 7 % 30, 40 + n * 5 % 12) for n in range(120)]
    lines = [feature(line([a, b], [c, d]), id=f"p{n}", route="schematic") for n, (a, b, c, d) in enumerate(ends)]
    page = open_page(render_page(layer(*lines)), language_hash="lang=en")
    looks = page.locator(".leaflet-overlay-pane path").evaluate_all(
        "all => all.map((path) => [path.getAttribute('stroke-width'), path.getAttribute('stroke-opacity')])"
    )
    assert looks
    assert all(float(width) <= 1.5 and float(opacity) <= 0.35 for width, opacity in looks)


UNDER_CONTROLS = """() => {
  const parts = [...document.querySelectorAll(".leaflet-control")].map((part) => part.getBoundingClientRect());
  const meets = (one, other) => one.left < other.right - 1 && other.left < one.right - 1 &&
    one.top < other.bottom - 1 && other.top < one.bottom - 1;
  return [...document.querySelectorAll(".mark")].filter((mark) =>
    parts.some((part) => part.width && meets(mark.getBoundingClientRect(), part))
  ).map(({dataset}) => dataset.id);
}"""


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 720)])
def test_no_mark_begins_under_a_button_the_scale_or_the_credits(
    open_page: Opener, language: str, width: int, height: int
):
    # Six across and five down: wherever buttons stand they would cover one of them.
    sites = [feature(point(60 + 4 * (n % 6), 40 + 3 * (n // 6)), id=f"p{n}") for n in range(30)]
    html = render_page(layer(*sites, languages=[language]))
    page = open_page(html, width=width, height=height, language_hash=f"lang={language}")
    assert page.locator(".mark").count() > 8
    assert page.evaluate(UNDER_CONTROLS) == []


# --- story, years, address --------------------------------------------------------------------------------------------


def test_the_story_scrolls_and_the_map_follows(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en", reduced_motion="reduce")
    before = page.evaluate("map_coopmap.getZoom()")
    page.get_by_role("button", name=word("en", "story.tell")).click()
    stops = page.locator(".story-stop")
    expect(stops).to_have_count(8)
    page.evaluate("map_coopmap.on('zoomanim', () => { window.moved = true; })")
    stops.nth(2).evaluate("node => node.scrollIntoView()")
    until(page, "before => map_coopmap.getZoom() > before", before)
    rests(page)
    assert page.locator(".mark").count() < len(PLACED)
    assert page.evaluate("window.moved") is None, "who asks for less motion sees the map jump"
    page.locator(".story .text-button").first.click()
    until(page, "() => document.querySelectorAll('.story').length === 0")
    rests(page)
    assert page.locator(".mark").count() >= len(PLACED) - 1


def test_the_story_takes_who_likes_motion_along(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    page.get_by_role("button", name=word("en", "story.tell")).click()
    page.evaluate("map_coopmap.on('zoomanim', () => { window.moved = true; })")
    page.locator(".story-stop").nth(2).evaluate("node => node.scrollIntoView()")
    until(page, "window.moved")


def test_years_play_unless_less_motion_is_asked_for(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=events")
    slider = page.locator(".time-slider input")
    before = page.locator(".mark").count()
    slider.fill("2019")
    expect(page.locator(".time-slider output")).to_contain_text("2019")
    until(page, "before => document.querySelectorAll('.mark').length < before", before)
    expect(page.locator(".event-later")).not_to_have_count(0)
    page.get_by_role("button", name=word("en", "events.play")).click()
    until(page, "() => Number(document.querySelector('.time-slider input').value) > 2019")
    pages.show_tab(page, "projects")
    expect(page.locator(".mark")).to_have_count(before)
    calm = open_page(built_map, language_hash="lang=en&tab=events", reduced_motion="reduce")
    expect(calm.locator(".time-slider input")).to_be_visible()
    expect(calm.get_by_role("button", name=word("en", "events.play"))).to_have_count(0)


def test_a_number_in_the_address_opens_that_stop(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&present=8")
    expect(page.locator(".stage-bar span")).to_have_text("8 of 8")


def test_a_tab_in_the_address_opens_the_sheet_of_a_phone(open_page: Opener, built_map: Path):
    page = open_page(built_map, width=390, height=844, language_hash="lang=en&tab=figures")
    expect(page.locator(".panel .indicator").first).to_be_in_viewport()


# --- older browsers, larger type --------------------------------------------------------------------------------------

NEWER = """() => {
  const gone = [
    [Array.prototype, "toSorted toReversed toSpliced with"], [Uint32Array.prototype, "toSorted toReversed with"],
    [Float32Array.prototype, "toSorted toReversed with"], [Object, "groupBy"], [Map, "groupBy"],
    [Promise, "withResolvers try"], [Array, "fromAsync"], [URL, "canParse parse"], [RegExp, "escape"],
    [Set.prototype, "union intersection difference symmetricDifference isSubsetOf isSupersetOf isDisjointFrom"],
    [String.prototype, "isWellFormed toWellFormed"], [Uint8Array, "fromBase64"], [AbortSignal, "any"],
    [Intl, "Segmenter DurationFormat"], [globalThis, "requestIdleCallback cancelIdleCallback scheduler navigation"],
    [Document.prototype, "startViewTransition caretPositionFromPoint"], [Document, "parseHTMLUnsafe"],
    [Element.prototype, "checkVisibility setHTMLUnsafe getHTML moveBefore"],
    [HTMLElement.prototype, "showPopover hidePopover togglePopover popover"],
    [CanvasRenderingContext2D.prototype, "letterSpacing wordSpacing fontKerning filter"],
  ];
  for (const [owner, names] of gone) for (const name of names.split(" ")) delete owner[name];
  delete globalThis.Iterator;
}"""


def older(page: Page, more: str = "") -> None:
    """Load the page anew in a browser that has no function of after the spring of 2023."""
    page.add_init_script(f"({NEWER})();{more}")
    page.reload()
    page.locator("html[data-drawn]").wait_for(state="attached")


def test_browsers_of_2023_read_everything(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    older(page)
    assert page.evaluate("[[].toSorted, Intl.Segmenter, window.requestIdleCallback].some(Boolean)") is False
    assert len(listed(page)) == len(PROJECTS)
    for tab in ("legend", "figures", "events", "projects"):
        expect(pages.show_tab(page, tab)).not_to_be_empty()
    page.get_by_role("button", name=word("en", "table.open"), exact=True).click()
    expect(page.locator(".table-name").first).to_be_visible()
    page.keyboard.press("Escape")
    pages.open_card(page, KOSTANAY)


@pytest.mark.parametrize(("width", "height", "part"), [(1280, 720, ""), (390, 844, ""), (1280, 720, "&tab=figures")])
def test_a_browser_that_cannot_unpack_says_so_and_shows_the_projects(
    open_page: Opener, built_map: Path, width: int, height: int, part: str
):
    page = open_page(built_map, width=width, height=height, language_hash=f"lang=ru{part}")
    older(page, "delete globalThis.DecompressionStream;")
    expect(page.locator("#say")).to_have_text(word("ru", "page.old_browser"))
    expect(page.locator(".panel h1")).to_have_text(str(shipped_layer().members["title_ru"]))
    texts = page.locator(".panel-body p").all_inner_texts()
    assert len(texts) == len(PROJECTS)
    assert any(name(KOSTANAY, "ru") in text and word("ru", "status.operating") in text for text in texts)
    # No mark waits for what never comes, and the ground of the first picture goes along.
    assert drawn_ids(page) == {each["id"] for each in PLACED}
    expect(page.locator(WAITING)).to_have_count(0)
    ground = page.locator(".leaflet-ground-pane g")
    before = ground.get_attribute("transform") or ""
    page.locator(".zoom-buttons button").first.click()
    expect(ground).not_to_have_attribute("transform", before)


def test_the_readers_large_type_makes_the_pages_type_large(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    size = "() => parseFloat(getComputedStyle(document.querySelector('.entry-name')).fontSize)"
    before = page.evaluate(size)
    page.evaluate("document.documentElement.style.fontSize = '24px'")
    assert page.evaluate(size) == pytest.approx(1.5 * before)
