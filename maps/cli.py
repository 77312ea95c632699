"""The command line: puts the commands together, and turns whatever goes wrong into a sentence."""

from __future__ import annotations

import gc
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Annotated, NoReturn, Protocol, runtime_checkable

import typer

from geo import CoopmapError
from geo.messages import spoken
from maps.commands import (
    add,
    check,
    due,
    edit,
    exchange,
    facts,
    history,
    icons,
    mcp,
    new,
    outcome,
    page,
    picture,
    places,
    read,
    review,
    slides,
    sources,
)
from maps.commands.common import messages_language
from maps.commands.language_options import TextOptions

if TYPE_CHECKING:
    from collections.abc import Callable

app = typer.Typer(
    name="coopmap",
    help="Show where countries work together: a checked, sourced layer of projects as a map that needs no network.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
    language: Annotated[
        str | None,
        typer.Option("--lang", help="Language of messages: en or ru; without it the system's.", show_default=False),
    ] = None,
) -> None:
    """Show where countries work together: a checked, sourced layer of projects as a map that needs no network."""
    if language is not None:
        os.environ["COOPMAP_LANG"] = messages_language(language)
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"coopmap {installed('coopmap')}")
        raise typer.Exit


COMMANDS = (
    *(new.new, page.build, check.check, due.due, sources.sources),
    *(places.find, add.add, edit.edit, exchange.import_, exchange.export, read.read, review.review),
    *(history.diff, history.undo, picture.picture, slides.slides, facts.facts, page.embed),
    icons.icons,
    mcp.mcp,
)
for command in COMMANDS:
    options = TextOptions if command is add.add else None
    app.command(command.__name__.rstrip("_"), cls=options)(
        command if command is mcp.mcp else outcome.for_programs(command)
    )


@cache
def _program() -> Callable[..., object]:
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
        # Click's own mode prints what is wrong with a call; a program gets it as the object of every command.
        ended = _program()(standalone_mode=not programs)
        sys.exit(ended if isinstance(ended, int) else 0)
    except CoopmapError as error:
        _refuse(programs, spoken(error.sentence), 1)
    except (KeyboardInterrupt, BrokenPipeError, typer.Abort):
        sys.exit(outcome.ENDED)
    except MemoryError:
        _refuse(programs, "There is not enough memory for this layer.", 1)
    except Exception as error:
        if isinstance(error, _Refusal):  # Click's errors of a call; typer has a copy of its own of that class
            _refuse(programs, error.format_message(), outcome.USAGE)
        if "COOPMAP_DEBUG" in os.environ:
            raise
        fault = f"coopmap met a fault of its own ({type(error).__name__}: {error})."
        _refuse(programs, f"{fault} Please report it; COOPMAP_DEBUG=1 shows where.", 1)


@runtime_checkable
class _Refusal(Protocol):
    """What is wrong with a call."""

    def format_message(self) -> str:
        """In one sentence."""
        ...


def _refuse(programs: bool, sentence: str, exit_code: int) -> NoReturn:
    """End with a sentence: for people on standard error, for programs as JSON."""
    if programs:
        outcome.echo_refusal(sys.argv[1:], sentence, exit_code)
    else:
        typer.echo(sentence, err=True)
    sys.exit(exit_code)


if __name__ == "__main__":
    main()
