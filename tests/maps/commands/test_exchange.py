"""`coopmap import` and `coopmap export` as their user runs them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import select
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import geo
from geo.model.codes import SECTORS
from geo.tables import example, header_names
from geo.tables.writers import export as writing
from maps.text.code_labels import labels
from tests.conftest import Command
from tests.geo.samples import GONE, collection, feature, line
from tests.geo.tables.plans import FILES, HEADERS, SOUND, csv_of, kinds, planned, row_with
from tests.repo import ROOT

LANGUAGES = ("en", "ru", "uz", "kk")


def layer_in(folder: Path, *features: object) -> Path:
    """A layer where the commands look for it."""
    path = folder / "data" / "projects.geojson"
    path.parent.mkdir()
    path.write_text(json.dumps(collection(*(features or (feature(),)))), encoding="utf-8")
    return path


def last(text: str) -> str:
    return text.splitlines()[-1]


# Import


def test_a_trial_shows_what_would_change_and_writes_nothing(command: Command, tmp_path: Path):
    layer = layer_in(tmp_path)
    before = layer.read_bytes()
    headers = ("id", *HEADERS[1:], "status")[:-1]
    rows = [SOUND, ("chevrolet-kostanay", *[""] * 5, "suspended", "2026-01", "", "")]
    done = command("import", csv_of(tmp_path, headers, *rows), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[0] == "row project what"
    assert lines[1] == "new row 2 depot (Depot) not placed, precision unlocated"
    assert lines[2] == "changed row 3 chevrolet-kostanay (Chevrolet cars at Kostanay) status: operating → suspended"
    assert lines[3] == "status_date: 2025-12 → 2026-01"
    assert last(done.stdout) == (
        f"{tmp_path / 'table.csv'} into data/projects.geojson: 1 new, 1 changed, 0 same, 0 wrong. Nothing was written: "
        "this was a trial, --yes writes."
    )
    assert layer.read_bytes() == before


def test_yes_writes_and_the_second_time_there_is_nothing_to_write(command: Command, tmp_path: Path):
    layer = layer_in(tmp_path)
    path = csv_of(tmp_path, HEADERS, SOUND)
    assert last(command("import", path, "--yes", cwd=tmp_path).stdout).endswith(
        "1 new, 0 changed, 0 same, 0 wrong. Written."
    )
    written = layer.read_bytes()
    assert [project.id for project in geo.read(layer).projects] == ["chevrolet-kostanay", "depot"]
    done = command("import", path, "--yes", cwd=tmp_path)
    assert (done.returncode, layer.read_bytes()) == (0, written)
    assert last(done.stdout).endswith("0 new, 0 changed, 1 same, 0 wrong. There is nothing to write.")


def test_one_wrong_row_stops_all_unless_it_is_skipped(command: Command, tmp_path: Path):
    layer = layer_in(tmp_path)
    before = layer.read_bytes()
    path = csv_of(tmp_path, HEADERS, SOUND, ("bad", *SOUND[1:5], "cars", *SOUND[6:]))
    done = command("import", path, "--yes", cwd=tmp_path)
    assert (done.returncode, layer.read_bytes()) == (1, before)
    assert "error row 3, column “sector”: got “cars”; expected one of automotive" in done.stderr
    assert last(done.stdout).endswith("fix the wrong rows, or write the others with --yes --skip-bad.")
    done = command("import", path, "--yes", "--skip-bad", cwd=tmp_path)
    assert done.returncode == 1
    assert last(done.stdout).endswith("Written; the wrong rows were left out.")
    assert [project.id for project in geo.read(layer).projects] == ["chevrolet-kostanay", "depot"]


def test_an_import_can_be_undone(command: Command, tmp_path: Path):
    layer = layer_in(tmp_path)
    before = layer.read_bytes()
    command("import", csv_of(tmp_path, HEADERS, SOUND), "--yes", cwd=tmp_path)
    geo.undo(layer)
    assert layer.read_bytes() == before


def test_without_a_layer_here_one_must_be_named_and_may_be_new(command: Command, tmp_path: Path):
    path = csv_of(tmp_path, HEADERS, SOUND)
    done = command("import", path, "--yes", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "There is no layer here (data/projects.geojson); name one: coopmap import FILE LAYER.\n"
    assert command("import", path, "new.geojson", cwd=tmp_path).returncode == 0
    assert not (tmp_path / "new.geojson").exists()
    assert command("import", path, "new.geojson", "--yes", cwd=tmp_path).returncode == 0
    assert [project.id for project in geo.read(tmp_path / "new.geojson").projects] == ["depot"]


def test_findings_alike_in_many_rows_are_said_once(command: Command, tmp_path: Path):
    rows = [(f"p-{n}", *SOUND[1:5], "cars", *SOUND[6:]) for n in range(60)]
    done = command("import", csv_of(tmp_path, HEADERS, *rows), "new.geojson", cwd=tmp_path)
    assert len(re.findall(r"^error", done.stderr, re.MULTILINE)) == 1
    assert "(and 59 more rows: row 3, row 4, row 5 …)" in done.stderr
    assert "and 20 rows more" in " ".join(done.stdout.split())


def test_columns_are_mapped_and_constants_set(command: Command, tmp_path: Path):
    path = csv_of(tmp_path, ("Wie es heißt", "Bemerkung"), ("Depot", "x"))
    constants = ("sector=Прочее", "status=planned", "countries=KZ", "precision=unlocated")
    options = ["--map", "Wie es heißt=name_en,name_ru,name_uz,name_kk", *(f"--set={one}" for one in constants)]
    done = command("import", path, "new.geojson", "--yes", *options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    [project] = geo.read(tmp_path / "new.geojson").projects
    assert dict(project.properties)["summary_de"] == "x"
    assert (project.id, project.properties["name_kk"], project.properties["sector"]) == ("depot", "Depot", "other")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--map", "x"], "“x” is no COLUMN=FIELD."),
        (["--set", "=x"], "“=x” is no FIELD=VALUE."),
        (["--lang", "de"], "the layer is not in “de”"),
    ],
)
def test_wrong_use_is_said(command: Command, tmp_path: Path, options: list[str], sentence: str):
    done = command("import", csv_of(tmp_path, HEADERS, SOUND), "new.geojson", *options, cwd=tmp_path)
    assert done.returncode == 2
    assert sentence in " ".join(done.stderr.replace("│", " ").split())


def test_what_a_file_may_take_is_bounded_by_options(command: Command, tmp_path: Path):
    line = ("import", csv_of(tmp_path, HEADERS, SOUND), "new.geojson")
    done = command(*line, "--memory", "4 apples", cwd=tmp_path)
    told = "“4 apples” is no bound on memory; expected such as 4GB or 500MB, at least 256MB.\n"
    assert (done.returncode, done.stderr) == (1, told)
    assert command(*line, "--memory", "1GB", "--time", "90", cwd=tmp_path).returncode == 0
    done = command(*line, cwd=tmp_path, env={"COOPMAP_TIME": "soon"})
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "is no bound on time; expected whole seconds, such as 300." in done.stderr


def test_a_zipped_shapefile_shows_no_other_file(command: Command, tmp_path: Path):
    (tmp_path / "secret.csv").write_text("name_en\nwhat nobody may see\n", "utf-8")
    source = f"<SrcDataSource>{tmp_path / 'secret.csv'}</SrcDataSource>"
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        layer = f'<OGRVRTLayer name="secret">{source}</OGRVRTLayer>'
        packed.writestr("a.shp", f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>")
    done = command("import", "a.zip", "new.geojson", "--yes", cwd=tmp_path)
    told = "a.zip holds “a.shp”, which is no shapefile, though its name says so.\n"
    assert (done.returncode, done.stderr, done.stdout) == (1, told, "")


HOLDER = """
import sys
from pathlib import Path
from geo.history.lock import locked
with locked(Path(sys.argv[1])):
    sys.stdout.write("held\\n")
    sys.stdout.flush()
    sys.stdin.read()
