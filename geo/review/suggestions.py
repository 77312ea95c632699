"""Suggestions of readers: read generously, seen against the layer as it is, taken in so that nothing is overwritten."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from geo.checks.grades import hinders
from geo.checks.run import check
from geo.errors import ConflictError, CoopmapError, Problem, ReadError, show
from geo.history.changes import added, feature_of, replaced
from geo.io import canonical_json, files
from geo.layer import Layer, layer_of_value
from geo.messages import Message
from geo.model.project import Project
from geo.model.schema import find, ordered
from geo.new_project import fault, new_id
from geo.review import suggested_pictures
from geo.review.diff import ABSENT, Change, difference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.model.geojson import Feature

MAX_BYTES = 4 * 2**20
"""A larger file is no suggestion: one project takes some kilobytes."""

MAX_PROJECTS = 500
"""More projects than these nobody reviews one by one."""

MAX_UNKNOWN = 30
"""More fields that the schema does not know than these are no slip."""

UNPLACED = ("unlocated", "country")
"""The precisions of a project without a place on the map."""

_ABOUT = ("kind", "by", "why", "made", "layer_title", "quote", "page")


@dataclass(frozen=True)
class Suggestion:
    """A suggested project as its file has it."""

    file: str
    """The file's name."""
    number: int
    """Its place in the file, from 1."""
    feature: Mapping[str, object]
    """The Feature, plain JSON."""
    about: Mapping[str, str] = field(default_factory=dict)
    """What is said about it, of its own or for all of its file: kind ("new", "correction"), by, why, made (a date),
    layer_title, quote and page of the document that it was read in, as far as there."""
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """The picture files that came with it, by their paths beside the layer."""

    @property
    def id(self) -> str | None:
        """The project's id, whatever it is."""
        return Project(self.number, self.feature).id

    @property
    def where(self) -> str:
        """What a message names: the id, or the place in the file."""
        return Project(self.number, self.feature).where

    @property
    def based_on(self) -> Mapping[str, object] | None:
        """What the changed fields were when the suggestion was made; None when that is not said."""
        fields = self.feature.get("based_on")
        return fields if isinstance(fields, dict) else None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that the layer changed since the suggestion was made; its values are plain JSON, or ABSENT."""

    field: str
    """The key of the field."""
    based_on: object
    """What it was then."""
    now: object
    """What it is."""
    wanted: object
    """What is suggested."""

    def to_dict(self) -> dict[str, object]:
        """For JSON: the values that there are."""
        sides = {"based_on": self.based_on, "now": self.now, "suggested": self.wanted}
        return {"field": self.field} | {side: value for side, value in sides.items() if value is not ABSENT}


@dataclass(frozen=True)
class Proposal:
    """What a suggestion would do to a layer."""

    suggestion: Suggestion
    """The suggestion, as its file has it."""
    before: Feature | None
    """The layer's Feature, None for a new project."""
    after: Feature
    """What the Feature would be."""
    conflicts: tuple[Conflict, ...] = ()
    """Fields that are left as they are."""
    problems: tuple[Problem, ...] = ()
    """What the check finds that it did not find before."""

    @property
    def id(self) -> str:
        """The id that the project has in the layer, or would have."""
        return Project(0, self.after).id or ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Why it cannot be taken in."""
        return tuple(filter(hinders, self.problems))

    @property
    def change(self) -> Change | None:
        """What would change, or None for nothing."""
        old = Layer(()) if self.before is None else Layer((self.before,))
        return next(iter(difference(old, Layer((self.after,)))), None)


# Reading


def read(path: str | os.PathLike[str]) -> tuple[Suggestion, ...]:
    """The suggestions of a file that a saved map made, or of a layer, or a Feature alone.

    Raises ReadError, one plain sentence, when it is none of them, too large, or holds too many projects.
    """
    name = os.fspath(path)
    _refuse_large(name)
    value = files.read_json(name)
    if isinstance(value, dict) and value.get("type") == "Feature":
        value = {"suggestion": value.get("suggestion"), "type": "FeatureCollection", "features": [value]}
    layer = layer_of_value(value, name)
    if not layer.features:
        raise ReadError(name, Message("suggests nothing: it holds no project."))
    if len(layer.features) > MAX_PROJECTS:
        much = Message(
            "holds {features:,} projects, and at most {max_projects} are reviewed one by one",
            features=len(layer.features),
            max_projects=MAX_PROJECTS,
        )
        raise ReadError(name, Message("{much}; take a whole layer in with coopmap import.", much=much))
    member = layer.members.get("suggestion")
    about = _about(member)
    pictures = suggested_pictures.read(name, member.get("pictures") if isinstance(member, dict) else None)
    return tuple(
        Suggestion(name, number, feature, about | _about(dict(feature).get("suggestion")), pictures)
        for number, feature in enumerate(layer.features, 1)
    )


def _refuse_large(name: str) -> None:
    with suppress(OSError, ValueError):  # what is wrong with the file itself is said when it is read
        size = os.stat(name).st_size
        if size > MAX_BYTES:
            most = Message("a suggestion has at most {max_bytes} MB", max_bytes=MAX_BYTES // 2**20)
            raise ReadError(name, Message("is {size:,.0f} MB large; {most}.", size=size / 2**20, most=most))


def _about(value: object) -> dict[str, str]:
    record = value if isinstance(value, dict) else {}
    return {key: record[key] for key in _ABOUT if isinstance(record.get(key), str) and record[key].strip()}


# Against the layer


def propose(layer: Layer, suggestion: Suggestion) -> Proposal:
    """What the suggestion would do to the layer as it is. Raises CoopmapError when it corrects a project that the layer
    does not have, or is not even the frame of a project."""
    _refuse_strange(suggestion)
    current = feature_of(layer, suggestion.id or "")
    kind = suggestion.about.get("kind")
    if kind == "correction" or suggestion.based_on is not None:
        if current is None:
            raise CoopmapError(
                Message("The layer has no project {project}, which it corrects.", project=show(suggestion.id or ""))
            )
    elif kind == "new":
        current = None
    proposal = _addition(layer, suggestion) if current is None else _correction(suggestion, current)
    return replace(proposal, problems=_problems(layer, proposal))


def _refuse_strange(suggestion: Suggestion) -> None:
    unknown = [key for key in Project(0, suggestion.feature).properties if find(key) is None]
    if len(unknown) > MAX_UNKNOWN:
        raise CoopmapError(
            Message(
                "It has {number:,} fields that no project has, such as {field}.",
                number=len(unknown),
                field=show(unknown[0]),
            )
        )


def _addition(layer: Layer, suggestion: Suggestion) -> Proposal:
    """A new project; the id is made anew where it is none or taken, and what the layer has already stays alone."""
    properties = {key: value for key, value in Project(0, suggestion.feature).properties.items() if value is not None}
    feature = _feature(properties, suggestion.feature.get("geometry"))
    twin = next((existing for existing in layer.features if _alike(existing, feature)), None)
    if twin is not None:
        return Proposal(suggestion, twin, twin)
    taken = {project.id for project in layer.projects if project.id}
    name = suggestion.id
    if name is None or name in taken or fault("id", name):
        name = new_id(properties, taken)
    return Proposal(suggestion, None, _feature({**properties, "id": name}, feature["geometry"]))


def _alike(first: Mapping[str, object], second: Mapping[str, object]) -> bool:
    """Whether two Features say the same but for the id."""
    bare = [{k: v for k, v in Project(0, feature).properties.items() if k != "id"} for feature in (first, second)]
    return bool(bare[0] == bare[1] and _shape(first.get("geometry")) == _shape(second.get("geometry")))


def _correction(suggestion: Suggestion, current: Feature) -> Proposal:
    properties: dict[str, object] = dict(Project(0, current).properties)
    geometry: object = current.get("geometry")
    conflicts = []
    for key, wanted in _wanted(suggestion):
        now = geometry if key == "geometry" else _there(properties.get(key))
        if conflict := _conflict(suggestion, key, now, wanted):
            conflicts.append(conflict)
        elif key == "geometry":
            geometry = geometry if _shape(now) == _shape(wanted) else wanted
        elif wanted is ABSENT:
            properties.pop(key, None)
        elif now != wanted:
            properties[key] = wanted
    changed = cast("Feature", {**current, "geometry": geometry, "properties": ordered(properties)})
    return Proposal(suggestion, current, current if changed == current else changed, tuple(conflicts))


def _wanted(suggestion: Suggestion) -> Iterator[tuple[str, object]]:
    """Each suggested value by its key; null stands for none. A correction repeats the geometry that it leaves, and a
    Feature that says nothing of its place does not take the project's away."""
    feature, properties = suggestion.feature, Project(0, suggestion.feature).properties
    for key, value in properties.items():
        if key not in ("id", "geometry"):
            yield key, _there(value)
    shape, based_on = feature.get("geometry"), suggestion.based_on
    said = shape is not None or properties.get("precision") in UNPLACED
    if said if based_on is None else "geometry" in based_on:
        yield "geometry", shape


