"""What a header of any ordinary table means: a field, a place column, a sum, a link, a partner; in which language."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from geo.model.list_columns import LISTS
from geo.model.schema import find
from geo.tables import header_names, vocabulary
from geo.tables.model import NUMBER, PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable

LINK, MONEY, CURRENCY, PARTNER, PICTURE = "link", "money", "currency", "partner", "picture"
"""Meanings that are no field: an address of a source, a sum in words, its currency, a partner, a picture file."""

JOINT = " / "
"""What stands between the two parts of a header of two rows."""

_LIST_WORDS = {"sources": LINK, "partners": PARTNER, "value": MONEY, "images": PICTURE}
"""Lists whose own name over one column means an entry in plain words."""

_NOISE = re.compile(
    r"\b(?:wgs|84|wgs84|epsg|4326|dd|decimal|degrees?|deg|gps|град|градусы|десятичные|в|in|the|of|latin|text|name of)\b"
)
_OPEN_PART = re.compile(r"[(\[].*?[)\]]")


class HeaderMeaning(NamedTuple):
    """What a header means.

    key: a field's own key such as "name_ru" or "sources_1_url", a translated field ("name"), a place column, or one of
    LINK, MONEY, CURRENCY, "partner ROLE"; language: of the word, "" if it says none; certain: the field's own key, or a
    text whose language the header names; currency and factor: of a sum, "" and 1 if it says none.
    """

    key: str
    language: str = ""
    certain: bool = False
    currency: str = ""
    factor: int = 1


@lru_cache(maxsize=8192)
def meaning(header: str) -> HeaderMeaning | None:
    """What a header means, or None when nobody says so."""
    name = header.strip()
    if not name or len(name) > header_names.LONGEST:
        return None
    if vocabulary.is_hxl(name):
        tag = vocabulary.hxl(name)
        return HeaderMeaning(*tag) if tag else None
    return _own(name) or _sum(name) or _worded(name) or _jointed(name)


def known(headers: Iterable[object]) -> int:
    """How many different things the headers mean: what tells the row of headers."""
    return len({meant[:2] for header in headers if isinstance(header, str) and (meant := meaning(header))})


def _own(name: str) -> HeaderMeaning | None:
    """A field's own key, or a text whose header says its language: "Название (ru)"."""
    target = header_names.key_target(name)
    if target is None:
        return _tagged(name)
    key = header_names.heading(target)
    if key in _LIST_WORDS:
        return HeaderMeaning(_LIST_WORDS[key])
    translated = (field := find(key)) is not None and field.translated
    return HeaderMeaning(key, certain=translated or len(target) > 1)


def _tagged(name: str) -> HeaderMeaning | None:
    """A header that names the language of its text: "Name in Russian", "name (en)", "Название (каз)"."""
    words = vocabulary.folded(name)
    for tag, said in header_names.language_words():
        word = vocabulary.folded(said)
        if words.endswith(f" {word}") or words.startswith(f"{word} "):
            rest = words.removesuffix(f" {word}").removeprefix(f"{word} ").removesuffix(" in").removesuffix(" на")
            meant = _plain(rest)
            field = find(f"{meant.key}_{tag}") if meant else None
            if meant and field is not None and field.translated:
                return HeaderMeaning(f"{meant.key}_{tag}", tag, certain=True)
    return None


def _worded(name: str) -> HeaderMeaning | None:
    bare = _OPEN_PART.sub(" ", name)
    spaced = re.sub(r"(?<=[a-zа-я])(?=[A-ZА-Я])", " ", name)
    stripped = _NOISE.sub(" ", vocabulary.folded(bare))
    for words in (name, spaced, bare, " ".join(stripped.split())):
        if meant := _plain(words):
            return meant
    return None


def _plain(words: str) -> HeaderMeaning | None:
    """A header by its words: those of coopmap's own template first, then those that people use."""
    own = header_names.word_meaning(words)
    if own is not None:
        name, language = own
        return HeaderMeaning(_LIST_WORDS.get(name, name), language)
    said = vocabulary.header(words)
    return HeaderMeaning(*said) if said else None


def _sum(name: str) -> HeaderMeaning | None:
    """A sum whose header says its unit: "Стоимость, млн $", "Budget (USD million)"."""
    unit = vocabulary.money_unit(name)
    if not unit.currency and unit.factor == 1:
        return None
    words = [part for part in unit.rest.split(JOINT.strip()) if vocabulary.folded(part)]
    meanings = [_plain(re.sub(r"\b(?:in|в|en|em|of|ден)\b", " ", part)) for part in words]
    if any(part is not None and part.key == MONEY for part in meanings) or (unit.currency and not words):
        language = next((part.language for part in meanings if part), "")
        return HeaderMeaning(MONEY, language, currency=unit.currency, factor=unit.factor)
    return None


def _jointed(name: str) -> HeaderMeaning | None:
    """A header of two rows by its lower part, then by its upper one."""
    upper, joint, lower = name.rpartition(JOINT)
    return (meaning(lower) or meaning(upper)) if joint else None


def is_place(key: str) -> bool:
    """Whether a meaning gives the geometry."""
    return key in PLACES


def is_entry(key: str) -> bool:
    """Whether a key is that of a numbered entry of a list, such as sources_1_url."""
    return key.partition("_")[0] in LISTS and any(part.isdecimal() for part in key.split("_"))


def is_number(key: str) -> bool:
    """Whether a meaning only counts the rows."""
    return key == NUMBER
