"""`coopmap report`: the layer as a document for Word."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from maps.commands import outcome
from maps.commands.common import LayerFile, NoCheck, Only, Title, companions, read_checked
from maps.commands.output import Output
from maps.commands.printing import count, say


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
    target = Output.of_kind(output, ".docx", *filter(None, [template]), layer=read)
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
    outcome.give({"layer": str(path), "projects": projects})
    target.tell_written(written, count(projects, "project"))
