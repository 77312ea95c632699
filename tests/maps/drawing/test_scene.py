"""A still is composed well: names never touch, nothing leaves its frame, everything that is placed is shown."""

from __future__ import annotations

import itertools
import math
from functools import cache

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Proj

import geo
from geo import CoopmapError
from geo.places import geodesics
from maps.drawing import markers, projection
from maps.drawing.frame import framed
from maps.drawing.shapes import Circle, Drawing, Group, Line, Polygon, Shape, Text, flat, touches
from maps.stills.picture import SIZES, Picture, picture
from maps.style import typeface
from maps.text import i18n
from maps.text.names import name_of, spoken
from tests.geo.samples import feature, line, point
from tests.maps.pages import layer, shipped_layer
from tests.maps.pixels import DEGENERATE, scattered, spots

LANGUAGES = ("en", "ru", "uz", "kk")


@cache
def shipped(size: str, language: str) -> Picture:
    """A picture of the shipped layer."""
    return picture(shipped_layer(), size=size, language=language)


def overlaps(drawing: Drawing) -> list[object]:
    """Pairs of names that touch, and names that leave the page."""
    page = (0.0, 0.0, drawing.width, drawing.height)
    pairs = [pair for pair in itertools.combinations(drawing.labels, 2) if touches(*pair)]
    outside = [b for b in drawing.labels if b[0] < 0 or b[1] < 0 or b[2] > page[2] or b[3] > page[3]]
    return [*pairs, *outside]


def group(shapes: tuple[Shape, ...], name: str) -> Group:
    """The first group of a name, at any depth."""
    for shape in shapes:
        if isinstance(shape, Group):
            if shape.name == name:
                return shape
            try:
                return group(shape.shapes, name)
            except KeyError:
                continue
    raise KeyError(name)


def groups(shapes: tuple[Shape, ...], name: str) -> list[Group]:
    """All groups of a name."""
    found = [shape for shape in shapes if isinstance(shape, Group)]
    return [each for each in found if each.name == name] + [
        deeper for each in found for deeper in groups(each.shapes, name)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["16:9", "4:3", "square", "a4-portrait"])
def test_no_name_touches_another_or_leaves_the_page(size: str, language: str):
    drawing = shipped(size, language).drawing
    assert len(drawing.labels) > 25
    assert overlaps(drawing) == []
    assert drawing.unnamed == 0


def test_a_water_is_named_inside_its_shores_or_not_at_all():
    shapes = [*flat(shipped("16:9", "en").drawing.shapes)]
    waters = [
        shapely.Polygon(shape.rings[0], shape.rings[1:])
        for shape in shapes
        if isinstance(shape, Polygon) and is_lake(shape)
    ]
    texts = [shape for shape in shapes if isinstance(shape, Text) and shape.colour == "water-text"]
    assert "Caspian Sea" in {" ".join(text.lines) for text in texts}
    for text in texts:
        halves = [typeface.width(line, text.face, text.size, text.spacing) / 2 for line in text.lines]
        line = shapely.LineString([(text.x - max(halves), text.y), (text.x + max(halves), text.y)])
        assert any(water.buffer(1).contains(line) for water in waters), text.lines


def is_lake(shape: Polygon) -> bool:
    """Whether a shape is a water with shores, and not the sea below all."""
    return shape.style.fill == "water" and bool(shape.style.line)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_among_two_hundred_random_projects_no_name_touches_another(seed: int):
    drawing = picture(scattered(200, seed)).drawing
    assert len(drawing.labels) > 60
    assert overlaps(drawing) == []


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.floats(50, 85), st.floats(38, 54)), min_size=1, max_size=12))
def test_wherever_projects_lie_no_name_touches_another(places: list[tuple[float, float]]):
    drawing = picture(spots(*places), size="4:3").drawing
    assert overlaps(drawing) == []
    assert len(groups(drawing.shapes, "Projects")) >= 1


