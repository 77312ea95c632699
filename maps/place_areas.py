"""What is drawn around a project whose place is known roughly: its region, or its ring without other countries."""

from __future__ import annotations

import shapely

from geo.places import place_area
from maps.project_records import DrawnProject

Area = list[list[list[tuple[float, float]]]]
"""Polygons, each with its outer ring and its holes; closed rings, longitude before latitude in degrees."""


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
