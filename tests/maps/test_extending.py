"""A sector, a status, a field and a language are each a line of a data file and their texts: nothing else lists them.

They are added to a copy of the packages, whose commands then make every output with them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from pptx import Presentation

from tests.browser import Opener
from tests.maps.pages import card, show_tab, switch_of
from tests.repo import ROOT

pytestmark = pytest.mark.slow

LANGUAGES = ("en", "ru", "uz", "kk")
TEXTS = {
    "sector.irrigation": "Irrigation and drainage",
    "status.tendered": "Out to tender",
    "form.permit": "Permit number",
}
ICON = "M2.4 4.6c2.8-2.6 8.4 2.6 11.2 0M2.4 8c2.8-2.6 8.4 2.6 11.2 0M2.4 11.4c2.8-2.6 8.4 2.6 11.2 0"
PROJECT: dict[str, Any] = {
    "type": "Feature",
    "id": "canal",
    "geometry": {"type": "Point", "coordinates": [65.5, 44.85]},
    "properties": {
        "id": "canal",
        "name_en": "A canal",
        "name_ru": "Канал",
        "sector": "irrigation",
        "status": "tendered",
        "permit": "KZ-17/2026",
    },
}


def changed(path: Path, change: Callable[[Any], object]) -> None:
    """Change a JSON file in its place."""
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def extend(folder: Path) -> None:
    """All that a person writes to add a sector with a colour of its own, a status, a field and a language."""
    model, words = folder / "geo" / "model", folder / "maps" / "words"
    sector = {"about": "Canals and drains.", "dac": 31140, "family": "water", "icon": ICON}
    changed(
        model / "sectors.json",
        lambda lists: (
            lists["families"].update(water={"light": "#3d5a00", "dark": "#c5e384"}),
            lists["sectors"].update(irrigation=sector),
        ),
    )
    status = {"about": "Bids are asked for.", "iati": 1, "fill": "empty", "edge": "dotted", "grey": False}
    changed(model / "statuses.json", lambda lists: lists["statuses"].update(tendered=status))
    schema = model / "schema.py"
    before = "FIELDS: tuple[Field, ...] = (\n"
    text = schema.read_text(encoding="utf-8")
    assert before in text
    line = '    Field("permit", k.LINE, "The number of the building permit.", group="evidence"),\n'
    schema.write_text(text.replace(before, before + line), encoding="utf-8")
    for language in LANGUAGES:
        changed(words / f"{language}.json", lambda texts: texts.update(TEXTS))
    kyrgyz = json.loads((words / "ru.json").read_text(encoding="utf-8"))
    kyrgyz |= {"language.name": "Кыргызча", "language.short": "КЫ", "filter.sector": "Тармактар"}
    (words / "ky.json").write_text(json.dumps(kyrgyz, ensure_ascii=False), encoding="utf-8")


def run(folder: Path, *arguments: str) -> str:
    """What a Python module of the copy prints."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COOPMAP_DEBUG": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def command(folder: Path, *arguments: str) -> str:
    """What a command of the copy prints."""
    return run(folder, "maps.cli", *arguments)


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages with all that is added, and a layer that uses it."""
    folder = tmp_path_factory.mktemp("extended")
    for name in ("geo", "maps", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "docs").mkdir()
    for name in ("deno.json", "deno.lock", "docs/checks.md"):
        shutil.copy(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv", target_is_directory=True)
    extend(folder)
    run(folder, "data.publish_schema")
    run(folder, "maps.page.bundle")
    layer = {"type": "FeatureCollection", "title_en": "Canals", "languages": [*LANGUAGES, "ky"], "features": [PROJECT]}
    (folder / "canals.geojson").write_text(json.dumps(layer), encoding="utf-8")
    return folder


def test_the_layer_passes_the_check_and_the_standards_have_their_codes(extended: Path):
    assert "error" not in command(extended, "check", "canals.geojson").partition("warning")[0]
    schema = json.loads((extended / "data" / "project.schema.json").read_text(encoding="utf-8"))
    properties = schema["$defs"]["project"]["properties"]
    assert properties["sector"]["enum"][-1] == "irrigation"
    assert "permit" in properties
    readme = (extended / "data" / "README.md").read_text(encoding="utf-8")
    assert "| `irrigation` | Canals and drains. | 31140 |" in readme
    assert "permit?: string;" in (extended / "maps" / "web" / "records.ts").read_text(encoding="utf-8")
    assert "permit: str" in (extended / "geo" / "model" / "record_types.py").read_text(encoding="utf-8")


def test_the_page_shows_all_of_it(extended: Path, open_page: Opener):
    command(extended, "build", "canals.geojson", "-o", "map.html")
    page = open_page(extended / "map.html", language_hash="lang=en&project=canal")
    expect(card(page).locator(".chip-sector")).to_have_text(TEXTS["sector.irrigation"])
    expect(card(page).locator(".chip-status")).to_have_text(TEXTS["status.tendered"])
    expect(card(page)).to_contain_text("KZ-17/2026")
    expect(card(page).locator(".extra dt")).to_have_text(TEXTS["form.permit"])
    expect(card(page).locator(".chip-sector")).to_have_css("background-color", "rgb(61, 90, 0)")
    expect(page.locator(".mark .edge-dotted.mark-water")).to_be_visible()
    page.evaluate("location.hash = 'lang=ky&tab=legend'")
    expect(page.locator("#panel-body h2").first).to_have_text("Тармактар")
    expect(page.locator("#languages button")).to_have_count(5)
    expect(switch_of(page, "sector", "irrigation")).to_contain_text(TEXTS["sector.irrigation"])
    show_tab(page, "projects", "ru")


def test_the_form_asks_for_it(extended: Path, open_page: Opener):
    command(extended, "build", "canals.geojson", "-o", "form.html")
    page = open_page(extended / "form.html", language_hash="lang=en&project=canal")
    page.locator(".card-actions button", has_text="correction").click()
    expect(page.locator("[data-path='permit']").first).to_be_attached()
    expect(page.locator("label, .field", has_text=TEXTS["form.permit"]).first).to_be_attached()
    expect(page.locator("option[value='irrigation']").first).to_have_text(TEXTS["sector.irrigation"])
    expect(page.locator("option[value='tendered']").first).to_have_text(TEXTS["status.tendered"])


@pytest.mark.parametrize("language", ["en", "ky"])
def test_stills_and_slides_show_it(extended: Path, language: str):
    svg = extended / f"map-{language}.svg"
    command(extended, "picture", svg.name, "canals.geojson", "--lang", language)
    drawn = svg.read_text(encoding="utf-8")
    assert TEXTS["sector.irrigation"] in drawn
    assert TEXTS["status.tendered"] in drawn
    assert "#3d5a00" in drawn
    command(extended, "facts", f"{language}.pdf", "canals.geojson", "--lang", language)
    command(extended, "slides", f"{language}.pptx", "canals.geojson", "--lang", language)
    texts = [
        shape.text_frame.text
        for slide in Presentation(str(extended / f"{language}.pptx")).slides
        for shape in (*slide.shapes, *slide.notes_slide.shapes)
        if shape.has_text_frame
    ]
    assert any(TEXTS["status.tendered"] in text for text in texts)
    assert any(f"{TEXTS['form.permit']}: KZ-17/2026" in text for text in texts)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_spreadsheets_have_a_column_for_it_before_it_has_a_header_of_its_own(extended: Path, ending: str):
    """A header that nobody has translated yet is the field's name; a word for a code is read as that code."""
    command(extended, "export", f"out.{ending}", "canals.geojson", "--lang", "ru")
    command(extended, "import", f"out.{ending}", f"back-{ending}.geojson", "--yes")
    [feature] = json.loads((extended / f"back-{ending}.geojson").read_text(encoding="utf-8"))["features"]
    assert {key: feature["properties"].get(key) for key in ("sector", "status", "permit")} == {
        key: PROJECT["properties"][key] for key in ("sector", "status", "permit")
    }
