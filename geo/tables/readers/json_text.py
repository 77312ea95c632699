"""JSON as programs really write it: in any encoding, line by line, with a name before it or a comma too many.

What is mended is told in a note; what cannot be is refused in one sentence with line and column.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from geo.errors import ReadError, show
from geo.io import files
from geo.messages import Message, Plural
from geo.tables.readers import charset

if TYPE_CHECKING:
    from geo.model.geojson import Json

_VARIABLE = re.compile(
    r"\s*(?:(?:export\s+default|(?:export\s+)?(?:var|let|const)\s+[\w$.]+\s*=|[\w$.]+\s*=)\s*)(?=[\[{])"
)
_CALL = re.compile(r"\s*([\w$.]+)\s*\((?=\s*[\[{])")
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|,(?=\s*[\]}])|\b(?:NaN|-?Infinity|undefined)\b|-Infinity', re.DOTALL)
_SEPARATOR = "\x1e"
"""What stands before each text of a GeoJSON text sequence (RFC 8142)."""


def values_of(name: str, data: bytes, encoding: str | None = None) -> tuple[list[Json], tuple[str, ...]]:
    """(the JSON values of a file, one but for lines and sequences; notes on what was mended).

    Raises ReadError, one plain sentence, for what is no JSON even so.
    """
    if not data.strip(b"\0"):
        raise ReadError(name, Message("holds binary zeros where JSON text should begin."))
    text, notes = charset.decoded(name, data, encoding)
    if not text or text.isspace():
        raise ReadError(name, Message("is empty but for blank space."))
    try:
        return [files.parse(text, name)], notes
    except ReadError as error:
        refused = error
    lines = _lines(name, text)
    if lines is not None:
        return lines, notes
    bare, unwrapped = _unwrapped(text)
    mended, repairs = _mended(bare)
    if not (unwrapped or repairs):
        raise refused
    try:
        return [files.parse(mended, name)], (*notes, *unwrapped, *repairs)
    except ReadError:
        raise refused from None


def _lines(name: str, text: str) -> list[Json] | None:
    """The values of a text with one a line or one after each separator, None when it is no such text."""
    parts = text.split(_SEPARATOR) if _SEPARATOR in text else text.splitlines()
    parts = [part for part in parts if part.strip()]
    if len(parts) < 2 and _SEPARATOR not in text:
        return None
    if not all(_is_whole(part) for part in parts):
        return None
    return [files.parse(part, name) for part in parts]


def _is_whole(part: str) -> bool:
    if not part.lstrip().startswith("{"):
        return False
    try:
        json.loads(part)
    except (ValueError, RecursionError):
        return False
    return True


def _unwrapped(text: str) -> tuple[str, tuple[str, ...]]:
    """The JSON of a script that gives it a name, as qgis2web writes it, or calls something with it."""
    end = text.rstrip().rstrip(";").rstrip()
    if prefix := _VARIABLE.match(end):
        return end[prefix.end() :], (Message("{text} before the JSON was passed over", text=show(prefix[0].strip())),)
    if (prefix := _CALL.match(end)) and end.endswith(")"):
        return end[prefix.end() : -1], (
            Message("the call of {name} around the JSON was passed over", name=show(prefix[1])),
        )
    return text, ()


def _mended(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without commas before a closing bracket, and null for what is no number in JSON."""
    counts = {"comma": 0, "number": 0}

    def repaired(token: re.Match[str]) -> str:
        if token[0].startswith('"'):
            return token[0]
        counts["comma" if token[0] == "," else "number"] += 1
        return "" if token[0] == "," else "null"

    mended = _TOKEN.sub(repaired, text)
    notes = []
    if counts["comma"]:
        notes.append(
            Plural(
                "{count:,} comma too many, before a closing bracket, passed over",
                "{count:,} commas too many, before a closing bracket, passed over",
                count=counts["comma"],
            )
        )
    if counts["number"]:
        notes.append(
            Plural(
                "NaN, Infinity or undefined, which JSON does not have, read as empty once",
                "NaN, Infinity or undefined, which JSON does not have, read as empty {count:,} times",
                count=counts["number"],
            )
        )
    return mended, tuple(notes)
