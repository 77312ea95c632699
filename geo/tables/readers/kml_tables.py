"""Descriptions of placemarks that are tables of names and values, as ArcGIS writes them, read as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import lxml.html
from lxml.etree import LxmlError

from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

DESCRIPTION = "description"

LONGEST = 60
"""Characters of the longest name of a value."""

MOST = 0.9
"""Share of the descriptions that must be such tables for all of them to be read so."""

_UNSEEN = ("head", "script", "style", "title")
_NOTHING = frozenset(("", "<null>", "&lt;null&gt;"))
"""What ArcGIS writes for a value that is missing."""


def spread(rows: list[dict[str, Any]]) -> tuple[str, ...]:
    """Gives each row the values of its description's table, in place of the description; a note says so.

    Only where nearly all descriptions are such tables: in a single one it is how someone wrote a text.
    """
    described = [row for row in rows if row.get(DESCRIPTION)]
    tables = [_table(str(row[DESCRIPTION]), str(row.get("name", ""))) for row in described]
    if sum(table is not None for table in tables) < max(2, MOST * len(described)):
        return ()
    for row, table in zip(described, tables, strict=True):
        if table is not None:
            del row[DESCRIPTION]
            row.update({key: value for key, value in table.items() if key not in row})
    return (Message("tables in the descriptions are read as columns: {tables:,}", tables=sum(map(bool, tables))),)


def _table(markup: str, name: str) -> Mapping[str, str] | None:
    """Name to value of a table that is all of a description but for a heading with the placemark's name."""
    if "<tr" not in markup.lower():
        return None
    try:
        root = lxml.html.fromstring(markup)
    except (LxmlError, ValueError):
        return None
    for element in list(root.iter(*_UNSEEN)):
        element.drop_tree()
    pairs: dict[str, str] = {}
    headings = [name]
    for line in list(root.iter("tr")):
        cells = [cell for cell in line if cell.tag in ("td", "th")]
        if line.find(".//table") is not None or len(cells) > 2:
            continue
        key = " ".join(cells[0].text_content().split()).rstrip(" :") if cells else ""
        if len(cells) == 2 and 0 < len(key) <= LONGEST:
            value = "" if (words := _text(cells[1])).lower() in _NOTHING else words
            if pairs.setdefault(key, value) == value:
                line.drop_tree()
        elif len(cells) == 1:
            headings.append(_text(cells[0]))
    rest = " ".join(root.text_content().split())  # pictures that lead somewhere are the maker's mark
    return (
        pairs if pairs and rest in ("", name, *(heading for heading in headings if len(heading) <= LONGEST)) else None
    )


def pictures(markup: str) -> list[str]:
    """The paths of the pictures that a description shows, of those that came along: an address is none."""
    if "<img" not in markup.lower():
        return []
    try:
        sources = [str(element.get("src", "")) for element in lxml.html.fromstring(markup).iter("img")]
    except (LxmlError, ValueError):
        return []
    return [source for source in dict.fromkeys(sources) if source and ":" not in source and not source.startswith("/")]


def _text(element: HtmlElement) -> str:
    """The text of an element in one line, with the address of a link in it."""
    words = " ".join(element.text_content().split())
    links = [link for link in (anchor.get("href", "") for anchor in element.iter("a")) if link.startswith("http")]
    return " ".join([words, *(link for link in dict.fromkeys(links) if link not in words)]).strip()
