"""Bombs that nobody knows beforehand go over a bound, by the system's limits alone and by the watchdog alone."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import geo
from geo.errors import CoopmapError
from geo.sandbox import process
from geo.sandbox.process import Bounds
from geo.tables.readers import archives
from tests.geo.strangers import said_of
from tests.geo.tables import bad_tables, bombs
from tests.geo.tables.plans import FILES

pytestmark = pytest.mark.slow


Made = Callable[[Path, str], Path]
"""Makes a bomb in a folder."""

CELL = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
FILLED = CELL.replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="4000" ')
ROWS = f'<table:table-row table:number-rows-repeated="1200">{FILLED}</table:table-row>'


def _ods(rows: str) -> Made:
    def make(folder: Path, _: str) -> Path:
        (folder / "a.ods").write_bytes(bad_tables.ods(rows))
        return folder / "a.ods"

    return make


def _geopackage(*lines: str) -> Made:
    def make(folder: Path, _: str) -> Path:
        path = folder / "a.gpkg"
        shutil.copyfile(FILES / "gdal-utm42.gpkg", path)
        with sqlite3.connect(path) as base:
            (table,) = base.execute("SELECT table_name FROM gpkg_contents").fetchone()
            for line in lines:
                base.execute(line.format(table=table))
        base.close()
        return path

    return make


def _parquet(kind: str) -> Made:
    def make(folder: Path, _: str) -> Path:
        pa = pytest.importorskip("pyarrow")
        from pyarrow import parquet

        path = bad_tables.stored(folder, {"file": "a.parquet"})
        told = parquet.read_schema(path).metadata
        column = pa.array(["x"])
        if kind == "list":
            size = 50_000_000
            column = pa.ListArray.from_arrays(pa.array([0, size], pa.int32()), pa.nulls(size, pa.int8()))
        elif kind == "dictionary":
            column = pa.DictionaryArray.from_arrays(pa.array([0] * 2_000_000, pa.int32()), pa.array(["x" * 1_000]))
        else:
            told = {b"geo": b"[" * 200_000 + b"]" * 200_000}
        rows = pa.table({"geometry": pa.nulls(len(column), pa.binary()), "id": column})
        parquet.write_table(rows.replace_schema_metadata(told), path)
        return path

    return make


LEAST = Bounds(process.LEAST * 2, 4)
OVER = ("takes more than 512 MB of memory", "takes more than 4 seconds", "broke what reads it")

BOMBS: dict[str, Made] = {
    "an ODS of blanks": _ods(
        '<table:table-row><table:table-cell office:value-type="string"><text:p>x<text:s text:c="2000000000"/></text:p>'
        "</table:table-cell></table:table-row>"
    ),
    "an ODS of many large sheets": _ods(
        "".join(f'{ROWS}</table:table><table:table table:name="{n}">' for n in range(20))
    ),
    "a GeoPackage whose column is computed": _geopackage(
        "ALTER TABLE {table} ADD COLUMN a TEXT GENERATED ALWAYS AS (hex(zeroblob(400000000))) VIRTUAL"
    ),
    "GeoParquet of a long list": _parquet("list"),
    "GeoParquet of one word in millions": _parquet("dictionary"),
    "GeoParquet of deep metadata": _parquet("deep"),
}


@pytest.mark.parametrize("way", ["limits", "watchdog"])
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_goes_over_a_bound_and_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bomb: str, way: str
):
    if way == "watchdog":
        monkeypatch.setattr(process, "SYSTEM_LIMITS", False)
    elif sys.platform == "linux":
        monkeypatch.setattr(process, "INTERVAL_S", 1e6)
    else:
        pytest.skip("This system has no bound on a process that holds.")
    path = BOMBS[bomb](tmp_path, "")
    said = said_of(path, LEAST)
    assert said.removeprefix(f"{path} ").startswith(OVER), said
    assert "if you trust it, allow more: COOPMAP_" in said


@pytest.mark.parametrize("kind", ["list", "deep"])
def test_a_large_layer_is_read_under_the_same_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str):
    path = _parquet(kind)(tmp_path, "")
    monkeypatch.setenv("COOPMAP_MEMORY", "512MB")
    monkeypatch.setenv("COOPMAP_TIME", "8")
    with pytest.raises(CoopmapError) as refused:
        list(geo.read(path).features)
    said = str(refused.value).removeprefix(f"{path} ")
    assert said.startswith(("takes more than", "broke what reads it", "is no sound GeoParquet"))


@pytest.mark.parametrize("name", ["v", "V"])
def test_a_view_in_place_of_a_table_is_a_sentence_whatever_its_capitals(tmp_path: Path, name: str):
    count = "WITH n(fid) AS (VALUES(1) UNION ALL SELECT fid + 1 FROM n) SELECT fid, NULL AS geom, 'x' AS name_en FROM n"
    path = _geopackage(
        f"CREATE VIEW {name} AS {count}",
        "UPDATE gpkg_contents SET table_name = 'v'",
        "UPDATE gpkg_geometry_columns SET table_name = 'v'",
    )(tmp_path, "")
    assert said_of(path) == f"{path} holds a view, “{name}”, in place of a table; save it as a table."


def test_a_view_in_place_of_what_a_geopackage_keeps_for_itself_is_a_sentence(tmp_path: Path):
    path = _geopackage(
        "DROP TABLE gpkg_contents",
        "CREATE VIEW GPKG_contents AS WITH n(table_name) AS (VALUES(1) UNION ALL SELECT table_name + 1 FROM n) "
        "SELECT table_name FROM n",
    )(tmp_path, "")
    assert said_of(path, LEAST) == f"{path} holds a view, “GPKG_contents”, in place of a table; save it as a table."


# Archives that another reader will unpack


def test_an_archive_that_unpacks_to_too_much_is_a_sentence_whatever_it_says(tmp_path: Path):
    path = tmp_path / "a.pptx"
    for size in (None, 100):
        bombs.packed(path, "ppt/presentation.xml", [bombs.BLANK] * 12, size)
        with pytest.raises(CoopmapError, match=r"unpacks to more than 8 MB, the most that is read|is no sound zip"):
            archives.refuse_bomb(path, 8 * 2**20)
    bombs.packed(path, "ppt/presentation.xml", [bombs.BLANK])
    archives.refuse_bomb(path, 8 * 2**20)


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\3\4" + bytes(100)])
def test_what_is_no_archive_is_a_sentence(tmp_path: Path, data: bytes):
    path = tmp_path / "a.pptx"
    path.write_bytes(data)
    with pytest.raises(CoopmapError, match=r"is empty|is no sound zip file"):
        archives.refuse_bomb(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no FIFOs")
def test_a_fifo_is_no_archive(tmp_path: Path):
    os.mkfifo(tmp_path / "a.pptx")
    with pytest.raises(CoopmapError, match="is no regular file"):
        archives.refuse_bomb(tmp_path / "a.pptx")
