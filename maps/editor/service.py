"""What the editor does to a layer: a project is opened, checked, saved, removed; every response is plain JSON."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import geo
from geo import ConflictError, CoopmapError, Layer, Project, new_project
from geo.checks.grades import hinders
from geo.history import changes, drafts
from geo.layer import empty
from geo.messages import NOTHING, Message
from geo.model import schema
from geo.places import coordinates, countries, gazetteer
from geo.places.place import Place
from geo.review import diff_text
from maps.editor import position

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from geo import Problem, Update
    from geo.model.geojson import Feature
    from geo.places.coordinates import Coordinates

JsonObject = dict[str, object]
"""A JSON object: what comes from the page and goes to it, there with Problems in it."""

MAX_TO_DO = 300
"""Most projects of the list of what is to do; the others are counted."""

MAX_PLACES = 9
"""Most places offered for a name that may mean several."""


@dataclass(frozen=True)
class EditorResponse:
    """What the page gets back."""

    body: JsonObject
    """Plain JSON, but for what the server says in the page's language: `messages` holds sentences for the user,
    `problems` findings of the check. `current` is what stands in the layer instead of what was edited."""

    status: int = 200
    """The HTTP status: 200 done, 409 changed by someone else meanwhile, 422 refused, with the reason in `messages`."""


@dataclass(frozen=True)
class EditorService:
    """What the editor can do to one layer."""

    path: Path
    """The layer's file."""

    new: bool = False
    """There was no such file when the editing began; an empty layer stands for it until the first save."""

    def layer(self) -> Layer:
        """The layer as its file is now. Raises ReadError."""
        return empty(self.path) if self.new and not self.path.exists() else geo.read(self.path)

    def open(self, project_id: str) -> EditorResponse:
        """A project as the layer has it, null for a new one, and the draft of it that was not saved."""
        feature = changes.feature_of(self.layer(), project_id) if project_id else None
        return EditorResponse({"feature": feature, "draft": drafts.unsaved(self.path).get(project_id)})

    def drafts(self) -> list[JsonObject]:
        """What is not saved yet: the id and the names of each project, for the page to offer it."""
        unsaved = drafts.unsaved(self.path).items()
        return [{"id": project_id, **_names(draft.get("feature"))} for project_id, draft in unsaved]

    def keep_draft(self, project_id: str, draft: JsonObject | None) -> EditorResponse:
        """Keep a draft beside the layer; None deletes it."""
        if draft is None:
            drafts.drop(self.path, project_id)
        else:
            drafts.keep(self.path, project_id, draft)
        return EditorResponse({})

    def find(self, text: str) -> EditorResponse:
        """The places that a name, coordinates or a map link may mean, each with what follows from it for a project."""
        reason = gazetteer.unplaced(text)
        positions: Sequence[Place | Coordinates] = coordinates.read(text)
        layer = self.layer()
        matches = positions or [place for place in _places(text, layer.own_countries) if not place.trap]
        messages = [reason] if reason else [] if matches else [Message("No place is called so.")]
        languages = layer.languages
        places = [_place(match, languages) for match in matches[:MAX_PLACES]]
        return EditorResponse({"messages": messages, "places": places})

    def at(self, lon: float, lat: float) -> EditorResponse:
        """What follows surely from a position in degrees: country and region, where they do."""
        return EditorResponse({"fields": position.sure_fields(lon, lat)})

    def to_do(self) -> EditorResponse:
        """The projects that the check finds something on, those with errors first, then those with most."""
        layer = self.layer()
        findings: dict[str, list[Problem]] = defaultdict(list)
        for problem in geo.check(layer):
            findings[problem.where].append(problem)
        rows = [(project, findings[project.where]) for project in layer.projects if project.where in findings]
        rows.sort(key=lambda row: (not any(map(hinders, row[1])), -len(row[1])))
        listed = [{"feature": dict(project.feature), "problems": problems} for project, problems in rows[:MAX_TO_DO]]
        return EditorResponse({"rows": listed, "total": len(rows), "projects": len(layer.projects)})

    def check(self, feature: JsonObject, based_on: JsonObject | None) -> EditorResponse:
        """What the check finds on a project as it is typed, in its layer."""
        layer = self.layer()
        project = _with_id(layer, feature, based_on)
        saved = None if based_on is None else changes.feature_of(layer, _id(project))
        others = (other for other in layer.features if other is not saved)
        problems = _problems(replace(layer, features=(*others, project)), project)
        return EditorResponse({"problems": problems})

    def save(self, feature: JsonObject, based_on: JsonObject | None) -> EditorResponse:
        """Write a project, new or in place of the one it is based on; what the check refuses is not written."""
        project_id = ""
        saved: JsonObject = {}

        def change(layer: Layer) -> Layer:
            nonlocal project_id, saved
            project = _with_id(layer, feature, based_on)
            project_id = _id(project)
            after = changes.added(layer, project) if based_on is None else changes.replaced(layer, project, based_on)
            problems = _problems(after, project)
            if any(map(hinders, problems)):
                raise CoopmapError(Message("It has errors and was not saved; fix them first."), tuple(problems))
            saved = {"feature": project, "problems": problems}
            return after

        response = self.write(change)
        if response.status == 200:
            drafts.drop(self.path, "" if based_on is None else project_id)
        return replace(response, body={**saved, **response.body, "id": project_id})

    def remove(self, based_on: JsonObject) -> EditorResponse:
        """Take a project out of the layer."""
        response = self.write(lambda layer: changes.removed(layer, _id(based_on), based_on))
        if response.status == 200:
            drafts.drop(self.path, _id(based_on))
        return response

    def undo(self, *, again: bool) -> EditorResponse:
        """Take the last change of the layer back, or make it again."""
        update = geo.undo(self.path, again=again)
        if update is None:
            nothing = Message("There is nothing to make again.") if again else Message("There is nothing to take back.")
            return EditorResponse({"messages": [nothing]})
        return EditorResponse({"messages": _difference(update)})

    def write(self, change: Callable[[Layer], Layer]) -> EditorResponse:
        """Change the layer's file under its lock, as a step of its history; say what differs, or why nothing does."""
        try:
            update = geo.update(self.path, change, create=self.new)
        except ConflictError as error:
            return EditorResponse({"messages": [error.sentence], "current": error.current}, 409)
        except CoopmapError as error:
            return EditorResponse({"messages": [error.sentence], "problems": error.problems}, 422)
        return EditorResponse({"messages": _difference(update)})


