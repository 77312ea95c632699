"""Words of projects in five languages: a stem meets every form of its word, Uzbek in both of its scripts.

The words are data, a file a language in geo/reading/words. A phrase is stems parted by blanks; "!" closes a whole word.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from geo.model.romanisation import romanised

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_FOLDER = Path(__file__).parent / "words"

_APOSTROPHES = re.compile("[ʻʼ'’‘`´]")
_WORD = re.compile(r"[^\W_]+(?:[ʻʼ'’‘`´][^\W_]+)*")


class Words(TypedDict, total=False):
    """The words of a language; each list holds phrases."""

    common: list[str]
    """Small words that tell the language of a sentence."""
    sectors: dict[str, list[str]]
    """By sector: things that are built, made or run."""
    fields: dict[str, list[str]]
    """By sector: words for the branch as a whole, which name no project by themselves."""
    objects: list[str]
    """Things of any branch: plant, line, centre."""
    activity: list[str]
    """What is done with a project: build, launch, make."""
    statuses: dict[str, list[str]]
    """By status."""
    start: list[str]
    """What a year of beginning stands with."""
    end: list[str]
    """What a year of completion stands with."""
    not_projects: list[str]
    """Trade, treaties, visits: what has sums and places and is no project."""
    anaphors: list[str]
    """How a sentence speaks on of what the one before named."""
    others: list[str]
    """What stands before one of those when it is another one: second, a; or is the word itself, of several."""
    parts: list[str]
    """What is a part of such a thing: the second phase of the plant is the plant's."""
    told_by: list[str]
    """What stands behind one of those before what it is for, in a language that has it there."""
    companies: list[str]
    """What stands before a company's name."""
    brands: list[str]
    """What stands before a brand in quotation marks."""
    region: list[str]
    """Words for a region."""
    regions: list[str]
    """The same behind a list of regions."""
    region_names: list[str]
    """How the gazetteer's names of regions end."""
    not_places: list[str]
    """What stands before a person's name."""
    peoples: list[str]
    """Adjectives of peoples, which have capital letters in English and are no places."""
    at: list[str]
    """What stands before a place."""
    endings: list[str]
    """Suffixes of a name, in a language that adds them to the name as it is."""


class Token(NamedTuple):
    """A word of a text."""

    text: str
    """As it is written."""
    start: int
    """Its first letter in the text."""
    end: int
    """Behind its last letter."""
    folded: str
    """As stems are written; see `folded`."""

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


class Hit(NamedTuple):
    """A phrase of the vocabulary in a text."""

    code: str
    """What it stands for."""
    first: int
    """Its first token."""
    behind: int
    """The token behind its last one."""


@cache
def languages() -> tuple[str, ...]:
    """The tags of the languages that documents are read in."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))


@cache
def words(language: str) -> Words:
    """The words of one of `languages()`."""
    data: Words = json.loads((_FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return data


def tokens(text: str, language: str = "") -> list[Token]:
    """The words of a text, folded as those of its language; a hyphen parts two."""
    return [Token(match[0], match.start(), match.end(), folded(match[0], language)) for match in _WORD.finditer(text)]


@lru_cache(maxsize=65536)
def folded(word: str, language: str = "") -> str:
    """A word in small letters without apostrophes, ё as е; an Uzbek one in Latin letters, which all have."""
    if language == "uz":
        return romanised(word, language).replace(" ", "")
    return _APOSTROPHES.sub("", word.casefold().replace("ё", "е"))


class Phrases:
    """Phrases by what they stand for, looked up in the words of a text."""

    def __init__(self, by_code: Mapping[str, Iterable[str]], language: str = "") -> None:
        self._by_start: dict[str, list[tuple[tuple[tuple[str, bool], ...], str]]] = defaultdict(list)
        for code, phrases in by_code.items():
            for phrase in phrases:
                stems = tuple(
                    (folded(stem.rstrip("!"), language), stem.endswith("!")) for stem in re.split(r"[ -]+", phrase)
                )
                self._by_start[stems[0][0][:2]].append((stems, code))
        for entries in self._by_start.values():
            entries.sort(key=lambda entry: -sum(len(stem) for stem, _ in entry[0]))

    def hits(self, text: Sequence[Token], most: int | None = None) -> list[Hit]:
        """The phrases in a text, the longest at each word, in order; at most `most`."""
        hits: list[Hit] = []
        place = 0
        while place < len(text) and (most is None or len(hits) < most):
            hit = self._at(text, place)
            if hit:
                hits.append(hit)
            place = hit.behind if hit else place + 1
        return hits

    def _at(self, text: Sequence[Token], place: int) -> Hit | None:
        for key in {text[place].folded[:2], text[place].folded[:1]}:
            for stems, code in self._by_start.get(key, ()):
                if len(text) - place >= len(stems) and all(
                    token.folded == stem if whole else token.folded.startswith(stem)
                    for token, (stem, whole) in zip(text[place:], stems, strict=False)
                ):
                    return Hit(code, place, place + len(stems))
        return None


@cache
def phrases(language: str, kind: str) -> Phrases:
    """The phrases of a kind, one of the keys of `Words`: by code, or all under the kind itself."""
    own: object = words(language).get(kind, {})
    if isinstance(own, dict):
        return Phrases(own, language)
    return Phrases({kind: own if isinstance(own, list) else []}, language)


@cache
def exact(language: str, kind: str) -> frozenset[str]:
    """The words of a kind as whole words in small letters, for those that are too short for stems."""
    own: object = words(language).get(kind, [])
    return frozenset(word.casefold().rstrip("!") for word in own) if isinstance(own, list) else frozenset()
