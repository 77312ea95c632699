"""The text of a document by its ending: read in this process, which `documents` starts for it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import ReadError
from geo.io import files
from geo.messages import Message
from geo.reading import markup_text, office_text, pdf_text
from geo.reading.documents import MAX_CHARACTERS
from geo.tables.readers import archives
from geo.tables.readers.charset import decoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

KNOWN = Message("text, Markdown, HTML, DOCX, PPTX and PDF")

_MOST = 200 * 2**20
"""Bytes of a document; a larger one holds pictures, and is refused before it is read."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""What files of Word and PowerPoint begin with that are locked, or of before 2007."""

_Entry = tuple[str, int | None]
"""A paragraph and its page or slide."""


def parse_plain(path: str) -> dict[str, object]:
    """The title and the paragraphs of a document as plain data, in a process that is for this file alone."""
    file = Path(path)
    files.refuse_unfit(file)
    ending = file.suffix.casefold()
    reader = _READERS.get(ending)
    if reader is None:
        raise ReadError(path, Message("is of no kind that can be read; {known} can.", known=KNOWN))
    if file.stat().st_size > _MOST:
        raise ReadError(
            path,
            Message("is larger than {most} MB; save its text alone, or without its pictures.", most=_MOST // 2**20),
        )
    title, entries = reader(file)
    paragraphs, shortened = _bounded(entries)
    if not paragraphs:
        raise ReadError(path, Message("has no text; if its pages are pictures, run OCR on them first."))
    return {"title": title or _heading(paragraphs) or file.name, "paragraphs": paragraphs, "shortened": shortened}


def _bounded(entries: Iterable[_Entry]) -> tuple[list[_Entry], bool]:
    """(the paragraphs on one line each, as far as they are looked through; whether more was there)."""
    paragraphs: list[_Entry] = []
    left = MAX_CHARACTERS
    for text, page in entries:
        line = " ".join(text.split())
        if not line:
            continue
        if len(line) > left:
            return paragraphs, True
        left -= len(line)
        paragraphs.append((line, page))
    return paragraphs, False


def _heading(paragraphs: list[_Entry]) -> str:
    """The first paragraph, when it is short enough for a title."""
    first = paragraphs[0][0]
    return first if len(first) <= 200 else ""


def _text(file: Path) -> tuple[str, Iterable[_Entry]]:
    return markup_text.plain(_decoded(file))


def _markdown(file: Path) -> tuple[str, Iterable[_Entry]]:
    return markup_text.markdown(_decoded(file))


def _html(file: Path) -> tuple[str, Iterable[_Entry]]:
    return markup_text.html(str(file), _decoded(file))


def _decoded(file: Path) -> str:
    data = files.read_bytes(file)
    text, _ = decoded(str(file), data)
    if "\0" in text:
        raise ReadError(str(file), Message("is no text: it holds binary zeros."))
    return text


def _office(extract: Callable[[str], tuple[str, Iterable[_Entry]]]) -> Callable[[Path], tuple[str, Iterable[_Entry]]]:
    """A reader of a zip of XML: what is none is refused with the reason, and nothing unpacks without bounds."""

    def read(file: Path) -> tuple[str, Iterable[_Entry]]:
        with file.open("rb") as stream:
            head = stream.read(4)
        if head == _OLD_OFFICE:
            newer = Message(
                "open it in its program and save it as {suffix} without a password", suffix=file.suffix.lower()
            )
            raise ReadError(
                str(file), Message("is locked with a password, or of Office before 2007; {newer}.", newer=newer)
            )
        archives.refuse_bomb(file)
        try:
            title, entries = extract(str(file))
            return title, list(entries)
        except (KeyError, ValueError, AttributeError, TypeError, SyntaxError, zipfile.BadZipFile, RecursionError):
            raise ReadError(
                str(file), Message("is damaged, or no {suffix} file.", suffix=file.suffix.lower()[1:].upper())
            ) from None

    return read


_READERS: Mapping[str, Callable[[Path], tuple[str, Iterable[_Entry]]]] = {
    ".txt": _text,
    ".text": _text,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".xhtml": _html,
    ".docx": _office(office_text.document),
    ".docm": _office(office_text.document),
    ".pptx": _office(office_text.presentation),
    ".pptm": _office(office_text.presentation),
    ".pdf": pdf_text.read,
}
