"""Pictures of many projects: markers make room, names stand by their markers, a bound is met with a sentence."""

from __future__ import annotations

import numpy as np
import pytest

from geo import CoopmapError
from maps.drawing import declutter, labels
from maps.drawing.shapes import Line, Style, flat
from maps.stills import png
from maps.stills.picture import Picture, picture
from tests.geo.samples import feature, point
from tests.maps.pages import layer

LED = Style(line="ink-2", width=0.7)
"""How the line from a name to its marker is drawn."""


def many(count: int) -> Picture:
    """A picture of projects strewn over Central Asia, the same ones each time."""
    chance = np.random.default_rng(7)
    places = chance.uniform((50, 38), (85, 54), (count, 2)).round(3).tolist()
    features = [feature(point(*place), id=f"p{number}") for number, place in enumerate(places)]
    return picture(layer(*features), size="1920x1080")


def test_neighbours_are_all_pairs_that_are_near_both_ways_round_in_order():
    at = np.random.default_rng(1).uniform(0, 100, (200, 2))
    one, other = declutter._neighbours(at, 9.0)
    found = list(zip(one.tolist(), other.tolist(), strict=True))
    far = np.hypot(*(at[:, None] - at[None]).T)
    assert set(zip(*(numbers.tolist() for numbers in np.nonzero(far < 9.0)), strict=True)) <= set(found)
    assert found == sorted(set(found))


def test_of_many_projects_names_stand_by_their_markers_or_nowhere():
    few, crowd = (many(count).drawing for count in (labels._MANY_LED, labels._MANY_LED + 1))
    led = [sum(isinstance(shape, Line) and shape.style == LED for shape in flat(each.shapes)) for each in (few, crowd)]
    assert led[0] > 0
    assert led[1] == 0
    assert crowd.labels


def test_a_drawing_of_more_elements_than_can_be_painted_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch):
    still = many(1)
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    monkeypatch.setattr(png, "svg", lambda *_, **__: head + "<g/>" * png.MAX_ELEMENTS + "</svg>")
    with pytest.raises(CoopmapError) as refused:
        still.png()
    assert str(refused.value).startswith(
        "A PNG is painted of at most 1,000,000 elements, and this drawing has 1,000,001;"
    )
    assert "--only" in str(refused.value)
