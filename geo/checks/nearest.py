"""Which of several words a wrong one most likely means: by what it means, or by a slip of the pen; else none.

Wrong advice is worse than none: words that only share letters ("pre-construction", "construction") are not near.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.model.codes import MEANT

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 60
"""Letters of the longest word that may be a misspelt one."""

_SLIPS = ((5, 0), (9, 1), (13, 2))
"""Below so many letters a word may hold so many slips; a longer one three."""


def nearest_word(word: str, choices: Iterable[str]) -> str | None:
    """The choice that a word means, spelt as it stands there, or None. Case, blanks and hyphens do not count."""
    if len(word) > LONGEST:
        return None
    spelt = {_spelling(choice): choice for choice in choices}
    wanted = _spelling(word)
    if wanted in spelt:
        return spelt[wanted]
    if (meant := MEANT.get(wanted)) is not None:
        return spelt.get(meant)
    allowed = next((slips for length, slips in _SLIPS if len(wanted) < length), 3)
    # What stands before a whole word turns its meaning: un-planned, re-construction.
    slips = {choice: _distance(wanted, own) for own, choice in spelt.items() if not wanted.endswith(own)}
    fewest = min(slips.values(), default=allowed + 1)
    near = [choice for choice, number in slips.items() if number == fewest <= allowed]
    return near[0] if len(near) == 1 else None


def _spelling(word: str) -> str:
    """Small letters, words joined by "_"; "cars a year" and "cars_per_year" are one."""
    words = word.casefold().replace("-", " ").replace("_", " ").replace("/", " per ").split()
    return "_".join("per" if word in ("a", "an", "each") else word for word in words)


def _distance(word: str, other: str) -> int:
    """Slips between two words: letters left out, added, exchanged or swapped (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(word, 1):
        longer = [i]
        for j, right in enumerate(other, 1):
            slips = min(row[j] + 1, longer[j - 1] + 1, row[j - 1] + (left != right))
            if before and j > 1 and left == other[j - 2] and word[i - 2] == right:
                slips = min(slips, before[j - 2] + 1)
            longer.append(slips)
        before, row = row, longer
    return row[-1]
