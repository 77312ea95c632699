"""A layer's own lists are what every output shows, asks for, reads and writes: page, form, stills, slides, tables."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from pptx import Presentation
from python_calamine import CalamineWorkbook

import geo
from geo.tables.writers import export
from maps import fact_sheets, picture, render_page, slide_deck
from maps.page.payload import page_data
from maps.project_tables import plain_projects
from maps.text import project_text
from maps.text.code_labels import labels
from tests import own_lists
from tests.browser import Opener
from tests.conftest import Command
from tests.geo.tables import plans
from tests.maps.pages import card, switch_of


@pytest.fixture(scope="module")
def layer(tmp_path_factory: pytest.TempPathFactory) -> geo.Layer:
    folder = tmp_path_factory.mktemp("own")
    lists = {"sectors": own_lists.SECTORS, "fields": own_lists.FIELDS, "statuses": own_lists.STATUSES}
    path = own_lists.write(folder, **lists)
    content = json.loads(path.read_text(encoding="utf-8"))
    content["features"][0]["properties"]["status"] = "tendering"
    path.write_text(json.dumps(content), encoding="utf-8")
    return geo.read(path)


def test_the_page_holds_the_layers_own_sectors_and_no_others(layer: geo.Layer) -> None:
    data: Any = page_data(layer, title=None, language=None)[0]
    entries = data["words"]["entries"]
    names = {key: entry for key, entry in entries.items() if key.startswith("sector.")}
    assert list(data["theme"]["sectors"]) == [*own_lists.SECTORS, ""]
    assert set(names) == {f"sector.{code}" for code in own_lists.SECTORS}
    assert names["sector.ports"] == ["Sea ports", "Морские порты", "Sea ports", "Sea ports"]
    assert names["sector.energy"][1] == "Энергетика"
    own = {"sectors": own_lists.SECTORS, "statuses": own_lists.STATUSES, "fields": own_lists.FIELDS}
    assert data["layer"]["codebook"] == own
    assert data["theme"]["statuses"]["tendering"] == data["theme"]["statuses"]["planned"]
    assert entries["status.tendering"][:2] == ["Out to tender", "Объявлен конкурс"]
    assert entries["status.operating"][0] == "Running"
    # No project speaks of an article: neither legend, table nor form does.
    assert data["codes"]["article"] == []
    assert [name for name, *_ in data["own"]] == list(own_lists.FIELDS)
    assert entries["own.phase.one"][:2] == ["First", "Первая"]
    assert entries["own.audited.yes"][:2] == ["Yes", "Да"]
    [port, _] = data["projects"]
    assert own_lists.OWN.items() <= port.items()
    assert "extra" not in port


def test_stills_and_slides_show_own_names_icons_and_colours(layer: geo.Layer) -> None:
    drawn = picture(layer).svg().decode()
    assert "Sea ports" in drawn
    assert "#0b6e8a" in drawn
    assert "Out to tender" in drawn
    assert "Морские порты" in picture(layer, by="sector", language="ru").svg().decode()
    assert fact_sheets(layer, only="ports")[1] == 1
    deck = Presentation(io.BytesIO(slide_deck(layer, only="fisheries")[0]))
    texts = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    assert any("Fisheries" in text for text in texts)
    [port, _] = plain_projects(layer)
    recorded = dict(project_text.more(port, "ru"))
    assert recorded["Охват хозяйств"] == "12\u00a0500 households"
    assert (
        recorded | {"Грант": "1,5 млн евро", "Audited": "Да", "Phase": "Within", "Permit number": "=KE/17"} == recorded
    )
    assert (recorded["Signed on"], recorded["Lesson"]) == ("март 2025 года", "Ask the fishers first.")


@pytest.mark.parametrize("ending", ["xlsx", "csv", "gpkg", "kml"])
def test_tables_speak_of_own_sectors_and_are_read_again(layer: geo.Layer, tmp_path: Path, ending: str) -> None:
    plans.export(layer, tmp_path / f"out.{ending}")
    assert [item.what for item in plans.planned(tmp_path / f"out.{ending}", layer).items] == ["same", "same"]
    anew = plans.planned(tmp_path / f"out.{ending}", replace(layer, features=())).after
    [port] = [project.properties for project in anew.projects if project.id == "lamu-port"]
    assert own_lists.OWN.items() <= port.items()


def test_a_template_offers_own_sectors_and_its_example_is_none_of_the_projects(
    layer: geo.Layer, tmp_path: Path
) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(export.template("ru", labels(layer.codebook), layer))
    plan = plans.planned(path, layer)
    assert plan.items == ()
    assert "example" in plan.notes[0]
    words = [row[0] for row in CalamineWorkbook.from_path(path).get_sheet_by_name("choices").to_python()]
    assert "Морские порты" in words
    headers = [str(cell) for cell in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[0]]
    assert {"Охват хозяйств", "Phase", "Lesson (en)", "Грант", "Грант: Валюта"} <= set(headers)


def test_an_ordinary_table_knows_the_words_of_own_sectors_alone(layer: geo.Layer, tmp_path: Path) -> None:
    path = tmp_path / "more.csv"
    rows = (
        "Project name,Sector,Households served,Signed on,Audited,Grant",
        "Kisumu port,Sea ports,300,5 May 2024,yes,$1.2 million",
    )
    path.write_text("\n".join((*rows, "Mill,Textile,many,,,700\n")), encoding="utf-8")
    records = [dict(item.feature["properties"]) for item in plans.planned(path, layer).items]
    assert [record.get("sector") for record in records] == ["ports", None]
    kisumu = {"households": 300, "signed_on": "2024-05-05", "audited": "yes"}
    kisumu |= {"grant_amount": 1200000, "grant_currency": "USD"}
    assert [{key: record.get(key) for key in kisumu} for record in records] == [kisumu, dict.fromkeys(kisumu)]
    # A sum without a currency is none: it stays as it is written.
    assert records[1]["Grant"] == 700
    path.write_text('Project name,"Grant, mln USD"\nQuay,1.5\n', encoding="utf-8")
    [quay] = [dict(item.feature["properties"]) for item in plans.planned(path, layer).items]
    assert (quay["grant_amount"], quay["grant_currency"]) == (1500000, "USD")


def test_a_new_layer_takes_a_list_of_sectors(tmp_path: Path, command: Command) -> None:
    (tmp_path / "mine.json").write_text(json.dumps({"sectors": own_lists.SECTORS}), encoding="utf-8")
    here = tmp_path / "here"
    here.mkdir()
    done = command("new", "ports", "--countries", "KE", "--sectors", "../mine.json", "--no-open", cwd=here)
    assert done.returncode == 0, done.stderr
    quay = ("--name-en", "Quay", "--sector", "sea ports", "--place", "Mombasa")
    (here / "data" / "fields.json").write_text(json.dumps({"fields": own_lists.FIELDS}), encoding="utf-8")
    strange = command("add", *quay, "--yes", "--field", "depth=12", cwd=here)
    assert strange.stderr.startswith("--field: got “depth=12”; expected CODE=VALUE, one of its own fields"), (
        strange.stderr
    )
    own = (
        "--field",
        "grant=1.2 million USD",
        "--field",
        "phase=first",
        "--field",
        "audited=да",
        "--field",
        "households=9",
    )
    added = command("add", *quay, "--yes", *own, cwd=here)
    assert added.returncode == 0, added.stderr
    layer = geo.read(here / "data" / "projects.geojson")
    assert list(layer.codebook.sectors) == list(own_lists.SECTORS)
    assert layer.projects[0].properties["sector"] == "ports"
    # A layer of countries beyond the region is looked up among the world's towns without being asked.
    assert layer.projects[0].geometry == {"type": "Point", "coordinates": [39.66359, -4.05466]}
    said = {"grant_amount": 1200000, "grant_currency": "USD", "phase": "one", "audited": "yes", "households": 9}
    assert said.items() <= layer.projects[0].properties.items()


def test_card_legend_and_form_are_those_of_the_list(layer: geo.Layer, tmp_path: Path, open_page: Opener) -> None:
    (tmp_path / "map.html").write_text(render_page(layer), encoding="utf-8")
    page = open_page(tmp_path / "map.html", language_hash="lang=ru&project=lamu-port")
    recorded = card(page).locator(".extra")
    expect(recorded.locator("dt")).to_have_text(
        ["Permit number", "Охват хозяйств", "Signed on", "Public record", "Audited", "Lesson", "Грант", "Phase"]
    )
    expect(recorded.locator("dd")).to_have_text(
        [
            "=KE/17",
            "12 500 households",
            "март 2025 года",
            "https://example.org/lamu",
            "Да",
            "Ask the fishers first.",
            "1,5 млн евро",
            "Within",
        ]
    )
    expect(recorded.locator("a")).to_have_attribute("href", "https://example.org/lamu")
    page.locator(".card-actions button").filter(has_text="исправление").click()
    expect(page.locator("[data-path='article']")).to_have_count(0)
    expect(page.locator("[data-path='phase'] option")).to_have_text(["—", "Первая", "Within"])
    expect(page.locator("[data-path='households']")).to_have_value("12500")
    expect(page.locator("[data-path='grant_amount']")).to_have_value("1500000")
    expect(page.locator("[data-path='grant_currency']")).to_have_value("EUR")
    expect(page.locator("label.field").filter(has=page.locator("[data-path='grant_currency']"))).to_contain_text(
        "Грант: Валюта"
    )
    expect(page.locator("[data-path='lesson_en']")).to_have_value("Ask the fishers first.")
    page.evaluate("location.hash = 'lang=en&table=households'")
    expect(page.locator(".table-view .column-article")).to_have_count(0)
    expect(page.locator(".table-view .column-households")).to_have_text("Households served")
    expect(page.locator(".table-view tbody")).to_contain_text("12,500 households")
    page.evaluate("location.hash = 'lang=en&table=&project=fish-market'")
    chip = card(page).locator(".chip-sector")
    expect(chip).to_have_text("Fisheries")
    expect(chip).to_have_css("background-color", "rgb(11, 110, 138)")
    page.evaluate("location.hash = 'lang=ru&tab=legend'")
    expect(switch_of(page, "sector", "ports")).to_contain_text("Морские порты")
    expect(switch_of(page, "own.phase", "within")).to_contain_text("1")
    page.evaluate("location.hash = 'lang=ru&tab=legend&own.phase=within'")
    expect(switch_of(page, "own.phase", "")).to_have_attribute("aria-pressed", "false")
    page.evaluate("location.hash = 'lang=ru&tab=list&own.phase=within'")
    expect(page.locator(".filter-chip")).to_have_text("Within ×")
    page.locator(".filter-chip").click()
    expect(page.locator(".filter-chip")).to_have_count(0)
    page.evaluate("location.hash = 'lang=ru&project=fish-market'")
    page.locator(".card-actions button").filter(has_text="исправление").click()
    expect(page.locator("[data-path='sector'] option")).to_have_text(
        ["—", "Highways", "Энергетика", "Морские порты", "Fisheries"]
    )
