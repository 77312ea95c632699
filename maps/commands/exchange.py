"""`coopmap import` and `coopmap export`: projects from and to spreadsheets and GIS files."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import geo
from geo import CoopmapError, Problem
from geo.errors import plain, show
from maps.commands.common import LayerFile, OwnLayerFile, count, layer_path, named, refuse_language, say
from maps.commands.output import STANDARD, Output

if TYPE_CHECKING:
    from rich.console import Console

    from geo import Layer
    from geo.tables.import_plan import Item, Plan
    from geo.tables.incoming import ImportOptions, Intake
    from geo.tables.merge_row import Terms


class _NothingToWrite(Exception):
    """The file stays as it is."""


SHOWN_ROWS = 40
"""Most lines of each kind that the table shows."""

SHOWN_WARNINGS = 10

NARROWEST = 100
"""Characters of a line where the output is no screen."""


def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="CSV, XLSX, ODS, GeoJSON, KML, KMZ, GPX, GeoPackage, shapefile, GeoParquet or FlatGeobuf.",
            show_default=False,
        ),
    ],
    layer: OwnLayerFile = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Write when all rows are good; without it nothing is written.")
    ] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="With --yes: write the good rows, leave the wrong.")
    ] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="COLUMN=FIELD", help="What a column holds; several fields with commas.", show_default=False
        ),
    ] = None,
    constants: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="What rows without a value get.", show_default=False),
    ] = None,
    lang: Annotated[
        str | None, typer.Option(help="The language of texts whose column names none.", show_default=False)
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help="The sheet or GIS layer with the projects.", show_default=False)
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Of a CSV file, such as windows-1251.", show_default=False)
    ] = None,
    crs: Annotated[
        str | None,
        typer.Option(help="Coordinate system where the file names none, such as EPSG:28412.", show_default=False),
    ] = None,
    clear: Annotated[
        bool, typer.Option("--clear", help="Empty cells remove what the layer has; else it stays.")
    ] = False,
    own: Annotated[bool, typer.Option("--own", help="Keep unknown columns as fields of your own.")] = False,
    world: Annotated[bool, typer.Option("--world", help="Look places up in the whole world.")] = False,
    split: Annotated[bool, typer.Option("--split", help="Make a project of each of several points.")] = False,
    memory: Annotated[
        str | None,
        typer.Option(help="Memory that reading the file may take, such as 4GB; 2GB by default.", show_default=False),
    ] = None,
    time: Annotated[
        int | None, typer.Option(help="Seconds that reading the file may take; 60 by default.", show_default=False)
    ] = None,
) -> None:
    """Take projects in from a spreadsheet or a GIS file. Shows what would change; --yes writes it."""
    from geo.sandbox import process
    from geo.tables import intake
    from geo.tables.merge_row import Terms
    from geo.tables.readers import any_format
    from geo.tables.split_points import split_points

    allowed = process.bounds(memory, time)
    target = _own_layer(layer)
    options = _import_options(columns, constants, lang, own)
    with _progress() as step:
        step("Reading", 0)
        book = any_format.read(file, encoding=encoding, sheet=sheet, crs=crs, allowed=allowed)
        book = split_points(book) if split else book
        step("Reading", len(book.main.rows))
        taken = intake.intake(book, options)
        outcome = _carry_out(target, taken, yes, skip_bad, Terms(clear, crs, world), step)
    _tell(file, target, *outcome)


def _import_options(
    columns: list[str] | None, constants: list[str] | None, lang: str | None, own: bool
) -> ImportOptions:
    from geo.tables.incoming import ImportOptions
    from maps.text import i18n
    from maps.text.code_labels import labels

    if lang is not None and lang not in i18n.languages():
        refuse_language(lang)
    chosen = {column: tuple(names.split(",")) for column, names in _pairs("--map", columns)}
    return ImportOptions(labels(), lang, chosen, dict(_pairs("--set", constants)), own)


def _pairs(option: str, given: list[str] | None) -> Iterator[tuple[str, str]]:
    for text in given or ():
        name, equals, value = text.rpartition("=") if option == "--map" else text.partition("=")
        if not equals or not name or not value:
            what = "COLUMN=FIELD" if option == "--map" else "FIELD=VALUE"
            raise typer.BadParameter(f"“{text}” is no {what}.", param_hint=option)
        yield name.strip(), value


def _own_layer(given: Path | None) -> Path:
    """The layer to write: never the one inside the installed package."""
    here = Path("data/projects.geojson")
    if given is None and not here.is_file():
        raise CoopmapError("There is no layer here (data/projects.geojson); name one: coopmap import FILE LAYER.")
    return given or here


def _carry_out(
    target: Path, taken: Intake, yes: bool, skip_bad: bool, terms: Terms, step: Callable[[str, int], None]
) -> tuple[Plan, bool]:
    """(the plan, whether it was written). What is written is thought through anew on the layer as the lock finds it."""
    from geo.tables.import_plan import plan

    made: list[Plan] = []

    def change(layer: Layer) -> Layer:
        found = plan(layer, taken, terms, progress=step)
        made.append(found)
        if not yes or not (found.of("new") or found.of("changed")) or (found.of("wrong") and not skip_bad):
            raise _NothingToWrite
        step("Writing", len(found.items))
        return found.after

    try:
        if yes:
            geo.update(target, change, create=True)
        else:
            change(geo.read(target) if target.exists() else geo.Layer((), {}, target))
    except _NothingToWrite:
        return made[-1], False
    return made[-1], True


# What is told


def _tell(file: Path, target: Path, plan: Plan, written: bool) -> None:
    console = _console()
    for note in plan.notes:
        typer.echo(f"{plain(str(file))}: {note}.", err=True)
    if plan.unused:
        listed = ", ".join(map(show, plan.unused[:SHOWN_ROWS])) + (" …" if len(plan.unused) > SHOWN_ROWS else "")
        hint = "--map COLUMN=FIELD takes one in, --own keeps all as fields of your own"
        typer.echo(f"{plain(str(file))}: not imported, for no field is called so: {listed}. {hint}.", err=True)
    if any(plan.items) and any(item.what != "same" for item in plan.items):
        console.print(_table(plan))
    _tell_problems(plan)
    counts = ", ".join(f"{len(plan.of(what))} {what}" for what in ("new", "changed", "same", "wrong"))
    typer.echo(f"{plain(str(file))} into {plain(str(target))}: {counts}. {_outcome(plan, written)}")
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
        return f"not placed, precision {properties.get('precision', 'not given')}"
    at = f"{shape['coordinates'][1]} N, {shape['coordinates'][0]} E" if shape.get("type") == "Point" else shape["type"]
    metres = properties.get("uncertainty_m")
    return f"{at}, precision {properties.get('precision')}{f', within {metres:,} m' if metres else ''}"


def _tell_problems(plan: Plan) -> None:
    """Errors and what was read loosely, to standard error; what repeats from row to row is said once."""
    problems = [problem for item in plan.items for problem in item.problems]
    for line in _gathered([problem for problem in problems if problem.level == "error"], SHOWN_ROWS):
        typer.echo(line, err=True)
    for line in _gathered([problem for problem in problems if problem.level == "warning"], SHOWN_WARNINGS):
        typer.echo(line, err=True)
    for line in _gathered(plan.warnings, SHOWN_WARNINGS):
        typer.echo(line, err=True)


def _gathered(problems: Sequence[Problem], most: int) -> Iterator[str]:
    """The findings as lines: those alike but for the row as one, with the first rows named."""
    groups: dict[tuple[str, ...], list[Problem]] = defaultdict(list)
    for problem in problems:
        groups[problem.rule, problem.field, problem.got, problem.expected, problem.fix].append(problem)
    for found in list(groups.values())[:most]:
        more = len(found) - 1
        yield str(found[0]) + (
            f" (and {count(more, 'more row')}: {', '.join(one.where for one in found[1:4])}{' …' if more > 3 else ''})"
            if more
            else ""
        )
    if len(groups) > most:
        yield f"and {count(len(groups) - most, 'more finding')}"


def _console() -> Console:
    from rich.console import Console

    return Console() if sys.stdout.isatty() else Console(width=NARROWEST + 20, color_system=None)


@contextmanager
def _progress() -> Iterator[Callable[[str, int], None]]:
    """Shows the step that is under way on a screen, and nothing in a file."""
    if not sys.stderr.isatty():
        yield lambda _step, _rows: None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield lambda step, rows: status.update(f"{step} {count(rows, 'row')} …" if rows else f"{step} …")


# Export


def export(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="What to write: .xlsx, .csv, .gpkg, .kml, .parquet or .geojson; template.xlsx is one to fill in;"
            " - for standard output.",
            show_default=False,
        ),
    ],
    layer: LayerFile = None,
    form: Annotated[
        str | None, typer.Option("--format", help="xlsx, csv, gpkg, …", show_default="by the ending")
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            help="Texts in this language alone; of a template, the language of its headers.", show_default=False
        ),
    ] = None,
    empty: Annotated[bool, typer.Option("--template", help="Write the template under any name.")] = False,
) -> None:
    """Write the projects for a spreadsheet or a GIS program, or the template of a spreadsheet."""
    from geo.tables.writers import export as writing
    from maps.text import i18n
    from maps.text.code_labels import labels

    if lang is not None and lang not in i18n.languages()[:4]:
        refuse_language(lang)
    if empty or file.name.casefold() == "template.xlsx":
        _write_template(file, lang or "en")
        return
    ending = f".{form.lower()}" if form else file.suffix.lower()
    if ending not in writing.ENDINGS:
        told = f"there is no format {show(form)}" if form else f"{named(file)} has no ending that can be exported"
        raise CoopmapError(f"{told}; these can: {', '.join(writing.ENDINGS)}.")
    read = geo.read(layer_path(layer))
    target = Output(file, ending, layer=read)
    size = target.write(writing.export(read, ending, lang, labels()))
    target.tell(f"{target.name}: {size / 1000:.0f} kB, {count(len(read.projects), 'project')}")
    if ending != ".geojson" and (lost := writing.left_out(read)):
        say(f"{target.name}: left out, for only GeoJSON holds them: {plain(', '.join(lost))}.")


def _write_template(file: Path, language: str) -> None:
    from geo.tables.writers.export import template
    from maps.text.code_labels import labels

    if str(file) != STANDARD and file.suffix.lower() != ".xlsx":
        raise CoopmapError(f"{named(file)}: a template is a workbook; name it .xlsx.")
    target = Output(file, ".xlsx")
    size = target.write(template(language, labels()))
    told = "" if target.standard else f"; coopmap import {plain(file.name)} reads it"
    target.tell(f"{target.name}: {size / 1000:.0f} kB, a spreadsheet to fill in{told}")
