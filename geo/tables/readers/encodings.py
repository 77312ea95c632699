"""The encoding of a text that does not say it, told by what the text looks like when it is read.

Letters beyond English decide: in a wrong encoding words mix alphabets, break at signs or hold letters that no language
puts together. charset-normalizer names three of our six short files right; a register of three rows is short.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.errors import ReadError, show
from geo.tables.readers.charset import telling

if TYPE_CHECKING:
    from collections.abc import Callable

PROBED = 64 * 1024
"""Bytes from which the encoding is told."""

ENOUGH = 0.75
"""Share of the words beyond English that must look like words."""

_WORDS = re.compile(r"[^\s\d.,;:!?\"'()\[\]«»“”„–—|/\\-]+")
_CYRILLIC = re.compile(r"[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+")
_WESTERN = re.compile(r"[A-Za-zÀ-ÏÑ-ÖØ-ÜàáâãäåæçèéêëìíîïñòóôõöøùúûüÿŒœŠšŽžŸßªº’]+")
"""Without the letters of Icelandic, which are those of Turkish in its encoding."""
_TURKISH = re.compile(r"[A-Za-zÇÖÜçöüĞğİıŞşÂâÎîÛû’]+")
_CENTRAL = re.compile(r"[A-Za-zĄąĆćĘęŁłŃńÓóŚśŹźŻżÁáČčĎďÉéĚěÍíŇňŘřŠšŤťÚúŮůÝýŽžÄäÖöÜüŐőŰűĂăÂâÎîŞşŢţßĐđ’]+")
_LEVEL_1 = range(0xB0, 0xD8)
"""First bytes of the 3,755 usual letters of GB 2312."""


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


def _beyond_english(text: str) -> list[str]:
    """The words with letters beyond English."""
    return [word for word in _WORDS.findall(text) if any(letter.isalpha() and not letter.isascii() for letter in word)]


def _chinese(text: str) -> float:
    letters = [letter for letter in text if not letter.isascii() and letter.isalpha()]
    usual = [
        letter for letter in letters if letter.encode("gb2312", "ignore")[:1] and letter.encode("gb2312")[0] in _LEVEL_1
    ]
    return len(usual) / (len(letters) or 1)


ENCODINGS: tuple[tuple[str, str, Callable[[str], float]], ...] = (
    ("cp1251", "windows-1251", _likeness(_CYRILLIC, latin=False)),
    ("koi8_r", "KOI8-R", _likeness(_CYRILLIC, latin=False)),
    ("cp866", "cp866", _likeness(_CYRILLIC, latin=False)),
    ("mac_cyrillic", "Mac Cyrillic", _likeness(_CYRILLIC, latin=False)),
    ("cp1252", "windows-1252", _likeness(_WESTERN, latin=True)),
    ("cp1254", "windows-1254 (Turkish)", _likeness(_TURKISH, latin=True)),
    ("cp1250", "windows-1250 (Central European)", _likeness(_CENTRAL, latin=True)),
    ("gb18030", "GB 18030 (Chinese)", _chinese),
)
"""Encodings, the likelier first: name, what a note calls it, how likely a text in it is."""


def decoded(name: str, data: bytes, encoding: str | None) -> tuple[str, list[str]]:
    """(the text, notes) of a file's bytes. encoding: the one that is named, None to tell it. Raises ReadError."""
    if encoding is not None:
        return _as_named(name, data, encoding), []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), []
        except UnicodeDecodeError:
            raise ReadError(name, "begins as UTF-16 and is cut off or broken; save it as CSV in UTF-8.") from None
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(name, data, error.start)
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise ReadError(name, f"holds a binary zero in line {line}, which no text has; save it as CSV in UTF-8.")
    best, called = _told(name, data)
    return data.decode(best, "replace"), [f"read as {called} (--encoding says another)"]


def _as_named(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise ReadError(name, f"is not in {encoding}; leave --encoding out, or name another.") from None
    except (LookupError, ValueError):
        raise ReadError(name, f"cannot be read: there is no encoding {show(encoding)}.") from None


def _told(name: str, data: bytes) -> tuple[str, str]:
    """The likeliest encoding and what it is called. Raises ReadError when words come out in none."""
    probe = telling(data, PROBED)
    likely = [(_score(probe, encoding, fits), -number) for number, (encoding, _, fits) in enumerate(ENCODINGS)]
    score, number = max(likely)
    if score < ENOUGH and not _beyond_english(probe.decode("cp1252", "replace")):
        return "cp1252", "windows-1252"  # nothing beyond English but quotation marks, dashes and signs
    if score < ENOUGH:
        raise ReadError(
            name,
            "is in an encoding that its words do not tell; name it, such as --encoding windows-1252, or save it as CSV "
            "in UTF-8.",
        )
    encoding, called, _ = ENCODINGS[-number]
    return encoding, called


def _score(probe: bytes, encoding: str, fits: Callable[[str], float]) -> float:
    text = probe.decode(encoding, "replace").rstrip("\ufffd")
    return 0.0 if "\ufffd" in text else fits(text)


def _refuse_broken_utf8(name: str, data: bytes, at: int) -> None:
    """A text that is UTF-8 but for some bytes: in another encoding all its letters beyond English would be wrong."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if sum(not sign.isascii() for sign in text) - broken > broken:
        line = data.count(b"\n", 0, at) + 1
        told = f"is in UTF-8 but for the byte 0x{data[at]:02x} in line {line}"
        raise ReadError(name, f"{told}; save it as CSV in UTF-8, or name its encoding with --encoding.")
