"""A layer's own fields in a language: what they are called, and their values as a reader writes them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from geo.model.codebook import in_language
from geo.tables import header_names
from maps.style import typeface
from maps.text import formats, i18n

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.model.codebook import OwnField


def own_label(own: OwnField, language: str) -> str:
    """What an own field is called."""
    return typeface.clean(in_language(own.names, language) or own.definition.name)


def own_code_name(own: OwnField, code: str, language: str) -> str:
    """What a code of an own field is called: by the layer, or yes and no by the language; one unknown as it stands."""
    if own.yes_no and code in ("yes", "no"):
        return header_names.load(language)["answers"][code][0].capitalize()
    return typeface.clean(in_language(own.choices.get(code, {}), language) or code)


def own_code_names(own: OwnField, code: str, languages: Iterable[str]) -> dict[str, str]:
    """The same in several languages, and in those in which the layer names it."""
    return {tag: own_code_name(own, code, tag) for tag in (*own.choices.get(code, {}), *languages)}


def own_value(record: Mapping[str, object], own: OwnField, language: str) -> str:
    """The value of an own field in a record on one line, "" where it has none."""
    name = own.definition.name
    if own.parts:
        return _sum(record, own, language)
    if own.definition.translated:
        return typeface.clean(i18n.version(record, name, language))
    return _plain_value(record.get(name), own, language)


def _plain_value(value: object, own: OwnField, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        if own.definition.choices is not None:
            return own_code_name(own, value, language)
        return formats.date(language, value) if own.definition.kind.name == "date" else typeface.clean(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        unit = in_language(own.units, language)
        return typeface.clean(f"{formats.number(language, value)} {unit or ''}")
    return typeface.clean(json.dumps(value, ensure_ascii=False))


def _sum(record: Mapping[str, object], own: OwnField, language: str) -> str:
    amount, currency = (record.get(part.name) for part in own.parts)
    if isinstance(amount, bool) or not isinstance(amount, int | float):
        return ""
    return typeface.clean(formats.money(language, amount, str(currency or "")).strip())


def own_words(own: OwnField, languages: Iterable[str]) -> dict[str, i18n.PageEntry]:
    """The page's entries of an own field: its name, its unit, its codes, each in the languages of the page."""
    tags, start = tuple(languages), f"own.{own.definition.name}"
    entries: dict[str, i18n.PageEntry] = {start: [own_label(own, tag) for tag in tags]}
    if own.units:
        entries[f"{start}.unit"] = [typeface.clean(in_language(own.units, tag) or "") for tag in tags]
    for code in own.definition.choices or ():
        entries[f"{start}.{code}"] = [own_code_name(own, code, tag) for tag in tags]
    return entries
