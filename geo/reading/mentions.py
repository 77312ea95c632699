"""Mentions of projects in one sentence: an enumeration is parted, and each thing gets the places and facts beside it.

A part of a sentence that names a thing of a sector begins a mention when the one before has another sector, or both
have places or names of their own; what names no thing belongs to the mention before it, or to the first one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.reading import facts, place_names, titles, vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from geo.reading.facts import Name, Sum, Year
    from geo.reading.place_names import Named, Whereabouts
    from geo.reading.sentences import Sentence
    from geo.reading.vocabulary import Hit, Phrases, Token


@dataclass
class Mention:
    """A thing that a sentence names, with what it says of it."""

    sentence: Sentence
    start: int
    """Where its first part begins in the sentence."""
    end: int
    """Where its last part ends."""
    sector: str
    """The code of its sector, "" where no word tells it."""
    title: str = ""
    """The words that name it, as the sentence has them."""
    things: set[str] = field(default_factory=set)
    """The folded words that tell the sector."""
    places: list[Named] = field(default_factory=list)
    routes: list[tuple[Named, Named]] = field(default_factory=list)
    """Pairs of places with a dash between them."""
    countries: list[str] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    years: list[Year] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    status: str = ""
    """A code, "" where no word tells it."""
    has_activity: bool = False
    """Whether the sentence says that something is built, opened or made."""
    is_object: bool = False
    """Whether the sentence names a plant, a line, a centre."""
    no_project: bool = False
    """Whether the words around its thing speak of trade, treaties or visits."""

    @property
    def words(self) -> str:
        """Its own part of the sentence."""
        return self.sentence.text[self.start : self.end]

    @property
    def strength(self) -> int:
        """How much speaks for a project, 0 to about 10; `STRONG` and more is shown."""
        certain = [named for named in self.places if not named.adjective]
        signs = (
            2 * bool(self.things),
            2 * bool(certain) or bool(self.places),
            not certain and bool(self.countries),
            self.has_activity,
            self.is_object,
            bool(self.names),
            bool(self.sums),
            bool(self.status),
            bool(self.routes),
            -3 * self.no_project,
        )
        total = sum(map(int, signs))
        # A theatre or university where somebody met has a place, and nothing is done with it.
        visited = self.sector in VENUES and not (self.has_activity or self.is_object or self.status or self.sums)
        return total if self.things and not visited else min(STRONG - 1, total)


VENUES = ("education", "other")
"""Sectors with things that are also places to meet."""

STRONG = 4
"""Strength from which a mention is a candidate without being asked for."""


@dataclass
class _Part:
    """A part of a sentence between two commas or conjunctions."""

    start: int
    end: int
    sectors: list[Hit]
    objects: list[Hit]
    whereabouts: list[Named]
    names: list[Name]


def mentions(
    sentence: Sentence, small: Collection[str] = (), own: Phrases | None = None, *, world: bool = False
) -> list[Mention]:
    """The mentions of a sentence, in order.

    small: words that the document has in small letters too; own: a layer's words for its own sectors; world: see
    `place_names.whereabouts`.
    """
    text, language = sentence.text, sentence.language
    tokens = vocabulary.tokens(text, language)
    things = _things(text, tokens, language, own)
    if not things and not vocabulary.phrases(language, "objects").hits(tokens, 1):
        return []
    where = place_names.whereabouts(text, tokens, language, small, world=world)
    parts = _parts(sentence, tokens, things, where.named)
    groups = _grouped(parts)
    shared = _shared_places(groups)
    return [_mention(sentence, tokens, group, where, shared) for group in groups]


def _things(text: str, tokens: Sequence[Token], language: str, own: Phrases | None) -> list[Hit]:
    in_quotes = [match.span() for match in re.finditer(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"", text)]
    hits = [*(own.hits(tokens) if own else ()), *vocabulary.phrases(language, "sectors").hits(tokens)]
    said = [hit for hit in hits if not _in_name(tokens, hit)]
    plain = [hit for hit in said if not any(start < tokens[hit.first].start < end for start, end in in_quotes)]
    # What stands in quotation marks alone is a name, of a company as a rule: it counts where nothing else does.
    several = [hit for hit in said if any(" " in text[a:b] and a < tokens[hit.first].start < b for a, b in in_quotes)]
    return sorted(plain or several, key=lambda hit: hit.first)


def _in_name(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether a word stands inside a name: "Silk Road Electronics" is no road."""
    behind = next((number for number in range(hit.behind, len(tokens)) if not tokens[number].capital), len(tokens))
    if vocabulary.phrases("en", "objects").hits(tokens[hit.behind : behind], 1):  # Kambarata Hydroelectric Power Plant
        return False
    around = tokens[max(0, hit.first - 1) : hit.behind + 1]
    return len(around) >= hit.behind - hit.first + 2 and all(
        token.capital and not token.text.isupper() for token in around
    )


