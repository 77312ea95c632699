"""Projects of any layer as records whose values can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from geo.checks.validate import sound
from geo.messages import Message
from geo.model.geometry import DEPTHS, faults
from geo.model.schema import MEMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.layer import Layer
    from geo.model.codebook import Codebook
    from geo.model.geojson import DrawableGeometry
    from geo.model.project import Project
    from geo.model.record_types import ProjectRecord


UNSAID = (
    ("figures", Message("figures such as capacity and jobs")),
    ("disputes", Message("what sources disagree on")),
)
"""Fields for which no standard has a place, each with the clause that says so."""


def sound_members(layer: Layer) -> Mapping[str, object]:
    """What a layer says of itself, without what the schema refuses, such as a date that is none."""
    return sound(dict(layer.members), MEMBERS)


def sound_project(project: Project, codebook: Codebook) -> ProjectRecord:
    """The fields of a project without what the schema refuses; codebook: the lists of its layer."""
    return sound(project.properties, codebook.fields)


def dac_code(fields: ProjectRecord, codebook: Codebook) -> str:
    """The OECD DAC purpose code of a project's sector; "" of one that has none."""
    sector = codebook.sectors.get(fields.get("sector", ""))
    return str(sector.dac) if sector and sector.dac else ""


def sound_geometry(project: Project) -> DrawableGeometry | None:
    """The geometry of a project; None of one that has none, or one that cannot be drawn."""
    shape = project.geometry
    if not isinstance(shape, dict) or shape.get("type") not in DEPTHS or any(faults(shape)):
        return None
    return cast("DrawableGeometry", shape)


def narratives(record: Mapping[str, object], field: str) -> Iterator[tuple[str, str]]:
    """(language, text) of a translated field, in the record's order."""
    for key, text in record.items():
        stem, _, tag = key.partition("_")
        if stem == field and tag and isinstance(text, str):
            yield tag, text
