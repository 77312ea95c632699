"""A new project from what a person writes: values read and checked one by one, ids and places proposed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TypeAlias, cast

from geo.checks.rules.text import texts_are_plain
from geo.checks.validate import faults
from geo.errors import CoopmapError, Problem, show
from geo.messages import Message
from geo.model import iso
from geo.model.languages import USUAL
from geo.model.romanisation import romanised
from geo.model.schema import FIELDS, find, rank

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from geo.model.field import Field
    from geo.model.geojson import Geometry
    from geo.model.record_types import ProjectRecord
    from geo.model.value_types import Kind
    from geo.places.coordinates import Coordinates
    from geo.places.place import Place

NEW = Message("the new project")
"""What a finding on a project without an id names."""

LONGEST_ID = 60
"""Letters of an id that is made of a name, at most."""

Written: TypeAlias = "str | float | list[str] | dict[str, object]"
"""A value that a person wrote, as a field holds it."""

SPOT_M = 1000
"""Metres within which a place lies that was given by coordinates, unless it is said to be exact."""


def value_of(field: Field, text: str, languages: Sequence[str] = USUAL) -> Written:
    """The value that a text stands for: a number, a list of codes parted by commas, a record, or the text itself.

    What can be mended without guessing is: 29.12.2025, "33 700,5", kz, www.example.org. The rest is for `fault`.
    languages: those of the layer; a text of a record that names none is in the first.
    """
    text = text.strip()
    if field.choices is not None:
        code = "_".join(text.casefold().replace("-", " ").split())
        return code if code in field.choices else text
    if field.fields:
        return record_of(field, text, languages)
    if field.kind.items is not None:
        return [_mended(field.kind.items, part) for part in re.split(r"[,;\s]+", text) if part]
    return _number(text) if field.kind.base == "number" else _mended(field.kind, text)


def _mended(kind: Kind, text: str) -> str:
    better = kind.suggest(text) if kind.suggest and kind.pattern and not re.search(kind.pattern, text) else None
    return better.strip("“”") if better else text


def _number(text: str) -> str | float:
    digits = re.sub(r"[\s\u00a0\u202f_']", "", text).replace(",", ".")
    if not re.fullmatch(r"-?(\d{1,18}|\d{0,15}\.\d{1,15})", digits, re.ASCII):
        return text
    return float(digits) if "." in digits else int(digits)


def record_of(field: Field, text: str, languages: Sequence[str] = USUAL) -> dict[str, object] | str:
    """A record written as "Allur; country=KZ; role=partner", its first field without a name, or as JSON in braces."""
    if text.startswith("{"):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            raise CoopmapError(
                Message("{field}: {text} begins with a brace, but is no JSON.", field=field.name, text=show(text))
            ) from None
        return value if isinstance(value, dict) else text
    record: dict[str, str] = {}
    key = field.fields[0].keys_in(languages)[0]
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if equals and find(name.strip(), field.fields):
            key = name.strip()
        else:
            value = part
        record[key] = f"{record[key]};{value}" if key in record else value
    return {key: value_of(_known(key, field), value) for key, value in record.items() if value.strip()}


def _known(key: str, owner: Field) -> Field:
    field = find(key, owner.fields)
    if field is None:
        raise CoopmapError(Message("{owner} has no field {key}.", owner=owner.name, key=show(key)))
    return field


def fault(key: str, value: object, fields: tuple[Field, ...] = FIELDS) -> Problem | None:
    """What is wrong with one value of a project, or None."""
    record = {key: value}
    problems = [problem for path, problem in faults(NEW, record, fields) if path[0] == key]
    return next(iter([*problems, *texts_are_plain(NEW, record)]), None)


def new_id(properties: Mapping[str, object], taken: Collection[str]) -> str:
    """An id from the project's name that no other has: "bus-depot-nukus", "bus-depot-nukus-2".

    From the English name if there is one, else from one in another language, as that language is written in Latin.
    """
    names = ((key.removeprefix("name_"), properties[key]) for key in _name_keys(properties))
    slugs = (_slug(name, language) for language, name in names if isinstance(name, str))
    slug = next(filter(None, slugs), "project")
    number = next(number for number in range(1, len(taken) + 2) if _numbered(slug, number) not in taken)
    return _numbered(slug, number)


def _name_keys(properties: Mapping[str, object]) -> list[str]:
    """The keys of the name, English first."""
    return sorted((key for key in properties if key.startswith("name_")), key=rank)


def _slug(name: str, language: str) -> str:
    words = romanised(name, language).replace(" ", "-")
    return words if len(words) <= LONGEST_ID else words[:LONGEST_ID].rpartition("-")[0] or words[:LONGEST_ID]


def _numbered(slug: str, number: int) -> str:
    return slug if number == 1 else f"{slug}-{number}"


# Places


def place_fields(
    places: Sequence[Place | Coordinates], country: str | None = None, languages: Sequence[str] = USUAL
) -> tuple[Geometry, ProjectRecord]:
    """(geometry, fields) of a project at a place, or along a line through several: countries, regions, names of the
    place, precision, uncertainty and source, as far as they follow from it.

    country: that of a bare position; languages: those of the layer, in which the place is named."""
    from geo.places.place import Place

    positions = [[place.lon, place.lat] for place in places]
    geometry: Geometry = (
        {"type": "Point", "coordinates": positions[0]}
        if len(positions) == 1
        else {"type": "LineString", "coordinates": positions}
    )
    named = [place for place in places if isinstance(place, Place)]
    countries = _each(place.country if isinstance(place, Place) else country for place in places)
    fields: dict[str, object] = {
        "countries": countries,
        "regions": [region for region in _each(place.region for place in named) if _is_region(region)],
        **_names(places, languages),
        "precision": _coarsest(places),
        "uncertainty_m": _uncertainty(places),
        "route": "schematic" if len(places) > 1 else None,
        "location_source": "; ".join(filter(None, _each(map(_source, places)))),
    }
    return geometry, cast("ProjectRecord", {key: value for key, value in fields.items() if value})


def _is_region(code: str) -> bool:
    country, _, region = code.partition("-")
    return region in iso.REGIONS.get(country, (region,))


def _each(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _names(places: Sequence[Place | Coordinates], languages: Sequence[str]) -> dict[str, str]:
    """The place's name in the languages in which all of its parts have one; in none, the gazetteer's own."""
    parts = [_names_of(place) for place in places]
    known = [tag for tag in languages if all(tag in names for names in parts)]
    own = [getattr(place, "name", "") for place in places]
    if not known and all(own):
        return {f"place_{languages[0]}": " – ".join(own)}
    return {f"place_{tag}": " – ".join(names[tag] for names in parts) for tag in known}


def _names_of(place: Place | Coordinates) -> Mapping[str, str]:
    """A place's names by language; the gazetteer's own name stands for the English one."""
    own = getattr(place, "name", "")
    return ({"en": own} if own else {}) | getattr(place, "names", {})


def _coarsest(places: Sequence[Place | Coordinates]) -> str:
    order = ("near", "town", "region")
    return max((getattr(place, "precision", "near") for place in places), key=order.index)


def _uncertainty(places: Sequence[Place | Coordinates]) -> int | None:
    """Of one place its own; a line has none that is the same everywhere."""
    return getattr(places[0], "uncertainty_m", SPOT_M) if len(places) == 1 else None


def _source(place: Place | Coordinates) -> str:
    return getattr(place, "location_source", None) or place.source
