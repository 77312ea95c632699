"""`coopmap build` and `coopmap embed`: the map as one HTML file, and the frame that shows it elsewhere."""

from __future__ import annotations

import re
import webbrowser
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple
from urllib.parse import quote, urljoin

import typer

import geo
from geo.errors import plain
from geo.messages import Message
from maps.commands import common, outcome
from maps.commands.common import (
    ADDRESS,
    NoCheck,
    Place,
    Title,
    companions,
    errors_of,
    in_tables,
    is_large,
    layer_path,
    named,
    refuse_errors,
    refuse_other_language,
    refusing,
    story,
    tell_missing_words,
    telling,
)
from maps.commands.ordinary_file import layer_of_any
from maps.commands.output import PAGE, Output
from maps.commands.printing import count, echo, refusal, say
from maps.commands.split import refuse_with_split, refuse_without_split, split_site
from maps.split.options import SplitOptions

if TYPE_CHECKING:
    from geo import Layer
    from maps.page.payload import Companions

DrawnFile = Annotated[
    Place | None,
    typer.Argument(
        metavar="[FILE]",
        parser=common.path,
        help=f"The layer: GeoJSON, a table ({ADDRESS}), or any file that coopmap import reads. Without it:"
        " data/projects.geojson here, else the layer that ships with coopmap.",
        show_default=False,
    ),
]

PUBLISHED = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
ORIGIN = re.compile(r"https?://[^\s/?#@:]+(:\d+)?")


class Preview(NamedTuple):
    """The picture of a page that is shown where the page is shared, in a file beside it."""

    file: Output
    """Where it is written."""
    address: str
    """Where it will be found."""

    @classmethod
    def beside(cls, page: Output, url: str, *, layer: Layer) -> Preview:
        """The picture of a page that will be published at an address; raises BadParameter for what is none."""
        if not PUBLISHED.fullmatch(url):
            raise refusal(
                Message("“{url}” is no address such as https://example.org/map/.", url=url), param_hint="--social"
            )
        if page.standard:
            raise refusal(Message("beside standard output there is no place; name a file."), param_hint="--social")
        path = page.path.with_suffix(".png")
        return cls(Output(path, ".png", layer=layer), urljoin(url, quote(path.name)))

    def draw(self, layer: Layer, *, language: str | None, title: str | None) -> None:
        """Write it, 1200 by 630 pixels, as Open Graph advises."""
        from maps.stills.picture import picture

        still = picture(layer, size="social", language=language or layer.languages[0], title=title)
        size = self.file.write(still.written("png"))
        self.file.tell_written(size, Message("for {address}", address=self.address))


