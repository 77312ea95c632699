"""Drafts: of a project an id and one name are enough, and every output says of the rest that it is not stated."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation

import geo
from maps import render_page
from maps.drawing import legend_entries, markers
from maps.drawing.options import RenderOptions
from maps.drawing.shapes import Circle, Line, Polygon, Text, flat
from maps.page.packed import packer
from maps.project_tables import plain_projects
from maps.slides.deck import slide_deck
from maps.stills.factsheet import sheets
from maps.stills.picture import picture
from maps.text import formats, i18n, project_text
from maps.text.names import Project, name_of, spoken
from tests.browser import Opener
from tests.geo.samples import area, line, point
from tests.maps.pages import card, entry_of, layer, listed, show_tab, shown, switch_of, use, word

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LANGUAGES = ("en", "ru", "uz", "kk")
NEVER = re.compile(
    r"undefined|\bnull\b|NaN|\[object|\b(?:sector|status|precision|route|card|not_stated|article|country)\.\w"
)
"""What no reader may meet: holes of a program, and keys of words."""


def draft(id: str, geometry: dict[str, Any] | None = None, **properties: Any) -> dict[str, Any]:  # noqa: A002
    """A project of which no more is known than is said here."""
    return {"type": "Feature", "id": id, "geometry": geometry, "properties": {"id": id, **properties}}


DRAFTS = (
    draft("name", name_en="A project of which only the name is known"),
    draft("point", point(69.24, 41.31), name_en="School No 5"),
    draft("russian", point(71.43, 51.13), name_ru="Школа № 12 на проспекте Абая", status="operating"),
    draft("french", point(66.98, 39.65), name_fr="Centre médical", place_fr="Samarcande", sector="medical"),
    draft("town", name_en="Cold store", place_en="Nukus", sector="logistics"),
    draft("long", point(64.42, 39.77), name_de=LONG, place_de=LONG * 2, status="planned", sector="energy"),
    draft("road", line([68, 42.3], [71.4, 42.9]), name_en="A road", sector="road"),
    draft(
        "own", area([[60, 42], [61, 42], [61, 43], [60, 42]]), name_en="A reserve", budget=1_200_000, keeper="The lake"
    ),
    draft(
        "sought", point(76.9, 43.25), name_en="Somebody looked", status="unknown", sector="education", precision="town"
    ),
    draft("nowhere", name_en="Nobody can place it", status="announced", sector="other", precision="unlocated"),
    draft("country", name_en="Somewhere there", precision="country", countries=["UZ"]),
    draft("code", point(65.5, 44.85), name_en="Codes of its own", sector="space", status="dreamt"),
)
ONLY_NAMES = tuple(draft(f"p{n}", point(60 + n, 42), name_en=f"Post {n}") for n in range(4))


@cache
def drafts() -> geo.Layer:
    """Projects of each of which something else is missing."""
    return layer(*DRAFTS, title_en="Drafts")


@cache
def drafts_page(*, packed: bool) -> str:
    """Their page; packed: of so many of them that the page packs them, each set of drafts with ids of its own."""
    if not packed:
        return render_page(drafts())
    copies = packer.LARGE // len(DRAFTS) + 1
    many = [draft(f"{each['id']}-{n}", each["geometry"], **{key: value for key, value in each["properties"].items()
                                                            if key != "id"})
            for n in range(copies) for each in DRAFTS]  # fmt: skip
    return render_page(layer(*many, title_en="Drafts"))


def legend_rows(source: geo.Layer, language: str = "en") -> list[str]:
    """The texts of a still's legend."""
    return [
        row.text
        for block in legend_entries.blocks(plain_projects(source), language, lambda _: "")
        for row in block.rows
    ]


def texts(drawing: Any) -> str:
    """All that a drawing says."""
    return "\n".join(line for shape in flat(drawing.shapes) if isinstance(shape, Text) for line in shape.lines)


