"""What countries, waters and towns are called in a language: by the base map, by Unicode CLDR, else by a near one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel import Locale

_NEAR = {"Cyrl": "ru"}
"""Alphabet to the language of the base map that is read by who reads it; by all others English."""


@cache
def locale(language: str) -> Locale | None:
    """The locale of a language (BCP 47), None for one that CLDR does not know."""
    from babel import Locale, UnknownLocaleError  # slow to import

    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


@cache
def script(language: str) -> str:
    """The alphabet that a language is usually written in (ISO 15924), such as Latn; "" where CLDR does not say."""
    from babel.core import get_global

    known = locale(language)
    if known is not None and known.script:
        return str(known.script)
    likely = str(get_global("likely_subtags").get(language.partition("-")[0], "")).split("_")
    return next((part for part in likely if len(part) == len("Latn")), "")


def country_name(code: str, language: str) -> str:
    """A country's name in a language as CLDR has it, in English where it has none, else the code."""
    names = (known.territories.get(code) for known in (locale(language), locale("en")) if known is not None)
    return str(next(filter(None, names), code))


def name_in(properties: Mapping[str, object], language: str) -> str:
    """The name of a feature of the base map in a language, "" of one that has none at all."""
    name = properties.get(f"name_{language}")
    if not name and isinstance(code := properties.get("code"), str):
        return country_name(code, language)
    near = _NEAR.get(script(language), "en")
    return str(name or properties.get(f"name_{near}") or properties.get("name_en") or "")
