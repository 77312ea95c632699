"""IATI activities come in as projects: places, statuses, sums and partners as they say, assumptions told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.io.package_data import data_path
from geo.model.codes import DAC_CODES
from geo.standards import iati
from geo.tables.readers import any_format
from tests.command_line import run_here

BANK = """<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03" generated-datetime="2026-04-27T10:32:35+08:00">
  <iati-activity default-currency="USD" last-updated-datetime="2026-04-27T10:32:35+08:00">
    <iati-identifier>XM-DAC-1-001-LN4763</iati-identifier>
    <reporting-org ref="XM-DAC-1" type="40"><narrative>A bank</narrative></reporting-org>
    <title><narrative>Power line</narrative><narrative xml:lang="fr">Ligne</narrative></title>
    <description><narrative>A line &amp; two stations.</narrative></description>
    <participating-org role="1"><narrative>A bank</narrative></participating-org>
    <participating-org role="4"><narrative>A builder</narrative></participating-org>
    <activity-status code="2"/>
    <activity-date iso-date="2024-01-01" type="1"/>
    <activity-date iso-date="2025-03-28" type="2"/>
    <activity-date iso-date="2030-08-31" type="3"/>
    <recipient-country code="KE"/>
    <location><name><narrative>Olkaria</narrative></name><point srsName="x"><pos>-0.9 36.3</pos></point>
      <exactness code="2"/><location-class code="3"/></location>
    <sector vocabulary="99" code="1"/><sector code="15110" percentage="20"/><sector code="23630" percentage="80"/>
    <transaction><transaction-type code="2"/><value value-date="2025-03-28">100.5</value></transaction>
    <transaction><transaction-type code="2"/><value value-date="2026-01-02">50</value></transaction>
    <transaction><transaction-type code="11"/><value value-date="2026-01-02">7</value></transaction>
    <document-link url="https://example.org/a"><title><narrative>Papers</narrative></title></document-link>
    <document-link url="javascript:alert(1)"><title><narrative>No</narrative></title></document-link>
  </iati-activity>
  <iati-activity xml:lang="es">
    <iati-identifier>XM-DAC-1-002</iati-identifier>
    <title><narrative>Escuela</narrative></title>
    <activity-status code="3"/>
    <sector code="15110"/>
    <location><point><pos>91 500</pos></point></location>
  </iati-activity>
