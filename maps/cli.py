"""The command line: puts the commands together, and turns whatever goes wrong into a sentence."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, NoReturn, cast

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
    from typer.core import TyperGroup


COMMANDS: dict[str, Callable[[], Callable[..., None]]] = {
    "new": lambda: commands.new.new,
    "build": lambda: commands.page.build,
    "check": lambda: commands.check.check,
    "due": lambda: commands.due.due,
    "sources": lambda: commands.sources.sources,
    "find": lambda: commands.places.find,
    "add": lambda: commands.add.add,
    "edit": lambda: commands.edit.edit,
    "import": lambda: commands.exchange.import_,
    "export": lambda: commands.export.export,
    "read": lambda: commands.read.read,
    "review": lambda: commands.review.review,
    "diff": lambda: commands.history.diff,
    "undo": lambda: commands.history.undo,
    "picture": lambda: commands.picture.picture,
    "slides": lambda: commands.slides.slides,
    "report": lambda: commands.report.report,
    "facts": lambda: commands.facts.facts,
    "embed": lambda: commands.page.embed,
    "publish": lambda: commands.publish.publish,
    "icons": lambda: commands.icons.icons,
    "mcp": lambda: commands.mcp.mcp,
}
"""Each command by its name; its module is imported when it is asked for."""


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
    function = COMMANDS[name]()
    options = commands.language_options.TextOptions if name == "add" else SpokenCommand
    callback = function if name == "mcp" else outcome.for_programs(function)
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
def program() -> TyperGroup:
    """The commands as one program."""
    group = typer.main.get_group(app)
    group.commands = cast("dict[str, Command]", _Commands())  # of which Typer only reads
    return group


def main() -> None:
    """Runs the command; whatever goes wrong reaches the user as a sentence, never as a traceback."""
    # A command makes much and throws away little: looking for garbage all the time took a tenth of it.
    gc.set_threshold(200_000, 20, 100)
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
