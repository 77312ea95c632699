"""The map as a reader meets it: a real browser, the shipped layer, no request and no complaint."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import folium
import pytest
from branca.element import Figure
from playwright.sync_api import Browser, BrowserContext, FloatRect, Locator, Page, expect
from shapely import Point, Polygon

import geo
from maps import project_map, render_page
from maps.basemap import packed_layers
from maps.style import theme
from maps.text import i18n
from tests.browser import Opener
from tests.geo.samples import RING, area, feature, line, point
from tests.maps import pages
from tests.maps.pages import (
    card,
    close_card,
    entry_of,
    layer,
    listed,
    mark_of,
    name,
    open_card,
    panel,
    raise_sheet,
    rests,
    section,
    shipped_layer,
    show_tab,
    shown,
    switch_of,
    until,
    use,
    way_out,
    word,
)

LANGUAGES = ("en", "ru", "uz", "kk")
SIZES = [(1280, 720), (390, 844)]
SIZE_NAMES = ["wide", "phone"]
TABS = ("legend", "figures", "events", "projects")

PROJECTS: list[dict[str, Any]] = [dict(project.properties) for project in shipped_layer().projects]
PLACED: list[dict[str, Any]] = [
    dict(project.properties) for project in shipped_layer().projects if project.geometry is not None
]
UNPLACED: list[dict[str, Any]] = [
    dict(project.properties) for project in shipped_layer().projects if project.geometry is None
]
TOGETHER = [each for each in PLACED if each["id"] in ("chevrolet-kostanay", "saz-buses")]
LONGEST = max(PLACED, key=lambda project: len(json.dumps(project, ensure_ascii=False)))


@pytest.fixture(scope="module")
def held(built_map: Path) -> Any:
    """What the shipped page holds for its scripts, each name of the base map in each language."""
    data = pages.Document(built_map.read_text(encoding="utf-8")).data()
    for thing in (each for kind in ("countries", "places", "water", "rivers") for each in data["basemap"][kind]):
        if names := thing.get("name"):
            thing["name"] = dict.fromkeys(LANGUAGES, names[LANGUAGES[0]]) | names
    return data


@pytest.fixture(autouse=True)
def impatient(chromium: Browser) -> Iterator[None]:
    """A missing element fails its test after five seconds, not after thirty."""

    def hurry(context: BrowserContext) -> None:
        context.set_default_timeout(5000)

    chromium.on("context", hurry)
    yield
    chromium.remove_listener("context", hurry)


def box(locator: Locator) -> FloatRect:
    """Where an element stands in the window."""
    found = locator.bounding_box()
    assert found is not None
    return found


def lies_within(page: Page, inner: FloatRect) -> bool:
    """Whether a box is whole in the window, to half a pixel."""
    size = page.viewport_size
    assert size is not None
    right, bottom = inner["x"] + inner["width"], inner["y"] + inner["height"]
    return min(inner["x"], inner["y"]) >= -0.5 and right <= size["width"] + 0.5 and bottom <= size["height"] + 0.5


# --- the first view ---------------------------------------------------------------------------------------------------

# Where a mark stands, and whether nothing but a mark covers its middle.
SEEN = """node => {
  const {x, y, width, height} = node.getBoundingClientRect();
  const top = document.elementFromPoint(x + width / 2, y + height / 2);
  return [{x, y, width, height}, node.contains(top) || top?.closest(".mark") != null];
}"""


@pytest.mark.parametrize(("width", "height"), SIZES, ids=SIZE_NAMES)
def test_every_placed_project_is_seen_at_first_sight(open_page: Opener, built_map: Path, width: int, height: int):
    page = open_page(built_map, width=width, height=height, language_hash="lang=en")
    for project in PLACED:
        stands, is_seen = mark_of(page, project).evaluate(SEEN)
        assert lies_within(page, stands), project["id"]
        assert is_seen, f"the mark of {project['id']} is covered"
    said = " ".join(said_of_marks(page))
    assert [project["id"] for project in UNPLACED if name(project) in said] == []


def test_both_countries_are_seen_whole_at_first_sight_in_a_wide_window(open_page: Opener, built_map: Path, held: Any):
    page = open_page(built_map, language_hash="lang=en")
    frames = held["frames"]
    assert len(frames) == 2
    covered = box(panel(page))
    for (west, south), (east, north) in frames:
        left, top = page.evaluate("p => Object.values(map_coopmap.latLngToContainerPoint(p))", [north, west])
        right, bottom = page.evaluate("p => Object.values(map_coopmap.latLngToContainerPoint(p))", [south, east])
        assert lies_within(page, {"x": left, "y": top, "width": right - left, "height": bottom - top})
        beside = left >= covered["x"] + covered["width"] or bottom <= covered["y"]
        assert beside, "the panel covers a country"
    assert right - left > 160, "the countries are small"


@pytest.mark.parametrize(("width", "height"), SIZES, ids=SIZE_NAMES)
def test_no_mark_covers_another_at_first_sight(open_page: Opener, built_map: Path, width: int, height: int):
    page = open_page(built_map, width=width, height=height, language_hash="lang=en")
    boxes = page.locator(".mark-halo").evaluate_all("all => all.map((halo) => halo.getBoundingClientRect().toJSON())")
    centres = [(each["x"] + each["width"] / 2, each["y"] + each["height"] / 2, each["width"]) for each in boxes]
    for number, (x, y, size) in enumerate(centres):
        for u, v, _ in centres[:number]:
            assert (x - u) ** 2 + (y - v) ** 2 >= (size * 0.9) ** 2


# Texts that stick out of the panel or the bar that holds them, or out of the window.
CUT_OFF = """() => {
  const found = [];
  for (const holder of document.querySelectorAll("#panel, #languages, .leaflet-control")) {
    const frame = holder.getBoundingClientRect();
    const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      if (!text.data.trim() || !text.parentElement.checkVisibility()) continue;
      if (text.parentElement.closest(".offscreen")) continue;
      const range = document.createRange();
      range.selectNode(text);
      const {left, right} = range.getBoundingClientRect();
      const fixed = text.parentElement.closest(".panel-head");
      const sides = fixed ? fixed.getBoundingClientRect() : frame;
      if (left < Math.max(0, sides.left) || right > Math.min(innerWidth, sides.right)) found.push(text.data);
    }
  }
  return found;
}"""


@pytest.mark.parametrize(("width", "height"), SIZES, ids=SIZE_NAMES)
def test_no_text_of_the_interface_is_cut_off(open_page: Opener, built_map: Path, width: int, height: int):
    page = open_page(built_map, width=width, height=height, language_hash="lang=en")
    raise_sheet(page)
    for language in LANGUAGES:
        use(page, language)
        for tab in TABS:
            show_tab(page, tab, language)
            assert page.evaluate(CUT_OFF) == [], (language, tab)
        title = panel(page).get_by_role("heading", level=1).evaluate(TEXT_BOX)
        bar = box(page.get_by_role("navigation"))
        assert title["right"] <= bar["x"] or title["top"] >= bar["y"] + bar["height"], "the title runs into the switch"


TEXT_BOX = """node => {
  const range = document.createRange();
  range.selectNodeContents(node);
  return range.getBoundingClientRect().toJSON();
}"""


# --- languages --------------------------------------------------------------------------------------------------------

VISIBLE_TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const skip = node.parentElement.closest("script, style, noscript, #languages");
    if (!skip && node.data.trim() && node.parentElement.checkVisibility()) found.push(node.data.trim());
  }
  for (const node of document.querySelectorAll("[aria-label], [title], [alt]")) {
    if (node.closest("#languages button")) continue;
    for (const name of ["aria-label", "title", "alt"]) if (node.getAttribute(name)) found.push(node.getAttribute(name));
  }
  return found;
}"""


