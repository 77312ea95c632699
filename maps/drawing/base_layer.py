"""The base map as shapes of a still: land, the layer's own countries, water, rivers and borders, cut to the frame."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LinearRing, LineString
from shapely.geometry import Polygon as Area
from shapely.geometry.base import BaseGeometry

from geo.io.package_data import data_path
from geo.model.geojson import points_of
from maps import basemap
from maps.drawing.frame import Frame
from maps.drawing.shapes import Box, Group, Line, Point, Polygon, Shape, Style
from maps.style import map_style
from maps.text import formats, i18n

_FINE = 0.12
"""Points of the page that a simplified line may differ from the true one."""
_SPECK = 1.2
"""Areas of less than so many square points are left out."""
_STRAIGHT = 1.0
"""Degrees after which a straight line of the globe's grid gets a point, so that it bends with the projection."""


Named: TypeAlias = tuple[str, BaseGeometry]
"""A name, and the geometry that it names."""


@dataclass(frozen=True, slots=True)
class Place:
    """Something of the base map that may be named."""

    name: str
    """In the reader's language."""
    at: Point
    """Its point of the page."""
    kind: str
    """focus (the layer's own) or country, capital or town, water."""
    rank: float
    """The lowest is named first."""
    wide: float = 0.0
    """Points that it is across."""
    shape: BaseGeometry | None = None
    """What is seen of a country, as a geometry of the page."""


def ground(frame: Frame, focus: Collection[str], language: str, weight: float = 1.0) -> Group:
    """The base map, a shape for each country, lake and river, in the order in which they are painted.

    weight: how much wider lines are than on a page of the usual size.
    """
    data = _data()
    known = frame.window[0] >= _bounds()[0] and frame.window[1] >= _bounds()[1]
    known = known and frame.window[2] <= _bounds()[2] and frame.window[3] <= _bounds()[3]
    sea = Style(fill="water")
    shapes: list[Shape] = []
    if known:
        shapes.append(_rectangle(i18n.text(language, "ground.sea"), frame.box, sea))
    else:
        west, south, east, north = _bounds()
        shapes.append(_rectangle(i18n.text(language, "ground.land"), frame.box, Style(fill="land")))
        shapes += _areas(frame, [(i18n.text(language, "ground.sea"), shapely.box(west, south, east, north))], sea)
    shapes += _areas(frame, _named("land", data.land, language), Style(fill="land", line="land", width=0.3))
    shapes += _countries(frame, data.countries, focus, language)
    if not known:
        shapes.append(_graticule(frame))
    shapes += _water(frame, data, language, weight)
    shapes += _borders(frame, data.borders, focus, language, weight)
    return Group("Base map", tuple(shapes))


def _countries(
    frame: Frame, countries: Iterable[basemap.Feature], focus: Collection[str], language: str
) -> Iterator[Polygon]:
    ordered = sorted(countries, key=lambda country: country["properties"]["code"] in focus)
    tints = {code: f"focus-{number % 2 + 1}" for number, code in enumerate(sorted(focus))}
    for country in ordered:
        tint = tints.get(country["properties"]["code"], "land")
        style = Style(fill=tint, line=tint, width=0.3)
        yield from _areas(frame, [(_name(country, language), _shape(country))], style)


def _water(frame: Frame, data: basemap.Basemap, language: str, weight: float) -> Iterator[Shape]:
    for great in (True, False):
        rivers = [river for river in data.rivers if (river["properties"]["rank"] <= 3) == great]
        style = Style(line="river", width=map_style.LINES["river_great" if great else "river"].pt * weight)
        yield from _lines(frame, _named("river", rivers, language), style)
    style = Style(fill="water", line="water-edge", width=map_style.LINES["water_edge"].pt * weight)
    yield from _areas(frame, _named("water", data.water, language), style)


def _borders(
    frame: Frame, borders: Sequence[basemap.Feature], focus: Collection[str], language: str, weight: float
) -> Iterator[Shape]:
    for shared in (False, True):
        chosen = [each for each in borders if (set(each["properties"]["countries"]) <= set(focus)) == shared]
        names = [_between(each, language) for each in chosen]
        width = map_style.LINES["border_shared" if shared else "border"].pt * weight
        style = Style(line="border-shared" if shared else "border", width=width)
        yield from _lines(frame, list(zip(names, map(_shape, chosen), strict=True)), style)


def _between(border: basemap.Feature, language: str) -> str:
    names = (formats.known(language, "country", code) for code in border["properties"]["countries"])
    return f"{i18n.text(language, 'ground.border')}: {' – '.join(names)}"


