"""The pages that the map is measured against, with the very features and base map that it holds itself."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Template

from geo import Layer
from maps.basemap import packed_layers
from maps.page import assets
from maps.page.payload import page_data

Position = tuple[float, float]
"""Latitude, longitude: Leaflet's order."""
Feature = Mapping[str, Any]
"""A GeoJSON feature with a name."""


@dataclass(frozen=True)
class Held:
    """What a page built by coopmap holds: its data, as the page's own scripts read it, and the layer it shows."""

    data: Mapping[str, Any]
    layer: Layer

    @cached_property
    def features(self) -> list[dict[str, Any]]:
        """The placed projects as GeoJSON features with a name."""
        return [
            {
                "type": "Feature",
                "geometry": project.geometry,
                "properties": {"name": project.text("name") or project.where},
            }
            for project in self.layer.projects
            if project.geometry
        ]

    @cached_property
    def basemap_bytes(self) -> int:
        """Bytes of the base map inside the page."""
        return len(assets.as_json(self.data["basemap"]).encode())

    @cached_property
    def corners(self) -> list[Position]:
        """South-west and north-east of all that the first view shows, degrees."""
        points = [point for feature in self.features for point in _positions(feature["geometry"]["coordinates"])]
        points += [(latitude, longitude) for box in self.data["frames"] for longitude, latitude in box]
        latitudes, longitudes = zip(*points, strict=True)
        return [(min(latitudes), min(longitudes)), (max(latitudes), max(longitudes))]


def held(html: str, layer: Layer) -> Held:
    """The data of a page that coopmap built of a layer. Raises ValueError when there is none."""
    found = re.search(r'<script type="application/json" id="coopmap-data">(.*?)</script>', html, re.DOTALL)
    if found is None:
        raise ValueError("The page holds no data as JSON: the benchmarks must learn its new form.")
    data = json.loads(found[1])
    points = re.search(r'id="coopmap-points">(.*?)</script>', html)
    data["basemap"]["points"] = points and points[1]
    return Held(data, layer)


def floor(page: Held) -> str:
    """The floor: a page made by hand, Leaflet and all else inline, base map and features drawn on canvas, no more.

    Points are circle markers and routes polylines, each with a popup of its name.
    """
    points = [_marker(each) for each in page.features if each["geometry"]["type"] == "Point"]
    routes = [each for each in page.features if "LineString" in each["geometry"]["type"]]
    return _by_hand(
        page, "The floor", ground=list(_ground(page_data(page.layer)[0]["basemap"])), points=points, routes=routes
    )


BARE_POINTS = 12
"""How many points the bare page shows."""


def bare(page: Held) -> str:
    """The least that a page with a map can be: Leaflet inline and a dozen points, where projects begin; no base map."""
    return _by_hand(page, "The bare page", points=[_marker(each) for each in page.features[:BARE_POINTS]])


def geojson_peer(page: Held, address: str, names: Collection[str]) -> str:
    """The peer: folium.GeoJson of the features with a popup of the name, over folium's own tiles.

    Points are circle markers on canvas, which is the fastest that folium has. What the page links is asked of
    `address` by its file name, one of `names`. Raises ValueError when it links a file that is not among them.
    """
    import folium

    south_west, north_east = page.corners
    shown = folium.Map(prefer_canvas=True)
    folium.GeoJson(
        {"type": "FeatureCollection", "features": page.features},
        marker=folium.CircleMarker(radius=7, fill=True),
        popup=folium.GeoJsonPopup(fields=["name"]),
    ).add_to(shown)
    shown.fit_bounds([south_west, north_east])
    return _from_disk(shown.get_root().render(), address, names)


def _by_hand(
    page: Held,
    title: str,
    *,
    ground: Sequence[tuple[str, str, list[list[Position]]]] = (),
    points: Sequence[tuple[Position, str]] = (),
    routes: Sequence[Feature] = (),
) -> str:
    """A page of Leaflet alone with the view of ours, all inline."""
    template = Template(Path(__file__).with_name("floor.html").read_text(encoding="utf-8"), autoescape=True)
    html: str = template.render(
        title=title,
        leaflet_style=assets.leaflet_style(),
        leaflet_script=assets.leaflet_script(),
        ground=assets.as_json(ground),
        points=assets.as_json(points),
        routes=assets.as_json([[_lines(each["geometry"]), _named(each)] for each in routes]),
        corners=assets.as_json(page.corners),
    )
    return html


def _from_disk(html: str, address: str, names: Collection[str]) -> str:
    """The page with the addresses of its scripts, styles and tiles led to `address`."""

    def local(link: re.Match[str]) -> str:
        if link[2] not in names:
            raise ValueError(f"folium's page links {link[2]}, which the benchmarks do not have.")
        return f'{link[1]}="{address}/{link[2]}"'

    html = re.sub(r'\b(src|href)="https://[^"]*/([^"/]+)"', local, html)
    return re.sub(r'"https://[^"]*(/\{z\}/\{x\}/\{y\}\.png)"', rf'"{address}\1"', html)


def _ground(packed: Any) -> Iterator[tuple[str, str, list[list[Position]]]]:
    """The base map's layers in the order they are painted: what is drawn, its colour, its rings or lines."""
    yield "polygon", "#f4efe3", _unpacked(packed["land"])
    for country in packed["countries"]:
        if country.get("rings"):
            yield "polygon", "#ffffff", [_turned(packed_layers.outline(packed, ring)) for ring in country["rings"]]
    for river in packed["rivers"]:
        yield "polyline", "#9cc7de", _unpacked(river["lines"])
    yield "polygon", "#cfe5f0", _unpacked([ring for water in packed["water"] for ring in water["rings"]])
    for borders in packed["borders"].values():
        yield "polyline", "#8a8073", _unpacked(borders)


def _unpacked(packed: Sequence[str]) -> list[list[Position]]:
    return [_turned(packed_layers.unpack(part)) for part in packed]


def _turned(points: Sequence[Position]) -> list[Position]:
    return [(latitude, longitude) for longitude, latitude in points]


def _lines(geometry: Mapping[str, Any]) -> list[list[Position]]:
    lines = geometry["coordinates"] if geometry["type"].startswith("Multi") else [geometry["coordinates"]]
    return [list(_positions(line)) for line in lines]


def _positions(coordinates: Any) -> Iterator[Position]:
    """All positions of GeoJSON coordinates, however deep."""
    if isinstance(coordinates[0], int | float):
        yield coordinates[1], coordinates[0]
        return
    for part in coordinates:
        yield from _positions(part)


def _marker(feature: Feature) -> tuple[Position, str]:
    return next(_positions(feature["geometry"]["coordinates"])), _named(feature)


def _named(feature: Mapping[str, Any]) -> str:
    return str(feature["properties"]["name"])
