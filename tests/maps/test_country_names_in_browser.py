"""Names of countries and waters on the page's map: inside what they name at every size, or not there at all."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from shapely import Polygon
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

import geo
from maps import render_page
from tests.browser import Opener
from tests.geo.samples import feature, point
from tests.maps import pages
from tests.maps.pages import layer

LANGUAGES = ("en", "ru", "uz", "kk")
SIZES = (
    (1280, 720),
    (1920, 1080),
    (1024, 768),
    (768, 1024),
    (390, 844),
    (360, 640),
    (844, 390),
    (800, 450),
    (640, 360),
    (480, 700),
)
VIEWS = {"page": "", "presenter": "&present=overview", "embed": "&embed"}

BOXES = """() => {
  const frame = map_coopmap.getContainer().getBoundingClientRect();
  return [...document.querySelectorAll(".label-focus, .label-country, .label-water")].map((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const {left, right} = range.getBoundingClientRect();
    const {top, bottom} = node.getBoundingClientRect();
    const corners = [[left, top], [right, top], [right, bottom], [left, bottom]].map(([x, y]) =>
      Object.values(map_coopmap.containerPointToLatLng([x - frame.x, y - frame.y])).slice(0, 2).reverse());
    return [node.textContent.replace(/\\n/g, " "), corners];
  });
}"""


@cache
def areas(kind: str) -> dict[str, BaseGeometry]:
    """The area of each country or water by its name in each language."""
    found: dict[str, BaseGeometry] = {}
    for each in json.loads(geo.data_path(f"basemap/{kind}.geojson").read_text(encoding="utf-8"))["features"]:
        for name in {each["properties"].get(f"name_{code}") for code in LANGUAGES} - {None, ""}:
            found[name] = shape(each["geometry"]).buffer(0).union(found.get(name, Polygon()))
    return found


def outside(page: Page) -> tuple[list[str], dict[str, float]]:
    """What is named, and the names of which less than 95 % lies inside, with that share."""
    named: list[tuple[str, Any]] = page.evaluate(BOXES)
    shares = {}
    for name, corners in named:
        text_box = Polygon(corners)
        area = areas("countries").get(name) or areas("water")[name]
        shares[name] = area.buffer(0).intersection(text_box).area / text_box.area
    return [name for name, _ in named], {name: round(share, 2) for name, share in shares.items() if share < 0.95}


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS)
def test_at_every_size_a_country_is_named_inside_itself_or_not_at_all(open_page: Opener, built_map: Path, view: str):
    page = open_page(built_map, language_hash=VIEWS[view], reduced_motion="reduce")
    wrong: dict[object, dict[str, float]] = {}
    named: Counter[str] = Counter()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for language in LANGUAGES:
            state = f"lang={language}{VIEWS[view]}"
            # In another language all names are drawn anew where the map stands, and it stands as when it is opened, but
            # where its title has another height.
            if language == LANGUAGES[0] or view == "embed":
                pages.reopen(page, state)
            else:
                page.evaluate("(state) => { location.hash = state; }", state)
                pages.until(page, "(language) => document.documentElement.lang === language", language)
            names, wrong[width, height, language] = outside(page)
            named[language] += sum(name in areas("countries") for name in names)
    assert {where: names for where, names in wrong.items() if names} == {}
    assert min(named[language] for language in LANGUAGES) > 2 * len(SIZES)


def test_wherever_the_map_is_moved_no_country_is_named_in_another_and_no_water_on_land(
    open_page: Opener, built_map: Path
):
    page = open_page(built_map, language_hash="lang=en")
    wrong, waters = {}, set()
    for x, y, zoom in (
        (66, 47, 4),
        (60, 42, 5),
        (69, 41, 6),
        (71, 40.5, 7),
        (52, 43, 5),
        (80, 49, 6),
        (70, 54, 5.5),
        (76, 46, 6.5),
    ):
        pages.go(page, x, y, zoom)
        names, wrong[x, y, zoom] = outside(page)
        waters |= {name for name in names if name in areas("water")}
    assert {view: names for view, names in wrong.items() if names} == {}
    assert waters >= {"Caspian Sea", "Lake Issyk-Kul"}


@pytest.mark.parametrize("count", [60, 300, 900])
def test_among_many_marks_too(open_page: Opener, count: int):
    spots = [(50 + 35 * (number * 0.618 % 1), 38 + 16 * (number * 0.382 % 1)) for number in range(count)]
    page = open_page(render_page(layer(*(feature(point(*at), id=f"p{n}") for n, at in enumerate(spots)))))
    pages.rests(page)
    assert outside(page)[1] == {}


def test_a_name_of_two_words_takes_two_lines_where_one_has_no_room(open_page: Opener):
    renamed = pages.with_rest(pages.shipped_page(), '"en":"Uzbekistan"', '"en":"Republic of Uzbekistan"')
    page = open_page(renamed, language_hash="lang=en&view=4.6/43.000/66.000", width=1100)  # without an inset
    pages.rests(page)
    assert "Republic\nof Uzbekistan" in page.locator(".label-focus").evaluate_all(
        "all => all.map((node) => node.textContent)"
    )
