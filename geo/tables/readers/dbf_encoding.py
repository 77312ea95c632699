"""The encoding of a shapefile's texts: what its .cpg file says, unless that is wrong, else what they look like."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from geo.errors import ReadError, show
from geo.messages import Message
from geo.tables.readers import charset

if TYPE_CHECKING:
    from pathlib import Path

HEADER = 32
"""Bytes of a .dbf file's head, before its fields; its rows begin where bytes 8 and 9 say."""

_LANGUAGE = 29
"""Which byte of the head names a code page."""

_UNSURE = frozenset({0x00, 0x01, 0x02, 0x03, 0x1B, 0x57, 0x58, 0x59})
"""Code pages of English and of "ANSI", which programs write for any."""

_DELETED = 0x1A


def encoding_of(path: Path, asked: str | None) -> tuple[str | None, tuple[str, ...]]:
    """(the encoding to read a shapefile's texts in, notes on it); None leaves it to what the file says.

    path: the .shp file, the others beside it; given: the encoding that is named. Raises ReadError for one that there is
    not.
    """
    head, texts = _texts(path.with_suffix(".dbf"))
    if asked is not None:
        try:
            "".encode(asked)
        except (LookupError, ValueError):
            raise ReadError(
                str(path), Message("cannot be read: there is no encoding {asked}.", asked=show(asked))
            ) from None
        return asked, ()
    if texts.isascii() or _is_said(path, head, texts):
        return None, ()
    if charset.is_utf8(texts):
        return "utf_8", (Message("its texts read as UTF-8 (--encoding says another)"),)
    likely, _ = charset.likely_encoding(texts)
    return likely.codec, (Message("its texts {read_as}", read_as=charset.read_as(likely)),)


def _texts(path: Path) -> tuple[bytes, bytes]:
    """(the head of a .dbf file, its rows as far as they are looked at), empty when it is cut off."""
    with path.open("rb") as file:
        head = file.read(HEADER)
        if len(head) < HEADER:
            return head, b""
        file.seek(struct.unpack_from("<H", head, 8)[0])
        rows = file.read(charset.LOOKED_AT)
    return head, rows.replace(bytes([_DELETED]), b"")


def _is_said(path: Path, head: bytes, texts: bytes) -> bool:
    """Whether the file says an encoding that can be right."""
    page = path.with_suffix(".cpg")
    if page.exists():
        called = page.read_bytes()[:32].decode("latin-1").strip().lower()
        return not (called.replace("-", "") in ("utf8", "65001") and not charset.is_utf8(texts))
    return head[_LANGUAGE] not in _UNSURE
