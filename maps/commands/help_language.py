"""The help of the commands, and what Typer says of a wrong command line, in the reader's language.

Typer knows English alone: help is translated paragraph by paragraph when it is printed, sentences by their templates.
"""

from __future__ import annotations

import copy
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast

import typer.core

from geo.messages import ENGLISH, Message, spoken, system_language, template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

    from typer._click import ClickException, Command, Context, HelpFormatter, Parameter

_composed: dict[str, Message] = {}
"""English to the message of each help text that is made of several."""

_TYPERS_OWN = {
    "DEFAULT_STRING": Message("[default: {}]"),
    "REQUIRED_LONG_STRING": Message("[required]"),
    "ARGUMENTS_PANEL_TITLE": Message("Arguments"),
    "OPTIONS_PANEL_TITLE": Message("Options"),
    "COMMANDS_PANEL_TITLE": Message("Commands"),
    "ERRORS_PANEL_TITLE": Message("Error"),
    "ABORTED_TEXT": Message("Aborted."),
    "RICH_HELP": Message("Try [blue]'{command_path} {help_option}'[/] for help."),
}
"""Constants of typer.rich_utils, which it takes from gettext when it is imported: before the language is known."""

_SENTENCES = (
    template("Usage: {usage}"),
    template("Invalid value for {name}: {reason}"),
    template("Invalid value: {reason}"),
    template("Missing argument {name}."),
    template("Missing option {name}."),
    template("Missing command."),
    template("No such option: {name} (Possible options: {names})"),
    template("No such option: {name}"),
    template("No such command {name}."),
    template("Got unexpected extra argument(s) ({names})"),
    template("Option {name} requires an argument."),
    template("Option {name} does not take a value."),
    template("{value} is not a valid int."),
    template("{value} is not a valid int range."),
    template("{value} is not a valid float."),
    template("{value} is not in the range {range}."),
    template("{value} is not one of {choices}."),
)
"""What Typer says of a wrong command line."""


def composed(message: Message) -> str:
    """The English of a help text that is made of several messages, which is remembered for other languages."""
    _composed[str(message)] = message
    return str(message)


def said(text: str) -> str:
    """A help text in the system's language, paragraph by paragraph."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
    return "\n\n".join(spoken(_composed.get(paragraph) or Message(paragraph)) for paragraph in paragraphs)


def texts(command: Command) -> Iterator[str]:
    """The help texts of a command and of those below it that are no composed ones: what catalogues must have."""
    for text in _texts(command):
        for paragraph in text.split("\n\n"):
            if (plain := " ".join(paragraph.split())) and plain not in _composed:
                yield plain


def _texts(command: Command) -> Iterator[str]:
    yield command.help or ""
    for parameter in command.params:
        for name in _WORDS_OF_PARAMETERS:
            if isinstance(text := getattr(parameter, name, None), str):
                yield text
    if isinstance(command, typer.core.TyperGroup):
        for inner in command.commands.values():
            yield from _texts(inner)


_WORDS_OF_PARAMETERS = ("help", "show_default", "rich_help_panel")


class SpokenCommand(typer.core.TyperCommand):
    """A command whose help is in the system's language."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Print the help."""
        _prepare_typer()
        typer.core.TyperCommand.format_help(cast("SpokenCommand", _translated(self)), ctx, formatter)

    def get_help_option(self, ctx: Context) -> typer.core.TyperOption | None:
        """The option --help."""
        return _spoken_option(super().get_help_option(ctx))

    def get_usage(self, ctx: Context) -> str:
        """How the command is called."""
        return _usage(super().get_usage(ctx))


class SpokenGroup(typer.core.TyperGroup):
    """The commands together, likewise."""

    summaries: Mapping[str, str] = {}
    """Of each command what the help of all lists, so that none need be loaded for it."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Print the help."""
        _prepare_typer()
        listed = copy.copy(self)
        listed.commands = {name: typer.core.TyperCommand(name, help=text) for name, text in self.summaries.items()}
        typer.core.TyperGroup.format_help(cast("SpokenGroup", _translated(listed)), ctx, formatter)

    def get_help_option(self, ctx: Context) -> typer.core.TyperOption | None:
        """The option --help."""
        return _spoken_option(super().get_help_option(ctx))

    def get_usage(self, ctx: Context) -> str:
        """How the commands are called."""
        return _usage(super().get_usage(ctx))


def refuse(error: typer.TyperException) -> None:
    """Print what is wrong with the command line."""
    from typer import rich_utils

    _prepare_typer()
    message = cast("ClickException", error)
    if system_language() == ENGLISH or type(error).__name__ == "NoArgsIsHelpError":
        rich_utils.rich_format_error(message)
        return
    text = said_by_typer(message.format_message())
    rich_utils.rich_format_error(cast("ClickException", _Refusal(text, getattr(error, "ctx", None))))


def abort() -> None:
    """Say that the user ended the command."""
    from typer import rich_utils

    _prepare_typer()
    rich_utils.rich_abort_error()


class _Refusal(NamedTuple):
    """What Typer shows of an error: a sentence, and the command that was called."""

    text: str
    ctx: Context | None

    def format_message(self) -> str:
        return self.text


def _prepare_typer() -> None:
    from typer import rich_utils

    module: ModuleType = rich_utils
    for name, text in _TYPERS_OWN.items():
        setattr(module, name, spoken(text))


def _translated(command: Command) -> Command:
    """The command whose help is printed: a copy with the words of the system's language."""
    if system_language() == ENGLISH:
        return command
    copied = copy.copy(command)
    copied.help = said(command.help or "")
    copied.params = list(map(_translated_parameter, command.params))
    if isinstance(copied, typer.core.TyperGroup):
        copied.commands = {name: _translated(inner) for name, inner in copied.commands.items()}
    return copied


def _translated_parameter(parameter: Parameter) -> Parameter:
    copied = copy.copy(parameter)
    for name in _WORDS_OF_PARAMETERS:
        if isinstance(text := getattr(copied, name, None), str):
            setattr(copied, name, said(text))
    return copied


def _spoken_option(option: typer.core.TyperOption | None) -> typer.core.TyperOption | None:
    if option is not None:
        option.help = spoken(Message("Show this message and exit."))
    return option


def _usage(text: str) -> str:
    words = {"[OPTIONS]": Message("[OPTIONS]"), "COMMAND [ARGS]...": Message("COMMAND [ARGS]...")}
    for english, word in words.items():
        text = text.replace(english, spoken(word))
    return said_by_typer(text)


def said_by_typer(text: str) -> str:
    """A sentence of Typer in the system's language; one that is not known as it is."""
    for words, pattern in _patterns().items():
        if match := pattern.fullmatch(text):
            values = match.groupdict()
            values |= {name: said_by_typer(values[name]) for name in ("reason",) if name in values}
            return spoken(Message(words, **values))
    return text


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        words: re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(words)), re.DOTALL) for words in _SENTENCES
    }
