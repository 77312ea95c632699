"""The house's typeface, Source Sans Pro, which travels with its package: its files, and how wide its letters are."""

from __future__ import annotations

from functools import cache
from pathlib import Path

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


@cache
def advances(face: str) -> dict[str, float]:
    """The widths of a face's letters in units of EM, by letter; those that it lacks are not in it."""
    return {letter: wide for letter, (_, wide) in glyphs(face).items()}


def glyphs(face: str) -> dict[str, tuple[str, float]]:
    """A face's letters: the name of each one's glyph and its width in units of EM."""
    return _read(path(face))[0]


def box(face: str) -> tuple[str, float]:
    """The glyph that stands for a letter that a face lacks, and its width in units of EM."""
    return _read(path(face))[1]


@cache
def _read(file: Path) -> tuple[dict[str, tuple[str, float]], tuple[str, float]]:
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        widths = font["hmtx"].metrics
        scale = EM / font["head"].unitsPerEm
        letters = {chr(code): (name, widths[name][0] * scale) for code, name in font.getBestCmap().items()}
        return letters, (".notdef", widths[".notdef"][0] * scale)
