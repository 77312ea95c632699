"""Text as the outlines of its letters, taken from the typeface by fontTools."""

from __future__ import annotations

from functools import cache

from maps.drawing.shapes import Text
from maps.style import typeface


def path(text: Text) -> str:
    """The outlines of all lines as the data of one SVG path; what has no letter in the typeface is its box."""
    from fontTools.misc.transform import Transform
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    glyphs, names, em = _face(text.face)
    scale = text.size / em
    leading = text.leading or text.size * 1.2
    slant = typeface.SLANT if text.face == "slanted" else 0.0
    pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.2f}".rstrip("0").rstrip("."))
    for number, line in enumerate(map(typeface.clean, text.lines)):
        x, y = left(text, line), text.y + number * leading
        for sign in line:
            name = names.get(ord(sign), ".notdef")
            glyphs[name].draw(TransformPen(pen, Transform(scale, 0, slant * scale, -scale, x, y)))
            x += glyphs[name].width * scale + text.spacing
    commands: str = pen.getCommands()
    return commands


def left(text: Text, line: str) -> float:
    """Where a line of a text begins, in points."""
    wide = typeface.width(typeface.clean(line), text.face, text.size, text.spacing)
    return text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]


@cache
def _face(face: str):  # type: ignore[no-untyped-def]  # fontTools has no types
    """The letters of a face, their names by code point, and the units of its em."""
    from fontTools.ttLib import TTFont

    font = TTFont(typeface.path(face), lazy=True)
    return font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm
