"""A project as the rules see it: faulty values taken out, the geometry as a shape. What a rule reads is noted.

A rule that read the same of two projects finds the same in both: it is asked once for all that are alike in that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, cast

from geo.checks.grades import finding
from geo.model.languages import USUAL

if TYPE_CHECKING:
    from datetime import date

    from shapely.geometry.base import BaseGeometry

    from geo.checks.rules.cases import Cases
    from geo.errors import Problem
    from geo.model.codebook import Codebook
    from geo.model.project import Project
    from geo.model.record_types import ProjectRecord
    from geo.places.countries import Countries

ROW, KEYS, PLACE = "\0row", "\0keys", "\0place"
"""What is noted, beside keys, of a rule that reads the whole project, which keys there are, and how it is placed."""

ABSENT = object()
"""What stands where a project lacks a field."""


class World(NamedTuple):
    """What the rules know beside the layer."""

    today: date
    """The day of the check."""
    countries: Countries | None
    """The countries of the base map, None without one."""
    codebook: Codebook
    """The lists that the layer is written in."""
    languages: tuple[str, ...] = USUAL
    """Those of the layer, the first one first."""


class Place(NamedTuple):
    """How a project is placed."""

    kind: str | None = None
    """The type that its geometry says it is of, None where it says none."""
    is_given: bool = False
    """Whether there is a geometry, sound or not."""
    is_sound: bool = False
    """Whether that is sound and on the globe."""
    has_ends_only: bool = False
    """Whether each line has two positions."""


class Case:
    """One project of the layer that is checked."""

    __slots__ = ("_cases", "clean", "noted", "properties", "row")

    def __init__(self, cases: Cases, row: int) -> None:
        self._cases, self.row = cases, row
        self.noted: set[str] = set()
        """Which keys were read."""
        self.properties: Mapping[str, object] = _Record(cases, row, self.noted, clean=False)
        """The fields as the layer has them, sound or not."""
        self.clean = cast("ProjectRecord", _Record(cases, row, self.noted, clean=True))
        """The same without values that the schema refuses, so that kinds can be trusted."""

    @property
    def world(self) -> World:
        """What the rules know beside the layer."""
        return self._cases.world

    @property
    def where(self) -> str:
        """What a message names: only the findings read it."""
        return self._cases.where(self.row)

    @property
    def keys(self) -> frozenset[str]:
        """The keys that the project has."""
        return cast("frozenset[str]", self.properties[KEYS])

    @property
    def place(self) -> Place:
        """How it is placed."""
        return cast("Place", self.properties[PLACE])

    @property
    def project(self) -> Project:
        """As the layer has it."""
        self.noted.add(ROW)
        return self._cases.project(self.row)

    @property
    def shape(self) -> BaseGeometry | None:
        """The geometry in degrees, None when there is none or it is malformed or out of range."""
        self.noted.add(ROW)
        return cast("BaseGeometry | None", self._cases.shapes[self.row])

    def is_refused(self, key: str) -> bool:
        """Whether the schema refused a field or missed it, wholly or in part."""
        self.noted.add(key)
        return self._cases.is_refused(key, self.row)

    def finding(self, rule: str, field: str, got: str, expected: str, fix: str) -> Problem:
        """A breach of a rule by this project."""
        return finding(rule, self.where, field, got, expected, fix)

    def names(self, field: str = "name") -> dict[str, str]:
        """A translated field by language, those of the layer's that are there."""
        texts = ((tag, self.clean.get(f"{field}_{tag}")) for tag in self.world.languages)
        return {tag: text for tag, text in texts if isinstance(text, str)}


class _Record(Mapping[str, object]):
    """The fields of one project; which of them are read is noted."""

    __slots__ = ("_cases", "_clean", "_noted", "_row")

    def __init__(self, cases: Cases, row: int, noted: set[str], *, clean: bool) -> None:
        self._cases, self._row, self._noted, self._clean = cases, row, noted, clean

    def _cell(self, key: str) -> object:
        self._noted.add(key)
        cells = self._cases.cells.get(key)
        if cells is None:
            return ABSENT
        return (cells.clean if self._clean else cells.raw)[cells.codes[self._row]]

    def __getitem__(self, key: str) -> object:
        value = self._cell(key)
        if value is ABSENT:
            raise KeyError(key)
        return value

    def get(self, key: str, default: object = None) -> object:
        value = self._cell(key)
        return default if value is ABSENT else value

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._cell(key) is not ABSENT

    def __iter__(self) -> Iterator[str]:
        return (key for key in self._cases.fields if key in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
