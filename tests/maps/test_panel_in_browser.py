"""The panel as a reader uses it: find, filter, choose, come back, and hand on what one sees."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

import geo
from maps import render_page
from maps.text import i18n
from tests.browser import Opener
from tests.geo.samples import feature
from tests.maps.pages import (
    becomes,
    card,
    entry_of,
    layer,
    listed,
    mark_of,
    name,
    panel,
    rests,
    shipped_layer,
    show_tab,
    shown,
    switch_of,
    until,
    use,
    way_out,
    word,
)

PROJECTS: list[dict[str, Any]] = [dict(project.properties) for project in shipped_layer().projects]
PLACED = {project.id for project in shipped_layer().projects if project.geometry is not None}
FACETS = ("sector", "status", "country", "precision", "article")


@pytest.fixture(autouse=True)
def impatient(chromium: Browser) -> Iterator[None]:
    """A missing element fails its test after eight seconds, not after thirty."""

    def hurry(context: BrowserContext) -> None:
        context.set_default_timeout(8000)

    chromium.on("context", hurry)
    yield
    chromium.remove_listener("context", hurry)


def project_of(identity: str) -> dict[str, Any]:
    """A project of the shipped layer."""
    return next(project for project in PROJECTS if project["id"] == identity)


def search(page: Page) -> Locator:
    """The field to search in."""
    return panel(page).get_by_role("searchbox")


def find(page: Page, text: str) -> list[str]:
    """Put a search in place of the one before and type its last letter; the ids of what is found, in order."""
    search(page).fill(text[:-1])
    search(page).press_sequentially(text[-1])
    return listed(page)


def state(page: Page) -> dict[str, str]:
    """What stands in the address."""
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).fragment, keep_blank_values=True).items()}


def fragment(address: str) -> str:
    """What stands behind "#" in an address."""
    return address.partition("#")[2]


# --- search -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spellings", "wanted"),
    [
        (("Qostanay", "Костанай", "Қостанай", "Kostanai"), "chevrolet-kostanay"),
        (("Uchquduq", "Учкудук", "Үшқұдық"), "road-kyzylorda-uchquduq"),
        (("Toshkent", "Tashkent", "ТАШКЕНТ", "Ташкент"), "flights"),
    ],
)
def test_all_spellings_of_a_place_find_the_same_projects(
    open_page: Opener, built_map: Path, spellings: tuple[str, ...], wanted: str
):
    page = open_page(built_map, language_hash="lang=en")
    search(page).press_sequentially(spellings[0])
    found = {spellings[0]: listed(page), **{spelling: find(page, spelling) for spelling in spellings[1:]}}
    assert wanted in found[spellings[0]]
    assert found == dict.fromkeys(spellings, found[spellings[0]])
    said = re.compile("|".join(spellings), re.IGNORECASE)
    named = {
        project["id"]
        for project in PROJECTS
        if any(
            said.search(str(project.get(f"{field}_{tag}", ""))) for field in ("name", "place") for tag in ("en", "ru")
        )
    }
    assert named <= set(found[spellings[0]])
    assert len(found[spellings[0]]) < len(PROJECTS)


def test_a_search_of_many_projects_waits_for_what_is_read_and_the_page_stays_awake(open_page: Opener):
    """The letter stands in the field, and turns of the page go by, before the hits are listed."""
    made = [
        {
            **feature,
            "id": f"{feature['id']}-{number}",
            "properties": {**feature["properties"], "id": f"{feature['id']}-{number}"},
        }
        for number in range(40)
        for feature in shipped_layer().features
    ]
    page = open_page(render_page(layer(*made)), language_hash="lang=en")
    expect(shown(page)).to_contain_text(f"{len(made)} of {len(made)}")
    turns = page.evaluate(
        """async () => {
          const field = document.querySelector(".search");
          const shown = () => document.querySelector("#panel-body .shown p").textContent;
          const before = shown();
          for (const text of ["ko", "kostanay"]) {
            field.value = text;
            field.dispatchEvent(new Event("input", {bubbles: true}));
          }
          let turns = 0;
          for (; shown() === before && turns < 2000; turns++) await new Promise((done) => setTimeout(done));
          return turns;
        }"""
    )
    assert 1 < turns < 2000
    assert search(page).input_value() == "kostanay"
    assert {identity.rpartition("-")[0] for identity in listed(page)} >= {"chevrolet-kostanay"}
    search(page).fill("")
    expect(shown(page)).to_contain_text(f"{len(made)} of {len(made)}")


def test_what_was_found_is_marked_in_the_readers_own_script(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=kk")
    find(page, "kostanai")
    marks = entry_of(page, project_of("chevrolet-kostanay")).locator("mark")
    assert marks.count()
    assert {text.casefold() for text in marks.all_inner_texts()} == {"қостанай"}
    for entry in page.locator("#panel-body .entry-name").all():
        whole = entry.inner_text()
        assert all(part in whole for part in entry.locator("mark").all_inner_texts())
    search(page).fill("")
    expect(page.locator("#panel-body mark")).to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Chevrolte", "chevrolet-kostanay"),  # swapped
        ("Chevrlet", "chevrolet-kostanay"),  # left out
        ("Костонай", "chevrolet-kostanay"),  # another letter
        ("Uchqquduuq", "road-kyzylorda-uchquduq"),  # doubled
        ("Uchqudug", "road-kyzylorda-uchquduq"),
    ],
)
def test_a_mistyped_letter_still_finds(open_page: Opener, built_map: Path, typed: str, wanted: str):
    page = open_page(built_map, language_hash="lang=en")
    found = find(page, typed)
    assert wanted in found
    assert len(found) < len(PROJECTS) / 2


def test_what_is_typed_is_found_at_the_start_of_words_and_not_anywhere(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    assert find(page, "zz") == find(page, "xx") == []
    assert find(page, "II") == find(page, "ii")
    labs = find(page, "LAB")
    assert labs[0] == "lab-kashkadarya"
    assert "ishlab" in project_of("saz-buses")["summary_uz"]
    assert "saz-buses" not in labs
    assert "flights" in find(page, "lights"), "what no word begins with is found inside of words"


@pytest.mark.parametrize(
    ("typed", "wanted"), [("хендай", "hyundai-assembly"), ("Хёндэ", "hyundai-assembly"), ("самолёт", "flights")]
)
def test_other_words_for_the_same_find_it_too(open_page: Opener, built_map: Path, typed: str, wanted: str):
    assert find(open_page(built_map, language_hash="lang=ru"), typed) == [wanted]


def test_every_hit_shows_what_was_found(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    for typed, marked in (
        ("Chevrolte", "Chevrolet"),
        ("хендай", "Hyundai"),
        ("SamAuto", "SamAuto"),
        ("самолёт", "Air links"),
    ):
        find(page, typed)
        entries = page.locator("#panel-body .entry").all()
        assert all(entry.locator("mark").count() for entry in entries), typed
        expect(entries[0].locator("mark").first).to_have_text(marked)
    find(page, "газобетон")
    expect(page.locator(".entry-hit")).to_have_attribute("lang", "ru")


def test_partners_sectors_and_summaries_are_searched_in_every_language(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    for project in (project_of("chevrolet-kostanay"), project_of("saz-buses")):
        texts = [project["partners"][0]["name"]]
        for language in ("en", "ru", "uz", "kk"):
            texts += [word(language, f"sector.{project['sector']}")]
            texts += [max(re.findall(r"\w+", project[f"summary_{language}"]), key=len)]
        for text in texts:
            search(page).fill(text)
            assert project["id"] in listed(page), text


def test_nothing_found_says_so_and_offers_to_clear(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    assert find(page, "xyzzyxyzzy") == []
    expect(panel(page).get_by_text(word("en", "list.nothing"), exact=True)).to_be_visible()
    expect(shown(page)).to_contain_text(f"0 of {len(PROJECTS)}")
    expect(page.locator(".mark")).to_have_count(0)
    page.locator(".nothing").get_by_role("button", name=word("en", "legend.all")).click()
    expect(search(page)).to_have_value("")
    assert len(listed(page)) == len(PROJECTS)
    assert page.evaluate("document.activeElement !== document.body"), "the focus is lost"
    assert "q" not in state(page)


def test_escape_empties_the_search(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    assert len(find(page, "Chevrolet")) < len(PROJECTS)
    search(page).press("Escape")
    expect(search(page)).to_have_value("")
    expect(search(page)).to_be_focused()
    assert len(listed(page)) == len(PROJECTS)


def test_a_change_of_count_is_announced(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    found = find(page, "Chevrolet")
    said = page.locator("[role=status], [aria-live=polite]").filter(
        has_text=re.compile(rf"\b{len(found)} of {len(PROJECTS)}\b")
    )
    expect(said.first).to_be_attached()


# --- filters ----------------------------------------------------------------------------------------------------------

Choice = Mapping[str, Any]
COMBINATIONS: dict[str, Choice] = {
    "a sector": {"sector": ["automotive"]},
    "two sectors and a status": {"sector": ["textile", "automotive"], "status": ["operating"]},
    "a country": {"country": ["UZ"]},
    "a precision and the article": {"precision": ["town"], "article": ["yes"]},
    "years": {"years": (2023, 2025)},
    "a search": {"query": "Chevrolet"},
    "everything at once": {
        "sector": ["textile", "road"],
        "status": ["unknown"],
        "country": ["UZ"],
        "precision": ["region"],
        "article": ["inferred"],
        "years": (2020, 2027),
    },
}


def codes(project: Mapping[str, Any], facet: str) -> list[str]:
    """A project's codes under a heading of the legend."""
    if facet == "country":
        return list(project["countries"])
    return [project.get(facet, "no") if facet == "article" else project[facet]]


