"""The theme's icons as lines of points: SVG paths read by fontTools, their curves flattened."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from fontTools.misc.bezierTools import cubicPointAtT
from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path

from maps.drawing.shapes import Point

_CURVE_STEPS = 6
"""Lines that stand for a curve; arcs come as a curve for each quarter of a turn."""


class Stroke(NamedTuple):
    """One line of an icon."""

    points: tuple[Point, ...]
    """On the grid; a closed line does not repeat its first point."""
    closed: bool
    """Whether its end meets its beginning."""


@cache
def strokes(path: str) -> tuple[Stroke, ...]:
    """The lines of an icon's path."""
    pen = _Pen()
    parse_path(path, pen)
    return tuple(pen.strokes)


class _Pen(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Gathers what is drawn as strokes."""

    def __init__(self) -> None:
        super().__init__()
        self.strokes: list[Stroke] = []
        self._points: list[Point] = []

    def _moveTo(self, pt: Point) -> None:  # noqa: N802  BasePen names it
        self._points = [pt]

    def _lineTo(self, pt: Point) -> None:  # noqa: N802
        self._points.append(pt)

    def _curveToOne(self, pt1: Point, pt2: Point, pt3: Point) -> None:  # noqa: N802
        start = self._points[-1]
        steps = (step / _CURVE_STEPS for step in range(1, _CURVE_STEPS + 1))
        self._points += [cubicPointAtT(start, pt1, pt2, pt3, t) for t in steps]

    def _closePath(self) -> None:  # noqa: N802
        points = self._points
        self.strokes.append(Stroke(tuple(points[:-1] if points[-1] == points[0] else points), closed=True))

    def _endPath(self) -> None:  # noqa: N802
        self.strokes.append(Stroke(tuple(self._points), closed=False))
