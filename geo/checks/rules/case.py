"""A project as the rules see it: faulty fields taken out, the geometry as a shape."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.checks.grades import finding
from geo.model.codes import LANGUAGES_REQUIRED

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
        """A translated field by language, those of the four that are there."""
        texts = ((tag, self.clean.get(key)) for tag, key in _keys(field))
        return {tag: text for tag, text in texts if isinstance(text, str)}


@lru_cache(maxsize=64)
def _keys(field: str) -> tuple[tuple[str, str], ...]:
    return tuple((tag, f"{field}_{tag}") for tag in LANGUAGES_REQUIRED)
