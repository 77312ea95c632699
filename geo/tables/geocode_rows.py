"""Where a row's project lies: by its geometry, its coordinates, or the name of its place through the gazetteer."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import shapely

from geo.errors import CoopmapError, show
from geo.messages import NOTHING, Message
from geo.model.codes import PRECISIONS
from geo.model.geometry import DECIMALS
from geo.model.schema import find
from geo.new_project import place_fields
from geo.places import coordinates, countries, gazetteer
from geo.tables import cell_numbers, cell_values
from geo.tables.model import COORDINATES, GEOMETRY, LATITUDE, LONGITUDE
from geo.tables.readers.wgs84 import geometry_of, transformer_to_wgs84

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model.geojson import Feature, Geometry, Json, JsonRecord
    from geo.model.record_types import ProjectRecord
    from geo.places.coordinates import Coordinates
    from geo.places.place import Place
    from geo.tables.incoming import Incoming
    from geo.tables.model import Cell

UNPLACED = ("unlocated", "country")
"""Precisions of projects whose place name is no point on the map."""

_ORDER = tuple(PRECISIONS)


def own_geometry(incoming: Incoming, crs: str | None) -> JsonRecord | None:
    """The geometry that the row itself gives, or None; what cannot be read is noted with the row."""
    if incoming.geometry is not None:
        return incoming.geometry
    places = incoming.places
    if GEOMETRY in places:
        return _written(incoming, places[GEOMETRY], crs)
    if LONGITUDE in places or LATITUDE in places:
        return _two_columns(incoming, crs)
    return _one_column(incoming, places[COORDINATES]) if COORDINATES in places else None


def _written(incoming: Incoming, cell: Cell, crs: str | None) -> JsonRecord | None:
    """Well-known text, or GeoJSON."""
    if isinstance(cell, dict):
        return cell
    typed = cell_values.text(cell)
    try:
        shape = shapely.from_geojson(typed) if typed.startswith("{") else shapely.from_wkt(typed)
    except (shapely.errors.ShapelyError, NotImplementedError):  # the latter of arcs
        expected = Message("well-known text, such as LINESTRING (69.2 41.3, 69.4 41.5)")
        incoming.error(
            "unread", GEOMETRY, show(typed), expected, Message("write it so, longitude first, or leave it empty")
        )
        return None
    transformer = transformer_to_wgs84(incoming.where, crs) if crs else None
    if transformer is not None:
        shape = shapely.transform(shape, transformer.transform, interleaved=False)
    return geometry_of(shape)


def _two_columns(incoming: Incoming, crs: str | None) -> JsonRecord | None:
    places = incoming.places
    for key, other in ((LONGITUDE, LATITUDE), (LATITUDE, LONGITUDE)):
        if key not in places:
            incoming.error(
                "missing",
                key,
                NOTHING,
                Message("both {longitude} and {latitude}", longitude=LONGITUDE, latitude=LATITUDE),
                Message("write it, or empty {other}", other=other),
            )
            return None
    lon, lat = _degrees(places[LONGITUDE]), _degrees(places[LATITUDE])
    if lon is None or lat is None:
        return _sexagesimal(incoming, (lon, lat))
    transformer = transformer_to_wgs84(incoming.where, crs) if crs else None
    if transformer is not None:
        lon, lat = transformer.transform(lon, lat)
    return _point(lon, lat)


def _degrees(cell: Cell) -> float | None:
    try:
        return float(cell_numbers.number(cell, decimal_comma=True))
    except (cell_values.Unread, OverflowError):
        return None


def _sexagesimal(incoming: Incoming, degrees: tuple[float | None, float | None]) -> JsonRecord | None:
    """Degrees with minutes and seconds in two columns."""
    lat, lon = (cell_values.text(incoming.places[key]) for key in (LATITUDE, LONGITUDE))
    try:
        readings = coordinates.read(f"{lat}; {lon}")
    except CoopmapError as error:
        expected = Message("degrees, or degrees with minutes and seconds, such as 69°16'47\"E")
        incoming.error("unread", LONGITUDE, show(f"{lon}; {lat}"), expected, str(error).rstrip("."))
        return None
    if readings:
        return _point(readings[0].lon, readings[0].lat)
    for key, value in zip((LONGITUDE, LATITUDE), degrees, strict=True):
        if value is None:
            example = "69.2797" if key == LONGITUDE else "41.3111"
            expected = Message("degrees as a number, such as {example}", example=example)
            incoming.error(
                "unread",
                key,
                cell_values.message_text(incoming.places[key]),
                expected,
                Message("write the degrees alone"),
            )
    return None


def _one_column(incoming: Incoming, cell: Cell) -> JsonRecord | None:
    """Both numbers in one cell; where their order is open, that which lies in the row's countries."""
    typed = cell_values.text(cell)
    expected = Message("latitude and longitude, such as 41.3111, 69.2797, or a map link")
    try:
        readings = coordinates.read(typed)
    except CoopmapError as error:
        incoming.error("unread", COORDINATES, show(typed), expected, str(error).rstrip("."))
        return None
    if len(readings) > 1:
        codes = incoming.values.get("countries")
        readings = [reading for reading in readings if _inside(reading, codes)] or readings
    if len(readings) != 1:
        fix = (
            Message("write N and E behind the numbers, or two columns")
            if readings
            else Message("write the two numbers")
        )
        incoming.error("unread", COORDINATES, show(typed), expected, fix)
        return None
    return _point(readings[0].lon, readings[0].lat)


