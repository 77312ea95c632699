"""The slides that list: projects without a place, how to read the maps and whose data they show, and all sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from maps.drawing import legend, legend_entries, map_elements
from maps.drawing.mirrored import turned
from maps.drawing.shapes import Group, Shape
from maps.slides import paragraphs, tables
from maps.slides.deck_base import Deck, sources_of, without_notes
from maps.slides.drawingml import narrowed
from maps.slides.paragraphs import SMALLEST, Paragraph, Run, line
from maps.slides.project_slide import speaker_notes
from maps.slides.slide import Page
from maps.slides.tables import Cell, Row, Table
from maps.text import i18n, project_text
from maps.text.imprint import imprint
from maps.text.names import Project, name_of

_SIZES = ((14.0, 11.0), (12.0, 10.5), (11.0, 10.0))
"""Points of a table's text in the first and in the second language: the largest that lets it stand on one slide."""
_SHARES = (0.34, 0.22, 0.22, 0.22)
"""How much of a table's width project, sector, status and reason take."""

NumberedSource = tuple[int, project_text.Source]


def unplaced_table(deck: Deck) -> tuple[list[list[Row]], Row, tuple[float, ...]]:
    """The rows of the projects without a place by slides, the headings, and the widths of the columns in points."""
    left, top, right, bottom = deck.margins()
    widths = tuple(share * (right - left) for share in _SHARES)
    keys = ("table.name", "table.sector", "table.status", "table.place")
    headings = tuple(_cell(deck, deck.texts(key), (SMALLEST + 1, SMALLEST), "ink-2") for key in keys)
    parts: list[list[Row]] = []
    for sizes in _SIZES:
        rows = [_row(deck, project, sizes) for project in deck.unplaced]
        parts = tables.pages(rows, headings, widths, bottom - top, deck.master.stretch)
        if len(parts) <= 1:
            break
    return parts, headings, widths


def _row(deck: Deck, project: Project, sizes: tuple[float, float]) -> Row:
    texts = [
        [name_of(project, language) for language in deck.languages],
        [project_text.sector(project, language) for language in deck.languages],
        [project_text.status(project, language, deck.today) for language in deck.languages],
        [legend_entries.reason(project, language) for language in deck.languages],
    ]
    return tuple(_cell(deck, each, sizes, bold=not number) for number, each in enumerate(texts))


def _cell(
    deck: Deck, texts: Sequence[str], sizes: tuple[float, float], colour: str = "ink", *, bold: bool = False
) -> Cell:
    """A text in each language, the same one once."""
    first = line(texts[0], sizes[0], colour, bold=bold, language=deck.languages[0])
    second = [line(text, sizes[1], "ink-2", language=deck.languages[1]) for text in texts[1:] if text != texts[0]]
    return (first, *second)


def fill_unplaced(deck: Deck, page: Page, number: int) -> None:
    """Fills one of the slides with projects that no map shows, and why."""
    parts, headings, widths = unplaced_table(deck)
    left, top, _, _ = deck.margins()
    of = f"{number}/{len(parts)}" if len(parts) > 1 else ""
    deck.set_title(page, deck.texts("unplaced.title"), of)
    name = i18n.text(deck.language, "unplaced.title")
    page.table(Table(name, headings, tuple(parts[number - 1]), widths, deck.master.stretch), (left, top))
    start = sum(map(len, parts[: number - 1]))
    for project in deck.unplaced[start : start + len(parts[number - 1])]:
        for language in deck.languages:
            page.notes += speaker_notes(deck, project, language)


def fill_credits(deck: Deck, page: Page) -> None:
    """Fills a slide with the legend, and whose data the maps show."""
    titles = [i18n.text(code, "credits.title") for code in deck.languages]
    deck.set_title(page, titles)
    left, top, right, bottom = deck.margins()
    middle = left + 0.5 * (right - left)
    stretch = deck.master.stretch
    unplaced = i18n.text(deck.language, "unplaced.title")
    blocks = legend_entries.blocks(deck.projects, deck.language, lambda _: "")[1:]
    blocks = [without_notes(block) for block in blocks if block.heading != unplaced]
    box = (left, top, middle - 24, bottom)
    shapes, _, _ = legend.legend(blocks, box, 1, 1.0, least=SMALLEST * stretch, largest=12.5 * stretch)
    key: Shape = Group("Legend", tuple(narrowed(shape, stretch) for shape in shapes))
    column = (middle, top, right, bottom)
    if i18n.is_right_to_left(deck.language):
        key, column = turned(key, left + right), (left, top, left + right - middle, bottom)
    page.add(key)
    flow: list[Paragraph] = []
    for language in deck.languages:
        whose = imprint(deck.members, language).lines
        flow += [line(text, 12, before=6, language=language) for text in whose]
        page.notes += whose
    flow += [
        line(text, 12, "ink-2", before=6)
        for text in map_elements.attribution(deck.projects, deck.countries, deck.language).split(" · ")
    ]
    page.write(1, flow, column, SMALLEST / 12)


# --- sources ----------------------------------------------------------------------------------------------------------


def source_parts(deck: Deck) -> list[list[list[NumberedSource]]]:
    """All documents of the deck, numbered from 1, by title: for each slide two columns."""
    values = [value for indicator in deck.indicators for value in indicator.get("values", ())]
    named = [value for stop in deck.stops for value in deck.values_of(stop)]
    sources = sources_of([*deck.projects, *values, *named, *deck.milestones], deck.language)
    left, top, right, bottom = deck.margins()
    wide = (right - left - 30) / 2
    numbered = list(enumerate(sorted(sources, key=lambda each: (each.title.casefold(), each.address)), 1))
    heights = [
        min(4.5 * SMALLEST, paragraphs.height([_entry(deck, *each)], wide, stretch=deck.master.stretch)) + _BETWEEN
        for each in numbered
    ]
    columns = tables.parted(numbered, heights, bottom - top, by=2)
    return [columns[at : at + 2] for at in range(0, len(columns), 2)]


_BETWEEN = 3.0
"""Points between two documents."""
_LONGEST = 160
"""Letters of a document's title on a slide; the whole one stands in the notes."""


def _entry(
    deck: Deck, number: int, source: project_text.Source, link: Callable[[str], str] = lambda _: ""
) -> Paragraph:
    """A document as a numbered paragraph; link: gives what a click on an address does."""
    title = source.title if len(source.title) <= _LONGEST else f"{source.title[:_LONGEST].rstrip()}…"
    runs = [Run(title, SMALLEST, click=link(source.address) if source.address else "")]
    if source.about:
        runs.append(Run(f"  {source.about}", SMALLEST, "ink-2"))
    if source.archive:
        words = i18n.text(deck.language, "source.archive")
        runs.append(Run(f"  {words}", SMALLEST, "ink-2", click=link(source.archive)))
    return Paragraph(tuple(runs), before=_BETWEEN, indent=24, bullet=i18n.digits(deck.language, f"{number}."))


def fill_sources(deck: Deck, page: Page, part: Sequence[Sequence[NumberedSource]], of: str) -> None:
    """Fills a slide with documents in two columns, each leading to its address."""
    deck.set_title(page, deck.texts("card.sources"), of)
    left, top, right, bottom = deck.margins()
    wide = (right - left - 30) / 2
    edges = [left, right - wide]
    if i18n.is_right_to_left(deck.language):
        edges.reverse()
    for place, (x, column) in enumerate(zip(edges, part, strict=False)):
        flow = [_entry(deck, number, source, page.link) for number, source in column]
        page.write(place, flow, (x, top, x + wide, bottom), 1.0)
