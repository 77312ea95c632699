"""What a layer is told that no format of tables can hold."""

from __future__ import annotations

from geo.errors import CoopmapError
from geo.messages import Message


def half_character() -> CoopmapError:
    """For half of a surrogate pair, which UTF-8 has no form for."""
    return CoopmapError(
        Message("The layer holds half of a character, which no table can hold; coopmap check says where.")
    )


def controls(form: str) -> CoopmapError:
    """For control characters; form: what cannot hold them, such as CSV."""
    return CoopmapError(
        Message(
            "The layer holds control characters, which no {format} can hold; coopmap check says where.", format=form
        )
    )
