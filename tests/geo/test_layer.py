"""Layers from real files and back: nothing lost, canonical form, bad files in one sentence, whole writes only."""

from __future__ import annotations

import json
import os
import stat
import tracemalloc
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import geo
from geo.model.geojson import Feature
from geo.model.record_types import Source
from tests.geo.samples import KOSTANAY, RING, area, collection, feature, point

if TYPE_CHECKING:
    from pathlib import Path


def stored(folder: Path, value: Any, name: str = "projects.geojson") -> Path:
    """A file with this JSON value, or with these bytes."""
    path = folder / name
    path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return path


def rewritten(folder: Path, value: Any) -> Any:
    """What a value read as a layer and written again holds."""
    path = folder / "again.geojson"
    geo.write(geo.read(stored(folder, value)), path)
    return json.loads(path.read_text(encoding="utf-8"))


# Nothing is lost


def test_reading_writing_and_reading_again_loses_nothing(tmp_path: Path) -> None:
    rich = collection(
        feature(None, id="a", precision="unlocated", note=None, deep={"x": [1, {"y": []}], "z": {}})
        | {"when": {"a": 1}, "bbox": [1, 2, 3, 4]},
        feature(id="b", name_de="Auto", whole=12345678901234567890123456789, small=1e-07, exact=0.1, minus=-0.0),
        title_en="T",
        licence={"name": "CC BY 4.0"},
    )
    again = rewritten(tmp_path, rich)
    assert again == rich | {"bbox": [63.59, 53.2485, 63.59, 53.2485]}
    assert repr(again["features"][1]["properties"]["minus"]) == "-0.0"
    assert type(again["features"][1]["properties"]["whole"]) is int


def test_whole_numbers_stay_whole_and_floats_stay_floats(tmp_path: Path) -> None:
    properties = rewritten(tmp_path, collection(feature(one=1, one_point=1.0, big=10**25)))["features"][0]["properties"]
    assert [repr(properties[key]) for key in ("one", "one_point", "big")] == ["1", "1.0", "10000000000000000000000000"]


def test_a_lone_surrogate_survives_as_an_escape(tmp_path: Path) -> None:
    assert (
        rewritten(tmp_path, collection(feature(name_en="\ud800")))["features"][0]["properties"]["name_en"] == "\ud800"
    )


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    path = stored(tmp_path, b"\xef\xbb\xbf" + json.dumps(collection(feature())).encode())
    assert geo.read(path).projects[0].id == "chevrolet-kostanay"


def test_writing_what_was_written_changes_no_byte(tmp_path: Path) -> None:
    path = stored(tmp_path, collection(feature(area(RING[::-1])), feature(id="a")))
    geo.write(geo.read(path), path)
    once = path.read_bytes()
    geo.write(geo.read(path), path)
    assert path.read_bytes() == once


# Canonical form


def test_the_text_is_canonical() -> None:
    shape = {"coordinates": [[63.59, 53.2485], [63.6, 53.25]], "type": "LineString"}
    plain = {"zz": 1, "countries": ["KZ", "UZ"], "name_de": "d", "name_kk": "k", "name_en": "Қ", "id": "b"}
    second: Any = {"geometry": shape, "properties": plain, "id": "b", "type": "Feature", "x": True}
    sources: list[Source] = [{"url": "u", "title": "t"}]
    first: Feature = {"type": "Feature", "id": "a", "geometry": None, "properties": {"sources": sources}}
    layer = geo.Layer((second, first), {"own": {"a": 1}, "as_of": "2026", "title_ru": "Р", "title_en": "T"})
    assert (
        geo.text(layer)
        == """{
  "type": "FeatureCollection",
  "title_en": "T",
  "title_ru": "Р",
  "as_of": "2026",
  "own": {
    "a": 1
  },
  "bbox": [63.59, 53.2485, 63.6, 53.25],
  "features": [
    {
      "type": "Feature",
      "id": "a",
      "geometry": null,
      "properties": {
        "sources": [
          {
            "title": "t",
            "url": "u"
          }
        ]
      }
    },
    {
      "type": "Feature",
      "id": "b",
      "geometry": {
        "type": "LineString",
        "coordinates": [[63.59, 53.2485], [63.6, 53.25]]
      },
      "properties": {
        "id": "b",
        "name_en": "Қ",
        "name_kk": "k",
        "name_de": "d",
        "countries": ["KZ", "UZ"],
        "zz": 1
      },
      "x": true
    }
  ]
}
"""
    )


