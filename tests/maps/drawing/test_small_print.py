"""What a still promises of its labels: countries named inside themselves, no letter too small, no stop hidden."""

from __future__ import annotations

from functools import cache

import pytest
import shapely

from maps.drawing import base_layer, map_layers, routes
from maps.drawing.frame import framed
from maps.drawing.map_layers import DrawnMap, MapLayers
from maps.drawing.projection import Projection, suited
from maps.drawing.shapes import Circle, Text, extent, flat, touches, within
from maps.stills.picture import SIZES, Picture, picture
from tests.geo.samples import feature, line, point
from tests.maps.drawing.test_scene import LANGUAGES, group, groups
from tests.maps.pages import layer, shipped_layer

TEN = ("16:9", "4:3", "square", "a4", "a4-portrait", "social", "story", "640x360", "390x844", "320x320")
"""Sizes at which names of countries are looked at."""


def named_countries(still: Picture, monkeypatch: pytest.MonkeyPatch) -> DrawnMap:
    """The map of a picture, whose names of countries are told with their boxes."""
    maps: list[DrawnMap] = []
    original = MapLayers.drawn

    def drawn(self: MapLayers) -> DrawnMap:
        maps.append(original(self))
        return maps[-1]

    monkeypatch.setattr(map_layers.MapLayers, "drawn", drawn)
    assert still.drawing
    return maps[-1]


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", TEN)
def test_a_country_is_named_inside_itself_or_not_at_all(size: str, language: str, monkeypatch: pytest.MonkeyPatch):
    _inside(picture(shipped_layer(), size=size, language=language), monkeypatch)


@pytest.mark.alike
@pytest.mark.parametrize("options", [{}, {"size": "390x844", "language": "kk"}, {"locator": True, "only": "flights"}])
def test_the_usual_pictures_name_countries_inside_them(options: dict[str, str], monkeypatch: pytest.MonkeyPatch):
    _inside(picture(shipped_layer(), **options), monkeypatch)  # type: ignore[arg-type]


