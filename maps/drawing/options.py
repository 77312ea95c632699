"""How a still is to be, and what it says of a project: name, place and status, and where its mark leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from maps.drawing.shapes import Box
from maps.text.names import Project, web_address

PARTS = ("title", "legend", "scale", "credits", "date", "inset", "names")
"""What a still can be made without."""

SHORT = 540.0
"""The shorter side in points of a page on which text and marks have their usual size."""


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How a still is to be.

    width, height in points; theme is one of theme.STILLS; title replaces the layer's; without names PARTS to leave
    out; extent is (west, south, east, north) in degrees, the west larger than the east across the antimeridian;
    crs is a coordinate system as pyproj takes it; page the address of the published map, to which marks then lead,
    and link what leads elsewhere; locator: a small map of a few projects with an overview in its corner.
    """

    width: float = 960.0
    height: float = 540.0
    language: str = "en"
    theme: str = "light"
    title: str | None = None
    without: frozenset[str] = frozenset()
    extent: Box | None = None
    crs: str | None = None
    page: str | None = None
    transparent: bool = False
    locator: bool = False
    link: Callable[[Project], str] | None = field(default=None, compare=False)

    def has(self, part: str) -> bool:
        """Whether a part is wanted."""
        return part not in self.without

    @property
    def unit(self) -> float:
        """How much larger text and marks are than usual."""
        return float((min(self.width, self.height) / SHORT) ** (0.35 if self.locator else 0.7))

    def link_of(self, project: Project) -> str:
        """Where a mark leads: into the published map where its address is known, else to the first source."""
        if self.link:
            return self.link(project)
        if self.page:
            return f"{self.page}#lang={self.language}&project={quote(str(project['id']), safe='', errors='replace')}"
        return next((url for source in project.get("sources", ()) if (url := web_address(source.get("url")))), "")
