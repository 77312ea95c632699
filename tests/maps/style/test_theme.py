"""The look serves everyone: colours told apart by every eye and read on every ground, icons told apart without them."""

from __future__ import annotations

import re
from itertools import combinations, product
from math import dist
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from shapely import MultiLineString, MultiPoint

from geo.model import codes
from geo.model.codebook import BUILT_IN
from geo.model.colours import EYES, contrast, lab
from maps.drawing import icon_paths
from maps.drawing.markers import sample
from maps.drawing.shapes import Drawing
from maps.page.bundle import WEB
from maps.stills.png import png
from maps.style import theme
from maps.style.looks import looks_of
from tests.browser import Opener
from tests.maps.pixels import pixels

GROUNDS = ("land", "water", "focus-1", "focus-2")
THEMES = {"light": (theme.LIGHT, theme.FAMILIES), "dark": (theme.DARK, theme.FAMILIES_DARK)}
TEXTS = [
    ("ink", "paper"),
    ("ink", "wash"),
    ("ink", "amber-wash"),
    ("ink-2", "paper"),
    ("error", "paper"),
    ("ink-2", "wash"),
    ("accent", "paper"),
    ("accent", "wash"),
    ("amber", "amber-wash"),
    ("paper", "ink"),
    ("grey", "paper"),
    ("ink", "mark"),
    ("paper", "accent"),
    ("water-text", "water"),
    ("country-text", "land"),
    *product(["focus-text"], ["focus-1", "focus-2"]),
    *product(["town-text", "ink"], ["land", "focus-1", "focus-2"]),
]


def test_the_measures_agree_with_known_values():
    assert contrast("#000000", "#ffffff") == pytest.approx(21, abs=0.01)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert lab("#ff0000", "normal") == pytest.approx((53.24, 80.09, 67.20), abs=0.05)


def test_every_choice_of_the_schema_has_a_look_and_no_other_has():
    assert set(theme.SECTORS) == set(codes.SECTORS)
    assert set(theme.STATUSES) == set(codes.STATUSES)
    assert set(theme.ROUTES) == set(codes.ROUTES)


def test_every_sector_belongs_to_a_family_and_no_family_is_without():
    assert {sector.family for sector in theme.SECTORS.values()} == set(theme.FAMILIES)


def test_every_status_is_drawn_in_its_own_way():
    looks = [
        (style.fill, style.edge, style.grey, style.struck)
        for style in (*theme.STATUSES.values(), theme.STATUS_NOT_STATED)
    ]
    assert len(set(looks)) == len(looks)


def test_a_code_that_there_is_not_looks_like_none():
    looks = looks_of(BUILT_IN)
    assert looks.sector("no such") == looks.sector(None) == theme.SECTOR_NOT_STATED
    assert looks.status("no such") == looks.status(None) == theme.STATUS_NOT_STATED
    assert theme.STATUS_NOT_STATED.grey
    assert theme.SECTOR_NOT_STATED.colour == "grey"


def test_both_themes_name_the_same_colours():
    assert theme.DARK.keys() == theme.LIGHT.keys()
    assert theme.FAMILIES_DARK.keys() == theme.FAMILIES.keys()


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("name", THEMES)
def test_the_families_differ_for_every_eye(name: str, eye: str):
    near = {
        (one, other): round(difference, 1)
        for (one, a), (other, b) in combinations(THEMES[name][1].items(), 2)
        if (difference := dist(lab(a, eye), lab(b, eye))) < 12
    }
    assert near == {}


@pytest.mark.parametrize("status", ["operating", "planned"])
@pytest.mark.parametrize("name", THEMES)
def test_the_families_differ_for_every_eye_in_marks_of_14_pixels(name: str, status: str):
    painted = {family: strongest(name, family, status) for family in theme.FAMILIES}
    for eye in EYES:
        near = {
            (one, other): round(apart, 1)
            for (one, a), (other, b) in combinations(painted.items(), 2)
            if (apart := dist(lab(a, eye), lab(b, eye))) < 7  # three times what is just noticed, 2.3
        }
        assert near == {}, eye
        ink, paper = (THEMES[name][0][ground] for ground in ("ink", "paper"))
        assert min(dist(lab(colour, eye), lab(ink, eye)) for colour in painted.values()) >= 9, "none is taken for ink"
        assert min(contrast(colour, paper) for colour in painted.values()) >= 3, "each stands out from paper"


