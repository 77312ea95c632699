"""The folded words of texts, many texts at once: what comes again in them is read but once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from geo.places import text_folding
from maps.page.packed.lists import Lists, numbers_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WORD = re.compile(r"(?:[^\W_]|['’‘`´])+")  # as in maps/web/data/word_forms.js
_WORD_OR_END = re.compile(rf"{WORD.pattern}|\n")
_SPACE, _END = b" \n"


def words_of(texts: Sequence[str], numbering: Mapping[str, int]) -> Lists:
    """Of each text the numbers of its folded words, in their order."""
    lines = "\n".join([*texts, ""])
    if lines.count("\n") > len(texts):
        lines = "".join([text.replace("\n", " ") + "\n" for text in texts])
    data = np.frombuffer(bytearray(lines, "utf-8", "replace"), np.uint8)
    ends = np.flatnonzero(data <= _SPACE)
    of_texts = np.flatnonzero(data[ends] == _END) + 1
    data[ends] = _END
    offsets = pa.py_buffer(np.append(0, ends + 1))
    parts = pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(ends), [None, offsets, pa.py_buffer(data)])
    encoded = parts.dictionary_encode()
    of_parts = _words_of_lines(b"".join(encoded.dictionary.to_pylist()).decode(), numbering)
    return of_parts.at(np.from_dlpack(encoded.indices).astype(np.int64)).joined(of_texts)


def _words_of_lines(lines: str, numbering: Mapping[str, int]) -> Lists:
    """Of each line the numbers of its folded words, in their order."""
    tokens = _WORD_OR_END.findall(lines)
    is_end = np.fromiter(map("\n".__eq__, tokens), bool, len(tokens))
    folded = text_folding.words(WORD.findall(lines))
    line = np.cumsum(is_end)[~is_end][np.fromiter(map(bool, folded), bool, len(folded))]
    return Lists(np.bincount(line, minlength=is_end.sum()), numbers_of(filter(None, folded), numbering))
