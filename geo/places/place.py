"""A place of the gazetteer, and how well it fits a name: spellings folded, former names behind present ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from geo.messages import Message
from geo.places.text_folding import fold, key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Kind = Literal["town", "region", "airport", "crossing"]

_PRECISIONS: Mapping[str, str] = {"town": "town", "region": "region", "airport": "near", "crossing": "near"}

_TOWN_M = ((1, 5_000), (20_000, 3_000), (100_000, 5_000), (500_000, 8_000), (1_500_000, 12_000))
_LARGEST_TOWN_M = 15_000

_TOWN_WORDS = """city town village settlement город г гор посёлок пос пгт село с аул shahri shahar qishlogʻi
қаласы қала ауылы ауыл кенті кент"""
_GENERIC = frozenset(map(key, _TOWN_WORDS.split()))
"""Words for a town that may stand beside its name."""

BEARS, SPELT, BEGINS, HAS, OTHER = range(5)
"""How well a place fits a name: bears it today, is spelt so, begins with it, has its words, does not fit."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer.

    name: the English one, or the gazetteer's where none is known; names: those known of en, ru, uz and kk; also: other
    spellings; country: ISO 3166-1 code; region: ISO 3166-2 code or ""; population: of a town, None when not known;
    lon, lat: degrees, WGS 84; source: the gazetteer and its number, such as "GEONAMES 1519928"; uncertainty_m: radius
    in metres within which what is "in" the place lies, None for a region; note: what its user must know; trap: the
    record is known to mislead and is never taken.
    """

    name: str
    kind: Kind
    country: str
    country_name: str
    region: str
    region_name: str
    lon: float
    lat: float
    source: str
    uncertainty_m: int | None = None
    population: int | None = None
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    also: tuple[str, ...] = ()
    note: str = ""
    trap: bool = False

    @property
    def precision(self) -> str:
        """The precision, as the schema has it, of a project that is known to be in this place and no closer."""
        return _PRECISIONS[self.kind]

    @property
    def title(self) -> str:
        """The name with its region and country, as a message names it."""
        around = [name for name in (self.region_name, self.country_name) if name and name != self.name]
        return ", ".join([self.name, *around])

    @property
    def location_source(self) -> str:
        """What a project's `location_source` says of a point taken from here."""
        if self.kind == "town":
            return f"{self.source} (town point; radius estimated from the size of the town)"
        if self.kind == "region":
            return f"{self.source} ({self.note})"
        return self.source

    def __str__(self) -> str:
        return self.candidate

    @property
    def candidate(self) -> str:
        """As one candidate among others in a message: name, region, source, and whether it is a trap."""
        where = ", ".join(part for part in (self.name, self.region or self.country) if part)
        # The source of a derived point is told at length.
        source = self.source.partition(":")[0].lower() if ":" in self.source else self.source
        if self.trap:
            return Message("{place} ({source}, never taken: {note})", place=where, source=source, note=self.note)
        return f"{where} ({source})"


def town_m(population: int) -> int:
    """Metres around the point of a town of so many people, an estimate; 0 stands for an unknown number."""
    return next((metres for most, metres in _TOWN_M if population < most), _LARGEST_TOWN_M)


@lru_cache(maxsize=1024)
def wanted_keys(name: str) -> tuple[str, ...]:
    """The keys under which a name is looked up: as it stands, then without words such as "город"."""
    bare = key(" ".join(word for word in fold(name).split() if word not in _GENERIC))
    return tuple(dict.fromkeys(spelling for spelling in (key(name), bare) if spelling))


class Entry:
    """A place with its spellings folded, to be compared."""

    def __init__(self, place: Place) -> None:
        self.place = place
        own = (place.name, *place.names.values())
        number = () if place.kind == "region" else (place.source,)
        self.keys = frozenset(map(key, (*own, *number, *place.also)))
        # A town's former names are none of it today; of an airport or a crossing all that is written down are.
        self.borne = frozenset(map(key, (*own, *number))) if place.kind == "town" else self.keys
        self.size = (place.kind != "town", -(place.population or 0), place.name, place.source)

    @cached_property
    def _words(self) -> tuple[tuple[str, ...], ...]:
        place = self.place
        return tuple(tuple(fold(spelling).split()) for spelling in (place.name, *place.names.values(), *place.also))

    def rank(self, name: str) -> int:
        """How well the place fits a name, 0 best."""
        wanted = wanted_keys(name)
        if not self.borne.isdisjoint(wanted):
            return BEARS
        if not self.keys.isdisjoint(wanted):
            return SPELT
        if any(spelling.startswith(start) for start in wanted for spelling in self.keys):
            return BEGINS
        words = fold(name).split()
        return HAS if any(all(_begun(word, own) for word in words) for own in self._words) else OTHER


def _begun(word: str, words: Iterable[str]) -> bool:
    return any(other.startswith(word) for other in words)
