"""GeoJSON read into a table, one row a Feature: the whole of RFC 7946, and what programs write beside it."""

from __future__ import annotations

import json
import re
from itertools import count
from typing import TYPE_CHECKING, TypeGuard, cast

import numpy as np
import shapely

from geo.errors import ReadError, show
from geo.io import files
from geo.messages import Message
from geo.model.geojson import are_records
from geo.model.geometry import positions
from geo.tables.model import Book, Row, Table
from geo.tables.readers import json_text, shapes, topojson
from geo.tables.readers.shapes import Repairs, member, sound
from geo.tables.readers.wgs84 import DEGREES, are_degrees, degrees_under, geometries_in_wgs84, transformer_to_wgs84

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pyproj import Transformer

    from geo.model.geojson import Json, JsonRecord

LONE = ("type", "coordinates", "geometries", "bbox", "crs")
"""Members of a lone geometry that say nothing of a project."""

UNTITLED = "Untitled"
"""What a lone geometry is called, which has no name."""

_WGS84 = re.compile(r"(CRS:?84H?|EPSG(:|::|/0/|/[\d.]+/|:[\d.]+:)4326)$", re.IGNORECASE)
"""How the name of a `crs` member may end and mean WGS 84, longitude first: RFC 7946 knows no other order."""

_HOSTED = re.compile(r"https?://www\.opengis\.net/def/crs/(\w+)/[\w.]+/(\w+)$")


def read(path: Path, crs: str | None = None, encoding: str | None = None) -> Book:
    """The table of a GeoJSON file. crs: of one that names none; encoding: of its text. Raises ReadError."""
    name = str(path)
    values, notes = json_text.values_of(name, files.read_bytes(path), encoding)
    if len(values) == 1 and _are_plain_records(records := values[0]):
        return Book(_records(records), notes=notes)
    titles = (f"{UNTITLED} {number}" for number in count(1))
    features = [feature for value in values for feature in _features(name, value, titles)]
    repairs = Repairs()
    placed = [sound(member(feature, "geometry"), number, repairs) for number, feature in enumerate(features, 1)]
    transformer, assumed = _transformer(name, next(filter(None, map(_crs_of, values)), None), crs, placed)
    rows = [_properties(feature, number, repairs) for number, feature in enumerate(features, 1)]
    headers = tuple(dict.fromkeys(key for row in rows for key in row))
    body = [
        Row(number, tuple(row.get(key) for key in headers), _in_wgs84(shape, transformer))
        for number, (shape, row) in enumerate(zip(placed, rows, strict=True), 1)
    ]
    return Book(Table(headers, body, unit="feature", spatial=True), notes=(*notes, *assumed, *repairs.notes()))


# Kinds of JSON


def _are_plain_records(value: Json) -> TypeGuard[list[JsonRecord]]:
    """Whether a value is a list of plain records, as an export of a database is."""
    if not value or not are_records(value):
        return False
    return not any(_kind(entry) in ("feature", "featurecollection", *shapes.TYPES) for entry in value)


def _records(records: Sequence[Mapping[str, Json]]) -> Table:
    headers = tuple(dict.fromkeys(key for record in records for key in record))
    rows = [Row(number, tuple(record.get(key) for key in headers)) for number, record in enumerate(records, 1)]
    return Table(headers, rows, unit="record")


def _kind(value: Json) -> str:
    return str(member(value, "type")).lower() if isinstance(value, dict) else ""


def _features(name: str, value: Json, titles: Iterator[str]) -> Iterator[JsonRecord]:
    """The Features of a value: of a collection, a lone Feature, a lone geometry, a list of these, a topology.

    titles: for geometries without any name.
    """
    if isinstance(value, list) and value:
        for entry in value:
            yield from _features(name, entry, titles)
        return
    if not isinstance(value, dict):
        raise ReadError(name, Message("is no GeoJSON: {other}.", other=_other(value)))
    kind, features = _kind(value), member(value, "features")
    if kind == "feature":
        yield from _sound_features(name, [value])
    elif kind in shapes.TYPES:
        own = {key: held for key, held in value.items() if key.lower() not in LONE}
        yield {"type": "Feature", "geometry": value, "properties": {"name": next(titles), **own}}
    elif kind == "topology":
        yield from topojson.features_of(name, cast("topojson.Topology", value))
    elif isinstance(features, list):
        yield from _sound_features(name, features)
    else:
        raise ReadError(name, Message("is no GeoJSON: {other}.", other=_other(value)))


