"""Photographs of a project for its fact sheet: the first ones that can be shown, in a row, with whose they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.errors import CoopmapError
from geo.io import picture_files
from geo.io.pictures import Prepared
from maps.drawing.shapes import Box, Photograph
from maps.text import project_text
from maps.text.names import Project

_MOST = 3
"""Photographs of a fact sheet."""
_SIDE = 1200
"""Pixels of the longer side of one: 200 dots an inch across a page."""
_GAP = 12.0
"""Points between two."""


@dataclass(frozen=True, slots=True)
class CreditedPhotograph:
    """A photograph that can be shown."""

    image: Prepared
    """Its pixels."""
    alt_text: str
    """What is seen."""
    credit: str
    """Which one it is of a pair, whose it is, and its licence; may be ""."""

    def at(self, box: Box) -> Photograph:
        """The photograph in a place."""
        return Photograph(self.image.data, self.image.pixels, self.image.grey, box, self.alt_text)


def of(
    project: Project, folder: Path | None, language: str, notify: Callable[[str], object]
) -> list[CreditedPhotograph]:
    """The first photographs of a project beside a layer in a folder; notify hears of each that is left out."""
    photographs: list[CreditedPhotograph] = []
    if folder is None:
        return photographs
    for image in project.get("images", ()):
        if len(photographs) == _MOST:
            break
        try:
            pixels = picture_files.prepared(folder, str(image.get("file") or ""), "paper", _SIDE)
        except CoopmapError as error:
            notify(error.sentence)
            continue
        alt_text, credit = project_text.text(image, "alt", language), project_text.caption(image, language)
        photographs.append(CreditedPhotograph(pixels, alt_text, credit))
    return photographs


def in_a_row(
    photographs: Sequence[CreditedPhotograph], wide: float, highest: float
) -> tuple[list[tuple[CreditedPhotograph, tuple[float, float]]], float]:
    """Each with its left side and width in points, and their common height: as large as the row allows."""
    shapes = [each.image.pixels[0] / each.image.pixels[1] for each in photographs]
    high = min(highest, (wide - _GAP * (len(shapes) - 1)) / sum(shapes))
    return list(zip(photographs, _places(shapes, high), strict=True)), high


def _places(shapes: Sequence[float], high: float) -> Iterator[tuple[float, float]]:
    left = 0.0
    for shape in shapes:
        yield left, shape * high
        left += shape * high + _GAP
