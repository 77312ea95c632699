"""The corpus of bad tables: `bad_tables.json` names each fault, the file that has it, and exactly what is said of it.

An entry is a file with one sound row, and a change to it:

    file     its name; the ending says what writes it (see WRITERS)
    put      {header: cell} of the row; a workbook's cell may be {"formula": ..., "value": ...} or {"day": number}
    drop     [header] of what is left out
    more     rows that follow the first, each {"put": ..., "drop": ...} on the same sound row; [] for none at all
    rows     [[cell]] in place of all, headers too
    with     what the writer takes: delimiter, sheets, crs, place (well-known text), geo, column
    text     [old, new]: the file's bytes with the first `old` replaced, a letter each
    encoding of a text; cut: how many bytes are kept; whole: the file's whole text, a letter a byte; times: repeats it
    zip      {name: text}: the file is a zip of these
    real     one of tests/files in place of it
    without  endings of files beside it that are removed
    options  of the command; command: "check" in place of "import"

and `said` is every line on standard error, and of `check` on standard output too but for its sum, FILE in place of the
file's name, LAYER of the layer's, SECTORS and the like of lists of codes; `exit` the code, 1 where it does not stand.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely
import xlsxwriter

from geo.tables.writers import kml_text
from tests.geo.samples import PROPERTIES, collection, corpus, feature
from tests.geo.tables.plans import FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CORPUS = Path(__file__).with_name("bad_tables.json")

SOUND: dict[str, Any] = {
    "id": "depot",
    "name_en": "Depot",
    "name_ru": "Парк",
    "name_uz": "Saroy",
    "name_kk": "Саябақ",
    "sector": "automotive",
    "status": "operating",
    "status_date": "2025-12",
    "countries": "KZ",
    "longitude": 63.61,
    "latitude": 53.22,
    "precision": "near",
    "uncertainty_m": 5000,
    "location_source": "OpenStreetMap way 7",
    "sources_1_title": "A depot opens",
    "sources_1_url": "https://example.org/7",
    "sources_1_supports": "status, place",
    "article": "no",
    "checked": "2026-03-19",
}
"""A row that is right."""

LAYER = collection(feature())
"""The layer that the table is taken into."""

PLACES = ("longitude", "latitude")
Rows = list[dict[str, Any]]


def entries() -> list[dict[str, Any]]:
    """The corpus, in order."""
    return corpus(CORPUS)


def stored(folder: Path, entry: dict[str, Any]) -> Path:
    """The bad table of an entry as a real file, a sound layer beside it."""
    (folder / "layer.geojson").write_text(json.dumps(LAYER), encoding="utf-8")
    path = folder / str(entry["file"])
    _write(path, entry)
    data = path.read_bytes() if path.exists() else b""
    if "text" in entry:
        old, new = (str(part).encode("latin-1") for part in entry["text"])
        assert old in data, f"{entry['fault']}: the file holds no {old!r}"
        data = data.replace(old, new, 1)
    if "encoding" in entry:
        data = data.decode().encode(entry["encoding"])
    if not entry.get("missing"):
        path.write_bytes(data[: entry.get("cut")] * int(entry.get("times", 1)))
    for ending in entry.get("without", ()):
        path.with_suffix(ending).unlink()
    return path


def _write(path: Path, entry: dict[str, Any]) -> None:
    if entry.get("missing"):
        return
    if "whole" in entry:
        path.write_bytes(str(entry["whole"]).encode("latin-1"))
    elif "real" in entry:
        path.write_bytes((FILES / entry["real"]).read_bytes())
    elif "zip" in entry:
        with zipfile.ZipFile(path, "w") as packed:
            for name, text in entry["zip"].items():
                packed.writestr(name, str(text))
    else:
        WRITERS[path.suffix](path, _rows(entry), entry)


def _rows(entry: dict[str, Any]) -> Rows:
    sound = PROPERTIES if entry.get("command") == "check" else SOUND
    changes = [] if entry.get("more") == [] else [entry, *entry.get("more", ())]
    return [
        {key: cell for key, cell in (sound | change.get("put", {})).items() if key not in change.get("drop", ())}
        for change in changes
    ]


def _grid(rows: Rows, entry: dict[str, Any]) -> list[Sequence[Any]]:
    """Headers and cells."""
    if "rows" in entry:
        return list(entry["rows"])
    headers = list(dict.fromkeys(key for row in rows or [SOUND] for key in row))
    return [headers, *([row.get(header, "") for header in headers] for row in rows)]


def _csv(path: Path, rows: Rows, entry: dict[str, Any]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=_with(entry).get("delimiter", ",")).writerows(_grid(rows, entry))


def _xlsx(path: Path, rows: Rows, entry: dict[str, Any]) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        grids = {_with(entry).get("title", "Projects"): _grid(rows, entry), **_with(entry).get("sheets", {})}
        for title, grid in grids.items():
            sheet = book.add_worksheet(title)
            for at, line in enumerate(grid):
                for number, cell in enumerate(line):
                    if not isinstance(cell, dict):
                        sheet.write(at, number, cell)
                    elif "day" in cell:
                        sheet.write_number(at, number, cell["day"], day)
                    else:
                        sheet.write_formula(at, number, cell["formula"], value=cell["value"])
            if merged := _with(entry).get("merged"):
                sheet.merge_range(*merged, None)


ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="Projects">%s</table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(rows: str) -> bytes:
    """A spreadsheet of OpenDocument with these rows, as its XML has them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        manifest = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        packed.writestr("META-INF/manifest.xml", f"<manifest:manifest {manifest}/>")
        packed.writestr("content.xml", ODS % rows)
    return out.getvalue()


