"""Elements of WordprocessingML (ECMA-376, part 1, 17) that python-docx has no calls for: text, fields, bookmarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from maps.style import typeface

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.oxml.xmlchemy import BaseOxmlElement as Element


@dataclass(frozen=True, slots=True)
class Tongue:
    """The language that a text is in, as Word marks it for spelling, hyphenation and direction."""

    tag: str
    """BCP 47."""
    right_to_left: bool = False
    """Whether it is written from right to left."""


def element(name: str, /, **attributes: object) -> Element:
    """An empty element, such as "w:t"; attributes are of Word's namespace."""
    node = OxmlElement(name)
    for key, value in attributes.items():
        node.set(qn(f"w:{key}"), str(value))
    return node


def properties(tongue: Tongue, style: str = "", *, bold: bool = False) -> Element:
    """The properties of a run, in the order that the schema has; style: the id of a character style."""
    node = element("w:rPr")
    if style:
        node.append(element("w:rStyle", val=style))
    if bold:
        node.append(element("w:b"))
        node.append(element("w:bCs"))
    if tongue.right_to_left:
        node.append(element("w:rtl"))
    node.append(element("w:lang", val=tongue.tag, eastAsia=tongue.tag, bidi=tongue.tag))
    return node


def run(text: str, tongue: Tongue, style: str = "", *, bold: bool = False) -> Element:
    """A run of plain text on one line: whatever stands in it is text, and what Word cannot hold is gone."""
    node = element("w:r")
    node.append(properties(tongue, style, bold=bold))
    held = element("w:t")
    held.text = typeface.clean(text)
    held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    node.append(held)
    return node


def space(tongue: Tongue) -> Element:
    """A run with a space alone, which is no text of its own."""
    node = run("", tongue)
    node[-1].text = " "
    return node


def field(
    code: str, display: Iterable[Element], tongue: Tongue, style: str = "", *, dirty: bool = False
) -> list[Element]:
    """A field that Word computes, with what it shows until then; dirty: Word computes it when the file is opened."""

    def part(inner: Element) -> Element:
        node = element("w:r")
        node.append(properties(tongue, style))
        node.append(inner)
        return node

    begin = element("w:fldChar", fldCharType="begin")
    if dirty:
        begin.set(qn("w:dirty"), "true")
    instruction = element("w:instrText")
    instruction.text = f" {code} "
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    separate, end = (element("w:fldChar", fldCharType=kind) for kind in ("separate", "end"))
    return [part(begin), part(instruction), part(separate), *display, part(end)]


def bookmark(number: int, name: str, inner: Iterable[Element]) -> list[Element]:
    """Elements between a bookmark's ends."""
    return [element("w:bookmarkStart", id=number, name=name), *inner, element("w:bookmarkEnd", id=number)]
