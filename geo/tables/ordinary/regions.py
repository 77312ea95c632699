"""Regions that a cell names by code, by name, or by a town of theirs that the gazetteer knows."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from geo.errors import CoopmapError
from geo.model.text_forms import real_region
from geo.places import gazetteer
from geo.tables import vocabulary
from geo.tables.cell_values import LIST_SEPARATORS, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.places.place import Place
    from geo.tables.model import Cell

_CODE = re.compile(r"[A-Za-z]{2}-[A-Za-z0-9]{1,3}")


class Regions(NamedTuple):
    """Regions of a cell."""

    codes: tuple[str, ...]
    """ISO 3166-2, in the cell's order."""
    place: str = ""
    """The cell's words where the gazetteer knows them as one place, by which a row without coordinates is placed."""
    whole: bool = True
    """Whether the codes say all of the cell, which they do not of a town."""


def regions_of(cell: Cell, labels: Mapping[str, Mapping[str, str]]) -> Regions | None:
    """The regions that a cell names, or None. labels: code to language to name."""
    if isinstance(cell, (int, float, bool, dict)):
        return None
    names = {vocabulary.folded(word): code for code, words in labels.items() for word in words.values()}
    parts = [str(part) for part in (cell if isinstance(cell, list) else LIST_SEPARATORS.split(text(cell))) if part]
    codes = [code for part in parts if (code := _code(part, names))]
    place = _place(parts[0]) if len(parts) == 1 else None
    if codes and len(codes) == len(parts):
        return Regions(tuple(dict.fromkeys(codes)), parts[0] if place is not None else "")
    if place is None or not place.region:
        return None
    return Regions((place.region,), parts[0], whole=place.kind == "region")


def _code(part: str, names: Mapping[str, str]) -> str | None:
    if _CODE.fullmatch(part) and real_region(part.upper()):
        return part.upper()
    return names.get(vocabulary.folded(part))


@lru_cache(maxsize=4096)
def _place(name: str) -> Place | None:
    """The one place that the gazetteer knows by a name, or None."""
    try:
        return gazetteer.locate(name)
    except CoopmapError:
        return None
