"""A table stands wherever the command line and the editor take a layer, and gives what its file gives."""

from __future__ import annotations

import importlib
import json
import shutil
import sys
from contextlib import chdir
from pathlib import Path

import pytest

import geo
from geo.io.table_address import place_of
from maps import cli
from maps.commands import common
from maps.commands.tables import BESIDE
from maps.editor.service import EditorService
from tests.conftest import Command
from tests.geo.postgis.server import QUOTED, Server
from tests.geo.samples import PROPERTIES, collection, feature
from tests.repo import ROOT

ID = "chevrolet-kostanay"
LISTS = {
    "sectors.json": '{"sectors": {"automotive": {"name_en": "Cars"}}}\r\n',  # not canonical: kept to the byte
    "mapping.json": "{}\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped layer with what lies beside it, in a folder of its own."""
    for name in ("projects.geojson", "indicators.json", "milestones.json", "story.json"):
        shutil.copyfile(ROOT / "data" / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def small(table: str, tmp_path: Path, command: Command) -> str:
    """The address of a table with one project."""
    path = tmp_path / "small.geojson"
    path.write_text(geo.text(geo.Layer((feature(),))), encoding="utf-8")
    assert command("export", table, path).returncode == 0
    return table


def test_every_command_takes_a_table_for_a_layer():
    layers = [
        (command.name, option.type)
        for command in cli.program().commands.values()
        for option in command.params
        if option.name == "layer"
    ]
    assert len(layers) >= 15
    assert [name for name, kind in layers if getattr(kind, "func", None) is not common.path] == []


def test_every_output_of_a_table_is_that_of_its_file(command: Command, table: str, folder: Path):
    file = folder / "projects.geojson"
    made = command("export", table, file)
    assert made.stdout == f"{place_of(table)}: 18 projects, indicators.json, milestones.json, story.json\n"
    for line, output in (
        (("build", "{}", "-o", "{out}.html", "--lang", "en"), "{out}.html"),
        (("export", "{out}.csv", "{}"), "{out}.csv"),
        (("check", "{}", "--format", "json"), ""),
        (("due", "{}", "--by", "2027-01-01", "--format", "json"), ""),
        (("embed", "--layer", "{}"), ""),
    ):
        results = []
        for name, place in (("of-file", str(file)), ("of-table", table)):
            done = command(*(part.format(place, out=name) for part in line), cwd=folder)
            assert QUOTED not in done.stdout + done.stderr
            assert done.returncode == 0, done.stderr
            printed = done.stdout.replace(str(place_of(place)), "LAYER")  # JSON names it
            results.append((folder / output.format(out=name)).read_bytes() if output else printed)
        assert results[0] == results[1], line[0]


def test_a_layer_and_what_lies_beside_it_come_back_to_the_byte(command: Command, table: str, folder: Path):
    for name, text in LISTS.items():
        (folder / name).write_bytes(text.encode())
    assert command("export", table, folder / "projects.geojson").returncode == 0
    back = folder / "back"
    done = command("export", back / "projects.geojson", table)
    assert done.returncode == 0, done.stderr
    names = {path.name for path in back.iterdir()}
    assert names == {"projects.geojson", "indicators.json", "milestones.json", "story.json", *LISTS}
    assert all((back / name).read_bytes() == (folder / name).read_bytes() for name in names)
    assert set(LISTS) < set(BESIDE)
    (back / "story.json").write_text('{"stops": []}')
    (back / "projects.geojson").unlink()
    refused = command("export", back / "projects.geojson", table)
    assert "story.json is there already and holds something else" in refused.stderr
    assert not (back / "projects.geojson").exists()


def test_a_table_is_changed_by_every_command_that_changes_a_layer(command: Command, small: str, tmp_path: Path):
    (tmp_path / "more.csv").write_text("name_en,place_en\nA bridge,Nukus\n", encoding="utf-8")
    fix = {"type": "Feature", "id": ID, "properties": {"id": ID, "status": "suspended"},
           "based_on": {"status": PROPERTIES["status"]}, "geometry": None}  # fmt: skip
    (tmp_path / "fix.geojson").write_text(json.dumps(collection(fix, suggestion={"version": 1})))
    address = str(place_of(small))
    for line, told in (
        (("add", small, "--name-en", "A road", "--place", "Tashkent", "--yes"), f"{address}: added a-road"),
        (("import", "more.csv", small, "--yes"), f"into {address}: 1 new"),
        (("review", "fix.geojson", "--layer", small, "--yes", ID), f"{address}: took in {ID}"),
        (("undo", small, "--list"), "3 changes to take back"),
        (("diff", "small.geojson", small), "A road"),
        (("undo", small), "status"),
        (("undo", small, "--redo"), "status"),
        (("check", small), f"{address}, judged as draft: 3 projects"),
    ):
        done = command(*line, cwd=tmp_path)
        assert QUOTED not in done.stdout + done.stderr
        assert told in done.stdout, (line[0], done.stdout, done.stderr)
    assert geo.read(small).projects[2].properties["status"] == "suspended"
    assert "keeps no revisions of a table" in command("diff", "--layer", small).stderr


def test_what_is_there_already_is_not_written_over(command: Command, small: str, server: Server, folder: Path):
    for address in (small, server.address("spatial_ref_sys")):
        refused = command("export", address, folder / "projects.geojson")
        assert refused.returncode == 1
        assert "is there already, and would be lost" in refused.stderr
    assert len(geo.read(small).features) == 1


def test_a_result_is_not_written_under_the_address_of_a_table(command: Command, table: str, folder: Path):
    for line in (("build", "projects.geojson", "-o", table), ("facts", table), ("review", table)):
        done = command(*line, cwd=folder)
        assert done.returncode in (1, 2)
        assert QUOTED not in done.stdout + done.stderr
    assert {path.name for path in folder.iterdir()} == {"projects.geojson", *BESIDE[:3]}


def test_another_table_is_drawn_and_taken_in_as_any_stranger_s_file(
    command: Command, small: str, server: Server, tmp_path: Path
):
    server.sql(
        "CREATE TABLE roads (fid serial, title text, made date, sum numeric, tags jsonb, shape geometry(Point, 3857))",
        "INSERT INTO roads (title, made, sum, tags, shape) VALUES ('Дорога', '2024-05-01', 12.50, '{\"a\": [1]}',"
        " ST_Transform(ST_SetSRID(ST_MakePoint(69.24, 41.3), 4326), 3857))",
        "CREATE TABLE plain AS SELECT 'A mill' AS name, 41.3 AS lat, 69.2 AS lon",
        "GRANT SELECT ON roads, plain TO keeper",
    )
    roads, plain = server.address("roads"), server.address("plain")
    built = command("build", roads, "-o", "roads.html", "--save", "roads.geojson", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    project = geo.read(tmp_path / "roads.geojson").projects[0]
    assert project.geometry == {"type": "Point", "coordinates": [69.24, 41.3]}
    assert "Дорога" in project.properties.values()
    done = command("import", plain, small, "--yes", "--map", "name=name_en")
    assert "1 new" in done.stdout, (done.stdout, done.stderr)
    # One of coopmap's own is taken into another layer, too.
    done = command("import", small, "new.geojson", "--yes", cwd=tmp_path)
    assert "2 new" in done.stdout, (done.stdout, done.stderr)
    assert [project.id for project in geo.read(tmp_path / "new.geojson").projects] == ["a-mill", ID]


def test_two_editors_on_one_table_hear_of_each_other(small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    mine, theirs = EditorService(place_of(small)), EditorService(place_of(small))
    seen = mine.open(ID).body["feature"]
    assert isinstance(seen, dict)

    def with_status(status: str) -> dict[str, object]:
        return {**seen, "properties": {**seen["properties"], "status": status}}

    mine.keep_draft(ID, {"feature": with_status("planned")})
    with chdir("/"):  # another machine, as far as drafts go
        assert theirs.save(with_status("suspended"), seen).status == 200
    refused = mine.save(with_status("planned"), seen)
    assert refused.status == 409
    assert refused.body["current"] == theirs.open(ID).body["feature"]
    assert mine.drafts()[0]["id"] == ID
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    assert not any(QUOTED in f"{path} {path.read_text()}" for path in kept)
    assert mine.undo(again=False).status == 200
    assert mine.save(with_status("planned"), seen).status == 200
    assert mine.drafts() == []


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "geo.io.database", raising=False)
    with pytest.raises(geo.CoopmapError, match=r"pip install 'coopmap\[postgis\]'"):
        importlib.import_module("geo.io.database")
