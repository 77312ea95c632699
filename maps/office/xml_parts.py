"""The XML of a stranger's Office file: parsed without entities, and freed of what runs or links."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

Element: TypeAlias = etree._Element  # noqa: SLF001
"""An element of lxml, which has no public name for it."""

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
"""Of attributes that refer to a relationship (ECMA-376, part 1, 22.8)."""

_CLICKS = ("hlinkClick", "hlinkHover", "hlinkMouseOver")


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


def clean(root: Element, links: Mapping[str, str], unwanted: Mapping[str, str]) -> list[str]:
    """Remove what runs, links elsewhere, or refers to a part that is not taken; links: the kinds of the relationships
    that are, by their ids; unwanted: names of elements to remove, and what is said of them. Returns what was removed,
    in words."""
    removed = []
    for element in list(root.iter()):
        if not isinstance(element.tag, str):  # a comment, or an instruction to a program
            _remove(element)
            continue
        name = etree.QName(element).localname
        if name in unwanted and not _moves_within_show(element):
            removed.append(unwanted[name])
            _remove(element)
        else:
            _unlink(element, links)
    return [word for word in removed if word]


def _moves_within_show(element: Element) -> bool:
    """Whether a click leads to the next slide or back, as buttons of a master do: no other part has to do with it."""
    action = str(element.get("action", ""))
    return action.startswith("ppaction://hlinkshowjump?") and not any(name.startswith(R) for name in _linking(element))


def _linking(element: Element) -> list[str]:
    """The names of attributes that refer to a relationship."""
    return [name for name in element.attrib if name.startswith(R) and element.get(name)]


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
