"""`coopmap new`: a layer of any countries in an empty folder, with its map, a README and files for CI."""

from __future__ import annotations

import os
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import geo
from geo.errors import plain
from geo.io import canonical_json, files
from geo.io.codebook_files import MEMBER, codebook_of
from geo.messages import Message, Plural, system_language
from maps.commands import asking, outcome
from maps.commands.common import tell_missing_words
from maps.commands.ordinary_file import layer_of_any
from maps.commands.output import PAGE, Output
from maps.commands.printing import refusal, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model.geojson import Json

LAYER = Path("data/projects.geojson")
SECTORS = LAYER.with_name("sectors.json")

README = """# {title}

A layer of projects, `data/projects.geojson`, and its map. Made with coopmap {version}.

    coopmap edit                      # add and change projects in the browser
    coopmap add                       # or question by question
    coopmap export template.xlsx      # or fill in a spreadsheet, then: coopmap import template.xlsx --yes
    coopmap check                     # says what is missing or wrong
    coopmap build --open              # writes out/map.html, one file that opens anywhere
    coopmap publish site --draft      # writes a site: map, data in every format, a feed of what changed

The layer is a draft: what is missing is drawn as missing. With `"grade": "published"` in it the check demands more.
On GitHub and GitLab every change is checked, told in words, and published (.github/workflows/map.yml, .gitlab-ci.yml).
Where borders are disputed the map draws them dashed, as Natural Earth has them; that is no statement on their status.
"""

CI = {Path(".github/workflows/map.yml"): "github.yml", Path(".gitlab-ci.yml"): "gitlab.yml"}
"""Where each service looks for what it is to do, and the file that is laid there."""

IGNORED = "out/\nsite/\n.coopmap/\n"


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the layer is called, such as kenya-uganda.")],
    countries: Annotated[
        str | None, typer.Option(help="Its countries by code or name, such as KE,UG.", show_default=False)
    ] = None,
    languages: Annotated[
        str | None, typer.Option(help="Its languages, the first one first, such as en,sw.", show_default=False)
    ] = None,
    title: Annotated[
        str | None,
        typer.Option(help="Its title in the first language. Without it: the countries' names.", show_default=False),
    ] = None,
    sectors: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Its own list of sectors, as sectors.json (docs/own-lists.md). Without it: the built-in one.",
            show_default=False,
        ),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="A table or GIS file with its projects.", show_default=False),
    ] = None,
    open_page: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Open the map; by default at a terminal.")
    ] = None,
) -> None:
    """Begin a layer of any countries in this folder, and build its map.

    At a terminal it asks for what is not given.
    """
    if LAYER.exists() or LAYER.is_symlink():
        raise refusal(
            Message("there is a layer here already, {file}; begin another in a folder of its own.", file=LAYER),
            param_hint="NAME",
        )
    page = Output(PAGE, ".html")
    own_sectors = _sectors(sectors)
    there = asking.at_terminal()
    codes = _countries(countries, there)
    tags = _languages(languages, there)
    if title is None and there:
        title = asking.ask(Message("Title ({language}; Enter for the countries' names)", language=tags[0])) or None
    features = layer_of_any(source, languages=tuple(tags))[0].features if source is not None else ()
    members = _members(codes, tags, title)
    codebook = codebook_of({**members, MEMBER: {"sectors": own_sectors}} if own_sectors else members, LAYER.parent)
    layer = geo.Layer(tuple(features), members, LAYER, codebook)
    errors = [problem for problem in geo.check(layer, errors_only=True) if problem.level == "error"]
    if own_sectors:
        Output(SECTORS, ".json").write(canonical_json.dumps({"sectors": own_sectors}).encode())
        number = Plural("{count} sector", "{count} sectors", count=len(codebook.sectors))
        say(Message("{file}: {number}", file=SECTORS, number=number))
    Output(LAYER, ".geojson").write(geo.text(layer).encode("utf-8", "surrogatepass"))
    projects = Plural("{count:,} project", "{count:,} projects", count=len(layer.features))
    say(Message("{file}: {projects}, a draft of “{name}”", file=LAYER, projects=projects, name=plain(name)))
    for problem in errors:
        say(f"  {problem.in_language(system_language())}")
    outcome.add_findings(errors)
    outcome.give({"layer": str(LAYER), "page": str(PAGE), "projects": len(layer.features)})
    _write_beside(_title_of(layer, tags))
    tell_missing_words(tags)
    _build(layer, page, open_page=there if open_page is None else open_page)


