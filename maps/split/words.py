"""The words of a range of projects: which blocks have each, and how many projects."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.model.languages import TAG
from geo.places import text_folding
from maps.page.packed.word_index import WORD
from maps.split.text_blocks import BLOCK, FIELD

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]

_SEARCHED = ("name", "place", "summary")
_PARTNERS = f"{FIELD}partners"
_OFTEN = 4
"""A column whose texts come again so many times is one of repeated texts."""


def run(first: int, table: pa.Table) -> pa.Table:
    """The words of projects from the number `first` on, sorted: word, projects (how many have it), blocks."""
    words = _Numbered()
    unique: list[Numbers] = []
    codes: list[Numbers] = []
    word_lists: list[tuple[Numbers, Numbers]] = []
    for column in _columns(table):
        encoded = column.dictionary_encode()
        owners, numbers = _words_of(encoded.dictionary, words)
        texts = encoded.indices.fill_null(-1).to_numpy().astype(np.int64)
        if len(encoded.dictionary) * _OFTEN > len(table):
            unique.append(_of_projects(texts, owners, numbers))
        else:
            codes.append(texts)
            word_lists.append((owners, numbers))
    groups, members = _groups(codes, len(table))
    group_words = _group_words(groups, word_lists)
    own = _without(np.unique(np.concatenate([np.zeros(0, np.int64), *unique])), group_words, members)
    return _entries(first, words, own, group_words, members)


def _columns(table: pa.Table) -> Iterator[pa.Array]:
    """The texts that are searched, a column each, missing ones null."""
    for name in table.column_names:
        base, _, tag = name.removeprefix(FIELD).rpartition("_")
        if name.startswith(FIELD) and base in _SEARCHED and TAG.fullmatch(tag):
            yield _plain(table[name].combine_chunks())
    if _PARTNERS in table.column_names:
        encoded = table[_PARTNERS].combine_chunks().dictionary_encode()
        names = pa.array([_partner_names(text) for text in encoded.dictionary.to_pylist()], pa.string())
        yield names.take(encoded.indices)


def _plain(texts: pa.Array) -> pa.Array:
    """Texts out of JSON; most have no escapes."""
    plain = pc.utf8_slice_codeunits(texts, 1, -1)
    escaped = pc.match_substring(texts, "\\").fill_null(fill_value=False)
    if not escaped.true_count:
        return plain
    right = pa.array([json.loads(text) for text in texts.filter(escaped).to_pylist()], pa.string())
    return pc.replace_with_mask(plain, escaped, right)


def _partner_names(text: str) -> str:
    return " ".join(str(value) for partner in json.loads(text) for key, value in partner.items() if key[:4] == "name")


class _Numbered:
    """Folded words, numbered as they come."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def of_part(self, part: str) -> list[int]:
        """The numbers of the words of what stands between spaces."""
        return [self.numbers.setdefault(word, len(self.numbers)) for word in _folded(part)]


@lru_cache(maxsize=1 << 16)
def _folded(part: str) -> tuple[str, ...]:
    return tuple(word for written in WORD.findall(part) if (word := text_folding.word(written)))


def _words_of(texts: pa.Array, words: _Numbered) -> tuple[Numbers, Numbers]:
    """(text, word) of some texts, as two columns by text."""
    parts = pc.utf8_split_whitespace(texts)
    encoded = parts.flatten().dictionary_encode()
    lists = [words.of_part(part) for part in encoded.dictionary.to_pylist()]
    lengths = np.array([len(each) for each in lists], np.int64)
    flat = np.array([number for each in lists for number in each], np.int64)
    counts = pc.list_value_length(parts).to_numpy(zero_copy_only=False).astype(np.int64)
    owners = np.repeat(np.arange(len(texts)), counts)
    used = encoded.indices.to_numpy().astype(np.int64)
    return np.repeat(owners, lengths[used]), flat[_spans(np.cumsum(lengths) - lengths, lengths, used)]


def _spans(starts: Numbers, lengths: Numbers, chosen: Numbers) -> Numbers:
    """The places start, start + 1, ... of each chosen span, one span after the other."""
    long = lengths[chosen]
    ends = np.cumsum(long)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts[chosen] - (ends - long), long)


_WORDS = 1 << 31
"""More than the words of a range: what pairs (project, word) and (group, word) are made one number by."""


def _of_projects(texts: Numbers, owners: Numbers, numbers: Numbers) -> Numbers:
    """Pairs (project, word) of a column: the words of each project's text."""
    count = int(texts.max(initial=-1)) + 1
    lengths = np.bincount(owners, minlength=count)
    held = np.flatnonzero(texts >= 0)
    projects = np.repeat(held, lengths[texts[held]])
    return projects * _WORDS + numbers[_spans(np.cumsum(lengths) - lengths, lengths, texts[held])]


def _groups(codes: list[Numbers], count: int) -> tuple[Numbers, Numbers]:
    """The groups of projects that have the same repeated texts, by their texts; the group of each project."""
    if not codes:
        return np.zeros((1, 0), np.int64), np.zeros(count, np.int64)
    groups, members = np.unique(np.column_stack(codes), axis=0, return_inverse=True)
    return groups, members.reshape(-1)


def _group_words(groups: Numbers, word_lists: list[tuple[Numbers, Numbers]]) -> Numbers:
    """Pairs (group, word), sorted."""
    pairs = [
        _of_projects(groups[:, column], owners, numbers) for column, (owners, numbers) in enumerate(word_lists)
    ]
    return np.unique(np.concatenate([np.zeros(0, np.int64), *pairs]))


def _without(own: Numbers, group_words: Numbers, members: Numbers) -> Numbers:
    """Pairs (project, word) without those whose word the project's group has."""
    if not len(group_words):
        return own
    asked = members[own // _WORDS] * _WORDS + own % _WORDS
    at = np.minimum(np.searchsorted(group_words, asked), len(group_words) - 1)
    return own[group_words[at] != asked]


def _entries(first: int, words: _Numbered, own: Numbers, group_words: Numbers, members: Numbers) -> pa.Table:
    count = len(words.numbers)
    sizes = np.bincount(members, minlength=1)
    group, word = group_words // _WORDS, group_words % _WORDS
    projects = np.bincount(word, sizes[group], count).astype(np.int64) + np.bincount(own % _WORDS, minlength=count)
    blocks = np.arange(len(members)) // BLOCK
    most = int(blocks.max(initial=0)) + 1
    seen = np.unique(members * most + blocks)  # (group, block)
    lengths = np.bincount(seen // most, minlength=len(sizes))
    spans = _spans(np.cumsum(lengths) - lengths, lengths, group)
    of_groups = np.repeat(word, lengths[group]) * most + seen[spans] % most
    of_own = own % _WORDS * most + blocks[own // _WORDS]
    pairs = np.unique(np.concatenate([of_groups, of_own]))  # (word, block)
    names = pa.array(list(words.numbers), pa.string())
    offsets = np.searchsorted(pairs // most, np.arange(count + 1)).astype(np.int32)
    held = pa.ListArray.from_arrays(offsets, pa.array(first // BLOCK + pairs % most, pa.int64()))
    table = pa.table({"word": names, "projects": projects, "blocks": held})
    order = pc.sort_indices(names)
    return table.take(order)
