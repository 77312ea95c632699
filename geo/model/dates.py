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


def months_and_day(day: date, later: int = 0) -> tuple[int, int]:
    """A day some months later as (months since year 0, day of the month): to be compared, not to be shown."""
    return day.year * 12 + day.month + later, day.day


def is_older(text: str, months: int, today: date) -> bool:
    """Whether the last day of a reduced date is more than some months before a day. Raises ValueError for no date."""
    return months_and_day(latest(text), months) < months_and_day(today)
