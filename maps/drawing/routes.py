"""Lines and areas of projects on a still: routes, and discs for how far a place may be off."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import shapely

from geo.model.geojson import areas_of, lines_of, points_of
from maps.drawing import projection
from maps.drawing.frame import Frame
from maps.drawing.markers import Marker, colour, status_style
from maps.drawing.shapes import Circle, Group, Line, Point, Polygon, Shape, Style
from maps.place_areas import area_of
from maps.style import map_style, theme
from maps.text.names import Project

STOP_RADIUS = 2.7
"""Points that the ring of a stop reaches, its edge included, on a page of the usual size."""
MANY = 30
"""More routes than these are drawn thin,"""
_FAINT = 0.35
"""and so faint, the fainter the more they are."""
_SEAM = 1e-6
"""Degrees that a line ends before the map's seam."""


def lines(project: Project) -> list[list[Point]]:
    """The project's lines in degrees as they are drawn: between the ends of a flight runs an arc."""
    parts = _published(project)
    return [projection.bow(part) for part in parts] if project.get("route") == "great_circle" else parts


def points(project: Project) -> list[Point]:
    """The project's point in degrees, or its several points."""
    return [(place[0], place[1]) for place in points_of(project.get("geometry"))]


def polygons(project: Project) -> list[list[list[Point]]]:
    """The rings of the project's areas in degrees."""
    areas = areas_of(project.get("geometry"))
    return [[[(point[0], point[1]) for point in ring] for ring in part] for part in areas]


def positions(project: Project) -> list[Point]:
    """Every place in degrees that has to be seen of a project."""
    rings = [ring for polygon in polygons(project) for ring in polygon]
    return [point for part in (points(project), *lines(project), *rings) for point in part]


def joined_lines(parts: Sequence[list[Point]]) -> list[list[Point]]:
    """Parts that continue each other as one line, also over the antimeridian, where files have to cut them."""
    joined: list[list[Point]] = []
    for part in parts:
        if joined and _same(joined[-1][-1], part[0]):
            joined[-1] = joined[-1] + part[1:]
        else:
            joined.append(part)
    return joined


def _same(a: Point, b: Point) -> bool:
    return a == b or (abs(a[0]) == abs(b[0]) == 180 and a[1] == b[1])


def courses(frame: Frame, project: Project) -> list[list[shapely.LineString]]:
    """What the frame shows of each of the project's lines, as lines of the page; without those outside it."""
    drawn = (_visible_parts(frame, line) for line in joined_lines(lines(project)))
    return [parts for parts in drawn if parts]


def halfway(course: Sequence[shapely.LineString]) -> Point:
    """The middle of the longest part of a course."""
    middle = max(course, key=lambda part: part.length).interpolate(0.5, normalized=True)
    return middle.x, middle.y


def _visible_parts(frame: Frame, line: Sequence[Point]) -> list[shapely.LineString]:
    """What the frame shows of a line, as lines of the page; one that reaches over the map's seam is cut there."""
    wide = frame.box[2] - frame.box[0]
    parts: list[list[Point]] = []
    for piece in _cut_at_seam(line, frame.projection.middle):
        points = frame.page(piece).tolist()
        parts.append([])
        for x, y in points:
            sound = math.isfinite(x) and math.isfinite(y)
            # The seams of a coordinate system that somebody chose may lie anywhere.
            if parts[-1] and (not sound or (math.dist(parts[-1][-1], (x, y)) > 1.5 * wide and len(points) > 2)):
                parts.append([])
            if sound:
                parts[-1].append((x, y))
    cut = [shapely.clip_by_rect(shapely.LineString(part), *frame.box) for part in parts if len(part) > 1]
    return [line for each in cut for line in shapely.get_parts(each) if line.geom_type == "LineString" and line.length]


def _cut_at_seam(line: Sequence[Point], middle: float) -> list[list[Point]]:
    """A line whose points are joined the short way round, cut at the meridian opposite the map's middle."""
    seam = middle + 180
    pieces: list[list[Point]] = [[line[0]]]
    for start, end in itertools.pairwise(line):
        west = (start[0] - seam) % 360  # degrees from the seam eastward, 0 to 360
        east = west + (end[0] - start[0] + 180) % 360 - 180
        if not 0 <= east <= 360:
            edge = 0.0 if east < 0 else 360.0
            lat = start[1] + (end[1] - start[1]) * (edge - west) / (east - west)
            inner = _SEAM if east < 0 else -_SEAM
            pieces[-1].append((seam + inner, lat))
            pieces.append([(seam - inner, lat)])
        pieces[-1].append(end)
    return pieces


def along(frame: Frame, project: Project) -> list[Point]:
    """Points of the page along what a frame shows of a project's lines, at most five points from each other."""
    parts = (part for course in courses(frame, project) for part in course)
    return [(x, y) for part in parts for x, y in shapely.segmentize(part, 5.0).coords]


def stops(frame: Frame, project: Project) -> list[Point]:
    """The ends of a project's lines within the frame, and the points between them where it calls; on the page."""
    parts = _published(project)
    calls = project.get("route") in ("schematic", "great_circle")
    places = dict.fromkeys(point for part in parts for point in (part if calls else (part[0], part[-1])))
    at = (frame.point(*place) for place in places)
    return [point for point in at if point and frame.shows(point)]


