"""What `coopmap import` tells: how each column was understood, what becomes of the rows, what is missing still."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import typer

from geo.errors import Problem, plain, show
from geo.messages import Joined, Message, and_more, spoken, system_language, template
from geo.tables.incoming import EMPTY_COLUMN
from maps.commands.printing import count, echo, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rich.console import Console

    from geo.model.geojson import Feature
    from geo.tables.import_plan import Item, Plan, What

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


def tell(file: Path, target: Path, plan: Plan) -> None:
    """Say how the file was understood, what would become of its rows, and what is missing."""
    console = _console()
    for note in plan.notes:
        say(Message("{file}: {note}.", file=plain(str(file)), note=note))
    passed = plan.taken.passed if plan.taken else ()
    if passed:
        named = [*map(plain, passed[:PASSED])]
        named += [Message("and {number:,} more", number=len(passed) - PASSED)] if len(passed) > PASSED else []
        say(Message("{file}: passed over: {rows}.", file=plain(str(file)), rows=Joined(named, "; ")))
    if plan.unused and not (plan.taken and plan.taken.columns):
        listed = ", ".join(map(show, plan.unused[:SHOWN_ROWS])) + (" …" if len(plan.unused) > SHOWN_ROWS else "")
        say(
            Message(
                "{file}: not imported, for no field is called so: {columns}. --map COLUMN=FIELD takes one in, --own"
                " keeps all as fields of your own.",
                file=plain(str(file)),
                columns=listed,
            )
        )
    if plan.taken is not None and plan.taken.columns:
        _tell_columns(console, plan)
    if any(plan.items) and any(item.what != "same" for item in plan.items):
        console.print(_table(plan))
    _tell_problems(plan)
    for line in _gap_lines(file, target, plan):
        echo(line)


def tell_outcome(file: Path, target: Path, plan: Plan, written: bool) -> None:
    """Say in one line what was done. Raises typer.Exit when rows are wrong."""
    counts = Joined(Message(words, number=len(plan.of(what))) for what, words in _COUNTS.items())
    way = Message("{file} into {layer}", file=plain(str(file)), layer=plain(str(target)))
    echo(Message("{way}: {counts}. {outcome}", way=way, counts=counts, outcome=_outcome(plan, written)))
    if plan.of("wrong"):
        raise typer.Exit(1)


_COUNTS: dict[What, str] = {
    "new": template("{number} new"),
    "changed": template("{number} changed"),
    "same": template("{number} same"),
    "wrong": template("{number} wrong"),
}
"""How many rows come to what."""

_WORDS: dict[What, Message] = {"new": Message("new"), "changed": Message("changed"), "wrong": Message("wrong")}
"""What the table calls it."""


def _outcome(plan: Plan, written: bool) -> str:
    wrong, good = bool(plan.of("wrong")), bool(plan.of("new") + plan.of("changed"))
    if written:
        return Message("Written; the wrong rows were left out.") if wrong else Message("Written.")
    if wrong and good:
        return Message("Nothing was written: fix the wrong rows, or write the others with --yes --skip-bad.")
    if wrong:
        return Message("Nothing was written.")
    return (
        Message("Nothing was written: this was a trial, --yes writes.")
        if good
        else Message("There is nothing to write.")
    )


def _table(plan: Plan) -> object:
    """What is new, changed and wrong; the same is only counted."""
    from rich.table import Table
    from rich.text import Text

    headers = map(spoken, (Message("row"), Message("project"), Message("what")))
    table = Table("", *headers, box=None, pad_edge=False, header_style="bold")
    styles: dict[What, str] = {"new": "green", "changed": "yellow", "wrong": "red"}
    for what, style in styles.items():
        items = plan.of(what)
        word = spoken(_WORDS[what])
        for item in items[:SHOWN_ROWS]:
            cells = (word, spoken(item.where), _project(item), "\n".join(map(spoken, _lines(item))))
            table.add_row(*(Text(cell, style=style if number == 0 else "") for number, cell in enumerate(cells)))
        if len(items) > SHOWN_ROWS:
            more = Message("and {rows} more", rows=count(len(items) - SHOWN_ROWS, "row"))
            table.add_row(word, Text(spoken(more)), "", "")
    return table


def _project(item: Item) -> str:
    return plain(f"{item.id} ({item.name})" if item.name and item.name != item.id else item.id)


def _lines(item: Item) -> list[str]:
    from geo.review.diff_text import field_words

    if item.what == "wrong":
        errors = [problem for problem in item.problems if problem.level == "error"]
        return [Joined([problem.field or Message("the row"), problem.got], ": ") for problem in errors]
    if item.what == "changed":
        return [field_words(field) for field in item.fields]
    return [_place(item)]


def _place(item: Item) -> str:
    """Where a new project lies and how exactly that is known."""
    properties = item.feature["properties"]
    shape = item.feature["geometry"]
    precision = Message("precision {precision}", precision=properties.get("precision") or Message("not told"))
    if shape is None:
        return Joined([Message("not placed"), precision])
    place = shape["type"]
    if place == "Point":
        lon, lat, *_ = shape["coordinates"]
        place = Message("{lat} N, {lon} E", lat=lat, lon=lon)
    metres = properties.get("uncertainty_m")
    return Joined([place, precision, *([Message("within {metres:,} m", metres=metres)] if metres else [])])


def _tell_problems(plan: Plan) -> None:
    """Errors and what was read loosely, to standard error; what repeats from row to row is said once."""
    problems = [problem for item in plan.items for problem in item.problems]
    for line in _gathered([problem for problem in problems if problem.level == "error"], SHOWN_ROWS):
        say(line)
    for line in _gathered([problem for problem in problems if problem.level == "warning"], SHOWN_WARNINGS):
        say(line)
    listed = GAP_RULES if plan.taken is not None and plan.taken.columns else ()
    for line in _gathered([problem for problem in plan.warnings if problem.rule not in listed], SHOWN_WARNINGS):
        say(line)


def _gathered(problems: Sequence[Problem], most: int) -> Iterator[str]:
    """The findings as lines: those alike but for the row as one, with the first rows named."""
    groups: dict[tuple[str, ...], list[Problem]] = defaultdict(list)
    for problem in problems:
        got = "" if problem.rule == "no-currency" else problem.got  # each sum is another one, and lacks the same
        groups[problem.rule, problem.field, got, problem.expected, problem.fix].append(problem)
    for alike in list(groups.values())[:most]:
        finding, more = alike[0].in_language(system_language()), len(alike) - 1
        if not more:
            yield finding
            continue
        rows = Joined([*(problem.where for problem in alike[1:4])])
        yield Message(
            "{finding} (and {rows}: {places})",
            finding=finding,
            rows=count(more, "more row"),
            places=Joined([rows, "…"], " ") if more > 3 else rows,
        )
    if len(groups) > most:
        yield Message("and {findings}", findings=count(len(groups) - most, "more finding"))


def _console() -> Console:
    from rich.console import Console

    return Console() if sys.stdout.isatty() else Console(width=NARROWEST + 20, color_system=None)


def _tell_columns(console: Console, plan: Plan) -> None:
    """One line a column: what it is called, what it is taken for, one of its values, what was assumed."""
    from rich.table import Table
    from rich.text import Text

    headers = map(spoken, (Message("column"), Message("taken as"), Message("such as")))
    table = Table(*headers, "", box=None, pad_edge=False, header_style="bold")
    columns = plan.taken.columns if plan.taken else ()
    empty = [use.header for use in columns if use.note == EMPTY_COLUMN]
    for use in columns:
        if use.note != EMPTY_COLUMN:
            table.add_row(*(Text(plain(spoken(cell))) for cell in (use.header, use.field, use.sample, use.note)))
    console.print(table)
    if empty:
        named = and_more(plain(", ".join(empty[:SHOWN_EMPTY])), len(empty) - SHOWN_EMPTY)
        echo(Message("Empty and left out: {columns}.", columns=named))
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


def _gap_lines(file: Path, target: Path, plan: Plan) -> Iterator[str]:
    if not (plan.taken and plan.taken.columns):
        return
    total = len(plan.of("new")) + len(plan.of("changed"))
    for what, number in gaps(plan)[:GAPS]:
        command = _command(what, file, target)
        yield Message(
            "No {field} in {number} of {all}: {command}", field=what, number=number, all=total, command=command
        )
    if more := gaps(plan)[GAPS:]:
        yield Message("Other gaps: {fields}.", fields=", ".join(f"{what} ({number})" for what, number in more))


def _command(what: str, file: Path, target: Path) -> str:
    """The command that fills a gap."""
    if what in ("sector", "status", "countries", "precision"):
        return f"coopmap import {plain(file.name)} {plain(str(target))} --set {what}=…"
    return f"coopmap edit {plain(str(target))}"


# JSON


def as_record(file: Path, target: Path, plan: Plan, written: bool) -> dict[str, object]:
    """The outcome for programs: columns, rows, findings, gaps, notes."""
    columns = plan.taken.columns if plan.taken else ()
    return {
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
