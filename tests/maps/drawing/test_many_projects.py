"""Pictures of many projects: rings count them, small maps and numbers tell them apart, a bound is met in a sentence."""

from __future__ import annotations

import itertools
import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from geo import CoopmapError
from maps.drawing import clusters, declutter, multiples, routes
from maps.drawing.markers import Marker
from maps.drawing.shapes import Circle, Drawing, Group, Line, Shape, Text, extent, flat, touches, within
from maps.stills.picture import Picture, picture
from maps.text import formats
from maps.text.names import name_of
from tests.geo.samples import feature, line, point
from tests.maps.drawing.test_scene import group, groups
from tests.maps.pages import layer, shipped_layer


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


def test_marks_part_as_if_each_had_looked_at_all_others_at_every_step(monkeypatch: pytest.MonkeyPatch):
    """Some fly far in one step, out of a crowd in one place."""
    frame: Any = SimpleNamespace(box=(0, 0, 900, 600))
    chance = np.random.default_rng(3)
    crowds = [(450 + 40 * x, 300 + 40 * y) for x in (-1, 1) for y in (-1, 1)]
    places = [tuple(chance.normal(crowd, 3, 2).tolist()) for crowd in crowds for _ in range(40)]
    projects: Any = [{"id": str(number)} for number in range(len(places))]
    marks = [Marker(project, at, at, 20) for project, at in zip(projects, places, strict=True)]
    found = declutter.apart(frame, marks)

    def all_pairs(at: Any, _: float) -> Any:
        return np.nonzero(~np.eye(len(at), dtype=bool))

    monkeypatch.setattr(declutter, "_neighbours", all_pairs)
    assert np.allclose([mark.at for mark in found], [mark.at for mark in declutter.apart(frame, marks)], atol=1e-9)


def strewn(count: int) -> Drawing:
    """The drawing of `many` projects."""
    return many(count).drawing


def rings_of(drawing: Drawing) -> list[tuple[float, float, float, int]]:
    """Centre, radius and count of each ring."""
    [several] = groups(drawing.shapes, "Several projects") or [Group("Several projects", ())]
    rings = []
    for ring in several.shapes:
        assert isinstance(ring, Group)
        [halo] = [shape for shape in ring.shapes if isinstance(shape, Circle)]
        [count] = [shape for shape in ring.shapes if isinstance(shape, Text)]
        rings.append((halo.x, halo.y, halo.radius, int(count.lines[0].replace(",", ""))))
    return rings


def discs_of(drawing: Drawing) -> list[Circle]:
    """The discs of the markers that stand for themselves."""
    return [s for each in groups(drawing.shapes, "Projects") for s in flat(each.shapes) if s.name == "Disc"]  # type: ignore[misc]


def test_few_projects_have_markers_and_many_have_rings_where_those_would_touch():
    assert rings_of(strewn(clusters.CROWD)) == []
    assert len(discs_of(strewn(clusters.CROWD))) == clusters.CROWD
    assert rings_of(strewn(300)) != []


@pytest.mark.alike
@pytest.mark.parametrize("count", [60, 300, 1000])
def test_rings_and_markers_account_for_every_project_and_none_touches_another(count: int):
    drawing = strewn(count)
    rings, discs = rings_of(drawing), discs_of(drawing)
    assert sum(number for *_, number in rings) + len(discs) == count
    shown = [(x, y, radius) for x, y, radius, _ in rings] + [(disc.x, disc.y, disc.radius) for disc in discs]
    for (x, y, radius), (a, b, other) in itertools.combinations(shown, 2):
        assert math.dist((x, y), (a, b)) >= radius + other - 1.5


@pytest.mark.alike
@pytest.mark.parametrize("count", [60, 1000])
def test_every_project_that_a_ring_counts_has_a_dot_at_its_own_place(count: int):
    still = many(count)
    marks = [mark for each in groups(still.drawing.shapes, "Projects") for mark in each.shapes]
    dots = [shape for mark in marks for shape in flat((mark,)) if shape.name == "Dot"]
    assert {mark.name for mark in marks} == {str(project["id"]) for project in still.projects}
    assert len(dots) + len(discs_of(still.drawing)) == count


def test_the_picture_says_how_many_of_its_projects_are_named():
    drawing = strewn(300)
    [named] = [shape.lines[0] for shape in flat(drawing.shapes) if isinstance(shape, Text) and shape.name == "Named"]
    assert named == f"{300 - drawing.unnamed} of 300 projects are named"
    few = strewn(6)
    assert few.unnamed == 0
    assert not [shape for shape in flat(few.shapes) if shape.name == "Named"]


