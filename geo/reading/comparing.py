"""A candidate beside the layer: the project that it names already, if any, and what it adds to it or says otherwise."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from geo.messages import Message
from geo.model import geometry
from geo.places.text_folding import key
from geo.reading import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from geo.layer import Layer
    from geo.model.project import Project
    from geo.places.place import Place
    from geo.reading.candidates import Candidate

NEAR_M = 25_000
"""Metres within which a project lies at a place of the gazetteer, unless it is known less precisely."""

ENOUGH = 4.0
"""Score from which a candidate is a project of the layer."""

AHEAD = 1.0
"""By how much it must fit better than the next one."""

SAME_SUM = 0.01
"""Share by which two sums differ that are one."""

_STEM = 6
"""Letters of a word that stand for all of its forms."""
_SHORTEST = 3
"""Letters of the shortest name that is compared: SAZ."""

_ALIKE = ({"operating", "partly_operating"}, {"announced", "planned"})
"""Statuses that do not contradict each other."""


class Difference(NamedTuple):
    """A fact that the document tells otherwise than the layer."""

    field: str
    """The field of the layer."""
    document: str
    """What the document says."""
    layer: str
    """What the layer has."""

    @property
    def message(self) -> Message:
        """The difference in words."""
        return Message(
            "{field}: {document} in the document, {layer} in the layer",
            field=self.field,
            document=self.document,
            layer=self.layer,
        )


@dataclass(frozen=True)
class Comparison:
    """What the layer has of a candidate."""

    project: Project | None = None
    """The project that it is, None for one that the layer does not have."""
    doubtful: tuple[str, ...] = ()
    """Ids of projects between which the document does not decide."""
    differences: tuple[Difference, ...] = ()
    adds: tuple[str, ...] = ()
    """Fields that the document knows and the layer does not."""


class _Profile:
    """What a project is known by."""

    def __init__(self, project: Project) -> None:
        self.project = project
        properties = project.properties
        self.sector = str(properties.get("sector") or "")
        codes: object = properties.get("regions")
        self.regions = frozenset(filter(_is_text, codes)) if isinstance(codes, list) else frozenset()
        self.positions = list(geometry.positions(project.geometry)) if project.geometry else []
        metres: object = properties.get("uncertainty_m")
        self.within_m = max(NEAR_M, metres) if isinstance(metres, (int, float)) else NEAR_M
        self.coarse = properties.get("precision") in ("region", "near", "country")

    @cached_property
    def stems(self) -> frozenset[str]:
        """Of the words of its names, places and partners in every language."""
        return frozenset(_stems(" ".join(_texts(self.project))))

    def is_at(self, place: Place) -> bool:
        """Whether a place of the gazetteer is its own, as closely as either is known."""
        if place.kind == "region":
            return place.region in self.regions
        if self.coarse and place.region in self.regions:
            return True
        return any(geometry.distance_m(place.lon, place.lat, at[0], at[1]) <= self.within_m for at in self.positions)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _texts(project: Project) -> Iterator[str]:
    properties: dict[str, object] = dict(project.properties)
    for name, value in properties.items():
        if name.startswith(("name_", "place_")) and isinstance(value, str):
            yield value
    partners = properties.get("partners")
    for partner in partners if isinstance(partners, list) else ():
        if isinstance(partner, dict):
            yield from (value for name, value in partner.items() if name.startswith("name") and isinstance(value, str))


def _stems(text: str) -> Iterator[str]:
    for token in vocabulary.tokens(text):
        folded = key(token.text)
        if len(folded) > _SHORTEST or (token.text.isupper() and len(folded) >= _SHORTEST):
            yield folded[:_STEM]


class Comparer:
    """A layer, to set candidates beside."""

    def __init__(self, layer: Layer) -> None:
        self._profiles = [_Profile(project) for project in layer.projects]
        self._with_stem: dict[str, list[int]] = defaultdict(list)
        for number, profile in enumerate(self._profiles):
            for stem in profile.stems:
                self._with_stem[stem].append(number)

    def compare(self, candidate: Candidate) -> Comparison:
        """The candidate beside the layer."""
        scores = sorted(self._scores(candidate), reverse=True)
        best = [(score, number) for score, number in scores if score >= ENOUGH]
        if not best:
            return Comparison()
        close = [number for score, number in best if score > best[0][0] - AHEAD]
        if len(close) > 1:
            return Comparison(doubtful=tuple(self._profiles[number].project.where for number in close[:5]))
        project = self._profiles[close[0]].project
        return Comparison(project, (), tuple(_differences(candidate, project)), tuple(_additions(candidate, project)))

    def all(self, candidates: Sequence[Candidate]) -> list[tuple[Candidate, Comparison]]:
        """The candidates beside the layer, those of one project of it as one."""
        first: dict[str, Candidate] = {}
        apart: list[Candidate] = []
        for candidate in candidates:
            project = self.compare(candidate).project
            same = first.get(project.where) if project else None
            if same is None:
                apart.append(candidate)
                if project:
                    first[project.where] = candidate
            else:
                same.take(candidate)
        return [(candidate, self.compare(candidate)) for candidate in apart]

    def _scores(self, candidate: Candidate) -> Iterator[tuple[float, int]]:
        words = {stem for mention in candidate.mentions for stem in _stems(mention.words)}
        shared: dict[int, float] = defaultdict(float)
        for stem in words:
            having = self._with_stem.get(stem, ())
            for number in having:
                shared[number] += _weight(len(having))
        places = [place for places in candidate.places for place in places]
        for number, weight in shared.items():
            yield min(weight, 5.0) + _fit(self._profiles[number], candidate.sector, places), number


def _weight(number: int) -> float:
    """How much a word tells that so many projects have."""
    return 2.0 if number == 1 else 1.0 if number <= 3 else 0.5


def _fit(profile: _Profile, sector: str, places: Collection[Place]) -> float:
    score = 0.0
    if sector and profile.sector:
        score += 2.0 if sector == profile.sector else -1.0 if "other" in (sector, profile.sector) else -2.0
    if places and (profile.positions or profile.regions):
        score += 2.0 if any(map(profile.is_at, places)) else -3.0
    return score


def _differences(candidate: Candidate, project: Project) -> Iterator[Difference]:
    properties: dict[str, object] = dict(project.properties)
    status = properties.get("status")
    if (
        candidate.status
        and status not in (None, "unknown", candidate.status)
        and not any({candidate.status, status} <= alike for alike in _ALIKE)
    ):
        yield Difference("status", candidate.status, str(status))
    for year in candidate.years:
        date = properties.get(year.kind) if year.kind else None
        if isinstance(date, str) and date[:4] != year.year:
            yield Difference(year.kind, year.year, date)
    own = list(_amounts(properties))
    for total in candidate.sums:
        stated = [amount for amount, currency in own if currency == total.currency]
        if stated and not any(_same(total.amount, amount) for amount in stated):
            listed = ", ".join(f"{amount:,.0f} {total.currency}" for amount in stated)
            yield Difference("value", f"{total.amount:,.0f} {total.currency}", listed)


def _amounts(properties: dict[str, object]) -> Iterator[tuple[float, str]]:
    values = properties.get("value")
    for value in values if isinstance(values, list) else ():
        if isinstance(value, dict):
            amount, currency = value.get("amount"), value.get("currency")
            if geometry.is_number(amount) and isinstance(currency, str):
                yield amount, currency


def _same(first: float, second: float) -> bool:
    return abs(first - second) <= SAME_SUM * max(abs(first), abs(second))


def _additions(candidate: Candidate, project: Project) -> Iterator[str]:
    properties: dict[str, object] = dict(project.properties)
    if candidate.status and properties.get("status") in (None, "unknown"):
        yield "status"
    currencies = {currency for _, currency in _amounts(properties)}
    if any(total.currency not in currencies for total in candidate.sums):
        yield "value"
    for year in candidate.years:
        if year.kind and not properties.get(year.kind):
            yield year.kind
