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
    """`count` projects, the same each time: near towns in proportion to their people, in four languages, sourced.

    Every third one is a route, of the course and the kind of a shipped one.
    """
    chance = random.Random(SEED)  # noqa: S311  nothing secret is drawn
    shipped = geo.read(geo.data_path("projects.geojson")).features
    routes = [feature for feature in shipped if "route" in feature["properties"]]
    places = [feature for feature in shipped if "route" not in feature["properties"]]
    towns = json.loads(Path(geo.data_path("basemap/places.geojson")).read_text(encoding="utf-8"))["features"]
    weights = [max(1, town["properties"].get("population") or 0) for town in towns]
    chosen = chance.choices(towns, weights, k=count)
    models = [chance.choice(places if number % 3 else routes) for number in range(count)]
    made = (_feature(chance, number, models[number], town) for number, town in enumerate(chosen))
    return geo.Layer(tuple(made))


def _feature(chance: random.Random, number: int, model: dict[str, Any], town: dict[str, Any]) -> dict[str, Any]:
    """The model's project, numbered, moved to some kilometres from a town and named after it."""
    longitude, latitude = town["geometry"]["coordinates"]
    at = [round(longitude + chance.gauss(0, 0.1), 4), round(latitude + chance.gauss(0, 0.1), 4)]
    identity = f"made-{number}"
    given = model["properties"]
    names = {
        f"{field}_{code}": f"{given.get(f'{field}_{code}', '')} {town['properties'][f'name_{code}']} {number}"
        for field in ("name", "place")
        for code in LANGUAGES
    }
    plain = {key: value for key, value in given.items() if key != "images"}
    own = {"id": identity, **names, "start": str(chance.randint(2015, 2027))}
    if "route" in given:
        return {"type": "Feature", "id": identity, "geometry": _moved(model["geometry"], at), "properties": plain | own}
    return {
        "type": "Feature",
        "id": identity,
        "geometry": {"type": "Point", "coordinates": at},
        "properties": {**plain, **own, "precision": "near", "uncertainty_m": 5000},
    }


def _moved(route: dict[str, Any], to: list[float]) -> dict[str, Any]:
    """A route of the same course that begins at another place."""
    several = route["type"] == "MultiLineString"
    lines = route["coordinates"] if several else [route["coordinates"]]
    east, north = to[0] - lines[0][0][0], to[1] - lines[0][0][1]
    moved = [[[round(x + east, 4), round(y + north, 4)] for x, y in line] for line in lines]
    return {"type": route["type"], "coordinates": moved if several else moved[0]}
