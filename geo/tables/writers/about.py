"""What a layer says of itself, for the places that a file has for it: title, publisher, licence, version, date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.errors import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.layer import Layer

NAMES = ("title", "publisher", "contact", "licence", "version", "as_of")
"""The members that are told, in their order."""

PROPERTY = 255
"""Characters of a property of a workbook."""


def facts(layer: Layer, language: str | None) -> dict[str, str]:
    """The members of a layer that are stated, by name, as texts of one line: in a language, else in the first that has
    it.
    """
    stated = ((name, _member(layer, name, language)) for name in NAMES)
    return {name: value for name, value in stated if value}


def properties(layer: Layer, language: str, whose: Sequence[str]) -> dict[str, str]:
    """The properties of a workbook that have names of their own; whose: lines that say whose the layer is."""
    stated = facts(layer, language)
    texts = {"title": stated.get("title", "coopmap"), "author": stated.get("publisher", "")}
    return {name: text[:PROPERTY] for name, text in texts.items()} | {"comments": "\n".join(whose)}


def more_properties(layer: Layer, language: str) -> dict[str, str]:
    """The members that a workbook has no such property for, under their own names."""
    return {
        name: text[:PROPERTY] for name, text in facts(layer, language).items() if name not in ("title", "publisher")
    }


def _member(layer: Layer, name: str, language: str | None) -> str:
    keys = (f"{name}_{language}", name, *(f"{name}_{tag}" for tag in layer.languages))
    texts = map(layer.members.get, keys)
    return next((plain(text.strip()) for text in texts if isinstance(text, str) and text.strip()), "")


def is_mail(contact: str) -> bool:
    """Whether a contact is an address of mail, and not one of the web."""
    return re.fullmatch(r"[^\s@/:]+@[^\s@/:]+", contact) is not None
