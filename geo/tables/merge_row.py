"""A row and the project as the layer has it: the Feature that comes of both.

An empty cell keeps what the layer has. A list counts as one: as soon as one of its cells is filled, its cells are the
list. What the file has no column for stays.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from geo.model import geometry
from geo.model.geometry import is_position
from geo.model.languages import USUAL
from geo.model.record_types import ProjectRecord
from geo.tables.geocode_rows import looked_up, own_geometry
from geo.tables.incoming import named
from geo.tables.model import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.model.geojson import Feature, Json, JsonRecord
    from geo.tables.incoming import Entry, Incoming


@dataclass(frozen=True)
class Terms:
    """How rows are taken in.

    clear: empty cells remove what the layer has; crs: of coordinates in columns, WGS 84 by default; world: places are
    looked up in the whole world.
    """

    clear: bool = False
    crs: str | None = None
    world: bool = False


TERMS = Terms()


def merged(
    incoming: Incoming, before: Feature | None, terms: Terms = TERMS, languages: tuple[str, ...] = USUAL
) -> Feature:
    """The Feature after the row is taken in. languages: those of the layer.

    Values that only differ as 1 and 1.0 do, or in blank space at their ends, stay as the layer has them.
    """
    old = _properties(before)
    shape = None if "*" in incoming.unread else own_geometry(incoming, terms.crs)
    unclear = shape is not None or not incoming.unread.isdisjoint(("*", *PLACES))
    located, follows = (None, ProjectRecord()) if unclear else looked_up(incoming, before, terms.world, languages)
    values = dict(incoming.values)
    for name, blanks in incoming.blanks.items():
        if name not in incoming.entries and terms.clear and (stay := _untold(blanks, old.get(name))):
            values[name] = stay
    for name, entries in incoming.entries.items():
        values[name] = _entries(entries, incoming.blanks.get(name, ()), old.get(name), incoming.beyond.get(name))
    if located is not None:
        values = {**_fitting(follows, old), **values}
    if terms.clear:
        old = {key: value for key, value in old.items() if key not in incoming.empty}
    properties = old | {key: with_unchanged(old[key], value) if key in old else value for key, value in values.items()}
    geometry = _geometry(incoming, before, shape or located, terms.clear)
    head = {"type": "Feature", "id": properties.get("id"), "geometry": geometry, "properties": properties}
    return cast("Feature", {**(before or {}), **head})  # the check says whether its values are as they should be


def _properties(feature: Feature | None) -> JsonRecord:
    """A copy of a Feature's fields, whatever they hold."""
    properties = feature.get("properties") if feature is not None else None
    return cast("JsonRecord", dict(properties or {}))


def _fitting(follows: ProjectRecord, old: Mapping[str, Json]) -> JsonRecord:
    """What follows from a place: all of it, but a project that moves stays in its countries."""
    fields = cast("JsonRecord", follows)
    return {key: value for key, value in fields.items() if key != "countries" or "countries" not in old}


def _geometry(
    incoming: Incoming, before: Feature | None, shape: Mapping[str, object] | None, clear: bool
) -> Mapping[str, object] | None:
    old = before.get("geometry") if before is not None else None
    if shape is not None:
        return old if old is not None and _is_same_place(old, shape) else shape
    unplaced = incoming.values.get("precision") == "unlocated"
    emptied = clear and "longitude" in incoming.empty | incoming.places.keys()
    return None if unplaced or emptied else old


def _is_same_place(old: Mapping[str, object], new: Mapping[str, object]) -> bool:
    """Whether a file has a geometry as the layer does, or as formats do that hold no altitudes of some positions."""
    if alike(bare(old), bare(new)):
        return True
    level = {**old, "coordinates": geometry.without_altitudes(old.get("coordinates"))}
    return geometry.has_uneven_altitudes(old) and alike(bare(level), bare(new))


