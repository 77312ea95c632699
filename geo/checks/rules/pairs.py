"""Rules on projects beside each other: ids taken twice, two sites in one spot, names alike in one place."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.checks.rules.names import Names, folded
from geo.checks.rules.near import grouped_pairs, near_pairs
from geo.errors import Problem, show
from geo.messages import Message
from geo.model.geometry import distance_m

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.checks.rules.case import Case
    from geo.checks.rules.near import Numbers, Places

SPOT_M = 100
"""Metres within which two exact places are one spot."""

PLACE_M = 2000
"""Metres within which names are compared."""


def ids_differ(cases: Sequence[Case]) -> Iterator[Problem]:
    """No two projects share an id."""
    first: dict[str, int] = {}
    for case in cases:
        name = case.clean.get("id")
        if name in first:
            yield case.finding(
                "duplicate-id",
                "id",
                Message("{value} again, in feature {number}", value=show(name), number=case.project.number),
                Message("an id of its own; feature {number} has this one", number=first[name]),
                Message("give one of them another id"),
            )
        elif name is not None:
            first[name] = case.project.number


def spots_differ(cases: Sequence[Case]) -> Iterator[Problem]:
    """Two exactly placed projects are not in one spot, unless both name the same source for it."""
    exact = [case for case in cases if _is_point(case) and case.clean.get("precision") in ("site", "near")]
    places = shapely.get_coordinates([case.shape for case in exact])
    source = _numbered(case.clean.get("location_source") for case in exact)
    before: dict[int, int] = {}
    for first, later in near_pairs(places, np.zeros(len(exact), dtype=np.int64), SPOT_M):
        differ = (source[first] != source[later]) | (source[first] < 0)
        _note(before, first[differ], later[differ])
    for later_site in sorted(before):
        first_site = before[later_site]
        yield exact[later_site].finding(
            "same-spot",
            "geometry",
            Message(
                "{metres:.0f} m from {project}",
                metres=_apart_m(places, first_site, later_site),
                project=exact[first_site].project.where,
            ),
            Message("more than {metres} m, or one site that both name", metres=SPOT_M),
            Message("correct one of the two places, or give both the same location_source"),
        )


def _apart_m(places: Places, first: int, later: int) -> float:
    """Metres between the places of two rows."""
    return distance_m(*places[first].tolist(), *places[later].tolist())


def names_differ(cases: Sequence[Case]) -> Iterator[Problem]:
    """No two projects in one place bear names that are alike: they may be one."""
    near = np.array([number for number, case in enumerate(cases) if _is_point(case)], dtype=np.int64)
    places = shapely.get_coordinates([cases[number].shape for number in near.tolist()])
    called = [*_place_groups(cases)]
    reported: set[int] = set()
    for tag in _languages(cases):
        names = Names([case.names().get(tag) for case in cases])
        before: dict[int, int] = {}
        # In a crowd, which gives each with the first alone, names that are equal are found all the same.
        groups = chain.from_iterable((group, _both(group, names.number)) for group in called)
        for first, later in chain.from_iterable(map(grouped_pairs, groups)):
            alike = names.alike(first, later)
            _note(before, first[alike], later[alike])
        # Names with other numbers are not alike: they need not be near each other either.
        digits = names.digits[near]
        named = digits >= 0
        for left, right in near_pairs(places[named], digits[named], PLACE_M):
            first, later = near[named][left], near[named][right]
            alike = names.alike(first, later)
            _note(before, first[alike], later[alike])
        for later_one in sorted(before.keys() - reported):
            reported.add(later_one)
            case = cases[later_one]
            yield case.finding(
                "name-alike",
                f"name_{tag}",
                show(case.clean.get(f"name_{tag}")),
                Message(
                    "a name unlike that of {project} in the same place", project=cases[before[later_one]].project.where
                ),
                Message("make one project of the two, or tell them apart in the name"),
            )


def _languages(cases: Sequence[Case]) -> tuple[str, ...]:
    """Those of the layer that the cases are of."""
    return cases[0].world.languages if cases else ()


def _place_groups(cases: Sequence[Case]) -> Iterator[Numbers]:
    """For each language the number of the place's name, -1 for none; last, for those without one, of the countries."""
    for tag in _languages(cases):
        places = (case.clean.get(f"place_{tag}") for case in cases)
        yield _numbered(place if place is None else folded(place) for place in places)
    yield _numbered(None if case.names("place") else tuple(sorted(case.clean.get("countries", ()))) for case in cases)


def _numbered(values: Iterable[object]) -> Numbers:
    """Equal numbers for equal values; -1 for None."""
    known: dict[object, int] = {}
    return np.array([-1 if value is None else known.setdefault(value, len(known)) for value in values], dtype=np.int64)


def _both(outer: Numbers, inner: Numbers) -> Numbers:
    """The groups of those that are in one group of both; -1 for those that are in none."""
    groups: Numbers = np.where((outer < 0) | (inner < 0), -1, outer * (int(inner.max(initial=0)) + 1) + inner)
    return groups


def _note(before: dict[int, int], first: Numbers, later: Numbers) -> None:
    """For each later one the first of all that it is paired with."""
    for earlier, later_case in zip(first.tolist(), later.tolist(), strict=True):
        before[later_case] = min(earlier, before.get(later_case, earlier))


def _is_point(case: Case) -> bool:
    return case.shape is not None and case.shape.geom_type == "Point"
