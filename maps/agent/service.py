"""One layer as an agent's tools have it: everything can be read, and nothing written but suggestions with a source.

No tool takes a path: the layer is the one that the server was started for, and suggestions go into the folder
`suggestions` beside it, under names of our own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, TypedDict

import geo
from geo.errors import CoopmapError, WriteError, show, system_reason
from geo.history.changes import feature_of
from geo.io import canonical_json, regular_files
from geo.messages import Message
from geo.model.geometry import bounds
from geo.model.project import Project
from geo.review.suggestions import Suggestion, propose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from geo.model.geojson import Feature
    from geo.places.place import Place
    from geo.review.suggestions import Proposal

FOLDER = "suggestions"
"""Where suggestions go, beside the layer."""

MOST_FILES = 1_000
"""Suggestions that may wait in the folder: more nobody reviews."""

MOST_BYTES = 256 * 1024
"""Bytes of one suggestion, the most; a project takes some kilobytes."""

MOST_LISTED = 200
"""Places and projects that one answer lists."""

SHORTEST_QUOTE = 15
"""Letters of a quotation, at least: shorter ones prove nothing."""

_CITED = ("title", "publisher", "url", "date", "language")
"""What a suggestion may say of its source."""


class Suggested(TypedDict):
    """What became of a suggestion."""

    file: str
    """Its file, below the layer's folder."""
    id: str
    """The project that it is about, or the id that a new one would get."""
    kind: str
    """new or correction."""
    problems: list[dict[str, str]]
    """What the check would find; errors must be mended before a reviewer can take it in."""


