"""A layer as a file for other programs: XLSX, CSV, GeoPackage, KML, GeoParquet and GeoJSON."""

from __future__ import annotations

import re
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo.io.shapes import shape_of
from geo.layer import text, with_lists
from geo.model.geometry import has_uneven_altitudes
from geo.tables import header_names
from geo.tables.model import Labels
from geo.tables.readers import delimited
from geo.tables.writers import about, flatten, gpkg_style, kml_text, refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    import numpy.typing as npt

    from geo.layer import Layer
    from geo.model.project import Project
    from geo.tables.model import Target, WrittenCell

STAMP = "2026-01-01T00:00:00.000Z"
"""What a GeoPackage gives as the time of its making: the same layer makes the same bytes."""

_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no XML can hold, escaped neither; halves of characters are told of when the text is encoded."""

HOLD_ALTITUDES = (".geojson", ".kml")
"""The formats in which each position has an altitude or none."""

TABLE = "projects"
"""The layer's name in a GIS file."""


@dataclass(frozen=True)
class Words:
    """The words that stand in a file beside the layer's own."""

    language: str | None = None
    """The language that texts are in, or None for all."""
    labels: Labels = field(default_factory=dict)
    """What codes are called in a workbook, whose headers are in words; other formats have fields' names and codes."""
    whose: Sequence[str] = ()
    """Lines that say whose the layer is, for formats with a place for such."""
    style: str = ""
    """The style of QGIS (QML) that a GeoPackage carries."""


PLAIN = Words()
"""No words beside the layer's own."""


def export(layer: Layer, ending: str, words: Words = PLAIN) -> bytes:
    """The projects as a file in the format of an ending, one of ENDINGS, with the words that stand in it.

    Raises CoopmapError for a layer that the format cannot hold.
    """
    if ending != ".geojson":
        for project in layer.projects:
            refusals.refuse_shapeless(project)
    try:
        return _WRITERS[ending](layer, words)
    except UnicodeEncodeError:
        raise refusals.half_character() from None


def template(language: str, labels: Labels, layer: Layer) -> bytes:
    """An empty workbook to fill in, XLSX, its headers in a language, for a layer: with columns for texts in its
    languages and its own lists."""
    from geo.tables.writers import workbook_writer

    return workbook_writer.template(language, labels, layer)


def left_out(layer: Layer) -> tuple[str, ...]:
    """The own fields that no table holds, because they are lists, records or true and false somewhere."""
    held = set(flatten.own_keys(layer))
    beyond = {key for project in layer.projects for key in project.properties if header_names.key_target(key) is None}
    return tuple(sorted(key for key in beyond - held if layer.codebook.own_key(key) is None))


def losing_altitudes(layer: Layer, ending: str) -> int:
    """Of how many projects a format leaves the altitudes out, because only some of their positions have one."""
    return 0 if ending in HOLD_ALTITUDES else sum(has_uneven_altitudes(project.geometry) for project in layer.projects)


def _csv(layer: Layer, words: Words) -> bytes:
    columns = flatten.with_places(flatten.targets(layer, words.language), flatten.place_targets(layer))
    lines = delimited.text_of([header_names.heading(target) for target in columns], flatten.rows(layer, columns))
    if "\0" in lines:
        raise refusals.controls("CSV")
    return b"\xef\xbb\xbf" + lines.encode()  # without the mark Excel takes it for windows-1251


def _xlsx(layer: Layer, words: Words) -> bytes:
    from geo.tables.writers import workbook_writer

    return workbook_writer.workbook(
        layer, words.language or layer.languages[0], words.labels, words.language, words.whose
    )


def _geojson(layer: Layer, words: Words) -> bytes:
    if words.language is not None:
        features, members = flatten.in_language(layer, words.language)
        layer = replace(layer, features=tuple(features), members=members)
    return text(with_lists(layer)).encode()


# GIS


def _gpkg(layer: Layer, words: Words) -> bytes:
    import numpy as np
    import pyogrio
    import shapely

    columns, rows = _gis_rows(layer, words.language)
    names = [header_names.heading(target) for target in columns]
    held = [_array([row[n] for row in rows]) for n in range(len(names))]
    shapes = [shape_of(project.geometry) if project.geometry else None for project in _in_order(layer)]
    with tempfile.TemporaryDirectory() as folder, _stamped():
        path = Path(folder) / f"{TABLE}.gpkg"
        pyogrio.raw.write(
            path,
            np.array([None if shape is None else shapely.to_wkb(shape) for shape in shapes] or [], dtype=object),
            [values for values, _ in held],
            names,
            field_mask=[mask for _, mask in held],
            layer=TABLE,
            driver="GPKG",
            geometry_type="Unknown",
            crs="EPSG:4326",
            **_gpkg_about(layer, words),
        )
        package = path.read_bytes()
    return gpkg_style.styled(package, TABLE, words.style, STAMP) if words.style else package


