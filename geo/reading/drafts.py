"""Candidates as a suggestion file for `coopmap review`: each with its sentences, and the document as its source.

A candidate that the layer has becomes a correction, which adds the document to the sources and the sums that the layer
lacks; what the document says otherwise stands in its reasons, and changes nothing by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from geo.messages import Message
from geo.model.blank import is_blank
from geo.model.schema import ordered
from geo.new_project import new_id, place_fields
from geo.places.place import Place
from geo.reading.candidates import LINES
from geo.review.suggestions import UNPLACED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.layer import Layer
    from geo.reading.candidates import Candidate
    from geo.reading.comparing import Comparison

LONGEST_QUOTE = 1_500
"""Letters of a quotation in a suggestion."""

_DONE = ("operating", "partly_operating")
"""Statuses whose years have happened."""


_OPENING = re.compile(r"<(?=[A-Za-z/!?])")


def _unmarked(text: str) -> str:
    """A text in which nothing looks like markup, which a layer refuses: "<b>" is "< b>"."""
    return _OPENING.sub("< ", text)


@dataclass(frozen=True)
class Source:
    """How a suggestion cites the document."""

    title: str
    language: str
    """Its tag, BCP 47."""
    url: str = ""
    date: str = ""
    """When it was published, ISO 8601."""
    publisher: str = ""

    def record(self, supports: Sequence[str]) -> dict[str, object]:
        """A source of the layer. supports: the fields that rest on it."""
        stated = {
            "title": _unmarked(self.title),
            "publisher": _unmarked(self.publisher),
            "url": self.url,
            "date": self.date,
            "language": self.language,
        }
        return {name: value for name, value in stated.items() if value} | {"supports": list(supports)}


class SuggestionFile(TypedDict):
    """What `coopmap review` reads: a FeatureCollection."""

    type: str
    suggestion: dict[str, str]
    """What holds for all: by, made, why."""
    features: list[dict[str, object]]
    """Features, each with its own `suggestion`: kind, why, quote, page."""


def document(
    compared: Sequence[tuple[Candidate, Comparison]], layer: Layer, source: Source, day: str
) -> SuggestionFile:
    """The suggestion file's content. day: today, ISO 8601. What the layer has with this source already, and to which
    the document adds nothing, is left out."""
    taken = {project.id for project in layer.projects if project.id}
    features = [
        _new(candidate, comparison, layer, source, taken)
        if comparison.project is None
        else _correction(candidate, comparison, source)
        for candidate, comparison in compared
    ]
    about = {"by": "coopmap read", "made": day, "why": f"“{source.title}”"}
    suggested = [feature for feature in features if feature]
    return SuggestionFile(type="FeatureCollection", suggestion=about, features=suggested)


# A new project


def _new(
    candidate: Candidate, comparison: Comparison, layer: Layer, source: Source, taken: set[str]
) -> dict[str, object]:
    languages = layer.languages
    language = candidate.language if candidate.language in languages else languages[0]
    shape, placed = _placed(candidate, languages)
    properties: dict[str, object] = {
        f"name_{language}": _unmarked(candidate.title),
        "sector": candidate.sector if candidate.sector in layer.codebook.sectors else None,
        "status": candidate.status or None,
        "status_date": source.date if candidate.status else None,
        **_years(candidate),
        **placed,
        "partners": [{"name": _unmarked(name.text)} for name in candidate.names if name.kind == "company"] or None,
        "value": _values(candidate, source, ()) or None,
    }
    properties = {name: value for name, value in properties.items() if value}
    properties["id"] = new_id(properties, taken)
    taken.add(str(properties["id"]))
    properties["sources"] = [source.record(_supported(properties))]
    return {
        "type": "Feature",
        "id": properties["id"],
        "geometry": shape,
        "properties": ordered(properties, layer.codebook.fields, languages),
        "suggestion": {"kind": "new", **_reasons(candidate, comparison)},
    }


def _placed(candidate: Candidate, languages: Sequence[str]) -> tuple[object, dict[str, object]]:
    """(geometry or None, fields): a line through what it joins, the one place that is certain, or countries alone."""
    places = [places[0] for places in candidate.places if len(places) == 1]
    is_line = candidate.sector in LINES and len(places) > 1
    if not is_line and len(candidate.places) != 1:
        places = []
    if not places:
        countries = candidate.countries
        return None, {"countries": countries, "precision": UNPLACED[bool(countries)]}
    shape, fields = place_fields(places, languages=languages)
    if is_line and len(candidate.routes) > 1:
        pairs = [[[end.lon, end.lat] for end in pair] for pair in candidate.routes]
        return {"type": "MultiLineString", "coordinates": pairs}, dict(fields)
    return shape, dict(fields)


def _years(candidate: Candidate) -> dict[str, object]:
    """The first year of the beginning and of the end; one that has not come is a plan."""
    fields: dict[str, object] = {}
    for year in candidate.years:
        if year.kind and year.kind not in fields:
            fields[year.kind] = year.year
            fields[f"{year.kind}_kind"] = "actual" if candidate.status in _DONE else "planned"
    return fields


def _values(candidate: Candidate, source: Source, known: Sequence[str]) -> list[dict[str, object]]:
    """The sums in currencies that are not known yet."""
    return [
        {
            name: value
            for name, value in (
                ("amount", total.amount),
                ("currency", total.currency),
                ("kind", "announced"),
                ("date", source.date),
                ("qualifier", total.qualifier),
            )
            if value
        }
        for total in candidate.sums
        if total.currency not in known
    ]


_SUPPORTED = ("sector", "status", "start", "end", "place", "countries", "partners", "value")


def _supported(properties: Mapping[str, object]) -> list[str]:
    """The fields that the document supports."""
    held = {name.rpartition("_")[0] if name.startswith("place_") else name for name in properties}
    return ["name", *(name for name in _SUPPORTED if name in held)]


# A project that the layer has


def _correction(candidate: Candidate, comparison: Comparison, source: Source) -> dict[str, object] | None:
    assert comparison.project is not None  # noqa: S101  for the type checker
    before: dict[str, object] = dict(comparison.project.properties)
    changed: dict[str, object] = {}
    if "value" in comparison.adds:
        changed["value"] = [*_listed(before, "value"), *_values(candidate, source, _currencies(before))]
    if "status" in comparison.adds and source.date:
        changed |= {"status": candidate.status, "status_date": source.date}
    cited = any(_is_cited(record, source) for record in _listed(before, "sources"))
    if cited and not changed and not comparison.differences:
        return None
    if not cited:
        supported = ["name", *changed.keys() - {"status_date"}]
        changed["sources"] = [*_listed(before, "sources"), source.record(supported)]
    return {
        "type": "Feature",
        "id": comparison.project.id,
        "geometry": comparison.project.geometry,
        "properties": {"id": comparison.project.id, **changed},
        "based_on": {name: before.get(name) for name in changed},
        "suggestion": {"kind": "correction", **_reasons(candidate, comparison)},
    }


def _listed(properties: Mapping[str, object], name: str) -> list[object]:
    value = properties.get(name)
    return value if isinstance(value, list) else []


def _currencies(properties: Mapping[str, object]) -> list[str]:
    return [str(value.get("currency")) for value in _listed(properties, "value") if isinstance(value, dict)]


def _is_cited(record: object, source: Source) -> bool:
    """Whether a source of the layer is this document: by its address, or its title."""
    if not isinstance(record, dict):
        return False
    return any(
        not is_blank(own) and own == record.get(name) for name, own in (("url", source.url), ("title", source.title))
    )


# Reasons


def _reasons(candidate: Candidate, comparison: Comparison) -> dict[str, str]:
    """What a reviewer is told: why, and the sentences as they stand."""
    pages = sorted({sentence.page for sentence in candidate.sentences if sentence.page is not None})
    reasons = {"why": "; ".join(map(str, _why(candidate, comparison))), "quote": quotation(candidate)}
    if pages:
        reasons["page"] = ", ".join(map(str, pages))
    return {name: text for name, text in reasons.items() if text}


def _why(candidate: Candidate, comparison: Comparison) -> Iterator[str]:
    yield from (difference.message for difference in comparison.differences)
    if comparison.doubtful:
        yield Message("may be one of {ids}", ids=", ".join(comparison.doubtful))
    for places in candidate.places:
        if len(places) > 1:
            yield Message("the place may be {places}", places=" / ".join(map(str, places)))
    if comparison.project is None and len(candidate.places) > 1 and candidate.sector not in LINES:
        listed = ", ".join(places[0].name for places in candidate.places)
        yield Message("places in its sentence: {places}", places=listed)


def quotation(candidate: Candidate) -> str:
    """The sentences of a candidate as they stand, what lies between left out; at most LONGEST_QUOTE letters."""
    text = " […] ".join(sentence.text for sentence in candidate.sentences)
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"


def place_names(candidate: Candidate) -> list[str]:
    """How its places are told in a line: a name where it is certain, else the name with a question mark."""
    return [_named(places) for places in candidate.places]


def _named(places: Sequence[Place]) -> str:
    return places[0].name if len(places) == 1 else f"{places[0].name}?"
