"""The projects as shapes of a still: round marks, routes, and discs for how far a place may be off."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from maps.drawing import icon_paths, projection
from maps.drawing.projection import Frame
from maps.drawing.shapes import Area, Disc, Group, Line, Look, Point, Shape
from maps.style import theme

Project = Mapping[str, Any]

_UNITS = 25.0
"""A mark is drawn as the page draws it, in units of which its disc is so many across."""
_FOOT = 22.0
"""Units from the middle of a mark to the exact point on which its foot stands."""
_DASHES: Mapping[str, tuple[float, float]] = {"dashed": (4, 2.6), "dotted": (0.1, 3.8)}
"""Dash and gap of a mark's edge, in its units; other edges are solid."""
_BESIDE = 1.12
"""Marks keep so many times their width from middle to middle."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A project's sign on the page: spot is where it belongs, at where it stands; size its width in points.

    on_line: it stands for a line or an area, so the exact spot says nothing; foot: it stands on a foot on its spot.
    """

    project: Project
    spot: Point
    at: Point
    size: float
    on_line: bool = False
    foot: bool = False

    @property
    def moved(self) -> bool:
        """Whether it had to make room for others and is led to its spot."""
        return not self.foot and math.dist(self.spot, self.at) > 0.12 * self.size


def style(project: Project) -> Mapping[str, Any]:
    """How the project's status is drawn."""
    return theme.STATUSES.get(project.get("status", ""), theme.STATUSES["unknown"])


def colour(project: Project) -> str:
    """The palette's name of the project's colour."""
    if style(project)["grey"]:
        return "grey"
    sector = theme.SECTORS.get(project.get("sector", ""), theme.SECTORS["other"])
    return f"family-{sector.family}"


# --- where ------------------------------------------------------------------------------------------------------------


def lines(project: Project) -> list[list[Point]]:
    """The project's lines in degrees as they are drawn: a great circle is filled in between its ends."""
    geometry = project.get("geometry")
    if not geometry or not geometry["type"].endswith("LineString"):
        return []
    parts = [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]
    if project.get("route") == "great_circle":
        return [projection.great_circle(part) for part in parts]
    return [[(point[0], point[1]) for point in part] for part in parts]


def polygons(project: Project) -> list[list[list[Point]]]:
    """The rings of the project's areas in degrees."""
    geometry = project.get("geometry")
    if not geometry or not geometry["type"].endswith("Polygon"):
        return []
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[[(point[0], point[1]) for point in ring] for ring in part] for part in parts]


def positions(project: Project) -> list[Point]:
    """Every place in degrees that has to be seen of a project."""
    geometry = project.get("geometry")
    if not geometry:
        return []
    if geometry["type"] == "Point":
        return [(geometry["coordinates"][0], geometry["coordinates"][1])]
    rings = [ring for polygon in polygons(project) for ring in polygon]
    return [point for part in (*lines(project), *rings) for point in part]


def gathered(frame: Frame, projects: Sequence[Project], size: float) -> list[Mark]:
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
            lift = _FOOT / _UNITS * size if foot else 0.0
            yield Mark(project, spot, (spot[0], spot[1] - lift), size, foot=foot)
        return
    for course in _courses(lines(project)):
        if spot := _halfway(frame, course):
            yield Mark(project, spot, spot, size, on_line=True)
    for rings in polygons(project):
        points = frame.page(rings[0])
        if np.isfinite(points).all():
            inner = shapely.Polygon(points).representative_point()
            yield Mark(project, (inner.x, inner.y), (inner.x, inner.y), size, on_line=True)


def _courses(parts: Sequence[list[Point]]) -> list[list[Point]]:
    """Parts that continue each other as one line."""
    joined: list[list[Point]] = []
    for part in parts:
        if joined and joined[-1][-1] == part[0]:
            joined[-1] = joined[-1] + part[1:]
        else:
            joined.append(part)
    return joined


def _halfway(frame: Frame, course: Sequence[Point]) -> Point | None:
    """The middle of what the frame shows of a line."""
    shown = max(_shown(frame, course), key=lambda part: part.length, default=None)
    if shown is None:
        return None
    middle = shown.interpolate(0.5, normalized=True)
    return middle.x, middle.y


def _shown(frame: Frame, line: Sequence[Point]) -> list[Any]:
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
    return [(x, y) for part in _shown(frame, line) for x, y in shapely.segmentize(part, 5.0).coords]


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


# --- how --------------------------------------------------------------------------------------------------------------


def routes(frame: Frame, projects: Sequence[Project], weight: float, spoken: Callable[[Project], str]) -> list[Group]:
    """Lines and areas, each project's in a group of its own with what is said of it.

    Widths are those of the page times `weight`.
    """
    return [group for project in projects if (group := _route(frame, project, weight, spoken(project)))]


