"""The title slide, and the slide with the map of all projects."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pptx.util import Pt

from maps.drawing import legend, legend_entries, map_figure
from maps.drawing.map_figure import MapFigure
from maps.drawing.shapes import Group, moved
from maps.slides import master as masters
from maps.slides.deck_base import MAP_TEXT_SCALE, SMALLEST_TEXT, Deck, without_notes
from maps.slides.slide import Page
from maps.style import theme, typeface
from maps.text import age, formats, i18n, project_text


def fill_title(deck: Deck, page: Page) -> None:
    """Fills the title slide: title, subtitle and date; on our own master also a map."""
    headings = list(dict.fromkeys(deck.heading(language) for language in deck.languages))
    page.title(headings, size=32 if deck.master.own else None)
    if deck.master.own:
        _add_cover(deck, page)
    subtitles = _subtitles(deck)
    holders = [each for each in page.slide.placeholders if each.placeholder_format.idx != 0]
    for number, holder in enumerate(holders):
        if number == 0 and holder.has_text_frame and subtitles:
            holder.text_frame.text = "\n".join(subtitles)
            if deck.master.own:
                for paragraph in holder.text_frame.paragraphs:
                    paragraph.runs[0].font.size = Pt(18)
        elif not _has_text(holder):
            holder._element.getparent().remove(holder._element)  # noqa: SLF001  an empty one asks for a click
    page.notes = [map_figure.description(deck.projects, language) for language in deck.languages]


def _subtitles(deck: Deck) -> list[str]:
    lines = []
    for language in deck.languages:
        if deck.own_title is None:
            lines.append(project_text.text(deck.members, "subtitle", language))
        lines.append(typeface.clean(age.as_of(deck.members, deck.projects, language, deck.today)))
    return [line for line in lines if line]


def _has_text(holder: Any) -> bool:
    return bool(holder.has_text_frame and holder.text_frame.text)


def _add_cover(deck: Deck, page: Page) -> None:
    """Draws the countries and their marks at the right, without a word."""
    wide, high = deck.master.width, deck.master.height
    options = replace(deck.map_options(), without=frozenset({"names", "scale", "inset"}))
    drawn = MapFigure(deck.projects, deck.countries, options, 1.0).drawn((masters.COVER * wide, 0.0, wide, high))
    page.add(Group("Map", drawn.shapes, i18n.text(deck.language, "page.map")))


def fill_overview(deck: Deck, page: Page) -> None:
    """Fills the map of all, with a legend; each mark leads to its slide."""
    page.title([_summary(deck, language) for language in deck.languages])
    left, top, right, bottom = deck.master.body
    columns = 2 if right - left >= 900 else 1
    edge = _add_legend(deck, page, (right, top + 2, bottom - 14), columns)
    drawn = MapFigure(deck.projects, deck.countries, deck.map_options(), MAP_TEXT_SCALE).drawn(
        (left, top, edge, bottom)
    )
    page.add(Group("Map", drawn.shapes, map_figure.description(deck.projects, deck.language)))
    _add_link_to_sources(deck, page, (edge + 14, bottom - 18, right - 20, bottom - 4))
    page.notes = [map_figure.description(deck.projects, language) for language in deck.languages]


def _summary(deck: Deck, language: str) -> str:
    """How many projects there are, how many of them operate, wholly or in part, and of how many that is not stated."""
    n = len(deck.projects)
    statuses = [project["status"] for project in deck.projects if project.get("status")]
    at_work = [theme.status(status).at_work for status in statuses]
    form = formats.counted(language, "slides.overview" if statuses else "slides.projects", n)
    summary = form.replace("{n}", str(n)).replace("{operating}", str(at_work.count("full")))
    if in_part := at_work.count("part"):
        summary += f", {i18n.text(language, 'slides.in_part', n=in_part)}"
    missing = n - len(statuses)
    return f"{summary} ({formats.stated(language, 'status', None).lower()}: {missing})" if missing else summary


def _add_legend(deck: Deck, page: Page, place: tuple[float, float, float], columns: int) -> float:
    """Draws as much of the legend as has room between (right, top, bottom); gives where the map may end."""
    right, top, bottom = place
    blocks = legend_entries.blocks(deck.projects, deck.language, lambda _: "")
    unplaced = i18n.text(deck.language, "unplaced.title")
    # No counts: where they stand would depend on how wide the theme's typeface is.
    blocks = [without_notes(block) for block in blocks if block.heading != unplaced]
    wide = 150.0 * columns + 16 * (columns - 1)
    box = (0.0, top, wide, bottom)
    shapes, used, _ = legend.legend(blocks, box, columns, 1.0, least=SMALLEST_TEXT, largest=10.6)
    whole = used + (columns - 1) * ((wide - 16 * (columns - 1)) / columns + 16)
    x = right - whole - 22
    page.add(Group("Legend", moved(tuple(shapes), x, 0)))
    return x - 14


def _add_link_to_sources(deck: Deck, page: Page, box: tuple[float, float, float, float]) -> None:
    click = page.link("slide:sources")
    text = f"{i18n.text(deck.language, 'card.sources')}, {i18n.text(deck.language, 'credits.title').lower()} ›"
    page.text([text], box, SMALLEST_TEXT, "ink-2", align="end", name="Sources", click=click)
