"""The encoding of a text that does not say it, told by what the text looks like when it is read.

Letters beyond English decide: in a wrong encoding words mix alphabets, break at signs or hold letters that no language
puts together. charset-normalizer names three of our six short files right; a register of three rows is short.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geo.errors import ReadError, show
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable

LOOKED_AT = 256 * 1024
"""Bytes from which the encoding is told."""

ENOUGH = 0.75
"""Share of the letters beyond English that must stand in words that look like words, where it must be sure."""

_WORDS = re.compile(r"[^\s\d.,;:!?\"'()\[\]{}<>=«»“”„–—|/\\-]+")
_CYRILLIC = re.compile(r"[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+")
_WESTERN = re.compile(r"[A-Za-zÀ-ÏÑ-ÖØ-ÜàáâãäåæçèéêëìíîïñòóôõöøùúûüÿŒœŠšŽžŸßªº’]+")
"""Without the letters of Icelandic, which are those of Turkish in its encoding."""
_TURKISH = re.compile(r"[A-Za-zÇÖÜçöüĞğİıŞşÂâÎîÛû’]+")
_CENTRAL = re.compile(r"[A-Za-zĄąĆćĘęŁłŃńÓóŚśŹźŻżÁáČčĎďÉéĚěÍíŇňŘřŠšŤťÚúŮůÝýŽžÄäÖöÜüŐőŰűĂăÂâÎîŞşŢţßĐđ’]+")
_LEVEL_1 = range(0xB0, 0xD8)
"""First bytes of the 3,755 usual letters of GB 2312."""

_MARKS = (
    (b"\xff\xfe\0\0", "utf_32"),
    (b"\0\0\xfe\xff", "utf_32"),
    (b"\xff\xfe", "utf_16"),
    (b"\xfe\xff", "utf_16"),
)
"""What texts begin with that say their encoding."""


class Encoding(NamedTuple):
    """An encoding that a text may be in."""

    codec: str
    """Its name in Python."""
    name: str
    """What a message calls it."""
    likeness: Callable[[str], float]
    """How much of the letters beyond English in a text that was read so stands in words, from 0 to 1."""


def _likeness(pattern: re.Pattern[str], latin: bool) -> Callable[[str], float]:
    """How much of the words with letters beyond English looks as the pattern says.

    latin: most of their letters are English ones.
    """

    def share(text: str) -> float:
        words = [word for word in _WORDS.findall(text) if not word.isascii()]
        letters = sum(map(len, words)) or 1
        english = sum(letter.isascii() for word in words for letter in word)
        if latin and english * 5 < letters * 2:
            return 0.0
        return sum(len(word) for word in words if pattern.fullmatch(word)) / letters

    return share


def _chinese(text: str) -> float:
    letters = [letter for letter in text if not letter.isascii() and letter.isalpha()]
    usual = [
        letter for letter in letters if letter.encode("gb2312", "ignore")[:1] and letter.encode("gb2312")[0] in _LEVEL_1
    ]
    return len(usual) / (len(letters) or 1)


ENCODINGS = (
    Encoding("cp1251", "windows-1251", _likeness(_CYRILLIC, latin=False)),
    Encoding("koi8_r", "KOI8-R", _likeness(_CYRILLIC, latin=False)),
    Encoding("cp866", "cp866", _likeness(_CYRILLIC, latin=False)),
    Encoding("mac_cyrillic", "Mac Cyrillic", _likeness(_CYRILLIC, latin=False)),
    Encoding("cp1252", "windows-1252", _likeness(_WESTERN, latin=True)),
    Encoding("cp1254", "windows-1254 (Turkish)", _likeness(_TURKISH, latin=True)),
    Encoding("cp1250", "windows-1250 (Central European)", _likeness(_CENTRAL, latin=True)),
    Encoding("gb18030", "GB 18030 (Chinese)", _chinese),
)
"""Encodings of texts that are no UTF-8, the likelier first."""


def likely_encoding(data: bytes) -> tuple[Encoding, float]:
    """(the likeliest encoding of a text that is no UTF-8, its likeness from 0 to 1)."""
    probe = telling(data)
    likeness, number = max((_likeness_in(probe, encoding), -number) for number, encoding in enumerate(ENCODINGS))
    if likeness < ENOUGH and not _has_letters(probe):
        return next(each for each in ENCODINGS if each.codec == "cp1252"), 1.0
    return ENCODINGS[-number], likeness


def telling(data: bytes) -> bytes:
    """The part of a text that tells its encoding: the lines with anything beyond English, as many as are looked at."""
    if not data[:LOOKED_AT].isascii():
        return data[:LOOKED_AT]
    lines = b"\n".join(line for line in data.split(b"\n") if not line.isascii())[:LOOKED_AT]
    first = re.search(rb"[\x80-\xff]", data) if lines.isascii() else None
    return data[max(0, first.start() - LOOKED_AT // 2) :][:LOOKED_AT] if first else lines


def _has_letters(probe: bytes) -> bool:
    """Whether there is more beyond English than the quotation marks, dashes and signs of windows-1252."""
    return any(letter.isalpha() and not letter.isascii() for letter in probe.decode("cp1252", "replace"))


def _likeness_in(probe: bytes, encoding: Encoding) -> float:
    text = probe.decode(encoding.codec, "replace").rstrip("\ufffd")
    return 0.0 if "\ufffd" in text else encoding.likeness(text)


def is_utf8(data: bytes) -> bool:
    """Whether bytes are sound UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def decoded(name: str, data: bytes, encoding: str | None = None) -> tuple[str, tuple[str, ...]]:
    """(the text of some bytes, notes on what was assumed): as a program that draws it reads it, whatever it is in.

    encoding: the one that is named. Raises ReadError, one plain sentence, when the bytes are not in the encoding that
    is named, or that they begin as.
    """
    if encoding is not None:
        return _as_named(name, data, encoding), ()
    if wide := _wide_encoding(data):
        return _wide(name, data, wide, "UTF-8"), (Message("read as {wide_name}", wide_name=_wide_name(wide)),)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        likely, _ = likely_encoding(data)
        return data.decode(likely.codec, "replace"), (read_as(likely),)


