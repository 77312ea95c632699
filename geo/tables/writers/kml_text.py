"""KML written: a placemark a project, its fields as data, its name and summary for a globe."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.tables.model import WrittenCell


NAMESPACE = "http://www.opengis.net/kml/2.2"

Placemark: TypeAlias = "tuple[str, str, Mapping[str, WrittenCell], Mapping[str, object] | None]"
"""Name, summary, values by field (None is left out), geometry as GeoJSON has it."""


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


def _add_shape(parent: ET.Element, kind: str, coordinates: Any) -> None:  # as deep as the kind says
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
