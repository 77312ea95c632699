"""Rings that stand for several projects each: how many they are, and of which families of sectors."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from maps.drawing.markers import Marker, colour
from maps.drawing.shapes import Box, Circle, Group, Point, Polygon, Shape, Style, Text
from maps.style import typeface
from maps.text import formats, i18n
from maps.text.code_names import name_in

CROWD = 40
"""More markers than these are drawn as rings where they would touch."""
_FIRST = 400
"""More markers than these are gathered in squares first, so that it does not take long."""
_BAND = 3.2
"""Points that a ring is wide, on a page of the usual size."""
_ARC = math.tau / 48
"""Largest angle between two points of a ring."""


class Cluster(NamedTuple):
    """Markers that would touch each other, in one ring."""

    markers: tuple[Marker, ...]
    """What it stands for."""
    at: Point
    """Its centre on the page: the middle of theirs."""
    radius: float
    """In points."""

    @property
    def box(self) -> Box:
        """What it covers."""
        (x, y), reach = self.at, self.radius + 1
        return x - reach, y - reach, x + reach, y + reach

    @property
    def projects(self) -> list[str]:
        """Ids of its projects, each once."""
        return list(dict.fromkeys(str(marker.project["id"]) for marker in self.markers))


class RingSize(NamedTuple):
    """How large rings are."""

    unit: float
    """Scale of a ring; 1 is the usual size."""
    text: float
    """Size of the counts in points."""

    def radius(self, count: int) -> float:
        """A ring's radius in points, room for its count included."""
        inner = typeface.width(f"{count:,}", "semibold", self.text) / 2 + 1.6 * self.unit
        return max((8.4 + 3.2 * math.log10(count)) * self.unit, inner + _BAND * self.unit)


def clustered(markers: Sequence[Marker], size: RingSize) -> tuple[list[Marker], list[Cluster]]:
    """The markers that stand for themselves, and the rings of those that would touch; nothing touches in the end.

    The largest come first, so that the same markers give the same rings.
    """
    apart: list[Cluster] = []
    for group in sorted(_gathered(markers, size), key=lambda each: (-len(each.markers), each.at)):
        cluster = group
        while near := next((other for other in apart if _touch(cluster, other)), None):
            apart.remove(near)
            cluster = _joined((*near.markers, *cluster.markers), size)
        apart.append(cluster)
    alone = [cluster.markers[0] for cluster in apart if len(cluster.projects) == 1]
    return alone, [cluster for cluster in apart if len(cluster.projects) > 1]


def _gathered(markers: Sequence[Marker], size: RingSize) -> list[Cluster]:
    """Markers one by one, or many of them by squares as wide as a ring."""
    if len(markers) <= _FIRST:
        return [_joined((marker,), size) for marker in markers]
    wide = 2 * size.radius(2)
    squares: dict[tuple[int, int], list[Marker]] = {}
    for marker in markers:
        squares.setdefault((int(marker.at[0] // wide), int(marker.at[1] // wide)), []).append(marker)
    return [_joined(tuple(square), size) for square in squares.values()]


def _joined(markers: tuple[Marker, ...], size: RingSize) -> Cluster:
    at = (
        sum(marker.at[0] for marker in markers) / len(markers),
        sum(marker.at[1] for marker in markers) / len(markers),
    )
    count = len({str(marker.project["id"]) for marker in markers})
    return Cluster(markers, at, markers[0].size * 0.56 if count == 1 else size.radius(count))


def _touch(a: Cluster, b: Cluster) -> bool:
    return math.dist(a.at, b.at) < a.radius + b.radius + 1


# --- drawing ----------------------------------------------------------------------------------------------------------


def ring(cluster: Cluster, size: RingSize, language: str) -> Group:
    """A ring with a part for each family, the largest first from the top, and the count in it."""
    (x, y), radius = cluster.at, cluster.radius
    firsts = {str(marker.project["id"]): marker for marker in cluster.markers}
    counts = Counter(colour(marker.project) for marker in firsts.values())
    shapes: list[Shape] = [Circle("Halo", x, y, radius + 1, Style(fill="paper"))]
    start = -math.tau / 4
    for tint, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        end = start + math.tau * count / len(firsts)
        shapes.append(Polygon(tint, (tuple(_arc(cluster, start, end, _BAND * size.unit)),), Style(fill=tint)))
        start = end
    number = formats.number(language, len(firsts))
    baseline = y + size.text * typeface.CAPITALS / 2
    shapes.append(Text("Count", x, baseline, (number,), size.text, "ink", "semibold", anchor="middle"))
    return Group("Ring", tuple(shapes), spoken_ring(cluster, language))


def spoken_ring(cluster: Cluster, language: str) -> str:
    """What a ring says: how many projects, and of which sectors."""
    projects = {str(marker.project["id"]): marker.project for marker in cluster.markers}
    counts = Counter(name_in(project, language, "sector") for project in projects.values())
    count = formats.counted(language, "slides.projects", len(projects))
    named = i18n.listed(
        (f"{sector} {formats.number(language, number)}" for sector, number in counts.most_common()), language
    )
    return f"{count.replace('{n}', formats.number(language, len(projects)))}: {named}"


def _arc(cluster: Cluster, start: float, end: float, band: float) -> Iterator[Point]:
    """The corners of a part of the ring, out and back."""
    steps = max(1, math.ceil((end - start) / _ARC))
    turns = [start + (end - start) * step / steps for step in range(steps + 1)]
    for radius, angles in ((cluster.radius, turns), (cluster.radius - band, turns[::-1])):
        for angle in angles:
            x, y = cluster.at
            yield round(x + radius * math.cos(angle), 2), round(y + radius * math.sin(angle), 2)
