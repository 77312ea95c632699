"""A stranger's table asks no server, shows no other file of the machine and fills nothing: it costs one sentence."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

import geo
from geo import sandbox
from geo.errors import CoopmapError
from geo.sandbox import Bounds
from geo.tables import archives, parsing, reading
from tests.geo import bad_tables, bombs
from tests.geo.samples import collection, feature
from tests.geo.tables import FILES

HIDDEN = "what nobody may see"

FEATURE = json.dumps(collection(feature(name_en=HIDDEN)))

Made = Callable[[Path, str], Path]
"""Makes an attack in a folder, for a source that it is to read: an address, or a file of the machine."""


class Server(HTTPServer):
    """A server on this machine that notes what it is asked for."""

    asked: list[str]


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Server)
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(FEATURE.encode())

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *told: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that is to be left alone."""
    with Server(("127.0.0.1", 0), _Answer) as found:
        found.asked = []
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.shutdown()


def said_of(path: Path, allowed: Bounds | None = None) -> str:
    """The sentence that refuses a file, or what came of it."""
    try:
        return repr(reading.read(path, allowed=allowed))
    except CoopmapError as error:
        return str(error)


def vrt(source: str) -> bytes:
    """A list of other files, which GDAL opens under any name."""
    told = f'<OGRVRTLayer name="a"><SrcDataSource>{source}</SrcDataSource><SrcLayer>secret</SrcLayer></OGRVRTLayer>'
    return f"<OGRVRTDataSource>{told}</OGRVRTDataSource>".encode()


def shapefile() -> dict[str, bytes]:
    """A sound one: its files by ending."""
    with zipfile.ZipFile(FILES / "gdal-pulkovo.zip") as packed:
        return {Path(name).suffix: packed.read(name) for name in packed.namelist()}


def zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return path


def zip_of(**changes: Callable[[str], bytes]) -> Made:
    """A zipped shapefile with other bytes in some of its files."""

    def make(folder: Path, source: str) -> Path:
        files = shapefile() | {f".{ending}": change(source) for ending, change in changes.items()}
        return zipped(folder / "a.zip", {f"a{ending}": data for ending, data in files.items()})

    return make


def loose(name: str, head: bytes = b"") -> Made:
    """A list of other files under a name, with what a file of that name begins with."""

    def make(folder: Path, source: str) -> Path:
        path = folder / name
        for ending, data in shapefile().items():
            path.with_suffix(ending).write_bytes(data)
        path.write_bytes(head + vrt(source))
        return path

    return make


def companion(ending: str) -> Made:
    """A sound shapefile with another file's content in one of its files."""

    def make(folder: Path, source: str) -> Path:
        path = folder / "a.shp"
        for end, data in shapefile().items():
            path.with_suffix(end).write_bytes(vrt(source) if end == ending else data)
        return path

    return make


def gpx(folder: Path, source: str) -> Path:
    """A list of other files that calls itself GPX where a file's kind is looked for."""
    path = folder / "a.gpx"
    path.write_bytes(b"<!-- <gpx -->" + b" " * 10_000 + vrt(source))
    return path


def entity(name: str) -> Made:
    """XML that has another file put into it."""

    def make(folder: Path, source: str) -> Path:
        root = {"gpx": 'gpx version="1.1" creator="a"', "kml": "kml"}[name]
        path = folder / f"a.{name}"
        body = '<wpt lat="41" lon="69"><name>&a;</name></wpt>'
        if name == "kml":
            body = "<Placemark><name>&a;</name></Placemark>"
        head = f"<!-- <{name} -->" + " " * 10_000 + f'<!DOCTYPE {name} [<!ENTITY a SYSTEM "{source}">]>'
        path.write_text(f"{head}<{root}>{body}</{name}>", "utf-8")
        return path

    return make


