"""Messages in the reader's language: English text that remembers its template and values, and gettext's catalogues.

A `Message` is a `str`, its English text, so that whatever takes a text takes it; `in_language` says it in another one.
Catalogues lie in `locale/`, made by data/rebuild_messages.py, and are read when a language is first asked for.
"""

from __future__ import annotations

import os
import re
from functools import cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from gettext import NullTranslations
    from typing import Self

DOMAIN = "coopmap"
"""The catalogues' name."""

LOCALES = Path(__file__).with_name("locale")
"""The folder of the catalogues: LANGUAGE/LC_MESSAGES/coopmap.po and, compiled, .mo."""

ENGLISH = "en"

VARIABLES = ("COOPMAP_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""What in the environment names the language of messages; the first that is not empty is heard."""

_Value = TypeVar("_Value")


class Message(str):
    """A message in English, made of a template with named places, `{like_this}`, and their values."""

    __slots__ = ("template", "values")

    template: str
    """The English template, the key of the catalogues."""
    values: Mapping[str, object]
    """What stands in its places; the Messages among them are translated with it."""

    def __new__(cls, template: str, /, **values: object) -> Self:
        """Without values braces are braces."""
        self = super().__new__(cls, template.format_map(values) if values else template)
        self.template, self.values = template, values
        return self

    def in_language(self, language: str) -> str:
        """The message in a language, by its tag; English where the language has no text for it."""
        if language == ENGLISH:
            return str(self)
        template = self._template_in(_catalogue(language))
        if not self.values:
            return template
        return template.format_map({name: translated(value, language) for name, value in self.values.items()})

    def _template_in(self, catalogue: NullTranslations) -> str:
        return catalogue.gettext(self.template)

    def __reduce__(self) -> tuple[object, ...]:
        """Copied and pickled with its parts."""
        return _remade, (type(self), self.template, dict(self.values))


NOTHING = Message("nothing")
"""What a finding on something absent got."""


def template(text: str) -> str:
    """The text itself: a template that the catalogues have, to be filled elsewhere."""
    return text


class Plural(Message):
    """A message on a number of things, `{count}`, whose form follows from the number."""

    __slots__ = ("plural", "singular")

    singular: str
    """The English template for one thing."""
    plural: str
    """The English template for any other number of them."""

    def __new__(cls, singular: str, plural: str, /, *, count: int) -> Self:
        """The two forms that English has; a catalogue has those of its language."""
        self = super().__new__(cls, singular if count == 1 else plural, count=count)
        self.singular, self.plural = singular, plural
        return self

    def _template_in(self, catalogue: NullTranslations) -> str:
        return catalogue.ngettext(self.singular, self.plural, int(str(self.values["count"])))

    def __reduce__(self) -> tuple[object, ...]:
        return _remade_plural, (self.singular, self.plural, self.values["count"])


def _remade(kind: type[Message], template: str, values: dict[str, object]) -> Message:
    return kind(template, **values)


def _remade_plural(singular: str, plural: str, count: int) -> Plural:
    return Plural(singular, plural, count=count)


@overload
def translated(value: str, language: str) -> str: ...
@overload
def translated(value: _Value, language: str) -> _Value: ...
def translated(value: object, language: str) -> object:
    """A Message in a language; anything else, such as text of the data, as it is."""
    return value.in_language(language) if isinstance(value, Message) else value


def alternatives(words: Iterable[str]) -> str:
    """ "a or b or c", in any language."""
    return reduce(lambda before, word: Message("{before} or {word}", before=before, word=word), words)


@cache
def languages() -> tuple[str, ...]:
    """The tags of the languages in which messages are there, English first."""
    return ENGLISH, *sorted(path.parent.parent.name for path in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))


def system_language(environment: Mapping[str, str] = os.environ) -> str:
    """The language that the environment asks for, where messages are there in it, else English."""
    asked = next(filter(None, map(environment.get, VARIABLES)), ENGLISH)
    return known_language(asked)


def spoken(text: str) -> str:
    """A text in the language that the environment asks for: what a command says at a terminal."""
    return translated(text, system_language())


def known_language(tag: str) -> str:
    """The language of a tag, a locale or a list of tags (ru-RU, ru_RU.UTF-8, "ru, en;q=0.5"), if messages are in it,
    else English."""
    language = re.split(r"[-_.,;@ ]", tag.strip(), maxsplit=1)[0].lower()
    return language if language in languages() else ENGLISH


@cache
def _catalogue(language: str) -> NullTranslations:
    import gettext

    return gettext.translation(DOMAIN, LOCALES, [language], fallback=True)
