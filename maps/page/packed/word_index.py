"""The word index of a large layer: which folded words each project has, for the page's search.

`maps/web/data/packed_word_index.js` reads it.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from geo.model.languages import TAG
from geo.places import text_folding

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from maps.project_records import DrawnProject

# In the search's list of words: the end of a project, the end of a field, a word not met before, a bag of words whose
# number follows; from _FIRST on the words' own numbers.
_END, _FIELD, _NEW, _BAG, _FIRST = b"\0", b"\1", b"\2", b"\3", 4
_SEARCHED, _SUMMARY = ("name", "place"), "summary"  # partners stand between them
_MOST_REMEMBERED = 1 << 18  # texts, and parts of texts
WORD = re.compile(r"(?:[^\W_]|['’‘`´])+")  # as in maps/web/data/search.js


class WordIndex:
    """Which words each project has, folded: lists of numbers, read by the page from end to end for every search.

    Texts that many projects have, such as a summary or a partner, are bags of words with a number of their own.
    """

    def __init__(self, languages: Sequence[str]) -> None:
        self._languages = languages
        self.words: list[str] = []
        self._numbers: dict[str, int] = {}
        self._numbers_of_part = _WordNumbers(self._read_part)
        self._codes: list[bytes] = []  # number -> as it is written
        self._written = 0  # words that some entry has named
        self._bags: dict[str, int | None] = {}  # a text met before -> its bag, None when it was met but once
        self._bag_words: list[bytes] = []
        self._entries: list[bytes] = []  # of the block that is read
        self._chunks: list[bytes] = []

    def add(self, block: Sequence[DrawnProject]) -> None:
        """Add the next projects' words."""
        keys = {name: self._keys(block, name) for name in (*_SEARCHED, _SUMMARY)}
        for project in block:
            seen: set[int] = set()
            for name in _SEARCHED:
                texts = [project.get(key) for key in keys[name]]
                self._write_words(" ".join(text for text in texts if isinstance(text, str)), seen)
                self._entries.append(_FIELD)
            for partner in project.get("partners", ()):
                names = (str(value) for key, value in partner.items() if key.startswith("name"))
                self._write_bag(" ".join(names), seen)
            self._entries.append(_FIELD)
            summaries = [project.get(key) for key in keys[_SUMMARY]]
            self._write_bag(" ".join(text for text in summaries if isinstance(text, str)), seen)
            self._entries.append(_END)
        # Joined, they take an eighth of the memory.
        self._chunks.append(b"".join(self._entries))
        self._entries.clear()

    def _keys(self, block: Sequence[DrawnProject], name: str) -> list[str]:
        """The keys of a field's versions that some project has, the interface's languages before others."""
        own = [f"{name}_{language}" for language in self._languages]
        others = {key for project in block for key in project if key.startswith(f"{name}_")}
        return [*own, *sorted(key for key in others.difference(own) if TAG.fullmatch(key, len(name) + 1))]

    def _write_words(self, text: str, seen: set[int]) -> None:
        """Write the words of a text that the project has not had yet."""
        numbers = [number for number in self._words(text) if number not in seen]
        seen.update(numbers)
        for number in numbers:
            if number < self._written:
                self._entries.append(self._codes[number])
            else:
                # Words are numbered as they come, and written in that order too.
                self._written += 1
                self._entries.append(_NEW)

    def _write_bag(self, text: str, seen: set[int]) -> None:
        """Write a text as the number of its bag of words, or its words when it is met for the first time."""
        if not text or text.isspace():
            return
        bag = self._bags.get(text)
        if bag is None:
            if text not in self._bags:
                if len(self._bags) < _MOST_REMEMBERED:
                    self._bags[text] = None
                self._write_words(text, seen)
                return
            if not self._words(text):
                return  # an empty bag would end the list of them
            bag = self._bags[text] = len(self._bag_words)
            self._bag_words.append(b"".join(self._codes[number] for number in self._words(text)) + _END)
        self._entries.append(_BAG + _varint(bag))

    def _words(self, text: str) -> dict[int, None]:
        """The numbers of a text's words, each once, in their order."""
        return dict.fromkeys(chain.from_iterable(map(self._numbers_of_part.__getitem__, text.split())))

    def _read_part(self, part: str) -> tuple[int, ...]:
        return tuple(self._number(word) for written in WORD.findall(part) if (word := text_folding.word(written)))

    def _number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = len(self.words)
            self.words.append(word)
            self._codes.append(_varint(number + _FIRST))
        return number

    def entries(self) -> bytes:
        """All bags' words, an end more, and all projects' words, one after the other."""
        return b"".join((*self._bag_words, _END, *self._chunks))


class _WordNumbers(dict[str, tuple[int, ...]]):
    """What stands between spaces -> the numbers of its words; most comes again and again."""

    def __init__(self, read: Callable[[str], tuple[int, ...]]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, part: str) -> tuple[int, ...]:
        numbers = self._read(part)
        if len(self) < _MOST_REMEMBERED:
            self[part] = numbers
        return numbers


def _varint(number: int) -> bytes:
    """A number of seven bits to a byte, the lowest first; a byte below 128 ends it."""
    data = bytearray()
    while number > 127:
        data.append(number & 127 | 128)
        number >>= 7
    data.append(number)
    return bytes(data)
