"""What is said of a stranger's table, by tests of what it may not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import CoopmapError
from geo.tables.readers import any_format

if TYPE_CHECKING:
    from pathlib import Path

    from geo.sandbox.process import Bounds


def said_of(path: Path, allowed: Bounds | None = None) -> str:
    """The sentence that refuses a file, or what became of it."""
    try:
        return repr(any_format.read(path, allowed=allowed))
    except CoopmapError as error:
        return str(error)
