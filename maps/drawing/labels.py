"""The names on a map: first those of the projects, then where there is room those of countries, towns and waters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from maps.drawing import routes
from maps.drawing.label_candidates import Label, PlacedLabel
from maps.drawing.label_placement import LabelLayout
from maps.drawing.map_view import Names, View
from maps.drawing.markers import Marker
from maps.style import theme, typeface
from maps.text.names import name_of

_SIZES = (9.6, 9.0, 8.4)
"""Sizes in points of a project's name, tried from the largest until all have a place."""
_MANY = 60
"""Names of more projects than these are tried in one size."""
_MANY_LED = 200
"""Names of more projects than these stand beside their markers or nowhere: so many leader lines would say nothing."""
_WIDTHS = (128, 100, 78, 168, 220)
"""Widths in points into which it is broken, the best first."""
_LINE, _LEAD, _THIN = 1.1, 6.0, 0.7
"""What speaks against a name on a route, on a marker's lead, or on one of an inset, for each point along it."""


def project_names(view: View) -> tuple[Names, LabelLayout]:
    """The names of projects that find room beside their markers, and what is taken then."""
    boxes = [marker.box for marker in view.markers]
    crossed = [*view.stop_boxes(), *([view.inset.area] if view.inset else [])]
    layout = LabelLayout(view.frame.box, [*view.taken, *boxes], _lines(view), boxes, crossed)
    drawn = Names()
    for placed in () if view.numbered else _projects(layout, view):
        drawn.add(drawn.projects, placed, "ink")
        drawn.named.add(placed.label.key)
    return drawn, layout


def _lines(view: View) -> NDArray[np.float64]:
    """Points along what names had better not cover: routes, and the leader lines of markers and of an inset."""
    points = [(x, y, _LINE) for project in view.projects for x, y in routes.along(view.frame, project)]
    for marker in view.markers:
        if marker.led:
            points += [(x, y, _LEAD) for x, y in np.linspace(marker.at, marker.anchor, 6).tolist()]
    for start, end in view.inset.leads if view.inset else ():
        steps = max(2, int(math.dist(start, end) / 10))
        points += [(x, y, _THIN) for x, y in np.linspace(start, end, steps).tolist()]
    return np.array(points, dtype=float).reshape(-1, 3)


# --- projects ---------------------------------------------------------------------------------------------------------


def _projects(layout: LabelLayout, view: View) -> list[PlacedLabel]:
    """The names of the projects, each once, as large as lets all of them stand by their own markers; without those that
    find no room."""
    of: dict[str, list[Marker]] = {}
    for marker in view.markers:
        of.setdefault(str(marker.project["id"]), []).append(marker)
    best: list[PlacedLabel] = []
    fewest = 0
    for size in _sizes(view, len(of)):
        labels = [_project(markers, view.language, size, led=len(of) <= _MANY_LED) for markers in of.values()]
        placed = replace(layout, taken=list(layout.taken)).place(labels)
        strange = layout.beside_strangers(placed)
        if not best or (len(placed), -strange) > (len(best), -fewest):
            best, fewest = placed, strange
        if len(best) == len(labels) and not fewest:
            break
    layout.take(best)
    return best


def _sizes(view: View, count: int) -> list[float]:
    """Sizes of the projects' names in points, the largest first: where markers are small, so are their names."""
    smaller = min(1.0, 0.72 + 0.28 * (view.markers[0].size / (19 * view.unit))) if view.markers else 1.0
    sizes = dict.fromkeys(view.sized(size * smaller) for size in _SIZES)
    return list(sizes) if count <= _MANY else list(sizes)[:1]


def _project(of: Sequence[Marker], language: str, size: float, *, led: bool) -> Label:
    first = of[0]
    name = name_of(first.project, language)
    broken = (typeface.wrapped(name, "semibold", size, wide * size / _SIZES[0], 5) for wide in _WIDTHS)
    options = [lines for lines in dict.fromkeys(broken) if not lines[-1].endswith("…") or name.endswith("…")]
    words = typeface.clean(name).split()
    # A word is broken only where it is too long for every width, or where a script knows no blanks.
    options = [lines for lines in options if " ".join(lines).split() == words] or options
    options = options or [typeface.wrapped(name, "semibold", size, _WIDTHS[-1] * size / _SIZES[0], 5)]
    vague = theme.precision(first.project.get("precision")).sign == "ring" and not first.on_line
    reach = first.size * (0.7 if vague else 0.58)
    return Label(
        str(first.project["id"]), tuple(options), tuple(m.at for m in of), reach, size, "semibold", leader_allowed=led
    )