@pytest.mark.alike
@pytest.mark.parametrize("language", LANGUAGES)
def test_names_keep_clear_of_marks(language: str):
    drawing = shipped("16:9", language).drawing
    for projects in groups(drawing.shapes, "Projects"):
        for mark in projects.shapes:
            assert isinstance(mark, Group)
            for disc in (shape for shape in mark.shapes if isinstance(shape, Circle) and shape.name == "Disc"):
                r = disc.radius * 0.7
                box = (disc.x - r, disc.y - r, disc.x + r, disc.y + r)
                assert not [name for name in drawing.labels if touches(name, box)], mark.name


@pytest.mark.alike
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_placed_project_has_its_mark_and_its_name_and_every_other_is_listed(language: str):
    made = shipped("16:9", language)
    texts = {" ".join(shape.lines) for shape in flat(made.drawing.shapes) if isinstance(shape, Text)}
    titles = {mark.title for each in groups(made.drawing.shapes, "Projects") for mark in each.shapes}  # type: ignore[union-attr]
    for project in made.projects:
        assert name_of(project, language) in texts
        if project["geometry"]:
            assert spoken(project, language) in titles
    legend = group(made.drawing.shapes, "Legend")
    headings = {shape.lines[0] for shape in flat(legend.shapes) if isinstance(shape, Text) and shape.name == "Heading"}
    assert i18n.text(language, "unplaced.title") in headings


@pytest.mark.alike
@pytest.mark.parametrize("size", ["16:9", "square"])
def test_nothing_is_drawn_outside_the_page(size: str):
    drawing = shipped(size, "ru").drawing
    for shape in flat(drawing.shapes):
        if isinstance(shape, (Polygon, Line)):
            for x, y in (
                point for part in (shape.rings if isinstance(shape, Polygon) else shape.parts) for point in part
            ):
                assert -0.1 <= x <= drawing.width + 0.1, shape.name
                assert -0.1 <= y <= drawing.height + 0.1, shape.name


@pytest.mark.alike(every=3)
@pytest.mark.parametrize("language", ["ru", "uz", "kk"])
@pytest.mark.parametrize("size", ["16:9", "a4-portrait"])
def test_a_dense_place_is_drawn_again_larger_in_languages_of_longer_names(size: str, language: str):
    drawing = shipped(size, language).drawing
    assert group(drawing.shapes, "Inset").shapes
    assert drawing.unnamed == 0


@pytest.mark.parametrize(("language", "has_inset"), [("uz", True), ("ru", False)])
def test_an_inset_that_would_hide_much_of_a_country_is_not_drawn(language: str, has_inset: bool):
    # In Russian the one that has room for all names lies on the west of Kazakhstan.
    drawing = shipped("square", language).drawing
    assert bool([*groups(drawing.shapes, "Inset")]) == has_inset
    assert drawing.unnamed == 0


