"""Texts that show nothing: of blanks, controls, invisible or combining characters alone."""

from __future__ import annotations

import unicodedata

_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs by their category that are drawn as nothing."""

_UNSEEN = ("Z", "C", "M")


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing of it."""
    return not any(sign not in _FILLERS and not unicodedata.category(sign).startswith(_UNSEEN) for sign in text)
