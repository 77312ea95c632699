"""Messages in the reader's language: English text that remembers its template and values, and gettext's catalogues.

A `Message` is a `str`, its English text, so that whatever takes a text takes it; `in_language` says it in another one.
Catalogues lie in `locale/`, made by data/rebuild_messages.py, and are read when a language is first asked for.
"""

from __future__ import annotations

import os
import re
import string
from functools import cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
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
        values = {name: translated(value, language) for name, value in self.values.items()}
        return _Numbers(language).vformat(template, (), values)

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


def plural(singular: str, several: str) -> tuple[str, str]:
    """The two templates themselves: those of a Plural that is made elsewhere."""
    return singular, several


class Plural(Message):
    """A message on a number of things, `{count}`, whose form follows from the number."""

    __slots__ = ("plural", "singular")

    singular: str
    """The English template for one thing."""
    plural: str
    """The English template for any other number of them."""

    def __new__(cls, singular: str, plural: str, /, *, count: int, **values: object) -> Self:
        """The two forms that English has; a catalogue has those of its language."""
        self = super().__new__(cls, singular if count == 1 else plural, count=count, **values)
        self.singular, self.plural = singular, plural
        return self

    def _template_in(self, catalogue: NullTranslations) -> str:
        return catalogue.ngettext(self.singular, self.plural, int(str(self.values["count"])))

    def __reduce__(self) -> tuple[object, ...]:
        return _remade_plural, (self.singular, self.plural, self.values["count"], dict(self.values))


_NUMBERS = {"ru": str.maketrans(",.", "\u00a0,")}
"""What stands in a language in place of English's comma between thousands and point before decimals (CLDR)."""


class _Numbers(string.Formatter):
    """Fills a template; a number that is grouped or rounded in it is written as a language writes it."""

    def __init__(self, language: str) -> None:
        self._signs = _NUMBERS.get(language, {})

    def format_field(self, value: object, format_spec: str) -> str:
        text = str(super().format_field(value, format_spec))
        return text.translate(self._signs) if isinstance(value, int | float) and format_spec else text


def _remade(kind: type[Message], template: str, values: dict[str, object]) -> Message:
    return kind(template, **values)


def _remade_plural(singular: str, several: str, count: int, values: dict[str, object]) -> Plural:
    return Plural(singular, several, count=count, **{name: values[name] for name in values if name != "count"})


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


def and_more(text: str, more: int) -> str:
    """A text that lists something, with how many are not listed; the text itself where none are."""
    return Message("{text} and {more:,} more", text=text, more=more) if more > 0 else text


class Joined(Message):
    """Texts one behind the other, the Messages among them in the language of the whole."""

    __slots__ = ("parts", "separator")

    parts: tuple[str, ...]
    separator: str

    def __new__(cls, parts: Iterable[str], separator: str = ", ", /) -> Self:
        """As `separator.join(parts)` in English."""
        every = tuple(parts)
        self = super().__new__(cls, separator.join(every))
        self.parts, self.separator = every, separator
        return self

    def in_language(self, language: str) -> str:
        """The parts in a language, joined as in English."""
        return self.separator.join(translated(part, language) for part in self.parts)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.parts, self.separator)


# Between processes


def as_plain(text: str) -> object:
    """A text as plain data: a Message that a catalogue has as a list of its parts, another one in English."""
    match text:
        case Joined():
            return ["joined", [as_plain(part) for part in text.parts], text.separator]
        case Plural() if _is_known(text.singular, text.plural):
            others = _plain_values(text)
            return ["plural", text.singular, text.plural, others.pop("count"), others]
        case Message() if type(text) is Message and _is_known(text.template):
            return ["message", text.template, _plain_values(text)]
    return str(text)


def _plain_values(message: Message) -> dict[str, object]:
    return {name: _plain_value(value) for name, value in message.values.items()}


def _plain_value(value: object) -> object:
    if isinstance(value, str):
        return as_plain(value)
    return value if isinstance(value, int | float) else str(value)


def from_plain(data: object) -> str:
    """The text again, from a process that is not trusted: templates that no catalogue has are no templates. Raises
    ValueError for what is no text."""
    match data:
        case str():
            return data
        case ["joined", [*parts], str(separator)]:
            return Joined(map(from_plain, parts), separator)
        case ["plural", str(singular), str(several), int(count), dict(values)] if _is_known(singular, several):
            others = _values_from_plain(values)
            return _filled(lambda: Plural(singular, several, count=count, **others))
        case ["message", str(template), dict(values)] if _is_known(template):
            every = _values_from_plain(values)
            return _filled(lambda: Message(template, **every))
    raise ValueError(f"no text: {data!r:.80}")


def _filled(make: Callable[[], Message]) -> Message:
    try:
        return make()
    except (KeyError, IndexError, AttributeError, TypeError) as error:
        raise ValueError(f"no text: {error}") from error


def _values_from_plain(values: Mapping[object, object]) -> dict[str, object]:
    return {str(name): _value_from_plain(value) for name, value in values.items()}


def _value_from_plain(value: object) -> object:
    return value if isinstance(value, int | float) else from_plain(value)


def _is_known(text: str, several: str | None = None) -> bool:
    """Whether a catalogue has a template in other words; several: that of a Plural, with the same places."""
    if several is None:
        return any(_catalogue(language).gettext(text) != text for language in languages())
    same = _places(text) == _places(several)
    return same and any(_catalogue(language).ngettext(text, several, 1) != text for language in languages())


def _places(text: str) -> set[tuple[str | None, str | None, str | None]]:
    try:
        return {(name, spec, conversion) for _, name, spec, conversion in string.Formatter().parse(text) if name}
    except ValueError:
        return set()


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
