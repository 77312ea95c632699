"""Whose a layer is, when its sources were read and where their copies are, and what of it is old, in every output."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation
from pyarrow import parquet

import geo
from maps import picture, render_page
from maps.slides.deck import slide_deck
from maps.stills.picture import Picture, fact_sheets
from maps.text import age, formats
from maps.text.imprint import UNSTATED, imprint
from tests.browser import Opener
from tests.geo.samples import SOURCE, feature, point
from tests.geo.tables.plans import export, kinds, planned
from tests.maps.pages import layer, word
from tests.maps.pixels import told
from tests.maps.test_nothing_is_lost import missing, texts_of

LANGUAGES = ("en", "ru", "uz", "kk")
TODAY = date(2026, 11, 29)
MEMBERS = {
    "title_en": "Two depots",
    "title_ru": "Два депо",
    "title_uz": "Ikki depo",
    "title_kk": "Екі депо",
    "publisher": "Institute of Depots",
    "publisher_ru": "Институт депо",
    "contact": "depots@example.org",
    "licence": "ODbL-1.0",
    "version": "3.14",
    "as_of": "2026-03-19",
}
OLD = {"depot-a": "2019-05", "depot-b": "2018-02-03"}
"""Projects whose status is old, and since when it holds."""


def source(number: int) -> dict[str, Any]:
    """A source that was read on a day of its own, with a copy of its own."""
    return SOURCE | {
        "title": f"Report {number}",
        "url": f"https://example.org/{number}",
        "accessed": f"2026-01-{number:02}",
        "archive_url": f"https://archive.example.org/copy/{number}",
    }


SOURCES = [source(number) for number in (11, 12, 13)]
LAYER = layer(
    feature(id="depot-a", status_date=OLD["depot-a"], sources=SOURCES[:2]),
    feature(point(66, 50), id="depot-b", status_date=OLD["depot-b"], sources=SOURCES[2:], name_en="Second depot"),
    feature(point(70, 50), id="depot-c", status_date="2026-11", sources=[], name_en="Third depot"),
    **MEMBERS,
)


def whose(language: str) -> list[str]:
    """What the layer says of itself, and how it is cited."""
    publisher = MEMBERS.get(f"publisher_{language}", MEMBERS["publisher"])
    return [publisher, MEMBERS["licence"], MEMBERS["version"]]


def read_and_kept(language: str) -> list[str]:
    """When each source was read, in words, and what its copy is called."""
    days = [formats.date(language, each["accessed"]) for each in SOURCES]
    return [*days, word(language, "source.archive")]


def old(language: str) -> list[str]:
    """What is said of each old status."""
    return [age.held(language, held, TODAY) for held in OLD.values()]


# --- words ------------------------------------------------------------------------------------------------------------


def test_a_layer_is_cited_by_publisher_title_version_date_and_licence():
    assert {language: imprint(MEMBERS, language).citation for language in LANGUAGES} == {
        "en": "Institute of Depots. Two depots. Version 3.14, as of 19 March 2026. ODbL-1.0.",
        "ru": "Институт депо. Два депо. Версия 3.14, по состоянию на 19 марта 2026 года. ODbL-1.0.",
        "uz": "Institute of Depots. Ikki depo. 3.14-versiya, 2026-yil 19-mart holatiga koʻra. ODbL-1.0.",
        "kk": "Institute of Depots. Екі депо. 3.14 нұсқасы, 2026 жылғы 19 наурыздағы жағдай бойынша. ODbL-1.0.",
    }


def test_what_a_layer_does_not_say_is_left_out():
    assert imprint({}, "en") == UNSTATED
    assert imprint({"title_en": "Depots", "publisher": " \n", "licence": 7}, "en") == UNSTATED
    only = imprint({"publisher": "Depots Ltd.", "as_of": "2026"}, "en")
    assert (only.citation, only.credit, only.lines[0]) == (
        "Depots Ltd. As of 2026.",
        "Depots Ltd.",
        "Publisher: Depots Ltd.",
    )
    assert imprint({"version": "2"}, "en").lines == ("Version: 2",)


def test_how_old_statuses_are_is_told_with_their_date_in_one_sentence():
    assert {language: age.held(language, "2019-05", TODAY) for language in LANGUAGES} == {
        "en": "as of May 2019 (more than two years old)",
        "ru": "по состоянию на май 2019\u00a0года (сведения старше двух лет)",
        "uz": "2019-yil may holatiga koʻra (maʼlumot ikki yildan eski)",
        "kk": "2019\u00a0жылғы мамырдағы жағдай бойынша (дерегі екі жылдан ескі)",
    }
    assert age.held("en", "2026-11", TODAY) == "as of November 2026"


def test_a_document_that_several_cite_stands_once_as_it_was_read_last():
    from maps.text import project_text

    again: Any = SOURCES[0] | {"accessed": "2026-05-01"}
    del again["archive_url"]
    citing: list[Any] = [{"sources": [again]}, {"sources": SOURCES[:1]}]
    [only] = project_text.documents(citing, "en")
    assert only.about.endswith("accessed 1 May 2026")
    assert only.archive == SOURCES[0]["archive_url"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "https://"])
def test_a_copy_without_an_address_of_the_web_is_no_link(address: str):
    from maps.text import project_text

    cited: Any = SOURCES[0] | {"archive_url": address}
    assert project_text.source(cited, "en").archive == ""


# --- pictures, fact sheets, slides ------------------------------------------------------------------------------------


def still(language: str) -> Picture:
    """A picture of the layer."""
    return picture(LAYER, language=language, today=TODAY)


@pytest.mark.alike
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_says_it_in_its_credits_and_its_note(language: str):
    text = still(language).svg().decode()
    credit = imprint(MEMBERS, language).credit
    assert missing(iter([credit, age.as_of(MEMBERS, still(language).projects, language, TODAY)]), text) == []
    assert missing(iter([*whose(language), imprint(MEMBERS, language).citation]), text) == []


def test_a_picture_says_it_to_programs(tmp_path: Path):
    wanted = [*whose("ru"), imprint(MEMBERS, "ru").citation]
    with Image.open(io.BytesIO(still("ru").png())) as image:
        texts = {key: str(value) for key, value in image.info.items()}
    assert (texts["Author"], texts["Comment"]) == (wanted[0], wanted[-1])
    assert missing(iter([*wanted, MEMBERS["contact"]]), texts["XML:com.adobe.xmp"]) == []
    path = tmp_path / "picture.pdf"
    path.write_bytes(still("ru").pdf())
    assert missing(iter(wanted[:1]), told("pdfinfo", path)) == []
    assert missing(iter([*wanted, MEMBERS["contact"]]), told("pdfinfo", "-meta", path)) == []


def test_a_note_that_finds_no_room_beside_the_subtitle_is_broken_into_lines():
    narrow = picture(LAYER, language="ru", today=TODAY, size="540x1200").svg().decode()
    note = age.as_of(MEMBERS, still("ru").projects, "ru", TODAY)
    assert note not in narrow
    assert missing(iter([note]), narrow) == []


def test_what_is_not_old_on_the_day_of_the_picture_is_not_called_so():
    assert "more than two years" not in picture(LAYER, today=date(2019, 6, 1)).svg().decode()


@pytest.mark.alike
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fact_sheets_say_it_on_every_page(language: str, tmp_path: Path):
    path = tmp_path / "facts.pdf"
    data, pages = fact_sheets(LAYER, language=language, today=TODAY)
    path.write_bytes(data)
    text = told("pdftotext", "-raw", path, "-")
    assert missing(iter([*whose(language), *read_and_kept(language), *old(language)]), text) == []
    assert text.count(MEMBERS["licence"]) == pages
    links = told("pdfinfo", "-url", path)
    assert [each for each in SOURCES if each["archive_url"] not in links] == []


@pytest.mark.alike
@pytest.mark.parametrize("language", ["en", "ru", "uz", "kk", "ru,kk"])
def test_the_deck_says_it(language: str):
    data, _ = slide_deck(LAYER, language=language, today=TODAY)
    deck = Presentation(io.BytesIO(data))
    notes = " ".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides if slide.has_notes_slide)
    shown = " ".join(text for slide in deck.slides for shape in slide.shapes for text in texts_of(shape))
    for each in language.split(","):
        assert missing(iter([*whose(each), MEMBERS["contact"], imprint(MEMBERS, each).citation]), notes) == []
        assert missing(iter([imprint(MEMBERS, each).citation, *old(each)]), shown) == []
        assert missing(iter([*read_and_kept(each), *(source["archive_url"] for source in SOURCES)]), notes) == []
        assert missing(iter([age.as_of(MEMBERS, still(each).projects, each, TODAY)]), shown) == []
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        links = b"".join(file.read(name) for name in file.namelist() if name.endswith(".rels"))
    assert [each for each in SOURCES if each["archive_url"].encode() not in links] == []
    lead = language.partition(",")[0]
    properties = deck.core_properties
    assert [properties.author, properties.version] == [whose(lead)[0], MEMBERS["version"]]
    assert properties.comments == imprint(MEMBERS, lead).citation


# --- exports ----------------------------------------------------------------------------------------------------------


def metadata(path: Path) -> str:
    """What a file says of itself besides its projects."""
    if path.suffix == ".gpkg":
        with sqlite3.connect(path) as file:
            tables = ("SELECT * FROM gpkg_contents", "SELECT * FROM gpkg_metadata")
            return "".join(str(row) for query in tables for row in file.execute(query))
    if path.suffix == ".parquet":
        return str({key.decode(): value.decode() for key, value in parquet.read_schema(path).metadata.items()})
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as file:
            return "".join(file.read(name).decode() for name in file.namelist() if name.startswith("docProps/"))
    if path.suffix == ".kml":
        return path.read_text(encoding="utf-8").partition("<Placemark>")[0]
    collection = json.loads(path.read_text(encoding="utf-8"))
    return str({key: value for key, value in collection.items() if key != "features"})


@pytest.mark.parametrize("language", [None, "ru"])
@pytest.mark.parametrize("ending", ["xlsx", "gpkg", "kml", "parquet", "geojson"])
def test_exports_say_it_where_their_format_has_a_place_for_it(ending: str, language: str | None, tmp_path: Path):
    path = tmp_path / f"out.{ending}"
    export(LAYER, path, language)
    words = [*whose(language or "en"), MEMBERS["contact"], MEMBERS["as_of"], MEMBERS[f"title_{language or 'en'}"]]
    if ending in ("xlsx", "gpkg", "kml"):
        words.append(imprint(MEMBERS, language or "en").citation)
    assert missing(iter(words), metadata(path)) == []


def test_the_workbook_shows_it_above_its_guide(tmp_path: Path):
    path = tmp_path / "out.xlsx"
    export(LAYER, path, "ru")
    with zipfile.ZipFile(path) as file:
        texts = file.read("xl/sharedStrings.xml").decode()
    assert missing(iter(imprint(MEMBERS, "ru").lines), texts) == []


@pytest.mark.parametrize("ending", ["xlsx", "csv", "gpkg", "kml", "parquet", "geojson"])
def test_exports_hold_copies_and_days_of_reading_and_come_back_whole(ending: str, tmp_path: Path):
    path = tmp_path / f"out.{ending}"
    export(LAYER, path)
    plan = planned(path)
    assert kinds(plan) == ["new"] * 3
    back = {project.id: project.properties.get("sources", []) for project in plan.after.projects}
    assert back == {project.id: project.properties["sources"] or [] for project in LAYER.projects}
    assert kinds(planned(path, LAYER)) == ["same"] * 3


@pytest.mark.parametrize("ending", ["xlsx", "gpkg", "kml", "parquet"])
def test_what_a_layer_says_of_itself_is_text_in_every_export(ending: str, tmp_path: Path):
    hostile = "<b>=1+1&amp;\u0007\u202e\n" + "x" * 400
    spoilt = geo.Layer(LAYER.features, dict.fromkeys(MEMBERS, hostile))
    path = tmp_path / f"out.{ending}"
    export(spoilt, path)
    assert "<b>" not in metadata(path) or ending in ("gpkg", "parquet")
    assert kinds(planned(path, spoilt)) == ["same"] * 3


# --- the page ---------------------------------------------------------------------------------------------------------


def ages(language: str) -> Iterator[str]:
    """What panel and legend say of the statuses together."""
    yield age.statuses(still(language).projects, language, TODAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_it(open_page: Opener, language: str):
    page = open_page(render_page(LAYER), language_hash=f"lang={language}&tab=legend", permissions=["clipboard-read"])
    legend = page.locator("#panel-body")
    assert missing(ages(language), legend.inner_text()) == []
    box = page.locator(".credits")
    box.locator("summary").click()
    assert missing(iter(imprint(MEMBERS, language).lines), box.inner_text()) == []
    page.get_by_role("tab", name=word(language, "tab.projects")).click()
    marked = page.locator(".entry .old").all_inner_texts()
    days = [formats.date(language, held) for held in OLD.values()]
    assert (len(marked), missing(iter(days), " ".join(marked))) == (2, [])
    assert all(word(language, "age.old") in text for text in page.locator(".entry .old").all_text_contents())
    for project, held in OLD.items():
        page.goto(f"{page.url.partition('#')[0]}#lang={language}&project={project}")
        card = page.locator(f".card[data-project={project}]")
        card.wait_for()
        assert missing(iter([age.held(language, held, TODAY)]), card.inner_text()) == []
        copies = card.get_by_role("link", name=word(language, "source.archive")).all()
        cited = next(each.properties["sources"] for each in LAYER.projects if each.id == project)
        assert [copy.get_attribute("href") for copy in copies] == [each["archive_url"] for each in cited]
        days = [formats.date(language, each["accessed"]) for each in cited]
        assert missing(iter(days), card.locator(".sources").inner_text()) == []


def test_the_citation_is_copied(open_page: Opener):
    page = open_page(render_page(LAYER), language_hash="lang=ru", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".credits summary").click()
    page.get_by_role("button", name=word("ru", "cite.copy"), exact=True).click()
    page.get_by_text(word("ru", "link.copied")).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == imprint(MEMBERS, "ru").citation


def test_a_layer_that_does_not_say_whose_it_is_has_no_citation(open_page: Opener):
    page = open_page(render_page(layer(*LAYER.features)), language_hash="lang=en")
    page.locator(".credits summary").click()
    assert word("en", "cite.as") not in page.locator(".credits").inner_text()
    assert page.locator(".credits li").count() == 5


def test_the_printed_page_cites_the_layer(open_page: Opener):
    page = open_page(render_page(LAYER), language_hash="lang=en")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    printed = page.locator("body > section.print").text_content() or ""
    assert missing(iter([imprint(MEMBERS, "en").citation, *old("en"), *read_and_kept("en")]), printed) == []
