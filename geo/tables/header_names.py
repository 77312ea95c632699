"""What the fields are called in spreadsheets, in each language: geo/words/en.json and its translations.

Of each list of names the first is written, all are read.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from geo.model.field import Field
from geo.model.languages import USUAL
from geo.model.list_columns import LISTS, MOST, entry_of
from geo.model.schema import FIELDS, find
from geo.tables.model import NUMBER, PLACES, Target

if TYPE_CHECKING:
    from collections.abc import Mapping


_FOLDER = Path(__file__).parents[1] / "words"

LANGUAGES = (*USUAL, "ar", "es", "fa", "fr", "ky", "pt", "tg", "tr")
"""The languages that have words for headers, a file each in geo/words."""

LONGEST = 200
"""Characters of the longest header that is looked up."""

_SIGNS = re.compile("[ʻʼ'’‘`´]")
_WORD = re.compile(r"[^\W_]+|#|№")


class TemplateWords(TypedDict):
    """The texts of the workbook to fill in."""

    projects: str
    """The title of the sheet of projects."""
    guide: str
    """The title of the sheet that says how to fill in."""
    required: str
    """Marks a column that must be filled."""
    choices: str
    """Says that a list drops down."""
    several: str
    """Says how several codes stand in one cell."""
    pick: str
    """The message for a word that is not on the list."""
    which: str
    """What the id on the sheet of a list is."""
    head: list[str]
    """The headers of the guide."""
    lines: list[str]
    """The sentences of the guide."""


class Words(TypedDict):
    """The words of a language; the first of several is the one that is written."""

    names: dict[str, list[str]]
    """Field or column of the place ("sources.title") to what it is called."""
    entries: dict[str, list[str]]
    """List to what one entry of it is called."""
    tags: dict[str, list[str]]
    """Language to what it is called in headers."""
    start_kind: dict[str, str]
    """Whether a date is planned or happened to its word."""
    about: dict[str, str]
    """Field or column of the place to a sentence on it."""
    template: TemplateWords
    answers: dict[str, list[str]]
    """"yes" and "no" to what a person types for them."""


@cache
def load(language: str) -> Words:
    """The words of a language, those of English for one that has none."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    words: Words = json.loads((_FOLDER / f"{known}.json").read_text(encoding="utf-8"))
    return words


@lru_cache(maxsize=8192)
def folded(header: str) -> str:
    """A header without case, punctuation, apostrophes and repeated spaces; ё is е."""
    plain = _SIGNS.sub("", header.casefold()).replace("ё", "е")
    return " ".join(_WORD.findall(plain))


def names_of(key: str, language: str) -> list[str]:
    """What a field ("sector", "sources.title") or a column of the place is called in a language, the first is written.

    One that has no words yet has the English ones, else its own name.
    """
    plain = key.rpartition(".")[2].replace("_", " ")
    return load(language)["names"].get(key) or load("en")["names"].get(key) or [plain[:1].upper() + plain[1:]]


# Writing


def heading(target: Target, language: str | None = None) -> str:
    """The header of a column: in words of a language, "Название (ru)"; without one the field's own name, "name_ru".

    An entry of a list is "Источник 1: Заголовок", or "sources_1_title".
    """
    if language is None:
        return "_".join(str(step + 1) if isinstance(step, int) else step for step in target)
    if len(target) == 1:
        return _named(str(target[0]), "", FIELDS, language)
    entry, number, key = str(target[0]), target[1], str(target[2])
    named = _named(key, f"{entry}.", LISTS[entry].fields, language)
    return f"{entry_words(entry, language)[0]} {int(number) + 1}: {named}"


def entry_words(entry: str, language: str) -> list[str]:
    """What an entry of a list is called in a language; one that has no words yet is called as the list."""
    return load(language)["entries"].get(entry) or names_of(entry, language)


def column_heading(list_name: str, key: str, language: str) -> str:
    """The header of a column on the sheet of a list."""
    return _named(key, f"{list_name}.", LISTS[list_name].fields, language)


def _named(key: str, prefix: str, fields: tuple[Field, ...], language: str) -> str:
    if key in (*PLACES, NUMBER):
        return names_of(key, language)[0]
    field = find(key, fields)
    if field is None:
        return key
    tag = key[len(field.name) + 1 :] if field.translated else ""
    if tag and tag not in LANGUAGES:
        return key
    return f"{names_of(prefix + field.name, language)[0]}{f' ({tag})' if tag else ''}"


def about(name: str, language: str) -> str:
    """One sentence on a field ("sector", "sources.title") or a column of the place; English is the schema's own."""
    said: Mapping[str, str] = load(language)["about"]
    if name in said:
        return said[name]
    head, _, rest = name.partition(".")
    fields = LISTS[head].fields if rest else FIELDS
    return next(field.about for field in fields if field.name == (rest or head))


