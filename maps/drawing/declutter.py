"""Markers of a still, moved apart where they would cover each other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.drawing.frame import Frame
from maps.drawing.markers import PIN_LENGTH, Marker
from maps.drawing.routes import courses, halfway, points, polygons
from maps.drawing.shapes import Point
from maps.style import theme
from maps.text.names import Project

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]

_BESIDE = 1.12
"""Marks keep so many times their width from middle to middle."""


def markers_in(frame: Frame, projects: Sequence[Project], size: float) -> list[Marker]:
    """A marker for each place, route and area within the frame, at its place."""
    markers = (marker for project in projects for marker in _markers_of(frame, project, size))
    return [marker for marker in markers if frame.shows(marker.anchor, 1)]


def decluttered(frame: Frame, projects: Sequence[Project], size: float) -> list[Marker]:
    """The same markers; those too close to each other make room."""
    return apart(frame, markers_in(frame, projects, size))


def _markers_of(frame: Frame, project: Project, size: float) -> Iterator[Marker]:
    geometry = project.get("geometry")
    if not geometry:
        return
    for lon, lat in points(project):
        if anchor := frame.point(lon, lat):
            pin = theme.precision(project.get("precision")).sign == "pin"
            lift = PIN_LENGTH * size if pin else 0.0
            yield Marker(project, anchor, (anchor[0], anchor[1] - lift), size, pin=pin, place=(lon, lat))
    for course in courses(frame, project):
        anchor = halfway(course)
        yield Marker(project, anchor, anchor, size, on_line=True)
    for rings in polygons(project):
        ring = frame.page(rings[0])
        if np.isfinite(ring).all():
            inner = shapely.Polygon(ring).representative_point()
            yield Marker(project, (inner.x, inner.y), (inner.x, inner.y), size, on_line=True)


def apart(frame: Frame, markers: list[Marker]) -> list[Marker]:
    """The markers moved as little as makes each of them seen; what cannot find room stays where it is."""
    if len(markers) < 2:
        return markers
    # The exact point below a marker on a pin stays in sight: it takes room as a small marker that does not move.
    pinned = [number for number, marker in enumerate(markers) if marker.pin]
    pins = [markers[number] for number in pinned]
    size = np.array([marker.size for marker in markers] + [0.4 * marker.size for marker in pins])
    home = np.array([marker.at for marker in markers] + [marker.anchor for marker in pins])
    firm = np.array([0.1 if marker.pin else 1.0 for marker in markers] + [0.0] * len(pins))[:, None]
    # Markers on one anchor are set around it, each in a direction of its own, the same in every build.
    turns = np.arange(len(home)) * 2.399963
    at = home + 0.05 * np.column_stack([np.sin(turns), -np.cos(turns)])
    own = np.arange(len(home))
    own[len(markers) :] = pinned
    left, top, right, bottom = frame.box
    edge = size[:, None] * 0.7
    reach, before = _BESIDE * float(size.max()), np.full_like(at, np.inf)
    for _ in range(160):
        # Till then none has come near that was not within twice the reach.
        if np.hypot(*(at - before).T).max() > reach / 2:
            first, second = _neighbours(at, 2 * reach)
            first, second = first[own[first] != own[second]], second[own[first] != own[second]]
            before = at
        gap = at[first] - at[second]
        far = np.hypot(gap[:, 0], gap[:, 1])
        least = _BESIDE * (size[first] + size[second]) / 2
        close = np.where(far < least, least - far, 0)
        if not close.any():
            break
        push = gap / np.maximum(far, 1e-6)[:, None] * close[:, None] * 0.5
        pushed = np.column_stack([np.bincount(first, axis, len(at)) for axis in push.T])
        at = at + (pushed * 0.6 + (home - at) * 0.004) * firm
        at = np.clip(at, np.array([left, top]) + edge, np.array([right, bottom]) - edge)
    at = at[: len(markers)]
    return [_moved_to(marker, (float(x), float(y))) for marker, (x, y) in zip(markers, at, strict=True)]


def _neighbours(at: FloatArray, reach: float) -> tuple[IntArray, IntArray]:
    """The pairs of points, each both ways round, that may be nearer to each other than `reach`, by their numbers."""
    squares = shapely.box(*(at - reach / 2).T, *(at + reach / 2).T)
    first, second = shapely.STRtree(squares).query(squares)
    order = np.lexsort((second, first))  # sums of the same numbers in another order would differ in their last digits
    return first[order], second[order]


def _moved_to(marker: Marker, at: Point) -> Marker:
    """The marker at its new place; one that has left its anchor has no pin."""
    if marker.pin:
        return marker if math.dist(marker.at, at) < 0.5 * marker.size else marker._replace(at=at, pin=False)
    return marker if math.dist(marker.at, at) < 0.3 else marker._replace(at=at)