def build(
    layer: DrawnFile = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Where to write the page; - for standard output.")
    ] = PAGE,
    lang: Annotated[
        str | None,
        typer.Option(
            help="The language the page opens in, one of the layer's. Without it: the reader's.", show_default=False
        ),
    ] = None,
    title: Title = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page when it is written.")] = False,
    no_check: NoCheck = False,
    social: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Where the page will be published, such as https://example.org/map/: writes a picture beside it, which"
            " is shown where the page is shared.",
            show_default=False,
        ),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option("--save", help="Keep a file that is no layer as one, GeoJSON.", show_default=False),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help="Of a file that is no layer: the sheet or GIS layer.", show_default=False)
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Of a file that is no layer: such as windows-1251.", show_default=False)
    ] = None,
    crs: Annotated[
        str | None,
        typer.Option(
            help="Of a file that is no layer and does not say it: coordinate system, such as EPSG:28412.",
            show_default=False,
        ),
    ] = None,
    split: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Of a layer in GeoParquet, one file or a folder of parts: write a folder of small files for a web"
            " server instead, whatever the size.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="With --split: processes; by default one a core.", show_default=False)
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="With --split: a Dask cluster, such as tcp://10.0.0.1:8786, whose machines see the same files.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Build the map: one HTML file that opens anywhere by a double click.

    Of a layer, or of any file that coopmap import reads: then it says how it understood the file, and draws it.
    """
    path = layer_path(layer)
    if split is not None:
        refuse_with_split({"--output": output != PAGE, "--social": social, "--save": save, "--open": open_page})
        refuse_with_split({"--sheet": sheet, "--encoding": encoding, "--crs": crs})
        wanted = SplitOptions(not no_check, title, lang)
        split_site(path, split, wanted, workers=workers, scheduler=scheduler)
        return
    refuse_without_split({"--workers": workers, "--scheduler": scheduler})
    read, own = layer_of_any(path, sheet=sheet, encoding=encoding, crs=crs)
    refuse_other_language(lang, read.languages)
    if own and save is not None:
        raise refusal(Message("{path} is a layer already; copy it.", path=named(path)), param_hint="--save")
    target = Output(output, ".html", reads=(path,), layer=read)
    if open_page and target.standard:
        raise refusal(Message("a page on standard output cannot be opened; name a file."), param_hint="--open")
    preview = None if social is None else Preview.beside(target, social, layer=read)
    from maps import render_page
    from maps.project_tables import unplaced

    beside: Companions = {}
    tables = in_tables(read) if own else read
    if own:
        if not no_check and not is_large(read):
            refuse_errors(path, errors_of(path, tables))
        indicators, milestones = companions(path)
        beside = {"indicators": indicators, "milestones": milestones, "story": story(path)}
    elif save is not None:
        layer_file = Output(save, ".geojson", reads=(path,))
        size = layer_file.write(geo.text(read).encode("utf-8", "surrogatepass"))
        layer_file.tell_written(size, Message("a layer"))
    shared = preview.address if preview else None
    with nullcontext(tables) if no_check or not own or not is_large(read) else refusing(path, read) as drawn:
        html = render_page(
            telling(drawn, Message("packed")), title=title, language=lang, notify=say, preview=shared, **beside
        )
    size = target.write(html.encode("utf-8", "surrogatepass"))
    outcome.give({"layer": str(path), "projects": len(read.features)})
    report: list[Message] = [count(len(read.features), "project")]
    if isinstance(read.features, tuple) or not is_large(read):  # others may be read from the disk once more
        report.append(Message("{number} of them not placed", number=unplaced(tables)))
    target.tell_written(size, *report)
    if preview is not None:
        preview.draw(read, language=lang, title=title)
    tell_missing_words(read.languages)
    if open_page:
        webbrowser.open(output.resolve().as_uri())


def embed(
    page: Annotated[
        str, typer.Argument(help="The address of the page: a file's name beside yours, or a URL.")
    ] = "map.html",
    layer: Annotated[
        Place | None,
        typer.Option(metavar="LAYER", parser=common.path, help="The layer, for its title.", show_default=False),
    ] = None,
    lang: Annotated[str | None, typer.Option(help="The language the map opens in.", show_default=False)] = None,
    project: Annotated[str | None, typer.Option(help="The id of a project to open.", show_default=False)] = None,
    height: Annotated[int, typer.Option(min=120, help="Height of the frame in pixels.")] = 600,
    present: Annotated[bool, typer.Option("--present", help="As a presentation, stop by stop.")] = False,
    parent: Annotated[
        str | None,
        typer.Option(
            metavar="ORIGIN",
            help="Who may drive the presentation by messages, such as https://example.org, where the page around the"
            " frame comes from another place than the map.",
            show_default=False,
        ),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="With the panel; without it only the map is shown.")] = False,
) -> None:
    """Print the HTML that shows the map inside another page or an HTML slide."""
    from html import escape

    from maps.text import i18n

    read = geo.read(layer_path(layer))
    refuse_other_language(lang, read.languages)
    if project is not None and project not in {other.id for other in read.projects}:
        raise refusal(Message("the layer has no project “{project}”.", project=project), param_hint="--project")
    if parent is not None and not ORIGIN.fullmatch(parent):
        raise refusal(
            Message("“{parent}” is no origin such as https://example.org.", parent=parent), param_hint="--parent"
        )
    state = {"lang": lang, "project": project, "parent": parent}
    flags = [name for name, on in (("embed", not full), ("present", present)) if on]
    parts = [*flags, *(f"{name}={quote(value, errors='replace')}" for name, value in state.items() if value)]
    own_title = i18n.version(dict(read.members), "title", lang or read.languages[0]) or "coopmap"
    title = plain(" ".join(own_title.split()))
    source = page + ("#" + "&".join(parts) if parts else "")
    frame = (
        f'<iframe src="{escape(source)}" title="{escape(title)}" loading="lazy" allow="clipboard-write; fullscreen"'
        f' width="100%" height="{height}" style="border: 0"></iframe>'
    )
    outcome.give({"html": frame})
    echo(frame)
