"""The encoding of text that does not say its own, told from what its words look like."""

from __future__ import annotations

import re

from geo.errors import ReadError, show

CYRILLIC = ("cp1251", "koi8_r", "cp866", "mac_cyrillic")
"""What Cyrillic text that is no UTF-8 may be in, the likelier first."""

NAMES = {
    "cp1251": "windows-1251",
    "cp1252": "windows-1252",
    "cp1254": "windows-1254",
    "koi8_r": "KOI8-R",
    "mac_cyrillic": "Mac Cyrillic",
    "gb18030": "GB 18030",
    "utf_8": "UTF-8",
    "utf_16": "UTF-16",
    "utf_32": "UTF-32",
}
"""What messages call an encoding of Python's."""

LOOKED_AT = 256 * 1024
"""Bytes from which the encoding is told."""

SURE = 0.5
"""Share of the letters beyond English that must stand in words that look like words."""

_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_SOUND = re.compile(r"\b(?:[А-ЯЁ]?[а-яё]{2,}|[А-ЯЁ]{2,}|[А-Яа-яЁё])\b")
_TURKISH = frozenset(b"\xdd\xde\xd0\xfd\xfe\xf0")
"""İ Ş Ğ ı ş ğ in windows-1254; in windows-1252 letters of Icelandic alone."""

_MARKS = (
    (b"\xff\xfe\0\0", "utf_32"),
    (b"\0\0\xfe\xff", "utf_32"),
    (b"\xff\xfe", "utf_16"),
    (b"\xfe\xff", "utf_16"),
)


def decoded(name: str, data: bytes, encoding: str | None = None) -> tuple[str, tuple[str, ...]]:
    """(the text of some bytes, notes on what was assumed). encoding: the one that is named. Raises ReadError, one plain
    sentence, when the bytes are not in the encoding that is named, or that they begin as."""
    if encoding is not None:
        try:
            return data.decode(encoding).removeprefix("\ufeff"), ()
        except UnicodeDecodeError:
            raise ReadError(name, f"is not in {encoding}; leave --encoding out, or name another.") from None
        except (LookupError, ValueError):
            raise ReadError(name, f"cannot be read: there is no encoding {show(encoding)}.") from None
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _wide(name, data, marked)
    if data[:2] and data[:2].count(0) == 1 and b"\0" in data[2:4]:
        return _wide(name, data, "utf_16_le" if data[1] == 0 else "utf_16_be")
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        likely = likely_encoding(data)
        return data.decode(likely, "replace"), (f"read as {called(likely)} (--encoding says another)",)


def called(encoding: str) -> str:
    """What a message calls an encoding."""
    return NAMES.get(encoding, encoding)


def _wide(name: str, data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    family = encoding[: len("utf_16")]
    try:
        return data.decode(encoding).removeprefix("\ufeff"), (f"read as {called(family)}",)
    except UnicodeDecodeError:
        raise ReadError(name, f"begins as {called(family)} and is cut off or broken; save it as UTF-8.") from None


def is_utf8(data: bytes) -> bool:
    """Whether bytes are sound UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def telling(data: bytes, most: int) -> bytes:
    """The part of a text that tells its encoding: the lines with anything beyond English, up to so many bytes."""
    if not data[:most].isascii():
        return data[:most]
    lines = b"\n".join(line for line in data.split(b"\n") if not line.isascii())[:most]
    if not lines.isascii():
        return lines
    first = re.search(rb"[\x80-\xff]", data)
    return data[max(0, first.start() - most // 2) :][:most] if first else data[:most]


def likely_encoding(data: bytes) -> str:
    """The encoding, as Python calls it, of text that is no UTF-8.

    Letters beyond English inside English words are accents (windows-1252, or Turkish windows-1254); words of such
    letters alone are Cyrillic, in the encoding in which they look like words, else Chinese.
    """
    sample = telling(data, LOOKED_AT)
    words = [word for word in _WORD.findall(sample) if not word.isascii()]
    mixed = [word for word in words if sum(byte < 0x80 for byte in word) * 3 >= len(word)]
    if len(mixed) * 2 > len(words):
        return "cp1254" if _TURKISH.intersection(b"".join(mixed)) else "cp1252"
    share, best = max((_sound(sample, encoding), -number) for number, encoding in enumerate(CYRILLIC))
    if share < SURE and _is_chinese(sample):
        return "gb18030"
    return CYRILLIC[-best]


def _sound(data: bytes, encoding: str) -> float:
    """The share of the letters beyond English that stand in Cyrillic words: in a wrong encoding these have capitals
    inside them, or are broken by signs."""
    text = data.decode(encoding, "replace")
    letters = sum(not sign.isascii() for sign in text) or 1
    return sum(map(len, _SOUND.findall(text))) / letters


def _is_chinese(data: bytes) -> bool:
    text = data.decode("gb18030", "replace")
    beyond = [sign for sign in text if not sign.isascii()]
    return bool(beyond) and sum("\u4e00" <= sign <= "\u9fff" for sign in beyond) * 10 >= len(beyond) * 8
