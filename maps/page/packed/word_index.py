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
from typing import TYPE_CHECKING, TypedDict, TypeVar, cast

import numpy as np

from geo.model.feature_table import Column
from geo.model.languages import TAG
from geo.places import text_folding
from maps.page.packed.columns import byte_planes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized

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
            if (kind := kind_of(key)) is not None
        ]
        texts = list(numbering)
        words = self._words_of(texts)
        alone, in_bags = [_NONE], [_NONE]
        for kind, row, text in uses:
            project = row + self._projects
            often = np.bincount(text, minlength=len(texts)) > 1
            shared = often[text]
            place, word = words.of(text[~shared])
            alone.append(_postings(word, project[~shared][place], kind))
            bags = self._bags_of(texts, np.flatnonzero(often), kind, words)
            in_bags.append(_postings(bags[text[shared]], project[shared], kind))
        self._of_words.append(_first_kinds(np.concatenate(alone)))
        self._of_bags.append(_first_kinds(np.concatenate(in_bags)))
        self._projects += len(rows)

    def _words_of(self, texts: Sequence[str]) -> _Lists:
        """The numbers of the folded words of each text."""
        numbering: dict[str, int] = _Numbering()
        between = numbering[_BETWEEN]
        parts = _numbers(f" {_BETWEEN} ".join(text.replace(_BETWEEN, " ") for text in texts).split(), numbering)
        folded = list(map(self._folded, numbering))
        words = _Lists(_lengths(folded), _numbers(chain.from_iterable(folded), self._words))
        place, word = words.of(parts)
        return _Lists(np.bincount(np.cumsum(parts == between)[place], minlength=len(texts)), word)

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
        chosen = _numbers(_written_sets(members, begins), numbering)
        is_next = np.diff(np.maximum.accumulate(chosen), prepend=-1) > 0
        width, planes = byte_planes(np.where(is_next, 0, chosen + 1))
        owners, kinds = members[begins] >> _OWNER_BIT, members[begins] >> _MEMBER_BITS & _KINDS
        masks = np.bincount(owners, 1 << kinds, len(words) + len(self._bags)).astype(np.uint8)
        sets = list(numbering)
        sizes = _lengths(sets) + 1
        firsts = _first_of_each(_SET_BYTES, np.cumsum(sizes) - sizes)
        parts = {
            f"sets-{number}": b"".join(written + _END for written in sets[first:end])
            for number, (first, end) in enumerate(pairwise([*firsts, len(sets)]))
        }
        parts |= {"words": "\n".join(words).encode(), "word-sets": masks.tobytes() + planes}
        return {"owners": len(masks), "sets": (len(chosen), width), "parts": firsts}, parts

    def _members(self, words: Sequence[str]) -> Numbers:
        """All members of all sets in their order: the owners are words by their order, then bags."""
        came = _numbers(words, self._words)
        of_words, of_bags = (np.concatenate([_NONE, *members]) for members in (self._of_words, self._of_bags))
        of_words += (np.argsort(came)[of_words >> _OWNER_BIT] - (of_words >> _OWNER_BIT)) << _OWNER_BIT
        of_bags += len(words) << _OWNER_BIT
        both = np.concatenate([of_words, of_bags])
        both = both & -1 << _OWNER_BIT | (both & _KINDS) << _MEMBER_BITS | both >> _KIND_BITS & _MEMBERS
        both.sort()
        return both


def kind_of(key: str) -> int | None:
    """The kind of the sets of what a column has; None for one that is not searched."""
    field, _, language = key.partition("_")
    is_searched = key == "partners" or (field in _FIELDS and TAG.fullmatch(language))
    return _FIELDS.index(field) if is_searched else None


def _texts_in(column: Column, rows: npt.NDArray[np.integer], numbering: dict[str, int]) -> tuple[Numbers, Numbers]:
    """Of each use of a text in rows of a column, the row's place in `rows` and the number of the text."""
    codes = column.codes[rows]
    has = np.flatnonzero(codes >= 0)
    used, text = np.unique(codes[has], return_inverse=True)
    values = [column.values[code] for code in used.tolist()]
    if values and isinstance(values[0], str):
        return has, _numbers(cast("list[str]", values), numbering)[text]
    texts = [[_names(partner) for partner in partners] for partners in cast("list[list[dict[str, Json]]]", values)]
    place, text = _Lists(_lengths(texts), _numbers(chain.from_iterable(texts), numbering)).of(text)
    return has[place], text


def _names(partner: Mapping[str, Json]) -> str:
    return " ".join(str(value) for key, value in partner.items() if key.startswith("name"))


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
        own = begins[first:end] - begins[first]
        numbers = members[begins[first] : begins[end] if end < len(begins) else None] & _MEMBERS
        steps = np.diff(numbers, prepend=-1)
        steps[own] = numbers[own] + 1
        # No byte of a step is 0.
        yield from _varints(np.insert(steps, own[1:], 0)).split(_END)


def _first_of_each(size: int, begins: Numbers) -> list[int]:
    """The numbers of things that are first in a stretch of about some size, by where things begin."""
    return np.flatnonzero(np.diff(begins // size, prepend=-1)).tolist()


def _varints(values: Numbers) -> bytes:
    """Numbers of seven bits to a byte, the lowest first; a byte below 128 ends each."""
    place, number = _counted(np.searchsorted([1 << 7, 1 << 14, 1 << 21, 1 << 28], values, "right") + 1)
    rest = values[place] >> 7 * number
    return (rest & 127 | (rest > 127) << 7).astype(np.uint8).tobytes()


@dataclass(frozen=True)
class _Lists:
    """Lists of numbers, one behind the other."""

    lengths: Numbers
    numbers: Numbers

    def of(self, which: Numbers) -> tuple[Numbers, Numbers]:
        """The numbers in some of the lists, each with the place of its list in `which`."""
        begins = (np.cumsum(self.lengths) - self.lengths)[which]
        place, at = _counted(self.lengths[which])
        return place, self.numbers[begins[place] + at]


def _counted(lengths: Numbers) -> tuple[Numbers, Numbers]:
    """Of each thing in lists of some lengths, the number of its list and its own number there."""
    place = np.repeat(np.arange(len(lengths)), lengths)
    return place, np.arange(len(place)) - (np.cumsum(lengths) - lengths)[place]


def _lengths(lists: Sequence[Sized]) -> Numbers:
    return np.fromiter(map(len, lists), np.int64, len(lists))


def _numbers(things: Iterable[_Key], numbering: Mapping[_Key, int]) -> Numbers:
    """The number of each thing."""
    return np.fromiter(map(numbering.__getitem__, things), np.int64)


class _Numbering(dict[_Key, int]):
    """Numbers what is asked for, from 0 as it comes."""

    def __missing__(self, key: _Key) -> int:
        number = self[key] = len(self)
        return number
