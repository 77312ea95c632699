"""The ground of a page's first picture: the shapes of its base map as paths of SVG, no finer than they are seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import shapely

Points = npt.NDArray[np.int64]
"""Units of the east and of the north; shape (points, 2)."""
Ring = Sequence[int]
"""The numbers of the paths that it is made of, from 1 on; below 0 one runs the other way."""

FINENESS = 10_000
"""The widest base map is so many units wide: a third of a pixel where a wide screen shows a third of it."""
_SEEN = 2
"""Units of the picture that a point has to lie off the line of its neighbours to be kept."""


def unit_of(wide: float) -> int:
    """How many units of a base map so wide are one of its first picture."""
    return max(1, round(wide / FINENESS))


def coarser(paths: Sequence[Points], unit: int, finer: int) -> list[Points]:
    """Paths in units of the picture, which are `unit` of the east and `finer` times as many of the north, without the
    points that are not seen. Both ends stay, so that paths still meet.
    """
    scaled = [path / (unit, unit * finer) for path in paths]
    lines = np.array([shapely.LineString(path) if len(path) > 1 else None for path in scaled], dtype=object)
    simple = shapely.simplify(lines, _SEEN, preserve_topology=False)
    fewer = [shapely.get_coordinates(line) if line else path for line, path in zip(simple, scaled, strict=True)]
    return [np.round(path).astype(np.int64) for path in fewer]


def drawn(rings: Iterable[Ring], paths: Sequence[Points], *, closed: bool) -> str:
    """The data of an SVG path of some rings or lines; what is no longer than a point is left out."""
    return "".join(_course(np.concatenate([_piece(number, paths) for number in ring]), closed) for ring in rings)


def _piece(number: int, paths: Sequence[Points]) -> Points:
    return paths[number - 1] if number > 0 else paths[-number - 1][::-1]


def _course(points: Points, closed: bool) -> str:
    steps = np.diff(points, axis=0)
    steps = steps[steps.any(axis=1)]
    if len(steps) <= closed:
        return ""
    text = " ".join(map(str, steps.ravel().tolist())).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{text}{'z' * closed}"
