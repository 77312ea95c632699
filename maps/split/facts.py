"""What the stages of a build know of the whole layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CODED = ("sector", "status")
"""Fields that the pyramid counts by."""


@dataclass(frozen=True)
class Facts:
    """What packing a range needs to know of the whole layer."""

    count: int
    """Of the projects."""
    block: int
    """Projects to a block of texts."""
    dictionaries: dict[str, list[str]]
    """Of sector and status the values as JSON texts, "null" first."""
    sectors: dict[str, str]
    """What each sector is called in the layer's languages, by its JSON text."""
    site: Path
    """The folder of the site."""
    work: Path
    """The folder of runs."""
