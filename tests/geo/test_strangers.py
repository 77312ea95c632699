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
from geo.errors import CoopmapError
from geo.tables.readers import any_format, endings, parse
from tests.geo.samples import collection, feature
from tests.geo.strangers import said_of
from tests.geo.tables.plans import FILES

pytestmark = pytest.mark.slow


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
    assert len(any_format.read(path).main.rows) == 2
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


def test_a_zip_called_a_shapefile_and_zips_in_zips_without_end_are_sentences(tmp_path: Path):
    inner = zipped(tmp_path / "b.zip", {f"a{ending}": data for ending, data in shapefile().items()})
    outer = zipped(tmp_path / "a.zip", {"a.shp": inner.read_bytes()})
    assert "holds “a.shp”, which is no shapefile, though its name says so." in said_of(outer)
    nested = inner
    for name in ("c.zip", "d.zip", "e.zip"):
        nested = zipped(tmp_path / name, {"b.zip": nested.read_bytes()})
    assert said_of(nested).endswith("which holds archives inside archives, more than 3 deep; unpack it.")


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
@pytest.mark.parametrize("ending", [*endings.TEXTS, *endings.WORKBOOKS, *endings.GIS])
def test_a_fifo_is_a_sentence_and_not_waited_for(tmp_path: Path, ending: str):
    path = tmp_path / f"a{ending}"
    os.mkfifo(path)
    assert said_of(path) == f"{path} is no regular file."


@pytest.mark.parametrize("attack", [name for name in ATTACKS if "FlatGeobuf" in name])
def test_a_large_layer_asks_no_server_and_shows_no_file(tmp_path: Path, server: Server, attack: str):
    path = ATTACKS[attack](tmp_path, f"/vsicurl/http://127.0.0.1:{server.server_port}/secret.geojson")
    with pytest.raises(CoopmapError, match="is no"):
        geo.read(path)
    assert server.asked == []


# Ordinary files


@pytest.mark.parametrize(
    "path", sorted(one for one in FILES.iterdir() if one.suffix != ".md"), ids=lambda one: one.name
)
def test_an_ordinary_file_is_read_the_same_with_the_sandbox_as_without(path: Path):
    assert any_format.read(path) == parse.parse(path)
