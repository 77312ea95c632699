"""Word and PowerPoint as (title, paragraphs): body, tables and notes, in the order of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docx.document import Document
    from docx.table import Table, _Cell
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide

_Entry = tuple[str, int | None]

_DEEPEST = 8
"""Tables in tables, groups in groups, that are looked into."""


def document(path: str) -> tuple[str, Iterator[_Entry]]:
    """The text of a DOCX file; Word keeps no pages in it."""
    import docx

    opened = docx.Document(path)
    return opened.core_properties.title.strip(), ((text, None) for text in _blocks(opened, 0))


def _blocks(holder: Document | _Cell, depth: int) -> Iterator[str]:
    """Paragraphs, and rows of tables as one paragraph each, their cells parted by semicolons."""
    from docx.table import Table

    for block in holder.iter_inner_content():
        if not isinstance(block, Table):
            yield block.text
        elif depth < _DEEPEST:
            yield from _rows(block, depth + 1)


def _rows(table: Table, depth: int) -> Iterator[str]:
    for row in table.rows:
        cells = [" ".join(_blocks(cell, depth)).strip() for cell in row.cells]
        yield "; ".join(dict.fromkeys(filter(None, cells)))  # a merged cell stands once for each of its columns


def presentation(path: str) -> tuple[str, Iterator[_Entry]]:
    """The text of a PPTX file by slide, each with its notes."""
    import pptx

    opened = pptx.Presentation(path)
    return opened.core_properties.title.strip(), _slides(opened.slides)


def _slides(slides: Iterable[Slide]) -> Iterator[_Entry]:
    for number, slide in enumerate(slides, 1):
        for text in _shapes(slide.shapes, 0):
            yield text, number
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            yield slide.notes_slide.notes_text_frame.text, number


def _shapes(shapes: Iterable[BaseShape], depth: int) -> Iterator[str]:
    from pptx.shapes.autoshape import Shape
    from pptx.shapes.graphfrm import GraphicFrame

    for shape in shapes:
        if depth < _DEEPEST and hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes, depth + 1)
        elif isinstance(shape, GraphicFrame) and shape.has_table:
            for row in shape.table.rows:
                yield "; ".join(filter(None, (cell.text.strip() for cell in row.cells)))
        elif isinstance(shape, Shape):
            yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
