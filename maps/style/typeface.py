"""The typeface of stills, Source Sans Pro, which travels with its package: widths and line breaks."""

from __future__ import annotations

import unicodedata
from bisect import bisect
from functools import cache, lru_cache
from pathlib import Path

import font_source_sans_pro

FAMILY = "Source Sans Pro"
EM = 1000
"""Units of widths in an em."""
ASCENT, DESCENT, CAPITALS = 0.75, 0.22, 0.66
"""How far letters reach above and below the baseline, and how high capitals are, in ems."""
SLANT = 0.2
"""How far a slanted letter leans to the right for its height: the italics of the family have no Cyrillic."""
HALO = 0.26
"""How wide the soft edge around a text is, both sides together, in ems."""

FACES = {
    "regular": "SourceSansPro-Regular.ttf",
    "semibold": "SourceSansPro-Semibold.ttf",
    "bold": "SourceSansPro-Bold.ttf",
    "slanted": "SourceSansPro-Regular.ttf",
}
"""The file of each face."""
WEIGHTS = {"regular": 400, "semibold": 600, "bold": 700, "slanted": 400}

_LONGEST = 4_000
"""Letters of a text that are broken into lines; the check allows half as many."""


def path(face: str) -> Path:
    """Where a face's TrueType file lies."""
    return Path(font_source_sans_pro.font_directory) / FACES[face]


class _Advances(dict[str, float]):
    """The widths of a file's letters in units of EM; a letter that it lacks has that of the box that stands for it."""

    def __init__(self, file: Path) -> None:
        from fontTools.ttLib import TTFont

        with TTFont(file, lazy=True) as font:
            widths = font["hmtx"].metrics
            scale = EM / font["head"].unitsPerEm
            super().__init__({chr(code): widths[name][0] * scale for code, name in font.getBestCmap().items()})
            self._box: float = widths[".notdef"][0] * scale

    def __missing__(self, _sign: str) -> float:
        return self._box


@cache
def _advances(file: Path) -> _Advances:
    return _Advances(file)


def has(face: str, sign: str) -> bool:
    """Whether a face has a letter."""
    return sign in _advances(path(face))


@lru_cache(maxsize=16_384)
def width(text: str, face: str, size: float, spacing: float = 0.0) -> float:
    """How wide a line of text is, in points."""
    return sum(map(_advances(path(face)).__getitem__, text)) * size / EM + spacing * len(text)


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """The text on one line and without characters that cannot be seen: none can break a file or turn a text around."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    signs = ("" if unicodedata.category(sign) == "Cf" else sign if sign.isprintable() else " " for sign in text)
    return unicodedata.normalize("NFC", " ".join("".join(signs).split()))


@lru_cache(maxsize=4096)
def wrapped(text: str, face: str, size: float, most: float, lines: int = 99) -> tuple[str, ...]:
    """The text in lines that are at most so many points wide; what does not go into them is cut with an ellipsis."""
    pieces = (piece for word in clean(text)[:_LONGEST].split(" ") for piece in _pieces(word, face, size, most))
    done: list[str] = []
    line = ""
    for piece in pieces:
        longer = f"{line} {piece}" if line else piece
        if line and width(longer, face, size) > most:
            done.append(line)
            line = piece
        else:
            line = longer
    done = [each for each in (*done, line) if each]
    if len(done) <= lines:
        return tuple(done)
    return (*done[: lines - 1], shortened(f"{done[lines - 1]} …", face, size, most))


def shortened(text: str, face: str, size: float, most: float) -> str:
    """The text, or as much of it with an ellipsis as goes into a width in points."""
    if width(text, face, size) <= most and not text.endswith(" …"):
        return text
    text = text.removesuffix(" …")
    goes_in = bisect(range(len(text)), most, key=lambda end: width(f"{text[: end + 1]}…", face, size))
    return f"{text if goes_in == len(text) else text[:goes_in].rstrip(' .,;:–—-')}…"


def _pieces(word: str, face: str, size: float, most: float) -> list[str]:
    """A word too long for a line in pieces that are not."""
    pieces = []
    while width(word, face, size) > most and len(word) > 1:
        cut = max(1, next((n for n in range(2, len(word) + 1) if width(word[:n], face, size) > most), len(word)) - 1)
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]
