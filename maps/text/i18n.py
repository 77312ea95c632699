"""The interface texts: one JSON file a language in words/, the same keys in each."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias, TypedDict

from geo.model.blank import is_blank
from geo.model.schema import LANGUAGE_TAG

_ALPHABET = "language.alphabet"
"""The key of a language's letters in their order, which is no text."""

_FOLDER = Path(__file__).parents[1] / "words"
_STILLS = ("slides.", "ground.", "imprint.", "stills.")  # what Python says, and the page's scripts never
_FIRST = ("en", "ru", "uz", "kk")


Entry: TypeAlias = "str | list[str] | dict[str, str]"
"""What a key stands for: a text, a list (the months), or the plural forms of a text."""

PageEntry: TypeAlias = "list[Entry | None]"
"""A key's entries in the order of the languages, None in one that lacks it."""


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a file of words: the first four in their usual order, any further one after them."""
    tags = {path.stem for path in _FOLDER.glob("*.json")}
    return (*(code for code in _FIRST if code in tags), *sorted(tags.difference(_FIRST)))


@cache
def _file(language: str) -> dict[str, Entry]:
    words: dict[str, Entry] = json.loads((_FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return words


@cache
def load(language: str) -> dict[str, Entry]:
    """All texts of a language: key to text, to a list (months), or to an object of plural forms."""
    return {key: entry for key, entry in _file(language).items() if key != _ALPHABET}


@cache
def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left, as Unicode CLDR has it; False for one that it does not know."""
    from babel import Locale, UnknownLocaleError  # slow to import

    try:
        return Locale.parse(language, sep="-").character_order == "right-to-left"
    except (UnknownLocaleError, ValueError):
        return False


def listed() -> str:
    """The tags of the languages as a choice: "en, ru, uz or kk"."""
    *first, last = languages()
    return f"{', '.join(first)} or {last}"


def alphabet(language: str) -> str:
    """The letters of a language in their order; "" where that is Unicode's."""
    return str(_file(language).get(_ALPHABET, ""))


FORM = ("form.", "suggest.", "time.")
"""How the keys begin that the form for a project brings along when it is unpacked."""

BUTTONS = ("suggest.new", "suggest.correction")
"""Those of them that the page itself has."""

EDITOR = "edit."
"""How the keys begin that only the editor has."""


class PageWords(TypedDict):
    """The interface texts as the page holds them."""

    languages: tuple[str, ...]
    """The tags, in order."""
    right_to_left: list[str]
    """Those of them that run from right to left."""
    entries: dict[str, PageEntry]
    """By key."""


def for_page(*, editor: bool = False, also: Collection[str] = ()) -> PageWords:
    """All texts as the page holds them: the languages, and key to the entries in their order. Keys stand once.

    also: keys of the form's that the card has too.
    """
    others = (*_STILLS, *FORM) if editor else (*_STILLS, *FORM, EDITOR)
    entries = {
        key: entry for key, entry in _entries().items() if key in {*BUTTONS, *also} or not key.startswith(others)
    }
    right_to_left = [code for code in languages() if is_right_to_left(code)]
    return {"languages": languages(), "right_to_left": right_to_left, "entries": entries}


def of_form() -> dict[str, PageEntry]:
    """The texts of the form for a project, in the same way."""
    return {key: entry for key, entry in _entries().items() if key.startswith(FORM) and key not in BUTTONS}


def _entries() -> dict[str, PageEntry]:
    every = [load(language) for language in languages()]
    return {key: [_short(words.get(key)) for words in every] for key in every[0]}


def _short(entry: Entry | None) -> Entry | None:
    """An entry without the plural forms that are the same as the form for all else."""
    if not isinstance(entry, dict):
        return entry
    forms = {form: text for form, text in entry.items() if form == "other" or text != entry["other"]}
    return forms if len(forms) > 1 else entry["other"]


def texts(language: str, key: str) -> list[str]:
    """A list of texts, such as the months; empty where a language has none."""
    entry = load(language).get(key)
    return entry if isinstance(entry, list) else []


def text(language: str, key: str, **values: object) -> str:
    """One text with its values filled in. Raises KeyError for a key that there is not.

    A value may be a function: of the case that the text asks for, as "at" in {date.at}, or of "".
    """
    entry = load(language)[key]
    if isinstance(entry, dict):
        entry = entry["other"]

    def filled(place: re.Match[str]) -> str:
        value = values.get(place[1], place[0])
        return str(value(place[2] or "") if callable(value) else value)

    return re.sub(r"\{(\w+)(?:\.(\w+))?\}", filled, str(entry))


def version(record: Mapping[str, object], field: str, language: str) -> str:
    """A field of the data in a language, else in the first language that has it, else ""; blank ones are none.

    A name that stands without a language is that of every language which has none of its own. The interface's languages
    go before others that a record may have.
    """
    for key in (f"{field}_{language}", field, *(f"{field}_{code}" for code in languages())):
        value = record.get(key)
        if isinstance(value, str) and not is_blank(value):
            return value
    others = (value for key, value in record.items() if _is_version(key, field))
    return next((value for value in others if isinstance(value, str) and not is_blank(value)), "")


def _is_version(key: str, field: str) -> bool:
    """Whether a key is a field with the tag of a language, such as name_fr."""
    return key.startswith(f"{field}_") and bool(LANGUAGE_TAG.fullmatch(key, len(field) + 1))
