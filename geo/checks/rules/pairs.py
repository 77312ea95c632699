"""Rules on projects beside each other: ids taken twice, two sites in one spot, names alike in one place."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, cast

import numpy as np
import shapely

from geo.checks.grades import finding
from geo.checks.rules.names import Names, folded
from geo.checks.rules.near import grouped_pairs, near_pairs
from geo.errors import Problem, show
from geo.messages import Message
from geo.model.geometry import distance_m

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt

    from geo.checks.rules.cases import Cases
    from geo.checks.rules.near import Numbers, Places

SPOT_M = 100
"""Metres within which two exact places are one spot."""

PLACE_M = 2000
"""Metres within which names are compared."""


def ids_differ(cases: Cases, first: dict[object, int]) -> Iterator[Problem]:
    """No two projects share an id. first: the number of the first project of each id so far, which is added to."""
    for row, name in enumerate(cases.column("id")):
        if name in first:
            yield cases[row].finding(
                "duplicate-id",
                "id",
                Message("{value} again, in feature {number}", value=show(name), number=cases.number(row)),
                Message("an id of its own; feature {number} has this one", number=first[name]),
                Message("give one of them another id"),
            )
        elif name is not None:
            first[name] = cases.number(row)


class Neighbours:
    """What is compared of all projects of a layer, gathered some at a time."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages
        self.where: list[str] = []
        self.names: dict[str, list[object]] = {tag: [] for tag in languages}
        self.places: dict[str, list[object]] = {tag: [] for tag in languages}
        self.sources: list[object] = []
        self._countries: list[object] = []
        self._exact: list[npt.NDArray[np.bool_]] = []
        self._points: list[Places] = []

    def add(self, cases: Cases) -> None:
        """Gather some more projects."""
        self.where += map(cases.where, range(len(cases)))
        for tag in self.languages:
            self.names[tag] += cases.column(f"name_{tag}")
            self.places[tag] += cases.column(f"place_{tag}")
        self.sources += cases.column("location_source")
        self._countries += cases.column("countries")
        self._exact.append(cases.where_value("precision", "site", "near"))
        is_point = shapely.get_type_id(cases.shapes) == shapely.GeometryType.POINT
        points = np.full((len(cases), 2), np.nan)
        points[is_point] = shapely.get_coordinates(cases.shapes[is_point])
        self._points.append(points)

    def points(self) -> Places:
        """Longitude and latitude of those that are points, NaN of the others; shape (projects, 2)."""
        return np.concatenate([np.empty((0, 2)), *self._points])

    def exact(self) -> npt.NDArray[np.bool_]:
        """Which are exactly placed."""
        return np.concatenate([np.zeros(0, dtype=bool), *self._exact])

    def place_groups(self) -> Iterator[Numbers]:
        """For each language the number of the place's name, -1 for none; last, for those without one, of the
        countries."""
        for tag in self.languages:
            yield _numbered(folded(place) if isinstance(place, str) else None for place in self.places[tag])
        unnamed = (
            None if any(isinstance(place, str) for place in places) else tuple(sorted(cast("list[str]", codes or ())))
            for codes, *places in zip(self._countries, *self.places.values(), strict=True)
        )
        yield _numbered(unnamed)

    def finding(self, row: int, rule: str, field: str, got: str, expected: str, fix: str) -> Problem:  # noqa: PLR0913, PLR0917  the parts of a Problem
        """A breach of a rule by a project."""
        return finding(rule, self.where[row], field, got, expected, fix)


def spots_differ(projects: Neighbours) -> Iterator[Problem]:
    """Two exactly placed projects are not in one spot, unless both name the same source for it."""
    points = projects.points()
    exact = np.flatnonzero(projects.exact() & ~np.isnan(points[:, 0]))
    places = points[exact]
    source = _numbered(projects.sources)[exact]
    before: dict[int, int] = {}
    for first, later in near_pairs(places, np.zeros(len(exact), dtype=np.int64), SPOT_M):
        differ = (source[first] != source[later]) | (source[first] < 0)
        _note(before, first[differ], later[differ])
    for later_site in sorted(before):
        first_site = before[later_site]
        yield projects.finding(
            int(exact[later_site]),
            "same-spot",
            "geometry",
            Message(
                "{metres:.0f} m from {project}",
                metres=_apart_m(places, first_site, later_site),
                project=projects.where[exact[first_site]],
            ),
            Message("more than {metres} m, or one site that both name", metres=SPOT_M),
            Message("correct one of the two places, or give both the same location_source"),
        )


def _apart_m(places: Places, first: int, later: int) -> float:
    """Metres between the places of two rows."""
    return distance_m(*places[first].tolist(), *places[later].tolist())


def names_differ(projects: Neighbours) -> Iterator[Problem]:
    """No two projects in one place bear names that are alike: they may be one."""
    points = projects.points()
    near = np.flatnonzero(~np.isnan(points[:, 0]))
    places = points[near]
    called = [*projects.place_groups()]
    reported: set[int] = set()
    for tag in projects.languages:
        names = Names([name if isinstance(name, str) else None for name in projects.names[tag]])
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
            yield projects.finding(
                later_one,
                "name-alike",
                f"name_{tag}",
                show(projects.names[tag][later_one]),
                Message("a name unlike that of {project} in the same place", project=projects.where[before[later_one]]),
                Message("make one project of the two, or tell them apart in the name"),
            )


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
