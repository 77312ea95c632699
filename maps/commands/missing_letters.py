"""Letters that no typeface has are named, so that no box comes as a surprise; a user's own fonts step in for them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from unicodedata import name as name_of

import typer

from geo.messages import Message, and_more
from maps.commands.printing import say

Fonts = Annotated[
    list[Path] | None,
    typer.Option(
        "--font", help="A font for letters that ours lack: .ttf, .otf or .ttc. Again for more.", metavar="FILE"
    ),
]
_EXTRAS = {"chinese": "CJK UNIFIED"}
"""Extras of coopmap that bring a typeface, and what the names of its letters have."""
_NAMED = 12
"""Letters that a message names at most."""


def warn_of_missing(letters: str) -> None:
    """Name on standard error the letters in whose place boxes stand; nothing where there are none."""
    if not letters:
        return
    named = " ".join(f"{sign} (U+{ord(sign):04X})" for sign in letters[:_NAMED])
    say(
        Message(
            "No typeface here has {letters}: boxes stand in their place. {advice}",
            letters=and_more(named, len(letters) - _NAMED),
            advice=_advice(letters),
        )
    )


def _advice(letters: str) -> str:
    extra = next((name for name, script in _EXTRAS.items() if any(script in name_of(sign, "") for sign in letters)), "")
    return (
        Message("`pip install 'coopmap[{extra}]'` brings one, or --font FILE.", extra=extra)
        if extra
        else Message("--font FILE names one that has.")
    )


def use_fonts(files: list[Path] | None) -> None:
    """Let a user's fonts step in for letters that the house's typeface lacks."""
    if files:
        from maps.style import typeface

        typeface.use(files)
