"""XML from strangers, read as programs that draw it do: what can be mended is, and a note says so.

No entity is ever expanded, no document type read, nothing fetched; libxml2's own limits on depth and size stay on.
"""

from __future__ import annotations

import re
from html import entities
from typing import TYPE_CHECKING

from lxml import etree

from geo.errors import ReadError
from geo.messages import Message, template
from geo.tables.readers import charset

if TYPE_CHECKING:
    from collections.abc import Iterator

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_BARE = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})


def root_of(name: str, data: bytes, kind: str) -> tuple[etree._Element, tuple[str, ...]]:
    """(the root element of a file, notes on what was mended). kind: what the file should be, "KML".

    Raises ReadError, one plain sentence, for what has a document type, and for what is no XML even so.
    """
    refuse_document_type(name, data, kind)
    try:
        return _parsed(data, recover=False), ()
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        wrong = reason(error)
    text, notes = charset.decoded(name, data)
    try:
        root = _parsed(_mended(text).encode("utf-8", "replace"), recover=True)
    except (etree.XMLSyntaxError, ValueError):
        raise ReadError(
            name,
            Message(
                "is no sound {kind}: {wrong}; save it anew in the program that it comes from.", kind=kind, wrong=wrong
            ),
        ) from None
    return root, (*notes, Message("{kind} that is not sound ({wrong}) was mended", kind=kind, wrong=wrong))


def refuse_document_type(name: str, data: bytes, kind: str) -> None:
    """Raises ReadError for XML that declares a document type or an entity: no file of projects needs one."""
    bare = data.replace(b"\0", b"")  # of UTF-16, too
    if b"<!DOCTYPE" in bare or b"<!ENTITY" in bare:
        raise ReadError(name, Message("has a DOCTYPE, which no {kind} needs; remove it.", kind=kind))


def _parsed(data: bytes, *, recover: bool) -> etree._Element:
    parser = etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(data, parser)
    if root is None:
        raise ValueError(Message("nothing stands in it"))
    return root


def reason(error: Exception) -> str:
    """What is wrong with a file, as part of a sentence."""
    said = str(error)
    line = (error.lineno or 1) if isinstance(error, etree.XMLSyntaxError) else 1
    for part, sentence in _SLIPS.items():
        if part in said:
            return Message(sentence, line=line)
    return Message("a slip in line {line}", line=line)


_SLIPS = {
    "XML or text declaration": template("something stands before its first line"),
    "XML declaration": template("something stands before its first line"),
    "EntityRef": template("a bare & in line {line}"),
    "Entity '": template("an entity that XML does not know in line {line}"),
    "Namespace prefix": template("a prefix that it does not declare in line {line}"),
    "ncoding": template("its text is not in the encoding that it says"),
    "not proper UTF-8": template("its text is not in the encoding that it says"),
    "mismatch": template("an element that is not closed in line {line}, so that what stands behind may be missing"),
    "Premature end": template("it ends before its last element is closed, so that what stood behind is missing"),
    "Attribute": template("an attribute that is not sound in line {line}"),
    "document is empty": template("it does not begin with an element"),
    "Start tag expected": template("it does not begin with an element"),
}
"""Parts of what libxml2 says, and what they mean; the first that fits counts."""


def _mended(text: str) -> str:
    """The text without what stands before its declaration, with signs that mean themselves escaped."""
    body = _DECLARATION.sub("", text.lstrip("\ufeff \t\r\n"))
    return _CONTROL.sub("", "".join(_escaped(body)))


def _escaped(text: str) -> Iterator[str]:
    for number, part in enumerate(_CDATA.split(text)):
        yield part if number % 2 else _NAMED.sub(_character, _BARE.sub("&amp;", part))


def _character(entity: re.Match[str]) -> str:
    """The character of an entity that HTML knows and XML does not."""
    name = entity[1]
    if name in _XML_OWN:
        return entity[0]
    sign = entities.html5.get(f"{name};")
    return sign if sign is not None and sign not in "<>&" else f"&amp;{name};"


def tag(element: etree._Element) -> str:
    """The name of an element without its namespace or prefix, "" for what is none."""
    name = element.tag
    return name.rpartition("}")[2].rpartition(":")[2] if isinstance(name, str) else ""


def text_of(element: etree._Element) -> str:
    """All text of an element; elements inside it, HTML that nobody escaped, as markup."""
    parts = [element.text or ""]
    for child in element:
        inner = tag(child)
        attributes = "".join(f' {key.rpartition("}")[2]}="{_quoted(value)}"' for key, value in child.attrib.items())
        parts += [f"<{inner}{attributes}>", text_of(child), f"</{inner}>" if len(child) or child.text else ""]
        parts.append(child.tail or "")
    return "".join(parts)


def _quoted(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;")
