"""Bytes thrown at the importers and at the readers of large layers: a plan or a layer, or one plain sentence."""

from __future__ import annotations

import io
import json
import tempfile
import warnings
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import geo
from geo import CoopmapError
from geo.errors import plain
from geo.io import columnar
from geo.io.feature_tables import SOME, Features
from geo.io.table_wire import received
from geo.tables import intake
from geo.tables.import_plan import Plan, plan
from geo.tables.incoming import ImportOptions
from geo.tables.readers import parse
from maps.text.code_labels import labels
from tests.geo.samples import TODAY, feature
from tests.geo.tables import bad_tables
from tests.geo.tables.plans import FILES

LAYER = geo.Layer((feature(),))

IMPORTED = (".csv", ".xlsx", ".ods", ".kml", ".kmz", ".gpx", ".geojson", ".gpkg", ".parquet")
LARGE = (".fgb", ".geoparquet")
ENDINGS = (*IMPORTED, *LARGE)

INSIDE = {
    ".xlsx": ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"),
    ".ods": ("content.xml",),
    ".kmz": ("doc.kml",),
}
"""The parts of packed files that are changed before they are packed: of a changed zip little is reached."""

TOKENS = [
    *(sign.encode() for sign in ",;\t\"'\r\n=+-@\0<>&/|#[]{}"),
    *(
        b"NaN",
        b"1e999",
        b"-0",
        b"46000",
        b"#REF!",
        b"sep=;",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xff",
        b"<![CDATA[",
        b"]]>",
    ),
    *(b"<row>", b"</row>", b' r="XFD1048576"', b' t="e"', b' t="s"', b"<v>999999</v>", b' s="99"', b"&#0;", b"&lt;"),
    *(
        b"<Point>",
        b"<coordinates>",
        b"<MultiGeometry>",
        b"<Placemark>",
        b"63.6,53.2",
        b"id",
        b"name_en",
        b"sources_1_url",
    ),
    *("\u202e".encode(), "Отрасль".encode(), "Отрасль".encode("cp1251"), b"POINT (1 2)", b'{"a": 1}', b"[1]", b"KZ/UZ"),
]
"""Pieces that mean something to an importer."""


@cache
def sound(ending: str) -> bytes:
    """A file that is right."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if ending in (".gpx", ".kmz"):
            return (FILES / f"gdal{ending}").read_bytes()
        name = "a.parquet" if ending == ".geoparquet" else f"a{ending}"
        entry: dict[str, Any] = {"file": name} | ({"command": "check"} if ending in LARGE else {})
        return bad_tables.stored(Path(folder), entry).read_bytes()


@cache
def parts(ending: str) -> dict[str, bytes]:
    """The files inside one that is packed, none of another."""
    if ending not in INSIDE:
        return {}
    with zipfile.ZipFile(io.BytesIO(sound(ending))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def repacked(ending: str, name: str, data: bytes) -> bytes:
    """The sound file with other bytes in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for other, held in parts(ending).items():
            packed.writestr(other, data if other == name else held)
    return out.getvalue()


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def take_in(ending: str, data: bytes) -> None:
    """Take a file in, or read and check it as a layer; only CoopmapError may stop it, in one sentence to be shown, and
    what it makes passes the check."""
    path = Path(_folder().name) / f"fuzzed{ending}"
    path.write_bytes(data)
    if ending == ".shp":
        path.with_suffix(".dbf").write_bytes(b"")
    try:
        if ending in LARGE:
            count, _, tables = columnar.opened(path, SOME)
            layer = geo.Layer(Features(count, lambda: (received(sent, SOME) for sent in tables())), {}, path)
            assert all(str(problem).isprintable() for problem in geo.check(layer, TODAY))
            json.dumps([*layer.features], allow_nan=False)
        else:
            judge(plan(LAYER, intake.intake(parse.parse(path), ImportOptions(labels(), own=True)), today=TODAY))
    except CoopmapError as error:
        said = str(error)
        assert plain(said) == said
        assert len(said) < 2000


def judge(made: Plan) -> None:
    """Whether a plan can be told, and what it would write is a layer without errors."""
    assert all(str(problem).isprintable() for item in made.items for problem in item.problems)
    good = {item.id for item in made.items if item.what in ("new", "changed")}
    after = made.after
    errors = [problem for problem in geo.check(after, TODAY) if problem.level == "error"]
    assert not [problem for problem in errors if problem.where in good]
    json.dumps(after.features, allow_nan=False)
    geo.text(after)


def take_any(data: bytes) -> None:
    """The same of an ending and, in packed files, a part, both chosen by the first two bytes."""
    ending = ENDINGS[data[0] % len(ENDINGS)] if data else ".csv"
    inside = INSIDE.get(ending, ())
    which = data[1] % (len(inside) + 1) if len(data) > 1 else 0
    take_in(ending, repacked(ending, inside[which - 1], data[2:]) if which else data[2:])
