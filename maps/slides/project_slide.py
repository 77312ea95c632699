"""A project's slide: its map, what is known of it, its sources, and notes for the speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from maps.drawing import legend_entries, map_elements, map_figure, markers
from maps.drawing.map_figure import MapFigure
from maps.drawing.shapes import Box, Group, Style
from maps.slides.deck_base import MAP_TEXT_SCALE, SMALLEST_TEXT, Deck, cited
from maps.slides.slide import Column, Page
from maps.style import typeface
from maps.text import i18n, project_text, sentences
from maps.text.names import Project, name_of

_LONGEST_SENTENCE = 26
"""Words of a summary's first sentence that a slide has room for; the whole stands in the notes."""
_TEXT_SCALES = (1.3, 1.15, 1.0)
"""How much larger the text beside a map may be, tried in turn."""


def fill_project(deck: Deck, page: Page, project: Project) -> None:
    """Fills a slide: the map at the left up to the edges, at the right what is known, sources at the foot."""
    left, top, right, bottom = deck.master.body
    placed = bool(project.get("geometry"))
    edge = left + (0.41 if len(deck.languages) == 1 else 0.36) * (right - left) if placed else left + 6
    names = [name_of(project, language) for language in deck.languages]
    start = edge + 28
    inset = 7.2  # that a title's box has at its left, so that its letters stand above the text
    size = 26.0 if len(names[0]) < 44 else 22.0
    title = (start - inset, 20.0, right - 34, 20.0 + 34 * (1 if len(names[0]) < 30 else 2) + 24 * (len(names) - 1))
    page.title(list(dict.fromkeys(names)), title, size if deck.master.own else None)
    if placed:
        page.add(_locator_map(deck, project, (left, 0.0 if deck.master.own else top, edge, bottom)))
    under = title[3] + 8 if deck.master.own else top + 4
    foot = _add_foot(deck, page, project, (start, bottom - 46, right - 34, bottom - 12))
    wide = (right - 34 - start - 20 * (len(deck.languages) - 1)) / len(deck.languages)
    for number, language in enumerate(deck.languages):
        x = start + number * (wide + 20)
        _write_largest_facts(deck, page, (x, under, x + wide, foot - 8), project, language)
        page.notes += _speaker_notes(deck, project, language)


def _locator_map(deck: Deck, project: Project, box: Box) -> Group:
    drawn = MapFigure((project,), deck.countries, deck.locator_options(), MAP_TEXT_SCALE).drawn(box)
    return Group("Map", drawn.shapes, map_figure.description([project], deck.language))


def _write_largest_facts(deck: Deck, page: Page, box: Box, project: Project, language: str) -> None:
    """Writes the facts as large as lets all of them stand; what has no room stands in the notes."""
    before = len(page.parts)
    for scale in _TEXT_SCALES:
        column = Column(page, box, scale)
        _write_facts(deck, column, project, language)
        if column.whole:
            return
        if scale != _TEXT_SCALES[-1]:
            del page.parts[before:]


def _write_facts(deck: Deck, column: Column, project: Project, language: str) -> None:
    """Writes what is known of a project, the most important first."""
    _write_sector(column, project, language)
    column.write(project_text.status(project, language, deck.today), 13, bold=True, gap=9, name="Status")
    where, precision = project_text.place(project, language)
    column.write(where, 13, gap=6, name="Place")
    if not project.get("geometry"):
        precision = legend_entries.absence(project, language)
    column.write(precision, 11, "ink-2", gap=1, name="Precision")
    for heading, date in project_text.dates(project, language):
        column.write(f"{heading}: {date}", 12, gap=5, name="Date")
    _write_numbers(column, project_text.numbers(project, language)[:3])
    for heading, names in project_text.partners(project, deck.countries, language):
        short = [name.partition(" (")[0] for name in names]
        column.write(f"{heading}: {', '.join(short)}", 12, gap=6, name="Partners")
    column.write(_first_sentence(project_text.text(project, "summary", language)), 12.5, gap=9, name="Summary")
    disputes = project_text.disputes(project, language)
    if disputes and len(disputes[0].split()) <= _LONGEST_SENTENCE:
        _write_dispute(column, disputes[0])


