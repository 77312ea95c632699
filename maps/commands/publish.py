"""`coopmap publish`: layers as a folder that any host of static pages serves, and that opens from disk too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import geo
from geo import CoopmapError
from geo.errors import plain
from geo.messages import Message, Plural, system_language
from geo.model.romanisation import romanised
from geo.model.text_forms import DATE
from maps.commands import common, outcome
from maps.commands.common import Place, companions, layer_path, named, problems_of, story, tell_missing_words
from maps.commands.page import PUBLISHED
from maps.commands.printing import count, echo, refusal, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo import Layer
    from geo.io.table_address import LayerPlace
    from maps.page.payload import Companions
    from maps.site.layer_files import LayerFiles, Source


def publish(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", help="Where to write the site: a new or an empty folder, or one written before."
        ),
    ],
    layers: Annotated[
        list[Place] | None,
        typer.Argument(
            metavar="[LAYER]...",
            parser=common.path,
            help="The layers: GeoJSON, or tables. Without any: data/projects.geojson here, else the one that ships with"
            " coopmap.",
            show_default=False,
        ),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Where the site will be found, such as https://example.org/maps/: for the sitemap, oEmbed and what is"
            " shown where a page is shared.",
            show_default=False,
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="The title of the first page in place of the usual one.", show_default=False)
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Go on when a layer has errors; the first page says that it is a draft.")
    ] = False,
) -> None:
    """Write a site: a first page, and for each layer its map, picture, data in every format, feed and citation.

    A layer is held to what a published one has, as by check --strict: errors stop it, unless --draft is given. The same
    layers and history make the same bytes.
    """
    from maps.site import folder as site_folder
    from maps.site.layer_files import files_of

    base = _base(url)
    paths = [layer_path(path) for path in layers] if layers else [layer_path(None)]
    sources = _sources(paths, draft=draft)
    outputs = [files_of(source, base, say) for source in sources]
    contents = _contents(outputs, title, base)
    left = site_folder.write(folder, contents)
    for name in contents:
        outcome.add_file(folder / name)
    outcome.give({"folder": str(folder), "layers": [_record(each) for each in outputs], "left": left})
    tell_missing_words(list(dict.fromkeys(tag for each in outputs for tag in each.layer.languages)))
    for each in outputs:
        _tell(folder, each)
    for name in left:
        say(Message("{file} was written by an earlier publish and changed since; it stays.", file=named(folder / name)))
    size = sum(map(len, contents.values()))
    files = Plural("{count} file", "{count} files", count=len(contents))
    say(
        Message(
            "{folder}: {files}, {size:.1f} MB. Open {page}.",
            folder=named(folder),
            files=files,
            size=size / 1e6,
            page=named(folder / "index.html"),
        )
    )


def _base(url: str | None) -> str | None:
    """The address of the site with a slash at its end. Raises BadParameter."""
    if url is None:
        return None
    if not PUBLISHED.fullmatch(url):
        wrong = Message("“{url}” is no address such as https://example.org/maps/.", url=plain(url))
        raise refusal(wrong, param_hint="--url")
    return url if url.endswith("/") else f"{url}/"


def _sources(paths: Sequence[LayerPlace], *, draft: bool) -> list[Source]:
    """The layers to publish. Raises CoopmapError, when one has errors and is to be no draft; the errors are told."""
    from maps.site.layer_files import Source

    sources: list[Source] = []
    faulty: list[tuple[LayerPlace, int]] = []
    for path, name in zip(paths, _folders(paths), strict=True):
        layer = geo.read(path)
        errors = _errors(path, layer, say_each=not draft)
        faulty += [(path, errors)] if errors else []
        indicators, milestones = companions(path)
        beside: Companions = {"indicators": indicators, "milestones": milestones, "story": story(path)}
        sources.append(Source(path, layer, beside, bool(errors), name))
    if faulty and not draft:
        path, errors = faulty[0]
        raise CoopmapError(
            Message(
                "{file} has {errors} by what a published layer has; nothing was written. Fix them, or publish it as a "
                "draft: --draft.",
                file=named(path),
                errors=Plural("{count} error", "{count} errors", count=errors),
            )
        )
    return sources


def _errors(path: LayerPlace, layer: Layer, *, say_each: bool) -> int:
    errors = [problem for problem in problems_of(path, layer, grade="published") if problem.level == "error"]
    outcome.add_findings(errors)
    for problem in errors if say_each else ():
        say(problem.in_language(system_language()))
    return len(errors)


def _folders(paths: Sequence[LayerPlace]) -> list[str]:
    """The names of the layers' folders: a file's name, or of one with the usual name its folder's; each once."""
    names: list[str] = []
    for path in paths:
        stem, above = _names(path)
        name = _slug(above if stem == "projects" and above != "data" else stem)
        number = next(number for number in range(1, len(paths) + 1) if _numbered(name, number) not in names)
        names.append(_numbered(name, number))
    return names


def _names(path: LayerPlace) -> tuple[str, str]:
    """The name of a layer, and of what it lies in."""
    return (path.stem, path.resolve().parent.name) if isinstance(path, Path) else (path.table, path.database)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", romanised(name, "en").casefold()).strip("-") or "layer"


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number}"


def _contents(outputs: Sequence[LayerFiles], title: str | None, base: str | None) -> dict[str, bytes]:
    """All files by their paths; the first pages last, so that they never lead to what is not there yet."""
    from maps.site import addresses
    from maps.site.index_page import index_pages

    pages = index_pages(outputs, title)
    contents = {path: data for each in outputs for path, data in each.contents.items()}
    if base:
        days = {f"{base}{each.folder}/index.html": _day(each.layer) for each in outputs}
        newest = max(days.values())
        firsts = {base + ("" if name == "index.html" else name): newest for name in pages}
        contents |= {"robots.txt": addresses.robots(base), "sitemap.xml": addresses.sitemap(firsts | days)}
    return contents | pages


def _day(layer: Layer) -> str:
    """The date of the newest source, "" of a layer that names none."""
    as_of = layer.members.get("as_of")
    return as_of if isinstance(as_of, str) and re.fullmatch(DATE, as_of) else ""


def _record(output: LayerFiles) -> dict[str, object]:
    """What a program is told of a layer."""
    projects = len(output.layer.projects)
    return {"folder": output.folder, "projects": projects, "draft": output.draft, "lost": output.lost}


def _tell(folder: Path, output: LayerFiles) -> None:
    """What is there of a layer, and how much some formats cannot hold; the first page lists it."""
    from maps.site.layer_files import FEED

    projects = count(len(output.layer.projects), "project")
    echo(Message("{file}: {content}", file=named(folder / output.folder), content=projects))
    for name, lost in output.lost.items():
        notes = Plural("{count} thing", "{count} things", count=len(lost))
        say(Message("  {name} cannot say {notes}; the first page lists them.", name=plain(name), notes=notes))
    if output.draft:
        say(Message("{folder} is a draft: the check of a published layer finds errors in it.", folder=output.folder))
    if not output.has(FEED):
        say(Message("{folder} has no feed: neither git nor coopmap knows a version before this.", folder=output.folder))
