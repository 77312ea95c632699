"""The check of a layer and of the files beside it: every rule, all findings at once."""

from __future__ import annotations

from datetime import date, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Protocol, cast

import shapely

from geo.checks import validate
from geo.checks.grades import at_grade, finding, grade_of
from geo.checks.rules import gaps, lists, numbers, pairs, place, record
from geo.checks.rules.case import Case, World
from geo.checks.rules.text import texts_are_plain
from geo.errors import show
from geo.io.codebook_files import MEMBER
from geo.io.package_data import data_path
from geo.messages import NOTHING, Message
from geo.model import geometry, languages
from geo.model.project import Project
from geo.model.schema import MEMBERS, rank
from geo.places import countries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.checks.grades import Grade
    from geo.errors import Problem
    from geo.model.codebook import Codebook
    from geo.model.field import Field
    from geo.model.geojson import Feature
    from geo.model.record_types import ProjectRecord

RULES: tuple[Callable[[Case], Iterator[Problem]], ...] = (
    record.id_matches,
    place.well_formed,
    place.uncrossed,
    place.null_island,
    place.decimals_fit,
    place.no_trap,
    record.precision_fits,
    record.route_fits,
    record.named_fields_exist,
    record.sources_cover,
    record.dates_agree,
    record.status_is_dated,
    record.money_is_dated,
    record.regions_fit,
    gaps.nothing_missing,
    numbers.project_texts_agree,
    numbers.summary_is_backed,
)
"""Rules on one project, beside those of the schema and of plain text."""

ARRAY_RULES: tuple[Callable[[Sequence[Case]], Iterator[Problem]], ...] = (place.in_their_countries,)
"""Rules on each project that are asked of many at once, as arrays."""

PAIR_ERRORS = (pairs.ids_differ,)
PAIR_WARNINGS = (pairs.spots_differ, pairs.names_differ)
"""Rules on projects beside each other, by what they give."""

_PAIRED_ERRORS = ("id",)
_PAIRED = ("id", "name_", "place_", "countries", "precision", "location_source")
"""What those read, and all of them, by how the names of the fields begin."""

SOME = 20_000
"""Projects that are checked at once: of a larger layer no more than these stand in memory whole."""

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
    layer: LayerLike, today: date | None = None, *, errors_only: bool = False, grade: Grade | None = None
) -> list[Problem]:
    """Every finding, errors and warnings, by project (the layer itself first) and then by field.

    today: the day against which statuses age, by default this one; errors_only: without the warnings, which of a large
    layer are many and take a while; grade: what is demanded, "draft" or "published", by default what the layer's own
    member `grade` says. Raises ReadError only when the shipped base map is broken.
    """
    tags = languages.of_members(layer.members)
    world, missing = _world(today or datetime.now().astimezone().date(), layer.codebook, tags)
    wanted = grade or grade_of(layer.members)
    problems = (at_grade(problem, wanted) for problem in chain(missing, _findings(layer, world, errors_only)))
    wanted_problems = (problem for problem in problems if problem.level == "error" or not errors_only)
    return _sorted(wanted_problems, layer.codebook.fields)


def _findings(layer: LayerLike, world: World, errors_only: bool) -> Iterator[Problem]:
    yield from _layer_findings(layer, world.languages)
    projects = (Project(number, feature, world.languages) for number, feature in enumerate(layer.features, 1))
    large = len(layer.features) > SOME
    all_cases: list[Case] = []
    while some := list(islice(projects, SOME)):
        cases, refused = _cases(some, world)
        yield from refused
        yield from (problem for case in cases for rule in RULES for problem in rule(case))
        yield from (problem for rule in ARRAY_RULES for problem in rule(cases))
        read_keys = _PAIRED_ERRORS if errors_only else _PAIRED
        all_cases += (_slim(case, read_keys) for case in cases) if large else cases
    for rule in PAIR_ERRORS if errors_only else (*PAIR_ERRORS, *PAIR_WARNINGS):
        yield from rule(all_cases)


def _cases(projects: Sequence[Project], world: World) -> tuple[list[Case], list[Problem]]:
    """The projects as cases, and what the schema and the rule on plain text find in them."""
    cases: list[Case] = []
    problems: list[Problem] = []
    for project, shape in zip(projects, _shapes(projects), strict=True):
        problems += _not_a_feature(project)
        refused = list(validate.faults(project.where, project.properties, world.codebook.fields))
        problems += (problem for _, problem in refused)
        problems += texts_are_plain(project.where, dict(project.properties))
        cases.append(_case(project, shape, [path for path, _ in refused], world))
    return cases, problems


def _slim(case: Case, fields: tuple[str, ...]) -> Case:
    """The case with what the rules on pairs read, for a layer too large to be held as a whole."""
    properties = {key: value for key, value in case.clean.items() if key.startswith(fields)}
    feature = {"type": "Feature", "id": case.project.id, "geometry": None, "properties": properties}
    return Case(
        Project(case.project.number, feature), cast("ProjectRecord", properties), case.faulty, case.shape, case.world
    )


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


def _not_a_feature(project: Project) -> Iterator[Problem]:
    """A Feature says that it is one, and has a geometry and properties, if only null."""
    feature = project.feature
    for member in {"geometry", "properties"} - feature.keys():
        fix = Message("add it, if need be as null")
        yield finding(
            "not-a-feature", project.where, member, NOTHING, Message("the member {member}", member=member), fix
        )
    if feature.get("type") != "Feature":
        got, fix = show(feature.get("type")), Message("write {value}", value="“Feature”")
        yield finding("not-a-feature", project.where, "type", got, "“Feature”", fix)


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


def _shapes(projects: Sequence[Project]) -> list[BaseGeometry | None]:
    """The geometries as shapes, None for those that are absent, malformed or off the globe; points all at once."""
    sound = [project.geometry if not any(geometry.faults(project.geometry)) else None for project in projects]
    shapes: list[BaseGeometry | None] = [None] * len(projects)
    points = []
    for number, plain_geometry in enumerate(sound):
        if plain_geometry is not None and plain_geometry["type"] == "Point":
            if geometry.on_globe(position := next(geometry.positions(plain_geometry))):
                points.append((number, position[:2]))
        elif plain_geometry is not None:
            shapes[number] = place.flat_shape(plain_geometry)
    for (number, _), point in zip(points, shapely.points([xy for _, xy in points]) if points else (), strict=True):
        shapes[number] = point
    return shapes


def _case(project: Project, shape: BaseGeometry | None, paths: list[validate.Path], world: World) -> Case:
    clean = validate.pruned(project.properties, paths, world.codebook.fields) if paths else project.properties
    faulty = {str(path[0]) for path in paths}
    if shape is None and any(geometry.faults(project.geometry)):
        faulty.add("geometry")
    return Case(project, clean, frozenset(faulty), shape, world)


def _sorted(problems: Iterable[Problem], fields: tuple[Field, ...]) -> list[Problem]:
    """The layer first, then by project, by field as the schema orders them, errors first; each finding once."""

    def order(problem: Problem) -> tuple[object, ...]:
        own = problem.where == LAYER
        field = rank(_first(problem.field), MEMBERS if own else fields)
        return not own, problem.where, field, problem.field, problem.level, problem.rule

    return sorted(dict.fromkeys(problems), key=order)


def _first(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]
