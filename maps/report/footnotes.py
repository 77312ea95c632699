"""Footnotes of a Word document, of which python-docx knows nothing: their part, their marks, marks that stand again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from lxml import etree

from maps.report import wordml
from maps.report.wordml import Tongue

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_FIRST_BOOKMARK = 100_000
"""Numbers of bookmarks from here on are those of footnotes."""


class Footnotes:
    """The footnotes of one document, numbered through."""

    def __init__(self, document: Document, text_style: str, mark_style: str, link_style: str) -> None:
        """Take the document and the ids of the styles of a note's text, of its mark and of a link."""
        self._styles = (text_style, mark_style, link_style)
        self._root = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}/>")
        package = document.part.package
        self._part = Part(PackURI("/word/footnotes.xml"), _TYPE, b"", package)
        document.part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
        for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
            note = wordml.element("w:footnote", type=kind, id=number)
            paragraph, run = wordml.element("w:p"), wordml.element("w:r")
            run.append(wordml.element(f"w:{kind}"))
            paragraph.append(run)
            note.append(paragraph)
            self._root.append(note)
        _name_separators(document.settings.element)
        self._count = 0

    def add(self, parts: list[tuple[str, str]], tongue: Tongue) -> tuple[int, list[Element]]:
        """A new footnote, and its mark: its number, and the elements to put where it is referred to.

        parts: its texts, each with the address that it leads to, or "".
        """
        self._count += 1
        text_style, mark_style, link_style = self._styles
        note, paragraph = wordml.element("w:footnote", id=self._count), wordml.element("w:p")
        style = wordml.element("w:pPr")
        style.append(wordml.element("w:pStyle", val=text_style))
        if tongue.right_to_left:
            style.append(wordml.element("w:bidi"))
        mark = wordml.element("w:r")
        mark.append(wordml.properties(tongue, mark_style))
        mark.append(wordml.element("w:footnoteRef"))
        paragraph.extend([style, mark])
        for text, address in parts:
            paragraph.append(wordml.space(tongue))
            paragraph.append(self._link(text, address, tongue, link_style) if address else wordml.run(text, tongue))
        note.append(paragraph)
        self._root.append(note)
        reference = wordml.element("w:r")
        reference.append(wordml.properties(tongue, mark_style))
        reference.append(wordml.element("w:footnoteReference", id=self._count))
        return self._count, wordml.bookmark(_FIRST_BOOKMARK + self._count, _name(self._count), [reference])

    def again(self, number: int, tongue: Tongue) -> list[Element]:
        """The mark of a footnote that stands already, as a field that follows its number."""
        number_run = wordml.run(str(number), tongue, self._styles[1])
        return wordml.field(f"NOTEREF {_name(number)} \\f \\h", [number_run], tongue, self._styles[1])

    def finish(self) -> None:
        """Write the footnotes into their part."""
        self._part._blob = etree.tostring(  # noqa: SLF001  python-docx sets it only when a part is made
            self._root, xml_declaration=True, encoding="UTF-8", standalone=True
        )

    def _link(self, text: str, address: str, tongue: Tongue, style: str) -> Element:
        link = wordml.element("w:hyperlink")
        link.set(qn("r:id"), self._part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        link.append(wordml.run(text, tongue, style))
        return link


def _name(number: int) -> str:
    return f"_Ref{_FIRST_BOOKMARK + number}"


def _name_separators(settings: Element) -> None:
    """The document's settings name the two special footnotes (ECMA-376, part 1, 17.11.9); before `compat`, in order."""
    named = wordml.element("w:footnotePr")
    named.extend(wordml.element("w:footnote", id=number) for number in (-1, 0))
    after = next((each for each in settings if each.tag in map(qn, _AFTER_FOOTNOTES)), None)
    if after is None:
        settings.append(named)
    else:
        after.addprevious(named)


_AFTER_FOOTNOTES = (
    *("w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr", "w:attachedSchema", "w:themeFontLang"),
    *("w:clrSchemeMapping", "w:doNotIncludeSubdocsInStats", "w:captions", "w:shapeDefaults", "w:decimalSymbol"),
    *("w:listSeparator",),
)
"""What follows the footnotes' settings, as the schema orders them."""
