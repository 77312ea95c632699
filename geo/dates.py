"""Reduced ISO 8601 dates as the span of days that they stand for."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def earliest(text: str) -> date:
    """The first day of "2025", "2025-12" or "2025-12-29"."""
    year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3]
    return date(year, month, day)


def latest(text: str) -> date:
    """The last day of a reduced date."""
    year, month, *day = [int(part) for part in text.split("-")] + ([] if "-" in text else [12])
    return date(year, month, day[0] if day else monthrange(year, month)[1])


def months_between(day: date, later: date) -> int:
    """Whole months from one day to a later one; 0 or less when it is not later."""
    months = (later.year - day.year) * 12 + later.month - day.month
    return months - (later.day < day.day)
