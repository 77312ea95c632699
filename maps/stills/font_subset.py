"""The typeface inside a file: of each face no more than the letters that are used."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache

from maps.drawing.shapes import Shape, Text, flat
from maps.style import typeface


def letters(shapes: Iterable[Shape]) -> dict[str, str]:
    """The letters that each file of the typeface has to have, by a face that uses the file."""
    used: dict[str, set[str]] = {}
    for shape in flat(tuple(shapes)):
        if isinstance(shape, Text):
            face = "regular" if shape.face == "slanted" else shape.face
            used.setdefault(face, set()).update(*map(typeface.clean, shape.lines))
    return {face: "".join(sorted(used[face])) for face in sorted(used)}


def missing(shapes: Iterable[Shape]) -> str:
    """The letters that the typeface lacks, each once, in the order of Unicode."""
    used = letters(shapes)
    return "".join(sorted({sign for face, signs in used.items() for sign in signs if not typeface.has(face, sign)}))


@cache
def subset(face: str, signs: str) -> bytes:
    """A face's TrueType font with no more than these letters; the same letters give the same bytes."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(
        layout_features=[], hinting=False, glyph_names=False, notdef_outline=True, name_IDs=[1, 2, 4, 6],
        drop_tables=["GSUB", "GPOS", "GDEF", "DSIG", "BASE", "gasp", "kern"],
    )  # fmt: skip
    file = io.BytesIO()
    with TTFont(typeface.path(face), lazy=True, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(text=signs)
        subsetter.subset(font)
        font.save(file, reorderTables=True)
    return file.getvalue()
