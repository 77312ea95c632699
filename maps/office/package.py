"""A package of Office that is the same whenever it is made: its parts in order, without the time of zipping."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_COMPRESSION = 4
"""zlib's level: decks are 8 % larger than at its usual 6, and zipped in two thirds of the time."""


def repacked(data: bytes, part: Callable[[str, bytes], bytes] = lambda _, content: content) -> bytes:
    """The package zipped anew; part: given the name of each part and its bytes, what stands in the new one."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr, entry.create_system = 0o600 << 16, 3
            new.writestr(entry, part(name, old.read(name)), zipfile.ZIP_DEFLATED, _COMPRESSION)
    return file.getvalue()


def day(iso: str) -> datetime:
    """The date of a layer as the properties of a file have it; one of long ago where there is none."""
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        return datetime(2000, 1, 1)  # noqa: DTZ001  a file's date has no zone
