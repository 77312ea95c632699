"""The house's typeface, Source Sans Pro, which travels with its package: its files, and how wide its letters are."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import font_source_sans_pro

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


@cache
def advances(face: str) -> dict[str, float]:
    """The widths of a face's letters in units of EM, by letter; those that it lacks are not in it."""
    return {letter: glyph.width for letter, glyph in glyphs(face).items()}


def glyphs(face: str) -> dict[str, Glyph]:
    """A face's glyphs by letter."""
    return _read(path(face))[0]


def box(face: str) -> Glyph:
    """The glyph that stands for a letter that a face lacks."""
    return _read(path(face))[1]


@cache
def _read(file: Path) -> tuple[dict[str, Glyph], Glyph]:
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)))
    font = uharfbuzz.Font(face)

    def glyph(number: int) -> Glyph:
        return Glyph(font.glyph_to_string(number), font.get_glyph_h_advance(number) * EM / face.upem, number)

    return {chr(code): glyph(font.get_nominal_glyph(code)) for code in face.unicodes}, glyph(0)
