"""How old what is told is on a day: which statuses are old, and how many of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from geo.checks.rules.record import STALE_MONTHS
from geo.model.dates import is_older
from geo.model.text_forms import DATE
from maps.text import formats, i18n
from maps.text.names import Project


def today() -> date:
    """This day where the computer stands."""
    return datetime.now().astimezone().date()


def is_old(iso: str | None, day: date) -> bool:
    """Whether a status that held on a date must be looked up anew: after STALE_MONTHS, to the day, as on the page."""
    if not iso or not re.fullmatch(DATE, iso):
        return False
    try:
        return is_older(iso, STALE_MONTHS, day)
    except ValueError:
        return False  # no such month or day


def held(language: str, iso: str, day: date) -> str:
    """The date as of which a status holds, and whether it is old on a day."""
    return formats.as_of(language, iso, "age.status" if is_old(iso, day) else "status.as_of")


def as_of(members: Mapping[str, object], projects: Iterable[Project], language: str, day: date) -> str:
    """As of when a layer holds, and how many of the statuses of its projects are old on a day; "" where neither is
    known.
    """
    parts = [_layer_date(members, language), statuses(projects, language, day)]
    return ". ".join(part for part in parts if part)


def _layer_date(members: Mapping[str, object], language: str) -> str:
    iso = members.get("as_of")
    return formats.as_of(language, iso) if isinstance(iso, str) and iso else ""


def statuses(projects: Iterable[Project], language: str, day: date) -> str:
    """How many of the statuses that are stated are old on a day, as a sentence; "" where none is."""
    stated = [project for project in projects if project.get("status")]
    old = sum(is_old(project.get("status_date"), day) for project in stated)
    if not old:
        return ""
    form = formats.counted(language, "age.statuses", len(stated))
    return form.replace("{old}", i18n.count(language, old)).replace("{n}", i18n.count(language, len(stated)))
