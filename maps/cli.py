"""The command line: puts the commands together, and turns whatever goes wrong into a sentence."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, NamedTuple, NoReturn, cast

import typer
from typer.models import CommandInfo

from geo import CoopmapError
from geo.messages import Message
from maps import commands
from maps.commands import outcome
from maps.commands.common import messages_language
from maps.commands.help_language import SpokenCommand, SpokenGroup, abort, refuse
from maps.commands.printing import say

if TYPE_CHECKING:
    from typer._click import Command


class _Entry(NamedTuple):
    """A command as the program's help lists it."""

    load: Callable[[], Callable[..., None]]
    """Imports the module that has it."""
    summary: str
    """The first paragraph of its help, which is listed without importing it."""


COMMANDS: dict[str, _Entry] = {
    "new": _Entry(lambda: commands.new.new, "Begin a layer of any countries in this folder, and build its map."),
    "build": _Entry(lambda: commands.page.build, "Build the map: one HTML file that opens anywhere by a double click."),
    "check": _Entry(
        lambda: commands.check.check,
        "Check the layer: fields, places, sources, translations. Exit code 1 when it has errors.",
    ),
    "due": _Entry(
        lambda: commands.due.due,
        "List what must be looked at again, the longest due first: old statuses, plans whose time has come, "
        "old checks.",
    ),
    "sources": _Entry(
        lambda: commands.sources.sources,
        "List the documents that the layer cites, what each supports, and which have no archived copy. "
        "No network, unless --online asks for it.",
    ),
    "find": _Entry(
        lambda: commands.places.find,
        "Look a place up: country, region, population, coordinates, source. "
        "No network. Exit code 1 when there is none.",
    ),
    "add": _Entry(
        lambda: commands.add.add,
        "Add a project: asks for what is needed, shows what will be written, and writes it on yes.",
    ),
    "edit": _Entry(lambda: commands.edit.edit, "Edit the layer in the browser: click the map, fill in the form, save."),
    "import": _Entry(
        lambda: commands.exchange.import_,
        "Take projects in from a spreadsheet or a GIS file. Shows what would change; "
        "--yes writes it, and so does your yes at a terminal.",
    ),
    "export": _Entry(
        lambda: commands.export.export,
        "Write the projects for a spreadsheet, a GIS program or an open standard, or the template of a spreadsheet.",
    ),
    "read": _Entry(
        lambda: commands.read.read,
        "Find candidates of projects in a document, without a network, and compare them with the layer.",
    ),
    "review": _Entry(
        lambda: commands.review.review,
        "Review suggestions: each is checked and shown field by field; yes, no or edit. Nothing is overwritten.",
    ),
    "diff": _Entry(
        lambda: commands.history.diff,
        "Tell in words what changed between two layers: by project and by field, not by line.",
    ),
    "undo": _Entry(
        lambda: commands.history.undo,
        "Take back the last change that coopmap made to the layer. Nothing is lost: --redo makes it again.",
    ),
    "picture": _Entry(
        lambda: commands.picture.picture, "Draw the map as a picture: PNG, SVG or PDF by the name's ending."
    ),
    "slides": _Entry(
        lambda: commands.slides.slides, "Make a deck: maps, charts and notes that can be edited in PowerPoint."
    ),
    "report": _Entry(
        lambda: commands.report.report,
        "Write a Word document: map, key figures, a section for each project with photographs, sources as footnotes.",
    ),
    "facts": _Entry(
        lambda: commands.facts.facts,
        "Print fact sheets: a PDF with a page for each project, with its map, numbers, partners and sources.",
    ),
    "embed": _Entry(
        lambda: commands.page.embed, "Print the HTML that shows the map inside another page or an HTML slide."
    ),
    "publish": _Entry(
        lambda: commands.publish.publish,
        "Write a site: a first page, and for each layer its map, picture, data in every format, feed and citation.",
    ),
    "icons": _Entry(lambda: commands.icons.icons, "List the icons for sectors of your own; -o draws them."),
    "mcp": _Entry(
        lambda: commands.mcp.mcp,
        "Serve the layer to an agent by the Model Context Protocol, over standard input and output.",
    ),
}
"""The commands by their names; the module of one is imported when it is asked for."""


class _Commands(Mapping[str, "Command"]):
    """The commands of the program, each put together when it is first asked for: all of them take as long as a short
    command does."""

    def __getitem__(self, name: str) -> Command:
        return _command(name)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


@cache
def _command(name: str) -> Command:
    run = COMMANDS[name].load()
    options = commands.language_options.TextOptions if name == "add" else SpokenCommand
    callback = run if name == "mcp" else outcome.for_programs(run)
    info = CommandInfo(name=name, cls=options, callback=callback)
    return typer.main.get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=app.rich_markup_mode)


app = typer.Typer(
    name="coopmap",
    help="Show where countries work together: a checked, sourced layer of projects as a map that needs no network.",
    cls=SpokenGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _speak(language: str | None) -> str | None:
    if language is not None:
        os.environ["COOPMAP_LANG"] = messages_language(language)
    return language


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
    language: Annotated[
        str | None,
        typer.Option(
            "--lang",
            help="Language of messages and help: en or ru; without it the system's.",
            show_default=False,
            is_eager=True,  # before --help
            callback=_speak,
        ),
    ] = None,
) -> None:
    """Show where countries work together: a checked, sourced layer of projects as a map that needs no network."""
    del language  # which _speak has taken
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"coopmap {installed('coopmap')}")
        raise typer.Exit


@cache
def program() -> SpokenGroup:
    """The commands as one program."""
    group = cast("SpokenGroup", typer.main.get_group(app))
    group.commands = cast("dict[str, Command]", _Commands())  # of which Typer only reads
    group.summaries = {name: entry.summary for name, entry in COMMANDS.items()}
    return group


def main() -> None:
    """Runs the command; whatever goes wrong reaches the user as a sentence, never as a traceback."""
    # A command makes much and throws away little: looking for garbage all the time took a tenth of it, at its end more.
    gc.set_threshold(1_000_000, 20, 100)
    atexit.register(gc.freeze)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # else NumPy starts a thread a core for products it never makes
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    programs = outcome.is_for_programs(sys.argv[1:])
    try:
        sys.exit(program().main(standalone_mode=False) or 0)
    except typer.TyperException as error:
        if programs and (sentence := outcome.sentence_of(error)):
            outcome.echo_refusal(sys.argv[1:], sentence, error.exit_code)
        else:
            refuse(error)
        sys.exit(error.exit_code)
    except typer.Abort:
        abort()
        sys.exit(1)
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(outcome.ENDED)
    except Exception as error:
        if not isinstance(error, CoopmapError | MemoryError) and "COOPMAP_DEBUG" in os.environ:
            raise
        _end(programs, _sentence(error))


def _sentence(error: Exception) -> str:
    """What a user is told of an error that ends a command."""
    if isinstance(error, CoopmapError):
        return error.sentence
    if isinstance(error, MemoryError):
        return Message("There is not enough memory for this layer.")
    fault = Message("coopmap met a fault of its own ({name}: {error}).", name=type(error).__name__, error=error)
    return Message("{fault} Please report it; COOPMAP_DEBUG=1 shows where.", fault=fault)


def _end(programs: bool, sentence: str) -> NoReturn:
    """End with a sentence: for people on standard error, for programs as JSON."""
    if programs:
        outcome.echo_refusal(sys.argv[1:], str(sentence), 1)
    else:
        say(sentence)
    sys.exit(1)


if __name__ == "__main__":
    main()
