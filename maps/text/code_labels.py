"""What codes are called in each language, for spreadsheets: the words of the legend and the card."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.model.codebook import BUILT_IN
from geo.tables import header_names as field_words
from maps.text import formats, i18n
from maps.text.own_values import own_code_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.model.codebook import Codebook
    from geo.tables.model import Labels

_PREFIXES = {
    "sector": "sector.",
    "status": "status.",
    "precision": "precision.",
    "route": "route.",
    "role": "role.",
    "kind": "money.kind.",
    "qualifier": "qualifier.",
    "unit": "unit.",
    "article": "article.",
    "country": "country.",
}
"""Kind of code -> what its keys in the words begin with."""

_NO_CODES = frozenset({"as_of", "ring", "site_about", "within"})
"""Keys that begin so and are sentences about a code."""


@lru_cache(maxsize=32)
def labels(codebook: Codebook = BUILT_IN) -> Labels:
    """Kind of code -> code -> language -> word; words that two codes share are left out.

    codebook: the lists of the layer whose projects are read or written.
    """
    kinds = {kind: dict(_words(prefix)) for kind, prefix in _PREFIXES.items()}
    for kind, codes in (("sector", codebook.sectors), ("status", codebook.statuses)):
        kinds[kind] = {code: {**codebook.names(kind, code)} or kinds[kind].get(code, {}) for code in codes}
    tags = field_words.LANGUAGES
    for name, own in codebook.own_fields.items():
        if own.definition.choices is not None:
            kinds[name] = {code: own_code_names(own, code, tags) for code in own.definition.choices}
    kinds["language"] = {tag: {own: i18n.text(tag, "language.name") for own in tags} for tag in tags}
    for kind in ("start_kind", "end_kind"):
        words = {tag: field_words.load(tag)["start_kind"] for tag in tags}
        kinds[kind] = {code: {tag: words[tag][code] for tag in words} for code in ("planned", "actual")}
    return {kind: _unambiguous(codes) for kind, codes in kinds.items()}


def _unambiguous(codes: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The words that mean one code and no other, whatever the language."""
    meant: dict[str, set[str]] = defaultdict(set)
    for code, words in codes.items():
        for word in words.values():
            meant[field_words.folded(word)].add(code)
    return {
        code: {tag: word for tag, word in words.items() if (name := field_words.folded(word)) and len(meant[name]) == 1}
        for code, words in codes.items()
    }


def _words(prefix: str) -> Iterator[tuple[str, dict[str, str]]]:
    for key in i18n.load("en"):
        code = key.removeprefix(prefix)
        if key.startswith(prefix) and code not in _NO_CODES and "." not in code:
            yield code, {tag: _bare(tag, i18n.load(tag)[key]) for tag in field_words.LANGUAGES}


def _bare(language: str, entry: i18n.Entry) -> str:
    """A word without the number that it counts: "cars a year" of "{n} cars a year"."""
    if isinstance(entry, dict) and "few" not in entry:  # as CLDR's rules say, which take long to load
        entry = entry["other"]
    text = formats.of_several(language, entry)
    return " ".join(re.sub(r"\{[^}]*\}", " ", text).split())
