"""`coopmap slides`: the layer as a deck for PowerPoint."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import geo
from maps.commands.common import (
    LayerFile,
    companions,
    count,
    layer_path,
    problems_of,
    refuse_errors,
    write_bytes,
)


def slides(
    output: Annotated[Path, typer.Argument(metavar="OUT", help="Where to write: a name ending in .pptx.")],
    layer: LayerFile = None,
    lang: Annotated[
        str, typer.Option(help="The language: en, ru, uz or kk; two joined by a comma stand side by side.")
    ] = "en",
    size: Annotated[str, typer.Option(help="16:9 or 4:3; a template has its own.")] = "16:9",
    template: Annotated[
        Path | None,
        typer.Option(help="A .pptx or .potx whose masters, fonts and colours are taken.", show_default=False),
    ] = None,
    title: Annotated[str | None, typer.Option(help="A title in place of the layer's own.", show_default=False)] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(help="Ids, sectors or statuses to show, joined by commas; may be repeated.", show_default=False),
    ] = None,
    no_check: Annotated[bool, typer.Option("--no-check", help="Make it even if the layer has errors.")] = False,
) -> None:
    """Make a deck: maps, charts and notes that can be edited in PowerPoint."""
    path = layer_path(layer)
    read = geo.read(path)
    if not no_check:
        refuse_errors(path, problems_of(path, read))
    if output.suffix.lower() != ".pptx":
        raise typer.BadParameter(f"{output} does not end in .pptx.", param_hint="OUT")
    from maps.slides import slide_deck

    indicators, milestones = companions(path)
    data, pages = slide_deck(
        read,
        language=lang,
        size=size,
        template=template,
        title=title,
        only=only or (),
        indicators=indicators,
        milestones=milestones,
    )
    written = write_bytes(output, data)
    typer.echo(f"{output}: {written / 1000:.0f} kB, {count(pages, 'slide')}")
