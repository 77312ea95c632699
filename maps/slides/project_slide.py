"""A project's slide: its map and photograph, what is known of it, its sources, and notes for the speaker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maps.drawing import legend_entries, markers
from maps.drawing.shapes import Box, Group
from maps.slides import photographs
from maps.slides.deck_base import MAP_TEXT_SCALE, Deck, cited
from maps.slides.paragraphs import SMALLEST, Paragraph, Run, line
from maps.slides.plain_master import BESIDE, BESIDE_TWO, EDGE, FOOT, beside_number
from maps.slides.slide import Page
from maps.style import typeface
from maps.text import i18n, project_text, sentences
from maps.text.names import Project, name_of

_LONGEST_SENTENCE = 32
"""Words of a summary's first sentence that a slide has room for; the whole stands in the notes."""
_TEXT, _SMALL, _NUMBER = 15.5, 13.0, 25.0
"""Sizes in points, before they are made to fit."""
_LEAST = SMALLEST / _SMALL
_SIGN = 22.0
"""The sector's sign, with what is around it, in points."""
_GAP = 20.0
"""Points between two columns of text."""


def fill_project(deck: Deck, page: Page, project: Project) -> None:
    """Fills a slide: the map at the left up to the edges, at the right what is known, sources at the foot."""
    page.title(list(dict.fromkeys(name_of(project, language) for language in deck.languages)))
    picture, text, foot = _areas(deck)
    photographs.add_beside_map(deck, page, [project], picture, lambda box: _add_map(deck, page, project, box))
    add_foot(deck, page, project_text.sources(project, deck.language), foot)
    count = len(deck.languages)
    wide = (text[2] - text[0] - _GAP * (count - 1)) / count
    for number, language in enumerate(deck.languages):
        x = text[0] + number * (wide + _GAP)
        column = (x, text[1], x + wide, text[3])
        page.write(number, list(_facts(deck, project, language)), column, _LEAST)
        side = x + wide - _SIGN if i18n.is_right_to_left(language) else x
        _add_sign(page, project, language, (side, text[1]))
        page.notes += speaker_notes(deck, project, language)


def _areas(deck: Deck) -> tuple[Box, Box, Box]:
    """The boxes of the map, of the text, and of the foot."""
    left, top, right, bottom = deck.master.body
    share = BESIDE if len(deck.languages) == 1 else BESIDE_TWO
    edge = left + share * (right - left)
    if deck.master.own:
        start, end = edge + 28, right - EDGE
        foot = beside_number((start, bottom - FOOT + 8, end, bottom - 12), deck.language)
        return (left, 0.0, edge, bottom), (start, 100.0, end, bottom - FOOT), foot
    start = edge + 20
    return (left, top, edge, bottom), (start, top, right, bottom - FOOT + 6), (start, bottom - FOOT + 12, right, bottom)


def _add_map(deck: Deck, page: Page, project: Project, box: Box) -> None:
    group, _ = deck.map_group([project], box, deck.locator_options(), MAP_TEXT_SCALE)
    page.add(group)


def _add_sign(page: Page, project: Project, language: str, at: tuple[float, float]) -> None:
    """Draws the sector's sign before the first line of the text."""
    sign = markers.sample(project, (at[0] + _SIGN / 2, at[1] + _SIGN / 2), 20.0)
    page.add(Group("Sector", sign, project_text.sector(project, language)))


