"""GIS files as people have them come in with no option but the file and the layer, and what was assumed is said.

The files stand in `cases`; each test runs the command itself, in which the file is read in its sandbox.
"""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from maps import cli

pytestmark = pytest.mark.usefixtures("warm_sandbox_children")

CASES = Path(__file__).parent / "cases"

HERE = [69.2797, 41.3111]
SAMARKAND = [66.9597, 39.6542]
WORKS = {"a-works": HERE}

Places = dict[str, Any]
"""Coordinates by id, None of what is not placed."""


class Run:
    """A command that ran: its exit code, all that it said, and the layer, empty when none was written."""

    def __init__(self, code: int, said: str, layer: Path) -> None:
        self.code, self.said = code, said
        features = json.loads(layer.read_text(encoding="utf-8"))["features"] if layer.exists() else []
        self.shapes = {feature["id"]: feature["geometry"] for feature in features}
        self.fields = {feature["id"]: feature["properties"] for feature in features}

    @property
    def places(self) -> Places:
        return {name: shape and shape["coordinates"] for name, shape in self.shapes.items()}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Imports a file into a new layer, as the command does."""

    def imported(path: Path, *options: str) -> Run:
        layer = tmp_path / "new.geojson"
        monkeypatch.setattr(sys, "argv", ["coopmap", "import", str(path), str(layer), "--yes", *options])
        try:
            cli.main()
            code: Any = 0
        except SystemExit as left:
            code = left.code or 0
        printed = capsys.readouterr()
        return Run(int(code), printed.out + printed.err, layer)

    return imported


@pytest.mark.alike(every=3)
@pytest.mark.parametrize(
    ("name", "places", "said"),
    [
        ("g1-feature.geojson", WORKS, ""),
        ("g2-geometry.geojson", {"untitled-1": HERE}, ""),
        ("g3b-collection1.geojson", {"a-works": [69.279712, 41.311112]}, ""),
        ("g4-multipoint.geojson", {"a-works": [HERE, SAMARKAND]}, ""),
        ("g4b-multipoint1.geojson", WORKS, ""),
        ("g5-numid.geojson", {"4711": HERE, "4712": [69.3, 41.3111]}, ""),
        ("g6-js.geojson", WORKS, "“var projects =” before the JSON was passed over"),
        ("g7-utf16.geojson", WORKS, "read as UTF-16"),
        ("g9-crslie.geojson", {"a-works": HERE, "b-works": SAMARKAND}, "but they are degrees"),
        ("crs-lies-utm.geojson", {"viaduct": [-87.8994, 43.0429], "drive": [-122.6703, 45.5223]}, "are degrees"),
        ("g9b-crsint.geojson", {"a-works": [69.28006, 41.295324]}, ""),
        ("g9c-crs84h.geojson", WORKS, ""),
        ("g9d-crs4326-latlon.geojson", WORKS, ""),
        ("g10-topo.json", {"a": None}, "0, 0 stands for a missing place: 1 row"),
        ("g11-nan.geojson", WORKS, "NaN, Infinity or undefined, which JSON does not have, read as empty once"),
        ("g13-strcoord.geojson", WORKS, "coordinates written as text were read as numbers (feature 1)"),
        ("g14-xyzm.geojson", {"a-works": [*HERE, 400]}, "behind the altitude of a position was dropped (feature 1)"),
        ("g15-nullz.geojson", WORKS, ""),
        (
            "g17-emptycoords.geojson",
            {"a-works": None, "b-works": None, "c-works": None},
            "a geometry without coordinates is no place (features 1, 2)",
        ),
        ("g21-upper.geojson", WORKS, ""),
        ("g25-bbox.geojson", WORKS, ""),
        ("g26-bom.geojson", WORKS, ""),
        ("g27-trailingcomma.geojson", WORKS, "1 comma too many, before a closing bracket, passed over"),
        ("g28-cp1251.geojson", {"depo": HERE}, "read as windows-1251 (--encoding says another)"),
        ("lines.geojson", {"w0": [69.0, 41.3], "w1": [69.1, 41.3]}, ""),
        ("k3-multi.kml", {"zone": [[[69.0, 41.0], [69.1, 41.0], [69.1, 41.1], [69.0, 41.0]]]}, ""),
        ("k8-folders.kml", {"a-works": HERE, "b-works": [66.97, 39.65]}, ""),
        (
            "openstreetmap.geojson",
            {"node-1": HERE, "node-2": SAMARKAND, "way-3": [64.4286, 39.7747]},
            "feature 3: no name; called by the id, such as “way-3”",
        ),
        (
            "arcgis-description.kml",
            {"a-works": HERE, "b-works": SAMARKAND},
            "tables in the descriptions are read as columns: 2",
        ),
        ("folders-of-statuses.kml", {"a": HERE, "b": SAMARKAND}, "all of its names are those of a status"),
        ("k9-unbound.kml", {"a": HERE}, "(a prefix that it does not declare in line 2) was mended"),
        ("k10-blank.kml", {"a": HERE}, "(something stands before its first line) was mended"),
        ("slip-blank.kml", {"a": HERE}, "was mended"),
        ("slip-prefix.kml", {"a": HERE}, "was mended"),
        ("s1-mac.zip", {"depo": HERE, "zavod": SAMARKAND}, ""),
        ("s7-mac.kmz", {"depot": HERE}, ""),
        ("s8-nested.kmz", {"depot": HERE}, ""),
        ("s9-csv.zip", {"a": [69.2, 41.3]}, ""),
        ("s10-geojson.zip", WORKS, ""),
        ("shp3/a.shp", {"depo": HERE, "zavod": SAMARKAND}, "read as degrees of WGS 84 (--crs says another)"),
        ("cyrillic/a.shp", {"depo": HERE, "zavod": SAMARKAND}, "read as windows-1251 (--encoding says another)"),
    ],
)
def test_a_file_comes_in_with_no_option(run: Any, name: str, places: Places, said: str):
    done = run(CASES / name)
    assert (done.code, done.places) == (0, places), done.said
    assert said in done.said


def test_several_points_are_a_project_each_on_wish(run: Any):
    done = run(CASES / "g4-multipoint.geojson", "--split", "--skip-bad")
    assert done.places["a-works"] == HERE
    assert "1 feature of several points became a project for each point" in done.said


def test_lines_over_the_antimeridian_are_cut_there(run: Any):
    cable = [[[170.0, 60.0], [180.0, 60.5]], [[-180.0, 60.5], [-170.0, 61.0]]]
    assert run(CASES / "g23-anti.geojson").places == {"cable": cable, "cable-two": cable, "cable-three": cable}


def test_html_is_plain_text_and_other_brackets_stay(run: Any):
    done = run(CASES / "g18-htmlname.geojson")
    texts = [(fields["name_en"], fields["summary_en"]) for fields in done.fields.values()]
    assert texts == [("A & B works", "Line one; Line two"), ("Road M39 < north>", "a < b")]
    assert "HTML in “name” was read as plain text (features 1, 2)" in done.said


def test_names_in_every_script_come_in(run: Any):
    fields = run(CASES / "g24-rtl.geojson").fields.values()
    names = {text for project in fields for key, text in project.items() if key.startswith("name_")}
    assert {"مشروع الطريق السريع (المرحلة 2)", "כביש 6 🚧", "पुल परियोजना", "中亚天然气管道 A线"} <= names


# KML


@pytest.mark.parametrize(
    ("name", "fields", "said"),
    [
        ("k2-xmldesc.kml", {"summary_en": "Two halls; opened in 2024; 120 jobs"}, ""),
        ("description-cut.kml", {"summary_en": "Two halls; opened in 2024; 120 jobs"}, ""),
        ("k6-html.kml", {"summary_en": "Two halls & a yard. Opened 2024"}, "was not taken in: “https://example.org/a.jpg”"),
        ("k14-cp1252.kml", {"name_en": "Barter’s depot"}, "read as windows-1252"),
        ("slip-ansi.kml", {"name_en": "Miller’s depot"}, "read as windows-1252"),
        ("k18-amp.kml", {"name_en": "Road & bridge"}, "(a bare & in line 2) was mended"),
        ("k19-snippet.kml", {"summary_en": "short"}, ""),
        ("k12-address.kml", {"precision": "town", "countries": ["UZ"]}, "placed by the town in its address"),
        ("k1-gxtrack.kml", {"start": "2025-05-01", "end": "2025-05-01"}, ""),
    ],
)  # fmt: skip
def test_what_a_placemark_says_is_taken_in(run: Any, name: str, fields: dict[str, Any], said: str):
    done = run(CASES / name)
    [project] = done.fields.values()
    assert {key: project.get(key) for key in fields} == fields
    assert said in done.said


@pytest.mark.parametrize("name", ["k1-gxtrack.kml", "track-without-times.kml"])
def test_a_track_is_a_line(run: Any, name: str):
    shape = run(CASES / name).shapes["freight-corridor"]
    assert shape["type"] == "LineString"
    assert shape["coordinates"][0] == [*HERE, 400.0]


def test_the_outer_ring_goes_before_the_inner_one(run: Any):
    outer, inner = run(CASES / "k13-innerfirst.kml").places["ring"]
    assert (len(outer), outer[0], len(inner)) == (5, [69.0, 41.0], 4)


def test_projects_at_another_address_are_said_to_be_there(run: Any):
    done = run(CASES / "k5-networklink.kml")
    assert (done.code, done.places) == (1, {})
    assert "projects stand at another address (“https://example.org/projects.kml”): open it, save it" in done.said


def test_one_bad_placemark_costs_itself_alone(run: Any):
    done = run(CASES / "one-bad-placemark.kml", "--skip-bad")
    assert done.places == {"good": HERE}
    assert 'got ["n/a"]; expected a position' in done.said


def test_a_document_type_is_refused_and_no_entity_read(run: Any, tmp_path: Path):
    path = tmp_path / "a.kml"
    path.write_text(
        '<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]><kml><Placemark><name>&a;</name></Placemark></kml>'
    )
    done = run(path)
    assert (done.code, done.places) == (1, {})
    assert "has a DOCTYPE, which no KML needs; remove it." in done.said


def test_links_of_a_description_are_sources(run: Any, tmp_path: Path):
    path = tmp_path / "a.kml"
    path.write_text(
        "<kml><Placemark><name>Depot</name><description><![CDATA[See <a href='https://example.org/a'>the order</a>.]]>"
        "</description><Point><coordinates>69.2, 41.3</coordinates></Point></Placemark></kml>"
    )
    done = run(path)
    assert done.places == {"depot": [69.2, 41.3]}
    assert done.fields["depot"]["summary_en"] == "See the order."
    assert done.fields["depot"]["sources"] == [{"title": "the order", "url": "https://example.org/a"}]


# Several layers, other formats


def two_layers(folder: Path) -> Path:
    """A GeoPackage with points and a line, in a layer each."""
    path = folder / "two.gpkg"
    points = [shapely.Point(HERE), shapely.Point(SAMARKAND)]
    gpd.GeoDataFrame({"name": ["Депо", "Завод"]}, geometry=points, crs=4326).to_file(path, layer="points")
    line = shapely.LineString([[69.2, 41.3], [69.0, 41.2]])
    gpd.GeoDataFrame({"name": ["Дорога"]}, geometry=[line], crs=4326).to_file(path, layer="lines", mode="a")
    return path


def test_all_layers_of_a_geopackage_come_in_and_one_on_wish(run: Any, tmp_path: Path):
    path = two_layers(tmp_path)
    done = run(path)
    assert (done.code, set(done.places)) == (0, {"depo", "zavod", "doroga"})
    assert "read from 2 layers: “points”, “lines” (--sheet reads one alone)" in done.said
    (tmp_path / "new.geojson").unlink()
    assert set(run(path, "--sheet", "lines").places) == {"doroga"}


def test_all_shapefiles_of_a_zip_come_in(run: Any):
    done = run(CASES / "s2-two.zip")
    assert (done.code, set(done.places)) == (0, {"depo", "zavod", "doroga"})
    assert "read from 2 files: “a.shp”, “b.shp”" in done.said


def test_a_multipoint_of_one_in_a_geopackage_is_a_point(run: Any, tmp_path: Path):
    path = tmp_path / "one.gpkg"
    gpd.GeoDataFrame({"name": ["A"]}, geometry=[shapely.MultiPoint([HERE])], crs=4326).to_file(path)
    assert run(path).shapes == {"a": {"type": "Point", "coordinates": HERE}}


def test_a_stretch_of_one_point_is_left_out_of_a_gpx_file(run: Any):
    done = run(CASES / "stray-point.gpx")
    assert done.shapes == {"survey": {"type": "MultiLineString", "coordinates": [[[69.2, 41.3], [69.0, 41.2]]]}}
    assert "1 line of a single point left out" in done.said


def test_an_encoding_that_is_named_goes_before_what_texts_look_like(run: Any):
    assert run(CASES / "cyrillic" / "a.shp", "--encoding", "koi8-r").fields.keys() != {"depo", "zavod"}


def test_a_shapefile_in_metres_without_its_system_asks_for_it(run: Any, tmp_path: Path):
    path = tmp_path / "metres.shp"
    gpd.GeoDataFrame({"name": ["A"]}, geometry=[shapely.Point(7_712_221, 5_056_000)], crs=3857).to_file(path)
    path.with_suffix(".prj").unlink()
    assert "its coordinates are no degrees; name it: --crs EPSG:28412." in run(path).said
    assert run(path, "--crs", "EPSG:3857").places == {"a": [69.28006, 41.295324]}


def test_what_cannot_be_read_in_an_archive_is_left_out_and_said(run: Any, tmp_path: Path):
    path = tmp_path / "mixed.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.write(CASES / "g1-feature.geojson", "projects/good.geojson")
        packed.writestr("projects/bad.geojson", "{")
        packed.writestr("README.txt", "Projects of 2026")
    done = run(path)
    assert done.places == WORKS
    assert "left out:" in done.said
    assert "projects/bad.geojson is not JSON" in done.said


def test_a_file_geodatabase_in_a_zip_is_named(run: Any, tmp_path: Path):
    path = tmp_path / "base.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("base.gdb/a00000001.gdbtable", b"x")
    assert "it is a file geodatabase; save its layers as GeoPackage, as QGIS does." in run(path).said


# A map straight away


@pytest.mark.parametrize("name", ["g1-feature.geojson", "k8-folders.kml", "shp3/a.shp", "s9-csv.zip"])
def test_build_draws_a_file_without_a_layer_and_keeps_one_on_wish(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / Path(name).name
    for file in (CASES / name).parent.glob(f"{path.stem}.*"):
        shutil.copyfile(file, tmp_path / file.name)
    page, layer = tmp_path / "map.html", tmp_path / "kept.geojson"
    monkeypatch.setattr(sys, "argv", ["coopmap", "build", str(path), "-o", str(page), "--save", str(layer)])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert not left.value.code
    said = capsys.readouterr()
    assert "not stated: sector of" in said.err
    kept = json.loads(layer.read_text(encoding="utf-8"))
    text = page.read_text(encoding="utf-8")
    assert kept["title_en"] == path.stem
    names = [
        name for feature in kept["features"] for key, name in feature["properties"].items() if key.startswith("name_")
    ]
    assert names
    assert all(json.dumps(name)[1:-1] in text for name in names)


def test_names_of_openstreetmap_go_to_their_languages(run: Any):
    fields = run(CASES / "openstreetmap.geojson").fields["node-1"]
    assert (fields["name_ru"], fields["name_en"]) == ("Городская больница № 1", "City Hospital 1")
    assert fields["partners"] == [{"name": "Минздрав", "role": "operator"}]


def test_a_table_in_a_description_fills_fields_and_is_no_summary(run: Any):
    one, other = run(CASES / "arcgis-description.kml").fields.values()
    assert (one["status"], one["Length_km"], other["status"]) == ("construction", "12.5", "operating")
    assert one["sources"] == [{"title": "the site", "url": "https://example.org/a"}]
    assert "Remark" not in one
    assert (one.get("summary_en"), other["summary_en"]) == (None, "near the river")


def test_folders_that_are_called_as_statuses_say_the_status(run: Any):
    fields = run(CASES / "folders-of-statuses.kml").fields
    assert (fields["a"]["status"], fields["b"]["status"], fields["a"].get("folder")) == (
        "construction",
        "operating",
        None,
    )


def test_build_says_which_values_it_did_not_take_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    case = CASES / "public-buenos-aires-works.csv"
    monkeypatch.setattr(sys, "argv", ["coopmap", "build", str(case), "-o", str(tmp_path / "map.html")])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert not left.value.code
    said = capsys.readouterr().err
    assert "column “monto_contrato”: 5 values not taken in, such as 67065700; expected a currency." in said
