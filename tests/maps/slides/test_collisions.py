"""No word of a deck lies on another, whatever typeface stands in for the one it asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import geo
from maps.slides.deck import slide_deck
from tests.maps.pages import layer, shipped_layer
from tests.maps.slides.rendering import Word, drawn, faults

STORY = geo.read_story(geo.data_path("story.json"))
INDICATORS = geo.read_indicators(geo.data_path("indicators.json"))
MILESTONES = geo.read_milestones(geo.data_path("milestones.json"))


def sixty() -> geo.Layer:
    """The shipped projects again and again, each time elsewhere."""
    features: list[dict[str, Any]] = []
    for number in range(60):
        project = shipped_layer().features[number % len(shipped_layer().features)]
        again = number // len(shipped_layer().features)
        geometry: Any = project["geometry"]
        if again and geometry and geometry["type"] == "Point":
            geometry = {"type": "Point", "coordinates": [54 + (7 * number) % 27, 39 + (5 * number) % 14]}
        properties = {**project["properties"], "id": f"{project['properties']['id']}-{again}"}
        features.append({"type": "Feature", "geometry": geometry, "properties": properties})
    return layer(*features)


def test_words_on_each_other_are_found_and_lines_below_each_other_are_not():
    first = Word("first", 10, 10, 50, 22)
    assert first.collides(Word("second", 40, 12, 80, 24))
    assert not first.collides(Word("beside", 50, 10, 90, 22))
    assert not first.collides(Word("below", 10, 20, 50, 32))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("projects", "options"),
    [
        (shipped_layer, {"language": "ru,kk", "size": "4:3"}),
        (shipped_layer, {"language": "en"}),
        (sixty, {"language": "uz"}),
    ],
)
def test_no_word_lies_on_another_without_carlito(projects: Any, options: dict[str, Any], tmp_path: Path):
    data, slides = slide_deck(projects(), indicators=INDICATORS, milestones=MILESTONES, story=STORY, **options)
    assert slides > 20
    assert faults(drawn(data, tmp_path)) == []
