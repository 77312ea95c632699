"""The check of the files beside a layer: indicators, milestones and the story."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from geo.checks import validate
from geo.checks.grades import at_grade, finding, grade_of
from geo.checks.rules import gaps, numbers, story
from geo.checks.rules.text import texts_are_plain
from geo.checks.validate import Record
from geo.errors import plain, show
from geo.messages import NOTHING, Message, template
from geo.model.dates import earliest, latest
from geo.model.field import Field
from geo.model.languages import USUAL, of_members
from geo.model.project import Project
from geo.model.schema import INDICATOR, MILESTONE, STOP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from geo.checks.grades import Grade
    from geo.checks.run import LayerLike
    from geo.errors import Problem
    from geo.model.record_types import Indicator, Milestone


def check_indicators(
    indicators: Sequence[Mapping[str, object]], *, grade: Grade = "draft", languages: tuple[str, ...] = USUAL
) -> list[Problem]:
    """Every finding on the indicators, in their order, as grave as it is at the grade of their layer.

    languages: those of the layer.
    """
    where = template("indicator {name}")
    return _check_records(where, indicators, INDICATOR, _indicator_findings, grade, languages)


def check_milestones(
    milestones: Sequence[Mapping[str, object]], *, grade: Grade = "draft", languages: tuple[str, ...] = USUAL
) -> list[Problem]:
    """Every finding on the milestones, in their order, as grave as it is at the grade of their layer.

    languages: those of the layer.
    """
    where = template("milestone {name}")
    return _check_records(where, milestones, MILESTONE, _milestone_findings, grade, languages)


def check_story(
    stops: Sequence[Mapping[str, object]],
    layer: LayerLike,
    indicators: Sequence[Mapping[str, object]] = (),
    *,
    grade: Grade | None = None,
) -> list[Problem]:
    """Every finding on the stops of a story, in their order: also what they name that the layer does not have.

    grade: by default the layer's own.
    """
    projects = (Project(0, feature) for feature in (layer.features if stops else ()))
    ids = [project.id for project in projects if project.id]
    cast_findings, tags = story.Cast(ids, indicators).findings, of_members(layer.members)
    return _check_records(template("stop {name}"), stops, STOP, cast_findings, grade or grade_of(layer.members), tags)


def _check_records(  # noqa: PLR0913, PLR0917  what differs between the kinds of records
    what: str,
    records: Sequence[Mapping[str, object]],
    fields: tuple[Field, ...],
    rule: Callable[[str, Record, Mapping[str, object]], Iterator[Problem]],
    grade: Grade,
    languages: tuple[str, ...],
) -> list[Problem]:
    problems: list[Problem] = []
    ids: set[str] = set()
    for number, entry in enumerate(records, 1):
        name = entry.get("id")
        where = Message(what, name=plain(name[:80]) if isinstance(name, str) and name else number)
        refused = list(validate.faults(where, entry, fields))
        problems += (problem for _, problem in refused)
        problems += texts_are_plain(where, dict(entry))
        problems += gaps.missing(where, entry, fields, languages)
        clean = validate.pruned(entry, [path for path, _ in refused], fields)
        problems += numbers.texts_agree(where, clean, fields, languages)
        problems += rule(where, cast("Record", clean), entry)
        if isinstance(name, str) and name in ids:
            problems.append(
                finding(
                    "duplicate-id",
                    where,
                    "id",
                    Message("{value} again", value=show(name)),
                    Message("an id of its own"),
                    Message("give one of them another id"),
                )
            )
        elif isinstance(name, str):
            ids.add(name)
    return [at_grade(problem, grade) for problem in dict.fromkeys(problems)]


def _indicator_findings(where: str, clean: Indicator, record: Mapping[str, object]) -> Iterator[Problem]:
    """A ratio says to what; everything else has a number. `clean` is the record without what the schema refuses."""
    entries = record.get("values")
    for number, value in enumerate(clean.get("values", ())):
        field, kind = f"values[{number}]", value.get("kind")
        entry = entries[number] if isinstance(entries, list) else value
        if kind == "ratio" and "ratio_to" not in entry:
            expected = Message("the other period and how many times")
            fix = Message("add {keys}", keys="ratio_to")
            yield finding("missing", where, f"{field}.ratio_to", NOTHING, expected, fix)
        if kind not in (None, "ratio") and "value" in value and value["value"] is None:
            expected = Message("a number, unless the kind is ratio")
            fix = Message("write the number, or the kind “ratio”")
            yield finding("kind", where, f"{field}.value", "null", expected, fix)
    yield from numbers.values_agree(where, clean)


def _milestone_findings(where: str, clean: Milestone, record: Mapping[str, object]) -> Iterator[Problem]:
    """Longitude and latitude come together; the end does not come before the date."""
    if ("lon" in record) != ("lat" in record):
        absent = "lat" if "lon" in record else "lon"
        fix = Message("add {keys}", keys=absent)
        yield finding("missing", where, absent, NOTHING, Message("lon and lat together"), fix)
    begin, end = clean.get("date"), clean.get("end")
    if begin and end and latest(end) < earliest(begin):
        fix = Message("correct one of the two")
        got = Message("{end}, before {start}", end=end, start=begin)
        yield finding("end-before-start", where, "end", got, Message("an end after the date"), fix)
