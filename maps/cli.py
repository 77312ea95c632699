"""The command line: puts the commands together, and turns whatever goes wrong into a sentence."""

from __future__ import annotations

import gc
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from geo import CoopmapError
from geo.messages import Message
from maps.commands import (
    add,
    check,
    due,
    edit,
    exchange,
    export,
    facts,
    history,
    icons,
    mcp,
    new,
    outcome,
    page,
    picture,
    places,
    publish,
    read,
    report,
    review,
    slides,
    sources,
)
from maps.commands.common import messages_language
from maps.commands.help_language import SpokenCommand, SpokenGroup, abort, refuse
from maps.commands.language_options import TextOptions
from maps.commands.printing import say

if TYPE_CHECKING:
    from typer._click import Command

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


COMMANDS = (
    *(new.new, page.build, check.check, due.due, sources.sources),
    *(places.find, add.add, edit.edit, exchange.import_, export.export, read.read, review.review),
    *(history.diff, history.undo, picture.picture, slides.slides, report.report, facts.facts, page.embed),
    publish.publish,
    icons.icons,
    mcp.mcp,
)
for command in COMMANDS:
    options = TextOptions if command is add.add else SpokenCommand
    app.command(command.__name__.rstrip("_"), cls=options)(
        command if command is mcp.mcp else outcome.for_programs(command)
    )


@cache
def _program() -> Command:
    """The commands as one program; to put it together takes as long as a short command."""
    return typer.main.get_command(app)


def main() -> None:
    """Runs the command; whatever goes wrong reaches the user as a sentence, never as a traceback."""
    # A command makes much and throws away little: looking for garbage all the time took a tenth of it.
    gc.set_threshold(200_000, 20, 100)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    programs = outcome.is_for_programs(sys.argv[1:])
    try:
        sys.exit(_program().main(standalone_mode=False) or 0)
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
