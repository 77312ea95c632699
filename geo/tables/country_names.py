"""Countries by any usual name: ISO codes of two and three letters, official and short names in many languages."""

from __future__ import annotations

import gettext
import json
from functools import cache, lru_cache
from pathlib import Path

import pycountry
from babel import Locale

from geo.model import iso
from geo.tables.vocabulary import LONGEST, folded

LANGUAGES = ("en", "ru", "uz", "uz_Cyrl", "kk", "es", "fr", "pt", "tr", "de", "zh", "ar", "ky", "tg", "tk", "uk", "it")
"""Languages (CLDR) in which names are known."""

OFFICIAL = ("ru", "kk", "uz", "es", "fr", "pt", "tr", "de", "zh_CN", "ar", "ky", "uk", "it")
"""Languages (of pycountry's translations of ISO 3166) in which official names are known."""

_USUAL = Path(__file__).parent / "words" / "countries.json"
"""Short and older names that neither CLDR nor ISO has, as the World Bank, trackers and the press write them."""


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for country in pycountry.countries:
        if country.alpha_2 in iso.COUNTRIES:
            said = [country.name, getattr(country, "official_name", ""), getattr(country, "common_name", "")]
            for name in (country.alpha_3, *said, *_translated(said)):
                names.setdefault(folded(name), country.alpha_2)
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in iso.COUNTRIES:
                names.setdefault(folded(name), code)
    usual = json.loads(_USUAL.read_text(encoding="utf-8"))
    names.update({folded(name): code for code, said_so in usual.items() for name in said_so})
    names.pop("", None)
    return names


def _translated(names: list[str]) -> list[str]:
    return [books.gettext(name) for books in _books() for name in names if name]


@cache
def _books() -> tuple[gettext.NullTranslations, ...]:
    return tuple(
        gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)
        for language in OFFICIAL
    )


@lru_cache(maxsize=4096)
def country_code(name: str) -> str | None:
    """The ISO 3166-1 code of two letters that a code or a name means, or None."""
    typed = name.strip()
    if len(typed) > LONGEST:
        return None
    if len(typed) == 2 and typed.isascii() and typed.upper() in iso.COUNTRIES:
        return typed.upper()
    word = folded(typed)
    return _names().get(word) or _names().get(word.removeprefix("the ").removeprefix("республика ")) or _turned(typed)


def _turned(name: str) -> str | None:
    """ "Korea, Republic of" and "Congo (Democratic Republic of the)" with their parts the other way round."""
    head, comma, tail = name.partition("," if "," in name else "(")
    if not comma:
        return None
    return _names().get(folded(f"{tail.rstrip(')')} {head}"))
