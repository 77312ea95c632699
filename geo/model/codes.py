"""The closed lists of the schema, each code with one sentence that says what it means."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

GRADES: Mapping[str, str] = {
    "draft": "Gaps are allowed: what is missing is a warning.",
    "published": "Readers may rely on it: what is missing is an error.",
}
"""How much a layer claims of itself; one that claims nothing is a draft."""

PAIR: Mapping[str, str] = {
    "before": "Before the work; the picture of after follows.",
    "after": "After it.",
}
"""Which of two pictures of the same view it is."""

BORDER_LINES: Mapping[str, str] = {
    "solid": "As a border that both sides recognise.",
    "dashed": "As one that is disputed or not fixed.",
    "none": "Not at all.",
}
"""How a border between two countries is drawn where the layer's keeper decides it."""


@cache
def load(name: str) -> Any:
    """A list that is a file: sectors, statuses, precisions, milestone_kinds; each code with its meaning and its looks.

    A sector has its number in other standards too, a status how much of a project operates. legend: codes in the order
    of a legend; not_stated: how what no record tells is drawn.
    """
    return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))


_Value = TypeVar("_Value", str, int)


def _member(name: str, member: str, kind: type[_Value]) -> dict[str, _Value]:
    return {code: kind(entry[member]) for code, entry in load(name)[name].items() if member in entry}


SECTORS: Mapping[str, str] = _member("sectors", "about", str)

DAC_CODES: Mapping[str, int] = _member("sectors", "dac", int)
"""OECD DAC purpose code of each sector (appliances fall under 32171, engineering, as machinery does)."""

STATUSES: Mapping[str, str] = _member("statuses", "about", str)
"""After Global Energy Monitor: suspended is its shelved (before opening) and mothballed (after)."""

MEANT: Mapping[str, str] = {
    "pre_permit": "planned",
    "permitted": "planned",
    "pre_construction": "planned",
    "in_development": "planned",
    "under_construction": "construction",
    "in_construction": "construction",
    "in_operation": "operating",
    "shelved": "suspended",
    "mothballed": "suspended",
    "on_hold": "suspended",
}
"""Words of Global Energy Monitor and other trackers for a status, small letters joined by "_", and the code of each."""

IATI_STATUSES: Mapping[str, int] = _member("statuses", "iati", int)
"""IATI ActivityStatus of each status: 1 pipeline, 2 implementation, 5 cancelled, 6 suspended; unknown has none."""

PRECISIONS: Mapping[str, str] = _member("precisions", "about", str)

ROUTES: Mapping[str, str] = {
    "surveyed": "The line follows the published course.",
    "schematic": "The line joins known points; its course between them is not published.",
    "great_circle": "The shortest way over the globe between its ends, as for a flight.",
}

TIME_KINDS: Mapping[str, str] = {
    "planned": "The date is a plan.",
    "actual": "It happened then.",
}

ARTICLE: Mapping[str, str] = {
    "yes": "The article names the project.",
    "inferred": "The article names the thing; sources identify the project.",
    "no": "The article does not name it.",
}

ROLES: Mapping[str, str] = {
    "investor": "Puts money in.",
    "owner": "Owns it.",
    "operator": "Runs it.",
    "contractor": "Builds it.",
    "supplier": "Delivers goods or equipment.",
    "licensor": "Gives a licence or a brand.",
    "authority": "The state body in charge.",
    "funder": "Lends or grants money.",
    "partner": "Takes part in another way.",
}

VALUE_KINDS: Mapping[str, str] = {
    "announced": "A sum named in public.",
    "committed": "A sum agreed or signed.",
    "spent": "A sum paid.",
}

QUALIFIERS: Mapping[str, str] = {
    "about": "Roughly the value.",
    "more_than": "More than the value.",
    "up_to": "At most the value.",
    "almost": "Slightly less than the value.",
}

UNITS: Mapping[str, str] = {
    "cars_per_year": "Cars a year.",
    "vehicles": "Vehicles.",
    "buses": "Buses.",
    "units": "Pieces.",
    "units_per_year": "Pieces a year.",
    "items_per_month": "Items a month.",
    "items_per_year": "Items a year.",
    "t_per_year": "Tonnes a year.",
    "m3_per_year": "Cubic metres a year.",
    "jobs": "Jobs.",
    "ha": "Hectares.",
    "m2": "Square metres.",
    "km": "Kilometres.",
    "MW": "Megawatts.",
    "kV": "Kilovolts.",
    "tracks": "Tracks.",
    "flights_per_week": "Flights a week.",
    "persons": "Persons.",
    "passengers": "Passengers.",
    "trips": "Trips.",
    "visits": "Visits.",
    "enterprises": "Enterprises.",
    "agreements": "Agreements.",
    "wagons": "Wagons.",
    "containers": "Containers.",
    "buildings": "Buildings.",
    "markers": "Boundary markers.",
    "percent": "Per cent.",
    "USD": "United States dollars; an indicator's unit, a project's money stands in `value`.",
}

INDICATOR_KINDS: Mapping[str, str] = {
    "actual": "It was so.",
    "goal": "A goal for the period.",
    "ratio": "A source gives only a ratio to another period; no number is made up.",
    "permitted": "What is allowed, not what takes place.",
}

MILESTONE_KINDS: Mapping[str, str] = _member("milestone_kinds", "about", str)
