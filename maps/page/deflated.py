"""Text and bytes as the page holds what it unpacks itself: raw deflate, as base64."""

from __future__ import annotations

import base64
import zlib

LARGE = 1 << 22
"""Bytes above which a quicker packing is taken, which makes little more of them."""


def deflated(data: bytes | str) -> str:
    """The data packed; another build of zlib may make other bytes of it."""
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    deflate = zlib.compressobj(9 if len(raw) < LARGE else 6, zlib.DEFLATED, -15, 9)
    return base64.b64encode(deflate.compress(raw) + deflate.flush()).decode("ascii")


def inflated(text: str) -> bytes:
    """The bytes that `deflated` packed."""
    return zlib.decompress(base64.b64decode(text), -15)
