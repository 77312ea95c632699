"""What a command did, for programs: one JSON object of one form (data/result.schema.json), alone on standard output.

Every command takes `--format json`. Commands hand over what they learnt while they run; what they would tell a person
becomes the object's messages.
"""

from __future__ import annotations

import inspect
import os
from contextlib import contextmanager, redirect_stdout
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from geo.errors import CoopmapError, Problem
from geo.messages import ENGLISH
from maps.commands.form_option import TextOrJson, TextOrJsonFormat, echo_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

OPTION = "--format"
JSON = "json"

USAGE = 2
"""The exit code of a command that was called wrongly."""

ENDED = 130
"""The exit code of a command that its user ended."""


@dataclass
class Outcome:
    """What a command did so far."""

    command: str
    result: object = None
    """What it learnt or made, plain JSON."""
    findings: list[Problem] = field(default_factory=list)
    """What is wrong with a layer, in order."""
    files: list[str] = field(default_factory=list)
    """The files that it wrote, in order."""
    messages: list[str] = field(default_factory=list)
    """What it told a person, line by line."""
    error: str | None = None
    """Why it stopped, one sentence."""
    exit_code: int = 0

    def to_dict(self) -> dict[str, object]:
        """The object that is printed."""
        return {
            "command": self.command,
            "ok": self.exit_code == 0,
            "exit_code": self.exit_code,
            "error": self.error,
            "result": self.result,
            "findings": [problem.to_dict() for problem in self.findings],
            "files": [_file(name) for name in dict.fromkeys(self.files)],
            "messages": self.messages,
        }


def _file(name: str) -> dict[str, object]:
    path = Path(name)
    return {"path": name, "bytes": path.stat().st_size if path.is_file() else None}


_current: ContextVar[Outcome | None] = ContextVar("outcome", default=None)


def wanted() -> bool:
    """Whether a program is to be told what happens: then nobody is asked anything."""
    return _current.get() is not None


def give(result: object) -> None:
    """Hand over what the command learnt or made, plain JSON."""
    if outcome := _current.get():
        outcome.result = result


def add_findings(problems: Iterable[Problem]) -> None:
    """Hand over what is wrong with a layer."""
    if outcome := _current.get():
        outcome.findings += problems


def add_file(path: str | os.PathLike[str]) -> None:
    """Hand over the name of a file that was written."""
    if outcome := _current.get():
        outcome.files.append(os.fspath(path))


def add_message(text: str) -> None:
    """Hand over what was said beside the result."""
    if outcome := _current.get():
        outcome.messages += str(text).splitlines()


# Commands that have the option


def for_programs(command: Callable[..., None]) -> Callable[..., None]:
    """The command with `--format json`. One that has the option already, for formats of its own, keeps it."""
    signature = inspect.signature(command, eval_str=True)
    name = command.__name__.rstrip("_")
    own = signature.parameters.get("form")

    def run(**values: object) -> None:
        form = values["form"] if own else values.pop("form")
        if form != JSON:
            command(**values)
            return
        if own:
            values["form"] = own.default
        outcome = carried_out(name, partial(command, **values))
        echo_json(outcome.to_dict())
        if outcome.exit_code:
            raise typer.Exit(outcome.exit_code)

    parameters = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in signature.parameters.values()]
    if own is None:
        option = inspect.Parameter(
            "form", inspect.Parameter.KEYWORD_ONLY, default=TextOrJsonFormat.text, annotation=TextOrJson
        )
        parameters.append(option)
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run


def carried_out(name: str, run: Callable[[], None]) -> Outcome:
    """What a command did that was run for a program: in English, nobody asked, nothing printed."""
    outcome = Outcome(name)
    printed = StringIO()
    with _collecting(outcome), redirect_stdout(printed):
        try:
            run()
        except typer.Exit as end:
            outcome.exit_code = end.exit_code
        except typer.BadParameter as error:
            outcome.error, outcome.exit_code = error.format_message(), USAGE
        except CoopmapError as error:
            outcome.error, outcome.exit_code = str(error), 1
            outcome.findings += error.problems
        except (typer.Abort, KeyboardInterrupt):
            outcome.error, outcome.exit_code = "It was ended.", ENDED
    outcome.messages = [*printed.getvalue().splitlines(), *outcome.messages]
    return outcome


@contextmanager
def _collecting(outcome: Outcome) -> Iterator[None]:
    token = _current.set(outcome)
    before = os.environ.get("COOPMAP_LANG")
    os.environ["COOPMAP_LANG"] = ENGLISH
    try:
        yield
    finally:
        _current.reset(token)
        if before is None:
            del os.environ["COOPMAP_LANG"]
        else:
            os.environ["COOPMAP_LANG"] = before


# Calls that never reach a command


def is_for_programs(arguments: list[str]) -> bool:
    """Whether a command line asks for JSON."""
    pairs = pairwise(arguments)
    return f"{OPTION}={JSON}" in arguments or (OPTION, JSON) in pairs


def sentence_of(error: Exception) -> str:
    """What is wrong with a call, in English, or "" for what says nothing."""
    message = getattr(error, "format_message", None)
    return str(message()) if callable(message) else ""


def echo_refusal(arguments: list[str], sentence: str, exit_code: int) -> None:
    """Print the object of a call that was refused before its command began."""
    name = next((argument for argument in arguments if not argument.startswith("-")), "")
    echo_json(Outcome(name, error=sentence, exit_code=exit_code).to_dict())