def _ods(path: Path, rows: Rows, entry: dict[str, Any]) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = ["".join(cell.format(one) for one in line) for line in _grid(rows, entry)]
    path.write_bytes(ods("".join(f"<table:table-row>{line}</table:table-row>" for line in lines)))


def _kml(path: Path, rows: Rows, _entry: dict[str, Any]) -> None:
    marks = [
        (row["name_en"], "", {key: one for key, one in row.items() if key not in PLACES}, _place(row)) for row in rows
    ]
    path.write_text(kml_text.text(marks), encoding="utf-8")


def _place(row: dict[str, Any]) -> dict[str, Any] | None:
    return None if "longitude" not in row else {"type": "Point", "coordinates": [row[key] for key in PLACES]}


def _geojson(path: Path, rows: Rows, entry: dict[str, Any]) -> None:
    features = [
        {"type": "Feature", "geometry": _place(row), "properties": {k: v for k, v in row.items() if k not in PLACES}}
        for row in rows
    ]
    path.write_text(json.dumps({**collection(*features), **_with(entry).get("members", {})}), encoding="utf-8")


def _frame(rows: Rows, entry: dict[str, Any], nested: Callable[[Any], Any]) -> gpd.GeoDataFrame:
    """Rows with a geometry; those of the samples have theirs in place of the columns of degrees."""
    wanted = _with(entry)
    place = shapely.from_wkt(wanted["place"]) if wanted.get("place", "") else None
    shapes = [
        place if "place" in wanted else shapely.Point(row.get("longitude", 63.59), row.get("latitude", 53.2485))
        for row in rows
    ]
    names = [name for name in dict.fromkeys(key for row in rows for key in row) if name not in PLACES]
    columns = {name: [nested(row.get(name)) for row in rows] for name in names}
    crs = wanted.get("crs", "EPSG:4326")
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, crs=crs), crs=crs)


def _as_text(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, (list, dict)) else value


def _gdal(driver: str) -> Callable[[Path, Rows, dict[str, Any]], None]:
    def write(path: Path, rows: Rows, entry: dict[str, Any]) -> None:
        layers = _with(entry).get("layers", [path.stem])
        for number, name in enumerate(layers):
            options = {} if driver == "ESRI Shapefile" else {"layer": name, "append": number > 0}
            _frame(rows, entry, _as_text).to_file(path, driver=driver, engine="pyogrio", **options)

    return write


def _parquet(path: Path, rows: Rows, entry: dict[str, Any]) -> None:
    """As geopandas writes it; `geo` changes what the file says of itself, `column` the bytes of its geometry."""
    import pyarrow as pa
    from pyarrow import parquet

    _frame(rows, entry, lambda value: value).to_parquet(path, index=False)
    if not {"geo", "column"} & _with(entry).keys():
        return
    table = parquet.read_table(path)
    told: dict[bytes, bytes] = dict(table.schema.metadata)
    if "geo" in _with(entry):
        geo = _with(entry)["geo"]
        told[b"geo"] = str(geo).encode()
        if geo is None:
            del told[b"geo"]
    if "column" in _with(entry):
        at = table.schema.names.index("geometry")
        shapes = pa.array([str(_with(entry)["column"]).encode("latin-1")] * len(rows), pa.binary())
        table = table.set_column(at, "geometry", shapes)
    parquet.write_table(table.replace_schema_metadata(told), path)


def _with(entry: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = entry.get("with", {})
    return found


WRITERS: dict[str, Callable[[Path, Rows, dict[str, Any]], None]] = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), _csv),
    ".xlsx": _xlsx,
    ".ods": _ods,
    ".kml": _kml,
    ".geojson": _geojson,
    ".gpkg": _gdal("GPKG"),
    ".shp": _gdal("ESRI Shapefile"),
    ".fgb": _gdal("FlatGeobuf"),
    ".parquet": _parquet,
}


def line(folder: Path, path: Path, entry: dict[str, Any]) -> list[str]:
    """The command line that takes a table in, or checks it as a layer."""
    if entry.get("command") == "check":
        return ["coopmap", "check", str(path)]
    return ["coopmap", "import", str(path), str(folder / "layer.geojson"), "--yes", *entry.get("options", ())]


def told(out: str, err: str, folder: Path, path: Path, entry: dict[str, Any]) -> list[str]:
    """What was said, line by line, the files by stand-ins."""
    checked = out.splitlines()[:-1] if entry.get("command") == "check" else []
    lines = [one for one in (*checked, *err.splitlines()) if not one.endswith("[status-old]")]  # a matter of the day
    return [one.replace(str(path), "FILE").replace(str(folder / "layer.geojson"), "LAYER") for one in lines]
