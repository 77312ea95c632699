"""The word index made in a process of its own, beside all else that is packed: it takes a third of the work."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from geo.aside import Aside
from maps.page.packed.word_index import WordIndex, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    from geo.model.feature_table import Column
    from maps.page.packed.word_index import WordIndexHead

    Projects: TypeAlias = tuple[Mapping[str, Column], npt.NDArray[np.integer]]
    Index: TypeAlias = tuple[WordIndexHead, dict[str, bytes]]


class WordIndexAside:
    """The same as `WordIndex`."""

    def __init__(self) -> None:
        self._aside: Aside[Projects, Index] = Aside(_indexed)

    def add(self, columns: Mapping[str, Column], rows: npt.NDArray[np.integer]) -> None:
        """Add the next projects: rows of columns; only those that are searched are sent."""
        self._aside.send(({key: column for key, column in columns.items() if kind_of(key) is not None}, rows))

    def finish(self) -> Index:
        """What the page's JSON says of the index, and its parts by their names."""
        return self._aside.result()


def _indexed(projects: Iterator[Projects]) -> Index:
    index = WordIndex()
    for columns, rows in projects:
        index.add(columns, rows)
    return index.finish()
