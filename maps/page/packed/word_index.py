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
from maps.page.packed.lists import Lists, Numbering, lengths_of, numbers_of
from maps.page.packed.text_words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from geo.model.feature_table import Column
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
_END = b"\0"
_NONE = np.empty(0, np.int64)
_NO_USES = (_NONE, _NONE)


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
        self._of_words: list[Numbers] = []
        self._of_bags: list[Numbers] = []

    def add(self, columns: Mapping[str, Column], rows: npt.NDArray[np.integer]) -> None:
        """Add the next projects: rows of columns, of which those that are searched are known by their keys."""
        texts: list[str] = []
        kinds: list[int] = []
        uses = [_NO_USES]
        for key, column in columns.items():
            if (kind := _kind(key)) is not None:
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
        self._of_words.append(_first_kinds(word, member[alone][place]))
        self._of_bags.append(_first_kinds(bags[text[shared]], member[shared]))
        self._projects += len(rows)

    def _bags_of(self, often: Numbers, keys: Sequence[tuple[str, int]], of_texts: Lists) -> Numbers:
        """The numbers of the bags of texts that come often; the words of those that are new are added."""
        known = len(self._bags)
        bags = numbers_of(keys, self._bags)
        most = np.maximum.accumulate(np.append(known - 1, bags))
        new = np.flatnonzero(np.diff(most))
        place, word = of_texts.of(often[new])
        self._of_words.append(_first_kinds(word, bags[new][place] << _KIND_BITS | _BAGS))
        return bags

    def finish(self) -> tuple[WordIndexHead, dict[str, bytes]]:
        """What the page's JSON says of the index, and its parts by their names."""
        words = sorted(self._words)
        keys, members = self._sets(words)
        begins = np.flatnonzero(np.diff(keys, prepend=-1))
        numbering: dict[bytes, int] = Numbering()
        chosen = numbers_of(_written_sets(members, begins), numbering)
        is_next = np.diff(np.maximum.accumulate(chosen), prepend=-1) > 0
        width, planes = byte_planes(np.where(is_next, 0, chosen + 1))
        owners, kinds = keys[begins] >> _KIND_BITS, keys[begins] & _KINDS
        masks = np.bincount(owners, 1 << kinds, len(words) + len(self._bags)).astype(np.uint8)
        sets = list(numbering)
        sizes = lengths_of(sets) + 1
        firsts = _first_of_each(_SET_BYTES, np.cumsum(sizes) - sizes)
        parts = {
            f"sets-{number}": b"".join(written + _END for written in sets[first:end])
            for number, (first, end) in enumerate(pairwise([*firsts, len(sets)]))
        }
        parts |= {"words": "\n".join(words).encode(), "word-sets": masks.tobytes() + planes}
        return {"owners": len(masks), "sets": (len(chosen), width), "parts": firsts}, parts

    def _sets(self, words: Sequence[str]) -> tuple[Numbers, Numbers]:
        """The members of all sets in their order, and of each the owner and the kind of the set as one number.

        The owners are words by their order, then bags.
        """
        ranks = np.argsort(numbers_of(words, self._words))
        of_words, of_bags = (np.concatenate([_NONE, *postings]) for postings in (self._of_words, self._of_bags))
        owners = np.concatenate([ranks[of_words >> _OWNER_BIT], (of_bags >> _OWNER_BIT) + len(words)])
        postings = np.concatenate([of_words, of_bags])
        keys = owners << _KIND_BITS | postings & _KINDS
        order = _order(keys)
        return keys[order], postings[order] >> _KIND_BITS & _MEMBERS


def _kind(key: str) -> int | None:
    """The kind of the sets of what a column has; None for one that is not searched."""
    field, _, language = key.partition("_")
    is_searched = key == "partners" or (field in _FIELDS and TAG.fullmatch(language))
    return _FIELDS.index(field) if is_searched else None


def _texts_in(column: Column, rows: npt.NDArray[np.integer]) -> tuple[list[str], Numbers, Numbers]:
    """The texts in rows of a column; of each use of one the row's place in `rows` and the number of the text."""
    used, codes = in_use(column.codes[rows], len(column.values))
    has = np.flatnonzero(codes >= 0)
    values = [column.values[code] for code in used.tolist()]
    if not values or isinstance(values[0], str):
        return cast("list[str]", values), has, codes[has]
    numbering: dict[str, int] = Numbering()
    texts = [[_names(partner) for partner in partners] for partners in cast("list[list[dict[str, Json]]]", values)]
    lists = Lists(lengths_of(texts), numbers_of(chain.from_iterable(texts), numbering))
    place, text = lists.of(codes[has])
    return list(numbering), has[place], text


def _names(partner: Mapping[str, Json]) -> str:
    return " ".join(str(value) for key, value in partner.items() if key.startswith("name"))


def _first_kinds(owner: Numbers, member: Numbers) -> Numbers:
    """Words or bags, each with a project or bag that it leads to, as the bits of one number; each two once, of the kinds
    the first. member: project or bag and, in the lowest bits, the kind of the set, in ascending order."""
    postings = owner << _OWNER_BIT | member
    postings = postings[_order(owner)]
    return postings[np.diff(postings >> _KIND_BITS, prepend=-1) > 0]


def _order(keys: Numbers) -> Numbers:
    """The order of numbers of 32 bits, those that are equal as they stand: of 16 bits NumPy sorts by radix, not by
    comparing."""
    order = np.argsort(keys.astype(np.uint16), kind="stable")
    return order[np.argsort((keys[order] >> 16).astype(np.uint16), kind="stable")]


def _written_sets(members: Numbers, begins: Numbers) -> Iterator[bytes]:
    """Each set as it is written: how far it is from member to member, the first counted from -1."""
    for first, end in pairwise([*_first_of_each(_AT_ONCE, begins), len(begins)]):
        own = begins[first:end] - begins[first]
        numbers = members[begins[first] : begins[end] if end < len(begins) else None]
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
