"""Rules on where a project lies: a sound geometry, in one of its countries, no more exact than it is known."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import shape as shape_of

from geo.errors import Problem, show
from geo.messages import NOTHING, Message, alternatives
from geo.model import geometry
from geo.places.countries import TRAP_M, TRAP_POINTS, TRAPS, Countries, Country, trap_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from geo.checks.rules.case import Case
    from geo.checks.rules.cases import Cases
    from geo.model.geojson import Geometry

DECIMALS = 6
"""Most decimals of a coordinate: 0.1 m."""

KM = 1000
"""Metres in a kilometre."""

SITE_DECIMALS = 4
"""Fewest decimals of a site: 10 m."""


def flat_shape(
    plain: Geometry, change: Callable[[float, float], tuple[float, float]] | None = None
) -> BaseGeometry | None:
    """The shape of a sound GeoJSON geometry without altitudes, or None when it leaves the globe (degrees).

    change: what is done to longitude and latitude of each position first.
    """
    flat = {"type": plain["type"], "coordinates": _flat(plain["coordinates"], change or (lambda x, y: (x, y)))}
    inside = all(map(geometry.on_globe, geometry.positions(flat)))
    return shape_of(flat) if inside else None


def _flat(part: object, change: Callable[[float, float], tuple[float, float]]) -> object:
    if geometry.is_position(part):
        return list(change(part[0], part[1]))
    return [_flat(inner, change) for inner in part] if isinstance(part, (list, tuple)) else part


def well_formed(cases: Cases) -> Iterator[Problem]:
    """The geometry is one of RFC 7946 that a layer can hold; faults that are alike are told once, with their number."""
    for row in cases.table.malformed:
        yield from _faults(cases[row])


def _faults(case: Case) -> Iterator[Problem]:
    alike = defaultdict(list)
    for rule, got, expected, fix in geometry.faults(case.project.geometry):
        alike[rule, expected].append((got, fix))
    for (rule, expected), faults in alike.items():
        got, fix = faults[0]
        value = NOTHING if got is None else show(got)
        if len(faults) > 1:
            value = Message("{value}, and {number:,} more like it", value=value, number=len(faults) - 1)
        yield case.finding(rule, "geometry", value, expected, fix)


def in_their_countries(cases: Cases) -> Iterator[Problem]:
    """Each on the globe, and in or near one of its countries; most lie inside one, which is asked of all at once."""
    for case in cases.at(~shapely.is_missing(cases.table.shapes) & ~_inside(cases)):
        yield from _in_its_countries(case)


def _inside(cases: Cases) -> npt.NDArray[np.bool_]:
    """Which of the cases touch one of the countries that they list."""
    inside = np.zeros(len(cases), dtype=bool)
    cells = cases.cells.get("countries")
    by_code = cases.world.countries.by_code if cases.world.countries else {}
    for value, codes in enumerate(cells.clean if cells else ()):
        if cells is not None and isinstance(codes, list):
            rows = np.flatnonzero(cells.codes == value)
            for code in filter(by_code.__contains__, codes):
                rows = rows[~inside[rows]]
                inside[rows] = shapely.intersects(by_code[code].area, cases.shapes[rows])
    return inside


def _in_its_countries(case: Case) -> Iterator[Problem]:
    """On the globe, and in one of the listed countries or no farther from it than is known; else perhaps swapped."""
    codes = case.clean.get("countries", ())
    reach = case.clean.get("uncertainty_m", 0)
    world = case.world.countries
    if case.shape is None:
        yield _misplaced(case, world, codes, reach) or _off_globe(case)
    elif world is not None and codes and not world.is_disputed(codes, case.shape):
        nearest = world.nearest(codes, case.shape)
        if nearest is None or nearest[0] <= reach + world.accuracy_m(nearest[1], case.shape):
            return
        if world.off_coast(codes, case.shape):
            yield _misplaced(case, world, codes, reach) or _offshore(case, case.shape, world)
        elif world.can_judge(codes, case.shape):
            yield _misplaced(case, world, codes, reach) or _outside(case, case.shape, world, *nearest)


def _off_globe(case: Case) -> Problem:
    off = next(p for p in geometry.positions(case.project.geometry) if not geometry.on_globe(p))
    return case.finding(
        "coordinate-range",
        "geometry",
        show(off),
        Message("longitude from -180 to 180, then latitude from -90 to 90"),
        Message("write degrees of WGS 84, longitude first"),
    )


_SIGNED = Message("west and south of zero as negative numbers, east and north as positive")
_MISTAKES: tuple[tuple[str, str, Callable[[float, float], tuple[float, float]]], ...] = (
    ("swapped-coordinates", Message("longitude, then latitude"), lambda x, y: (y, x)),
    ("wrong-hemisphere", _SIGNED, lambda x, y: (-x, y)),
    ("wrong-hemisphere", _SIGNED, lambda x, y: (x, -y)),
    ("wrong-hemisphere", _SIGNED, lambda x, y: (-x, -y)),
)
"""Usual mistakes with coordinates: the rule that finds each, what it expects, and what undoes the mistake."""


def _misplaced(case: Case, countries: Countries | None, codes: Sequence[str], reach: float) -> Problem | None:
    """The finding that coordinates are exchanged or have a wrong sign, when the right ones lie in a listed country."""
    plain = case.project.geometry
    if countries is None or plain is None:
        return None
    for rule, expected, undo in _MISTAKES:
        shape = flat_shape(plain, undo)
        nearest = countries.nearest(codes, shape) if shape else None
        if shape is None or nearest is None or nearest[0] > reach + countries.accuracy_m(nearest[1], shape):
            continue
        first = next(geometry.positions(plain))
        right = [*undo(first[0], first[1]), *first[2:]]
        there = countries.at(right[0], right[1]) or nearest[1]
        fix = Message("write {position}, which lies in {country}", position=show(right), country=there.name)
        if plain["type"] != "Point":
            fix = Message("{fix}, and the others likewise", fix=fix)
        return case.finding(rule, "geometry", show(first), expected, fix)
    return None


def _offshore(case: Case, shape: BaseGeometry, countries: Countries) -> Problem:
    """The doubt about a place at sea, where no border is drawn."""
    lon, lat = next(geometry.positions(case.project.geometry))[:2]
    codes = case.clean.get("countries", ())
    nearest = countries.nearest(codes, shape)
    got = Message("{position} on the water", position=show([lon, lat]))
    if nearest:
        distance, country = _distance(nearest[0]), nearest[1].name
        got = Message("{place}, {distance} off {country}", place=got, distance=distance, country=country)
    return case.finding(
        "offshore",
        "geometry",
        got,
        Message("a place in {countries}, or off its coast", countries=alternatives(codes)),
        Message("leave it so if the project lies offshore; else correct the coordinates"),
    )


def null_island(cases: Cases) -> Iterator[Problem]:
    """No position is 0, 0: programs write it where they have none."""
    positions, owners = cases.positions
    for row in sorted(set(owners[~positions.any(axis=1)].tolist())):
        fix = Message("write the place, or geometry null when it is not known")
        expected = Message("a place; 0, 0 stands for a missing one")
        yield cases[row].finding("null-island", "geometry", "[0, 0]", expected, fix)


def _outside(case: Case, shape: BaseGeometry, countries: Countries, gap: float, nearest: Country) -> Problem:
    lon, lat = next(geometry.positions(case.project.geometry))[:2]
    there = countries.at(lon, lat)
    codes = alternatives(case.clean["countries"])
    position = show([lon, lat])
    place = Message("{position} in {country}", position=position, country=there.name) if there else position
    reach = _distance(case.clean.get("uncertainty_m", 0) + countries.accuracy_m(nearest, shape))
    fix = Message("correct the coordinates")
    if there:
        fix = Message("correct the coordinates, or add {code} to countries", code=there.code)
    return case.finding(
        "outside-country",
        "geometry",
        Message("{place}, {distance} outside {countries}", place=place, distance=_distance(gap), countries=codes),
        Message(
            "a place in {countries}, or at most {distance} off (uncertainty and accuracy of the border)",
            countries=codes,
            distance=reach,
        ),
        fix,
    )


def _distance(metres: float) -> str:
    if metres < KM:
        return Message("{metres:.0f} m", metres=metres)
    kilometres = f"{metres / KM:,.{1 if metres < 10 * KM else 0}f}"
    return Message("{kilometres} km", kilometres=kilometres)


@lru_cache(maxsize=4096)
def _traps_named(source: str) -> tuple[int, ...]:
    numbers = re.findall(r"GEONAMES\W{0,3}(\d{1,9})", source, re.IGNORECASE | re.ASCII)
    return tuple(number for number in map(int, numbers) if number in TRAPS)


def uncrossed(cases: Cases) -> Iterator[Problem]:
    """No ring of an area crosses itself or another."""
    for case in cases.at(~shapely.is_missing(cases.shapes) & ~shapely.is_valid(cases.shapes)):
        yield _crossing(case)


def _crossing(case: Case) -> Problem:
    reason = str(shapely.is_valid_reason(case.shape))
    match = re.fullmatch(r"(.*?)\s*\[(\S+) (\S+)\]", reason)
    what, at = (match[1], f"[{float(match[2]):.6g}, {float(match[3]):.6g}]") if match else (reason, "")
    got: str = Message("a ring that crosses or touches itself")
    crossed = "elf-intersection" in what
    if not crossed:
        got = f"{what[:1].lower()}{what[1:]}"  # as GEOS says it
    if at:
        got = Message("{fault} at {position}", fault=got, position=at)
    if crossed:
        return case.finding(
            "self-crossing",
            "geometry",
            got,
            Message("a ring that meets itself only at its ends"),
            Message("move or reorder the positions there, or split the area in two"),
        )
    return case.finding(
        "invalid-area",
        "geometry",
        got,
        Message("areas and holes that do not overlap"),
        Message("redraw the area there"),
    )


def decimals_fit(cases: Cases) -> Iterator[Problem]:
    """No more decimals than the format keeps, and no fewer than a site needs."""
    positions, owners = cases.positions
    doubtful = np.zeros(len(cases), dtype=bool)
    doubtful[owners[(np.round(positions, DECIMALS) != positions).any(axis=1)]] = True
    coarse = np.zeros(len(cases), dtype=bool)
    coarse[owners[(np.round(positions, SITE_DECIMALS - 1) == positions).all(axis=1)]] = True
    coarse &= shapely.get_type_id(cases.shapes) == shapely.GeometryType.POINT
    for case in cases.at(doubtful | (coarse & cases.where_value("precision", "site"))):
        yield from _decimals_fit(case)


def _decimals_fit(case: Case) -> Iterator[Problem]:
    positions = list(geometry.positions(case.project.geometry))
    long = next((p for p in positions for value in p[:2] if round(value, DECIMALS) != value), None)
    if long is not None:
        yield case.finding(
            "too-many-decimals",
            "geometry",
            show(long),
            Message("at most {number} decimals, 0.1 m", number=DECIMALS),
            Message("write {value}", value=show([round(value, DECIMALS) for value in long])),
        )
    exact = case.clean.get("precision") == "site" and case.place.kind == "Point"
    if exact and max(map(decimals, positions[0][:2])) < SITE_DECIMALS:
        yield case.finding(
            "too-few-decimals",
            "geometry",
            show(positions[0]),
            Message("at least {number} decimals, 10 m, for a site", number=SITE_DECIMALS),
            Message("measure the site, or call the precision “near” with its uncertainty_m"),
        )


def decimals(value: float) -> int:
    """How many decimals a number is written with."""
    exponent = Decimal(repr(value)).as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) else 0
    return 0 if float(value).is_integer() else max(0, digits)


def no_trap_named(case: Case) -> Iterator[Problem]:
    """The gazetteer's record is not one that is known to mislead."""
    for number in _traps_named(case.clean.get("location_source", "")):
        yield case.finding(
            "gazetteer-trap",
            "location_source",
            f"GEONAMES {number}",
            Message("a record of the right place"),
            Message("look again: {why}", why=TRAPS[number]),
        )


def no_trap_at(cases: Cases) -> Iterator[Problem]:
    """Neither end of a geometry is a point of a gazetteer that is known to mislead."""
    positions, owners = cases.positions
    near = np.zeros(len(cases), dtype=bool)
    for trap in TRAP_POINTS:
        some = np.flatnonzero((np.abs(positions - trap) < 1).all(axis=1))
        metres = geometry.distances_m(positions[some], np.broadcast_to(trap, (len(some), 2)))
        near[owners[some[metres < TRAP_M + 1]]] = True
    for case in cases.at(near):
        ends = list(geometry.positions(case.project.geometry))
        for lon, lat, *_ in ends[:1] + ends[1:][-1:]:
            if why := trap_at(lon, lat):
                fix = Message("look again: {why}", why=why)
                yield case.finding("gazetteer-trap", "geometry", show([lon, lat]), Message("the right place"), fix)
