"""Letters that the typeface of stills lacks are named, so that no box comes as a surprise."""

from __future__ import annotations

import typer

from maps.style import house_typeface

_NAMED = 12
"""Letters that a message names at most."""


def warn_of_missing(letters: str) -> None:
    """Name on standard error the letters in whose place boxes stand; nothing where there are none."""
    if not letters:
        return
    named = " ".join(f"{sign} (U+{ord(sign):04X})" for sign in letters[:_NAMED])
    more = f" and {len(letters) - _NAMED:,} more" if len(letters) > _NAMED else ""
    typer.echo(f"{house_typeface.FAMILY} has no {named}{more}: boxes stand in their place.", err=True)
