"""The typeface of stills, the house's and those that step in for it: widths and line breaks."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from maps.style import fallback_fonts, shaping
from maps.style.house_typeface import EM, advances

ASCENT, DESCENT, CAPITALS = 0.75, 0.22, 0.66
"""How far letters reach above and below the baseline, and how high capitals are, in ems."""
SLANT = 0.2
"""How far a slanted letter leans to the right for its height: the italics of the family have no Cyrillic."""
HALO = 0.26
"""How wide the soft edge around a text is, both sides together, in ems."""

_JOINERS = "\u200c\u200d"
_NO_JOINER = re.compile(f"(?<![\u0600-\u1fff\ufb50-\ufefc])[{_JOINERS}]+|[{_JOINERS}]+(?![\u0600-\u1fff\ufb50-\ufefc])")
"""Joiners where no letters join; between Persian or Hindi letters they are spelling."""
_GROUPED = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)")
"""A number with spaces between its thousands, such as 50 000."""
_IDEOGRAPHS = "\u2e80-\u2fff\u3005-\u3007\u3021-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BETWEEN = re.compile(f"(?<=[{_IDEOGRAPHS}])(?=[{_IDEOGRAPHS}])|(?<=[{_IDEOGRAPHS}，。、；：！？）」』》】])(?=\\w)")
"""Where a line may break without a space: between ideographs, but before none of their punctuation."""
_LONGEST = 4_000
"""Letters of a text that are broken into lines; the check allows half as many."""


def use(files: Iterable[Path]) -> None:
    """Let fonts step in before all others where the house's typeface lacks a letter; CoopmapError for no font."""
    fallback_fonts.use(files)
    for function in (width, wrapped):
        function.cache_clear()
    shaping.forget()


@lru_cache(maxsize=16_384)
def width(text: str, face: str, size: float, spacing: float = 0.0) -> float:
    """How wide a line of text is, in points."""
    try:
        units = sum(map(advances(face).__getitem__, text))
    except KeyError:  # another typeface has to step in
        units = shaping.width(text, face)
    return units * size / EM + spaced(text, spacing) * len(text)


def spaced(text: str, spacing: float) -> float:
    """What is added to each letter's width: nothing where letters join."""
    return 0.0 if spacing and shaping.is_joined(text) else spacing


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """The text on one line and without characters that cannot be seen: none can break a file or turn a text around.

    No line ends within a number: the spaces between its groups of digits are not broken.
    """
    if not (text.isascii() and text.isprintable()):
        text = _NO_JOINER.sub("", text)
        text = unicodedata.normalize("NFC", "".join(map(_seen, text)))
    return _GROUPED.sub(lambda number: number[0].replace(" ", "\u00a0"), " ".join(text.split()))


def _seen(sign: str) -> str:
    if sign in _JOINERS:
        return sign
    return "" if unicodedata.category(sign) == "Cf" else sign if sign.isprintable() else " "


@lru_cache(maxsize=4096)
def wrapped(text: str, face: str, size: float, most: float, lines: int = 99) -> tuple[str, ...]:
    """The text in lines that are at most so many points wide; what does not go into them is cut with an ellipsis."""
    done: list[str] = []
    line = ""
    for space, piece in _units(clean(text)[:_LONGEST], face, size, most):
        longer = f"{line}{space}{piece}" if line else piece
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


def _units(text: str, face: str, size: float, most: float) -> Iterator[tuple[str, str]]:
    """What is not broken, with what parts it from what is before it: a space, or nothing."""
    for word in text.split(" "):
        for number, unit in enumerate(_BETWEEN.split(word)):
            for place, piece in enumerate(_pieces(unit, face, size, most)):
                yield (" " if place or not number else ""), piece


def _pieces(word: str, face: str, size: float, most: float) -> list[str]:
    """A word too long for a line in pieces that are not."""
    pieces = []
    while width(word, face, size) > most and len(word) > 1:
        cut = max(1, next((n for n in range(2, len(word) + 1) if width(word[:n], face, size) > most), len(word)) - 1)
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]
