"""What lies beside a layer: files in its folder, or texts beside its table."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from geo.io import files
from geo.io.table_address import TableAddress

if TYPE_CHECKING:
    from geo.io.table_address import LayerPlace

NOTHING: Final = object()
"""What is read where there is nothing; null is a JSON value."""


def read_json(place: LayerPlace) -> object:
    """The JSON value of a file, NOTHING when there is none. Raises ReadError, one plain sentence."""
    if isinstance(place, TableAddress):
        from geo.io.database import beside

        text = beside.text(place)
        return NOTHING if text is None else files.parse(text, str(place))
    return files.read_json(place) if os.path.lexists(place) else NOTHING


def write_text(place: LayerPlace, text: str) -> None:
    """Put a text in place of what lies there. Raises WriteError, one plain sentence."""
    if isinstance(place, TableAddress):
        from geo.io.database import beside

        beside.write(place, text)
    else:
        files.write_text(place, text)