@dataclass(frozen=True)
class AgentService:
    """The tools of one layer."""

    layer_path: Path
    """The layer's file."""

    def find_place(self, name: str, world: bool = False) -> list[dict[str, object]]:
        """The places that a name may mean, best first, each with its point and source."""
        from geo.places import gazetteer

        return [_place(place) for place in gazetteer.find(name, world=world)[:MOST_LISTED]]

    def list_projects(self, text: str = "", sector: str = "", status: str = "") -> list[dict[str, object]]:
        """The projects in brief, those of a sector and status, with a text in their names, places or partners."""
        wanted = {key: value for key, value in (("sector", sector), ("status", status)) if value}
        projects = [
            project
            for project in geo.read(self.layer_path).projects
            if all(project.properties.get(key) == value for key, value in wanted.items())
            and text.casefold() in _searched(project)
        ]
        return [_brief(project) for project in projects[:MOST_LISTED]]

    def get_project(self, project_id: str) -> Feature:
        """A project whole. Raises CoopmapError when the layer has none of this id."""
        feature = feature_of(geo.read(self.layer_path), project_id)
        if feature is None:
            raise CoopmapError(Message("The layer has no project {id}.", id=show(project_id)))
        return feature

    def check(self, feature: Mapping[str, object] | None = None) -> list[dict[str, str]]:
        """What is wrong with the layer, or would be with a project that is new or changed."""
        layer = geo.read(self.layer_path)
        if feature is None:
            return [problem.to_dict() for problem in geo.check(layer)][:MOST_LISTED]
        return [problem.to_dict() for problem in self._proposal(layer, _record(feature), {}).problems]

    def suggest(
        self, feature: Mapping[str, object], source: Mapping[str, str], quote: str, why: str = "", by: str = ""
    ) -> Suggested:
        """Write a suggestion for `coopmap review`: a new project, or changes of the one that has the same id.

        feature: a GeoJSON Feature; of a correction only what changes. source: title, and url or publisher, of the
        document that says so; quote: its words. Raises CoopmapError, one sentence, for one without them, or that makes
        no sense.
        """
        cited = _source(source)
        _refuse_short(quote)
        layer = geo.read(self.layer_path)
        suggested = _with_source(layer, _record(feature), cited)
        about = {"by": f"agent {by}".strip(), "quote": quote.strip(), "made": _today(), "why": why.strip()}
        proposal = self._proposal(layer, suggested, about)
        kind = "new" if proposal.before is None else "correction"
        content = {
            "type": "FeatureCollection",
            "suggestion": {name: text for name, text in about.items() if text} | {"kind": kind},
            "features": [suggested],
        }
        file = self._write(proposal.id, canonical_json.dumps(content).encode("utf-8", "surrogatepass"))
        problems = [problem.to_dict() for problem in proposal.problems]
        return Suggested(file=file, id=proposal.id, kind=kind, problems=problems)

    def preview(
        self, ids: Sequence[str] = (), feature: Mapping[str, object] | None = None, language: str = ""
    ) -> bytes:
        """A picture of the map, PNG of 1200 by 630 pixels. ids: those to show, all by default; feature: with a project
        that is new or changed, around which it is drawn."""
        from maps.stills.picture import picture

        layer = geo.read(self.layer_path)
        extent = None
        if feature is not None:
            after = self._proposal(layer, _record(feature), {}).after
            others = tuple(each for each in layer.features if Project(0, each).id != Project(0, after).id)
            layer = replace(layer, features=(*others, after))
            extent = _around(after)
        still = picture(layer, size="social", language=language or layer.languages[0], only=tuple(ids), extent=extent)
        return still.written("png")

    def _proposal(self, layer: geo.Layer, feature: dict[str, object], about: Mapping[str, str]) -> Proposal:
        return propose(layer, Suggestion("the suggestion", 1, feature, about))

    def _write(self, name: str, data: bytes) -> str:
        """The file's name below the layer's folder. Nothing that is there is touched, and no link followed."""
        if len(data) > MOST_BYTES:
            raise CoopmapError(
                Message("The suggestion is too long: at most {most} kB are written.", most=MOST_BYTES // 1024)
            )
        folder = self.layer_path.parent / FOLDER
        try:
            regular_files.make_folder(folder)
            if sum(1 for _ in folder.iterdir()) >= MOST_FILES:
                raise CoopmapError(
                    Message("{number} suggestions wait already; have them reviewed first.", number=MOST_FILES)
                )
            for number in count(1):
                file = folder / f"{_today()}-{_slug(name)}{f'-{number}' if number > 1 else ''}.json"
                try:
                    regular_files.write_new(file, data)
                except FileExistsError:
                    continue
                return f"{FOLDER}/{file.name}"
        except OSError as error:
            raise WriteError(
                str(folder), Message("cannot be written: {reason}.", reason=system_reason(error))
            ) from None
        raise AssertionError  # count has no end


def _place(place: Place) -> dict[str, object]:
    return {
        "title": place.title,
        "kind": place.kind,
        "country": place.country,
        "region": place.region,
        "lon": place.lon,
        "lat": place.lat,
        "precision": place.precision,
        "uncertainty_m": place.uncertainty_m,
        "source": place.location_source,
        "never_take": place.trap,
        "note": place.note,
    }


def _brief(project: Project) -> dict[str, object]:
    properties: dict[str, object] = dict(project.properties)
    keys = ("sector", "status", "status_date", "countries", "precision")
    stated = {key: properties[key] for key in keys if key in properties}
    return {"id": project.id, "name": project.text("name"), "place": project.text("place"), **stated}


def _searched(project: Project) -> str:
    properties: dict[str, object] = dict(project.properties)
    partners = properties.get("partners")
    named = (
        [str(partner.get("name")) for partner in partners if isinstance(partner, dict)]
        if isinstance(partners, list)
        else []
    )
    own = [str(value) for key, value in properties.items() if key.startswith(("name_", "place_"))]
    return "\n".join([project.id or "", *own, *named]).casefold()


def _record(feature: Mapping[str, object]) -> dict[str, object]:
    """The Feature that is meant, nothing around it. Raises CoopmapError for what is none."""
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        raise CoopmapError(Message("A GeoJSON Feature is expected, with its fields in “properties”."))
    name = properties.get("id", feature.get("id"))
    own = {**properties, "id": name} if name is not None else dict(properties)
    return {"type": "Feature", "id": name, "geometry": feature.get("geometry"), "properties": own}


def _source(source: Mapping[str, str]) -> dict[str, str]:
    cited = {key: source[key].strip() for key in _CITED if isinstance(source.get(key), str) and source[key].strip()}
    if "title" not in cited or not ("url" in cited or "publisher" in cited):
        raise CoopmapError(Message("A suggestion needs its source: a title, and a url or a publisher."))
    return cited


def _refuse_short(quote: str) -> None:
    if len(quote.strip()) < SHORTEST_QUOTE:
        raise CoopmapError(
            Message(
                "A suggestion needs a quote: the words of its source that say so, at least {count} letters.",
                count=SHORTEST_QUOTE,
            )
        )


def _with_source(layer: geo.Layer, feature: dict[str, object], cited: Mapping[str, str]) -> dict[str, object]:
    """The suggested Feature with its source among its own; a correction says what its fields were."""
    properties = dict(Project(0, feature).properties)
    current = feature_of(layer, Project(0, feature).id or "")
    supports = sorted({re.sub(r"_[a-z]{2}$", "", key) for key in properties if key not in ("id", "sources")})
    own = {**cited, "supports": supports}
    before: dict[str, object] = {} if current is None else dict(Project(0, current).properties)
    listed = properties.get("sources", before.get("sources"))
    properties["sources"] = [*(listed if isinstance(listed, list) else []), own]
    if current is None:
        return {**feature, "properties": properties}
    base = {key: before.get(key) for key in properties if key != "id"}
    if feature["geometry"] is not None:
        base["geometry"] = current.get("geometry")
    return {**feature, "properties": properties, "based_on": base}


def _around(feature: Feature) -> tuple[float, float, float, float] | None:
    """Some degrees around a project, west, south, east and north, or None where it is not placed."""
    box = bounds([feature.get("geometry")])
    if box is None:
        return None
    west, south, east, north = box
    return max(-180, west - 4), max(-85, south - 2.5), min(180, east + 4), min(85, north + 2.5)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", name.casefold())[:60].strip("-") or "project"


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()