def decoded_table(name: str, data: bytes, encoding: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The same for a table, in whose cells a wrong letter would go unseen: an encoding that its words do not tell is
    refused, and so is UTF-8 with some broken bytes."""
    if encoding is not None:
        return _as_named(name, data, encoding), ()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _wide(name, data, "utf_16", Message("CSV in UTF-8")), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(name, data, error.start)
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise ReadError(
            name, Message("holds a binary zero in line {line}, which no text has; save it as CSV in UTF-8.", line=line)
        )
    likely, likeness = likely_encoding(data)
    if likeness < ENOUGH:
        raise ReadError(
            name,
            Message(
                "is in an encoding that its words do not tell; name it, such as --encoding windows-1252, or"
                " save it as CSV in UTF-8."
            ),
        )
    return data.decode(likely.codec, "replace"), (read_as(likely),)


def read_as(encoding: Encoding) -> str:
    """The note on an encoding that a text was read in."""
    return Message("read as {encoding} (--encoding says another)", encoding=encoding.name)


def _as_named(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise ReadError(
            name, Message("is not in {encoding}; leave --encoding out, or name another.", encoding=encoding)
        ) from None
    except (LookupError, ValueError):
        raise ReadError(
            name, Message("cannot be read: there is no encoding {encoding}.", encoding=show(encoding))
        ) from None


def _wide_name(encoding: str) -> str:
    return "UTF-32" if encoding.startswith("utf_32") else "UTF-16"


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32 by the mark that the bytes begin with, or by the zeros in the first two letters."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if marked is None and data[:2] and data[:2].count(0) == 1 and b"\0" in data[2:4]:
        return "utf_16_le" if data[1] == 0 else "utf_16_be"
    return marked


def _wide(name: str, data: bytes, encoding: str, better: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        reason = Message("begins as {wide_name} and is cut off or broken", wide_name=_wide_name(encoding))
        raise ReadError(name, Message("{reason}; save it as {format}.", reason=reason, format=better)) from None


def _refuse_broken_utf8(name: str, data: bytes, at: int) -> None:
    """A text that is UTF-8 but for some bytes: in another encoding all its letters beyond English would be wrong."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if sum(not sign.isascii() for sign in text) - broken > broken:
        line = data.count(b"\n", 0, at) + 1
        reason = Message("is in UTF-8 but for the byte 0x{data:02x} in line {line}", data=data[at], line=line)
        raise ReadError(
            name, Message("{reason}; save it as CSV in UTF-8, or name its encoding with --encoding.", reason=reason)
        )