def _route(frame: Frame, project: Project, weight: float, title: str) -> Group | None:
    shapes: list[Shape] = [*_areas(frame, project, weight)]
    drawn = [part for line in lines(project) for part in _shown(frame, line)]
    if drawn:
        parts = tuple(tuple((round(x, 2), round(y, 2)) for x, y in part.coords) for part in drawn)
        shapes += _course(project, parts, weight)
        shapes += _stops(frame, project, weight)
    return Group(str(project["id"]), tuple(shapes), title) if shapes else None


def _course(project: Project, parts: tuple[tuple[Point, ...], ...], weight: float) -> Iterator[Line]:
    kind = theme.ROUTES.get(project.get("route", ""), theme.ROUTES["surveyed"])
    hollow = style(project)["fill"] == "empty"
    width = (float(kind["width"]) + (2.6 if hollow else 0)) * weight
    dash = tuple(float(length) * weight for length in str(kind["dash"]).split())
    casing = Look(line="halo", width=width + 3 * weight, line_opacity=0.85, blunt=True)
    yield Line("Casing", parts, casing)
    yield Line("Route", parts, Look(line=colour(project), width=width, dash=dash, blunt=bool(dash)))
    if hollow:
        yield Line("Core", parts, Look(line="paper", width=width - 3 * weight, dash=dash, blunt=bool(dash)))


def _stops(frame: Frame, project: Project, weight: float) -> Iterator[Disc]:
    """The published points of a line; a great circle's points between its ends are none."""
    if project.get("route") not in ("schematic", "great_circle"):
        return
    geometry = project["geometry"]
    parts = [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]
    seen = {(point[0], point[1]): None for part in parts for point in part}
    for lon, lat in seen:
        at = frame.point(lon, lat)
        if at and frame.shows(at):
            look = Look(fill="paper", line=colour(project), width=1.5 * weight)
            yield Disc("Stop", round(at[0], 2), round(at[1], 2), 3 * weight, look)


def _areas(frame: Frame, project: Project, weight: float) -> Iterator[Area]:
    look = Look(fill=colour(project), fill_opacity=0.15, line=colour(project), width=2 * weight)
    for rings in polygons(project):
        if area := _area(frame, "Area", rings, look):
            yield area


def _area(frame: Frame, name: str, rings: Sequence[Sequence[Point]], look: Look) -> Area | None:
    """Rings in degrees as an area of the page, cut to the frame."""
    pages = [frame.page(ring) for ring in rings]
    if not np.isfinite(pages[0]).all():
        return None
    whole = shapely.make_valid(shapely.Polygon(pages[0], [page for page in pages[1:] if np.isfinite(page).all()]))
    cut = shapely.clip_by_rect(whole, *frame.box)
    shown = [shapely.orient_polygons(part) for part in shapely.get_parts(cut) if part.geom_type == "Polygon"]
    if not shown:
        return None
    edges = [ring for part in shown for ring in (part.exterior, *part.interiors)]
    return Area(name, tuple(tuple((round(x, 2), round(y, 2)) for x, y in ring.coords[:-1]) for ring in edges), look)


def discs(frame: Frame, marks: Sequence[Mark]) -> list[Area]:
    """How far the places of the marks may be off, in their true size, where that is larger than the mark."""
    found = []
    for mark in marks:
        radius = mark.project.get("uncertainty_m")
        if not radius or mark.on_line or not frame.metres or radius / frame.metres < 0.5 * mark.size:
            continue
        wide = mark.project.get("precision") in ("region", "country")
        tint = colour(mark.project)
        dash = (1.5, 3.0) if wide else ()
        look = Look(fill=tint, fill_opacity=0.05 if wide else 0.12, line=tint, line_opacity=0.6, width=0.75, dash=dash)
        lon, lat = mark.project["geometry"]["coordinates"][:2]
        if area := _area(frame, str(mark.project["id"]), [projection.circle(lon, lat, radius)], look):
            found.append(area)
    return found


def leads(marks: Sequence[Mark]) -> list[Shape]:
    """Thin lines from marks that had to make room to where they belong."""
    shapes: list[Shape] = []
    for mark in marks:
        if mark.moved and not mark.on_line:
            look = Look(line="ink", width=0.7, line_opacity=0.7)
            shapes.append(Line("Lead", ((_on_rim(mark), mark.spot),), look))
            shapes.append(Disc("Spot", mark.spot[0], mark.spot[1], 1.4, Look(fill="ink")))
    return shapes


def _on_rim(mark: Mark) -> Point:
    far = math.dist(mark.spot, mark.at)
    share = min(1.0, 0.5 * mark.size / far)
    return mark.at[0] + (mark.spot[0] - mark.at[0]) * share, mark.at[1] + (mark.spot[1] - mark.at[1]) * share


