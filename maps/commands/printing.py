"""What commands print: sentences in the system's language, refusals, how many of what."""

from __future__ import annotations

import typer

from geo.messages import Message, Plural, plural, spoken
from maps.commands import outcome


def echo(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a text, a Message in the system's language; nl: whether the line ends."""
    typer.echo(spoken(text), err=err, nl=nl)


def say(text: str) -> None:
    """A sentence beside the result, on standard error, a Message in the system's language."""
    outcome.add_message(text)
    echo(text, err=True)


def refusal(text: str, *, param_hint: str) -> typer.BadParameter:
    """What ends the command for a wrong option or argument; text: what is wrong with it, in the system's language."""
    return typer.BadParameter(spoken(text), param_hint=param_hint)


_COUNTED = {
    "address": plural("{count} address", "{count} addresses"),
    "change": plural("{count} change", "{count} changes"),
    "document": plural("{count} document", "{count} documents"),
    "error": plural("{count} error", "{count} errors"),
    "icon": plural("{count} icon", "{count} icons"),
    "more finding": plural("{count} more finding", "{count} more findings"),
    "more place": plural("{count} more place", "{count} more places"),
    "more row": plural("{count} more row", "{count} more rows"),
    "name": plural("{count} name", "{count} names"),
    "page": plural("{count} page", "{count} pages"),
    "project": plural("{count:,} project", "{count:,} projects"),
    "row": plural("{count} row", "{count} rows"),
    "slide": plural("{count} slide", "{count} slides"),
    "suggestion": plural("{count} suggestion", "{count} suggestions"),
    "value": plural("{count} value", "{count} values"),
}
"""What commands count, in English: one of it, and several."""


def count(number: int, noun: str) -> Plural:
    """So many of what commands count."""
    return Plural(*_COUNTED[noun], count=number)


def kilobytes(size: int) -> Message:
    """The size of a file, given in bytes."""
    return Message("{size:.0f} kB", size=size / 1000)
