"""The names of the base map that find room: countries, then towns and waters, the most important first."""

from __future__ import annotations

import math
from collections.abc import Iterator

from maps.drawing import base_layer
from maps.drawing.base_layer import Place
from maps.drawing.country_labels import area_label
from maps.drawing.label_candidates import Label, PlacedLabel
from maps.drawing.label_placement import LabelLayout
from maps.drawing.map_view import Names, View
from maps.drawing.markers import Marker
from maps.drawing.shapes import Circle, Point, Style, touches
from maps.style import map_style, theme
from maps.text.names import name_of

_AT_TOWN = 0.16
"""A town belongs to a marker whose anchor lies within so many of its widths."""
_BY_ROUTE = 5.0
"""Points within which the dot of a town beside a route would be taken for one of its stops."""


def base_names(names: Names, layout: LabelLayout, view: View) -> None:
    """Adds the names of the base map to those of the projects."""
    places = base_layer.places(view.frame, view.countries, view.language, countries=not view.inner)
    for kind in ("focus", "country"):
        for place in places:
            if place.kind == kind and (placed := _area(names, layout, place, view)):
                names.countries.append((place.code, placed.box))
    nearest = list(_nearest(view)) if view.nearest else []
    for place in nearest:
        _town(names, layout, place, view, sure=True)
    done = {place.name for place in nearest}
    for place in places:
        if place.kind == "water":
            _area(names, layout, place, view)
        elif place.kind in ("capital", "town") and place.name not in done:
            _town(names, layout, place, view)


def _area(names: Names, layout: LabelLayout, place: Place, view: View) -> PlacedLabel | None:
    placed = area_label(layout, place, view.unit, view.least)
    if placed:
        layout.take([placed])
        names.add(names.base, placed, f"{place.kind}-text")
    return placed


# --- towns ------------------------------------------------------------------------------------------------------------


def _nearest(view: View) -> Iterator[Place]:
    """The town nearest to each marker and to each end of a route."""
    towns = base_layer.towns(view.frame, view.countries, view.language, every=True)
    at = [marker.anchor for marker in view.markers if not marker.on_line]
    named: dict[str, Place] = {}
    for point in (*at, *view.stops):
        town = min(towns, key=lambda each: math.dist(each.at, point), default=None)
        if town:
            named.setdefault(town.name, town)
    return iter(named.values())


def _town(names: Names, layout: LabelLayout, place: Place, view: View, *, sure: bool = False) -> None:
    """A town's name beside its dot, or beside the stop or the marker that stands for it.

    A capital's is placed even where markers crowd, as is one that is `sure` to be named. A project that
    stands there and has the town's name names it.
    """
    if any(m.project["id"] in names.named and _is_like(m, place, view) for m in view.markers):
        return
    label = _town_label(place, view, sure=sure)
    dot, stop = _dot(place, view.unit), view.stop_at(place.at)
    x, y, reach = dot.x, dot.y, dot.radius
    box = (x - reach, y - reach, x + reach, y + reach)
    marker = next((m for m in view.markers if _stands_for(m, place.at)), None)
    hidden = any(touches(box, other) for other in layout.taken)
    if marker and hidden:
        label = label._replace(anchors=(marker.at,), reach=marker.size * 0.58, max_cost=label.max_cost + 0.3)
    elif stop:
        label = label._replace(anchors=(stop,))
    elif (hidden and label.max_cost < 9) or layout.near_line(place.at, _BY_ROUTE * view.unit):
        return
    for placed in layout.place([label]):
        names.add(names.towns, placed, "town-text")
        if not hidden and not stop:
            layout.taken.append(box)
            names.towns.append(dot)


def _town_label(place: Place, view: View, *, sure: bool) -> Label:
    capital = place.kind == "capital"
    size = view.sized(map_style.LABELS[place.kind].pt)
    face = "bold" if capital else "regular"
    label = Label(place.name, ((place.name,),), (place.at,), 2.6 * view.unit, size, face)
    if capital or sure:
        return label._replace(leader_allowed=True, max_cost=9.0 if not sure else math.inf)
    return label._replace(max_cost=2.1)


def _dot(place: Place, unit: float) -> Circle:
    """A town's dot; a capital's is larger, and none is a ring: those are the stops of routes."""
    style = Style(fill="town-text", line="halo", width=0.6 * unit)
    return Circle(place.name, *place.at, (2.6 if place.kind == "capital" else 1.7) * unit, style)


def _is_like(marker: Marker, town: Place, view: View) -> bool:
    """Whether a marker stands at a town, or within its width of it, and its project has the town's name."""
    near = math.dist(marker.anchor, town.at) < marker.size
    return near and name_of(marker.project, view.language).casefold() == town.name.casefold()


def _stands_for(marker: Marker, town: Point) -> bool:
    """Whether a marker stands at a town and is known to be there: a vague place must not pass for the town."""
    vague = theme.precision(marker.project.get("precision")).sign == "ring"
    return not marker.on_line and not vague and math.dist(marker.anchor, town) < marker.size * _AT_TOWN
