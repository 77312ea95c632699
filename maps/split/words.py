"""The words of a range of projects: which blocks have each, and how many projects."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.model.languages import TAG
from maps.page.packed.lists import Numbering, stretches
from maps.page.packed.text_words import words_of
from maps.split.runs import coded
from maps.split.text_blocks import FIELD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from maps.page.packed.lists import Lists
    from maps.split.facts import Facts

    Numbers = npt.NDArray[np.int64]

_SEARCHED = ("name", "place", "summary")
_PARTNERS, _SECTOR = f"{FIELD}partners", f"{FIELD}sector"
_OFTEN = 4
"""A column whose texts come again so many times is one of repeated texts."""


def run(first: int, table: pa.Table, facts: Facts) -> pa.Table:
    """The words of projects from the number `first` on, sorted: word, projects (how many have it), blocks."""
    unique: list[tuple[pa.Array, Numbers]] = []
    repeated: list[tuple[pa.Array, Numbers]] = []
    for texts, codes in _columns(table, facts.sectors):
        (unique if len(texts) * _OFTEN > len(table) else repeated).append((texts, codes))
    numbering: dict[str, int] = Numbering()
    own = [_of_projects(codes, words_of(texts.to_pylist(), numbering)) for texts, codes in unique]
    groups, members = _groups([codes for _, codes in repeated], len(table))
    of_groups = [
        _of_projects(groups[:, column], words_of(texts.to_pylist(), numbering))
        for column, (texts, _) in enumerate(repeated)
    ]
    group_words = _distinct(of_groups)
    rest = _without(_distinct(own), group_words, members)
    return _entries(first // facts.block, facts.block, list(numbering), rest, group_words, members)


def _columns(table: pa.Table, sectors: Mapping[str, str]) -> Iterator[tuple[pa.Array, Numbers]]:
    """The texts that are searched, by column, each once, and their numbers by project."""
    for name in table.column_names:
        base, _, tag = name.removeprefix(FIELD).rpartition("_")
        if name.startswith(FIELD) and base in _SEARCHED and TAG.fullmatch(tag):
            texts, codes = coded(table[name])
            yield _plain(texts), codes
    if _PARTNERS in table.column_names:
        texts, codes = coded(table[_PARTNERS])
        yield pa.array([_partner_names(text) for text in texts.to_pylist()], pa.string()), codes
    if _SECTOR in table.column_names:
        texts, codes = coded(table[_SECTOR])
        yield pa.array([sectors.get(text, "") for text in texts.to_pylist()], pa.string()), codes


def _plain(texts: pa.Array) -> pa.Array:
    """Texts out of JSON; most have no escapes."""
    plain = pc.utf8_slice_codeunits(texts, 1, -1)
    escaped = pc.match_substring(texts, "\\")
    if not escaped.true_count:
        return plain
    right = pa.array([_whole(json.loads(text)) for text in texts.filter(escaped).to_pylist()], pa.string())
    return pc.replace_with_mask(plain, escaped, right)


def _partner_names(text: str) -> str:
    names = (str(value) for partner in json.loads(text) for key, value in partner.items() if key[:4] == "name")
    return _whole(" ".join(names))


def _whole(text: str) -> str:
    """A text without halves of surrogate pairs: they are of no word, and Arrow has no form for them."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _distinct(parts: Sequence[Numbers]) -> Numbers:
    """Numbers sorted, each once: NumPy's own way by hashes takes ten times as long."""
    numbers = np.sort(np.concatenate([np.zeros(0, np.int64), *parts]))
    once: Numbers = numbers[np.diff(numbers, prepend=-1) != 0]
    return once


_WORDS = 1 << 31
"""More than the words of a range: what pairs (project, word) and (group, word) are made one number by."""


def _of_projects(texts: Numbers, words: Lists) -> Numbers:
    """Pairs (project, word) of a column: the words of each project's text."""
    held = np.flatnonzero(texts >= 0)
    place, word = words.of(texts[held])
    return held[place] * _WORDS + word


def _groups(codes: list[Numbers], count: int) -> tuple[Numbers, Numbers]:
    """The groups of projects that have the same repeated texts, by their texts; the group of each project."""
    if not codes:
        return np.zeros((1, 0), np.int64), np.zeros(count, np.int64)
    groups, members = np.unique(np.column_stack(codes), axis=0, return_inverse=True)
    return groups, members.reshape(-1)


def _without(own: Numbers, group_words: Numbers, members: Numbers) -> Numbers:
    """Pairs (project, word) without those whose word the project's group has."""
    if not len(group_words):
        return own
    asked = members[own // _WORDS] * _WORDS + own % _WORDS
    at = np.minimum(np.searchsorted(group_words, asked), len(group_words) - 1)
    rest: Numbers = own[group_words[at] != asked]
    return rest


def _entries(  # noqa: PLR0913, PLR0917
    first: int, block: int, words: list[str], own: Numbers, group_words: Numbers, members: Numbers
) -> pa.Table:
    """The table of words; first: the number of the first block."""
    count = len(words)
    sizes = np.bincount(members, minlength=1)
    group, word = group_words // _WORDS, group_words % _WORDS
    projects = np.bincount(word, sizes[group], count).astype(np.int64) + np.bincount(own % _WORDS, minlength=count)
    blocks = np.arange(len(members)) // block
    most = int(blocks.max(initial=0)) + 1
    seen = _distinct([members * most + blocks])  # (group, block)
    lengths = np.bincount(seen // most, minlength=len(sizes))
    spans = stretches((np.cumsum(lengths) - lengths)[group], lengths[group])
    of_groups = np.repeat(word, lengths[group]) * most + seen[spans] % most
    of_own = own % _WORDS * most + blocks[own // _WORDS]
    pairs = _distinct([of_groups, of_own])  # (word, block)
    names = pa.array(words, pa.string())
    offsets = np.searchsorted(pairs // most, np.arange(count + 1)).astype(np.int32)
    held = pa.ListArray.from_arrays(offsets, pa.array(first + pairs % most, pa.int64()))
    table = pa.table({"word": names, "projects": projects, "blocks": held})
    order = pc.sort_indices(names)
    return table.take(order)
