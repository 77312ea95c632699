"""Layers too large for GeoJSON: read some features at a time, the same features as GeoJSON has."""

from __future__ import annotations

import gc
import json
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import psutil
import pytest
import shapely
from pyproj import CRS
from shapely.geometry import shape

import geo
from geo.checks import run
from geo.checks.rules import place
from geo.checks.rules.cases import Cases
from geo.errors import ReadError
from geo.io import columnar, feature_tables, large_layers
from geo.io.feature_tables import features_of, table_of
from geo.io.table_wire import received
from geo.model.codebook import BUILT_IN
from geo.sandbox import process
from geo.tables.layer_file import layer_or_none
from tests.benchmarks import made
from tests.geo.samples import GONE, RING, area, feature, line, point
from tests.geo.tables.plans import export, planned

MEMBERS = ("crs", "type")


def layer() -> geo.Layer:
    """Points in numbers, a line, an area and a project without a place."""
    others = [
        feature(line([65, 41.5], [66, 42]), id="way"),
        feature(area(RING), id="area"),
        feature(None, id="lost", precision="unlocated"),
        feature(point(37.6, 55.75), id="afar"),
    ]
    return geo.Layer((*made.layer(120).features, *others))


def frame(nested: Any) -> gpd.GeoDataFrame:
    """The layer as columns, lists and records as `nested` makes them."""
    found = layer()
    names = list(dict.fromkeys(key for one in found.projects for key in one.properties))
    columns = {name: [nested(name, one.properties.get(name)) for one in found.projects] for name in names}
    shapes = [shape(one.geometry) if one.geometry else None for one in found.projects]
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, crs="EPSG:4326"), crs="EPSG:4326")


def as_text(_: str, value: Any) -> Any:
    """What FlatGeobuf can hold of a value."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value


@pytest.fixture(scope="module")
def flatgeobuf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "projects.fgb"
    frame(as_text).to_file(path, driver="FlatGeobuf", engine="pyogrio", SPATIAL_INDEX="NO")
    return path


def same(found: geo.Layer) -> None:
    """The same projects as the layer's, whatever the kind of its numbers."""
    assert [one.id for one in found.projects] == [one.id for one in layer().projects]
    for own, other in zip(layer().projects, found.projects, strict=True):
        assert other.geometry == own.geometry
        assert other.properties == own.properties


def test_flatgeobuf_holds_the_same_projects(flatgeobuf: Path):
    same(geo.read(flatgeobuf))


def test_what_told_the_number_of_features_reads_them_too(flatgeobuf: Path, monkeypatch: pytest.MonkeyPatch):
    begun, stream = [], process.stream

    def counted(*arguments: Any) -> Any:
        begun.append(arguments)
        return stream(*arguments)

    monkeypatch.setattr(process, "stream", counted)
    found = layer_or_none(flatgeobuf)
    assert found is not None
    assert len(begun) == 1  # that it is a layer is told by the columns' names
    assert [each["properties"]["id"] for each in found.features] == [one.id for one in layer().projects]
    assert len(begun) == 1
    same(found)
    assert len(begun) == 2  # anew


def test_what_nobody_reads_on_ends(flatgeobuf: Path):
    before = psutil.Process().children()
    found = geo.read(flatgeobuf)
    some = iter(found.features)
    next(some)
    unread = geo.read(flatgeobuf)
    assert len(psutil.Process().children()) > len(before)
    del found, some, unread
    gc.collect()
    assert psutil.Process().children() == before


@pytest.mark.parametrize("head", [{}, {"count": -1, "names": []}, {"count": 1, "names": [1]}, 1, None])
def test_a_file_that_tells_no_number_is_broken(flatgeobuf: Path, monkeypatch: pytest.MonkeyPatch, head: object):
    monkeypatch.setattr(process, "stream", lambda *_: iter([head]))
    with pytest.raises(ReadError, match="broke what reads it"):
        geo.read(flatgeobuf)


def test_geoparquet_holds_the_same_projects(tmp_path: Path):
    pytest.importorskip("pyarrow")
    path = tmp_path / "projects.parquet"
    frame(lambda _, value: value).to_parquet(path, index=False)
    same(geo.read(path))


def test_groups_of_rows_are_read_alike_by_their_dictionaries_and_as_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "projects.parquet"
    frame(lambda _, value: value).to_parquet(path, index=False, row_group_size=50)
    for small, sizes in ((1, [40, 10, 40, 10, 24]), (1000, [40, 40, 40, 4])):
        monkeypatch.setattr(columnar, "SMALL_GROUP", small)
        read = columnar.opened(path, 40).tables
        tables = [received(sent, 40) for sent in read()]
        assert [len(table) for table in tables] == sizes
        assert [feature["properties"] for table in tables for feature in features_of(table)] == [
            project.properties for project in layer().projects
        ]


def test_what_export_writes_is_read_again(tmp_path: Path):
    """Its columns are numbered entries of lists, its codes stand with commas."""
    path = tmp_path / "projects.parquet"
    export(layer(), path)
    read = sorted(geo.read(path).features, key=lambda one: str(one["id"]))
    sent = sorted(layer().features, key=lambda one: str(one["id"]))
    assert read == sent


def test_flatgeobuf_is_imported_too(flatgeobuf: Path):
    made = {one.id: one for one in planned(flatgeobuf).after.projects}
    sent = {one.id: one for one in layer().projects if one.id != "afar"}
    assert made.keys() == sent.keys()
    assert all(made[name].geometry == one.geometry for name, one in sent.items())
    assert all(made[name].properties == one.properties for name, one in sent.items())


