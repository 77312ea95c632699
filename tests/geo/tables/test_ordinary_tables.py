"""Ordinary tables come in through the command with no option: names, places and fields as the file has them, said."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.model.geojson import Feature
from geo.tables.header_meanings import meaning
from geo.tables.ordinary.language import ColumnLanguages
from geo.tables.ordinary.money import sum_of
from geo.tables.ordinary.periods import day_first_in, period
from geo.tables.readers.charset import decoded_table, likely_encoding
from maps import cli

pytestmark = pytest.mark.usefixtures("warm_sandbox_children")

CASES = Path(__file__).with_name("cases")

TASHKENT, SAMARKAND = [69.2797, 41.3111], [66.9597, 39.6542]

A = ("A works", TASHKENT, {"countries": ["UZ"]})

EXPECTED: dict[str, tuple[list[tuple[str, list[float] | list[list[float]] | None, dict[str, Any]]], list[str]]] = {
    "c1-titlerows.csv": (
        [("Bridge A", TASHKENT, {"name_es": "Bridge A", "Largo": "1"}), ("Bridge B", SAMARKAND, {"Ancho": "2"})],
        ["the headers are in row 4", "“Infrastructure projects register”"],
    ),
    "c10-utf16.txt": ([("Завод А", TASHKENT, {"name_ru": "Завод А"})], []),
    "c11-dash.csv": (
        [
            ("A works", None, {"start": None}),
            ("B works", None, {"start": None, "end": None}),
            ("C works", None, {"start": "2021", "end": "2022"}),
        ],
        [],
    ),
    "c13-dupcols.csv": ([("A works", TASHKENT, {"name_en": "A works", "name_ru": "А завод"})], []),
    "c15-money.csv": (
        [
            ("A works", TASHKENT, {"value": [{"amount": 5000, "currency": "USD"}]}),
            ("B works", [66.95, 39.65], {"value": [{"amount": 1200000, "currency": "USD"}]}),
            ("C works", [66.9, 39.66], {"value": [{"amount": 5000, "currency": "USD"}]}),
            ("D works", [66.9, 39.67], {"value": [{"amount": 1234.5, "currency": "USD"}]}),
        ],
        [],
    ),
    "c16-rowidx.csv": ([A], []),
    "c17-wkt.csv": (
        [
            A,
            ("B works", [TASHKENT, SAMARKAND], {}),
            ("C works", TASHKENT, {}),
            ("D works", [69.279337, 41.313475], {}),
            ("E works", TASHKENT, {}),
        ],
        [],
    ),
    "c19-semicolon-dot.csv": ([A], []),
    "c2-twoheaders.csv": (
        [
            ("Bridge A", TASHKENT, {"value": [{"amount": 5, "currency": "USD"}, {"amount": 4, "currency": "EUR"}]}),
            ("Bridge B", SAMARKAND, {"value": [{"amount": 6, "currency": "USD"}, {"amount": 5, "currency": "EUR"}]}),
        ],
        [],
    ),
    "c3-cp1252.csv": (
        [("Côte d’Azur–Tachkent: école générale", TASHKENT, {}), ("München–Buchara Straße", [64.42, 39.77], {})],
        ["read as windows-1252"],
    ),
    "c3b-cp1254.csv": (
        [("Türkiye–Özbekistan İş Merkezi, Şişli", TASHKENT, {"name_tr": "Türkiye–Özbekistan İş Merkezi, Şişli"})],
        ["read as windows-1254"],
    ),
    "c4-gbk.csv": (
        [("中亚天然气管道项目", TASHKENT, {"name_zh": "中亚天然气管道项目"}), ("撒马尔罕水泥厂", SAMARKAND, {})],
        ["read as GB 18030"],
    ),
    "c5-mosru.csv": (
        [("Депо", TASHKENT, {"name_ru": "Депо", "id": "12", "status": "operating"})],
        ["row 2 is the headers once more"],
    ),
    "c7-hxl.csv": ([A], []),
    "c8-total.csv": (
        [("A works", TASHKENT, {"Amount": 5, "value": None}), ("B works", SAMARKAND, {"Amount": 6})],
        ["passed over: row 4: “Total”", "expected a currency"],
    ),
    "c9-swapped.csv": ([A], ["latitude 69.2797 and longitude 41.3111 are swapped"]),
    "x1-hyperlink.xlsx": (
        [("A works", TASHKENT, {"sources": [{"title": "Ministry note", "url": "https://example.org/a"}]})],
        ["links behind cells are read as addresses"],
    ),
    "x1b-hyperlink.xlsx": (
        [("A works", TASHKENT, {"sources": [{"title": "Ministry note", "url": "https://example.org/a"}]})],
        [],
    ),
    "x2-formula.xlsx": ([("A works", TASHKENT, {"value": [{"amount": 0, "currency": "USD"}]})], []),
    "x2b-formula-nocache.xlsx": ([("A works", TASHKENT, {"value": None})], ["formulas without a stored value", "E2"]),
    "x3-merged.xlsx": (
        [
            ("Депо", TASHKENT, {"countries": ["UZ"], "value": [{"amount": 5000000, "currency": "USD"}]}),
            ("Завод", SAMARKAND, {"countries": ["UZ"], "value": [{"amount": 7000000, "currency": "USD"}]}),
            ("Скрытый завод", [66.9, 39.7], {}),
        ],
        ["the headers are in row 4", "hidden in the spreadsheet, read all the same: row 7", "“ИТОГО”"],
    ),
    "x4-sheets.xlsx": (
        [("Депо", TASHKENT, {"Sheet": "Узбекистан"}), ("Завод", [71.43, 51.13], {"countries": ["KZ"]})],
        ["projects read from 2 sheets"],
    ),
    "xlsx-sheet-a-country.xlsx": (
        [("Депо", TASHKENT, {}), ("Завод", [71.43, 51.13], {})],
        ["projects read from 2 sheets"],
    ),
    "xlsx-links-lost.xlsx": (
        [("A works", TASHKENT, {"sources": [{"title": "Ministry note", "url": "https://example.org/a"}]})],
        [],
    ),
    "advice-construction.csv": ([("A works", TASHKENT, {"status": "planned"})], []),
    "came-in-capitals.csv": ([("A works", [2.35, 48.85], {"countries": ["FR"]})], []),
    "column-that-cannot-be-left-out.csv": ([("A works", TASHKENT, {"Region": "Asia", "status": "operating"})], []),
    "coordinates-latitude-first.csv": (
        [("Mine A", [-7.3334, 26.7663], {"countries": ["DZ"]}), ("Mine B", [61.5649, 34.0121], {})],
        ["column “Coordinates” is read latitude first"],
    ),
    "country-names.csv": (
        [
            ("A works", [20.1, 41.1], {"countries": ["AL"]}),
            ("B works", [37.6173, 55.7558], {"countries": ["RU"]}),
            ("C works", TASHKENT, {"countries": ["UZ"]}),
            ("D works", [74.5698, 42.8746], {"countries": ["KG"]}),
            ("E works", [71.4307, 51.1282], {"countries": ["KZ"]}),
        ],
        [],
    ),
    "csv-not-cyrillic-cn.csv": ([("中亚天然气管道项目", TASHKENT, {})], ["read as GB 18030"]),
    "csv-not-cyrillic-fr.csv": ([("Côte d’Azur–Tachkent: école générale", TASHKENT, {})], ["read as windows-1252"]),
    "headers-below-titles.csv": (
        [("Puente A", TASHKENT, {"name_es": "Puente A", "Costo": 5})],
        ["the headers are in row 4"],
    ),
    "ids-in-capitals.csv": (
        [("A works", TASHKENT, {"id": "t01314"}), ("B works", [69.2697, 41.3211], {"id": "mli-002"})],
        ["“T01314” is “t01314”"],
    ),
    "public-wri-power-plants.csv": (
        [
            (
                "Aktobe",
                None,
                {"status": "operating", "countries": ["KZ"], "sector": "energy", "Power Plant ID": "1023210"},
            ),
            ("Pavlodar TPP-1", [76.9338, 52.367], {"end": "1959", "sector": "energy"}),
            ("Almaty TPP-2", [76.7992, 43.2935], {"end": None}),
            ("Kapchagan", [77.09776, 43.9226], {"partners": None}),
            ("Ridder", [83.488417, 50.354659], {"end": "1956"}),
        ],
        [],
    ),
    "public-buenos-aires-works.csv": (
        [
            (
                "Calle Holmberg: Nivelacion en cruce",
                [-58.475614, -34.570533],
                {"status": "operating", "start": "2015-03-16", "end": "2016-07-15", "id": "2"},
            ),
            (
                "Escuela de Educación Primaria N.° 24 D.E. 15 «Francisco Morazán» - Siglo XXI",
                [-58.479237, -34.567153],
                {"sector": "education", "countries": ["AR"]},
            ),
            ("Hospital Piñero - Infraestructura Y Seguridad", [-58.453675, -34.644124], {"sector": "medical"}),
            ("Parque Olímpico: Cubierta Arena Parque Roca.", [-58.43606, -34.673897], {"sector": None}),
            ("Asociación Civil Nueva Estrella: Construcción de muro perimetral", [-58.474298, -34.663202], {}),
        ],
        ["expected a currency"],
    ),
    "public-aiddata-level-1a.csv": (
        [
            (
                "Basic Education Programme",
                [126.62917, -8.67306],
                {"sector": "education", "status": "construction", "countries": ["TL"], "start": "2009-01-01"},
            ),
            ("Basic Education Programme", [126.67167, -8.68778], {"project_id": "87292861561"}),
            (
                "From Community to Global Security Institutions: Engaging Women in Peace Building and Security",
                None,
                {"sector": "other", "end": "2015-06-30"},
            ),
            (
                "From Community to Global Security Institutions: Engaging Women in Peace Building and Security",
                [125.68667, -9.08167],
                {"place_en": "Daisua"},
            ),
        ],
        ["rows of one name are projects of their own"],
    ),
    "public-aiddata-locations.csv": (
        [
            ("Locohu", [126.62917, -8.67306], {"place_en": "Locohu", "id": "87292861561"}),
            ("Daisua", [125.68667, -9.08167], {"id": "87292191130"}),
            ("Daisua", [125.68667, -9.08167], {}),
        ],
        ["no column is called a name"],
    ),
    "hidden-characters.csv": (
        [
            ("Villa Olímpica", TASHKENT, {"partners": [{"name": "Secretaría", "role": "contractor"}]}),
            ("B works", SAMARKAND, {"partners": [{"name": "C’s Ltd", "role": "contractor"}]}),
        ],
        ["characters that cannot be seen were taken out of 2 rows: soft hyphen (U+00AD)"],
    ),
    "regions-and-towns.csv": (
        [
            ("Завод А", [59.60576, 42.45861], {"regions": ["UZ-QR"], "precision": "town", "Регион": "Нукус"}),
            ("Завод Б", [65.37917, 40.08444], {"regions": ["UZ-NW"], "precision": "region", "Регион": None}),
            ("Завод В", None, {"regions": None, "Регион": "Атлантида", "precision": None}),
        ],
        ["2 rows are placed by the name of a place alone"],
    ),
    "name-of-the-country.csv": (
        [
            ("Power line", [3.0588, 36.7538], {"countries": ["DZ"], "Status of": "APVD"}),
            ("Water supply", [6.6147, 36.365], {"countries": ["DZ"]}),
            ("Road", [-7.5898, 33.5731], {"countries": ["MA"]}),
        ],
        ["its values are countries: taken for them"],
    ),
    "same-name-three-places.csv": (
        [
            ("School roof", TASHKENT, {"id": "school-roof"}),
            ("School roof", SAMARKAND, {"id": "school-roof-2"}),
            ("School roof", [64.4286, 39.7747], {"id": "school-roof-3"}),
        ],
        ["rows of one name are projects of their own: “school-roof-2”, “school-roof-3”"],
    ),
    "source-columns.csv": (
        [
            (
                "A works",
                TASHKENT,
                {
                    "sources": [
                        {"title": "example.org", "url": "https://example.org/a"},
                        {"title": "example.org", "url": "https://example.org/b"},
                    ]
                },
            )
        ],
        [],
    ),
}
"""File to its projects (name, longitude and latitude, some of its fields, None for one that is not there) and notes."""


def imported(file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> tuple[int, Path]:
    """(exit code, layer) of the command."""
    layer = folder / "layer.geojson"
    monkeypatch.setattr(sys, "argv", ["coopmap", "import", str(file), str(layer), *options])
    try:
        cli.main()
    except SystemExit as left:
        return int(left.code or 0), layer
    return 0, layer


@pytest.mark.alike(every=5)
@pytest.mark.parametrize("name", EXPECTED)
def test_an_ordinary_table_comes_in_with_no_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
):
    code, layer = imported(CASES / name, tmp_path, monkeypatch, "--yes")
    output = "".join(capsys.readouterr())
    assert code == 0, output
    projects, notes = EXPECTED[name]
    by_name = sorted(geo.read(layer).features, key=lambda feature: _name(feature["properties"]))
    found = [(_name(feature["properties"]), _place(feature)) for feature in by_name]
    assert sorted(found, key=str) == sorted([(title, place) for title, place, _ in projects], key=str)
    for title, place, fields in projects:
        here = next(
            feature["properties"]
            for feature in by_name
            if _name(feature["properties"]) == title and _place(feature) == place
        )
        assert {key: here.get(key) for key in fields} == fields
    for note in notes:
        assert note in output
    assert not [problem for problem in geo.check(geo.read(layer)) if problem.level == "error"]


def _place(feature: Feature) -> object:
    return feature["geometry"] and feature["geometry"]["coordinates"]


def _name(properties: Mapping[str, object]) -> str:
    tags = ("en", *(key.removeprefix("name_") for key in sorted(properties) if key.startswith("name_")))
    return next(str(properties[f"name_{tag}"]) for tag in tags if f"name_{tag}" in properties)


def test_the_same_file_twice_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for _ in range(2):
        _, layer = imported(CASES / "x3-merged.xlsx", tmp_path, monkeypatch, "--yes")
        written = layer.read_bytes()
    assert layer.read_bytes() == written
    assert len(geo.read(layer).projects) == 3


def test_each_column_is_said_with_what_it_was_taken_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    imported(CASES / "c8-total.csv", tmp_path, monkeypatch, "--format", "json")
    told = json.loads(capsys.readouterr().out)["result"]
    assert [(use["column"], use["field"]) for use in told["columns"]] == [
        ("name", "name_en"),
        ("latitude", "latitude"),
        ("longitude", "longitude"),
        ("country", "countries"),
        ("Amount", "value"),
    ]
    assert told["counts"] == {"new": 2, "changed": 0, "same": 0, "wrong": 0}
    assert told["passed_over"] == ["row 4: “Total”, a sum of the others"]
    assert (told["written"], told["gaps"]["status"]) == (False, 2)


@pytest.mark.parametrize("option", [("--skip", "Region"), ("--map", "Region=-")])
def test_a_column_can_be_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: tuple[str, str]):
    code, layer = imported(CASES / "column-that-cannot-be-left-out.csv", tmp_path, monkeypatch, "--yes", *option)
    [project] = geo.read(layer).projects
    assert (code, project.properties.get("Region"), project.properties["status"]) == (0, None, "operating")


def test_a_word_that_nobody_knows_stays_as_written_until_mapping_json_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    table = tmp_path / "a.csv"
    table.write_text("Project,Status\nA,Greenlit\nB,Operating\n", encoding="utf-8")
    code, layer = imported(table, tmp_path, monkeypatch, "--yes")
    first = dict(geo.read(layer).projects[0].properties)
    assert (code, first.get("status"), first["Status as written"]) == (0, None, "Greenlit")
    assert "got “Greenlit”" in capsys.readouterr().err
    (tmp_path / "mapping.json").write_text('{"status": {"Greenlit": "planned"}}', encoding="utf-8")
    imported(table, tmp_path, monkeypatch, "--yes")
    assert geo.read(layer).projects[0].properties["status"] == "planned"


@pytest.mark.parametrize(
    ("text", "start", "end", "exact"),
    [
        ("2021-2022", "2021", "2022", True),
        ("2021–2022 гг.", "2021", "2022", True),
        ("с 2019 по н.в.", "2019", None, True),
        ("2019 - present", "2019", None, True),
        ("до 2030", None, "2030", True),
        ("III квартал 2024 г.", "2024", None, False),
        ("Q3 2024", "2024", None, False),
        ("1 полугодие 2025", "2025", None, False),
        ("5 марта 2024 г.", "2024-03-05", None, True),
        ("March 5, 2024", "2024-03-05", None, True),
        ("2024 жылғы наурыз", "2024-03", None, True),
        ("2024-yil mart", "2024-03", None, True),
        ("Ocak 2023", "2023-01", None, True),
        ("March - June 2024", "2024-03", "2024-06", True),
        ("29.12.2025", "2025-12-29", None, True),
    ],
)
def test_dates_as_people_write_them(text: str, start: str | None, end: str | None, exact: bool):
    assert period(text) == (start, end, exact)


def test_the_order_of_day_and_month_is_told_by_the_column():
    assert period("05/06/2025") is None
    assert period("05/06/2025", day_first_in(["05/06/2025", "29/06/2025"])) == ("2025-06-05", None, True)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("$5,000", 5000, "USD"),
        ("US$ 1.2 million", 1200000, "USD"),
        ("12,5 млн долл. США", 12500000, "USD"),
        ("€1.5bn", 1500000000, "EUR"),
        ("100 млн. сум", 100000000, "UZS"),
        ("1.200.000,50 EUR", 1200000.5, "EUR"),
    ],
)
def test_sums_as_people_write_them(text: str, amount: float, currency: str):
    assert sum_of(text) == (amount, currency, "")


def test_the_language_of_a_name_is_told_by_its_letters():
    column = ColumnLanguages("en", None, ["Завод", "Bridge", "Мост"])
    texts = ["Завод", "Oʻzbek", "Bridge", "桥梁项目", "Мұнай құбыры", "مشروع", "İş Merkezi", "Koʻolau ‘Ohana"]
    assert [column.of(text) for text in texts] == ["ru", "uz", "en", "zh", "kk", "ar", "tr", "en"]


def test_cells_written_for_their_style_alone_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    book = tmp_path / "a.xlsx"
    last = b'<row r="1048576"><c r="N1048576" s="1"/><c r="O1048576" s="1"></c></row></sheetData>'
    with zipfile.ZipFile(CASES / "xlsx-links-lost.xlsx") as packed, zipfile.ZipFile(book, "w") as changed:
        for entry in packed.infolist():
            data = packed.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                assert data.count(b"</sheetData>") == 1
                data = data.replace(b"</sheetData>", last)
            changed.writestr(entry, data)
    code, layer = imported(book, tmp_path, monkeypatch, "--yes")
    assert (code, [_name(dict(project.properties)) for project in geo.read(layer).projects]) == (0, ["A works"])


def test_an_archive_gives_its_projects_once_and_names_the_lists_beside_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    archive = tmp_path / "release.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("meta/status_codes.csv", "status_name,code\nOngoing,2\nCompleted,3\n")
        packed.writestr(
            "data/projects.csv", "project_id,project_title,status\n7,A works,Completed\n8,B works,Completed\n"
        )
        packed.writestr(
            "data/level_1a.csv",
            "project_id,project_title,status,latitude,longitude\n"
            "7,A works,Completed,41.3111,69.2797\n8,B works,Completed,39.6542,66.9597\n",
        )
        packed.writestr("data/transactions.csv", "project_id,value\n7,5\n8,6\n")
    code, layer = imported(archive, tmp_path, monkeypatch, "--yes")
    said = capsys.readouterr().err
    assert (code, [project.id for project in geo.read(layer).projects]) == (0, ["7", "8"])
    assert "read from “data/level_1a.csv”" in said
    assert "not read, for they hold no projects, or the same again: “meta/status_codes.csv”" in said


def test_an_encoding_is_told_by_the_lines_that_need_it():
    text = b"Plain line\n" * 60_000 + "Café — Barter’s\n".encode("cp1252")
    assert likely_encoding(text)[0].codec == "cp1252"
    assert decoded_table("a.csv", "“near” the town – as said\n".encode("cp1252"))[0] == "“near” the town – as said\n"


def test_position_is_where_a_row_lies_if_it_is_a_pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    table = tmp_path / "iati.csv"
    table.write_text("title,position\nA works,41.3111 69.2797\nB works,39.6542 66.9597\n", encoding="utf-8")
    code, layer = imported(table, tmp_path, monkeypatch, "--yes")
    assert (code, [_place(feature) for feature in geo.read(layer).features]) == (0, [TASHKENT, SAMARKAND])


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("fecha_inicio", "start"),
        ("Fecha de inicio", "start"),
        ("monto_contrato", "money"),
        ("start_actual_isodate", "start"),
        ("Operational Status", "status"),
        ("recipients", "countries"),
    ],
)
def test_headers_are_known_with_and_without_small_words(header: str, key: str):
    found = meaning(header)
    assert found is not None
    assert found.key == key
