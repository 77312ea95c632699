"""HTML in a text of a file made plain text, its links and pictures named beside it. Nothing of it is run or fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass

_BLOCKS = """address article blockquote br dd details div dl dt figcaption footer h1 h2 h3 h4 h5 h6 header hr li main
nav ol p pre section summary table tbody tfoot thead tr ul"""
_SILENT = "head iframe object script style title video"
_INLINE = """a abbr b big body caption center cite code col colgroup del em figure font html i img ins kbd label link
mark meta q s samp small span strike strong sub sup td th tt u var wbr"""

_BREAKING = frozenset(_BLOCKS.split())
_UNSEEN = frozenset(_SILENT.split())
TAGS = _BREAKING | _UNSEEN | frozenset(_INLINE.split())
"""Elements of HTML; anything else between angle brackets is text, as in "Road M39 <north>"."""

_CELLS = ("td", "th")

_SUSPECT = re.compile(r"<[A-Za-z/!?]|&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_OPENING = re.compile(r"<(?=[A-Za-z/!?])")


@dataclass(frozen=True)
class PlainText:
    """A text without its markup. links: (address, words) of those that lead somewhere; pictures: their addresses."""

    text: str
    links: tuple[tuple[str, str], ...] = ()
    pictures: tuple[str, ...] = ()


def has_markup(text: str) -> bool:
    """Whether a text may hold markup or entities of HTML."""
    return _SUSPECT.search(text) is not None and not _ADDRESS.fullmatch(text)


def plain_text(text: str) -> PlainText:
    """What a browser would show of a text, one paragraph, with its links and pictures.

    Words in angle brackets that are no element of HTML stay, with a space behind the bracket.
    """
    if not has_markup(text):
        return PlainText(_one_paragraph(text))
    reader = _Reader()
    reader.feed(text)
    reader.close()
    plain = _one_paragraph("".join(reader.parts))
    # Text that was escaped twice, as web forms leave it, is not unescaped twice: "&amp;lt;b&gt;" speaks of markup.
    return PlainText(
        _OPENING.sub("< ", plain), tuple(dict.fromkeys(reader.links)), tuple(dict.fromkeys(reader.pictures))
    )


def _one_paragraph(text: str) -> str:
    """The text with breaks as a space; a sentence that ends without a stop at one gets a semicolon."""
    lines = [" ".join(line.split()).strip(" ;") for line in text.split("\n")]
    filled = [line for line in lines if line]
    ends = (".", "!", "?", ":", ";", ",", "…", "。")
    joined = "".join(line + (" " if line.endswith(ends) else "; ") for line in filled[:-1]) + "".join(filled[-1:])
    return joined.strip()


class _Reader(HTMLParser):
    """Gathers what is seen."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.pictures: list[str] = []
        self._unseen = 0
        self._link: tuple[str, int] | None = None
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS or (attrs and all(value is None for _, value in attrs)):  # "a<b and c>d"
            self.handle_data(self.get_starttag_text() or "")
            return
        values = {key: value or "" for key, value in attrs}
        if tag in _UNSEEN:
            self._unseen += 1
        if tag in _BREAKING:
            self.parts.append("\n")
        if tag == "tr":
            self._cells = 0
        if tag in _CELLS:
            self.parts.append(": " if self._cells == 1 else ", " if self._cells else "")
            self._cells += 1
        if tag == "a" and _ADDRESS.fullmatch(values.get("href", "").strip()):
            self._link = values["href"].strip(), len(self.parts)
        if tag == "img" and _ADDRESS.fullmatch(values.get("src", "").strip()):
            self.pictures.append(values["src"].strip())

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)

    def handle_endtag(self, tag: str) -> None:
        if tag not in TAGS:
            self.handle_data(f"</{tag}>")
            return
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if tag in _BREAKING:
            self.parts.append("\n")
        if tag == "a" and self._link is not None:
            address, start = self._link
            words = _one_paragraph("".join(self.parts[start:]))
            self.links.append((address, "" if _ADDRESS.fullmatch(words) else words))
            self._link = None

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)

    def unknown_decl(self, data: str) -> None:
        """CDATA inside HTML is text."""
        self.handle_data(data.removeprefix("CDATA["))
