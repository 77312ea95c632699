"""A project as the rules see it: faulty fields taken out, the geometry as a shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.checks.grades import finding
from geo.model.languages import USUAL

if TYPE_CHECKING:
    from datetime import date

    from shapely.geometry.base import BaseGeometry

    from geo.errors import Problem
    from geo.model.codebook import Codebook
    from geo.model.project import Project
    from geo.model.record_types import ProjectRecord
    from geo.places.countries import Countries


@dataclass(frozen=True, slots=True)
class World:
    """What the rules know beside the layer."""

    today: date
    """The day of the check."""
    countries: Countries | None
    """The countries of the base map, None without one."""
    codebook: Codebook
    """The lists that the layer is written in."""
    languages: tuple[str, ...] = USUAL
    """Those of the layer, the first one first."""


@dataclass(frozen=True, slots=True)
class Case:
    """One project of the layer that is checked."""

    project: Project
    """As the layer has it, sound or not."""
    clean: ProjectRecord
    """The properties without values that the schema refuses, so that kinds can be trusted."""
    faulty: frozenset[str]
    """The names of the fields that it refused or missed, wholly or in part."""
    shape: BaseGeometry | None
    """The geometry in degrees, None when there is none or it is malformed or out of range."""
    world: World
    """What the rules know beside the layer."""

    def finding(self, rule: str, field: str, got: str, expected: str, fix: str) -> Problem:
        """A breach of a rule by this project."""
        return finding(rule, self.project.where, field, got, expected, fix)

    def names(self, field: str = "name") -> dict[str, str]:
        """A translated field by language, those of the layer's that are there."""
        texts = ((tag, self.clean.get(f"{field}_{tag}")) for tag in self.world.languages)
        return {tag: text for tag, text in texts if isinstance(text, str)}
