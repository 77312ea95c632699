"""The order of the projects' names in a language, for the page's list."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np

from maps.text import i18n

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt

_NUMBER = re.compile(r"\d+")

_DOTLESS = str.maketrans({"I": "ı", "İ": "i"})

_UZBEK = {"o": "\ue000", "g": "\ue001", "s": "\ue002", "c": "\ue003"}
"""What stands for Uzbek's letters of two signs, oʻ, gʻ, sh and ch, by the first one: in their order, behind z."""
_UZBEK_LETTER = re.compile("[og][ʻ‘'`]|[sc]h")

_OTHER_LETTERS = 0x1000
"""What is added to letters of no alphabet, that they stand after its own, which begin after the digits."""

_ALIKE = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "й": "й"}
"""Letters that are sorted as others though Unicode does not take them apart, and one that it does, which is not."""


class NameOrder:
    """The projects' names in a language, to be put in its order; one without a name there has the first that it has."""

    def __init__(self, language: str) -> None:
        self._is_uzbek = language.partition("-")[0] == "uz"
        self._signs = _Signs(i18n.alphabet(language))
        self._signs.update((ord(sign), self._signs[ord("z")] + sign) for sign in _UZBEK.values())
        self._keys: list[str] = []

    def add(self, block: Iterable[Mapping[str, object]], name: str) -> None:
        """Add the next projects' names; `name` is the field that holds them."""
        self._keys += [self.sort_key(str(project.get(name) or _any_name(project))) for project in block]

    def sort_key(self, text: str) -> str:
        """What texts are compared by, as Intl.Collator compares them on the page.

        No case, no punctuation, no space, numbers by their value; accents that make no letter of their own where all
        else is the same.
        """
        composed = unicodedata.normalize("NFC", text)
        folded = (composed.translate(_DOTLESS) if self._signs.has_dotless else composed).casefold()
        spelt = _UZBEK_LETTER.sub(lambda pair: _UZBEK[pair[0][0]], folded) if self._is_uzbek else folded
        letters = _NUMBER.sub(lambda number: number[0].zfill(9), spelt).translate(self._signs)
        return letters if folded.isascii() else f"{letters}\0{folded}"

    def order(self) -> npt.NDArray[np.int64]:
        """The projects' numbers, by name."""
        return np.array(sorted(range(len(self._keys)), key=self._keys.__getitem__), dtype=np.int64)


class _Signs(dict[int, str]):
    """Code point -> what it is sorted as: digits, then the letters of the alphabet, then those of others."""

    def __init__(self, alphabet: Iterable[str]) -> None:
        first = ord("9") + 1
        super().__init__((ord(letter), chr(first + rank)) for rank, alike in enumerate(alphabet) for letter in alike)
        self.has_dotless = ord("ı") in self

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        bare = _ALIKE.get(letter) or unicodedata.normalize("NFD", letter)
        self[code] = self._other(letter) if bare == letter else bare.translate(self)
        return self[code]

    @staticmethod
    def _other(letter: str) -> str:
        category = unicodedata.category(letter)
        if category == "Nd":
            return str(unicodedata.digit(letter))
        # Marks of the classes below are parts of the word, such as an Indian vowel sign or a Japanese voicing mark.
        if category[0] in "PZC" or letter in "`´ʻʼ" or unicodedata.combining(letter) > 9:
            return ""
        return chr(min(ord(letter) + _OTHER_LETTERS, 0x10FFFF))


def _any_name(project: Mapping[str, object]) -> str:
    """The first name that a project has in any language, else ""."""
    return next((value for key, value in project.items() if key.startswith("name_") and isinstance(value, str)), "")
