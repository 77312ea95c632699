"""Markers of a still, moved apart where they would cover each other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import shapely

from maps.drawing.frame import Frame
from maps.drawing.markers import PIN_LENGTH, Mark
from maps.drawing.routes import halfway, joined_lines, lines, polygons
from maps.drawing.shapes import Point
from maps.text.names import Project

_BESIDE = 1.12
"""Marks keep so many times their width from middle to middle."""


def decluttered(frame: Frame, projects: Sequence[Project], size: float) -> list[Mark]:
    """A mark for each place, route and area within the frame; those too close to each other make room."""
    marks = [mark for project in projects for mark in _marks(frame, project, size)]
    return _apart(frame, [mark for mark in marks if frame.shows(mark.spot, 1)])


def _marks(frame: Frame, project: Project, size: float) -> Iterator[Mark]:
    geometry = project.get("geometry")
    if not geometry:
        return
    if geometry["type"] == "Point":
        spot = frame.point(*geometry["coordinates"][:2])
        if spot:
            foot = project.get("precision") == "site"
            lift = PIN_LENGTH * size if foot else 0.0
            yield Mark(project, spot, (spot[0], spot[1] - lift), size, foot=foot)
        return
    for course in joined_lines(lines(project)):
        if spot := halfway(frame, course):
            yield Mark(project, spot, spot, size, on_line=True)
    for rings in polygons(project):
        points = frame.page(rings[0])
        if np.isfinite(points).all():
            inner = shapely.Polygon(points).representative_point()
            yield Mark(project, (inner.x, inner.y), (inner.x, inner.y), size, on_line=True)


def _apart(frame: Frame, marks: list[Mark]) -> list[Mark]:
    """The marks moved as little as makes each of them seen; what cannot find room stays where it is."""
    if len(marks) < 2:
        return marks
    # The exact point below a mark on a foot stays in sight: it takes room as a small mark that does not move.
    feet = [mark for mark in marks if mark.foot]
    size = np.array([mark.size for mark in marks] + [0.4 * mark.size for mark in feet])
    home = np.array([mark.at for mark in marks] + [mark.spot for mark in feet])
    firm = np.array([0.1 if mark.foot else 1.0 for mark in marks] + [0.0] * len(feet))[:, None]
    # Marks on one spot are set around it, each in a direction of its own, the same in every build.
    turns = np.arange(len(home)) * 2.399963
    at = home + 0.05 * np.column_stack([np.sin(turns), -np.cos(turns)])
    least = _BESIDE * (size[:, None] + size[None, :]) / 2
    np.fill_diagonal(least, 0)
    for number, mark in enumerate(feet):
        own = marks.index(mark)
        least[own, len(marks) + number] = least[len(marks) + number, own] = 0
    left, top, right, bottom = frame.box
    edge = size[:, None] * 0.7
    for _ in range(160):
        gap = at[:, None, :] - at[None, :, :]
        far = np.hypot(gap[..., 0], gap[..., 1])
        close = np.where(far < least, least - far, 0)
        if not close.any():
            break
        push = gap / np.maximum(far, 1e-6)[..., None] * close[..., None] * 0.5
        at = at + (push.sum(axis=1) * 0.6 + (home - at) * 0.004) * firm
        at = np.clip(at, np.array([left, top]) + edge, np.array([right, bottom]) - edge)
    at = at[: len(marks)]
    return [_stood(mark, (float(x), float(y))) for mark, (x, y) in zip(marks, at, strict=True)]


def _stood(mark: Mark, at: Point) -> Mark:
    """The mark at its new place; one that has left its spot has no foot."""
    if mark.foot:
        return mark if math.dist(mark.at, at) < 0.5 * mark.size else replace(mark, at=at, foot=False)
    return mark if math.dist(mark.at, at) < 0.3 else replace(mark, at=at)
