"""Text is PowerPoint's own: in the master's placeholders, flowing, with a measured scale; lists are tables."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

import geo
import maps
from maps.slides import paragraphs
from maps.slides.paragraphs import line
from maps.text import i18n
from tests.maps.pages import shipped_layer
from tests.maps.slides.test_slides import OVERVIEW, A, opened, placed_ids, shipped
from tests.repo import ROOT

LOOSE = {"Sources", "Heading", "Summary", "Credit"}
"""Text boxes that stand outside placeholders: what a slide rests on, and what belongs to one drawing on it."""


def boxes(slide: Any) -> list[Any]:
    """The text boxes of a slide outside its drawings."""
    return [shape for shape in slide.shapes if shape.has_text_frame and not shape.is_placeholder]


@pytest.mark.alike
@pytest.mark.parametrize("options", [{}, {"language": "ru,kk", "size": "4:3"}])
def test_titles_and_texts_stand_in_the_masters_placeholders(options: dict[str, str]):
    for slide in opened(shipped(**options)).slides:
        assert slide.shapes.title.text_frame.text
        assert {shape.name for shape in boxes(slide)} <= LOOSE
        assert all(shape.text_frame.text for shape in slide.placeholders if shape.has_text_frame)
        for shape in (*slide.placeholders, *boxes(slide)):
            if shape.has_text_frame and shape.name != "Slide number":
                assert shape._element.find(f".//{A}bodyPr/{A}normAutofit") is not None, shape.name


def test_a_number_and_its_label_are_two_paragraphs_of_one_text():
    slide = opened(shipped()).slides[OVERVIEW + 1 + placed_ids().index("chevrolet-kostanay")]
    body = next(shape for shape in slide.placeholders if shape != slide.shapes.title)
    texts = [paragraph.text for paragraph in body.text_frame.paragraphs]
    at = texts.index("3.8 million dollars")
    assert texts[at + 1].startswith("Launch of 2019")
    assert texts[0] == i18n.load("en")["sector.automotive"]


def test_sources_and_the_way_back_stand_in_one_box():
    slide = opened(shipped()).slides[OVERVIEW + 1]
    [box] = boxes(slide)
    first, last = box.text_frame.paragraphs
    assert first.text.startswith(i18n.text("en", "card.sources"))
    assert i18n.text("en", "slides.back") in last.text


def test_events_and_projects_without_a_place_are_tables_with_a_row_of_headings():
    tables = [shape.table for slide in opened(shipped()).slides for shape in slide.shapes if shape.has_table]
    assert all(table.first_row for table in tables)
    unplaced = sum(not project.geometry for project in shipped_layer().projects)
    rows = [len(table.rows) - 1 for table in tables]
    assert rows[0] == unplaced
    assert sum(rows[1:]) > 10


def test_text_is_made_smaller_until_it_goes_in_and_then_what_matters_least_is_left_out():
    flow = [line("first", 20), line("second " * 8, 20, rank=1), line("third " * 8, 20, rank=2)]
    whole = paragraphs.height(flow, 200)
    assert paragraphs.fitted(flow, 200, whole, 0.5) == (tuple(flow), 1)
    smaller, scale = paragraphs.fitted(flow, 200, 0.8 * whole, 0.5)
    assert smaller == tuple(flow)
    assert 0.5 < scale < 1
    assert paragraphs.fitted(flow, 200, 60, 0.9)[0] == (flow[0],)


def test_no_word_is_wider_than_its_column():
    assert paragraphs.height([line("сотрудничества", 40)], 120) == float("inf")
    _, scale = paragraphs.fitted([line("сотрудничества", 40)], 200, 400, 0.3)
    assert paragraphs.height([line("сотрудничества", 40)], 200, scale) < 60


def test_the_key_of_the_credits_stands_where_a_line_begins():
    layer = geo.read(ROOT / "data/examples/iran-afghanistan/projects.geojson")
    for deck, language in ((maps.slide_deck(layer, language="fa")[0], "fa"), (shipped(), "en")):
        title = i18n.text(language, "credits.title")
        [slide] = [each for each in opened(deck).slides if each.shapes.title.text_frame.text == title]
        [key] = [shape for shape in slide.shapes if shape.name == "Legend"]
        _, words, *_ = sorted(slide.placeholders, key=lambda each: each.placeholder_format.idx)
        left, right = (words, key) if language == "fa" else (key, words)
        assert left.left + left.width < right.left


def test_titles_and_texts_in_persian_run_from_right_to_left():
    layer = geo.read(ROOT / "data/examples/iran-afghanistan/projects.geojson")
    for slide in opened(maps.slide_deck(layer, language="fa")[0]).slides:
        for shape in (*slide.placeholders, *boxes(slide)):
            if shape.has_text_frame and shape.name != "Slide number":
                facts = [each.attrib for each in shape._element.iter(f"{A}pPr")]
                assert all((each.get("rtl"), each.get("algn")) in {("1", "r"), ("1", "ctr")} for each in facts), (
                    shape.name
                )
    assert 'rtl="1"' not in etree.tostring(opened(shipped()).slides[0]._element).decode()
