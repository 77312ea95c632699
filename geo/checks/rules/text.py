"""Texts are plain: nothing in them that a reader cannot see, and nothing that a browser would run."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING

from geo.checks.grades import finding
from geo.errors import LONGEST_VALUE, plain, show
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.errors import Problem

HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Controls, line and paragraph separators, text direction, zero width; the joiners ZWJ and ZWNJ are letters' own."""

_MARKUP = re.compile(r"<[A-Za-z/!?]")
_ENTITY = re.compile(r"&(#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]+);")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_dump = json.JSONEncoder(ensure_ascii=False).encode
_SUSPECT = re.compile(f"{HIDDEN.pattern}|[<&]")

_NAMES = {
    "\n": Message("a line break"),
    "\r": Message("a line break"),
    "\t": Message("a tab"),
    "\u2028": Message("a line separator"),
    "\u2029": Message("a paragraph separator"),
}


_UNNAMED = {"Cs": Message("half a surrogate pair"), "Cn": Message("what is no character")}
_CONTROL = Message("a control character")


def texts_are_plain(where: str, value: object) -> Iterator[Problem]:
    """Each text in a JSON value, keys too, that holds markup or characters that cannot be seen."""
    try:
        text = _dump(value)  # one look at all of it; escapes mean a second, slower one
        clean = "\\" not in text and _is_plain(text)
    except (TypeError, ValueError, RecursionError):
        clean = False
    return iter(()) if clean else not_plain(where, value)


def values_are_plain(key: str, values: Sequence[object]) -> Iterator[tuple[int, Problem]]:
    """The same of values that a key of records has, each with the number of its value; where is left open."""
    texts = "".join([value for value in values if isinstance(value, str)])
    clean = _is_plain(texts) and isinstance(key, str) and _is_plain(key)
    for number, value in enumerate(values):
        if not (clean and isinstance(value, (str, int, float))):
            yield from ((number, problem) for problem in texts_are_plain("", {key: value}))


def _is_plain(text: str) -> bool:
    return (text.isprintable() and "<" not in text and "&" not in text) or not _SUSPECT.search(text)


def not_plain(where: str, value: object, path: str = "") -> Iterator[Problem]:
    """The same, text by text."""
    if isinstance(value, str):
        if _SUSPECT.search(value):
            yield from _findings(where, value, path)
    elif isinstance(value, dict):
        for key, entry in value.items():
            name = plain(str(key)[:LONGEST_VALUE])
            if isinstance(key, str) and _SUSPECT.search(key):
                yield from _findings(where, key, f"{path}.{name}".removeprefix("."))
            yield from not_plain(where, entry, f"{path}.{name}".removeprefix("."))
    elif isinstance(value, (list, tuple)):
        for number, entry in enumerate(value):
            yield from not_plain(where, entry, f"{path}[{number}]")


def _findings(where: str, text: str, path: str) -> Iterator[Problem]:
    if match := HIDDEN.search(text):
        name = hidden_name(match[0])
        breaks = match[0] in "\n\r\u2028\u2029"
        fix = Message("write it as one paragraph") if breaks else Message("remove {character}", character=name)
        got = Message(
            "{text}, with {character} at character {number}",
            text=show(_around(text, match)),
            character=name,
            number=match.start() + 1,
        )
        yield finding("control-character", where, path, got, Message("plain text in one paragraph"), fix)
    if match := _MARKUP.search(text):
        fix = Message("remove the markup, or put a space after a < that means “less than”")
        yield finding("markup", where, path, show(_around(text, match)), Message("plain text without markup"), fix)
    elif (match := _entity(text)) and not _ADDRESS.fullmatch(text):
        import html  # when it is needed, as its table of entities is

        sign = html.unescape(match[0])
        unknown = sign == match[0]
        fix = Message("write the character itself") if unknown else Message("write {sign} itself", sign=show(sign))
        yield finding("markup", where, path, show(_around(text, match)), Message("plain text without entities"), fix)


def _entity(text: str) -> re.Match[str] | None:
    """The first entity of HTML; "AB&CD; Power" has none, for there is no entity of that name."""
    if not (entities := [*_ENTITY.finditer(text)]):
        return None
    from html.entities import html5

    return next((entity for entity in entities if entity[1].startswith("#") or f"{entity[1]};" in html5), None)


def _around(text: str, match: re.Match[str]) -> str:
    """The text, or of a long one what stands about the finding."""
    if len(text) <= LONGEST_VALUE:
        return text
    start = max(0, match.start() - 30)
    return ("…" if start else "") + text[start : match.end() + 30] + "…"


def hidden_name(character: str) -> str:
    """What a message calls such a character: “soft hyphen (U+00AD)”."""
    code = f"U+{ord(character):04X}"
    if character in _NAMES:
        return Message("{name} ({code})", name=_NAMES[character], code=code)
    category = unicodedata.category(character)
    name = unicodedata.name(character, "").lower() or _UNNAMED.get(category, _CONTROL)
    return Message("{name} ({code})", name=name, code=code)
