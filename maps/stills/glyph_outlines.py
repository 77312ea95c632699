"""Text as the outlines of its letters, taken from the fonts by fontTools."""

from __future__ import annotations

from functools import cache
from typing import Any

from maps.drawing.shapes import Text
from maps.style import fallback_fonts, house_typeface, shaping, typeface
from maps.style.fallback_fonts import Fallback


def path(text: Text) -> str:
    """The outlines of all lines as the data of one SVG path; what has no letter in the typeface is its box."""
    from fontTools.misc.transform import Transform
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    leading = text.leading or text.size * 1.2
    slant = typeface.SLANT if text.face == "slanted" else 0.0
    pen = SVGPathPen(None, ntos=lambda value: f"{value:.2f}".rstrip("0").rstrip("."))
    for number, line in enumerate(map(typeface.clean, text.lines)):
        x, y = left(text, line), text.y + number * leading
        apart = typeface.spaced(line, text.spacing)
        unit = text.size / house_typeface.EM
        for cluster in shaping.line(line, text.face):
            glyphs, em = _font(cluster.font, text.face)
            pen.glyphSet = glyphs  # where the parts of composed letters are
            scale = text.size / em
            for name, right, up in cluster.parts:
                at = Transform(scale, 0, slant * scale, -scale, x + right * unit, y - up * unit)
                glyphs[name].draw(TransformPen(pen, at))
            x += cluster.advance * unit + apart
    commands: str = pen.getCommands()
    return commands


def left(text: Text, line: str) -> float:
    """Where a line of a text begins, in points."""
    wide = typeface.width(typeface.clean(line), text.face, text.size, text.spacing)
    return text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]


@cache
def _font(fallback: Fallback | None, face: str) -> tuple[Any, float]:
    """The glyphs of a face, or of the font that steps in for it, and the units of their em."""
    from fontTools.ttLib import TTFont

    if fallback is None:
        font = TTFont(house_typeface.path(face), lazy=True)
        return font.getGlyphSet(), font["head"].unitsPerEm
    font = fallback_fonts.opened(fallback)
    location = fallback_fonts.axes(fallback, house_typeface.WEIGHTS[face])
    return font.getGlyphSet(location=location or None), font["head"].unitsPerEm