def fact_sheets(language: str = "en", only: str = "") -> list[Any]:
    """The pages of the drafts' fact sheets, or of that of one."""
    projects = [project for project in plain_projects(drafts()) if only in ("", project["id"])]
    return sheets(drafts(), projects, RenderOptions(language=language))


# --- stills -----------------------------------------------------------------------------------------------------------


def test_the_legend_of_a_still_says_what_is_not_stated_and_only_where_something_is_not():
    rows = legend_rows(drafts())
    assert {"Sector not stated", "Status not stated", "Precision of the place not stated", "space", "dreamt"} <= set(
        rows
    )
    told = layer(draft("a", point(69, 41), name_en="A", sector="road", status="planned", precision="site"))
    assert not [row for row in legend_rows(told) if "stated" in row]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_stated_has_words_in_every_language(language: str):
    rows = legend_rows(layer(*ONLY_NAMES), language)
    assert rows == [word(language, f"not_stated.{topic}") for topic in ("sector", "status", "precision")]
    assert len(set(rows)) == 3


def test_a_mark_without_status_is_grey_with_an_edge_of_its_own_and_its_icon_keeps_the_sectors_colour():
    project: Project = {"id": "a", "sector": "road"}
    shapes = list(markers.sample(project, (0, 0), 25))
    [disc] = [shape for shape in shapes if isinstance(shape, Circle) and shape.name == "Disc"]
    assert disc.style.fill == disc.style.line == "grey"
    assert 0 < disc.style.fill_opacity < 0.5
    assert [shape.style.line for shape in shapes if isinstance(shape, Polygon | Line) and shape.name == "Icon"] == [
        "family-transport"
    ]
    assert markers.sample(project, (0, 0), 25) != markers.sample({**project, "status": "unknown"}, (0, 0), 25)


def test_a_name_in_any_language_is_the_name_in_all():
    project = plain_projects(layer(draft("a", name_fr="Usine")))[0]
    assert {name_of(project, language) for language in LANGUAGES} == {"Usine"}
    assert spoken(project, "ru") == "Usine, Состояние не указано"


def test_a_record_gets_no_value_that_nobody_gave_it():
    [record] = plain_projects(layer(draft("a", point(1, 2), name_en="A")))
    assert record == {"id": "a", "name_en": "A", "geometry": point(1, 2)}


@pytest.mark.parametrize("language", ["en", "kk"])
def test_picture_and_fact_sheets_say_it_and_nothing_of_the_program(language: str):
    drawings = [picture(drafts(), language=language).drawing, *fact_sheets(language)]
    assert len(drawings) == 1 + len(DRAFTS)
    for drawing in drawings:
        assert not NEVER.search(texts(drawing)), texts(drawing)
    only_name = texts(drawings[1])
    for topic in ("sector", "status", "place"):
        assert word(language, f"not_stated.{topic}") in only_name
    assert drawings[0].labels


def test_own_properties_stand_in_the_fact_sheet_under_their_own_names():
    own = next(project for project in plain_projects(drafts()) if project["id"] == "own")
    assert project_text.more(own, "en") == [("budget", "1200000"), ("keeper", "The lake")]
    [sheet] = fact_sheets(only="own")
    assert {"budget: 1200000", "keeper: The lake", word("en", "card.more")} <= set(texts(sheet).splitlines())


def test_a_place_that_is_only_named_is_the_reason_in_lists_and_is_not_said_twice_on_a_sheet():
    town = next(project for project in plain_projects(drafts()) if project["id"] == "town")
    assert legend_entries.reason(town, "en") == "Nukus"
    [sheet] = fact_sheets(only="town")
    assert [row for row in texts(sheet).splitlines() if row in ("Nukus", "Not on the map")] == [
        "Nukus",
        "Not on the map",
    ]


# --- slides -----------------------------------------------------------------------------------------------------------


def all_text(deck: Any) -> list[str]:
    """Every text of a deck, notes too."""
    found = []
    for slide in deck.slides:
        found += [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        found.append(slide.notes_slide.notes_text_frame.text)
    return found


def test_a_deck_counts_what_operates_and_says_of_how_many_that_is_not_stated():
    deck = Presentation(io.BytesIO(slide_deck(drafts())[0]))
    missing = sum("status" not in each["properties"] for each in DRAFTS)
    assert f"{len(DRAFTS)} projects, 1 of them operating (status not stated: {missing})" in all_text(deck)
    assert not NEVER.search("\n".join(all_text(deck)))
    assert any("budget: 1200000" in text for text in all_text(deck))
    plain = Presentation(io.BytesIO(slide_deck(layer(*ONLY_NAMES))[0]))
    assert "4 projects" in "\n".join(all_text(plain))
    assert "operating" not in "\n".join(all_text(plain))


# --- the page ---------------------------------------------------------------------------------------------------------


def first(page: Page, id: str) -> dict[str, Any]:  # noqa: A002
    """The properties of a draft, with the id that it has in a page, packed or not."""
    properties: dict[str, Any] = next(each["properties"] for each in DRAFTS if each["id"] == id)
    return properties | ({"id": f"{id}-0"} if page.locator("#coopmap-ids").count() else {})


@pytest.fixture(params=[False, True], ids=["plain", "packed"])
def page(request: pytest.FixtureRequest, open_page: Opener) -> Page:
    """The page of the drafts, as plain records and packed."""
    return open_page(drafts_page(packed=request.param), language_hash="lang=en")


def seen(page: Page) -> str:
    """All text that is seen."""
    return str(page.evaluate("document.body.innerText"))


def test_the_list_says_what_is_not_stated_and_no_dot_stands_alone(page: Page):
    expect(shown(page)).to_contain_text(re.compile(r"\d"))
    search = page.locator(".search")
    for id, said in (  # noqa: A001
        ("point", "Status not stated"),
        ("name", "Status not stated · Not on the map: place not stated"),
        ("town", "Status not stated · Not on the map: Nukus"),
        ("nowhere", "Announced · Not on the map: place not known"),
        ("sought", "Not confirmed"),
        ("code", "dreamt"),
    ):
        properties = first(page, id)
        search.fill(properties["name_en"])
        expect(entry_of(page, properties).locator(".entry-place")).to_have_text(said)
    search.fill("")
    expect(page.locator("#panel-body .entry").first).to_be_visible()
    assert not NEVER.search(seen(page))


def test_the_legend_has_switches_for_what_is_not_stated_and_the_address_keeps_them(page: Page):
    show_tab(page, "legend")
    for facet in ("sector", "status", "precision", "country"):
        expect(switch_of(page, facet, "")).to_contain_text(word("en", f"not_stated.{facet}"))
    expect(page.locator("#panel-body h2", has_text=word("en", "filter.article"))).to_have_count(0)
    assert not NEVER.search(seen(page))
    count = int(switch_of(page, "status", "").locator(".switch-count").inner_text())
    page.locator("[data-key='only-status-']").click(force=True)
    expect(shown(page)).to_contain_text(f"{count} of")
    assert "status=not_stated" in page.evaluate("location.hash")
    page.evaluate("location.hash = 'lang=en&tab=projects&status=operating,not_stated'")
    expect(page.locator(".filter-chip").first).to_be_visible()
    operating = sum(each["properties"].get("status") == "operating" for each in DRAFTS)
    copies = count // sum("status" not in each["properties"] for each in DRAFTS)
    expect(shown(page)).to_contain_text(f"{count + operating * copies} of")


def test_a_name_in_a_language_of_its_own_is_shown_marked_and_found(page: Page):
    french = first(page, "french")
    page.locator(".search").fill("samarcande")
    entry = entry_of(page, french)
    expect(entry.locator("[lang='fr']").first).to_have_text("Centre médical")
    expect(entry.locator(".entry-place [lang='fr']")).to_have_text("Samarcande")
    entry.click()
    expect(card(page).locator("h2[lang='fr']")).to_have_text("Centre médical")
    use(page, "kk")
    expect(card(page).locator("h2[lang='fr']")).to_have_text("Centre médical")
    expect(card(page).locator(".chip-status")).to_have_text(word("kk", "not_stated.status"))


def test_a_card_says_what_is_not_stated_and_shows_own_properties(page: Page):
    for id, said in (  # noqa: A001
        ("name", ["Sector not stated", "Status not stated", "Not on the map: place not stated"]),
        ("point", ["Sector not stated", "Status not stated", "Precision of the place not stated"]),
        ("own", ["budget", "1200000", "keeper", "The lake"]),
    ):
        page.evaluate("(id) => { location.hash = 'lang=en&project=' + id; }", first(page, id)["id"])
        expect(card(page).locator("h2")).to_have_text(first(page, id)["name_en"])
        for text in said:
            expect(card(page)).to_contain_text(text)
        assert not NEVER.search(seen(page))


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
def test_long_words_break_and_nothing_is_wider_than_its_place(open_page: Opener, width: int, height: int):
    page = open_page(drafts_page(packed=False), width=width, height=height, language_hash="lang=en&project=long")
    expect(card(page).locator("h2")).to_have_text(LONG)
    wider = (
        "() => document.querySelector('#panel-body').scrollWidth - document.querySelector('#panel-body').clientWidth"
    )
    assert page.evaluate(wider) <= 0
    page.evaluate("location.hash = 'lang=en&tab=projects'")
    expect(page.locator("#panel-body .entry").first).to_be_attached()
    assert page.evaluate(wider) <= 0
    page.evaluate("location.hash = 'lang=en&tab=legend'")
    expect(switch_of(page, "status", "")).to_be_attached()
    assert page.evaluate(wider) <= 0


def test_of_names_and_points_alone_the_page_explains_the_grey_and_filters_nothing_else(open_page: Opener):
    page = open_page(render_page(layer(*ONLY_NAMES)), language_hash="lang=en&tab=legend")
    expect(page.locator("#panel-body .switch-name")).to_have_text(
        [word("en", f"not_stated.{topic}") for topic in ("sector", "status", "precision")]
    )
    show_tab(page, "projects")
    assert len(listed(page)) == len(ONLY_NAMES)
    expect(page.locator(".mark-drawing.fill-pale.edge-thin.mark-grey").first).to_be_visible()


def test_print_presenter_table_and_embed_say_it_too(open_page: Opener):
    page = open_page(drafts_page(packed=False), language_hash="lang=en")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".print-list li", has_text="School No 5").first).to_contain_text("Status not stated")
    expect(page.locator(".print-legend")).to_contain_text("Sector not stated")
    assert not NEVER.search(seen(page))
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    for id, said in (("point", "Status not stated"), ("road", "Precision of the place not stated")):  # noqa: A001
        page.evaluate("(id) => { location.hash = 'lang=en&present=' + id; }", id)
        expect(page.locator(".stage-projects")).to_contain_text(said)
        assert not NEVER.search(seen(page))
    page = open_page(drafts_page(packed=False), language_hash="embed&lang=en&project=point")
    expect(card(page)).to_contain_text("Status not stated")
    page = open_page(drafts_page(packed=False), language_hash="lang=en")
    page.locator("[data-key='table']").click()
    row = page.locator("tr", has_text="School No 5")
    expect(row).to_be_visible()
    assert "stated" not in row.inner_text(), (
        "a cell of a table that nobody filled is empty, as in the file that it makes"
    )
    assert not NEVER.search(seen(page))


def test_without_a_script_the_page_lists_them_too():
    html = drafts_page(packed=False)
    listed = re.findall(r"<li><b>(.*?)</b>(.*?)</li>", html[html.index("<noscript>") : html.index("</noscript>")])
    assert len(listed) == len(DRAFTS)
    assert ("School No 5", ": Status not stated") in listed
    assert formats.stated("en", "status", None) == i18n.load("en")["not_stated.status"]
