"""How a split site is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class SplitOptions(NamedTuple):
    """What the user of a build says."""

    checked: bool = True
    """Whether a layer with errors is refused."""
    title: str | None = None
    """In place of the layer's own."""
    language: str | None = None
    """The one that the page opens in, else the reader's."""
    notify: Callable[[str], object] = lambda _: None
    """Called with a sentence at the beginning of each stage."""
