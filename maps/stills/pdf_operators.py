"""Shapes as operators of a PDF's content stream (ISO 32000-1, 8 and 9)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, groupby
from typing import ClassVar, TypeAlias

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
)
from maps.stills.numbers import real, trimmed
from maps.stills.pdf_font import PageFont
from maps.style import house_typeface, shaping, typeface
from maps.style.fallback_fonts import Fallback

Fonts: TypeAlias = "dict[tuple[Fallback | None, str], PageFont]"
"""The fonts of a document, by the font that steps in (None for the house's) and the face."""

_BEZIER_CIRCLE = 0.5522847498
"""Distance of a quarter circle's Bezier control points from its ends, in radii."""


def opacity(share: float) -> str:
    """The operator that sets the opacity of what follows, 0 to 1; the states are those of `pdf_resources`."""
    return f"/G{round(share * 100)} gs"


@dataclass
class ShapeOperators:
    """Shapes of a drawing, painted with y downward."""

    drawing: Drawing
    """Whose colours they have."""
    fonts: Fonts
    """Those of the document."""
    images: Mapping[bytes, str]
    """Names of the document's photographs by their bytes."""
    operators: list[str] = field(default_factory=list)
    """Lines of the content stream."""

    letters: ClassVar[str] = f"{opacity(1)} {{colour}} rg BT 0 Tr {{glyphs}} ET"
    """How the letters of a line are painted."""

    def link(self, group: Group) -> None:
        """Note where a group leads, if it leads anywhere: only what is read needs it."""

    def link_line(self, text: Text, line: str, box: Box) -> None:
        """The same of a line of a text, in its box with y downward."""

    def paper(self, name: str) -> str:
        """The operator that paints the whole page in a colour."""
        return f"{self._rgb(name)} rg 0 0 {real(self.drawing.width)} {real(self.drawing.height)} re f"

    def image(self, photograph: Photograph) -> str:
        """The operators that paint a photograph."""
        left, top, right, bottom = photograph.box
        matrix = " ".join(map(real, (right - left, 0, 0, top - bottom, left, bottom)))
        return f"q {opacity(1)} {matrix} cm /{self.images[photograph.data]} Do Q"

    def paint(self, shape: Shape) -> None:
        """Append the operators that paint a shape."""
        if isinstance(shape, Group):
            self.link(shape)
            for inner in shape.shapes:
                self.paint(inner)
        elif isinstance(shape, Text):
            self._text(shape)
        elif isinstance(shape, Circle):
            self.outline(_circle(shape.x, shape.y, shape.radius), shape.style)
        elif isinstance(shape, Line):
            self.outline(" ".join(map(self.path, shape.parts)), shape.style, closed=False)
        elif isinstance(shape, Polygon):
            self.outline(" ".join(f"{self.path(ring)} h" for ring in shape.rings), shape.style)

    def path(self, points: Sequence[Point]) -> str:
        """The operators that go from point to point."""
        return trimmed(straight(points))

    def outline(self, path: str, style: Style, *, closed: bool = True) -> None:
        """Append the operators that fill and draw a path."""
        fill = style.fill is not None and closed and style.fill_opacity > 0
        if fill:
            self.operators.append(f"{opacity(style.fill_opacity)} {self._rgb(style.fill or '')} rg {path} f*")
        if style.line:
            dash = " ".join(real(length) for length in style.dash)
            pen = f"{opacity(style.line_opacity)} {self._rgb(style.line)} RG {real(style.width)} w"
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
                self.operators.append(f"/Span << /ActualText () >> BDC {opacity(1)} {pen} BT 1 Tr {glyphs} ET EMC")
            self.operators.append(self.letters.format(colour=self._rgb(text.colour), glyphs=glyphs))
            self.link_line(text, line, (x, y - text.size * typeface.ASCENT, x + wide, y + text.size * typeface.DESCENT))

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
        return _rgb(colour(self.drawing, name))


@cache
def _rgb(value: str) -> str:
    return " ".join(f"{int(value[at : at + 2], 16) / 255:.3f}" for at in (1, 3, 5))


def _upright(face: str) -> str:
    return "regular" if face == "slanted" else face


def _slant(text: Text) -> float:
    return typeface.SLANT if text.face == "slanted" else 0.0


def straight(points: Sequence[Point]) -> str:
    """The operators that go from point to point, all numbers with two decimals."""
    return ("%.2f %.2f m" + " %.2f %.2f l" * (len(points) - 1)) % tuple(chain.from_iterable(points))


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