@pytest.mark.parametrize(
    "change", [{"status": "suspended"}, {"name_en": "Cars"}, {"countries": ["UZ"]}, {"sources": [{"title": "u"}]}]
)
def test_a_change_of_one_field_is_a_change_of_one_line(change: dict[str, Any]) -> None:
    short = {"sources": [{"title": "t"}]}
    before, after = (geo.text(geo.Layer((feature(**changes),))).splitlines() for changes in (short, short | change))
    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_rings_are_right_handed_when_written(tmp_path: Path) -> None:
    hole = [[65.2, 48.2], [65.4, 48.2], [65.4, 48.4], [65.2, 48.2]]
    written = rewritten(tmp_path, collection(feature(area(RING[::-1], hole))))["features"][0]["geometry"]
    assert written["coordinates"] == [RING, hole[::-1]]


def test_the_box_is_computed_anew_and_left_out_when_nothing_is_placed(tmp_path: Path) -> None:
    assert rewritten(tmp_path, collection(feature(), bbox=[0, 0, 1, 1]))["bbox"] == [63.59, 53.2485, 63.59, 53.2485]
    assert "bbox" not in rewritten(tmp_path, collection(feature(None), bbox=[0, 0, 1, 1]))


def test_the_box_has_altitudes_when_all_positions_have() -> None:
    high: list[Any] = [feature({"type": "Point", "coordinates": [60, 40, height]}) for height in (5, 170.5)]
    assert json.loads(geo.text(geo.Layer(tuple(high))))["bbox"] == [60, 40, 5, 60, 40, 170.5]
    assert geo.Layer(tuple(high)).bounds == (60, 40, 60, 40)


def test_coordinates_with_more_decimals_are_not_touched(tmp_path: Path) -> None:
    sharp = point(63.590000123, 53.2485)
    assert rewritten(tmp_path, collection(feature(sharp)))["features"][0]["geometry"] == sharp


def test_what_json_cannot_hold_is_a_plain_error() -> None:
    with pytest.raises(geo.CoopmapError, match="The layer cannot be written as JSON: "):
        geo.text(geo.Layer((feature(amount=float("nan")),)))
    with pytest.raises(geo.CoopmapError, match="The layer cannot be written as JSON: "):
        geo.text(geo.Layer((feature(day=object()),)))


# Bad files

