"""The base map as a page holds it: what its first picture shows, and all its points, packed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TypedDict, cast

import numpy as np
import numpy.typing as npt

from maps.basemap import packed_layers
from maps.basemap.packed_layers import SCALE, PageBasemap
from maps.page import first_ground
from maps.page.deflated import deflated
from maps.page.first_ground import Ring

FINER = 8
"""How many units of the north are one of the east: Web Mercator is rounded so finely that nobody sees it."""
REACH = 0xFFFF
"""What a number of two bytes reaches."""
_LAST = 89.9  # degrees; Web Mercator has no pole


class WrittenBasemap(TypedDict):
    """A base map as a page has it: `packed_layers.PageBasemap` with numbers of paths, from 1 on, for its texts."""

    scale: int
    finer: int
    """Units of the north, as Web Mercator has it, in one of the east, of which `scale` are a degree."""
    points: str
    """All points, deflated, in base64: of the east and then of the north, each counted from the corner of its run, the
    steps as numbers of two bytes (0, -1, 1, -2, ... are 0, 1, 2, 3, ...), all lower bytes first."""
    runs: list[int]
    """Of each run west, south, east, north, how many points; below 0 it goes on with the path of the one before."""
    bounds: list[float]
    land: list[int]
    countries: list[dict[str, object]]
    """A piece of a ring below 0 runs the other way."""
    borders: dict[str, list[int]]
    water: list[dict[str, object]]
    rivers: list[dict[str, object]]
    places: list[dict[str, object]]
    first_unit: int
    """How many units of the east are one of the paths below."""
    first: list[str]
    """What the first picture shows, as data of SVG paths, in the order of `_shapes`."""


GREAT = 3
"""Up to this rank a river is drawn wider."""


def written(ground: PageBasemap) -> WrittenBasemap:
    """The base map with its rings and lines as numbers of paths. The borders come first, as rings number them."""
    paths: list[str] = []

    def numbered(texts: Sequence[str]) -> list[int]:
        paths.extend(texts)
        return list(range(len(paths) - len(texts) + 1, len(paths) + 1))

    def ring(pieces: Sequence[str | int]) -> list[int]:
        return [piece if isinstance(piece, int) else numbered([piece])[0] for piece in pieces]

    lines = ground["borders"]
    borders = {"shared": numbered(lines["shared"]), "border": numbered(lines["border"])}
    if "unsettled" in lines:
        borders["unsettled"] = numbered(lines["unsettled"])
    water = [{**each, "rings": numbered(cast("list[str]", each["rings"]))} for each in ground["water"]]
    rivers = [{**each, "lines": numbered(cast("list[str]", each["lines"]))} for each in ground["rivers"]]
    land = numbered(ground["land"])
    countries = [
        {**each, "rings": [ring(pieces) for pieces in each["rings"]]} if "rings" in each else {**each}
        for each in ground["countries"]
    ]
    places = [[(x, _north(y)) for x, y in packed_layers.cells(path)] for path in paths]
    points, runs = _points(places)
    west, _, east, _ = ground["bounds"]
    unit = first_ground.unit_of((east - west) * SCALE)
    whole: WrittenBasemap = {
        **ground,
        "finer": FINER,
        "points": points,
        "runs": runs,
        "land": land,
        "countries": countries,
        "borders": borders,
        "water": water,
        "rivers": rivers,
        "first_unit": unit,
        "first": [],
    }
    coarse = first_ground.coarser([np.array(path, dtype=np.int64) for path in places], unit, FINER)
    whole["first"] = [first_ground.drawn(rings, coarse, closed=closed) for rings, closed in _shapes(whole)]
    return whole


def _shapes(base: WrittenBasemap) -> Iterator[tuple[list[Ring], bool]]:
    """The rings or lines of what is drawn, the lowest first, and whether they are rings: the order is that of the
    page's script (maps/web/map/base_shapes.js)."""

    def rivers(*, great: bool) -> list[Ring]:
        chosen = [each for each in base["rivers"] if (cast("float", each["rank"]) <= GREAT) == great]
        return [[line] for each in chosen for line in cast("list[int]", each["lines"])]

    yield [[ring] for ring in base["land"]], True
    yield from ((cast("list[Ring]", each["rings"]), True) for each in base["countries"] if "rings" in each)
    yield rivers(great=True), False
    yield rivers(great=False), False
    yield [[ring] for each in base["water"] for ring in cast("list[int]", each["rings"])], True
    for kind in ("unsettled", "border", "shared"):
        yield [[line] for line in base["borders"].get(kind, ())], False


def _points(paths: Sequence[Sequence[tuple[int, int]]]) -> tuple[str, list[int]]:
    """The points of paths, and their runs: see `WrittenBasemap`."""
    places, runs = list[tuple[int, int]](), list[int]()
    for path in paths:
        easts, norths = [x for x, _ in path], [y for _, y in path]
        sign = 1
        for start, end in _runs(easts, norths):
            east, north = easts[start:end], norths[start:end]
            west, south = min(east), min(north)
            runs += (west, south, max(east), max(north), sign * (end - start))
            places += ((x - west, y - south) for x, y in zip(east, north, strict=True))
            sign = -1
    return deflated(_steps(np.array(places, dtype=np.int32).reshape(-1, 2))), runs


def _steps(places: npt.NDArray[np.int32]) -> bytes:
    """Numbers of two bytes by axis and byte, for steps are small: what is seldom other than 0 packs best together."""
    steps = np.diff(places, axis=0, prepend=0).astype(np.int16)  # what runs over comes back when they are added up
    folded = ((steps << 1) ^ (steps >> 15)).astype("<u2")
    return b"".join(axis.tobytes()[byte::2] for axis in folded.T for byte in (0, 1))


def _runs(easts: Sequence[int], norths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where stretches begin and end whose numbers of two bytes reach all their points."""
    start = 0
    while start < len(easts):
        ends = [next(_beyond(axis, start), len(easts)) for axis in (easts, norths)]
        yield start, min(ends)
        start = min(ends)


def _beyond(axis: Sequence[int], start: int) -> Iterator[int]:
    """The points that are too far from one between them and the start."""
    low = high = axis[start]
    for place in range(start, len(axis)):
        low, high = min(low, axis[place]), max(high, axis[place])
        if high - low > REACH:
            yield place


def _north(latitude: int) -> int:
    radians = math.radians(max(-_LAST, min(_LAST, latitude / SCALE)))
    return round(math.degrees(math.asinh(math.tan(radians))) * SCALE * FINER)
