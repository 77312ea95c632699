"""Cells to codes and names of fields: what a field may say, in the words of any language."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from geo.checks.nearest import nearest_word
from geo.checks.validate import nearest
from geo.messages import Message
from geo.model.schema import UNTRANSLATED_NAMES
from geo.tables import header_names
from geo.tables.cell_values import Loose, Unread, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.tables.model import Cell, CellReader


def choice_reader(choices: Mapping[str, str], called: Mapping[str, Mapping[str, str]]) -> CellReader:
    """What reads a code of a field that has few, or its name in any language. It raises Unread or Loose."""
    known = {code: code for code in choices}
    spoken = {header_names.folded(word): code for code, said in called.items() for word in said.values()}
    spoken.update({header_names.folded(code): code for code in choices})
    own = {word for said in called.values() for word in said.values()}
    expected = Message("one of {choices}", choices=", ".join(choices))

    def read(cell: Cell) -> str:
        if isinstance(cell, str) and cell in known:
            return cell
        typed = text(cell)
        code = spoken.get(header_names.folded(typed))
        if code is None:
            raise Unread(expected, _nearest_choice(typed, choices, spoken, called))
        if cell == typed and (typed in own or typed.casefold() == code):
            return code
        raise Loose(code, expected)

    return read


def _nearest_choice(
    typed: str, choices: Mapping[str, str], spoken: Mapping[str, str], called: Mapping[str, Mapping[str, str]]
) -> str:
    """How to fix a word that is no code: the code most like it, with its name in the language of the word."""
    if better := nearest(typed, choices):
        return Message("write {better}", better=better)
    if any(mark in typed for mark in ",;/"):  # several words are no slip in one
        return Message("choose one of them")
    name = header_names.folded(typed)
    begin = {code for word, code in spoken.items() if name and (word.startswith(name) or name.startswith(word))}
    close = nearest_word(name, spoken)
    codes = begin if len(begin) == 1 else {spoken[close]} if close else set()
    if not codes:
        return Message("choose one of them")
    code = codes.pop()
    said = max(called.get(code, {}).values(), key=lambda word: _shared(header_names.folded(word), name), default="")
    if said:
        return Message("write “{code}” or “{name}”", code=code, name=said)
    return Message("write “{code}”", code=code)


def _shared(word: str, other: str) -> int:
    return len(set(word) & set(other))


def code_reader(called: Mapping[str, Mapping[str, str]], lower: bool = False) -> Callable[[str], str]:
    """Codes in capitals, or the words for them in any language."""
    spoken = {header_names.folded(word): code for code, said in called.items() for word in said.values()}

    def read(typed: str) -> str:
        code = spoken.get(header_names.folded(typed))
        if code is not None:
            return code
        short = typed.isascii() and len(typed) <= len("XX-XXX")
        return typed if lower or not short else typed.upper()

    return read


def names_reader() -> Callable[[str], str]:
    """Names of fields, or the words for them in any language, without the language of a text."""

    def read(typed: str) -> str:
        if typed in UNTRANSLATED_NAMES:
            return typed
        target = header_names.target(typed)
        name = str(target[0]) if target else typed
        stem = name.rpartition("_")[0]
        return stem if name not in UNTRANSLATED_NAMES and stem in UNTRANSLATED_NAMES else name

    return lru_cache(maxsize=1024)(read)
