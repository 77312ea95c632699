"""The word index of a large layer: which projects have which folded word, for the page's search.

`maps/web/data/packed_word_index.js` reads it: the words in their order, so that those with one beginning stand
together; sets of projects, each once however many words come in just these; and the numbers of each word's sets. A text
that many projects have, such as a summary or a partner, is a bag: its words have sets of bags, and the bag one of
projects.
"""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING, TypedDict, cast

import numpy as np

from geo.io.coding import in_use
from geo.model.languages import TAG
from maps.page.packed.columns import byte_planes
from maps.page.packed.lists import Lists, Numbering, lengths_of, numbers_of, stretches
from maps.page.packed.text_words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from geo.model.feature_table import Column
    from geo.model.geojson import Json
    from maps.page.packed.lists import Numbers

    _Sets = tuple[Numbers, Lists]
    """Of each set the owner and the kind as one number; the members of each."""

_FIELDS = ("name", "place", "partners", "summary")
"""What is searched, what weighs most first: a set is of the kind of the field in which its projects have the word."""
_BAGS = len(_FIELDS)
"""The kind of a set of bags."""
_KIND_BITS, _MEMBER_BITS = 3, 32
_KINDS = (1 << _KIND_BITS) - 1
_SET_BYTES = 1 << 17
"""About how many bytes of sets the page opens at once."""
_AT_ONCE = 1 << 20
"""About how many members of sets are written at once."""
_END = b"\0"
_NONE = np.empty(0, np.int64)


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
        self._words: dict[str, int] = Numbering()
        self._bags: dict[tuple[str, int], int] = Numbering()  # of a text and its kind
        self._of_words: list[_Sets] = []
        self._of_bags: list[_Sets] = []

    def add(self, columns: Mapping[str, Column], rows: npt.NDArray[np.integer]) -> None:
        """Add the next projects: rows of columns, of which those that are searched are known by their keys."""
        texts: list[str] = []
        kinds: list[int] = []
        uses: list[tuple[Numbers, Numbers]] = [(_NONE, _NONE)]
        for key, column in columns.items():
            if (kind := kind_of(key)) is not None:
                values, row, text = _texts_in(column, rows)
                uses.append((row + self._projects, text + len(texts)))
                texts += values
                kinds += [kind] * len(values)
        project, text = map(np.concatenate, zip(*uses, strict=True))
        member = project << _KIND_BITS | np.array(kinds, np.int64)[text]
        order = _order(member)
        member, text = member[order], text[order]
        of_texts = words_of(texts, self._words)
        often = np.flatnonzero(np.bincount(text, minlength=len(texts)) > 1)
        bags = np.full(len(texts), -1)
        bags[often] = self._bags_of(often, [(texts[number], kinds[number]) for number in often.tolist()], of_texts)
        alone, shared = (np.flatnonzero(each) for each in (bags[text] < 0, bags[text] >= 0))
        place, word = of_texts.of(text[alone])
        self._of_words.append(_sets(word, member[alone][place]))
        self._of_bags.append(_sets(bags[text[shared]], member[shared]))
        self._projects += len(rows)

    def _bags_of(self, often: Numbers, keys: Sequence[tuple[str, int]], of_texts: Lists) -> Numbers:
        """The numbers of the bags of texts that come often; the words of those that are new are added."""
        known = len(self._bags)
        bags = numbers_of(keys, self._bags)
        new = np.flatnonzero(np.diff(np.maximum.accumulate(np.append(known - 1, bags))))
        place, word = of_texts.of(often[new])
        self._of_words.append(_sets(word, bags[new][place] << _KIND_BITS | _BAGS))
        return bags

    def finish(self) -> tuple[WordIndexHead, dict[str, bytes]]:
        """What the page's JSON says of the index, and its parts by their names."""
        words = sorted(self._words)
        keys, members = self._joined(words)
        numbering: dict[bytes, int] = Numbering()
        chosen = numbers_of(_written_sets(members), numbering)
        is_next = np.diff(np.maximum.accumulate(chosen), prepend=-1) > 0
        width, planes = byte_planes(np.where(is_next, 0, chosen + 1))
        masks = np.bincount(keys >> _KIND_BITS, 1 << (keys & _KINDS), len(words) + len(self._bags)).astype(np.uint8)
        sets = list(numbering)
        sizes = lengths_of(sets) + 1
        firsts = _first_of_each(_SET_BYTES, np.cumsum(sizes) - sizes)
        parts = {
            f"sets-{number}": b"".join(written + _END for written in sets[first:end])
            for number, (first, end) in enumerate(pairwise([*firsts, len(sets)]))
        }
        parts |= {"words": "\n".join(words).encode(), "word-sets": masks.tobytes() + planes}
        return {"owners": len(masks), "sets": (len(chosen), width), "parts": firsts}, parts

    def _joined(self, words: Sequence[str]) -> _Sets:
        """All sets in their order: the owners are words by their order, then bags."""
        ranks = np.argsort(numbers_of(words, self._words))
        parts = [(ranks[keys >> _KIND_BITS] << _KIND_BITS | keys & _KINDS, lists) for keys, lists in self._of_words]
        parts += [(keys + (len(words) << _KIND_BITS), lists) for keys, lists in self._of_bags]
        lengths = np.zeros(len(words) + len(self._bags) << _KIND_BITS, np.int64)
        for keys, lists in parts:
            lengths[keys] += lists.lengths
        members = np.empty(lengths.sum(), np.uint32)
        ends = np.cumsum(lengths) - lengths
        for keys, lists in parts:
            members[stretches(ends[keys], lists.lengths)] = lists.numbers
            ends[keys] += lists.lengths
        keys = np.flatnonzero(lengths)
        return keys, Lists(lengths[keys], members)


