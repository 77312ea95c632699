"""The geometry of a KML placemark as GeoJSON has it: shapes, several of them, tracks and models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.model.geometry import DECIMALS, FLAT, TALL
from geo.tables.readers.xml_recovery import tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element as Element

    from geo.model.geojson import Json, JsonRecord

SEVERAL = ("MultiGeometry", "MultiPolygon", "MultiLineString", "MultiPoint")
"""Elements that hold shapes; of these KML knows the first alone."""

KINDS = ("Point", "LineString", "Polygon", "LinearRing", "Track", "MultiTrack", "Model", *SEVERAL)
"""Elements that give a placemark its place."""

DEEPEST = 8
"""Collections of shapes inside each other that are read."""

ALTITUDE = 2
"""Which number of a position is its altitude."""


class UnsoundError(ValueError):
    """Coordinates that are no numbers; the text is what stands there."""


def geometry_of(mark: Element) -> JsonRecord | None:
    """The geometry of a placemark, unchecked, None without one. Raises UnsoundError, RecursionError."""
    shapes = [_shape(child) for child in mark if tag(child) in KINDS]
    filled = [shape for shape in shapes if shape.get("coordinates") or shape.get("geometries")]
    if not filled:
        return None
    return _without_level(filled[0] if len(filled) == 1 else _several(filled))


def times_of(mark: Element) -> tuple[str, str]:
    """(begin, end) of a placemark by its time span, its time stamp or its track, in ISO 8601; "" where it says none."""
    tracked = [_words(element) for element in mark.iter() if tag(element) == "when" and _within(element, "Track")]
    if tracked:
        return min(tracked), max(tracked)
    said = {tag(element): _words(element) for child in mark if tag(child) in _TIMES for element in child}
    return said.get("begin", said.get("when", "")), said.get("end", "")


_TIMES = ("TimeSpan", "TimeStamp")


def _words(element: Element) -> str:
    return (element.text or "").strip()


def _within(element: Element, kind: str) -> bool:
    parent = element.getparent()
    return parent is not None and tag(parent) == kind


def _shape(element: Element, depth: int = 0) -> JsonRecord:
    kind = tag(element)
    if depth > DEEPEST:
        raise RecursionError
    if kind in SEVERAL or kind == "MultiTrack":
        return _several([_shape(part, depth + 1) for part in element if tag(part) in KINDS])
    if kind == "Polygon":
        return {"type": "Polygon", "coordinates": _rings(element)}
    if kind == "Track":
        return {"type": "LineString", "coordinates": [_axes(place) for place in _coords(element)]}
    if kind == "Model":
        return _point([_axes([_inner(element, name) for name in ("longitude", "latitude")])])
    positions = _positions(element)
    return _point(positions) if kind == "Point" else {"type": "LineString", "coordinates": positions}


def _point(positions: Sequence[list[float]]) -> JsonRecord:
    return {"type": "Point", "coordinates": positions[0] if positions else []}


def _several(parts: Sequence[JsonRecord]) -> JsonRecord:
    return {"type": "GeometryCollection", "geometries": list(parts)}


def _rings(polygon: Element) -> list[list[list[float]]]:
    """The rings, the outer one first, whichever stands first in the file."""
    rings = [ring for ring in polygon.iter() if tag(ring) == "LinearRing"]
    ordered = sorted(rings, key=lambda ring: _within(ring, "innerBoundaryIs"))
    return [positions for ring in ordered if (positions := _positions(ring))]


def _coords(track: Element) -> Iterator[list[str]]:
    return ((element.text or "").split() for element in track if tag(element) == "coord")


def _inner(element: Element, name: str) -> str:
    return next((_words(inner) for inner in element.iter() if tag(inner) == name), "")


def _positions(element: Element) -> list[list[float]]:
    text = next((child.text for child in element if tag(child) == "coordinates"), None) or ""
    return [_axes([axis for axis in place.split(",") if axis]) for place in _places(text)]


def _places(text: str) -> list[str]:
    """Positions are parted by blank space; many makers put some behind the commas too."""
    return ",".join(part.strip() for part in text.split(",")).split()


def _axes(axes: Sequence[str]) -> list[float]:
    try:
        position = [round(float(axis), DECIMALS) for axis in axes]
    except (ValueError, OverflowError):
        raise UnsoundError(",".join(axes)) from None
    # More than three are decimal commas, or nothing that can be known.
    if not FLAT <= len(position) <= TALL or position != [*filter(_finite, position)]:
        raise UnsoundError(",".join(axes))
    return position


def _finite(value: float) -> bool:
    return abs(value) != float("inf") and value == value  # noqa: PLR0124  NaN is not itself


def _without_level(shape: JsonRecord) -> JsonRecord:
    """Without altitudes where all are 0, which KML's makers write for none."""
    if any(place[ALTITUDE] for place in _each(shape) if len(place) > ALTITUDE):
        return shape
    return {key: value if key == "type" else _flat(value) for key, value in shape.items()}


def _each(part: Json) -> Iterator[Sequence[float]]:
    if isinstance(part, dict):
        for inner in part.get("geometries", (part.get("coordinates"),)):
            yield from _each(inner)
    elif isinstance(part, list) and part and isinstance(part[0], float):
        yield part
    elif isinstance(part, list):
        for inner in part:
            yield from _each(inner)


def _flat(part: Json) -> Json:
    if isinstance(part, dict):
        return {key: value if key == "type" else _flat(value) for key, value in part.items()}
    if not isinstance(part, list):
        return part
    return part[:FLAT] if part and isinstance(part[0], float) else [_flat(inner) for inner in part]
