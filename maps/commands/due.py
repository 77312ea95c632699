"""`coopmap due`: what of a layer must be looked at again, for people, for programs and for a calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

import geo
from geo.errors import plain
from geo.messages import Joined, Message, Plural, spoken
from maps.commands import outcome
from maps.commands.common import (
    LayerFile,
    companions,
    layer_path,
    named,
    telling,
)
from maps.commands.printing import echo, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo import Due


class Format(StrEnum):
    """How `due` prints what it finds."""

    text = "text"
    json = "json"
    ics = "ics"


def due(
    layer: LayerFile = None,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="What is due up to this day, such as 2027-03-31. Without it: today; for a calendar, ever.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="text for people, json for programs, ics for a calendar.")
    ] = Format.text,
) -> None:
    """List what must be looked at again, the longest due first: old statuses, plans whose time has come, old checks."""
    today = datetime.now().astimezone().date()
    last = _day(by) if by else None if form is Format.ics else today
    path = layer_path(layer)
    indicators, milestones = companions(path)
    entries = geo.due(telling(geo.read(path), Message("looked at")), indicators, milestones)
    wanted = [entry for entry in entries if last is None or entry.since is None or entry.since <= last]
    outcome.give([entry.to_dict() for entry in wanted])
    if form is Format.ics:
        echo(_calendar(wanted, today), nl=False)
    else:
        for entry in wanted:
            since = entry.since.isoformat() if entry.since else Message("always    ")
            about = Joined([Joined([entry.where, entry.field]), entry.why], ": ")
            echo(plain(Joined([since, about], "  ")))
        later = [entry.since for entry in entries if entry not in wanted and entry.since]
        number = Plural(
            "{count} thing to look at again by {day}",
            "{count} things to look at again by {day}",
            count=len(wanted),
            day=last,
        )
        coming = [Message("the next on {day}", day=min(later))] if later else []
        echo(Message("{file}: {content}", file=named(path), content=Joined([number, *coming], "; ")))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refusal(
            Message("got “{text}”; expected a day such as 2027-03-31.", text=plain(text)), param_hint="--by"
        ) from None


def _calendar(entries: Sequence[Due], today: date) -> str:
    """The entries as all-day events of iCalendar (RFC 5545), undated ones today; the same ones have the same UID."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//coopmap//due//EN")
    calendar.add("version", "2.0")
    for entry in entries:
        day = entry.since or today
        event = Event()
        event.add("uid", f"{entry.where}.{entry.field}.{day}@coopmap".replace(" ", "-"))
        event.add("dtstamp", datetime(day.year, day.month, day.day, tzinfo=UTC))
        event.add("dtstart", day)
        name = entry.name or entry.where
        event.add("summary", plain(spoken(Message("{name}: look at “{field}” again", name=name, field=entry.field))))
        event.add("description", plain(spoken(Joined([Joined([entry.where, entry.field]), entry.why], ": "))))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")
