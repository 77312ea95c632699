"""A document's text, paragraph by paragraph, read in a process of its own: the file comes from a stranger."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import ReadError
from geo.sandbox import process

if TYPE_CHECKING:
    from geo.sandbox.process import Bounds

MAX_CHARACTERS = 3_000_000
"""Characters of text that are looked through: a book of a thousand pages; the rest is left out, and that is said."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document."""

    text: str
    """On one line."""
    page: int | None = None
    """The page or slide that it begins on, from 1; None where the format has none."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a document says."""

    file: str
    """The file's name as it was given."""
    title: str
    """The document's own title, else its first heading, else the file's name."""
    paragraphs: tuple[Paragraph, ...]
    """In the order of reading."""
    shortened: bool = False
    """Whether text beyond MAX_CHARACTERS was left out."""


def read(path: str | os.PathLike[str], *, allowed: Bounds | None = None) -> Document:
    """The text of a document: plain text, Markdown, HTML, DOCX, PPTX or PDF, by its ending.

    allowed: what reading may take, `process.bounds()` by default. Raises ReadError, one plain sentence, for a file that
    is of no such kind, broken, locked, or a scan without text.
    """
    name = os.fspath(path)
    match process.call(name, "geo.reading.formats:parse_plain", name, allowed=allowed):
        case {"title": str(title), "paragraphs": list(entries), "shortened": bool(shortened)}:
            return Document(name, title, tuple(_paragraph(name, entry) for entry in entries), shortened)
    raise ReadError(name, process.BROKEN)


def _paragraph(name: str, entry: object) -> Paragraph:
    match entry:
        case [str(text), (int() | None) as page]:
            return Paragraph(text, page)
    raise ReadError(name, process.BROKEN)
