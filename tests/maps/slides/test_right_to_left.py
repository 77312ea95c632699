"""Slides whose text runs from right to left: paragraphs, tables and the font for scripts that join their letters."""

from __future__ import annotations

import io

import pytest
from lxml import etree
from pptx import Presentation

from maps.slides import paragraphs, plain_master
from maps.slides.bidi_runs import MARK
from maps.slides.deck import slide_deck
from maps.slides.paragraphs import Paragraph, Run, line
from maps.slides.tables import Table
from maps.text import project_text
from tests.geo.samples import feature
from tests.maps.pages import layer

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
NAMES = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="urn:p" xmlns:r="urn:r"'


def written(text: str, language: str) -> tuple[str | None, str | None, bool]:
    """How a paragraph is aligned, whether it runs from right to left, and whether it names a font for such scripts."""
    body = paragraphs.body([line(text, 12)], lambda *_: "", language).replace("<p:txBody>", f"<p:txBody {NAMES}>")
    root = etree.fromstring(body)
    facts = next(root.iter(f"{A}pPr"))
    assert next(root.iter(f"{A}rPr")).get("lang") == language
    return facts.get("algn"), facts.get("rtl"), any(True for _ in root.iter(f"{A}cs"))


def test_a_paragraph_runs_as_its_text_does_and_begins_where_its_language_does():
    assert written("پروژه UNDP", "fa") == ("r", "1", True)
    assert written("12.5", "fa") == ("r", "1", True)
    assert written("Road to Herat", "fa") == ("r", "1", True)
    assert written("پروژه UNDP", "en") == ("r", "1", True)
    assert written("Road to Herat", "en") == ("l", None, False)


def test_a_table_begins_at_the_right():
    table = Table("Projects", ((line("الف", 12),),), (((line("ب", 12),),),), (50.0,), 1.0)
    assert '<a:tblPr firstRow="1" rtl="1"/>' in table.xml(1, (0, 0), lambda *_: "", "fa")
    assert '<a:tblPr firstRow="1"/>' in table.xml(1, (0, 0), lambda *_: "", "en")


@pytest.mark.parametrize(("language", "side"), [("fa", "right"), ("en", "left")])
def test_the_first_column_of_sources_is_where_the_language_begins(language: str, side: str):
    sources = [{"title": f"Source {number:02}", "url": f"https://example.org/{number}"} for number in range(30)]
    project = feature(sources=sources, **{f"name_{language}": "Herat"})
    deck = Presentation(io.BytesIO(slide_deck(layer(project, languages=[language]))[0]))
    [columns] = [
        {shape.text_frame.paragraphs[0].text[-2:]: shape.left for shape in slide.placeholders if "Source" in shape.text}
        for slide in deck.slides
        if any("Source 29" in shape.text for shape in slide.placeholders)
    ]
    assert columns["00"] == (max if side == "right" else min)(columns.values())
    assert len(set(columns.values())) == 2


def test_what_follows_on_latin_letters_stands_to_their_left_and_a_linked_title_wraps():
    title = Run("Phase 2 opens", 12, click='r:id="rId1"')
    runs = [title, Run(" Mehr، 15 اکتبر 2024", 12)]
    expected = ["Phase ", "2 ", "opens", MARK, " ", "Mehr", MARK, "، 15 اکتبر 2024"]
    root = etree.fromstring(
        paragraphs.body([Paragraph(tuple(runs))], lambda *_: "", "fa").replace("<p:txBody>", f"<p:txBody {NAMES}>")
    )
    assert [each.text for each in root.iter(f"{A}t")] == expected
    linked = [run.findtext(f"{A}t") for run in root.iter(f"{A}r") if run.find(f".//{A}hlinkClick") is not None]
    assert linked == expected[:3]


def test_text_at_the_foot_leaves_room_for_the_slides_number_where_it_begins_at_the_right():
    assert plain_master.beside_number((0, 0, 100, 9), "fa")[2] < 80
    assert plain_master.beside_number((0, 0, 100, 9), "en")[2] == 100


def test_credits_and_sources_have_the_comma_of_the_language():
    image = {"credit": "UNDP", "licence": "CC-BY-4.0"}
    assert [project_text.caption(image, tag) for tag in ("fa", "en")] == ["UNDP، CC-BY-4.0", "UNDP, CC-BY-4.0"]
    source = project_text.source({"title": "a", "publisher": "Mehr", "accessed": "2024"}, "fa")
    assert source.about.startswith("Mehr، ")


def test_numbers_of_a_list_that_powerpoint_would_write_in_other_digits_are_text():
    for bullet, language, text, automatic in (("2.", "en", "a", True), ("۲.", "fa", "۲.\ta", False)):
        paragraph = Paragraph((Run("a", 12),), indent=24, bullet=bullet)
        body = paragraphs.body([paragraph], lambda *_: "", language)
        root = etree.fromstring(body.replace("<p:txBody>", f"<p:txBody {NAMES}>"))
        assert "".join(each.text or "" for each in root.iter(f"{A}t")) == text
        assert any(True for _ in root.iter(f"{A}buAutoNum")) == automatic
