"""What is said of a project in a few words: its name, place and status, and its address on the web."""

from __future__ import annotations

import re

from geo.errors import plain
from geo.model.blank import is_blank
from geo.model.text_forms import URL
from maps.project_records import DrawnProject
from maps.style import typeface
from maps.text import i18n
from maps.text.code_names import name_in

Project = DrawnProject
"""A project as it is shown."""


def web_address(url: object) -> str:
    """The address if it is one of the web, else ""."""
    return url if isinstance(url, str) and url.isprintable() and re.fullmatch(URL, url) else ""


def name_of(project: Project, language: str) -> str:
    """The project's name on one line, else its id; never blank."""
    name, own = i18n.version(project, "name", language), str(project["id"])
    return typeface.clean(name or (plain(own) if is_blank(own) else own))


def spoken(project: Project, language: str) -> str:
    """A project in a few words: name, place and status."""
    place = typeface.clean(i18n.version(project, "place", language))
    status = name_in(project, language, "status")
    return i18n.listed((name_of(project, language), place, status), language)
