"""What a deck needs of a PowerPoint template, and what of it does not come along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from geo import ReadError
from maps.office.xml_parts import Element, R

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
NAMESPACES = (_P, _A)
"""Those of the parts that are taken."""

SIDE = (914_400, 51_206_400)
"""Shortest and longest side of a slide in EMU (ECMA-376, part 1, 22.9)."""

_SLOTS = ("dk1", "lt1", "dk2", "lt2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
UNWANTED = {
    **dict.fromkeys(("hlinkClick", "hlinkHover", "hlinkMouseOver"), "links"),
    "oleObj": "embedded objects",
    "controls": "controls",
    "audioCd": "sounds and films",
    "audioFile": "sounds and films",
    "videoFile": "sounds and films",
    "quickTimeFile": "sounds and films",
    "wavAudioFile": "sounds and films",
    "media": "sounds and films",
    "sndAc": "sounds and films",
    "timing": "animations",
    "custDataLst": "custom data",
    "custShowLst": "",  # of slides, which are left out
    "sectionLst": "",
    "sldIdLst": "",
    "handoutMasterIdLst": "",
    "modifyVerifier": "password against changes",
}
"""Elements that do not come along, and what is said of them."""


@dataclass(frozen=True)
class Outline:
    """What of a template is checked."""

    presentation: Element
    """Root element of the presentation."""
    masters: Mapping[str, tuple[Element, Sequence[Element], Mapping[str, Element]]]
    """Slide masters by their relationships' ids, each with its themes and layouts."""
    layouts: Sequence[tuple[str, Element, int]]
    """All layouts, each with its name and how many masters it leads to."""


def check(file: str, outline: Outline) -> None:
    """Raises ReadError that names what is missing."""
    for missing in _missing(outline):
        raise ReadError(file, f"has no {missing}; choose another template.")


def _missing(outline: Outline) -> list[str]:
    listed = outline.presentation.findall(f"{{{_P}}}sldMasterIdLst/{{{_P}}}sldMasterId")
    masters = [outline.masters.get(str(each.get(f"{R}id"))) for each in listed]
    if not masters or None in masters:
        return ["slide master"]
    missing = [] if _has_size(outline.presentation) else [f"slide size from {SIDE[0]:,} to {SIDE[1]:,} EMU"]
    for master, themes, layouts in filter(None, masters):
        missing += _missing_in_master(master, themes, layouts)
    for name, root, count in outline.layouts:
        if count != 1:
            missing.append(f"slide master for {name.lstrip('/')}")
        elif root.find(f"{{{_P}}}cSld/{{{_P}}}spTree") is None:
            missing.append(f"shapes in {name.lstrip('/')}")
    return missing


def _missing_in_master(master: Element, themes: Sequence[Element], layouts: Mapping[str, Element]) -> list[str]:
    if len(themes) != 1:
        return ["theme"]
    scheme = themes[0].find(f"{{{_A}}}themeElements/{{{_A}}}clrScheme")
    slots = () if scheme is None else [etree.QName(each).localname for each in scheme if isinstance(each.tag, str)]
    missing = [f"colour {slot} in its theme" for slot in _SLOTS if slot not in slots]
    if themes[0].find(f"{{{_A}}}themeElements/{{{_A}}}fontScheme") is None:
        missing.append("typefaces in its theme")
    if master.find(f"{{{_P}}}cSld/{{{_P}}}spTree") is None:
        missing.append("shapes in its slide master")
    listed = master.findall(f"{{{_P}}}sldLayoutIdLst/{{{_P}}}sldLayoutId")
    if not listed or any(each.get(f"{R}id") not in layouts for each in listed):
        missing.append("slide layout")
    return missing


def _has_size(presentation: Element) -> bool:
    size = presentation.find(f"{{{_P}}}sldSz")
    sides = [] if size is None else [str(size.get(name, "")) for name in ("cx", "cy")]
    return bool(sides) and all(
        side.isdecimal() and len(side) < 10 and SIDE[0] <= int(side) <= SIDE[1] for side in sides
    )
