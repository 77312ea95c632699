"""The story's slides: a statement, a map and a large number each; and a deck of a few projects tells of no others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import geo
from maps.slides.deck import slide_deck
from maps.slides.story_slides import WORDS, word_count
from maps.text import i18n
from tests.geo.samples import feature, point
from tests.maps.pages import layer, shipped_layer
from tests.maps.slides.test_slides import INDICATORS, MILESTONES, OVERVIEW, STORY, named, opened, shipped, titles
from tests.maps.test_photos import jpeg


def only(*names: str, **options: Any) -> Any:
    """A deck of a few of the shipped projects."""
    data, _ = slide_deck(
        shipped_layer(), only=names, indicators=INDICATORS, milestones=MILESTONES, story=STORY, **options
    )
    return opened(data)


def text_of(slide: Any) -> str:
    """What stands in a slide's placeholders."""
    return " ".join(shape.text_frame.text for shape in slide.placeholders if shape.name != "Slide number")


@pytest.mark.alike
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_slide_of_the_story_has_at_most_forty_words_one_map_and_one_large_number(language: str):
    for slide in list(opened(shipped(language=language)).slides)[1:OVERVIEW]:
        assert 10 < word_count(text_of(slide)) <= WORDS
        assert [shape.name for shape in slide.shapes].count("Map") == 1
        sizes = [run.font.size.pt for shape in slide.placeholders for p in shape.text_frame.paragraphs for run in p.runs
                 if run.font.size]  # fmt: skip
        assert sum(size > 60 for size in sizes) == 1


def test_a_dot_between_words_is_no_word():
    assert word_count("Trade · Article · 2024 — so far") == 5


def test_the_names_on_a_storys_map_can_be_read_from_afar():
    for slide, stop in zip(list(opened(shipped()).slides)[1:OVERVIEW], STORY, strict=True):
        if not stop.get("projects"):
            continue
        sizes = [int(size) for size in named(slide.shapes, "Project names")._element.xpath(".//a:rPr/@sz")]
        assert sizes
        assert min(sizes) >= 2390, stop["id"]


def test_a_large_number_keeps_how_exact_it_is_and_a_goal_comes_first():
    slides = list(opened(shipped()).slides)[1:OVERVIEW]
    assert "more than 4.27 billion dollars" in " ".join(text_of(slides[0]).split())
    goal = next(slide for slide, stop in zip(slides, STORY, strict=True) if stop["id"] == "goal-2030")
    assert "10 billion dollars" in text_of(goal)


@pytest.mark.alike
@pytest.mark.parametrize("language", ["en", "kk"])
def test_the_notes_hold_the_whole_text_of_a_stop(language: str):
    for slide, stop in zip(list(opened(shipped(language=language)).slides)[1:OVERVIEW], STORY, strict=True):
        notes = " ".join(slide.notes_slide.notes_text_frame.text.split())  # spaces within numbers are not broken there
        for field in ("text", "notes"):
            assert " ".join(stop[f"{field}_{language}"].split()) in notes


def test_a_deck_of_one_project_tells_of_no_other():
    deck = only("chevrolet-kostanay")
    project = next(each for each in shipped_layer().projects if each.id == "chevrolet-kostanay")
    stop = next(each for each in STORY if each.get("projects") == ["chevrolet-kostanay"])
    assert titles(deck)[:3] == [project.text("name", "en"), stop["title_en"], project.text("name", "en")]
    assert all(title.startswith(("Sources", "Credits")) for title in titles(deck)[3:])
    assert not any(shape.has_chart or shape.has_table for slide in deck.slides for shape in slide.shapes)
    said = " ".join(text_of(slide) + slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    assert "1 project" not in said
    others = [each.text("name", "en") for each in shipped_layer().projects if each.id != project.id]
    assert [name for name in others if name in said] == []


def test_a_deck_of_a_few_has_the_stops_that_are_about_nothing_else():
    lines = titles(only("flights", "rail-tours", "road-kyzylorda-uchquduq"))
    ids = [stop["id"] for stop in STORY if stop["title_en"] in lines]
    assert ids == ["travel"]
    assert i18n.text("en", "tab.events") not in " ".join(lines)


def test_a_project_without_a_place_stands_in_one_table_and_alone_on_its_own_slide():
    deck = opened(shipped())
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.name == "Not on the map"]
    names = [row.cells[0].text for table in tables for row in list(table.rows)[1:]]
    assert names == [project.text("name", "en") for project in shipped_layer().projects if not project.geometry]
    assert titles(only("howo-trucks"))[1] == "HOWO trucks"


def test_where_none_is_at_work_the_deck_does_not_count_them():
    two = [feature(point(66 + n, 45), id=f"p{n}", status="planned") for n in (0, 2)]
    data, _ = slide_deck(layer(*two))
    assert titles(opened(data))[1] == "2 projects"


def test_a_photograph_stands_on_its_projects_slides_with_its_words_and_credit(tmp_path: Path):
    (tmp_path / "works.jpg").write_bytes(jpeg())
    images = [{"src": "missing.jpg"}, {"src": "works.jpg", "alt_en": "The works", "credit": "A. Person"}]
    path = tmp_path / "projects.geojson"
    geo.write(layer(feature(point(66, 48), id="works", images=images), feature(point(70, 44), id="yard")), path)
    messages: list[str] = []
    stop = {"id": "s", "title_en": "It stands", "projects": ["works"]}
    deck = opened(slide_deck(geo.read(path), story=[stop], notify=messages.append)[0])
    for slide in (deck.slides[1], deck.slides[3]):
        photograph = named(slide.shapes, "Photograph")
        assert photograph._element.xpath(".//p:cNvPr/@descr") == ["The works"]
        assert named(slide.shapes, "Credit").text_frame.text == "A. Person"
        assert named(slide.shapes, "Map").top + named(slide.shapes, "Map").height <= photograph.top + 12_700 * 40
    assert any("missing.jpg" in message for message in messages)


def test_a_deck_without_a_story_begins_with_the_map():
    deck = opened(slide_deck(shipped_layer(), only="rail,road")[0])
    assert len(deck.slides) > 4
    assert titles(deck)[1].startswith("2 projects")


def test_pictures_of_before_and_after_stand_side_by_side(tmp_path: Path):
    images = [{"src": f"{moment}.jpg", "pair": moment, "credit": "A. B."} for moment in ("before", "after")]
    for moment in ("before", "after"):
        (tmp_path / f"{moment}.jpg").write_bytes(jpeg())
    path = tmp_path / "projects.geojson"
    geo.write(layer(feature(point(66, 48), id="works", images=images)), path)
    slides = opened(slide_deck(geo.read(path))[0]).slides
    slide = next(each for each in slides if "Photograph 2" in [shape.name for shape in each.shapes])
    before, after = (named(slide.shapes, name) for name in ("Photograph", "Photograph 2"))
    assert before.top == after.top
    assert before.left + before.width < after.left
    credits_told = [named(slide.shapes, name).text_frame.text for name in ("Credit", "Credit 2")]
    assert credits_told == ["Before: A. B.", "After: A. B."]
