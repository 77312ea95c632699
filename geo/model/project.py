"""One project of a layer, as its readers want it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from reprlib import Repr
from typing import TYPE_CHECKING, cast

from geo.errors import plain
from geo.model.blank import is_blank
from geo.model.languages import USUAL
from geo.model.schema import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.model.geojson import Geometry
    from geo.model.record_types import ProjectRecord

_SHORT = Repr()
_SHORT.maxstring = 80


@dataclass(frozen=True, slots=True, repr=False)
class Project:
    """A Feature with its place in the layer; properties and geometry are plain JSON."""

    number: int
    """Its place in the layer, from 1."""
    feature: Mapping[str, object]
    """The Feature as the file has it."""
    languages: tuple[str, ...] = USUAL
    """The languages of its layer, the first one first."""

    def __repr__(self) -> str:
        name = _SHORT.repr(self.text("name"))
        return f"Project(number={self.number}, id={_SHORT.repr(self.id)}, name={name})"

    @property
    def properties(self) -> ProjectRecord:
        """The fields; empty when the Feature has none."""
        properties = self.feature.get("properties")
        return cast("ProjectRecord", properties) if isinstance(properties, dict) else {}

    @property
    def geometry(self) -> Geometry | None:
        """The GeoJSON geometry, longitude before latitude in degrees (WGS 84), or None when it cannot be placed."""
        return cast("Geometry | None", self.feature.get("geometry"))

    @property
    def id(self) -> str | None:
        """The project's id, else the Feature's, else None."""
        for value in (self.properties.get("id"), self.feature.get("id")):
            if isinstance(value, str) and value.strip():
                return value
        return None

    @property
    def where(self) -> str:
        """The id, or "feature 3" for one that has none: what a message names."""
        return plain(self.id[:80]) if self.id else f"feature {self.number}"

    def text(self, field: str, language: str = "") -> str:
        """A translated field in the language, else in the first of the layer's that has it, else in any other, else "".

        A blank one counts as none.
        """
        for key in chain((f"{field}_{tag}" for tag in (language, *self.languages)), self._others(field)):
            value = self.properties.get(key)
            if isinstance(value, str) and not is_blank(value):
                return value
        return ""

    def _others(self, field: str) -> Iterator[str]:
        """The keys of a translated field in further languages."""
        own = find(f"{field}_{USUAL[0]}")
        return (key for key in self.properties if isinstance(key, str) and own is not None and find(key) is own)
