"""A line of text as glyphs in their places: ordered as Unicode's bidirectional algorithm has it, joined by HarfBuzz.

The house's letters stand by their widths alone; what it lacks is shaped in the font that steps in. HarfBuzz shapes one
direction at a time: a line is put into the order in which it is seen, and each stretch of letters that run from right
to left goes to HarfBuzz as it is spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from maps.style import fallback_fonts, house_typeface
from maps.style.fallback_fonts import Fallback
from maps.style.house_typeface import EM, WEIGHTS

if TYPE_CHECKING:
    import uharfbuzz

_RIGHT_TO_LEFT = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
_RUNS_BACK = re.compile(f"[{_RIGHT_TO_LEFT}]")
_STRETCH = re.compile(f"[{_RIGHT_TO_LEFT}][{_RIGHT_TO_LEFT}\u0300-\u036f\u200c\u200d]*")
"""Letters from right to left with their marks; a digit of theirs runs as other digits do, and is a stretch of one."""
_DIGITS = re.compile(r"[\u0660-\u0669\u06f0-\u06f9][\u0660-\u0669\u066b\u066c\u06f0-\u06f9]*")
_JOINED = re.compile(r"[\u0600-\u0dff\u1780-\u18af\ufb50-\ufdff\ufe70-\ufeff]")
_BRACKETS = {"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›", "<": ">"}
_CLOSING = frozenset(_BRACKETS.values())
_INVISIBLE = "\u200c\u200d"
"""They part and join the letters beside them, and have no glyph of their own."""


Part = tuple[str, float, float]
"""A glyph of a cluster: its name in the font, how far right of the cluster's beginning and how far up it is drawn."""


class Cluster(NamedTuple):
    """Letters that are drawn together, such as a letter with its marks; lengths are in units of EM."""

    font: Fallback | None
    """The font that draws them; None for the house's."""
    parts: tuple[Part, ...]
    """Its glyphs."""
    advance: float
    """How wide it is."""
    text: str
    """The letters that it stands for."""


def is_right_to_left(text: str) -> bool:
    """Whether a text runs from right to left: most of its letters do."""
    backward = len(_RUNS_BACK.findall(text))
    return backward > 0 and 2 * backward >= sum(map(str.isalpha, text))


def is_joined(text: str) -> bool:
    """Whether letters of a text join, so that no space may be put between them."""
    return bool(_JOINED.search(text))


@lru_cache(maxsize=16_384)
def is_foreign(text: str, face: str) -> bool:
    """Whether a text has letters that the house's typeface lacks, and another one has."""
    return any(_font(letter, face) for letter in set(text))


def has(face: str, letter: str) -> bool:
    """Whether there is a glyph for a letter."""
    return letter in _INVISIBLE or bool(house_typeface.glyph(letter, face)) or bool(_font(letter, face))


def width(text: str, face: str) -> float:
    """How wide a line is, in units of EM."""
    return _placed(text, face)[1]


def forget() -> None:
    """Forget which fonts there were."""
    is_foreign.cache_clear()
    _placed.cache_clear()


def line(text: str, face: str) -> tuple[Cluster, ...]:
    """A line from left to right, what is invisible left out; what no font has is the house's box."""
    return _placed(text, face)[0]


@lru_cache(maxsize=4096)
def _placed(text: str, face: str) -> tuple[tuple[Cluster, ...], float]:
    clusters: list[Cluster] = []
    for font, stretch, is_backward in _stretches(text, face):
        clusters += _own(stretch, face) if font is None else _shaped(stretch, font, face, is_backward=is_backward)
    return tuple(clusters), sum(cluster.advance for cluster in clusters)


def _stretches(text: str, face: str) -> Iterator[tuple[Fallback | None, str, bool]]:
    """What has one font and one direction, in the order in which it is seen, each as it is spoken."""
    if not _RUNS_BACK.search(text):
        yield from ((font, stretch, False) for font, stretch in _fonts(text, face))
        return
    from bidi import get_display  # the compiled algorithm, which knows brackets that belong together

    seen = _mirrored(get_display(text, base_dir="R" if is_right_to_left(text) else "L"))
    end = 0
    for match in _STRETCH.finditer(seen):
        yield from ((font, stretch, False) for font, stretch in _fonts(seen[end : match.start()], face))
        yield from _backward(match[0], face)
        end = match.end()
    yield from ((font, stretch, False) for font, stretch in _fonts(seen[end:], face))