def strongest(name: str, family: str, status: str) -> str:
    """The colour that stands out most from paper in a mark of 14 pixels."""
    colours, families = THEMES[name]
    sector = next(code for code, look in theme.SECTORS.items() if look.family == family)
    palette = {**colours, **{f"family-{family}": colour for family, colour in families.items()}}
    drawing = Drawing(14, 14, sample({"sector": sector, "status": status}, (7, 7), 14), palette)
    painted = pixels(png(drawing, (14, 14), 72)).convert("RGB").tobytes().hex()
    seen = {f"#{painted[at : at + 6]}" for at in range(0, len(painted), 6)}
    return max(seen, key=lambda colour: dist(lab(colour), lab(colours["paper"])))


@pytest.mark.parametrize("name", THEMES)
def test_icons_and_texts_are_read_on_every_family_and_the_family_on_paper(name: str):
    colours, families = THEMES[name]
    for ground in ("on-family", "paper"):
        assert {family for family, colour in families.items() if contrast(colour, colours[ground]) < 4.5} == set()


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", THEMES)
def test_marks_stand_out_from_the_ground(name: str, ground: str):
    colours, families = THEMES[name]
    marks = {**families, "grey": colours["grey"], "accent": colours["accent"]}
    assert {mark for mark, colour in marks.items() if contrast(colour, colours[ground]) < 3} == set()


@pytest.mark.parametrize(("text", "ground"), TEXTS)
@pytest.mark.parametrize("name", THEMES)
def test_texts_are_read_on_their_ground(name: str, text: str, ground: str):
    colours, _ = THEMES[name]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_the_edges_of_fields_the_borders_and_the_layers_own_countries_are_seen(name: str):
    colours, _ = THEMES[name]
    assert contrast(colours["edge"], colours["paper"]) >= 3
    assert min(contrast(colours["land"], colours[ground]) for ground in ("focus-1", "focus-2")) >= 1.15
    assert contrast(colours["border"], colours["land"]) >= 1.5
    assert min(contrast(colours["border-shared"], colours[ground]) for ground in ("focus-1", "focus-2")) >= 3


