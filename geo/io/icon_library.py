"""The icons that a layer's own sectors choose from: Lucide, some 1,700 drawings of lines, under the ISC licence."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from geo.model.codes import SECTORS

if TYPE_CHECKING:
    from zipfile import ZipFile

GRID = 24
"""Units of the icons' square; a stroke is 2 of them wide."""


@cache
def _archive() -> ZipFile:
    from importlib.resources import files  # only a layer with sectors of its own has a use for them
    from io import BytesIO
    from zipfile import ZipFile

    return ZipFile(BytesIO((files("lucide") / "lucide.zip").read_bytes()))


@cache
def names() -> tuple[str, ...]:
    """The names of all icons, such as "anchor", in order."""
    return tuple(sorted(name.removesuffix(".svg") for name in _archive().namelist() if name.endswith(".svg")))


def svg(name: str) -> bytes:
    """The drawing of an icon as an SVG of lines without a fill. Raises KeyError for a name that there is not."""
    return _archive().read(f"{name}.svg")


@cache
def all_names() -> frozenset[str]:
    """The names of these icons, and the codes of the built-in sectors, which stand for theirs."""
    return frozenset((*names(), *SECTORS))


def is_icon(name: str) -> bool:
    """Whether there is an icon of a name."""
    return name in all_names()