def drawn(mark: Mark, title: str, link: str = "") -> Group:
    """A mark as shapes: filling and edge tell the status, a dotted ring a vague place, a foot an exact one."""
    vague = not mark.on_line and mark.project.get("precision") in ("region", "country")
    shapes = _drawing(mark.project, mark.at, mark.size / _UNITS, vague=vague, foot=mark.spot if mark.foot else None)
    return Group(str(mark.project["id"]), tuple(shapes), title, link)


def sample(project: Project, at: Point, size: float) -> tuple[Shape, ...]:
    """A mark for a legend, with neither foot nor ring."""
    return tuple(_drawing(project, at, size / _UNITS))


def status_sample(status: str, at: Point, size: float) -> tuple[Shape, ...]:
    """A mark without an icon: what a status looks like in any sector."""
    project = {"status": status, "sector": ""}
    tint = "grey" if style(project)["grey"] else "ink-2"
    return tuple(_disc(project, at, size / _UNITS, tint))


def dot(mark: Mark, title: str) -> Group:
    """A mark so small that it only says that there is something."""
    look = Look(fill=colour(mark.project), line="paper", width=0.8)
    return Group(str(mark.project["id"]), (Disc("Dot", *mark.spot, 2.6, look),), title)


def _drawing(
    project: Project, at: Point, unit: float, *, vague: bool = False, foot: Point | None = None
) -> Iterator[Shape]:
    x, y = (round(value, 2) for value in at)
    tint = colour(project)
    if foot:
        yield _tail(at, foot, unit, tint)
    if vague:
        dots = Look(line=tint, width=1.8 * unit, dash=(0.1 * unit, 4 * unit))
        yield Disc("Vague place", x, y, 17 * unit, dots)
    yield from _disc(project, (x, y), unit, tint)
    inner = "on-family" if style(project)["fill"] == "full" else tint
    yield from icon(str(project.get("sector", "")), (x - 8 * unit, y - 8 * unit), unit, inner)


def _tail(at: Point, tip: Point, unit: float, tint: str) -> Shape:
    """What leads from a mark to its exact point, as in the page: broad at the mark, ending in the point."""
    far = math.dist(at, tip) or 1.0
    east, north = (tip[0] - at[0]) / far, (tip[1] - at[1]) / far
    root = (at[0] + 9 * unit * east, at[1] + 9 * unit * north)
    sides = [(round(root[0] + s * north * unit, 2), round(root[1] - s * east * unit, 2)) for s in (5, -5)]
    corners = (sides[0], (round(tip[0], 2), round(tip[1], 2)), sides[1])
    return Area("Foot", (corners,), Look(fill=tint, line="paper", width=1.6 * unit))


def _disc(project: Project, at: Point, unit: float, tint: str) -> Iterator[Shape]:
    """The round part of a mark."""
    x, y = at
    looks = style(project)
    full = looks["fill"] == "full"
    yield Disc("Halo", x, y, 14.5 * unit, Look(fill="paper"))
    dash = tuple(length * unit for length in _DASHES.get(str(looks["edge"]), ()))
    if full and dash:
        yield Disc("Disc", x, y, 10.8 * unit, Look(fill=tint))
        yield Disc("Edge", x, y, 13 * unit, Look(line=tint, width=1.9 * unit, dash=dash, blunt=True))
    else:
        edge = Look(
            fill=tint if full else "paper", line=tint, width=2.2 * unit, dash=dash, blunt=looks["edge"] == "dashed"
        )
        yield Disc("Disc", x, y, 12.5 * unit, edge)
    if looks["edge"] == "double":
        yield Disc("Inner edge", x, y, 10.6 * unit, Look(line="paper" if full else tint, width=1.3 * unit))
    if project.get("status") == "cancelled":
        slash = ((x - 9 * unit, y + 9 * unit), (x + 9 * unit, y - 9 * unit))
        yield Line("Cancelled", (slash,), Look(line=tint, width=1.8 * unit))


def icon(sector: str, corner: Point, unit: float, tint: str) -> Iterator[Shape]:
    """A sector's icon, its upper left corner at a point."""
    solid = icon_paths.solid(sector)
    look = Look(fill=tint if solid else None, line=tint, width=1.5 * unit)
    open_parts: list[tuple[Point, ...]] = []
    rings: list[tuple[Point, ...]] = []
    for stroke in icon_paths.strokes(sector):
        points = tuple((round(corner[0] + a * unit, 2), round(corner[1] + b * unit, 2)) for a, b in stroke.points)
        (rings if stroke.closed else open_parts).append(points)
    if rings:
        yield Area("Icon", tuple(rings), look)
    if open_parts:
        yield Line("Icon", tuple(open_parts), replace(look, fill=None))