def _published(project: Project) -> list[list[Point]]:
    """The project's lines in degrees as the layer has them."""
    return [[(point[0], point[1]) for point in part] for part in lines_of(project.get("geometry"))]


def routes(
    frame: Frame, projects: Sequence[Project], weight: float, spoken: Callable[[Project], str], *, thin: bool = False
) -> list[Group]:
    """Lines and areas, each project's in a group of its own with what is said of it.

    Widths are those of the page times `weight`; thin: as hairlines without stops, so that many of them do not hide the
    map.
    """
    faint = _FAINT * min(1.0, (2 * MANY / max(1, len(projects))) ** 0.5) if thin else 1.0
    width = weight * (min(1.0, (2 * MANY / max(1, len(projects))) ** 0.2) if thin else 1.0)
    drawn = (_route(frame, project, width, spoken(project), faint=faint) for project in projects)
    return [group for group in drawn if group]


def _route(frame: Frame, project: Project, weight: float, title: str, *, faint: float) -> Group | None:
    shapes: list[Shape] = [*_areas(frame, project, weight)]
    drawn = [part for course in courses(frame, project) for part in course]
    parts = tuple(tuple((round(x, 2), round(y, 2)) for x, y in part.coords) for part in drawn)
    if parts and faint < 1:
        shapes.append(Line("Route", parts, Style(line=colour(project), width=weight, line_opacity=faint)))
    elif parts:
        shapes += _course(project, parts, weight)
        shapes += _stops(frame, project, weight)
    return Group(str(project["id"]), tuple(shapes), title) if shapes else None


def _course(project: Project, parts: tuple[tuple[Point, ...], ...], weight: float) -> Iterator[Line]:
    kind = theme.route(project.get("route"))
    hollow = status_style(project).fill == "empty"
    width = (kind.width + (map_style.ROUTE_HOLLOW if hollow else 0)) * weight
    dash = tuple(float(length) * weight for length in kind.dash.split())
    casing = Style(line="halo", width=width + map_style.ROUTE_CASING * weight, line_opacity=0.85, blunt=True)
    yield Line("Casing", parts, casing)
    yield Line("Route", parts, Style(line=colour(project), width=width, dash=dash, blunt=bool(dash)))
    if hollow:
        yield Line(
            "Core", parts, Style(line="paper", width=width - map_style.ROUTE_CORE * weight, dash=dash, blunt=bool(dash))
        )


def _stops(frame: Frame, project: Project, weight: float) -> Iterator[Circle]:
    """The published points of a line whose course is not known; of a surveyed one its ends are seen."""
    if project.get("route") not in ("schematic", "great_circle"):
        return
    for x, y in stops(frame, project):
        style = Style(fill="paper", line=colour(project), width=1.5 * weight)
        yield Circle("Stop", round(x, 2), round(y, 2), 3 * weight, style)


def _areas(frame: Frame, project: Project, weight: float) -> Iterator[Polygon]:
    style = Style(fill=colour(project), fill_opacity=0.15, line=colour(project), width=2 * weight)
    for rings in polygons(project):
        if area := _area(frame, "Area", rings, style):
            yield area


def _area(frame: Frame, name: str, rings: Sequence[Sequence[Point]], style: Style) -> Polygon | None:
    """Rings in degrees as an area of the page, cut to the frame."""
    pages = [frame.page(ring) for ring in rings]
    if not np.isfinite(pages[0]).all():
        return None
    whole = shapely.make_valid(shapely.Polygon(pages[0], [page for page in pages[1:] if np.isfinite(page).all()]))
    cut = shapely.clip_by_rect(whole, *frame.box)
    parts = [shapely.orient_polygons(part) for part in shapely.get_parts(cut) if part.geom_type == "Polygon"]
    if not parts:
        return None
    edges = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    return Polygon(name, tuple(tuple((round(x, 2), round(y, 2)) for x, y in ring.coords[:-1]) for ring in edges), style)


def uncertainty_discs(frame: Frame, markers: Sequence[Marker]) -> list[Polygon]:
    """How far the places of the markers may be off, in their true size, where that is larger than the marker.

    A disc leaves out other countries; in the place of that of a region stands the region's outline, where one is known.
    """
    areas = []
    for marker in markers:
        radius = marker.project.get("uncertainty_m")
        if not radius or marker.place is None or not frame.metres or radius / frame.metres < 0.5 * marker.size:
            continue
        wide = theme.precision(marker.project.get("precision")).sign == "ring"
        tint = colour(marker.project)
        dash = (1.5, 3.0) if wide else ()
        style = Style(
            fill=tint, fill_opacity=0.05 if wide else 0.12, line=tint, line_opacity=0.6, width=0.75, dash=dash
        )
        lon, lat = marker.place
        parts = area_of(marker.project) or [[projection.circle(lon, lat, radius)]]
        drawn = (_area(frame, str(marker.project["id"]), rings, style) for rings in parts)
        areas += [area for area in drawn if area]
    return areas
