"""What differs between two layers, by project and field."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal, TypeGuard

from geo.model.project import Project
from geo.model.schema import FIELDS, MEMBERS, find, rank

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.layer import Layer
    from geo.model.field import Field

What = Literal["added", "removed", "changed"]

LAYER = "the layer"
"""What a change of the layer's own members names."""


class _Absent:
    """No value: the field is not there."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = _Absent()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that changed."""

    path: str
    """Where it stands: `status`, `sources[2].url`, `geometry`."""
    before: object
    """What it was, plain JSON, or ABSENT."""
    after: object
    """What it is, plain JSON, or ABSENT."""

    def to_dict(self) -> dict[str, object]:
        """For JSON: the path, and `before` and `after` where there is a value."""
        sides = {"before": self.before, "after": self.after}
        return {"field": self.path} | {side: value for side, value in sides.items() if value is not ABSENT}


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one project, or to the layer's own members."""

    where: str
    """The project's id, or LAYER."""
    what: What
    """Whether it was added, removed or changed."""
    name: str
    """The project's name in English, else in another language; "" where it has none."""
    before: Mapping[str, object] | None
    """The Feature as it was, None for a new one."""
    after: Mapping[str, object] | None
    """The Feature as it is, None for one that is gone."""
    fields: tuple[FieldChange, ...] = ()
    """What changed in a changed one, in the order of the schema."""

    def to_dict(self) -> dict[str, object]:
        """For JSON: an added or removed project whole, a changed one by field."""
        record: dict[str, object] = {"where": self.where, "what": self.what}
        if self.what == "changed":
            return record | {"fields": [field.to_dict() for field in self.fields]}
        return record | {"feature": self.after if self.what == "added" else self.before}


def difference(old: Layer, new: Layer) -> list[Change]:
    """What changed from the old layer to the new one: the layer itself first, then by project; order in the file is no
    difference. Projects are the same when their ids are; those without one when they are equal, else by number."""
    changes = [*_members(old, new)]
    before, after = _by_name(old), _by_name(new)
    for name in sorted(before.keys() | after.keys()):
        changes += _paired(before.get(name, []), after.get(name, []))
    return changes


def field_changes(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[FieldChange, ...]:
    """What differs between two Features, in the order of the schema; the geometry stands where the place does."""
    changes = list(_records("", _properties(before), _properties(after), FIELDS))
    if not same(_geometry(before), _geometry(after)):
        changes.append(FieldChange("geometry", _geometry(before), _geometry(after)))
    known = ("type", "id", "geometry", "properties", "bbox")
    others = [{key: value for key, value in feature.items() if key not in known} for feature in (before, after)]
    changes += _records("", others[0], others[1], ())
    return tuple(sorted(changes, key=_order))


def _order(change: FieldChange) -> tuple[int, int, str]:
    key = change.path.partition(".")[0].partition("[")[0]
    return rank("location_source" if key == "geometry" else key, FIELDS)


def _members(old: Layer, new: Layer) -> Iterator[Change]:
    fields = tuple(_records("", old.members, new.members, MEMBERS))
    if fields:
        yield Change(LAYER, "changed", "", None, None, fields)


def _by_name(layer: Layer) -> dict[str, list[Project]]:
    projects: dict[str, list[Project]] = defaultdict(list)
    for project in layer.projects:
        projects[project.id or ""].append(project)
    return projects


def _paired(before: Sequence[Project], after: Sequence[Project]) -> Iterator[Change]:
    """The changes between the projects of one id; there is more than one only in a layer with errors."""
    gone = [
        project for project in before if not any(same(project.feature, new_project.feature) for new_project in after)
    ]
    new = [
        project for project in after if not any(same(project.feature, new_project.feature) for new_project in before)
    ]
    for old, new_project in zip(gone, new, strict=False):
        fields = field_changes(old.feature, new_project.feature)
        if fields:
            yield Change(
                new_project.where, "changed", new_project.text("name"), old.feature, new_project.feature, fields
            )
    for project in gone[len(new) :]:
        yield Change(project.where, "removed", project.text("name"), project.feature, None)
    for project in new[len(gone) :]:
        yield Change(project.where, "added", project.text("name"), None, project.feature)


def _properties(feature: Mapping[str, object]) -> Mapping[str, object]:
    return Project(0, feature).properties


def _geometry(feature: Mapping[str, object]) -> object:
    shape = feature.get("geometry")
    return {key: value for key, value in shape.items() if key != "bbox"} if isinstance(shape, dict) else shape


def _records(
    path: str, before: Mapping[str, object], after: Mapping[str, object], fields: tuple[Field, ...]
) -> Iterator[FieldChange]:
    for key in sorted(before.keys() | after.keys(), key=lambda key: rank(key, fields)):
        old, new = before.get(key, ABSENT), after.get(key, ABSENT)
        if same(old, new):
            continue
        field = find(key, fields)
        inner = field.fields if field else ()
        here = f"{path}.{key}" if path else key
        if inner and _are_records(old) and _are_records(new):
            yield from _lists(here, old, new, inner)
        else:
            yield FieldChange(here, old, new)


def same(old: object, new: object) -> bool:
    """Whether two values are written alike in a layer: equal, and true is no 1."""
    return old is new or (old is not ABSENT and new is not ABSENT and old == new and _text(old) == _text(new))


def _are_records(value: object) -> TypeGuard[list[Mapping[str, object]]]:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _lists(
    path: str, before: Sequence[Mapping[str, object]], after: Sequence[Mapping[str, object]], fields: tuple[Field, ...]
) -> Iterator[FieldChange]:
    """Entries that stand in both lists are aligned; what lies between them is compared in order.

    Places are counted as in the new list, those of removed entries as in the old one.
    """
    match = SequenceMatcher(None, [*map(_text, before)], [*map(_text, after)], autojunk=False)
    for tag, i, i_end, j, j_end in match.get_opcodes():
        if tag == "equal":
            continue
        for step in range(max(i_end - i, j_end - j)):
            if i + step >= i_end:
                yield FieldChange(f"{path}[{j + step}]", ABSENT, after[j + step])
            elif j + step >= j_end:
                yield FieldChange(f"{path}[{i + step}]", before[i + step], ABSENT)
            else:
                yield from _records(f"{path}[{j + step}]", before[i + step], after[j + step], fields)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=repr)
