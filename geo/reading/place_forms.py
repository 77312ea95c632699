"""What a word in a text may be as a place's name: without the ending that its sentence gives it."""

from __future__ import annotations

import re
from functools import lru_cache

from geo.reading import vocabulary

SHORTEST = 3
"""Letters of a name that an ending is taken from."""

_SIGNS = re.compile("[ʻʼ'’‘`´]")

_RUSSIAN = (
    ("ией", ("ия",)), ("ии", ("ия",)), ("ию", ("ия",)), ("ью", ("ь",)), ("ом", ("", "о")), ("ем", ("й", "ь", "е")),
    ("ой", ("а",)), ("ей", ("я",)), ("ами", ("ы", "а")), ("ах", ("ы", "а")), ("ов", ("ы",)),
    ("а", ("", "о")), ("я", ("й", "ь")), ("у", ("", "а", "о")), ("ю", ("й", "ь", "я")),
    ("е", ("", "а", "й", "я", "о")), ("ы", ("а",)), ("и", ("а", "я", "ь")),
)  # fmt: skip
"""Endings of the cases, and what a name ends in instead when nothing is said of it."""

_ADJECTIVE = re.compile(r"(?P<stem>.{2,}?)(?:ск|цк)(?:ий|ая|ое|ого|ому|ой|ом|ую|ою|им|их|ие|ими)$")
_OF_STEM = ("", "а", "й", "ь", "о", "ы")
"""What a place ends in that an adjective is made of: ташкентский, бухарский, костанайский."""
_LONGER_STEMS = (("ин", ("ы", "а")), ("ан", ("а",)), ("ов", ("",)), ("ев", ("",)))
"""алматинский, кызылординский."""


@lru_cache(maxsize=65536)
def bare(word: str, language: str) -> tuple[str, ...]:
    """The names that a word may be a form of, itself first, in small letters."""
    lower = word.casefold()
    forms = [lower]
    if language == "ru":
        forms += _stripped_russian(lower)
    elif language == "en":
        forms += [lower[: -len(end)] for end in ("'s", "’s") if lower.endswith(end)]
    else:
        plain = _SIGNS.sub("", lower)
        for ending in vocabulary.words(language).get("endings", []):
            stem = plain[: -len(ending)]
            if plain.endswith(ending) and len(stem) >= SHORTEST:
                forms.append(stem)
    return tuple(dict.fromkeys(forms))


def _stripped_russian(lower: str) -> list[str]:
    return [
        lower[: -len(ending)] + nominative
        for ending, nominatives in _RUSSIAN
        if lower.endswith(ending) and len(lower) - len(ending) >= SHORTEST - 1
        for nominative in nominatives
        if len(lower) - len(ending) + len(nominative) >= SHORTEST
    ]


def nominative_adjective(word: str) -> str | None:
    """The feminine form of a Russian adjective, as names of regions have it: "ташкентской" is "ташкентская"."""
    match = _ADJECTIVE.fullmatch(word.casefold())
    if match is None:
        return None
    return word.casefold()[: match.end("stem") + 2] + "ая"


def of_adjective(word: str) -> tuple[str, ...]:
    """The places that a Russian adjective may be made of."""
    match = _ADJECTIVE.fullmatch(word.casefold())
    if match is None or match["stem"].endswith(("станo", "истан")):  # казахстанский: a country's
        return ()
    stem = match["stem"]
    longer = [stem[: -len(end)] + other for end, others in _LONGER_STEMS if stem.endswith(end) for other in others]
    return tuple(dict.fromkeys([*(stem + ending for ending in _OF_STEM), *longer]))
