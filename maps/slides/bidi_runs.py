"""Runs of a paragraph from right to left, cut where its letters turn: office programs then agree on their order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maps.slides.paragraphs import Run

MARK = "\u200f"
"""RIGHT-TO-LEFT MARK: what follows stands to the left of what came before, numbers and commas too; outside links, for
LibreOffice sees no letter of a field."""
_BACK = r"\u05d0-\u05f2\u0620-\u064a\u066e-\u06d3\u06d5-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
"""Letters that run from right to left."""
_ONWARD = re.compile(rf"(?:(?![{_BACK}])[^\W\d_])(?:[^{_BACK}]*(?:(?![{_BACK}])[^\W\d_]))?")
"""From the first to the last letter that run from left to right, with no other letter between."""
_WORD = re.compile(r"\s*\S+\s*")


def cut(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs cut where letters turn, a mark as a run of its own after those that run from left to right.

    A link with such letters has a run a word: LibreOffice makes a field of each run, and draws one that does not go
    into a line beyond the edge.
    """
    was_onward = False
    for run in runs:
        for text, onward in _pieces(run.text):
            if was_onward:
                yield replace(run, text=MARK, click="")
            for part in _fields(text, onward=onward) if run.click else [text]:
                yield replace(run, text=part)
            was_onward = onward


def _fields(text: str, *, onward: bool) -> list[str]:
    """The texts of the runs of a linked piece: its words, or all of it, which begins as its letters run."""
    return _WORD.findall(text) if onward else [text if re.match(f"[{_BACK}]", text) else MARK + text]


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a text, and whether they run from left to right; without letters from right to left it is whole."""
    if not re.search(f"[{_BACK}]", text):
        yield text, bool(_ONWARD.search(text))
        return
    end = 0
    for onward in _ONWARD.finditer(text):
        if before := text[end : onward.start()]:
            yield before, False
        yield onward[0], True
        end = onward.end()
    if end < len(text):
        yield text[end:], False
