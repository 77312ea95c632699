"""`coopmap picture`: the map as PNG, SVG or PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import geo
from geo.messages import Message
from maps.commands import outcome
from maps.commands.common import (
    Language,
    LayerFile,
    NoCheck,
    Only,
    Theme,
    Title,
    layer_path,
    named,
    refuse_faulty,
)
from maps.commands.missing_letters import Fonts, use_fonts, warn_of_missing
from maps.commands.output import STANDARD, Output
from maps.commands.printing import count, refusal, say
from maps.commands.progress import counting

if TYPE_CHECKING:
    from maps.stills.picture import Picture


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
        typer.Option(
            "--format",
            help="png, svg or pdf; json: the result for programs.",
            show_default="by the ending; png for standard output",
        ),
    ] = None,
    size: Annotated[
        str | None,
        typer.Option(
            help="16:9, 4:3, square, a4, a3, a4-portrait, a3-portrait, social (1200x630), social-square (1080x1080), "
            "story (1080x1920), or pixels such as 1920x1080.",
            show_default="16:9",
        ),
    ] = None,
    dpi: Annotated[
        float | None,
        typer.Option(help="Dots an inch of a PNG; with pixels, fewer make text smaller.", show_default=False),
    ] = None,
    lang: Language = None,
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
    by: Annotated[
        str | None,
        typer.Option(
            help="A small map of the projects of each sector, status or country.", metavar="FIELD", show_default=False
        ),
    ] = None,
    numbers: Annotated[
        bool, typer.Option("--numbers", help="Numbers in the marks, and a list of what they are.")
    ] = False,
    outlines: Annotated[
        bool,
        typer.Option("--outlines", help="In SVG, letters as shapes, for programs that ignore embedded fonts."),
    ] = False,
    font: Fonts = None,
    no_check: NoCheck = False,
) -> None:
    """Draw the map as a picture: PNG, SVG or PDF by the name's ending."""
    path = layer_path(layer)
    read = geo.read(path)
    from maps.stills.picture import FORMATS
    from maps.stills.picture import picture as drawn

    suffix = form or ("png" if str(output) == STANDARD else output.suffix.lower().removeprefix("."))
    if suffix not in FORMATS:
        reason = (
            Message("{output} ends in none of .{formats}", output=named(output), formats=", .".join(FORMATS))
            if form is None
            else Message("there is no “{form}”", form=form)
        )
        raise refusal(Message("{reason}.", reason=reason), param_hint="OUT" if form is None else "--format")
    if outlines and suffix != "svg":
        raise refusal(Message("only SVG has them, not {suffix}.", suffix=suffix.upper()), param_hint="--outlines")
    use_fonts(font)
    target = Output(output, f".{suffix}", layer=read)
    still = drawn(
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
        by=by,
        numbered=numbers,
    )
    refuse_faulty(path, read, no_check=no_check)  # after `drawn`, which refuses too many projects at once
    projects = count(len(still.projects), "project")
    with counting(Message("Drawing {projects}", projects=projects)):
        written = still.svg(outlines=True) if outlines else still.written(suffix)
    size_in_bytes = target.write(written)
    wide, high = still.pixels
    outcome.give({"layer": str(path), "projects": len(still.projects), "pixels": [wide, high]})
    pixels = Message("{wide} × {high} pixels", wide=wide, high=high)
    target.tell_written(size_in_bytes, projects, *([pixels] if suffix == "png" else []))
    _warn(still)


def _warn(still: Picture) -> None:
    """Says what the picture lacks: names without room, and letters that its typeface does not have."""
    if still.drawing.unnamed:
        unnamed = count(still.drawing.unnamed, "name")
        advice = Message("--numbers lists them, a larger --size or a smaller --extent gives more")
        say(Message("{unnamed} found no room; {advice}.", unnamed=unnamed, advice=advice))
    warn_of_missing(still.missing)
