"""A drawing as plain shapes with names: what pictures, printed pages and slides are made of, whatever writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

Point = tuple[float, float]
"""x to the right and y down from the upper left corner, in points (1/72 inch)."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a shape is painted: colours are names of the drawing's palette, None is not painted; lengths in points.

    dash: lengths of dashes and gaps, () for a solid line; blunt: the line ends where it ends, else it is rounded.
    """

    fill: str | None = None
    line: str | None = None
    width: float = 1.0
    dash: tuple[float, ...] = ()
    fill_opacity: float = 1.0
    line_opacity: float = 1.0
    blunt: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """Rings, each without its first point repeated: outer ones run one way round, holes the other."""

    name: str
    rings: tuple[tuple[Point, ...], ...]
    look: Look


@dataclass(frozen=True, slots=True)
class Line:
    """One or more open lines of at least two points."""

    name: str
    parts: tuple[tuple[Point, ...], ...]
    look: Look


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle around a point."""

    name: str
    x: float
    y: float
    radius: float
    look: Look


@dataclass(frozen=True, slots=True)
class Text:
    """Lines of text; y is the first one's baseline, x where lines start, have their middle or end, as anchor says.

    size, spacing (added to each letter's width) and leading (from baseline to baseline) are in points; halo is the
    colour of a soft edge around the letters; link an address that the text leads to.
    """

    name: str
    x: float
    y: float
    lines: tuple[str, ...]
    size: float
    colour: str
    face: str = "regular"
    anchor: str = "start"
    halo: str | None = None
    spacing: float = 0.0
    leading: float = 0.0
    link: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that belong together; title is what is said of them to who cannot see them, link where they lead to.

    A group that needs no words, because others around it say the same, has no title. A figure is one thing for who
    cannot see it, whatever is drawn in it.
    """

    name: str
    shapes: tuple[Shape, ...]
    title: str = ""
    link: str = ""
    figure: bool = False


Shape = Area | Line | Disc | Text | Group


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page of shapes, painted in their order.

    width, height in points; background is a colour of the palette, None for a transparent page; palette gives every
    colour's value as #rrggbb; labels are the boxes of the names on the map, unnamed counts projects that found no room
    for theirs; title and description stand for the page where it cannot be seen; credits name those
    whose data it shows; language is a tag such as kk; date an ISO date or "".
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]
    palette: Mapping[str, str]
    background: str | None = "paper"
    title: str = ""
    description: str = ""
    credits: str = ""
    language: str = "en"
    date: str = ""
    labels: tuple[Box, ...] = ()
    unnamed: int = 0


def flat(shapes: tuple[Shape, ...]) -> Iterator[Area | Line | Disc | Text]:
    """All shapes in the order in which they are painted, groups opened."""
    for shape in shapes:
        if isinstance(shape, Group):
            yield from flat(shape.shapes)
        else:
            yield shape


def colour(drawing: Drawing, name: str) -> str:
    """The value of a colour, #rrggbb."""
    return drawing.palette.get(name, name)[:7]


def touches(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def within(inner: Box, outer: Box) -> bool:
    """Whether a box lies inside another."""
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def extent(shapes: tuple[Shape, ...]) -> Box:
    """The box around shapes, texts left out; lines without their width."""
    points: list[Point] = []
    for shape in flat(shapes):
        if isinstance(shape, Disc):
            reach = shape.radius
            points += [(shape.x - reach, shape.y - reach), (shape.x + reach, shape.y + reach)]
        elif not isinstance(shape, Text):
            points += [point for part in (shape.parts if isinstance(shape, Line) else shape.rings) for point in part]
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def moved(shapes: tuple[Shape, ...], right: float, down: float) -> tuple[Shape, ...]:
    """The shapes moved by so many points."""
    return tuple(_moved(shape, right, down) for shape in shapes)


def _moved(shape: Shape, right: float, down: float) -> Shape:
    def by(points: tuple[Point, ...]) -> tuple[Point, ...]:
        return tuple((x + right, y + down) for x, y in points)

    if isinstance(shape, Group):
        return replace(shape, shapes=moved(shape.shapes, right, down))
    if isinstance(shape, (Disc, Text)):
        return replace(shape, x=shape.x + right, y=shape.y + down)
    if isinstance(shape, Line):
        return replace(shape, parts=tuple(map(by, shape.parts)))
    return replace(shape, rings=tuple(map(by, shape.rings)))
