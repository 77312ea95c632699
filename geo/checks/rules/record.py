"""Rules on one project's fields: do they agree with each other, and is each fact sourced and dated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.checks.nearest import nearest_word
from geo.errors import Problem, show
from geo.messages import NOTHING, Message, alternatives
from geo.model.dates import earliest, is_older, latest
from geo.model.geometry import DEPTHS
from geo.model.schema import UNTRANSLATED_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.checks.rules.case import Case
    from geo.checks.rules.cases import Cases

SITE_M = 1000
"""Most uncertainty, in metres, of a place that is called a site."""

STALE_MONTHS = 24
"""Months after which a status is old."""


def ids_match(cases: Cases) -> Iterator[Problem]:
    """The Feature's id is the project's."""
    for row, (feature, wanted) in enumerate(zip(cases.table.rows, cases.column("id"), strict=False)):
        if wanted is not None and feature.get("id") != wanted:
            yield _other_id(cases[row], feature.get("id"), wanted)


def _other_id(case: Case, got: object, wanted: object) -> Problem:
    value = NOTHING if got is None else show(got)
    return case.finding(
        "id-differs",
        "id",
        Message("{value} as the Feature's id", value=value),
        Message("the project's id {value}", value=show(wanted)),
        Message("give the Feature the id {value}", value=show(wanted)),
    )


def precision_fits(case: Case) -> Iterator[Problem]:
    """Precision, uncertainty and geometry say the same."""
    precision, metres = case.clean.get("precision"), case.clean.get("uncertainty_m")
    placed = case.place.is_given
    if precision == "site" and metres is not None and metres > SITE_M:
        yield case.finding(
            "site-uncertain",
            "uncertainty_m",
            Message("{metres:,} m with precision site", metres=metres),
            Message("at most {metres:,} m for a site", metres=SITE_M),
            Message("call the precision “near”, or measure the place anew"),
        )
    if precision == "near" and metres is None and not case.is_refused("uncertainty_m"):
        yield case.finding(
            "near-without-radius",
            "uncertainty_m",
            Message("nothing with precision near"),
            Message("the radius in metres within which it lies"),
            Message("add {keys}", keys="uncertainty_m"),
        )
    if precision == "unlocated" and placed:
        yield case.finding(
            "unlocated-placed",
            "precision",
            Message("unlocated with a geometry"),
            Message("no geometry, or another precision"),
            Message("write geometry null, or say how precisely the place is known"),
        )
    if not placed and precision not in (None, "unlocated", "country"):
        yield case.finding(
            "not-placed",
            "geometry",
            Message("null with precision {precision}", precision=precision),
            Message("a geometry, or precision unlocated or country"),
            Message("add the geometry, or call the precision “unlocated” or “country”"),
        )


def route_fits(case: Case) -> Iterator[Problem]:
    """A line says how its course is known; nothing else does; two ends alone are no course."""
    route, kind = case.clean.get("route"), case.place.kind
    if kind not in ("LineString", "MultiLineString"):
        if route is not None and (kind in DEPTHS or not case.place.is_given):
            yield case.finding(
                "route-without-line",
                "route",
                Message("{route} on a {type}", route=route, type=kind)
                if kind
                else Message("{route} on no geometry", route=route),
                Message("a route on a line only"),
                Message("leave route out, or draw the line"),
            )
        return
    if case.place.is_sound and route not in ("schematic", "great_circle") and not case.is_refused("route"):
        if case.place.has_ends_only:
            yield case.finding(
                "line-ends-only",
                "route",
                Message("{route} on a line of two ends", route=route or NOTHING),
                Message("schematic or great_circle when only the ends are known"),
                Message("write route “schematic”, or “great_circle” for a flight"),
            )
        elif route is None:
            yield case.finding(
                "line-without-route",
                "route",
                Message("nothing on a line"),
                Message("surveyed, schematic or great_circle"),
                Message("say how the line's course is known"),
            )


def sources_cover(case: Case) -> Iterator[Problem]:
    """A source stands behind the status, and behind the place of whatever is placed."""
    if case.is_refused("sources"):
        return
    backed = {name for _, source in enumerate(case.clean.get("sources", ())) for name in source.get("supports", ())}
    status = case.clean.get("status")
    if status is not None and case.world.codebook.counts_as(status) != "unknown" and "status" not in backed:
        yield case.finding(
            "no-source",
            "status",
            Message("no source that supports it"),
            Message("a source with “status” in supports"),
            Message("add the source, or “status” to the supports of the one that says so"),
        )
    placed = case.place.is_given
    if placed and not backed & {"place", "geometry", "location_source"} and not case.clean.get("location_source"):
        yield case.finding(
            "no-source",
            "place",
            Message("no source that supports it"),
            Message("a source with “place” or “geometry” in supports, or location_source"),
            Message("add the source, or location_source, such as GEONAMES 1519928"),
        )


def named_fields_exist(case: Case) -> Iterator[Problem]:
    """What `supports` and `disputes` name is a field of the schema, or one that this project has beside it."""
    for number, source in enumerate(case.clean.get("sources", ())):
        for place, name in enumerate(source.get("supports", ())):
            if not _is_field(case, name):
                yield _no_field(case, f"sources[{number}].supports[{place}]", name)
    for number, dispute in enumerate(case.clean.get("disputes", ())):
        disputed = dispute.get("field")
        if disputed is not None and not _is_field(case, disputed):
            yield _no_field(case, f"disputes[{number}].field", disputed)


def _is_field(case: Case, name: str) -> bool:
    own = name in UNTRANSLATED_NAMES or name in case.world.codebook.own_fields or name in case.keys
    return own and _untagged(name, case.world.languages) not in UNTRANSLATED_NAMES


def _untagged(name: str, languages: Sequence[str]) -> str:
    """ "name" for "name_en", and "" for what bears none of the layer's languages."""
    stem, _, tag = name.rpartition("_")
    return stem if tag in languages and name not in UNTRANSLATED_NAMES else ""


