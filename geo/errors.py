"""What can be wrong with a layer, said plainly: `Problem` for a finding, `CoopmapError` for a stop."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal

from geo.messages import ENGLISH, Message, template, translated

if TYPE_CHECKING:
    from collections.abc import Mapping

Level = Literal["error", "warning"]

LONGEST_VALUE = 80
"""Characters of a wrong value that a message repeats."""
LONGEST_REASON = 160
"""The same of what a library says."""


_PASSWORD = re.compile(r"(postgres(?:ql)?:/+[^:/@\s]*):[^\s]*@", re.IGNORECASE)


def plain(text: str) -> str:
    """The text on one line, with every character that cannot be seen, line breaks too, written as an escape."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else _escaped(sign) for sign in text)


def masked(text: str) -> str:
    """The text without the password of an address of a database, for names that were taken for a file's."""
    return _PASSWORD.sub(r"\1:***@", text) if "postgres" in text.casefold() else text


def _escaped(sign: str) -> str:
    code = f"{ord(sign):x}"
    return f"\\u{code:0>4}" if len(code) <= len("ffff") else f"\\U{code:0>8}"


def show(value: object) -> str:
    """A value as a message repeats it: short, on one line, nothing invisible; text in quotation marks."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return f"“{_short(masked(value))}”"
    try:
        return _short(json.dumps(value, ensure_ascii=False))
    except (TypeError, ValueError, RecursionError):
        return f"a {type(value).__name__}"


_REFUSALS = frozenset(
    {
        template("permission denied"),
        template("no such file or directory"),
        template("no space left on device"),
        template("read-only file system"),
        template("is a directory"),
        template("not a directory"),
        template("file exists"),
        template("file name too long"),
        template("input/output error"),
        template("connection refused"),
        template("address already in use"),
        template("too many open files"),
        template("disk quota exceeded"),
    }
)
"""What a system says most often when it refuses, which other languages have words for."""


def system_reason(error: OSError) -> str:
    """Why the system refused, as a part of a sentence: begun small, without a full stop."""
    said = error.strerror
    if not said or isinstance(said, Message):
        return said or Message("the system refuses")
    return Message(said.lower()) if said.lower() in _REFUSALS else said.lower()


def library_reason(said: object) -> str:
    """Why a library refuses, as a part of a sentence: its first line, shortened, without the full stop at its end."""
    lines = str(said).strip().splitlines() or [""]
    return plain(lines[0][:LONGEST_REASON]).rstrip(" .")


def _short(text: str) -> str:
    return plain(text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…")


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding of a check. All of it is text to show, never to parse; its Messages have other languages."""

    level: Level
    """ "error" where the layer is refused, else "warning"."""
    rule: str
    """The rule's code, as docs/checks.md has it."""
    where: str
    """The project's id, or the file."""
    field: str
    """The path of the field, such as `sources[2].url`."""
    got: str
    """What stands there."""
    expected: str
    """What should stand there."""
    fix: str
    """What to do."""

    def __str__(self) -> str:
        return self.in_language(ENGLISH)

    def in_language(self, language: str) -> str:
        """The finding as one sentence in a language, by its tag."""
        where, field = translated(self.where, language), translated(self.field, language)
        return Message(
            "{level} {place}: got {got}; expected {expected}; to fix: {fix} [{rule}]",
            level=_LEVELS[self.level],
            place=plain(f"{where}, {field}" if field else where),
            got=self.got,
            expected=self.expected,
            fix=self.fix,
            rule=self.rule,
        ).in_language(language)

    def to_dict(self, language: str = ENGLISH) -> dict[str, str]:
        """The fields in order, for JSON, their texts in a language."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(translated(value, language)) for name, value in values.items()}


_LEVELS = {"error": Message("error"), "warning": Message("warning")}


class CoopmapError(Exception):
    """The one error of coopmap: its text is one plain sentence; `problems` holds findings, when there are any."""

    def __init__(self, sentence: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.problems = problems

    def __reduce__(self) -> tuple[object, ...]:
        """Pickled as it is: its subclasses are made of other things than the sentence."""
        return _as_it_was, (type(self), self.args), self.__dict__


def _of_file(file: str, reason: str) -> Message:
    """The sentence on a file, without a password that its name may hold."""
    return Message("{file} {reason}", file=plain(masked(file)), reason=reason)


def _as_it_was(kind: type[CoopmapError], args: tuple[object, ...]) -> CoopmapError:
    return kind.__new__(kind, *args)


class ReadError(CoopmapError):
    """A file cannot be read as what it should be; `file` names it, `reason` says why."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(_of_file(file, reason))
        self.file = file
        self.reason = reason


class WriteError(CoopmapError):
    """A file cannot be written; the old one is untouched; `file` names it, `reason` says why."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(_of_file(file, reason))
        self.file = file
        self.reason = reason


class BusyError(WriteError):
    """Another process is changing the file; nothing was changed."""


class ConflictError(CoopmapError):
    """A project is no longer as it was when its change was begun; nothing was changed.

    where: its id; current: the Feature as the layer has it now, None when it is gone; based_on: as it was.
    """

    def __init__(self, where: str, current: Mapping[str, object] | None, based_on: Mapping[str, object]) -> None:
        project = plain(where)
        super().__init__(
            Message("{project} was removed since this change was begun; nothing was written.", project=project)
            if current is None
            else Message(
                "{project} was changed by someone else since this change was begun; nothing was written.",
                project=project,
            )
        )
        self.where = where
        self.current = current
        self.based_on = based_on
