"""`coopmap facts`: a printed page for each project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import geo
from maps.commands.common import LayerFile, count, layer_path, problems_of, refuse_errors, write_bytes


def facts(
    output: Annotated[Path, typer.Argument(metavar="OUT", help="Where to write: a name ending in .pdf.")],
    layer: LayerFile = None,
    lang: Annotated[str, typer.Option(help="The language: en, ru, uz or kk.")] = "en",
    theme: Annotated[str, typer.Option(help="light, dark, or grey for printers without colour.")] = "light",
    only: Annotated[
        list[str] | None,
        typer.Option(help="Ids, sectors or statuses to print, joined by commas; may be repeated.", show_default=False),
    ] = None,
    no_check: Annotated[bool, typer.Option("--no-check", help="Print even if the layer has errors.")] = False,
) -> None:
    """Print fact sheets: a PDF with a page for each project, with its map, numbers, partners and sources."""
    path = layer_path(layer)
    read = geo.read(path)
    if not no_check:
        refuse_errors(path, problems_of(path, read))
    if output.suffix.lower() != ".pdf":
        raise typer.BadParameter(f"{output} does not end in .pdf.", param_hint="OUT")
    from maps.pictures import fact_sheets

    data, pages = fact_sheets(read, language=lang, theme=theme, only=only or ())
    size = write_bytes(output, data)
    typer.echo(f"{output}: {size / 1000:.0f} kB, {count(pages, 'page')}")
