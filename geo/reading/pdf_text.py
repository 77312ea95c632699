"""PDF as (title, paragraphs): lines joined into paragraphs again, each with its page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.errors import ReadError
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pypdfium2 import PdfDocument

MAX_PAGES = 3_000
"""Pages that are read."""

_ENDS = (".", "!", "?", ":", ";", "…", "»", "”")
_HYPHENS = ("-", "\u00ad", "\ufffe", "\u0002")
"""What PDFium leaves where a word was broken at the end of a line."""

_SHORT = 0.75
"""Share of the longest line of a page below which a line that ends a sentence ends its paragraph."""


def read(file: Path) -> tuple[str, list[tuple[str, int | None]]]:
    """The text of a PDF file. Raises ReadError, one plain sentence, for a locked one and for a scan."""
    import pypdfium2

    name = str(file)
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).casefold():
            raise ReadError(name, Message("is locked with a password; save it without one.")) from None
        raise ReadError(name, Message("is damaged, or no PDF.")) from None
    title = str(document.get_metadata_dict(skip_empty=True).get("Title", "")).strip()
    paragraphs = list(_paragraphs(_lines(document)))
    if not any(re.search(r"\w", text) for text, _ in paragraphs):
        raise ReadError(
            name, Message("has no text, only pictures of its pages; run OCR on it (such as ocrmypdf) and try again.")
        )
    return title, paragraphs


def _lines(document: PdfDocument) -> Iterator[tuple[str, int, int]]:
    """Each line, its page, and the letters of the longest line of that page. A page that is broken has none."""
    import pypdfium2

    for number in range(min(len(document), MAX_PAGES)):
        try:
            text = document[number].get_textpage().get_text_bounded()
        except pypdfium2.PdfiumError:
            continue
        lines = [line.strip() for line in text.splitlines()]
        longest = max(map(len, lines), default=0)
        yield from ((line, number + 1, longest) for line in lines)


def _paragraphs(lines: Iterator[tuple[str, int, int]]) -> Iterator[tuple[str, int | None]]:
    """Lines joined: a paragraph goes on over lines and pages until a line ends it."""
    text, first = "", 0
    for line, page, longest in lines:
        if not line:
            yield text, first
            text = ""
            continue
        if text and _is_heading(text, line, longest):
            yield text, first
            text = ""
        first = first if text else page
        text = _joined(text, line)
        if text.endswith(_ENDS) and len(line) < longest * _SHORT:
            yield text, first
            text = ""
    yield text, first


def _joined(text: str, line: str) -> str:
    if text.endswith(_HYPHENS) and line[:1].islower():
        return text[:-1] + line
    return f"{text} {line}".strip()


def _is_heading(text: str, line: str, longest: int) -> bool:
    """Whether what came so far is a short line of its own: no stop at its end, and the next begins anew."""
    return len(text) < longest * _SHORT and not text.endswith((*_ENDS, ",")) and line[:1].isupper()
