"""The gazetteer by every name, folded, to look up names in a text: those that places bear, then other spellings."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from geo.places import gazetteer
from geo.places.text_folding import key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.places.place import Place


class PlaceIndex:
    """The names of the gazetteer's places, folded."""

    def __init__(self, places: Sequence[Place]) -> None:
        """Airports and records that are known to mislead are left out."""
        self.borne: dict[str, list[Place]] = defaultdict(list)
        self.spelt: dict[str, list[Place]] = defaultdict(list)
        self.regions: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            if place.kind == "airport" or place.trap:
                continue
            own = (place.name, *place.names.values())
            for name in {*map(key, own)}:
                self.borne[name].append(place)
            for name in {*map(key, place.also)} - {*map(key, own)}:
                self.spelt[name].append(place)
            if place.kind == "region":
                spellings = (place.name, *place.names.values(), *place.also)
                for name in {key(spelling) for own in spellings for spelling in (own, _without_region_word(own))}:
                    self.regions[name].append(place)

    def called(self, name: str) -> list[Place]:
        """The places of a name: those that bear it, else those that are so spelt somewhere."""
        folded = key(name)
        return self.borne.get(folded) or self.spelt.get(folded) or []


def _without_region_word(name: str) -> str:
    return re.sub(r"\s*\b(Region|viloyati|облысы|область|велаят|уәлаяты)\b\s*", "", name)


@cache
def index() -> PlaceIndex:
    """The names of the region's gazetteer."""
    return PlaceIndex(gazetteer.all_places())
