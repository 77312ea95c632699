"""Plain data between a child process and its parent: JSON, and the few values of a table that JSON has no form for.

JSON and not pickle: what a child sends can be wrong, and never runs. A value without a form of its own goes as a record
under a tag that is drawn anew for each child, so that no record of a file can be taken for one.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any


def dumps(value: Any, tag: str) -> bytes:
    """The JSON of plain data and of dates, times, spans of time, decimals and bytes; tuples become lists, anything else
    its text. Raises RecursionError when it is nested too deep."""

    def tagged(other: Any) -> Any:
        for kind, (type_, out, _) in _FORMS.items():
            if isinstance(other, type_):
                return {tag: [kind, out(other)]}
        return str(other)

    text = json.dumps(value, default=tagged, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")  # half a sign stays half a sign


def loads(data: bytes, tag: str) -> Any:
    """The data again. Raises ValueError when it is none, RecursionError when it is nested too deep."""

    def untagged(record: dict[str, Any]) -> Any:
        if tag not in record:
            return record
        try:
            kind, text = record[tag]
            return _FORMS[kind][2](text)
        except (TypeError, KeyError, ArithmeticError) as error:
            raise ValueError(record) from error

    return json.loads(data.decode("utf-8", "surrogatepass"), object_hook=untagged)


_FORMS: dict[str, tuple[type, Any, Any]] = {
    "datetime": (datetime, datetime.isoformat, datetime.fromisoformat),
    "date": (date, date.isoformat, date.fromisoformat),
    "time": (time, time.isoformat, time.fromisoformat),
    "timedelta": (timedelta, timedelta.total_seconds, lambda seconds: timedelta(seconds=seconds)),
    "decimal": (Decimal, str, Decimal),
    "bytes": (bytes, bytes.hex, bytes.fromhex),
}
"""Kind: type, what makes a text or number of it, what makes it again. A datetime is a date, too: it stands first."""
