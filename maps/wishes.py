"""How a still is to be, and what it says of a project: name, place and status, and where its mark leads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from geo.blank import is_blank
from geo.errors import plain
from geo.kinds import URL
from maps import fonts, formats, words
from maps.shapes import Box

Project = Mapping[str, Any]

PARTS = ("title", "legend", "scale", "credits", "date", "inset", "names")
"""What a still can be made without."""

SHORT = 540.0
"""The shorter side in points of a page on which text and marks have their usual size."""


@dataclass(frozen=True, slots=True)
class Wishes:
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


def web_address(url: Any) -> str:
    """The address if it is one of the web, else ""."""
    return url if isinstance(url, str) and url.isprintable() and re.fullmatch(URL, url) else ""


def name_of(project: Project, language: str) -> str:
    """The project's name on one line, else its id; never blank."""
    name, own = words.version(dict(project), "name", language), str(project["id"])
    return fonts.clean(name or (plain(own) if is_blank(own) else own))


def spoken(project: Project, language: str) -> str:
    """A project in a few words: name, place and status."""
    place = fonts.clean(words.version(dict(project), "place", language))
    status = fonts.clean(formats.known(language, "status", project.get("status")))
    return ", ".join(part for part in (name_of(project, language), place, status) if part)
