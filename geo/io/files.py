"""JSON files in and out of the disk: read with every bad file refused in one sentence, written whole or not at all."""

from __future__ import annotations

import json
import math
import os
import stat
from contextlib import suppress
from typing import Any

from geo.errors import ReadError, WriteError, show, system_reason
from geo.io import regular_files
from geo.messages import Message, template

MAX_BYTES = 512 * 1024 * 1024
"""A larger file is refused before it is read."""

MAX_DEPTH = 64
"""Deeper nesting of lists and records is refused."""

DRAFTS = ".coopmap-*.tmp"
"""The names of drafts, beside the file that each is to become; a killed process leaves its own behind."""


class _RefusedError(ValueError):
    """What our hooks find wrong while the JSON is parsed."""


def read_json(path: str | os.PathLike[str], *, links: bool = True) -> Any:
    """The file's JSON value. Raises ReadError, one plain sentence, for anything that is no sound JSON in UTF-8.

    Refused as well: keys that stand twice in one record, NaN and numbers too large for a float, deep nesting,
    and more than MAX_BYTES; unless `links`, what a link leads to.
    """
    name = os.fspath(path)
    return parse(read_text(name, links=links), name)


def read_text(path: str | os.PathLike[str], *, links: bool = True) -> str:
    """The file's text. Raises ReadError when it is no regular file, too large, not in UTF-8 or blank."""
    name = os.fspath(path)
    return decode(name, read_bytes(name, links=links))


def parse(text: str, name: str) -> Any:
    """The JSON value of a text; `name` is the file that a ReadError names."""
    try:
        value = VALUES.decode(text)
    except json.JSONDecodeError as error:
        raise ReadError(
            name,
            Message(
                "is not JSON: {error} at line {lineno}, column {colno}.",
                error=_reason(error),
                lineno=error.lineno,
                colno=error.colno,
            ),
        ) from None
    except _RefusedError as error:
        raise ReadError(name, Message("cannot be read: {error}.", error=error.args[0])) from None
    except ValueError:
        raise ReadError(name, Message("cannot be read: it holds a whole number of more than 4,300 digits.")) from None
    except RecursionError:
        raise ReadError(name, Message("is nested more than {max_depth} levels deep.", max_depth=MAX_DEPTH)) from None
    if is_deep(value):
        raise ReadError(name, Message("is nested more than {max_depth} levels deep.", max_depth=MAX_DEPTH))
    return value


def parse_cell(text: str) -> Any:
    """The JSON value of a text in a cell of a file, by the rules of `parse`. Raises ValueError for other texts."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return VALUES.decode(text)
    try:
        return parse(text, "a text")
    except ReadError as error:
        raise ValueError(str(error)) from error


def read_bytes(path: str | os.PathLike[str], *, links: bool = True) -> bytes:
    """The file's bytes. Raises ReadError when it is no regular file, empty or too large; unless `links`, a link too."""
    name = os.fspath(path)
    try:
        _refuse_unfit(name, os.stat(name) if links else os.lstat(name))
        with os.fdopen(regular_files.handle(name, links=links), "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ReadError(name, Message("cannot be read: {error}.", error=_os_reason(error))) from None
    if len(data) > MAX_BYTES:
        raise ReadError(
            name, Message("grew beyond {max_bytes} MB, the most that is read.", max_bytes=MAX_BYTES // 2**20)
        )
    return data


def refuse_unfit(path: str | os.PathLike[str]) -> None:
    """Raises ReadError for what `read_bytes` would not read, without reading it."""
    name = os.fspath(path)
    try:
        _refuse_unfit(name, os.stat(name))
    except (OSError, ValueError) as error:
        raise ReadError(name, Message("cannot be read: {error}.", error=_os_reason(error))) from None


def _refuse_unfit(name: str, facts: os.stat_result) -> None:
    if stat.S_ISDIR(facts.st_mode):
        raise ReadError(name, Message("is a folder; name a file in it."))
    if not stat.S_ISREG(facts.st_mode):
        raise ReadError(name, Message("is no regular file."))
    if facts.st_size == 0:
        raise ReadError(name, Message("is empty."))
    if facts.st_size > MAX_BYTES:
        raise ReadError(
            name,
            Message(
                "is {st_size:,.0f} MB large; at most {max_bytes} MB are read.",
                st_size=facts.st_size / 2**20,
                max_bytes=MAX_BYTES // 2**20,
            ),
        )


def _os_reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return Message("there is no such file")
    if isinstance(error, PermissionError):
        return Message("permission is denied")
    if isinstance(error, OSError):
        return system_reason(error)
    return Message("its name holds a character that no file name can hold")


def decode(name: str, data: bytes) -> str:
    """The text of a file's bytes, in UTF-8. Raises ReadError that names the file."""
    if data.startswith(b"\0"):
        raise ReadError(name, Message("holds binary zeros where JSON text should begin."))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[1:2] == b"\0":
        raise ReadError(name, Message("is in UTF-16; save it as UTF-8."))
    mark = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    try:
        text = data[mark:].decode("utf-8") if mark else data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start + mark
        line = data.count(b"\n", 0, at) + 1
        raise ReadError(
            name,
            Message(
                "is not in UTF-8: byte 0x{data:02x} at position {at}, line {line}; save it as UTF-8.",
                data=data[at],
                at=at + 1,
                line=line,
            ),
        ) from None
    if text.startswith("\ufeff"):
        raise ReadError(name, Message("begins with two byte order marks; save it as UTF-8 without any."))
    if not text or text.isspace():
        raise ReadError(name, Message("is empty but for blank space."))
    return text


def _reason(error: json.JSONDecodeError) -> str:
    """The decoder's finding as part of a sentence."""
    reason = error.msg.removesuffix(" at").removesuffix(" starting").replace("Expecting", "expected")
    sentence = reason[:1].lower() + reason[1:]
    return Message(sentence) if sentence in _NOT_JSON else sentence


_NOT_JSON = frozenset(
    {
        template("expected value"),
        template("expected property name enclosed in double quotes"),
        template("expected ',' delimiter"),
        template("expected ':' delimiter"),
        template("extra data"),
        template("illegal trailing comma before end of object"),
        template("illegal trailing comma before end of array"),
        template("invalid control character"),
        template("unterminated string"),
    }
)
"""What Python's decoder finds most often."""


def _record(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        owner = Message(" of {id}", id=show(record["id"])) if isinstance(record.get("id"), str) else ""
        raise _RefusedError(
            Message("the key {twice} stands twice in one record{owner}", twice=show(twice), owner=owner)
        )
    return record


def _finite(literal: str) -> float:
    number = float(literal)
    if math.isinf(number):
        raise _RefusedError(Message("the number {literal} is too large", literal=literal[:40]))
    return number


def _constant(literal: str) -> float:
    raise _RefusedError(Message("{literal} is no number in JSON", literal=literal))


VALUES = json.JSONDecoder(object_pairs_hook=_record, parse_float=_finite, parse_constant=_constant)
"""Reads JSON as `parse` does, but for how deep it nests. Raises ValueError or RecursionError."""


def is_deep(value: object) -> bool:
    """Whether lists and records nest too deep: look at those of one depth after the other."""
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list))
        ]
    return bool(level)


