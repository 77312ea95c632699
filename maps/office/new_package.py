"""The parts of an Office document, and the package that holds them, written anew."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from maps.office.xml_parts import Element

PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
"""The namespace of what a package says of itself."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELATED = "application/vnd.openxmlformats-package.relationships+xml"


@dataclass
class Part:
    """A part that is taken: its new name, its content type, its bytes, and its relationships: kind and part by id."""

    name: str
    content: str
    data: bytes = b""
    links: dict[str, tuple[str, Part]] = field(default_factory=dict)
    root: Element | None = None

    def all(self, kind: str) -> list[Part]:
        """The parts that this one leads to, of a kind."""
        return [part for given, part in self.links.values() if given == kind]


def packed(main: Part, parts: list[Part]) -> bytes:
    """The new package."""
    data = io.BytesIO()
    types = [("Default", {"Extension": "rels", "ContentType": _RELATED})]
    types += [("Override", {"PartName": part.name, "ContentType": part.content}) for part in parts]
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", _listing("content-types", "Types", types))
        file.writestr("_rels/.rels", _related({"rId1": ("officeDocument", main)}))
        for part in parts:
            file.writestr(part.name.lstrip("/"), part.data)
            if part.links:
                folder, _, name = part.name.lstrip("/").rpartition("/")
                file.writestr(f"{folder}/_rels/{name}.rels", _related(part.links))
    return data.getvalue()


def _related(links: dict[str, tuple[str, Part]]) -> bytes:
    entries = [
        ("Relationship", {"Id": number, "Type": _OFFICE + kind, "Target": part.name})
        for number, (kind, part) in links.items()
    ]
    return _listing("relationships", "Relationships", entries)


def _listing(kind: str, root: str, entries: list[tuple[str, dict[str, str]]]) -> bytes:
    """A part of the package itself: a list of empty elements."""
    space = f"{{{PACKAGE}{kind}}}"
    listing = etree.Element(space + root, nsmap={None: PACKAGE + kind})
    for name, attributes in entries:
        etree.SubElement(listing, space + name, attributes)
    data: bytes = etree.tostring(listing, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
