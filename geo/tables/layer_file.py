"""Whether a file is a layer of coopmap's own, read without what reads other tables."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from geo import layer as layers
from geo.errors import ReadError
from geo.io.recognise import layer_format
from geo.model.schema import MEMBERS, find
from geo.tables.readers.endings import ENDINGS

if TYPE_CHECKING:
    import os

    from geo.layer import Layer

LOOKED_AT = 100
"""Features by which a layer of coopmap is told from another GeoJSON file."""


def layer_or_none(path: str | os.PathLike[str]) -> Layer | None:
    """The layer of a file that holds one of coopmap's, None for another file of projects, which is to be imported.

    Raises ReadError, one plain sentence, for a layer that is not sound, and for what nothing reads.
    """
    ending = Path(path).suffix.lower()
    try:
        form = layer_format(path)
    except OSError:
        return layers.read(path)  # which says why it cannot be read
    if form is None:
        return None if ending in ENDINGS else layers.read(path)
    try:
        layer = layers.read(path)
    except ReadError:
        if ending not in ENDINGS:
            raise
        return None
    return layer if ending not in ENDINGS or is_own(layer) else None


def is_own(layer: Layer) -> bool:
    """Whether a layer has coopmap's fields: names by language, or its own members; one without projects has too."""
    if not layer.features or any(find(key, MEMBERS) for key in layer.members):
        return True
    names = {f"name_{tag}" for tag in layer.languages}
    some = islice(iter(layer.features), LOOKED_AT)
    return any(names & (feature.get("properties") or {}).keys() for feature in some)