def _mirrored(seen: str) -> str:
    """A line as it is seen, with the brackets turned around whose end comes first: they run from right to left."""
    letters = list(seen)
    open_ones: list[int] = []
    closed_ones: list[int] = []
    for place, letter in enumerate(seen):
        if letter in _BRACKETS:
            if closed_ones and seen[closed_ones[-1]] == _BRACKETS[letter]:
                other = closed_ones.pop()
                letters[place], letters[other] = letters[other], letters[place]
            else:
                open_ones.append(place)
        elif letter in _CLOSING:
            if open_ones and _BRACKETS[seen[open_ones[-1]]] == letter:
                open_ones.pop()
            else:
                closed_ones.append(place)
    return "".join(letters)


def _backward(seen: str, face: str) -> Iterator[tuple[Fallback | None, str, bool]]:
    """Letters that run from right to left, and digits among them, which do not, as they are seen from the left."""
    end = 0
    for match in (*_DIGITS.finditer(seen), None):
        letters = seen[end : match.start() if match else len(seen)]
        yield from reversed([(font, stretch, True) for font, stretch in _fonts(letters[::-1], face)])
        if match:
            yield from ((font, stretch, False) for font, stretch in _fonts(match[0], face))
            end = match.end()


def _fonts(text: str, face: str) -> Iterator[tuple[Fallback | None, str]]:
    """A text in stretches of one font; marks and joiners stay with the letter before them, if its font has them."""
    fonts: list[Fallback | None] = []
    for letter in text:
        before = fonts[-1] if fonts else None
        stays = letter in _INVISIBLE or (before and ord(letter) in fallback_fonts.letters(before) and _is_mark(letter))
        fonts.append(before if stays else _font(letter, face))
    for font, pairs in groupby(zip(fonts, text, strict=True), lambda pair: pair[0]):
        yield font, "".join(letter for _, letter in pairs)


def _is_mark(letter: str) -> bool:
    from unicodedata import category

    return category(letter).startswith("M")


def _font(letter: str, face: str) -> Fallback | None:
    """The font that draws a letter; None for the house's, which also draws the box of what no font has."""
    return None if house_typeface.glyph(letter, face) else fallback_fonts.of(letter, WEIGHTS[face])


def _own(text: str, face: str) -> Iterator[Cluster]:
    box = house_typeface.box(face)
    for letter in text:
        if letter not in _INVISIBLE:
            glyph = house_typeface.glyph(letter, face) or box
            yield Cluster(None, ((glyph.name, 0.0, 0.0),), glyph.width, letter)


def _shaped(text: str, font: Fallback, face: str, *, is_backward: bool) -> Iterator[Cluster]:
    """As HarfBuzz shapes it, from left to right, without kerning, as the house's letters stand."""
    import uharfbuzz

    harfbuzz = _harfbuzz(font, WEIGHTS[face])
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if is_backward else "ltr"
    buffer.language = "und"  # else that of the machine
    buffer.guess_segment_properties()
    uharfbuzz.shape(harfbuzz, buffer, {"kern": False})
    scale = EM / harfbuzz.face.upem
    begins = sorted({info.cluster for info in buffer.glyph_infos})
    ends = dict(zip(begins, (*begins[1:], len(text)), strict=True))
    pairs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    for begin, glyphs in groupby(pairs, lambda pair: pair[0].cluster):
        parts, x = [], 0.0
        for info, place in glyphs:
            parts.append((_order(font)[info.codepoint], x + place.x_offset * scale, place.y_offset * scale))
            x += place.x_advance * scale
        yield Cluster(font, tuple(parts), x, text[begin : ends[begin]])


@cache
def _harfbuzz(font: Fallback, weight: int) -> uharfbuzz.Font:
    import uharfbuzz

    shaper = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font.path)), font.number))
    shaper.set_variations(fallback_fonts.axes(font, weight))
    return shaper


@cache
def _order(font: Fallback) -> list[str]:
    with fallback_fonts.opened(font) as file:
        return list(file.getGlyphOrder())
