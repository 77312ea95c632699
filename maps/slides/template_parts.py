"""The XML of a stranger's template: parsed without entities, freed of what runs or links, and checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

from geo import ReadError
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Element: TypeAlias = etree._Element  # noqa: SLF001
"""An element of lxml, which has no public name for it."""

_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NAMESPACES = (_P, _A)
"""Those of the parts that are taken."""

SIDE = (914_400, 51_206_400)
"""Shortest and longest side of a slide in EMU (ECMA-376, part 1, 22.9)."""

_SLOTS = ("dk1", "lt1", "dk2", "lt2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
_CLICKS = ("hlinkClick", "hlinkHover", "hlinkMouseOver")
_REMOVED = {
    **dict.fromkeys(_CLICKS, Message("links")),
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


class DoctypeError(ValueError):
    """The XML has a document type, which may hold entities."""


def parsed(data: bytes) -> Element:
    """The root of a part. Raises DoctypeError, and lxml's XMLSyntaxError for what is no XML."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise DoctypeError
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:  # in UTF-16, say
        raise DoctypeError
    return root


def written(root: Element, data: bytes) -> bytes:
    """A part as bytes: `data`, from which it was parsed, when nothing of it was removed."""
    if etree.tostring(root, method="c14n") == etree.tostring(parsed(data), method="c14n"):
        return data
    document: bytes = etree.tostring(
        root.getroottree().getroot(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return document


# --- what does not come along -----------------------------------------------------------------------------------------


def clean(root: Element, links: Mapping[str, str]) -> list[str]:
    """Remove what runs, links elsewhere, or refers to a part that is not taken; links: the kinds of the relationships
    that are, by their ids. Returns what was removed, in words."""
    removed = []
    for element in list(root.iter()):
        if not isinstance(element.tag, str):  # a comment, or an instruction to a program
            _remove(element)
            continue
        name = etree.QName(element).localname
        if name in _REMOVED and not _moves_within_show(element):
            removed.append(_REMOVED[name])
            _remove(element)
        else:
            _unlink(element, links)
    return [word for word in removed if word]


def _moves_within_show(element: Element) -> bool:
    """Whether a click leads to the next slide or back, as buttons of a master do: no other part has to do with it."""
    action = str(element.get("action", ""))
    return action.startswith("ppaction://hlinkshowjump?") and not any(name.startswith(_R) for name in _linking(element))


def _linking(element: Element) -> list[str]:
    """The names of attributes that refer to a relationship."""
    return [name for name in element.attrib if name.startswith(_R) and element.get(name)]


def _unlink(element: Element, links: Mapping[str, str]) -> None:
    """Takes references to parts that are not taken out, with what is nothing without them."""
    lost = [name for name in _linking(element) if element.get(name) not in links]
    if not lost:
        return
    if etree.QName(element).localname == "blip":  # a picture without a file is an empty frame
        for name in lost:
            del element.attrib[name]
    else:
        _remove(element)


def _remove(element: Element) -> None:
    """Takes an element out, with the frame that shows it, and with what would hold nothing any more."""
    if not _is(element, *_CLICKS):
        element = next((each for each in element.iterancestors() if _is(each, "graphicFrame")), element)
    parent = element.getparent()
    while (
        parent is not None
        and len(parent) == 1
        and _is(parent, "ext", "extLst", "Choice", "Fallback", "AlternateContent")
    ):
        element, parent = parent, parent.getparent()
    if parent is not None and _is(element, "Choice", "Fallback"):  # one is nothing without the other
        element, parent = parent, parent.getparent()
    if parent is None:
        return  # beside the root, which is written alone, or gone already
    if element.tail and element.tail.strip():
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
    if isinstance(parent.tag, str) and len(parent) == 0 and etree.QName(parent).localname.endswith("IdLst"):
        _remove(parent)


def _is(element: Element, *names: str) -> bool:
    return isinstance(element.tag, str) and etree.QName(element).localname in names


# --- what a deck needs ------------------------------------------------------------------------------------------------


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
    masters = [outline.masters.get(str(each.get(f"{_R}id"))) for each in listed]
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
    if not listed or any(each.get(f"{_R}id") not in layouts for each in listed):
        missing.append(Message("slide layout"))
    return missing


def _has_size(presentation: Element) -> bool:
    size = presentation.find(f"{{{_P}}}sldSz")
    sides = [] if size is None else [str(size.get(name, "")) for name in ("cx", "cy")]
    return bool(sides) and all(
        side.isdecimal() and len(side) < 10 and SIDE[0] <= int(side) <= SIDE[1] for side in sides
    )
