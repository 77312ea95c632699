"""`coopmap find`: what a place's name may mean, and what lies at a position."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maps.commands import outcome
from maps.commands.common import count, say

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
        typer.echo("\n".join(place_lines(match)))
    if len(matches) > MAX_PLACES and not every:
        say(f"{count(len(matches) - MAX_PLACES, 'more place')}; --all shows them.")
    if not matches:
        say(none_found(text))
        raise typer.Exit(1)


def none_found(text: str) -> str:
    """Why there is nothing to show for a name, and what is near to it."""
    from geo.errors import show
    from geo.places import gazetteer

    if known := gazetteer.unplaced(text):
        return known
    near = gazetteer.nearest(text)
    hint = f" Near to it: {'; '.join(map(str, near))}." if near else ""
    return f"The gazetteer has no place called {show(text)}.{hint}"


def place_lines(place: Place) -> list[str]:
    """A place as lines for a person: names, where it is, its point and source, what must be known."""
    names = list(dict.fromkeys([place.name, *place.names.values()]))
    areas = [(place.region_name, place.region), (place.country_name or place.country, place.country)]
    around = [f"{name} ({code})" if name != code else code for name, code in areas if code]
    what = (
        f"region {place.region} in {around.pop()}" if place.kind == "region" else f"{place.kind} in {', '.join(around)}"
    )
    people = f"; {place.population:,} people" if place.population else ""
    within = f", within about {place.uncertainty_m / 1000:g} km" if place.uncertainty_m else ""
    notes = [f"    {'Never taken: ' if place.trap else ''}{place.note}"] if place.note else []
    return [
        " · ".join(names),
        f"    {what}{people}",
        f"    {position(place)}{within}; {place.source}",
        *notes,
    ]


def place_record(place: Place) -> dict[str, object]:
    """A place for programs."""
    keys = ("name", "names", "kind", "country", "region", "population", "lon", "lat", "uncertainty_m", "source")
    return {key: getattr(place, key) for key in (*keys, "precision", "note", "trap")}


def position(place: Place | Coordinates) -> str:
    """A position that nobody reads the wrong way round: 53.21435° N, 63.62463° E."""
    north, east = ("N" if place.lat >= 0 else "S"), ("E" if place.lon >= 0 else "W")
    return f"{abs(place.lat)}° {north}, {abs(place.lon)}° {east}"


def _print_positions(positions: Sequence[Coordinates]) -> None:
    outcome.give([{"lon": each.lon, "lat": each.lat, "source": each.source} for each in positions])
    if len(positions) > 1:
        say("Which number is the latitude is not said. Either:")
    for each in positions:
        typer.echo(f"{position(each)}{f' ({each.source})' if each.source else ''}")
        typer.echo(f"    {surroundings(each)}")


def surroundings(at: Coordinates) -> str:
    """The country at a position, and the nearest town of the gazetteer."""
    from geo.model.geometry import distance_m
    from geo.places import countries, gazetteer

    country = countries.countries().at(at.lon, at.lat)
    towns = (place for place in gazetteer.all_places() if place.kind == "town" and not place.trap)
    near = min(towns, key=lambda place: distance_m(at.lon, at.lat, place.lon, place.lat))
    kilometres = distance_m(at.lon, at.lat, near.lon, near.lat) / 1000
    return f"{country.name if country else 'outside the base map'}; {kilometres:,.0f} km from {near.title}"
