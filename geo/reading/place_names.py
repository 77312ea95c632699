"""Places of the gazetteer named in a sentence, in any form of their names, and countries beside them.

A word counts where it stands as a name: with a capital letter, not inside quotation marks, not as a person's name.
Between places of one name the sentence decides by its countries and regions, then the number of people; where neither
does, all stay, for the keeper to choose.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from geo.places import gazetteer
from geo.places.text_folding import key
from geo.reading import place_forms, place_index, vocabulary
from geo.tables.country_names import country_code

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from geo.places.place import Place
    from geo.reading.vocabulary import Token

LONGEST = 3
"""Words of the longest name that is looked for."""

OUTWEIGHS = 5
"""How many times the people of another place of its name the larger one has that is meant without a word."""

KNOWN = 50_000
"""People of a town that is taken for what it is at the beginning of a sentence, where any word has a capital."""


class Named(NamedTuple):
    """A place that a sentence names."""

    places: tuple[Place, ...]
    """The places it may be; one where it is certain."""
    first: int
    """The first token of the name."""
    behind: int
    """The token behind the last one."""
    adjective: bool = False
    """Whether it is named by its adjective alone: less certain to be the place of what is told."""

    @property
    def place(self) -> Place | None:
        """The place, where it is certain."""
        return self.places[0] if len(self.places) == 1 else None


class Whereabouts(NamedTuple):
    """What a sentence says of places."""

    named: list[Named]
    """In order."""
    countries: list[str]
    """Codes of the countries that it names, in order."""


def whereabouts(
    text: str, tokens: Sequence[Token], language: str, small: Collection[str] = (), *, world: bool = False
) -> Whereabouts:
    """The places and countries that a sentence names. small: words that the document has in small letters too, which
    are no names; world: the world's towns as well, where their package is installed."""
    quoted = _quoted(text)
    named: list[Named] = []
    countries: list[str] = []
    number = 0
    while number < len(tokens):
        if not _may_begin(text, tokens, number, language, quoted):
            number += 1
            continue
        if behind := _country(tokens, number, language, countries):
            number = behind
            continue
        name = _name_at(text, tokens, number, language, small, world)
        if name is not None:
            named.append(name)
        number = name.behind if name else number + 1
    return Whereabouts([_narrowed(each, named, countries) for each in named], list(dict.fromkeys(countries)))


def _quoted(text: str) -> list[tuple[int, int]]:
    """Where short texts in quotation marks stand: names of things, brands and companies."""
    marks = r"«([^«»]{1,60})»|“([^“”]{1,60})”|„([^„“”]{1,60})[“”]|\"([^\"]{1,60})\""
    return [match.span() for match in re.finditer(marks, text)]


def _may_begin(
    text: str, tokens: Sequence[Token], number: int, language: str, quoted: Sequence[tuple[int, int]]
) -> bool:
    token = tokens[number]
    adjective = language == "ru" and place_forms.nominative_adjective(token.text) is not None
    if not (token.capital or adjective or _is_region_word(token, language)):
        return False
    if any(start <= token.start < end for start, end in quoted):
        return False
    if token.text.casefold() in vocabulary.exact(language, "peoples"):
        return False
    return not _is_person(text, tokens, number, language)


def _is_person(text: str, tokens: Sequence[Token], number: int, language: str) -> bool:
    """Whether an initial, or a word such as "named after", stands before."""
    if number == 0:
        return False
    before = tokens[number - 1]
    between = text[before.end : tokens[number].start]
    following = tokens[number + 1].text.casefold() if number + 1 < len(tokens) else ""
    if vocabulary.words(language).get("endings") and following in vocabulary.exact(language, "not_places"):
        return True
    if len(before.text) == 1 and before.capital and between.startswith("."):
        return True
    return before.text.casefold() in vocabulary.exact(language, "not_places") and not between.strip()


