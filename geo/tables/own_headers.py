"""Headers of a layer's own fields: their names, or what they are called in one of its languages.

The amount of a sum is called as the sum, "Grant"; its currency stands beside it, "Grant: Currency".
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from geo.model.codebook import CURRENCY, in_language
from geo.model.schema import find
from geo.tables import header_names, vocabulary
from geo.tables.header_meanings import HeaderMeaning

if TYPE_CHECKING:
    from geo.model.codebook import Codebook, OwnField
    from geo.tables.model import Target


def own_heading(key: str, codebook: Codebook, language: str) -> str | None:
    """What the layer calls the column of a key, "Permit (ru)"; None when that is no field of its own."""
    own = codebook.own_key(key) if codebook.own_fields else None
    if own is None:
        return None
    called = in_language(own.names, language) or own.definition.name
    if own.parts:
        return called if key == own.parts[0].name else f"{called}: {_currency(language)}"
    tag = key[len(own.definition.name) + 1 :]
    return f"{called} ({tag})" if tag else called


def _currency(language: str) -> str:
    return header_names.names_of(f"value.{CURRENCY}", language)[0]


def own_target(header: str, codebook: Codebook, language: str | None = None) -> Target | None:
    """The own field that a column of this header holds, or None. A translated one whose header names no language is in
    `language`, else in that in which it is called so."""
    if not codebook.own_fields or len(header) > header_names.LONGEST:
        return None
    name = header.strip()
    if find(name.lower(), codebook.fields) and codebook.own_key(name.lower()):
        return (name.lower(),)
    word = _words(codebook).get(header_names.folded(name))
    if word is None:
        return None
    key, tag, spoken = word
    return (f"{key}_{tag or language or spoken}",) if spoken else (key,)


def own_meaning(header: str, codebook: Codebook, language: str | None = None) -> HeaderMeaning | None:
    """The own field that a header of any ordinary table names; that of a sum may say its unit, "Grant, mln USD"."""
    if not codebook.own_fields:
        return None
    own = own_target(header, codebook, language)
    if own is not None:
        return HeaderMeaning(str(own[0]), certain=True)
    unit = vocabulary.money_unit(header)
    target = own_target(unit.rest, codebook) if unit.currency or unit.factor > 1 else None
    known = codebook.own_key(str(target[0])) if target else None
    if target is None or known is None or not known.parts:
        return None
    return HeaderMeaning(str(target[0]), certain=True, currency=unit.currency, factor=unit.factor)


@lru_cache(maxsize=32)
def _words(codebook: Codebook) -> dict[str, tuple[str, str, str]]:
    """Folded header -> (field, the language that it says, the language in which it is spoken, "" of one field for all
    languages)."""
    words: dict[str, tuple[str, str, str]] = {}
    for name, own in codebook.own_fields.items():
        if own.parts:
            _learn_sum(words, name, own)
            continue
        for spoken, called in own.names.items():
            plain = header_names.folded(called)
            if not own.definition.translated:
                words.setdefault(plain, (name, "", ""))
                continue
            words.setdefault(plain, (name, "", spoken))
            for tag in {*header_names.LANGUAGES, *own.names}:
                words.setdefault(f"{plain} {tag}", (name, tag, spoken))
        words.setdefault(
            header_names.folded(name), (name, "", next(iter(own.names)) if own.definition.translated else "")
        )
    return words


def _learn_sum(words: dict[str, tuple[str, str, str]], name: str, own: OwnField) -> None:
    amount, currency = own.parts
    for called in (*own.names.values(), name):
        words.setdefault(header_names.folded(called), (amount.name, "", ""))
        for language in header_names.LANGUAGES:
            words.setdefault(header_names.folded(f"{called} {_currency(language)}"), (currency.name, "", ""))
