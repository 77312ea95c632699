"""What a deck needs of a PowerPoint template, and what of it does not come along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from geo import ReadError
from geo.messages import Message
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
UNWANTED: dict[str, str] = {
    **dict.fromkeys(("hlinkClick", "hlinkHover", "hlinkMouseOver"), Message("links")),
    "oleObj": Message("embedded objects"),
    "controls": Message("controls"),
    "audioCd": Message("sounds and films"),
    "audioFile": Message("sounds and films"),
    "videoFile": Message("sounds and films"),
    "quickTimeFile": Message("sounds and films"),
    "wavAudioFile": Message("sounds and films"),
    "media": Message("sounds and films"),
    "sndAc": Message("sounds and films"),
    "timing": Message("animations"),
    "custDataLst": Message("custom data"),
    "custShowLst": "",  # of slides, which are left out
    "sectionLst": "",
    "sldIdLst": "",
    "handoutMasterIdLst": "",
    "modifyVerifier": Message("password against changes"),
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
        raise ReadError(file, Message("has no {missing}; choose another template.", missing=missing))


def _missing(outline: Outline) -> list[str]:
    listed = outline.presentation.findall(f"{{{_P}}}sldMasterIdLst/{{{_P}}}sldMasterId")
    masters = [outline.masters.get(str(each.get(f"{R}id"))) for each in listed]
    if not masters or None in masters:
        return [Message("slide master")]
    missing: list[str] = (
        []
        if _has_size(outline.presentation)
        else [Message("slide size from {least:,} to {most:,} EMU", least=SIDE[0], most=SIDE[1])]
    )
    for master, themes, layouts in filter(None, masters):
        missing += _missing_in_master(master, themes, layouts)
    for name, root, count in outline.layouts:
        if count != 1:
            missing.append(Message("slide master for {name}", name=name.lstrip("/")))
        elif root.find(f"{{{_P}}}cSld/{{{_P}}}spTree") is None:
            missing.append(Message("shapes in {name}", name=name.lstrip("/")))
    return missing


def _missing_in_master(master: Element, themes: Sequence[Element], layouts: Mapping[str, Element]) -> list[str]:
    if len(themes) != 1:
        return [Message("theme")]
    scheme = themes[0].find(f"{{{_A}}}themeElements/{{{_A}}}clrScheme")
    slots = () if scheme is None else [etree.QName(each).localname for each in scheme if isinstance(each.tag, str)]
    missing: list[str] = [Message("colour {slot} in its theme", slot=slot) for slot in _SLOTS if slot not in slots]
    if themes[0].find(f"{{{_A}}}themeElements/{{{_A}}}fontScheme") is None:
        missing.append(Message("typefaces in its theme"))
    if master.find(f"{{{_P}}}cSld/{{{_P}}}spTree") is None:
        missing.append(Message("shapes in its slide master"))
    listed = master.findall(f"{{{_P}}}sldLayoutIdLst/{{{_P}}}sldLayoutId")
    if not listed or any(each.get(f"{R}id") not in layouts for each in listed):
        missing.append(Message("slide layout"))
    return missing


def _has_size(presentation: Element) -> bool:
    size = presentation.find(f"{{{_P}}}sldSz")
    sides = [] if size is None else [str(size.get(name, "")) for name in ("cx", "cy")]
    return bool(sides) and all(
        side.isdecimal() and len(side) < 10 and SIDE[0] <= int(side) <= SIDE[1] for side in sides
    )
