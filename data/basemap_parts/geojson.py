"""Features as the files of data/basemap hold them, a position, a ring or a line to a line of text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

BASEMAP = Path(__file__).resolve().parents[1] / "basemap"

Record = dict[str, Any]
"""A JSON object: an entry of names.json, a Feature, or its properties."""


def feature(shape: BaseGeometry, properties: Record) -> Record:
    """A GeoJSON feature, its rings right-handed."""
    if shape.geom_type.endswith("Polygon"):
        shape = shapely.orient_polygons(shapely.normalize(shape))
    return {"type": "Feature", "geometry": shapely.geometry.mapping(shape), "properties": properties}


def write(name: str, features: list[Record]) -> None:
    """One file of the base map: a position, a ring or a line to a line of text."""
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=2)
    for short_list in (r"\[[^\[\]{}]*\]", r"\[\s*\[[^\[\]]*\](,\s*\[[^\[\]]*\])*\s*\]"):
        text = re.sub(short_list, on_one_line, text)
    path = BASEMAP / f"{name}.geojson"
    path.write_text(text + "\n", encoding="utf-8")
    vertices = sum(len(shapely.get_coordinates(shapely.geometry.shape(each["geometry"]))) for each in features)
    print(f"{path.name}: {len(features)} features, {vertices} vertices, {path.stat().st_size // 1000} kB")


def on_one_line(found: re.Match[str]) -> str:
    """A list of numbers, of words or of positions without its line breaks."""
    return re.sub(r"\s*\n\s*", " ", found[0]).replace("[ ", "[").replace(" ]", "]")
