"""A stranger's Word template: styles, page, headers and footers, and nothing else."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence

from geo import ReadError
from geo.messages import Message
from maps.office import template, xml_parts
from maps.office.new_package import Part
from maps.office.template import Kind, Rules
from maps.office.xml_parts import Element

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WORD = "wordprocessingml."

_KINDS = {
    "officeDocument": Kind(
        "document.xml",
        f"{_WORD}document.main+xml",
        "document",
        frozenset({"styles", "numbering", "theme", "fontTable", "header", "footer"}),
    ),
    "styles": Kind("styles.xml", f"{_WORD}styles+xml", "styles", frozenset()),
    "numbering": Kind("numbering.xml", f"{_WORD}numbering+xml", "numbering", frozenset({"image"})),
    "fontTable": Kind("fontTable.xml", f"{_WORD}fontTable+xml", "fonts", frozenset()),
    "theme": Kind("theme/theme{}.xml", "theme+xml", "theme", frozenset({"image"})),
    "header": Kind("header{}.xml", f"{_WORD}header+xml", "hdr", frozenset({"image"})),
    "footer": Kind("footer{}.xml", f"{_WORD}footer+xml", "ftr", frozenset({"image"})),
}
_SILENT = {
    *("core-properties", "extended-properties", "thumbnail", "settings", "webSettings", "stylesWithEffects", "image"),
    *("footnotes", "endnotes", "comments", "people", "glossaryDocument"),
}
"""What every template may have and no report of ours needs."""
_LEFT_OUT = {
    "vbaProject": Message("macros"),
    "wordVbaData": Message("macros"),
    "keyMapCustomizations": Message("key assignments"),
    "attachedToolbars": Message("toolbars"),
    "attachedTemplate": Message("links to other files"),
    "hyperlink": Message("links"),
    "oleObject": Message("embedded objects"),
    "package": Message("embedded objects"),
    "control": Message("controls"),
    "aFChunk": Message("imported files"),
    "subDocument": Message("links to other files"),
    "mailMerge": Message("links to other files"),
    "customXml": Message("custom XML"),
    "custom-properties": Message("properties of its own"),
    "printerSettings": Message("printer settings"),
    "font": Message("embedded fonts"),
    "chart": Message("charts and diagrams"),
    "diagram": Message("charts and diagrams"),
    "video": Message("sounds and films"),
}
_UNWANTED: dict[str, str] = {
    **dict.fromkeys(("hlinkClick", "hlinkHover", "hlinkMouseOver"), Message("links")),
    **dict.fromkeys(("object", "OLEObject"), Message("embedded objects")),
    "control": Message("controls"),
    "altChunk": Message("imported files"),
    "subDoc": Message("links to other files"),
    **dict.fromkeys(("embedRegular", "embedBold", "embedItalic", "embedBoldItalic"), Message("embedded fonts")),
    **dict.fromkeys(("dataBinding", "commentRangeStart", "commentRangeEnd", "commentReference"), ""),
    **dict.fromkeys(("footnoteReference", "endnoteReference"), ""),
}
"""Elements that do not come along, and what is said of them."""
_FIELDS = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|STYLEREF|TITLE)\b(?!.*[\"\\]\s*(?:http|file|\\\\))", re.IGNORECASE
)
"""The fields that a header may have: what they show comes from the document itself."""

_RULES_SPACES = frozenset({_W, _A})


def read(path: str | os.PathLike[str]) -> tuple[bytes, tuple[str, ...]]:
    """A template (.docx, .dotx, .docm, .dotm) made anew as a document without content; and, in words, what of it was
    left out. Raises ReadError, one plain sentence, for what is no template or goes beyond a bound."""
    name = os.fspath(path)

    def check(main: Part, _: Sequence[Part]) -> None:
        if not main.all("styles"):
            raise ReadError(name, Message("has no styles; choose another template."))

    return template.read(path, _RULES, check)


def _clean(root: Element, links: Mapping[str, str]) -> list[str]:
    """Takes out what runs or links; of the document itself nothing but the page of its last section stays."""
    if root.tag == f"{{{_W}}}document":
        _empty(root)
    removed = [*_without_fields(root), *_unwrapped(root)]
    return [*removed, *xml_parts.clean(root, links, _UNWANTED)]


def _empty(document: Element) -> None:
    for child in list(document):
        if child.tag != f"{{{_W}}}body":
            document.remove(child)
    for body in document:
        sections = body.findall(f"{{{_W}}}sectPr")
        for child in list(body):
            if child not in sections[-1:]:
                body.remove(child)


def _without_fields(root: Element) -> list[str]:
    """Fields compute what they show, from other files too: but for page numbers their text alone stays."""
    removed: list[str] = []
    for simple in list(root.iter(f"{{{_W}}}fldSimple")):
        if not _FIELDS.match(str(simple.get(f"{{{_W}}}instr", ""))):
            _unwrap(simple)
            removed.append(Message("fields"))
    for instructions in _instructions(root):
        if not _FIELDS.match("".join(each.text or "" for each in instructions)):
            for each in instructions:
                each.text = ""
            removed.append(Message("fields"))
    return removed


def _instructions(root: Element) -> list[list[Element]]:
    """The texts of each field's instruction, which may stand in pieces and in each other."""
    done: list[list[Element]] = []
    opened: list[list[Element]] = []
    stray: list[Element] = []
    for each in root.iter(f"{{{_W}}}fldChar", f"{{{_W}}}instrText"):
        kind = each.get(f"{{{_W}}}fldCharType")
        if kind == "begin":
            opened.append([])
        elif kind == "end" and opened:
            done.append(opened.pop())
        elif each.tag == f"{{{_W}}}instrText":
            (opened[-1] if opened else stray).append(each)
    return [texts for texts in (*done, *opened, stray) if texts]


def _unwrapped(root: Element) -> list[str]:
    """Links lose where they lead to, and keep their text."""
    links = list(root.iter(f"{{{_W}}}hyperlink"))
    for each in links:
        _unwrap(each)
    return [Message("links")] if links else []


def _unwrap(element: Element) -> None:
    parent = element.getparent()
    for child in list(element):
        element.addprevious(child)
    parent.remove(element)


_RULES = Rules("Word", ".docx", "word", _RULES_SPACES, _KINDS, frozenset(_SILENT), _LEFT_OUT, _clean)
