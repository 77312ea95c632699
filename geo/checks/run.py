"""The check of a layer and of the files beside it: every rule, all findings at once."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, Protocol

from geo.checks import validate
from geo.checks.grades import at_grade, finding, grade_of, level_of
from geo.checks.rules import gaps, lists, numbers, pairs, place, record
from geo.checks.rules.case import World
from geo.checks.rules.cases import Cases
from geo.checks.rules.pairs import Neighbours
from geo.checks.rules.text import texts_are_plain
from geo.errors import show
from geo.io.codebook_files import MEMBER
from geo.io.feature_tables import tables_of
from geo.io.package_data import data_path
from geo.messages import NOTHING, Message
from geo.model import geometry, languages
from geo.model.schema import MEMBERS, rank
from geo.places import countries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from geo.checks.grades import Grade
    from geo.checks.rules.case import Case
    from geo.errors import Problem
    from geo.model.codebook import Codebook
    from geo.model.field import Field
    from geo.model.geojson import Feature

RULES: tuple[Callable[[Case], Iterator[Problem]], ...] = (
    place.no_trap_named,
    record.precision_fits,
    record.route_fits,
    record.named_fields_exist,
    record.sources_cover,
    record.dates_agree,
    record.status_is_dated,
    record.money_is_dated,
    record.regions_fit,
    gaps.nothing_missing,
    numbers.summary_is_backed,
)
"""Rules on one project, beside those of the schema and of plain text, asked once of those that are alike."""

FIELD_RULES: tuple[Callable[[Field, Case], Iterator[Problem]], ...] = (
    gaps.entries_are_complete,
    numbers.project_texts_agree,
)
"""Rules on one field of a project by itself."""

ARRAY_RULES: tuple[Callable[[Cases], Iterator[Problem]], ...] = (
    record.ids_match,
    place.well_formed,
    place.uncrossed,
    place.null_island,
    place.decimals_fit,
    place.no_trap_at,
    place.in_their_countries,
)
"""Rules on each project that are asked of many at once, as arrays."""

PAIR_RULES: tuple[Callable[[Neighbours], Iterator[Problem]], ...] = (pairs.spots_differ, pairs.names_differ)
"""Rules on projects beside each other."""

DOUBTS: Mapping[object, str] = {
    numbers.project_texts_agree: "numbers-differ",
    numbers.summary_is_backed: "number-unsupported",
    pairs.spots_differ: "same-spot",
    pairs.names_differ: "name-alike",
}
"""Of the rules that take a while the one code that each gives: they are not asked where that would not be heard."""

LAYER = Message("the layer")
"""What a finding on the layer itself names."""


class LayerLike(Protocol):
    """What the check needs of a layer."""

    @property
    def features(self) -> Sequence[Feature]:
        """The Features, plain JSON."""
        ...

    @property
    def members(self) -> Mapping[str, object]:
        """The other members of the FeatureCollection."""
        ...

    @property
    def codebook(self) -> Codebook:
        """The lists that it is written in."""
        ...


def check(
    layer: LayerLike,
    today: date | None = None,
    *,
    errors_only: bool = False,
    grade: Grade | None = None,
    before: int = 0,
) -> list[Problem]:
    """Every finding, errors and warnings, by project (the layer itself first) and then by field.

    today: the day against which statuses age, by default this one; errors_only: without the warnings, which of a large
    layer are many and take a while; grade: what is demanded, "draft" or "published", by default what the layer's own
    member `grade` says; before: of a part of a layer, how many Features stand before it. Raises ReadError only when the
    shipped base map is broken.
    """
    tags = languages.of_members(layer.members)
    world, missing = _world(today or datetime.now().astimezone().date(), layer.codebook, tags)
    wanted = _Wanted(grade or grade_of(layer.members), errors_only)
    own = wanted.of(chain(missing, _layer_findings(layer, world.languages)))
    return _sorted(chain(own, _findings(layer, world, wanted, before)), layer.codebook.fields)


class _Wanted(NamedTuple):
    """Which findings are wanted."""

    grade: Grade
    errors_only: bool

    def of(self, problems: Iterable[Problem]) -> list[Problem]:
        """Those of them, as grave as they are at the grade."""
        graded = (at_grade(problem, self.grade) for problem in problems)
        return [problem for problem in graded if problem.level == "error" or not self.errors_only]

    def asks(self, rule: object) -> bool:
        """Whether what a rule gives can be wanted."""
        return not self.errors_only or rule not in DOUBTS or level_of(DOUBTS[rule], self.grade) == "error"


def _findings(layer: LayerLike, world: World, wanted: _Wanted, before: int) -> Iterator[Problem]:
    hear = wanted.of
    of_fields: list[Callable[[Case], Iterator[Problem]]]
    of_fields = [partial(rule, field) for rule in filter(wanted.asks, FIELD_RULES) for field in world.codebook.fields]
    of_pairs = [*filter(wanted.asks, PAIR_RULES)]
    neighbours = Neighbours(world.languages)
    ids: dict[object, int] = {}
    for table in tables_of(layer.features):
        cases = Cases(table, before, world)
        before += len(table)
        yield from hear(_not_features(cases))
        yield from cases.value_findings(hear)
        for rule in (*filter(wanted.asks, RULES), *of_fields):
            yield from cases.findings(rule, hear)
        yield from hear(problem for array_rule in ARRAY_RULES for problem in array_rule(cases))
        yield from hear(pairs.ids_differ(cases, ids))
        if of_pairs:
            neighbours.add(cases)
    yield from hear(problem for pair_rule in of_pairs for problem in pair_rule(neighbours))


def _layer_findings(layer: LayerLike, tags: tuple[str, ...]) -> Iterator[Problem]:
    members = layer.members
    yield from (problem for _, problem in validate.faults(LAYER, members, MEMBERS))
    yield from texts_are_plain(LAYER, {key: value for key, value in members.items() if key not in ("crs", MEMBER)})
    yield from gaps.missing(LAYER, members, MEMBERS, tags)
    yield from lists.lists_are_sound(LAYER, layer.codebook, members)
    if foreign := geometry.foreign_crs(members):
        yield finding(
            "crs",
            LAYER,
            "crs",
            foreign,
            Message("WGS 84 and no crs"),
            Message("convert the layer to WGS 84, drop the crs"),
        )
    elif "crs" in members:
        yield finding(
            "crs-member",
            LAYER,
            "crs",
            Message("a crs member"),
            Message("none: RFC 7946 is always WGS 84"),
            Message("remove it"),
        )


def _not_features(cases: Cases) -> Iterator[Problem]:
    """A Feature says that it is one, and has a geometry and properties, if only null."""
    for row, feature in enumerate(cases.table.rows):
        for member in {"geometry", "properties"} - feature.keys():
            fix = Message("add it, if need be as null")
            expected = Message("the member {member}", member=member)
            yield cases[row].finding("not-a-feature", member, NOTHING, expected, fix)
        if feature.get("type") != "Feature":
            got, fix = show(feature.get("type")), Message("write {value}", value="“Feature”")
            yield cases[row].finding("not-a-feature", "type", got, "“Feature”", fix)


def _world(today: date, codebook: Codebook, tags: tuple[str, ...] = languages.USUAL) -> tuple[World, list[Problem]]:
    """The base map's countries; without the file, a warning says what could not be checked."""
    if data_path("basemap/world/shapes.npz").is_file():
        return World(today, countries.countries(), codebook, tags), []
    lost = finding(
        "no-base-map",
        LAYER,
        "",
        Message("no base map"),
        "data/basemap/world/shapes.npz",
        Message("install coopmap anew; whether projects lie in their countries was not checked"),
    )
    return World(today, None, codebook, tags), [lost]


def _sorted(problems: Iterable[Problem], fields: tuple[Field, ...]) -> list[Problem]:
    """The layer first, then by project, by field as the schema orders them, errors first; each finding once."""

    def order(problem: Problem) -> tuple[object, ...]:
        own = problem.where == LAYER
        field = rank(_first(problem.field), MEMBERS if own else fields)
        return not own, problem.where, field, problem.field, problem.level, problem.rule

    return sorted(dict.fromkeys(problems), key=order)


def _first(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]