def kind_of(key: str) -> int | None:
    """The kind of the sets of what a column has; None for one that is not searched."""
    field, _, language = key.partition("_")
    is_searched = key == "partners" or (field in _FIELDS and TAG.fullmatch(language))
    return _FIELDS.index(field) if is_searched else None


def _texts_in(column: Column, rows: npt.NDArray[np.integer]) -> tuple[list[str], Numbers, Numbers]:
    """The texts in rows of a column; of each use of one the row's place in `rows` and the number of the text."""
    own = in_use(column.at(rows))
    has = np.flatnonzero(own.codes >= 0)
    if not own.values or isinstance(own.values[0], str):
        return cast("list[str]", own.values), has, own.codes[has]
    numbering: dict[str, int] = Numbering()
    texts = [[_names(partner) for partner in partners] for partners in cast("list[list[dict[str, Json]]]", own.values)]
    lists = Lists(lengths_of(texts), numbers_of(chain.from_iterable(texts), numbering))
    place, text = lists.of(own.codes[has])
    return list(numbering), has[place], text


def _names(partner: Mapping[str, Json]) -> str:
    return " ".join(str(value) for key, value in partner.items() if key.startswith("name"))


def _sets(owner: Numbers, member: Numbers) -> _Sets:
    """The sets of some words or bags: each project or bag that one leads to is once among them, in the set of the first
    of its kinds. member: that project or bag and, in the lowest bits, the kind of the set, in ascending order."""
    order = _order(owner)
    owner, member = owner[order], member[order]
    is_first = np.diff(owner << _MEMBER_BITS | member >> _KIND_BITS, prepend=-1) > 0
    owner, member = owner[is_first], member[is_first]
    order = np.argsort((member & _KINDS).astype(np.uint8), kind="stable")
    keys = (owner << _KIND_BITS | member & _KINDS)[order]
    begins = np.flatnonzero(np.diff(keys, prepend=-1))
    members = (member >> _KIND_BITS)[order].astype(np.uint32)
    return keys[begins], Lists(np.diff(begins, append=len(keys)), members)


def _order(keys: Numbers) -> Numbers:
    """The order of numbers below 2**32, equal ones as they stand: those of 16 bits NumPy sorts by radix, in a third of
    the time that comparing takes."""
    order = np.argsort(keys.astype(np.uint16), kind="stable")
    return order[np.argsort((keys[order] >> 16).astype(np.uint16), kind="stable")]


def _written_sets(sets: Lists) -> Iterator[bytes]:
    """Each set as it is written: how far it is from member to member, the first counted from -1."""
    ends = np.cumsum(sets.lengths)
    begins = ends - sets.lengths
    for first, end in pairwise([*_first_of_each(_AT_ONCE, begins), len(begins)]):
        own = begins[first:end] - begins[first]
        numbers = sets.numbers[begins[first] : ends[end - 1]].astype(np.int64)
        steps = np.diff(numbers, prepend=-1)
        steps[own] = numbers[own] + 1
        # No byte of a step is 0.
        yield from _varints(np.insert(steps, own[1:], 0)).split(_END)


def _first_of_each(size: int, begins: Numbers) -> list[int]:
    """The numbers of things that are first in a stretch of about some size, by where things begin."""
    return np.flatnonzero(np.diff(begins // size, prepend=-1)).tolist()


def _varints(values: Numbers) -> bytes:
    """Numbers of seven bits to a byte, the lowest first; a byte below 128 ends each."""
    lengths = np.searchsorted([1 << 7, 1 << 14, 1 << 21, 1 << 28], values, "right") + 1
    begins = np.cumsum(lengths) - lengths
    data = np.empty(int(lengths.sum()), np.uint8)
    for number in range(int(lengths.max(initial=0))):
        has = np.flatnonzero(lengths > number)
        rest = values[has] >> 7 * number
        data[begins[has] + number] = rest & 127 | (rest > 127) << 7
    return data.tobytes()
