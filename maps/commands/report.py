"""`coopmap report`: the layer as a document for Word."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo.messages import Message
from maps.commands.common import LayerFile, NoCheck, Only, Title, companions, named, read_checked
from maps.commands.output import STANDARD, Output
from maps.commands.printing import count, refusal, say


def report(
    output: Annotated[
        Path, typer.Argument(metavar="OUT", help="Where to write: a name ending in .docx; - for standard output.")
    ],
    layer: LayerFile = None,
    languages: Annotated[
        str | None,
        typer.Option(
            help="Languages of the layer's, joined by commas: a part for each.", show_default="the layer's first"
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(help="A .docx or .dotx whose styles, page, headers and footers are taken.", show_default=False),
    ] = None,
    title: Title = None,
    only: Only = None,
    no_check: NoCheck = False,
) -> None:
    """Write a Word document: map, key figures, a section for each project with photographs, sources as footnotes."""
    path, read = read_checked(layer, no_check=no_check)
    if str(output) != STANDARD and output.suffix.lower() != ".docx":
        raise refusal(Message("{output} does not end in .docx.", output=named(output)), param_hint="OUT")
    target = Output(output, ".docx", (template,) if template else (), read)
    from maps.report.report import word_report

    data, projects = word_report(
        read,
        languages=languages or (),
        template_file=template,
        title=title,
        only=only or (),
        indicators=companions(path)[0],
        notify=say,
    )
    written = target.write(data)
    target.tell_written(written, count(projects, "project"))
