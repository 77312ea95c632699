"""The rules of the check in one table: each with its code, how grave a breach is at each grade, and one sentence.

A draft may have gaps: what is missing or doubtful is a warning there. A published layer is one that its readers may
rely on: what the shipped layer fulfils is demanded of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from geo.errors import Level, Problem
from geo.messages import template
from geo.model.codes import GRADES

if TYPE_CHECKING:
    from collections.abc import Mapping

Grade = Literal["draft", "published"]


class Rule(NamedTuple):
    """A rule of the check."""

    code: str
    """Its short name, which stands behind each finding."""
    about: str
    """What it asks for, one sentence."""
    draft: Level
    """How grave a breach is in a draft."""
    published: Level
    """How grave a breach is in a published layer: never less than in a draft."""


_WRONG: tuple[Level, Level] = ("error", "error")
_MISSING: tuple[Level, Level] = ("warning", "error")
_DOUBTFUL: tuple[Level, Level] = ("warning", "warning")

_ABOUT: Mapping[tuple[Level, Level], Mapping[str, str]] = {
    _WRONG: {
        "not-a-feature": "A Feature says that it is one, and has a geometry and properties, if only null.",
        "missing": "An id, a name in one language and the needed parts of a record are there.",
        "kind": "A value is of its field's kind: text, number, list or record.",
        "date": "A date is one of the calendar, written as ISO 8601 has it.",
        "url": "An address begins with http:// or https:// and a host.",
        "unknown-code": "A code is one of its list.",
        "unknown-id": "What a story names is there.",
        "no-such-field": "What sources and disputes name is a field.",
        "too-long": "A text is no longer than its field allows.",
        "twice": "A list names each entry once.",
        "control-character": "A text holds nothing that a reader cannot see.",
        "markup": "A text is plain, without tags and entities.",
        "id-differs": "The Feature's id is the project's.",
        "duplicate-id": "No two records of a file share an id.",
        "crs": "A layer is in WGS 84.",
        "geometry": "A geometry is a record with a type and coordinates, or null.",
        "geometry-type": "A geometry is of a type that a layer can hold.",
        "coordinates": "Coordinates are nested as their geometry's type demands.",
        "line-too-short": "A line has two different positions at least.",
        "ring-open": "A ring ends where it begins.",
        "ring-too-short": "A ring has four positions at least.",
        "self-crossing": "No ring crosses itself.",
        "invalid-area": "Areas and their holes do not overlap.",
        "coordinate-range": "Longitude and latitude are degrees that exist.",
        "swapped-coordinates": "Longitude stands before latitude.",
        "wrong-hemisphere": "West and south are negative numbers.",
        "outside-country": "A project lies in one of its countries, as exactly as both are known.",
        "site-uncertain": "A site is known to a kilometre at least.",
        "unlocated-placed": "What nobody can place has no geometry.",
        "route-without-line": "Only a line has a route.",
        "empty-view": "The view of a stop is an area.",
    },
    _MISSING: {
        "not-told": "Sector, status, countries and precision are told.",
        "first-language": "A text stands in the first of the layer's languages.",
        "no-source": "A source supports the status and the place.",
        "status-undated": "The status says as of when it holds.",
        "null-island": "No position is 0, 0, which stands for a missing one.",
        "near-without-radius": "A place that is called near says how near, in metres.",
        "not-placed": "What is placed precisely has a geometry.",
        "line-without-route": "A line says how its course is known.",
        "end-before-start": "The end does not come before the start.",
        "number-unsupported": "A number in a summary stands in a field, or a source supports the summary.",
        "sum-differs": "A total is the sum of both directions.",
        "growth-differs": "Growth fits the number of the year before.",
        "ratio-differs": "A ratio fits the two numbers.",
        "region-elsewhere": "Each region lies in one of the project's countries.",
        "too-many-decimals": "A coordinate has six decimals at most, 0.1 m.",
        "list-name": "What a layer's own list names has a name in each of its languages.",
        "crs-member": "A layer has no crs member: GeoJSON is always in WGS 84.",
    },
    _DOUBTFUL: {
        "translation": "A text stands in all of the layer's languages.",
        "numbers-differ": "A text names the same numbers in each language.",
        "status-old": "The status was looked up in the last two years.",
        "value-undated": "Each sum and each figure says when it held.",
        "too-few-decimals": "A site has four decimals at least, 10 m.",
        "line-ends-only": "A line of two ends alone is called schematic, or a great circle.",
        "gazetteer-trap": "Neither the gazetteer's record nor its point is known to mislead.",
        "same-spot": "Two exact places in one spot name the same source.",
        "name-alike": "No two projects in one place bear names that are alike.",
        "offshore": "A project at sea is near the coast of one of its countries.",
        "colour-faint": "What stands on a sector's own colour can be read.",
        "colour-near": "A sector's own colour can be told from the others by every reader.",
        "photo-left-out": "A photograph is there and can be shown.",
        "photo-elsewhere": "A photograph was taken at its project, as exactly as that place is known.",
        "photo-unpaired": "A picture of before stands right before the one of after.",
        "photos-heavy": "The photographs of a page are no heavier than 5 MB.",
        "no-base-map": "The base map by which countries are judged is there.",
    },
}

RULES: Mapping[str, Rule] = {
    code: Rule(code, about, *levels) for levels, abouts in _ABOUT.items() for code, about in abouts.items()
}
"""Every rule by its code: first what is wrong at any grade, then what a published layer must have, then doubts."""


LEVELS: Mapping[tuple[Level, Level], str] = {
    _WRONG: template("Errors in a draft and in a published layer"),
    _MISSING: template("Warnings in a draft, errors in a published layer"),
    _DOUBTFUL: template("Warnings in a draft and in a published layer"),
}
"""The pairs of how grave a breach is in a draft and in a published layer, each with a heading."""


def rules_of(levels: tuple[Level, Level]) -> list[Rule]:
    """The rules whose breaches are as grave as a pair of LEVELS says."""
    return [rule for rule in RULES.values() if (rule.draft, rule.published) == levels]


def finding(  # noqa: PLR0913, PLR0917  the parts of a Problem, in its order
    rule: str, where: str, field: str, got: str, expected: str, fix: str
) -> Problem:
    """A breach of a rule, as grave as it is in a draft; `at_grade` raises it."""
    return Problem(RULES[rule].draft, rule, where, field, got, expected, fix)


def level_of(rule: str, grade: Grade) -> Level:
    """How grave a breach of a rule is at a grade."""
    return RULES[rule].published if grade == "published" else RULES[rule].draft


def at_grade(problem: Problem, grade: Grade) -> Problem:
    """The finding, as grave as it is at a grade."""
    level = level_of(problem.rule, grade)
    return problem if level == problem.level else replace(problem, level=level)


def hinders(problem: Problem) -> bool:
    """Whether a finding keeps a project from being saved, imported and drawn.

    An error does, but for a text that its first language alone lacks: it is shown in the others, and completed later.
    """
    return problem.level == "error" and problem.rule != "first-language"


def grade_of(members: Mapping[str, object]) -> Grade:
    """The grade that a layer claims: a draft when it claims none, or one that there is not."""
    grade = members.get("grade")
    return cast("Grade", grade) if isinstance(grade, str) and grade in GRADES else "draft"
