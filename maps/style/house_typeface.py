"""The house's typeface, Source Sans Pro, which travels with its package: its files, and how wide its letters are."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import font_source_sans_pro

if TYPE_CHECKING:
    import uharfbuzz

FAMILY = "Source Sans Pro"
EM = 1000
"""Units of widths in an em."""

FACES = {
    "regular": "SourceSansPro-Regular.ttf",
    "semibold": "SourceSansPro-Semibold.ttf",
    "bold": "SourceSansPro-Bold.ttf",
    "slanted": "SourceSansPro-Regular.ttf",
}
"""The file of each face."""
WEIGHTS = {"regular": 400, "semibold": 600, "bold": 700, "slanted": 400}


@cache
def path(face: str) -> Path:
    """Where a face's TrueType file lies."""
    return Path(font_source_sans_pro.font_directory) / FACES[face]


class Glyph(NamedTuple):
    """What draws a letter."""

    name: str
    """In the font."""
    width: float
    """Its advance in units of EM."""
    number: int
    """Its id in the font's file."""


class _Advances(dict[str, float]):
    """The widths of a face's letters in units of EM, each read when it is first asked for: a picture has a tenth of
    the letters. A letter that the face lacks is a KeyError."""

    def __init__(self, face: str) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, letter: str) -> float:
        known = glyph(letter, self._face)
        if known is None:
            raise KeyError(letter)
        self[letter] = known.width
        return known.width


advances = cache(_Advances)


def glyph(letter: str, face: str) -> Glyph | None:
    """A face's glyph of a letter, None where it lacks it."""
    return _glyph(letter, path(face))


def box(face: str) -> Glyph:
    """The glyph that stands for a letter that a face lacks."""
    return _numbered(0, path(face))


@cache
def _glyph(letter: str, file: Path) -> Glyph | None:
    number = _font(file).get_nominal_glyph(ord(letter))
    return None if number is None else _numbered(number, file)


def _numbered(number: int, file: Path) -> Glyph:
    font = _font(file)
    return Glyph(font.glyph_to_string(number), font.get_glyph_h_advance(number) * EM / font.face.upem, number)


@cache
def _font(file: Path) -> uharfbuzz.Font:
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))))
