"""Key figures and events as a reader meets them in the panel: every value told, drawn to scale, with its sources."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import geo
from maps import render_page
from maps.text import i18n
from tests.browser import Opener
from tests.geo.samples import feature
from tests.maps.pages import layer, reopen, shipped_layer, word

LANGUAGES = ("en", "ru", "uz", "kk")
INDICATORS = geo.read_indicators(geo.data_path("indicators.json"))
MILESTONES = geo.read_milestones(geo.data_path("milestones.json"))
PLACED = [milestone for milestone in MILESTONES if "lon" in milestone]
VALUES = [(indicator, value) for indicator in INDICATORS for value in indicator["values"]]
DRAWN = [(indicator, value) for indicator, value in VALUES if value["kind"] in ("actual", "goal")]


def show(page: Page, tab: str, language: str = "en") -> Locator:
    """Choose a tab of the panel; its body."""
    page.get_by_role("tab", name=word(language, f"tab.{tab}"), exact=True).click()
    return page.get_by_role("tabpanel")


def indicator_of(page: Page, identity: str) -> Locator:
    """The part of the panel that shows an indicator."""
    return page.locator(f'[data-indicator~="{identity}"]')


def event_of(page: Page, identity: str) -> Locator:
    """The part of the timeline that shows a milestone."""
    return page.locator(f'[data-event="{identity}"]')


def told(text: str | None) -> str:
    """A text with every kind of space as one plain space, and without the signs that keep a date whole."""
    return " ".join((text or "").replace("\u2060", "").split())


def number(value: float, language: str) -> str:
    """How the language writes a number: 4.27 (of billions), 956,000, 1199."""
    size = next((size for size in (1e9, 1e6) if value >= size), 1)
    group, decimal = told(word(language, "number.group")) or " ", word(language, "number.decimal")
    text = f"{value / size:,.2f}".rstrip("0").rstrip(".")
    if language != "en" and value < 10_000:
        text = text.replace(",", "")
    return text.replace(",", "\0").replace(".", decimal).replace("\0", group)


# --- figures ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_is_told_with_its_label_and_what_one_must_know(open_page: Opener, built_map: Path, language: str):
    page = open_page(built_map, language_hash=f"lang={language}&tab=figures")
    for indicator, value in VALUES:
        section = indicator_of(page, indicator["id"])
        expect(section.get_by_role("heading", name=indicator[f"name_{language}"], exact=True)).to_be_visible()
        text = told(section.text_content())
        for record in (value, *value.get("disputes", ())):
            assert told(record.get(f"text_{language}", "")) in text
        if value["kind"] != "ratio":
            assert told(value[f"label_{language}"]) in text
            assert number(value["value"], language) in text, value


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_alternatives_say_every_number_that_is_drawn(open_page: Opener, built_map: Path, language: str):
    page = open_page(built_map, language_hash=f"lang={language}&tab=figures")
    for indicator, value in DRAWN:
        image = indicator_of(page, indicator["id"]).get_by_role("img")
        said = told(image.get_attribute("aria-label"))
        assert indicator[f"name_{language}"] in said
        assert f"{number(value['value'], language)}" in said, value
        assert told(value[f"label_{language}"]) in said
        if "growth_percent" in value:
            assert "+" + number(value["growth_percent"], language) in said
        assert re.search(
            rf"(?<![\d.,]){re.escape(number(value['value'], language))}(?!\d)",
            told(" ".join(image.locator("text").all_text_contents())),
        )


def test_bars_are_as_long_as_their_values_say(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=figures")
    for indicator in INDICATORS:
        chart = indicator_of(page, indicator["id"]).get_by_role("img")
        widths = chart.locator("rect").evaluate_all("bars => bars.map((bar) => Number(bar.getAttribute('width')) + 1)")
        values = [value["value"] for one, value in DRAWN if one["unit"] == indicator["unit"]]
        scale = max(widths) / max(values)
        assert sorted(widths) == pytest.approx(sorted(value * scale for value in values), abs=0.01), indicator["id"]


def test_opposite_directions_stand_at_two_sides_of_one_axis(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=figures")
    section = indicator_of(page, "visitors-kz-uz")
    assert section.get_attribute("data-indicator") == "visitors-kz-uz visitors-uz-kz"
    bars = section.locator("rect")
    middle = section.get_by_role("img").evaluate("chart => chart.viewBox.baseVal.width / 2")
    edges = bars.evaluate_all(
        "bars => bars.map((bar) => [bar.x.baseVal.value, bar.x.baseVal.value + bar.width.baseVal.value])"
    )
    assert sorted(end < middle for _, end in edges) == [False] * 3 + [True] * 4
    assert all(end < middle or start > middle for start, end in edges)


def test_the_goal_is_hollow_and_dashed_and_parts_of_a_year_are_lighter(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=figures")
    trade = indicator_of(page, "trade")
    goal = trade.locator("rect.bar-goal")
    expect(goal).to_have_count(1)
    expect(goal).to_have_css("fill", "none")
    assert goal.evaluate("bar => getComputedStyle(bar).strokeDasharray") != "none"
    opacities = trade.locator("rect").evaluate_all(
        "bars => bars.map((bar) => Number(getComputedStyle(bar).fillOpacity))"
    )
    assert [opacity < 1 for opacity in opacities] == [False] * 2 + [True] * 3 + [False] * 4


def test_what_is_permitted_is_told_and_not_drawn(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=figures")
    flights = indicator_of(page, "flights-per-week")
    expect(flights.get_by_text("238 flights a week")).to_be_visible()
    chart = flights.get_by_role("img")
    assert chart.locator("rect").count() == 2
    assert "238" not in told(chart.text_content()) + told(chart.get_attribute("aria-label"))
    assert "238" not in told(flights.locator(".tiles-of").text_content())


def test_no_number_is_made_up_for_2016(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=figures")
    trade = indicator_of(page, "trade")
    expect(trade.get_by_text("almost 2.5 times that of 2016")).to_be_visible()
    assert "2016" not in told(trade.get_by_role("img").text_content())
    assert not re.search(r"1\.7|1\.71", told(trade.text_content()))


def test_the_articles_figure_stands_large_beside_the_newer_one(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=figures")
    large = {one["id"]: indicator_of(page, one["id"]).locator(".tile b").all_text_contents() for one in INDICATORS}
    assert large["trade"] == ["4.27", "4.97", "10"]
    assert large["joint-ventures"] == ["6,000", "6,500"]
    assert large["visitors-kz-uz"] == ["2.5", "1.3"]
    assert large["flights-per-week"] == ["50", "40"]
    assert large["university-agreements"] == ["280", "471"]
    assert large["mutual-visits"] == ["25"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_goal_says_that_it_is_one(open_page: Opener, built_map: Path, language: str):
    page = open_page(built_map, language_hash=f"lang={language}&tab=figures")
    [goal] = [value for _, value in VALUES if value["kind"] == "goal"]
    large = told(indicator_of(page, "trade").locator(".tile.bar-goal").text_content())
    assert large.endswith(told(goal[f"label_{language}"]))


BROKEN = """(elements) => elements.flatMap((element) => {
  const [node] = element.childNodes;
  return [...node.data.matchAll(/\\S+/g)].filter(({0: word, index}) => {
    const range = document.createRange();
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    return range.getClientRects().length > 1;
  }).map(([word]) => word);
})"""
"""The words of elements of plain text that stand on two lines."""


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
def test_no_name_of_a_figure_breaks_within_a_word(open_page: Opener, built_map: Path, width: int, height: int):
    page = open_page(built_map, width=width, height=height)
    for language in LANGUAGES:
        reopen(page, f"lang={language}&tab=figures")
        assert page.locator(".indicator h2").evaluate_all(BROKEN) == [], language


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_of_a_card_breaks_within_a_word(open_page: Opener, built_map: Path, language: str):
    page = open_page(built_map, language_hash=f"lang={language}", reduced_motion="reduce")
    numbers, counted = page.locator(".card dd"), 0
    for project in shipped_layer().projects:
        page.evaluate("hash => { location.hash = hash; }", f"lang={language}&project={project.id}")
        expect(page.locator(f".card[data-project='{project.id}']")).to_be_attached()
        assert numbers.evaluate_all(BROKEN) == [], project.id
        counted += numbers.count()
    assert counted > len(shipped_layer().projects)


def test_contradicting_figures_are_told_as_disputed(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=figures")
    disputed = page.locator(".indicator", has=page.get_by_role("heading", name=word("en", "card.disputes")))
    found = " ".join(each.get_attribute("data-indicator") or "" for each in disputed.all()).split()
    contradicted = [one["id"] for one in INDICATORS if any("disputes" in value for value in one["values"])]
    assert found == ["trade", "joint-ventures", "visitors-kz-uz", "visitors-uz-kz", "flights-per-week",
                     "university-agreements", "mutual-visits"]  # fmt: skip
    assert set(contradicted) == set(found) - {"visitors-uz-kz"}, "that one stands beside the first"
    flights = indicator_of(page, "flights-per-week")
    expect(flights.locator(".disputes")).to_contain_text("Lower than the article")
    expect(flights.locator(".noted")).to_contain_text("not one route")


def test_numbers_of_sources_lead_to_the_list_below(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=figures")
    flights = indicator_of(page, "flights-per-week")
    flights.locator("summary").click()
    expect(flights.locator("details li").nth(1)).to_contain_text("Sputnik")
    assert "more than 40 flights a week ²" in told(flights.get_by_role("img").text_content())


@pytest.mark.parametrize("tab", ["figures", "events"])
def test_sources_are_links_that_open_elsewhere_and_tell_nothing(open_page: Opener, built_map: Path, tab: str):
    page = open_page(built_map, language_hash=f"lang=en&tab={tab}")
    links = page.get_by_role("tabpanel").locator("a")
    found = links.evaluate_all("links => links.map((link) => [link.getAttribute('href'), link.target, link.rel])")
    records = MILESTONES if tab == "events" else [value for _, value in VALUES]
    assert {address for address, *_ in found} == {
        source["url"] for record in records for source in record["sources"] if "url" in source
    }
    assert {(target, rel) for _, target, rel in found} == {("_blank", "noopener noreferrer")}
    assert all(re.match("https?://", address) for address, *_ in found)


HOSTILE = "<img src=x onerror=alert(1)>"


def test_companions_from_a_stranger_stay_text(open_page: Opener):
    source = {"title": HOSTILE, "url": "javascript:alert(1)"}
    value = {
        "value": 5,
        "period": HOSTILE,
        "kind": "actual",
        "label_en": HOSTILE,
        "text_en": HOSTILE,
        "article": "no",
        "sources": [source, 7],
    }
    indicators: list[dict[str, Any]] = [
        {"id": "a", "name_en": HOSTILE, "unit": "jobs", "values": [value, "x", {}]},
        {"values": 3},
        {},
    ]
    milestone = {
        "id": "b",
        "name_en": HOSTILE,
        "date": "2020",
        "kind": HOSTILE,
        "lon": "1",
        "lat": 9e9,
        "sources": [source],
        "disputes": [3],
    }
    html = render_page(layer(feature()), language="en", indicators=indicators, milestones=[milestone, {}])
    page = open_page(html)
    body = show(page, "figures")
    expect(body.get_by_role("heading", name=HOSTILE)).to_be_visible()
    body = show(page, "events")
    expect(body.get_by_role("heading", name=HOSTILE)).to_be_visible()
    assert body.locator("img").count() == 0
    assert page.locator("a[href^=javascript]").count() == 0


def test_a_layer_without_companions_says_so(open_page: Opener):
    page = open_page(render_page(layer(feature()), language="en"))
    for tab in ("figures", "events"):
        expect(show(page, tab)).to_have_text(word("en", "panel.nothing"))


SMALL = """body => [...body.querySelectorAll("*")].filter((node) => node.textContent.trim() &&
  parseFloat(getComputedStyle(node).fontSize) * (node.closest("svg")?.getScreenCTM().a ?? 1) < 11.99).length"""
OUTSIDE = """body => [...body.querySelectorAll("svg text")].filter((text) => {
  const [own, all] = [text.getBoundingClientRect(), text.closest("svg").getBoundingClientRect()];
  return own.left < all.left - 1 || own.right > all.right + 1;
}).map((text) => text.textContent)"""


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_charts_fit_the_panel_with_texts_of_12_pixels_at_least(open_page: Opener, built_map: Path, width: int):
    page = open_page(built_map, width=width, height=800)
    body = page.locator("#panel-body")
    for language in LANGUAGES:
        page.get_by_role("button", name=word(language, "language.name"), exact=True).click()
        for tab in ("events", "figures"):
            page.evaluate("tab => document.getElementById('tab-' + tab).click()", tab)
            assert body.evaluate("body => body.scrollWidth <= body.clientWidth"), (language, tab)
            assert body.evaluate(SMALL) == 0, (language, tab)
        assert body.evaluate(OUTSIDE) == [], language


def test_what_is_unfolded_stays_so_while_one_searches(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=figures")
    sources = indicator_of(page, "trade").locator("details")
    sources.locator("summary").click()
    page.get_by_role("searchbox").fill("car")
    expect(sources).to_have_attribute("open", "")


# --- events -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_milestone_is_in_the_timeline(open_page: Opener, built_map: Path, language: str):
    page = open_page(built_map, language_hash=f"lang={language}&tab=events")
    for milestone in MILESTONES:
        event = event_of(page, milestone["id"])
        expect(event.get_by_role("heading", name=milestone[f"name_{language}"], exact=True)).to_be_visible()
        text = told(event.text_content())
        assert told(milestone[f"summary_{language}"]) in text
        assert milestone["date"][:4] in text or len(milestone["date"]) == 4, "its year stands above it"
        assert word(language, f"event.{milestone['kind']}") in text
        months = i18n.texts(language, "date.months_after_day" if len(milestone["date"]) > 7 else "date.months")
        assert len(milestone["date"]) == 4 or months[int(milestone["date"][5:7]) - 1] in text
        for dispute in milestone.get("disputes", []):
            assert told(dispute[f"text_{language}"]) in text
        said = event.get_by_text(word(language, "filter.article"), exact=True)
        assert said.count() == (milestone["article"] == "yes")


def test_events_stand_by_year_in_their_order(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=events")
    years = page.get_by_role("tabpanel").get_by_role("heading", level=2).all_text_contents()
    assert years == sorted({milestone["date"][:4] for milestone in MILESTONES})
    events = page.locator(".event").evaluate_all("events => events.map((event) => event.dataset.event)")
    assert events == [milestone["id"] for milestone in MILESTONES]


PLACE_OF_MARK = """mark => {
  const {x, y, width, height} = mark.getBoundingClientRect();
  const [px, py] = [x + width / 2, y + height / 2];
  const {lat, lng} = map_coopmap.containerPointToLatLng([px, py]);
  return {lat, lng, free: !document.elementFromPoint(px, py).closest(".panel")};
}"""


def press_show(page: Page, milestone: dict[str, Any], language: str = "en") -> Locator:
    """Press an event's button; the button."""
    button = event_of(page, milestone["id"]).get_by_role("button")
    assert button.get_attribute("aria-label") == f"{word(language, 'events.show')}: {milestone[f'name_{language}']}"
    button.press("Enter")
    return button


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)], ids=["wide", "phone"])
def test_an_event_with_a_place_is_shown_on_the_map(open_page: Opener, built_map: Path, width: int, height: int):
    page = open_page(built_map, width=width, height=height, language_hash="lang=en&tab=events", reduced_motion="reduce")
    if width < 760:
        page.locator(".handle").click()  # an address with a tab opens the sheet half
    mark = page.locator(".event-mark")
    for milestone in (PLACED[0], PLACED[-2]):
        press_show(page, milestone)
        expect(mark).to_have_text(milestone["name_en"])
        place = mark.evaluate(PLACE_OF_MARK)
        assert place["free"], "the mark is under the panel"
        assert (place["lng"], place["lat"]) == pytest.approx((milestone["lon"], milestone["lat"]), abs=0.05)


def test_only_events_with_a_place_can_be_shown(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=events")
    for milestone in MILESTONES:
        assert event_of(page, milestone["id"]).get_by_role("button").count() == ("lon" in milestone), milestone["id"]


def test_the_mark_goes_with_escape_a_second_press_and_the_tab(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=events")
    mark = page.locator(".event-mark")
    button = press_show(page, PLACED[0])
    expect(mark).to_have_count(1)
    expect(button).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(mark).to_have_count(0)
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(button).to_be_focused()
    button.press("Enter")
    expect(mark).to_have_count(1)
    button.press("Enter")
    expect(mark).to_have_count(0)
    button.press("Enter")
    show(page, "figures")
    expect(mark).to_have_count(0)


def test_the_mark_follows_the_language(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&tab=events")
    press_show(page, PLACED[0])
    page.get_by_role("button", name=word("kk", "language.name"), exact=True).click()
    expect(page.locator(".event-mark")).to_have_text(PLACED[0]["name_kk"])
    expect(event_of(page, PLACED[0]["id"]).get_by_role("button")).to_have_attribute("aria-pressed", "true")
