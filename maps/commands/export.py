"""`coopmap export`: projects as spreadsheets, GIS files, data packages and open standards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import geo
from geo import CoopmapError
from geo.errors import plain, show
from geo.io.table_address import LayerPlace, TableAddress
from geo.layer import exists
from geo.messages import Message
from maps.commands import common, outcome, tables
from maps.commands.common import ADDRESS, LayerFile, Place, layer_path, named, refuse_other_language
from maps.commands.output import STANDARD, Output
from maps.commands.printing import count, refusal, say

if TYPE_CHECKING:
    from geo import Layer


def export(
    file: Annotated[
        Place,
        typer.Argument(
            metavar="FILE",
            parser=common.path,
            help="What to write: .xlsx, .csv, .gpkg, .kml, .parquet, .geojson, .iati.xml or .oc4ids.json;"
            " DIR/datapackage.json with a CSV a list; template.xlsx is one to fill in; - for standard output;"
            f" {ADDRESS} makes a layer in PostGIS.",
            show_default=False,
        ),
    ],
    layer: LayerFile = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format", help="xlsx, csv, gpkg, …; json: the result for programs.", show_default="by the ending"
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            help="Texts in this language alone; of a template, the language of its headers.", show_default=False
        ),
    ] = None,
    empty: Annotated[bool, typer.Option("--template", help="Write the template under any name.")] = False,
) -> None:
    """Write the projects for a spreadsheet, a GIS program or an open standard, or the template of a spreadsheet."""
    from geo.tables.writers import export as writing
    from maps.site.tables import table

    if isinstance(file, TableAddress):
        tables.make(file, layer_path(layer))
        return
    if empty or file.name.casefold() == "template.xlsx":
        _write_template(file, lang, _layer_of_template(layer))
        return
    ending = file.name.casefold()
    if form is None and ending == "datapackage.json":
        _write_package(file, layer, lang)
        return
    standard = form.lower() if form else next((name for name, own in STANDARDS.items() if ending.endswith(own)), "")
    if standard in STANDARDS:
        read = geo.read(layer_path(layer))
        refuse_other_language(lang, read.languages)
        _write_standard(file, standard, read, lang or read.languages[0])
        return
    ending = f".{form.lower()}" if form else file.suffix.lower()
    if ending not in writing.ENDINGS:
        reason = (
            Message("there is no format {form}", form=show(form))
            if form
            else Message("{file} has no ending that can be exported", file=named(file))
        )
        raise CoopmapError(
            Message(
                "{reason}; these can: {endings}.",
                reason=reason,
                endings=", ".join([*writing.ENDINGS, *STANDARDS.values()]),
            )
        )
    place = layer_path(layer)
    if isinstance(place, TableAddress) and ending == ".geojson" and str(file) != STANDARD and lang is None:
        tables.take_out(place, file)
        return
    read = geo.read(place)
    refuse_other_language(lang, read.languages)
    target = Output(file, ending, layer=read)
    size = target.write(table(read, ending, lang))
    outcome.give({"format": ending, "projects": len(read.projects)})
    target.tell_written(size, count(len(read.projects), "project"))
    _tell_altitudes(target.name, read, ending)
    if ending != ".geojson" and (lost := writing.left_out(read)):
        say(
            Message(
                "{target}: left out, for only GeoJSON holds them: {lost}.",
                target=target.name,
                lost=plain(", ".join(lost)),
            )
        )


def _tell_altitudes(name: str, layer: Layer, ending: str) -> None:
    """Says of how many projects a file has no altitudes, where that is so."""
    from geo.tables.writers import export as writing

    if number := writing.losing_altitudes(layer, ending):
        say(
            Message(
                "{target}: left out the altitudes of {projects}, for only some of the positions have one;"
                " KML and GeoJSON hold them.",
                target=name,
                projects=count(number, "project"),
            )
        )


STANDARDS = {"iati": ".iati.xml", "oc4ids": ".oc4ids.json"}
"""Open standards that a layer can be written in, with the endings of their files."""


def _write_standard(file: Path, name: str, layer: Layer, language: str) -> None:
    from geo.standards import iati, oc4ids

    target = Output(file, Path(STANDARDS[name]).suffix, layer=layer)
    data, losses = iati.write(layer) if name == "iati" else oc4ids.write(layer, language)
    size = target.write(data)
    outcome.give({"format": name, "projects": len(layer.features), "lost": list(losses.lines())})
    target.tell_written(size)
    for sentence in losses.lines():
        target.tell(Message("  it cannot say: {sentence}", sentence=sentence))


def _write_package(file: Path, layer: LayerPlace | None, lang: str | None) -> None:
    """Write the description of a data package, and the tables that it describes beside it."""
    from geo.tables.writers.data_package import data_package

    if lang is not None:
        raise refusal(Message("a data package has all languages; leave it out."), param_hint="--lang")
    read = geo.read(layer_path(layer))
    files = data_package(read)
    targets = [Output(file.with_name(name), Path(name).suffix, layer=read) for name in files]
    for target, data in zip(targets, files.values(), strict=True):
        target.tell_written(target.write(data))
    outcome.give({"format": "datapackage", "projects": len(read.projects)})
    _tell_altitudes(targets[0].name, read, ".csv")


def _layer_of_template(given: LayerPlace | None) -> Layer:
    """The layer that a template is for: the named one, else that of this folder, if there is one."""
    here = given or Path("data/projects.geojson")
    return geo.read(here) if exists(here) else geo.Layer(())


def _write_template(file: Path, lang: str | None, layer: Layer) -> None:
    """lang: of its headers, one of the layer's languages or one that has words for headers."""
    from geo.tables.header_names import LANGUAGES
    from geo.tables.writers.export import template
    from maps.text.code_labels import labels

    refuse_other_language(lang, tuple(dict.fromkeys((*layer.languages, *LANGUAGES))))
    if str(file) != STANDARD and file.suffix.lower() != ".xlsx":
        raise CoopmapError(Message("{file}: a template is a workbook; name it .xlsx.", file=named(file)))
    target = Output(file, ".xlsx")
    written = template(lang or layer.languages[0], labels(layer.codebook), layer)
    size = target.write(written)
    way_back = Message("a spreadsheet to fill in; coopmap import {file} reads it", file=plain(file.name))
    target.tell_written(size, Message("a spreadsheet to fill in") if target.standard else way_back)
