"""The names on a map: first those of the projects, then where there is room those of countries, towns and waters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from maps.drawing import base_layer, routes
from maps.drawing.base_layer import Place
from maps.drawing.frame import Frame
from maps.drawing.insets import Inset
from maps.drawing.label_candidates import Label, PlacedLabel
from maps.drawing.label_placement import LabelLayout
from maps.drawing.markers import Marker
from maps.drawing.shapes import Box, Circle, Line, Shape, Style, Text, touches
from maps.style import map_style, theme, typeface
from maps.text.names import Project, name_of

_SIZES = (9.6, 9.0, 8.4)
"""Sizes in points of a project's name, tried from the largest until all have a place."""
_MANY = 60
"""Names of more projects than these are tried in one size."""
_MANY_LED = 200
"""Names of more projects than these stand beside their markers or nowhere: so many leader lines would say nothing."""
_WIDTHS = (128, 100, 78, 168)
"""Widths in points into which it is broken, the best first."""
_SPOT = 0.16
"""A town belongs to a marker whose anchor lies within so many of its widths."""
_LINE, _LEAD, _THIN = 1.1, 6.0, 0.7
"""What speaks against a name on a route, on a marker's lead, or on one of an inset, for each point along it."""


@dataclass
class Names:
    """The labels of one map as shapes."""

    base: list[Shape] = field(default_factory=list)
    """Names of the base layer, with the dots of its towns."""
    projects: list[Shape] = field(default_factory=list)
    """Names of projects."""
    leads: list[Shape] = field(default_factory=list)
    """Leader lines."""
    boxes: list[Box] = field(default_factory=list)
    """Boxes of all labels, in points."""
    unnamed: int = 0
    """Number of projects whose name found no room."""

    def add(self, into: list[Shape], placed: PlacedLabel, colour: str) -> None:
        """Take in a name that has its place."""
        label = placed.label
        text = Text(
            " ".join(placed.lines),
            round(placed.x, 2),
            round(placed.y, 2),
            placed.lines,
            label.size,
            colour,
            label.face,
            placed.anchor,
            None if label.face == "slanted" else "halo",
            label.spacing,
            label.leading,
        )
        into.append(text)
        self.boxes.append(placed.box)
        if placed.leader:
            self.leads.append(Line("Lead", (placed.leader,), Style(line="ink-2", width=0.7)))


@dataclass(frozen=True)
class View:
    """What one frame shows."""

    frame: Frame
    """Where and in which projection."""
    markers: Sequence[Marker]
    """Markers in the frame."""
    projects: Sequence[Project]
    """Projects whose routes are drawn."""
    countries: Sequence[str]
    """The layer's own countries, ISO 3166-1 alpha-2."""
    language: str
    """Language code."""
    unit: float
    """Scale of text; 1 is the usual size."""
    taken: Sequence[Box] = ()
    """Boxes of the page that nothing may touch."""
    inset: Inset | None = None
    """What is drawn elsewhere, so that no label may stand there."""


def names(view: View) -> Names:
    """All names that find room beside the markers and on the base map."""
    boxes = [_box_of(marker) for marker in view.markers]
    crossed = [view.inset.area] if view.inset else []
    layout = LabelLayout(view.frame.box, [*view.taken, *boxes], _lines(view), boxes, crossed)
    names_drawn = Names()
    placed, names_drawn.unnamed = _projects(layout, view)
    for name in placed:
        names_drawn.add(names_drawn.projects, name, "ink")
    base = base_layer.places(view.frame, view.countries, view.language)
    for place in sorted(base, key=lambda place: place.kind != "focus"):
        _base_name(names_drawn, layout, place, view)
    return names_drawn


def _box_of(marker: Marker) -> Box:
    """What a marker covers, its pin too."""
    half = marker.size * 0.56
    x, y = marker.at
    return x - half, y - half, x + half, (marker.anchor[1] + 2 if marker.pin else y + half)


def _lines(view: View) -> NDArray[np.float64]:
    """Points along what names had better not cover: routes, and the leader lines of markers and of an inset."""
    lines = [line for project in view.projects for line in routes.lines(project)]
    points = [(x, y, _LINE) for line in lines for x, y in routes.along(view.frame, line)]
    for marker in view.markers:
        if marker.moved and not marker.on_line:
            points += [(x, y, _LEAD) for x, y in np.linspace(marker.at, marker.anchor, 6).tolist()]
    for start, end in view.inset.leads if view.inset else ():
        steps = max(2, int(math.dist(start, end) / 10))
        points += [(x, y, _THIN) for x, y in np.linspace(start, end, steps).tolist()]
    return np.array(points, dtype=float).reshape(-1, 3)


# --- projects ---------------------------------------------------------------------------------------------------------


