"""The base map as shapes of a still: land, the layer's own countries, water, rivers and borders, cut to the frame."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import compress
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LinearRing, LineString
from shapely.geometry import Polygon as Area
from shapely.geometry.base import BaseGeometry

from geo.model.geojson import points_of
from maps.basemap import border_choices
from maps.basemap.border_choices import BorderChoices
from maps.basemap.names import name_in
from maps.drawing import still_basemap
from maps.drawing.frame import Frame
from maps.drawing.shapes import Box, Group, Line, Point, Polygon, Shape, Style
from maps.drawing.still_basemap import Drawn, StillBasemap
from maps.style import map_style
from maps.text import formats, i18n

_FINE = 0.12
"""Points of the page that a simplified line may differ from the true one."""
_SPECK = 1.2
"""Areas of less than so many square points are left out."""
_STRAIGHT = 1.0
"""Degrees after which a straight line of the globe's grid gets a point, so that it bends with the projection."""


Named: TypeAlias = tuple[str, Drawn]
"""A name, and the feature that it names."""


class Place(NamedTuple):
    """Something of the base map that may be named."""

    name: str
    """In the reader's language."""
    at: Point
    """Its point of the page."""
    kind: str
    """focus (the layer's own) or country, capital or town, water."""
    rank: float
    """The lowest is named first."""
    shape: BaseGeometry | None = None
    """What is seen of a country or a water, as a geometry of the page."""
    code: str = ""
    """A country's, ISO 3166-1 alpha-2."""


def ground(
    frame: Frame, focus: Collection[str], language: str, weight: float = 1.0, choices: BorderChoices = ()
) -> Group:
    """The base map, a shape for each country, lake and river, in the order in which they are painted.

    weight: how much wider lines are than on a page of the usual size; choices: what the keeper decides of borders.
    """
    base = still_basemap.of_frame(frame, focus, language)
    shapes: list[Shape] = [_rectangle(i18n.text(language, "ground.sea"), frame.box, Style(fill="water"))]
    land = _named("land", base.land, language)
    shapes += _areas(frame, base, land, Style(fill="land", line="land", width=0.3))
    shapes += _countries(frame, base, focus, language)
    shapes += _water(frame, base, language, weight)
    shapes += _borders(frame, base, focus, language, weight, choices)
    return Group("Base map", tuple(shapes))


def _countries(frame: Frame, base: StillBasemap, focus: Collection[str], language: str) -> Iterator[Polygon]:
    ordered = sorted(base.countries, key=lambda country: country.properties["code"] in focus)
    tints = {code: f"focus-{number % 2 + 1}" for number, code in enumerate(sorted(focus))}
    for country in ordered:
        tint = tints.get(country.properties["code"], "land")
        style = Style(fill=tint, line=tint, width=0.3)
        yield from _areas(frame, base, [(_name(country, language), country)], style)


def _water(frame: Frame, base: StillBasemap, language: str, weight: float) -> Iterator[Shape]:
    for great in (True, False):
        rivers = [river for river in base.rivers if (river.properties["rank"] <= 3) == great]
        style = Style(line="river", width=map_style.LINES["river_great" if great else "river"].pt * weight)
        yield from _lines(frame, base, _named("river", rivers, language), style)
    style = Style(fill="water", line="water-edge", width=map_style.LINES["water_edge"].pt * weight)
    yield from _areas(frame, base, _named("water", base.water, language), style)


def _borders(  # noqa: PLR0913, PLR0917  as for ground
    frame: Frame, base: StillBasemap, focus: Collection[str], language: str, weight: float, choices: BorderChoices
) -> Iterator[Shape]:
    """Borders, dashed where they are disputed or not fixed; those between the layer's own countries last."""
    for shared in (False, True):
        width = map_style.LINES["border_shared" if shared else "border"].pt * weight
        colour = "border-shared" if shared else "border"
        for border in base.borders:
            line = border_choices.line_of(border.properties, choices)
            if line != "none" and (set(border.properties["countries"]) <= set(focus)) == shared:
                dash = (3 * weight, 2.4 * weight) if line == "dashed" else ()
                style = Style(line=colour, width=width, dash=dash, blunt=bool(dash))
                yield from _lines(frame, base, [(_between(border, language), border)], style)


def _between(border: Drawn, language: str) -> str:
    names = (formats.known(language, "country", code) for code in border.properties["countries"] if code)
    return f"{i18n.text(language, 'ground.border')}: {' – '.join(names)}"