def _sectors(given: Path | None) -> dict[str, Json]:
    """The layer's own list of sectors, none without a file. Raises ReadError for one that is not sound."""
    if given is None:
        return {}
    if os.path.lexists(SECTORS):
        raise refusal(Message("{file} is there already and would be replaced.", file=SECTORS), param_hint="--sectors")
    value = files.read_json(given)
    own = value.get("sectors") if isinstance(value, dict) else None
    if not isinstance(own, dict):
        raise geo.ReadError(
            str(given), Message("is no list of sectors: it should hold them under “sectors”, each by its code.")
        )
    codebook_of({MEMBER: {"sectors": own}}, None)  # refuses a list that is not sound before anything is written
    return own


def _members(codes: Sequence[str], tags: Sequence[str], title: str | None) -> dict[str, Json]:
    from maps.basemap.names import country_name

    titles: dict[str, Json] = {f"title_{tag}": " – ".join(country_name(code, tag) for code in codes) for tag in tags}
    if title is not None:
        titles[f"title_{tags[0]}"] = title
    return {**titles, "languages": list(tags), "countries": list(codes), "grade": "draft"}


def _title_of(layer: geo.Layer, tags: Sequence[str]) -> str:
    return str(layer.members[f"title_{tags[0]}"])


def _countries(option: str | None, there: bool) -> list[str]:
    """The codes of the countries that are given, or that somebody at a terminal names."""
    while True:
        if option is None:
            if not there:
                raise refusal(Message("name the countries, such as KE,UG."), param_hint="--countries")
            answer = asking.ask(Message("Countries, by code or name, with commas between them"))
        else:
            answer = option
        words = [word.strip() for word in answer.split(",") if word.strip()]
        codes = [_code_of(word) for word in words]
        unknown = [word for word, code in zip(words, codes, strict=True) if code is None]
        if words and not unknown:
            return list(dict.fromkeys(code for code in codes if code))
        wrong = Message("no country is named")
        if unknown:
            wrong = Message("there is no country “{name}”", name=plain(unknown[0]))
        fault = Message("{wrong}; write codes of ISO 3166, such as KE, or names.", wrong=wrong)
        if option is not None:
            raise refusal(fault, param_hint="--countries")
        asking.tell(fault)


def _code_of(word: str) -> str | None:
    from geo.model.iso import COUNTRIES
    from geo.tables.country_names import country_code

    return word.upper() if word.upper() in COUNTRIES else country_code(word)


def _languages(option: str | None, there: bool) -> list[str]:
    """The tags of the languages, English without a word."""
    from geo.model.languages import TAG

    if option is None:
        option = asking.ask(Message("Languages by their tags, the first one first"), default="en") if there else "en"
    tags = list(dict.fromkeys(tag.strip() for tag in option.split(",") if tag.strip()))
    wrong = next((tag for tag in tags if not TAG.fullmatch(tag)), None)
    if wrong is not None or not tags:
        what = Message("no language is named")
        if wrong:
            what = Message("“{tag}” is no tag of a language", tag=plain(wrong))
        raise refusal(Message("{wrong}; write such as en,sw (BCP 47).", wrong=what), param_hint="--languages")
    return tags


def _write_beside(title: str) -> None:
    """The files beside the layer; those that are there stay."""
    from importlib.metadata import version

    released = version("coopmap")
    folder = Path(__file__).with_name("ci")
    texts = {Path("README.md"): README.format(title=plain(title), version=released), Path(".gitignore"): IGNORED}
    for path, name in CI.items():
        texts[path] = (folder / name).read_text(encoding="utf-8").replace("@VERSION@", released)
    for path, text in texts.items():
        if path.exists() or path.is_symlink():
            say(Message("{file} is there already and stays as it is.", file=path))
            continue
        Output(path, path.suffix).write(text.encode("utf-8", "surrogatepass"))
        say(Message("{file}: written", file=path))


def _build(layer: geo.Layer, page: Output, *, open_page: bool) -> None:
    from maps import render_page

    size = page.write(render_page(layer, notify=say).encode("utf-8", "surrogatepass"))
    say(Message("{file}: {size:.0f} kB. Next: coopmap edit, or coopmap add.", file=page.name, size=size / 1000))
    if open_page:
        webbrowser.open(PAGE.resolve().as_uri())
