"""A postal address placed by the town in it, without a network: only where one town alone can be meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.places import gazetteer

if TYPE_CHECKING:
    from geo.places.place import Place

MOST_PARTS = 12
"""Parts of an address that are looked at."""

_PART = re.compile(r"[,;\n]+")


def place_of_address(address: str) -> Place | None:
    """The town of an address such as "Tashkent, Amir Temur 1", or None when none or several of its parts name one.

    A part that names a region tells towns of one name apart, and is the place where no town is named.
    """
    parts = [part for text in _PART.split(address)[:MOST_PARTS] if (part := text.strip())]
    places = [[place for place in gazetteer.best_matches(part) if not place.trap] for part in parts]
    regions = {place.region for candidates in places for place in candidates if place.kind == "region"}
    towns = [_narrowed([place for place in candidates if place.kind == "town"], regions) for candidates in places]
    sure = {candidates[0].source: candidates[0] for candidates in towns if len(candidates) == 1}
    if len(sure) == 1 and not any(len(candidates) > 1 for candidates in towns):
        return next(iter(sure.values()))
    named = [candidates[0] for candidates in places if len(candidates) == 1 and candidates[0].kind == "region"]
    return named[0] if not sure and len(named) == 1 and not any(towns) else None


def _narrowed(towns: list[Place], regions: set[str]) -> list[Place]:
    """Of several towns of one name those in a region that the address names too."""
    inside = [town for town in towns if town.region in regions]
    return inside if len(towns) > 1 and inside else towns