def interface(language: str) -> Iterator[str]:
    """All interface texts of a language as patterns: placeholders match what may stand there."""
    for key, entry in i18n.load(language).items():
        if key.startswith(("language.", "number.")):
            continue
        forms = entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else [entry]
        for text in forms:
            literals = re.split(r"\{\w+(?:\.\w+)?\}", text)
            if sum(letter.isalpha() for letter in "".join(literals)) >= 2:
                filled = r"[\d\s.,]+" if key.startswith(("unit.", "distance.")) else ".+"
                yield filled.join(re.escape(literal) for literal in literals)


@cache
def spoken(language: str) -> re.Pattern[str]:
    """All interface texts of a language as one pattern."""
    return re.compile("|".join(interface(language)), re.IGNORECASE)


@cache
def speaks(text: str, *languages: str) -> bool:
    """Whether a text is one of the interface's in one of these languages."""
    return any(spoken(language).fullmatch(text) for language in languages)


def versions(value: Any, language: str) -> Iterator[str]:
    """All texts of the data in a language, in fields such as name_ru and in records such as {"ru": ...}."""
    if isinstance(value, Mapping):
        for key, entry in value.items():
            if isinstance(entry, str) and (key == language or key.endswith(f"_{language}")):
                yield entry
            else:
                yield from versions(entry, language)
    elif isinstance(value, list):
        for entry in value:
            yield from versions(entry, language)


def strangers(page: Page, held: Any, language: str) -> set[str]:
    """Visible texts and names of controls that are another language's and not this one's."""
    others = [other for other in LANGUAGES if other != language]
    parts = [held[part] for part in ("projects", "layer", "basemap", "indicators", "milestones")]
    own_data = {text for part in parts for text in versions(part, language)}
    alien_data = {text for part in parts for other in others for text in versions(part, other)} - own_data
    whole = {text.replace("\u2060", "").strip("‹☰× ") for text in page.evaluate(VISIBLE_TEXTS)}
    neutral = {source[key] for source in held["sources"] for key in ("title", "publisher") if key in source}
    # What is made of several texts is looked at part by part too.
    texts = whole | {part for text in whole - own_data - neutral for part in re.split(r" · |: |; ", text)}
    neutral |= {partner["name"] for each in held["projects"] for partner in each.get("partners", ())}
    return {
        text
        for text in texts - own_data - neutral
        if text in alien_data or (speaks(text, *others) and not speaks(text, language))
    }


def test_the_search_for_strangers_finds_them(open_page: Opener, built_map: Path, held: Any):
    page = open_page(built_map, language_hash="lang=ru")
    open_card(page, PLACED[0], "ru")
    english = strangers(page, held, "en")
    wanted = {word("ru", key) for key in ("card.back", "card.sources", "control.home")}
    assert wanted | {name(PLACED[0], "ru")} <= english


