"""Whether a sentence speaks on of the thing of the one before it, or of another: "the plant", and "a second plant"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from geo.reading import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from geo.reading.sentences import Sentence
    from geo.reading.vocabulary import Hit, Token

    Reference = Literal["same", "other", ""]

_FIRST = 7
"""Words among which a sentence that speaks on says of what."""

_VERY_FIRST = 3
"""The same where it names a thing of another sector."""


def reference(sentence: Sentence, things: Collection[str], before: Collection[str], *, same_sector: bool) -> Reference:
    """What the first words of a sentence refer to: the thing of the sentence before, another one, or nothing.

    things, before: the folded words that tell the sectors of what the two name; same_sector: whether it is one.
    """
    language = sentence.language
    first = vocabulary.tokens(sentence.text, language)[:_FIRST]
    hits = vocabulary.phrases(language, "anaphors").hits(first)
    if any(_is_other(hit, first, language) or _is_told_otherwise(hit, first, things, before, language) for hit in hits):
        return "other"
    most = _FIRST if same_sector else _VERY_FIRST
    return "same" if any(hit.behind <= most for hit in hits) else ""


def _is_other(hit: Hit, first: Sequence[Token], language: str) -> bool:
    """Whether it is a second or another one, with at most a word between, or one of several: "projects"."""
    parts = {part.first for part in vocabulary.phrases(language, "parts").hits(first)}
    return any(
        hit.first in (other.first, other.behind) or (other.behind == hit.first - 1 and other.behind not in parts)
        for other in vocabulary.phrases(language, "others").hits(first)
    )


def _is_told_otherwise(
    hit: Hit, first: Sequence[Token], things: Collection[str], before: Collection[str], language: str
) -> bool:
    """Whether words at it tell another thing than the one before: "trailer plant", "завод по выпуску прицепов"."""
    new = {word for word in things if not alike([word], before)}
    if hit.first and first[hit.first - 1].folded in new:
        return True
    is_told = bool(vocabulary.phrases(language, "told_by").hits(first[hit.behind : hit.behind + 1]))
    return is_told and (bool(new) or not things)


def alike(first: Collection[str], second: Collection[str]) -> bool:
    """Whether two words share a stem: the first five letters."""
    return any(word[:5] == other[:5] for word in first for other in second)
