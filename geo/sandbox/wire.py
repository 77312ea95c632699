"""Plain data between a child process and its parent: JSON, and the few values of a table that JSON has no form for.

JSON and not pickle: what a child sends can be wrong, and never runs. A value without a form of its own goes as a record
under a tag that is drawn anew for each child, so that no record of a file can be taken for one.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.model.geojson import Json


class Request(TypedDict, total=False):
    """What a parent asks of its child; it says all of it."""

    path: list[str]
    """Where Python looks for modules."""
    function: str
    """Module and name, "geo.tables.readers.parse:parse_plain"."""
    arguments: Sequence[Json]
    tag: str
    """The key under which values stand that JSON has no form for."""
    parent: int
    """The parent's process."""
    limits: bool
    """Whether the child bounds itself by the system's limits."""
    memory: int
    """Bytes."""
    seconds: int
    """Until something is handed over."""


def dumps(value: object, tag: str) -> bytes:
    """The JSON of plain data and of dates, times, spans of time, decimals and bytes; tuples become lists, anything else
    its text. Raises RecursionError when it is nested too deep."""

    def tagged(other: object) -> object:
        for kind, (type_, out, _) in _FORMS.items():
            if isinstance(other, type_):
                return {tag: [kind, out(other)]}
        return str(other)

    text = json.dumps(value, default=tagged, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")  # half a sign stays half a sign


def loads(data: bytes, tag: str) -> Any:
    """The data again. Raises ValueError when it is none, RecursionError when it is nested too deep."""

    def untagged(record: dict[str, Any]) -> object:
        if tag not in record:
            return record
        try:
            kind, text = record[tag]
            return _FORMS[kind][2](text)
        except (TypeError, KeyError, ArithmeticError) as error:
            raise ValueError(record) from error

    text = data.decode("utf-8", "surrogatepass")
    # To ask of each record whether it is tagged takes three times as long as all else, and most replies have none.
    return json.loads(text, object_hook=untagged) if tag in text else json.loads(text)


_FORMS: dict[str, tuple[type, Callable[[Any], str | float], Callable[[Any], object]]] = {
    "datetime": (datetime, datetime.isoformat, datetime.fromisoformat),
    "date": (date, date.isoformat, date.fromisoformat),
    "time": (time, time.isoformat, time.fromisoformat),
    "timedelta": (timedelta, timedelta.total_seconds, lambda seconds: timedelta(seconds=seconds)),
    "decimal": (Decimal, str, Decimal),
    "bytes": (bytes, bytes.hex, bytes.fromhex),
}
"""Kind: type, what makes a text or number of it, what makes it again. A datetime is a date, too: it stands first."""
