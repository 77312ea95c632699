"""What is known of a project that is being added, and what an answer in words stands for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from geo.messages import Message
from geo.model.codebook import BUILT_IN, Codebook
from geo.model.languages import USUAL
from maps.commands import asking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo import Problem
    from geo.model.field import Field
    from geo.model.geojson import Feature, Geometry
    from geo.new_project import Written

UNPLACED = ("unlocated", "country")
"""The precisions of a project without a place on the map."""


@dataclass
class Answers:
    """What is known of the new project so far.

    languages: those of the layer, the first one first; world: whether places are looked up among the world's towns,
    first: in which countries before all others; from_place: what of it follows from its place, and goes with it;
    codebook: the lists of its layer; photographs: name and bytes of those to be stored, by the paths in `images`.
    """

    languages: tuple[str, ...] = USUAL
    properties: dict[str, object] = field(default_factory=dict)
    geometry: Geometry | None = None
    world: bool = False
    first: tuple[str, ...] = ()
    from_place: dict[str, object] = field(default_factory=dict)
    codebook: Codebook = BUILT_IN
    photographs: dict[str, tuple[str, bytes]] = field(default_factory=dict, repr=False)

    def put(self, geometry: Geometry, fields: Mapping[str, object]) -> None:
        """Take a place, and what follows from it where nothing else was said; what followed from another one goes."""
        said = {key: value for key, value in self.properties.items() if self.from_place.get(key) != value}
        self.geometry, self.properties = geometry, {**fields, **said}
        self.from_place = {key: value for key, value in fields.items() if key not in said}

    def feature(self) -> Feature:
        """The Feature, its fields in the order of the schema."""
        from geo.model.schema import ordered

        properties = ordered(self.properties, self.codebook.fields, self.languages)
        feature = {"type": "Feature", "id": properties.get("id"), "geometry": self.geometry, "properties": properties}
        return cast("Feature", feature)

    @property
    def countries(self) -> list[str]:
        """The codes of its countries, as far as they are known."""
        codes = self.properties.get("countries")
        return codes if isinstance(codes, list) else []

    @property
    def unplaced(self) -> bool:
        """Whether it is said that nobody can place it closer than by its country."""
        return self.properties.get("precision") in UNPLACED


def field_of(key: str, codebook: Codebook = BUILT_IN) -> Field:
    """The field of a key that is known to be one of the layer's."""
    from geo.model.schema import find

    own = find(key, codebook.fields)
    if own is None:
        raise KeyError(key)
    return own


def value_of_answer(own: Field, text: str, codebook: Codebook = BUILT_IN, languages: Sequence[str] = USUAL) -> Written:
    from geo.new_project import value_of
    from geo.places.gazetteer import country_code

    value = value_of(own, _day(own, text), languages)
    if own.name == "countries" and isinstance(value, list):
        return [country_code(code) or code for code in value]
    if own.choices and value not in own.choices:
        return asking.code_meant(text, own.choices, names_of_codes(own, codebook)) or value
    return value


def _day(own: Field, text: str) -> str:
    """A date in words as tables have them, "март 2024", in ISO 8601; anything else as it is."""
    from geo.tables.ordinary.periods import period

    if own.kind.name != "date" and own.name not in ("start", "end"):
        return text
    when = period(text)
    return when.start if when and when.start and when.end is None and when.exact else text


def names_of_codes(own: Field, codebook: Codebook) -> dict[str, list[str]]:
    """Words for the codes of a field: the layer's own, and those in the languages of the page."""
    from geo.tables import header_names
    from maps.text import i18n
    from maps.text.own_values import own_code_names

    layers_own = codebook.own_fields.get(own.name)
    if layers_own is not None:
        tags = header_names.LANGUAGES
        return {code: [*own_code_names(layers_own, code, tags).values()] for code in own.choices or ()}
    names = {code: [*codebook.names(own.name, code).values()] for code in own.choices or ()}
    for language in i18n.languages():
        texts = i18n.load(language)
        for code in own.choices or ():
            text = texts.get(f"{own.name}.{code}")
            if isinstance(text, str):
                names.setdefault(code, []).append(text)
    return names


def wrong(problem: Problem | None) -> str | None:
    """What is wrong with an answer, as a line below it."""
    if problem is None:
        return None
    return Message(
        "Got {got}; expected {expected}; to fix: {fix}.", got=problem.got, expected=problem.expected, fix=problem.fix
    )


def today() -> str:
    """The date of this day, ISO 8601."""
    from datetime import datetime

    return datetime.now().astimezone().date().isoformat()