BAD = {
    "empty": (b"", "is empty."),
    "blank": (b" \n\t", "is empty but for blank space."),
    "zeros": (b"\0" * 5000, "holds binary zeros where JSON text should begin."),
    "not JSON": (b'{"type": oops}', "is not JSON: expected value at line 1, column 10."),
    "cut off": (b'{"type": "FeatureCollection",\n"features": [', "is not JSON: expected value at line 2, column 14."),
    "two values": (b"{} {}", "is not JSON: extra data at line 1, column 4."),
    "Latin-1": (b'{\n"a": "\xe9"}', "is not in UTF-8: byte 0xe9 at position 9, line 2; save it as UTF-8."),
    "UTF-16": ("{}".encode("utf-16"), "is in UTF-16; save it as UTF-8."),
    "a key twice": (b'{"id": "a", "x": 1, "x": 2}', "cannot be read: the key “x” stands twice in one record of “a”."),
    "NaN": (b'{"x": NaN}', "cannot be read: NaN is no number in JSON."),
    "infinity": (b'{"x": -Infinity}', "cannot be read: -Infinity is no number in JSON."),
    "too large a number": (b'{"x": 1e999}', "cannot be read: the number 1e999 is too large."),
    "too many digits": (b"1" * 5000, "cannot be read: it holds a whole number of more than 4,300 digits."),
    "nested": (b"[" * 100 + b"]" * 100, "is nested more than 64 levels deep."),
    "nested for ever": (b"[" * 1_000_000, "is nested more than 64 levels deep."),
    "a list": (b"[]", "is not GeoJSON: it holds a list, not a FeatureCollection."),
    "a number": (b"7", "is not GeoJSON: it holds a number, not a FeatureCollection."),
    "TopoJSON": (b'{"type": "Topology"}', "is no layer: it is a “Topology”, not a FeatureCollection."),
    "a lone feature": (b'{"type": "Feature"}', "is no layer: it is a “Feature”, not a FeatureCollection."),
    "no type": (b"{}", "is no layer: it has no type, not a FeatureCollection."),
    "no features": (b'{"type": "FeatureCollection"}', "is no layer: its features are no list."),
    "no Feature": (b'{"type": "FeatureCollection", "features": [{"type": "Point"}]}',
                   "is no layer: entry 1 of its features is “Point”, not a Feature."),
    "null as Feature": (b'{"type": "FeatureCollection", "features": [null]}',
                        "is no layer: entry 1 of its features is null, not a Feature."),
    "properties as list": (b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": []}]}',
                           "is no layer: the properties of feature 1 are a list."),
    "geometry as text": (b'{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": "POINT(1 2)"}]}',
                         "is no layer: the geometry of feature 1 is a text."),
    "a foreign crs": (b'{"type": "FeatureCollection", "features": [], "crs": {"properties": {"name": "EPSG:3857"}}}',
                      "is in a foreign crs, “EPSG:3857”; a layer is in WGS 84: convert it and drop the crs."),
}  # fmt: skip