def fits(project: Mapping[str, Any], choice: Choice, found: set[str], *, but: str = "") -> bool:
    """Whether a project is to be shown when these codes are switched off, one heading left out."""
    for facet in FACETS:
        if facet != but and facet in choice and set(codes(project, facet)) <= set(choice[facet]):
            return False
    first, last = choice.get("years", (0, 9999))
    year = int(str(project.get("start", "0"))[:4])
    return ("years" not in choice or first <= year <= last) and ("query" not in choice or project["id"] in found)


def switches(page: Page) -> dict[tuple[str, str], tuple[str, str]]:
    """The count at each switch of the legend and whether it is pressed, by heading and code."""
    found = (
        panel(page)
        .locator("button[aria-pressed][data-field]")
        .evaluate_all(
            """all => all.map((one) => [one.dataset.field, one.dataset.code,
          one.querySelector(".switch-count")?.textContent, one.ariaPressed])"""
        )
    )
    return {(field, code): (count, pressed) for field, code, count, pressed in found}


@pytest.mark.parametrize("what", COMBINATIONS)
def test_list_map_counts_and_totals_agree(open_page: Opener, built_map: Path, what: str):
    choice = COMBINATIONS[what]
    page = open_page(built_map, language_hash="lang=en")
    found = set(find(page, choice["query"])) if "query" in choice else set()
    show_tab(page, "legend")
    for facet in FACETS:
        for code in choice.get(facet, ()):
            switch_of(page, facet, code).click()
    for key, year in zip(("filter.from", "filter.to"), choice.get("years", ()), strict=False):
        panel(page).get_by_role("slider", name=word("en", key), exact=True).fill(str(year))
    wanted = {project["id"] for project in PROJECTS if fits(project, choice, found)}
    assert 0 < len(wanted) < len(PROJECTS), "this test chooses nothing"
    told = {
        (facet, code): (
            str(sum(fits(one, choice, found, but=facet) and code in codes(one, facet) for one in PROJECTS)),
            str(code not in choice.get(facet, ())).lower(),
        )
        for facet in FACETS
        for code in {code for project in PROJECTS for code in codes(project, facet)}
    }
    becomes(page, lambda: switches(page), told)
    total = f"{len(wanted)} of {len(PROJECTS)} projects shown"
    expect(shown(page)).to_have_text(total)
    show_tab(page, "projects")
    expect(shown(page)).to_have_text(total)
    assert set(listed(page)) == wanted
    said = page.locator(".mark").evaluate_all("marks => marks.map((mark) => mark.getAttribute('aria-label') || '')")
    assert {one["id"] for one in PROJECTS if any(name(one) in text for text in said)} == wanted & PLACED
    chips = page.locator(".filter-chip")
    expect(chips).to_have_count(len(choice))
    panel(page).get_by_role("button", name=word("en", "legend.all"), exact=True).click()
    expect(chips).to_have_count(0)
    assert len(listed(page)) == len(PROJECTS)


