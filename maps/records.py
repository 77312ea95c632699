"""A layer as the plain data that a page holds: what can be drawn, what is shown, and the base map below it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain, islice
from typing import Any

from geo import Layer, Project, schema, validate
from geo.geometry import is_number
from maps import assets, basemap, fields, packing, theme, words
from maps.photos import Pictures

TILES: tuple[Mapping[str, str | int], ...] = (
    # Both may be used from a page opened from disk; OpenStreetMap's own servers refuse such pages.
    {
        "name": "CARTO Voyager",
        "url": "https://basemaps.cartocdn.com/rastertiles/voyager/{z}/{x}/{y}.png",
        "host": "https://basemaps.cartocdn.com",
        "attribution": "© OpenStreetMap contributors, © CARTO",
        "max_zoom": 19,
    },
    {
        "name": "OpenTopoMap (openmaps.fr)",
        "url": "https://tile.openmaps.fr/opentopomap/{z}/{x}/{y}.png",
        "host": "https://tile.openmaps.fr",
        "attribution": "© OpenStreetMap contributors, © OpenTopoMap, openmaps.fr",
        "max_zoom": 17,
    },
)

Records = Sequence[Mapping[str, Any]]

_RECORDS = ("partners", "value", "figures", "disputes", "sources", "images")
_SOME = 25_000
"""Projects that are made ready for the page at once: so many of a large layer stand in memory twice."""
_DEPTH = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def page_data(  # noqa: PLR0913  as for project_map
    layer: Layer,
    *,
    title: str | None,
    language: str | None,
    indicators: Records = (),
    milestones: Records = (),
    story: Records = (),
    editor: Mapping[str, Any] | None = None,
    notify: Callable[[str], object] | None = None,
) -> tuple[dict[str, Any], packing.Packed | None]:
    """Everything the page's scripts read, as plain JSON; of a large layer the projects apart from it, packed.

    editor: what the editor's own script reads; notify: called with a sentence for each picture that is left out.
    """
    pictures = Pictures(layer.path.parent if layer.path else None, notify)
    projects, packed, focus = _held(layer, pictures)
    pictures.finish()
    ground = basemap.for_page(words.languages(), focus)
    head = {key: value for key, value in layer.members.items() if isinstance(value, str)}
    if title is not None:
        head |= {f"title_{code}": title for code in words.languages()}
    elif not words.version(head, "title", "en"):
        head["title_en"] = "coopmap"
    shelf = _Shelf()
    data = {
        "layer": head,
        "language": language,
        "focus": list(focus),
        "projects": [shelf.cited(project) for project in projects],
        "indicators": [
            {**indicator, "values": [shelf.cited(value) for value in indicator.get("values", ())]}
            for indicator in map(readable_indicator, indicators)
        ],
        "milestones": [shelf.cited(readable_milestone(milestone)) for milestone in milestones],
        "story": [_readable(stop, schema.STOP) for stop in story],
        "sources": shelf.sources,
        "basemap": ground,
        "frames": _frames(ground),
        "theme": theme.for_page(),
        "tiles": [dict(provider) for provider in TILES],
        "words": words.for_page(editor=editor is not None),
        "later": assets.later(),
        **({} if editor is None else {"editor": dict(editor), "schema": fields.for_page(editor=True)}),
    }
    return data | {"packed": packed.head} if packed else data, packed


def _held(layer: Layer, pictures: Pictures) -> tuple[list[dict[str, Any]], packing.Packed | None, tuple[str, ...]]:
    """The projects as plain records, or those of a large layer packed, and the layer's own countries."""
    records = (_record(Project(number, feature), pictures) for number, feature in enumerate(layer.features, 1))
    if len(layer.features) <= packing.LARGE:
        projects = list(records)
        _tell_apart(projects, set())
        return projects, None, own_countries(projects)
    packer = packing.Packer(words.languages())
    seen: set[str] = set()
    counts: Counter[str] = Counter()
    while some := list(islice(records, _SOME)):
        _tell_apart(some, seen)
        counts.update(_named(some))
        packer.add(some)
    return [], packer.finish(), _most_named(counts)


def plain_projects(layer: Layer) -> list[dict[str, Any]]:
    """The layer's projects as plain records of which drawing code can trust every kind; each has `id` and `geometry`.

    Pictures are left where they are.
    """
    found = [_record(project, Pictures(None)) for project in layer.projects]
    _tell_apart(found, set())
    return found


