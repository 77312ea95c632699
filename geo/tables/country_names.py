"""Countries by any usual name: ISO codes of two and three letters, official and short names in many languages."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale
from babel.core import get_global

from geo.model import iso
from geo.tables.vocabulary import LONGEST, folded

LANGUAGES = ("en", "ru", "uz", "uz_Cyrl", "kk", "es", "fr", "pt", "tr", "de", "zh", "ar", "ky", "tg", "tk", "uk", "it")
"""Languages (CLDR) in which names are known."""

_WORDS = Path(__file__).parent / "words"
_USUAL = _WORDS / "countries.json"
"""Short and older names that CLDR does not have, as the World Bank, trackers and the press write them."""

_STATES = _WORDS / "state_forms.json"
"""Words of official names that say what kind of state it is: "Republic of", "Respublikasi", "Королевство"."""

_TOLD_APART_BY_FORM = ("CD", "CG", "CN", "KP", "KR", "TW")
"""Countries that share their name with another and differ from it in those words alone."""


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for alias, codes in get_global("territory_aliases").items():  # those of three letters are ISO's
        if len(alias) == 3 and alias.isalpha() and len(codes) == 1 and codes[0] in iso.COUNTRIES:
            names[folded(alias)] = codes[0]
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in iso.COUNTRIES:
                names.setdefault(folded(name), code)
    usual = json.loads(_USUAL.read_text(encoding="utf-8"))
    names.update({folded(name): code for code, spellings in usual.items() for name in spellings})
    names.pop("", None)
    return names


@cache
def _state_forms() -> frozenset[str]:
    forms = json.loads(_STATES.read_text(encoding="utf-8"))
    return frozenset(folded(word) for words in forms.values() for word in words)


@lru_cache(maxsize=4096)
def country_code(name: str) -> str | None:
    """The ISO 3166-1 code of two letters that a code or a name means, or None."""
    typed = name.strip()
    if len(typed) > LONGEST:
        return None
    if len(typed) == 2 and typed.isascii() and typed.upper() in iso.COUNTRIES:
        return typed.upper()
    word = folded(typed)
    return _names().get(word) or _turned(typed) or _bare(word)


def _bare(word: str) -> str | None:
    """The country of a name without the words that say what kind of state it is."""
    code = _names().get(" ".join(part for part in word.split() if part not in _state_forms()))
    return None if code in _TOLD_APART_BY_FORM else code


def _turned(name: str) -> str | None:
    """ "Korea, Republic of" and "Congo (Democratic Republic of the)" with their parts the other way round."""
    head, comma, tail = name.partition("," if "," in name else "(")
    if not comma:
        return None
    turned = folded(f"{tail.rstrip(')')} {head}")
    return _names().get(turned) or _bare(turned)
