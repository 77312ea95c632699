"""A file that is no layer taken in for a map, in memory, with a short report of how it was understood."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from geo import CoopmapError
from geo.errors import show
from geo.io.codebook_files import codebook_beside
from geo.tables.layer_file import layer_or_none
from maps.commands.common import count, named, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo import Layer
    from geo.io.table_address import LayerPlace
    from geo.tables.import_plan import Item, Plan

NAMED = 5
"""Wrong rows, and columns, that the report names."""


def layer_of_any(
    path: LayerPlace,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    crs: str | None = None,
    languages: tuple[str, ...] = (),
) -> tuple[Layer, bool]:
    """(the layer of a file, whether the file is one). Of another file the rows that can be read, and what was
    understood is said; languages: those that its texts are taken for where they may be. Raises CoopmapError, one plain
    sentence, when none can."""
    layer = layer_or_none(path)
    if layer is not None:
        return layer, True
    from geo.tables.imported import plan_of_file
    from geo.tables.incoming import ImportOptions
    from geo.tables.merge_row import Terms
    from maps.text.code_labels import labels

    codebook = codebook_beside(path)
    options = ImportOptions(labels(codebook), languages=languages, own=True, codebook=codebook)
    plan = plan_of_file(path, options, encoding=encoding, sheet=sheet, terms=Terms(crs=crs))
    _tell(path, plan)
    if plan.items and len(plan.of("wrong")) == len(plan.items):
        raise CoopmapError(f"{named(path)}: no row can be drawn; coopmap import {named(path)} LAYER says what to mend.")
    return plan.after, False


def _tell(path: LayerPlace, plan: Plan) -> None:
    for note in plan.notes:
        say(f"{named(path)}: {note}.")
    if plan.unused:
        listed = ", ".join(map(show, plan.unused[:NAMED])) + (" …" if len(plan.unused) > NAMED else "")
        say(f"{named(path)}: columns that were left out: {listed}.")
    _tell_unread(path, plan)
    _tell_wrong(path, plan.of("wrong"))
    gaps = _gaps([item for item in plan.items if item.what != "wrong"])
    if gaps:
        say(f"{named(path)}: not stated: {gaps}.")


def _tell_unread(path: LayerPlace, plan: Plan) -> None:
    """The columns with values that could not be read as what their header says: kept as written, or no place."""
    unread = [
        problem
        for item in plan.items
        for problem in item.problems
        if problem.level == "warning" and problem.rule in ("unread", "no-currency", "place")
    ]
    columns = Counter((problem.field, problem.expected) for problem in unread)
    for (column, expected), number in columns.most_common(NAMED):
        got = next(problem.got for problem in unread if (problem.field, problem.expected) == (column, expected))
        say(f"{named(path)}: {column}: {count(number, 'value')} not taken in, such as {got}; expected {expected}.")


def _tell_wrong(path: LayerPlace, wrong: Sequence[Item]) -> None:
    for item in wrong[:NAMED]:
        problem = next((problem for problem in item.problems if problem.level == "error"), None)
        say(f"{named(path)}: {item.where} was left out: {problem}")
    if len(wrong) > NAMED:
        say(f"{named(path)}: and {count(len(wrong) - NAMED, 'more row')} left out.")


def _gaps(items: Sequence[Item]) -> str:
    """How many of the projects do not say their sector, their status, their place."""
    asked = ("sector", "status", "countries")
    missing = {key: sum(key not in item.feature["properties"] for item in items) for key in asked}
    missing["place"] = sum(item.feature["geometry"] is None for item in items)
    return ", ".join(f"{key} of {number:,} of {len(items):,}" for key, number in missing.items() if number)
