"""A file that is no layer taken in for a map, in memory, with a short report of how it was understood."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from geo import CoopmapError
from geo.errors import show
from geo.io.codebook_files import codebook_beside
from geo.messages import Joined, Message, system_language, template
from geo.tables.layer_file import layer_or_none
from maps.commands.common import named
from maps.commands.printing import count, refusal, say

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
    sentence, when none can, and typer.BadParameter for options that a layer has no use for."""
    layer = layer_or_none(path)
    if layer is not None:
        for option, value in {"--sheet": sheet, "--encoding": encoding, "--crs": crs}.items():
            if value is not None:
                raise refusal(
                    Message("{path} is a layer, which says that itself.", path=named(path)), param_hint=option
                )
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
        raise CoopmapError(
            Message("{path}: no row can be drawn; coopmap import {path} LAYER says what to mend.", path=named(path))
        )
    return plan.after, False


def _tell(path: LayerPlace, plan: Plan) -> None:
    for note in plan.notes:
        say(Message("{path}: {note}.", path=named(path), note=note))
    if plan.unused:
        listed = ", ".join(map(show, plan.unused[:NAMED])) + (" …" if len(plan.unused) > NAMED else "")
        say(Message("{path}: columns that were left out: {listed}.", path=named(path), listed=listed))
    _tell_unread(path, plan)
    _tell_wrong(path, plan.of("wrong"))
    gaps = _gaps([item for item in plan.items if item.what != "wrong"])
    if gaps:
        say(Message("{path}: not stated: {gaps}.", path=named(path), gaps=gaps))


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
        say(
            Message(
                "{path}: {column}: {values} not taken in, such as {got}; expected {expected}.",
                path=named(path),
                column=column,
                values=count(number, "value"),
                got=got,
                expected=expected,
            )
        )


def _tell_wrong(path: LayerPlace, wrong: Sequence[Item]) -> None:
    for item in wrong[:NAMED]:
        problem = next((problem for problem in item.problems if problem.level == "error"), None)
        why = problem.in_language(system_language()) if problem else ""
        say(Message("{path}: {where} was left out: {problem}", path=named(path), where=item.where, problem=why))
    if len(wrong) > NAMED:
        say(Message("{path}: and {rows} left out.", path=named(path), rows=count(len(wrong) - NAMED, "more row")))


def _gaps(items: Sequence[Item]) -> str:
    """How many of the projects do not say their sector, their status, their place."""
    asked = ("sector", "status", "countries")
    missing = {key: sum(key not in item.feature["properties"] for item in items) for key in asked}
    missing["place"] = sum(item.feature["geometry"] is None for item in items)
    return Joined(
        Message("{field} of {number:,} of {all:,}", field=_GAPS[key], number=number, all=len(items))
        for key, number in missing.items()
        if number
    )


_GAPS = {
    key: Message(key) for key in (template("sector"), template("status"), template("countries"), template("place"))
}
"""What is asked of each project."""
