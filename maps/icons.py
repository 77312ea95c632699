"""The theme's icons as lines of points: SVG paths read, their curves and arcs flattened."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from maps import theme
from maps.shapes import Point

GRID = 16
"""Units of the icons' square; a stroke is 1.5 of them wide."""

_TOKENS = re.compile(r"[MLHVCSAZmlhvcsaz]|[+-]?(?:\d*\.\d+|\d+)")
_LENGTHS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "a": 7, "z": 0}
_CURVE_STEPS = 6
_ARC_STEP = math.radians(24)


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line of an icon, on the grid; a closed one does not repeat its first point."""

    points: tuple[Point, ...]
    closed: bool


@cache
def strokes(sector: str) -> tuple[Stroke, ...]:
    """The lines of a sector's icon; those of "other" for a sector that there is not."""
    return tuple(_strokes(theme.SECTORS.get(sector, theme.SECTORS["other"]).icon.path))


def solid(sector: str) -> bool:
    """Whether the icon is filled."""
    return theme.SECTORS.get(sector, theme.SECTORS["other"]).icon.solid


def _strokes(path: str) -> Iterator[Stroke]:
    points: list[Point] = []
    handle: Point | None = None  # of the curve before, which a smooth one reflects
    for letter, numbers in _commands(path):
        if letter in "Mm":
            if len(points) > 1:
                yield Stroke(tuple(points), closed=False)
            points = [_to(letter, points, numbers)]
        elif letter in "Zz":
            yield Stroke(tuple(points), closed=True)
            points = points[:1]
        elif letter in "CcSs":
            at = points[-1]
            x0, y0 = at if letter.islower() else (0.0, 0.0)
            *handles, last, end = [(x0 + x, y0 + y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
            mirrored = (2 * at[0] - handle[0], 2 * at[1] - handle[1]) if handle else at
            points += _curve(at, handles[0] if handles else mirrored, last, end)
            handle = last
            continue
        else:
            points += _drawn(letter, points[-1], numbers)
        handle = None
    if len(points) > 1:
        yield Stroke(tuple(points), closed=False)


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers; one that stands for several is given as several."""
    tokens = _TOKENS.findall(path)
    at, letter = 0, "M"
    while at < len(tokens):
        if tokens[at].isalpha():
            letter = tokens[at]
            at += 1
        length = _LENGTHS[letter.lower()]
        yield letter, [float(token) for token in tokens[at : at + length]]
        at += length
        letter = {"M": "L", "m": "l"}.get(letter, letter)


def _to(letter: str, points: list[Point], numbers: list[float]) -> Point:
    x, y = points[-1] if points and letter.islower() else (0.0, 0.0)
    return x + numbers[-2], y + numbers[-1]


def _drawn(letter: str, start: Point, numbers: list[float]) -> list[Point]:
    """The points that a command adds."""
    x, y = start
    x0, y0 = start if letter.islower() else (0.0, 0.0)
    kind = letter.lower()
    if kind == "h":
        return [(x0 + numbers[0], y)]
    if kind == "v":
        return [(x, y0 + numbers[0])]
    if kind == "l":
        return [(x0 + numbers[0], y0 + numbers[1])]
    return _arc(start, numbers[0], bool(numbers[3]), bool(numbers[4]), (x0 + numbers[5], y0 + numbers[6]))


def _curve(a: Point, b: Point, c: Point, d: Point) -> list[Point]:
    points = []
    for step in range(1, _CURVE_STEPS + 1):
        t = step / _CURVE_STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        at = zip(weights, (a, b, c, d), strict=True)
        pairs = [(weight * x, weight * y) for weight, (x, y) in at]
        points.append((sum(x for x, _ in pairs), sum(y for _, y in pairs)))
    return points


def _arc(start: Point, radius: float, large: bool, sweep: bool, end: Point) -> list[Point]:
    """A circle's arc: the icons have no other."""
    (x1, y1), (x2, y2) = start, end
    half = math.dist(start, end) / 2
    radius = max(radius, half)
    height = math.sqrt(max(0.0, radius**2 - half**2)) * (1 if large != sweep else -1)
    if not half:
        return [end]
    centre = ((x1 + x2) / 2 - height * (y2 - y1) / (2 * half), (y1 + y2) / 2 + height * (x2 - x1) / (2 * half))
    first = math.atan2(y1 - centre[1], x1 - centre[0])
    turn = math.atan2(y2 - centre[1], x2 - centre[0]) - first
    if sweep and turn <= 0:
        turn += math.tau
    if not sweep and turn >= 0:
        turn -= math.tau
    steps = max(1, math.ceil(abs(turn) / _ARC_STEP))
    angles = (first + turn * step / steps for step in range(1, steps + 1))
    return [(centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)) for angle in angles]
