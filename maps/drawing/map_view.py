"""What labels are placed in: one frame with its markers and routes, and the labels drawn so far."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from maps.drawing import routes
from maps.drawing.frame import Frame
from maps.drawing.insets import Inset
from maps.drawing.label_candidates import PlacedLabel
from maps.drawing.markers import Marker
from maps.drawing.shapes import Box, Line, Point, Shape, Style, Text
from maps.text.names import Project


@dataclass
class Names:
    """The labels of one map as shapes."""

    base: list[Shape] = field(default_factory=list)
    """Names of countries and waters, which may lie under lines."""
    towns: list[Shape] = field(default_factory=list)
    """Names of towns, with their dots: a line must not cross out the one that it leads to."""
    projects: list[Shape] = field(default_factory=list)
    """Names of projects."""
    leads: list[Shape] = field(default_factory=list)
    """Leader lines."""
    boxes: list[Box] = field(default_factory=list)
    """Boxes of all labels, in points."""
    countries: list[tuple[str, Box]] = field(default_factory=list)
    """Codes of the countries that are named, with the boxes of their names."""
    named: set[str] = field(default_factory=set)
    """Ids of the projects that are named."""

    def add(self, into: list[Shape], placed: PlacedLabel, colour: str) -> None:
        """Take in a name that has its place."""
        label = placed.label
        text = Text(
            " ".join(placed.lines),
            round(placed.x, 2),
            round(placed.y, 2),
            placed.lines,
            label.size,
            colour,
            label.face,
            placed.anchor,
            None if label.face == "slanted" else "halo",
            label.spacing,
            label.leading,
        )
        into.append(text)
        self.boxes.append(placed.box)
        if placed.leader:
            self.leads.append(Line("Lead", (placed.leader,), Style(line="ink-2", width=0.7)))


@dataclass(frozen=True)
class View:
    """What one frame shows."""

    frame: Frame
    """Where and in which projection."""
    markers: Sequence[Marker]
    """Markers in the frame."""
    projects: Sequence[Project]
    """Projects whose routes are drawn."""
    countries: Sequence[str]
    """The layer's own countries, ISO 3166-1 alpha-2."""
    language: str
    """Language code."""
    unit: float
    """Scale of text; 1 is the usual size."""
    taken: Sequence[Box] = ()
    """Boxes of the page that nothing may touch."""
    inset: Inset | None = None
    """What is drawn elsewhere, so that no label may stand there."""
    least: float = 0.0
    """Smallest size of text, in points."""
    nearest: bool = False
    """Whether the town nearest to each project is named whatever its size."""

    numbered: bool = False
    """Whether a number stands for each project's name."""
    inner: bool = False
    """Whether it is an inset, in which what the map around it says is not said again."""

    def sized(self, size: float) -> float:
        """A size of the usual page in points, as this map has it."""
        return max(size * self.unit, self.least)

    @cached_property
    def stops(self) -> tuple[Point, ...]:
        """Ends and stops of the routes, in points of the page."""
        return tuple(point for project in self.projects for point in routes.stops(self.frame, project))

    def stop_at(self, point: Point) -> Point | None:
        """The stop of a route that stands where a town does."""
        near = min(self.stops, key=lambda stop: math.dist(stop, point), default=None)
        return near if near and math.dist(near, point) < 5.0 * self.unit else None

    def stop_boxes(self) -> Iterator[Box]:
        """What the stops cover."""
        reach = routes.STOP_RADIUS * self.unit + 1.0
        return ((x - reach, y - reach, x + reach, y + reach) for x, y in self.stops)
