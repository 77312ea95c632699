"""A part of the layer checked, its projects as columns of JSON texts, sorted along the curve, as a run on disk."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import numpy as np
import pyarrow as pa

from geo import Project, check
from geo.checks.grades import hinders
from maps.page.packed.columns import is_shape, mark_position, outline
from maps.page.payload import with_area
from maps.photos import Pictures
from maps.project_records import country_counts, record_of
from maps.split import curve, runs, source
from maps.split.text_blocks import EXTRA, FIELD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from geo import Layer
    from geo.errors import Problem
    from maps.project_records import DrawnProject
    from maps.split.source import Part

    Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Run:
    """What is known of a part when it lies sorted on disk."""

    path: Path
    keys: Path
    """The places along the curve, sorted, as NumPy writes them."""
    count: int
    placed: int
    box: tuple[int, int, int, int] | None
    """West, south, east, north in millionths of a degree."""
    columns: tuple[str, ...]
    codes: Mapping[str, frozenset[str]]
    """JSON texts of the values that sector and status have."""
    countries: Counter[str]
    """How many projects name each country."""
    errors: list[Problem] = field(default_factory=list)
    """For which the layer is not shown."""


CODED = ("sector", "status")
"""Fields that the pyramid counts by."""


def sort(part: Part, layer: Layer, folder: Path, *, checked: bool) -> Run:
    """Read, check and sort a part of a layer; layer: without its Features."""
    from dataclasses import replace

    features = tuple(source.features(part))
    own = replace(layer, features=features)
    errors = [problem for problem in check(own, errors_only=True) if hinders(problem)] if checked else []
    projects = [
        with_area(record_of(Project(number, feature, layer.languages), Pictures(None), layer.codebook.fields))
        for number, feature in enumerate(features, part.number)
    ]
    table = _table(projects)
    keys = _keys(table)
    order = np.argsort(keys, kind="stable")
    path = folder / f"{part.number}.arrow"
    runs.write(path, table.take(pa.array(order)))
    np.save(path.with_suffix(".npy"), keys[order])
    placed = keys < curve.NOWHERE
    lon, lat = (table[axis].to_numpy()[placed] for axis in ("lon", "lat"))
    return Run(
        path,
        path.with_suffix(".npy"),
        len(keys),
        int(placed.sum()),
        (int(lon.min()), int(lat.min()), int(lon.max()), int(lat.max())) if len(lon) else None,
        tuple(table.column_names),
        {name: _values(table, FIELD + name) for name in CODED},
        country_counts(projects),
        errors,
    )


def _values(table: pa.Table, name: str) -> frozenset[str]:
    return frozenset(table[name].drop_null().unique().to_pylist()) if name in table.column_names else frozenset()


def _keys(table: pa.Table) -> Numbers:
    lon, lat = table["lon"], table["lat"]
    placed = lon.is_valid().to_numpy()
    x, y = curve.world_xy(lon.fill_null(0).to_numpy(), lat.fill_null(0).to_numpy())
    return np.where(placed, curve.distances(x, y), curve.NOWHERE)


def _table(projects: Sequence[DrawnProject]) -> pa.Table:
    columns: dict[str, list[str | None]] = {}
    for number, project in enumerate(projects):
        for name, value in _fields(project):
            columns.setdefault(name, [None] * len(projects))[number] = _json(value)
    places = [
        None if project["geometry"] is None else mark_position(project["geometry"]) for project in projects
    ]
    return pa.table({
        "id": pa.array([_json(project["id"]) for project in projects], pa.string()),
        "lon": pa.array([None if at is None else round(at[0] * 1e6) for at in places], pa.int64()),
        "lat": pa.array([None if at is None else round(at[1] * 1e6) for at in places], pa.int64()),
        **{name: pa.array(columns[name], pa.string()) for name in sorted(columns)},
    })


def _fields(project: DrawnProject) -> list[tuple[str, object]]:
    fields: list[tuple[str, object]] = [
        (FIELD + name, value) for name, value in project.items() if name not in ("id", "geometry", "extra")
    ]
    geometry = project["geometry"]
    if is_shape(geometry):
        fields.append((f"{FIELD}shape", outline(geometry)))
    extra = cast("Mapping[str, object]", project.get("extra", {}))
    return [*fields, *((EXTRA + name, value) for name, value in extra.items())]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
