"""A drawing as SVG: named groups, real text in an embedded font, links, and words for who cannot see it."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from itertools import chain

from maps.drawing.shapes import Circle, Drawing, Group, Line, Photograph, Point, Polygon, Shape, Style, Text, colour
from maps.stills import font_subset, glyph_outlines
from maps.stills.numbers import real, trimmed
from maps.style import fallback_fonts, shaping, typeface
from maps.style.house_typeface import FAMILY, WEIGHTS
from maps.text.xml_text import escape, quoteattr

_KERNING = "font-kerning:none;white-space:pre"
"""Letters stand as `typeface.width` measures them, without kerning."""


def svg(drawing: Drawing, pixels: tuple[int, int], *, outlines: bool = False) -> str:
    """The drawing as one SVG document that asks for nothing; pixels is the size that it is shown at.

    outlines: letters as shapes, which look the same in every program, and which a screen reader still reads.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        _root(drawing, pixels),
        f'<title id="title">{_text(drawing.title)}</title>',
        f'<desc id="description">{_text(drawing.description)}</desc>',
        _metadata(drawing),
        *([] if outlines else [_tag("style", _style(drawing))]),
    ]
    if drawing.background:
        lines.append(f'<rect width="100%" height="100%" fill="{colour(drawing, drawing.background)}"/>')
    lines += _Writer(drawing, outlines=outlines).shapes(drawing.shapes)
    lines += map(_photograph, drawing.photographs)
    return "\n".join([*lines, "</svg>", ""])


def _root(drawing: Drawing, pixels: tuple[int, int]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{pixels[0]}" height="{pixels[1]}"'
        f' viewBox="0 0 {real(drawing.width)} {real(drawing.height)}" role="graphics-document"'
        f' aria-labelledby="title description" xml:lang={quoteattr(drawing.language)}>'
    )


def _metadata(drawing: Drawing) -> str:
    """Title, language, date and credits as Dublin Core, and whose layer it shows."""
    facts = {
        "dc:title": drawing.title,
        "dc:description": drawing.description,
        "dc:language": drawing.language,
        "dc:date": drawing.date,
        "dc:rights": drawing.credits,
        "dc:creator": drawing.imprint.publisher or "coopmap",
        "dc:publisher": drawing.imprint.publisher,
        "dcterms:license": drawing.imprint.licence,
        "dcterms:bibliographicCitation": drawing.imprint.citation,
    }
    properties = "".join(_tag(name, _text(value)) for name, value in facts.items() if value)
    return (
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        '<rdf:Description rdf:about="">'
        f"{properties}</rdf:Description></rdf:RDF></metadata>"
    )


# --- fonts ------------------------------------------------------------------------------------------------------------


def _style(drawing: Drawing) -> str:
    """Which typefaces a text has, and the letters of each that are used."""
    stand_ins = font_subset.stand_ins(drawing.shapes)
    others = dict.fromkeys(f"'{fallback_fonts.family(font)}'," for font, _ in stand_ins)
    rules = [f"text{{font-family:'{FAMILY}',{''.join(others)}'Source Sans 3',sans-serif;{_KERNING}}}"]
    for face, signs in font_subset.letters(drawing.shapes).items():
        rules.append(_face(FAMILY, face, font_subset.subset(face, signs)))
    for (font, face), used in stand_ins.items():
        rules.append(_face(fallback_fonts.family(font), face, font_subset.stand_in(font, face, used)))
    return "".join(rules)


def _photograph(photograph: Photograph) -> str:
    left, top, right, bottom = photograph.box
    place = f'x="{real(left)}" y="{real(top)}" width="{real(right - left)}" height="{real(bottom - top)}"'
    data = base64.b64encode(photograph.data).decode("ascii")
    words = f'role="img" aria-label={_attribute(photograph.alt_text)}'
    return f'<image {place} preserveAspectRatio="none" {words} href="data:image/jpeg;base64,{data}"/>'


def _face(family: str, face: str, font: bytes) -> str:
    data = base64.b64encode(font).decode("ascii")
    return (
        f"@font-face{{font-family:'{family}';font-weight:{WEIGHTS[face]};"
        f"src:url(data:font/ttf;base64,{data}) format('truetype')}}"
    )


# --- shapes -----------------------------------------------------------------------------------------------------------