def geopackage(sql: str) -> Made:
    """A GeoPackage whose table is not one."""

    def make(folder: Path, source: str) -> Path:
        path = folder / "a.gpkg"
        shutil.copyfile(FILES / "gdal-utm42.gpkg", path)
        with sqlite3.connect(path) as base:
            (table,) = base.execute("SELECT table_name FROM gpkg_contents").fetchone()
            base.execute("PRAGMA writable_schema = ON")
            base.execute(
                "UPDATE sqlite_master SET type = ?, sql = ? WHERE name = ?",
                ("view" if " VIEW " in sql else "table", sql.format(table=table, source=source), table),
            )
        base.close()
        return path

    return make


ATTACKS: dict[str, Made] = {
    "a zipped shapefile that is a list of other files": zip_of(shp=vrt),
    "a zipped shapefile whose table is a list of other files": zip_of(dbf=vrt),
    "a zipped shapefile whose index is a list of other files": zip_of(shx=vrt),
    "a zipped shapefile whose system is a list of other files": zip_of(prj=vrt),
    "a zipped shapefile whose system names a file": zip_of(prj=lambda source: f"+init={source}:1".encode()),
    "a zipped shapefile whose shape is an address": zip_of(shp=str.encode),
    "a shapefile that is a list of other files": loose("a.shp"),
    "a shapefile whose table is a list of other files": companion(".dbf"),
    "a shapefile whose system is a list of other files": companion(".prj"),
    "a GeoPackage that is a list of other files": loose("a.gpkg"),
    "a FlatGeobuf that is a list of other files": loose("a.fgb"),
    "a FlatGeobuf whose rest is a list of other files": loose("b.fgb", b"fgb\x03fgb\0"),
    "GeoParquet that is a list of other files": loose("a.parquet"),
    "GPX that is a list of other files": gpx,
    "GPX with another file put in": entity("gpx"),
    "KML with another file put in": entity("kml"),
    "a GeoPackage whose table is a virtual one": geopackage(
        "CREATE VIRTUAL TABLE {table} USING VirtualOGR('{source}')"
    ),
    "a GeoPackage whose table is a view": geopackage(
        "CREATE VIEW {table} AS SELECT 1 AS fid, NULL AS geom, load_extension('{source}') AS name_en"
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_server_is_asked(tmp_path: Path, server: Server, attack: str):
    address = f"http://127.0.0.1:{server.server_port}/secret.geojson"
    for number, source in enumerate((f"/vsicurl/{address}", address, f"/vsicurl_streaming/{address}")):
        folder = tmp_path / str(number)
        folder.mkdir()
        said = said_of(ATTACKS[attack](folder, source))
        assert HIDDEN not in said
        assert server.asked == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_other_file_is_shown(tmp_path: Path, attack: str):
    secret = tmp_path / "secret.geojson"
    secret.write_text(FEATURE, "utf-8")
    path = ATTACKS[attack](tmp_path, str(secret))
    assert HIDDEN not in said_of(path)


def test_the_server_and_the_secret_would_be_seen(tmp_path: Path, server: Server):
    """GDAL as it comes opens what the attacks are made of."""
    import pyogrio

    path = tmp_path / "a.shp"
    path.write_bytes(vrt(f"/vsicurl/http://127.0.0.1:{server.server_port}/secret.geojson"))
    with pytest.raises(pyogrio.errors.CRSError):
        pyogrio.raw.read(path)
    assert server.asked
    secret = tmp_path / "secret.geojson"
    secret.write_text(FEATURE, "utf-8")
    path.write_bytes(vrt(str(secret)))
    assert HIDDEN in str(pyogrio.raw.read(path)[3])


# Names, links and what is no file


@pytest.mark.parametrize("name", ["../../b/a", "/coopmap-slip", "C:\\a", "a/../../a", "//server/a", "a{}", "\u202e"])
def test_names_in_a_zip_lead_nowhere(tmp_path: Path, name: str):
    files = {f"{name}{ending}": data for ending, data in shapefile().items()}
    folder = tmp_path / "in" / "it"
    folder.mkdir(parents=True)
    path = zipped(folder / "a.zip", files)
    assert len(reading.read(path).main.rows) == 2
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [path]
    assert not Path("/coopmap-slip.shp").exists()


@pytest.mark.parametrize("ending", [".shp", ".dbf", ".prj"])
def test_a_link_in_a_zip_is_no_link(tmp_path: Path, ending: str):
    secret = tmp_path / "secret.geojson"
    secret.write_text(FEATURE, "utf-8")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for end, data in shapefile().items():
            entry = zipfile.ZipInfo(f"a{end}")
            if end == ending:
                entry.create_system, entry.external_attr = 3, 0o120777 << 16
            packed.writestr(entry, str(secret) if end == ending else data)
    assert HIDDEN not in said_of(tmp_path / "a.zip")


def test_a_zip_in_a_zip_is_a_sentence(tmp_path: Path):
    inner = zipped(tmp_path / "b.zip", {f"a{ending}": data for ending, data in shapefile().items()})
    outer = zipped(tmp_path / "a.zip", {"a.shp": inner.read_bytes()})
    assert "is no sound zipped shapefile" in said_of(outer)
    assert said_of(zipped(tmp_path / "c.zip", {"b.zip": inner.read_bytes()})).endswith(
        "holds 0 shapefiles; unpack it and name one."
    )


@pytest.mark.parametrize("kind", ["a link", "a FIFO", "a folder"])
@pytest.mark.parametrize("ending", [".shx", ".dbf", ".prj", ".cpg"])
def test_what_lies_beside_a_shapefile_is_a_file_or_a_sentence(tmp_path: Path, kind: str, ending: str):
    if sys.platform == "win32" and kind != "a folder":
        pytest.skip("Windows lets only some make a link, and nobody a FIFO.")
    files = {".cpg": b"UTF-8"} | shapefile()
    for end, data in files.items():
        (tmp_path / f"a{end}").write_bytes(data)
    beside = tmp_path / f"a{ending}"
    beside.rename(tmp_path / "elsewhere")
    make = {
        "a link": lambda: beside.symlink_to("elsewhere"),
        "a FIFO": lambda: os.mkfifo(beside),
        "a folder": beside.mkdir,
    }
    make[kind]()
    told = f"has “a{ending}” beside it, which is no regular file; copy the file itself."
    assert said_of(tmp_path / "a.shp") == f"{tmp_path / 'a.shp'} {told}"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no FIFOs")
@pytest.mark.parametrize("ending", [*parsing.TEXTS, *parsing.WORKBOOKS, *parsing.GIS])
def test_a_fifo_is_a_sentence_and_not_waited_for(tmp_path: Path, ending: str):
    path = tmp_path / f"a{ending}"
    os.mkfifo(path)
    assert said_of(path) == f"{path} is no regular file."


# Bombs, each by the system's limits alone and by the watchdog alone

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


LEAST = Bounds(sandbox.LEAST * 2, 4)
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
        monkeypatch.setattr(sandbox, "SYSTEM_LIMITS", False)
    elif sys.platform == "linux":
        monkeypatch.setattr(sandbox, "INTERVAL_S", 1e6)
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


@pytest.mark.parametrize("attack", [name for name in ATTACKS if "FlatGeobuf" in name])
def test_a_large_layer_asks_no_server_and_shows_no_file(tmp_path: Path, server: Server, attack: str):
    path = ATTACKS[attack](tmp_path, f"/vsicurl/http://127.0.0.1:{server.server_port}/secret.geojson")
    with pytest.raises(CoopmapError, match="is no"):
        geo.read(path)
    assert server.asked == []


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


# Ordinary files


@pytest.mark.parametrize(
    "path", sorted(one for one in FILES.iterdir() if one.suffix != ".md"), ids=lambda one: one.name
)
def test_an_ordinary_file_is_read_the_same_with_the_sandbox_as_without(path: Path):
    assert reading.read(path) == parsing.parse(path)