def _conflict(suggestion: Suggestion, key: str, now: object, wanted: object) -> Conflict | None:
    """A field that is neither as it was nor as it is wanted. Numbers are compared as such: a page writes 2.0 as 2."""
    based_on = suggestion.based_on
    if based_on is None or key not in based_on:
        return None
    then = based_on[key] if key == "geometry" else _there(based_on[key])
    if key == "geometry" and _shape(now) in (_shape(then), _shape(wanted)):
        return None
    return None if now in (then, wanted) else Conflict(key, then, now, wanted)


def _there(value: object) -> object:
    return ABSENT if value is None else value


def _shape(geometry: object) -> object:
    """What of a geometry says where it is."""
    return {key: value for key, value in geometry.items() if key != "bbox"} if isinstance(geometry, dict) else geometry


def _feature(properties: Mapping[str, object], geometry: object) -> Feature:
    """A project's Feature with nothing around it, as it is suggested: whether it is right is for the check."""
    feature = {"type": "Feature", "id": properties.get("id"), "geometry": geometry, "properties": ordered(properties)}
    return cast("Feature", feature)


def _problems(layer: Layer, proposal: Proposal) -> tuple[Problem, ...]:
    """What the check finds on the project in its layer, but for what it found there before."""
    if proposal.before is proposal.after:
        return ()
    others = [feature for feature in layer.features if feature is not proposal.before]
    known = set(check(layer)) if proposal.before is not None else set()
    problems = check(replace(layer, features=(*others, proposal.after)))
    return tuple(problem for problem in problems if problem.where == proposal.id and problem not in known)


