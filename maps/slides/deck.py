"""A layer as slides: a deck whose maps, charts and notes are PowerPoint's own and can be edited there."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from geo import CoopmapError, Layer
from geo.errors import plain
from geo.model.record_types import Indicator, Milestone
from maps import companion_records, project_records
from maps.selection import chosen
from maps.slides import charts, figure_slides, list_slides, overview_slides
from maps.slides import master as masters
from maps.slides.deck_base import Deck
from maps.slides.package import deck_bytes
from maps.slides.project_slide import fill_project
from maps.slides.slide import Page
from maps.text import age, i18n, project_text

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Records = Sequence[companion_records.Record]
Item = TypeVar("Item")
PlannedSlide = tuple[str, Callable[[Page], None]]
"""A slide's key, and what fills it."""


def slide_deck(  # noqa: PLR0913  as the command's options
    projects: Layer | GeoDataFrame,
    *,
    language: str = "en",
    size: str = "16:9",
    template: str | os.PathLike[str] | None = None,
    title: str | None = None,
    only: str | Sequence[str] = (),
    indicators: Records = (),
    milestones: Records = (),
    today: date | None = None,
    notify: Callable[[str], object] | None = None,
) -> tuple[bytes, int]:
    """A layer's deck as .pptx, and how many slides it has.

    language: one, or two joined by a comma, which then stand side by side; size: 16:9 or 4:3, else the template's;
    template: a .pptx or .potx whose masters, typefaces and colours are taken; title: instead of the layer's own; only:
    ids, sectors and statuses; indicators, milestones: as `geo.read_indicators` and `geo.read_milestones` give them;
    today: the day against which statuses are old, by default this one; notify: called with a sentence of what of the
    template does not come along. Raises CoopmapError, one plain sentence, for what cannot be.
    """
    layer = projects if isinstance(projects, Layer) else _of_frame(projects)
    languages = _languages(language)
    selected = chosen(project_records.plain_projects(layer), [only] if isinstance(only, str) else only)
    if not selected:
        raise CoopmapError("The layer has no project to show.")
    master = masters.of_template(template) if template else masters.plain_master(size)
    if template and master.left_out and notify is not None:
        notify(f"{plain(os.fspath(template))}: left out of the template: {', '.join(master.left_out)}.")
    deck = Deck(
        layer,
        tuple(selected),
        languages,
        master,
        title,
        _with_charts(indicators, languages[0]),
        _with_names(milestones, languages[0]),
        today or age.today(),
    )
    _fill(deck)
    return deck_bytes(deck), len(deck.pages)


def _of_frame(frame: GeoDataFrame) -> Layer:
    from geo import from_frame

    return from_frame(frame)


def _languages(given: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))
    unknown = [code for code in codes if code not in i18n.languages()]
    if unknown or not 1 <= len(codes) <= 2:
        choices = ", ".join(i18n.languages())
        raise CoopmapError(f"Slides speak one language or two joined by a comma, of {choices}; got “{given[:40]}”.")
    return codes


def _with_charts(records: Records, language: str) -> list[Indicator]:
    """The indicators that have more than one bar."""
    indicators = map(companion_records.readable_indicator, records)
    return [each for each in indicators if len(charts.bars(each, language)) > 1]


def _with_names(records: Records, language: str) -> list[Milestone]:
    """The milestones that have a name."""
    milestones = map(companion_records.readable_milestone, records)
    return [each for each in milestones if project_text.text(each, "name", language)]


def _fill(deck: Deck) -> None:
    """Makes all slides first, so that they can lead to each other, and fills them then."""
    plan = _plan(deck)
    for key, _ in plan:
        layout = deck.master.first if key == "title" else deck.master.titled
        deck.pages[key] = Page(deck, deck.master.presentation.slides.add_slide(layout))
    for key, fill in plan:
        fill(deck.pages[key])
        deck.pages[key].finish()


def _plan(deck: Deck) -> list[PlannedSlide]:
    """All slides in order."""
    unplaced = [project for project in deck.projects if not project.get("geometry")]
    events = figure_slides.in_order(deck.milestones)
    sources = list_slides.numbered_sources(deck)
    return [
        ("title", partial(overview_slides.fill_title, deck)),
        ("overview", partial(overview_slides.fill_overview, deck)),
        *((str(project["id"]), partial(fill_project, deck, project=project)) for project in deck.projects),
        *_parts(deck, "figures", deck.indicators, figure_slides.INDICATORS_A_SLIDE, figure_slides.fill_indicators),
        *_parts(deck, "events", events, figure_slides.EVENTS_A_SLIDE, figure_slides.fill_events),
        *_parts(deck, "unplaced", unplaced, list_slides.UNPLACED_A_SLIDE, list_slides.fill_unplaced),
        ("sources", partial(list_slides.fill_credits, deck)),
        *_parts(deck, "more-sources", sources, list_slides.sources_a_slide(deck), list_slides.fill_sources),
    ]


def _parts(
    deck: Deck, key: str, items: Sequence[Item], most: int, fill: Callable[[Deck, Page, Sequence[Item], str], None]
) -> list[PlannedSlide]:
    """A slide for each part of a long list; the parts are as even as may be, so that none holds a single item."""
    even = -(-len(items) // max(1, -(-len(items) // most)))
    parts = [items[at : at + even] for at in range(0, len(items), even or 1)]
    return [
        (f"{key}:{number}", partial(_fill_part, deck, fill, part, f"{number}/{len(parts)}" if len(parts) > 1 else ""))
        for number, part in enumerate(parts, 1)
    ]


def _fill_part(
    deck: Deck, fill: Callable[[Deck, Page, Sequence[Item], str], None], part: Sequence[Item], of: str, page: Page
) -> None:
    fill(deck, page, part, of)
