"""A cell itself: whether it is empty or failed, its text, a value as a cell, and what reading one may raise."""

from __future__ import annotations

import json
import math
import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from geo.errors import show

if TYPE_CHECKING:
    from geo.model.geojson import Json
    from geo.tables.model import Cell, WrittenCell

EXACT = 2**53
"""Whole numbers beyond are not exact in a spreadsheet."""

_BREAKS = re.compile(r"\s*[\r\n\t\v\f\u2028\u2029]+\s*")
_FAILED = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)|Err:\d{3}")
LIST_SEPARATORS = re.compile(r"\s*[,;]\s*|\s*[\r\n]+\s*")
"""What stands between the entries of a list in one cell."""


class Unread(Exception):
    """A cell that does not say what its column needs: what was expected, and how to fix it."""

    def __init__(self, expected: str, fix: str) -> None:
        super().__init__(expected)
        self.expected, self.fix = expected, fix


class Loose(Exception):
    """A cell that was understood though it is not written as it should be: the value, what was expected."""

    def __init__(self, value: Json, expected: str) -> None:
        super().__init__(expected)
        self.value, self.expected = value, expected


def failed(cell: Cell) -> bool:
    """Whether a cell is what a spreadsheet shows in place of a formula's value."""
    return isinstance(cell, str) and _FAILED.fullmatch(cell) is not None


def is_empty(cell: Cell) -> bool:
    """Whether a cell says nothing: no value, NaN, blank text."""
    if isinstance(cell, str):
        return not cell or cell.isspace()
    return cell is None or (isinstance(cell, float) and math.isnan(cell)) or (isinstance(cell, list) and not cell)


def text(cell: Cell) -> str:
    """The cell as one paragraph without blank space at its ends; numbers as they are typed, dates in ISO 8601."""
    if isinstance(cell, str):
        return _BREAKS.sub(" ", cell).strip() if not cell.isprintable() else cell.strip()
    if isinstance(cell, (datetime, date)):
        return iso_day(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        return str(int(cell))
    return json.dumps(cell, ensure_ascii=False, default=str) if isinstance(cell, (list, dict, bool)) else str(cell)


def iso_day(day: date) -> str:
    """The day of a date cell in ISO 8601."""
    return (day.date() if isinstance(day, datetime) else day).isoformat()


def cell_of(value: object) -> WrittenCell:
    """A value as one cell: numbers and texts as they are, a list of codes with commas, anything else as JSON."""
    if isinstance(value, (list, tuple)):
        plain = all(isinstance(part, str) and LIST_SEPARATORS.split(part) == [part] and part.strip() for part in value)
        joined = ", ".join(value) if plain else ""
        return joined if joined and not joined.startswith("[") else json.dumps(value, ensure_ascii=False)
    if value is None or (isinstance(value, (str, int, float)) and not isinstance(value, bool)):
        return value
    return json.dumps(value, ensure_ascii=False)


def message_text(cell: Cell) -> str:
    """A cell as a message repeats it."""
    if isinstance(cell, (date, datetime)):
        return iso_day(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        return str(int(cell))
    return show(cell)
