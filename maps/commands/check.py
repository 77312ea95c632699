"""`coopmap check`: what is wrong with a layer, for people, for programs and for GitHub."""

from __future__ import annotations

import inspect
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from geo.checks.grades import LEVELS, grade_of, rules_of
from geo.layer import read_by_columns
from geo.messages import Message, Plural
from maps.commands import ci_annotations, outcome
from maps.commands.common import (
    CHECKED,
    LayerFile,
    layer_path,
    messages_language,
    named,
    problems_of,
    telling,
)
from maps.commands.form_option import echo_json
from maps.commands.help_language import composed
from maps.commands.printing import echo

if TYPE_CHECKING:
    from geo.checks.grades import Grade


_GRADES: dict[Grade, Message] = {"draft": Message("draft"), "published": Message("published")}


class Format(StrEnum):
    """How `check` prints what it finds."""

    text = "text"
    json = "json"
    github = "github"
    gitlab = "gitlab"


def check(
    layer: LayerFile = None,
    form: Annotated[
        Format,
        typer.Option(
            "--format",
            help="text for people, json for programs, github for annotations, gitlab for a Code Quality report.",
        ),
    ] = Format.text,
    strict: Annotated[
        bool, typer.Option("--strict", help="Demand what a published layer has, whatever the layer says of itself.")
    ] = False,
    language: Annotated[
        str | None,
        typer.Option("--lang", help="Language of the findings: en or ru; without it the system's.", show_default=False),
    ] = None,
) -> None:
    """Check the layer: fields, places, sources, translations. Exit code 1 when it has errors.

    Gaps are warnings in a draft and errors in a published layer: one with "grade": "published", or with --strict.
    """
    path, spoken = layer_path(layer), messages_language(language)
    read = read_by_columns(path)
    grade: Grade = "published" if strict else grade_of(read.members)
    problems = problems_of(path, telling(read, CHECKED), grade=grade)
    errors = sum(problem.level == "error" for problem in problems)
    outcome.add_findings(problems)
    outcome.give(
        {
            "file": str(path),
            "grade": grade,
            "projects": len(read.features),
            "errors": errors,
            "warnings": len(problems) - errors,
        }
    )
    if form is Format.github:
        for line in ci_annotations.of_github(path, problems, spoken):
            echo(line)
    elif form is Format.gitlab:
        echo_json(ci_annotations.of_gitlab(path, problems, spoken))
    else:
        for problem in problems:
            echo(problem.in_language(spoken))
        summary = Message(
            "{file}, judged as {grade}: {projects}, {errors}, {warnings}",
            file=named(path),
            grade=_GRADES[grade],
            projects=Plural("{count:,} project", "{count:,} projects", count=len(read.features)),
            errors=Plural("{count} error", "{count} errors", count=errors),
            warnings=Plural("{count} warning", "{count} warnings", count=len(problems) - errors),
        )
        echo(summary.in_language(spoken))
    if errors:
        raise typer.Exit(1)


_RULES = (
    composed(
        Message(
            "{heading}: {rules}.", heading=Message(heading), rules=", ".join(rule.code for rule in rules_of(levels))
        )
    )
    for levels, heading in LEVELS.items()
)
check.__doc__ = "\n\n".join([inspect.cleandoc(check.__doc__ or ""), *_RULES, "What each asks for: docs/checks.md."])
