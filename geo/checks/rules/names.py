"""Which names are alike, asked of many pairs at once."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from geo.checks.rules.near import Numbers

ALIKE = 0.9
"""Likeness of two names, 0 to 1, from which they are taken for one."""

_KINDS = 32
"""Kinds of letters that are counted; letters of one kind are taken for the same where that only lets more through."""

_SOME = 50_000
"""Names whose letters are counted at once."""


_words_of = re.compile(r"\w+").findall
_digits_of = re.compile(r"\d+").findall


@lru_cache(maxsize=2**16)
def folded(text: str) -> str:
    """Without case, punctuation and repeated spaces."""
    return " ".join(_words_of(text.casefold()))


class Names:
    """Names in one language, None where there is none."""

    def __init__(self, names: Sequence[str | None]) -> None:
        number_of: dict[str, int] = {}
        numbers = (-1 if name is None else number_of.setdefault(folded(name), len(number_of)) for name in names)
        self.number = np.array(list(numbers), dtype=np.int64)
        """Of each name its number: equal where they are equal but for case and punctuation; -1 for none."""
        self._texts = list(number_of)
        digits: dict[tuple[str, ...], int] = {}
        numbers_in = [digits.setdefault(tuple(_digits_of(text)), len(digits)) for text in self._texts]
        self._digits = np.array([*numbers_in, -1], dtype=np.int64)
        self._length = np.array([*map(len, self._texts), 0], dtype=np.int64)
        self._letters = _counted(self._texts)

    @property
    def digits(self) -> Numbers:
        """Of each name which numbers stand in it: names with other numbers are never alike; -1 for none."""
        return self._digits[self.number]

    def alike(self, left: Numbers, right: Numbers) -> npt.NDArray[np.bool_]:
        """Whether the names of each pair are alike."""
        first, second = self.number[left], self.number[right]
        result: npt.NDArray[np.bool_] = (first == second) & (first >= 0)
        likely = np.flatnonzero(~result & (first >= 0) & (self._digits[first] == self._digits[second]))
        for least in (self._shortest, self._common):
            likely = likely[
                2 * least(first[likely], second[likely]) >= ALIKE * self._lengths(first[likely], second[likely])
            ]
        for at in likely.tolist():
            texts = self._texts[first[at]], self._texts[second[at]]
            result[at] = SequenceMatcher(None, *texts, autojunk=False).ratio() >= ALIKE
        return result

    # What two names can have in common at most, faster known than what they have.

    def _lengths(self, first: Numbers, second: Numbers) -> Numbers:
        return self._length[first] + self._length[second]

    def _shortest(self, first: Numbers, second: Numbers) -> Numbers:
        return np.minimum(self._length[first], self._length[second])

    def _common(self, first: Numbers, second: Numbers) -> Numbers:
        common: Numbers = np.minimum(self._letters[first], self._letters[second]).sum(axis=1, dtype=np.int64)
        return common


def _counted(texts: Sequence[str]) -> npt.NDArray[np.uint16]:
    """How many letters of each kind a text has."""
    return np.concatenate([*_counts(texts), np.zeros((1, _KINDS), dtype=np.uint16)])


def _counts(texts: Sequence[str]) -> Iterator[npt.NDArray[np.uint16]]:
    for start in range(0, len(texts), _SOME):
        some = texts[start : start + _SOME]
        letters = np.frombuffer("".join(some).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        owner = np.repeat(np.arange(len(some)), [len(text) for text in some])
        bins = owner * _KINDS + letters % _KINDS
        yield np.bincount(bins, minlength=len(some) * _KINDS).reshape(-1, _KINDS).astype(np.uint16)
