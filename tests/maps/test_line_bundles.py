"""Many lines that are led together: which, how far out of their way, and the same in every build."""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest

from maps.basemap.packed_layers import unpack
from maps.page.line_bundles import MANY, bundle

Path = list[tuple[float, float]]


def made(count: int, route: str = "schematic") -> list[dict[str, Any]]:
    """Lines between two rows of towns, none with the ends of another."""
    return [
        {
            "id": f"line-{n}",
            "route": route,
            "geometry": {
                "type": "LineString",
                "coordinates": [[55 + n % 12 + n / 1e3, 39.0], [55 + (7 * n) % 25, 47 + n / 1e3]],
            },
        }
        for n in range(count)
    ]


def bundled(projects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A copy of the projects after bundling."""
    after = copy.deepcopy(projects)
    bundle(after)  # type: ignore[arg-type]
    return after


def length(path: Path) -> float:
    """In degrees of Web Mercator's equator, on whose plane lines are led together."""
    flat = [(x, math.degrees(math.asinh(math.tan(math.radians(y))))) for x, y in path]
    return sum(math.dist(a, b) for a, b in pairwise(flat))


def test_many_lines_share_ways_keep_their_ends_and_go_no_more_than_two_fifths_further():
    before = made(3 * MANY)
    after = bundled(before)
    assert after == bundled(before)
    paths = [unpack(course) for project in after for course in project.get("courses", ())]
    assert len(paths) > 2 * MANY
    for project in after:
        [own] = [project["geometry"]["coordinates"]]
        for course in map(unpack, project.get("courses", ())):
            for end, place in zip((course[0], course[-1]), own, strict=True):
                assert end == pytest.approx(tuple(place), abs=0.001)
            assert length(course) <= 1.41 * length([(x, y) for x, y in own])
    # At a parallel in the middle they come through far fewer places than before.
    straight = [project["geometry"]["coordinates"] for project in before]
    assert len({crossing(path) for path in paths}) < len({crossing(path) for path in straight}) / 3


def crossing(path: Sequence[Sequence[float]]) -> int:
    """Where a path passes 43 degrees north, in fifths of a degree of longitude."""
    (x, y), (u, v) = next((a, b) for a, b in pairwise(path) if min(a[1], b[1]) <= 43 <= max(a[1], b[1]))
    return round(5 * (x + (u - x) * (43 - y) / (v - y)))


@pytest.mark.parametrize(
    "projects",
    [made(MANY), made(3 * MANY, "surveyed"), made(3 * MANY, "")],
    ids=["few lines", "surveyed lines", "lines of which it is not stated"],
)
def test_other_lines_keep_their_course(projects: list[dict[str, Any]]):
    assert bundled(projects) == projects


def test_a_line_over_the_date_line_keeps_its_course():
    over = {
        "id": "over",
        "route": "great_circle",
        "geometry": {"type": "LineString", "coordinates": [[170, 50], [-170, 52]]},
    }
    assert bundled([*made(2 * MANY), over])[-1] == over
