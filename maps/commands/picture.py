"""`coopmap picture`: the map as PNG, SVG or PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from maps.commands.common import LANGUAGES, LayerFile, NoCheck, Only, Theme, Title, count, named, read_checked
from maps.commands.output import STANDARD, Output


def picture(
    output: Annotated[
        Path,
        typer.Argument(
            metavar="OUT", help="Where to write: a name ending in .png, .svg or .pdf; - for standard output."
        ),
    ],
    layer: LayerFile = None,
    form: Annotated[
        str | None,
        typer.Option("--format", help="png, svg or pdf.", show_default="by the ending; png for standard output"),
    ] = None,
    size: Annotated[
        str | None,
        typer.Option(
            help="16:9, 4:3, square, a4, a3, a4-portrait, a3-portrait, or pixels such as 1920x1080.",
            show_default="16:9",
        ),
    ] = None,
    dpi: Annotated[
        float | None,
        typer.Option(help="Dots an inch of a PNG; with pixels, fewer make text smaller.", show_default=False),
    ] = None,
    lang: Annotated[str, typer.Option(help=f"The language: {LANGUAGES}.")] = "en",
    theme: Theme = "light",
    title: Title = None,
    only: Only = None,
    without: Annotated[
        str, typer.Option(help="Parts to leave out: title, legend, scale, credits, date, inset, names.")
    ] = "",
    extent: Annotated[
        str | None, typer.Option(help="West,south,east,north in degrees.", metavar="W,S,E,N", show_default=False)
    ] = None,
    crs: Annotated[
        str | None,
        typer.Option(help="A coordinate system such as EPSG:3857.", show_default="equal-area, centred on the layer"),
    ] = None,
    page: Annotated[
        str | None, typer.Option(help="Address of the published map, to which marks then lead.", show_default=False)
    ] = None,
    transparent: Annotated[bool, typer.Option("--transparent", help="Without paper, sea and neighbours.")] = False,
    locator: Annotated[
        bool, typer.Option("--locator", help="A small map with an overview, for the margin of a report.")
    ] = False,
    no_check: NoCheck = False,
) -> None:
    """Draw the map as a picture: PNG, SVG or PDF by the name's ending."""
    _, read = read_checked(layer, no_check=no_check)
    from maps.stills.picture import FORMATS
    from maps.stills.picture import picture as drawn

    suffix = form or ("png" if str(output) == STANDARD else output.suffix.lower().removeprefix("."))
    if suffix not in FORMATS:
        told = f"{named(output)} ends in none of .{', .'.join(FORMATS)}" if form is None else f"there is no “{form}”"
        raise typer.BadParameter(f"{told}.", param_hint="OUT" if form is None else "--format")
    target = Output(output, f".{suffix}", layer=read)
    made = drawn(
        read,
        size=size,
        dpi=dpi,
        language=lang,
        theme=theme,
        title=title,
        only=only or (),
        without=[part for part in without.replace(" ", "").split(",") if part],
        extent=extent.split(",") if extent is not None else None,
        crs=crs,
        page=page,
        transparent=transparent,
        locator=locator,
    )
    size_in_bytes = target.write(made.written(suffix))
    wide, high = made.pixels
    pixels = f"{wide} × {high} pixels, " if suffix == "png" else ""
    target.tell(f"{target.name}: {pixels}{size_in_bytes / 1000:.0f} kB, {count(len(made.projects), 'project')}")
    if made.drawing.unnamed:
        unnamed = count(made.drawing.unnamed, "name")
        typer.echo(f"{unnamed} found no room; a larger --size or a smaller --extent gives more.", err=True)
