"""The styles that a report is written in: the template's where it has them, else plain ones of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from maps.report import wordml

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import BaseStyle, CharacterStyle, ParagraphStyle

_INK = RGBColor(0x1F, 0x23, 0x28)
_ACCENT = RGBColor(0x0B, 0x53, 0xA5)

PARAGRAPHS: dict[str, tuple[float, bool]] = {
    "Title": (26, True),
    "Subtitle": (13, False),
    "Heading 1": (17, True),
    "Heading 2": (13.5, True),
    "Heading 3": (11, True),
    "Caption": (8.5, False),
    "TOC Heading": (13.5, True),
    "toc 1": (10.5, False),
    "toc 2": (10.5, False),
    "footnote text": (8.5, False),
}
"""Styles of paragraphs by name, with letters of so many points, and whether they are bold."""

_KEEP_NEXT = ("Title", "Heading 1", "Heading 2", "Heading 3", "TOC Heading")


class Styles:
    """The styles of one document, by what they are for."""

    def __init__(self, document: Document, *, plain: bool) -> None:
        """Take the document; plain: it is ours, and so are its styles; else only those that it lacks are made."""
        self._document = document
        for name, (size, bold) in PARAGRAPHS.items():
            style, is_new = self._paragraph(name)
            if plain or is_new:
                _set(style, size, bold=bold)
            if is_new and name.startswith("Heading"):
                _set_outline(style, int(name[-1]) - 1)
        if plain:
            _set_normal(document.styles["Normal"])
        self.mark = self._character("footnote reference", superscript=True)
        self.link = self._character("Hyperlink", superscript=False)

    def id(self, name: str) -> str:
        """The id of a style of paragraphs, which may differ from its name in templates of other languages."""
        return str(self._paragraph(name)[0].style_id)

    def _paragraph(self, name: str) -> tuple[ParagraphStyle, bool]:
        """The style of a name, and whether it was made now."""
        styles = self._document.styles
        existing = _named(styles, name, WD_STYLE_TYPE.PARAGRAPH)
        if existing is not None:
            return existing, False  # type: ignore[return-value]  # of the type that was asked for
        return styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), True

    def _character(self, name: str, *, superscript: bool) -> str:
        styles = self._document.styles
        existing = _named(styles, name, WD_STYLE_TYPE.CHARACTER)
        if existing is None:
            added: CharacterStyle = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
            if superscript:
                added.font.superscript = True
            else:
                added.font.color.rgb, added.font.underline = _ACCENT, True
            existing = added
        return str(existing.style_id)


def _named(styles: object, name: str, kind: WD_STYLE_TYPE) -> BaseStyle | None:
    """A style by its name, in any letter case: programs write "Heading 1" and "heading 1"."""
    wanted = name.casefold()
    for style in styles:  # type: ignore[attr-defined]  # python-docx iterates them
        if style.type == kind and (style.name or "").casefold() == wanted:
            return style  # type: ignore[no-any-return]
    return None


def _set(style: ParagraphStyle, size: float, *, bold: bool) -> None:
    _set_size(style, size)
    style.font.bold = style.font.cs_bold = bold
    style.font.italic = style.font.cs_italic = False
    style.font.color.rgb = _INK
    _set_typeface(style)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = (Pt(size * 0.8), Pt(4)) if bold else (Pt(0), Pt(4))
    spacing.keep_with_next = style.name in _KEEP_NEXT
    if str(style.name).startswith("toc"):
        spacing.left_indent = Pt(14 if str(style.name).endswith("2") else 0)


def _set_size(style: ParagraphStyle, size: float) -> None:
    """The size of letters in points, of Arabic ones too, which have one of their own."""
    style.font.size = Pt(size)
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    properties.find(qn("w:sz")).addnext(wordml.element("w:szCs", val=round(2 * size)))


def _set_typeface(style: ParagraphStyle) -> None:
    """One that Office has had since 2007, for letters of all scripts, in the place of the theme's."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for key, name in {"ascii": "Calibri", "hAnsi": "Calibri", "eastAsia": "Calibri", "cs": "Arial"}.items():
        fonts.set(qn(f"w:{key}"), name)


def _set_outline(style: ParagraphStyle, level: int) -> None:
    style.element.get_or_add_pPr().append(wordml.element("w:outlineLvl", val=level))


def _set_normal(style: BaseStyle) -> None:
    normal: ParagraphStyle = style  # type: ignore[assignment]
    _set_size(normal, 10.5)
    _set_typeface(normal)
    normal.paragraph_format.space_after = Pt(6)
