"""Projects as rows of cells: a column a field, numbered columns for the entries of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import shapely

from geo.io.shapes import shape_of
from geo.model.field import Field
from geo.model.geojson import are_records
from geo.model.languages import TAG
from geo.model.project import Project
from geo.model.schema import ARTICLE, find, rank
from geo.tables import header_names
from geo.tables.cell_values import cell_of
from geo.tables.model import GEOMETRY, LATITUDE, LONGITUDE, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.layer import Layer
    from geo.model.geojson import Feature, Json, Position
    from geo.tables.model import WrittenCell

FLAT = 2
"""Numbers of a position without an altitude."""


def targets(layer: Layer, language: str | None = None) -> list[Target]:
    """The columns that hold the projects of a layer, in the schema's order, without their geometry.

    All plain fields, the article only where some project speaks of it; of lists the entries and keys that occur; last
    the own fields that are texts or numbers. language: texts in this language alone.
    """
    records = [project.properties for project in layer.projects]
    languages = layer.languages
    columns: list[Target] = []
    for field in layer.codebook.fields:
        if field.name == ARTICLE and not about_article(layer):
            continue
        if field.fields:
            columns += _list_targets(field, records, languages, language)
        else:
            columns += [(key,) for key in keys_of(field, records, languages, language)]
    return columns + [(key,) for key in own_keys(layer)]


def about_article(layer: Layer) -> bool:
    """Whether some project says whether an article names it."""
    return any(ARTICLE in project.properties for project in layer.projects)


def keys_of(
    field: Field,
    records: Iterable[Mapping[str, object]],
    languages: Sequence[str],
    language: str | None = None,
) -> list[str]:
    """The keys of a field: in one language, or in the layer's and those that occur."""
    if not field.translated:
        return [field.name]
    if language is not None:
        return [f"{field.name}_{language}"]
    own, begin = field.keys_in(languages), f"{field.name}_"
    others = {
        key
        for record in records
        for key in record
        if key.startswith(begin) and key not in own and TAG.fullmatch(key[len(begin) :])
    }
    return [*own, *sorted(others)]


def _list_targets(
    field: Field, records: Iterable[Mapping[str, object]], languages: tuple[str, ...], language: str | None
) -> list[Target]:
    lists = [entries for record in records if isinstance(entries := record.get(field.name), list)]
    entries = [entry for entries in lists for entry in entries if isinstance(entry, dict)]
    keys = list_keys(field, entries, languages, language)
    longest = max(map(len, lists), default=0)
    return [(field.name, number, key) for number in range(longest) for key in keys]


def list_keys(
    field: Field, entries: Sequence[Mapping[str, object]], languages: tuple[str, ...], language: str | None = None
) -> list[str]:
    """The keys that occur in the entries of a list, in the schema's order."""
    used = {key for entry in entries for key in entry if find(key, field.fields)}
    if language is not None:
        used = {key for key in used if _spoken(key, field.fields) in (None, language)}
    return sorted(used, key=lambda key: rank(key, field.fields, languages))


def _spoken(key: str, fields: tuple[Field, ...]) -> str | None:
    """The language of a key, or None."""
    field = find(key, fields)
    return key[len(field.name) + 1 :] if field is not None and field.translated else None


def own_keys(layer: Layer) -> list[str]:
    """The fields that the schema does not know and that hold texts or numbers alone, in the order of their coming."""
    held: dict[str, bool] = {}
    for project in layer.projects:
        for key, value in project.properties.items():
            if find(key, layer.codebook.fields) is None:
                plain = isinstance(value, (str, int, float)) and not isinstance(value, bool)
                held[key] = held.get(key, True) and plain and header_names.target(key) is None and bool(key.strip())
    return [key for key, plain in held.items() if plain]


def cell(project: Project, target: Target) -> WrittenCell:
    """The cell of a project in a column; None is an empty one."""
    value = project.properties.get(str(target[0]))
    if len(target) == 1:
        return cell_of(value)
    number = int(target[1])
    entry = value[number] if isinstance(value, list) and number < len(value) else None
    return cell_of(entry.get(str(target[2]))) if isinstance(entry, dict) else None


def place_cells(project: Project) -> dict[str, WrittenCell]:
    """Longitude and latitude of a point, well-known text of anything else (longitude first, degrees)."""
    shape = project.geometry
    if shape is None:
        return {}
    if shape["type"] == "Point" and len(shape["coordinates"]) == FLAT:
        lon, lat = cast("Position", shape["coordinates"])
        return {LONGITUDE: lon, LATITUDE: lat}
    return {GEOMETRY: shapely.to_wkt(shape_of(shape), rounding_precision=-1, trim=True)}


def place_targets(layer: Layer) -> list[str]:
    """The columns of places that a layer needs: those of degrees, and that of lines and areas where there are any."""
    lines = any(GEOMETRY in place_cells(project) for project in layer.projects)
    return [LONGITUDE, LATITUDE, *([GEOMETRY] if lines else [])]


def rows(layer: Layer, columns: list[Target]) -> list[list[WrittenCell]]:
    """The cells of all projects, by id; columns may be those of places."""
    lines = []
    for project in sorted(layer.projects, key=lambda project: project.id or ""):
        places = place_cells(project)
        lines.append([places.get(str(t[0])) if t[0] in _PLACES else cell(project, t) for t in columns])
    return lines


_PLACES = (LONGITUDE, LATITUDE, GEOMETRY)


def with_places(columns: list[Target], places: list[str]) -> list[Target]:
    """The columns with those of the place before its precision."""
    at = columns.index(("precision",))
    return [*columns[:at], *((name,) for name in places), *columns[at:]]


def in_language(layer: Layer, language: str) -> tuple[list[Feature], dict[str, Json]]:
    """(Features, members) with the texts of one language alone; names of partners stay as they write them."""
    from geo.model.schema import MEMBERS

    features = []
    for project in layer.projects:
        record = cast("Mapping[str, Json]", project.properties)
        features.append(
            cast("Feature", {**project.feature, "properties": _one_language(record, layer.codebook.fields, language)})
        )
    return features, _one_language(layer.members, MEMBERS, language)


def _one_language(record: Mapping[str, Json], fields: tuple[Field, ...], language: str) -> dict[str, Json]:
    part: dict[str, Json] = {}
    for key, value in record.items():
        field = find(key, fields)
        if _spoken(key, fields) not in (None, language):
            continue
        inner = field.fields if field else ()
        if inner and are_records(value):
            part[key] = [_one_language(entry, inner, language) for entry in value]
        else:
            part[key] = value
    return part
