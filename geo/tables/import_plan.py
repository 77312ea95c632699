"""What an import would do to a layer: what is new, changed, the same and wrong, found before anything is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, cast

from geo.checks.grades import hinders
from geo.checks.run import check
from geo.checks.validate import ADD_FIELD
from geo.errors import CoopmapError, Problem, plain, show
from geo.messages import Message, Plural, and_more
from geo.model.list_columns import LISTS
from geo.model.project import Project
from geo.model.schema import find
from geo.review.diff import FieldChange, field_changes
from geo.tables.example import is_example
from geo.tables.merge_row import TERMS, Terms, cell_of_finding, merged
from geo.tables.model import PLACES
from geo.tables.ordinary.mending import mend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from geo.layer import Layer
    from geo.model.geojson import Feature
    from geo.tables.incoming import Incoming, Intake

What = Literal["new", "changed", "same", "wrong"]


@dataclass(frozen=True)
class Item:
    """What becomes of a row.

    where: "row 3"; name: the project's, in English or the first language there is; feature: as it would be; fields:
    what would change in a project that the layer has; problems: errors of a wrong one, and what was read loosely.
    """

    where: str
    id: str
    name: str
    what: What
    feature: Feature
    fields: tuple[FieldChange, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Plan:
    """An import, thought through to the end. before: the layer; items: its rows in order; warnings: what the check
    would find in the new and changed projects; notes: what was assumed; unused: headers that found no field."""

    before: Layer
    items: tuple[Item, ...]
    warnings: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    taken: Intake | None = None
    """What the file says, and how it was understood."""

    def of(self, what: What) -> tuple[Item, ...]:
        """The items of a kind."""
        return tuple(item for item in self.items if item.what == what)

    @cached_property
    def after(self) -> Layer:
        """The layer with what is good: new projects added, changed ones in their old places."""
        good = {item.id: item.feature.copy() for item in self.items if item.what in ("new", "changed")}
        return _with(self.before, good)


def plan(
    layer: Layer,
    taken: Intake,
    terms: Terms = TERMS,
    today: date | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> Plan:
    """What the rows would do to the layer; nothing is written. The rules are those of `check`.

    today: the day against which statuses age; progress: is told each step with the number of rows. Raises
    CoopmapError when the layer itself is not sound enough to be added to.
    """
    report = progress or (lambda _step, _rows: None)
    by_id = _by_id(layer)
    rows, notes = _without_example(taken.projects)
    _refuse_orphans(rows, by_id)
    report("Placing", len(rows))
    features = [merged(row, by_id.get(row.id), terms, layer.languages) for row in rows]
    notes += (*_name_by_id(rows, features, by_id, layer.languages[0]), *_placed_by_name(rows, features))
    _refuse_repeated(rows)
    report("Checking", len(rows))
    pairs = zip(reversed(rows), reversed(features), strict=True)
    candidate = {row.id: feature for row, feature in pairs if row.id}  # of rows with one id the first counts
    errors, warnings = _findings(layer, candidate, by_id, today)
    ordinary = {row.id: row for row in rows if row.ordinary}
    mended = [
        name
        for name, problems in errors.items()
        if name in ordinary and mend(ordinary[name], candidate[name], problems, layer.codebook)
    ]
    if mended:
        errors, warnings = _findings(layer, candidate, by_id, today)
    items = tuple(_item(row, feature, by_id, errors) for row, feature in zip(rows, features, strict=True))
    touched = {item.id: row for item, row in zip(items, rows, strict=True) if item.what in ("new", "changed")}
    placed_warnings = [_placed(touched[name], problem) for name, problem in warnings if name in touched]
    return Plan(layer, items, tuple(placed_warnings), (*taken.notes, *notes), taken.unused, taken)


def _by_id(layer: Layer) -> dict[str, Feature]:
    features: dict[str, Feature] = {}
    for project in layer.projects:
        if project.id in features:
            raise CoopmapError(
                Message(
                    "The layer has the id {id} twice; `coopmap check` says where. Fix it first.", id=show(project.id)
                )
            )
        if project.id is not None:
            features[project.id] = cast("Feature", project.feature)
    return features


def _without_example(rows: list[Incoming]) -> tuple[list[Incoming], tuple[str, ...]]:
    real = [row for row in rows if not is_example(row.values)]
    gone = [row.where for row in rows if is_example(row.values)]
    return real, tuple(Message("{where} is the template's example and left out", where=where) for where in gone[:1])


def _name_by_id(
    rows: Sequence[Incoming], features: Sequence[Feature], by_id: Mapping[str, object], language: str
) -> tuple[str, ...]:
    """A place of an ordinary table with an id and no name is called by its id, and a note says so."""
    named = []
    for row, feature in zip(rows, features, strict=True):
        placed = feature["geometry"] is not None
        if row.ordinary and placed and row.id and row.id not in by_id and not Project(0, feature).text("name"):
            feature["properties"][f"name_{language}"] = row.id  # type: ignore[literal-required]
            named.append(row)
    if not named:
        return ()
    where = and_more(named[0].where, len(named) - 1)
    return (Message("{where}: no name; called by the id, such as {id}", where=where, id=show(named[0].id)),)


def _placed_by_name(rows: Sequence[Incoming], features: Sequence[Feature]) -> tuple[str, ...]:
    """How many rows of an ordinary table have no coordinates and lie where their town or region does."""
    count = sum(
        row.ordinary and row.geometry is None and not row.places and feature["geometry"] is not None
        for row, feature in zip(rows, features, strict=True)
    )
    if not count:
        return ()
    return (
        Plural(
            "{count:,} row is placed by the name of a place alone, as exactly as that is: see the precision",
            "{count:,} rows are placed by the name of a place alone, as exactly as that is: see the precision",
            count=count,
        ),
    )


def _refuse_orphans(rows: Iterable[Incoming], by_id: Mapping[str, object]) -> None:
    """A row on the sheet of a list belongs to a project of the file or of the layer."""
    for row in rows:
        if row.listed and row.id and row.id not in by_id:
            fix = Message("add the project to the sheet of projects, or correct the id")
            row.error("unknown-id", "id", show(row.id), Message("the id of a project in the file or the layer"), fix)
            row.unread.add("*")


def _refuse_repeated(rows: Iterable[Incoming]) -> None:
    """A second row with the id of an earlier one is wrong."""
    first: dict[str, str] = {}
    for row in rows:
        if row.id and row.id in first:
            fix = Message("give each row an id of its own, or make one row of the two")
            row.error(
                "duplicate-id",
                "id",
                Message("{id} again", id=show(row.id)),
                Message("an id of its own; {first} has it", first=first[row.id]),
                fix,
            )
            row.unread.add("*")
        first.setdefault(row.id, row.where)


def _with(layer: Layer, features: Mapping[str, Feature]) -> Layer:
    """The layer with some Features in place of those of the same id, the rest of them added."""
    left = dict(features)
    before = [left.pop(Project(0, old).id or "", old) for old in layer.features]
    return replace(layer, features=(*before, *left.values()))


def _findings(
    layer: Layer, candidate: Mapping[str, Feature], by_id: Mapping[str, Feature], today: date | None
) -> tuple[dict[str, list[Problem]], list[tuple[str, Problem]]]:
    """(errors by id, warnings with their id) that the check finds in the projects of the file, less the errors that
    the layer has in them already."""
    names = {plain(name[:80]): name for name in candidate}
    errors: dict[str, list[Problem]] = defaultdict(list)
    warnings = []
    for problem in check(_with(layer, candidate), today):
        if (name := names.get(problem.where)) is not None:
            if hinders(problem):
                errors[name].append(problem)
            else:
                warnings.append((name, problem))
    suspects = tuple(by_id[name] for name in errors if name in by_id)
    known = set(check(replace(layer, features=suspects), today)) if suspects else set()
    return {
        name: [problem for problem in problems if problem not in known] for name, problems in errors.items()
    }, warnings


def _item(
    row: Incoming, feature: Feature, by_id: Mapping[str, Feature], errors: Mapping[str, Sequence[Problem]]
) -> Item:
    before = by_id.get(row.id)
    problems = [*row.problems, *(_placed(row, problem) for problem in errors.get(row.id, ()) if _news(row, problem))]
    fields = field_changes(before, feature) if before is not None and before != feature else ()
    what: What = "new" if before is None else "changed" if fields else "same"
    if any(map(hinders, problems)):
        what = "wrong"
    return Item(row.where, row.id, Project(0, feature).text("name"), what, feature, fields, tuple(problems))


def _news(row: Incoming, problem: Problem) -> bool:
    """Whether a finding of the check is not only what follows from a cell that could not be read."""
    name = problem.field.partition(".")[0].partition("[")[0]
    placeless = any(key in PLACES or key.startswith("place_") for key in row.unread)
    if "*" in row.unread or (placeless and name in ("geometry", "precision", "countries", "regions")):
        return False
    return name not in row.unread and not (name in LISTS and any(key.startswith(f"{name}_") for key in row.unread))


def _placed(row: Incoming, problem: Problem) -> Problem:
    where, column = cell_of_finding(row, problem.field)
    if problem.rule == "missing" and column == problem.field and _is_plain(column):
        fix = Message("add a column {column}, or give all rows one value with --set {column}=VALUE", column=column)
        return replace(problem, where=where, field=column, fix=fix)
    if problem.rule == "missing" and column.startswith("column "):
        about = _about(problem.fix)
        filled = Message("fill the cell: {about}", about=about) if about else problem.fix
        return replace(problem, where=where, field=column, fix=filled)
    if problem.rule == "missing" and "[" in problem.field:
        about = _about(problem.fix)
        added = Message("add a column {column}: {about}", column=column, about=about) if about else problem.fix
        return replace(problem, where=where, field=column, fix=added)
    return replace(problem, where=where, field=column, fix=_MENDS.get(problem.rule, problem.fix))


def _about(fix: str) -> str | None:
    """What the field is that a finding misses."""
    about = fix.values["about"] if isinstance(fix, Message) and fix.template == ADD_FIELD else None
    return about if isinstance(about, str) else None


_MENDS = {
    "not-placed": Message(
        "write longitude and latitude, or a place's name, or call the precision “unlocated” or “country”"
    ),
    "unlocated-placed": Message("empty longitude and latitude, or say how precisely the place is known"),
}
"""How to fix in a table what has no geometry of its own."""


def _is_plain(key: str) -> bool:
    """Whether a key is that of a field which one cell holds."""
    field = find(key)
    return field is not None and not field.fields
