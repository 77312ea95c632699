"""The slides that list: projects without a place, how to read the maps and whose data they show, and all sources."""

from __future__ import annotations

from collections.abc import Sequence

from maps.drawing import legend, legend_entries, map_elements, markers
from maps.drawing.shapes import Group
from maps.slides.deck_base import SMALLEST_TEXT, Deck, sources_of, without_notes
from maps.slides.slide import Column, Page
from maps.style import typeface
from maps.text import i18n, project_text
from maps.text.imprint import imprint
from maps.text.names import Project, name_of

UNPLACED_A_SLIDE = 6
"""Projects without a place on one slide."""

NumberedSource = tuple[int, project_text.Source]


def fill_unplaced(deck: Deck, page: Page, part: Sequence[Project], of: str) -> None:
    """Fills a slide with projects that no map shows, and why."""
    deck.set_title(page, deck.texts("unplaced.title"), of)
    left, top, right, bottom = deck.margins()
    step = min(84.0, (bottom - top) / len(part))
    for number, project in enumerate(part):
        y = top + number * step
        sign = markers.sample(project, (left + 14, y + 15), 26.0)
        page.add(Group(str(project["id"]), sign, project_text.sector(project, deck.language)))
        _write_unplaced(deck, Column(page, (left + 40, y, right, y + step)), project)


def _write_unplaced(deck: Deck, column: Column, project: Project) -> None:
    page = column.page
    for language in deck.languages:
        leads = language == deck.language
        name = name_of(project, language)
        click = page.link(f"slide:{project['id']}")
        column.write(name, 16 if leads else 13, bold=leads, name="Project", click=click)
        reason = f"{legend_entries.reason(project, language)} · {project_text.status(project, language, deck.today)}"
        column.write(reason, 12, "ink-2", name="Reason")
        page.notes.append(f"{name}: {project_text.text(project, 'summary', language)}")


def fill_credits(deck: Deck, page: Page) -> None:
    """Fills a slide with the legend, and whose data the maps show."""
    titles = [
        f"{i18n.text(code, 'card.sources')}, {i18n.text(code, 'credits.title').lower()}" for code in deck.languages
    ]
    deck.set_title(page, titles)
    left, top, right, bottom = deck.margins()
    middle = left + 0.5 * (right - left)
    unplaced = i18n.text(deck.language, "unplaced.title")
    blocks = legend_entries.blocks(deck.projects, deck.language, lambda _: "")[1:]
    blocks = [without_notes(block) for block in blocks if block.heading != unplaced]
    box = (left, top, middle - 24, bottom)
    shapes, _, _ = legend.legend(blocks, box, 1, 1.0, least=SMALLEST_TEXT, largest=12.5)
    page.add(Group("Legend", tuple(shapes)))
    column = Column(page, (middle, top, right, bottom))
    column.write(i18n.text(deck.language, "credits.title"), 13, bold=True, name="Heading")
    for language in deck.languages:
        for line in imprint(deck.members, language).lines:
            column.write(line, 12, gap=6, name="Imprint")
            page.notes.append(line)
    for line in map_elements.attribution(deck.projects, deck.language).split(" · "):
        column.write(line, 12, "ink-2", gap=6, name="Credits")


def numbered_sources(deck: Deck) -> list[NumberedSource]:
    """All documents of the deck, numbered from 1, by title."""
    values = [value for indicator in deck.indicators for value in indicator.get("values", ())]
    sources = sources_of([*deck.projects, *values, *deck.milestones], deck.language)
    return list(enumerate(sorted(sources, key=lambda source: (source.title.casefold(), source.address)), 1))


def sources_a_slide(deck: Deck) -> int:
    """How many documents one slide has room for, in two columns."""
    _, top, _, bottom = deck.margins()
    return 2 * max(4, int((bottom - top) / 27))


def fill_sources(deck: Deck, page: Page, part: Sequence[NumberedSource], of: str) -> None:
    """Fills a slide with documents in two columns, each leading to its address."""
    deck.set_title(page, deck.texts("card.sources"), of)
    left, top, right, bottom = deck.margins()
    half = (len(part) + 1) // 2
    wide = (right - left - 26) / 2
    step = (bottom - top) / max(half, sources_a_slide(deck) // 2)
    for place, (number, source) in enumerate(part):
        x, y = left + (place // half) * (wide + 26), top + (place % half) * step
        archive = f"  {i18n.text(deck.language, 'source.archive')}" if source.archive else ""
        behind = typeface.width(f" {source.about}{archive}", "regular", SMALLEST_TEXT)
        room = 2 * (wide - 24) / deck.master.stretch - behind - 20
        name = typeface.shortened(source.title, "regular", SMALLEST_TEXT, max(80.0, room))
        writer = page.writer
        runs = [
            writer.run(name, SMALLEST_TEXT, "ink", click=page.link(source.address) if source.address else ""),
            writer.run(f"  {source.about}", SMALLEST_TEXT, "ink-2"),
        ]
        if archive:
            runs.append(writer.run(archive, SMALLEST_TEXT, "ink-2", click=page.link(source.archive)))
        page.text([f"{number}."], (x, y, x + 22, y + step), SMALLEST_TEXT, "ink-2", name="Number")
        page.parts.append(writer.box("Source", (x + 24, y, x + wide, y + step), writer.paragraph(runs), wrapped=True))