def test_each_chip_takes_back_its_own_choice(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=legend")
    switch_of(page, "sector", "automotive").click()
    switch_of(page, "status", "operating").click()
    show_tab(page, "projects")
    chips = page.locator(".filter-chip")
    expect(chips).to_have_count(2)
    sector = chips.filter(has_text=word("en", "sector.automotive"))
    expect(sector).to_have_accessible_name(re.compile(word("en", "sector.automotive")))
    sector.click()
    expect(chips).to_have_count(1)
    assert set(listed(page)) == {project["id"] for project in PROJECTS if project["status"] != "operating"}
    chips.press("Enter")
    expect(chips).to_have_count(0)
    assert len(listed(page)) == len(PROJECTS)
    assert page.evaluate("document.activeElement !== document.body"), "the focus is lost"


def test_only_leaves_one_and_a_second_time_the_rest_can_be_had_back(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=legend")
    row = switch_of(page, "sector", "textile").locator("xpath=..")
    row.hover()
    only = row.get_by_role("button", name=re.compile(f"^{re.escape(word('en', 'filter.only'))}", re.IGNORECASE))
    only.click()
    expect(only).to_be_focused()
    wanted = {project["id"] for project in PROJECTS if project["sector"] == "textile"}
    expect(shown(page)).to_contain_text(f"{len(wanted)} of {len(PROJECTS)}")
    show_tab(page, "projects")
    assert set(listed(page)) == wanted
    expect(page.locator(".filter-chip")).to_contain_text(word("en", "sector.textile"))
    assert state(page)["sector"] == "textile"


def test_who_chooses_years_is_told_how_many_projects_have_none(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=legend&years=2019-2020")
    without = sum("start" not in project for project in PROJECTS)
    note = panel(page).get_by_text(word("en", "filter.no_year").replace("{n}", str(without)), exact=True)
    expect(note).to_be_visible()
    switch_of(page, "status", "unknown").click()
    expect(note).to_have_count(0)


def test_the_histogram_of_years_says_its_numbers(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=legend")
    years = [int(project["start"][:4]) for project in PROJECTS if "start" in project]
    told = page.locator(".histogram").get_attribute("aria-label") or ""
    pairs = dict(pair.split(": ") for pair in told.split(", "))
    wanted = {str(year): str(years.count(year)) for year in range(min(years), max(years) + 1)}
    assert pairs == wanted
    expect(page.locator(".histogram .bar")).to_have_count(len(wanted))


# --- choosing ---------------------------------------------------------------------------------------------------------


# The map has come to rest: the element stands where it stood a moment before.
def scrolled(page: Page) -> float:
    """How far the panel is scrolled."""
    return float(page.locator("#panel-body").evaluate("body => body.scrollTop"))


def test_choosing_in_the_list_opens_the_card_moves_the_map_and_back_returns(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    before = page.evaluate("map_coopmap.getCenter().lng")
    project = project_of("chevrolet-kostanay")
    page.mouse.move(150, 500)
    page.mouse.wheel(0, 400)
    until(page, "document.getElementById('panel-body').scrollTop > 0")
    rests(page)
    entry = entry_of(page, project)
    entry.scroll_into_view_if_needed()
    was = scrolled(page)
    entry.click()
    opened = card(page)
    expect(opened.get_by_role("heading", level=2)).to_have_text(name(project))
    expect(opened.get_by_role("heading", level=2)).to_be_focused()
    assert scrolled(page) == 0
    mark = mark_of(page, project)
    rests(page)
    assert page.evaluate("map_coopmap.getCenter().lng") != before
    at, covered = mark.bounding_box(), panel(page).bounding_box()
    assert at
    assert covered
    assert at["x"] > covered["x"] + covered["width"]
    expect(mark).to_be_in_viewport(ratio=1)
    way_out(page).click()
    expect(entry).to_be_focused()
    expect(entry).to_be_in_viewport()
    assert scrolled(page) == pytest.approx(was, abs=1)


def test_a_card_that_a_mark_opened_pages_on_through_the_list(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    order = listed(page)
    heading = card(page).get_by_role("heading", level=2)
    mark_of(page, project_of("appliances-saran")).press("Enter")
    expect(card(page).locator(".pager")).to_contain_text(f"{order.index('appliances-saran') + 1} of {len(PROJECTS)}")
    card(page).get_by_role("button", name=word("en", "card.next"), exact=True).click()
    expect(heading).to_have_text(name(project_of(order[order.index("appliances-saran") + 1])))
    page.keyboard.press("Escape")
    mark_of(page, project_of("chevrolet-kostanay")).press("Enter")
    card(page).get_by_role("button", name=word("en", "card.next"), exact=True).click()
    expect(heading).to_have_text(name(project_of("saz-buses")))  # the other one of that mark
    expect(card(page).locator(".pager")).to_contain_text(f"2 of {len(PROJECTS)}")


def test_next_and_previous_go_through_the_list_as_it_stands(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    order = find(page, "Tashkent")
    assert len(order) > 2
    entry_of(page, project_of(order[0])).press("Enter")
    heading = card(page).get_by_role("heading", level=2)
    following = card(page).get_by_role("button", name=word("en", "card.next"), exact=True)
    for identity in order[1:]:
        following.press("Enter")
        expect(heading).to_have_text(name(project_of(identity)))
        expect(following).to_be_focused()
    following.click()
    expect(heading).to_have_text(name(project_of(order[0])))
    card(page).get_by_role("button", name=word("en", "card.previous"), exact=True).click()
    expect(heading).to_have_text(name(project_of(order[-1])))
    page.keyboard.press("Escape")
    expect(entry_of(page, project_of(order[-1]))).to_be_focused()
    expect(search(page)).to_have_value("Tashkent")


@pytest.mark.parametrize("language", ["en", "kk"])
def test_the_list_is_in_order_of_names(open_page: Opener, built_map: Path, language: str):
    page = open_page(built_map, language_hash=f"lang={language}")
    names = page.locator("#panel-body .entry-name").all_inner_texts()
    compared = page.evaluate(
        """([names, tag]) =>
          [...names].sort(new Intl.Collator(tag, {numeric: true, ignorePunctuation: true}).compare)""",
        [names, language],
    )
    assert names == compared
    assert names[0][0].isalpha(), "a name in quotation marks stands before the letters"


def test_a_filter_keeps_an_open_card_and_the_list_behind_it_follows(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&project=chevrolet-kostanay")
    expect(card(page)).to_be_visible()
    page.evaluate("location.hash = 'lang=en&project=chevrolet-kostanay&sector=textile'")
    expect(card(page)).to_be_visible()
    way_out(page).click()
    assert set(listed(page)) == {project["id"] for project in PROJECTS if project["sector"] == "textile"}


# --- the address ------------------------------------------------------------------------------------------------------


def picture(page: Page) -> dict[str, Any]:
    """What a reader sees of the state: language, tab, list or card, search, switches, view."""
    return {
        "language": page.locator("html").get_attribute("lang"),
        "tab": page.locator("[role=tab][aria-selected=true]").get_attribute("id"),
        "search": search(page).input_value() if search(page).count() else page.locator(".search").input_value(),
        "card": card(page).get_by_role("heading", level=2).all_inner_texts(),
        "panel": page.locator("#panel-body").inner_text(),
        "marks": page.locator(".mark").evaluate_all("marks => marks.map((one) => one.getAttribute('aria-label'))"),
        "view": page.evaluate(
            "[map_coopmap.getZoom(), map_coopmap.getCenter().lat.toFixed(2), map_coopmap.getCenter().lng.toFixed(2)]"
        ),
    }


def test_the_address_holds_everything_and_opens_the_same_elsewhere(open_page: Opener, built_map: Path):
    page = open_page(built_map)
    use(page, "uz")
    find(page, "toshkent")
    show_tab(page, "legend", "uz")
    switch_of(page, "status", "construction").click()
    panel(page).get_by_role("slider", name=word("uz", "filter.from"), exact=True).fill("2020")
    page.get_by_role("button", name=word("uz", "control.zoom_in"), exact=True).click()
    until(page, "location.hash.includes('view=')")
    held = state(page)
    assert {"lang", "q", "status", "years", "tab", "view"} <= held.keys()
    assert (held["lang"], held["q"], held["tab"]) == ("uz", "toshkent", "legend")
    rests(page)
    again = open_page(built_map, language_hash=fragment(page.url))
    assert picture(again) == picture(page)
    # With a project on top, in a browser of another language.
    show_tab(page, "projects", "uz")
    identity = listed(page)[1]
    entry_of(page, project_of(identity)).click()
    rests(page)
    rests(page)
    assert state(page)["project"] == identity
    third = open_page(built_map, language_hash=fragment(page.url), locale="ru-RU")
    assert picture(third) == picture(page)


def test_the_browsers_back_and_forward_walk_through_what_was_open(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    first, second = (project_of(identity) for identity in listed(page)[:2])
    heading = card(page).get_by_role("heading", level=2)
    entry_of(page, first).click()
    card(page).get_by_role("button", name=word("en", "card.next"), exact=True).click()
    expect(heading).to_have_text(name(second))
    way_out(page).click()
    show_tab(page, "events")
    page.go_back()
    expect(page.get_by_role("tab", name=word("en", "tab.projects"))).to_have_attribute("aria-selected", "true")
    page.go_back()
    expect(heading).to_have_text(name(second))
    page.go_back()
    expect(heading).to_have_text(name(first))
    page.go_back()
    expect(card(page)).to_have_count(0)
    assert len(listed(page)) == len(PROJECTS)
    page.go_forward()
    expect(heading).to_have_text(name(first))
    page.go_forward()
    expect(heading).to_have_text(name(second))


def test_nonsense_in_the_address_does_no_harm(open_page: Opener, built_map: Path):
    page = open_page(
        built_map,
        language_hash="lang=en&project=nobody&sector=rockets,&status=%00&years=9999-0&view=a/b/c&tab=__proto__&q=%E0%A4%A",
    )
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    panel(page).get_by_role("button", name=word("en", "legend.all"), exact=True).first.click()
    assert len(listed(page)) == len(PROJECTS)


@pytest.mark.parametrize("which", ["link.copy", "link.copy_project"])
def test_a_copied_link_opens_the_same_in_another_window(open_page: Opener, built_map: Path, which: str):
    page = open_page(built_map, language_hash="lang=ru", permissions=["clipboard-read", "clipboard-write"])
    found = find(page, "Костанай")
    if which == "link.copy_project":
        entry_of(page, project_of(found[0])).click()
    panel(page).get_by_role("button", name=word("ru", which), exact=True).first.click()
    expect(page.get_by_role("status").filter(has_text=word("ru", "link.copied"))).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(built_map.resolve().as_uri() + "#")
    again = open_page(built_map, language_hash=fragment(copied))
    expect(again.locator("html")).to_have_attribute("lang", "ru")
    if which == "link.copy_project":
        expect(card(again).get_by_role("heading", level=2)).to_have_text(name(project_of(found[0]), "ru"))
    else:
        expect(search(again)).to_have_value("Костанай")
        assert listed(again) == found


# --- the panel itself -------------------------------------------------------------------------------------------------


def test_the_panel_can_be_closed_and_opened_and_the_map_fills_the_window(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    panel(page).get_by_role("button", name=word("en", "panel.close"), exact=True).first.click()
    expect(page.locator("#panel")).to_be_hidden()
    opener = page.locator("#panel-open")
    expect(opener).to_be_focused()
    expect(opener).to_contain_text(str(shipped_layer().members["title_en"]))
    assert page.evaluate("document.elementFromPoint(200, 500).closest('.folium-map') !== null")
    page.keyboard.press("Enter")
    expect(panel(page)).to_be_visible()
    expect(search(page)).to_be_focused()
    expect(opener).to_be_hidden()


def test_a_mark_opens_the_panel_that_was_closed(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    panel(page).get_by_role("button", name=word("en", "panel.close"), exact=True).first.click()
    mark_of(page, project_of("appliances-saran")).press("Enter")
    expect(card(page)).to_be_visible()


def test_the_skip_link_comes_first_and_leads_to_the_list(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    page.keyboard.press("Tab")
    skip = page.locator("#skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    expect(skip).to_have_text(word("en", "panel.skip"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#panel-body') !== null")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert state(page).get("lang") == "en"


def test_tabs_are_walked_with_the_arrow_keys(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    tabs = page.get_by_role("tab")
    tabs.first.focus()
    for number in (1, 2, 3, 0):
        page.keyboard.press("ArrowRight")
        expect(tabs.nth(number)).to_be_focused()
        expect(tabs.nth(number)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowLeft")
    expect(tabs.last).to_be_focused()


# --- the sheet of a phone ---------------------------------------------------------------------------------------------


def on_a_phone(open_page: Opener, built_map: Path) -> tuple[Page, Locator]:
    """The page on a phone, and the handle of its sheet."""
    page = open_page(built_map, width=390, height=844, language_hash="lang=en", has_touch=True, is_mobile=True)
    return page, page.locator("#panel .handle")


def rests_at(page: Page, share: tuple[float, float]) -> None:
    """Wait until the sheet covers this share of the window."""
    low, high = share
    until(page, SHARE, [low, high])
    rests(page)


SHARE = """([low, high]) => {
  const share = document.getElementById("panel").getBoundingClientRect().height / innerHeight;
  return share >= low && share <= high;
}"""
CLOSED, HALF, FULL = (0.04, 0.1), (0.45, 0.65), (0.85, 0.98)


def test_the_sheet_has_three_heights_by_tap(open_page: Opener, built_map: Path):
    page, handle = on_a_phone(open_page, built_map)
    rests_at(page, HALF)
    expect(handle).to_have_accessible_name(word("en", "panel.enlarge"))
    expect(handle).to_have_text("")  # the list below it says the count
    expect(page.locator("#panel-body .entry").first).to_be_in_viewport()
    handle.tap()
    rests_at(page, FULL)
    expect(handle).to_be_in_viewport(ratio=1)
    expect(handle).to_have_accessible_name(word("en", "panel.close"))
    handle.tap()
    rests_at(page, CLOSED)
    expect(handle).to_have_accessible_name(re.compile(word("en", "panel.open") + "$"))
    expect(handle).to_contain_text(f"{len(PROJECTS)} of {len(PROJECTS)}")
    handle.tap()
    rests_at(page, HALF)


def swipe(page: Page, at: Locator, to: float, end: str = "touchEnd") -> None:
    """Drag with one finger from the middle of an element to a height of the window."""
    box = at.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + min(20, box["height"] / 2)
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 7):
        point = {"x": x, "y": y + (to - y) * step / 6}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": end, "touchPoints": []})


def test_the_sheet_follows_the_finger(open_page: Opener, built_map: Path):
    page, handle = on_a_phone(open_page, built_map)
    rests_at(page, HALF)
    swipe(page, handle, 470)  # a finger that hardly moves would tap
    rests_at(page, HALF)
    swipe(page, handle, 90)
    rests_at(page, FULL)
    swipe(page, handle, 440)
    rests_at(page, HALF)
    swipe(page, handle, 830)
    rests_at(page, CLOSED)


@pytest.mark.slow
def test_a_tap_straight_after_the_sheet_was_flicked_shut_opens_it(open_page: Opener, built_map: Path):
    page, handle = on_a_phone(open_page, built_map)
    rests_at(page, HALF)
    swipe(page, handle, 830)
    rests_at(page, CLOSED)
    handle.tap()
    rests_at(page, HALF)


@pytest.mark.slow
def test_a_drag_that_the_system_breaks_off_leaves_the_sheet_as_it_was(open_page: Opener, built_map: Path):
    page, handle = on_a_phone(open_page, built_map)
    rests_at(page, HALF)
    swipe(page, handle, 20, end="touchCancel")
    rests_at(page, HALF)
    expect(page.locator(".mark").first).to_be_in_viewport()
    expect(page.locator("#panel-body .entry").first).to_be_in_viewport()


def test_on_a_phone_a_project_of_the_list_is_seen_above_its_card(open_page: Opener, built_map: Path):
    page, handle = on_a_phone(open_page, built_map)
    rests_at(page, HALF)
    handle.tap()
    rests_at(page, FULL)
    project = project_of("chevrolet-kostanay")
    entry_of(page, project).tap()
    expect(card(page).get_by_role("heading", level=2)).to_have_text(name(project))
    way_out(page).tap()
    expect(entry_of(page, project)).to_be_focused()


# --- cards ------------------------------------------------------------------------------------------------------------


def test_a_title_of_a_source_bears_the_language_that_it_is_in(open_page: Opener):
    titles = {
        ("ru", "Токаев и Мирзиёев запустили 7 проектов"): "ru",
        ("ru", "Silkway contract"): "en",
        ("kk", "QazTehna makes Yutong"): "en",
        ("zh", "Site of 159.4 ha in Tashkent region"): "en",
        ("kk-Latn", "Akim of Shymkent visits the Alliance spinning factory"): "en",
        ("kk-Latn", "Qyzylordadan Ózbekstan shekarasyna"): "kk-Latn",
        ("uz", "471 direct agreements between universities"): "en",
        ("uz", "Oʻzbekistonga borgan qozogʻistonliklar soni oshgan"): "uz",
        ("uz-Cyrl", "Қашқадарёда $250 миллионлик мажмуа"): "uz-Cyrl",
        ("it", "Astana Motors espande export auto Hyundai"): "it",
        ("en", "Hyundai"): "en",
        (None, "ALA–TAS"): None,
        ("no language", "ALA–NQZ"): None,
    }
    sources = [
        {"title": title, **({"language": language} if language else {}), "supports": ["name"]}
        for language, title in titles
    ]
    page = open_page(render_page(layer(feature(sources=sources))), language_hash="lang=kk")
    page.locator("#panel-body .entry").click()
    shown_titles = card(page).locator(".sources li > span:first-child")
    assert shown_titles.evaluate_all("all => all.map((one) => one.getAttribute('lang'))") == list(titles.values())


def test_no_date_in_a_sentence_of_the_data_breaks_at_its_hyphen(open_page: Opener):
    told = feature(
        summary_uz="Zavod 2025-yil 15-noyabrda ochildi.",
        figures=[{"label_en": "a", "label_uz": "2025-yilda", "value": 5, "unit": "jobs", "date": "2025"}],
    )
    page = open_page(render_page(layer(told)), language_hash="lang=uz")
    page.locator("#panel-body .entry").click()
    expect(card(page).locator(".summary")).to_contain_text("2025-\u2060yil 15-\u2060noyabrda")
    expect(card(page).locator(".figure dt").last).to_contain_text("2025-\u2060yilda")


@pytest.mark.parametrize("language", ["en", "ru", "uz", "kk"])
def test_a_note_that_is_no_dispute_has_a_heading_of_its_own(open_page: Opener, built_map: Path, language: str):
    project = project_of("icic-central-asia")
    page = open_page(built_map, language_hash=f"lang={language}&project={project['id']}")
    for key, disputed in (("disputes", True), ("remarks", False)):
        texts = [each[f"text_{language}"] for each in project["disputes"] if ("field" in each) is disputed]
        part = card(page).locator("section", has=page.get_by_role("heading", name=word(language, f"card.{key}")))
        said = [text.replace("\u2060", "") for text in part.locator("p").all_text_contents()]
        assert said == texts != []


# --- many projects ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_no_line_of_a_hit_is_cut_in_half_in_a_long_list(open_page: Opener):
    long = "Ferrosilicomanganese-Verarbeitungsgesellschaft " * 4
    made = [feature(id=f"made-{number}", summary_en=f"{long} quartzite {long}") for number in range(210)]
    page = open_page(render_page(layer(*made)), language_hash="lang=en")
    search(page).fill("quartzite")
    expect(page.locator(".entry-hit").first).to_be_visible()
    until(page, "document.querySelectorAll('.entries-long .entry-hit').length > 3")
    cut = page.locator(".entries-long .entry-hit").evaluate_all(
        """hits => hits.filter((hit) => {
          const line = parseFloat(getComputedStyle(hit).lineHeight);
          const [own, row] = [hit.getBoundingClientRect(), hit.closest("li").getBoundingClientRect()];
          return own.bottom > row.bottom || Math.abs(own.height / line - Math.round(own.height / line)) > 0.1;
        }).length"""
    )
    assert cut == 0
    expect(page.locator(".entry-hit mark").first).to_be_in_viewport()


MANY = 1000


@pytest.fixture(scope="module")
def many() -> geo.Layer:
    """1,000 projects made of the shipped ones near the towns of the base map; every fiftieth has no place."""
    towns = json.loads(geo.data_path("basemap/places.geojson").read_text(encoding="utf-8"))["features"]
    models: list[Any] = [dict(each) for each in shipped_layer().features]
    chance = random.Random(3)  # noqa: S311  made data, the same each time
    made = []
    for number in range(MANY):
        model = chance.choice(models)
        x, y = chance.choice(towns)["geometry"]["coordinates"]
        at = [round(x + chance.uniform(-0.3, 0.3), 4), round(y + chance.uniform(-0.3, 0.3), 4)]
        placed = number % 50 != 0
        names = {key: f"{text} {number}" for key, text in model["properties"].items() if key.startswith("name_")}
        fields = {**model["properties"], **names, "id": f"made-{number}"}
        fields["precision"] = "town" if placed else "unlocated"
        fields.pop("route", None)
        geometry = {"type": "Point", "coordinates": at} if placed else None
        made.append({"type": "Feature", "id": fields["id"], "geometry": geometry, "properties": fields})
    return layer(*made, title_en="Many")


@pytest.fixture(scope="module")
def many_page(many: geo.Layer) -> str:
    """Their page."""
    return render_page(many)


# The largest number on a gathered mark in the window, 0 when there is none.
BIGGEST = """() => {
  const seen = ({x, y}) => x > 0 && y > 0 && x < innerWidth && y < innerHeight;
  const crowds = [...document.querySelectorAll(".mark-crowd")].filter((one) => seen(one.getBoundingClientRect()));
  return Math.max(0, ...crowds.map((one) => Number(one.textContent)));
}"""
MIDDLES = """all => all.map((one) => {
  const {x, y, width} = one.getBoundingClientRect();
  return [x + width / 2, y + width / 2];
})"""


def total_on_map(page: Page) -> int:
    """How many projects the marks stand for."""
    said: list[str] = page.locator(".mark").evaluate_all("all => all.map((one) => one.getAttribute('aria-label'))")
    crowds = [int(found[1]) for text in said if (found := re.match(r"([\d,]+) projects? here", text.replace(",", "")))]
    single: list[int] = page.locator(".mark:not(.mark-crowd)").evaluate_all(
        "all => all.map((one) => Number(one.querySelector('.mark-count')?.textContent ?? 1))"
    )
    return sum(crowds) + sum(single)


def test_a_long_list_draws_only_what_is_seen(open_page: Opener, many: geo.Layer, many_page: str):
    page = open_page(many_page, language_hash="lang=en")
    expect(shown(page)).to_have_text(re.compile("^1,?000 of 1,?000 projects shown$"))
    entries = page.locator("#panel-body .entry")
    expect(entries.first).to_be_visible()
    assert entries.count() < 40
    names = {str(project.properties["name_en"]) for project in many.projects}
    assert set(page.locator("#panel-body .entry-name").all_inner_texts()) <= names
    page.locator("#panel-body").evaluate("body => body.scrollTo(0, body.scrollHeight)")
    last = page.locator("#panel-body li[aria-posinset='1000']")
    expect(last).to_be_in_viewport()
    assert entries.count() < 40
    was = scrolled(page)
    last.locator(".entry").click()
    expect(card(page)).to_be_visible()
    way_out(page).click()
    expect(last.locator(".entry")).to_be_focused()
    assert scrolled(page) == pytest.approx(was, abs=2)


@pytest.mark.slow
def test_a_list_of_150_has_every_entry_and_lays_out_what_comes_into_view(open_page: Opener, many: geo.Layer):
    page = open_page(render_page(layer(*many.features[:150])), language_hash="lang=en")
    entries = page.locator("#panel-body .entry")
    expect(entries).to_have_count(150)
    laid_out = "one => one.checkVisibility({contentVisibilityAuto: true})"
    assert entries.first.evaluate(laid_out)
    assert not entries.last.evaluate(laid_out)
    page.locator("#panel-body").evaluate("body => body.scrollTo(0, body.scrollHeight)")
    expect(entries.last).to_be_in_viewport()
    assert entries.last.evaluate(laid_out)
    last = listed(page)[-1]
    entries.last.click()
    expect(card(page)).to_be_visible()
    way_out(page).click()
    expect(entries.last).to_be_focused()
    expect(entries.last).to_be_in_viewport(ratio=1)
    assert listed(page)[-1] == last


def test_every_hit_is_listed_though_those_on_the_first_screen_come_first(open_page: Opener):
    plants = [feature(id=f"plant-{number}", name_en=f"Plant {number}") for number in range(90)]
    page = open_page(render_page(layer(*plants, feature(id="mill", name_en="Mill"))), language_hash="lang=en")
    entries = page.locator("#panel-body .entry")
    expect(entries).to_have_count(91)
    page.evaluate("""() => {
      window.lengths = [];
      const note = () => lengths.push(document.querySelectorAll("#panel-body .entry").length);
      new MutationObserver(note).observe(document.getElementById("panel-body"), {childList: true, subtree: true});
    }""")
    page.get_by_role("searchbox").fill("plant")
    expect(entries).to_have_count(90)
    assert page.evaluate("lengths") == [40, 90]
    assert listed(page)[-1] == "plant-89"


# Keys that are faster than the frames, which tell of the scrolling.
NO_FRAMES = "addEventListener('scroll', (event) => event.stopImmediatePropagation(), true)"


@pytest.mark.slow
def test_a_long_list_is_walked_by_the_tab_key_however_fast(open_page: Opener, many_page: str):
    page = open_page(many_page, language_hash="lang=en")
    page.evaluate(NO_FRAMES)
    entry = page.locator("#panel-body li[aria-posinset='1'] .entry")
    entry.focus()
    for number in range(2, 41):
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement.closest('li')?.getAttribute('aria-posinset')")
        assert at == str(number)


def test_many_marks_are_gathered_and_open_out(open_page: Opener, many: geo.Layer, many_page: str):
    placed = sum(project.geometry is not None for project in many.projects)
    page = open_page(many_page, language_hash="lang=en", reduced_motion="reduce")
    marks = page.locator(".mark")
    assert marks.count() < 250
    assert total_on_map(page) == placed
    switch_off = "automotive"
    show_tab(page, "legend")
    switch_of(page, "sector", switch_off).click()
    left = sum(project.geometry is not None and project.properties["sector"] != switch_off for project in many.projects)
    assert total_on_map(page) == left
    crowd = page.locator(".mark-crowd").first
    zoom = page.evaluate("map_coopmap.getZoom()")
    biggest = page.evaluate(BIGGEST)
    crowd.press("Enter")
    until(page, "zoom => map_coopmap.getZoom() > zoom", zoom)
    rests(page)
    assert total_on_map(page) == left
    smaller = page.evaluate(BIGGEST)
    assert smaller < biggest


@pytest.mark.slow
def test_gathered_marks_lie_apart_and_say_what_they_hold(open_page: Opener, many_page: str):
    page = open_page(many_page, language_hash="lang=en")
    crowds = page.locator(".mark-crowd")
    assert crowds.count() > 5
    for crowd in crowds.all()[:5]:
        expect(crowd).to_have_accessible_name(re.compile(r"^[\d,]+ projects here, zoom in; \w"))
    boxes = crowds.evaluate_all(MIDDLES)
    near = [
        (one, other) for one, other in pairwise(sorted(boxes)) if abs(one[0] - other[0]) + abs(one[1] - other[1]) < 20
    ]
    assert near == []


@pytest.mark.parametrize("size", [(1280, 720), (390, 844)])
def test_a_language_from_right_to_left_turns_the_page_around_and_not_the_map(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
):
    monkeypatch.setattr(i18n, "is_right_to_left", lambda language: language == "kk")
    there = feature(name_kk="هرات", name_ar="كابل", name_en="Herat")
    page = open_page(render_page(layer(there, title_kk="هرات"), language="kk"), width=size[0], height=size[1])
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    at = page.evaluate("document.getElementById('panel').getBoundingClientRect().toJSON()")
    buttons = page.evaluate("document.querySelector('.zoom-buttons').getBoundingClientRect().toJSON()")
    assert size[0] - at["right"] <= 12
    assert buttons["left"] <= 12
    assert page.evaluate("getComputedStyle(document.querySelector('.folium-map')).direction") == "ltr"
    page.evaluate("document.querySelector('#languages [lang=en]').click()")
    assert page.evaluate("document.documentElement.dir") == "ltr"
    assert page.evaluate("document.getElementById('panel').getBoundingClientRect().left") <= 12
