"""What of a layer must be looked at again, and from which day on: old statuses, plans that are due, old checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from geo.checks import validate
from geo.checks.rules.record import STALE_MONTHS
from geo.messages import Message
from geo.model.blank import is_blank
from geo.model.dates import latest
from geo.model.languages import of_members
from geo.model.project import Project
from geo.model.schema import MEMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.checks.run import LayerLike
    from geo.model.field import Field
    from geo.model.record_types import Indicator, Milestone

CHECK_MONTHS = 12
"""Months after which the facts of a project are to be looked at again."""

_NEVER_DATED = date.min


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One thing to look at again.

    since: the first day on which it is due, None where it has no date at all and is always due;
    where: the project's id, or such as "milestone forum-turkistan"; name: in English, else the first language it has;
    field: the field, such as `status`; why: a clause for a reader, such as "the planned end, 2026, has passed".
    """

    since: date | None
    where: str
    name: str
    field: str
    why: str

    def to_dict(self) -> dict[str, str | None]:
        """The fields in order, for JSON."""
        since = self.since.isoformat() if self.since else None
        return {"since": since, "where": self.where, "name": self.name, "field": self.field, "why": self.why}


def due(
    layer: LayerLike,
    indicators: Sequence[Mapping[str, object]] = (),
    milestones: Sequence[Mapping[str, object]] = (),
    *,
    by: date | None = None,
) -> list[Due]:
    """What is due up to the day `by` (that day too; without it, ever), the longest due first, undated ones before all.

    Values that the check refuses are passed over: they are findings of `check`.
    """
    as_of = validate.sound(layer.members, MEMBERS).get("as_of")
    tags = of_members(layer.members)
    projects = (Project(number, feature, tags) for number, feature in enumerate(layer.features, 1))
    entries = [
        *(entry for project in projects for entry in _of_project(project, layer.codebook.fields)),
        *(entry for record in indicators for entry in _of_indicator(validate.sound_indicator(record))),
        *(entry for record in milestones for entry in _of_milestone(validate.sound_milestone(record), as_of)),
    ]
    wanted = [entry for entry in entries if by is None or entry.since is None or entry.since <= by]
    return sorted(wanted, key=lambda entry: (entry.since or _NEVER_DATED, entry.where, entry.field))


def _of_project(project: Project, fields: tuple[Field, ...]) -> Iterator[Due]:
    record = validate.sound(project.properties, fields)
    where, name = project.where, project.text("name")
    status, held = record.get("status"), record.get("status_date")
    if status and not held:
        yield Due(
            None, where, name, "status", Message("{status}, without the date as of which it holds", status=status)
        )
    elif status and held:
        why = Message(
            "{status} as of {held}: older than {stale_months} months",
            status=status,
            held=held,
            stale_months=STALE_MONTHS,
        )
        yield Due(_months_after(latest(held), STALE_MONTHS), where, name, "status", why)
    for field in ("start", "end"):
        planned = record.get(field)
        if record.get(f"{field}_kind") == "planned" and isinstance(planned, str):
            why = Message("the planned {field}, {planned}, has come: did it happen?", field=field, planned=planned)
            yield Due(_after(latest(planned)), where, name, field, why)
    if looked := record.get("checked"):
        why = Message(
            "facts last checked {looked}: more than {check_months} months ago", looked=looked, check_months=CHECK_MONTHS
        )
        yield Due(_months_after(latest(looked), CHECK_MONTHS), where, name, "checked", why)
    elif project.properties:
        yield Due(None, where, name, "checked", Message("nobody has said when the facts were checked"))


def _of_indicator(record: Indicator) -> Iterator[Due]:
    """A goal whose period has passed; and the newest number, once its period is long gone."""
    where, name = Message("indicator {name}", name=record.get("id")), _name(record)
    values = [value for value in record.get("values", ()) if value.get("period")]
    for value in values:
        if value.get("kind") == "goal":
            ended = _last_day(value["period"])
            yield Due(
                _after(ended),
                where,
                name,
                "values",
                Message("the goal for {period}: was it reached?", period=value["period"]),
            )
    periods = [value["period"] for value in values if value.get("kind") == "actual"]
    if periods:
        newest = max(periods, key=_last_day)
        why = Message(
            "the newest number is of {newest}: older than {stale_months} months",
            newest=newest,
            stale_months=STALE_MONTHS,
        )
        yield Due(_months_after(_last_day(newest), STALE_MONTHS), where, name, "values", why)


def _of_milestone(record: Milestone, as_of: object) -> Iterator[Due]:
    """An event that lay ahead when the layer was written."""
    happens = record.get("end") or record.get("date")
    if happens and isinstance(as_of, str) and latest(happens) > latest(as_of):
        why = Message("told ahead, for {happens}: did it happen?", happens=happens)
        yield Due(
            _after(latest(happens)), Message("milestone {name}", name=record.get("id")), _name(record), "date", why
        )


def _name(record: Mapping[str, object]) -> str:
    texts = (text for key, text in record.items() if key.startswith("name_") and isinstance(text, str))
    return next((text for text in texts if not is_blank(text)), "")


def _last_day(period: str) -> date:
    return latest(period.rpartition("/")[2])


def _months_after(day: date, months: int) -> date:
    """The first day on which what is of `day` is older than so many months."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    end = latest(f"{year:04d}-{month + 1:02d}")
    return _after(end.replace(day=min(day.day, end.day)))


def _after(day: date) -> date:
    """The next day; the calendar's last one for itself."""
    return day if day == date.max else day + timedelta(1)
