"""A drawing as a page of a PDF: operators, links, and the marked parts that a screen reader is told of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from maps.drawing.shapes import Box, Group, Photograph, Shape, Text, extent
from maps.stills.numbers import real
from maps.stills.pdf_operators import ShapeOperators
from maps.style import typeface


@dataclass
class StructureElement:
    """An element of the structure tree: a paragraph, a heading, or a figure with its alternative text."""

    kind: str
    """Structure type: P, H1, H2 or Figure."""
    page: int
    """Index of its page, from 0."""
    number: int
    """Marked-content id (MCID) on its page, from 0."""
    alt_text: str = ""
    """What a screen reader says of a figure."""
    box: Box | None = None
    """Left, top, right, bottom of a figure in points, y upward."""


class Link(NamedTuple):
    """A part of a page that leads to an address."""

    box: Box
    """Left, top, right, bottom in points, y downward."""
    address: str
    """Absolute URI."""
    title: str
    """What a reader is told of it."""


@dataclass
class PageContent(ShapeOperators):
    """A drawing as operators of a content stream, links, and structure elements."""

    index: int = 0
    """Index of the page in its document, from 0."""
    links: list[Link] = field(default_factory=list)
    """In drawing order."""
    elements: list[StructureElement] = field(default_factory=list)
    """In drawing order, numbered by their MCIDs."""

    def __post_init__(self) -> None:
        page = self.drawing
        if page.background:
            self.operators += ["/Artifact BMC", self.paper(page.background), "EMC"]
        self.operators.append(f"1 0 0 -1 0 {real(page.height)} cm")
        for shape in page.shapes:
            self._marked(shape)
        for photograph in page.photographs:
            self._photograph(photograph)

    def link(self, group: Group) -> None:
        """Note where a group leads."""
        if group.link and group.shapes:
            self.links.append(Link(extent(group.shapes), group.link, group.title))

    def link_line(self, text: Text, line: str, box: Box) -> None:
        """Note where a line leads."""
        if text.link:
            self.links.append(Link(box, text.link, line))

    def _photograph(self, photograph: Photograph) -> None:
        high = self.drawing.height
        left, top, right, bottom = photograph.box
        self._element("Figure", photograph.alt_text, (left, high - top, right, high - bottom))
        self.operators.append(f"{self.image(photograph)} EMC")

    def _marked(self, shape: Shape) -> None:
        """A shape with what it is for a screen reader: text, a figure, or nothing."""
        if isinstance(shape, Group) and not shape.figure:
            self.link(shape)
            for inner in shape.shapes:
                self._marked(inner)
        elif isinstance(shape, Group):
            high = self.drawing.height
            left, top, right, bottom = extent(shape.shapes)
            self._element("Figure", shape.title, (left, high - top, right, high - bottom))
            self.paint(shape)
            self.operators.append("EMC")
        elif isinstance(shape, Text):
            self._element({"Title": "H1", "Heading": "H2"}.get(shape.name, "P"))
            self.paint(shape)
            self.operators.append("EMC")
        else:
            self.operators.append("/Artifact BMC")
            self.paint(shape)
            self.operators.append("EMC")

    def _element(self, kind: str, alt_text: str = "", box: Box | None = None) -> None:
        number = len(self.elements)
        self.elements.append(StructureElement(kind, self.index, number, typeface.clean(alt_text), box))
        self.operators.append(f"/{kind} << /MCID {number} >> BDC")
