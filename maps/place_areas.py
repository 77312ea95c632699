"""What is drawn around a project whose place is known roughly: its region, or its ring without other countries."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, cast

import numpy as np
import shapely

from geo.model.feature_table import Column
from geo.places import place_area
from geo.places.countries import countries
from maps.basemap import packed_layers
from maps.project_records import DrawnProject

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from geo.model.geojson import Json

Area = list[list[list[tuple[float, float]]]]
"""Polygons, each with its outer ring and its holes; closed rings, longitude before latitude in degrees."""

_FIELDS = ("precision", "uncertainty_m", "countries", "regions")
"""Those that an area follows from."""

_METRES = 110_000
"""A degree of latitude has at least so many."""


def area_of(project: DrawnProject) -> Area | None:
    """The area that stands in the place of the project's ring of uncertainty, None where the whole ring is drawn."""
    geometry, metres = project.get("geometry"), project.get("uncertainty_m")
    if not geometry or geometry["type"] != "Point":
        return None
    area = place_area.region_area(project.get("regions", ())) if project.get("precision") == "region" else None
    if area is None and metres:
        lon, lat = geometry["coordinates"][:2]
        area = place_area.disc_inside(lon, lat, metres, project.get("countries", ()))
    if area is None:
        return None
    polygons = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
    return [[[*ring.coords] for ring in (part.exterior, *part.interiors)] for part in polygons]


def areas(columns: Mapping[str, Column], shapes: npt.NDArray[np.object_]) -> Column:
    """The rings, packed, of each project that `area_of` gives an area; shapes: where the projects are."""
    cells = {name: columns[name].cells() for name in _FIELDS if name in columns}
    codes = np.full(len(shapes), -1, dtype=np.int32)
    values: list[Json] = []
    for row in np.flatnonzero(_may_have_area(columns, shapes)).tolist():
        record = {name: column[row] for name, column in cells.items() if column[row] is not None}
        point = {"type": "Point", "coordinates": [shapes[row].x, shapes[row].y]}
        area = area_of(cast("DrawnProject", {"id": "", "geometry": point, **record}))
        if area is not None:
            codes[row] = len(values)
            values.append([packed_layers.pack(ring[:-1]) for part in area for ring in part])
    return Column(values, codes)


def _may_have_area(columns: Mapping[str, Column], shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    """Whether projects are points known by their region, or known so roughly that they may lie in other countries."""
    may = np.zeros(len(shapes), dtype=bool)
    points = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    if "precision" in columns:
        precision = columns["precision"]
        may |= points & np.array([*(value == "region" for value in precision.values), False])[precision.codes]
    if "uncertainty_m" in columns and "countries" in columns:
        metres = np.array([*columns["uncertainty_m"].values, 0.0], dtype=float)[columns["uncertainty_m"].codes]
        named = columns["countries"]
        rows = np.flatnonzero(points & (metres > 0) & (named.codes >= 0))
        rows = rows[np.argsort(named.codes[rows], kind="stable")]
        for some in np.split(rows, np.flatnonzero(np.diff(named.codes[rows])) + 1) if len(rows) else ():
            own = _own_area(tuple(cast("list[str]", named.values[named.codes[some[0]]])))
            may[some] |= ~shapely.contains_properly(own, _boxes(shapes[some], metres[some]))
    return may


def _boxes(points: npt.NDArray[np.object_], metres: npt.NDArray[np.float64]) -> npt.NDArray[np.object_]:
    """Boxes in which all lies that is at most so many metres from each point."""
    lon, lat = shapely.get_x(points), shapely.get_y(points)
    high = metres / _METRES
    wide = high / np.maximum(np.cos(np.radians(np.abs(lat) + high)), 0.01)
    return np.asarray(shapely.box(lon - wide, lat - high, lon + wide, lat + high))


@lru_cache(maxsize=256)
def _own_area(codes: tuple[str, ...]) -> shapely.Geometry:
    """Some countries as one area that can be asked often."""
    known = countries().by_code
    parts = {part for code in codes if code in known for part in (code, *known[code].parts) if part in known}
    area = shapely.union_all([known[part].area for part in sorted(parts)])
    shapely.prepare(area)
    return area