def _parts(sentence: Sentence, tokens: Sequence[Token], things: Sequence[Hit], named: Sequence[Named]) -> list[_Part]:
    text, language = sentence.text, sentence.language
    objects = vocabulary.phrases(language, "objects").hits(tokens)
    names = list(facts.names(text, language))
    cuts = [0, *_cuts(text, tokens, language), len(text)]
    parts = []
    for start, end in pairwise(cuts):
        parts.append(
            _Part(
                start,
                end,
                [hit for hit in things if start <= tokens[hit.first].start < end],
                [hit for hit in objects if start <= tokens[hit.first].start < end],
                [each for each in named if start <= tokens[each.first].start < end],
                [name for name in names if start <= name.at < end],
            )
        )
    return parts


def _cuts(text: str, tokens: Sequence[Token], language: str) -> list[int]:
    """Where a sentence is parted: at commas and conjunctions outside quotation marks and numbers."""
    joining = vocabulary.exact(language, "and")
    quoted = [match.span() for match in re.finditer(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"|\([^()]*\)", text)]
    marks = [match.end() for match in re.finditer(r"(?<!\d)[,;](?=\s)|[,;](?=\s+\D)", text)]
    marks += [token.start for token in tokens if token.text.casefold() in joining]
    return sorted({mark for mark in marks if not any(start < mark < end for start, end in quoted)})


def _grouped(parts: Sequence[_Part]) -> list[list[_Part]]:
    """The parts of each mention; those before the first thing lead it."""
    groups: list[list[_Part]] = []
    leading: list[_Part] = []
    for part in parts:
        if not groups:
            leading.append(part)
            if part.sectors:
                groups.append(leading)
        elif _begins(part, groups[-1]):
            groups.append([part])
        else:
            groups[-1].append(part)
    if not groups and any(part.objects and part.whereabouts for part in parts):
        return [leading]
    return groups


def _shared_places(groups: Sequence[Sequence[_Part]]) -> list[Named]:
    """The places that a sentence names before all of its things, which may be those of any: "In A, B and C plants for
    D, E and F were opened"."""
    if not groups or any(_has_place(group) for group in groups[1:]):
        return []
    first = next((number for number, part in enumerate(groups[0]) if part.sectors), 0)
    leading = [named for part in groups[0][:first] for named in part.whereabouts]
    thing = min((hit.first for hit in groups[0][first].sectors), default=0)
    return leading + [named for named in groups[0][first].whereabouts if named.first < thing and len(groups) > 1]


def _begins(part: _Part, group: Sequence[_Part]) -> bool:
    """Whether a part begins a mention of its own."""
    if not part.sectors:
        return bool(part.objects and part.whereabouts and _has_place(group))
    sectors = {hit.code for own in group for hit in own.sectors}
    if not sectors:
        return _has_place(group)
    if {hit.code for hit in part.sectors}.isdisjoint(sectors):
        return True
    return bool((part.whereabouts and _has_place(group)) or (part.names and any(own.names for own in group)))


def _has_place(group: Iterable[_Part]) -> bool:
    return any(own.whereabouts for own in group)


def _mention(
    sentence: Sentence, tokens: Sequence[Token], group: Sequence[_Part], where: Whereabouts, shared: Sequence[Named]
) -> Mention:
    text, language = sentence.text, sentence.language
    start, end = group[0].start, group[-1].end
    own = [token for token in tokens if start <= token.start < end]
    before = [token for token in tokens if token.start < end]
    sectors = [hit for part in group for hit in part.sectors]
    named = [each for part in group for each in part.whereabouts] or list(shared)
    statuses = vocabulary.phrases(language, "statuses")
    status = next(iter(statuses.hits(own, 1) or statuses.hits(before, 1)), None)
    main = next((part for part in group if part.sectors), group[0])
    named_in = [token for token in own if main.start <= token.start < main.end]
    return Mention(
        sentence,
        start,
        end,
        sector=sectors[0].code if sectors else "",
        title=_title(sentence, tokens, main),
        things={tokens[hit.first].folded for hit in sectors},
        places=named,
        routes=[pair for pair in place_names.routes(text, tokens, where.named) if pair[0] in named],
        countries=_countries(text[start:end], language) if where.countries else [],
        sums=[total for total in facts.sums(text) if start <= total.at < end],
        years=[year for year in facts.years(text, tokens, language) if start <= year.at < end],
        names=[name for part in group for name in part.names],
        status=status.code if status else "",
        has_activity=bool(vocabulary.phrases(language, "activity").hits(before, 1)),
        is_object=bool(vocabulary.phrases(language, "objects").hits(before, 1)),
        no_project=bool(vocabulary.phrases(language, "not_projects").hits(named_in, 1)),
    )


def _countries(text: str, language: str) -> list[str]:
    return place_names.whereabouts(text, vocabulary.tokens(text, language), language).countries


def _title(sentence: Sentence, tokens: Sequence[Token], part: _Part) -> str:
    own = [token for token in tokens if part.start <= token.start < part.end]
    head = next((tokens[hit.first] for hit in (*part.sectors, *part.objects)), None)
    return titles.title(sentence.text, tokens, own, head, sentence.language) if own else ""