def places(frame: Frame, focus: Collection[str], language: str) -> list[Place]:
    """What of the base map may be named within the frame, the most important first."""
    data = _data()
    zoom = _zoom(frame)
    places = [*_country_places(frame, data.countries, focus, language), *_water_places(frame, data.water, language)]
    for place in data.places:
        facts = place["properties"]
        at = (
            frame.point(*points_of(place["geometry"])[0][:2])
            if zoom >= map_style.TOWNS_FROM_ZOOM.get(facts["rank"], 0)
            else None
        )
        if at and frame.shows(at, 4):
            kind = "capital" if facts["capital"] == "country" and facts["country"] in focus else "town"
            places.append(Place(_name(place, language), at, kind, facts["rank"]))
    return sorted(places, key=lambda place: place.rank)


def _zoom(frame: Frame) -> float:
    """The zoom of a web map of the same scale, a point being as large as one and a third of its pixels."""
    south, north = frame.window[1], frame.window[3]
    level = math.cos(math.radians(max(-75.0, min(75.0, (south + north) / 2))))
    return math.log2(156_543 * level / max(frame.metres * 0.75, 1e-6))


def _country_places(
    frame: Frame, countries: Iterable[basemap.Feature], focus: Collection[str], language: str
) -> Iterator[Place]:
    for country in countries:
        own = country["properties"]["code"] in focus
        name = _name(country, language)
        visible = _cut(frame, [(name, _shape(country))])
        if not visible:
            continue
        whole = max((geometry for _, geometry in visible), key=lambda geometry: geometry.area)
        wide = float(whole.bounds[2] - whole.bounds[0])
        at = frame.point(*country["properties"]["label"][:2])
        if not frame.shows(at, 20):
            if not own or whole.area < 0.02 * (frame.box[2] - frame.box[0]) * (frame.box[3] - frame.box[1]):
                continue
            inner = shapely.maximum_inscribed_circle(whole.simplify(2), tolerance=4)
            at = (inner.coords[0][0], inner.coords[0][1])
        if at:
            seen = shapely.make_valid(whole)
            yield Place(name, at, "focus" if own else "country", 0.5 if own else 5, wide, seen)


def _water_places(frame: Frame, waters: Iterable[basemap.Feature], language: str) -> Iterator[Place]:
    for water in waters:
        facts = water["properties"]
        name = _name(water, language)
        if not name or "label" not in facts:
            continue
        at = frame.point(*facts["label"][:2])
        visible = _cut(frame, [(name, _shape(water))])
        if at and frame.shows(at, 10) and visible:
            wide = max(geometry.bounds[2] - geometry.bounds[0] for _, geometry in visible)
            yield Place(name, at, "water", 3.5 + facts["rank"] * 0.1, float(wide))


def _name(feature: basemap.Feature, language: str) -> str:
    facts: Mapping[str, object] = feature["properties"]
    return str(facts.get(f"name_{language}") or facts.get("name_en") or "")


def _named(kind: str, features: Iterable[basemap.Feature], language: str) -> list[Named]:
    """Features as (name, geometry): what has no name of its own has its kind's and a number."""
    kind = i18n.text(language, f"ground.{kind}")
    return [
        (_name(feature, language) or f"{kind} {number}", _shape(feature)) for number, feature in enumerate(features, 1)
    ]


@cache
def _data() -> basemap.Basemap:
    return basemap.load()


@cache
def _shapes() -> dict[int, BaseGeometry]:
    """The geometry of each feature by the feature's identity: GEOS reads a file at once, many times as fast."""
    shapes: dict[int, BaseGeometry] = {}
    for layer in basemap.LAYERS:
        text = data_path(f"basemap/{layer}.geojson").read_text(encoding="utf-8")
        geometries = shapely.get_parts(shapely.from_geojson(text))
        shapes |= {id(feature): geometry for feature, geometry in zip(getattr(_data(), layer), geometries, strict=True)}
    return shapes


def _shape(feature: basemap.Feature) -> BaseGeometry:
    return _shapes()[id(feature)]


@cache
def _bounds() -> Box:
    west, south, east, north = basemap.bounds(_data().land)
    return west, south, east, north


def _rectangle(name: str, box: Box, style: Style) -> Polygon:
    left, top, right, bottom = box
    return Polygon(name, (((left, top), (right, top), (right, bottom), (left, bottom)),), style)


def _areas(frame: Frame, named: Iterable[Named], style: Style) -> Iterator[Polygon]:
    for name, geometry in _cut(frame, named):
        rings = tuple(ring for polygon in _polygons(geometry) for ring in _rings(polygon))
        if rings:
            yield Polygon(name, rings, style)


