"""TopoJSON read as GeoJSON: the arcs that its areas share put back into each (TopoJSON specification 1.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from geo.errors import ReadError
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.model.geojson import Coordinates, Json, JsonRecord, Position

Arc: TypeAlias = "list[Position]"


class Transform(TypedDict):
    """How whole numbers become degrees: first by scale, then by translate, each of longitude and latitude."""

    scale: list[float]
    translate: list[float]


class Shape(TypedDict, total=False):
    """A geometry object: arcs in place of coordinates, a Feature's members beside them."""

    type: str
    id: Json
    properties: JsonRecord | None
    coordinates: Any
    """Of points, packed: a position, or a list of them."""
    arcs: Any
    """Numbers of arcs, as deep as the type demands; ~n is arc n from its end."""
    geometries: list[Shape]


class Topology(TypedDict, total=False):
    """What a TopoJSON file holds, unless it is broken."""

    objects: dict[str, Shape]
    arcs: list[list[list[float]]]
    transform: Transform


def features_of(name: str, topology: Topology) -> list[JsonRecord]:
    """The Features of a topology's objects, each with the name of its object under "layer" where there are several.

    Raises ReadError, one plain sentence, for what is no sound TopoJSON.
    """
    try:
        objects = topology["objects"]
        arcs = _arcs(topology)
        several = len(objects) > 1
        return [
            feature
            for title, held in objects.items()
            for feature in _features(held, _Unpacker(arcs, topology.get("transform")), title if several else None)
        ]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError):
        raise ReadError(name, Message("is no sound TopoJSON; convert it to GeoJSON, as mapshaper does.")) from None


class _Unpacker:
    """Arcs in degrees, and how positions of points are packed."""

    def __init__(self, arcs: Sequence[Arc], transform: Transform | None) -> None:
        self._arcs = arcs
        self._transform = transform

    def point(self, position: Sequence[float]) -> list[float]:
        return _unpacked(position, self._transform)

    def line(self, numbers: Sequence[int]) -> Arc:
        """Arcs end to end; the first position of each is the last of that before."""
        joined: Arc = []
        for number in numbers:
            arc = self._arcs[number] if number >= 0 else self._arcs[~number][::-1]
            joined += arc[1 if joined else 0 :]
        return joined

    def coordinates(self, kind: str, shape: Shape) -> Coordinates:
        if kind == "Point":
            return self.point(shape["coordinates"])
        if kind == "MultiPoint":
            return [self.point(position) for position in shape["coordinates"]]
        arcs = shape["arcs"]
        if kind == "LineString":
            return self.line(arcs)
        if kind in ("MultiLineString", "Polygon"):
            return [self.line(part) for part in arcs]
        if kind == "MultiPolygon":
            return [[self.line(ring) for ring in area] for area in arcs]
        raise ValueError(kind)


def _arcs(topology: Topology) -> list[Arc]:
    transform = topology.get("transform")
    if transform is None:
        return [[list(map(float, position)) for position in arc] for arc in topology["arcs"]]
    return [list(_delta_decoded(arc, transform)) for arc in topology["arcs"]]


def _delta_decoded(arc: Sequence[Sequence[float]], transform: Transform) -> Iterator[list[float]]:
    x = y = 0.0
    for position in arc:
        x, y = x + position[0], y + position[1]
        yield _unpacked((x, y), transform)


def _unpacked(position: Sequence[float], transform: Transform | None) -> list[float]:
    if transform is None:
        return list(map(float, position))
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    return [position[0] * kx + dx, position[1] * ky + dy]


def _features(held: Shape, unpacker: _Unpacker, title: str | None) -> Iterator[JsonRecord]:
    parts = held["geometries"] if held.get("type") == "GeometryCollection" and "properties" not in held else [held]
    for part in parts:
        properties = dict(part.get("properties") or {})
        if title is not None:
            properties.setdefault("layer", title)
        head: JsonRecord = {"type": "Feature", "properties": properties, "geometry": _geometry(part, unpacker)}
        yield head | ({"id": part["id"]} if "id" in part else {})


def _geometry(shape: Shape, unpacker: _Unpacker) -> JsonRecord | None:
    kind = shape.get("type")
    if kind is None:
        return None
    if kind == "GeometryCollection":
        return {"type": kind, "geometries": [_geometry(part, unpacker) for part in shape["geometries"]]}
    return {"type": kind, "coordinates": unpacker.coordinates(str(kind), shape)}
