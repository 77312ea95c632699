"""The word index of a large layer: which projects have which folded word, for the page's search.

`maps/web/data/packed_word_index.js` reads it: the words in their order, so that those with one beginning stand
together; sets of projects, each once however many words come in just these; and the numbers of each word's sets. A text
that many projects have, such as a summary or a partner, is a bag: its words have sets of bags, and the bag one of
projects.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, TypedDict, TypeVar

import numpy as np

from geo.model.feature_table import Column
from geo.model.languages import TAG
from geo.places import text_folding
from maps.page.packed.columns import byte_planes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from geo.model.geojson import Json

    Numbers = npt.NDArray[np.int64]

_FIELDS = ("name", "place", "partners", "summary")
"""What is searched, what weighs most first: a set is of the kind of the field in which its projects have the word."""
_BAGS = len(_FIELDS)
"""The kind of a set of bags."""
_KIND_BITS, _MEMBER_BITS = 3, 30
_OWNER_BIT = _KIND_BITS + _MEMBER_BITS
_KINDS, _MEMBERS = (1 << _KIND_BITS) - 1, (1 << _MEMBER_BITS) - 1
_SET_BYTES = 1 << 17
"""About how many bytes of sets the page opens at once."""
_AT_ONCE = 1 << 20
"""About how many members of sets are written at once."""
_MOST_REMEMBERED = 1 << 18  # parts of texts
_BETWEEN, _END = "\0", b"\0"
_NONE = np.empty(0, np.int64)
WORD = re.compile(r"(?:[^\W_]|['’‘`´])+")  # as in maps/web/data/word_forms.js

_Key = TypeVar("_Key")


class WordIndexHead(TypedDict):
    """What the page's JSON says of the index."""

    owners: int
    """Words and bags."""
    sets: tuple[int, int]
    """How many numbers of sets they have together, and of how many bytes each is."""
    parts: list[int]
    """Of each part of the sets, the number of its first."""


class WordIndex:
    """Takes projects by columns, as many at a time as one likes; what repeats among those is read but once."""

    def __init__(self) -> None:
        self._projects = 0
        self._words: dict[str, int] = _Numbering()
        self._bags: dict[tuple[str, int], int] = _Numbering()  # of a text and its kind
        self._folded = lru_cache(_MOST_REMEMBERED)(_folded_words)
        self._of_words: list[Numbers] = []
        self._of_bags: list[Numbers] = []

    def add(self, columns: Mapping[str, Column], rows: npt.NDArray[np.integer]) -> None:
        """Add the next projects: rows of columns, of which those that are searched are known by their keys."""
        numbering: dict[str, int] = _Numbering()
        uses = [
            (kind, *_texts_in(column, rows, numbering))
            for key, column in columns.items()
            if (kind := _kind(key)) is not None
        ]
        texts = list(numbering)
        words = self._words_of(texts)
        alone = []
        for kind, row, text in uses:
            project = row + self._projects
            often = np.bincount(text, minlength=len(texts)) > 1
            shared = often[text]
            place, word = words.of(text[~shared])
            alone.append(_postings(word, project[~shared][place], kind))
            bags = self._bags_of(texts, np.flatnonzero(often), kind, words)
            self._of_bags.append(_first_kinds(_postings(bags[text[shared]], project[shared], kind)))
        self._of_words.append(_first_kinds(np.concatenate(alone or [_NONE])))
        self._projects += len(rows)

    def _words_of(self, texts: Sequence[str]) -> _Lists:
        """The numbers of the folded words of each text."""
        parts: dict[str, int] = _Numbering()
        between = parts[_BETWEEN]
        written = f" {_BETWEEN} ".join(text.replace(_BETWEEN, " ") for text in texts).split()
        numbers = np.fromiter(map(parts.__getitem__, written), np.int64, len(written))
        folded = [self._folded(part) for part in parts]
        words = np.fromiter(map(self._words.__getitem__, chain.from_iterable(folded)), np.int64)
        place, word = _Lists(list(map(len, folded)), words).of(numbers)
        text = np.cumsum(numbers == between)[place]
        return _Lists(np.bincount(text, minlength=len(texts)), word)

    def _bags_of(self, texts: Sequence[str], often: Numbers, kind: int, words: _Lists) -> Numbers:
        """The number of the bag of each text that comes often; the words of those that are new are added."""
        known = len(self._bags)
        bags = np.zeros(len(texts), np.int64)
        bags[often] = [self._bags[texts[text], kind] for text in often]
        new = often[bags[often] >= known]
        place, word = words.of(new)
        self._of_words.append(_first_kinds(_postings(word, bags[new][place], _BAGS)))
        return bags

    def finish(self) -> tuple[WordIndexHead, dict[str, bytes]]:
        """What the page's JSON says of the index, and its parts by their names."""
        words = sorted(self._words)
        members = self._members(words)
        begins = np.flatnonzero(np.diff(members >> _MEMBER_BITS, prepend=-1))
        numbering: dict[bytes, int] = _Numbering()
        chosen = np.fromiter(map(numbering.__getitem__, _written_sets(members, begins)), np.int64, len(begins))
        is_next = np.diff(np.maximum.accumulate(chosen), prepend=-1) > 0
        width, planes = byte_planes(np.where(is_next, 0, chosen + 1))
        owners, kinds = members[begins] >> _OWNER_BIT, members[begins] >> _MEMBER_BITS & _KINDS
        masks = np.bincount(owners, 1 << kinds, len(words) + len(self._bags)).astype(np.uint8)
        sets = list(numbering)
        sizes = np.fromiter(map(len, sets), np.int64, len(sets)) + 1
        firsts = _first_of_each(_SET_BYTES, np.cumsum(sizes) - sizes)
        parts = {
            f"sets-{number}": b"".join(one + _END for one in sets[first:end])
            for number, (first, end) in enumerate(pairwise([*firsts, len(sets)]))
        }
        parts |= {"words": "\n".join(words).encode(), "word-sets": masks.tobytes() + planes}
        return {"owners": len(masks), "sets": (len(chosen), width), "parts": firsts}, parts

    def _members(self, words: Sequence[str]) -> Numbers:
        """All members of all sets in their order: the owners are words by their order, then bags."""
        came = np.fromiter(map(self._words.__getitem__, words), np.int64, len(words))
        of_words, of_bags = (np.concatenate([_NONE, *members]) for members in (self._of_words, self._of_bags))
        of_words += (np.argsort(came)[of_words >> _OWNER_BIT] - (of_words >> _OWNER_BIT)) << _OWNER_BIT
        of_bags += len(words) << _OWNER_BIT
        both = np.concatenate([of_words, of_bags])
        both = both & -1 << _OWNER_BIT | (both & _KINDS) << _MEMBER_BITS | both >> _KIND_BITS & _MEMBERS
        both.sort()
        return both