def _polygons(geometry: BaseGeometry) -> list[Area]:
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and part.area > _SPECK]
    return [shapely.orient_polygons(part) for part in parts]


def _rings(polygon: Area) -> Iterator[tuple[Point, ...]]:
    for ring in (polygon.exterior, *polygon.interiors):
        yield _points(ring)[:-1]


def _lines(frame: Frame, named: Iterable[Named], style: Style) -> Iterator[Line]:
    for name, geometry in _cut(frame, named):
        parts = tuple(_points(part) for part in shapely.get_parts(geometry) if part.geom_type == "LineString")
        if parts:
            yield Line(name, parts, style)


def _points(line: LineString | LinearRing) -> tuple[Point, ...]:
    """The points of a line or ring, to a hundredth of a point."""
    return tuple(map(tuple, np.round(shapely.get_coordinates(line), 2).tolist()))


def _cut(frame: Frame, named: Iterable[Named]) -> list[Named]:
    """Geometries in degrees as geometries of the page, cut to the frame; those outside it are left out."""
    names, shapes = _in_window(list(named), frame.window)
    if not names:
        return []
    wide = frame.window[2] - frame.window[0] > 20
    flat = shapely.transform(shapely.segmentize(shapes, _STRAIGHT) if wide else shapes, frame.page)
    sound = np.isfinite(shapely.bounds(flat)).all(axis=1)
    fine = shapely.simplify(shapely.clip_by_rect(flat[sound], *frame.box), _FINE)
    valid_names = [name for name, whole in zip(names, sound, strict=True) if whole]
    return [(name, each) for name, each in zip(valid_names, fine, strict=True) if not each.is_empty]


def _in_window(named: list[Named], window: Box) -> tuple[list[str], npt.NDArray[np.object_]]:
    """Names and parts of geometries within a window of degrees, which may reach beyond the antimeridian."""
    west, south, east, north = window
    shapes = np.array([geometry for _, geometry in named], dtype=object)
    if not len(shapes):
        return [], shapes
    bounds = shapely.bounds(shapes)
    level = (bounds[:, 1] < north) & (bounds[:, 3] > south)
    names: list[str] = []
    parts: list[BaseGeometry] = []
    for turn in (-360, 0, 360):
        inside = np.flatnonzero(level & (bounds[:, 0] + turn < east) & (bounds[:, 2] + turn > west))
        near = shapes[inside]
        if turn and len(near):
            near = shapely.transform(near, lambda points, by=turn: points + np.array([by, 0]))
        for number, part in zip(inside.tolist(), shapely.clip_by_rect(near, *window), strict=True):
            if not part.is_empty:
                names.append(named[number][0])
                parts.append(part)
    return names, np.array(parts, dtype=object)


def _graticule(frame: Frame) -> Line:
    """Meridians and parallels: what tells a reader where he is where there is no base map."""
    west, south, east, north = frame.window
    step = next((size for size in (1, 2, 5, 10, 20, 30) if max(east - west, north - south) / size <= 12), 30)
    meridians = [[(lon, lat) for lat in np.linspace(south, north, 90)] for lon in _multiples(west, east, step)]
    parallels = [[(lon, lat) for lon in np.linspace(west, east, 180)] for lat in _multiples(south, north, step)]
    lines = [("Graticule", shapely.LineString(line)) for line in meridians + parallels if len(line) > 1]
    parts = tuple(part for line in _lines(frame, lines, Style()) for part in line.parts)
    return Line("Graticule", parts, Style(line="border", width=0.4, line_opacity=0.7))


def _multiples(low: float, high: float, step: int) -> list[float]:
    return [float(value) for value in np.arange(np.ceil(low / step) * step, high, step)]


def shapes_of(frame: Frame, codes: Collection[str]) -> list[BaseGeometry]:
    """The areas of countries as the frame shows them, in points of the page."""
    chosen = [country for country in _data().countries if country["properties"]["code"] in codes]
    return [shapely.make_valid(geometry) for _, geometry in _cut(frame, _named("land", chosen, "en"))]


def outline(codes: Collection[str]) -> list[Point]:
    """Points of the outlines of countries, in degrees; none for countries of which the base map has no area."""
    countries = [country for country in _data().countries if country["properties"]["code"] in codes]
    return [point for country in countries for point in _simple(country)]


def _simple(country: basemap.Feature) -> list[Point]:
    return [(x, y) for x, y in shapely.get_coordinates(_shape(country).simplify(0.2)).tolist()]
