"""The command line: the only place that reads arguments, prints, and writes outputs."""

from __future__ import annotations

import gc
import json
import os
import sys
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

import geo
from geo import CoopmapError, Problem

if TYPE_CHECKING:
    from geo import Layer

app = typer.Typer(
    name="coopmap",
    help="Show where countries work together: a checked, sourced layer of projects as a map that needs no network.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

LayerFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="[LAYER]",
        help="The layer, GeoJSON. Without it: data/projects.geojson here, else the layer that ships with coopmap.",
        show_default=False,
    ),
]


class Format(StrEnum):
    """How `check` prints what it finds."""

    text = "text"
    json = "json"
    github = "github"


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False) -> None:
    """Show where countries work together: a checked, sourced layer of projects as a map that needs no network."""
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"coopmap {installed('coopmap')}")
        raise typer.Exit


@app.command()
def build(
    layer: LayerFile = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write the page.")] = Path("out/map.html"),
    lang: Annotated[
        str | None,
        typer.Option(
            help="The language the page opens in: en, ru, uz or kk. Without it: the reader's.", show_default=False
        ),
    ] = None,
    title: Annotated[str | None, typer.Option(help="A title in place of the layer's own.", show_default=False)] = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page when it is written.")] = False,
    no_check: Annotated[bool, typer.Option("--no-check", help="Build even if the layer has errors.")] = False,
) -> None:
    """Build the map: one HTML file that opens anywhere by a double click."""
    from maps import words

    if lang is not None and lang not in words.languages():
        _refuse_language(lang)
    path = _layer_path(layer)
    read = geo.read(path)
    if not no_check:
        _refuse_errors(path, _problems(path, read))
    from maps import render_page

    indicators, milestones = _companions(path)
    html = render_page(read, title=title, language=lang, indicators=indicators, milestones=milestones)
    size = _write(output, html)
    unplaced = sum(project.geometry is None for project in read.projects)
    typer.echo(
        f"{output}: {size / 1000:.0f} kB, {_count(len(read.projects), 'project')}, {unplaced} of them not placed"
    )
    if open_page:
        webbrowser.open(output.resolve().as_uri())


@app.command()
def check(
    layer: LayerFile = None,
    form: Annotated[
        Format, typer.Option("--format", help="text for people, json for programs, github for annotations.")
    ] = Format.text,
) -> None:
    """Check the layer: fields, places, sources, translations. Exit code 1 when it has errors."""
    path = _layer_path(layer)
    read = geo.read(path)
    problems = _problems(path, read)
    errors = sum(problem.level == "error" for problem in problems)
    if form is Format.json:
        typer.echo(json.dumps([problem.to_dict() for problem in problems], ensure_ascii=False, indent=2))
    elif form is Format.github:
        for problem in problems:
            typer.echo(_annotation(path, problem))
    else:
        for problem in problems:
            typer.echo(str(problem))
        counts = (len(read.projects), "project"), (errors, "error"), (len(problems) - errors, "warning")
        typer.echo(f"{path}: {', '.join(_count(number, noun) for number, noun in counts)}")
    if errors:
        raise typer.Exit(1)


@app.command()
def embed(
    page: Annotated[
        str, typer.Argument(help="The address of the page: a file's name beside yours, or a URL.")
    ] = "map.html",
    layer: Annotated[Path | None, typer.Option(help="The layer, for its title.", show_default=False)] = None,
    lang: Annotated[str | None, typer.Option(help="The language the map opens in.", show_default=False)] = None,
    project: Annotated[str | None, typer.Option(help="The id of a project to open.", show_default=False)] = None,
    height: Annotated[int, typer.Option(min=120, help="Height of the frame in pixels.")] = 600,
    full: Annotated[bool, typer.Option("--full", help="With the panel; without it only the map is shown.")] = False,
) -> None:
    """Print the HTML that shows the map inside another page or an HTML slide."""
    from html import escape
    from urllib.parse import quote

    from maps import words

    if lang is not None and lang not in words.languages():
        _refuse_language(lang)
    read = geo.read(_layer_path(layer))
    if project is not None and project not in {one.id for one in read.projects}:
        raise typer.BadParameter(f"the layer has no project “{project}”.", param_hint="--project")
    state = {"lang": lang, "project": project}
    parts = [*([] if full else ["embed"]), *(f"{name}={quote(value)}" for name, value in state.items() if value)]
    title = words.version(dict(read.members), "title", lang or words.languages()[0]) or "coopmap"
    source = page + ("#" + "&".join(parts) if parts else "")
    typer.echo(
        f'<iframe src="{escape(source)}" title="{escape(title)}" loading="lazy" allow="clipboard-write; fullscreen"'
        f' width="100%" height="{height}" style="border: 0"></iframe>'
    )


def _refuse_language(lang: str) -> NoReturn:
    from maps import words

    choices = ", ".join(words.languages())
    raise typer.BadParameter(f"there are no words for “{lang}”; choose one of {choices}.", param_hint="--lang")


def _layer_path(given: Path | None) -> Path:
    here = Path("data/projects.geojson")
    return given or (here if here.is_file() else geo.data_path("projects.geojson"))


def _problems(path: Path, layer: Layer) -> list[Problem]:
    """What is wrong with a layer and with the indicators and milestones that lie beside it."""
    indicators, milestones = _companions(path)
    return [*geo.check(layer), *geo.check_indicators(indicators), *geo.check_milestones(milestones)]


def _companions(path: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The indicators and milestones that lie beside a layer."""
    beside = path.with_name
    return geo.read_indicators(beside("indicators.json")), geo.read_milestones(beside("milestones.json"))


def _refuse_errors(path: Path, problems: Sequence[Problem]) -> None:
    errors = [problem for problem in problems if problem.level == "error"]
    if not errors:
        return
    for problem in errors:
        typer.echo(str(problem), err=True)
    typer.echo(
        f"{path} has {_count(len(errors), 'error')}; nothing was written. Mend them, or build with --no-check.",
        err=True,
    )
    raise typer.Exit(1)


def _annotation(path: Path, problem: Problem) -> str:
    """A line that GitHub shows beside the file; its own syntax is escaped."""
    text = str(problem).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{problem.level} file={path.as_posix()}::{text}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _write(path: Path, text: str) -> int:
    """Writes the text whole or not at all; gives its size in bytes."""
    data = text.encode("utf-8", "surrogatepass")
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(data)
        os.replace(partial, path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise CoopmapError(f"{path} cannot be written: {error.strerror or error}.") from error
    return len(data)


def main() -> None:
    """Runs the command; whatever goes wrong reaches the user as a sentence, never as a traceback."""
    # A command makes much and throws away little: looking for garbage all the time took a tenth of it.
    gc.set_threshold(200_000, 20, 100)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except CoopmapError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)
    except MemoryError:
        typer.echo("There is not enough memory for this layer.", err=True)
        sys.exit(1)
    except Exception as error:
        if "COOPMAP_DEBUG" in os.environ:
            raise
        told = f"coopmap met a fault of its own ({type(error).__name__}: {error})."
        typer.echo(f"{told} Please report it; COOPMAP_DEBUG=1 shows where.", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
