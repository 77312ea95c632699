"""Names in Latin letters without accents, as each language itself writes them so: for ids."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def _table(pairs: str) -> dict[str, str]:
    """Letter to Latin letters, from words of a letter and what it becomes."""
    return {pair[0]: pair[1:] for pair in pairs.split()}


_RUSSIAN = _table(
    "аa бb вv гg дd еe ёe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъie ыy ь эe юiu яia"
)
"""As in Russian passports (ICAO Doc 9303, part 3, section 6)."""

_KAZAKH = _RUSSIAN | _table("әa ғg жj иi йi қq ңn өo уu ұu үu һh хh цts чch шsh щshch ъ ыy іi эe юiu яia")
"""After the Kazakh alphabet of 2021, without its accents; ш, its ş, as sh."""

_UZBEK = _KAZAKH | _table("еe ёyo жj йy ўo қq ғg ҳh хx цts чch шsh ъ ь ыi эe юyu яya")
"""The Uzbek alphabet of 1995, without its turned commas."""

_CYRILLIC: Mapping[str, Mapping[str, str]] = {"ru": _UZBEK | _RUSSIAN, "kk": _UZBEK | _KAZAKH, "uz": _UZBEK}
"""The table of each language; a name may hold another's word, whose letters are read as that language's."""

_APOSTROPHES = re.compile("[ʻʼ'’‘`´ʹ]")
_words_of = re.compile("[a-z0-9]+").findall
_SPOKEN_ALONE = (("kk", "әңөұүһі"), ("uz", "ўҳ"), ("kk", "ғқ"))
"""Letters that tell a language from Russian where a name does not say its own; those of two languages come last."""


def romanised(text: str, language: str) -> str:
    """A text in Latin letters, digits and spaces, without accents, in lower case.

    language: its tag (BCP 47); a Cyrillic text under the tag of a language in Latin script is told by its letters.
    """
    from anyascii import anyascii  # reads its tables when it is first asked

    table = _CYRILLIC.get(_spoken(text, language), {})
    letters = _APOSTROPHES.sub("", unicodedata.normalize("NFC", text).lower())
    plain = anyascii("".join(_letter_or_blank(table.get(letter, letter)) for letter in letters))
    return " ".join(_words_of(_APOSTROPHES.sub("", plain).lower()))


def _spoken(text: str, language: str) -> str:
    """The language of a Cyrillic text: its own, or for English, which has no such letters, the one that they are of."""
    if language != "en":
        return language
    lower = text.lower()
    return next((tag for tag, letters in _SPOKEN_ALONE if any(letter in lower for letter in letters)), "ru")


@lru_cache(maxsize=4096)
def _letter_or_blank(signs: str) -> str:
    """Letters, marks and digits; a blank for what would be spelt out, such as a picture of a factory."""
    return "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in signs)
