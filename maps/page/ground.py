"""The base map as a page holds it: its points as numbers of two bytes, which a browser need not read one by one."""

from __future__ import annotations

import base64
import math
import sys
from array import array
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TypedDict, cast

from maps.basemap import packed_layers
from maps.basemap.packed_layers import SCALE, PageBasemap

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
    """Base64 of all points, x0, y0, x1, y1, ..., from the corner of their run; two bytes a number, the lower first."""
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
    points, runs = _points(paths)
    return {
        **ground,
        "finer": FINER,
        "points": points,
        "runs": runs,
        "land": land,
        "countries": countries,
        "borders": borders,
        "water": water,
        "rivers": rivers,
    }


def _points(paths: Sequence[str]) -> tuple[str, list[int]]:
    """The points of packed paths, and their runs: see `WrittenBasemap`."""
    numbers, runs = array("H"), list[int]()
    for path in paths:
        cells = packed_layers.cells(path)
        easts, norths = [x for x, _ in cells], [_north(y) for _, y in cells]
        sign = 1
        for start, end in _runs(easts, norths):
            east, north = easts[start:end], norths[start:end]
            west, south = min(east), min(north)
            runs += (west, south, max(east), max(north), sign * (end - start))
            numbers.extend(chain.from_iterable((x - west, y - south) for x, y in zip(east, north, strict=True)))
            sign = -1
    if sys.byteorder == "big":
        numbers.byteswap()
    return base64.b64encode(numbers).decode("ascii"), runs


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
