"""Imports as tests make them: a file, what it would do to a layer, what is said of it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geo
from geo.tables import intake
from geo.tables.import_plan import Plan, plan
from geo.tables.incoming import ImportOptions
from geo.tables.merge_row import TERMS, Terms
from geo.tables.readers import parse
from maps.site.tables import table
from maps.text.code_labels import labels
from tests.geo.samples import TODAY, feature

if TYPE_CHECKING:
    from collections.abc import Sequence

FILES = Path(__file__).parents[2] / "files"

EMPTY = geo.Layer(())

HEADERS = (
    "id",
    "name_en",
    "name_ru",
    "name_uz",
    "name_kk",
    "sector",
    "status",
    "status_date",
    "countries",
    "precision",
)

SOUND = ("depot", "Depot", "Парк", "Saroy", "Саябақ", "automotive", "planned", "2025-12", "UZ", "unlocated")
"""Cells of a row that is right, under HEADERS."""


def export(layer: geo.Layer, path: Path, language: str | None = None) -> None:
    """Write a layer as the command does, in the format of the path's ending."""
    path.write_bytes(table(layer, path.suffix, language))


def planned(
    path: Path, layer: geo.Layer = EMPTY, terms: Terms = TERMS, sheet: str | None = None, **wishes: Any
) -> Plan:
    """What importing a file into a layer would do."""
    options = ImportOptions(labels(layer.codebook), codebook=layer.codebook, **wishes)
    taken = intake.intake(parse.parse(path, crs=terms.crs, sheet=sheet), options)
    return plan(layer, taken, terms, TODAY)


def csv_of(folder: Path, headers: Sequence[str], *rows: Sequence[str]) -> Path:
    """A CSV file with commas, in UTF-8; cells that need quotation marks get them."""
    path = folder / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((headers, *rows))
    return path


def row_with(**cells: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(headers, cells) of the row that is right with some cells changed or added."""
    found = dict(zip(HEADERS, SOUND, strict=True)) | cells
    return tuple(found), tuple(found.values())


def said(made: Plan) -> list[str]:
    """All that the plan finds in its rows, as lines."""
    return [str(problem) for item in made.items for problem in item.problems]


def kinds(made: Plan) -> list[str]:
    """What becomes of each row."""
    return [item.what for item in made.items]


def one_project(**changes: Any) -> geo.Layer:
    """A layer with the sound project of the samples, perhaps changed."""
    return geo.Layer((feature(**changes),))
