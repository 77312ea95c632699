"""Shortest ways over the ellipsoid of WGS 84, by the formulae of T. Vincenty (Survey Review 23, 1975, 88 to 93).

They agree with PROJ to a millimetre, and PROJ takes longer to load than most commands to work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

AXIS = 6_378_137.0
"""Metres from the earth's centre to the equator."""
FLATTENING = 1 / 298.257223563
"""Share of that by which it is shorter to a pole."""

_POLAR = AXIS * (1 - FLATTENING)
_SECOND = FLATTENING * (2 - FLATTENING) / (1 - FLATTENING) ** 2
_SETTLED, _MOST = 1e-13, 40
"""Radians by which a step changes the last time, and steps after which nearly opposite places are PROJ's."""
_LEAST = 1e-30
"""What stands for a denominator of 0 whose numerator is 0 as well."""


def destination(lons: ArrayLike, lats: ArrayLike, azimuths: ArrayLike, metres: ArrayLike) -> tuple[Numbers, Numbers]:
    """(longitudes, latitudes) of where ways end that begin at some places; all in degrees, clockwise from north."""
    begin = np.radians(azimuths)
    sin_u, cos_u = _reduced(lats)
    sin_alpha = cos_u * np.sin(begin)
    a, b = _series(1 - sin_alpha**2)
    first = 2 * np.arctan2(sin_u, cos_u * np.cos(begin))
    sigma = arc = np.asarray(metres, dtype=float) / (_POLAR * a)
    for _ in range(8):
        sigma = arc + _longer(b, sigma, np.cos(first + sigma))
    sin, cos = np.sin(sigma), np.cos(sigma)
    away = sin_u * sin - cos_u * cos * np.cos(begin)
    lat = np.arctan2(sin_u * cos + cos_u * sin * np.cos(begin), (1 - FLATTENING) * np.hypot(sin_alpha, away))
    turn = np.arctan2(sin * np.sin(begin), cos_u * cos - sin_u * sin * np.cos(begin))
    turn = np.degrees(turn - _lag(sin_alpha, sigma, np.cos(first + sigma)))
    return around(lons + turn), np.degrees(lat)


def way(lons: ArrayLike, lats: ArrayLike, to_lons: ArrayLike, to_lats: ArrayLike) -> tuple[Numbers, Numbers]:
    """(azimuths at the beginning, lengths in metres) of the shortest ways between places; all in degrees."""
    turn = np.radians(around(np.subtract(to_lons, lons)))
    (sin_u, cos_u), (sin_v, cos_v) = _reduced(lats), _reduced(to_lats)
    wide = turn
    for _ in range(_MOST):
        east, north = cos_v * np.sin(wide), cos_u * sin_v - sin_u * cos_v * np.cos(wide)
        sin = np.hypot(east, north)
        sigma = np.arctan2(sin, sin_u * sin_v + cos_u * cos_v * np.cos(wide))
        sin_alpha = cos_u * east / np.maximum(sin, _LEAST)
        cos_middle = np.cos(sigma) - 2 * sin_u * sin_v / np.maximum(1 - sin_alpha**2, _LEAST)
        before, wide = wide, turn + _lag(sin_alpha, sigma, cos_middle)
        if np.all(np.abs(wide - before) < _SETTLED):
            a, b = _series(1 - sin_alpha**2)
            return np.degrees(np.arctan2(east, north)), _POLAR * a * (sigma - _longer(b, sigma, cos_middle))
    from pyproj import Geod

    azimuths, _, metres = Geod(ellps="WGS84").inv(lons, lats, to_lons, to_lats)
    return np.asarray(azimuths), np.asarray(metres)


def around(degrees: ArrayLike) -> Numbers:
    """Longitudes within half a turn of 0."""
    given = np.asarray(degrees, dtype=np.float64)
    return given - 360 * np.round(given / 360)


def _reduced(lats: ArrayLike) -> tuple[Numbers, Numbers]:
    """Sine and cosine of latitudes in degrees on the sphere around the ellipsoid."""
    reduced = np.arctan((1 - FLATTENING) * np.tan(np.radians(lats)))
    return np.sin(reduced), np.cos(reduced)


def _series(cos2_alpha: Numbers) -> tuple[Numbers, Numbers]:
    """Vincenty's A and B of ways that cross the equator at an angle."""
    root = np.sqrt(1 + cos2_alpha * _SECOND)
    k = (root - 1) / (root + 1)
    return (1 + k * k / 4) / (1 - k), k * (1 - 3 / 8 * k * k)


def _longer(b: Numbers, sigma: Numbers, cos_middle: Numbers) -> Numbers:
    """By how much an arc on the sphere is longer than the way on the ellipsoid, in radians."""
    sin, cos, square = np.sin(sigma), np.cos(sigma), 2 * cos_middle**2 - 1
    inner = cos * square - b / 6 * cos_middle * (4 * sin**2 - 3) * (2 * square - 1)
    return np.asarray(b * sin * (cos_middle + b / 4 * inner))


def _lag(sin_alpha: Numbers, sigma: Numbers, cos_middle: Numbers) -> Numbers:
    """By how much the turn on the sphere is larger than that on the ellipsoid, in radians."""
    cos2 = 1 - sin_alpha**2
    c = FLATTENING / 16 * cos2 * (4 + FLATTENING * (4 - 3 * cos2))
    inner = cos_middle + c * np.cos(sigma) * (2 * cos_middle**2 - 1)
    return np.asarray((1 - c) * FLATTENING * sin_alpha * (sigma + c * np.sin(sigma) * inner))
