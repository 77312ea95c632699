"""What an XLSX file says beside its values: links behind cells, hidden rows, formulas whose value it does not hold."""

from __future__ import annotations

import io
import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from geo.tables.readers import archives

if TYPE_CHECKING:
    import zipfile

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

MOST_LINKED = 10_000
"""Cells of one link that covers an area."""


@dataclass
class SheetFacts:
    """Of a sheet, positions from 0 as (row, column)."""

    links: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    unsaved: list[str] = field(default_factory=list)
    """Cells, such as B2, with a formula and no value."""


def facts_of(packed: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """The facts of each sheet by its title; of a workbook that is no XLSX, or broken, none: it is read without."""
    try:
        book = _xml(packed, "xl/workbook.xml")
        parts = _relations(packed, "xl/workbook.xml")
        return {
            str(sheet.get("name")): _sheet(packed, parts[sheet.get(_RELATION, "")])
            for sheet in book.iter()
            if _tag(sheet) == "sheet" and sheet.get(_RELATION, "") in parts
        }
    except (KeyError, ValueError, LookupError, ET.ParseError):
        return {}


def _xml(packed: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(archives.unpacked(packed, packed.getinfo(name)))  # noqa: S314  expat bounds entities


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _relations(packed: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Relation to its target: a part of the package, or an address."""
    folder, name = posixpath.split(part)
    file = f"{folder}/_rels/{name}.rels"
    if file not in packed.namelist():
        return {}
    return {
        relation.get("Id", ""): relation.get("Target", "")
        if relation.get("TargetMode") == "External"
        else posixpath.normpath(posixpath.join(folder, relation.get("Target", ""))).lstrip("/")
        for relation in _xml(packed, file)
    }


def _sheet(packed: zipfile.ZipFile, part: str) -> SheetFacts:
    facts = SheetFacts()
    relations = _relations(packed, part)
    data = archives.unpacked(packed, packed.getinfo(part))
    for _, element in ET.iterparse(io.BytesIO(data), ("end",)):  # noqa: S314  expat bounds entities
        kind = _tag(element)
        if kind == "row":
            if element.get("hidden") in ("1", "true") and (element.get("r") or "").isdecimal():
                facts.hidden.add(int(element.get("r", "1")) - 1)
            element.clear()
        elif kind == "c":
            inner = {_tag(child): child for child in element}
            if "f" in inner and not (inner["v"].text if "v" in inner else None):
                facts.unsaved.append(element.get("r", ""))
        elif kind == "hyperlink":
            address = relations.get(element.get(_RELATION, ""), "")
            if address.lower().startswith(("http://", "https://")):
                facts.links.update(dict.fromkeys(_cells(element.get("ref", "")), address))
    return facts


def _cells(area: str) -> list[tuple[int, int]]:
    """The positions of "E2" or "E2:F3"."""
    corners = [(_row, _column(letters)) for letters, _row in _CELL.findall(area)]
    if not corners:
        return []
    (top, left), (bottom, right) = ((int(row) - 1, column) for row, column in (corners[0], corners[-1]))
    if (bottom - top + 1) * (right - left + 1) > MOST_LINKED:
        return []
    return [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