def _write_sector(column: Column, project: Project, language: str) -> None:
    """Writes the sector beside its sign."""
    size = 20.0 * column.larger
    sector = project_text.sector(project, language)
    sign = markers.sample(project, (column.box[0] + size * 0.55, column.y + size * 0.5), size)
    column.page.add(Group("Sector", sign, sector))
    column.y += 1.5
    column.write(sector, 13, markers.colour(project), bold=True, left=1.5 * size, name="Sector")


def _write_numbers(column: Column, numbers: Sequence[project_text.Number]) -> None:
    """Writes up to three numbers side by side, or one below the other where there is no room for that."""
    across = max(1, min(3, int(column.wide / 140 / column.larger**0.5)))
    wide = (column.wide - 14 * (across - 1)) / across
    for start in range(0, len(numbers), across):
        row = numbers[start : start + across]
        lefts = [column.box[0] + n * (wide + 14) for n in range(len(row))]
        cells = [Column(column.page, (left, 0, left + wide, 999), column.larger) for left in lefts]
        high = column.larger * max(
            cell.lines(number.quantity, 17, bold=True) * 20.4 + cell.lines(_label(number), 10.5) * 12.6
            for cell, number in zip(cells, row, strict=True)
        )
        if not column.fits(high + 10):
            return
        for cell, number in zip(cells, row, strict=True):
            cell.y = column.y + 10
            cell.write(number.quantity, 17, bold=True, name="Number")
            cell.write(_label(number), 10.5, "ink-2", name="Label")
        column.y += high + 10


def _label(number: project_text.Number) -> str:
    return ", ".join(part for part in (number.label, number.date) if part)


def _write_dispute(column: Column, text: str) -> None:
    """Writes a dispute behind an amber bar."""
    high = column.lines(text, 11.5, left=10) * 11.5 * 1.2 * column.larger
    if column.fits(high + 12):
        top = column.y + 12 * column.larger
        box = (column.box[0], top, column.box[0] + 3, top + high)
        column.page.add(replace(map_elements.rectangle("Disputed", box, "amber-edge"), style=Style(fill="amber-edge")))
        column.write(text, 11.5, left=10, gap=12, name="Disputed")


def _first_sentence(text: str) -> str:
    """The first sentence of a text, if it is short enough to be read from afar."""
    sentence = sentences.first_sentence(text)
    return sentence if len(sentence.split()) <= _LONGEST_SENTENCE else ""


def _add_foot(deck: Deck, page: Page, project: Project, box: Box) -> float:
    """Writes the sources and the way back to the map at the foot; gives where they begin."""
    back = page.link("slide:overview")
    text = f"‹ {i18n.text(deck.language, 'slides.back')}"
    page.text([text], (box[0], box[3] - 13, box[2], box[3]), SMALLEST_TEXT, "ink-2", name="Back", click=back)
    sources = project_text.sources(project, deck.language)
    if not sources:
        return box[1] + 20
    paragraph = page.writer.paragraph(_source_runs(deck, page, sources, box[2] - box[0]))
    page.parts.append(page.writer.box("Sources", (box[0], box[1] - 6, box[2], box[3] - 15), paragraph, wrapped=True))
    return box[1] - 6


def _source_runs(deck: Deck, page: Page, sources: Sequence[project_text.Source], wide: float) -> list[str]:
    """As many sources as two lines hold, each leading to its document."""
    writer = page.writer
    heading = f"{i18n.text(deck.language, 'card.sources')}: "
    runs, used = [writer.run(heading, SMALLEST_TEXT, "ink-2")], typeface.width(heading, "regular", SMALLEST_TEXT)
    room = 1.85 * wide / deck.master.stretch
    for number, source in enumerate(sources):
        short = source.notes or source.title
        used += typeface.width(f"{short}; ", "regular", SMALLEST_TEXT)
        if used > room and number:
            runs.append(writer.run(" …", SMALLEST_TEXT, "ink-2"))
            break
        runs += [writer.run("; ", SMALLEST_TEXT, "ink-2")] if number else []
        click = page.link(source.address) if source.address else ""
        runs.append(writer.run(short, SMALLEST_TEXT, "ink-2", click=click))
    return runs


def _speaker_notes(deck: Deck, project: Project, language: str) -> list[str]:
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