def _inside(position: Coordinates, codes: Json) -> bool:
    there = countries.countries().at(position.lon, position.lat)
    return isinstance(codes, list) and there is not None and there.code in codes


def _point(lon: float, lat: float) -> JsonRecord:
    return {"type": "Point", "coordinates": [round(lon, DECIMALS), round(lat, DECIMALS)]}


# By name


def looked_up(
    incoming: Incoming, before: Feature | None, world: bool, languages: tuple[str, ...]
) -> tuple[Geometry | None, ProjectRecord]:
    """(geometry, fields that follow) of the place that the row names, or (None, {}) when it is not to be looked up.

    languages: those of the layer; before: the Feature as the layer has it. A project that has its place is looked up
    again only when the row calls the place otherwise. What cannot be found, or is given more exactly than it can be
    known, is noted with the row.
    """
    key = next((f"place_{tag}" for tag in languages if f"place_{tag}" in incoming.values), None)
    key = key or next((key for key in incoming.values if key.startswith("place_") and find(key)), None)
    if key is None or incoming.values.get("precision") in UNPLACED or not _wanted(incoming, before):
        return None, {}
    around = [*_list(incoming.values.get("regions")), *_list(incoming.values.get("countries"))]
    place = _located(str(incoming.values[key]), tuple(around), world)
    if isinstance(place, str):
        expected = Message("a place that the gazetteer knows, or coordinates")
        fix = Message("{place}. Or write the precision unlocated", place=place.rstrip("."))
        incoming.error("place", key, show(incoming.values[key]), expected, fix)
        return None, {}
    geometry, fields = _following(place, languages)
    precision = incoming.values.get("precision")
    if precision in _ORDER and _ORDER.index(precision) < _ORDER.index(fields["precision"]):
        fix = Message(
            "write longitude and latitude, or leave the precision empty: the name alone gives {precision}",
            precision=fields["precision"],
        )
        incoming.error(
            "precision",
            "precision",
            show(precision),
            Message("{precision} for a place name", precision=fields["precision"]),
            fix,
        )
        incoming.unread.add(key)
        return None, {}
    return geometry, fields


def _wanted(incoming: Incoming, before: Feature | None) -> bool:
    if before is None:
        return True
    old: Mapping[str, object] = before.get("properties") or {}
    renamed = any(
        key in old and str(old[key]).strip() != value
        for key, value in incoming.values.items()
        if key.startswith("place_")
    )
    return renamed or (before.get("geometry") is None and old.get("precision") not in UNPLACED)


def _list(value: Json) -> list[str]:
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []


@lru_cache(maxsize=4096)
def _located(name: str, around: tuple[str, ...], world: bool) -> Place | str:
    """The one place of this name, or a sentence that says why there is none; several are told apart by `around`."""
    try:
        return gazetteer.locate(name, world=world)
    except CoopmapError as error:
        for area in around:
            if (place := _at(f"{name}, {area}", world)) is not None:
                return place
        return str(error)


@lru_cache(maxsize=4096)
def _following(place: Place, languages: tuple[str, ...]) -> tuple[Geometry, ProjectRecord]:
    return place_fields([place], languages=languages)


def _at(name: str, world: bool) -> Place | None:
    try:
        return gazetteer.locate(name, world=world)
    except CoopmapError:
        return None
