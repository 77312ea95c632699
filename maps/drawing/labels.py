"""The names on a map: first those of the projects, then where there is room those of countries, towns and waters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from maps.drawing import base_layer, routes
from maps.drawing.base_layer import Place
from maps.drawing.frame import Frame
from maps.drawing.insets import Inset
from maps.drawing.label_candidates import Label, PlacedLabel
from maps.drawing.label_placement import LabelLayout
from maps.drawing.markers import Mark
from maps.drawing.shapes import Box, Disc, Line, Look, Shape, Text, touches
from maps.style import typeface
from maps.text.names import Project, name_of

_SIZES = (9.6, 9.0, 8.4)
"""Sizes in points of a project's name, tried from the largest until all have a place."""
_MANY = 60
"""Names of more projects than these are tried in one size."""
_WIDTHS = (128, 100, 78, 168)
"""Widths in points into which it is broken, the best first."""
_SPOT = 0.16
"""A town belongs to a mark whose spot lies within so many of its widths."""
_LINE, _LEAD, _THIN = 1.1, 6.0, 0.7
"""What speaks against a name on a route, on a mark's lead, or on one of an inset, for each point along it."""


@dataclass
class Names:
    """The names of one map as shapes: those of the base map with the dots of its towns, those of projects, and leads.

    boxes are those of all names; unnamed counts the projects whose name found no layout.
    """

    base: list[Shape] = field(default_factory=list)
    projects: list[Shape] = field(default_factory=list)
    leads: list[Shape] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    unnamed: int = 0

    def add(self, into: list[Shape], placed: PlacedLabel, colour: str) -> None:
        """Take in a name that has its place."""
        wanted = placed.wanted
        text = Text(
            " ".join(placed.lines),
            round(placed.x, 2),
            round(placed.y, 2),
            placed.lines,
            wanted.size,
            colour,
            wanted.face,
            placed.anchor,
            None if wanted.face == "slanted" else "halo",
            wanted.spacing,
            wanted.leading,
        )
        into.append(text)
        self.boxes.append(placed.box)
        if placed.lead:
            self.leads.append(Line("Lead", (placed.lead,), Look(line="ink-2", width=0.7)))


@dataclass(frozen=True)
class View:
    """What one frame shows: marks, projects with their routes, the layer's own countries; unit is the size of text.

    taken: boxes of the page that nothing may touch; inset: what is drawn elsewhere, so that no name may stand there.
    """

    frame: Frame
    found: Sequence[Mark]
    projects: Sequence[Project]
    countries: Sequence[str]
    language: str
    unit: float
    taken: Sequence[Box] = ()
    inset: Inset | None = None


def names(view: View) -> Names:
    """All names that find room beside the marks and on the base map."""
    boxes = [_box_of(mark) for mark in view.found]
    crossed = [view.inset.area] if view.inset else []
    layout = LabelLayout(view.frame.box, [*view.taken, *boxes], _lines(view), boxes, crossed)
    told = Names()
    placed, told.unnamed = _projects(layout, view)
    for name in placed:
        told.add(told.projects, name, "ink")
    base = base_layer.places(view.frame, view.countries, view.language)
    for place in sorted(base, key=lambda place: place.kind != "focus"):
        _base_name(told, layout, place, view)
    return told


def _box_of(mark: Mark) -> Box:
    """What a mark covers, its foot too."""
    half = mark.size * 0.56
    x, y = mark.at
    return x - half, y - half, x + half, (mark.spot[1] + 2 if mark.foot else y + half)


def _lines(view: View) -> Any:
    """Points along what names had better not cover: routes, and the leads of marks and of an inset."""
    lines = [line for project in view.projects for line in routes.lines(project)]
    points = [(x, y, _LINE) for line in lines for x, y in routes.along(view.frame, line)]
    for mark in view.found:
        if mark.moved and not mark.on_line:
            points += [(x, y, _LEAD) for x, y in np.linspace(mark.at, mark.spot, 6).tolist()]
    for start, end in view.inset.leads if view.inset else ():
        steps = max(2, int(math.dist(start, end) / 10))
        points += [(x, y, _THIN) for x, y in np.linspace(start, end, steps).tolist()]
    return np.array(points, dtype=float).reshape(-1, 3)


# --- projects ---------------------------------------------------------------------------------------------------------


