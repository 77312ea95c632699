"""A drawing as a page of a PDF: operators, links, and the marked parts that a screen reader is told of."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeAlias

from maps.drawing.shapes import (
    Box,
    Circle,
    Drawing,
    Group,
    Line,
    Photograph,
    Point,
    Polygon,
    Shape,
    Style,
    Text,
    colour,
    extent,
)
from maps.stills.pdf_font import EmbeddedFont
from maps.stills.pdf_objects import real
from maps.style import house_typeface, shaping, typeface
from maps.style.fallback_fonts import Fallback

Fonts: TypeAlias = "dict[tuple[Fallback | None, str], EmbeddedFont]"
"""The fonts of a document, by the font that steps in (None for the house's) and the face."""

_BEZIER_CIRCLE = 0.5522847498
"""Distance of a quarter circle's Bezier control points from its ends, in radii."""


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


@dataclass(frozen=True, slots=True)
class Link:
    """A part of a page that leads to an address."""

    box: Box
    """Left, top, right, bottom in points, y downward."""
    address: str
    """Absolute URI."""
    title: str
    """What a reader is told of it."""


@dataclass
class PageContent:
    """A drawing as operators of a content stream, links, and structure elements."""

    drawing: Drawing
    """What is written."""
    fonts: Fonts
    """Those of its document."""
    images: Mapping[bytes, str]
    """Names of the document's photographs by their bytes."""
    index: int
    """Index of the page in its document, from 0."""
    operators: list[str] = field(default_factory=list)
    """Lines of the content stream."""
    links: list[Link] = field(default_factory=list)
    """In drawing order."""
    elements: list[StructureElement] = field(default_factory=list)
    """In drawing order, numbered by their MCIDs."""

    def __post_init__(self) -> None:
        page = self.drawing
        if page.background:
            self.operators.append("/Artifact BMC")
            self.operators.append(f"{self._rgb(page.background)} rg 0 0 {real(page.width)} {real(page.height)} re f")
            self.operators.append("EMC")
        self.operators.append(f"1 0 0 -1 0 {real(page.height)} cm")
        for shape in page.shapes:
            self._marked(shape)
        for photograph in page.photographs:
            self._photograph(photograph)

    def _photograph(self, photograph: Photograph) -> None:
        high = self.drawing.height
        left, top, right, bottom = photograph.box
        self._element("Figure", photograph.alt_text, (left, high - top, right, high - bottom))
        matrix = " ".join(map(real, (right - left, 0, 0, top - bottom, left, bottom)))
        self.operators.append(f"q {_opacity(1)} {matrix} cm /{self.images[photograph.data]} Do Q EMC")

    def _marked(self, shape: Shape) -> None:
        """A shape with what it is for a screen reader: text, a figure, or nothing."""
        if isinstance(shape, Group) and not shape.figure:
            self._link(shape)
            for inner in shape.shapes:
                self._marked(inner)
        elif isinstance(shape, Group):
            high = self.drawing.height
            left, top, right, bottom = extent(shape.shapes)
            self._element("Figure", shape.title, (left, high - top, right, high - bottom))
            self._paint(shape)
            self.operators.append("EMC")
        elif isinstance(shape, Text):
            self._element({"Title": "H1", "Heading": "H2"}.get(shape.name, "P"))
            self._paint(shape)
            self.operators.append("EMC")
        else:
            self.operators.append("/Artifact BMC")
            self._paint(shape)
            self.operators.append("EMC")

    def _element(self, kind: str, alt_text: str = "", box: Box | None = None) -> None:
        number = len(self.elements)
        self.elements.append(StructureElement(kind, self.index, number, typeface.clean(alt_text), box))
        self.operators.append(f"/{kind} << /MCID {number} >> BDC")

    def _link(self, group: Group) -> None:
        if group.link and group.shapes:
            self.links.append(Link(extent(group.shapes), group.link, group.title))

    def _paint(self, shape: Shape) -> None:
        if isinstance(shape, Group):
            self._link(shape)
            for inner in shape.shapes:
                self._paint(inner)
        elif isinstance(shape, Text):
            self._text(shape)
        elif isinstance(shape, Circle):
            self._painted(_circle(shape.x, shape.y, shape.radius), shape.style)
        elif isinstance(shape, Line):
            self._painted(" ".join(map(_path, shape.parts)), shape.style, closed=False)
        elif isinstance(shape, Polygon):
            self._painted(" ".join(f"{_path(ring)} h" for ring in shape.rings), shape.style)

    def _painted(self, path: str, style: Style, *, closed: bool = True) -> None:
        fill = style.fill is not None and closed and style.fill_opacity > 0
        if fill:
            self.operators.append(f"{_opacity(style.fill_opacity)} {self._rgb(style.fill or '')} rg {path} f*")
        if style.line:
            dash = " ".join(real(length) for length in style.dash)
            pen = f"{_opacity(style.line_opacity)} {self._rgb(style.line)} RG {real(style.width)} w"
            cap = 0 if style.blunt else 1
            self.operators.append(f"{pen} {cap} J 1 j [{dash}] 0 d {path} S")

    def _text(self, text: Text) -> None:
        leading = text.leading or text.size * 1.2
        for number, line in enumerate(map(typeface.clean, text.lines)):
            wide = typeface.width(line, text.face, text.size, text.spacing)
            x = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
            y = text.y + number * leading
            foreign = shaping.is_foreign(line, text.face)
            glyphs = " ".join(self._shaped(text, line, x, y) if foreign else self._plain(text, line, x, y))
            if text.halo:
                pen = f"{self._rgb(text.halo)} RG {real(text.size * typeface.HALO)} w 1 j [] 0 d"
                # The edge is no text: nobody wants it twice in a search or a copy.
                self.operators.append(f"/Span << /ActualText () >> BDC {_opacity(1)} {pen} BT 1 Tr {glyphs} ET EMC")
            self.operators.append(f"{_opacity(1)} {self._rgb(text.colour)} rg BT 0 Tr {glyphs} ET")
            if text.link:
                box = (x, y - text.size * typeface.ASCENT, x + wide, y + text.size * typeface.DESCENT)
                self.links.append(Link(box, text.link, line))

    def _plain(self, text: Text, line: str, x: float, y: float) -> Iterator[str]:
        """A line of the house's letters alone, which stand by their widths."""
        font = self.fonts[None, _upright(text.face)]
        yield f"/{font.name} {real(text.size)} Tf {real(typeface.spaced(line, text.spacing))} Tc"
        yield f"1 0 {real(_slant(text))} -1 {real(x)} {real(y)} Tm <{font.codes(line)}> Tj"

    def _shaped(self, text: Text, line: str, x: float, y: float) -> Iterator[str]:
        """A line in several fonts, from left to right: readers turn letters around that run the other way."""
        unit, apart = text.size / house_typeface.EM, typeface.spaced(line, text.spacing)
        face = _upright(text.face)
        yield f"{real(apart)} Tc"
        for stand_in, group in groupby(shaping.line(line, face), lambda cluster: cluster.font):
            clusters = list(group)
            font = self.fonts[stand_in, face]
            codes = "".join(map(font.code, clusters))
            yield f"/{font.name} {real(text.size)} Tf 1 0 {real(_slant(text))} -1 {real(x)} {real(y)} Tm <{codes}> Tj"
            x += sum(cluster.advance * unit + apart for cluster in clusters)

    def _rgb(self, name: str) -> str:
        value = colour(self.drawing, name)
        return " ".join(f"{int(value[at : at + 2], 16) / 255:.3f}" for at in (1, 3, 5))


def _upright(face: str) -> str:
    return "regular" if face == "slanted" else face


def _slant(text: Text) -> float:
    return typeface.SLANT if text.face == "slanted" else 0.0


def _opacity(opacity: float) -> str:
    return f"/G{round(opacity * 100)} gs"


def _path(points: tuple[Point, ...]) -> str:
    start, *rest = points
    return f"{real(start[0])} {real(start[1])} m " + " ".join(f"{real(x)} {real(y)} l" for x, y in rest)


def _circle(x: float, y: float, radius: float) -> str:
    handle = radius * _BEZIER_CIRCLE
    path = [f"{real(x + radius)} {real(y)} m"]
    for step in range(4):
        a, b = math.tau * step / 4, math.tau * (step + 1) / 4
        first = (x + radius * math.cos(a) - handle * math.sin(a), y + radius * math.sin(a) + handle * math.cos(a))
        second = (x + radius * math.cos(b) + handle * math.sin(b), y + radius * math.sin(b) - handle * math.cos(b))
        end = (x + radius * math.cos(b), y + radius * math.sin(b))
        path.append(" ".join(real(value) for point in (first, second, end) for value in point) + " c")
    return " ".join(path) + " h"