# Taking in and editing


def accepted(layer: Layer, proposal: Proposal) -> Layer:
    """The layer with the proposal taken in. Raises ConflictError when its project is no longer as the proposal found
    it: then it is to be proposed anew."""
    if proposal.before is not None:
        return replaced(layer, proposal.after, based_on=proposal.before)
    if (taken := feature_of(layer, proposal.id)) is not None:
        raise ConflictError(proposal.id, taken, {})
    return added(layer, proposal.after)


def text_of(proposal: Proposal) -> str:
    """The proposed project as JSON to edit, with every character that cannot be seen written as an escape."""
    text = canonical_json.dumps(proposal.after)
    return "".join(sign if sign.isprintable() or sign == "\n" else _escaped(sign) for sign in text)


def _escaped(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def edited(proposal: Proposal, text: str) -> Suggestion:
    """What the proposal's project is suggested to be by its text, edited: a change of the layer's own project as the
    proposal found it. Raises CoopmapError, one sentence, when the text is no project or another one's."""
    name = Message("The edited text")
    feature = layer_of_value({"type": "FeatureCollection", "features": [files.parse(text, name)]}, name).features[0]
    own = proposal.suggestion
    if proposal.before is None:
        return replace(own, feature={**feature, "based_on": None}, about={**own.about, "kind": "new"})
    if Project(0, feature).id != proposal.id:
        raise CoopmapError(Message("The id is to stay {id}.", id=show(proposal.id)))
    return replace(own, feature=_differing(proposal.before, feature), about={**own.about, "kind": "correction"})


def _differing(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, object]:
    """A correction with what differs between two Features of one project alone."""
    old, new = Project(0, before).properties, Project(0, after).properties
    keys = [key for key in {**old, **new} if key != "id" and _there(old.get(key)) != _there(new.get(key))]
    base = {key: old.get(key) for key in keys}
    if _shape(before.get("geometry")) != _shape(after.get("geometry")):
        base["geometry"] = before.get("geometry")
    own = {"id": Project(0, before).id, **{key: new.get(key) for key in keys}}
    return {**_feature(own, after.get("geometry")), "based_on": base}
