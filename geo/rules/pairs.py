"""Rules on projects beside each other: ids taken twice, two sites in one spot, names alike in one place."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.errors import Problem, show
from geo.geometry import EARTH_M, distance_m, distances_m

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.rules.case import Case

SPOT_M = 100
"""Metres within which two exact places are one spot."""

PLACE_M = 2000
"""Metres within which names are compared."""

ALIKE = 0.9
"""Likeness of two names, 0 to 1, from which they are taken for one."""

BATCH = 1000
"""Places whose neighbours are looked up at once: those of all would not go into memory where many are near."""

CROWD = 60
"""In a place with more projects only names equal but for case and punctuation are found: pairs would be too many."""


def ids_differ(cases: Sequence[Case]) -> Iterator[Problem]:
    """No two projects share an id."""
    first: dict[str, int] = {}
    for case in cases:
        name = case.clean.get("id")
        if name in first:
            yield case.error(
                "duplicate-id",
                "id",
                f"{show(name)} again, in feature {case.project.number}",
                f"an id of its own; feature {first[name]} has this one",
                "give one of them another id",
            )
        elif name is not None:
            first[name] = case.project.number


def spots_differ(cases: Sequence[Case]) -> Iterator[Problem]:
    """Two exactly placed projects are not in one spot, unless both name the same source for it."""
    exact = [case for case in _points(cases) if case.clean.get("precision") in ("site", "near")]
    told: set[int] = set()
    for one, other in _near(exact, SPOT_M):
        later = exact[other]
        if other not in told and not _common_site(exact[one], later):
            told.add(other)
            (x1, y1), (x2, y2) = _xy(exact[one]), _xy(later)
            yield later.warning(
                "same-spot",
                "geometry",
                f"{distance_m(x1, y1, x2, y2):.0f} m from {exact[one].project.where}",
                f"more than {SPOT_M} m, or one site that both name",
                "correct one of the two places, or give both the same location_source",
            )


def _common_site(one: Case, other: Case) -> bool:
    source = one.clean.get("location_source")
    return source is not None and source == other.clean.get("location_source")


def names_differ(cases: Sequence[Case]) -> Iterator[Problem]:
    """No two projects in one place bear names that are alike: they may be one."""
    told: set[int] = set()
    for one, other in _same_place(cases):
        if other not in told and (pair := _alike(cases[one], cases[other])):
            told.add(other)
            tag, name = pair
            yield cases[other].warning(
                "name-alike",
                f"name_{tag}",
                show(name),
                f"a name unlike that of {cases[one].project.where} in the same place",
                "make one project of the two, or tell them apart in the name",
            )


def _same_place(cases: Sequence[Case]) -> Iterator[tuple[int, int]]:
    """Pairs of positions in `cases`, smaller first: near each other, of one place name, or of equal name there."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    index = {id(case): number for number, case in enumerate(cases)}
    for number, case in enumerate(cases):
        places = case.names("place")
        for tag, place in places.items():
            groups[(tag, _folded(place))].append(number)
        if not places:
            groups[("", *sorted(case.clean.get("countries", ())))].append(number)
    for members in dict.fromkeys(map(tuple, groups.values())):  # in four languages they are mostly the same
        yield from _pairs(members, cases)
    points = _points(cases)
    for one, other in _near(points, PLACE_M):
        yield tuple(sorted((index[id(points[one])], index[id(points[other])])))  # type: ignore[misc]


def _pairs(members: Sequence[int], cases: Sequence[Case]) -> Iterator[tuple[int, int]]:
    if len(members) <= CROWD:
        yield from ((one, other) for at, one in enumerate(members) for other in members[at + 1 :])
        return
    first: dict[tuple[str, str], int] = {}
    for number in members:
        for tag, name in cases[number].names().items():
            key = (tag, _folded(name))
            if first.setdefault(key, number) != number:
                yield first[key], number


def _alike(one: Case, other: Case) -> tuple[str, str] | None:
    """(language, name) of the first language in which the names are alike; other numbers in them tell them apart."""
    names = one.names()
    for tag, name in other.names().items():
        if tag in names and _same_name(_folded(names[tag]), _folded(name)):
            return tag, name
    return None


def _same_name(one: str, other: str) -> bool:
    if one == other:
        return True
    if _numbers(one) != _numbers(other):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


@lru_cache(maxsize=2**16)
def _numbers(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+", text))


@lru_cache(maxsize=2**16)
def _folded(text: str) -> str:
    """Without case, punctuation and repeated spaces."""
    return " ".join(re.findall(r"\w+", text.casefold()))


# Nearness


def _points(cases: Iterable[Case]) -> list[Case]:
    return [case for case in cases if case.shape is not None and case.shape.geom_type == "Point"]


def _xy(case: Case) -> tuple[float, float]:
    lon, lat = shapely.get_coordinates(case.shape)[0].tolist()
    return lon, lat


def _near(cases: Sequence[Case], metres: float) -> Iterator[tuple[int, int]]:
    """Pairs of positions in `cases` (Points), smaller first, at most so many metres apart; of many in one very spot
    only each with the first, so that a crowd gives no more pairs than it has members."""
    spots: dict[tuple[float, float], list[int]] = defaultdict(list)
    for number, case in enumerate(cases):
        spots[_xy(case)].append(number)
    for members in spots.values():
        crowd = members[1:] if len(members) > CROWD else ()
        yield from ((members[0], other) for other in crowd)
        yield from ((a, b) for at, a in enumerate(members) for b in members[at + 1 :] if not crowd)
    places = np.array(list(spots), dtype=float).reshape(-1, 2)
    for one, other in _near_places(places, metres):
        pair = sorted((spots[tuple(places[one])][0], spots[tuple(places[other])][0]))
        yield pair[0], pair[1]


def _near_places(places: np.ndarray[tuple[int, int], np.dtype[np.float64]], metres: float) -> Iterator[tuple[int, int]]:
    """Pairs of different rows (longitude, latitude in degrees) at most so many metres apart; of a row that has more
    than CROWD neighbours after it only the first of them, so that a crowd costs no more than its members."""
    degrees = math.degrees(metres / EARTH_M)
    wide = degrees / np.maximum(np.cos(np.radians(places[:, 1])), 0.01)
    boxes = shapely.box(places[:, 0] - wide, places[:, 1] - degrees, places[:, 0] + wide, places[:, 1] + degrees)
    tree = shapely.STRtree(shapely.points(places))
    for start in range(0, len(boxes), BATCH):
        left, right = tree.query(boxes[start : start + BATCH])
        after = left + start < right
        order = np.lexsort((right[after], left[after]))
        left, right = left[after][order] + start, right[after][order]
        rank = np.arange(len(left)) - np.searchsorted(left, left)
        left, right = left[rank < CROWD], right[rank < CROWD]
        near = distances_m(places[left], places[right]) <= metres
        yield from zip(left[near].tolist(), right[near].tolist(), strict=True)
