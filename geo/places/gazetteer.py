"""The gazetteer: towns, regions, airports and border crossings by any of their names, without a network.

`find` lists what a name may mean, `locate` gives the one place that it means or says why it cannot. Data and origin:
data/gazetteer/places.json, data/README.md.
"""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Required, TypedDict

from geo.errors import CoopmapError, ReadError, show
from geo.io import files
from geo.io.package_data import data_path
from geo.messages import Joined, Message
from geo.places.place import BEARS, OTHER, SPELT, Entry, Place, wanted_keys
from geo.places.text_folding import key
from geo.places.world_towns import installed, towns_called

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from geo.places.place import Kind

NAMED = 5
"""Most candidates that a message names."""

CLOSE = 0.75
"""Likeness, 0 to 1, from which a spelling is near to another."""

_AREA = re.compile(r" (Region|viloyati|облысы|область|велаят|уәлаяты)$")


def find(text: str, *, world: bool = False) -> list[Place]:
    """The places that a name may mean, best first: so called today, so spelt at all, then those that begin with it or
    have its words among theirs; towns before others, the larger first.

    Scripts, signs and doubled letters make no difference, words such as "город" none; a country or region after a comma
    narrows it ("Aksu, KZ"); "GEONAMES 1519928" and airport codes are names too. world: the world's towns as well.
    Raises CoopmapError when the package with the world's towns is missing.
    """
    name, around = _parts(text)
    if not wanted_keys(name):
        return []
    entries = _narrowed([*_gazetteer().entries, *_world(name, world)], around)
    ranked = [(entry.rank(name), entry) for entry in entries]
    fits = [(rank, entry) for rank, entry in ranked if rank < OTHER]
    return [entry.place for _, entry in sorted(fits, key=lambda pair: (pair[0], *pair[1].size))]


def locate(text: str, *, world: bool = False, first: Collection[str] = ()) -> Place:
    """The one place of this name. Raises CoopmapError that names the candidates, the near spellings or the trap.

    A place that bears the name today goes before those that only bore it once or are so spelt elsewhere; between two
    that bear it nothing is guessed. first: countries (ISO 3166-1) whose places go before those of all others.
    """
    best = best_matches(text, world=world, first=first)
    if len(best) > 1:
        raise CoopmapError(_ambiguous(text, best))
    if not best:
        raise CoopmapError(_unknown(text))
    place = best[0]
    if place.trap:
        raise CoopmapError(
            Message(
                "{text} is {place} ({source}), which is never taken: {note}.",
                text=show(text),
                place=place.title,
                source=place.source,
                note=place.note,
            )
        )
    return place


def best_matches(text: str, *, world: bool = False, first: Collection[str] = ()) -> list[Place]:
    """The places between which only their user can choose: those that bear the name, else those that are so spelt; in
    the countries that go first, else anywhere."""
    name, around = _parts(text)
    exact = _narrowed([*_gazetteer().exact(name), *_world(name, world)], around)
    for rank in (BEARS, SPELT):
        if entries := [entry for entry in exact if entry.rank(name) == rank]:
            entries = [entry for entry in entries if entry.place.country in first] or entries
            return [entry.place for entry in sorted(entries, key=lambda entry: entry.size)]
    return []


def nearest(text: str) -> list[Place]:
    """Places with a spelling near to a name that none has, the nearest first; at most NAMED."""
    return list(_nearest(_parts(text)[0]))


def unplaced(text: str) -> str | None:
    """Of a name that is known, but not where it is: a sentence that says so, else None."""
    what = _gazetteer().unplaced.get(key(_parts(text)[0]))
    return what and Message(
        "{text} is {what}; no source with its coordinates was found.", text=show(text.strip()), what=what
    )


def country_code(text: str) -> str | None:
    """The ISO code of a country of the region that is named in any of the four languages, or None."""
    return _gazetteer().country_codes.get(key(text))


def lies_beyond(countries: Iterable[str]) -> bool:
    """Whether a layer of these own countries is looked up among the world's towns without being asked: one of them is
    none of the region's gazetteer, and the package with the world's towns is installed."""
    return not set(countries) <= _gazetteer().countries and installed()


def all_places() -> list[Place]:
    """Every place of the region's gazetteer, in the file's order."""
    return [entry.place for entry in _gazetteer().entries]


def _ambiguous(text: str, places: Sequence[Place]) -> str:
    named = [place.candidate for place in places[:NAMED]]
    named += [Message("and {number} more", number=len(places) - NAMED)] if len(places) > NAMED else []
    return Message(
        "{text} may be {number} places: {places}. Name the region after a comma, or the number.",
        text=show(text),
        number=len(places),
        places=Joined(named, "; "),
    )


def _unknown(text: str) -> str:
    if known := unplaced(text):
        return Message("{known} Give coordinates, or a place near it.", known=known)
    name, around = _parts(text)
    near = (best_matches(name) if around else []) or nearest(name)
    return none_called(text, near[:NAMED])


