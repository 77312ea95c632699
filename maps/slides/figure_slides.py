"""The slides of key figures, as charts, and of events, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from geo.model.record_types import Indicator, IndicatorValue, Milestone
from maps.slides import charts, paragraphs, tables
from maps.slides.deck_base import Deck, cited, sources_of
from maps.slides.paragraphs import SMALLEST, Paragraph, Run, line
from maps.slides.project_slide import source_runs
from maps.slides.slide import Page
from maps.slides.tables import Row, Table
from maps.text import formats, i18n, indicator_text, project_text

_LOWEST, _AROUND = 26.0, 110.0
"""Points of height that a bar needs in a chart of half a slide's width, and of what stands above and below a chart."""
_BETWEEN = 30.0
"""Points between two charts."""
_SOURCES = 38.0
"""Points for the sources below a chart."""
_DATE = 132.0
"""Points for the column of dates."""


def charts_a_slide(deck: Deck) -> int:
    """How many charts stand on one slide: one where the bars of two side by side would be too low for their words."""
    _, top, _, bottom = deck.margins()
    most = max((len(charts.bars(each, deck.language)) for each in deck.indicators), default=1)
    return 2 if (bottom - top - _AROUND) / most >= _LOWEST else 1


def fill_indicators(deck: Deck, page: Page, part: Sequence[Indicator], of: str) -> None:
    """Fills a slide with charts side by side, each above its sources."""
    del of  # what the charts show tells these slides apart
    page.title(["; ".join(charts.headline(indicator, code) for indicator in part) for code in deck.languages])
    left, top, right, bottom = deck.margins()
    wide = (right - left - _BETWEEN * (len(part) - 1)) / len(part)
    lefts = [left + number * (wide + _BETWEEN) for number in range(len(part))]
    headings = [_heading(deck, indicator) for indicator in part]
    high = max(paragraphs.height(flow, wide, stretch=deck.master.stretch) for flow in headings)
    foot = bottom - _SOURCES
    for x, indicator, flow in zip(lefts, part, headings, strict=True):
        page.box("Heading", flow, (x, top, x + wide, top + high))
        charts.add(page.slide, (x, top + high + 8, x + wide, foot - 6), indicator, deck.language)
        sources = sources_of(indicator.get("values", ()), deck.language)
        runs = tuple(source_runs(deck, page, sources, wide))
        page.box("Sources", [Paragraph(runs)], (x, foot, x + wide, bottom), anchor="b")
        page.notes += _indicator_notes(deck, indicator)


def _heading(deck: Deck, indicator: Indicator) -> list[Paragraph]:
    """What a chart shows, in each language."""
    return [
        line(charts.title(indicator, code), 12 if number else 16, "ink-2" if number else "ink", bold=not number,
             language=code)
        for number, code in enumerate(deck.languages)
    ]  # fmt: skip


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
    return f"{head}: {indicator_text.in_words(indicator, value, language)}"


# --- events -----------------------------------------------------------------------------------------------------------


def in_order(milestones: Sequence[Milestone]) -> list[Milestone]:
    """Events by date."""
    return sorted(milestones, key=lambda milestone: str(milestone.get("date", "")))


def event_parts(deck: Deck) -> list[list[Milestone]]:
    """The events by slides."""
    events = in_order(deck.milestones)
    rows = [_event(deck, milestone) for milestone in events]
    _, top, _, bottom = deck.margins()
    parts = tables.pages(rows, _headings(deck), _widths(deck), bottom - top, deck.master.stretch)
    left = iter(events)
    return [[next(left) for _ in part] for part in parts]


def fill_events(deck: Deck, page: Page, part: Sequence[Milestone], of: str) -> None:
    """Fills a slide with a table of dates and events, a column for each language."""
    titles = deck.texts("tab.events")
    deck.set_title(page, titles, of)
    rows = tuple(_event(deck, milestone) for milestone in part)
    left, top, _, _ = deck.margins()
    page.table(Table(titles[0], _headings(deck), rows, _widths(deck), deck.master.stretch), (left, top))
    for milestone in part:
        page.notes += _event_notes(deck, milestone)


def _widths(deck: Deck) -> tuple[float, ...]:
    left, _, right, _ = deck.margins()
    count = len(deck.languages)
    return (_DATE, *[(right - left - _DATE) / count] * count)


def _headings(deck: Deck) -> Row:
    heads = [i18n.text(deck.language, "form.date"), *deck.texts("tab.events")]
    return tuple((line(text, SMALLEST + 1.5, "ink-2"),) for text in heads)


def _event(deck: Deck, milestone: Milestone) -> Row:
    date = formats.date(deck.language, str(milestone.get("date", "")))
    names = [
        line(project_text.text(milestone, "name", code), 13, "ink", bold=not number, language=code)
        for number, code in enumerate(deck.languages)
    ]
    return ((Paragraph((Run(date, 12, "ink-2"),)),), *((name,) for name in names))


def _event_notes(deck: Deck, milestone: Milestone) -> list[str]:
    date = formats.date(deck.language, str(milestone.get("date", "")))
    notes = []
    for language in deck.languages:
        notes.append(f"{date}: {project_text.text(milestone, 'summary', language)}")
        notes += project_text.disputes(milestone, language) + project_text.remarks(milestone, language)
    return [
        *notes,
        *(cited(n, source, deck.language) for n, source in enumerate(sources_of([milestone], deck.language), 1)),
    ]
