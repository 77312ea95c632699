"""The layers of other countries in data/examples: nothing in them is wrong, and each becomes a page and a picture."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

import geo
from maps import render_page
from maps.drawing.shapes import Text, flat
from maps.stills.picture import picture
from maps.text import i18n
from tests.browser import Opener
from tests.maps.pages import Document

FOLDER = Path(__file__).parents[2] / "data" / "examples"


@pytest.mark.parametrize(
    "name", ["colombia-ecuador", "iran-afghanistan", "kenya-uganda", "kyrgyzstan-uzbekistan"]
)  # fmt: skip
def test_an_example_has_no_error_and_five_sourced_projects_on_its_page_and_picture(name: str, open_page: Opener):
    layer = geo.read(FOLDER / name / "projects.geojson")
    assert [problem for problem in geo.check(layer) if problem.level == "error"] == []
    for project in layer.projects:
        supported = {field for source in project.properties["sources"] for field in source["supports"]}
        assert {"status", "status_date"} <= supported, project.id
    html = render_page(layer)
    on_page = {project["id"] for project in Document(html).data()["projects"]}
    assert on_page == {project.id for project in layer.projects}
    assert len(on_page) == 5
    still = picture(layer)
    assert {str(project["id"]) for project in still.projects} == on_page
    # In the browser nothing is asked of the net and nothing goes wrong, which `open_page` sees to.
    first, last = layer.languages[0], layer.languages[-1]
    page = open_page(html, language_hash=f"lang={first}")
    for language in dict.fromkeys((first, last)):
        if language != first:
            page.locator(f".languages button[lang={language}]").click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator(".entry")).to_have_count(5)
        names = {str(project.properties.get(f"name_{language}")) for project in layer.projects}
        assert set(page.locator(".entry-name").all_text_contents()) == names
    if first == "fa":
        assert re.search("[0-9]", page.locator("body").inner_text()) is None
        texts = [shape for shape in flat(still.drawing.shapes) if isinstance(shape, Text)]
        written = " ".join(line for shape in texts if shape.name != "Credits" for line in shape.lines)
        assert re.search("[0-9]", written) is None


def test_every_example_is_tried():
    assert len(list(FOLDER.glob("*/projects.geojson"))) == 4


def test_a_line_that_is_suspended_is_not_called_planned():
    still = picture(geo.read(FOLDER / "colombia-ecuador" / "projects.geojson"), language="es")
    texts = {line for shape in flat(still.drawing.shapes) if isinstance(shape, Text) for line in shape.lines}
    assert i18n.text("es", "status.suspended") in texts
    assert i18n.text("es", "legend.line_planned") not in texts
