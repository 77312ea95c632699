"""Writes a Word document part by part: headings, paragraphs, tables, pictures, each in its language."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Emu, Mm

from maps.report import wordml
from maps.report.footnotes import Footnotes
from maps.report.styles import Styles
from maps.report.wordml import Tongue
from maps.style import typeface
from maps.text import i18n
from maps.text.project_text import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement as Element
    from docx.text.paragraph import Paragraph

_FIRST_BOOKMARK = 1
_LABELS = 0.27
"""Share of a table's width that the names of facts take."""

Marks = list["Element"]
"""The marks of footnotes, to stand behind a text."""


class Writer:
    """A Word document while it is written, from the top."""

    def __init__(self, template: bytes | None) -> None:
        """Begin an empty document, or one on a template that was made anew."""
        self.document = Document(io.BytesIO(template) if template else None)
        if template is None:
            _set_a4(self.document.sections[0])
            _number_pages(self.document.sections[0].footer.paragraphs[0])
        self.styles = Styles(self.document, plain=template is None)
        self.footnotes = Footnotes(self.document, self.styles.id("footnote text"), self.styles.mark, self.styles.link)
        self.tongue = Tongue("en")
        self._headings: list[tuple[int, str, str, Tongue]] = []
        self._contents: Element | None = None
        self._last_section = self.document.element.body.find(qn("w:sectPr"))

    @contextmanager
    def language(self, tag: str) -> Iterator[None]:
        """What is written within is in a language."""
        before, self.tongue = self.tongue, Tongue(tag, i18n.is_right_to_left(tag))
        yield
        self.tongue = before

    @property
    def width(self) -> int:
        """Of the text between the margins, in EMU."""
        section = self.document.sections[-1]
        sides = (section.left_margin or Mm(25)) + (section.right_margin or Mm(25))
        return int((section.page_width or Mm(210)) - sides)

    # --- texts --------------------------------------------------------------------------------------------------------

    def paragraph(
        self, text: str, style: str = "Normal", marks: Marks | None = None, *, new_page: bool = False
    ) -> None:
        """A paragraph of plain text, and marks of footnotes behind it; new_page: it begins one."""
        node = self._styled(self.document.add_paragraph(), style)
        if new_page:
            node.paragraph_format.page_break_before = True
        node._p.append(wordml.run(text, self.tongue))  # noqa: SLF001  python-docx parses tabs and breaks
        node._p.extend(marks or [])  # noqa: SLF001

    def heading(self, text: str, level: int, marks: Marks | None = None) -> None:
        """A heading, which the table of contents lists."""
        number = len(self._headings) + _FIRST_BOOKMARK
        name = f"_Toc{number:06}"
        node = self._styled(self.document.add_paragraph(), f"Heading {level}")
        inner = [wordml.run(text, self.tongue)]
        node._p.extend(wordml.bookmark(number, name, inner))  # noqa: SLF001
        node._p.extend(marks or [])  # noqa: SLF001
        self._headings.append((level, name, typeface.clean(text), self.tongue))

    def contents(self, title: str) -> None:
        """The place of the table of contents, which `finish` fills with what was written after it."""
        self.paragraph(title, "TOC Heading")
        self._contents = self.document.add_paragraph()._p  # noqa: SLF001

    def _styled(self, paragraph: Paragraph, style: str) -> Paragraph:
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
        if style != "Normal":
            properties.append(wordml.element("w:pStyle", val=self.styles.id(style)))
        if self.tongue.right_to_left:
            properties.append(wordml.element("w:bidi"))
        return paragraph

    # --- tables -------------------------------------------------------------------------------------------------------

    def facts(self, rows: Sequence[tuple[str, Sequence[str], Marks]]) -> None:
        """A table of facts: the name of each, its lines, and marks of footnotes behind the last one."""
        if not rows:
            return
        table = self.document.add_table(rows=len(rows), cols=2)
        table.autofit = False
        own = table._tbl.tblPr  # noqa: SLF001
        own.append(_borders())
        own.append(wordml.element("w:tblLook", firstColumn="1", firstRow="0", noHBand="1", noVBand="1"))
        if self.tongue.right_to_left:
            own.insert(0, wordml.element("w:bidiVisual"))
        widths = (round(self.width * _LABELS), round(self.width * (1 - _LABELS)))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Emu(width)
        for row, (label, lines, marks) in zip(table.rows, rows, strict=True):
            row._tr.get_or_add_trPr().append(wordml.element("w:cantSplit"))  # noqa: SLF001
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Emu(width)
            self._fill(row.cells[0].paragraphs[0], label, bold=True)
            for number, line in enumerate(lines):
                paragraph = row.cells[1].paragraphs[0] if number == 0 else row.cells[1].add_paragraph()
                self._fill(paragraph, line)
                if number == len(lines) - 1:
                    paragraph._p.extend(marks)  # noqa: SLF001
        self.document.add_paragraph()._p.get_or_add_pPr().append(  # noqa: SLF001  Word joins tables that touch
            wordml.element("w:spacing", before="0", after="60", line="120", lineRule="exact")
        )

    def _fill(self, paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
        properties = self._styled(paragraph, "Normal")._p.get_or_add_pPr()  # noqa: SLF001
        spacing = wordml.element("w:spacing", before="30", after="30")
        bidi = properties.find(qn("w:bidi"))
        properties.append(spacing) if bidi is None else bidi.addnext(spacing)
        paragraph._p.append(wordml.run(text, self.tongue, bold=bold))  # noqa: SLF001

    # --- pictures -----------------------------------------------------------------------------------------------------

    def pictures(self, pictures: Sequence[tuple[bytes, tuple[int, int], str]], highest: int) -> None:
        """Pictures side by side in one paragraph, at one height of at most so many EMU.

        Each is a PNG or JPEG, its width and height in pixels, and what is seen in it.
        """
        gap = Mm(3)
        shapes = [wide / high for _, (wide, high), _ in pictures]
        height = min(highest, int((self.width - gap * len(shapes)) / sum(shapes)))
        paragraph = self._styled(self.document.add_paragraph(), "Normal")
        paragraph.paragraph_format.keep_with_next = True
        for number, ((data, _, alt_text), shape) in enumerate(zip(pictures, shapes, strict=True)):
            if number:
                paragraph._p.append(wordml.space(self.tongue))  # noqa: SLF001
            run = paragraph.add_run()
            inline = run.add_picture(io.BytesIO(data), Emu(int(height * shape)), Emu(height))
            for side in ("distT", "distB", "distL", "distR"):  # which LibreOffice takes for more where they are absent
                inline._inline.set(side, "0")  # noqa: SLF001
            facts = inline._inline.docPr  # noqa: SLF001
            facts.set("descr", typeface.clean(alt_text))
            facts.set("name", f"Picture {facts.get('id')}")

    # --- footnotes ----------------------------------------------------------------------------------------------------

    def noted(self, source: Source, archived: str) -> tuple[int, Marks]:
        """A footnote for a source: its number and its mark; archived: what an archived copy is called."""
        parts = [(source.title or source.address, source.address), (source.about, "")]
        parts += [(archived, source.archive)] if source.archive else []
        return self.footnotes.add([part for part in parts if part[0]], self.tongue)

    def marks(self, marks: Sequence[Marks]) -> Marks:
        """Marks of several footnotes, with commas between."""
        joined: Marks = []
        for number, mark in enumerate(marks):
            joined += [wordml.run(",", self.tongue, self.styles.mark)] if number else []
            joined += mark
        return joined

    # --- the end ------------------------------------------------------------------------------------------------------

    def finish(self) -> bytes:
        """The document's bytes, as python-docx zips them."""
        self._fill_contents()
        self.footnotes.finish()
        body = self.document.element.body
        if self._last_section is not None:
            body.append(self._last_section)  # it stays the last
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()

    def _fill_contents(self) -> None:
        """The table of contents as a field, which shows the headings until Word computes their pages."""
        if self._contents is None:
            return
        listed = [each for each in self._headings if each[0] <= 2]
        paragraphs = [self._listed(*each) for each in listed] or [wordml.element("w:p")]
        code = 'TOC \\o "1-2" \\h \\z \\u'
        begin, instruction, separate, end = wordml.field(code, [], self.tongue, dirty=True)
        first = paragraphs[0].find(qn("w:hyperlink"))
        for part in (begin, instruction, separate):
            paragraphs[0].append(part) if first is None else first.addprevious(part)
        paragraphs[-1].append(end)
        for each in paragraphs:
            self._contents.addprevious(each)
        self._contents.getparent().remove(self._contents)

    def _listed(self, level: int, name: str, text: str, tongue: Tongue) -> Element:
        entry, properties = wordml.element("w:p"), wordml.element("w:pPr")
        properties.append(wordml.element("w:pStyle", val=self.styles.id(f"toc {level}")))
        if tongue.right_to_left:
            properties.append(wordml.element("w:bidi"))
        link = wordml.element("w:hyperlink", anchor=name, history="1")
        link.append(wordml.run(text, tongue))
        entry.extend([properties, link])
        return entry


def _set_a4(section: object) -> None:
    for name, millimetres in {
        "page_width": 210, "page_height": 297,
        "left_margin": 25, "right_margin": 20, "top_margin": 22, "bottom_margin": 22,
    }.items():  # fmt: skip
        setattr(section, name, Mm(millimetres))


def _number_pages(paragraph: Paragraph) -> None:
    """The number of the page in the middle of a footer."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    tongue = Tongue("en")
    paragraph._p.extend(wordml.field("PAGE", [wordml.run("1", tongue)], tongue))  # noqa: SLF001


def _borders() -> Element:
    """A hairline between rows."""
    borders = wordml.element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(wordml.element(f"w:{side}", val="single", sz="4", space="0", color="C9CDD2"))
    return borders