# Reading


def target(header: str, language: str | None = None) -> Target | None:
    """What a column of this header holds, or None. Field names go before words; a translated field that names no
    language ("Название") is in `language`, else in the header's own."""
    name = header.strip()
    if len(name) > LONGEST:
        return None
    return key_target(name) or _word_target(folded(name), language)


def key_target(name: str) -> Target | None:
    """The same of field names alone: "name_ru", "sources_1_title", "longitude"."""
    lower = name.lower().replace("-", "_") if name.isascii() else name
    if lower in PLACES or find(lower) is not None:
        return (lower,)
    return entry_of(lower)


def _word_target(header: str, language: str | None) -> Target | None:
    word = _plain_words().get(header)
    if word is not None:
        return (_in_language(*word, language),)
    split = re.fullmatch(r"(\D+) ([1-9]\d{0,2}) (.+)", header)
    entry = _entry_words().get(split[1]) if split else None
    if not split or entry is None or int(split[2]) > MOST:
        return None
    key = column_target(entry, split[3], language) or column_target(entry, split[3].replace(" ", "_"), language)
    return None if key is None else (entry, int(split[2]) - 1, key)


def column_target(list_name: str, header: str, language: str | None = None) -> str | None:
    """The key of a list's record, "id" or "position" that a column of the list's own sheet holds, or None."""
    fields = LISTS[list_name].fields
    name = header.strip()
    if len(name) > LONGEST:
        return None
    if name.lower() in ("id", NUMBER) or find(name.lower(), fields):
        return name.lower()
    word = _list_words(list_name).get(folded(name))
    return _in_language(*word, language) if word else None


def word_meaning(header: str) -> tuple[str, str] | None:
    """The field or place column that a header's words mean and the language they are spoken in ("" if it does not
    matter), or None; also a list's own name and "position"."""
    name = folded(header)
    word = _plain_words().get(name)
    if word is not None:
        return None if word[1] else (word[0], word[2])
    numbers = {folded(word) for language in LANGUAGES for word in load(language)["names"][NUMBER]}
    return (NUMBER, "") if name and name in numbers else None


def language_words() -> tuple[tuple[str, str], ...]:
    """(tag, word) of every word for one of the languages, as headers name it."""
    return _tags()


def list_of_sheet(title: str) -> str | None:
    """The list whose sheet bears this title in any language, or None."""
    name = folded(title)
    return next((entry for entry in LISTS if name == entry or name in _sheet_titles(entry)), None)


def is_main(title: str) -> bool:
    """Whether a sheet is that of the projects by its title."""
    return folded(title) in {folded(load(language)["template"]["projects"]) for language in LANGUAGES}


def _in_language(name: str, tag: str, spoken: str, language: str | None) -> str:
    """The key of a name whose header says a language, is spoken in one, or says none that matters ("")."""
    return f"{name}_{tag or language or spoken}" if tag or spoken else name


@cache
def _plain_words() -> dict[str, tuple[str, str, str]]:
    """Folded header -> (field, the language it says, the language it is spoken in)."""
    words: dict[str, tuple[str, str, str]] = {}
    for language in LANGUAGES:
        for field in FIELDS:
            for word in names_of(field.name, language):
                _learn(words, word, field, language)
        for name in PLACES:
            words.update({folded(word): (name, "", "") for word in names_of(name, language)})
    return words


@cache
def _list_words(list_name: str) -> dict[str, tuple[str, str, str]]:
    words: dict[str, tuple[str, str, str]] = {}
    for language in LANGUAGES:
        for field in LISTS[list_name].fields:
            for word in names_of(f"{list_name}.{field.name}", language):
                _learn(words, word, field, language)
        for name in ("id", NUMBER):
            words.update({folded(word): (name, "", "") for word in names_of(name, language)})
    return words


def _learn(words: dict[str, tuple[str, str, str]], word: str, field: Field, language: str) -> None:
    name = folded(word)
    if not field.translated:
        words[name] = (field.name, "", "")
        return
    words.setdefault(name, (field.name, "", language))
    for tag, said in _tags():
        words[f"{name} {folded(said)}"] = (field.name, tag, language)


@cache
def _tags() -> tuple[tuple[str, str], ...]:
    said = [(tag, word) for language in LANGUAGES for tag, words in load(language)["tags"].items() for word in words]
    return (*said, *((tag, tag) for tag in LANGUAGES))


@cache
def _entry_words() -> dict[str, str]:
    said = {entry: entry for entry in LISTS}
    for language in LANGUAGES:
        said.update({folded(word): entry for entry in LISTS for word in entry_words(entry, language)})
    return said


@cache
def _sheet_titles(entry: str) -> frozenset[str]:
    return frozenset(folded(word) for language in LANGUAGES for word in names_of(entry, language))
