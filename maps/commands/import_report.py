"""What `coopmap import` tells: how each column was understood, what becomes of the rows, what is missing still."""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import typer

from geo.errors import Problem, plain, show
from geo.tables.incoming import EMPTY_COLUMN
from maps.commands.common import count, named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from geo.io.table_address import LayerPlace
    from geo.model.geojson import Feature
    from geo.tables.import_plan import Item, Plan

SHOWN_ROWS = 40
"""Most lines of each kind that the table shows."""

SHOWN_WARNINGS = 10

SHOWN_EMPTY = 8
"""Empty columns that are named."""

PASSED = 5
"""Rows that were passed over which are named one by one."""

GAPS = 3
"""Gaps that are named, the commonest first."""

GAP_RULES = frozenset(
    {"not-told", "translation", "first-language", "no-source", "status-undated", "value-undated", "not-placed"}
)
"""Warnings of what is missing, which of an ordinary table are counted as gaps."""

NARROWEST = 100
"""Characters of a line where the output is no screen."""


def tell(file: LayerPlace, target: LayerPlace, plan: Plan) -> None:
    """Say how the file was understood, what would become of its rows, and what is missing."""
    console = _console()
    for note in plan.notes:
        typer.echo(f"{named(file)}: {note}.", err=True)
    passed = plan.taken.passed if plan.taken else ()
    if passed:
        more = f"; and {len(passed) - PASSED:,} more" if len(passed) > PASSED else ""
        typer.echo(f"{named(file)}: passed over: {plain('; '.join(passed[:PASSED]))}{more}.", err=True)
    if plan.unused and not (plan.taken and plan.taken.columns):
        listed = ", ".join(map(show, plan.unused[:SHOWN_ROWS])) + (" …" if len(plan.unused) > SHOWN_ROWS else "")
        hint = "--map COLUMN=FIELD takes one in, --own keeps all as fields of your own"
        typer.echo(f"{named(file)}: not imported, for no field is called so: {listed}. {hint}.", err=True)
    if plan.taken is not None and plan.taken.columns:
        _tell_columns(console, plan)
    if any(plan.items) and any(item.what != "same" for item in plan.items):
        console.print(_table(plan))
    _tell_problems(plan)
    for line in _gap_lines(file, target, plan):
        typer.echo(line)


def tell_outcome(file: LayerPlace, target: LayerPlace, plan: Plan, written: bool) -> None:
    """Say in one line what was done. Raises typer.Exit when rows are wrong."""
    counts = ", ".join(f"{len(plan.of(what))} {what}" for what in ("new", "changed", "same", "wrong"))
    typer.echo(f"{named(file)} into {named(target)}: {counts}. {_outcome(plan, written)}")
    if plan.of("wrong"):
        raise typer.Exit(1)


def _outcome(plan: Plan, written: bool) -> str:
    wrong, good = bool(plan.of("wrong")), bool(plan.of("new") + plan.of("changed"))
    if written:
        return "Written; the wrong rows were left out." if wrong else "Written."
    if wrong and good:
        return "Nothing was written: fix the wrong rows, or write the others with --yes --skip-bad."
    if wrong:
        return "Nothing was written."
    return "Nothing was written: this was a trial, --yes writes." if good else "There is nothing to write."


def _table(plan: Plan) -> object:
    """What is new, changed and wrong; the same is only counted."""
    from rich.table import Table
    from rich.text import Text

    table = Table("", "row", "project", "what", box=None, pad_edge=False, header_style="bold")
    styles = {"new": "green", "changed": "yellow", "wrong": "red"}
    for what in ("new", "changed", "wrong"):
        items = plan.of(what)
        for item in items[:SHOWN_ROWS]:
            cells = (what, item.where, _project(item), "\n".join(_lines(item)))
            table.add_row(*(Text(cell, style=styles[what] if number == 0 else "") for number, cell in enumerate(cells)))
        if len(items) > SHOWN_ROWS:
            table.add_row(what, Text(f"and {count(len(items) - SHOWN_ROWS, 'row')} more"), "", "")
    return table


def _project(item: Item) -> str:
    return plain(f"{item.id} ({item.name})" if item.name and item.name != item.id else item.id)


def _lines(item: Item) -> list[str]:
    from geo.review.diff_text import field_words

    if item.what == "wrong":
        errors = [problem for problem in item.problems if problem.level == "error"]
        return [f"{problem.field or 'the row'}: {problem.got}" for problem in errors]
    if item.what == "changed":
        return [field_words(field) for field in item.fields]
    return [_place(item)]


def _place(item: Item) -> str:
    """Where a new project lies and how exactly that is known."""
    properties = item.feature["properties"]
    shape = item.feature["geometry"]
    if shape is None:
        return f"not placed, precision {properties.get('precision', 'not told')}"
    at = f"{shape['coordinates'][1]} N, {shape['coordinates'][0]} E" if shape.get("type") == "Point" else shape["type"]
    metres = properties.get("uncertainty_m")
    return f"{at}, precision {properties.get('precision', 'not told')}{f', within {metres:,} m' if metres else ''}"


