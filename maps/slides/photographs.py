"""Photographs of a layer on slides: the first of a project, cropped to its place, with its credit."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from geo.errors import CoopmapError
from maps import photos
from maps.drawing.shapes import Box
from maps.slides.deck_base import Deck
from maps.slides.paragraphs import SMALLEST, line
from maps.slides.slide import Page
from maps.text import project_text
from maps.text.names import Project

_SIDE = 1600
"""Pixels of the longest side of a picture on a slide: what a projector shows of it."""
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
    folder = deck.layer.path.parent if deck.layer.path else None
    for image in project.get("images", ()) if folder else ():
        try:
            data = _bytes(folder, str(image.get("file") or ""))
        except CoopmapError as error:
            deck.notify(error.sentence)
            continue
        credit = ", ".join(part for part in (image.get("credit"), image.get("licence")) if part)
        return data, project_text.text(image, "alt", deck.language), credit
    return None


@lru_cache(maxsize=64)
def _bytes(folder: Path, source: str) -> bytes:
    """A picture as JPEG or PNG of at most _SIDE pixels. Raises CoopmapError for what the page would leave out too."""
    from PIL import Image

    with Image.open(io.BytesIO(photos.decoded(folder, source))) as picture:
        picture.load()
        picture.thumbnail((_SIDE, _SIDE))
        clear = picture.mode in ("RGBA", "LA", "P")
        file = io.BytesIO()
        picture.save(file, "PNG" if clear else "JPEG", **({} if clear else {"quality": 85}))
        return file.getvalue()
