"""The name of a country as a part of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.messages import ENGLISH, Message

if TYPE_CHECKING:
    from typing import Self


class CountryName(Message):
    """The name of a country, in English and, as a part of a message, in the message's language (CLDR)."""

    __slots__ = ()

    def __new__(cls, code: str, /, **_: object) -> Self:
        """code: ISO 3166-1 alpha-2."""
        self = str.__new__(cls, _country_name(code, ENGLISH))
        self.template, self.values = code, {}
        return self

    def in_language(self, language: str) -> str:
        """The name in a language."""
        return _country_name(self.template, language)


def _country_name(code: str, language: str) -> str:
    from babel import Locale

    return str(Locale(language).territories.get(code, code))