</iati-activities>
"""


def imported(file: Path, *options: str) -> tuple[geo.Layer, str]:
    """The layer that a file gives, and what the command says."""
    layer = file.with_name("layer.geojson")
    done = run_here("import", file, layer, "--yes", *options)
    assert done.returncode == 0, done.stderr
    return geo.read(layer), done.stdout + done.stderr


def test_an_activity_is_a_project_with_all_that_it_says(tmp_path: Path):
    file = tmp_path / "bank.xml"
    file.write_text(BANK, encoding="utf-8")
    layer, told = imported(file)
    line, school = (dict[str, Any](project.properties) for project in layer.projects)
    assert line["id"] == "xm-dac-1-001-ln4763"
    assert (line["name_en"], line["name_fr"]) == ("Power line", "Ligne")
    assert (line["status"], line["status_date"], line["sector"]) == ("construction", "2026-04-27", "energy")
    assert (line["start"], line["start_kind"], line["end"], line["end_kind"]) == (
        "2025-03-28",
        "actual",
        "2030-08-31",
        "planned",
    )
    assert layer.projects[0].geometry == {"type": "Point", "coordinates": [36.3, -0.9]}
    assert (line["precision"], line["countries"], line["place_en"]) == ("near", ["KE"], "Olkaria")
    assert [(each["name"], each["role"]) for each in line["partners"]] == [
        ("A bank", "funder"),
        ("A builder", "partner"),
    ]
    (value,) = line["value"]
    assert (value["amount"], value["currency"], value["kind"]) == (150.5, "USD", "committed")
    assert value["label_en"] == "Sum of 2 commitments in IATI"
    assert [each.get("url") for each in line["sources"]] == [None, "https://example.org/a"]
    assert school["name_es"] == "Escuela"
    assert school["sector"] == "other"
    assert layer.projects[1].geometry is None
    assert "implementation was taken for construction" in told
    assert "15110 (1)" in told


def test_what_says_no_language_is_taken_for_english_or_for_what_the_user_says(tmp_path: Path):
    file = tmp_path / "bank.xml"
    plain = BANK.replace('<narrative xml:lang="fr">Ligne</narrative>', "").replace(' xml:lang="es"', "")
    file.write_text(plain, encoding="utf-8")
    layer, told = imported(file)
    assert [project.text("name", "en") for project in layer.projects] == ["Power line", "Escuela"]
    assert len(layer.projects[0].properties["partners"]) == 2, "lists stand beside the projects in any case"
    assert "taken for English: --map name_en=name_fr says another (2)" in told
    (tmp_path / "layer.geojson").unlink()
    layer, _ = imported(file, "--map", "name_en=name_es")
    assert layer.projects[1].text("name", "es") == "Escuela"


def test_an_identifier_that_stands_again_and_texts_in_html_lose_nothing(tmp_path: Path):
    file = tmp_path / "twice.xml"
    about = "&lt;p&gt;A line &amp;amp; &lt;a href='https://example.org/b'&gt;more&lt;/a&gt; {{7*7}}&lt;/p&gt;"
    texts = f"<title><narrative>=1+1</narrative></title><description><narrative>{about}</narrative></description>"
    activity = f"<iati-activity><iati-identifier>A 7</iati-identifier>{texts}</iati-activity>"
    file.write_text(f"<iati-activities>{activity}{activity}</iati-activities>", encoding="utf-8")
    layer, told = imported(file)
    assert [project.id for project in layer.projects] == ["a-7", "a-7-2"]
    assert {project.text("name", "en") for project in layer.projects} == {"=1+1"}
    assert {project.text("summary", "en") for project in layer.projects} == {"A line & more {{7*7}}"}
    for project in layer.projects:
        sources = project.properties["sources"]
        assert {source.get("url") for source in sources} == {None, "https://example.org/b"}
    assert "stand again" in told


def test_the_same_file_changes_nothing_the_second_time(tmp_path: Path):
    file = tmp_path / "bank.xml"
    file.write_text(BANK, encoding="utf-8")
    imported(file)
    assert "0 new, 0 changed, 2 same" in imported(file)[1]


def test_what_coopmap_writes_comes_back(tmp_path: Path):
    file = tmp_path / "own.iati.xml"
    own = geo.read(data_path("projects.geojson"))
    file.write_bytes(iati.write(own)[0])
    layer, _ = imported(file)
    by_name = {project.text("name", "en"): project for project in own.projects}
    for project in layer.projects:
        before = by_name[project.text("name", "en")]
        for field in ("name_kk", "summary_uz", "countries"):
            assert squeezed(project.properties.get(field)) == squeezed(before.properties.get(field))
        # Two sectors may share a code of the other standard.
        assert DAC_CODES[project.properties["sector"]] == DAC_CODES[before.properties["sector"]]
        shape = before.geometry
        if shape and shape["type"] == "Point" and before.properties["precision"] != "country":
            assert project.geometry == before.geometry


def squeezed(value: object) -> object:
    """A text with single blanks, as XML's readers have it."""
    return " ".join(value.split()) if isinstance(value, str) else value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<iati-activities></iati-activities>", "without an iati-activity"),
        ("<iati-activities><iati-activity>", "no sound XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><iati-activities/>', "DOCTYPE"),
        ("<iati-activities><iati-activity/></iati-activities>", ""),
    ],
)
def test_other_xml_costs_a_sentence(tmp_path: Path, text: str, said: str):
    file = tmp_path / "odd.xml"
    file.write_text(text, encoding="utf-8")
    if not said:
        assert json.dumps(any_format.read(file).main.headers)
        return
    with pytest.raises(geo.CoopmapError, match=said):
        any_format.read(file)
