"""The typeface inside a file: of each face, and of each font that steps in, no more than the letters that are used."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from maps.drawing.shapes import Shape, Text, flat
from maps.style import fallback_fonts, house_typeface, shaping, typeface
from maps.style.fallback_fonts import Fallback
from maps.style.shaping import Cluster

StandIn = tuple[Fallback, str]
"""A font that steps in, and the face whose weight it has."""


@dataclass
class Used:
    """What a drawing uses of a font that steps in."""

    letters: set[str] = field(default_factory=set)
    """As the text has them."""
    clusters: dict[Cluster, None] = field(default_factory=dict)
    """As they are drawn, in the order in which they first are."""


def letters(shapes: Iterable[Shape]) -> dict[str, str]:
    """The letters that each file of the typeface has to have, by a face that uses the file."""
    used: dict[str, set[str]] = {}
    for face, line in _lines(shapes):
        own = used.setdefault(face, set())
        own.update(
            (each.text for each in shaping.line(line, face) if not each.font)
            if shaping.is_foreign(line, face)
            else line
        )
    return {face: "".join(sorted(used[face])) for face in sorted(used)}


def stand_ins(shapes: Iterable[Shape]) -> dict[StandIn, Used]:
    """What is used of the fonts that step in, in the order in which they first do."""
    used: dict[StandIn, Used] = {}
    for face, line in _lines(shapes):
        if not shaping.is_foreign(line, face):
            continue
        for cluster in shaping.line(line, face):
            if cluster.font:
                of = used.setdefault((cluster.font, face), Used())
                of.letters.update(cluster.text)
                of.clusters[cluster] = None
    return used


def missing(shapes: Iterable[Shape]) -> str:
    """The letters that no typeface has, each once, in the order of Unicode."""
    used: dict[str, set[str]] = {}
    for face, line in _lines(shapes):
        used.setdefault(face, set()).update(line)
    return "".join(sorted({sign for face, signs in used.items() for sign in signs if not shaping.has(face, sign)}))


def _lines(shapes: Iterable[Shape]) -> Iterator[tuple[str, str]]:
    """Each line of text with its face."""
    for shape in flat(tuple(shapes)):
        if isinstance(shape, Text):
            face = "regular" if shape.face == "slanted" else shape.face
            yield from ((face, typeface.clean(line)) for line in shape.lines)


@cache
def subset(face: str, signs: str) -> bytes:
    """A face's TrueType font with no more than these letters; the same letters give the same bytes."""
    from fontTools.ttLib import TTFont

    with TTFont(house_typeface.path(face), lazy=True, recalcTimestamp=False) as font:
        _reduced(font, text=signs)
        return _bytes(font)


def stand_in(font: Fallback, face: str, used: Used) -> bytes:
    """The same of a font that steps in, at the weight of a face; who shows the text shapes it."""
    with fallback_fonts.opened(font) as file:
        _reduced(file, text="".join(sorted(used.letters)), layout=True)
        return _bytes(_still(file, font, face))


def of_clusters(font: Fallback, face: str, used: Used) -> tuple[bytes, list[str]]:
    """The same with a glyph for each cluster, after those that they are made of; the names of these are given."""
    with fallback_fonts.opened(font) as file:
        _reduced(file, glyphs=sorted({name for cluster in used.clusters for name, _, _ in cluster.parts}))
        still = _still(file, font, face)
        order = list(still.getGlyphOrder())
        _compose(still, used.clusters)
        return _bytes(still), order


def _compose(font: Any, clusters: Iterable[Cluster]) -> None:
    """Adds a glyph for each cluster that has its glyphs as parts."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    scale = font["head"].unitsPerEm / house_typeface.EM
    outlines, table, widths = font.getGlyphSet(), font["glyf"], font["hmtx"].metrics
    for number, cluster in enumerate(clusters):
        pen = TTGlyphPen(outlines)
        for name, right, up in cluster.parts:
            pen.addComponent(name, (1, 0, 0, 1, round(right * scale), round(up * scale)))
        name = f"cluster{number}"
        table[name] = pen.glyph()
        table[name].recalcBounds(table)
        widths[name] = (round(cluster.advance * scale), table[name].xMin)
    font.setGlyphOrder(table.glyphOrder)


def _reduced(font: Any, *, text: str = "", glyphs: Iterable[str] = (), layout: bool = False) -> None:
    from fontTools.subset import Options, Subsetter

    shaping_tables = [] if layout else ["GSUB", "GPOS", "GDEF", "BASE", "kern"]
    options = Options(
        layout_features=["*"] if layout else [], hinting=False, glyph_names=False, notdef_outline=True,
        name_IDs=[1, 2, 4, 6], drop_tables=[*shaping_tables, "DSIG", "gasp", "VORG", "vhea", "vmtx"],
    )  # fmt: skip
    subsetter = Subsetter(options)
    subsetter.populate(text=text, glyphs=glyphs)
    subsetter.subset(font)


def _still(font: Any, fallback: Fallback, face: str) -> Any:
    """A variable font at the weight of a face; PostScript outlines as those of TrueType, which every PDF may hold."""
    axes = fallback_fonts.axes(fallback, house_typeface.WEIGHTS[face])
    if axes:
        from fontTools.varLib import instancer

        font = instancer.instantiateVariableFont(font, axes, inplace=True)
    if "CFF " in font or "CFF2" in font:
        _with_quadratic_outlines(font)
    return font


def _with_quadratic_outlines(font: Any) -> None:
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    order, outlines = font.getGlyphOrder(), font.getGlyphSet()
    drawn = {}
    for name in order:
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, font["head"].unitsPerEm / 1000, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, drawn
    for tag in ("CFF ", "CFF2"):
        if tag in font:
            del font[tag]
    font["maxp"].tableVersion = 0x00010000
    for limit in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"):
        setattr(font["maxp"], limit, int(limit == "maxZones"))
    for limit in ("maxStackElements", "maxSizeOfInstructions", "maxComponentElements"):
        setattr(font["maxp"], limit, 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\0\1\0\0"


def _bytes(font: Any) -> bytes:
    file = io.BytesIO()
    font.save(file, reorderTables=True)
    return file.getvalue()