@pytest.mark.alike
@pytest.mark.parametrize("count", [20, 40])
def test_a_marker_that_had_to_move_by_more_than_its_width_is_led_to_its_place(count: int):
    """Of projects at one place the markers stand around it."""
    crowd = [feature(point(66 + 0.001 * n, 45), id=f"p{n}") for n in range(count)]
    drawing = picture(layer(*crowd), without=["inset"], extent=(50, 38, 85, 54)).drawing
    leads = {shape.parts[0][1] for shape in flat(drawing.shapes) if isinstance(shape, Line) and shape.name == "Lead"}
    spots = [(shape.x, shape.y) for shape in flat(drawing.shapes) if isinstance(shape, Circle) and shape.name == "Spot"]
    assert set(spots) <= leads
    discs = discs_of(drawing)
    middle = (sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots))
    far = [disc for disc in discs if math.dist((disc.x, disc.y), middle) > 2.5 * disc.radius]
    assert 0 < len(far) <= len(spots)


def test_many_routes_are_hairlines_without_stops_and_few_are_not():
    def drawn(count: int) -> list[Shape]:
        lines = [
            feature(line([50 + n % 30, 40], [55 + n % 30, 50]), id=f"l{n}", route="schematic") for n in range(count)
        ]
        return list(flat(group(picture(layer(*lines)).drawing.shapes, "Routes").shapes))

    assert {shape.name for shape in drawn(routes.MANY)} == {"Casing", "Route", "Stop"}
    assert {shape.name for shape in drawn(routes.MANY + 1)} == {"Route"}


# --- small maps -------------------------------------------------------------------------------------------------------


@pytest.mark.alike(every=2)
@pytest.mark.parametrize("by", ["sector", "status", "country"])
@pytest.mark.parametrize("language", ["en", "kk"])
def test_each_value_has_a_small_map_of_its_projects_with_their_number(by: str, language: str):
    still = picture(shipped_layer(), by=by, language=language)
    panels = group(still.drawing.shapes, "Map").shapes
    values = {value for project in still.projects for value in multiples._values(project, by)}
    assert {panel.name for panel in panels} == {formats.stated(language, by, value) for value in values}
    counts = []
    for panel in panels:
        assert isinstance(panel, Group)
        heading = group(panel.shapes, "Heading")
        counts.append(int(next(s.lines[0] for s in heading.shapes if isinstance(s, Text) and s.name == "Number")))
        unplaced = [s.lines[0] for s in heading.shapes if isinstance(s, Text) and s.name == "Not on the map"]
        dots = {mark.name for mark in group(panel.shapes, "Projects").shapes}
        assert len(dots) == counts[-1] - (int(unplaced[0].split()[-1]) if unplaced else 0), panel.name
    assert counts == sorted(counts, reverse=True)


def test_small_maps_do_not_overlap_and_stay_on_the_page():
    drawing = picture(shipped_layer(), by="sector", size="a4-portrait").drawing
    boxes = [extent((panel,)) for panel in group(drawing.shapes, "Map").shapes]
    assert len(boxes) == 13
    assert not [pair for pair in itertools.combinations(boxes, 2) if touches(*pair)]
    assert all(within(box, (0, 0, drawing.width, drawing.height)) for box in boxes)


# --- numbers ----------------------------------------------------------------------------------------------------------


def test_numbered_marks_are_listed_by_their_numbers():
    still = picture(shipped_layer(), numbered=True)
    inside = [
        s.lines[0]
        for each in groups((group(still.drawing.shapes, "Map"),), "Projects")
        for s in flat(each.shapes)
        if isinstance(s, Text)
    ]
    legend = group(group(still.drawing.shapes, "Legend").shapes, "Projects")
    listed = {}
    for row in legend.shapes[1:]:
        assert isinstance(row, Group)
        number, name = [shape for shape in flat(row.shapes) if isinstance(shape, Text)][:2]
        listed[number.lines[0]] = " ".join(name.lines)
    placed = [project for project in still.projects if project["geometry"]]
    assert listed == {str(n): name_of(project, "en") for n, project in enumerate(placed, 1)}
    assert set(inside) == set(listed)
    assert still.drawing.unnamed == 0


def test_too_many_numbers_are_refused_with_advice():
    features = [feature(point(60 + n * 0.01, 45), id=f"p{n}") for n in range(151)]
    with pytest.raises(CoopmapError, match=r"^A picture has at most 150 numbered projects, got 151; .*--by sector\.$"):
        picture(layer(*features), numbered=True)


def test_a_list_that_finds_no_room_says_how_much_is_missing():
    features = [feature(point(60 + n * 0.1, 45), id=f"p{n}", name_en=f"Project number {n}") for n in range(120)]
    drawing = picture(layer(*features), numbered=True, size="4:3").drawing
    listed = groups(group(drawing.shapes, "Legend").shapes, "Projects")
    rows = [row for block in listed for row in block.shapes if isinstance(row, Group)]
    [more] = [int(row.name.split()[1]) for row in rows if row.name.startswith("and ")]
    assert len(rows) - 1 + more == 120
