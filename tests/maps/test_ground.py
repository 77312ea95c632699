"""The base map as a page holds it: the points of two bytes are those of the packed texts."""

from __future__ import annotations

import base64
import math
from array import array
from collections.abc import Iterator

import pytest

from maps.basemap import packed_layers
from maps.basemap.packed_layers import SCALE
from maps.page import ground
from maps.page.ground import FINER, REACH, WrittenBasemap

HALF_A_UNIT = 0.5 / SCALE / FINER + 1e-9


def paths_of(written: WrittenBasemap) -> list[list[tuple[float, float]]]:
    """The points of all paths, in degrees, as the page's script reads them."""
    numbers = array("H", base64.b64decode(written["points"]))
    taken = iter(zip(numbers[::2], numbers[1::2], strict=True))
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
