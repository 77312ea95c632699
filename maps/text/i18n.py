"""The interface texts: one JSON file a language in words/; what a language lacks is CLDR's, else English."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeAlias, TypedDict

from geo.errors import CoopmapError, show
from geo.messages import Message
from geo.model.blank import is_blank
from geo.model.languages import TAG, USUAL
from maps.basemap.names import script
from maps.text import cldr

_ALPHABET = "language.alphabet"
"""The key of a language's letters in their order, those that are sorted alike without a space; which is no text."""

_REVIEW = "language.review"
"""The key that says who has read a language's texts, native or machine, which is no text."""

_SOURCE = "en"
"""The language whose texts are all there, and stand for those that another lacks."""

_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"})
"""The alphabets (ISO 15924) that run from right to left: CLDR says it of each language, which takes long to read."""

_FOLDER = Path(__file__).parents[1] / "words"
# What Python says, and the page's scripts never; or those of a split layer alone.
_ELSEWHERE = (
    *("slides.", "report.", "ground.", "imprint.", "site.", "stills.", "review.", "split."),
    *("page.description", "page.noscript"),
)


Entry: TypeAlias = "str | list[str] | dict[str, str]"
"""What a key stands for: a text, a list (the months), or the plural forms of a text."""

PageEntry: TypeAlias = "list[Entry | None]"
"""A key's entries in the order of the languages, None in one where it is that of the first."""


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a file of words: the first four in their usual order, any further one after them."""
    tags = {path.stem for path in _FOLDER.glob("*.json")}
    return (*(code for code in USUAL if code in tags), *sorted(tags.difference(USUAL)))


def one_of(language: str | None, of: Sequence[str]) -> str:
    """A language if it is among those of a layer, its first for None. Raises CoopmapError, which names them."""
    if language is not None and language not in of:
        raise CoopmapError(
            Message(
                "The layer is not in {language}; choose one of its languages: {languages}.",
                language=show(language),
                languages=", ".join(of),
            )
        )
    return of[0] if language is None else language


@cache
def _file(language: str) -> dict[str, Entry]:
    """What a language's file holds; nothing where it has none."""
    words: dict[str, Entry] = {}
    if language in languages():
        words = json.loads((_FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return words


@cache
def load(language: str) -> dict[str, Entry]:
    """All texts in a language: key to text, to a list (months), or to an object of plural forms.

    What its file lacks is as Unicode CLDR has it, else English.
    """
    source, own, more = _file(_SOURCE), _file(language), _of_cldr(language)
    return {key: own.get(key, more.get(key, entry)) for key, entry in source.items() if key not in (_ALPHABET, _REVIEW)}


@cache
def missing(language: str) -> tuple[str, ...]:
    """The keys of the texts that stand in English, for want of a language's own."""
    said = _file(language).keys() | _of_cldr(language).keys()
    return tuple(key for key in load(language) if key not in said)


@cache
def _of_cldr(language: str) -> dict[str, Entry]:
    """What CLDR says in a language whose file lacks texts; of another it is not asked, which takes a while."""
    source = _file(_SOURCE)
    return cldr.entries(language, source) if source.keys() - _file(language).keys() else {}


def is_unread(language: str) -> bool:
    """Whether a language's texts were made by a machine, and nobody who speaks it has read them."""
    return _file(language).get(_REVIEW) == "machine"


@cache
def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left, as Unicode CLDR has it; False for one that it does not know."""
    return script(language) in _RIGHT_TO_LEFT


def alphabet(language: str) -> list[str]:
    """The letters of a language in order, those that are sorted alike in one string; none where that is Unicode's.

    A letter with an accent that is not among them is sorted as the one without.
    """
    return str(_file(language).get(_ALPHABET, "")).split()


CREDITS = "credits."
"""How the keys of credits begin, of which a page has its own."""

LATER = ("form.", "suggest.", "time.", "event.", "events.", "figures.", "table.")
"""How the keys begin that figures, events, the table and the form bring along when they are unpacked."""

BUTTONS = ("suggest.new", "suggest.correction", "table.open")
"""Those of them that the page itself has."""

EDITOR = "edit."
"""How the keys begin that only the editor has."""


class PageWords(TypedDict):
    """The interface texts as the page holds them."""

    languages: tuple[str, ...]
    """The tags of the layer's languages, in order."""
    right_to_left: list[str]
    """Those of them that run from right to left."""
    notes: dict[str, list[str]]
    """By language the keys of what is said of its texts in the credits, where that is something."""
    entries: dict[str, PageEntry]
    """By key."""


def for_page(of: Sequence[str], *, editor: bool = False, also: Collection[str] = ()) -> PageWords:
    """All texts in some languages as the page holds them: key to the entries in their order. Keys stand once.

    also: keys that this page has of those that come later or that not every page has, such as credits.
    """
    notes = {language: keys for language in of if (keys := _notes(language))}
    own = {*BUTTONS, *also, "credits.title", *(key for keys in notes.values() for key in keys)}
    others = (*_ELSEWHERE, *LATER, CREDITS) if editor else (*_ELSEWHERE, *LATER, CREDITS, EDITOR)
    entries = {key: entry for key, entry in _entries(of).items() if key in own or not key.startswith(others)}
    right_to_left = [code for code in of if is_right_to_left(code)]
    return {"languages": tuple(of), "right_to_left": right_to_left, "notes": notes, "entries": entries}


def keys_under(start: str) -> list[str]:
    """The keys of texts that begin so."""
    return [key for key in load(_SOURCE) if key.startswith(start)]


def of_later(of: Sequence[str]) -> dict[str, PageEntry]:
    """The texts of figures, events, the table and the form for a project, in the same way."""
    return {key: entry for key, entry in _entries(of).items() if key.startswith(LATER) and key not in BUTTONS}


def _entries(of: Sequence[str]) -> dict[str, PageEntry]:
    """Each text in each of the languages; None where it is that of the first."""
    first, *others = [load(language) for language in of]
    return {
        key: [_short(first[key]), *(None if words[key] == first[key] else _short(words[key]) for words in others)]
        for key in first
    }


_ON_TEXTS: Mapping[str, Callable[[str], object]] = {"credits.english": missing, "credits.machine": is_unread}
"""What the credits may say of a language's texts, and whether it is so."""


def _notes(language: str) -> list[str]:
    return [key for key, is_so in _ON_TEXTS.items() if is_so(language)]


def _short(entry: Entry) -> Entry:
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
        if isinstance(value, int):
            return count(language, value)
        return str(value(place[2] or "") if callable(value) else value)

    return re.sub(r"\{(\w+)(?:\.(\w+))?\}", filled, str(entry))


@cache
def _digits(language: str) -> dict[int, str]:
    return dict(zip(map(ord, "0123456789"), str(load(language)["number.digits"]), strict=True))


def digits(language: str, written: str) -> str:
    """A number, a year or a date that is written with 0 to 9, in the digits of a language."""
    return written.translate(_digits(language))


def count(language: str, value: int) -> str:
    """A whole number within a text, as the page writes it: in groups from five digits on, for a year has four."""
    return digits(
        language, f"{value:,}".replace(",", str(load(language)["number.group"])) if value >= 10_000 else str(value)
    )


def listed(parts: Iterable[object], language: str) -> str:
    """Parts one after the other with the language's comma between them, empty ones left out."""
    between = text(language, "list.pair").removeprefix("{a}").removesuffix("{b}")
    return between.join(str(part) for part in parts if part)


def version(record: Mapping[str, object], field: str, language: str) -> str:
    """A field of the data in a language, else in the first language that the record has it in, else ""; blank ones are
    none.

    A name that stands without a language is that of every language which has none of its own. Records of a layer have
    their texts in the order of its languages.
    """
    for key in (f"{field}_{language}", field):
        value = record.get(key)
        if isinstance(value, str) and not is_blank(value):
            return value
    others = (value for key, value in record.items() if _is_version(key, field))
    return next((value for value in others if isinstance(value, str) and not is_blank(value)), "")


def _is_version(key: str, field: str) -> bool:
    """Whether a key is a field with the tag of a language, such as name_fr."""
    return key.startswith(f"{field}_") and bool(TAG.fullmatch(key, len(field) + 1))
