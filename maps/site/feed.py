"""What changed in a layer, in words, as an Atom feed (RFC 4287)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from lxml import etree

import geo
from geo.errors import plain
from geo.history.editions import steps
from geo.messages import known_language, translated
from geo.review.diff import LAYER
from geo.review.diff_text import headline, words

if TYPE_CHECKING:
    from pathlib import Path

    from geo.history.editions import Step
    from geo.review.diff import Change

MOST = 30
"""Changes that a feed tells."""

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"


def feed(path: Path, title: str, author: str, language: str, address: str | None) -> bytes | None:
    """The feed of a layer, None where no change of it is known.

    title: that of the layer, in a language; author: who publishes it; address: of the map's page, with a slash at the
    end, or None. The changes are told in that
    language where messages are there in it, else in English. Nothing in it is of the time at which it is made.
    """
    entries = [(step, changes) for step in steps(path, MOST) if (changes := geo.difference(step.before, step.after))]
    if not entries:
        return None
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    spoken = known_language(language)
    root.set(f"{{{_XML}}}lang", spoken)
    _add(root, "title", plain(title)).set(f"{{{_XML}}}lang", language)
    _add(root, "id", address or _name(title, author))
    _add(root, "updated", entries[0][0].when)
    _add(_add(root, "author"), "name", plain(author))
    _add(root, "link", href=f"{address or ''}index.html", rel="alternate", type="text/html")
    if address:
        _add(root, "link", href=f"{address}changes.atom", rel="self", type="application/atom+xml")
    for step, changes in entries:
        _entry(root, step, changes, address or "", spoken)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _entry(root: etree._Element, step: Step, changes: list[Change], address: str, spoken: str) -> None:
    entry = _add(root, "entry")
    _add(entry, "title", translated(headline(changes), spoken))
    _add(entry, "id", _name(step.when, geo.text(step.after)))
    _add(entry, "updated", step.when)
    _add(entry, "link", href=f"{address}index.html{_place(changes)}", rel="alternate", type="text/html")
    _add(entry, "content", "\n".join(translated(line, spoken) for line in words(changes)), type="text")


def _place(changes: list[Change]) -> str:
    """The fragment that opens the one project that changed and is still there."""
    if len(changes) != 1 or changes[0].where == LAYER or changes[0].after is None:
        return ""
    identity = changes[0].after.get("id")
    return f"#project={identity}" if isinstance(identity, str) and identity.isascii() and " " not in identity else ""


def _name(*parts: str) -> str:
    """A lasting name that follows from what is named."""
    text = "\n".join(parts).encode("utf-8", "backslashreplace").decode()
    return uuid.uuid5(uuid.NAMESPACE_OID, text).urn


def _add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)
    element.text = text
    return element