class _Writer:
    """Writes shapes as elements; every name of a group becomes an id once."""

    def __init__(self, drawing: Drawing, *, outlines: bool) -> None:
        """outlines: letters as shapes."""
        self.drawing, self.outlines = drawing, outlines
        self._numbers: dict[str, int] = {}

    def shapes(self, shapes: Iterable[Shape]) -> Iterator[str]:
        for shape in shapes:
            if isinstance(shape, Group):
                yield from self._group(shape)
            else:
                yield self._element(shape)

    def _group(self, group: Group) -> Iterator[str]:
        if not group.shapes:
            return
        link = f'<a href={_attribute(group.link)} target="_blank" rel="noopener">' if group.link else ""
        role = f' role="graphics-{"object" if group.figure else "symbol"}"' if group.title else ""
        yield f'{link}<g id="{self._id(group.name)}"{role}>'
        if group.title and not group.figure:
            yield _tag("title", _text(group.title))
        yield from self.shapes(group.shapes)
        yield f"</g>{'</a>' if link else ''}"

    def _id(self, name: str) -> str:
        """A name as an id: letters, digits and hyphens, numbered when it comes again."""
        plain = "-".join("".join(sign if sign.isalnum() else " " for sign in name.casefold()).split()) or "group"
        plain = f"g-{plain[:60]}"
        self._numbers[plain] = number = self._numbers.get(plain, 0) + 1
        return plain if number == 1 else f"{plain}-{number}"

    def _element(self, shape: Polygon | Line | Circle | Text) -> str:
        if isinstance(shape, Text):
            return self._words(shape)
        if isinstance(shape, Circle):
            at = f'cx="{real(shape.x)}" cy="{real(shape.y)}" r="{real(shape.radius)}"'
            return f"<circle {at}{self._style(shape.style)}/>"
        if isinstance(shape, Line):
            return f'<path d="{"".join(map(_open, shape.parts))}"{self._style(shape.style, open_line=True)}/>'
        rings = "".join(f"{_open(ring)}Z" for ring in shape.rings)
        return f'<path d="{rings}" fill-rule="evenodd"{self._style(shape.style)}/>'

    def _style(self, style: Style, *, open_line: bool = False) -> str:
        fill = colour(self.drawing, style.fill) if style.fill and not open_line else "none"
        attributes = f' fill="{fill}"'
        if fill != "none" and style.fill_opacity < 1:
            attributes += f' fill-opacity="{style.fill_opacity:g}"'
        if not style.line:
            return attributes
        attributes += f' stroke="{colour(self.drawing, style.line)}" stroke-width="{real(style.width)}"'
        if style.line_opacity < 1:
            attributes += f' stroke-opacity="{style.line_opacity:g}"'
        if style.dash:
            attributes += f' stroke-dasharray="{" ".join(map(real, style.dash))}"'
        return attributes + ("" if style.blunt else ' stroke-linecap="round"') + ' stroke-linejoin="round"'

    def _words(self, text: Text) -> str:
        if self.outlines:
            return _linked(text, self._outlined(text))
        attributes = f' x="{real(_x(text, text.lines[0]))}" y="{real(text.y)}" font-size="{real(text.size)}"'
        attributes += f' fill="{colour(self.drawing, text.colour)}"'
        if WEIGHTS[text.face] != 400:
            attributes += f' font-weight="{WEIGHTS[text.face]}"'
        if text.face == "slanted":
            attributes += f' transform="{_slanted(text.y)}"'
        if spacing := typeface.spaced(" ".join(text.lines), text.spacing):
            attributes += f' letter-spacing="{real(spacing)}"'
        attributes += _anchored(text, spacing)
        return _linked(text, f"<text{attributes}{self._halo(text)}>{_spans(text)}</text>")

    def _halo(self, text: Text) -> str:
        if not text.halo:
            return ""
        halo, width = colour(self.drawing, text.halo), real(text.size * typeface.HALO)
        return f' stroke="{halo}" stroke-width="{width}" stroke-linejoin="round" paint-order="stroke"'

    def _outlined(self, text: Text) -> str:
        """The text as the shapes of its letters, with its words for who cannot see it."""
        path = glyph_outlines.path(text)
        # Programs that ignore fonts may ignore the order of painting too: the soft edge is a shape of its own.
        edge = f'<path d="{path}" fill="none"{self._halo(text)}/>' if text.halo else ""
        words = _attribute(" ".join(text.lines))
        letters = f'<path d="{path}" fill="{colour(self.drawing, text.colour)}"/>'
        return f'<g role="img" aria-label={words}>{edge}{letters}</g>'


def _linked(text: Text, written: str) -> str:
    return f'<a href={_attribute(text.link)} target="_blank" rel="noopener">{written}</a>' if text.link else written


def _spans(text: Text) -> str:
    if len(text.lines) == 1:
        return _text(text.lines[0])
    leading = text.leading or text.size * 1.2
    back = typeface.SLANT * leading if text.face == "slanted" else 0.0  # what leaning takes a lower line to the left
    spans = []
    for number, line in enumerate(text.lines):
        x, y = _x(text, line) + number * back, text.y + number * leading
        spans.append(f'<tspan x="{real(x)}" y="{real(y)}">{_text(line)}</tspan>')
    return "".join(spans)


def _x(text: Text, line: str) -> float:
    """Where a line is anchored; spaced letters at their start, for viewers differ in what is the middle of those."""
    if not typeface.spaced(line, text.spacing):
        return text.x
    return glyph_outlines.left(text, line)


def _anchored(text: Text, spacing: float) -> str:
    """Which way a text runs, and which of its ends is at its x: the start of one from right to left is at its right."""
    anchor = "start" if spacing else text.anchor
    if not shaping.is_right_to_left(" ".join(text.lines)):
        return f' text-anchor="{anchor}"' if anchor != "start" else ""
    anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
    return ' direction="rtl"' + (f' text-anchor="{anchor}"' if anchor != "start" else "")


def _slanted(baseline: float) -> str:
    """Leans letters over, those on a baseline where they stand: viewers slant by angles of their own, or not at all."""
    return f"matrix(1 0 {-typeface.SLANT:g} 1 {real(typeface.SLANT * baseline)} 0)"


def _open(points: tuple[Point, ...]) -> str:
    return trimmed(("M%.2f %.2f" + "L%.2f %.2f" * (len(points) - 1)) % tuple(chain.from_iterable(points)))


def _tag(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>"


def _text(text: str) -> str:
    return escape(typeface.clean(text))


def _attribute(text: str) -> str:
    return quoteattr(typeface.clean(text))
