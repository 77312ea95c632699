"""Names of countries and waters: each inside what it names, set closer or smaller until it is, or nowhere."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import shapely

from maps.drawing.base_layer import Place
from maps.drawing.label_candidates import FloatArray, Label, PlacedLabel
from maps.drawing.label_placement import LabelLayout
from maps.drawing.shapes import Box, Point
from maps.style import map_style, typeface

INSIDE = 0.95
"""Share of a name that lies in its country or water at least."""
_LADDER = ((1.0, 1.0), (0.55, 1.0), (0.25, 1.0), (0.25, 0.85), (0.15, 0.72), (0.0, 0.62))
"""Shares of the letter spacing and of the size that are tried, the best first."""
_WATER_LADDER = ((1.0, 1.0), (0.0, 1.0))
"""The same of a water's name, which is small already."""
_RUNG = 1.0
"""What speaks against each further rung, and against the name in several lines."""
_FAR = 36.0
"""Points from the country's middle that weigh as much as a rung."""
_COVERED = 0.3
"""What a point of a route below the name weighs of what it weighs below others: the name lies under the line."""
_STEPS = 44
"""Max places across a country, and down."""


def area_label(layout: LabelLayout, place: Place, unit: float, least: float = 0.0) -> PlacedLabel | None:
    """The best place of a name in its country or water that is free; None when there is none.

    unit: scale of text, 1 is the usual size; least: the smallest size of text in points.
    """
    if place.shape is None or (area := shapely.simplify(place.shape, 0.8, preserve_topology=False)).is_empty:
        return None
    shapely.prepare(area)
    best: tuple[float, PlacedLabel] | None = None
    for label, lines, step in _rungs(place, unit, least):
        if best and best[0] <= step:
            break
        rung = _placed(layout, place, area, label, lines)
        if rung and (best is None or rung[0] + step < best[0]):
            best = (rung[0] + step, rung[1])
    return best[1] if best else None


def _rungs(place: Place, unit: float, least: float) -> Iterator[tuple[Label, tuple[str, ...], float]]:
    """The ways to set a name: full spacing, less of it, smaller, in lines; with what speaks against each."""
    style = map_style.LABELS[place.kind]
    is_water = place.kind == "water"
    smallest = max(least, 0 if is_water else map_style.LABELS["focus_small"].pt * 0.8 * unit)
    name = place.name if is_water else place.name.upper()
    face, ladder = ("slanted", _WATER_LADDER) if is_water else ("semibold", _LADDER)
    label = Label(place.name, (), (place.at,), 0, style.pt * unit, face)
    several = tuple(name.split(" "))
    for lines, dearer in (((name,), 0.0), (several, len(ladder) * _RUNG)) if len(several) > 1 else (((name,), 0.0),):
        sizes = ((max(smallest, style.pt * unit * share), style.pt_spacing * unit * wide) for wide, share in ladder)
        for number, (size, spacing) in enumerate(dict.fromkeys(sizes)):
            yield label._replace(size=size, spacing=spacing), lines, dearer + number * _RUNG


def _placed(
    layout: LabelLayout, place: Place, area: shapely.Geometry, label: Label, lines: tuple[str, ...]
) -> tuple[float, PlacedLabel] | None:
    """The cheapest free place for one way to set the name, and its cost."""
    # What spaces the last letter from a next one is no part of the name.
    wide = max(typeface.width(line, label.face, label.size, label.spacing) for line in lines) - label.spacing
    below = 0.0 if place.name.upper() in " ".join(lines) else typeface.DESCENT  # capitals reach below no line
    high = label.leading * (len(lines) - 1) + label.size * (typeface.CAPITALS + 0.1 + below)
    boxes = _boxes(area.bounds, layout.frame, place.at, (wide, high))
    if len(boxes):
        boxes = boxes[_inside(area, boxes)]
    if len(boxes):
        boxes = boxes[layout.free(boxes)]
    if not len(boxes):
        return None
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    costs = np.hypot(*(middles - np.array(place.at)).T) / _FAR + _COVERED * layout.covered(boxes)
    for number in np.argsort(costs, kind="stable"):
        left, top, right, bottom = boxes[number].tolist()
        box = (left, top, right, bottom)
        if shapely.clip_by_rect(place.shape, *box).area >= INSIDE * (right - left) * (bottom - top):
            baseline = top + label.size * (typeface.CAPITALS + 0.05)
            middle = (left + right + label.spacing) / 2
            return float(costs[number]), PlacedLabel(label, lines, middle, baseline, "middle", box)
    return None


def _boxes(area: Box, frame: Box, at: Point, size: tuple[float, float]) -> FloatArray:
    """Boxes of a size on a grid over an area, one of them around its middle, that leave neither it nor the frame; of
    shape (n, 4)."""
    step = max(3.0, (area[2] - area[0]) / _STEPS, (area[3] - area[1]) / _STEPS)
    axes = []
    for low, high, first, last, middle, long in zip(area[:2], area[2:], frame[:2], frame[2:], at, size, strict=True):
        begin, end = max(low, first + 3), min(high, last - 3)
        if end - begin < long:
            return np.empty((0, 4))
        along = np.arange(middle - math.floor((middle - low) / step) * step, high, step)
        axes.append(along[(along - long / 2 >= begin) & (along + long / 2 <= end)])
    middles = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    half = np.array(size) / 2
    return np.hstack([middles - half, middles + half])


def _inside(area: shapely.Geometry, boxes: FloatArray) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Whether the corners of each box, and the middles of its long sides, lie in a prepared area."""
    xs = (boxes[:, 0], (boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 2])
    inside = np.ones(len(boxes), dtype=bool)
    for x in xs:
        for y in (boxes[:, 1], boxes[:, 3]):
            inside[inside] &= shapely.contains_xy(area, x[inside], y[inside])
    return inside