def _inside(still: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = named_countries(still, monkeypatch)
    assert still.options.width > 700 or drawn.countries
    codes = {code for code, _, _ in drawn.countries}
    areas = {frame: base_layer.areas_of(frame, codes) for frame in dict.fromkeys(each[2] for each in drawn.countries)}
    for code, box, frame in drawn.countries:
        area = shapely.union_all(areas[frame][code])
        label = shapely.box(*box)
        assert label.intersection(area).area >= 0.95 * label.area, code


def test_both_countries_of_the_shipped_layer_are_named_on_a_page_of_the_usual_size(monkeypatch: pytest.MonkeyPatch):
    drawn = named_countries(picture(shipped_layer()), monkeypatch)
    assert {"KZ", "UZ"} <= {code for code, _, _ in drawn.countries}


@pytest.mark.alike(every=4)
@pytest.mark.parametrize("size", ["640x360", "390x844", "320x320", "96x64", "social", "16:9"])
@pytest.mark.parametrize("options", [{}, {"numbered": True}, {"by": "sector"}], ids=["plain", "numbered", "by"])
def test_no_letters_are_lower_than_eleven_pixels(size: str, options: dict[str, object]):
    still = picture(shipped_layer(), size=size, language="kk", **options)  # type: ignore[arg-type]
    least = 20 if size == "social" else 11
    texts = [shape for shape in flat(still.drawing.shapes) if isinstance(shape, Text) and shape.lines]
    assert [shape.lines for shape in texts if shape.size * still.dpi / 72 < least - 0.2] == []
    assert texts or size == "96x64" or options == {}
    legend = groups(still.drawing.shapes, "Legend")
    assert not legend or "…" not in {line for shape in flat(legend) if isinstance(shape, Text) for line in shape.lines}  # type: ignore[arg-type]


def test_a_small_picture_leaves_its_map_the_most_of_the_page():
    still = picture(shipped_layer(), size="320x320")
    frame = group(still.drawing.shapes, "Base map").shapes[0]
    xs, ys = zip(*frame.rings[0], strict=True)  # type: ignore[union-attr]
    assert max(ys) - min(ys) > 0.4 * still.drawing.height
    assert max(xs) - min(xs) > 0.5 * still.drawing.width


def test_sizes_for_social_media_have_their_pixels_and_large_letters():
    pixels = {"social": (1200, 630), "social-square": (1080, 1080), "story": (1080, 1920)}
    assert {name: picture(shipped_layer(), size=name).pixels for name in pixels} == pixels
    assert set(pixels) <= set(SIZES)


@cache
def road() -> Picture:
    """A picture with routes whose ends many names would like to cover."""
    return picture(shipped_layer(), language="ru", size="4:3", without=["inset"])


def test_no_name_covers_the_end_or_a_stop_of_a_route():
    stops = [shape for shape in flat(road().drawing.shapes) if isinstance(shape, Circle) and shape.name == "Stop"]
    assert len(stops) > 8
    for stop in stops:
        box = (stop.x - 1, stop.y - 1, stop.x + 1, stop.y + 1)
        assert not [label for label in road().drawing.labels if touches(label, box)]


# --- locators ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("only", ["chevrolet-kostanay", "flights", "road-kyzylorda-uchquduq", "rail-tours"])
def test_an_overview_holds_its_mark_and_covers_no_marker_and_no_end_of_a_route(only: str):
    drawing = picture(shipped_layer(), locator=True, only=only).drawing
    shapes = {shape.name: shape for shape in flat(group(drawing.shapes, "Overview").shapes)}
    box, here = extent((shapes["Edge"],)), extent((shapes["Here"],))
    assert within(here, box)
    marks = [shape for shape in flat(drawing.shapes) if isinstance(shape, Circle) and shape.name in ("Stop", "Disc")]
    assert marks
    assert not [mark for mark in marks if within((mark.x, mark.y, mark.x, mark.y), box)]


def test_a_map_of_half_the_countries_needs_no_overview_and_one_abroad_has_it_without_a_mark():
    wide = layer(feature(line([52, 45], [84, 47]), countries=["KZ"], route="schematic"))
    assert groups(picture(wide, locator=True).drawing.shapes, "Overview") == []
    abroad = layer(feature(point(100, 60), countries=["KZ"]))
    [overview] = groups(picture(abroad, locator=True).drawing.shapes, "Overview")
    assert "Here" not in {shape.name for shape in flat(overview.shapes)}


@pytest.mark.parametrize(
    ("only", "town"), [("chevrolet-kostanay", "Kostanay"), ("road-kyzylorda-uchquduq", "Kyzylorda")]
)
def test_a_locator_names_the_nearest_town(only: str, town: str):
    drawing = picture(shipped_layer(), locator=True, only=only).drawing
    assert town in {shape.name for shape in flat(drawing.shapes) if isinstance(shape, Text)}


# --- the antimeridian -------------------------------------------------------------------------------------------------


def parts_of(*coordinates: list[float], middle: float = 0.0, **fields: str) -> list[shapely.LineString]:
    """A line as a map of the world shows it, centred on a longitude."""
    places = [(middle + x, y) for x in (-179, -90, 0, 90, 179) for y in (-9, 9)]
    world = Projection(f"+proj=eqearth +lon_0={middle} +datum=WGS84", middle)
    frame = framed(world, places, (0, 0, 900, 500), margin=10)
    project = picture(layer(feature(line(*coordinates), **fields))).projects[0]
    return [part for course in routes.courses(frame, project) for part in course]


@pytest.mark.parametrize("route", ["schematic", "surveyed", "great_circle"])
def test_a_line_over_the_antimeridian_runs_the_short_way(route: str):
    parts = parts_of([170, 10], [-170, 20], route=route)
    assert len(parts) == 2
    assert sum(part.length for part in parts) < 120
    [whole] = parts_of([170, 10], [-170, 20], middle=180, route=route)
    assert whole.length < 120


def test_a_layer_in_fiji_fills_its_picture():
    fiji = [feature(point(lon, -17.5), id=f"f{n}", countries=["FJ"]) for n, lon in enumerate((177.4, 179.9, -179.8))]
    shown = group(picture(layer(*fiji)).drawing.shapes, "Map")
    xs = sorted(shape.x for shape in flat((shown,)) if isinstance(shape, Circle) and shape.name == "Disc")
    assert len(xs) == 3
    assert xs[-1] - xs[0] > 250  # all islands of the country are shown, and those lie farther north and south


def test_a_flight_is_drawn_as_an_arc_and_the_longer_the_flatter():
    def height(*ends: list[float]) -> float:
        frame = framed(suited(ends), ends, (0, 0, 900, 500), margin=150)
        project = picture(layer(feature(line(*ends), route="great_circle"))).projects[0]
        [[part]] = routes.courses(frame, project)
        chord = shapely.LineString([part.coords[0], part.coords[-1]])
        return float(max(chord.distance(shapely.Point(at)) for at in part.coords) / chord.length)

    assert height([69.3, 41.3], [69.4, 41.3]) == pytest.approx(0.13, abs=0.01)
    assert height([69.3, 41.3], [71.4, 51.1]) == pytest.approx(0.106, abs=0.02)
    assert height([60, 0], [90, 0]) < 0.07