def _kind(key: str) -> int | None:
    """The kind of the sets of what a column has; None for one that is not searched."""
    field, _, language = key.partition("_")
    is_searched = key == "partners" or (field in _FIELDS and TAG.fullmatch(language))
    return _FIELDS.index(field) if is_searched else None


def _texts_in(column: Column, rows: npt.NDArray[np.integer], numbering: dict[str, int]) -> tuple[Numbers, Numbers]:
    """Of each use of a text in rows of a column, the row's place in `rows` and the number of the text."""
    texts = [_texts_of(value) for value in column.values]
    numbers = np.fromiter(map(numbering.__getitem__, chain.from_iterable(texts)), np.int64)
    codes = column.codes[rows]
    has = np.flatnonzero(codes >= 0)
    place, text = _Lists(list(map(len, texts)), numbers).of(codes[has])
    return has[place], text


def _texts_of(value: Json) -> list[str]:
    """The texts that are searched in the value of a field: itself, or the names of each partner in a list."""
    if isinstance(value, str):
        return [value]
    partners = [partner for partner in value if isinstance(partner, dict)] if isinstance(value, list) else []
    return [" ".join(str(part) for key, part in partner.items() if key.startswith("name")) for partner in partners]


def _folded_words(part: str) -> tuple[str, ...]:
    return tuple(word for written in WORD.findall(part) if (word := text_folding.word(written)))


def _postings(owner: Numbers, member: Numbers, kind: int) -> Numbers:
    """A word or bag, a project or bag that it leads to, and the kind of the set, as the bits of one number each."""
    return owner << _OWNER_BIT | member << _KIND_BITS | kind


def _first_kinds(postings: Numbers) -> Numbers:
    """The postings, each owner and member once, of the kinds the first."""
    postings = np.sort(postings)
    return postings[np.diff(postings >> _KIND_BITS, prepend=-1) > 0]


def _written_sets(members: Numbers, begins: Numbers) -> Iterator[bytes]:
    """Each set as it is written: how far it is from member to member, the first counted from -1."""
    for first, end in pairwise([*_first_of_each(_AT_ONCE, begins), len(begins)]):
        start, *_ = own = begins[first:end]
        numbers = members[start : begins[end] if end < len(begins) else None] & _MEMBERS
        steps = np.diff(numbers, prepend=-1)
        steps[own - start] = numbers[own - start] + 1
        # No byte of a step is 0.
        yield from _varints(np.insert(steps, own[1:] - start, 0)).split(_END)


def _first_of_each(size: int, begins: Numbers) -> list[int]:
    """The numbers of things that are first in a stretch of about some size, by where things begin."""
    return np.flatnonzero(np.diff(begins // size, prepend=-1)).tolist()


def _varints(values: Numbers) -> bytes:
    """Numbers of seven bits to a byte, the lowest first; a byte below 128 ends each."""
    bytes_of = values[:, None] >> np.arange(0, 35, 7)
    more = bytes_of[:, 1:] > 0
    has = np.pad(more, ((0, 0), (1, 0)), constant_values=True)
    bytes_of = bytes_of & 127 | np.pad(more, ((0, 0), (0, 1))) << 7
    return bytes_of[has].astype(np.uint8).tobytes()


@dataclass(frozen=True)
class _Lists:
    """Lists of numbers, one behind the other."""

    lengths: Sequence[int] | Numbers
    numbers: Numbers

    def of(self, which: Numbers) -> tuple[Numbers, Numbers]:
        """The numbers in some of the lists, each with the place of its list in `which`."""
        lengths = np.asarray(self.lengths, np.int64)
        begins = (np.cumsum(lengths) - lengths)[which]
        lengths = lengths[which]
        place = np.repeat(np.arange(len(which)), lengths)
        return place, self.numbers[np.arange(len(place)) + np.repeat(begins - (np.cumsum(lengths) - lengths), lengths)]


class _Numbering(dict[_Key, int]):
    """Numbers what is asked for, from 0 as it comes."""

    def __missing__(self, key: _Key) -> int:
        number = self[key] = len(self)
        return number