def _places(text: str, own_countries: Sequence[str]) -> list[Place]:
    """The places that a name may mean: for a layer beyond the region, in its own countries first."""
    world = gazetteer.lies_beyond(own_countries)
    exact = gazetteer.best_matches(text, world=world, first=own_countries if world else ())
    return exact or gazetteer.find(text, world=world) or gazetteer.nearest(text)


def _place(place: Place | Coordinates, languages: Sequence[str]) -> JsonObject:
    """A place as the form takes it, named in the layer's languages."""
    country = None if isinstance(place, Place) else countries.countries().at(place.lon, place.lat)
    geometry, fields = new_project.place_fields([place], country.code if country else None, languages)
    position = f"{place.lat}, {place.lon}"
    title = f"{place.title}: {position}" if isinstance(place, Place) else position
    return {"title": title, "geometry": geometry, "fields": fields}


def _difference(update: Update) -> list[str]:
    return diff_text.words(geo.difference(update.before, update.after))


def _problems(layer: Layer, feature: Feature) -> list[Problem]:
    """What the check finds on one of a layer's projects."""
    return [problem for problem in geo.check(layer) if problem.where == Project(0, feature).where]


def finding_json(problem: Problem, language: str) -> JsonObject:
    """A finding for the page, its texts in a language: `got` is "" where there is nothing, `values` are its parts."""
    nothing = problem.got == NOTHING
    return {**problem.to_dict(language), **({"got": ""} if nothing else {}), "values": values_of(problem.got)}


def values_of(text: str) -> dict[str, str]:
    """What stands in the places of a message, as text; of other text nothing."""
    values = text.values if isinstance(text, Message) else {}
    return {name: str(value) for name, value in values.items()}


def _id(feature: Mapping[str, object]) -> str:
    return Project(0, feature).id or ""


def _names(feature: object) -> JsonObject:
    """The names in every language of a Feature; of anything else, none."""
    properties = Project(0, feature).properties if isinstance(feature, dict) else {}
    return {key: value for key, value in properties.items() if key.startswith("name_") and isinstance(value, str)}


def _with_id(layer: Layer, feature: JsonObject, based_on: JsonObject | None) -> Feature:
    """What the page sends as a Feature with an id: that of what it is based on, its own, or a new one from its name."""
    properties = dict(Project(0, feature).properties)
    project_id = properties.get("id") if based_on is None else _id(based_on)
    project_id = project_id or new_project.new_id(properties, {other.id for other in layer.projects if other.id})
    members = {"type": "Feature", "id": project_id, "geometry": feature.get("geometry")}
    properties_in_order = schema.ordered({**properties, "id": project_id}, languages=layer.languages)
    return cast("Feature", {**feature, **members, "properties": properties_in_order})
