"""The map on paper: printed to PDF by the browser, its text and its picture read back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Opener
from tests.maps.pages import card, entry_of, name, shipped_layer, show_tab, switch_of, until, word

PROJECTS: list[dict[str, Any]] = [dict(project.properties) for project in shipped_layer().projects]
A4 = (210, 297)  # millimetres


@pytest.fixture(autouse=True)
def poppler() -> None:
    """Its tools read the PDF. Without them these tests are skipped, and in CI they fail."""
    if not (shutil.which("pdftotext") and shutil.which("pdftoppm")):
        reason = "pdftotext and pdftoppm were not found; install poppler-utils."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


def squeezed(text: str) -> str:
    """A text without spaces and hyphens: lines of a PDF are broken anywhere, and hyphens at their ends are lost."""
    return re.sub(r"[\s-]+", "", text)


def run(tool: str, *arguments: str | Path) -> bytes:
    """What one of poppler's tools prints."""
    found = shutil.which(tool)
    assert found
    return subprocess.run([found, *arguments], capture_output=True, check=True, timeout=60).stdout


def read(path: Path) -> str:
    """The text of a PDF without spaces."""
    return squeezed(run("pdftotext", "-enc", "UTF-8", path, "-").decode())


@dataclass(frozen=True)
class Picture:
    """A page in grey: `rows` of bytes, 0 for black, at two dots a millimetre."""

    rows: list[bytes]

    def darkness(self, top: float, bottom: float) -> float:
        """The share of dots between two heights in millimetres that are not paper."""
        part = b"".join(self.rows[int(top * 2) : int(bottom * 2)])
        return sum(dot < 245 for dot in part) / len(part)

    def mean(self) -> float:
        """How light the page is, 255 for white."""
        whole = b"".join(self.rows)
        return sum(whole) / len(whole)


def pictures(path: Path) -> list[Picture]:
    """The pages of a PDF as pictures."""
    stem = path.with_suffix("")
    run("pdftoppm", "-gray", "-r", "50.8", path, stem)
    found = []
    for file in sorted(path.parent.glob(f"{stem.name}-*.pgm")):
        kind, size, _, dots = file.read_bytes().split(b"\n", 3)
        assert kind == b"P5"
        width, height = map(int, size.split())
        assert (width, height) == pytest.approx((A4[0] * 2, A4[1] * 2), abs=2)
        found.append(Picture([dots[at : at + width] for at in range(0, width * height, width)]))
    return found


def to_paper(page: Page, path: Path) -> Path:
    """Print as the browser's own dialog does, on the paper that the page asks for."""
    page.pdf(path=path, prefer_css_page_size=True, print_background=False)
    return path


@pytest.mark.parametrize("language", ["en", "kk"])
def test_on_paper_stand_title_date_legend_and_every_project_with_its_sources(
    open_page: Opener, built_map: Path, tmp_path: Path, language: str
):
    page = open_page(built_map, language_hash=f"lang={language}")
    text = read(to_paper(page, tmp_path / "all.pdf"))
    members = shipped_layer().members
    wanted = [str(members[f"title_{language}"]), str(members["as_of"])[:4]]
    wanted += [word(language, "page.as_of").partition("{")[0]]
    for project in PROJECTS:
        wanted += [word(language, f"{field}.{project[field]}") for field in ("sector", "status")]
        wanted += [name(project, language)]
        for source in project["sources"]:
            wanted += [source["title"], source.get(f"publisher_{language}", source.get("publisher", ""))]
    assert [each for each in wanted if squeezed(each) not in text] == []
    for key in ("credits.land", "credits.water", "credits.towns", "credits.airports", "legend.line_schematic"):
        assert squeezed(word(language, key)) in text
    article = next(source["title"] for source in PROJECTS[0]["sources"] if source["language"] == "ru")
    assert text.count(squeezed(article)) == 1, "a source stands once, however many cite it"
    assert squeezed(word(language, "unplaced.reason.unlocated")) in text
    assert not re.search(r"\d{4}-\d\d", text), "a date is told as the layer has it"
    for key in ("tab.events", "search.label", "link.copy", "panel.skip", "table.open"):
        assert squeezed(word(language, key)) not in text, "what can be pressed stands on paper"


def test_on_paper_stands_only_what_is_shown(open_page: Opener, built_map: Path, tmp_path: Path):
    page = open_page(built_map, language_hash="lang=en&tab=legend")
    for sector in {project["sector"] for project in PROJECTS} - {"textile"}:
        switch_of(page, "sector", sector).click()
    show_tab(page, "projects")
    text = read(to_paper(page, tmp_path / "some.pdf"))
    shown = {project["id"] for project in PROJECTS if squeezed(name(project)) in text}
    assert shown == {project["id"] for project in PROJECTS if project["sector"] == "textile"}
    others = {project["sector"] for project in PROJECTS} - {"textile"}
    said = [sector for sector in others if squeezed(word("en", f"sector.{sector}")) in text]
    assert said == [], "the legend explains what is not there"


def test_one_project_alone_is_printed_with_all_that_is_known(open_page: Opener, built_map: Path, tmp_path: Path):
    page = open_page(built_map, language_hash="lang=en")
    page.evaluate("window.print = () => { window.asked = true; }")
    project = next(each for each in PROJECTS if each["id"] == "chevrolet-kostanay")
    entry_of(page, project).click()
    card(page).get_by_role("button", name=word("en", "print.card"), exact=True).click()
    until(page, "window.asked")
    path = to_paper(page, tmp_path / "one.pdf")
    text = read(path)
    wanted = [name(project), project["place_en"], project["summary_en"], word("en", f"status.{project['status']}")]
    wanted += [figure["label_en"] for figure in project.get("figures", ())]
    wanted += [source["title"] for source in project["sources"]]
    wanted += [source["url"] for source in project["sources"] if "url" in source]
    assert [each for each in wanted if squeezed(each) not in text] == []
    others = [each["id"] for each in PROJECTS if each is not project and squeezed(name(each)) in text]
    assert others == []
    assert len(pictures(path)) <= 2
    # Without the card the whole is printed again.
    page.keyboard.press("Escape")
    again = read(to_paper(page, tmp_path / "again.pdf"))
    assert all(squeezed(name(each)) in again for each in PROJECTS)


