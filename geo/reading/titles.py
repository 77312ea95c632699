"""What a mention is called: the words of its part of a sentence from its thing on, as a name can begin and end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.reading import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.reading.vocabulary import Token

LONGEST = 90
"""Letters of a title, at most."""


def title(text: str, tokens: Sequence[Token], own: Sequence[Token], head: Token | None, language: str) -> str:
    """The title of a part of a sentence; of a list in Russian, whose items share one noun in front, with that noun.

    own: the part's tokens, of those of the sentence; head: the word that says what it is, None where none does.
    """
    small = vocabulary.exact(language, "and") | vocabulary.exact(language, "common")
    own = list(own)
    while len(own) > 1 and own[0].text.casefold() in small:
        own.pop(0)
    first = _first(own, head, language)
    end = next((token.start for token in tokens if token.start > own[-1].start), len(text))
    closing = re.match(r"\W*[»”\")]", text[own[-1].end : end])
    words = text[first.start : own[-1].end + (closing.end() if closing else 0)].strip()
    shared = _shared_noun(tokens, own, language) if language == "ru" and first is own[0] else ""
    words = f"{shared} {words}".strip()
    if language == "ru" and (shared or _is_deed(first, language)):
        deed, _, rest = words.partition(" ")
        words = f"{_nominative(deed)} {rest}".strip()
    return _shortened(words[:1].upper() + words[1:], language)


def _shortened(title: str, language: str) -> str:
    """A title that is not too long and ends with a word that can stand at an end."""
    if len(title) > LONGEST:
        title = title[:LONGEST].rpartition(" ")[0]
    small = vocabulary.exact(language, "common") | vocabulary.exact(language, "at")
    while (words := title.split()) and words[-1].casefold() in small:
        title = title.removesuffix(words[-1]).rstrip(" ,;:–—-")
    return title


def _first(own: Sequence[Token], head: Token | None, language: str) -> Token:
    """The word that a title begins with: its head with what describes it, and the noun of what is done before that; in
    languages whose verb comes last, the first one."""
    if head is None or head not in own or language not in ("ru", "en"):
        return own[0]
    number = own.index(head)
    while number and _describes(own[number - 1], language):
        number -= 1
    if number and language == "ru" and _is_deed(own[number - 1], language):
        number -= 1
    if number > 1 and own[number - 1].text == "of" and vocabulary.phrases(language, "activity").hits([own[number - 2]]):
        number -= 2
    return own[number]


def _describes(token: Token, language: str) -> bool:
    """Whether a word before a thing belongs to it: a Russian adjective, by its ending; an English word that is no small
    one and nothing that is done."""
    if language == "ru":
        return _ADJECTIVE.search(token.text) is not None
    small = vocabulary.exact(language, "common") | vocabulary.exact(language, "at")
    return token.text.casefold() not in small and not vocabulary.phrases(language, "activity").hits([token])


def _shared_noun(tokens: Sequence[Token], own: Sequence[Token], language: str) -> str:
    """The noun before a list that its later items lean on: "производство" of "производство A, B и C"."""
    if any(_is_deed(token, language) for token in own):
        return ""
    before = [token for token in tokens if token.start < own[0].start]
    return next((token.text for token in reversed(before) if _is_deed(token, language)), "")


def _is_deed(token: Token, language: str) -> bool:
    """Whether a Russian word is a noun for what is done: производство, запуск, сборка."""
    return _DEED.search(token.text) is not None and bool(vocabulary.phrases(language, "activity").hits([token]))


def _nominative(deed: str) -> str:
    """A noun for what is done as a title has it: "строительству" is "строительство"."""
    for pattern, ending in _NOMINATIVE:
        if pattern.search(deed):
            return pattern.sub(ending, deed)
    return deed


_NOMINATIVE = (
    (re.compile(r"ств(?:а|у|ом|е)$"), "ство"),
    (re.compile(r"ни(?:я|ю|ем|и)$"), "ние"),
    (re.compile(r"ци(?:и|ю|ей)$"), "ция"),
    (re.compile(r"к(?:и|е|у|ой)$"), "ка"),
    (re.compile(r"уск(?:а|у|ом|е)$"), "уск"),
)
"""Endings of the cases of such nouns, and that of the nominative."""

_ADJECTIVE = re.compile(r"(?:ого|его|ой|ей|ых|их|ую|юю|ый|ий|ая|ое|ые|ыми|ими|ым|им)$")
_DEED = re.compile(r"(?:ств[оауе]|ством|ни[еяю]|нием|ци[яию]|цией|к[аиеу]|кой|уск|уска|уску|уском)$")
