"""A layer in PostGIS is the layer that it was as a file, to the byte; every change keeps the version before."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import cast

import pytest

import geo
from geo.history import changes, table_changes, versions
from geo.io.table_address import TableAddress, place_of
from geo.model.geojson import Feature, Json
from tests.geo.postgis.server import PASSWORD, QUOTED, Server
from tests.geo.samples import feature
from tests.repo import ROOT


def address_of(table: str) -> TableAddress:
    return cast("TableAddress", place_of(table))


def stored(table: str, *features: object, **members: Json) -> geo.Layer:
    """A layer that was made in a table."""
    layer = geo.Layer(tuple(cast("list[Feature]", features)) or (feature(),), members)
    table_changes.store(address_of(table), layer, {})
    return layer


def named(name: str) -> Feature:
    return cast("Feature", feature(id=name))


@pytest.mark.parametrize("path", ["data/projects.geojson", "data/examples/iran-afghanistan/projects.geojson"])
def test_a_layer_goes_there_and_back_to_the_byte(table: str, path: str):
    layer = geo.read(ROOT / path)
    table_changes.store(address_of(table), layer, {})
    back = geo.read(table)
    assert geo.text(back) == (ROOT / path).read_text(encoding="utf-8")
    assert back == layer
    assert back.path is None


def test_nothing_is_lost_that_only_json_holds(table: str):
    """Order of keys, exact numbers, own members and fields, broken features, what no text or geometry can hold."""
    odd = [
        {"type": "Feature", "id": "b", "bbox": [1, 2, 1, 2], "geometry": {"type": "Point", "coordinates": [1, 2, 3.5]},
         "properties": {"id": "b", "zz": 1, "a": {"z": 1, "b": [1.0, 1, 1e-7, 123456789012345678901234567890]}},
         "own": None},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": ["x"]}, "properties": None},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, "properties": {}},
        {"type": "Feature", "geometry": None, "properties": {"id": "a", "name_en": "\0 \ud800 'quoted\" \\ $1 %s :x"}},
        {"type": "Feature", "geometry": None, "properties": {"id": "a", "status": 7, "countries": ["UZ", None, "\0"]}},
        {"type": "Feature", "geometry": None, "properties": {"uncertainty_m": 10**400, "name_en": "<b>" * 4000}},
    ]  # fmt: skip
    layer = geo.Layer(tuple(cast("list[Feature]", odd)), {"z": {"b": 1, "a": 2}, "title_en": "Odd", "\0": [1.50]})
    table_changes.store(address_of(table), layer, {})
    assert geo.text(geo.read(table)) == geo.text(layer)
    geo.update(table, lambda layer: changes.added(layer, named("zz")))
    geo.undo(table)
    assert geo.text(geo.read(table)) == geo.text(layer)


def test_typed_columns_and_the_geometry_are_there_for_qgis_and_sql(server: Server, table: str):
    shape = {"type": "LineString", "coordinates": [[69.1, 41.2], [70.0, 42.0, 300]]}
    stored(table, {**named("a"), "geometry": shape}, {**named("b"), "geometry": None})
    name = address_of(table).table
    query = f"SELECT name_ru, countries, status, ST_AsText(geom), ST_SRID(geom) FROM {name} ORDER BY id"  # noqa: S608
    assert server.sql(query) == [
        ("Автомобили Chevrolet в Костанае", ["KZ"], "operating", "LINESTRING(69.1 41.2,70 42)", 4326),
        ("Автомобили Chevrolet в Костанае", ["KZ"], "operating", None, None),
    ]
    plan = server.sql(f"SELECT indexdef FROM pg_indexes WHERE tablename = '{name}'")  # noqa: S608
    assert any("USING gist (geom)" in str(row) for row in plan)
    assert server.sql(f"SELECT feature #>> '{{properties,place_uz}}' FROM {name} LIMIT 1") == [("Qostanay",)]  # noqa: S608


def test_a_change_touches_only_the_rows_that_differ_and_columns_of_others_stay(server: Server, table: str):
    stored(table, named("a"), named("b"), named("c"))
    name = address_of(table).table
    server.sql(
        f"ALTER TABLE {name} ADD COLUMN note int DEFAULT 7, ADD COLUMN name_de text"  # a language that came later
    )
    rows = f"SELECT id, seq, xmin::text, note, name_de FROM {name} ORDER BY id"  # noqa: S608
    before = server.sql(rows)

    def change(layer: geo.Layer) -> geo.Layer:
        changed = {**named("b"), "properties": {**named("b")["properties"], "name_de": "Werk"}}
        layer = changes.added(changes.removed(layer, "c"), named("aa"))
        return changes.replaced(layer, cast("Feature", changed))

    geo.update(table, change)
    after = server.sql(rows)
    assert after[0] == before[0]
    assert [(row[0], row[3], row[4]) for row in after] == [("a", 7, None), ("aa", 7, None), ("b", 7, "Werk")]
    assert after[2][1] == before[1][1]
    assert [project.id for project in geo.read(table).projects] == ["a", "aa", "b"]


def test_other_programs_cannot_write_past_coopmap(server: Server, table: str):
    stored(table)
    name = address_of(table).table
    for statement in (f"UPDATE {name} SET name_ru = 'x'", f"DELETE FROM {name}", f"TRUNCATE {name}_members"):  # noqa: S608
        with pytest.raises(Exception, match="changed by coopmap alone"):
            server.sql(statement)
    assert len(geo.read(table).features) == 1


def test_changes_are_taken_back_one_by_one_and_made_again(table: str):
    first = geo.text(stored(table))
    assert not geo.update(table, lambda layer: layer).written
    for name in ("n1", "n2"):
        done = geo.update(table, lambda layer, name=name: changes.added(layer, named(name)))  # type: ignore[misc]
        assert (done.written, done.reformatted, len(done.after.features) - len(done.before.features)) == (
            True,
            False,
            1,
        )
    last = geo.text(geo.read(table))
    assert geo.undo(table)
    assert geo.undo(table)
    assert geo.text(geo.read(table)) == first
    assert geo.undo(table) is None
    geo.undo(table, again=True)
    geo.undo(table, again=True)
    assert geo.text(geo.read(table)) == last
    geo.undo(table)
    geo.update(table, lambda layer: changes.added(layer, named("n3")))
    assert geo.undo(table, again=True) is None


def test_one_may_become_true(table: str):
    stored(table, title_en="A", own=1)
    assert geo.update(table, lambda layer: replace(layer, members={**layer.members, "own": True})).written
    assert geo.read(table).members["own"] is True


def test_old_versions_are_bounded(server: Server, table: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(versions, "MAX_VERSIONS", 3)
    stored(table)
    for number in range(5):
        geo.update(table, lambda layer, number=number: changes.added(layer, named(f"n{number}")))  # type: ignore[misc]
    query = f"SELECT number FROM {address_of(table).table}_versions ORDER BY number"  # noqa: S608
    assert server.sql(query) == [(3,), (4,), (5,)]


def test_a_new_layer_is_begun_only_on_request_and_then_undo_leads_to_an_empty_one(table: str):
    with pytest.raises(geo.ReadError, match="has no such table"):
        geo.update(table, lambda layer: changes.added(layer, named("a")))
    geo.update(table, lambda layer: changes.added(layer, named("a")), create=True)
    geo.undo(table)
    assert geo.read(table).features == ()


def test_a_layer_whose_rows_somebody_broke_is_mended_by_taking_back(server: Server, table: str):
    stored(table)
    broken = f"UPDATE {address_of(table).table} SET feature = '[1]'"  # noqa: S608
    emptied = f"DELETE FROM {address_of(table).table}_members"  # noqa: S608
    for statement, sentence in ((broken, "not a Feature"), (emptied, "has lost its members")):
        geo.update(table, lambda layer: changes.added(layer, named("a")))
        server.sql("SELECT set_config('coopmap.writing', 'yes', false)", statement)
        with pytest.raises(geo.ReadError, match=sentence):
            geo.read(table)
        geo.undo(table)
    assert [project.id for project in geo.read(table).projects] == ["chevrolet-kostanay"]


def test_its_own_lists_and_what_lies_beside_it_are_read_with_it(table: str):
    sectors = {"sectors": {"bees": {"name_en": "Bees", "icon": "bug", "colour": "#886600"}}}
    story = {"stops": [{"id": "s", "title_en": "First"}]}
    beside = {"sectors.json": json.dumps(sectors), "story.json": json.dumps(story)}
    table_changes.store(address_of(table), geo.Layer((named("a"),)), beside)
    assert "bees" in geo.read(table).codebook.sectors
    assert geo.read_story(address_of(table).with_name("story.json")) == story["stops"]
    assert geo.read_indicators(address_of(table).with_name("indicators.json")) == []


def test_no_password_is_kept_with_the_layer(server: Server, table: str):
    stored(table)
    geo.update(table, lambda layer: changes.added(layer, named("a")))
    name = address_of(table).table
    for part in ("", "_members", "_files", "_versions"):
        rows = str(server.sql(f"SELECT * FROM {name}{part}"))  # noqa: S608
        assert PASSWORD not in rows
        assert QUOTED not in rows
