"""Where a project is: places and positions that are asked for or given, never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import CoopmapError
from geo.messages import Joined, Message, alternatives
from maps.commands import asking
from maps.commands.places import none_found, place_lines, position, surroundings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.places.coordinates import Coordinates
    from geo.places.place import Place
    from maps.commands.answers import Answers


def certain(text: str, answers: Answers) -> Place | Coordinates:
    """The one place that a text means. Raises CoopmapError when there is none or more than one."""
    from geo.places import coordinates, gazetteer

    readings = coordinates.read(text)
    if not readings:
        return gazetteer.locate(text, world=answers.world, first=answers.first)
    fitting = _fitting(readings, answers)
    if len(fitting) != 1:
        ways = alternatives(
            Message("{place} ({around})", place=position(reading), around=surroundings(reading)) for reading in readings
        )
        codes = answers.countries
        fix = (
            Message("Neither is known to lie in {codes}", codes=alternatives(codes))
            if codes
            else Message("Or give --countries")
        )
        raise CoopmapError(
            Message(
                "“{text}” may be {ways}. Write the sides with the numbers, such as N and E. {fix}.",
                text=text,
                ways=ways,
                fix=fix,
            )
        )
    return fitting[0]


def _fitting(readings: Sequence[Coordinates], answers: Answers) -> list[Coordinates]:
    """The readings of a position that lie in the project's countries, as far as these are known."""
    wanted = answers.countries
    if len(readings) == 1 or not wanted:
        return list(readings)
    return [reading for reading in readings if _country_at(reading) in wanted] or [
        reading for reading in readings if _country_of_nearest_town(reading) in wanted
    ]


def _country_at(here: Coordinates) -> str | None:
    from geo.places import countries

    country = countries.countries().at(here.lon, here.lat)
    return country.code if country else None


def _country_of_nearest_town(here: Coordinates) -> str | None:
    """What the world's towns say where the base map draws no country; None where they are not installed."""
    from geo.places import world_towns

    try:
        return None if _country_at(here) else world_towns.nearest_town(here.lon, here.lat).country
    except CoopmapError:
        return None


def put(answers: Answers, places: Sequence[Place | Coordinates]) -> None:
    """Take the places' geometry, and what follows from it where nothing else is said."""
    from geo.new_project import place_fields
    from geo.places.place import Place

    bare = next((place for place in places if not isinstance(place, Place)), None)
    answers.put(*place_fields(places, _country_at(bare) if bare else None, answers.languages))


def ask_place(answers: Answers) -> None:
    """Where it is: one place, or several for a line; Enter when nobody can say."""
    places: list[Place | Coordinates] = []
    label = Message("Place: a name, coordinates or a map link (Enter when nobody can place it)")
    while text := asking.ask(label):
        try:
            place = _asked_place(text, answers)
        except CoopmapError as error:
            asking.tell(error.sentence)
            continue
        if place is None:
            continue
        places.append(place)
        label = Message("Next place, for a line through several (Enter for no line)")
    if places:
        put(answers, places)


def _asked_place(text: str, answers: Answers) -> Place | Coordinates | None:
    from geo.places import coordinates, gazetteer

    if spots := coordinates.read(text):
        fitting = _fitting(spots, answers) or spots
        if len(fitting) == 1:
            asking.tell(Joined([position(fitting[0]), surroundings(fitting[0])], ": "))
            if fitting[0].view:
                asking.tell(Message("This is the middle of the map that was looked at, not a pin."))
            return fitting[0]
        number = asking.choose(
            Message("Which"), [Joined([position(reading), surroundings(reading)], ": ") for reading in fitting]
        )
        return None if number is None else fitting[number]
    matches = gazetteer.best_matches(text, world=answers.world, first=answers.first)
    best = [place for place in matches if not place.trap]
    options = best or [place for place in gazetteer.find(text, world=answers.world) if not place.trap][:9]
    options = options or [place for place in gazetteer.nearest(text) if not place.trap]
    if not options or gazetteer.unplaced(text):
        asking.tell(none_found(text))
        return None
    if not best:
        asking.tell(Message("No place is called so. Is it one of these?"))
    if len(best) == 1:
        for line in place_lines(best[0]):
            asking.tell(line)
        return best[0] if asking.confirm(Message("Is it this one?"), default=True) else None
    number = asking.choose(
        Message("Which"), [Joined([place.title, ": ", position(place), "; ", place.source], "") for place in options]
    )
    return None if number is None else options[number]
