"""Better values for wrong ones: what somebody meant by 29.12.2025, "33 700" or www.example.org."""

from __future__ import annotations

import re
from datetime import MAXYEAR
from typing import TYPE_CHECKING

from geo.messages import Message
from geo.model.text_forms import DATE, URL, real_date

if TYPE_CHECKING:
    from collections.abc import Callable, Container


def suggest_date(value: object) -> str | None:
    """An ISO date for 29.12.2025, 29/12/2025, 12.2025, 2025.12.29, 2025-1 or the number 2025."""
    if not isinstance(value, (str, int)) or (isinstance(value, int) and not 0 < value <= MAXYEAR):
        return None
    text = str(value).strip()
    for pattern in (
        r"(?P<d>\d\d?)[./](?P<m>\d\d?)[./](?P<y>\d{4})",
        r"(?P<m>\d\d?)[./](?P<y>\d{4})",
        r"(?P<y>\d{4})[-./](?P<m>\d\d?)[-./](?P<d>\d\d?)",
        r"(?P<y>\d{4})[-./](?P<m>\d\d?)",
        r"(?P<y>\d{4})",
    ):
        if match := re.fullmatch(pattern, text, re.ASCII):
            parts = match.groupdict()
            iso = "-".join([parts["y"]] + [parts[key].zfill(2) for key in ("m", "d") if parts.get(key)])
            return f"“{iso}”" if re.fullmatch(DATE, iso) and real_date(iso) else None
    return None


def suggest_number(value: object) -> str | None:
    """The number that a text such as "5", "33 700" or "3,8" spells."""
    if not isinstance(value, str):
        return None
    text = re.sub(r"[\s\u00a0\u202f]", "", value).replace(",", ".")
    return (
        Message("{number} without quotation marks", number=text)
        if re.fullmatch(r"-?(0|[1-9]\d{0,17})(\.\d+)?", text, re.ASCII)
        else None
    )


def suggest_slug(value: object) -> str | None:
    """A slug for a text of Latin letters."""
    if not isinstance(value, str):
        return None
    slug = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
    return f"“{slug}”" if slug and value.isascii() else None


def suggest_of(codes: Container[str]) -> Callable[[object], str | None]:
    """What proposes a code in capitals, when there is such a one."""

    def suggest(value: object) -> str | None:
        code = value.strip().upper() if isinstance(value, str) else ""
        return f"“{code}”" if code in codes else None

    return suggest


def suggest_url(value: object) -> str | None:
    """An address for one that lacks its https."""
    if not isinstance(value, str) or not re.match(r"(www\.|[a-z0-9-]+\.)[a-z0-9.-]+(/|$)", value, re.ASCII):
        return None
    address = f"https://{value}"
    return f"“{address}”" if value.isprintable() and re.fullmatch(URL, address) else None
