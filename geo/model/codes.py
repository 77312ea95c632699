"""The closed lists of the schema, each code with one sentence that says what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES_REQUIRED = ("en", "ru", "uz", "kk")
"""The languages that a published layer has every text in (BCP 47; uz in Latin script, kk in Cyrillic script)."""

GRADES: Mapping[str, str] = {
    "draft": "Gaps are allowed: what is missing is a warning.",
    "published": "Readers may rely on it: what is missing is an error.",
}
"""How much a layer claims of itself; one that claims nothing is a draft."""

SECTORS: Mapping[str, str] = {
    "automotive": "Cars, buses, trucks and their parts.",
    "textile": "Yarn, fabric, garments and leather.",
    "medical": "Medicines, medical products and equipment.",
    "construction_materials": "Cement, concrete, brick, glass and other building materials.",
    "machinery": "Machines and equipment for industry and farming.",
    "appliances": "Household appliances and electronics.",
    "chemicals": "Chemicals, fertiliser and plastics.",
    "industrial_zone": "A zone, park or centre that hosts several enterprises or trade.",
    "road": "Roads, bridges and border crossings for vehicles.",
    "rail": "Railways, trains and rail tours.",
    "air": "Flights and airports.",
    "logistics": "Warehouses, terminals and freight centres.",
    "energy": "Power plants, power lines and fuel supply.",
    "education": "Universities, schools and research.",
    "other": "None of the other sectors.",
}

DAC_CODES: Mapping[str, int] = {
    "automotive": 32172,
    "textile": 32163,
    "medical": 32168,
    "construction_materials": 32166,
    "machinery": 32171,
    "appliances": 32171,
    "chemicals": 32164,
    "industrial_zone": 32120,
    "road": 21020,
    "rail": 21030,
    "air": 21050,
    "logistics": 21061,
    "energy": 23630,
    "education": 11420,
    "other": 43010,
}
"""OECD DAC purpose code of each sector (appliances fall under 32171, engineering, as machinery does)."""

STATUSES: Mapping[str, str] = {
    "announced": "Named in public, but no step towards it is known.",
    "planned": "Permits, land, partners or money are being sought or agreed; nothing is built.",
    "construction": "Building or the fitting of equipment has begun, not only a ceremony.",
    "operating": "Formally opened or commissioned and at work.",
    "partly_operating": "A part or a first phase is at work, the rest is not.",
    "suspended": "Put on hold, or without any sign of progress for two years.",
    "cancelled": "Given up, as announced or as shown by its absence from plans for four years.",
    "unknown": "No source says how it stands.",
}
"""After Global Energy Monitor: suspended is its shelved (before opening) and mothballed (after)."""

IATI_STATUSES: Mapping[str, int] = {
    "announced": 1,
    "planned": 1,
    "construction": 2,
    "operating": 2,
    "partly_operating": 2,
    "suspended": 6,
    "cancelled": 5,
}
"""IATI ActivityStatus of each status: 1 pipeline, 2 implementation, 5 cancelled, 6 suspended; unknown has none."""

PRECISIONS: Mapping[str, str] = {
    "site": "The point lies on the site itself, at most 1 km off.",
    "near": "The site lies within `uncertainty_m` of the point.",
    "town": "Only the town is known; the point is the town's.",
    "region": "Only the region is known; the point is one of the region's.",
    "country": "Only the country is known.",
    "unlocated": "Nobody can place it; it has no geometry.",
}

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

MILESTONE_KINDS: Mapping[str, str] = {
    "treaty": "A treaty or another signed document.",
    "visit": "A visit or a meeting of leaders.",
    "forum": "A forum.",
    "institution": "A body is founded.",
}