def _country(tokens: Sequence[Token], number: int, language: str, countries: list[str]) -> int | None:
    """The token behind a country's name at this one, its code taken down."""
    for size in (3, 2, 1):
        span = tokens[number : number + size]
        if len(span) < size or not span[-1].capital:
            continue
        start = " ".join(token.text for token in span[:-1])
        for form in place_forms.bare(span[-1].text, language):
            code = country_code(f"{start} {form}".strip()) if len(form) > SHORT_CODE else None
            if code:
                countries.append(code)
                return number + size
    return None


SHORT_CODE = 3
"""Letters up to which a word is no country's name but may be its code or an abbreviation."""


def _name_at(  # noqa: PLR0913, PLR0917  what a sentence is known by
    text: str, tokens: Sequence[Token], number: int, language: str, small: Collection[str], world: bool
) -> Named | None:
    for candidate in (
        _region(tokens, number, language),
        _town(tokens, number, language, world),
        _of_adjective(tokens, number, language),
    ):
        if candidate and not _is_word(text, tokens, candidate, language, small):
            return candidate
    return None


def _region(tokens: Sequence[Token], number: int, language: str) -> Named | None:
    """A region with the word for it beside it: behind, before, or behind a list of regions."""
    regions = place_index.index().regions
    token = tokens[number]
    if _is_region_word(token, language):
        following = tokens[number + 1 : number + 2]
        for form in place_forms.bare(following[0].text, language) if following and following[0].capital else ():
            if places := regions.get(key(form)):
                return Named(tuple(places[:1]), number, number + 2)
        return None
    for size in (2, 1):
        span = tokens[number : number + size]
        word = _region_word_behind(tokens, number + size, language)
        if word is None or len(span) < size or not span[0].capital:
            continue
        beside = word == number + size
        start = "-".join(part.text for part in span[:-1])
        for form in _forms_of_region(span[-1].text, language, beside):
            if places := regions.get(key(f"{start} {form}")):
                return Named(tuple(places[:1]), number, word + 1 if beside else number + size)
    return None


def _forms_of_region(word: str, language: str, beside: bool) -> tuple[str, ...]:
    """What a region's name may be a form of. In a list, away from the word for it, a name has no ending of its own."""
    if adjective := place_forms.nominative_adjective(word):
        return (adjective,)
    return place_forms.bare(word, language) if beside else (word.casefold(),)


def _is_region_word(token: Token, language: str) -> bool:
    return bool(vocabulary.phrases(language, "region").hits([token]))


def _region_word_behind(tokens: Sequence[Token], number: int, language: str) -> int | None:
    """The word "region" at this token, or at the end of a list that goes on here: "A va B viloyatlarida"."""
    joining = vocabulary.exact(language, "and")
    for place in range(number, min(number + 6, len(tokens))):
        token = tokens[place]
        if _is_region_word(token, language):
            several = vocabulary.phrases(language, "regions").hits([token])
            return place if place == number or several else None
        if not token.capital and token.text.casefold() not in joining:
            return None
        if place == number and token.capital and not place_forms.nominative_adjective(token.text):
            return None  # the next word of the same name
    return None


def _town(tokens: Sequence[Token], number: int, language: str, world: bool) -> Named | None:
    for size in range(min(LONGEST, len(tokens) - number), 0, -1):
        span = tokens[number : number + size]
        if not (span[0].capital and span[-1].capital):
            continue
        start = "".join(token.text for token in span[:-1])
        for form in place_forms.bare(span[-1].text, language):
            if places := _called(start, form, span, world):
                return Named(tuple(places), number, number + size)
    return None


def _called(start: str, form: str, span: Sequence[Token], world: bool) -> list[Place]:
    name = f"{start}{form}"
    places = place_index.index().called(name)
    if not places and len(span) == 1 and len(form) >= 5:
        places = [place for place in place_index.index().regions.get(key(form), []) if place.kind == "region"]
    if not places and world:
        places = gazetteer.best_matches(" ".join([*(token.text for token in span[:-1]), form]).title(), world=True)
    if len(key(name)) <= 2:  # Ош: only a large town, only as it stands
        places = [place for place in places if (place.population or 0) > KNOWN and form == span[-1].text.casefold()]
    return [place for place in places if not place.trap]


