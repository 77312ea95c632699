"""Cells to reduced ISO dates: date cells, years, days of Excel, and dates with dots or slashes."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, date, datetime, timedelta
from typing import TYPE_CHECKING

from geo.messages import Message
from geo.model.text_forms import DATE, real_date
from geo.tables.cell_values import Unread, iso_day, text

if TYPE_CHECKING:
    from geo.tables.model import Cell

EXCEL_DAY = date(1899, 12, 30)
"""The day that Excel numbers 0."""

EXCEL_DAYS = (20_000, 80_000)
"""Numbers that are likely days of Excel: from 1954 to 2119."""

_DAY_NUMBER = re.compile(r"\d{5}", re.ASCII)

_DATES = Message("a year, month or day, such as 2025, 2025-12 or 2025-12-29")
_ORDERS = (
    r"(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?P<y>\d{4})(\s*г\.?)?",
    r"(?P<m>\d\d?)[./](?P<y>\d{4})",
    r"(?P<y>\d{4})[./](?P<m>\d\d?)[./](?P<d>\d\d?)",
    r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)([T ]00:00(:00(\.0+)?)?(Z|[+-]\d\d:?\d\d)?)?",
    r"(?P<y>\d{4})[-./](?P<m>\d\d?)",
)


def day_of(cell: Cell) -> str:
    """A reduced ISO date from a date cell, a year as a number, or text with dots."""
    if isinstance(cell, (date, datetime)):
        return iso_day(cell)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, float) and cell >= 1000:  # 2025.1 may be January or, as 2025.10, October
        raise Unread(_DATES, Message("write the date in this form, or leave the cell empty"))
    if isinstance(cell, str) and _DAY_NUMBER.fullmatch(cell.strip()):
        cell = int(cell)
    if isinstance(cell, int) and not isinstance(cell, bool):
        if 1000 <= cell <= MAXYEAR:
            return str(cell)
        if EXCEL_DAYS[0] <= cell <= EXCEL_DAYS[1]:
            day = (EXCEL_DAY + timedelta(cell)).isoformat()
            raise Unread(
                _DATES, Message("write “{day}”, which Excel numbers so, or format the column as a date", day=day)
            )
    typed = text(cell)
    if re.fullmatch(DATE, typed):
        return typed if real_date(typed) else _no_such_day(typed)
    return _dotted(typed)


def _dotted(typed: str) -> str:
    for order in _ORDERS:
        if match := re.fullmatch(order, typed, re.ASCII):
            parts = match.groupdict()
            day = "-".join([parts["y"], *(parts[key].zfill(2) for key in ("m", "d") if parts.get(key))])
            return day if real_date(day) else _no_such_day(day)
    if match := re.fullmatch(r"(\d\d?)[/-](\d\d?)[/-](\d{4})", typed, re.ASCII):
        return _slashed(int(match[1]), int(match[2]), match[3])
    raise Unread(_DATES, Message("write the date in this form, or leave the cell empty"))


def _slashed(first: int, second: int, year: str) -> str:
    """29/12/2025 has one reading; 05/06/2025 has two."""
    readings = {f"{year}-{month:02}-{day:02}" for day, month in ((first, second), (second, first))}
    sound = sorted(day for day in readings if real_date(day))
    if len(sound) == 1:
        return sound[0]
    fix = (
        Message("write “{day}” or “{other}”", day=sound[0], other=sound[1])
        if sound
        else Message("write the date in this form, or leave the cell empty")
    )
    raise Unread(_DATES, fix)


def _no_such_day(iso: str) -> str:
    year, month, *_ = [int(part) for part in iso.split("-")] + [0]
    if not 1 <= month <= 12 or not year:
        raise Unread(_DATES, Message("write the date in this form, or leave the cell empty"))
    days = monthrange(year, month)[1]
    named = date(2000, month, 1).strftime("%B")
    raise Unread(
        _DATES,
        Message(
            "{named} {year} has {days} days: correct the day, or write “{iso}” when only the month is known",
            named=named,
            year=year,
            days=days,
            iso=iso[:7],
        ),
    )
