"""A drawing as PNG: exact pixels, words for who cannot see it.

Written by hand: Pillow tries five filters on each row, of which maps have no use. Rows as they are make files a fifth
smaller, in a third of the time.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from maps.drawing.shapes import Drawing
from maps.stills import xmp
from maps.stills.painting import painted
from maps.style import typeface

if TYPE_CHECKING:
    from maps.stills.painting import Pixels

_COMPRESSION = 3
"""zlib's level: files are 3 % larger than at its usual 6, and written in half of the time."""
_INCH = 0.0254
"""Metres."""


def png(drawing: Drawing, pixels: tuple[int, int], dpi: float) -> bytes:
    """The drawing as a PNG of exactly so many pixels; dpi is what the file says of its size on paper."""
    picture = painted(drawing, pixels)
    high, wide, channels = picture.shape
    per_metre = round(dpi / _INCH)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 6 if channels == 4 else 2, 0, 0, 0)),
        *((b"iTXt", fact) for fact in _facts(drawing)),
        (b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
        (b"IDAT", zlib.compress(_rows(picture).data, _COMPRESSION)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _rows(picture: Pixels) -> Pixels:
    """The pixels row by row, before each row its filter: 0 for none."""
    high, wide, channels = picture.shape
    rows = np.zeros((high, 1 + wide * channels), dtype=np.uint8)
    rows[:, 1:] = picture.reshape(high, -1)
    return rows


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _facts(drawing: Drawing) -> Iterator[bytes]:
    """Title, description, credits, language and publisher, as text and as XMP, where programs look for them."""
    facts = {"Title": drawing.title, "Description": drawing.description, "Copyright": drawing.credits}
    facts |= {"Author": drawing.imprint.publisher, "Comment": drawing.imprint.citation, "Software": "coopmap"}
    for name, value in facts.items():
        if value:
            yield _fact(name, typeface.clean(value), drawing.language)
    yield _fact("XML:com.adobe.xmp", xmp.packet(drawing))


def _fact(name: str, text: str, language: str = "") -> bytes:
    """A text that is not compressed, as an iTXt chunk has it."""
    return b"\0".join((name.encode("latin-1"), b"\0", language.encode("ascii"), b"", text.encode("utf-8")))
