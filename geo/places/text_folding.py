"""Letters folded across scripts and spellings: "Qostanay", "Костанай" and "Қостанай" become one word.

The rules are data that the page's search shares (maps/web/core/fold.js); test vectors hold the two together.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING

from geo.io.package_data import data_path

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_RULES: dict[str, dict[str, str]] = json.loads(data_path("text_folding.json").read_text(encoding="utf-8"))
"""letters: sounds that are spelt differently from language to language, and the letters for them, "" for signs without
a sound; pairs: two letters that stand for one sound. The page's bundler takes in the same file."""
_PAIRS = _RULES["pairs"]

_PAIR = re.compile("|".join(_PAIRS))
_RUN = re.compile(r"(.)\1+")


class _Letters(dict[int, str]):
    """Code point -> folded letter; letters and digits outside the groups stay, anything else becomes a space."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        stays = code <= 0xFFFF and unicodedata.category(letter)[0] in "LN"
        self[code] = letter if stays else " "
        return self[code]


_LETTERS = _Letters({ord(letter): to for to, letters in _RULES["letters"].items() for letter in letters})
_LETTERS_IN_LINES = _Letters({**_LETTERS, ord("\n"): "\n"})


def fold(text: str, letters: Mapping[int, str] = _LETTERS) -> str:
    """The text in lower case, one letter a sound, doubled letters once, anything but letters and digits a space."""
    folded = _PAIR.sub(lambda pair: _PAIRS[pair[0]], text.lower()).translate(letters)
    return _RUN.sub(r"\1", folded)


def word(written: str) -> str:
    """A single written word folded as the page's search does it: one that is a letter twice, such as II, keeps both."""
    return _with_double(written, fold(written).strip())


def words(written: Collection[str]) -> list[str]:
    """Many written words at once, each as `word` folds it; none has a line break."""
    lines = fold("\n".join(written), _LETTERS_IN_LINES).split("\n") if written else []
    each = zip(written, map(str.strip, lines), strict=True)
    return [folded if len(folded) > 1 else _with_double(single, folded) for single, folded in each]


def _with_double(written: str, folded: str) -> str:
    if len(folded) != 1 or len(written) == 1:
        return folded
    lower = written.lower().rstrip("'’‘`´")
    end = -2 if lower[-2:] in _PAIRS else -1
    double = fold(lower[:end]).strip() == folded == fold(lower[end:]).strip()
    return folded * 2 if double else folded


def key(text: str) -> str:
    """What two spellings of one name have in common: folded, without spaces; composed and split letters are one."""
    return _RUN.sub(r"\1", fold(unicodedata.normalize("NFC", text)).replace(" ", ""))
