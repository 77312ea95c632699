"""A layer's projects as plain records of which page and drawing can trust every kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geo.model.codebook import BUILT_IN, Codebook
from geo.model.geojson import DrawableGeometry
from geo.model.record_types import ProjectRecord


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


def codebook_of(projects: Sequence[DrawnProject]) -> Codebook:
    """The lists that the projects of one layer are told in."""
    return next((project["codebook"] for project in projects if "codebook" in project), BUILT_IN)


def geometry_type(project: DrawnProject) -> str:
    """The type of the project's geometry, "" for one that has none."""
    geometry = project.get("geometry")
    return geometry["type"] if geometry else ""


def most_named(counts: Mapping[str, int], members: Mapping[str, Any]) -> tuple[str, ...]:
    """The countries that the layer's members name, else those that at least a third as many projects name as the one
    named most."""
    named = members.get("countries")
    if isinstance(named, list) and any(isinstance(code, str) for code in named):
        return tuple(sorted({code for code in named if isinstance(code, str)}))
    most = max(counts.values(), default=0)
    return tuple(sorted(code for code, count in counts.items() if count * 3 >= most))
