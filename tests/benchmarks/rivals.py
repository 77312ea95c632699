"""The same made-up projects as the page of each rival, built in a process of its own so that time and memory are its.

Run as `python -m tests.benchmarks.rivals NAME COUNT FILE ADDRESS`; the last line printed is JSON.
"""

from __future__ import annotations

import itertools
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import geo
from geo.model.geojson import Feature
from geo.model.geometry import positions
from maps import render_page
from maps.page import assets
from tests.benchmarks import made, pages, peers

NAMES = (
    *(name for files in (*peers.PACKAGES.values(), *peers.PLUGINS.values()) for name in files.values()),
    "leaflet.awesome.rotate.min.css",
)
"""Files that folium's pages link."""

UNNEEDED = ("mapbox-gl.js", "bootstrap-theme.min.css", "font-awesome.min.css", "maplibre-gl.css")
"""Files that pydeck's page links even offline, and that nothing in it uses without a base map: answered empty."""

STYLE: dict[str, Any] = {"radius": 7, "fill": True}


def coopmap(layer: geo.Layer, _: str) -> str:
    """What coopmap makes."""
    return render_page(layer)


def floor(layer: geo.Layer, _: str) -> str:
    """Bare Leaflet on canvas, all inline, each feature with all its texts and a popup that shows them; no base map."""
    script = """
const map = L.map("map", {preferCanvas: true, attributionControl: false});
const shown = L.geoJSON(JSON.parse(document.getElementById("layer").textContent), {
  pointToLayer: (_, at) => L.circleMarker(at, {radius: 7}),
  onEachFeature: (feature, drawn) => drawn.bindPopup(() => document.createTextNode(feature.properties.name_en)),
}).addTo(map);
map.fitBounds(shown.getBounds());
"""
    head = f'<!DOCTYPE html><meta charset="utf-8"><link rel="icon" href="data:,"><style>{assets.leaflet_style()}'
    head += f"html, body, #map {{height: 100%; margin: 0}}</style><{'script'}>{assets.leaflet_script()}</{'script'}>"
    data = f'<{"script"} type="application/json" id="layer">{assets.as_json(_collection(layer))}</{"script"}>'
    return f'{head}<div id="map"></div>{data}<{"script"}>{script}</{"script"}>'


def folium_geojson(layer: geo.Layer, address: str) -> str:
    """folium.GeoJson with a popup of four fields, circle markers on canvas: the fastest that folium has."""
    import folium

    shown = folium.Map(prefer_canvas=True, location=[46, 66], zoom_start=5)
    popup = folium.GeoJsonPopup(fields=["name_en", "status", "place_en", "summary_en"])
    folium.GeoJson(_collection(layer), marker=folium.CircleMarker(**STYLE), popup=popup).add_to(shown)
    return _answered(shown, address)


def folium_marker(layer: geo.Layer, address: str) -> str:
    """folium.Marker, one each, with a popup."""
    import folium

    shown = folium.Map(location=[46, 66], zoom_start=5)
    for feature, (lon, lat) in _places(layer):
        folium.Marker([lat, lon], popup=feature["properties"]["name_en"]).add_to(shown)
    return _answered(shown, address)


def fast_marker_cluster(layer: geo.Layer, address: str) -> str:
    """folium's FastMarkerCluster: positions alone, no popup."""
    import folium
    from folium.plugins import FastMarkerCluster

    shown = folium.Map(location=[46, 66], zoom_start=5)
    FastMarkerCluster([[lat, lon] for _, (lon, lat) in _places(layer)]).add_to(shown)
    return _answered(shown, address)


def explore(layer: geo.Layer, address: str) -> str:
    """GeoDataFrame.explore of all fields, with a tooltip and a popup of four."""
    import mapclassify  # noqa: F401  explore asks for it

    fields = ["name_en", "status", "place_en", "summary_en"]
    frame = geo.to_frame(layer)
    shown = frame.explore(
        tooltip=fields[:1], popup=fields, prefer_canvas=True, marker_kwds=STYLE, tiles="OpenStreetMap"
    )
    return _answered(shown, address)


def pydeck(layer: geo.Layer, address: str) -> str:
    """pydeck's ScatterplotLayer with a tooltip, its script inline, no base map; needs WebGL."""
    import pydeck as deck

    rows = [{"at": at, "name": feature["properties"]["name_en"]} for feature, at in _places(layer)]
    dots = deck.Layer("ScatterplotLayer", rows, get_position="at", get_radius=7, radius_units="'pixels'", pickable=True)
    view = deck.ViewState(longitude=66, latitude=46, zoom=4)
    shown = deck.Deck(dots, initial_view_state=view, map_provider=None, tooltip={"text": "{name}"})
    return pages._from_disk(str(shown.to_html(as_string=True, offline=True)), address, (*NAMES, *UNNEEDED))


RIVALS: Mapping[str, tuple[Callable[[geo.Layer, str], str], int]] = {
    "coopmap": (coopmap, 1_000_000),
    "bare Leaflet": (floor, 100_000),
    "folium.GeoJson": (folium_geojson, 100_000),
    "folium.Marker": (folium_marker, 10_000),
    "FastMarkerCluster": (fast_marker_cluster, 100_000),
    "GeoDataFrame.explore": (explore, 100_000),
    "pydeck": (pydeck, 100_000),
}
"""Each page by its name: what makes it, and the most projects that it is asked for."""

NO_POPUP = ("FastMarkerCluster",)
"""What shows positions alone: nobody would take it for a page that tells of projects."""


def _collection(layer: geo.Layer) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(layer.features)}


def _places(layer: geo.Layer) -> Iterator[tuple[Feature, list[float]]]:
    """Each placed feature with a position, a line with its first: for rivals that show points alone."""
    for feature in layer.features:
        for position in itertools.islice(positions(feature["geometry"]), 1):
            yield feature, position[:2]


def _answered(shown: Any, address: str) -> str:
    """A folium map's page with everything remote asked of `address`."""
    return pages._from_disk(shown.get_root().render(), address, NAMES)


def main() -> None:
    """Make one page, and say how long that took and what it needed."""
    name, count, file, address = sys.argv[1:]
    layer = made.layer(int(count))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    make = RIVALS[name][0]
    begun = time.perf_counter()
    page = make(layer, address)
    taken = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    Path(file).write_text(page, encoding="utf-8")
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in kilobytes on Linux
    print(json.dumps({"build": taken, "memory": after * unit, "layer": before * unit}))


if __name__ == "__main__":
    main()