_PATHS = sorted(WEB.glob("*.css"))
STYLE = "\n".join(re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8")) for path in _PATHS)


def test_the_style_sheets_use_only_colours_that_the_theme_has():
    defined = set(re.findall(r"(--[\w-]+):", theme.css() + STYLE))
    assert set(re.findall(r"var\((--[\w-]+)", STYLE)) - defined == set()


def test_the_style_sheets_name_no_colour_of_their_own():
    """Or a part of the page would stay light at night; only paper is white by its own."""
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*\})|rgba?\(|hsla?\(", STYLE) in ([], ["#fff"])


NEWER = (":has(", "&", "@starting-style", "light-dark(", "anchor(", "position-anchor", "position-area", "@scope",
         "@property", "field-sizing", "interpolate-size", "allow-discrete", "text-box", "linear(", "@view-transition",
         ":popover-open", ":user-invalid", "scrollbar-color", "contrast-color(", "round(")  # fmt: skip
"""What Chrome 109, Firefox ESR 115 or Safari 16.4 do not know: a rule that has it is no rule there."""
WITH_FALLBACK = {"color-mix(": "Chrome 111", "subgrid": "Chrome 117", '/ "': "Firefox 128"}
"""What stands as a second value, after one that older browsers know: from when on it is known."""
DECLARATION = re.compile(r"([\w-]+)\s*:\s*([^;{}]+)")


def test_browsers_of_2023_know_every_rule_of_the_style_sheets():
    assert [new for new in NEWER if new in re.sub(r'"[^"]*"', '""', STYLE)] == []
    known: set[str] = set()
    alone = []
    for part in re.split(r"([{}])", STYLE):
        if part in ("{", "}"):
            known.clear()
        for declared, value in DECLARATION.findall(part):
            if not any(new in value for new in WITH_FALLBACK):
                known.add(declared)
            elif declared not in known:
                alone.append((declared, value))
    assert alone == []


SEEN = """() => {
  const canvas = document.querySelector(".leaflet-ground-pane canvas");
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", {willReadFrequently: true});
  copy.drawImage(canvas, 0, 0);
  const pixels = copy.getImageData(0, 0, canvas.width, canvas.height).data;
  const counted = new Map();
  for (let i = 0; i < pixels.length; i += 4 * 97) {
    const colour = "#" + [...pixels.slice(i, i + 3)].map((n) => n.toString(16).padStart(2, "0")).join("");
    counted.set(colour, (counted.get(colour) || 0) + 1);
  }
  const [most] = [...counted].sort((a, b) => b[1] - a[1])[0];
  return [most, getComputedStyle(document.body).color];
}"""


def turn(page: Page, scheme: str) -> None:
    """The system turns dark or light, and the page has heard of it."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_page_follows_the_system_and_its_changes_and_paper_is_always_light(
    open_page: Opener, built_map: Path, name: str
):
    """The commonest colour of the ground is that of the land; the text has the ink's."""
    expected = {
        scheme: [colours["land"], f"rgb{tuple(bytes.fromhex(colours['ink'][1:]))}"]
        for scheme, (colours, _) in THEMES.items()
    }
    other = {"light": "dark", "dark": "light"}[name]
    page = open_page(built_map, language_hash="lang=en", color_scheme=name)
    page.locator(".leaflet-ground-pane canvas").wait_for(state="attached")
    assert page.evaluate(SEEN) == expected[name]
    turn(page, other)
    assert page.evaluate(SEEN) == expected[other]
    turn(page, name)
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(SEEN) == expected["light"]
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(SEEN) == expected[name]


MEASURE_ICONS = """icons => {
  const found = {};
  for (const [name, {path, solid}] of Object.entries(icons)) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
    shape.setAttribute("d", path);
    svg.append(shape);
    document.body.append(svg);
    const {x, y, width, height} = shape.getBBox();
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 14;
    const pen = canvas.getContext("2d");
    pen.scale(14 / 16, 14 / 16);
    pen.lineWidth = solid ? 0.6 : 1.5;
    pen.stroke(new Path2D(path));
    if (solid) pen.fill(new Path2D(path));
    const ink = [...pen.getImageData(0, 0, 14, 14).data].filter((_, i) => i % 4 === 3).map(alpha => alpha / 255);
    found[name] = {box: [x, y, x + width, y + height], ink};
  }
  return found;
}"""


def test_the_icons_are_sound_paths_within_their_grid_and_told_apart_at_14_pixels(open_page: Opener):
    page = open_page("<!doctype html><meta charset=utf-8><title>icons</title><body>")
    icons = {name: {"path": sector.icon.path, "solid": sector.icon.solid} for name, sector in theme.SECTORS.items()}
    found: dict[str, Any] = page.evaluate(MEASURE_ICONS, icons)
    for name, icon in found.items():
        west, north, east, south = icon["box"]
        assert min(west, north) >= 0.75, f"{name} is cut off with its stroke"
        assert max(east, south) <= 15.25, f"{name} is cut off with its stroke"
        assert max(east - west, south - north) >= 10, f"{name} is smaller than its fellows"
    for (one, a), (other, b) in combinations(found.items(), 2):
        apart = sum(abs(x - y) for x, y in zip(a["ink"], b["ink"], strict=True))
        assert apart > 0.4 * min(sum(a["ink"]), sum(b["ink"])), f"{one} and {other} look alike"


PATH_POINTS = """icons => Object.fromEntries(Object.entries(icons).map(([name, d]) => {
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", d);
  const long = shape.getTotalLength();
  const points = Array.from({length: 2001}, (_, n) => shape.getPointAtLength(long * n / 2000));
  return [name, {long, points: points.map(({x, y}) => [x, y])}];
}))"""


def test_the_lines_of_each_icon_are_those_that_a_browser_draws(open_page: Opener):
    page = open_page("<!doctype html><meta charset=utf-8><title>icons</title><body>")
    drawn = page.evaluate(PATH_POINTS, {name: sector.icon.path for name, sector in theme.SECTORS.items()})
    for name, path in drawn.items():
        strokes = icon_paths.strokes(theme.SECTORS[name].icon.path)
        lines = MultiLineString([[*stroke.points, *stroke.points[: stroke.closed]] for stroke in strokes])
        assert lines.hausdorff_distance(MultiPoint(path["points"])) < 0.07, name
        assert lines.length == pytest.approx(path["long"], rel=0.01), name
        assert all(stroke.points[0] != stroke.points[-1] for stroke in strokes if stroke.closed), name
