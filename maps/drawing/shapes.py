"""A drawing as plain shapes with names: what pictures, printed pages and slides are made of, whatever writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from maps.text.imprint import UNSTATED, Imprint

Point = tuple[float, float]
"""x to the right and y down from the upper left corner, in points (1/72 inch)."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points."""


class Style(NamedTuple):
    """How a shape is painted."""

    fill: str | None = None
    """Name of a colour of the drawing's palette; None is not painted."""
    line: str | None = None
    """The same of its edge."""
    width: float = 1.0
    """Width of the edge, in points."""
    dash: tuple[float, ...] = ()
    """Lengths of dashes and gaps in points; () for a solid line."""
    fill_opacity: float = 1.0
    """0 to 1."""
    line_opacity: float = 1.0
    """0 to 1."""
    blunt: bool = False
    """Whether a line ends where it ends; else its ends are rounded."""


class Polygon(NamedTuple):
    """One or more areas with holes."""

    name: str
    """What it is, for who takes the drawing apart."""
    rings: tuple[tuple[Point, ...], ...]
    """Each without its first point repeated; outer ones run one way round, holes the other."""
    style: Style
    """How it is painted."""


class Line(NamedTuple):
    """One or more open lines."""

    name: str
    """What it is, for who takes the drawing apart."""
    parts: tuple[tuple[Point, ...], ...]
    """Each of at least two points."""
    style: Style
    """How it is painted."""


class Circle(NamedTuple):
    """A circle around a point."""

    name: str
    """What it is, for who takes the drawing apart."""
    x: float
    """Of its centre, in points from the left."""
    y: float
    """Of its centre, in points from the top."""
    radius: float
    """In points."""
    style: Style
    """How it is painted."""


class Text(NamedTuple):
    """Lines of text."""

    name: str
    """What it is, for who takes the drawing apart."""
    x: float
    """Where lines start, have their middle or end, as `anchor` says; in points from the left."""
    y: float
    """The baseline of the first line, in points from the top."""
    lines: tuple[str, ...]
    """The text, broken."""
    size: float
    """Font size in points."""
    colour: str
    """Name of a colour of the drawing's palette."""
    face: str = "regular"
    """Face of the typeface."""
    anchor: str = "start"
    """start, middle or end."""
    halo: str | None = None
    """Colour of a soft edge around the letters."""
    spacing: float = 0.0
    """What is added to each letter's width, in points."""
    leading: float = 0.0
    """From baseline to baseline, in points."""
    link: str = ""
    """Address that it leads to."""


class Group(NamedTuple):
    """Shapes that belong together."""

    name: str
    """What it is, for who takes the drawing apart."""
    shapes: tuple[Shape, ...]
    """In drawing order."""
    title: str = ""
    """Alternative text; a group that needs none, because others around it say the same, has none."""
    link: str = ""
    """Address that it leads to."""
    figure: bool = False
    """Whether it is one thing for who cannot see it, whatever is drawn in it."""


Shape = Polygon | Line | Circle | Text | Group


class Photograph(NamedTuple):
    """A photograph in its place on a page, over the shapes."""

    data: bytes
    """JPEG in grey or RGB."""
    pixels: tuple[int, int]
    """Width and height."""
    grey: bool
    """Whether it has one channel."""
    box: Box
    """Where it stands."""
    alt_text: str
    """What is seen."""


class Drawing(NamedTuple):
    """A page of shapes."""

    width: float
    """In points."""
    height: float
    """In points."""
    shapes: tuple[Shape, ...]
    """In drawing order."""
    palette: Mapping[str, str]
    """Every colour's value as #rrggbb, by its name."""
    background: str | None = "paper"
    """Name of a colour; None for a transparent page."""
    title: str = ""
    """What it is called."""
    description: str = ""
    """Alternative text of the whole page."""
    credits: str = ""
    """Whose data it shows."""
    imprint: Imprint = UNSTATED
    """Whose layer it shows."""
    language: str = "en"
    """Language tag (BCP 47)."""
    date: str = ""
    """ISO date of the newest source, or ""."""
    labels: tuple[Box, ...] = ()
    """Boxes of the names on the map, in points."""
    unnamed: int = 0
    """Number of projects on the map without a name."""
    photographs: tuple[Photograph, ...] = ()
    """Those of a fact sheet."""


def flat(shapes: tuple[Shape, ...]) -> Iterator[Polygon | Line | Circle | Text]:
    """All shapes in the order in which they are painted, groups opened."""
    for shape in shapes:
        if isinstance(shape, Group):
            yield from flat(shape.shapes)
        else:
            yield shape


def colour(drawing: Drawing, name: str) -> str:
    """The value of a colour, #rrggbb."""
    return drawing.palette.get(name, name)[:7]


def touches(a: Box, b: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def within(inner: Box, outer: Box) -> bool:
    """Whether a box lies inside another."""
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def extent(shapes: tuple[Shape, ...]) -> Box:
    """The box around shapes, texts left out; lines without their width."""
    points: list[Point] = []
    for shape in flat(shapes):
        if isinstance(shape, Circle):
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
        return shape._replace(shapes=moved(shape.shapes, right, down))
    if isinstance(shape, (Circle, Text)):
        return shape._replace(x=shape.x + right, y=shape.y + down)
    if isinstance(shape, Line):
        return shape._replace(parts=tuple(map(by, shape.parts)))
    return shape._replace(rings=tuple(map(by, shape.rings)))
