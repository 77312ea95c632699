"""KML written: a placemark a project, its fields as data, its name and summary for a globe."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.etree import ElementTree as ET

from geo.tables.writers.about import is_mail

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.tables.model import WrittenCell


NAMESPACE = "http://www.opengis.net/kml/2.2"

Placemark: TypeAlias = "tuple[str, str, Mapping[str, WrittenCell], Mapping[str, object] | None]"
"""Name, summary, values by field (None is left out), geometry as GeoJSON has it."""


ATOM = "http://www.w3.org/2005/Atom"

NOTHING: Mapping[str, str] = {}


def text(placemarks: Iterable[Placemark], stated: Mapping[str, str] = NOTHING, whose: Sequence[str] = ()) -> str:
    """The KML of placemarks, in order. stated: what their layer says of itself, by name; whose: lines that say it.

    Globes show summaries and those lines as HTML, so their signs are escaped once more.
    """
    root = ET.Element("kml", {"xmlns": NAMESPACE} | ({"xmlns:atom": ATOM} if stated.get("publisher") else {}))
    document = ET.SubElement(root, "Document")
    _add_about(document, stated, whose)
    for name, summary, values, shape in placemarks:
        mark = ET.SubElement(document, "Placemark")
        _add(mark, "name", name)
        _add(mark, "description", html.escape(summary, quote=False))
        _add_data(mark, values)
        if shape is not None:
            _add_shape(mark, str(shape["type"]), shape["coordinates"])
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _add_about(document: ET.Element, stated: Mapping[str, str], whose: Sequence[str]) -> None:
    """Whose the layer is, in the order of KML's schema; what it has no element for is data by the member's name."""
    rest = dict(stated)
    _add(document, "name", rest.pop("title", ""))
    if publisher := rest.pop("publisher", ""):
        author = ET.SubElement(document, "atom:author")
        _add(author, "atom:name", publisher)
        contact = rest.pop("contact", "")
        _add(author, "atom:email" if is_mail(contact) else "atom:uri", contact)
    _add(document, "description", html.escape("\n".join(whose), quote=False))
    if rest:
        _add_data(document, rest)


def _add_data(parent: ET.Element, values: Mapping[str, WrittenCell]) -> None:
    data = ET.SubElement(parent, "ExtendedData")
    for key, value in values.items():
        if value is not None:
            _add(ET.SubElement(data, "Data", name=key), "value", str(value))


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
