"""Zip files from strangers: what they unpack to is bounded, whatever they say of it themselves."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from geo.errors import ReadError
from geo.io import files
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_UNPACKED = 2**29
"""Bytes that a file may unpack to; more is a bomb."""


@contextmanager
def opened(name: str, data: bytes | Path, otherwise: str) -> Iterator[zipfile.ZipFile]:
    """The zip file of some bytes or of a path. Raises ReadError with the sentence `otherwise` when it is none, and when
    it unpacks to more than MAX_UNPACKED."""
    try:
        with zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
            if size > MAX_UNPACKED:
                reason = Message(
                    "unpacks to {size:,.0f} MB; at most {max_unpacked:,} MB are read.",
                    size=size / 2**20,
                    max_unpacked=MAX_UNPACKED // 2**20,
                )
                raise ReadError(name, reason)
            yield packed
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, NotImplementedError, RuntimeError, EOFError,
            ValueError):  # fmt: skip
        raise ReadError(name, otherwise) from None


def refuse_bomb(path: Path, most: int = MAX_UNPACKED) -> None:
    """Raises ReadError, one plain sentence, for what is no regular file or no sound zip, and for a zip that unpacks to
    more than `most` bytes, whatever it says of itself. Takes a megabyte of memory; for readers that unpack all at once.
    """
    name = str(path)
    files.refuse_unfit(path)
    left = most
    with opened(name, path, Message("is no sound zip file.")) as packed:
        for entry in packed.infolist():
            with packed.open(entry) as file:
                while part := file.read(2**20):
                    left -= len(part)
                    if left < 0:
                        raise ReadError(
                            name,
                            Message("unpacks to more than {most:,.0f} MB, the most that is read.", most=most / 2**20),
                        )


def unpacked(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """A file of the zip. zipfile's own `read` unpacks all that there is before it looks at the size."""
    with packed.open(entry) as file:
        data = file.read(entry.file_size + 1)
    if len(data) > entry.file_size:
        raise zipfile.BadZipFile
    return data