def none_called(text: str, near: Sequence[Place]) -> Message:
    """That there is no place of a name, and which ones are near to it."""
    unknown = Message("The gazetteer has no place called {text}.", text=show(text))
    if not near:
        return unknown
    places = Joined([place.candidate for place in near], "; ")
    return Message("{unknown} Near to it: {places}.", unknown=unknown, places=places)


def _parts(text: str) -> tuple[str, tuple[str, ...]]:
    """The name, and the keys of what stands after commas; a number alone is one of GeoNames."""
    name, *around = (part.strip() for part in text.split(","))
    if re.fullmatch(r"[0-9]{5,9}", name, re.ASCII):
        name = f"GEONAMES {name}"
    return name, tuple(folded for folded in map(key, around) if folded)


@lru_cache(maxsize=1024)
def _nearest(name: str) -> tuple[Place, ...]:
    by_key = _gazetteer().by_key
    close = get_close_matches(wanted_keys(name)[-1], by_key, NAMED, CLOSE) if wanted_keys(name) else []
    places = {id(entry): entry.place for spelling in close for entry in by_key[spelling]}
    return tuple(places.values())[:NAMED]


def _narrowed(entries: Iterable[Entry], around: Sequence[str]) -> list[Entry]:
    """The entries that lie in each of the countries and regions, given by key."""
    return [entry for entry in entries if all(part in _gazetteer().around(entry.place) for part in around)]


def _world(name: str, wanted: bool) -> list[Entry]:
    """The world's towns that may be meant, when they are wanted, without those that the own gazetteer has."""
    own = _gazetteer().countries
    return [entry for entry in towns_called(wanted_keys(name)) if entry.place.country not in own] if wanted else []


class _PlaceRecord(TypedDict, total=False):
    """A place as the file has it; `Place` says what each key holds."""

    name: Required[str]
    kind: Required[Kind]
    country: Required[str]
    region: str
    at: Required[tuple[float, float]]
    """Longitude and latitude in degrees."""
    source: Required[str]
    uncertainty_m: int | None
    population: int | None
    names: dict[str, str]
    also: list[str]
    note: str
    trap: bool


class _Unplaced(TypedDict):
    """Names that are no place on the map, and what they are."""

    names: list[str]
    what: str


class _Document(TypedDict):
    """The gazetteer's file: countries and regions by code, with their names by language."""

    countries: dict[str, dict[str, str]]
    regions: dict[str, dict[str, str]]
    places: list[_PlaceRecord]
    unplaced: list[_Unplaced]


class _Gazetteer:
    """The places of a file, by every spelling."""

    def __init__(self, document: _Document) -> None:
        self.entries = [Entry(_place(entry, document)) for entry in document["places"]]
        self.unplaced = {key(name): str(entry["what"]) for entry in document["unplaced"] for name in entry["names"]}
        self.countries = frozenset(document["countries"])
        self.country_codes = {key(name): code for code, own in document["countries"].items() for name in own.values()}
        areas = {**document["countries"], **document["regions"]}
        self._areas = {code: _area_keys(code, names) for code, names in areas.items()}
        self.by_key: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for spelling in entry.keys:
                self.by_key[spelling].append(entry)

    def exact(self, name: str) -> list[Entry]:
        """The entries with this very spelling, each once."""
        return list(
            {id(entry): entry for wanted in wanted_keys(name) for entry in self.by_key.get(wanted, ())}.values()
        )

    def around(self, place: Place) -> frozenset[str]:
        """Keys of what a place lies in: country and region, by code or by name in any language."""
        own = frozenset(map(key, (place.country, place.country_name)))
        return own | self._areas.get(place.country, frozenset()) | self._areas.get(place.region, frozenset())


def _area_keys(code: str, names: Mapping[str, str]) -> frozenset[str]:
    """Keys of a country's or region's names, those of a region without the word for it too."""
    return frozenset(map(key, (code, *names.values(), *(_AREA.sub("", name) for name in names.values()))))


def _place(entry: _PlaceRecord, document: _Document) -> Place:
    lon, lat = entry["at"]
    region = entry.get("region", "")
    return Place(
        name=entry["name"],
        kind=entry["kind"],
        country=entry["country"],
        country_name=document["countries"][entry["country"]]["en"],
        region=region,
        region_name=document["regions"][region]["en"] if region else "",
        lon=lon,
        lat=lat,
        source=entry["source"],
        uncertainty_m=entry.get("uncertainty_m"),
        population=entry.get("population"),
        names=entry.get("names", {}),
        also=tuple(entry.get("also", ())),
        note=entry.get("note", ""),
        trap=entry.get("trap", False),
    )


def _read(path: Path) -> _Gazetteer:
    value = files.read_json(path)
    try:
        return _Gazetteer(value)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ReadError(str(path), Message("is no gazetteer of coopmap; install coopmap anew.")) from None


@lru_cache(maxsize=1)
def _gazetteer() -> _Gazetteer:
    return _read(data_path("gazetteer/places.json"))
