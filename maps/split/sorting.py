"""A part of the layer checked, its projects as columns of JSON texts, sorted along the curve, as a run on disk."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from geo import check
from geo.checks.grades import hinders
from geo.io.feature_tables import Features
from geo.io.large_layers import group_tables
from geo.model.schema import ARTICLE
from maps.photos import Pictures
from maps.project_tables import named_countries, project_tables
from maps.split import curve, runs, text_blocks
from maps.split.facts import CODED
from maps.split.json_columns import table_of
from maps.split.text_blocks import FIELD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from geo import Layer
    from geo.errors import Problem
    from geo.model.feature_table import FeatureTable
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
    codes: Mapping[str, frozenset[str]]
    """JSON texts of the values that sector and status have."""
    countries: Counter[str]
    """How many projects name each country."""
    sample: int
    """Bytes of a block of texts from its midst."""
    about_article: bool
    """Whether some project says whether an article names it."""
    errors: Sequence[Problem]
    """The first FIRST_ERRORS for which the layer is not shown."""
    faults: int
    """How many there are."""


FIRST_ERRORS = 100
"""Errors of a part that are told: a layer of millions may have millions."""


@dataclass(frozen=True)
class Work:
    """What is done with every part."""

    layer: Layer
    """Without its Features: languages, lists and fields."""
    folder: Path
    """Of the runs."""
    checked: bool
    """Whether errors are looked for."""


def sort(work: Work, part: Part) -> list[Run]:
    """Read, check and sort a part of a layer: one run, or of a file that cannot be read in parts several."""
    return [
        _run(work, tables, before) for tables, before in _portions(group_tables(part.path, part.first, part.stop), part)
    ]


def _portions(tables: Iterable[FeatureTable], part: Part) -> Iterator[tuple[list[FeatureTable], int]]:
    """Tables that are sorted together, and how many Features of the layer stand before them."""
    before, some = part.before, []
    for table in tables:
        some.append(table)
        if (count := sum(map(len, some))) >= part.portion:
            yield some, before
            before, some = before + count, []
    if some:
        yield some, before


def _run(work: Work, read: Sequence[FeatureTable], before: int) -> Run:
    layer = replace(work.layer, features=Features(sum(map(len, read)), lambda: iter(read)))
    errors = _errors(layer, before) if work.checked else []
    tables = []
    countries: Counter[str] = Counter()
    for projects in project_tables(layer, Pictures(None), before):
        countries.update(named_countries(projects))
        tables.append(table_of(projects))
    table = runs.concatenated(tables)
    keys = _keys(table)
    order = np.argsort(keys, kind="stable")
    table = table.take(pa.array(order))
    path = work.folder / f"{before}.arrow"
    runs.write(path, table)
    np.save(path.with_suffix(".npy"), keys[order])
    lon, lat = (table[axis].drop_null().to_numpy() for axis in ("lon", "lat"))
    return Run(
        path,
        path.with_suffix(".npy"),
        len(keys),
        len(lon),
        (int(lon.min()), int(lat.min()), int(lon.max()), int(lat.max())) if len(lon) else None,
        {name: _values(table, FIELD + name) for name in CODED},
        countries,
        text_blocks.weight(table),
        FIELD + ARTICLE in table.column_names,
        errors[:FIRST_ERRORS],
        len(errors),
    )


def _errors(layer: Layer, before: int) -> list[Problem]:
    return [problem for problem in check(layer, errors_only=True, before=before) if hinders(problem)]


def _values(table: pa.Table, name: str) -> frozenset[str]:
    return frozenset(table[name].drop_null().unique().to_pylist()) if name in table.column_names else frozenset()


def _keys(table: pa.Table) -> Numbers:
    placed = table["lon"].is_valid().to_numpy()
    x, y = curve.world_xy(*(table[axis].fill_null(0).to_numpy() for axis in ("lon", "lat")))
    return np.where(placed, curve.distances(x, y), curve.NOWHERE)
