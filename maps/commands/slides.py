"""`coopmap slides`: the layer as a deck for PowerPoint."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from maps.commands import outcome
from maps.commands.common import (
    LayerFile,
    NoCheck,
    Only,
    Title,
    companions,
    read_checked,
    story,
)
from maps.commands.output import Output
from maps.commands.printing import count, say


def slides(
    output: Annotated[
        Path, typer.Argument(metavar="OUT", help="Where to write: a name ending in .pptx; - for standard output.")
    ],
    layer: LayerFile = None,
    lang: Annotated[
        str | None,
        typer.Option(
            help="The language, one of the layer's; two joined by a comma stand side by side.",
            show_default="the layer's first",
        ),
    ] = None,
    size: Annotated[str, typer.Option(help="16:9 or 4:3; a template has its own.")] = "16:9",
    template: Annotated[
        Path | None,
        typer.Option(help="A .pptx or .potx whose masters, fonts and colours are taken.", show_default=False),
    ] = None,
    title: Title = None,
    only: Only = None,
    no_check: NoCheck = False,
) -> None:
    """Make a deck: maps, charts and notes that can be edited in PowerPoint."""
    path, read = read_checked(layer, no_check=no_check)
    target = Output.of_kind(output, ".pptx", *filter(None, [template]), layer=read)
    from maps.slides.deck import slide_deck

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
        story=story(path),
        notify=say,
    )
    written = target.write(data)
    outcome.give({"layer": str(path), "slides": pages})
    target.tell_written(written, count(pages, "slide"))
