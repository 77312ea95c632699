"""Pages from right to left: what stood at the left stands at the right, and the map and every sign as they were."""

from __future__ import annotations

from maps.drawing.mirrored import mirrored
from maps.drawing.shapes import Circle, Drawing, Group, Polygon, Style, Text, extent


def square(left: float, wide: float) -> Polygon:
    """A square that begins so far from the left."""
    return Polygon("s", (((left, 0), (left + wide, 0), (left + wide, wide), (left, wide)),), Style("ink"))


def test_texts_and_signs_change_sides_and_the_map_stays_as_it_is():
    label = Text("Almaty", 80, 10, ("Almaty",), 10, "ink")
    row = Group("Row", (Circle("disc", 10, 50, 8, Style("ink")), square(8, 3), Text("t", 24, 54, ("Rail",), 10, "ink")))
    before = Drawing(300, 100, (Group("Map", (square(0, 100), label), figure=True), row), {}, labels=((80, 0, 99, 9),))
    after = mirrored(before)
    chart, turned = after.shapes
    assert isinstance(chart, Group)
    assert isinstance(turned, Group)
    assert extent((chart.shapes[0],)) == (200, 0, 300, 100)
    assert (chart.shapes[1].x, chart.shapes[1].anchor) == (280, "start")  # type: ignore[union-attr]
    assert after.labels == ((280, 0, 299, 9),)
    disc, part, text = turned.shapes
    assert (disc.x, extent((part,))[0]) == (290, 288)  # type: ignore[union-attr]  # together, not each for itself
    assert (text.x, text.anchor) == (276, "end")  # type: ignore[union-attr]
    assert mirrored(after) == before
