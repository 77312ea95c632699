"""Photographs of a layer on slides: the first of a project, cropped to its place, with its credit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geo.errors import CoopmapError
from geo.io import picture_files
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


def add_beside_map(
    deck: Deck, page: Page, projects: Sequence[Project], box: Box, draw_map: Callable[[Box], None]
) -> None:
    """Draws a map in a box, and below it the first photograph of the projects, when there is one."""
    photograph = next(filter(None, (_first(deck, project) for project in projects)), None)
    maps = [project for project in projects if project.get("geometry")]
    left, top, right, bottom = box
    if photograph is None:
        draw_map(box)
        return
    data, words, credit = photograph
    edge = bottom - _SHARE * (bottom - top) if maps else top
    if maps:
        draw_map((left, top, right, edge))
    end = bottom - (_CREDIT if credit else 0.0)
    page.picture(data, (left, edge, right, end), "Photograph", words)
    if credit:
        flow = [line(credit, SMALLEST, "ink-2")]
        page.box("Credit", flow, (left + 8, end + 2, right - 8, bottom), least=0.8)


def _first(deck: Deck, project: Project) -> tuple[bytes, str, str] | None:
    """The first photograph of a project that can be shown: its bytes, what is seen, and whose it is."""
    if deck.layer.path is None:
        return None
    folder = deck.layer.path.parent
    for image in project.get("images", ()):
        try:
            picture = picture_files.prepared(folder, str(image.get("file") or ""), "paper")
        except CoopmapError as error:
            deck.notify(error.sentence)
            continue
        return picture.data, project_text.text(image, "alt", deck.language), project_text.credit(image)
    return None
