"""Without the check a layer may hold anything in any field: every output is still made, or refused in a sentence."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo import Layer
from geo.model.blank import is_blank
from geo.tables.writers import export
from maps import render_page
from maps.slides.deck import slide_deck
from maps.stills.picture import fact_sheets, picture
from maps.text.code_labels import labels
from maps.text.names import name_of
from tests.maps.pages import shipped_layer

pytestmark = pytest.mark.slow


Path = tuple[str | int, ...]

BLANK = {
    "a blank": " ",
    "nothing": "",
    "zero width": "\u200b\u2060\ufeff",
    "combining marks": "\u0301\u0300",
    "separators": "\u2028\u2029\u00a0\u3000",
    "fillers": "\u115f\u1160\u3164\u2800\uffa0",
    "turns the text around": "\u202e",
    "a control character": "\0\x1b",
    "private and no characters": "\ue000\U0010ffff\U000e0001",
    "half of a character": "\ud800",
}
"""Texts that show nothing."""

MANGLED: dict[str, Any] = BLANK | {
    "huge": "слово " * 2000,
    "huge without a blank": "x" * 10_000,
    "blanks and a word": " " * 5_000 + "end",
    "null": None,
    "a number": 7,
    "a huge number": 10**400,
    "a tiny number": -1e308,
    "true": True,
    "a list": [],
    "a list of null": [None],
    "a list of all kinds": ["x", 1, [], {}],
    "a record": {},
    "a record of records": {"type": {"coordinates": {}}},
    "no date": "2024-99-99",
}
"""What may stand in a field."""


def _page(layer: Layer, beside: dict[str, Any]) -> object:
    return render_page(layer, **beside)


def _slides(layer: Layer, beside: dict[str, Any]) -> object:
    shown = {key: value for key, value in beside.items() if key != "story"}
    return slide_deck(layer, language="kk,en", **shown)


def _still(form: str) -> Callable[[Layer, dict[str, Any]], object]:
    return lambda layer, _: picture(layer, size="480x270").written(form)


def _table(ending: str) -> Callable[[Layer, dict[str, Any]], object]:
    return lambda layer, _: export.export(layer, ending, export.Words(labels=labels()))


OUTPUTS: dict[str, Callable[[Layer, dict[str, Any]], object]] = {
    "build": _page,
    "slides": _slides,
    "facts": lambda layer, _: fact_sheets(layer),
    **{form: _still(form) for form in ("png", "svg", "pdf")},
    **{ending: _table(ending) for ending in export.ENDINGS},
}


@cache
def richest() -> Any:
    """The shipped project that has most to tell, and a place."""
    return max((one for one in shipped_layer().features if one["geometry"]), key=lambda one: len(json.dumps(one)))


@cache
def beside() -> dict[str, Any]:
    """What lies beside the shipped layer."""
    return {
        "indicators": geo.read_indicators(geo.data_path("indicators.json")),
        "milestones": geo.read_milestones(geo.data_path("milestones.json")),
        "story": geo.read_story(geo.data_path("story.json")),
    }


def paths(value: Any, at: Path = ()) -> Iterator[Path]:
    """Every place in a JSON value; of lists the first entry."""
    entries: Sequence[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        entries = list(value.items())
    elif isinstance(value, list):
        entries = list(enumerate(value[:1]))
    for key, entry in entries:
        yield (*at, key)
        yield from paths(entry, (*at, key))


def put(value: Any, path: Path, new: Any) -> Any:
    """The value with another one at a place."""
    made = copy.deepcopy(value)
    within = made
    for key in path[:-1]:
        within = within[key]
    within[path[-1]] = new
    return made


def readable(feature: dict[str, Any]) -> bool:
    """Whether a layer's reader lets a feature through: all else is refused before anything is made."""
    try:
        geo.layer.layer_of_value({"type": "FeatureCollection", "features": [feature]}, "a")
    except geo.ReadError:
        return False
    return True


def value_of(number: int, turn: int) -> Any:
    """What the field of a number holds in a turn: in as many turns as there are values it holds each."""
    return [*MANGLED.values()][(number + turn * 7) % len(MANGLED)]


def of_fields(turn: int) -> Layer:
    """A layer of the richest project over and over, in each another field mangled."""
    made = [put(richest(), path, value_of(number, turn)) for number, path in enumerate(paths(richest()))]
    return with_features(filter(readable, made))


def of_names() -> Layer:
    """The same, in each all names mangled by another value."""
    names = [key for key in richest()["properties"] if key.startswith("name_")]
    changed = [dict.fromkeys(names, value) for value in MANGLED.values()]
    return with_features({**richest(), "properties": richest()["properties"] | each} for each in changed)


def with_features(features: Iterable[Any]) -> Layer:
    return Layer(tuple(features), shipped_layer().members, shipped_layer().path)


def of_members(turn: int) -> tuple[Layer, dict[str, Any]]:
    """A layer whose own members are mangled, and in turn each field of all that lies beside it."""
    members = {key: value_of(number, turn) for number, key in enumerate(shipped_layer().members)}
    mangled = {
        name: [put(entries[0], path, value_of(number, turn)) for number, path in enumerate(paths(entries[0]))]
        for name, entries in beside().items()
    }
    return Layer((richest(),), members, shipped_layer().path), mangled


def make(output: str, layer: Layer, more: dict[str, Any]) -> None:
    """Make an output; what cannot be made is a plain sentence."""
    with suppress(geo.CoopmapError):
        assert OUTPUTS[output](layer, more)


TURNS = 2
"""Turns that are tried, and one where each project has a page; `len(MANGLED)` tries all, which takes half an hour."""


@pytest.mark.parametrize(
    ("output", "turn"),
    [(one, turn) for one in OUTPUTS for turn in range(1 if one in ("slides", "facts") else TURNS)],
)
def test_each_field_may_hold_anything(output: str, turn: int):
    make(output, of_fields(turn), beside())


@pytest.mark.parametrize("output", OUTPUTS)
def test_names_may_hold_anything(output: str):
    make(output, of_names(), beside())


@pytest.mark.parametrize("turn", range(len(MANGLED)))
@pytest.mark.parametrize("output", ["build", "slides", "svg"])
def test_a_layers_members_and_what_lies_beside_it_may_hold_anything(output: str, turn: int):
    make(output, *of_members(turn))


@settings(max_examples=30)
@given(
    st.sampled_from([*OUTPUTS]),
    st.lists(st.tuples(st.sampled_from([*paths(richest())]), st.sampled_from([*MANGLED])), min_size=1, max_size=12),
)
def test_any_fields_together_may_hold_anything(output: str, changes: list[tuple[Path, str]]):
    feature = richest()
    for path, what in changes:
        try:
            feature = put(feature, path, MANGLED[what])
        except (TypeError, LookupError):  # what it lay in is no longer there
            continue
    if readable(feature):
        make(output, with_features((feature, richest())), beside())


@pytest.mark.parametrize("what", BLANK)
def test_a_name_that_shows_nothing_is_none(what: str):
    text = BLANK[what]
    assert is_blank(text)
    assert not is_blank(text + "é")
    (named,) = Layer(({"type": "Feature", "properties": {"name_en": text, "name_ru": "Завод"}},)).projects
    assert named.text("name") == "Завод"
    assert name_of({"id": "plant", "name_en": text, "name_ru": "Завод"}, "en") == "Завод"
    assert name_of({"id": "plant", "name_en": text, "name_ru": text, "name_uz": text, "name_kk": text}, "en") == "plant"
    assert name_of({"id": text or " "}, "en").strip() or text in ("", " ")
