"""The order of the projects' names in a language, for the page's list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from maps.text import i18n

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt

_NUMBER = re.compile(r"\d+")


class NameOrder:
    """The projects' names in a language, to be put in its order; one without a name there has the first that it has."""

    def __init__(self, language: str) -> None:
        self._letters = {ord(letter): chr(0x500 + i) for i, letter in enumerate(i18n.alphabet(language))}
        self._letters |= {ord(sign): None for sign in "\"'«»“”„‘’ʻʼ`´()[]–—-.,:;!?"}  # type: ignore[misc]
        self._keys: list[str] = []

    def add(self, block: Iterable[Mapping[str, object]], name: str) -> None:
        """Add the next projects' names; `name` is the field that holds them."""
        self._keys += [self.sort_key(str(project.get(name) or _any_name(project))) for project in block]

    def sort_key(self, text: str) -> str:
        """What names are compared by: no case, no punctuation, numbers by their value."""
        return _NUMBER.sub(lambda number: number[0].zfill(9), text.casefold().translate(self._letters))

    def order(self) -> npt.NDArray[np.int64]:
        """The projects' numbers, by name."""
        return np.array(sorted(range(len(self._keys)), key=self._keys.__getitem__), dtype=np.int64)


def _any_name(project: Mapping[str, object]) -> str:
    """The first name that a project has in any language, else ""."""
    return next((value for key, value in project.items() if key.startswith("name_") and isinstance(value, str)), "")
