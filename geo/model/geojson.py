"""GeoJSON as types (RFC 7946), as a layer's file holds it: a project is a Feature, its fields are the properties.

A key may be missing from any of them, and a layer that was not checked may hold anything: a type says what a key is
for, the check whether a value is so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypedDict, TypeGuard

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
