"""Small files that want to become gigabytes, and a program that reads them under a bound on its memory.

What is known is refused at once, without the help of the sandbox (test_strangers), so that its sentence is better.
Run as `python -m tests.geo.tables.bombs FOLDER`: it makes the files there and reads them. Its last line is JSON:
`said`, the sentence that refused each in time or null, and `megabytes`, what all of it took more than making
them.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import geo
from geo.review import suggestions
from geo.tables.readers import parse
from tests.geo.tables import bad_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST_BYTES = 5 * 2**30
"""Of address space, libraries too: what wants more fails at once and does not fill the machine."""

SLOWEST_S = 5

BLANK, MUCH = b" " * 2**20, 600
"""A megabyte, and how many of them are more than may be."""

FORMATS = "http://schemas.openxmlformats.org"
OFFICE = f"{FORMATS}/officeDocument/2006/relationships"
MAIN = f"{FORMATS}/spreadsheetml/2006/main"
LINKS = f'<Relationships xmlns="{FORMATS}/package/2006/relationships"><Relationship Id="rId1" '

BOOK = {
    "[Content_Types].xml": f'<Types xmlns="{FORMATS}/package/2006/content-types"/>',
    "_rels/.rels": f'{LINKS}Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="P" sheetId="1" r:id="rId1"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'{LINKS}Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
"""A workbook but for its sheet."""


def packed(path: Path, name: str, parts: Iterable[bytes], size: int | None = None) -> None:
    """A zip of one file, made of parts; size: what its list says of it instead of the truth."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for other, text in BOOK.items():
            if other != name:
                archive.writestr(other, text)
        with archive.open(name, "w") as file:
            for part in parts:
                file.write(part)
    if size is not None:
        data = bytearray(path.read_bytes())
        at = data.rfind(name.encode()) - 46
        data[at + 24 : at + 28] = size.to_bytes(4, "little")
        path.write_bytes(data)


SHEET = "xl/worksheets/sheet1.xml"
BEGIN, END = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode(), b"</sheetData></worksheet>"


def _cell(parts: Iterable[bytes]) -> Iterable[bytes]:
    return (BEGIN, b'<row><c t="inlineStr"><is><t>', *parts, b"</t></is></c></row>", END)


def _ods(path: Path, rows: int, columns: int) -> None:
    cell = (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}">'
        "<text:p>x</text:p></table:table-cell>"
    )
    path.write_bytes(bad_tables.ods(f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'))


def _gpkg(path: Path) -> None:
    """A table that is a view which counts without end."""
    bad_tables.stored(path.parent, {"file": path.name})
    with sqlite3.connect(path) as base:
        base.execute("UPDATE gpkg_contents SET table_name = 'v'")
        base.execute("UPDATE gpkg_geometry_columns SET table_name = 'v'")
        base.execute(
            "CREATE VIEW v AS WITH RECURSIVE n(fid) AS (VALUES(1) UNION ALL SELECT fid + 1 FROM n) "
            "SELECT fid, NULL AS geom, 'x' AS name_en FROM n"
        )


def _parquet(path: Path) -> None:
    """Twenty million rows of nothing."""
    import pyarrow as pa
    from pyarrow import parquet

    bad_tables.stored(path.parent, {"file": path.name})
    told = parquet.read_schema(path).metadata
    names = [pa.field("geometry", pa.binary()), pa.field("id", pa.string())]
    rows = pa.table({"geometry": pa.nulls(2**20, pa.binary()), "id": pa.nulls(2**20, pa.string())})
    with parquet.ParquetWriter(path, pa.schema(names, metadata=told)) as writer:
        for _ in range(20):
            writer.write_table(rows.replace_schema_metadata(told))


BOMBS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a workbook of much": ("a.xlsx", lambda path: packed(path, SHEET, _cell([BLANK] * MUCH))),
    "a workbook of much that says little": ("b.xlsx", lambda path: packed(path, SHEET, _cell([BLANK] * MUCH), 100)),
    "a spreadsheet of sixty million cells": ("a.ods", lambda path: _ods(path, 1_000_000, 60)),
    "a spreadsheet of a billion columns": ("b.ods", lambda path: _ods(path, 1, 1_000_000_000)),
    "KMZ of much": ("a.kmz", lambda path: packed(path, "doc.kml", [BLANK] * MUCH)),
    "KMZ of much that says little": ("b.kmz", lambda path: packed(path, "doc.kml", [BLANK] * MUCH, 100)),
    "a zipped shapefile of much": ("a.zip", lambda path: packed(path, "a.shp", [BLANK] * MUCH)),
    "a GeoPackage without an end": ("a.gpkg", _gpkg),
    "GeoParquet of millions of empty rows": ("a.parquet", _parquet),
    "a suggestion of gigabytes": ("a.geojson", lambda path: _holey(path, 3 * 2**30)),
}


def _holey(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def main(folder: str) -> None:
    """Make all of them, then read each."""
    import resource  # not on Windows

    for name, make in BOMBS.values():
        make(Path(folder) / name)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said = {what: _read(Path(folder) / name) for what, (name, _) in BOMBS.items()}
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    sys.stdout.write(json.dumps({"said": said, "megabytes": more}) + "\n")


def _read(path: Path) -> str | None:
    begun = time.process_time()
    try:
        (suggestions.read if path.suffix == ".geojson" else parse.parse)(path)
    except geo.CoopmapError as error:
        return str(error) if time.process_time() - begun < SLOWEST_S else None
    return None


if __name__ == "__main__":
    main(*sys.argv[1:])
