"""Layers of any number of made-up projects in the shape of real ones: the shipped texts, at the region's towns."""

from __future__ import annotations

import json
import random
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

import geo
from geo.places import countries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LANGUAGES = ("en", "ru", "uz", "kk")
COUNTRIES = ["KZ", "UZ"]
SEED = 20251114
REPEATED = 20_000
"""Projects that millions are made of."""


def layer(count: int) -> geo.Layer:
    """`count` projects, the same each time: near towns in proportion to their people, in four languages, sourced.

    Every third one is a route, of the course and the kind of a shipped one. The check finds no error in them.
    """
    return geo.Layer(tuple(features(count)))


def features(count: int) -> Iterator[Any]:
    """The same projects one after another, for files that are larger than memory."""
    chance = random.Random(SEED)  # noqa: S311  nothing secret is drawn
    shipped = geo.read(geo.data_path("projects.geojson")).features
    routes = [feature for feature in shipped if "route" in feature["properties"]]
    places = [feature for feature in shipped if "route" not in feature["properties"]]
    towns = json.loads(Path(geo.data_path("basemap/places.geojson")).read_text(encoding="utf-8"))["features"]
    towns = [town for town in towns if town["properties"]["country"] in COUNTRIES]
    weights = [max(1, town["properties"].get("population") or 0) for town in towns]
    chosen = chance.choices(towns, weights, k=count)
    models = [chance.choice(places if number % 3 else routes) for number in range(count)]
    for number, town in enumerate(chosen):
        yield _feature(chance, number, models[number], town)


def parquet(path: Path, count: int) -> None:
    """Write the projects as GeoParquet, lists and records as lists and structs; some thousand stand in memory."""
    import pyarrow as pa
    from pyarrow import parquet as pq

    remaining = features(count)
    fields = pa.table(_columns(features(min(count, 1000)))).schema
    column = {"encoding": "WKB", "geometry_types": []}
    told = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    schema = fields.append(pa.field("geometry", pa.binary())).with_metadata({"geo": json.dumps(told)})
    with pq.ParquetWriter(path, schema) as writer:
        while some := list(islice(remaining, 10_000)):
            rows = pa.table(_columns(some, fields.names), schema=fields)
            shapes = [shapely.to_wkb(shapely.geometry.shape(feature["geometry"])) for feature in some]
            writer.write_table(rows.append_column("geometry", pa.array(shapes, pa.binary())).cast(schema))


def partitions(folder: Path, count: int, rows: int = 100_000) -> None:
    """Write millions of projects as a folder of GeoParquet files of so many rows: those of one file again and again,
    under other ids and names, points moved by up to two kilometres."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import compute as pc
    from pyarrow import parquet as pq

    folder.mkdir(parents=True)
    pattern = folder / "part-00000.parquet"
    parquet(pattern, min(count, rows, REPEATED))
    table = pq.read_table(pattern)
    pattern.unlink()
    shapes = shapely.from_wkb(table["geometry"].to_numpy())
    positions, owners = shapely.get_coordinates(shapes, return_index=True)
    numbered = [name for name in table.column_names if name == "id" or name.startswith(("name_", "place_"))]
    bare = {name: pc.replace_substring_regex(table[name], r"\d+$", "") for name in numbered}
    reach = np.where(shapely.get_type_id(shapes) == shapely.GeometryType.POINT, 0.02, 0)[owners, None]
    chance = np.random.default_rng(SEED)
    writer: pq.ParquetWriter | None = None
    for start in range(0, count, len(table)):
        if writer is None or start % rows < len(table):
            if writer is not None:
                writer.close()
            writer = pq.ParquetWriter(folder / f"part-{start // rows:05}.parquet", table.schema)
        numbers = pa.array(range(start, start + len(table))).cast(pa.string())
        moved = positions + reach * chance.uniform(-1, 1, positions.shape)
        columns = {name: pc.binary_join_element_wise(bare[name], numbers, "") for name in numbered}
        columns["geometry"] = pa.array(shapely.to_wkb(shapely.set_coordinates(shapes, np.round(moved, 6))), pa.binary())
        arrays = [columns.get(name, table[name]) for name in table.column_names]
        copy = pa.table(arrays, schema=table.schema)
        writer.write_table(copy.slice(0, count - start), row_group_size=10_000)
    if writer is not None:
        writer.close()


def _columns(some: Iterable[dict[str, Any]], names: Sequence[str] = ()) -> dict[str, list[Any]]:
    rows = [feature["properties"] for feature in some]
    return {
        name: [row.get(name) for row in rows] for name in names or dict.fromkeys(key for row in rows for key in row)
    }


def _feature(chance: random.Random, number: int, model: Any, town: Any) -> Any:
    """The model's project, numbered, moved to some kilometres from a town and named after it."""
    at = _near(chance, town["geometry"]["coordinates"])
    identity = f"made-{number}"
    given = model["properties"]
    names = {
        f"{field}_{code}": f"{given.get(f'{field}_{code}', '')} {town['properties'][f'name_{code}']} {number}"
        for field in ("name", "place")
        for code in LANGUAGES
    }
    plain = {key: value for key, value in given.items() if key not in ("images", "regions")}
    own = {"id": identity, **names, "countries": COUNTRIES, "start": str(chance.randint(2015, 2027))}
    if "route" in given:
        return {"type": "Feature", "id": identity, "geometry": _moved(model["geometry"], at), "properties": plain | own}
    return {
        "type": "Feature",
        "id": identity,
        "geometry": {"type": "Point", "coordinates": at},
        "properties": {**plain, **own, "precision": "near", "uncertainty_m": 5000},
    }


def _near(chance: random.Random, town: list[float]) -> list[float]:
    """A place some kilometres from a town, in one of the countries: a town at a border has its projects this side."""
    while True:
        at = [round(axis + chance.gauss(0, 0.1), 4) for axis in town]
        if any(shapely.contains_xy(area, *at) for area in _areas()):
            return at


@cache
def _areas() -> list[shapely.geometry.base.BaseGeometry]:
    areas = [countries.countries().by_code[code].area for code in COUNTRIES]
    shapely.prepare(areas)
    return areas


def _moved(route: dict[str, Any], to: list[float]) -> dict[str, Any]:
    """A route of the same course that begins at another place."""
    several = route["type"] == "MultiLineString"
    lines = route["coordinates"] if several else [route["coordinates"]]
    east, north = to[0] - lines[0][0][0], to[1] - lines[0][0][1]
    moved = [[[round(x + east, 4), round(y + north, 4)] for x, y in line] for line in lines]
    return {"type": route["type"], "coordinates": moved if several else moved[0]}
