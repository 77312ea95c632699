"""Text, Markdown and HTML as (title, paragraphs): what a reader sees, nothing of it run or fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.errors import ReadError
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_Entries = list[tuple[str, int | None]]

_BULLET = re.compile(r"^\s*(?:[-*•–—·▪]|\d{1,2}[.)])\s+")

_HIDDEN = """script style noscript template iframe object svg math nav footer aside form button select textarea head"""
_UNSEEN = frozenset(_HIDDEN.split())
"""Elements of HTML whose text is none of what the page tells."""

_RUNNING = """a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span strike
strong sub sup time tt u var wbr"""
_INLINE = frozenset(_RUNNING.split())
"""Elements that break no line."""


def plain(text: str) -> tuple[str, _Entries]:
    """Paragraphs parted by blank lines or bullets; lines that were wrapped are one."""
    paragraphs: list[list[str]] = [[]]
    for line in text.splitlines():
        if not line.strip() or _BULLET.match(line):
            paragraphs.append([])
        paragraphs[-1].append(_BULLET.sub("", line, count=1))
    return "", [(" ".join(lines), None) for lines in paragraphs]


def markdown(text: str) -> tuple[str, _Entries]:
    """The words of Markdown; the title is its first heading. HTML inside is left out."""
    from markdown_it import MarkdownIt

    title, in_heading = "", False
    entries: _Entries = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "inline":
            words = "".join(
                " " if child.type in ("softbreak", "hardbreak") else child.content
                for child in token.children or ()
                if child.type in ("text", "code_inline", "softbreak", "hardbreak")
            )
            entries.append((words, None))
            title = title or (words if in_heading else "")
        in_heading = token.type == "heading_open"
    return title, entries


def html(name: str, text: str) -> tuple[str, _Entries]:
    """What a browser shows of a page, without its navigation; the title is the page's own."""
    from lxml import etree
    from lxml import html as markup

    if not text.strip():
        return "", []
    try:
        # An encoding that the page declares is that of its bytes, which are decoded.
        deep = markup.HTMLParser(huge_tree=True)  # the process that reads has bounds of its own
        root = markup.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=deep)
    except (etree.LxmlError, ValueError):
        raise ReadError(name, Message("is damaged, or no HTML.")) from None
    title = " ".join((root.findtext(".//title") or "").split())
    seen = "".join(_seen(root))
    return title, [(line, None) for line in seen.split("\n")]


def _seen(element: HtmlElement) -> Iterator[str]:
    """The text of an element and what follows it, a line break around each block. Walked without recursion: pages are
    nested as deep as they like."""
    from lxml import etree

    depth_unseen = 0
    for event, each in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if not depth_unseen:
                yield each.tail or ""
            continue
        tag = each.tag
        if event == "start":
            depth_unseen += tag in _UNSEEN
            if not depth_unseen:
                yield from ("" if tag in _INLINE else "\n", _line(each.text))
            continue
        if not depth_unseen:
            yield "" if tag in _INLINE else "\n"
        depth_unseen -= tag in _UNSEEN
        if not depth_unseen:
            yield _line(each.tail)


def _line(text: str | None) -> str:
    """A text whose own line breaks are blanks, as in HTML."""
    return re.sub(r"\s+", " ", text or "")
