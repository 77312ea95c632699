"""What the editor does to a layer: a project is opened, checked, saved, removed; whatever it answers is plain JSON."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import geo
from geo import ConflictError, CoopmapError, Layer, Project, new_project
from geo.history import changes, drafts
from geo.model import schema
from geo.places import coordinates, countries, gazetteer
from geo.places.place import Place
from geo.review import diff_text
from maps.editor import position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from geo import Problem, Update
    from geo.places.coordinates import Spot

Json = dict[str, Any]

MOST_TO_DO = 300
"""Most projects of the list of what is to do; the others are counted."""

MOST_PLACES = 9
"""Most places that a name may mean that are offered."""


@dataclass(frozen=True)
class Answer:
    """What the page is told, and the status of HTTP that goes with it."""

    value: Json
    status: int = 200


@dataclass(frozen=True)
class Desk:
    """The layer that is edited. new: there was no such file when the editing began; an empty layer stands for it."""

    path: Path
    new: bool = False

    def layer(self) -> Layer:
        """The layer as its file is now. Raises ReadError."""
        return Layer((), {}, self.path) if self.new and not self.path.exists() else geo.read(self.path)

    def open(self, name: str) -> Answer:
        """A project as the layer has it, None for a new one, and the draft that was kept of it."""
        feature = changes.feature_of(self.layer(), name) if name else None
        return Answer({"feature": feature, "draft": drafts.kept(self.path).get(name)})

    def drafts(self) -> list[Json]:
        """What is not saved yet: the id and the names of each project, for the page to offer it."""
        kept = drafts.kept(self.path).items()
        return [{"id": name, **_names(draft.get("feature"))} for name, draft in kept]

    def keep(self, name: str, draft: Mapping[str, Any] | None) -> Answer:
        """Keep a draft, or forget it."""
        if draft is None:
            drafts.drop(self.path, name)
        else:
            drafts.keep(self.path, name, draft)
        return Answer({})

    def find(self, text: str) -> Answer:
        """The places that a name, coordinates or a map link may mean, each with what follows from it for a project."""
        told = gazetteer.unplaced(text)
        found: Sequence[Place | Spot] = coordinates.read(text) or [one for one in _places(text) if not one.trap]
        said = [told] if told else [] if found else ["No place is called so."]
        return Answer({"said": said, "places": [_place(one) for one in found[:MOST_PLACES]]})

    def at(self, lon: float, lat: float) -> Answer:
        """What follows surely from a position in degrees: country and region, where they do."""
        return Answer({"fields": position.sure_fields(lon, lat)})

    def to_do(self) -> Answer:
        """The projects that the check finds something on, those with errors first, then those with most."""
        layer = self.layer()
        findings: dict[str, list[Problem]] = defaultdict(list)
        for problem in geo.check(layer):
            findings[problem.where].append(problem)
        rows = [(project, findings[project.where]) for project in layer.projects if project.where in findings]
        rows.sort(key=lambda row: (all(problem.level != "error" for problem in row[1]), -len(row[1])))
        listed = [{"feature": dict(project.feature), "problems": _told(found)} for project, found in rows[:MOST_TO_DO]]
        return Answer({"rows": listed, "total": len(rows), "projects": len(layer.projects)})

    def check(self, feature: Json, based_on: Json | None) -> Answer:
        """What the check finds on a project as it is typed, in its layer."""
        layer = self.layer()
        named = _named(layer, feature, based_on)
        own = None if based_on is None else changes.feature_of(layer, _id(named))
        others = (one for one in layer.features if one is not own)
        return Answer({"problems": _told(_problems(replace(layer, features=(*others, named)), named))})

    def save(self, feature: Json, based_on: Json | None) -> Answer:
        """Write a project, new or in place of the one it is based on; what the check refuses is not written."""
        saved = ""
        state: Json = {}

        def change(layer: Layer) -> Layer:
            nonlocal saved, state
            named = _named(layer, feature, based_on)
            saved = _id(named)
            after = changes.added(layer, named) if based_on is None else changes.replaced(layer, named, based_on)
            problems = _problems(after, named)
            if any(problem.level == "error" for problem in problems):
                raise CoopmapError("It has errors and was not saved; fix them first.", tuple(problems))
            state = {"feature": named, "problems": _told(problems)}
            return after

        answer = self.write(change)
        if answer.status == 200:
            drafts.drop(self.path, "" if based_on is None else saved)
        return replace(answer, value={**state, **answer.value, "id": saved})

    def remove(self, based_on: Json) -> Answer:
        """Take a project out of the layer."""
        answer = self.write(lambda layer: changes.removed(layer, _id(based_on), based_on))
        if answer.status == 200:
            drafts.drop(self.path, _id(based_on))
        return answer

    def undo(self, *, again: bool) -> Answer:
        """Take the last change of the layer back, or make it again."""
        done = geo.undo(self.path, again=again)
        if done is None:
            return Answer({"said": ["There is nothing to make again." if again else "There is nothing to take back."]})
        return Answer({"said": _difference(done)})

    def write(self, change: Callable[[Layer], Layer]) -> Answer:
        """Change the layer's file under its lock, as a step of its history; say what differs, or why nothing does."""
        try:
            done = geo.update(self.path, change, create=self.new)
        except ConflictError as error:
            return Answer({"said": [str(error)], "now": error.current}, 409)
        except CoopmapError as error:
            return Answer({"said": [str(error)], "problems": _told(error.problems)}, 422)
        return Answer({"said": _difference(done)})


def _places(text: str) -> list[Place]:
    return gazetteer.best_matches(text) or gazetteer.find(text) or gazetteer.nearest(text)


def _place(one: Place | Spot) -> Json:
    """A place as the form takes it."""
    country = None if isinstance(one, Place) else countries.countries().at(one.lon, one.lat)
    geometry, fields = new_project.place_fields([one], country.code if country else None)
    where = f"{one.lat}, {one.lon}"
    title = f"{one.title}: {where}" if isinstance(one, Place) else where
    return {"title": title, "geometry": geometry, "fields": fields}


def _difference(done: Update) -> list[str]:
    return diff_text.words(geo.difference(done.before, done.after))


def _problems(layer: Layer, feature: Json) -> list[Problem]:
    """What the check finds on one of a layer's projects."""
    return [problem for problem in geo.check(layer) if problem.where == Project(0, feature).where]


def _told(problems: Iterable[Problem]) -> list[Json]:
    return [problem.to_dict() for problem in problems]


def _id(feature: Mapping[str, Any]) -> str:
    return Project(0, feature).id or ""


def _names(feature: Any) -> Json:
    properties = Project(0, feature).properties if isinstance(feature, dict) else {}
    return {key: value for key, value in properties.items() if key.startswith("name_") and isinstance(value, str)}


def _named(layer: Layer, feature: Json, based_on: Json | None) -> Json:
    """The Feature with an id: that of what it is based on, its own, or a new one from its name."""
    properties = dict(Project(0, feature).properties)
    name = properties.get("id") if based_on is None else _id(based_on)
    name = name or new_project.new_id(properties, {project.id for project in layer.projects if project.id})
    shape = {"type": "Feature", "id": name, "geometry": feature.get("geometry")}
    return {**feature, **shape, "properties": schema.ordered({**properties, "id": name})}