@pytest.mark.parametrize(("width", "height"), SIZES, ids=SIZE_NAMES)
def test_a_change_of_language_changes_everything(
    open_page: Opener, built_map: Path, held: Any, width: int, height: int
):
    """With a card open, then with each tab, so that all of the interface is there."""
    page = open_page(built_map, width=width, height=height, language_hash="lang=en")
    members = shipped_layer().members
    before = "en"
    found = {}
    for language in ("ru", "uz", "kk", "en"):
        open_card(page, LONGEST, before)
        use(page, language)
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page).to_have_title(str(members[f"title_{language}"]))
        expect(panel(page).get_by_role("heading", level=1)).to_have_text(str(members[f"title_{language}"]))
        expect(card(page).get_by_role("heading", level=2)).to_have_text(name(LONGEST, language))
        found[language] = strangers(page, held, language)
        close_card(page, language)
        raise_sheet(page, language)
        for tab in TABS:
            body = show_tab(page, tab, language)
            if tab == "legend":
                for key in ("sector", "status", "precision", "country", "years", "article"):
                    expect(section(page, word(language, f"filter.{key}"))).to_be_visible()
            found[language] |= strangers(page, held, language)
        expect(body.get_by_text(word(language, "unplaced.title")).first).to_be_visible()
        for key in ("control.zoom_in", "control.zoom_out", "control.home"):
            expect(page.get_by_role("button", name=word(language, key), exact=True)).to_be_visible()
        unit = word(language, "distance.km").replace("{n}", r"[\d\s]+")
        expect(page.locator(".leaflet-control-scale-line")).to_have_text(re.compile(f"^{unit}$"))
        before = language
    assert found == {language: set() for language in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_base_map_is_labelled_in_the_readers_language(open_page: Opener, built_map: Path, held: Any, language: str):
    page = open_page(built_map, language_hash=f"lang={language}")
    shown = {text.casefold() for text in page.locator(".label:not(.label-project)").all_inner_texts()}
    things = [each for kind in ("countries", "places", "water", "rivers") for each in held["basemap"][kind]]
    assert shown <= {each["name"][language].casefold() for each in things if each.get("name")}
    countries = {each["code"]: each["name"][language].casefold() for each in held["basemap"]["countries"]}
    assert {countries["KZ"], countries["UZ"]} <= shown
    assert len(shown) >= 10


def test_names_are_of_the_language_chosen_last_however_slowly_they_are_drawn(
    open_page: Opener, built_map: Path, held: Any
):
    """As on a slow machine each frame has time for one mark or one name, and the language changes in the midst."""
    page = open_page(built_map, language_hash="lang=en")
    things = [each for kind in ("countries", "places", "water") for each in held["basemap"][kind] if each.get("name")]
    for moment, language in enumerate(("ru", "uz", "kk", "en", "ru", "uz")):
        page.evaluate("{ let now = 0; performance.now = () => (now += 50); }")
        page.evaluate(
            """([language, sign, frames]) => new Promise((done) => {
              const wait = () => frames-- ? requestAnimationFrame(wait) : done(
                document.querySelector(`#languages [lang=${language}]`).click());
              map_coopmap.once("moveend", wait);
              map_coopmap.setZoom(map_coopmap.getZoom() + sign);
            })""",
            [language, (-1) ** moment, 12 * moment + 6],
        )
        page.evaluate("delete performance.now")
        rests(page)
        drawn = {text.casefold() for text in page.locator(".label:not(.label-project)").all_inner_texts()}
        assert drawn, moment
        assert drawn <= {each["name"][language].casefold() for each in things}, moment


def test_the_language_stands_in_the_address_and_is_read_from_there(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=ru")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    use(page, "uz")
    assert page.evaluate("location.hash") == "#lang=uz"
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "uz")
    page.evaluate("location.hash = '#lang=kk'")
    expect(page.locator("html")).to_have_attribute("lang", "kk")
    expect(page.get_by_role("tab", name=word("kk", "tab.legend"))).to_be_visible()
    unknown = open_page(built_map, locale="ru-RU", language_hash="lang=xx")
    expect(unknown.locator("html")).to_have_attribute("lang", "ru")


@pytest.mark.parametrize(
    ("locale", "language"), [("ru-RU", "ru"), ("uz-UZ", "uz"), ("kk-KZ", "kk"), ("en-GB", "en"), ("fr-FR", "en")]
)
def test_without_a_wish_the_page_opens_in_the_readers_language(
    open_page: Opener, built_map: Path, locale: str, language: str
):
    page = open_page(built_map, locale=locale)
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_the_switch_has_the_layer_s_own_languages_and_no_others(open_page: Opener):
    """Swahili has no words of its own: those of the page are then English, and the credits say so."""
    page = open_page(render_page(layer(feature(name_sw="Kiwanda"), languages=["sw", "ru"])), locale="ru-KZ")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    buttons = page.locator("#languages button")
    assert buttons.evaluate_all("all => all.map(({lang, title}) => [lang, title])") == [
        ["sw", "Kiswahili"],
        ["ru", "Русский"],
    ]
    buttons.first.click()
    expect(page.locator("html")).to_have_attribute("lang", "sw")
    expect(page.get_by_role("tab", name="Legend")).to_be_visible()
    assert page.evaluate("location.hash") == "#lang=sw"
    expect(page.locator(".credits li", has_text="In part in English")).to_have_count(1)
    page.evaluate("location.hash = '#lang=en'")
    expect(page.locator("html")).to_have_attribute("lang", "sw")


def test_the_wish_of_the_build_beats_the_system_and_the_address_beats_both(open_page: Opener):
    html = render_page(layer(feature()), language="kk")
    expect(open_page(html, locale="ru-RU").locator("html")).to_have_attribute("lang", "kk")
    expect(open_page(html, locale="ru-RU", language_hash="lang=uz").locator("html")).to_have_attribute("lang", "uz")


def test_the_switch_keeps_the_focus_and_works_by_keyboard(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    kazakh = page.get_by_role("button", name=word("kk", "language.name"), exact=True)
    kazakh.press("Enter")
    expect(kazakh).to_be_focused()
    expect(page.locator("html")).to_have_attribute("lang", "kk")


# --- the card ---------------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """A text with every run of spaces, hard ones too, as one space, and without the signs that keep a word whole."""
    return re.sub(r"\s+", " ", text.replace("\u2060", ""))


def turn_to(page: Page, project: dict[str, Any], language: str = "en") -> Locator:
    """Open a project's card by the address: what is in it does not depend on how it was opened."""
    page.evaluate("address => { location.hash = address; }", f"lang={language}&project={project['id']}")
    expect(card(page).get_by_role("heading", level=2)).to_have_text(name(project, language))
    return card(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_tells_everything_that_is_known(open_page: Opener, built_map: Path, language: str):
    page = open_page(built_map, language_hash=f"lang={language}", reduced_motion="reduce")
    for project in PLACED:
        opened = turn_to(page, project, language)
        text = plain(opened.text_content() or "")
        told = [word(language, f"{field}.{project[field]}") for field in ("sector", "status")]
        about = "site_about" if project.get("uncertainty_m", 0) > 100 else "site"
        precise = about if project["precision"] == "site" else project["precision"]
        told += [] if "route" in project else [word(language, f"precision.{precise}")]
        told += [project[key] for key in (f"place_{language}", f"summary_{language}") if key in project]
        told += [dispute[f"text_{language}"] for dispute in project.get("disputes", ())]
        told += [figure[f"label_{language}"] for figure in project.get("figures", ())]
        for partner in project.get("partners", ()):
            told += [partner.get(f"name_{language}", partner["name"])]
            told += [word(language, f"country.{partner['country']}")] if "country" in partner else []
            told += [word(language, f"role.{partner['role']}")] if "role" in partner else []
        for source in project["sources"]:
            publisher = source.get(f"publisher_{language}", source.get("publisher"))
            told += [source["title"], *([publisher] if publisher else [])]
        told += [word(language, f"route.{project['route']}")] if "route" in project else []
        missing = [each for each in told if plain(each) not in text]
        assert missing == [], project["id"]
        assert project.get("status_date", "")[:4] in text
        assert project["checked"][:4] in text


LINKS = """links => links.map((link) => ({
  text: link.innerText, ...Object.fromEntries(["href", "rel", "target"].map((name) => [name, link.getAttribute(name)])),
}))"""


def test_sources_are_links_that_tell_nothing_and_open_beside(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en", reduced_motion="reduce")
    for project in PLACED:
        opened = turn_to(page, project)
        links = opened.get_by_role("link")
        wanted = [(source["title"], source["url"]) for source in project["sources"] if "url" in source]
        found = links.evaluate_all(LINKS)
        assert [(link["text"], link["href"]) for link in found] == wanted
        for link in found:
            assert set((link["rel"] or "").split()) == {"noopener", "noreferrer"}
            assert link["target"] == "_blank"


@pytest.mark.parametrize("how", ["click", "Enter", "Space"])
def test_a_mark_opens_its_card_by_click_and_by_key(open_page: Opener, built_map: Path, how: str):
    page = open_page(built_map, language_hash="lang=en")
    project = next(each for each in PLACED if each["id"] == "appliances-saran")
    mark = mark_of(page, project)
    mark.click() if how == "click" else mark.press(how)
    expect(card(page)).to_have_accessible_name(name(project))
    expect(card(page).get_by_role("heading", name=name(project))).to_be_focused()


@pytest.mark.parametrize("how", ["Escape", "button"])
def test_a_closed_card_gives_the_focus_back_to_its_mark(open_page: Opener, built_map: Path, how: str):
    page = open_page(built_map, language_hash="lang=en")
    for project in (PLACED[0], LONGEST, *TOGETHER):
        mark = mark_of(page, project)
        open_card(page, project)
        if how == "Escape":
            page.keyboard.press("Escape")
        else:
            way_out(page).click()
        expect(card(page)).to_have_count(0)
        expect(mark).to_be_focused()


@pytest.mark.parametrize("answer", ["key", "click"])
def test_a_mark_answers_a_key_and_a_click_while_marks_are_drawn_anew(open_page: Opener, built_map: Path, answer: str):
    """As on a slow machine each frame has time for one mark, and the reader does not wait for all of them."""
    page = open_page(built_map, language_hash="lang=en")
    project = next(each for each in PLACED if each["id"] == "appliances-saran")
    mark = mark_of(page, project)
    [place] = [each.geometry for each in shipped_layer().projects if each.id == project["id"] and each.geometry]
    mark.focus() if answer == "key" else mark.hover()
    active = page.evaluate(
        """([longitude, latitude]) => new Promise((done) => {
          let now = 0;
          performance.now = () => (now += 7);
          const marks = document.getElementsByClassName("mark");
          const first = marks[0];
          const wait = () =>
            marks[0] === first ? requestAnimationFrame(wait) : done(document.activeElement.dataset.id);
          map_coopmap.once("moveend", wait);
          map_coopmap.setZoomAround([latitude, longitude], map_coopmap.getZoom() + 1);
        })""",
        place["coordinates"],
    )
    if answer == "key":
        assert active == project["id"]
        page.keyboard.press("Enter")
    else:
        page.mouse.down()
        page.wait_for_timeout(300)
        page.mouse.up()
    expect(card(page)).to_have_accessible_name(name(project))
    page.evaluate("delete performance.now")
    rests(page)
    expect(page.locator(".leaflet-marker-pane .mark[data-id~='appliances-saran']")).to_have_count(1)


def test_projects_in_one_place_are_paged(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    assert len(TOGETHER) == 2
    mark = mark_of(page, TOGETHER[0])
    assert mark.get_attribute("data-id") == mark_of(page, TOGETHER[1]).get_attribute("data-id")
    mark.click()
    heading = card(page).get_by_role("heading", level=2)
    following = card(page).get_by_role("button", name=word("en", "card.next"))
    previous = card(page).get_by_role("button", name=word("en", "card.previous"))
    expect(card(page)).to_contain_text(f"1 of {len(PROJECTS)}")
    first = heading.inner_text()
    following.click()
    expect(card(page)).to_contain_text(f"2 of {len(PROJECTS)}")
    expect(following).to_be_focused()
    second = heading.inner_text()
    assert {first, second} == {name(project) for project in TOGETHER}
    expect(card(page)).to_have_accessible_name(second)
    previous.press("Enter")
    expect(heading).to_have_text(first)
    expect(previous).to_be_focused()
    following.press("Enter")
    expect(heading).to_have_text(second)
    use(page, "kk")
    expect(heading).to_have_text(name(next(each for each in TOGETHER if name(each) == second), "kk"))


def test_a_project_alone_is_not_paged(open_page: Opener):
    page = open_page(render_page(layer(feature())), language_hash="lang=en")
    alone = feature()["properties"]
    expect(open_card(page, alone).get_by_role("button", name=word("en", "card.next"))).to_have_count(0)


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), SIZES, ids=SIZE_NAMES)
def test_the_card_fits_the_window_and_scrolls_inside(open_page: Opener, built_map: Path, width: int, height: int):
    """In the panel beside the map, or in the sheet of a phone."""
    page = open_page(built_map, width=width, height=height, language_hash="lang=ru", reduced_motion="reduce")
    for project in PLACED:
        opened = open_card(page, project, "ru")
        frame = panel(page)
        rests(page)
        assert lies_within(page, box(frame)), project["id"]
        assert lies_within(page, box(way_out(page, "ru"))), project["id"]
        foot = opened.get_by_text(str(project["checked"][:4])).last
        foot.scroll_into_view_if_needed()
        assert lies_within(page, box(foot)), project["id"]
        opened.get_by_role("heading", level=2).scroll_into_view_if_needed()
        close_card(page, "ru")
    scrolled = "[document.scrollingElement.scrollWidth, document.scrollingElement.scrollHeight]"
    assert page.evaluate(scrolled) == [width, height]


CORNERS = {
    "north": (69.0, 55.2),
    "east": (86.9, 49.3),
    "south": (67.3, 37.3),
    "west": (47.0, 48.6),
    "middle": (68.0, 45.5),
}


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (984, 640)])
def test_no_control_covers_a_card_wherever_its_place_is(open_page: Opener, width: int, height: int):
    """With #embed the card opens on the map. The click on the close button says so: it must reach the button."""
    long = {"summary_en": "A long text. " * 45, "figures": shipped("chevrolet-kostanay")["properties"]["figures"]}
    features = [feature(point(*at), id=side, name_en=f"The {side}", **long) for side, at in CORNERS.items()]
    page = open_page(render_page(layer(*features)), width=width, height=height, language_hash="lang=en&embed")
    for each in features:
        open_card(page, each["properties"])
        rests(page)
        assert lies_within(page, box(page.locator(".leaflet-popup-content-wrapper"))), each["id"]
        close_card(page)


def test_on_a_phone_the_mark_stays_in_sight_beside_its_card(open_page: Opener, built_map: Path):
    page = open_page(built_map, width=390, height=844, language_hash="lang=en")
    for project in (LONGEST, *TOGETHER):
        opened = open_card(page, project)
        mark = mark_of(page, project)
        rests(page)
        seen_at, sheet = box(mark), box(panel(page))
        assert lies_within(page, seen_at), project["id"]
        assert seen_at["y"] + seen_at["height"] <= sheet["y"], project["id"]
        expect(opened).to_be_visible()
        close_card(page)


# --- legend and list --------------------------------------------------------------------------------------------------


FACETS = ("precision", "status", "sector")


@pytest.mark.parametrize("field", FACETS)
def test_the_legend_counts_what_the_layer_has(open_page: Opener, built_map: Path, field: str):
    page = open_page(built_map, language_hash="lang=en")
    show_tab(page, "legend")
    switches = section(page, word("en", f"filter.{field}")).locator("button[aria-pressed]")
    counted = dict(re.split(r"\s*\n\s*", text) for text in switches.all_inner_texts())
    counts = Counter(word("en", f"{field}.{project[field]}") for project in PROJECTS)
    assert {label: int(count) for label, count in counted.items()} == counts
    expect(shown(page)).to_have_text(f"{len(PROJECTS)} of {len(PROJECTS)} projects shown")


@pytest.mark.parametrize("field", FACETS)
def test_a_switch_of_the_legend_hides_and_shows_its_projects(open_page: Opener, built_map: Path, field: str):
    page = open_page(built_map, language_hash="lang=en&tab=legend")
    everything = panel(page).get_by_role("button", name=word("en", "legend.all"))
    expect(everything).to_have_count(0)
    for code, count in Counter(project[field] for project in PROJECTS).items():
        switch = switch_of(page, field, code)
        expect(switch).to_have_accessible_name(re.compile(rf"^{re.escape(word('en', f'{field}.{code}'))}\s*{count}$"))
        expect(switch).to_have_attribute("aria-pressed", "true")
        switch.click()
        expect(switch).to_have_attribute("aria-pressed", "false")
        expect(switch).to_be_focused()
        expect(shown(page)).to_contain_text(f"{len(PROJECTS) - count} of {len(PROJECTS)}")
        left = {project["id"] for project in PROJECTS if project[field] != code}
        assert marked(page) == left & {project["id"] for project in PLACED}
        show_tab(page, "projects")
        assert set(listed(page)) == left
        show_tab(page, "legend")
        everything.click()
        assert marked(page) == {project["id"] for project in PLACED}
        expect(switch).to_have_attribute("aria-pressed", "true")


def marked(page: Page) -> set[str]:
    """The projects that have a mark."""
    said = said_of_marks(page)
    return {project["id"] for project in PROJECTS if any(name(project) in text for text in said)}


def said_of_marks(page: Page) -> list[str]:
    """What a screen reader says of each mark."""
    found: list[str] = page.locator(".mark").evaluate_all(
        "marks => marks.map((mark) => mark.getAttribute('aria-label') || '')"
    )
    return found


def test_a_hidden_line_takes_its_drawing_with_it(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=legend")
    lines = page.locator(".leaflet-overlay-pane path")
    before = lines.count()
    assert before
    for code in {project["sector"] for project in PLACED if "route" in project}:
        switch_of(page, "sector", code).click()
    expect(lines).to_have_count(0)
    panel(page).get_by_role("button", name=word("en", "legend.all")).click()
    expect(lines).to_have_count(before)


@pytest.mark.parametrize("language", LANGUAGES)
def test_exactly_the_projects_that_nobody_can_place_say_so_in_the_list_with_the_reason(
    open_page: Opener, built_map: Path, language: str
):
    page = open_page(built_map, language_hash=f"lang={language}")
    assert sorted(listed(page)) == sorted(project["id"] for project in PROJECTS)
    title = word(language, "unplaced.title")
    expect(page.locator("#panel-body .entry").filter(has_text=title)).to_have_count(len(UNPLACED))
    for project in UNPLACED:
        kind = "country" if project["precision"] == "country" else "unlocated"
        countries = ", ".join(word(language, f"country.{code}") for code in project["countries"])
        reason = word(language, f"unplaced.reason.{kind}").replace("{country}", countries)
        status = word(language, f"status.{project['status']}")
        told = plain(entry_of(page, project).inner_text())
        assert told.startswith(f"{name(project, language)} {status}")
        assert told.endswith(f" · {title}: {reason}")


def test_an_entry_of_the_list_opens_its_card_and_the_way_back_leads_to_it(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    for project in UNPLACED:
        entry = entry_of(page, project)
        entry.click()
        opened = panel(page).get_by_role("region", name=name(project), exact=True)
        expect(opened.get_by_role("heading", level=2)).to_be_focused()
        expect(opened.get_by_role("heading", level=2)).to_have_text(name(project))
        expect(opened).to_contain_text(word("en", f"precision.{project['precision']}"))
        expect(opened).to_contain_text(project["summary_en"])
        if project["id"] == UNPLACED[0]["id"]:
            page.keyboard.press("Escape")
        else:
            close_card(page)
        expect(entry).to_be_focused()


# --- labels -----------------------------------------------------------------------------------------------------------

COLLISIONS = """language => {
  const text = node => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const {left, right} = range.getBoundingClientRect();
    const {top, bottom} = node.getBoundingClientRect();
    return {what: node.textContent, left, right, top, bottom};
  };
  const labels = [...document.querySelectorAll(".label")].map(text);
  const marks = [...document.querySelectorAll(".mark .mark-drawing circle")].map(node => {
    const {left, right, top, bottom} = node.getBoundingClientRect();
    return {what: node.getAttribute("class") + " of " + node.closest(".mark").dataset.id, left, right, top, bottom};
  });
  const buttons = document.querySelectorAll(".languages, .leaflet-bar, .leaflet-control-scale, .credits");
  const controls = [...buttons].map(node => {
    const {left, right, top, bottom} = node.getBoundingClientRect();
    return {what: node.className, left, right, top, bottom};
  });
  const over = (a, b, from, to) => a[from] < b[to] - 0.5 && b[from] < a[to] - 0.5;
  const touch = (a, b) => over(a, b, "left", "right") && over(a, b, "top", "bottom");
  const inside = ({left, top, right, bottom}) => left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  const found = [];
  labels.forEach((label, i) => {
    for (const other of labels.slice(0, i)) if (touch(label, other)) found.push(label.what + " / " + other.what);
    for (const other of [...marks, ...controls]) if (touch(label, other)) found.push(label.what + " / " + other.what);
    if (!inside(label)) found.push(label.what + " / window");
  });
  return [labels.length, found];
}"""


@pytest.mark.parametrize(("width", "height"), SIZES, ids=SIZE_NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_touches_another_or_a_mark_or_a_control_or_leaves_the_window(
    open_page: Opener, built_map: Path, language: str, width: int, height: int
):
    page = open_page(built_map, width=width, height=height, language_hash=f"lang={language}")
    wrong: dict[object, list[str]] = {}
    labels, wrong["first sight"] = page.evaluate(COLLISIONS)
    assert labels > 3
    for zoom in (4, 5, 6, 7, 8, 10):
        longitude, latitude = (66, 47) if zoom < 5 else (69.2, 41.4) if zoom < 10 else (65.98, 45.26)
        pages.go(page, longitude, latitude, zoom)
        _, wrong[zoom] = page.evaluate(COLLISIONS)
    assert {where: found for where, found in wrong.items() if found} == {}


# --- online tiles -----------------------------------------------------------------------------------------------------


def test_tiles_are_asked_for_only_when_the_reader_turns_them_on(open_page: Opener, built_map: Path, held: Any):
    hosts = [provider["host"] for provider in held["tiles"]]
    page = open_page(
        built_map, language_hash="lang=en", allow_requests="|".join(f"^{re.escape(host)}/" for host in hosts)
    )
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name=word("en", "control.zoom_in")).click()
    assert open_page.answered == []
    page.get_by_label(word("en", "tiles.title")).click()
    assert open_page.answered == []
    for provider in held["tiles"]:
        open_page.answered.clear()
        with page.expect_response(re.compile(f"^{re.escape(provider['host'])}/")):
            page.get_by_role("radio", name=provider["name"]).check()
        page.wait_for_load_state("networkidle")
        assert len(open_page.answered) >= 4
        assert {url for url in open_page.answered if not url.startswith(provider["host"] + "/")} == set()
        expect(page.locator(".leaflet-control-attribution")).to_contain_text(provider["attribution"])
        expect(page.locator(".label")).to_have_count(0)
    page.get_by_role("radio", name=word("en", "tiles.off")).check()
    open_page.answered.clear()
    page.get_by_role("button", name=word("en", "control.home")).click()
    page.wait_for_load_state("networkidle")
    assert open_page.answered == []
    expect(page.locator(".leaflet-tile")).to_have_count(0)
    expect(page.locator(".leaflet-control-attribution")).to_be_empty()
    expect(page.locator(".label").nth(3)).to_be_attached()


# --- lines and areas --------------------------------------------------------------------------------------------------


def drawn(open_page: Opener, *features: dict[str, Any]) -> list[str]:
    """How the lines of a small layer are drawn: the dash pattern of every stroke that is seen."""
    page = open_page(render_page(layer(*features)))
    found: list[str] = page.locator(".leaflet-overlay-pane path").evaluate_all(
        "paths => paths.filter(p => +getComputedStyle(p).strokeOpacity > 0.1 && !/a/i.test(p.getAttribute('d')))"
        ".map(p => getComputedStyle(p).strokeDasharray)"
    )
    return found


def shipped(identifier: str) -> dict[str, Any]:
    """A Feature of the shipped layer."""
    return next(dict(each) for each in shipped_layer().features if each["id"] == identifier)


def test_the_road_is_dashed_and_flights_are_not(open_page: Opener):
    """A dashed line has one whole stroke below it, its light edge; nothing else of it is whole."""
    road = drawn(open_page, shipped("road-kyzylorda-uchquduq"))
    parts = len(shipped("road-kyzylorda-uchquduq")["geometry"]["coordinates"])
    assert road.count("none") == parts
    assert len(road) >= 2 * parts
    flights = drawn(open_page, shipped("flights"))
    assert len(flights) >= 2
    assert set(flights) == {"none"}


@pytest.mark.parametrize(("route", "dashed"), [("surveyed", False), ("schematic", True), (None, True)])
def test_only_a_surveyed_course_is_drawn_as_one_whole_line(open_page: Opener, route: str | None, dashed: bool):
    course = feature(line([63.6, 53.2], [69.3, 42.3]), precision="town", **({"route": route} if route else {}))
    assert any(dash != "none" for dash in drawn(open_page, course)) is dashed


def test_many_lines_are_a_few_drawings_that_follow_the_filters_and_open_by_a_click(open_page: Opener):
    roads = [
        feature(
            line([60, 40 + number / 20], [70, 40 + number / 20]),
            precision="town",
            id=f"road-{number}",
            name_en=f"Road {number}",
            status="operating" if number % 2 else "construction",
        )
        for number in range(130)
    ]
    page = open_page(render_page(layer(*roads)), language_hash="lang=en&tab=legend&view=9/43/62")
    lines = page.locator(".leaflet-overlay-pane path")
    assert 1 <= lines.count() < 12  # threads have no edge of their own
    everything = "all => all.map((one) => one.getAttribute('d')).join('').length"
    before = lines.evaluate_all(everything)
    switch_of(page, "status", "operating").click()
    assert 0.4 * before < lines.evaluate_all(everything) < 0.6 * before
    at = page.evaluate("(({x, y}) => [x, y])(map_coopmap.latLngToContainerPoint([43, 62.2]))")
    box = page.locator("#map_coopmap").bounding_box()
    assert box
    page.mouse.click(box["x"] + at[0], box["y"] + at[1] + 3)
    expect(card(page).get_by_role("heading", name="Road 60", exact=True)).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_no_country_is_named_within_the_other(open_page: Opener, built_map: Path, language: str):
    page = open_page(built_map, width=390, height=844, language_hash=f"lang={language}")
    raise_sheet(page, language)
    rests(page)
    named = page.locator(".label-focus, .label-focusSmall").all_inner_texts()
    own = word(language, "country.UZ")
    assert named
    if own.casefold() not in [name.casefold() for name in named]:
        return  # it has no room, and is not named at all
    longitude, latitude = page.evaluate(
        """(own) => {
          const names = [...document.querySelectorAll(".label-focus, .label-focusSmall")];
          const box = names.find((one) => one.textContent === own).getBoundingClientRect();
          const map = map_coopmap.getContainer().getBoundingClientRect();
          const middle = [box.x + box.width / 2 - map.x, box.y + box.height / 2 - map.y];
          const {lng, lat} = map_coopmap.containerPointToLatLng(middle);
          return [lng, lat];
        }""",
        own,
    )
    ground = packed_layers.for_page()
    [kazakhstan] = [each for each in ground["countries"] if each["code"] == "KZ"]
    rings = [Polygon(packed_layers.outline(ground, ring)) for ring in kazakhstan["rings"]]
    # Rings of areas and of their holes alike, as the page paints them: by the even-odd rule.
    assert sum(ring.contains(Point(longitude, latitude)) for ring in rings) % 2 == 0


# --- numbers and dates ------------------------------------------------------------------------------------------------

AMOUNTS = feature(
    status_date="2025-11-15",
    start="2024-03",
    start_kind="planned",
    end="2030",
    checked="2026-03-19",
    value=[
        {"amount": 4.27e9, "currency": "USD", "kind": "spent", "date": "2025"},
        {"amount": 100e6, "currency": "USD", "kind": "announced", "date": "2025", "qualifier": "more_than"},
    ],
    figures=[
        {"label_en": "a", "value": 30000, "unit": "cars_per_year", "date": "2025"},
        {"label_en": "b", "value": 1, "unit": "jobs", "date": "2025"},
        {"label_en": "c", "value": 22, "unit": "jobs", "date": "2025"},
        {"label_en": "d", "value": 1500, "unit": "jobs", "date": "2025", "qualifier": "more_than"},
        {"label_en": "e", "value": 12.5, "unit": "km", "date": "2025", "qualifier": "about"},
        {"label_en": "f", "value": 50, "unit": "flights_per_week", "date": "2025", "qualifier": "up_to"},
    ],
)

TOLD = {
    "en": [
        "as of 15 November 2025",
        "March 2024 (planned)",
        "19 March 2026",
        "4.27 billion dollars",
        "more than 100 million dollars",
        "30,000 cars a year",
        "1 job",
        "22 jobs",
        "more than 1,500 jobs",
        "about 12.5 km",
        "up to 50 flights a week",
    ],
    "ru": [
        "15 ноября 2025 года",
        "март 2024 года",
        "19 марта 2026 года",
        "4,27 млрд долларов",
        "более 100 млн долларов",
        "30 000 автомобилей в год",
        "1 рабочее место",
        "22 рабочих места",
        "более 1500 рабочих мест",
        "около 12,5 км",
        "до 50 рейсов в неделю",
    ],
    "uz": [
        "2025-yil 15-noyabr",
        "2024-yil mart",
        "2026-yil 19-mart",
        "4,27 mlrd dollar",
        "100 mln dollardan ortiq",
        "yiliga 30 000 avtomobil",
        "1 ish oʻrni",
        "22 ish oʻrni",
        "1500 ish oʻrnidan ortiq",
        "12,5 km",
        "haftasiga 50 reysgacha",
    ],
    "kk": [
        "2025 жылғы 15 қараша",
        "2024 жылғы наурыз",
        "2026 жылғы 19 наурыз",
        "4,27 млрд доллар",
        "100 млн доллардан астам",
        "жылына 30 000 автомобиль",
        "1 жұмыс орны",
        "22 жұмыс орны",
        "1500 жұмыс орнынан астам",
        "шамамен 12,5 км",
        "аптасына 50 рейске дейін",
    ],
}


@pytest.fixture(scope="module")
def amounts_page() -> str:
    """A page of one project with amounts and dates of every kind."""
    return render_page(layer(AMOUNTS))


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_and_dates_are_written_as_the_language_writes_them(open_page: Opener, amounts_page: str, language: str):
    page = open_page(amounts_page, language_hash=f"lang={language}")
    opened = open_card(page, AMOUNTS["properties"], language)
    cells = [plain(each) for each in opened.locator("dd, dt, p, span").all_inner_texts()]
    missing = [told for told in TOLD[language] if not any(told in cell for cell in cells)]
    assert missing == []
    numbers = [plain(each) for each in opened.locator("dd").all_inner_texts()]
    assert [each for each in numbers if re.search(r"\{|undefined|NaN|null", each)] == []


# --- other layers -----------------------------------------------------------------------------------------------------

PARIS = feature(point(2.35, 48.85), id="paris", countries=["FR", "DE"], regions=["FR-75C"])
NOWHERE = feature(None, precision="unlocated")
LAYERS: dict[str, tuple[dict[str, Any], ...]] = {
    "no project": (),
    "one project": (feature(),),
    "nothing placed": (NOWHERE,),
    "nothing placed in other countries": (feature(None, precision="unlocated", countries=["FR"]),),
    "lines only": (feature(line([63.6, 53.2], [69.3, 42.3]), route="surveyed"),),
    "other countries": (PARIS, feature(point(13.4, 52.5), id="berlin", countries=["DE"], regions=["DE-BE"])),
    "the other end of the world": (feature(point(174.8, -41.3), countries=["NZ"]),),
    "an area": (feature(area(RING)),),
    "forty in one place": tuple(feature(id=f"p-{n}", name_en=f"Number {n}.") for n in range(40)),
    "unknown codes": (feature(sector="rockets", status="soon", precision="roughly", route="winding"),),
}


@pytest.mark.parametrize("what", LAYERS)
def test_any_layer_opens_with_all_its_projects(open_page: Opener, what: str):
    features = LAYERS[what]
    page = open_page(render_page(layer(*features, title_en="A title")), language_hash="lang=en")
    expect(page.get_by_role("heading", level=1)).to_have_text("A title")
    noun = "project" if len(features) == 1 else "projects"
    expect(shown(page)).to_have_text(f"{len(features)} of {len(features)} {noun} shown")
    for each in features:
        if each["geometry"] is None:
            expect(entry_of(page, each["properties"])).to_contain_text(word("en", "unplaced.title"))
        else:
            assert lies_within(page, box(mark_of(page, each["properties"])))
    if features and features[0]["geometry"] is not None:
        expect(open_card(page, features[-1]["properties"])).to_be_visible()


@pytest.mark.parametrize("height", [130, 200])
def test_a_very_low_window_starts_too(open_page: Opener, built_map: Path, height: int):
    page = open_page(built_map, width=320, height=height, language_hash="lang=en")
    expect(page.locator(".mark").first).to_be_attached()
    page.evaluate("location.hash = 'project=chevrolet-kostanay'")
    expect(card(page)).to_be_attached()


def test_a_wish_during_a_zoom_is_not_forgotten(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    before = page.evaluate("map_coopmap.getZoom()")
    page.evaluate(
        """(title) => new Promise((done) => {
      const home = document.querySelector(`button[aria-label="${title}"]`);
      map_coopmap.once("zoomanim", () => done(home.click()));
      map_coopmap.zoomIn(1);
    })""",
        word("en", "control.home"),
    )
    until(page, "(zoom) => map_coopmap.getZoom() === zoom && !map_coopmap._animatingZoom", before)


@pytest.mark.parametrize(("width", "height"), SIZES, ids=SIZE_NAMES)
def test_a_mark_stands_near_its_place(open_page: Opener, built_map: Path, width: int, height: int):
    page = open_page(built_map, width=width, height=height, language_hash="lang=en")
    strayed = (
        """() => [...document.querySelectorAll(".leaflet-leaders-pane path")].map((lead) => lead.getTotalLength())"""
    )
    assert max(page.evaluate(strayed), default=0) <= 40


def test_online_tiles_that_do_not_come_leave_the_map_with_its_names(open_page: Opener, built_map: Path, held: Any):
    page = open_page(built_map, language_hash="lang=en", allow_messages="Failed to load resource|ERR_")
    page.route(re.compile("^https:"), lambda route: route.abort())
    page.get_by_label(word("en", "tiles.title")).click()
    page.get_by_role("radio", name=held["tiles"][0]["name"]).check()
    expect(page.locator("#say")).to_have_text(word("en", "tiles.failed"))
    expect(page.get_by_role("radio", name=word("en", "tiles.off"))).to_be_checked()
    expect(page.locator(".label").nth(3)).to_be_attached()
    page.mouse.click(700, 300)
    expect(page.locator("details.tiles")).not_to_have_attribute("open", "")


def test_the_card_says_how_precisely_and_by_whom(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&project=chevrolet-kostanay")
    place, cited = card(page).locator(".row p.small"), card(page).locator(".figures-cited")
    expect(place).to_have_text(f"{word('en', 'precision.site_about')} · within 400\u00a0m")
    project = next(each for each in PROJECTS if each["id"] == "chevrolet-kostanay")
    wanted = [n for n, source in enumerate(project["sources"], 1) if {"value", "figures"} & set(source["supports"])]
    expect(cited).to_have_text(f"{word('en', 'card.sources')}: {', '.join(map(str, wanted))}")
    expect(card(page).locator("dl .refs, .chip .refs")).to_have_count(0)
    expect(card(page).locator(".chip-note")).to_contain_text("December 2025")
    titles = card(page).locator(".sources li span:first-child, .sources li a span")
    tongues = dict(zip(titles.all_inner_texts(), titles.evaluate_all("all => all.map((one) => one.lang)"), strict=True))
    assert tongues["С прицелом на импортозамещение"] == "ru"
    assert tongues[next(title for title in tongues if title.startswith("[UzAuto Motors"))] == "uz-Cyrl"
    assert tongues["Way 164635123: Костанай, ул. Промышленная, 41"] == "", "a source that names no language"
    page.evaluate("location.hash = 'lang=en&project=flights'")
    expect(place).to_have_text(word("en", "route.great_circle"))
    page.evaluate("location.hash = 'lang=en&project=road-kyzylorda-uchquduq'")
    length = card(page).locator(".figure", has_text="Length, 2025")
    assert length.inner_text().count("2025") == 1
    page.evaluate("location.hash = 'lang=kk&project=chevrolet-kostanay'")
    expect(card(page).locator(".figure", has_text="79 200").locator(".figure-date")).to_have_count(0)
    expect(card(page).locator(".figure", has_text="1000").locator(".figure-date")).to_have_count(1)


def test_a_date_ends_no_line_at_its_hyphen_and_is_in_the_case_that_the_text_asks_for(
    open_page: Opener, built_map: Path
):
    page = open_page(built_map, language_hash="lang=kk&project=road-kyzylorda-uchquduq")
    expect(page.locator(".panel-head .small")).to_contain_text(
        "Деректер 2026\u00a0жылғы 19\u00a0наурыздағы жағдай бойынша"
    )
    expect(card(page).locator(".chip-note")).to_contain_text("2025\u00a0жылғы жағдай бойынша")
    use(page, "uz")
    # Beside a card the head is its title alone.
    close_card(page, "uz")
    expect(page.locator(".panel-head .small")).to_contain_text("2026-\u2060yil 19-\u2060mart")
    assert page.evaluate("window.find('2026-yil 19-mart')"), "the browser's search does not find it"


def test_no_two_statuses_look_alike_in_grey(open_page: Opener):
    every = [feature(id=f"a-{status}", status=status) for status in theme.STATUSES]
    page = open_page(render_page(layer(*every)), language_hash="lang=en&tab=legend")
    looks = page.locator("[data-field=status] .status-sample").evaluate_all(
        """all => all.map((sample) =>
          sample.getAttribute("class").replace(/mark-(grey|sample)/, "") + sample.innerHTML)"""
    )
    assert len(looks) == len(every)
    assert len(set(looks)) == len(looks)


def test_a_field_that_is_added_to_the_schema_is_shown_without_a_change_of_the_page(open_page: Opener):
    project = feature()
    data = json.dumps({"novelty_en": "the first of its kind", "novelty_ru": "первый такого рода"}, ensure_ascii=False)
    html = render_page(layer(project)).replace('"projects":[{', '"projects":[{' + data[1:-1] + ",", 1)
    html = html.replace('"more":[]', '"more":["novelty"]')
    # The policy admits scripts by their hashes; the data is no script.
    opened = open_card(open_page(html, language_hash="lang=ru"), project["properties"], "ru")
    expect(opened.locator("dl.extra dt")).to_have_text(["novelty"])
    expect(opened.locator("dl.extra dd")).to_have_text(["первый такого рода"])


def test_fields_that_the_schema_does_not_know_are_shown(open_page: Opener):
    project = feature(gauge="1520 mm", depth={"metres": [1, 2.5]}, open=True)
    opened = open_card(open_page(render_page(layer(project)), language_hash="lang=en"), project["properties"])
    told = zip(opened.locator("dt").all_text_contents(), opened.locator("dd").all_text_contents(), strict=True)
    assert {("gauge", "1520 mm"), ("depth", '{"metres":[1,2.5]}'), ("open", "true")} <= set(told)


# --- elsewhere than in a window of its own ----------------------------------------------------------------------------


def test_without_javascript_the_projects_are_listed(open_page: Opener, built_map: Path):
    page = open_page(built_map, java_script_enabled=False)
    expect(page.locator("noscript p")).to_have_text(word("en", "page.noscript"))
    expect(page.locator("noscript p")).to_be_in_viewport()
    items = page.locator("noscript li")
    expect(items).to_have_count(len(PROJECTS))
    for project, item in zip(PROJECTS, items.all_inner_texts(), strict=True):
        assert item.startswith(name(project))
        assert item.endswith(word("en", f"status.{project['status']}"))


def test_the_map_can_be_printed(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    printed = page.pdf(format="A4", landscape=True, print_background=True)
    assert printed.startswith(b"%PDF-")
    assert len(printed) > 20_000


def test_the_map_works_in_the_frame_of_a_notebook(open_page: Opener):
    shown = project_map(shipped_layer(), language="en")._repr_html_()
    page = open_page(f"<!doctype html><meta charset=utf-8><title>notebook</title>{shown}", width=1000, height=800)
    frame = page.frames[1]
    expect(frame.get_by_role("heading", level=1)).to_have_text(str(shipped_layer().members["title_en"]))
    assert open_card(frame, PLACED[0]).is_visible()
    close_card(frame)
    use(frame, "kk")
    expect(frame.locator("html")).to_have_attribute("lang", "kk")


def test_what_a_developer_adds_is_on_the_map_beside_ours(open_page: Opener):
    made = project_map(layer(feature()), language="en")
    folium.CircleMarker([51.1, 71.4], radius=9, tooltip="Astana by hand", color="#123456", fill=True).add_to(made)
    page = open_page(made.get_root().render())
    added = page.locator("path[stroke='#123456']")
    expect(added).to_be_visible()
    added.hover()
    expect(page.get_by_text("Astana by hand")).to_be_visible()
    expect(open_card(page, feature()["properties"])).to_be_visible()


def test_markers_and_popups_of_folium_need_no_network_and_stop_nothing_behind_them(open_page: Opener):
    made = project_map(layer(feature()), language="en")
    folium.Marker([51.1, 71.4], popup="Astana <b>by hand</b>").add_to(made)
    folium.CircleMarker([49.8, 73.1], radius=9, color="#123456").add_to(made)
    glides = 'addEventListener("coopmap-map", ({detail}) => detail.on("zoomanim", () => document.body.id = "glided"));'
    root = made.get_root()
    assert isinstance(root, Figure)
    root.script.add_child(folium.Element(glides))
    page = open_page(root.render())
    expect(page.locator("path[stroke='#123456']")).to_be_visible()
    expect(page.locator("body#glided")).to_have_count(0)
    marker = page.locator("img.leaflet-marker-icon")
    assert marker.evaluate("image => image.complete && image.naturalWidth") == 25
    marker.click()
    expect(page.locator(".leaflet-popup-content").get_by_text("Astana by hand")).to_be_visible()


# --- for everyone -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), SIZES, ids=SIZE_NAMES)
def test_every_control_has_a_name_and_a_size_that_a_finger_hits(
    open_page: Opener, built_map: Path, width: int, height: int
):
    page = open_page(built_map, width=width, height=height, language_hash="lang=en")
    open_card(page, TOGETHER[0])
    controls = page.get_by_role("button")
    boxes = controls.evaluate_all("all => all.map((one) => [one.innerText, one.getBoundingClientRect().toJSON()])")
    assert [text for text, size in boxes if min(size["width"], size["height"]) < 24] == []
    expect(page.get_by_role("button", name=re.compile(r"\S"))).to_have_count(len(boxes))


@pytest.mark.parametrize("tab", [None, *TABS])
def test_no_text_is_smaller_than_12_pixels(open_page: Opener, built_map: Path, tab: str | None):
    page = open_page(built_map, language_hash="lang=en")
    if tab:
        show_tab(page, tab)
    else:
        open_card(page, LONGEST)
    small = page.evaluate("""() => [...document.querySelectorAll("body *")]
      .filter(e => !e.closest("script, style, noscript") && e.checkVisibility())
      .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
      .filter(e => parseFloat(getComputedStyle(e).fontSize) < 12)
      .map(e => (e.getAttribute("class") || e.tagName) + ": " + getComputedStyle(e).fontSize)""")
    assert set(small) == set()


def test_zoom_buttons_change_the_scale_and_the_third_leads_home(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    scale = page.locator(".leaflet-control-scale-line")
    at_home = scale.inner_text()
    page.get_by_role("button", name=word("en", "control.zoom_in")).click()
    page.get_by_role("button", name=word("en", "control.zoom_in")).click()
    expect(scale).not_to_have_text(at_home)
    page.get_by_role("button", name=word("en", "control.home")).click()
    expect(scale).to_have_text(at_home)
    for project in PLACED:
        expect(mark_of(page, project)).to_be_in_viewport(ratio=1)


def test_every_mark_can_be_reached_by_the_tab_key(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    wanted = set(page.locator(".mark").evaluate_all("marks => marks.map(mark => mark.getAttribute('aria-label'))"))
    reached = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        if wanted <= reached:
            break
    assert wanted - reached == set()


def test_the_layer_that_these_tests_speak_of_is_the_shipped_one():
    assert len(TOGETHER) == 2
    assert UNPLACED
    assert geo.data_path("projects.geojson") == shipped_layer().path


# --- how far a place may be off ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("project", "is_outline"), [("lab-kashkadarya", True), ("appliances-saran", False)])
def test_a_region_is_outlined_and_other_places_have_a_disc(
    open_page: Opener, built_map: Path, held: Any, project: str, is_outline: bool
):
    [record] = [each for each in held["projects"] if each["id"] == project]
    assert ("area" in record) is is_outline
    longitude, latitude = record["geometry"]["coordinates"]
    page = open_page(built_map, language_hash=f"lang=en&view=9/{latitude}/{longitude}")
    shapes = page.locator(".leaflet-discs-pane path").evaluate_all("all => all.map((path) => path.getAttribute('d'))")
    # Leaflet draws a circle as two arcs, an area as lines.
    assert any("a" not in shape for shape in shapes) or not is_outline
    assert any("a" in shape for shape in shapes) or is_outline
