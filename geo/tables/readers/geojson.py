"""GeoJSON read into a table, one row a Feature; old files may be in another coordinate system."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.errors import ReadError
from geo.io import files
from geo.model.geometry import foreign_crs, is_position, positions
from geo.tables.model import Book, Row, Table
from geo.tables.readers.wgs84 import DECIMALS, geometries_in_wgs84, transformer_to_wgs84

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pyproj import Transformer


def read(path: Path, crs: str | None = None) -> Book:
    """The table of a GeoJSON file. crs: of one that names none. Raises ReadError."""
    value = files.read_json(path)
    features = value.get("features") if isinstance(value, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise ReadError(str(path), "is no FeatureCollection of GeoJSON.")
    _refuse_strange(path, features)
    named = value.get("crs") if foreign_crs(value) else None
    transformer = transformer_to_wgs84(str(path), _crs_name(named) or crs)
    rows = [_properties(feature) for feature in features]
    headers = tuple(dict.fromkeys(key for row in rows for key in row))
    body = []
    for number, (feature, row) in enumerate(zip(features, rows, strict=True), 1):
        shape = feature.get("geometry")
        cells = [row.get(key) for key in headers]
        body.append(Row(number, tuple(cells), _in_wgs84(shape, transformer)))
    return Book(Table(headers, body, unit="feature", spatial=True))


def _refuse_strange(path: Path, features: list[dict[str, Any]]) -> None:
    for number, feature in enumerate(features, 1):
        for key in ("properties", "geometry"):
            if not isinstance(feature.get(key), (dict, type(None))):
                raise ReadError(str(path), f"is no sound GeoJSON: in feature {number} a record belongs under {key}.")


def _properties(feature: Mapping[str, Any]) -> dict[str, Any]:
    """The properties, with the Feature's id where they have none: GDAL writes it there alone."""
    found = feature.get("properties")
    properties = found if isinstance(found, dict) else {}
    name = feature.get("id")
    return properties if "id" in properties or not isinstance(name, str) else {"id": name, **properties}


def _crs_name(crs: Any) -> str | None:
    """The name in a `crs` member of old GeoJSON, such as "urn:ogc:def:crs:EPSG::3857"."""
    named = crs.get("properties") if isinstance(crs, dict) else None
    name = named.get("name") if isinstance(named, dict) else None
    return name if isinstance(name, str) else None if crs is None else str(crs)


def _in_wgs84(shape: Any, transformer: Transformer | None) -> Any:
    if not isinstance(shape, dict):
        return None
    if transformer is None:
        return shape if _short(shape) else _rounded_geometry(shape)
    try:
        moved = shapely.from_geojson(json.dumps(shape))
    except (TypeError, ValueError, shapely.errors.ShapelyError):
        return shape
    return geometries_in_wgs84(np.array([moved]), transformer)[0]


def _short(shape: Mapping[str, Any]) -> bool:
    return all(round(value, DECIMALS) == value for position in positions(shape) for value in position)


def _rounded_geometry(shape: Mapping[str, Any]) -> dict[str, Any]:
    return {**shape, "coordinates": _rounded(shape.get("coordinates"))}


def _rounded(part: Any) -> Any:
    if is_position(part):
        return [round(value, DECIMALS) for value in part]
    return [_rounded(inner) for inner in part] if isinstance(part, (list, tuple)) else part
