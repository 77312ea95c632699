"""What people write in tables: names of columns, of statuses and sectors, currencies, words for nothing and for sums.

The words are data, a file a kind in geo/tables/words; case, signs and accents of Latin letters do not count.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.tables.model import Cell

_FOLDER = Path(__file__).parent / "words"

_SIGNS = re.compile("[ʻʼ'’‘`´]")
_WORD = re.compile(r"[^\W_]+|[#№°%$€£₽₸₹₺₩₴₼₾֏]")
_ACCENTED = re.compile("(?<=[a-z])[\u0300-\u036f]")

_SMALL = frozenset(
    ("a", "of", "the", "de", "del", "la", "el", "los", "las", "do", "da", "dos", "das", "du", "des", "le")
)
"""Words that programs leave out of a header."""

LONGEST = 120
"""Characters of the longest text that is looked up as a word."""


class Meaning(NamedTuple):
    """What a header means: a field, a place column, "link", "money", "currency" or "partner ROLE"; and the language
    of the word."""

    key: str
    language: str


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """A text without case, punctuation, apostrophes, Latin accents and repeated spaces; ё is е."""
    plain = _SIGNS.sub("", text.casefold()).replace("ё", "е").replace("i̇", "i").replace("ı", "i")
    bare = unicodedata.normalize("NFC", _ACCENTED.sub("", unicodedata.normalize("NFD", plain)))
    return " ".join(_WORD.findall(bare))


@cache
def _data(name: str) -> Any:
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@cache
def _headers() -> dict[str, Meaning]:
    words: dict[str, Meaning] = {}
    for key, by_language in _data("columns").items():
        for language, names in by_language.items():
            for name in names:
                words.setdefault(folded(name), Meaning(key, language))
    return words


def header(name: str) -> Meaning | None:
    """What a header means by the words that people use, or None."""
    if len(name) > LONGEST:
        return None
    return _headers().get(folded(name)) or _bare_headers().get(_without_small(folded(name)))


@cache
def _bare_headers() -> dict[str, Meaning]:
    words: dict[str, Meaning] = {}
    for name, meaning in _headers().items():
        words.setdefault(_without_small(name), meaning)
    return words


def _without_small(words: str) -> str:
    """A folded header without articles and prepositions, as programs write it: "fecha_inicio" is "fecha de inicio"."""
    return " ".join(word for word in words.split() if word not in _SMALL)


def hxl(tag: str) -> Meaning | None:
    """What a hashtag of the Humanitarian Exchange Language means, such as #geo+lat, or None."""
    parts = [part for part in re.sub(r"\s", "", tag.casefold()).removeprefix("#").split("+") if part]
    known: dict[str, str] = _data("hxl")
    language = next((part for part in parts[1:] if part in ("en", "ru", "uz", "kk", "es", "fr", "pt", "de", "tr")), "")
    for count in range(len(parts), 0, -1):
        if key := known.get("+".join(parts[:count])):
            return Meaning(key, language)
    return None


def is_hxl(cell: Cell) -> bool:
    """Whether a cell is a hashtag of HXL."""
    return isinstance(cell, str) and re.fullmatch(r"\s*#[a-z][a-z0-9_]*(\s*\+\s*[a-z0-9_]+)*\s*", cell) is not None


@cache
def _codes(kind: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for code, names in _data(kind).items():
        for name in (code, *names):
            words.setdefault(folded(name), code)
    return words


def code(kind: str, word: str) -> str | None:
    """The code of a status ("statuses") or sector ("sectors") that a word means in any language, or None."""
    return _codes(kind).get(folded(word)) if len(word) <= LONGEST else None


@cache
def _said(kind: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _data("words")[kind])


@cache
def _said_folded(kind: str) -> frozenset[str]:
    return frozenset(filter(None, (folded(word) for word in _data("words")[kind])))


@cache
def _nothing_bare() -> frozenset[str]:
    return frozenset(_SIGNS.sub("", word) for word in _said("nothing"))


def is_nothing(cell: Cell) -> bool:
    """Whether a cell says in words or signs that nothing is known: "-", "n/a", "TBD", "нет данных"."""
    if not isinstance(cell, str) or len(cell) > LONGEST:
        return False
    word = cell.strip().casefold()
    return word in _said("nothing") or _SIGNS.sub("", word) in _nothing_bare()


def is_total(cell: Cell) -> bool:
    """Whether a cell is the word before a sum: Total, Итого, Jami, Барлығы."""
    if not isinstance(cell, str) or len(cell) > LONGEST:
        return False
    words = folded(cell)
    totals = _said_folded("totals")
    return words in totals or any(
        words.startswith(f"{word} ") for word in ("итого", "всего", "grand total", "sub total")
    )


def is_now(text: str) -> bool:
    """Whether the end of a period says that it has none yet: "present", "н.в."."""
    return folded(text) in _said_folded("now")


def is_unit(cell: Cell) -> bool:
    """Whether a cell under a header is a unit or a form: "km", "degrees", "(млн $)"."""
    if not isinstance(cell, str):
        return False
    word = cell.strip().strip("()[]").strip().casefold()
    return word in _said("units")


@cache
def _money() -> tuple[dict[str, str], dict[str, int]]:
    data = _data("money")
    currencies = {name: code for code, names in data["currencies"].items() for name in names}
    return currencies, {name: int(factor) for factor, names in data["multipliers"].items() for name in names}


class Unit(NamedTuple):
    """The unit of a sum: a currency (ISO 4217) or "", what it is multiplied by, and the text that is left."""

    currency: str
    factor: int
    rest: str


@cache
def _money_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    currencies, factors = _money()
    return _any_of(currencies), _any_of(factors)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, the longest first; a letter at an end is not inside another word, a sign may touch all."""
    letter = r"[^\W\d_]"
    parts = [
        (f"(?<!{letter})" if word[0].isalpha() else "")
        + re.escape(word)
        + (f"(?!{letter})" if word[-1].isalpha() else "")
        for word in sorted(words, key=len, reverse=True)
    ]
    return re.compile("|".join(parts))


def money_unit(text: str) -> Unit:
    """The currency and the multiplier that stand in a text: "млн $" is USD and 1,000,000."""
    left = text.casefold().replace("‘", "'").replace("’", "'")
    currencies, factors = _money()
    by_currency, by_factor = _money_patterns()
    currency_match = by_currency.search(left)
    if currency_match:
        left = f"{left[: currency_match.start()]} {left[currency_match.end() :]}"
    size = by_factor.search(left)
    if size:
        left = f"{left[: size.start()]} {left[size.end() :]}"
    return Unit(currencies[currency_match[0]] if currency_match else "", factors[size[0]] if size else 1, left)
