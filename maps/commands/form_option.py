"""The option `--format`, and how JSON is printed."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer


class TextOrJsonFormat(StrEnum):
    """How a command prints what it did."""

    text = "text"
    json = "json"


TextOrJson = Annotated[TextOrJsonFormat, typer.Option("--format", help="text for people, json for programs.")]


def echo_json(value: object) -> None:
    """Print a value as JSON; what a terminal would obey, or that cannot be seen, stands as JSON's own escapes."""
    lines = json.dumps(value, ensure_ascii=False, indent=2).split("\n")
    typer.echo("\n".join(line if line.isprintable() else _escaped(line) for line in lines))


def _escaped(line: str) -> str:
    return "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in line)
