"""The language of a text that nobody names: by its alphabet, by letters that one language alone has, by its header."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from geo.model.languages import USUAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LATIN, CYRILLIC = "Latin", "Cyrillic"

_SCRIPTS = {
    "ARABIC": "ar",
    "HEBREW": "he",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "GREEK": "el",
    "THAI": "th",
    "DEVANAGARI": "hi",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "MONGOLIAN": "mn",
    "LATIN": LATIN,
    "CYRILLIC": CYRILLIC,
}
"""First word of a letter's name in Unicode, and the language (BCP 47) or alphabet that it tells."""

_LETTERS = (
    ("fa", re.compile("[پچژگ]")),
    ("uz-Cyrl", re.compile("[ўҳЎҲ]")),
    ("kk", re.compile("[әұіһғқңөүӘҰІҺҒҚҢӨҮ]")),
    ("uk", re.compile("[їєґЇЄҐ]")),
    ("tg", re.compile("[ӣӯҷӢӮҶ]")),
    ("az", re.compile("[əƏ]")),
    ("tr", re.compile("[ğışĞİŞ]")),
    ("uz", re.compile("[gG][ʻ‘]|[oO][ʻ‘](?![aeiouāēīōūAEIOUĀĒĪŌŪ])")),  # Hawaiian has oʻ before vowels
)
"""Letters that one of the languages alone has, in the order in which they decide."""

_BY_ALPHABET = {LATIN: frozenset(("en", "uz", "es", "fr", "pt", "tr", "de")), CYRILLIC: frozenset(("ru", "kk"))}
"""Languages of headers by alphabet: a header in another alphabet says nothing of the text."""

_USUAL = {LATIN: USUAL[0], CYRILLIC: "ru"}


def alphabet(text: str) -> str | None:
    """The alphabet of most letters of a text, or the one language that is written in it; None without letters."""
    counts = Counter(
        name
        for letter in text
        if letter.isalpha() and (name := _SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0]))
    )
    if "ja" in counts:
        return "ja"
    return counts.most_common(1)[0][0] if counts else None


def sure_language(text: str) -> str | None:
    """The language that the letters of a text alone tell, or None."""
    script = alphabet(text)
    if script is None:
        return None
    if script not in (LATIN, CYRILLIC):
        return "fa" if script == "ar" and _LETTERS[0][1].search(text) else script
    latin = ("az", "tr", "uz")
    return next(
        (tag for tag, letters in _LETTERS[1:] if letters.search(text) and (tag in latin) == (script == LATIN)), None
    )


@cache
def _alphabet_of(language: str) -> str:
    """The alphabet of a language (BCP 47), as `alphabet` names that of a text."""
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    tag = language.partition("-")[0]
    try:
        script = Locale.parse(language, sep="-").script
    except (UnknownLocaleError, ValueError):
        return tag
    likely = str(get_global("likely_subtags").get(tag, "")).split("_")
    code = script or next((part for part in likely if len(part) == len("Latn")), "")
    return {"Latn": LATIN, "Cyrl": CYRILLIC, "Arab": "ar", "Deva": "hi"}.get(code, tag)


class ColumnLanguages:
    """The language of each text of a column.

    header: the language of the header's word, "" if it says none; chosen: the one that --lang names; texts: all of the
    column's texts, of which the certain ones decide for the others of the same alphabet; languages: those that the
    layer names, of which a text is in one of its own alphabet, if there is any.
    """

    def __init__(self, header: str, chosen: str | None, texts: Iterable[str], languages: Sequence[str] = ()) -> None:
        self._header, self._chosen = header, chosen
        self._own = {tag: _alphabet_of(tag) for tag in languages}
        counts: dict[str, Counter[str]] = {LATIN: Counter(), CYRILLIC: Counter()}
        totals: Counter[str] = Counter()
        for text in texts:
            script = alphabet(text)
            if script in counts:
                totals[script] += 1
                if tag := sure_language(text):
                    counts[script][tag] += 1
        self._most = {
            script: tag
            for script, count in counts.items()
            for tag, number in count.most_common(1)
            if number * 3 >= totals[script]
        }

    def of(self, text: str) -> str:
        """The language (BCP 47) of one of the texts."""
        script = alphabet(text)
        if self._chosen:
            return self._chosen
        sure = sure_language(text)
        if own := [tag for tag, letters in self._own.items() if letters == script]:
            likely = (sure, self._header, self._most.get(script or ""))
            return next((tag for tag in likely if tag in own), own[0])
        if sure is not None:
            return sure
        if script not in (LATIN, CYRILLIC):
            return self._header or next(iter(self._own), USUAL[0])
        if self._header in _BY_ALPHABET[script]:
            return self._header
        return self._most.get(script, _USUAL[script])
