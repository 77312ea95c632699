"""The check of the files beside a layer: indicators, milestones and the story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.checks import validate
from geo.checks.grades import at_grade, finding, grade_of
from geo.checks.rules import gaps, numbers, story
from geo.checks.rules.text import texts_are_plain
from geo.errors import plain, show
from geo.model.dates import earliest, latest
from geo.model.project import Project
from geo.model.schema import INDICATOR, MILESTONE, STOP, Field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from geo.checks.grades import Grade
    from geo.checks.run import LayerLike
    from geo.errors import Problem


def check_indicators(indicators: Sequence[Mapping[str, Any]], *, grade: Grade = "draft") -> list[Problem]:
    """Every finding on the indicators, in their order, as grave as it is at the grade of their layer."""
    return _check_records("indicator", indicators, INDICATOR, _indicator_findings, grade)


def check_milestones(milestones: Sequence[Mapping[str, Any]], *, grade: Grade = "draft") -> list[Problem]:
    """Every finding on the milestones, in their order, as grave as it is at the grade of their layer."""
    return _check_records("milestone", milestones, MILESTONE, _milestone_findings, grade)


def check_story(
    stops: Sequence[Mapping[str, Any]],
    layer: LayerLike,
    indicators: Sequence[Mapping[str, Any]] = (),
    *,
    grade: Grade | None = None,
) -> list[Problem]:
    """Every finding on the stops of a story, in their order: also what they name that the layer does not have.

    grade: by default the layer's own.
    """
    projects = (Project(0, feature) for feature in (layer.features if stops else ()))
    ids = [project.id for project in projects if project.id]
    return _check_records("stop", stops, STOP, story.Cast(ids, indicators).findings, grade or grade_of(layer.members))


def _check_records(
    what: str,
    records: Sequence[Mapping[str, Any]],
    fields: tuple[Field, ...],
    rule: Callable[[str, Mapping[str, Any], Mapping[str, Any]], Iterator[Problem]],
    grade: Grade,
) -> list[Problem]:
    found: list[Problem] = []
    ids: set[str] = set()
    for number, entry in enumerate(records, 1):
        name = entry.get("id")
        where = f"{what} {plain(name[:80]) if isinstance(name, str) and name else number}"
        refused = list(validate.faults(where, entry, fields))
        found += (problem for _, problem in refused)
        found += texts_are_plain(where, dict(entry))
        found += gaps.missing(where, entry, fields)
        clean = validate.pruned(entry, [path for path, _ in refused], fields)
        found += numbers.texts_agree(where, clean, fields)
        found += rule(where, clean, entry)
        if isinstance(name, str) and name in ids:
            found.append(
                finding(
                    "duplicate-id",
                    where,
                    "id",
                    f"{show(name)} again",
                    "an id of its own",
                    "give one of them another id",
                )
            )
        elif isinstance(name, str):
            ids.add(name)
    return [at_grade(problem, grade) for problem in dict.fromkeys(found)]


def _indicator_findings(where: str, clean: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[Problem]:
    """A ratio says to what; everything else has a number. `clean` is the record without what the schema refuses."""
    for number, value in enumerate(clean.get("values", ())):
        field, kind, got = f"values[{number}]", value.get("kind"), record["values"][number]
        if kind == "ratio" and "ratio_to" not in got:
            expected = "the other period and how many times"
            yield finding("missing", where, f"{field}.ratio_to", "nothing", expected, "add ratio_to")
        if kind not in (None, "ratio") and "value" in value and value["value"] is None:
            expected = "a number, unless the kind is ratio"
            fix = "write the number, or the kind “ratio”"
            yield finding("kind", where, f"{field}.value", "null", expected, fix)
    yield from numbers.values_agree(where, clean)


def _milestone_findings(where: str, clean: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[Problem]:
    """Longitude and latitude come together; the end does not come before the date."""
    if ("lon" in record) != ("lat" in record):
        absent = "lat" if "lon" in record else "lon"
        yield finding("missing", where, absent, "nothing", "lon and lat together", f"add {absent}")
    begin, end = clean.get("date"), clean.get("end")
    if begin and end and latest(end) < earliest(begin):
        fix = "correct one of the two"
        yield finding("end-before-start", where, "end", f"{end}, before {begin}", "an end after the date", fix)
