"""The folded words of texts, many texts at once: what comes again in them is read but once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from geo.places import text_folding
from maps.page.packed.lists import Lists, Numbering, numbers_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WORD = re.compile(r"(?:[^\W_]|['’‘`´])+")  # as in maps/web/data/word_forms.js
_WORD_OR_END = re.compile(rf"{WORD.pattern}|\n")


def words_of(texts: Sequence[str], numbering: Mapping[str, int]) -> Lists:
    """Of each text the numbers of its folded words, in their order."""
    parts = " ".join(texts).replace("\n", "\t").split(" ")
    of_texts = np.cumsum(np.fromiter((text.count(" ") + 1 for text in texts), np.int64, len(texts)))
    once = Numbering[str]()
    numbers = numbers_of(parts, once)
    return _words_of_lines("\n".join([*once, ""]), numbering).at(numbers).joined(of_texts)


def _words_of_lines(lines: str, numbering: Mapping[str, int]) -> Lists:
    """Of each line the numbers of its folded words, in their order."""
    tokens = _WORD_OR_END.findall(lines)
    is_end = np.fromiter(map("\n".__eq__, tokens), bool, len(tokens))
    folded = text_folding.words(WORD.findall(lines))
    line = np.cumsum(is_end)[~is_end][np.fromiter(map(bool, folded), bool, len(folded))]
    return Lists(np.bincount(line, minlength=is_end.sum()), numbers_of(filter(None, folded), numbering))
