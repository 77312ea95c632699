"""The forms of texts that fields hold: patterns, and what a pattern cannot say."""

from __future__ import annotations

from datetime import date

from geo.model import iso

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
PERIOD = DATE[:-1] + "(/" + DATE[1:-1] + ")?$"
URL = r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#@:<>\x22\\`\x00-\x1f\x7f]+(:[0-9]+)?([/?#][^\s<>\x22\\`\x00-\x1f\x7f]*)?$"
_PICTURES = "[Jj][Pp][Ee]?[Gg]|[Pp][Nn][Gg]|[Ww][Ee][Bb][Pp]|[Hh][Ee][Ii][CcFf]"
FILE = rf"^[^/\\:\s.<>\x22`][^\\:<>\x22`\x00-\x1f\x7f]*\.({_PICTURES})$"


def real_date(text: str) -> bool:
    """Whether a reduced ISO 8601 date stands in the calendar (2025-02-30 does not); year 0000 does not either."""
    year, month, day = ([*text.split("-"), "1", "1"])[:3]
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def real_period(text: str) -> bool:
    """Whether each date of a period "2025-01/2025-09" or of a lone date stands in the calendar."""
    return all(real_date(part) for part in text.split("/"))


def real_region(code: str) -> bool:
    """Whether a region code's country exists and, where its regions are listed, the region does."""
    country, _, region = code.partition("-")
    return country in iso.COUNTRIES and region in iso.REGIONS.get(country, (region,))


def stays_below(path: str) -> bool:
    """Whether no step of a relative path leads out of its folder again (photos/../../plant.jpg does)."""
    return not {"..", ".", ""} & set(path.split("/"))
