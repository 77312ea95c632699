"""Photographs of a layer on slides: the first of a project, cropped to its place, with its credit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.errors import CoopmapError
from geo.io import picture_files
from geo.model.record_types import Image
from maps import photos
from maps.drawing.shapes import Box
from maps.slides.deck_base import Deck
from maps.slides.paragraphs import SMALLEST, line
from maps.slides.slide import Page
from maps.text import project_text
from maps.text.names import Project

_SHARE = 0.44
"""How much of a map's height a photograph takes."""
_CREDIT = 18.0
"""Points for the line of credit below it."""
_GAP = 6.0
"""Points between two."""


@dataclass(frozen=True, slots=True)
class _Photograph:
    """A photograph that can be shown."""

    data: bytes
    """JPEG."""
    alt_text: str
    """What is seen."""
    caption: str
    """Which one it is of a pair, and whose it is; may be ""."""


def add_beside_map(
    deck: Deck, page: Page, projects: Sequence[Project], box: Box, draw_map: Callable[[Box], None]
) -> None:
    """Draws a map in a box, and below it the first photograph of the projects, when there is one; or its first two,
    side by side, when they are of before and after."""
    photographs = next(filter(None, (_first(deck, project) for project in projects)), [])
    maps = [project for project in projects if project.get("geometry")]
    left, top, right, bottom = box
    if not photographs:
        draw_map(box)
        return
    edge = bottom - _SHARE * (bottom - top) if maps else top
    if maps:
        draw_map((left, top, right, edge))
    wide = (right - left - _GAP * (len(photographs) - 1)) / len(photographs)
    for number, photograph in enumerate(photographs):
        at = left + number * (wide + _GAP)
        _add(page, photograph, (at, edge, at + wide, bottom), number)


def _add(page: Page, photograph: _Photograph, box: Box, number: int) -> None:
    """Fills a box with a photograph and, below it, its caption."""
    left, top, right, bottom = box
    name = f" {number + 1}" if number else ""
    end = bottom - (_CREDIT if photograph.caption else 0.0)
    page.picture(photograph.data, (left, top, right, end), f"Photograph{name}", photograph.alt_text)
    if photograph.caption:
        flow = [line(photograph.caption, SMALLEST, "ink-2")]
        page.box(f"Credit{name}", flow, (left + 8, end + 2, right - 8, bottom), least=0.8)


def _first(deck: Deck, project: Project) -> list[_Photograph]:
    """The first photograph of a project that can be shown, or the first pair."""
    if deck.layer.path is None:
        return []
    folder = deck.layer.path.parent
    for row in photos.in_rows(project.get("images", ())):
        sound = [photograph for image in row if (photograph := _prepared(deck, image, folder))]
        if sound:
            return sound
    return []


def _prepared(deck: Deck, image: Image, folder: Path) -> _Photograph | None:
    try:
        picture = picture_files.prepared(folder, str(image.get("file") or ""), "paper")
    except CoopmapError as error:
        deck.notify(error.sentence)
        return None
    alt_text = project_text.text(image, "alt", deck.language)
    return _Photograph(picture.data, alt_text, project_text.caption(image, deck.language))
