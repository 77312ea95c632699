"""`coopmap find`: what a place's name may mean, and what lies at a position."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from geo.messages import Joined, Message, template
from geo.places.country_name import CountryName
from maps.commands import outcome
from maps.commands.printing import count, echo, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.places.coordinates import Coordinates
    from geo.places.place import Place

MAX_PLACES = 10
"""Most places that are shown unless all are asked for."""


def find(
    place: Annotated[
        list[str],
        typer.Argument(
            metavar="PLACE",
            help="A name in any language or spelling, with a country or region after a comma; a number of GeoNames; an"
            " airport's code; coordinates; or a map link.",
        ),
    ],
    world: Annotated[bool, typer.Option("--world", help="Look through the world's towns as well.")] = False,
    every: Annotated[bool, typer.Option("--all", help=f"Show all places, not only the first {MAX_PLACES}.")] = False,
) -> None:
    """Look a place up: country, region, population, coordinates, source. No network. Exit code 1 when there is none."""
    from geo.places import coordinates, gazetteer

    text = " ".join(place)
    if positions := coordinates.read(text):
        _print_positions(positions)
        return
    matches = gazetteer.find(text, world=world)
    outcome.give([place_record(match) for match in matches])
    for match in matches if every else matches[:MAX_PLACES]:
        echo(Joined(place_lines(match), "\n"))
    if len(matches) > MAX_PLACES and not every:
        say(Message("{places}; --all shows them.", places=count(len(matches) - MAX_PLACES, "more place")))
    if not matches:
        say(none_found(text))
        if not world:
            say(Message("--world looks through the world's towns as well, not only those of the countries built in."))
        raise typer.Exit(1)


def none_found(text: str) -> str:
    """Why there is nothing to show for a name, and what is near to it."""
    from geo.places import gazetteer

    if known := gazetteer.unplaced(text):
        return known
    return gazetteer.none_called(text, gazetteer.nearest(text))


def place_lines(place: Place) -> list[str]:
    """A place as lines for a person: names, where it is, its point and source, what must be known."""
    names = list(dict.fromkeys([place.name, *place.names.values()]))
    country = CountryName(place.country) if place.country else ""
    areas = [(place.region_name, place.region), (country or place.country_name, place.country)]
    around = [_area(name, code) for name, code in areas if code]
    what = [
        Message("region {region} in {country}", region=place.region, country=around.pop())
        if place.kind == "region"
        else Message("{kind} in {areas}", kind=_KINDS.get(place.kind, place.kind), areas=Joined(around))
    ]
    if place.population:
        what.append(Message("{number:,} people", number=place.population))
    where = [position(place)]
    if place.uncertainty_m:
        where.append(Message("within about {kilometres:g} km", kilometres=place.uncertainty_m / 1000))
    note = Message("Never taken: {note}", note=place.note) if place.trap else place.note
    lines = [Joined(what, "; "), Joined([Joined(where), place.source], "; "), *([note] if note else [])]
    return [" · ".join(names), *(Joined(["    ", line], "") for line in lines)]


def _area(name: str | None, code: str) -> str:
    return Message("{name} ({code})", name=name, code=code) if name and name != code else code


_KINDS = {kind: Message(kind) for kind in (template("town"), template("airport"), template("crossing"))}
"""What kinds of places are called."""


def place_record(place: Place) -> dict[str, object]:
    """A place for programs."""
    keys = ("name", "names", "kind", "country", "region", "population", "lon", "lat", "uncertainty_m", "source")
    return {key: getattr(place, key) for key in (*keys, "precision", "note", "trap")}


def position(place: Place | Coordinates) -> str:
    """A position that nobody reads the wrong way round: 53.21435° N, 63.62463° E."""
    north = (
        Message("{degrees}° N", degrees=place.lat) if place.lat >= 0 else Message("{degrees}° S", degrees=-place.lat)
    )
    east = Message("{degrees}° E", degrees=place.lon) if place.lon >= 0 else Message("{degrees}° W", degrees=-place.lon)
    return Joined([north, east])


def _print_positions(positions: Sequence[Coordinates]) -> None:
    outcome.give([{"lon": each.lon, "lat": each.lat, "source": each.source} for each in positions])
    if len(positions) > 1:
        say(Message("Which number is the latitude is not said. Either:"))
    for each in positions:
        here = position(each)
        echo(Message("{position} ({source})", position=here, source=each.source) if each.source else here)
        echo(Joined(["    ", surroundings(each)], ""))


def surroundings(at: Coordinates) -> str:
    """The country at a position, and the nearest town of the gazetteer."""
    from geo.model.geometry import distance_m
    from geo.places import countries, gazetteer

    country = countries.countries().at(at.lon, at.lat)
    towns = (place for place in gazetteer.all_places() if place.kind == "town" and not place.trap)
    near = min(towns, key=lambda place: distance_m(at.lon, at.lat, place.lon, place.lat))
    kilometres = distance_m(at.lon, at.lat, near.lon, near.lat) / 1000
    return Message(
        "{country}; {kilometres:,.0f} km from {town}",
        country=country.name if country else Message("outside the base map"),
        kilometres=kilometres,
        town=near.title,
    )