def _no_field(case: Case, path: str, name: str) -> Problem:
    stem = _untagged(name, case.world.languages)
    own = stem in UNTRANSLATED_NAMES
    better = stem if own else nearest_word(name, sorted(UNTRANSLATED_NAMES))
    fix = Message("name a field of the project, without the language suffix")
    if better:
        fix = Message("write {value}", value=show(better))
    return case.finding("no-such-field", path, show(name), Message("the name of a field"), fix)


def dates_agree(case: Case) -> Iterator[Problem]:
    """The end does not come before the start."""
    start, end = case.clean.get("start"), case.clean.get("end")
    if start and end and latest(end) < earliest(start):
        yield case.finding(
            "end-before-start",
            "end",
            Message("{end}, before the start {start}", end=end, start=start),
            Message("an end after the start"),
            Message("correct one of the two dates"),
        )


def status_is_dated(case: Case) -> Iterator[Problem]:
    """The status says as of when it holds, and that is not long ago."""
    held = case.clean.get("status_date")
    if held is None:
        if "status" in case.clean and not case.is_refused("status_date"):
            yield case.finding(
                "status-undated",
                "status_date",
                NOTHING,
                Message("the date as of which the status holds"),
                Message("add {keys}", keys="status_date"),
            )
    elif is_older(held, STALE_MONTHS, case.world.today):
        yield case.finding(
            "status-old",
            "status_date",
            Message(
                "{date}, more than {months} months before {today}",
                date=held,
                months=STALE_MONTHS,
                today=case.world.today,
            ),
            Message("a status of the last {months} months", months=STALE_MONTHS),
            Message("look it up anew and write the date you did"),
        )


def money_is_dated(case: Case) -> Iterator[Problem]:
    """Each sum and each figure says when it held."""
    clean = case.clean
    sums = (("value", number, entry, entry.get("amount")) for number, entry in enumerate(clean.get("value", ())))
    counts = (("figures", number, entry, entry.get("value")) for number, entry in enumerate(clean.get("figures", ())))
    for name, number, entry, known in (*sums, *counts):
        if known is not None and "date" not in entry and not _refused(case, name, number, "date"):
            yield case.finding(
                "value-undated",
                f"{name}[{number}].date",
                NOTHING,
                Message("the date of the number"),
                Message("add the date, if need be only the year"),
            )


def _refused(case: Case, name: str, number: int, key: str) -> bool:
    """Whether a record had the key and the schema refused its value."""
    entries = case.properties.get(name)
    return (
        case.is_refused(name)
        and isinstance(entries, list)
        and isinstance(entries[number], dict)
        and key in entries[number]
    )


def regions_fit(case: Case) -> Iterator[Problem]:
    """Each region lies in one of the project's countries."""
    countries = case.clean.get("countries", ())
    for number, region in enumerate(case.clean.get("regions", ())):
        if countries and region[:2] not in countries:
            yield case.finding(
                "region-elsewhere",
                f"regions[{number}]",
                show(region),
                Message("a region of {countries}", countries=alternatives(countries)),
                Message("add {code} to countries, or correct the region", code=region[:2]),
            )
