"""A page from right to left: what stands at the left stands at the right; the map and every sign stay as they are."""

from __future__ import annotations

from itertools import chain

from maps.drawing.shapes import Box, Drawing, Group, Shape, Text, extent, moved

_ENDS = {"start": "end", "end": "start", "middle": "middle"}
_WHOLE = "Map"
"""The group that is moved, and in which nothing is turned around."""


def mirrored(drawing: Drawing) -> Drawing:
    """The drawing with its texts, signs and map at the other side of the page."""
    wide = drawing.width
    shapes = tuple(turned(shape, wide) for shape in drawing.shapes)
    maps = tuple(shape for shape in drawing.shapes if shape.name == _WHOLE)
    right = _distance(maps, wide) if maps else 0.0
    return drawing._replace(
        shapes=shapes,
        labels=tuple((box[0] + right, box[1], box[2] + right, box[3]) for box in drawing.labels),
        photographs=tuple(each._replace(box=_box(each.box, wide)) for each in drawing.photographs),
    )


def turned(shape: Shape, wide: float) -> Shape:
    """A shape at the other side of what is so many points wide."""
    if isinstance(shape, Text):
        return shape._replace(x=wide - shape.x, anchor=_ENDS[shape.anchor])
    if not isinstance(shape, Group) or shape.name == _WHOLE:
        return moved((shape,), _distance((shape,), wide), 0.0)[0]
    # What is drawn beside texts is one sign, whose parts stay together.
    sign = tuple(each for each in shape.shapes if not isinstance(each, (Group, Text)))
    right = _distance(sign, wide) if sign else 0.0
    parts = (moved((each,), right, 0.0) if each in sign else (turned(each, wide),) for each in shape.shapes)
    return shape._replace(shapes=tuple(chain.from_iterable(parts)))


def _distance(shapes: tuple[Shape, ...], wide: float) -> float:
    """How far to the right shapes go, to be as far from the right as they were from the left."""
    left, _, right, _ = extent(shapes)
    return wide - left - right


def _box(box: Box, wide: float) -> Box:
    return wide - box[2], box[1], wide - box[0], box[3]
