"""TopoJSON read as GeoJSON: the arcs that its areas share put back into each (TopoJSON specification 1.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Arc = list[list[float]]


def features_of(name: str, topology: Mapping[str, Any]) -> list[dict[str, Any]]:
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
            for feature in _features(held, _Topology(arcs, topology.get("transform")), title if several else None)
        ]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError):
        raise ReadError(name, "is no sound TopoJSON; convert it to GeoJSON, as mapshaper does.") from None


class _Topology:
    """Arcs in degrees, and how positions of points are packed."""

    def __init__(self, arcs: Sequence[Arc], transform: Mapping[str, Any] | None) -> None:
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

    def coordinates(self, kind: str, shape: Mapping[str, Any]) -> Any:
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


def _arcs(topology: Mapping[str, Any]) -> list[Arc]:
    transform = topology.get("transform")
    if transform is None:
        return [[list(map(float, position)) for position in arc] for arc in topology["arcs"]]
    return [list(_delta_decoded(arc, transform)) for arc in topology["arcs"]]


def _delta_decoded(arc: Sequence[Sequence[float]], transform: Mapping[str, Any]) -> Iterator[list[float]]:
    x = y = 0.0
    for position in arc:
        x, y = x + position[0], y + position[1]
        yield _unpacked((x, y), transform)


def _unpacked(position: Sequence[float], transform: Mapping[str, Any] | None) -> list[float]:
    if transform is None:
        return list(map(float, position))
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    return [position[0] * kx + dx, position[1] * ky + dy]


def _features(held: Mapping[str, Any], topology: _Topology, title: str | None) -> Iterator[dict[str, Any]]:
    parts = held["geometries"] if held.get("type") == "GeometryCollection" and "properties" not in held else [held]
    for part in parts:
        properties = dict(part.get("properties") or {})
        if title is not None:
            properties.setdefault("layer", title)
        head = {"type": "Feature", "properties": properties, "geometry": _geometry(part, topology)}
        yield head | ({"id": part["id"]} if "id" in part else {})


def _geometry(shape: Mapping[str, Any], topology: _Topology) -> dict[str, Any] | None:
    kind = shape.get("type")
    if kind is None:
        return None
    if kind == "GeometryCollection":
        return {"type": kind, "geometries": [_geometry(part, topology) for part in shape["geometries"]]}
    return {"type": kind, "coordinates": topology.coordinates(str(kind), shape)}
