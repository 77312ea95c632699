"""Sums of money, years and names in quotation marks that a sentence states, each with where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from geo.reading import vocabulary
from geo.tables.ordinary import money
from geo.tables.vocabulary import money_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.reading.vocabulary import Token

_NUMBER = re.compile(
    r"(?<![\w.,])\d{1,3}(?:[\s\u00a0\u202f]\d{3})+(?:[.,]\d+)?"  # 1 234,5
    r"|(?<![\w.,])\d+(?:,\d{3})+(?:\.\d+)?"  # 1,234.5
    r"|(?<!\w)\d+(?:[.,]\d+)?"
)
_BEFORE = re.compile(r"(?:US\$|[A-Z]{3}|[$€£₽₸₹₺₩¥])\s?$")
_BEHIND = re.compile(r"[\s\u00a0]*(?:[$€£₽₸₹₺₩¥]|[^\W\d_]+(?:[ʻʼ'’‘.][^\W\d_]+)*\.?)")
_MOST_WORDS = 4
"""Words behind a number in which its multiplier and currency stand: "84 млн. долларов США"."""

_FORMS = (
    (re.compile(r"\bмиллион\w*", re.IGNORECASE), "миллион"),
    (re.compile(r"\bмиллиард\w*", re.IGNORECASE), "миллиард"),
    (re.compile(r"\bтриллион\w*", re.IGNORECASE), "триллион"),
    (re.compile(r"\bдоллар\w*", re.IGNORECASE), "долларов"),
    (re.compile(r"\b(?:АҚШ|AQSH)\s+dollar\w*|\bdollar\w*", re.IGNORECASE), "dollars"),
    (re.compile(r"\bтеңге\w*", re.IGNORECASE), "теңге"),
    (re.compile(r"\bs[oʻ'’]+m\w{0,3}\b", re.IGNORECASE), "so'm"),
    (re.compile(r"\bсў?у?м(?:ов|а|ни|лик)?\b", re.IGNORECASE), "сум"),
    (re.compile(r"\brubl\w*", re.IGNORECASE), "rubl"),
    (re.compile(r"\bрубл\w*", re.IGNORECASE), "рублей"),
    (re.compile(r"\bюан\w*", re.IGNORECASE), "юань"),
)
"""Forms of the words for money, and those that tables have."""

_YEAR = re.compile(r"(?<![\d.,])(?:19[5-9]|20[0-9])\d(?![\d,]|\.\d|\s*(?:км|km|га\b|ha\b|MW|МВт))")

_NEAR = 50
"""Letters between a year and the word that says what happened in it."""

_QUOTED = re.compile(r"«([^«»]{2,60})»|“([^“”]{2,60})”|„([^„“”]{2,60})[“”]|\"([^\"]{2,60})\"")
_LATIN = re.compile(r"\b[A-Z][A-Za-z0-9&-]+(?:\s+[A-Z][A-Za-z0-9&-]+)*\b")
"""A name in a text whose letters are Cyrillic."""

_COMPANY = re.compile(
    r"\b(?:[A-ZА-ЯЁ][\w&.’'-]*\s+){1,4}(?:LLC|JSC|Ltd|Inc|PLC|GmbH|AG|Corporation|Corp|Holding|Group|Bank|MChJ|AJ)\b"
)


class Sum(NamedTuple):
    """A sum of money in a text."""

    amount: float
    """In units of the currency."""
    currency: str
    """Its code, ISO 4217."""
    qualifier: str
    """How exact it is, a code of the schema, or ""."""
    at: int
    """Where it begins in the text."""
    written: str
    """As it stands there."""


class Year(NamedTuple):
    """A year in a text."""

    year: str
    kind: Literal["start", "end", ""]
    """What the words beside it say of it."""
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name in quotation marks, or with a company's legal form."""

    text: str
    at: int
    kind: Literal["company", "brand", ""]
    """What the words before it say that it is."""


def sums(text: str) -> Iterator[Sum]:
    """The sums of a text: numbers with a currency close by."""
    for match in _NUMBER.finditer(text):
        before = _BEFORE.search(text[: match.start()])
        behind = _unit_behind(text, match.end())
        typed = f"{before[0] if before else ''}{match[0]} {_usual(behind)}"
        unit = money_unit(typed)
        if not unit.currency:
            continue
        start = before.start() if before else match.start()
        qualified = f"{_qualifier(text[:start])} {typed}".strip()
        total = money.sum_of(qualified, decimal_comma=True)
        if total is not None and total.currency:
            written = text[start : match.end() + len(behind)].strip(" ,.;")
            yield Sum(total.amount, total.currency, total.qualifier, start, written)


def _unit_behind(text: str, at: int) -> str:
    """The words behind a number that are a multiplier or a currency."""
    end = at
    for _ in range(_MOST_WORDS):
        match = _BEHIND.match(text, end)
        if match is None:
            break
        unit = money_unit(_usual(text[at : match.end()]))
        if unit.rest.strip(" .,"):
            break
        end = match.end()
    return text[at:end]


def _usual(words: str) -> str:
    for pattern, form in _FORMS:
        words = pattern.sub(form, words)
    return words


def _before(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words})\s*$", re.IGNORECASE)


_QUALIFIERS = (
    (_before("около|примерно|порядка|почти|about|around|nearly|almost|approximately|qariyb|қарийб|шамамен"), "about"),
    (_before("более(?: чем)?|свыше|больше|превысил[аио]?|over|more than|above|exceed\\w*"), "more than"),
    (_before("до|up to"), "up to"),
)
"""What may stand before a sum, and how tables write it."""


def _qualifier(before: str) -> str:
    """The qualifier that stands before a sum, as tables write it, or ""."""
    return next((form for pattern, form in _QUALIFIERS if pattern.search(before)), "")


def years(text: str, tokens: Sequence[Token], language: str) -> Iterator[Year]:
    """The years of a text from 1950 on, with what the words around them say; that of a date belongs to its sentence."""
    for match in _YEAR.finditer(text):
        near = [token for token in tokens if abs(token.start - match.start()) <= _NEAR]
        distances = {
            kind: min((abs(near[hit.first].start - match.start()) for hit in hits), default=_NEAR + 1)
            for kind, hits in (
                ("start", vocabulary.phrases(language, "start").hits(near)),
                ("end", vocabulary.phrases(language, "end").hits(near)),
            )
        }
        kind: Literal["start", "end", ""] = ""
        if distances["start"] < distances["end"]:
            kind = "start"
        elif distances["end"] < distances["start"]:
            kind = "end"
        yield Year(match[0], kind, match.start())


def names(text: str, language: str) -> Iterator[Name]:
    """Short texts in quotation marks, and names with a legal form."""
    for match in _QUOTED.finditer(text):
        content = next(filter(None, match.groups()))
        before = vocabulary.tokens(text[max(0, match.start() - 60) : match.start()], language)[-2:]
        yield Name(content, match.start(), _kind(before, language))
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    if re.search("[а-я]", text):
        for match in _LATIN.finditer(text):
            if not any(start <= match.start() < end for start, end in quoted):
                yield Name(match[0].strip(), match.start(), "")
    for match in _COMPANY.finditer(text):
        yield Name(match[0], match.start(), "company")


def _kind(before: Sequence[Token], language: str) -> Literal["company", "brand", ""]:
    if vocabulary.phrases(language, "brands").hits(before[-1:]):
        return "brand"
    return "company" if vocabulary.phrases(language, "companies").hits(before) else ""
