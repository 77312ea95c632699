"""The icons of sectors as SVG paths: those of the built-in sectors, and those of a library for a layer's own."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from geo.io import icon_library
from geo.model import codes

if TYPE_CHECKING:
    from collections.abc import Mapping

GRID = 16
"""Units of the icons' square; a stroke is 1.5 of them wide."""


class Icon(NamedTuple):
    """A drawing on a 16 by 16 grid."""

    path: str
    """SVG path, stroked at 1.5 units."""
    solid: bool = False
    """Whether it is filled as well."""


def of_entry(entry: Mapping[str, object]) -> Icon:
    """The icon of an entry of the built-in list."""
    return Icon(str(entry["icon"]), bool(entry.get("solid")))


@lru_cache(maxsize=512)
def named(name: str) -> Icon:
    """The icon of a name of `icon_library.all_names`. Raises KeyError for another."""
    own = codes.load("sectors")["sectors"].get(name)
    return of_entry(own) if own is not None else Icon(_path(icon_library.svg(name)))


def _path(svg: bytes) -> str:
    """The lines of an SVG as one path on our grid, to a hundredth of its units."""
    from fontTools.misc.transform import Scale
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.svgLib import SVGPath

    pen = SVGPathPen(None, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip("."))
    SVGPath.fromstring(svg).draw(TransformPen(pen, Scale(GRID / icon_library.GRID)))
    return str(pen.getCommands())