def bare(shape: Mapping[str, object]) -> dict[str, object]:
    """A geometry as KML gives it back: without altitudes of 0, one part as no collection of parts."""
    kind, coordinates = shape.get("type"), _flat(shape.get("coordinates"))
    if isinstance(kind, str) and kind.startswith("Multi") and isinstance(coordinates, list) and len(coordinates) == 1:
        kind, coordinates = kind.removeprefix("Multi"), coordinates[0]
    return {"type": kind, "coordinates": coordinates}


def _flat(part: object) -> object:
    if is_position(part):
        return list(part) if any(part[2:]) else list(part[:2])
    return [_flat(inner) for inner in part] if isinstance(part, (list, tuple)) else part


def _entries(entries: list[Entry], blanks: Sequence[Entry], old: Json, reach: int | None) -> list[Json]:
    """A list of records anew: each entry keeps of the one that stood in its place what the file has no column for."""
    before = old if isinstance(old, list) else []
    blank = [entry for entry in blanks if _untold([entry], before)]
    every = sorted([*entries, *blank], key=_place) if blank else entries
    merged_entries: list[Json] = [_entry(entry, before) for entry in every]
    return merged_entries + (before[reach:] if reach is not None else [])


def _untold(blanks: Iterable[Entry], old: Json) -> list[Json]:
    """Of the records in the places of empty entries those that nobody emptied: the file has no column for any value of
    theirs, as for a note in another language."""
    before: dict[float, Json] = dict(enumerate(old)) if isinstance(old, list) else {}
    was = [(before.get(_place(blank)), blank.keys) for blank in blanks]
    return [record for record, keys in was if record and isinstance(record, dict) and not keys & record.keys()]


def _place(entry: Entry) -> float:
    """Where the entry stood in the list; a new one stands behind all."""
    return math.inf if entry.before is None else entry.before


def _entry(entry: Entry, before: list[Json]) -> JsonRecord:
    was = before[entry.before] if entry.before is not None and entry.before < len(before) else {}
    stays = {key: value for key, value in was.items() if key not in entry.keys} if isinstance(was, dict) else {}
    return stays | entry.values


def with_unchanged(old: Json, new: Json) -> Json:
    """The new value, with the old one in place of whatever in it is alike."""
    if alike(old, new):
        return old
    if isinstance(old, dict) and isinstance(new, dict):
        return {key: with_unchanged(old.get(key), value) for key, value in new.items()}
    if isinstance(old, list) and isinstance(new, list):
        padded = [*old, *[None] * len(new)]
        return [with_unchanged(was, value) for was, value in zip(padded, new, strict=False)]
    return new


def alike(old: object, new: object) -> bool:
    """Whether two JSON values say the same: 1 is 1.0 but not true, blank space at a text's ends is nothing."""
    if isinstance(old, str) and isinstance(new, str):
        return old == new or old.strip() == new.strip()
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(alike(old[key], new[key]) for key in old)
    if isinstance(old, (list, tuple)) and isinstance(new, (list, tuple)):
        return len(old) == len(new) and all(map(alike, old, new))
    return bool(old == new) and isinstance(old, bool) == isinstance(new, bool)


def cell_of_finding(incoming: Incoming, path: str) -> tuple[str, str]:
    """(row, column) where a finding on a project stands in the file, by its path: `sources[1].url`, `status`."""
    name, _, rest = path.partition("[")
    number, _, key = rest.partition("]")
    name = name.partition(".")[0]
    entries = incoming.entries.get(name, [])
    if number.isdigit() and int(number) < len(entries):
        entry = entries[int(number)]
        key = key.removeprefix(".").partition("[")[0]
        header = entry.headers.get(key)
        own = key if entry.where != incoming.where else f"{name}_{int(number) + 1}_{key}"
        return entry.where, named(header) if header else own if key else path
    if name == "geometry":
        place_keys = incoming.places.keys() or {key for key in incoming.values if key.startswith("place_")}
        columns = [header for key, header in incoming.headers.items() if key in place_keys]
        return incoming.where, " and ".join(map(named, columns)) or path
    header = incoming.headers.get(name)
    return incoming.where, named(header) if header else path
