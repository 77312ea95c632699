"""The folded words of texts, many texts at once: what comes again in them is read but once."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from geo.places import text_folding
from maps.page.packed.lists import Lists, Numbering, lengths_of, numbers_of

if TYPE_CHECKING:
    from collections.abc import Iterable

WORD = re.compile(r"(?:[^\W_]|['’‘`´])+")  # as in maps/web/data/word_forms.js
_SPACE, _END = b" \n"


def words_of(texts: Iterable[str]) -> tuple[list[str], Lists]:
    """The folded words of texts, each once; and of each text the numbers of its words in their order."""
    lines = "".join([text.replace("\n", " ") + "\n" for text in texts])
    data = np.frombuffer(lines.encode("utf-8", "replace"), np.uint8)
    ends = np.flatnonzero(data <= _SPACE)
    offsets = pa.py_buffer(np.append(0, ends + 1))
    parts = pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(ends), [None, offsets, pa.py_buffer(data)])
    encoded = parts.dictionary_encode()
    words, of_parts = _words_of_parts([part.decode() for part in encoded.dictionary.to_pylist()])
    return words, of_parts.at(encoded.indices.to_numpy()).joined(np.flatnonzero(data[ends] == _END) + 1)


def _words_of_parts(parts: list[str]) -> tuple[list[str], Lists]:
    written = [WORD.findall(part) for part in parts]
    numbering: dict[str, int] = Numbering()
    numbers = numbers_of(chain.from_iterable(written), numbering)
    words: dict[str, int] = Numbering()
    folded = numbers_of(text_folding.words(numbering), words)
    lists = Lists(lengths_of(written), folded[numbers])
    none = words.get("", -1)
    return list(words), lists.where(lists.numbers != none)