def _projects(layout: LabelLayout, view: View) -> tuple[list[PlacedLabel], int]:
    """The names of the projects, each once, as large as lets all of them stand; and how many found no room."""
    of: dict[str, list[Marker]] = {}
    for marker in view.markers:
        of.setdefault(str(marker.project["id"]), []).append(marker)
    best: list[PlacedLabel] = []
    for size in _SIZES if len(of) <= _MANY else _SIZES[:1]:
        # With many markers they are small, and so are their names.
        smaller = min(1.0, 0.72 + 0.28 * (view.markers[0].size / (19 * view.unit))) if view.markers else 1.0
        font_size, led = size * view.unit * smaller, len(of) <= _MANY_LED
        labels = [_project(markers_of, view.language, font_size, led=led) for markers_of in of.values()]
        placed = replace(layout, taken=list(layout.taken)).place(labels)
        if len(placed) > len(best) or not best:
            best = placed
        if len(placed) == len(labels):
            break
    layout.take(best)
    return best, len(of) - len(best)


def _project(of: Sequence[Marker], language: str, size: float, *, led: bool) -> Label:
    first = of[0]
    name = name_of(first.project, language)
    broken = (typeface.wrapped(name, "semibold", size, wide * size / _SIZES[0], 5) for wide in _WIDTHS)
    options = [lines for lines in dict.fromkeys(broken) if not lines[-1].endswith("…") or name.endswith("…")]
    options = options or [typeface.wrapped(name, "semibold", size, _WIDTHS[-1] * size / _SIZES[0], 5)]
    vague = theme.precision(first.project.get("precision")).sign == "ring" and not first.on_line
    reach = first.size * (0.7 if vague else 0.58)
    return Label(
        str(first.project["id"]), tuple(options), tuple(m.at for m in of), reach, size, "semibold", leader_allowed=led
    )


# --- base map ---------------------------------------------------------------------------------------------------------


def _base_name(names_drawn: Names, layout: LabelLayout, place: Place, view: View) -> None:
    """The name of a place of the base map, if there is room for it."""
    if place.kind in ("focus", "country"):
        label: Label | None = _country(place, view.unit)
    elif place.kind == "water":
        label = _water(place, view.unit)
    else:
        _town_name(names_drawn, layout, place, view)
        return
    for name in layout.place([label] if label else []):
        names_drawn.add(names_drawn.base, name, f"{place.kind}-text")


def _country(place: Place, unit: float) -> Label:
    own = place.kind == "focus"
    style = map_style.LABELS[place.kind]
    size, spacing = style.pt * unit, style.pt_spacing * unit
    name = place.name.upper()
    while (
        own
        and size > map_style.LABELS["focus_small"].pt * unit
        and typeface.width(name, "semibold", size, spacing) > 0.8 * place.wide
    ):
        size, spacing = size * 0.92, spacing * 0.85
    options = dict.fromkeys(((name,), tuple(name.split(" "))))
    stray = (96 if own else 36) * unit
    worth = 9.0 if own else 5.0
    label = Label(
        place.name, tuple(options), (place.at,), 0, size, "semibold", spacing, on_feature=True, max_cost=worth
    )
    return replace(label, max_offset=stray, area=place.shape)


def _water(place: Place, unit: float) -> Label | None:
    size = map_style.LABELS["water"].pt * unit
    if typeface.width(place.name, "slanted", size) > place.wide + 46 * unit:
        return None
    options = dict.fromkeys(((place.name,), tuple(place.name.split(" "))))
    return Label(
        place.name,
        tuple(options),
        (place.at,),
        0,
        size,
        "slanted",
        map_style.LABELS["water"].pt_spacing * unit,
        on_feature=True,
        max_offset=24 * unit,
        max_cost=4.0,
    )


def _town_name(names_drawn: Names, layout: LabelLayout, place: Place, view: View) -> None:
    """A town's name beside its dot, or beside the marker that stands for it; a capital's even where markers crowd."""
    capital, unit = place.kind == "capital", view.unit
    size, reach = map_style.LABELS[place.kind].pt * unit, 2.6 * unit
    face = "bold" if capital else "regular"
    label = Label(place.name, ((place.name,),), (place.at,), reach, size, face, leader_allowed=capital, max_cost=9.0)
    if not capital:
        label = replace(label, max_cost=2.1)
    x, y = place.at
    dot_box = (x - 2.2 * unit, y - 2.2 * unit, x + 2.2 * unit, y + 2.2 * unit)
    hidden = any(touches(dot_box, box) for box in layout.taken)
    marker = next((m for m in view.markers if not m.on_line and math.dist(m.anchor, place.at) < m.size * _SPOT), None)
    if hidden and marker:
        label = replace(label, anchors=(marker.at,), reach=marker.size * 0.58, max_cost=2.4)
    elif hidden and not capital:
        return
    for name in layout.place([label]):
        names_drawn.add(names_drawn.base, name, "town-text")
        if not hidden:
            layout.taken.append(dot_box)
            line = 1.1 * unit if capital else 0.1
            style = Style(fill="paper" if capital else "town-text", line="town-text", width=line)
            names_drawn.base.append(Circle(place.name, *place.at, (2.2 if capital else 1.5) * unit, style))