def _other(value: Json) -> str:
    """What a JSON value is that is no GeoJSON, and what to do with it."""
    if isinstance(value, dict) and "geometryType" in value:
        return Message("it is Esri's JSON; save it from there as GeoJSON (f=geojson in the address)")
    if isinstance(value, dict) and isinstance(value.get("elements"), list):
        return Message("it is Overpass's JSON; choose GeoJSON under Export there")
    if isinstance(value, dict) and "type" in value:
        return Message(
            "its type is {type}; expected a FeatureCollection, a Feature or a geometry", type=show(value["type"])
        )
    return Message("expected a FeatureCollection, a Feature or a geometry; convert it, as QGIS does")


def _sound_features(name: str, features: Sequence[Json]) -> list[JsonRecord]:
    """The Features that a list holds. Raises ReadError when one is none."""
    sound_features: list[JsonRecord] = []
    for number, feature in enumerate(features, 1):
        if not isinstance(feature, dict):
            raise ReadError(
                name,
                Message(
                    "is no sound GeoJSON: entry {number} of its features is {feature}, no Feature.",
                    number=number,
                    feature=show(feature),
                ),
            )
        if "attributes" in feature and "properties" not in feature:
            raise ReadError(name, Message("is no GeoJSON: {other}.", other=_other({"geometryType": ""})))
        for key in ("properties", "geometry"):
            if not isinstance(member(feature, key), (dict, type(None))):
                raise ReadError(
                    name,
                    Message(
                        "is no sound GeoJSON: in feature {number} a record belongs under {key}.", number=number, key=key
                    ),
                )
        sound_features.append(feature)
    return sound_features


def _properties(feature: Mapping[str, Json], number: int, repairs: Repairs) -> JsonRecord:
    """The properties, with the Feature's id where they have none: GDAL writes it there alone."""
    member_value = member(feature, "properties")
    properties = member_value if isinstance(member_value, dict) else {}
    for key, value in _others_of(feature):
        if key not in properties and isinstance(value, (str, int, float)):
            repairs.add(Message("{key} stands beside the properties and was taken with them", key=show(key)), number)
            properties = {**properties, key: value}
    identity = member(feature, "id")
    if "id" in properties or isinstance(identity, bool) or not isinstance(identity, (str, int)):
        return properties
    return {"id": str(identity), **properties}


def _others_of(feature: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
    """The members of a Feature that GeoJSON does not know."""
    known = ("type", "id", "bbox", "geometry", "properties", "crs")
    return ((key, value) for key, value in feature.items() if key.lower() not in known)


# Coordinate systems


def _crs_of(value: Json) -> Json:
    return member(value, "crs") if isinstance(value, dict) else None


def _transformer(
    name: str, named: Json, asked: str | None, placed: Sequence[JsonRecord | None]
) -> tuple[Transformer | None, tuple[str, ...]]:
    """(what makes WGS 84 of the coordinates, notes on what was assumed of them)."""
    system = _crs_name(named)
    if system is not None and _WGS84.search(system):
        return None, ()
    wanted = system or asked
    box = _box(placed)
    if metres := degrees_under(name, wanted, box):
        return None, (Message(DEGREES, crs=metres),)
    if wanted is None and box is not None and not are_degrees(box):
        far = Message(
            "its coordinates are no degrees of longitude and latitude; name their system with --crs, such as EPSG:3857"
        )
        return None, (far,)
    return transformer_to_wgs84(name, wanted), ()


def _crs_name(crs: Json) -> str | None:
    """The name of a `crs` member of old GeoJSON, "urn:ogc:def:crs:EPSG::3857" or a bare number, as PROJ has it."""
    if isinstance(crs, bool) or crs is None:
        return None
    if isinstance(crs, int):
        return f"EPSG:{crs}"
    if isinstance(crs, str):
        return f"EPSG:{crs}" if crs.isdigit() else _hosted(crs)
    inner = crs.get("properties") if isinstance(crs, dict) else None
    if not isinstance(inner, dict):
        return str(crs)
    name = inner.get("name", inner.get("code"))
    return _crs_name(name) if isinstance(name, (str, int)) else None if "href" in inner else str(crs)


def _hosted(name: str) -> str:
    """A name that is an address as the urn that it means."""
    match = _HOSTED.match(name)
    return f"{match[1]}:{match[2]}" if match else name


def _box(placed: Sequence[JsonRecord | None]) -> tuple[float, float, float, float] | None:
    """(west, south, east, north) of all positions as the file has them, None without any."""
    axes = [(position[0], position[1]) for shape in placed for position in positions(shape)]
    if not axes:
        return None
    xs, ys = zip(*axes, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _in_wgs84(shape: JsonRecord | None, transformer: Transformer | None) -> JsonRecord | None:
    if transformer is None or not isinstance(shape, dict):
        return shape
    try:
        moved = shapely.from_geojson(json.dumps(shape))
    except (TypeError, ValueError, shapely.errors.ShapelyError):
        return shape
    return geometries_in_wgs84(np.array([moved]), transformer)[0]
