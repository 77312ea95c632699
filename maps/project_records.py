"""A layer's projects as plain records of which page and drawing can trust every kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from geo import Layer, Project
from geo.model import schema, value_types
from geo.model.codebook import BUILT_IN, Codebook
from geo.model.field import Field
from geo.model.geojson import DrawableGeometry
from geo.model.geometry import is_number
from geo.model.record_types import Image, ProjectRecord
from maps.photos import Pictures


class PageImage(Image, total=False):
    """A picture of a project: `src` is its data: address, or "" where it is not drawn."""

    file: str
    """Its name in the layer, to be saved."""


class DrawnProject(ProjectRecord, total=False):
    """A project of which every field that is there is of its kind; `id` and `geometry` always are."""

    geometry: DrawableGeometry | None
    """Where it is; None where it cannot be drawn."""
    extra: dict[str, object]
    """What the schema does not know, and what is of a wrong kind."""
    codebook: Codebook
    """The lists that it is told in, where they are not the built-in ones."""
    area: list[str]
    """On the page: packed rings of the area in which its place lies, where that is not the whole disc around it."""
    courses: list[str]
    """On the page: its lines as they are drawn, packed, where many are led together."""


_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def plain_projects(layer: Layer) -> list[DrawnProject]:
    """The layer's projects as plain records of which drawing code can trust every kind; each has `id` and `geometry`.

    Pictures are left where they are.
    """
    records = [record_of(project, Pictures(None), layer.codebook.fields) for project in layer.projects]
    tell_apart(records)
    if layer.codebook is not BUILT_IN:
        for record in records:
            record["codebook"] = layer.codebook
    return records


def codebook_of(projects: Sequence[DrawnProject]) -> Codebook:
    """The lists that the projects of one layer are told in."""
    return next((project["codebook"] for project in projects if "codebook" in project), BUILT_IN)


def geometry_type(project: DrawnProject) -> str:
    """The type of the project's geometry, "" for one that has none."""
    geometry = project.get("geometry")
    return geometry["type"] if geometry else ""


def tell_apart(projects: Sequence[DrawnProject]) -> None:
    """Gives a second project of the same id, which only an unchecked layer has, its own id."""
    ids = apart([project["id"] for project in projects], set())
    for project, own in zip(projects, ids, strict=True):
        project["id"] = own


def apart(ids: Iterable[str], before: set[str]) -> Iterator[str]:
    """The ids, a second one of the same changed; before: those before, to which these are added."""
    for number, same in enumerate(ids, len(before)):
        own = f"{same}~{number}" if same in before else same
        before.add(own)
        yield own


def record_of(project: Project, pictures: Pictures, fields: tuple[Field, ...] = schema.FIELDS) -> DrawnProject:
    """A project as the page holds it, its texts in the order of the layer's languages; what is none of the layer's
    fields, or of a wrong kind, goes to `extra`.

    The name of a picture that travels inside the page is kept beside it as `file`, to be saved.
    """
    record: dict[str, object] = {"id": project.id or f"#{project.number}"}
    extra: dict[str, object] = {}
    for key, value in schema.ordered(project.properties, languages=project.languages).items():
        if key == "id":
            continue
        fits = test_of(key, fields)
        (record if fits and fits(value) else extra)[key] = value
    if extra:
        record["extra"] = extra
    record["geometry"] = drawable(project.geometry)
    drawn = cast("DrawnProject", record)  # each of its fields has passed its test
    if "images" in drawn:
        record["images"] = [*shown_images(drawn["images"], pictures)]
    return drawn


def shown_images(images: Sequence[Image], pictures: Pictures) -> Iterator[dict[str, object]]:
    """The pictures of a project as the page has them."""
    for image in images:
        yield {**image, "src": pictures.address(str(image.get("src", ""))), "file": image.get("src")}


@lru_cache(maxsize=4096)
def test_of(key: str, fields: tuple[Field, ...]) -> Callable[[object], bool] | None:
    """Whether a field's value is of the kind that drawing code expects; None for a field that there is not."""
    field = schema.find(key, fields)
    if field is None:
        return None
    kind = field.kind
    if kind is value_types.RECORD:
        return lambda value: isinstance(value, dict)
    if kind.base in ("records", "list"):
        entry_type = dict if kind.base == "records" else str
        return lambda value: isinstance(value, list) and all(isinstance(entry, entry_type) for entry in value)
    if kind.base == "number":
        least = kind.least
        return lambda value: is_number(value) and (least is None or value >= least)
    return lambda value: isinstance(value, str)


def drawable(geometry: object) -> DrawableGeometry | None:
    """The geometry if it can be drawn, else None."""
    if not isinstance(geometry, dict) or geometry.get("type") not in tuple(_DEPTH):
        return None
    drawn = {"type": geometry["type"], "coordinates": geometry.get("coordinates")}
    return cast("DrawableGeometry", drawn) if _positions(drawn["coordinates"], _DEPTH[geometry["type"]]) else None


def _positions(value: object, depth: int) -> bool:
    if not isinstance(value, list) or not value:
        return False
    if depth:
        return all(_positions(entry, depth - 1) for entry in value) and (depth > 1 or len(value) > 1)
    numbers = all(isinstance(n, int | float) and not isinstance(n, bool) and abs(n) < 1e4 for n in value)
    return numbers and len(value) >= 2 and abs(value[0]) <= 180 and abs(value[1]) <= 90


def own_countries(projects: Sequence[DrawnProject], members: Mapping[str, Any]) -> tuple[str, ...]:
    """The layer's own countries: those that its members name, else those that its projects do."""
    return most_named(country_counts(projects), members)


def country_counts(projects: Sequence[DrawnProject]) -> Counter[str]:
    return Counter(code for project in projects for code in project.get("countries", ()))


def most_named(counts: Mapping[str, int], members: Mapping[str, Any]) -> tuple[str, ...]:
    """The countries that the layer's members name, else those that at least a third as many projects name as the one
    named most."""
    named = members.get("countries")
    if isinstance(named, list) and any(isinstance(code, str) for code in named):
        return tuple(sorted({code for code in named if isinstance(code, str)}))
    most = max(counts.values(), default=0)
    return tuple(sorted(code for code, count in counts.items() if count * 3 >= most))
