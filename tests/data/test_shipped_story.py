"""The shipped story says only what the layer and its companions say, and is short enough to be read from afar."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

import geo
from geo.model.languages import USUAL as LANGUAGES

STOPS = geo.read_story(geo.data_path("story.json"))
LAYER = geo.read(geo.data_path("projects.geojson"))
INDICATORS = geo.read_indicators(geo.data_path("indicators.json"))
TEXT = geo.data_path("story.json").read_text(encoding="utf-8")
NUMBER = re.compile(r"\d+(?:[\s\u00a0\u202f.,]\d+)*")


def numbers(text: str) -> set[str]:
    """The numbers of a text, without what parts their digits: "25,8" and "25.8" are one, "97 000" and "97,000" too."""
    return {re.sub(r"\D", "", found) for found in NUMBER.findall(text)}


def told(value: Any, language: str) -> list[str]:
    """All texts of a language, and all numbers and dates, that stand in a record."""
    if isinstance(value, dict):
        own = (
            each
            for key, each in value.items()
            if not re.search(r"_(?!en|ru|uz|kk)|_\w\w$", key) or key.endswith(f"_{language}")
        )
        return [text for each in own for text in told(each, language)]
    if isinstance(value, list):
        return [text for each in value for text in told(each, language)]
    return [str(value)]


def test_the_story_is_sound_and_in_canonical_form():
    assert geo.check_story(STOPS, LAYER, INDICATORS) == []
    assert geo.story_text(STOPS) == TEXT


def test_the_story_is_that_of_the_article():
    named = {"icic-central-asia", "chevrolet-kostanay", "garment-turkistan", "textile-shymkent", "appliances-saran",
             "saz-buses", "road-kyzylorda-uchquduq", "logistics-hub-tashkent-region", "power-sync", "lab-kashkadarya",
             "flights", "rail-tours"}  # fmt: skip
    assert {name for stop in STOPS for name in stop.get("projects", ())} == named
    goals = [value for one in INDICATORS if one["id"] == "trade" for value in one["values"] if value["kind"] == "goal"]
    assert {"indicator": "trade", "period": goals[0]["period"]} in STOPS[-1]["numbers"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_the_story_stands_in_what_the_layer_says(language: str):
    milestones = geo.read_milestones(geo.data_path("milestones.json"))
    everywhere = " | ".join(told([*INDICATORS, *milestones], language))
    for stop in STOPS:
        own = [dict(each["properties"]) for each in LAYER.features if each["id"] in stop.get("projects", ())]
        known = numbers(" | ".join([*told(own, language), everywhere]))
        known |= {one.rstrip("0") for one in known if len(one) > len("999999")}  # 3400000000 is told as 3.4 billion
        said = " ".join(stop[f"{field}_{language}"] for field in ("title", "text", "notes"))
        assert {one for one in numbers(said) if one not in known} == set(), stop["id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_captions_are_of_about_forty_words_at_most(language: str):
    for stop in STOPS:
        assert len(stop[f"text_{language}"].split()) <= 40, stop["id"]
        assert len(stop[f"title_{language}"].split()) <= 10, stop["id"]


def test_the_texts_of_the_languages_carry_the_same_numbers():
    for stop in json.loads(TEXT)["stops"]:
        for field in ("text", "notes"):
            said = [len(numbers(stop[f"{field}_{language}"])) for language in LANGUAGES]
            assert max(said) - min(said) <= 1, (stop["id"], field, said)