def write_text(path: str | os.PathLike[str], text: str, *, links: bool = True) -> None:
    """Put the text, as UTF-8, in place of the file; as `write_bytes`."""
    write_bytes(path, text.encode("utf-8"), links=links)


def write_bytes(path: str | os.PathLike[str], data: bytes, *, links: bool = True) -> None:
    """Put the bytes in place of the file in one step: the old file or the new one is there, never a part.

    Permissions are kept, links followed as `target_of` says. Raises WriteError and leaves the old file when anything
    fails.
    """
    target = target_of(path, links=links)
    try:
        if os.path.exists(target) and not os.access(target, os.W_OK):
            raise WriteError(os.fspath(path), Message("cannot be written: it is read-only."))
        _replace(target, data)
    except (OSError, ValueError) as error:
        raise WriteError(os.fspath(path), Message("cannot be written: {error}.", error=_os_reason(error))) from None


def target_of(path: str | os.PathLike[str], *, links: bool = True) -> str:
    """The real path of the file that a write to this one replaces: a regular file, or a name that nothing has.

    A link that leads to a regular file is followed, if `links`. Raises WriteError for a link to nothing, a folder, a
    pipe, a device: a name that is replaced would be lost as what it is.
    """
    name = os.fspath(path)
    try:
        target = os.path.realpath(name)
        if os.path.islink(name) and not (links and os.path.exists(target)):
            raise WriteError(
                name, Message("is a link to a file that is not there.") if links else Message("is a link, and no file.")
            )
        what = regular_files.kind(os.lstat(target)) if os.path.lexists(target) else "a file"
    except (OSError, ValueError) as error:
        raise WriteError(name, Message("cannot be written: {error}.", error=_os_reason(error))) from None
    if what == "a folder":
        raise WriteError(name, Message("is a folder; name a file in it."))
    if what != "a file":
        raise WriteError(name, Message("is {what}; only a regular file or a new one is written.", what=what))
    return target


def _replace(target: str, data: bytes) -> None:
    import secrets

    folder = os.path.dirname(target)
    draft = os.path.join(folder, DRAFTS.replace("*", secrets.token_hex(8)))
    try:
        with open(draft, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _keep_rights(target, draft)
        os.replace(draft, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise
    _settle(folder)


def _keep_rights(target: str, draft: str) -> None:
    """Give the draft the old file's permissions and, where allowed, its owner."""
    with suppress(FileNotFoundError):
        facts = os.stat(target)
        if hasattr(os, "chown"):
            with suppress(OSError):
                os.chown(draft, facts.st_uid, facts.st_gid)
        os.chmod(draft, stat.S_IMODE(facts.st_mode))


def _settle(folder: str) -> None:
    """Make the renaming itself last through a power cut, where folders can be synchronised."""
    with suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