def places(frame: Frame, focus: Collection[str], language: str, *, countries: bool = True) -> list[Place]:
    """What of the base map may be named within the frame, the most important first."""
    base = still_basemap.of_frame(frame, focus, language)
    named = [*_water_places(frame, base, language), *towns(frame, focus, language)]
    if countries:
        named = [*_country_places(frame, base, focus, language), *named]
    return sorted(named, key=lambda place: place.rank)


def towns(frame: Frame, focus: Collection[str], language: str, *, every: bool = False) -> list[Place]:
    """The towns within the frame that are large enough for its scale, or every one."""
    zoom = math.inf if every else _zoom(frame)
    towns = still_basemap.of_frame(frame, focus, language).places
    inside = [each for each in towns if zoom >= map_style.TOWNS_FROM_ZOOM.get(int(each["properties"]["rank"]), 0)]
    if not inside:
        return []
    named = []
    for place, at in zip(
        inside, frame.page([points_of(each["geometry"])[0][:2] for each in inside]).tolist(), strict=True
    ):
        facts = place["properties"]
        if frame.shows((at[0], at[1]), 4):
            kind = "capital" if facts["capital"] == "country" and facts["country"] in focus else "town"
            named.append(Place(name_in(facts, language), (at[0], at[1]), kind, facts["rank"]))
    return named


def _zoom(frame: Frame) -> float:
    """The zoom of a web map of the same scale, a point being as large as one and a third of its pixels."""
    south, north = frame.window[1], frame.window[3]
    level = math.cos(math.radians(max(-75.0, min(75.0, (south + north) / 2))))
    return math.log2(156_543 * level / max(frame.metres * 0.75, 1e-6))


def _country_places(frame: Frame, base: StillBasemap, focus: Collection[str], language: str) -> Iterator[Place]:
    for country in base.countries:
        own = country.properties["code"] in focus
        visible = _seen(frame, base).get(id(country))
        if not visible:
            continue
        whole = max(visible, key=lambda geometry: geometry.area)
        at = frame.point(*country.properties["label"][:2])
        if at is None or not frame.shows(at, 20):
            inner = shapely.maximum_inscribed_circle(whole.simplify(2), tolerance=4)
            at = (inner.coords[0][0], inner.coords[0][1])
        seen = shapely.make_valid(whole)
        kind, rank = ("focus", 0.5) if own else ("country", 5.0)
        yield Place(_name(country, language), at, kind, rank, seen, country.properties["code"])


def _water_places(frame: Frame, base: StillBasemap, language: str) -> Iterator[Place]:
    for water in base.water:
        facts = water.properties
        name = _name(water, language)
        if not name or "label" not in facts:
            continue
        at = frame.point(*facts["label"][:2])
        if at and frame.shows(at, 10) and (shape := _seen_water(frame, base, water, at)):
            yield Place(name, at, "water", 3.5 + facts["rank"] * 0.1, shape)


def _seen_water(frame: Frame, base: StillBasemap, water: Drawn, at: Point) -> BaseGeometry | None:
    """What is seen of a water around its name's point, None for nothing; of a second name of one water, which has no
    shape, a strip as wide as its stated room."""
    parts = [shapely.make_valid(part) for part in _seen(frame, base).get(id(water), ())]
    facts, (x, y) = water.properties, at
    if "room" not in facts:
        return shapely.union_all(parts) if parts else None
    lon, lat = facts["label"][:2]
    west, east = frame.point(lon - facts["room"], lat), frame.point(lon + facts["room"], lat)
    reach = abs(east[0] - west[0]) / 2 if west and east else 0.0
    high = reach if parts else reach / 5
    around = shapely.box(x - reach, y - high, x + reach, y + high)
    return shapely.intersection(shapely.union_all(parts), around) if parts else around


def _name(feature: Drawn, language: str) -> str:
    return name_in(feature.properties, language)


def _named(kind: str, features: Iterable[Drawn], language: str) -> list[Named]:
    """Features with their names: what has none of its own has its kind's and a number."""
    kind = i18n.text(language, f"ground.{kind}")
    return [(_name(feature, language) or f"{kind} {number}", feature) for number, feature in enumerate(features, 1)]


def _rectangle(name: str, box: Box, style: Style) -> Polygon:
    left, top, right, bottom = box
    return Polygon(name, (((left, top), (right, top), (right, bottom), (left, bottom)),), style)