@pytest.mark.parametrize(("data", "reason"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_in_one_plain_sentence(tmp_path: Path, data: bytes, reason: str) -> None:
    path = stored(tmp_path, data)
    with pytest.raises(geo.ReadError) as caught:
        geo.read(path)
    assert str(caught.value) == f"{path} {reason}"
    assert caught.value.__cause__ is None


def test_brackets_inside_texts_are_no_nesting(tmp_path: Path) -> None:
    assert geo.read(stored(tmp_path, collection(feature(name_en='[[{"\\' * 100)))).projects[0].id


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(geo.ReadError, match=r"is a folder; name a file in it\.$"):
        geo.read(tmp_path)
    with pytest.raises(geo.ReadError, match=r"cannot be read: there is no such file\.$"):
        geo.read(tmp_path / "none.geojson")
    with pytest.raises(
        geo.ReadError, match=r"cannot be read: its name holds a character that no file name can hold\.$"
    ):
        geo.read("a\0b")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(geo.ReadError, match=r"is no regular file\.$"):
        geo.read(tmp_path / "pipe")


def test_a_file_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = stored(tmp_path, collection())
    path.chmod(0)
    if os.access(path, os.R_OK):  # root reads everything

        def denied(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "open", denied)
    with pytest.raises(geo.ReadError, match=r"cannot be read: permission is denied\.$"):
        geo.read(path)


def test_a_gigabyte_of_nothing_is_refused_at_once_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "nothing.geojson"
    with path.open("wb") as file:
        file.truncate(2**30)
    tracemalloc.start()
    try:
        with pytest.raises(geo.ReadError) as caught:
            geo.read(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert str(caught.value) == f"{path} is 1,024 MB large; at most 512 MB are read."
    assert peak < 2**20


# Writing


def test_a_failing_disk_leaves_the_old_file_and_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = stored(tmp_path, collection(feature()))
    layer, before = geo.read(path), path.read_bytes()

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for step in ("fsync", "replace"):
        with monkeypatch.context() as broken:
            broken.setattr(os, step, fails)
            with pytest.raises(geo.WriteError) as caught:
                geo.write(layer, path)
        assert str(caught.value) == f"{path} cannot be written: no space left on device."
        assert path.read_bytes() == before
        assert os.listdir(tmp_path) == [path.name]


def test_an_interrupted_write_leaves_the_old_file_and_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = stored(tmp_path, collection(feature()))
    layer, before = geo.read(path), path.read_bytes()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            geo.write(layer, path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == [path.name]


def test_a_layer_that_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    path = stored(tmp_path, collection(feature()))
    before = path.read_bytes()
    with pytest.raises(geo.CoopmapError):
        geo.write(geo.Layer((feature(amount=float("inf")),)), path)
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_permissions_are_kept_and_a_new_file_gets_the_usual_ones(tmp_path: Path) -> None:
    path = stored(tmp_path, collection(feature()))
    path.chmod(0o640)
    geo.write(geo.read(path), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    (tmp_path / "usual").touch()
    geo.write(geo.read(path), tmp_path / "new.geojson")
    assert (tmp_path / "new.geojson").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_link_is_followed(tmp_path: Path) -> None:
    path = stored(tmp_path, collection(feature()))
    link = tmp_path / "link.geojson"
    link.symlink_to(path)
    geo.write(geo.Layer(()), link)
    assert link.is_symlink()
    assert geo.read(path).features == ()


def test_a_folder_or_a_missing_folder_is_no_place_to_write(tmp_path: Path) -> None:
    with pytest.raises(geo.WriteError, match=r"is a folder; name a file in it\.$"):
        geo.write(geo.Layer(()), tmp_path)
    with pytest.raises(geo.WriteError, match=r"cannot be written: there is no such file\.$"):
        geo.write(geo.Layer(()), tmp_path / "none" / "a.geojson")


def test_a_read_only_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = stored(tmp_path, collection(feature()))
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(geo.WriteError, match=r"cannot be written: it is read-only\.$"):
        geo.write(geo.Layer(()), path)


# Projects


def test_a_project_gives_its_text_in_the_language_asked_for_or_the_next() -> None:
    (project,) = geo.Layer((feature(name_kk=""),)).projects
    assert project.text("name", "ru") == "Автомобили Chevrolet в Костанае"
    assert project.text("name", "kk") == "Chevrolet cars at Kostanay"
    assert project.text("summary") == ""
    assert (project.number, project.where, project.geometry) == (1, "chevrolet-kostanay", KOSTANAY)


def test_a_project_without_properties_is_empty_and_named_by_its_number() -> None:
    bare: Any = {"type": "Feature", "properties": None, "geometry": None}
    (project,) = geo.Layer((bare,)).projects
    assert (project.properties, project.id, project.where) == ({}, None, "feature 1")


def test_a_layer_is_shown_by_its_file_its_projects_and_its_bounds(tmp_path: Path) -> None:
    path = stored(tmp_path, collection(feature(point(63.5, 53.25)), feature(point(70, 41)), feature(None)))
    assert repr(geo.read(path)) == f"Layer(path={str(path)!r}, projects=3, bounds=(63.5, 41, 70, 53.25))"
    assert repr(geo.Layer(())) == "Layer(path=None, projects=0, bounds=None)"
    assert len(repr(geo.read(geo.data_path("projects.geojson")))) < 300


def test_a_project_is_shown_by_its_number_its_id_and_its_name() -> None:
    plant = geo.Project(3, {"properties": {"id": "plant", "name_en": "Car plant", "summary_en": "Long. " * 99}})
    assert repr(plant) == "Project(number=3, id='plant', name='Car plant')"
    assert repr(geo.Project(1, {})) == "Project(number=1, id=None, name='')"
    assert len(repr(geo.Project(1, {"properties": {"id": "a" * 9999, "name_en": "b\n" * 9999}}))) < 250


def test_layers_are_equal_by_what_they_hold(tmp_path: Path) -> None:
    layer = geo.read(stored(tmp_path, collection(feature())))
    assert replace(layer, path=None) == layer
    assert layer.path == tmp_path / "projects.geojson"
    assert geo.Layer(()).bounds is None