def _tell_problems(plan: Plan) -> None:
    """Errors and what was read loosely, to standard error; what repeats from row to row is said once."""
    problems = [problem for item in plan.items for problem in item.problems]
    for line in _gathered([problem for problem in problems if problem.level == "error"], SHOWN_ROWS):
        typer.echo(line, err=True)
    for line in _gathered([problem for problem in problems if problem.level == "warning"], SHOWN_WARNINGS):
        typer.echo(line, err=True)
    listed = GAP_RULES if plan.taken is not None and plan.taken.columns else ()
    for line in _gathered([problem for problem in plan.warnings if problem.rule not in listed], SHOWN_WARNINGS):
        typer.echo(line, err=True)


def _gathered(problems: Sequence[Problem], most: int) -> Iterator[str]:
    """The findings as lines: those alike but for the row as one, with the first rows named."""
    groups: dict[tuple[str, ...], list[Problem]] = defaultdict(list)
    for problem in problems:
        got = "" if problem.rule == "no-currency" else problem.got  # each sum is another one, and lacks the same
        groups[problem.rule, problem.field, got, problem.expected, problem.fix].append(problem)
    for alike in list(groups.values())[:most]:
        more, next_rows = len(alike) - 1, ", ".join(problem.where for problem in alike[1:4])
        yield str(alike[0]) + (
            f" (and {count(more, 'more row')}: {next_rows}{' …' if more > 3 else ''})" if more else ""
        )
    if len(groups) > most:
        yield f"and {count(len(groups) - most, 'more finding')}"


def _console() -> Console:
    from rich.console import Console

    return Console() if sys.stdout.isatty() else Console(width=NARROWEST + 20, color_system=None)


def _tell_columns(console: Console, plan: Plan) -> None:
    """One line a column: what it is called, what it is taken for, one of its values, what was assumed."""
    from rich.table import Table
    from rich.text import Text

    table = Table("column", "taken as", "such as", "", box=None, pad_edge=False, header_style="bold")
    columns = plan.taken.columns if plan.taken else ()
    empty = [use.header for use in columns if use.note == EMPTY_COLUMN]
    for use in columns:
        if use.note != EMPTY_COLUMN:
            table.add_row(*(Text(plain(cell)) for cell in (use.header, use.field, use.sample, use.note)))
    console.print(table)
    if empty:
        more = f" and {len(empty) - SHOWN_EMPTY} more" if len(empty) > SHOWN_EMPTY else ""
        typer.echo(f"Empty and left out: {plain(', '.join(empty[:SHOWN_EMPTY]))}{more}.")
    console.print()


# What is missing


def gaps(plan: Plan) -> list[tuple[str, int]]:
    """(what is missing, in how many of the new and changed projects), the commonest first."""
    counts: Counter[str] = Counter()
    for item in (*plan.of("new"), *plan.of("changed")):
        counts.update(_missing(item.feature, plan.before.languages))
    return counts.most_common()


def _missing(feature: Feature, languages: Sequence[str]) -> Iterator[str]:
    properties = feature["properties"]
    if feature["geometry"] is None and properties.get("precision") not in ("unlocated", "country"):
        yield "place"
    for key in ("sector", "status", "countries", "precision", "sources"):
        if key not in properties:
            yield key
    for tag in languages:
        if f"name_{tag}" not in properties:
            yield f"name_{tag}"


def _gap_lines(file: LayerPlace, target: LayerPlace, plan: Plan) -> Iterator[str]:
    if not (plan.taken and plan.taken.columns):
        return
    total = len(plan.of("new")) + len(plan.of("changed"))
    for what, number in gaps(plan)[:GAPS]:
        yield f"No {what} in {number} of {total}: {_command(what, file, target)}"
    if more := gaps(plan)[GAPS:]:
        yield f"Other gaps: {', '.join(f'{what} ({number})' for what, number in more)}."


def _command(what: str, file: LayerPlace, target: LayerPlace) -> str:
    """The command that fills a gap."""
    if what in ("sector", "status", "countries", "precision"):
        return f"coopmap import {plain(file.name)} {named(target)} --set {what}=…"
    return f"coopmap edit {named(target)}"


# JSON


def as_json(file: LayerPlace, target: LayerPlace, plan: Plan, written: bool) -> str:
    """The outcome as JSON: columns, rows, findings, gaps, notes."""
    columns = plan.taken.columns if plan.taken else ()
    result = {
        "file": str(file),
        "layer": str(target),
        "written": written,
        "counts": {what: len(plan.of(what)) for what in ("new", "changed", "same", "wrong")},
        "columns": [
            {"column": use.header, "field": use.field, "sample": use.sample, "note": use.note} for use in columns
        ],
        "notes": list(plan.notes),
        "passed_over": list(plan.taken.passed) if plan.taken else [],
        "not_imported": list(plan.unused),
        "unknown_words": plan.taken.unknown if plan.taken else {},
        "gaps": dict(gaps(plan)),
        "rows": [
            {"row": item.where, "id": item.id, "name": item.name, "what": item.what,
             "problems": [problem.to_dict() for problem in item.problems]}
            for item in plan.items
        ],
        "warnings": [problem.to_dict() for problem in plan.warnings],
    }  # fmt: skip
    return json.dumps(result, ensure_ascii=False, indent=2)