def gap(text: Text, x: float, y: float) -> float:
    """Points between the lines of a text and a point."""
    wide = max(typeface.width(line, text.face, text.size, text.spacing) for line in text.lines)
    left = text.x - {"start": 0, "middle": wide / 2, "end": wide}[text.anchor]
    top, foot = text.y - text.size * typeface.ASCENT, text.y + text.leading * (len(text.lines) - 1)
    box = shapely.box(left, top, left + wide, foot + text.size * typeface.DESCENT)
    return float(box.distance(shapely.Point(x, y)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_of_an_inset_stands_by_the_mark_of_another(language: str):
    made = shipped("16:9", language)
    inset = group(made.drawing.shapes, "Inset")
    ids = {name_of(project, language): str(project["id"]) for project in made.projects}
    discs = {
        mark.name: shape
        for mark in group(inset.shapes, "Projects").shapes
        for shape in flat((mark,))
        if isinstance(shape, Circle) and shape.name == "Disc"
    }
    for text in group(inset.shapes, "Project names").shapes:
        assert isinstance(text, Text)
        away = {name: gap(text, disc.x, disc.y) - disc.radius for name, disc in discs.items()}
        own = away.pop(ids[text.name])
        assert min(away.values()) > min(own, 6), text.name


def test_a_dense_place_is_drawn_again_larger_with_all_its_names():
    drawing = shipped("16:9", "en").drawing
    inset = group(drawing.shapes, "Inset")
    named = {" ".join(s.lines) for s in flat(inset.shapes) if isinstance(s, Text)}
    assert {"Silkway Central Asia logistics centre", "Auezov University branch in Chirchiq"} <= named
    without = picture(shipped_layer(), without=["inset"]).drawing
    with pytest.raises(KeyError):
        group(without.shapes, "Inset")


@pytest.mark.alike(every=4)
@pytest.mark.parametrize("what", DEGENERATE)
def test_a_layer_of_which_a_picture_is_not_easily_made_gives_a_sensible_one(what: str):
    made = picture(DEGENERATE[what])
    drawing = made.drawing
    assert overlaps(drawing) == []
    placed = {str(project["id"]) for project in made.projects if project["geometry"]}
    shown = {mark.name for each in groups(drawing.shapes, "Projects") for mark in each.shapes}
    assert shown == placed
    for shape in flat(drawing.shapes):
        if isinstance(shape, (Text, Circle)):
            assert math.isfinite(shape.x)
            assert math.isfinite(shape.y)


@pytest.mark.parametrize("empty", [layer(), layer(feature(None, precision="unlocated", countries=["TK"]))])
def test_of_nothing_no_picture_is_made_and_a_sentence_says_why(empty: geo.Layer):
    with pytest.raises(CoopmapError, match=r"^There is nothing to show: .*\.$"):
        assert picture(empty).drawing


def test_the_same_layer_gives_the_same_drawing():
    assert picture(shipped_layer()).drawing == shipped("16:9", "en").drawing


# --- projection -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("places", "kind"),
    [
        ([(50, 40), (80, 52)], "aea"),
        ([(178, 50), (-178, 55)], "aea"),
        ([(30, -8), (36, 9)], "laea"),
        ([(-170, 84), (-60, 84), (60, 84), (150, 84)], "laea"),
        ([(-120, 50), (60, -40), (150, 10)], "eqearth"),
        ([(20, -34), (30, -25)], "aea"),
    ],
)
def test_the_projection_is_an_equal_area_one_that_suits_the_place(places: list[tuple[float, float]], kind: str):
    chosen = projection.suited(places)
    assert chosen.crs.startswith(f"+proj={kind} ")
    frame = framed(chosen, places, (0, 0, 400, 300), margin=20)
    areas = []
    for lon, lat in places:
        corners = frame.projection.forward([(lon + a, lat + b) for a, b in ((0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1))])
        x, y = corners[:, 0], corners[:, 1]
        flat_area = abs(sum(x[n - 1] * y[n] - x[n] * y[n - 1] for n in range(4))) / 2
        areas.append(flat_area / abs(math.sin(math.radians(lat + 0.1)) - math.sin(math.radians(lat))))
    assert max(areas) / min(areas) < 1.02


def test_the_middle_of_places_across_the_antimeridian_lies_between_them():
    assert projection.centre([(170, 50), (-160, 54)]) == (-175, 52)
    assert projection.centre([(10, 50), (20, 54)]) == (15, 52)


@given(
    st.tuples(st.floats(-180, 180), st.floats(20, 60)),
    st.lists(st.tuples(st.floats(-30, 30), st.floats(-10, 10)), min_size=1),
    st.sampled_from((1, -1)),
)
def test_albers_projection_is_that_of_proj(middle: tuple[float, float], away: list[tuple[float, float]], half: int):
    places = np.array([(middle[0] + lon, half * (middle[1] + lat)) for lon, lat in away])
    chosen = projection.suited(places.tolist())
    assume(isinstance(chosen, projection.Albers))
    known = Proj(chosen.crs)
    everywhere = np.vstack([places, np.mgrid[-180:180:20, -90:91:10].reshape(2, -1).T])
    plane = chosen.forward(everywhere)
    assert plane == pytest.approx(np.transpose(known(*everywhere.T)), abs=0.001)
    back = chosen.backward(plane[: len(places)])
    assert geodesics.way(*back.T, *places.T)[1] == pytest.approx(0, abs=0.01)
    outside = np.array([(0, 2e7), (0, -2e7)])
    assert (
        np.isfinite(chosen.backward(outside)).tolist()
        == np.isfinite(known(outside[:, 0], outside[:, 1], inverse=True)).T.tolist()
    )


def test_the_scale_is_true_in_the_middle_of_the_map():
    """Two marks 300 km from each other stand as many bars apart as they should."""
    east = float(geodesics.destination(66, 48, 90, 300_000)[0])
    drawing = picture(spots((66, 48), (east, 48), precision="town", status="operating")).drawing
    xs = [s.x for s in flat(group(drawing.shapes, "Projects").shapes) if isinstance(s, Circle) and s.name == "Disc"]
    shapes = list(flat(group(drawing.shapes, "Scale").shapes))
    [bar] = [shape for shape in shapes if isinstance(shape, Line) and shape.name == "Bar"]
    [text] = [shape for shape in shapes if isinstance(shape, Text)]
    metres = float(text.lines[0].removesuffix("\u00a0km")) * 1000
    wide = bar.parts[0][-1][0] - bar.parts[0][0][0]
    assert abs(xs[1] - xs[0]) / wide * metres == pytest.approx(300_000, rel=0.01)


def test_a_town_that_a_project_is_named_like_is_named_once():
    towns = {"Astana": (71.43, 51.13), "Oral": (51.37, 51.23), "Aqtau": (51.16, 43.65)}
    projects = [
        feature(point(*at), id=town.lower(), name_en=town, precision="town", status="operating")
        for town, at in towns.items()
    ]
    drawing = picture(layer(*projects), language="en").drawing
    names = [shape.name for shape in flat(drawing.shapes) if isinstance(shape, Text)]
    assert {town: names.count(town) for town in towns} == dict.fromkeys(towns, 1)
    assert "Almaty" in names


def test_a_status_that_the_schema_does_not_know_is_drawn_as_one_that_is_not_stated():
    assert (
        markers.status_style({"status": "no such"})
        == markers.status_style({})
        != markers.status_style({"status": "unknown"})
    )


def test_a_mark_on_a_line_lies_on_what_is_seen_of_it():
    road = layer(feature(line([60, 45], [70, 45]), id="a", route="schematic"))
    made = picture(road, extent=(66, 43, 69, 47))
    frame_marks = groups(made.drawing.shapes, "Projects")[0].shapes
    [mark] = frame_marks
    assert isinstance(mark, Group)
    [disc] = [s for s in mark.shapes if isinstance(s, Circle) and s.name == "Disc"]
    assert 0 < disc.x < made.drawing.width


def test_a_picture_of_an_extent_shows_only_what_lies_in_it():
    found = picture(shipped_layer(), extent=(75, 42, 79, 45)).drawing
    shown = {mark.name for each in groups(found.shapes, "Projects") for mark in each.shapes}
    assert "tiiame-branch-almaty" in shown
    assert "chevrolet-kostanay" not in shown
    legend = {line for s in flat(group(found.shapes, "Legend").shapes) if isinstance(s, Text) for line in s.lines}
    assert i18n.text("en", "sector.education") in legend
    assert i18n.text("en", "sector.automotive") not in legend


def test_every_size_has_the_shape_that_its_name_says():
    ratios = {name: wide / high for name, (wide, high, _) in SIZES.items()}
    assert ratios["16:9"] == pytest.approx(16 / 9)
    assert ratios["4:3"] == pytest.approx(4 / 3)
    assert ratios["a4"] == pytest.approx(math.sqrt(2), abs=0.001)
    assert ratios["a3-portrait"] == pytest.approx(1 / math.sqrt(2), abs=0.001)
    assert ratios["square"] == 1


def test_a_project_far_from_central_asia_stands_on_the_world_s_base_map():
    drawing = picture(layer(feature(point(-100, 40), countries=["US"]))).drawing
    names = [shape.name for shape in group(drawing.shapes, "Base map").shapes]
    assert names[:2] == ["Sea", "Land 1"]
    assert "United States" in names
