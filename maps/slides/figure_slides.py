"""The slides of key figures, as charts, and of events, along a line of time."""

from __future__ import annotations

from collections.abc import Sequence

from geo.model.record_types import Indicator, IndicatorValue, Milestone
from maps.drawing.shapes import Box, Circle, Line, Point, Shape, Style
from maps.slides import charts
from maps.slides.deck_base import SMALLEST_TEXT, Deck, cited, sources_of
from maps.slides.slide import Column, Page
from maps.style import typeface
from maps.text import formats, i18n, project_text

INDICATORS_A_SLIDE = 2
"""Charts on one slide."""
EVENTS_A_SLIDE = 16
"""Events on one slide."""


def fill_indicators(deck: Deck, page: Page, part: Sequence[Indicator], of: str) -> None:
    """Fills a slide with charts side by side, each above its sources."""
    names = [" · ".join(project_text.text(indicator, "name", code) for indicator in part) for code in deck.languages]
    del of  # the figures' names tell these slides apart
    deck.set_title(page, names)
    left, top, right, bottom = deck.margins()
    wide = (right - left - 30 * (len(part) - 1)) / len(part)
    for number, indicator in enumerate(part):
        x = left + number * (wide + 30)
        _add_chart(deck, page, indicator, (x, top, x + wide, bottom))
        page.notes += _indicator_notes(deck, indicator)


def _add_chart(deck: Deck, page: Page, indicator: Indicator, box: Box) -> None:
    left, _, right, bottom = box
    column = Column(page, box)
    for code in deck.languages:
        leads = code == deck.language
        column.write(charts.title(indicator, code), 15 if leads else 12, bold=leads, name="Heading")
    sources = sources_of(indicator.get("values", ()), deck.language)
    foot = bottom - 42
    charts.add(page.slide, (left, column.y + 6, right, foot - 6), indicator, deck.language)
    _write_sources(deck, page, sources, (left, foot, right, bottom))


def _write_sources(deck: Deck, page: Page, sources: Sequence[project_text.Source], box: Box) -> None:
    """Writes publishers and dates of documents in at most three lines."""
    heading = f"{i18n.text(deck.language, 'card.sources')}: "
    names = "; ".join(dict.fromkeys(source.notes or source.title for source in sources))
    lines = typeface.wrapped(heading + names, "regular", SMALLEST_TEXT, (box[2] - box[0]) / deck.master.stretch, 3)
    page.text([" ".join(lines)], box, SMALLEST_TEXT, "ink-2", name="Sources")


def _indicator_notes(deck: Deck, indicator: Indicator) -> list[str]:
    """Every value in words, in each language, and the documents."""
    notes = []
    for language in deck.languages:
        notes.append(charts.title(indicator, language))
        for value in indicator.get("values", ()):
            notes.append(_value_note(indicator, value, language))
            notes += project_text.disputes(value, language) + project_text.remarks(value, language)
    sources = sources_of(indicator.get("values", ()), deck.language)
    return [*notes, *(cited(number, source, deck.language) for number, source in enumerate(sources, 1)), ""]


def _value_note(indicator: Indicator, value: IndicatorValue, language: str) -> str:
    """A value in words: what it is and when, how much, and what must be known about it."""
    label = project_text.text(value, "label", language)
    period = formats.period(language, str(value.get("period", "")))
    head = " · ".join(dict.fromkeys(part for part in (label, period) if part))
    parts = (charts.amount(indicator, value, language), project_text.text(value, "text", language))
    return f"{head}: {'. '.join(part for part in parts if part)}"


def in_order(milestones: Sequence[Milestone]) -> list[Milestone]:
    """Events by date."""
    return sorted(milestones, key=lambda milestone: str(milestone.get("date", "")))


def fill_events(deck: Deck, page: Page, part: Sequence[Milestone], of: str) -> None:
    """Fills a slide with dates and names in two columns along a line."""
    deck.set_title(page, deck.texts("tab.events"), of)
    left, top, right, bottom = deck.margins()
    half = (len(part) + 1) // 2
    wide = (right - left - 34) / 2
    step = min(58.0, (bottom - top) / max(1, half))
    for number, milestone in enumerate(part):
        x, y = left + (number // half) * (wide + 34), top + (number % half) * step
        last = number % half == half - 1 or number == len(part) - 1
        page.add(*_bead((x + 4, y + 7), 0.0 if last else step))
        _write_event(deck, Column(page, (x + 20, y, x + wide, y + step)), milestone)


def _write_event(deck: Deck, column: Column, milestone: Milestone) -> None:
    date = formats.date(deck.language, str(milestone.get("date", "")))
    column.write(date, 11, "ink-2", name="Date")
    for language in deck.languages:
        leads = language == deck.language
        column.write(project_text.text(milestone, "name", language), 13 if leads else 11, bold=leads, name="Event")
    notes = column.page.notes
    for language in deck.languages:
        notes.append(f"{date}: {project_text.text(milestone, 'summary', language)}")
        notes += project_text.disputes(milestone, language) + project_text.remarks(milestone, language)
    notes += [cited(n, source, deck.language) for n, source in enumerate(sources_of([milestone], deck.language), 1)]


def _bead(at: Point, down: float) -> list[Shape]:
    """A point on the line of time, and the line down to the next one."""
    shapes: list[Shape] = []
    if down:
        ends = ((at[0], at[1]), (at[0], at[1] + down))
        shapes.append(Line("Time", (ends,), Style(line="border", width=1.2)))
    return [*shapes, Circle("Event", at[0], at[1], 4, Style(fill="accent"))]