def test_figures_events_and_a_card_with_its_map_are_printed_as_they_stand(
    open_page: Opener, built_map: Path, tmp_path: Path
):
    page = open_page(built_map, language_hash="lang=en&tab=figures")
    expect(page.locator(".panel .indicator").first).to_be_visible()
    seen = page.locator("#panel-body").evaluate(
        "body => [...body.querySelectorAll('h2, td, b')].map(n => n.textContent)"
    )
    text = read(to_paper(page, tmp_path / "figures.pdf"))
    assert len(seen) > 20
    assert [each for each in seen if squeezed(each) not in text] == []
    cited = page.locator("#panel-body .sources li a").all_text_contents()
    assert len(cited) > 5
    assert [title for title in cited if squeezed(title) not in text] == [], "no source stays folded"
    assert squeezed(name(PROJECTS[0])) not in text
    show_tab(page, "events")
    events = page.locator(".event h3").all_inner_texts()
    text = read(to_paper(page, tmp_path / "events.pdf"))
    assert len(events) > 5
    assert [each for each in events if squeezed(each) not in text] == []
    for key in ("events.play", "tab.legend"):
        assert squeezed(word("en", key)) not in text, "what can be pressed stands on paper"
    show_tab(page, "projects")
    project = next(each for each in PROJECTS if each["id"] == "chevrolet-kostanay")
    entry_of(page, project).click()
    path = to_paper(page, tmp_path / "card.pdf")
    text = read(path)
    towns = ["Kostanay", "Rudny"]
    assert [each for each in [name(project), project["summary_en"], *towns] if squeezed(each) not in text] == []
    sheet = pictures(path)[0]
    assert len({dot for row in sheet.rows[90:260] for dot in row}) > 30, "its map stands above it"


def test_the_open_table_is_printed_with_all_its_rows_and_nothing_else(
    open_page: Opener, built_map: Path, tmp_path: Path
):
    page = open_page(built_map, language_hash="lang=en&table=name")
    path = to_paper(page, tmp_path / "table.pdf")
    text = read(path)
    assert [name(project) for project in PROJECTS if squeezed(name(project)) not in text] == []
    assert squeezed("SaryarkaAvtoProm (Allur) (Kazakhstan)") in text
    assert squeezed(str(shipped_layer().members["title_en"])) in text
    for key in ("table.save_csv", "credits.land", "card.sources"):
        assert squeezed(word("en", key)) not in text
    sizes = re.findall(rb"Page size: +([\d.]+) x ([\d.]+)", run("pdfinfo", path))
    assert all(float(width) > float(height) for width, height in sizes), "a table lies across"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white_and_the_map_is_on_its_first_page(
    open_page: Opener, built_map: Path, tmp_path: Path, scheme: Any
):
    page = open_page(built_map, language_hash="lang=en", color_scheme=scheme)
    sheets = pictures(to_paper(page, tmp_path / "paper.pdf"))
    assert len(sheets) >= 2
    for sheet in sheets:
        assert sheet.mean() > 190, "the paper is not light"
        assert sheet.darkness(0, 8) == 0, "something stands in the margin"
    # The map, about 112 mm high below the title: coloured all over, with marks and names.
    assert sheets[0].darkness(45, 130) > 0.3
    assert len({dot for row in sheets[0].rows[90:260] for dot in row}) > 60


def test_the_map_on_paper_holds_every_mark(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    outside = page.evaluate("""() => {
      const map = document.querySelector(".folium-map").getBoundingClientRect();
      const marks = [...document.querySelectorAll(".mark")];
      const inside = ({left, top, right, bottom}) =>
        left >= map.left && top >= map.top && right <= map.right && bottom <= map.bottom;
      const lost = marks.filter((mark) => !inside(mark.getBoundingClientRect()));
      return [marks.length, lost.map((mark) => mark.title)];
    }""")
    assert outside[0] > 10
    assert outside[1] == []


@pytest.mark.parametrize("state", ["lang=en&q=Tashkent", "lang=en&view=6.5/42.003/68.996&q=Tashkent"])
def test_after_printing_the_screen_is_as_it_was(open_page: Opener, built_map: Path, tmp_path: Path, state: str):
    page = open_page(built_map, language_hash=state)
    seen = "[map_coopmap.getZoom(), map_coopmap.getCenter().lat, map_coopmap.getCenter().lng, location.hash]"
    before = page.evaluate(seen)
    size = page.locator(".folium-map").bounding_box()
    to_paper(page, tmp_path / "out.pdf")
    until(page, "!document.body.classList.contains('printing')")
    after = page.evaluate(seen)
    assert after[0] == before[0]
    moved = page.evaluate("([, ...at]) => map_coopmap.latLngToContainerPoint(at.slice(0, 2))"
                          ".distanceTo(map_coopmap.getSize().divideBy(2))", before)  # fmt: skip
    assert moved <= 1, "pixels: Leaflet rounds to whole ones"
    assert after[3] == before[3]
    assert page.locator(".folium-map").bounding_box() == size
    expect(page.locator("body > .print")).to_have_count(0)
    expect(page.get_by_role("complementary")).to_be_visible()