def _of_adjective(tokens: Sequence[Token], number: int, language: str) -> Named | None:
    if language != "ru":
        return None
    for form in place_forms.of_adjective(tokens[number].text):
        if places := [place for place in place_index.index().borne.get(key(form), []) if place.kind == "town"]:
            large = [place for place in places if (place.population or 0) >= KNOWN]
            if large:
                return Named(tuple(large), number, number + 1, adjective=True)
    return None


def _is_word(text: str, tokens: Sequence[Token], name: Named, language: str, small: Collection[str]) -> bool:
    """Whether a name of one word is rather an ordinary one: the document has it in small letters, or it begins a
    sentence and is no known town."""
    if name.behind - name.first > 1:
        return False
    token = tokens[name.first]
    if token.text.casefold() in small:
        return True
    if token.text.isupper() and len(token.text) <= SHORT_CODE:
        return True
    known = any(place.kind == "region" or (place.population or 0) >= KNOWN for place in name.places)
    if known:
        return False
    behind = tokens[name.behind : name.behind + 1]
    if any(token.text.casefold() in vocabulary.exact(language, "at") for token in behind):  # Saran shahrida
        return False
    return _is_part_of_name(text, tokens, name) or not _stands_as_place(text, tokens, name, language)


def _stands_as_place(text: str, tokens: Sequence[Token], name: Named, language: str) -> bool:
    """Whether a small place is marked as one: by the word before or behind it, an ending, or a dash to another."""
    marks = vocabulary.exact(language, "at")
    before = tokens[name.first - 1 : name.first] if name.first else []
    behind = tokens[name.behind : name.behind + 1]
    if any(token.text.casefold() in marks for token in (*before, *behind)):
        return True
    if any(re.search(r"[–—]", text[token.end : tokens[name.first].start]) for token in before):
        return True
    if any(re.search(r"[–—]", text[tokens[name.behind - 1].end : token.start]) for token in behind):
        return True
    own = key(tokens[name.first].text)
    ends = bool(vocabulary.words(language).get("endings"))
    return ends and all(own not in map(key, (place.name, *place.names.values(), *place.also)) for place in name.places)


def _is_part_of_name(text: str, tokens: Sequence[Token], name: Named) -> bool:
    """Whether a capital word that is no place stands close beside, as in a person's name or a title."""
    beside = []
    if name.first:
        before = tokens[name.first - 1]
        beside.append(before.capital and name.first > 1 and not text[before.end : tokens[name.first].start].strip())
    if name.behind < len(tokens):
        after = tokens[name.behind]
        beside.append(after.capital and not text[tokens[name.behind - 1].end : after.start].strip())
    return any(beside)


def _narrowed(name: Named, named: Sequence[Named], countries: Collection[str]) -> Named:
    """The name with the place that the rest of the sentence makes certain, where it does."""
    if len(name.places) == 1:
        return name
    regions = {place.region for other in named if other is not name for place in other.places if place.region}
    for fits in (
        [place for place in name.places if place.region in regions],
        [place for place in name.places if place.country in countries],
        list(name.places),
    ):
        if chosen := _largest(fits):
            return name._replace(places=(chosen,))
    return name


def _largest(places: Sequence[Place]) -> Place | None:
    """The one place, or the one that outweighs the others."""
    if len(places) == 1:
        return places[0]
    ranked = sorted(places, key=lambda place: -(place.population or 0))
    if len(ranked) > 1 and (ranked[0].population or 0) >= OUTWEIGHS * max(1, ranked[1].population or 0):
        return ranked[0]
    return None


def routes(text: str, tokens: Sequence[Token], named: Sequence[Named]) -> Iterator[tuple[Named, Named]]:
    """Pairs of places with nothing but a dash between them, as a line's ends are written."""
    for first, second in pairwise(named):
        between = text[tokens[first.behind - 1].end : tokens[second.first].start]
        if re.fullmatch(r"\s*[–—−-]\s*", between):
            yield first, second