def _projects(layout: LabelLayout, view: View) -> tuple[list[PlacedLabel], int]:
    """The names of the projects, each once, as large as lets all of them stand; and how many found no layout."""
    of: dict[str, list[Mark]] = {}
    for mark in view.found:
        of.setdefault(str(mark.project["id"]), []).append(mark)
    best: list[PlacedLabel] = []
    for size in _SIZES if len(of) <= _MANY else _SIZES[:1]:
        # With many marks they are small, and so are their names.
        smaller = min(1.0, 0.72 + 0.28 * (view.found[0].size / (19 * view.unit))) if view.found else 1.0
        wanted = [_project(marks_of, view.language, size * view.unit * smaller) for marks_of in of.values()]
        placed = replace(layout, taken=list(layout.taken)).place(wanted)
        if len(placed) > len(best) or not best:
            best = placed
        if len(placed) == len(wanted):
            break
    layout.take(best)
    return best, len(of) - len(best)


def _project(of: Sequence[Mark], language: str, size: float) -> Label:
    first = of[0]
    name = name_of(first.project, language)
    broken = (typeface.wrapped(name, "semibold", size, wide * size / _SIZES[0], 5) for wide in _WIDTHS)
    options = [lines for lines in dict.fromkeys(broken) if not lines[-1].endswith("…") or name.endswith("…")]
    options = options or [typeface.wrapped(name, "semibold", size, _WIDTHS[-1] * size / _SIZES[0], 5)]
    vague = first.project.get("precision") in ("region", "country") and not first.on_line
    reach = first.size * (0.7 if vague else 0.58)
    return Label(str(first.project["id"]), tuple(options), tuple(m.at for m in of), reach, size, "semibold", led=True)


# --- base map ---------------------------------------------------------------------------------------------------------


def _base_name(told: Names, layout: LabelLayout, place: Place, view: View) -> None:
    """The name of a place of the base map, if there is room for it."""
    if place.kind in ("focus", "country"):
        wanted: Label | None = _country(place, view.unit)
    elif place.kind == "water":
        wanted = _water(place, view.unit)
    else:
        _town_name(told, layout, place, view)
        return
    for name in layout.place([wanted] if wanted else []):
        told.add(told.base, name, f"{place.kind}-text")


def _country(place: Place, unit: float) -> Label:
    own = place.kind == "focus"
    size, spacing = (13.0 * unit, 4.2 * unit) if own else (8.6 * unit, 2.2 * unit)
    name = place.name.upper()
    while own and size > 8 * unit and typeface.width(name, "semibold", size, spacing) > 0.8 * place.wide:
        size, spacing = size * 0.92, spacing * 0.85
    options = dict.fromkeys(((name,), tuple(name.split(" "))))
    stray = (96 if own else 36) * unit
    worth = 9.0 if own else 5.0
    wanted = Label(place.name, tuple(options), (place.at,), 0, size, "semibold", spacing, over=True, worth=worth)
    return replace(wanted, stray=stray, inside=place.shape)


def _water(place: Place, unit: float) -> Label | None:
    size = 8.4 * unit
    if typeface.width(place.name, "slanted", size) > place.wide + 46 * unit:
        return None
    options = dict.fromkeys(((place.name,), tuple(place.name.split(" "))))
    return Label(
        place.name, tuple(options), (place.at,), 0, size, "slanted", 0.3 * unit, over=True, stray=24 * unit, worth=4.0
    )


def _town_name(told: Names, layout: LabelLayout, place: Place, view: View) -> None:
    """A town's name beside its dot, or beside the mark that stands for it; a capital's even where marks crowd."""
    capital, unit = place.kind == "capital", view.unit
    size, reach = (10.2 if capital else 8.6) * unit, 2.6 * unit
    face = "bold" if capital else "regular"
    wanted = Label(place.name, ((place.name,),), (place.at,), reach, size, face, led=capital, worth=9.0)
    if not capital:
        wanted = replace(wanted, worth=2.1)
    x, y = place.at
    spot = (x - 2.2 * unit, y - 2.2 * unit, x + 2.2 * unit, y + 2.2 * unit)
    hidden = any(touches(spot, box) for box in layout.taken)
    mark = next((m for m in view.found if not m.on_line and math.dist(m.spot, place.at) < m.size * _SPOT), None)
    if hidden and mark:
        wanted = replace(wanted, spots=(mark.at,), reach=mark.size * 0.58, worth=2.4)
    elif hidden and not capital:
        return
    for name in layout.place([wanted]):
        told.add(told.base, name, "town-text")
        if not hidden:
            layout.taken.append(spot)
            line = 1.1 * unit if capital else 0.1
            look = Look(fill="paper" if capital else "town-text", line="town-text", width=line)
            told.base.append(Disc(place.name, *place.at, (2.2 if capital else 1.5) * unit, look))
