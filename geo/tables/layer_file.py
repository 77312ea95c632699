"""Whether a file is a layer of coopmap's own, read without what reads other tables."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from geo import layer as layers
from geo.errors import ReadError
from geo.io.recognise import layer_format
from geo.io.table_address import TableAddress, place_of
from geo.model.schema import MEMBERS, find
from geo.tables.readers.endings import ENDINGS

if TYPE_CHECKING:
    import os

    from geo.layer import Layer

LOOKED_AT = 100
"""Features by which a layer of coopmap is told from another GeoJSON file."""


def layer_or_none(path: str | os.PathLike[str] | TableAddress) -> Layer | None:
    """The layer of a file or table that holds one of coopmap's, None for another one of projects, which is to be
    imported.

    Raises ReadError, one plain sentence, for a layer that is not sound, and for what nothing reads.
    """
    place = place_of(path)
    return _of_table(place) if isinstance(place, TableAddress) else _of_file(place)


def _of_table(address: TableAddress) -> Layer | None:
    from geo.io.database import contents

    return None if contents.is_foreign(address) else layers.read(address)


def _of_file(path: Path) -> Layer | None:
    ending = path.suffix.lower()
    try:
        form = layer_format(path)
    except OSError:
        return layers.read(path)  # which says why it cannot be read
    if form is None:
        return None if ending in ENDINGS else layers.read(path)
    try:
        layer = layers.read_by_columns(path)
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
    known = getattr(layer.features, "names", None)
    if known is not None:
        return not names.isdisjoint(known)
    some = islice(iter(layer.features), LOOKED_AT)
    return any(names & (feature.get("properties") or {}).keys() for feature in some)