def _areas(frame: Frame, base: StillBasemap, named: Iterable[Named], style: Style) -> Iterator[Polygon]:
    for name, geometry in _visible(frame, base, named):
        rings = tuple(ring for polygon in _polygons(geometry) for ring in _rings(polygon))
        if rings:
            yield Polygon(name, rings, style)


def _polygons(geometry: BaseGeometry) -> list[Area]:
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and part.area > _SPECK]
    return [shapely.orient_polygons(part) for part in parts]


def _rings(polygon: Area) -> Iterator[tuple[Point, ...]]:
    for ring in (polygon.exterior, *polygon.interiors):
        yield _points(ring)[:-1]


def _lines(frame: Frame, base: StillBasemap, named: Iterable[Named], style: Style) -> Iterator[Line]:
    for name, geometry in _visible(frame, base, named):
        lines = (_points(part) for part in shapely.get_parts(geometry) if part.geom_type == "LineString")
        parts = tuple(line for line in lines if len({*line}) > 1)
        if parts:
            yield Line(name, parts, style)


def _points(line: LineString | LinearRing) -> tuple[Point, ...]:
    """The points of a line or ring, to a hundredth of a point."""
    xs, ys = np.round(shapely.get_coordinates(line), 2).T.tolist()
    return tuple(zip(xs, ys, strict=True))


def _visible(frame: Frame, base: StillBasemap, named: Iterable[Named]) -> Iterator[tuple[str, BaseGeometry]]:
    """What the frame shows of features, with their names."""
    seen = _seen(frame, base)
    return ((name, geometry) for name, feature in named for geometry in seen.get(id(feature), ()))


@lru_cache(maxsize=4)
def _seen(frame: Frame, base: StillBasemap) -> dict[int, list[BaseGeometry]]:
    """What the frame shows of each feature, by its identity, as geometries of the page; nothing of what is outside."""
    features, shapes = _in_window(base.drawn, frame.window)
    seen: dict[int, list[BaseGeometry]] = {}
    if not features:
        return seen
    wide = frame.window[2] - frame.window[0] > 20
    flat = shapely.transform(shapely.segmentize(shapes, _STRAIGHT) if wide else shapes, frame.page)
    sound = np.isfinite(shapely.bounds(flat)).all(axis=1)
    # What shrinks to nothing may go: keeping the topology takes five times as long.
    fine = shapely.simplify(shapely.clip_by_rect(flat[sound], *frame.box), _FINE, preserve_topology=False)
    for feature, part in zip(compress(features, sound), fine, strict=True):
        if not part.is_empty:
            seen.setdefault(feature, []).append(part)
    return seen


def _in_window(drawn: Sequence[Drawn], window: Box) -> tuple[list[int], npt.NDArray[np.object_]]:
    """Parts of geometries within a window of degrees, which may reach beyond the antimeridian, and the identities of
    what they are of."""
    west, south, east, north = window
    numbers, shapes = [*map(id, drawn)], np.array([each.shape for each in drawn], dtype=object)
    bounds = shapely.bounds(shapes)
    level = (bounds[:, 1] < north) & (bounds[:, 3] > south)
    inside_of: list[int] = []
    parts: list[BaseGeometry] = []
    for turn in (-360, 0, 360):
        inside = np.flatnonzero(level & (bounds[:, 0] + turn < east) & (bounds[:, 2] + turn > west))
        near = shapes[inside]
        if turn and len(near):
            near = shapely.transform(near, lambda points, by=turn: points + np.array([by, 0]))
        for number, part in zip(inside.tolist(), shapely.clip_by_rect(near, *window), strict=True):
            if not part.is_empty:
                inside_of.append(numbers[number])
                parts.append(part)
    return inside_of, np.array(parts, dtype=object)


def areas_of(frame: Frame, codes: Collection[str]) -> dict[str, list[BaseGeometry]]:
    """By code, the areas of countries as the frame shows them, in points of the page."""
    base = still_basemap.of_frame(frame, codes, "en")
    named = [(str(each.properties["code"]), each) for each in base.countries]
    areas: dict[str, list[BaseGeometry]] = {code: [] for code in codes}
    for code, geometry in _visible(frame, base, [(code, each) for code, each in named if code in codes]):
        areas[code].append(shapely.make_valid(geometry))
    return areas
