"""`coopmap facts`: a printed page for each project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo.messages import Message
from maps.commands import outcome
from maps.commands.common import (
    Language,
    LayerFile,
    NoCheck,
    Only,
    Theme,
    read_checked,
)
from maps.commands.missing_letters import Fonts, use_fonts, warn_of_missing
from maps.commands.output import Output
from maps.commands.printing import count, say
from maps.commands.progress import counting


def facts(
    output: Annotated[
        Path, typer.Argument(metavar="OUT", help="Where to write: a name ending in .pdf; - for standard output.")
    ],
    layer: LayerFile = None,
    lang: Language = None,
    theme: Theme = "light",
    only: Only = None,
    font: Fonts = None,
    no_check: NoCheck = False,
) -> None:
    """Print fact sheets: a PDF with a page for each project, with its map, numbers, partners and sources."""
    path, read = read_checked(layer, no_check=no_check)
    use_fonts(font)
    target = Output.of_kind(output, ".pdf", layer=read)
    from maps.stills.font_subset import missing
    from maps.stills.pdf import pdf
    from maps.stills.picture import fact_pages

    with counting(Message("Drawing fact sheets")):
        pages = fact_pages(read, language=lang, theme=theme, only=only or (), notify=say)
        data = pdf(pages)
    size = target.write(data)
    outcome.give({"layer": str(path), "pages": len(pages)})
    target.tell_written(size, count(len(pages), "page"))
    warn_of_missing(missing(shape for page in pages for shape in page.shapes))
