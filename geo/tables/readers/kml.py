"""KML and KMZ, read and written: a placemark a project, its fields as data, its name and summary for a globe.

GDAL's driver loses the names of fields that are not in English letters, takes those called id and end for KML's own,
and breaks at "]]>" in a text.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from geo.errors import ReadError
from geo.tables.model import Book, Row, Table
from geo.tables.readers import archives

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

NAMESPACE = "http://www.opengis.net/kml/2.2"

OWN = ("name", "description")
"""What KML itself says of a placemark; columns of these names count where no other says better."""

DECIMALS = 6
"""Decimals of a degree that a coordinate keeps, about 0.1 m."""

DEEPEST = 8
"""Collections of shapes inside each other that are read."""

_KINDS = ("Point", "LineString", "Polygon", "MultiGeometry", "LinearRing")

Placemark = tuple[str, str, "Mapping[str, Any]", "Mapping[str, Any] | None"]
"""Name, summary, values by field (None is left out), geometry as GeoJSON has it."""


# Reading


def read(name: str, data: bytes) -> Book:
    """The placemarks of a KML or KMZ file as rows. Raises ReadError, one plain sentence."""
    roots = [_root(name, part) for part in (_unpacked(name, data) if data.startswith(b"PK") else [data])]
    marks = [element for root in roots for element in root.iter() if _tag(element) == "Placemark"]
    rows = [dict(_values(mark)) for mark in marks]
    headers = tuple(dict.fromkeys(key for row in rows for key in row))
    body = [
        Row(number, tuple(row.get(key) for key in headers), _geometry(name, number, mark))
        for number, (mark, row) in enumerate(zip(marks, rows, strict=True), 1)
    ]
    return Book(Table(headers, body, unit="feature", spatial=True, spare=frozenset(OWN)))


def _unpacked(name: str, data: bytes) -> list[bytes]:
    """The KML in a KMZ; GDAL puts each layer into a file of its own."""
    otherwise = "is no sound KMZ; save it anew in the program that it comes from."
    with archives.opened(name, data, otherwise) as packed:
        inside = [entry for entry in packed.infolist() if entry.filename.lower().endswith(".kml")]
        if not inside:
            raise ReadError(name, "holds no KML.")
        return [archives.unpacked(packed, entry) for entry in inside]


def _root(name: str, data: bytes) -> ET.Element:
    plain = data.replace(b"\0", b"")  # of UTF-16, too
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise ReadError(name, "has a DOCTYPE, which no KML needs; remove it.")
    try:
        root = ET.fromstring(data)  # noqa: S314  entities, which alone are dangerous in it, are refused above
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ReadError(name, f"is no sound KML: {error}.") from None
    if _tag(root) != "kml":
        raise ReadError(name, "is no KML, though its name says so.")
    return root


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _values(mark: ET.Element) -> Iterator[tuple[str, str | None]]:
    """KML's own name and description, then the data that the file's maker added."""
    for child in mark:
        if _tag(child) in OWN:
            yield _tag(child), child.text
    for element in mark.iter():
        key = element.get("name", "")
        if key and _tag(element) == "SimpleData":
            yield key, element.text
        elif key and _tag(element) == "Data":
            yield key, next((child.text for child in element if _tag(child) == "value"), None)


def _geometry(name: str, number: int, mark: ET.Element) -> dict[str, Any] | None:
    shape = next((child for child in mark if _tag(child) in _KINDS), None)
    try:
        found = None if shape is None else _shape(shape)
    except (ValueError, IndexError, OverflowError):
        told = f"has no sound coordinates in its placemark {number}; expected such as 69.28,41.31, longitude first."
        raise ReadError(name, told) from None
    except RecursionError:
        raise ReadError(name, f"has shapes inside shapes in its placemark {number}, too deep to be read.") from None
    return None if found is None or not _filled(found) else _grounded(found)


def _filled(shape: Mapping[str, Any]) -> bool:
    return bool(shape.get("coordinates") or shape.get("geometries"))


def _shape(element: ET.Element, depth: int = 0) -> dict[str, Any]:
    kind = _tag(element)
    if depth > DEEPEST:
        raise RecursionError
    if kind == "MultiGeometry":
        return _collected([_shape(part, depth + 1) for part in element if _tag(part) in _KINDS])
    if kind == "Polygon":
        rings = [ring for ring in element.iter() if _tag(ring) == "LinearRing"]
        return {"type": "Polygon", "coordinates": [_positions(ring) for ring in rings]}
    found = _positions(element)
    if kind == "Point":
        return {"type": "Point", "coordinates": found[0] if found else []}
    return {"type": "LineString", "coordinates": found}


def _collected(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Parts of one kind as that kind several times, others as a collection."""
    kinds = {part["type"] for part in parts}
    if len(kinds) == 1 and kinds <= {"Point", "LineString", "Polygon"}:
        if len(parts) == 1 and kinds == {"Point"}:
            return parts[0]
        return {"type": f"Multi{kinds.pop()}", "coordinates": [part["coordinates"] for part in parts]}
    return {"type": "GeometryCollection", "geometries": list(parts)}