class _Shelf:
    """The sources of all records, each once: many records cite the same document, in four languages' worth of bytes."""

    def __init__(self) -> None:
        self.sources: list[dict[str, Any]] = []
        self._numbers: dict[str, int] = {}

    def cited(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The record with each source as [its number in `sources`, the fields that it supports]."""
        if "sources" not in record:
            return dict(record)
        return {**record, "sources": [self._cite(source) for source in record["sources"]]}

    def _cite(self, source: Mapping[str, Any]) -> list[Any]:
        plain = {key: value for key, value in source.items() if key != "supports"}
        key = json.dumps(plain, ensure_ascii=False)
        if key not in self._numbers:
            self._numbers[key] = len(self.sources)
            self.sources.append(plain)
        return [self._numbers[key], source["supports"]] if "supports" in source else [self._numbers[key]]


def _tell_apart(projects: Sequence[dict[str, Any]], seen: set[str]) -> None:
    """Gives a second project of the same id, which only an unchecked layer has, its own id; seen: those before."""
    for number, project in enumerate(projects, len(seen)):
        if project["id"] in seen:
            project["id"] += f"~{number}"
        seen.add(project["id"])


def _record(project: Project, pictures: Pictures) -> dict[str, Any]:
    """A project as the page holds it; fields that the schema does not know, or of a wrong kind, go to `extra`.

    The name of a picture that travels inside the page is kept beside it as `file`, to be saved.
    """
    record: dict[str, Any] = {"id": project.id or f"#{project.number}"}
    extra: dict[str, Any] = {}
    for key, value in project.properties.items():
        if key == "id":
            continue
        fits = _test_of(key)
        (record if fits and fits(value) else extra)[key] = value
    if extra:
        record["extra"] = extra
    record["geometry"] = _drawable(project.geometry)
    if "images" in record:
        record["images"] = [
            image | {"src": pictures.address(str(image.get("src", ""))), "file": image.get("src")}
            for image in record["images"]
        ]
    return record


def readable_indicator(indicator: Mapping[str, Any]) -> Mapping[str, Any]:
    """The indicator without what the schema refuses, whose kinds page and slides can trust."""
    return _readable(indicator, schema.INDICATOR)


def readable_milestone(milestone: Mapping[str, Any]) -> Mapping[str, Any]:
    """The milestone, likewise."""
    return _readable(milestone, schema.MILESTONE)


def _readable(record: Mapping[str, Any], fields: tuple[schema.Field, ...]) -> Mapping[str, Any]:
    """The record without what the schema refuses: scripts can trust the kinds of what is left."""
    return validate.pruned(record, [path for path, _ in validate.faults("", record, fields)], fields)


@cache
def _test_of(key: str) -> Callable[[Any], bool] | None:
    """Whether a field's value is of the kind that drawing code expects; None for a field that the schema has not."""
    if schema.find(key) is None:
        return None
    if key in _RECORDS:
        return lambda value: isinstance(value, list) and all(isinstance(entry, dict) for entry in value)
    if key in ("countries", "regions"):
        return lambda value: isinstance(value, list) and all(isinstance(entry, str) for entry in value)
    if key == "uncertainty_m":
        return lambda value: is_number(value) and value > 0
    return lambda value: isinstance(value, str)


def _drawable(geometry: Any) -> dict[str, Any] | None:
    """The geometry if it can be drawn, else None."""
    if not isinstance(geometry, dict) or geometry.get("type") not in tuple(_DEPTH):
        return None
    coordinates = geometry.get("coordinates")
    return (
        {"type": geometry["type"], "coordinates": coordinates}
        if _positions(coordinates, _DEPTH[geometry["type"]])
        else None
    )


def _positions(value: Any, depth: int) -> bool:
    if not isinstance(value, list) or not value:
        return False
    if depth:
        return all(_positions(entry, depth - 1) for entry in value) and (depth > 1 or len(value) > 1)
    numbers = all(isinstance(n, int | float) and not isinstance(n, bool) and abs(n) < 1e4 for n in value)
    return numbers and len(value) >= 2 and abs(value[0]) <= 180 and abs(value[1]) <= 90


def own_countries(projects: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The layer's own countries: those that at least a third as many projects name as the one named most."""
    return _most_named(_named(projects))


def _named(projects: Sequence[Mapping[str, Any]]) -> Counter[str]:
    return Counter(code for project in projects for code in project.get("countries", ()))


def _most_named(counts: Mapping[str, int]) -> tuple[str, ...]:
    most = max(counts.values(), default=0)
    return tuple(sorted(code for code, count in counts.items() if count * 3 >= most))


def _frames(ground: Mapping[str, Any]) -> list[list[list[float]]]:
    """[[west, south], [east, north]] in degrees of each of the layer's own countries: what the first view shows."""
    return [_box(country["rings"]) for country in ground["countries"] if country.get("rings")]


def _box(rings: Sequence[str]) -> list[list[float]]:
    xs, ys = zip(*chain.from_iterable(map(basemap.unpack, rings)), strict=True)
    return [[min(xs), min(ys)], [max(xs), max(ys)]]