def test_features_are_read_some_at_a_time_and_anew(flatgeobuf: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(large_layers, "SOME", 7)
    found = geo.read(flatgeobuf).features
    assert len(found) == len(layer().features) == len(list(found)) == len(list(found))
    assert found[0]["id"] == "made-0"
    assert found[-1]["id"] == "afar"
    assert [one["id"] for one in found[118:121]] == ["made-118", "made-119", "way"]
    with pytest.raises(IndexError):
        found[len(found)]


def test_a_large_layer_is_shown_without_its_features_being_read(tmp_path: Path):
    path = tmp_path / "projects.fgb"
    frame(as_text).to_file(path, driver="FlatGeobuf", engine="pyogrio", SPATIAL_INDEX="NO")
    found = geo.read(path)
    assert repr(found) == f"Layer(path={str(path)!r}, projects={len(layer().features)}, bounds=...)"
    assert found.bounds is not None
    assert repr(found).endswith(f", bounds={found.bounds})")


@pytest.mark.parametrize("name", ["projects.fgb", "projects.parquet"])
@pytest.mark.parametrize("content", [None, b"", b"PAR1 nothing", b"{}"])
def test_what_is_no_such_file_is_refused_in_a_sentence(tmp_path: Path, name: str, content: bytes | None):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(geo.CoopmapError, match=r"\.$") as refused:
        geo.read(path)
    assert len(str(refused.value).splitlines()) == 1


def test_another_coordinate_system_is_refused(tmp_path: Path):
    path = tmp_path / "projects.fgb"
    frame(as_text).to_crs(3857).to_file(path, driver="FlatGeobuf", engine="pyogrio", SPATIAL_INDEX="NO")
    with pytest.raises(geo.ReadError, match="EPSG:3857"):
        geo.read(path)


def written(path: Path, kind: str, about: dict[str, Any], *, box: bool = False) -> Path:
    """A GeoParquet file of one project, with a geometry column of a kind of Arrow's that its metadata describe."""
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    point = {"x": 63.0, "y": 53.0} if kind == "struct" else shapely.to_wkb(shapely.Point(63, 53))
    places = pa.array([point]) if kind == "struct" else pa.array([point], kind)
    columns = {"id": ["a"], "geometry": places} | ({"bbox": pa.array([{"xmin": 63.0}]), "midst": places} if box else {})
    covering = {"covering": {"bbox": {"xmin": ["bbox", "xmin"]}}} if box else {}
    others = {"midst": {"encoding": "WKB"}} if box else {}
    facts = {"primary_column": "geometry", "columns": {"geometry": about | covering, **others}}
    parquet.write_table(pa.table(columns).replace_schema_metadata({"geo": json.dumps(facts)}), path)
    return path


def test_geometry_is_read_as_each_writer_stores_it_and_what_follows_from_it_is_no_field(tmp_path: Path):
    unnamed = CRS(4326).to_json_dict()
    del unnamed["id"]
    for kind, crs in (("binary", {}), ("large_binary", {"crs": unnamed}), ("large_binary", {"crs": "EPSG:4326"})):
        read = columnar.opened(written(tmp_path / "projects.parquet", kind, crs, box=True), 1).tables
        [project] = features_of(received(next(read()), 1))
        assert project["geometry"] == point(63, 53)
        assert project["properties"] == {"id": "a"}


@pytest.mark.parametrize(
    ("kind", "about", "message"),
    [
        ("struct", {"encoding": "point"}, "in the encoding “point”; write it as WKB"),
        ("binary", {"crs": "EPSG:3857"}, "EPSG:3857; a layer is in WGS 84"),
        ("binary", {"crs": None}, "does not say its coordinate system"),
    ],
)
def test_a_geometry_that_is_stored_otherwise_is_refused_as_what_it_is(
    tmp_path: Path, kind: str, about: dict[str, Any], message: str
):
    with pytest.raises(geo.ReadError, match=message):
        columnar.opened(written(tmp_path / "projects.parquet", kind, about), 1)


def test_a_large_layer_is_checked_some_at_a_time_with_the_same_findings(monkeypatch: pytest.MonkeyPatch):
    twins = [
        feature(point(63, 53), id=name, name_en="The very same", precision="site", location_source=GONE)
        for name in ("one", "two", "two")
    ]
    whole = geo.Layer((*layer().features, *twins))
    found = geo.check(whole)
    assert {"same-spot", "name-alike", "duplicate-id", "outside-country"} <= {problem.rule for problem in found}
    monkeypatch.setattr(feature_tables, "SOME", 10)
    assert geo.check(whole) == found


def test_points_are_told_inside_or_outside_as_arrays_as_they_are_one_by_one():
    cases = Cases(table_of(layer().features), 0, run._world(date(2026, 1, 1), BUILT_IN)[0])
    placed = cases.at(~shapely.is_missing(cases.table.shapes))
    alone = [problem for case in placed for problem in place._in_its_countries(case)]
    assert alone
    assert list(place.in_their_countries(cases)) == alone


@pytest.mark.parametrize("name", ["projects.fgb", "projects.parquet"])
def test_a_large_file_is_never_overwritten_with_geojson(tmp_path: Path, name: str):
    path = tmp_path / name
    path.write_bytes(b"as it was")
    with pytest.raises(geo.WriteError, match=r"coopmap import FILE projects\.geojson"):
        geo.write(layer(), path)
    with pytest.raises(geo.WriteError, match=r"coopmap import FILE projects\.geojson"):
        geo.update(path, lambda one: one, create=True)
    assert path.read_bytes() == b"as it was"
    assert [*tmp_path.iterdir()] == [path]