"""


@pytest.mark.slow
def test_a_layer_that_another_process_holds_is_said(command: Command, tmp_path: Path):
    layer = layer_in(tmp_path)
    line = [sys.executable, "-c", HOLDER, str(layer)]
    with subprocess.Popen(line, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        done = command("import", csv_of(tmp_path, HEADERS, SOUND), "--yes", cwd=tmp_path)
        holder.communicate()
    assert done.returncode == 1
    assert "is being changed by process" in done.stderr


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo-terminals here")
def test_on_a_screen_the_steps_are_shown(tmp_path: Path):
    import pty

    path = csv_of(tmp_path, *[HEADERS, *[(f"p-{n}", *SOUND[1:]) for n in range(300)]])
    main, side = pty.openpty()
    line = [sys.executable, "-m", "maps.cli", "import", str(path), str(tmp_path / "new.geojson")]
    process = subprocess.Popen(
        line, stdin=side, stdout=subprocess.DEVNULL, stderr=side, env={**os.environ, "TERM": "xterm"}
    )
    os.close(side)
    shown = b""
    while select.select([main], [], [], 60)[0]:
        try:
            part = os.read(main, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    assert process.wait() == 0
    os.close(main)
    assert "Reading" in shown.decode() or "300 rows" in shown.decode()


# Export


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_has_fields_choices_notes_and_an_example_that_is_not_imported(tmp_path: Path, language: str):
    path = tmp_path / "template.xlsx"
    path.write_bytes(writing.template(language, labels(), geo.Layer(())))
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        notes = book.read("xl/comments1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert 'topLeftCell="C2"' in sheet  # the header row and the first two columns stay in sight
    assert 'state="frozen"' in sheet
    assert sheet.count("<dataValidation ") == 6
    assert header_names.heading(("article",), language) not in re.findall(r"<t[^>]*>([^<]*)</t>", texts)
    assert header_names.about("sector", language) in notes
    for header in (header_names.heading(("name_kk",), language), header_names.heading(("longitude",), language)):
        assert header in texts
    made = planned(path)
    assert (made.items, made.unused) == ((), ())
    assert "row 2 is the template's example and left out" in made.notes


def test_a_template_is_made_by_its_name_or_under_any_other(command: Command, tmp_path: Path):
    for options in (["template.xlsx"], ["other.xlsx", "--template"]):
        done = command("export", *options, "--lang", "ru", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "template.xlsx").read_bytes() == (tmp_path / "other.xlsx").read_bytes()
    done = command("export", "other.csv", "--template", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "other.csv: a template is a workbook; name it .xlsx.\n")


def test_the_example_of_the_template_is_a_good_project(tmp_path: Path):
    """Under another id it is imported, and only then."""
    told = example.example(("en", "fr"), SECTORS, about_article=False)
    texts = {key: value for key, value in told.items() if isinstance(value, str)}
    path = csv_of(tmp_path, tuple(texts), tuple(texts.values()))

    assert kinds(planned(path)) == []
    path.write_text(path.read_text(encoding="utf-8").replace("example,", "depot,"), encoding="utf-8")
    assert kinds(planned(path, constants={"countries": "UZ"})) == ["new"]


def test_a_filled_template_saved_by_libreoffice_is_taken_with_the_lists_of_its_sheets(command: Command, tmp_path: Path):
    done = command("import", FILES / "template-filled.xlsx", "new.geojson", "--yes", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    [project] = geo.read(tmp_path / "new.geojson").projects
    assert project.properties["sources"][0]["supports"] == ["status", "place"]
    assert project.properties["precision"] == "town"


@pytest.mark.parametrize("ending", ["xlsx", "gpkg"])
def test_the_shipped_layer_goes_out_and_comes_back_the_same(command: Command, tmp_path: Path, ending: str):
    layer = tmp_path / "layer.geojson"
    layer.write_bytes(geo.data_path("projects.geojson").read_bytes())
    done = command("export", f"out.{ending}", layer, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(rf"out\.{ending}: \d+ kB, 18 projects\n", done.stdout)
    done = command("import", f"out.{ending}", layer, cwd=tmp_path)
    assert last(done.stdout).endswith("0 new, 0 changed, 18 same, 0 wrong. There is nothing to write.")


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("out.csv", "out.csv"),
        ("out.gpkg", "out.gpkg"),
        ("datapackage.json", "projects.csv"),
        ("out.kml", None),
        ("out.geojson", None),
    ],
)
def test_altitudes_of_some_positions_stay_in_the_layer_and_what_has_none_of_them_says_so(
    command: Command, tmp_path: Path, file: str, named: str | None
):
    layer_in(tmp_path, feature(line([65, 48, 300], [66.5, 49.25]), route="schematic"))
    done = command("export", file, cwd=tmp_path)
    sentence = f"{named}: left out the altitudes of 1 project, for only some of the positions have one; KML and GeoJSON"
    assert (done.returncode, done.stderr) == (0, f"{sentence} hold them.\n" if named else "")


def test_fields_that_only_geojson_holds_are_named(command: Command, tmp_path: Path):
    layer_in(tmp_path, feature(own=[1], note="x"))
    done = command("export", "out.csv", cwd=tmp_path)
    assert done.stderr == "out.csv: left out, for only GeoJSON holds them: own.\n"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "out.docx",
            (
                "out.docx has no ending that can be exported; "
                "these can: .xlsx, .csv, .gpkg, .kml, .parquet, .geojson, .iati.xml, .oc4ids.json."
            ),
        ),
        ("data/projects.geojson", "data/projects.geojson is the layer itself; name another file."),
        ("data/projects.geojson/out.csv", "data/projects.geojson/out.csv cannot be written: not a directory."),
    ],
)
def test_what_cannot_be_exported_is_said(command: Command, tmp_path: Path, name: str, sentence: str):
    before = layer_in(tmp_path).read_bytes()
    done = command("export", name, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, sentence + "\n")
    assert (tmp_path / "data/projects.geojson").read_bytes() == before


def test_the_end_of_a_name_says_which_standard_and_the_layers_own_language_is_taken(command: Command, tmp_path: Path):
    spanish = {"name_en": GONE, "name_ru": GONE, "name_uz": GONE, "name_kk": GONE, "name_es": "Puente"}
    whole = collection(feature(**spanish)) | {"publisher": "A", "as_of": "2026-01-02", "languages": ["es"]}
    path = tmp_path / "data/projects.geojson"
    path.parent.mkdir()
    path.write_text(json.dumps(whole), encoding="utf-8")
    for name in ("a.oc4ids.json", "A.IATI.XML", "b.iati.csv"):
        assert command("export", name, cwd=tmp_path).returncode == 0, name
    assert json.loads((tmp_path / "a.oc4ids.json").read_bytes())["projects"][0]["language"] == "es"
    assert b"<iati-activities" in (tmp_path / "A.IATI.XML").read_bytes()
    assert (tmp_path / "b.iati.csv").read_text(encoding="utf-8-sig").startswith("id")


FORMULA = '=HYPERLINK("http://x";"a")'


def test_no_text_is_a_formula_in_what_is_written_and_each_comes_back(command: Command, tmp_path: Path):
    hostile = {"name_en": FORMULA, "name_ru": "+7 000", "name_uz": "-5", "name_kk": "@SUM(A1)", "place_en": "a;=1+1,=2"}
    layer = layer_in(tmp_path, feature(**hostile))
    for name in ("out.csv", "out.xlsx"):
        assert command("export", name, cwd=tmp_path).returncode == 0
        assert "1 same" in command("import", name, cwd=tmp_path).stdout
    read = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    for delimiter in ",;\t":
        for row in csv.reader(io.StringIO(read, newline=""), delimiter=delimiter):
            assert not any(cell[:1] in tuple("=+-@") for cell in row if cell), (delimiter, row)
    with zipfile.ZipFile(tmp_path / "out.xlsx") as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
        assert not any(element.tag.endswith("}f") for sheet in sheets for element in ET.fromstring(sheet).iter())  # noqa: S314
        assert b"quotePrefix" in book.read("xl/styles.xml")
    assert geo.read(layer).projects[0].properties["name_en"] == FORMULA


def test_one_language_alone_is_written(command: Command, tmp_path: Path):
    layer_in(tmp_path)
    command("export", "out.csv", "--lang", "kk", cwd=tmp_path)
    headers = next(csv.reader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8-sig"), newline="")))
    assert "name_kk" in headers
    assert "figures_1_label_kk" in headers
    assert [header for header in headers if header.endswith(("_en", "_ru", "_uz"))] == []


def test_importing_a_row_of_text_with_markup_is_refused_as_in_the_layer(command: Command, tmp_path: Path):
    done = command("import", csv_of(tmp_path, *row_with(name_en="<script>x</script>")), "new.geojson", cwd=tmp_path)
    assert done.returncode == 1
    assert "expected plain text without markup" in done.stderr
