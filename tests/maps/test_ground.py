"""The base map as a page holds it: the points of two bytes are those of the packed texts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pytest
import shapely

from maps.basemap import packed_layers
from maps.basemap.packed_layers import SCALE
from maps.page import ground
from maps.page.deflated import inflated
from maps.page.ground import FINER, REACH, WrittenBasemap

HALF_A_UNIT = 0.5 / SCALE / FINER + 1e-9


def paths_of(written: WrittenBasemap) -> list[list[tuple[float, float]]]:
    """The points of all paths, in degrees, as the page's script reads them."""
    planes = np.frombuffer(inflated(written["points"]), np.uint8).reshape(2, 2, -1).astype(int)
    folded = planes[:, 0] + 256 * planes[:, 1]
    points_of_runs = np.cumsum((folded >> 1) ^ -(folded & 1), axis=1) & REACH
    taken = iter(points_of_runs.T.tolist())
    paths: list[list[tuple[float, float]]] = []
    for west, south, east, north, count in zip(*[iter(written["runs"])] * 5, strict=True):
        run = [(west + x, south + y) for x, y in (next(taken) for _ in range(abs(count)))]
        assert (east, north) == (max(x for x, _ in run), max(y for _, y in run))
        points = [(x / SCALE, math.degrees(math.atan(math.sinh(math.radians(y / SCALE / FINER))))) for x, y in run]
        if count > 0:
            paths.append(points)
        else:
            paths[-1] += points
    return paths


def numbered(written: WrittenBasemap, packed: packed_layers.PageBasemap) -> Iterator[tuple[int, str]]:
    """The number of each path and the text that it stands for."""
    yield from zip(written["land"], packed["land"], strict=True)
    for kind, lines in written["borders"].items():
        yield from zip(lines, packed["borders"][kind], strict=True)  # type: ignore[literal-required]
    for layer, part in (("water", "rings"), ("rivers", "lines")):
        for one, other in zip(written[layer], packed[layer], strict=True):  # type: ignore[literal-required]
            yield from zip(one[part], other[part], strict=True)


@pytest.mark.parametrize("focus", [("KZ", "UZ"), ("KG",)])
def test_every_path_has_the_points_of_its_text(focus: tuple[str, ...]):
    packed = packed_layers.for_page(focus=focus)
    written = ground.written(packed)
    paths = paths_of(written)
    for number, text in numbered(written, packed):
        points = packed_layers.unpack(text)
        assert len(paths[number - 1]) == len(points)
        for (x, y), (longitude, latitude) in zip(paths[number - 1], points, strict=True):
            assert x == longitude
            assert y == pytest.approx(latitude, abs=HALF_A_UNIT)


def test_the_rings_of_a_country_run_along_its_borders():
    packed = packed_layers.for_page()
    written = ground.written(packed)
    paths = paths_of(written)
    for one, other in zip(written["countries"], packed["countries"], strict=True):
        for pieces, ring in zip(one.get("rings", []), other.get("rings", []), strict=True):  # type: ignore[call-overload]
            points = [point for piece in pieces for point in paths[abs(piece) - 1][:: 1 if piece > 0 else -1]]
            assert [x for x, _ in points] == [x for x, _ in packed_layers.outline(packed, ring)]


def test_a_path_longer_than_two_bytes_reach_is_several_runs():
    wide = packed_layers.pack([(0, 0), (100, 60), (100, 61), (-170, -89.99)])
    nothing: packed_layers.PageBasemap = {
        **packed_layers.for_page(),
        "countries": [],
        "borders": {"shared": [], "border": []},
        "water": [],
        "rivers": [],
    }
    written = ground.written({**nothing, "land": [wide]})
    runs = list(zip(*[iter(written["runs"])] * 5, strict=True))
    assert [count for *_, count in runs] == [1, -2, -1]
    assert all(east - west <= REACH and north - south <= REACH for west, south, east, north, _ in runs)
    assert [x for x, _ in paths_of(written)[0]] == [0, 100, 100, -170]


def lines_of(data: str, unit: int) -> list[shapely.LineString]:
    """The courses of an SVG path, in units of the base map's east and of as many of the north."""
    found = []
    for course in re.findall(r"M[^M]+", data):
        numbers = np.array([*map(int, re.findall(r"-?\d+", course))]).reshape(-1, 2)
        points = np.cumsum(numbers, axis=0) * unit
        found.append(shapely.LineString([*points, points[0]] if course.endswith("z") else points))
    return found


@pytest.mark.parametrize("focus", [("KZ", "UZ"), ("KG",)])
def test_the_first_picture_has_every_shape_within_what_is_seen(focus: tuple[str, ...]):
    packed = packed_layers.for_page(focus=focus)
    written = ground.written(packed)
    flat = [
        np.array([(x * SCALE, math.degrees(math.asinh(math.tan(math.radians(y)))) * SCALE) for x, y in path])
        for path in paths_of(written)
    ]

    def whole(rings: Iterable[Sequence[int]]) -> list[shapely.LineString]:
        pieces = [[flat[abs(number) - 1][:: 1 if number > 0 else -1] for number in ring] for ring in rings]
        return [shapely.LineString(np.concatenate(ring)) for ring in pieces]

    own: list[list[list[int]]] = [each["rings"] for each in written["countries"] if "rings" in each]  # type: ignore[misc]
    rivers = [[line] for each in written["rivers"] for line in each["lines"]]  # type: ignore[attr-defined]
    lines = {kind: [[line] for line in numbers] for kind, numbers in written["borders"].items()}
    water = [[ring] for each in written["water"] for ring in each["rings"]]  # type: ignore[attr-defined]
    drawn = [lines_of(data, written["first_unit"]) for data in written["first"]]
    assert len(drawn) == len(own) + 7
    land, *areas = drawn[: len(own) + 1]
    great, other, *rest = drawn[len(own) + 1 :]
    shapes = [land, *areas, great + other, *rest]
    named = [[[ring] for ring in written["land"]], *own, rivers, water, lines.get("unsettled", [])]
    for found, rings in zip(shapes, [*named, lines["border"], lines["shared"]], strict=True):
        full = shapely.MultiLineString(whole(rings))
        if full.is_empty:
            assert found == []
            continue
        assert shapely.MultiLineString(found).hausdorff_distance(full) < 4 * written["first_unit"]
        assert shapely.get_num_coordinates(found).sum() <= shapely.get_num_coordinates(full) + len(found)
