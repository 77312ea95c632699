"""A layer as slides: a deck whose maps, charts and notes are PowerPoint's own and can be edited there."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from pptx.slide import SlideLayout

from geo import CoopmapError, Layer
from geo.errors import plain
from geo.messages import Joined, Message
from geo.model.record_types import Indicator, Milestone
from maps import companion_records, project_tables
from maps.selection import chosen
from maps.slides import (
    charts,
    figure_slides,
    list_slides,
    overview_slides,
    plain_master,
    story_slides,
    template_master,
)
from maps.slides.deck_base import Deck
from maps.slides.package import deck_bytes
from maps.slides.project_slide import fill_project
from maps.slides.slide import Page
from maps.text import age, project_text
from maps.text.names import Project

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Records = Sequence[companion_records.Record]
Item = TypeVar("Item")
PlannedSlide = tuple[str, SlideLayout, Callable[[Page], None]]
"""A slide's key, its layout, and what fills it."""


def slide_deck(  # noqa: PLR0913  as the command's options
    projects: Layer | GeoDataFrame,
    *,
    language: str | None = None,
    size: str = "16:9",
    template: str | os.PathLike[str] | None = None,
    title: str | None = None,
    only: str | Sequence[str] = (),
    indicators: Records = (),
    milestones: Records = (),
    story: Records = (),
    today: date | None = None,
    notify: Callable[[str], object] | None = None,
) -> tuple[bytes, int]:
    """A layer's deck as .pptx, and how many slides it has.

    language: one of the layer's (its first by default), or two joined by a comma, which then stand side by side; size:
    16:9 or 4:3, else the template's; template: a .pptx or .potx whose masters, typefaces and colours are taken; title:
    instead of the layer's own; only:
    ids, sectors and statuses, and the deck tells of nothing else; indicators, milestones: as `geo.read_indicators` and
    `geo.read_milestones` give them; story: the stops that the deck begins with, as `geo.read_story` gives them; today:
    the day against which statuses are old, by default this one; notify: called with a sentence of what of the template
    does not come along, and of each photograph that is left out. Raises CoopmapError, one plain sentence, for what
    cannot be.
    """
    layer = projects if isinstance(projects, Layer) else _of_frame(projects)
    languages = _languages(language, layer.languages)
    selected = chosen(project_tables.plain_projects(layer), [only] if isinstance(only, str) else only)
    if not selected:
        raise CoopmapError(Message("The layer has no project to show."))
    master = template_master.of_template(template) if template else plain_master.plain_master(size)
    if template and master.left_out and notify is not None:
        notify(
            Message(
                "{file}: left out of the template: {parts}.",
                file=plain(os.fspath(template)),
                parts=Joined(master.left_out),
            )
        )
    everything = len(selected) == len(layer.projects)
    figures = [companion_records.readable_indicator(each, layer.languages) for each in indicators]
    stops = [companion_records.readable_stop(each, layer.languages) for each in story]
    deck = Deck(
        layer,
        tuple(selected),
        languages,
        master,
        title,
        _with_charts(figures, languages[0]) if everything else [],
        _with_names(milestones, languages[0], layer.languages) if everything else [],
        story_slides.belonging(stops, selected, everything=everything),
        {str(each.get("id", "")): each for each in figures},
        today=today or age.today(),
        notify=notify or (lambda _: None),
    )
    _fill(deck)
    return deck_bytes(deck), len(deck.pages)


def _of_frame(frame: GeoDataFrame) -> Layer:
    from geo import from_frame

    return from_frame(frame)


def _languages(given: str | None, of: Sequence[str]) -> tuple[str, ...]:
    """The languages that are asked for, of those of the layer."""
    if given is None:
        return (of[0],)
    codes = tuple(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))
    unknown = [code for code in codes if code not in of]
    if unknown or not 1 <= len(codes) <= 2:
        choices = ", ".join(of)
        raise CoopmapError(
            Message(
                "Slides speak one language or two joined by a comma, of {choices}; got “{given}”.",
                choices=choices,
                given=given[:40],
            )
        )
    return codes


def _with_charts(indicators: Sequence[Indicator], language: str) -> list[Indicator]:
    """The indicators that have more than one bar."""
    return [each for each in indicators if len(charts.bars(each, language)) > 1]


def _with_names(records: Records, language: str, languages: tuple[str, ...]) -> list[Milestone]:
    """The milestones that have a name."""
    milestones = (companion_records.readable_milestone(record, languages) for record in records)
    return [each for each in milestones if project_text.text(each, "name", language)]


def _fill(deck: Deck) -> None:
    """Makes all slides first, so that they can lead to each other, and fills them then."""
    plan = _plan(deck)
    for key, layout, _ in plan:
        deck.pages[key] = Page(deck, deck.master.presentation.slides.add_slide(layout))
    for key, _, fill in plan:
        fill(deck.pages[key])
        deck.pages[key].finish(panel=deck.master.panel and key != "title", numbered=key != "title")


def _plan(deck: Deck) -> list[PlannedSlide]:
    """All slides in order: the story, then all projects, then what they rest on."""
    layouts = deck.master.layouts
    beside = layouts.beside if len(deck.languages) == 1 else layouts.beside_two
    unplaced = list(range(1, len(list_slides.unplaced_table(deck)[0]) + 1)) if deck.unplaced and not deck.alone else []
    return [
        ("title", layouts.cover, partial(overview_slides.fill_title, deck)),
        *(
            (f"story:{number}", layouts.statement, partial(story_slides.fill_stop, deck, stop=stop))
            for number, stop in enumerate(deck.stops, 1)
        ),
        *([] if deck.alone else [("overview", layouts.titled, partial(overview_slides.fill_overview, deck))]),
        *((str(each["id"]), beside, partial(fill_project, deck, project=each)) for each in _with_slides(deck)),
        *((f"unplaced:{n}", layouts.titled, partial(list_slides.fill_unplaced, deck, number=n)) for n in unplaced),
        *_figures(deck),
        ("sources", layouts.columns, partial(list_slides.fill_credits, deck)),
        *_parted("more-sources", layouts.columns, list_slides.source_parts(deck), deck, list_slides.fill_sources),
    ]


def _with_slides(deck: Deck) -> list[Project]:
    """The projects with a slide of their own: those on the map, and the one that the whole deck is about."""
    return [deck.alone] if deck.alone else deck.placed


def _figures(deck: Deck) -> list[PlannedSlide]:
    """The slides of key figures and of events."""
    titled, most = deck.master.layouts.titled, figure_slides.charts_a_slide(deck)
    # As even as may be, so that none holds a single chart.
    even = -(-len(deck.indicators) // max(1, -(-len(deck.indicators) // most)))
    parts = [deck.indicators[at : at + even] for at in range(0, len(deck.indicators), even or 1)]
    return [
        *_parted("figures", titled, parts, deck, figure_slides.fill_indicators),
        *_parted("events", titled, figure_slides.event_parts(deck), deck, figure_slides.fill_events),
    ]


def _parted(
    key: str, layout: SlideLayout, parts: Sequence[Item], deck: Deck, fill: Callable[[Deck, Page, Item, str], None]
) -> list[PlannedSlide]:
    """A slide for each part of a long list."""
    return [
        (
            f"{key}:{number}",
            layout,
            partial(_fill_part, deck, fill, part, f"{number}/{len(parts)}" if len(parts) > 1 else ""),
        )
        for number, part in enumerate(parts, 1)
    ]


def _fill_part(deck: Deck, fill: Callable[[Deck, Page, Item, str], None], part: Item, of: str, page: Page) -> None:
    fill(deck, page, part, of)
