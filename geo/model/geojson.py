"""GeoJSON as types (RFC 7946), as a layer's file holds it: a project is a Feature, its fields are the properties.

A key may be missing from any of them, and a layer that was not checked may hold anything: a type says what a key is
for, the check whether a value is so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict, TypeGuard

if TYPE_CHECKING:
    from geo.model.record_types import ProjectRecord

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What a JSON text parses to."""

JsonRecord: TypeAlias = "dict[str, Json]"
"""A JSON object whose keys nobody vouches for yet, such as the properties of a Feature from another program."""

Position: TypeAlias = "list[float]"
"""[longitude, latitude] in degrees of WGS 84, perhaps an altitude in metres behind them."""

Coordinates: TypeAlias = "list[float] | list[list[float]] | list[list[list[float]]] | list[list[list[list[float]]]]"
"""A position, or lists of them as deep as the geometry's type demands."""


class Geometry(TypedDict):
    """A geometry of one of the types that a layer can hold."""

    type: str
    coordinates: Coordinates


class Point(TypedDict):
    """One place (RFC 7946, 3.1.2)."""

    type: Literal["Point"]
    coordinates: Position


class MultiPoint(TypedDict):
    """Several places."""

    type: Literal["MultiPoint"]
    coordinates: list[Position]


class LineString(TypedDict):
    """A line."""

    type: Literal["LineString"]
    coordinates: list[Position]


class MultiLineString(TypedDict):
    """Several lines."""

    type: Literal["MultiLineString"]
    coordinates: list[list[Position]]


class Polygon(TypedDict):
    """An area: its outer ring, then its holes."""

    type: Literal["Polygon"]
    coordinates: list[list[Position]]


class MultiPolygon(TypedDict):
    """Several areas."""

    type: Literal["MultiPolygon"]
    coordinates: list[list[list[Position]]]


DrawableGeometry: TypeAlias = Point | MultiPoint | LineString | MultiLineString | Polygon | MultiPolygon
"""A GeoJSON geometry that can be drawn: longitude before latitude, in degrees (RFC 7946, 3.1)."""


class Feature(TypedDict, total=False):
    """A project with its place."""

    type: str
    id: str
    bbox: list[float]
    geometry: Geometry | None
    properties: ProjectRecord


class FeatureCollection(TypedDict, total=False):
    """A layer; its other members are those of `LayerMembers`."""

    type: str
    bbox: list[float]
    features: list[Feature]


def are_records(value: object) -> TypeGuard[list[JsonRecord]]:
    """Whether a value is a list of JSON objects, perhaps an empty one."""
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def lines_of(geometry: DrawableGeometry | None) -> list[list[Position]]:
    """The lines of a geometry; none of what has none."""
    if geometry is None:
        return []
    if geometry["type"] == "LineString":
        return [geometry["coordinates"]]
    return geometry["coordinates"] if geometry["type"] == "MultiLineString" else []


def points_of(geometry: DrawableGeometry | None) -> list[Position]:
    """The places of a geometry that is a point or several."""
    if geometry is None:
        return []
    if geometry["type"] == "Point":
        return [geometry["coordinates"]]
    return geometry["coordinates"] if geometry["type"] == "MultiPoint" else []


def areas_of(geometry: DrawableGeometry | None) -> list[list[list[Position]]]:
    """The areas of a geometry, each with its outer ring and its holes."""
    if geometry is None:
        return []
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"]]
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else []
