"""The word index of a packed layer leads from each word to the projects that have it, however these come."""

from __future__ import annotations

import random
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.io.coding import column_of
from geo.places import text_folding
from maps.page.packed.text_words import WORD
from maps.page.packed.word_index import WordIndex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from maps.page.packed.word_index import WordIndexHead

FIELDS = ("name", "place", "partners", "summary")
"""The fields whose sets are of the kinds 0 to 3; those of the kind 4 are sets of bags."""
TEXTS = ("Road II", "Дорога, мост", "İzmir\nport", "''' ь", "the bank’s road", "\ud800 Σας ΣΑΣ", "", "a_2\u2003port 𐐀")


def made_up(chance: random.Random) -> dict[str, Any]:
    """A project some of whose texts are those of others, in the same field and in other ones."""
    keys = ("name_ru", "place_en", "place_ru", "summary_en")
    project: dict[str, Any] = {key: chance.choice(TEXTS) for key in keys if chance.random() < 0.7}
    project["name_en"] = f"{chance.choice(TEXTS)} {chance.random()}"
    project["partners"] = [{"name": name, "role": "none"} for name in chance.sample(TEXTS, chance.randrange(3))]
    return project


def first_kinds(projects: list[dict[str, Any]]) -> dict[str, dict[int, int]]:
    """Of each word the projects that have it, each with the first kind of field in which it does."""
    leads: dict[str, dict[int, int]] = {}
    for number, project in enumerate(projects):
        for kind, field in enumerate(FIELDS):
            values = [value for key, value in project.items() if key.partition("_")[0] == field]
            texts = [value["name"] for value in values[0]] if field == "partners" else values
            for word in {text_folding.word(written) for text in texts for written in WORD.findall(text)} - {""}:
                leads.setdefault(word, {}).setdefault(number, kind)
    return leads


def members(written: bytes) -> list[int]:
    """The members of a set that is written as steps of seven bits to a byte."""
    steps, shift = [0], 0
    for byte in written:
        steps[-1] |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            steps, shift = [*steps, 0], 0
    return list(np.cumsum(steps[:-1]) - 1)


def sets_of(head: WordIndexHead, parts: Mapping[str, bytes]) -> Iterator[dict[int, list[int]]]:
    """Of each word, then of each bag, the members of its sets by their kinds."""
    owners = head["owners"]
    planes = np.frombuffer(parts["word-sets"], np.uint8)[owners:].reshape(head["sets"][::-1]).astype(int)
    chosen = iter(sum(plane << 8 * number for number, plane in enumerate(planes)))
    written = b"".join(parts[f"sets-{number}"] for number in range(len(head["parts"]))).split(b"\0")
    following = count(1)
    for mask in parts["word-sets"][:owners]:
        kinds = [kind for kind in range(len(FIELDS) + 1) if mask >> kind & 1]
        yield {kind: members(written[(next(chosen) or next(following)) - 1]) for kind in kinds}


def test_each_word_leads_to_the_projects_that_have_it():
    chance = random.Random(18)  # noqa: S311  nothing secret is drawn
    projects: list[dict[str, Any]] = []
    index = WordIndex()
    for size in (20, 0, 40, 1, 30):
        coming = [made_up(chance) for _ in range(size)]
        rows = np.array(chance.sample(range(size), size), dtype=np.intp)
        keys = dict.fromkeys(key for project in coming for key in project)
        index.add({key: column_of([project.get(key) for project in coming]) for key in keys}, rows)
        projects += [coming[row] for row in rows]
    head, parts = index.finish()
    words = parts["words"].decode().split("\n")
    assert words == sorted(words)
    of_owners = list(sets_of(head, parts))
    leads: dict[str, dict[int, int]] = {}
    for word, sets in zip(words, of_owners, strict=False):
        bags = [of_owners[len(words) + bag] for bag in sets.pop(len(FIELDS), [])]
        for kind, project in sorted((kind, each) for of in (sets, *bags) for kind, own in of.items() for each in own):
            leads.setdefault(word, {}).setdefault(project, kind)
    assert leads == first_kinds(projects)
