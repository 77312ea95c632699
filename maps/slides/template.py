"""A stranger's PowerPoint template: masters, layouts, themes and pictures, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Sequence

from geo.messages import Message
from maps.office import template, xml_parts
from maps.office.new_package import Part
from maps.office.template import CONTENT, Kind, Rules
from maps.office.xml_parts import Element
from maps.slides import template_parts

_KINDS = {
    "officeDocument": Kind(
        "presentation.xml", "presentationml.presentation.main+xml", "presentation",
        frozenset({"slideMaster", "notesMaster", "theme", "tableStyles"}),
    ),
    "slideMaster": Kind(
        "slideMasters/slideMaster{}.xml", "presentationml.slideMaster+xml", "sldMaster",
        frozenset({"slideLayout", "theme", "image"}),
    ),
    "slideLayout": Kind(
        "slideLayouts/slideLayout{}.xml", "presentationml.slideLayout+xml", "sldLayout",
        frozenset({"slideMaster", "themeOverride", "image"}),
    ),
    "notesMaster": Kind(
        "notesMasters/notesMaster{}.xml", "presentationml.notesMaster+xml", "notesMaster",
        frozenset({"theme", "image"}),
    ),
    "theme": Kind("theme/theme{}.xml", "theme+xml", "theme", frozenset({"image"})),
    "themeOverride": Kind("theme/themeOverride{}.xml", "themeOverride+xml", "themeOverride", frozenset({"image"})),
    "tableStyles": Kind("tableStyles.xml", "presentationml.tableStyles+xml", "tblStyleLst", frozenset()),
}  # fmt: skip
"""What is taken, by the kind of the relationship that leads to it; pictures are taken too."""

_SILENT = {
    "slide", "core-properties", "extended-properties", "thumbnail", "presProps", "viewProps", "handoutMaster",
    "commentAuthors", "authors",
}  # fmt: skip
"""What every template may have and no deck of ours needs."""
_EMBEDDED, _FILMS, _CHARTS = Message("embedded objects"), Message("sounds and films"), Message("charts and diagrams")
_LEFT_OUT = {
    "vbaProject": Message("macros"), "hyperlink": Message("links"), "oleObject": _EMBEDDED, "package": _EMBEDDED,
    "control": Message("controls"), "audio": _FILMS, "video": _FILMS, "media": _FILMS,
    "customXml": Message("custom XML"), "custom-properties": Message("properties of its own"),
    "printerSettings": Message("printer settings"), "font": Message("embedded fonts"), "tags": Message("tags"),
    "chart": _CHARTS, "diagram": _CHARTS,
}  # fmt: skip

_RULES = Rules(
    "PowerPoint",
    ".pptx",
    "ppt",
    frozenset(template_parts.NAMESPACES),
    _KINDS,
    frozenset(_SILENT),
    _LEFT_OUT,
    lambda root, links: xml_parts.clean(root, links, template_parts.UNWANTED),
)


def read(path: str | os.PathLike[str]) -> tuple[bytes, tuple[str, ...]]:
    """A template (.pptx, .potx, .pptm, .potm) made anew as a presentation without slides; and, in words, what of it was
    left out. Raises ReadError, one plain sentence, for what is no template or goes beyond a bound."""
    name = os.fspath(path)
    return template.read(path, _RULES, lambda main, parts: template_parts.check(name, _outline(main, parts)))


def _outline(main: Part, parts: Sequence[Part]) -> template_parts.Outline:
    """What the check of a template looks at."""
    masters = {number: part for number, (kind, part) in main.links.items() if kind == "slideMaster"}
    return template_parts.Outline(
        main.root,
        {
            number: (part.root, [theme.root for theme in part.all("theme")], _layouts(part))
            for number, part in masters.items()
        },
        [
            (part.name, part.root, len(part.all("slideMaster")))
            for part in parts
            if part.content == CONTENT + _KINDS["slideLayout"].content
        ],
    )


def _layouts(master: Part) -> dict[str, Element | None]:
    return {number: part.root for number, (kind, part) in master.links.items() if kind == "slideLayout"}
