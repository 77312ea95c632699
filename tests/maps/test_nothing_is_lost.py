"""Every dispute and every "more than" of the shipped files stands in every output, in each language."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

import geo
from maps.slides.deck import slide_deck
from maps.stills.picture import fact_sheets
from maps.text import formats, i18n, indicator_text
from tests.browser import Opener
from tests.conftest import Command
from tests.maps.pages import shipped_layer, word
from tests.maps.pixels import told

INDICATORS: Any = geo.read_indicators(geo.data_path("indicators.json"))
MILESTONES = geo.read_milestones(geo.data_path("milestones.json"))
PROJECTS: list[dict[str, Any]] = [dict(project.properties) for project in shipped_layer().projects]
LANGUAGES = ("en", "ru", "uz", "kk")


def plain(text: str) -> str:
    """The text's letters and digits alone: outputs break lines and set signs of their own between them."""
    return "".join(re.findall(r"\w", text))


def disputes(record: Mapping[str, Any], language: str) -> Iterator[str]:
    """What is disputed in a record."""
    for dispute in record.get("disputes", ()):
        yield dispute[f"text_{language}"]


def of_projects(language: str) -> Iterator[str]:
    """Disputes, and qualified numbers in words, of all projects."""
    for project in PROJECTS:
        yield from disputes(project, language)
        for value in project.get("value", ()):
            if value.get("qualifier"):
                yield formats.money(language, value["amount"], value["currency"], value["qualifier"])
        for figure in project.get("figures", ()):
            if figure.get("qualifier"):
                yield formats.unit(language, figure["value"], figure["unit"], figure["qualifier"])


def of_companions(language: str) -> Iterator[str]:
    """Disputes, and qualified numbers in words, of the key figures and events."""
    for indicator in INDICATORS:
        for value in indicator["values"]:
            yield from disputes(value, language)
            if value.get("qualifier") and value["value"] is not None:
                yield indicator_text.amount(indicator, value, language)
    for milestone in MILESTONES:
        yield from disputes(milestone, language)


def missing(texts: Iterator[str], output: str) -> list[str]:
    """The texts that an output does not hold."""
    letters = plain(output)
    return [text for text in texts if plain(text) not in letters]


def test_there_is_something_to_lose():
    assert len(list(of_projects("en"))) > 20
    assert len(list(of_companions("en"))) > 15
    assert len([value for of in INDICATORS for value in of["values"] if value.get("qualifier")]) >= 6


def texts_of(shape: Any) -> Iterator[str]:
    """The texts of a shape, of those in it, and of a chart."""
    for inner in getattr(shape, "shapes", ()):
        yield from texts_of(inner)
    if shape.has_text_frame:
        yield shape.text_frame.text
    if getattr(shape, "has_chart", False):
        yield " ".join(node.text or "" for node in shape.chart._chartSpace.iter("{*}t"))


@pytest.mark.alike
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_deck_holds_them_all(language: str):
    data, _ = slide_deck(shipped_layer(), indicators=INDICATORS, milestones=MILESTONES, language=language)
    slides = Presentation(io.BytesIO(data)).slides
    notes = " ".join(slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide)
    shown = " ".join(text for slide in slides for shape in slide.shapes for text in texts_of(shape))
    assert missing(of_projects(language), notes + shown) == []
    assert missing(of_companions(language), notes) == []
    qualified = (
        indicator_text.amount(indicator, value, language)
        for indicator in INDICATORS
        for value in indicator["values"]
        if value.get("qualifier") and value["kind"] in ("actual", "goal")
    )
    assert missing(qualified, shown) == []


@pytest.mark.alike
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fact_sheets_hold_those_of_the_projects(language: str, tmp_path: Path):
    path = tmp_path / "facts.pdf"
    path.write_bytes(fact_sheets(shipped_layer(), language=language)[0])
    assert missing(of_projects(language), told("pdftotext", "-raw", path, "-")) == []


def test_the_exports_hold_the_disputes_and_how_exact_each_number_is(command: Command, tmp_path: Path):
    path = tmp_path / "projects.csv"
    assert command("export", str(path)).returncode == 0
    text = path.read_text(encoding="utf-8-sig")
    for language in LANGUAGES:
        assert missing((text for project in PROJECTS for text in disputes(project, language)), text) == []
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    parts = [part for project in PROJECTS for field in ("value", "figures") for part in project.get(field, ())]
    for qualifier in {part["qualifier"] for part in parts if part.get("qualifier")}:
        asked = sum(part.get("qualifier") == qualifier for part in parts)
        said = sum(cell.count(qualifier) + cell.count(_code(qualifier)) for cell in cells)
        assert said >= asked, qualifier


def _code(qualifier: str) -> str:
    """The qualifier as a spreadsheet's reader sees it."""
    return str(i18n.load("en")[f"qualifier.{qualifier}"]).replace("{n}", "").strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_them_all(open_page: Opener, built_map: Path, language: str):
    page = open_page(built_map, language_hash=f"lang={language}", reduced_motion="reduce")
    for tab, key in (("figures", "tab.figures"), ("events", "tab.events")):
        page.evaluate("(state) => { location.hash = state; }", f"lang={language}&tab={tab}")
        panel = page.get_by_role("tabpanel", name=word(language, key))
        panel.wait_for()
        page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
        expected = {
            "figures": [
                text for indicator in INDICATORS for value in indicator["values"] for text in disputes(value, language)
            ],
            "events": [text for milestone in MILESTONES for text in disputes(milestone, language)],
        }[tab]
        assert missing(iter(expected), panel.text_content() or "") == []
    for project in PROJECTS:
        page.evaluate("(state) => { location.hash = state; }", f"lang={language}&project={project['id']}")
        card = page.locator(".card-frame:is([role=region], [role=dialog])")
        card.get_by_role("heading", name=project[f"name_{language}"], exact=True).wait_for()
        page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
        assert missing(disputes(project, language), card.text_content() or "") == []
