"""Real files of other programs (tests/files/README.md) come in whole; what is broken or hostile is a plain sentence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import geo
from geo.errors import CoopmapError, ReadError
from geo.io import columnar
from geo.tables.merge_row import Terms
from geo.tables.readers import archives, endings, parse
from tests.geo.tables.plans import FILES, kinds, planned

SAVED_LAYER = geo.read(FILES / "saved.geojson")

SAVED = [
    "libreoffice-saved.xlsx",
    "libreoffice-saved.ods",
    "gdal-utm42.gpkg",
    "gdal-mercator.geojson",
    "gdal.kml",
    "gdal.kmz",
]


@pytest.mark.parametrize("name", SAVED)
def test_projects_that_another_program_saved_are_the_same(name: str):
    assert kinds(planned(FILES / name, SAVED_LAYER)) == ["same"] * 4


@pytest.mark.parametrize("name", SAVED)
def test_projects_that_another_program_saved_make_a_whole_layer(name: str):
    """In every field, the list of each project too; the layer's own title is no project's field."""
    made = {project.id: project.feature for project in planned(FILES / name).after.projects}
    assert made == {project.id: project.feature for project in SAVED_LAYER.projects}


def test_a_zipped_shapefile_in_another_system_with_cut_headers_is_the_same():
    made = planned(FILES / "gdal-pulkovo.zip", SAVED_LAYER)
    assert kinds(made) == ["same", "same"]
    assert made.unused == ()


def test_waypoints_need_only_what_a_gpx_file_cannot_say():
    constants = {"sector": "education", "status": "operating", "countries": "KZ", "precision": "region"}
    chosen = {"name": ("name_en", "name_ru", "name_uz", "name_kk"), "cmt": ("id",)}
    made = planned(FILES / "gdal.gpx", chosen=chosen, constants=constants)
    assert made.items[0].feature["properties"]["name_kk"] == "Филиал университета имени Ауэзова в Чирчике"
    assert kinds(made) == ["wrong", "new"]
    assert "outside KZ" in made.items[0].problems[0].got


EXCEL = {
    "bus-depot-in-nukus": ("town", 8000, [59.60576, 42.45861], "2025-12-29"),
    "cement-plant-at-shymkent": ("near", 1500, [69.5901, 42.3417], "2025-12"),
    "warehouse-dustlik-5": ("unlocated", None, None, "2025"),
}


def test_a_file_of_excel_in_russian_is_read_with_its_encoding_semicolons_and_decimal_commas():
    made = planned(FILES / "excel-ru.csv")
    assert kinds(made) == ["new", "new", "new"]
    assert [item.where for item in made.items] == ["row 3", "row 4", "row 5"]
    found = {}
    for item in made.items:
        fields, shape = item.feature["properties"], item.feature["geometry"]
        place = shape and shape["coordinates"]
        found[item.id] = (fields["precision"], fields.get("uncertainty_m"), place, fields["status_date"])
    assert found == EXCEL
    assert made.items[1].feature["properties"]["sources"] == [{"title": "Газета", "supports": ["status", "place"]}]


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_sheet_of_libreoffice_has_real_dates_and_numbers(ending: str):
    made = planned(FILES / f"libreoffice-ru.{ending}")
    assert kinds(made) == ["new", "new"]
    first, second = (item.feature["properties"] for item in made.items)
    assert (first["status_date"], first["start"], first["precision"]) == ("2025-12-29", "2027", "town")
    place = made.items[1].feature["geometry"]
    assert place is not None
    assert (second["uncertainty_m"], place["coordinates"]) == (1500, [69.5901, 42.3417])


def test_the_same_file_twice_changes_nothing():
    for path in FILES.glob("*.*"):
        if path.suffix not in (".md", ".gpx"):
            once = planned(path, SAVED_LAYER).after
            assert set(kinds(planned(path, once))) == {"same"}, path.name


# What is no sound file


def wrong(path: Path, data: bytes) -> str:
    """The sentence that a file with such bytes is refused with, without its name."""
    path.write_bytes(data)
    with pytest.raises(CoopmapError) as told:
        planned(path)
    return str(told.value).removeprefix(f"{path} ")


VRT = b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/vsicurl/http://x</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.docx", b"x", f"is of no kind that can be imported; {endings.KNOWN} can."),
        ("a.xlsx", b"x", "is no workbook (XLSX or ODS); save it as one of these."),
        ("a.csv", b"", "is empty."),
        ("a.csv", b",,\n", "holds no row of headers."),
        ("a.gpkg", b"x", "is no GeoPackage, though its name says so."),
        ("a.kml", VRT, "is no KML, though its name says so."),
        ("a.gpx", b"<gpx>" + VRT, "is no GPX, though its name says so."),
        ("a.kml", b'<!DOCTYPE k [<!ENTITY a "aa">]><kml>&a;</kml>', "has a DOCTYPE, which no KML needs; remove it."),
        ("a.kml", b"x", "is no sound KML: it does not begin with an element; save it anew in the program"),
        ("a.kmz", b"PK", "is no sound KMZ;"),
        ("a.parquet", b"PAR1", "is no sound GeoParquet"),
        ("a.geojson", b"[]", "is no GeoJSON: expected a FeatureCollection, a Feature or a geometry;"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": [1]}', "is no sound GeoJSON: entry 1 of its"),
        ("a.zip", b"PK", "is no sound zip file."),
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_a_sentence(tmp_path: Path, name: str, data: bytes, sentence: str):
    assert wrong(tmp_path / name, data).startswith(sentence)


@pytest.mark.parametrize(
    "name", ["gdal.kmz", "libreoffice-ru.xlsx", "libreoffice-ru.ods", "gdal-utm42.gpkg", "gdal.gpx"]
)
def test_a_file_cut_in_the_middle_is_a_sentence_or_what_is_left_of_it(tmp_path: Path, name: str):
    data = (FILES / name).read_bytes()
    path = tmp_path / name
    for end in (len(data) // 3, len(data) // 2, len(data) - 10):
        path.write_bytes(data[:end])
        try:
            planned(path)
        except CoopmapError as error:
            assert "\n" not in str(error)  # noqa: PT017  it may be readable all the same


def test_a_workbook_that_unpacks_to_more_than_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archives, "MAX_UNPACKED", 2**20)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", bytes(3 * 2**20))
    assert wrong(tmp_path / "a.xlsx", packed.getvalue()) == "unpacks to 3 MB; at most 1 MB are read."


def test_a_file_that_names_no_system_needs_one_and_takes_it(tmp_path: Path):
    with zipfile.ZipFile(FILES / "gdal-pulkovo.zip") as packed:
        packed.extractall(tmp_path)
    (tmp_path / "places.prj").unlink()
    with pytest.raises(ReadError, match="does not say its coordinate system"):
        planned(tmp_path / "places.shp", SAVED_LAYER)
    assert kinds(planned(tmp_path / "places.shp", SAVED_LAYER, Terms(crs="EPSG:28412"))) == ["same", "same"]
    with pytest.raises(ReadError, match="not known: “EPSG:x”"):
        planned(tmp_path / "places.shp", SAVED_LAYER, Terms(crs="EPSG:x"))


def test_without_pyarrow_a_sentence_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(columnar, "find_spec", lambda name: None if name == "pyarrow" else object())
    path = tmp_path / "a.parquet"
    assert wrong(path, b"PAR1x") == columnar.NO_PARQUET


def test_an_encoding_that_is_named_is_taken(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes("Название;Отрасль\nЗавод;Прочее\n".encode("koi8_r"))
    assert parse.parse(path, encoding="koi8-r").main.rows[0].cells == ("Завод", "Прочее")
    for encoding, sentence in (("utf-8", "is not in utf-8"), ("klingon", "there is no encoding “klingon”")):
        with pytest.raises(ReadError, match=sentence):
            parse.parse(path, encoding=encoding)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "cp866", "mac_cyrillic", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("headers", ["Название|Отрасль|Город", "name_ru|sector|place_ru"])
def test_any_common_encoding_and_delimiter_is_told(tmp_path: Path, encoding: str, delimiter: str, headers: str):
    text = f"{headers}\nАвтобусный парк|Автомобили|Нукус\n".replace("|", delimiter)
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    found = parse.parse(path).main
    assert (len(found.headers), found.rows[0].cells) == (3, ("Автобусный парк", "Автомобили", "Нукус"))


def test_the_line_by_which_excel_is_told_the_delimiter_is_no_row(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("sep=#\nname_ru#sector\nЗавод#road\n", encoding="utf-8")
    found = parse.parse(path).main
    assert (found.headers, found.rows[0].number) == (("name_ru", "sector"), 3)


def test_a_sheet_and_a_layer_that_are_not_there_are_said_with_those_that_are():
    with pytest.raises(ReadError, match="has no sheet “x”; it has “Projects”, “Partners”"):
        planned(FILES / "libreoffice-saved.xlsx", sheet="x")
    with pytest.raises(ReadError, match="has no layer “x”; it has “projects”"):
        planned(FILES / "gdal-utm42.gpkg", sheet="x")