def _gpkg_about(layer: Layer, words: Words) -> dict[str, dict[str, str] | None]:
    """Whose the layer is: what GIS programs show as title and abstract, and GDAL's metadata by the members' names."""
    stated = about.facts(layer, words.language)
    texts = {"IDENTIFIER": stated.get("title", ""), "DESCRIPTION": "\n".join(words.whose)}
    options = {name: text for name, text in texts.items() if text}
    return {"layer_options": options or None, "layer_metadata": stated or None}


@contextmanager
def _stamped() -> Iterator[None]:
    """GDAL with the one time of making."""
    import pyogrio

    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": STAMP})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _kml(layer: Layer, words: Words) -> bytes:
    columns, rows = _gis_rows(layer, words.language)
    names = [header_names.heading(target) for target in columns]
    marks = [
        (
            _globe_text(project, "name", words.language),
            _globe_text(project, "summary", words.language),
            _named(names, row),
            project.geometry,
        )
        for project, row in zip(_in_order(layer), rows, strict=True)
    ]
    document = kml_text.text(marks, about.facts(layer, words.language), words.whose)
    if _NO_XML.search(document):
        raise refusals.controls("KML")
    return document.encode()


def _globe_text(project: Project, field: str, language: str | None) -> str:
    """What a globe shows: a text that the columns hold as well, so that its import takes it from them."""
    return project.text(field) if language is None else str(project.properties.get(f"{field}_{language}", ""))


def _named(names: Sequence[str], row: Sequence[WrittenCell]) -> dict[str, WrittenCell]:
    return dict(zip(names, row, strict=True))


def _in_order(layer: Layer) -> list[Project]:
    return sorted(layer.projects, key=lambda project: project.id or "")


def _gis_rows(layer: Layer, language: str | None) -> tuple[list[Target], list[list[WrittenCell]]]:
    """Columns and rows without the geometry; names of columns that differ in case alone are one in a GeoPackage."""
    columns = flatten.targets(layer, language)
    taken: set[str] = {"fid", "geom", "geometry"}
    targets = []
    for target in columns:
        if (name := header_names.heading(target).casefold()) not in taken:
            taken.add(name)
            targets.append(target)
    return targets, flatten.rows(layer, targets)


def _array(values: Sequence[WrittenCell]) -> tuple[npt.NDArray[np.generic], npt.NDArray[np.bool_]]:
    """(values, mask of the missing ones) of a column: whole numbers, numbers or texts, whichever holds all exactly."""
    import numpy as np

    present = [value for value in values if value is not None]
    missing = np.array([value is None for value in values], dtype=bool)
    numbers = [value for value in present if isinstance(value, (int, float))]
    numeric = bool(present) and len(numbers) == len(present)
    if numeric and all(isinstance(value, int) and abs(value) < 2**53 for value in numbers):
        return np.array([value or 0 for value in values], dtype="int64"), missing
    if numeric and all(isinstance(value, float) or abs(value) < 2**53 for value in numbers):
        return np.array([value or 0.0 for value in values], dtype="float64"), missing
    return np.array([None if value is None else str(value) for value in values], dtype=object), missing


def _parquet(layer: Layer, words: Words) -> bytes:
    from geo.io.columnar import need_parquet

    need_parquet()
    import geopandas as gpd
    import pandas as pd

    columns, rows = _gis_rows(layer, words.language)
    shapes = [shape_of(project.geometry) if project.geometry else None for project in _in_order(layer)]
    frame = {}
    for number, target in enumerate(columns):
        values, mask = _array([row[number] for row in rows])
        kind = {"i": "Int64", "f": "float64", "O": "object"}[values.dtype.kind]
        frame[header_names.heading(target)] = pd.Series(values, dtype=kind).mask(mask)
    projects = gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes, crs="EPSG:4326"), crs="EPSG:4326")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{TABLE}.parquet"
        projects.to_parquet(path, index=False)
        _say_whose(path, about.facts(layer, words.language))
        return path.read_bytes()


def _say_whose(path: Path, stated: dict[str, str]) -> None:
    """Puts what the layer says of itself beside the metadata of a Parquet file, under the members' names."""
    from pyarrow import parquet

    table = parquet.read_table(path)
    parquet.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **stated}), path)


_WRITERS: dict[str, Callable[[Layer, Words], bytes]] = {
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".gpkg": _gpkg,
    ".kml": _kml,
    ".parquet": _parquet,
    ".geojson": _geojson,
}

ENDINGS = tuple(_WRITERS)
"""The endings of the formats that can be written."""
