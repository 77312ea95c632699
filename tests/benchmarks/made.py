"""Layers of any number of made-up projects in the shape of real ones: the shipped texts, at the region's towns."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import geo

LANGUAGES = ("en", "ru", "uz", "kk")
SEED = 20251114


def layer(count: int) -> geo.Layer:
    """`count` projects, the same each time: near towns in proportion to their people, in four languages, sourced."""
    chance = random.Random(SEED)  # noqa: S311  nothing secret is drawn
    models = [dict(project.properties) for project in geo.read(geo.data_path("projects.geojson")).projects]
    towns = json.loads(Path(geo.data_path("basemap/places.geojson")).read_text(encoding="utf-8"))["features"]
    weights = [max(1, town["properties"].get("population") or 0) for town in towns]
    chosen = chance.choices(towns, weights, k=count)
    return geo.Layer(tuple(_feature(chance, number, chance.choice(models), town) for number, town in enumerate(chosen)))


def _feature(chance: random.Random, number: int, model: dict[str, Any], town: dict[str, Any]) -> dict[str, Any]:
    """The model's project, numbered, moved to some kilometres from a town and named after it."""
    longitude, latitude = town["geometry"]["coordinates"]
    at = [round(longitude + chance.gauss(0, 0.1), 4), round(latitude + chance.gauss(0, 0.1), 4)]
    identity = f"made-{number}"
    names = {
        f"{field}_{code}": f"{model.get(f'{field}_{code}', '')} {town['properties'][f'name_{code}']} {number}"
        for field in ("name", "place")
        for code in LANGUAGES
    }
    plain = {key: value for key, value in model.items() if key not in ("route", "images")}
    place = {"precision": "near", "uncertainty_m": 5000, "start": str(chance.randint(2015, 2027))}
    properties = {**plain, "id": identity, **names, **place}
    return {
        "type": "Feature",
        "id": identity,
        "geometry": {"type": "Point", "coordinates": at},
        "properties": properties,
    }
