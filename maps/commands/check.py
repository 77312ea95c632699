"""`coopmap check`: what is wrong with a layer, for people, for programs and for GitHub."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import geo
from geo import Problem
from geo.checks.grades import grade_of
from geo.errors import plain
from maps.commands.common import LayerFile, count, echo_json, layer_path, named, problems_of, telling

if TYPE_CHECKING:
    from geo.checks.grades import Grade


class Format(StrEnum):
    """How `check` prints what it finds."""

    text = "text"
    json = "json"
    github = "github"


def check(
    layer: LayerFile = None,
    form: Annotated[
        Format, typer.Option("--format", help="text for people, json for programs, github for annotations.")
    ] = Format.text,
    strict: Annotated[
        bool, typer.Option("--strict", help="Demand what a published layer has, whatever the layer says of itself.")
    ] = False,
) -> None:
    """Check the layer: fields, places, sources, translations. Exit code 1 when it has errors.

    Gaps are warnings in a draft and errors in a published layer: one with "grade": "published", or with --strict.
    """
    path = layer_path(layer)
    read = geo.read(path)
    grade: Grade = "published" if strict else grade_of(read.members)
    problems = problems_of(path, telling(read, "checked"), grade=grade)
    errors = sum(problem.level == "error" for problem in problems)
    if form is Format.json:
        echo_json([problem.to_dict() for problem in problems])
    elif form is Format.github:
        for problem in problems:
            typer.echo(_annotation(path, problem))
    else:
        for problem in problems:
            typer.echo(str(problem))
        counts = (len(read.features), "project"), (errors, "error"), (len(problems) - errors, "warning")
        typer.echo(f"{named(path)}, judged as {grade}: {', '.join(count(number, noun) for number, noun in counts)}")
    if errors:
        raise typer.Exit(1)


def _annotation(path: Path, problem: Problem) -> str:
    """A line that GitHub shows beside the file; its own syntax is escaped."""
    text = str(problem).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    file = plain(path.as_posix()).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    return f"::{problem.level} file={file}::{text}"
