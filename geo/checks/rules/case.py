"""A project as the rules see it: faulty fields taken out, the geometry as a shape."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo.checks.grades import finding
from geo.model.codes import LANGUAGES_REQUIRED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from shapely.geometry.base import BaseGeometry

    from geo.errors import Problem
    from geo.model.project import Project
    from geo.places.countries import Countries


@dataclass(frozen=True, slots=True)
class World:
    """What the rules know beside the layer: the day of the check, and the countries, None without a base map."""

    today: date
    countries: Countries | None


@dataclass(frozen=True, slots=True)
class Case:
    """clean: the properties without values that the schema refuses, so that kinds can be trusted; faulty: the names
    of the fields it refused or missed, wholly or in part; shape: the geometry in degrees, None when there is none or
    it is malformed or out of range."""

    project: Project
    clean: Mapping[str, Any]
    faulty: frozenset[str]
    shape: BaseGeometry | None
    world: World

    def finding(self, rule: str, field: str, got: str, expected: str, fix: str) -> Problem:
        """A breach of a rule by this project."""
        return finding(rule, self.project.where, field, got, expected, fix)

    def records(self, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """The entries of a list of records with their positions."""
        yield from enumerate(self.clean.get(name, ()))

    def names(self, field: str = "name") -> dict[str, str]:
        """A translated field by language, those of the four that are there."""
        clean = self.clean
        return {tag: clean[key] for tag, key in _keys(field) if isinstance(clean.get(key), str)}


@lru_cache(maxsize=64)
def _keys(field: str) -> tuple[tuple[str, str], ...]:
    return tuple((tag, f"{field}_{tag}") for tag in LANGUAGES_REQUIRED)
