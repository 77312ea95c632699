"""Options of a still: page, theme, parts, extent, and where markers lead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

from maps.basemap.border_choices import BorderChoices
from maps.drawing.shapes import Box
from maps.text import age, i18n
from maps.text.names import Project, web_address

FIELDS = ("sector", "status", "country")
"""What a still can have a small map for each value of."""

PARTS = ("title", "strip", "legend", "scale", "credits", "date", "inset", "names")
"""What a still can be made without."""

SHORT = 540.0
"""The shorter side in points of a page on which text and marks have their usual size."""

_NAME = 9.6
"""Points of a project's name on a page of the usual size."""
_LARGEST = 2.4
"""So many times as large as usual are text and marks at most, however small the page."""
_THUMBNAIL = 1.2
"""A page whose names would have to be so many times as large as that has no text: nobody reads a thumbnail."""


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How a still is rendered."""

    width: float = 960.0
    """In points."""
    height: float = 540.0
    """In points."""
    language: str = "en"
    """Language code."""
    theme: str = "light"
    """One of theme.STILLS."""
    title: str | None = None
    """Replaces the layer's own title and subtitle."""
    without: frozenset[str] = frozenset()
    """PARTS to leave out."""
    extent: Box | None = None
    """West, south, east, north in degrees; west is larger than east across the antimeridian."""
    crs: str | None = None
    """Coordinate reference system as pyproj takes it; without one, equal-area and centred on the layer."""
    page: str | None = None
    """Address of the published map, to which markers then lead."""
    transparent: bool = False
    """Without paper, sea and neighbours."""
    locator: bool = False
    """A small map of a few projects with an overview in its corner."""
    today: date = field(default_factory=age.today)
    """The day on which what is told is old or not."""
    least_text: float = 0.0
    """Smallest size of text in points; what would be smaller is set in it, or left out."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Numbers that stand in the markers, by the ids of projects; the list beside the map says which they are."""
    by: str | None = None
    """A field of FIELDS, for a small map of the projects of each of its values; None for one map."""
    borders: BorderChoices = ()
    """What the layer's keeper decides of borders."""
    link: Callable[[Project], str] | None = field(default=None, compare=False)
    """Gives the address to which a project's marker leads, instead of `page`."""

    def numeral(self, number: int) -> str:
        """A number as it stands in a marker."""
        return i18n.digits(self.language, str(number))

    @property
    def numbered(self) -> bool:
        """Whether numbers stand for names."""
        return bool(self.numbers)

    def has(self, part: str) -> bool:
        """Whether a part is wanted, and the page large enough to have it."""
        return part not in self.without and self.least_text <= _THUMBNAIL * _NAME * self.unit

    @property
    def unit(self) -> float:
        """How much larger text and marks are than usual."""
        usual = float((min(self.width, self.height) / SHORT) ** (0.35 if self.locator else 0.7))
        return min(max(usual, self.least_text / _NAME), _LARGEST * usual)

    def sized(self, size: float) -> float:
        """A size of text on the usual page, as this one has it; in points."""
        return max(size * self.unit, self.least_text)

    def link_of(self, project: Project) -> str:
        """Where a mark leads: into the published map where its address is known, else to the first source."""
        if self.link:
            return self.link(project)
        if self.page:
            return f"{self.page}#lang={self.language}&project={quote(str(project['id']), safe='', errors='replace')}"
        return next((url for source in project.get("sources", ()) if (url := web_address(source.get("url")))), "")