def _facts(deck: Deck, project: Project, language: str) -> Iterator[Paragraph]:
    """What is known of a project, the most important first; numbers and their labels follow each other."""
    sector = project_text.sector(project, language)
    yield line(sector, _TEXT, markers.colour(project), bold=True, indent=28, language=language)
    yield line(project_text.status(project, language, deck.today), _TEXT, bold=True, before=9, language=language)
    where, precision = project_text.place(project, language)
    if not project.get("geometry"):
        precision = legend_entries.absence(project, language)
    if where:
        yield line(where, _TEXT, before=6, language=language)
    if precision:
        yield line(precision, _SMALL, "ink-2", language=language, rank=1)
    for heading, date in project_text.dates(project, language):
        yield line(f"{heading}: {date}", _TEXT, before=4, language=language)
    for place, number in enumerate(project_text.numbers(project, language)[:3]):
        yield from _number(number, language, rank=(0, 3, 6)[place])
    for heading, names in project_text.partners(project, deck.countries, language):
        short = i18n.listed((name.partition(" (")[0] for name in names), language)
        runs = (Run(f"{heading}: ", _SMALL, "ink-2"), Run(short, _SMALL))
        yield Paragraph(runs, before=5, language=language, rank=4)
    if sentence := _short_sentence(project_text.text(project, "summary", language)):
        yield line(sentence, _SMALL + 1, before=8, language=language, rank=5)
    disputes = project_text.disputes(project, language)
    if disputes and len(disputes[0].split()) <= _LONGEST_SENTENCE:
        run = Run(disputes[0], _SMALL)
        yield Paragraph((run,), before=8, indent=12, bullet="▌", bullet_colour="amber-edge", language=language, rank=2)


def _number(number: project_text.Number, language: str, rank: int) -> Iterator[Paragraph]:
    yield line(number.quantity, _NUMBER, bold=True, before=7, language=language, rank=rank)
    if label := i18n.listed((number.label, number.date), language):
        yield line(label, _SMALL, "ink-2", language=language, rank=rank)


def _short_sentence(text: str) -> str:
    """The first sentence of a text, if it is short enough to be read from afar."""
    sentence = sentences.first_sentence(text)
    return sentence if len(sentence.split()) <= _LONGEST_SENTENCE else ""


def add_foot(deck: Deck, page: Page, sources: Sequence[project_text.Source], box: Box) -> None:
    """Writes the sources, and the way back to the map, in one box at the foot."""
    flow = []
    if sources:
        flow.append(Paragraph(tuple(source_runs(deck, page, sources, box[2] - box[0]))))
    if back := page.link("slide:overview"):
        text = f"‹ {i18n.text(deck.language, 'slides.back')}"
        flow.append(line(text, SMALLEST, "ink-2", before=3, click=back))
    if flow:
        page.box("Sources", flow, box, anchor="b")


def source_runs(deck: Deck, page: Page, sources: Sequence[project_text.Source], wide: float) -> Iterator[Run]:
    """As many sources as two lines hold, each leading to its document."""
    heading = f"{i18n.text(deck.language, 'card.sources')}: "
    yield Run(heading, SMALLEST, "ink-2")
    used = typeface.width(heading, "regular", SMALLEST)
    room = 1.8 * wide / deck.master.stretch
    for number, source in enumerate(sources):
        short = typeface.shortened(source.notes or source.title, "regular", SMALLEST, 0.9 * room)
        used += typeface.width(f"{short}; ", "regular", SMALLEST)
        if used > room and number:
            yield Run(" …", SMALLEST, "ink-2")
            return
        if number:
            yield Run("; ", SMALLEST, "ink-2")
        yield Run(short, SMALLEST, "ink-2", click=page.link(source.address) if source.address else "")


def speaker_notes(deck: Deck, project: Project, language: str) -> list[str]:
    """What a speaker wants at hand: the summary, all numbers, disputes and sources."""
    lines = [name_of(project, language), project_text.text(project, "summary", language)]
    lines += [
        " · ".join(part for part in (each.quantity, each.label, each.date) if part)
        for each in project_text.numbers(project, language)
    ]
    lines += [
        f"{heading}: {'; '.join(names)}" for heading, names in project_text.partners(project, deck.countries, language)
    ]
    disputes = project_text.disputes(project, language)
    lines += [f"{i18n.text(language, 'card.disputes')}:", *disputes] if disputes else []
    remarks = project_text.remarks(project, language)
    lines += [f"{i18n.text(language, 'card.remarks')}:", *remarks] if remarks else []
    sources = project_text.sources(project, language)
    lines += [f"{i18n.text(language, 'card.sources')}:"] if sources else []
    lines += [cited(number, source, language) for number, source in enumerate(sources, 1)]
    lines += [f"{label}: {value}" for label, value in project_text.more(project, language)]
    return [line for line in (*lines, *project_text.notes(project, language)) if line] + [""]
