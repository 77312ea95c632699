"""A paragraph in sentences, and the language of each, told by its small words and letters."""

from __future__ import annotations

import re
from typing import NamedTuple

from geo.reading import vocabulary

_STOP = re.compile(r"[.!?…]+[\"»”’)]*\s+")
_CUT = "гг|им|ул|стр|руб|тыс|млн|млрд|трлн|долл|обл|mln|mlrd|mn|bn|no|mr|mrs|dr|st|vs|etc|inc|ltd|co|approx"
_SHORT = re.compile(rf"(?:^|[\s(«“.])(?:[^\W\d_]|[^\W\d_]{{1,2}}\.[^\W\d_]{{1,2}}|{_CUT})\.?$", re.IGNORECASE)
"""What a stop behind does not end a sentence: initials and words that are cut short."""

_LONGEST = 3_000
"""Letters of a sentence; what goes on longer is a table or a list, and is cut at a semicolon or anywhere."""

_LETTERS = {"kk": "әғқңұүһі", "ky": "ңөү", "uz": "ўқғҳʻ", "ru": "щъёэ"}
"""Letters that a language is told by; each that stands in a sentence counts as a word of it."""


class Sentence(NamedTuple):
    """A sentence of a document."""

    text: str
    language: str
    """Its tag, one of `vocabulary.languages()`."""
    page: int | None
    """The page or slide that its paragraph begins on."""
    paragraph: int
    """The number of its paragraph, from 0."""


def split(paragraph: str) -> list[str]:
    """The sentences of a paragraph."""
    parts: list[str] = []
    begin = 0
    for match in _STOP.finditer(paragraph):
        head, following = paragraph[begin : match.start()], paragraph[match.end() : match.end() + 2].lstrip('«“"(')
        begins = following[:1].isupper() or following[:1].isdigit()
        if begins and not (match[0].startswith(".") and _SHORT.search(head)):
            parts.append(paragraph[begin : match.end()].strip())
            begin = match.end()
    parts.append(paragraph[begin:].strip())
    return [piece for part in parts for piece in _pieces(part) if piece]


def _pieces(sentence: str) -> list[str]:
    if len(sentence) <= _LONGEST:
        return [sentence]
    return [piece.strip() for piece in re.findall(rf".{{1,{_LONGEST}}}(?:;|\s|$)|.{{1,{_LONGEST}}}", sentence)]


def language_of(text: str, otherwise: str | None = None) -> str:
    """The language of a sentence. otherwise: of one that does not tell, such as that of the sentence before."""
    lower = text.casefold()
    seen = [token.text.casefold() for token in vocabulary.tokens(text)]
    scores = {
        tag: sum(word in vocabulary.exact(tag, "common") for word in seen)
        + 2 * sum(letter in lower for letter in _LETTERS.get(tag, ""))
        for tag in vocabulary.languages()
    }
    best = max(scores.values())
    if best and list(scores.values()).count(best) == 1:
        return max(scores, key=lambda tag: scores[tag])
    if otherwise is not None and scores.get(otherwise, best) == best:
        return otherwise
    return "ru" if re.search(r"[а-я]", lower) else "en"