def _positions(element: ET.Element) -> list[list[float]]:
    text = next((child.text for child in element if _tag(child) == "coordinates"), None)
    return [[round(float(axis), DECIMALS) for axis in place.split(",") if axis] for place in (text or "").split()]


def _grounded(shape: dict[str, Any]) -> dict[str, Any]:
    """Without altitudes where all are 0, which KML's makers write for none."""
    places = list(_each(shape.get("coordinates")))
    if not places or any(place[2] for place in places if len(place) > 2):
        return shape
    return {**shape, "coordinates": _flat(shape["coordinates"])}


def _each(part: Any) -> Iterator[Sequence[float]]:
    if isinstance(part, list) and part and isinstance(part[0], float):
        yield part
    elif isinstance(part, list):
        for inner in part:
            yield from _each(inner)


def _flat(part: Any) -> Any:
    return part[:2] if part and isinstance(part[0], float) else [_flat(inner) for inner in part]


# Writing


def text(placemarks: Iterable[Placemark]) -> str:
    """The KML of placemarks, in order. Globes show the summary as HTML, so its signs are escaped once more."""
    root = ET.Element("kml", xmlns=NAMESPACE)
    document = ET.SubElement(root, "Document")
    for name, summary, values, shape in placemarks:
        mark = ET.SubElement(document, "Placemark")
        _add(mark, "name", name)
        _add(mark, "description", html.escape(summary, quote=False))
        data = ET.SubElement(mark, "ExtendedData")
        for key, value in values.items():
            if value is not None:
                _add(ET.SubElement(data, "Data", name=key), "value", str(value))
        if shape is not None:
            _add_shape(mark, str(shape["type"]), shape["coordinates"])
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _add(parent: ET.Element, tag: str, said: str) -> None:
    if said:
        ET.SubElement(parent, tag).text = said


def _add_shape(parent: ET.Element, kind: str, coordinates: Any) -> None:
    if kind.startswith("Multi"):
        parts = ET.SubElement(parent, "MultiGeometry")
        for part in coordinates:
            _add_shape(parts, kind.removeprefix("Multi"), part)
    elif kind == "Polygon":
        area = ET.SubElement(parent, "Polygon")
        for number, ring in enumerate(coordinates):
            boundary = ET.SubElement(area, "innerBoundaryIs" if number else "outerBoundaryIs")
            _add(ET.SubElement(boundary, "LinearRing"), "coordinates", _tuples(ring))
    else:
        _add(ET.SubElement(parent, kind), "coordinates", _tuples([coordinates] if kind == "Point" else coordinates))


def _tuples(positions: Sequence[Sequence[float]]) -> str:
    return " ".join(",".join(map(repr, position)) for position in positions)
