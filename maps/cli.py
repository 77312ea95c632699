"""The command line: puts the commands together, and turns whatever goes wrong into a sentence."""

from __future__ import annotations

import gc
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Annotated

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
    new,
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
)
for command in COMMANDS:
    app.command(command.__name__.rstrip("_"), cls=TextOptions if command is add.add else None)(command)


@cache
def _program() -> Callable[[], object]:
    """The commands as one program; to put it together takes as long as a short command."""
    return typer.main.get_command(app)


def main() -> None:
    """Runs the command; whatever goes wrong reaches the user as a sentence, never as a traceback."""
    # A command makes much and throws away little: looking for garbage all the time took a tenth of it.
    gc.set_threshold(200_000, 20, 100)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        _program()()
    except CoopmapError as error:
        typer.echo(spoken(error.sentence), err=True)
        sys.exit(1)
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)
    except MemoryError:
        typer.echo("There is not enough memory for this layer.", err=True)
        sys.exit(1)
    except Exception as error:
        if "COOPMAP_DEBUG" in os.environ:
            raise
        fault = f"coopmap met a fault of its own ({type(error).__name__}: {error})."
        typer.echo(f"{fault} Please report it; COOPMAP_DEBUG=1 shows where.", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
