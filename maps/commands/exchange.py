"""`coopmap import`: projects from spreadsheets, GIS files and IATI."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import geo
from geo import CoopmapError
from geo.io.table_address import LayerPlace
from geo.layer import empty, exists
from geo.messages import Message
from geo.model.languages import named as named_languages
from maps.commands import common, outcome
from maps.commands.common import ADDRESS, Memory, OwnLayerFile, Place, Seconds, refuse_other_language
from maps.commands.printing import count, refusal, say
from maps.commands.progress import steps

if TYPE_CHECKING:
    from geo import Layer
    from geo.model.codebook import Codebook
    from geo.tables.import_plan import Plan
    from geo.tables.imported_pictures import ImportedPictures
    from geo.tables.incoming import ImportOptions, Intake
    from geo.tables.merge_row import Terms


class _NothingToWrite(Exception):
    """The file stays as it is."""


YES = frozenset(("yes", "y", "да", "д", "ha", "иә", "ия"))
"""What agrees, in the four languages."""


def import_(
    file: Annotated[
        Place,
        typer.Argument(
            metavar="FILE",
            parser=common.path,
            help="CSV, XLSX, ODS, GeoJSON, KML, KMZ, GPX, GeoPackage, shapefile, GeoParquet, FlatGeobuf, IATI, or a"
            f" table of a database ({ADDRESS}).",
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
    skip: Annotated[
        list[str] | None, typer.Option("--skip", metavar="COLUMN", help="Leave a column out.", show_default=False)
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
    own: Annotated[
        bool, typer.Option("--own", help="Keep unknown columns of a table in coopmap's own form, too.")
    ] = False,
    world: Annotated[bool, typer.Option("--world", help="Look places up in the whole world.")] = False,
    split: Annotated[bool, typer.Option("--split", help="Make a project of each of several points.")] = False,
    memory: Memory = None,
    time: Seconds = None,
) -> None:
    """Take projects in from a spreadsheet or a GIS file. Shows what would change; --yes writes it, and so does your
    yes at a terminal."""
    from geo.places import gazetteer
    from geo.sandbox import process
    from geo.tables import intake
    from geo.tables.merge_row import Terms
    from geo.tables.readers import any_format
    from geo.tables.split_points import split_points
    from maps.commands import asking, import_report, mapping
    from maps.text import i18n

    allowed = process.bounds(memory, time)
    target = _own_layer(layer)
    before = geo.read(target) if exists(target) else empty(target)
    languages = named_languages(before.members)
    refuse_other_language(lang, languages or i18n.languages())
    given = _import_options(columns, skip, constants, lang, own, before.codebook)
    options = replace(given, crs=crs, words=mapping.read(target), languages=languages)
    terms = Terms(clear, crs, world or gazetteer.lies_beyond(before.own_countries))
    with steps() as step:
        step(Message("Reading"), 0)
        named_headers = [*options.chosen, *options.skipped]
        book = any_format.read(file, encoding=encoding, sheet=sheet, crs=crs, named=named_headers, allowed=allowed)
        book = split_points(book) if split else book
        step(Message("Reading"), len(book.main.rows))
        taken = intake.intake(book, options)
    if taken.unknown and asking.at_terminal() and (words := mapping.ask(taken.unknown, before.codebook)):
        mapping.write(target, words)
        taken = intake.intake(book, replace(options, words=mapping.read(target)))
    pictures = _pictures(file, target)
    if pictures is not None:
        pictures.rename(taken)
    with steps() as step:
        plan, written = _carry_out(pictures, target, taken, yes, skip_bad, terms, step)
    outcome.give(import_report.as_record(file, target, plan, written))
    if written:
        outcome.add_file(target)
    import_report.tell(file, target, plan)
    if not written and _agreed(plan, yes):
        with steps() as step:
            plan, written = _carry_out(pictures, target, taken, True, skip_bad, terms, step)
    import_report.tell_outcome(file, target, plan, written)


def _agreed(plan: Plan, yes: bool) -> bool:
    """Whether somebody at a terminal wants it written."""
    from maps.commands import asking

    good = len(plan.of("new")) + len(plan.of("changed"))
    if yes or not good or plan.of("wrong") or not asking.at_terminal():
        return False
    answer = asking.ask(Message("Write {projects}? (yes/no)", projects=count(good, "project")))
    return answer.casefold() in YES


def _import_options(
    columns: list[str] | None,
    skip: list[str] | None,
    constants: list[str] | None,
    lang: str | None,
    own: bool,
    codebook: Codebook,
) -> ImportOptions:
    from geo.tables.incoming import ImportOptions
    from maps.text.code_labels import labels

    pairs = {column: tuple(names.split(",")) for column, names in _pairs("--map", columns)}
    chosen = {column: names for column, names in pairs.items() if names != ("-",)}
    skipped = frozenset((*(skip or ()), *(pairs.keys() - chosen.keys())))
    set_values = dict(_pairs("--set", constants))
    return ImportOptions(labels(codebook), lang, (), chosen, set_values, own, skipped, codebook=codebook)


def _pairs(option: str, texts: list[str] | None) -> Iterator[tuple[str, str]]:
    for text in texts or ():
        name, equals, value = text.rpartition("=") if option == "--map" else text.partition("=")
        if not equals or not name or not value:
            what = "COLUMN=FIELD" if option == "--map" else "FIELD=VALUE"
            raise refusal(Message("“{text}” is no {what}.", text=text, what=what), param_hint=option)
        yield name.strip(), value


def _own_layer(argument: LayerPlace | None) -> LayerPlace:
    """The layer to write: never the one inside the installed package."""
    here = Path("data/projects.geojson")
    if argument is None and not here.is_file():
        raise CoopmapError(
            Message("There is no layer here (data/projects.geojson); name one: coopmap import FILE LAYER.")
        )
    return argument or here


def _pictures(file: LayerPlace, target: LayerPlace) -> ImportedPictures | None:
    """The pictures beside a file that go beside a layer; a table has none beside it."""
    from geo.tables.imported_pictures import ImportedPictures

    return ImportedPictures(file, target.parent) if isinstance(file, Path) and isinstance(target, Path) else None


def _carry_out(
    pictures: ImportedPictures | None,
    target: LayerPlace,
    taken: Intake,
    yes: bool,
    skip_bad: bool,
    terms: Terms,
    step: Callable[[str, int], None],
) -> tuple[Plan, bool]:
    """(the plan, whether it was written). What is written is thought through anew on the layer as the lock finds it."""
    from geo.tables.import_plan import plan

    plans: list[Plan] = []

    def change(layer: Layer) -> Layer:
        current = plan(layer, taken, terms, progress=step)
        plans.append(current)
        if not yes or not (current.of("new") or current.of("changed")) or (current.of("wrong") and not skip_bad):
            raise _NothingToWrite
        step(Message("Writing"), len(current.items))
        good = {item.id for item in current.items if item.what in ("new", "changed")}
        return current.after if pictures is None else pictures.stored(current.after, good, say)

    try:
        if yes:
            geo.update(target, change, create=True)
        else:
            change(geo.read(target) if exists(target) else empty(target))
    except _NothingToWrite:
        return plans[-1], False
    return plans[-1], True
