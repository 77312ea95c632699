"""Lines and areas of projects on a still: routes, and discs for how far a place may be off."""

from __future__ import annotations

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


def lines(project: Project) -> list[list[Point]]:
    """The project's lines in degrees as they are drawn: a great circle is filled in between its ends."""
    parts = lines_of(project.get("geometry"))
    if project.get("route") == "great_circle":
        return [projection.great_circle(part) for part in parts]
    return [[(point[0], point[1]) for point in part] for part in parts]


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
    """Parts that continue each other as one line."""
    joined: list[list[Point]] = []
    for part in parts:
        if joined and joined[-1][-1] == part[0]:
            joined[-1] = joined[-1] + part[1:]
        else:
            joined.append(part)
    return joined


def halfway(frame: Frame, course: Sequence[Point]) -> Point | None:
    """The middle of what the frame shows of a line."""
    longest = max(_visible_parts(frame, course), key=lambda part: part.length, default=None)
    if longest is None:
        return None
    middle = longest.interpolate(0.5, normalized=True)
    return middle.x, middle.y


def _visible_parts(frame: Frame, line: Sequence[Point]) -> list[shapely.LineString]:
    """What the frame shows of a line, as lines of the page; a line that jumps over the map's seam is cut there."""
    points = frame.page(line)
    wide = frame.box[2] - frame.box[0]
    parts: list[list[Point]] = [[]]
    for x, y in points.tolist():
        sound = math.isfinite(x) and math.isfinite(y)
        if parts[-1] and (not sound or (math.dist(parts[-1][-1], (x, y)) > 1.5 * wide and len(points) > 2)):
            parts.append([])
        if sound:
            parts[-1].append((x, y))
    cut = [shapely.clip_by_rect(shapely.LineString(part), *frame.box) for part in parts if len(part) > 1]
    return [line for each in cut for line in shapely.get_parts(each) if line.geom_type == "LineString" and line.length]


def along(frame: Frame, line: Sequence[Point]) -> list[Point]:
    """Points of the page along what a frame shows of a line, at most five points from each other."""
    return [(x, y) for part in _visible_parts(frame, line) for x, y in shapely.segmentize(part, 5.0).coords]


def routes(frame: Frame, projects: Sequence[Project], weight: float, spoken: Callable[[Project], str]) -> list[Group]:
    """Lines and areas, each project's in a group of its own with what is said of it.

    Widths are those of the page times `weight`.
    """
    return [group for project in projects if (group := _route(frame, project, weight, spoken(project)))]


def _route(frame: Frame, project: Project, weight: float, title: str) -> Group | None:
    shapes: list[Shape] = [*_areas(frame, project, weight)]
    drawn = [part for line in lines(project) for part in _visible_parts(frame, line)]
    if drawn:
        parts = tuple(tuple((round(x, 2), round(y, 2)) for x, y in part.coords) for part in drawn)
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
    """The published points of a line; a great circle's points between its ends are none."""
    if project.get("route") not in ("schematic", "great_circle"):
        return
    seen = {(point[0], point[1]): None for part in lines_of(project.get("geometry")) for point in part}
    for lon, lat in seen:
        at = frame.point(lon, lat)
        if at and frame.shows(at):
            style = Style(fill="paper", line=colour(project), width=1.5 * weight)
            yield Circle("Stop", round(at[0], 2), round(at[1], 2), 3 * weight, style)


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
