"""The title slide, and the slide with the map of all projects."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from maps.drawing import legend, legend_entries, map_figure, markers, strip
from maps.drawing.shapes import Box, Group, moved
from maps.slides import plain_master, pptx_objects
from maps.slides.deck_base import MAP_TEXT_SCALE, Deck, without_notes
from maps.slides.drawingml import narrowed
from maps.slides.paragraphs import SMALLEST, line
from maps.slides.slide import Page
from maps.style import typeface
from maps.text import age, formats, i18n, project_text

_COVER_MAP = 0.16
"""A free part of a template's title slide that is smaller than this share of it has no room for a map,"""
_NARROWEST = 150.0
"""nor has one with a shorter side, in points."""
_SQUARE = 15.0
"""Points of a square of what is claimed and found."""
_LEGEND = 158.0
"""Points for a column of the legend beside the map."""


def fill_title(deck: Deck, page: Page) -> None:
    """Fills the title slide: title, subtitle and date, and a map without names beside them."""
    box, narrowed_to = _cover_places(deck, page)
    title = page.slide.shapes.title
    place = _within(title, narrowed_to) if title is not None and narrowed_to else None
    page.title(list(dict.fromkeys(deck.heading(language) for language in deck.languages)), place, deck.master.cover_ink)
    holders = [each for each in page.slide.placeholders if each.placeholder_format.idx != 0 and each.has_text_frame]
    if holders:
        where = _within(holders[0], narrowed_to) if narrowed_to else _box(holders[0])
        page.write(0, [line(text, 18, deck.master.subtitle_ink, before=4) for text in _subtitles(deck)], where, 0.6)
    _add_cover(deck, page, box)
    if deck.master.own:
        _add_strip(deck, page)
    page.notes = [map_figure.description(deck.projects, language) for language in deck.languages]


def _subtitles(deck: Deck) -> list[str]:
    lines = []
    for language in deck.languages:
        if deck.own_title is None:
            kind = "title" if deck.alone else "subtitle"
            lines.append(project_text.text(deck.members, kind, language))
        lines.append(typeface.clean(age.as_of(deck.members, deck.projects, language, deck.today)))
    return [text for text in lines if text]


def _cover_places(deck: Deck, page: Page) -> tuple[Box, Box | None]:
    """Where the map stands on the title slide; and the part that texts are narrowed to where it would cover them."""
    wide, high = deck.master.width, deck.master.height
    if deck.master.own:
        return (plain_master.COVER * wide, 0.0, wide, high), None
    boxes = [_box(each) for each in page.slide.placeholders]
    if not boxes:
        return (0.5 * wide, 0.1 * high, 0.96 * wide, 0.9 * high), None
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    edge = 0.03 * wide
    free = [(right + 12, edge, wide - edge, high - edge), (edge, edge, left - 12, high - edge)]
    free += [(left, bottom + 12, right, high - edge), (left, edge, right, top - 12)]
    best = max(free, key=_size)
    if _size(best) > _COVER_MAP * wide * high and min(best[2] - best[0], best[3] - best[1]) >= _NARROWEST:
        return best, None
    middle = 0.5 * wide
    return (middle + 12, max(edge, 0.1 * high), wide - edge, 0.9 * high), (edge, 0.0, middle - 12, high)


def _size(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _box(holder: pptx_objects.Holder) -> Box:
    left, top = holder.left.pt, holder.top.pt
    return left, top, left + holder.width.pt, top + holder.height.pt


def _within(holder: pptx_objects.Holder, limits: Box) -> Box:
    """A placeholder's box moved and narrowed so that it stands between two sides."""
    box = _box(holder)
    left = min(max(box[0], limits[0]), limits[0] + 0.2 * (limits[2] - limits[0]))
    return left, box[1], limits[2], box[3]


def _add_cover(deck: Deck, page: Page, box: Box) -> None:
    """Draws the countries and their marks without a word."""
    options = replace(deck.map_options(), without=frozenset({"names", "scale", "inset"}))
    group, _ = deck.map_group(deck.projects, box, options, 1.0)
    page.add(group._replace(title=i18n.text(deck.language, "page.map")))


def _add_strip(deck: Deck, page: Page) -> None:
    """Draws what is claimed and found, as the page and pictures do, and below it how many projects there are."""
    wide, bottom = plain_master.COVER * deck.master.width - 62, deck.master.height - 44
    drawn = strip.strip(deck.projects, (plain_master.EDGE, bottom - _SQUARE - 8), wide, _SQUARE, deck.language)
    if drawn:
        page.add(drawn)
    if len(deck.projects) > 1:
        text = "  ·  ".join(_summary(deck, language) for language in deck.languages)
        box = (plain_master.EDGE, bottom, plain_master.EDGE + wide, bottom + 34)
        page.box("Summary", [line(text, 13, "ink-2")], box, least=SMALLEST / 13)


def fill_overview(deck: Deck, page: Page) -> None:
    """Fills the map of all, with a legend; each mark leads to its slide."""
    page.title([_summary(deck, language) for language in deck.languages])
    left, top, right, bottom = deck.master.body
    columns = 2 if right - left >= 900 else 1
    edge = _add_legend(deck, page, (right, top + 4, bottom - 56), columns)
    group, _ = deck.map_group(deck.projects, (left, top, edge, bottom), deck.map_options(), MAP_TEXT_SCALE)
    page.add(group)
    click = page.link("slide:sources")
    text = f"{i18n.text(deck.language, 'card.sources')} ›"
    page.box(
        "Sources",
        [line(text, SMALLEST, "ink-2", click=click)],
        (edge + 14, bottom - 54, right - 14, bottom - 29),
        anchor="b",
    )
    page.notes = [map_figure.description(deck.projects, language) for language in deck.languages]


def _summary(deck: Deck, language: str) -> str:
    """How many projects there are, how many of them operate, wholly or in part, and of how many that is not stated."""
    n = len(deck.projects)
    stated = [project for project in deck.projects if project.get("status")]
    at_work = [markers.status_style(project).at_work for project in stated]
    running, in_part = at_work.count("full"), at_work.count("part")
    form = formats.counted(language, "slides.overview" if running else "slides.projects", n)
    written = partial(i18n.count, language)
    summary = form.replace("{n}", written(n)).replace("{operating}", written(running))
    if running and in_part:
        summary += f", {i18n.text(language, 'slides.in_part', n=in_part)}"
    missing = n - len(stated)
    return f"{summary} ({formats.stated(language, 'status', None).lower()}: {written(missing)})" if missing else summary


def _add_legend(deck: Deck, page: Page, place: tuple[float, float, float], columns: int) -> float:
    """Draws as much of the legend as has room between (right, top, bottom); gives where the map may end."""
    right, top, bottom = place
    stretch = deck.master.stretch
    blocks = legend_entries.blocks(deck.projects, deck.language, lambda _: "")
    unplaced = i18n.text(deck.language, "unplaced.title")
    # No counts: where they stand would depend on how wide the theme's typeface is.
    blocks = [without_notes(block) for block in blocks if block.heading != unplaced]
    wide = _LEGEND * columns + 16 * (columns - 1)
    box = (0.0, top, wide, bottom)
    shapes, used, _ = legend.legend(blocks, box, columns, 1.0, least=SMALLEST * stretch, largest=11 * stretch)
    x = right - used - 16
    page.add(Group("Legend", tuple(narrowed(shape, stretch) for shape in moved(tuple(shapes), x, 0))))
    return x - 14
