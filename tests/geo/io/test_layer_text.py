"""A layer's text by columns: the same Features, findings and refusals as by rows, whatever the text is."""

from __future__ import annotations

import json
import pickle
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import geo
from geo import layer as layers
from geo.io import feature_tables, files, layer_text
from geo.io.feature_tables import Features, features_of, table_of, tables_of
from geo.model.feature_table import FeatureTable
from tests.benchmarks import made
from tests.geo.io.test_feature_tables import FAULTY, GEOMETRIES
from tests.geo.samples import TODAY, feature, point

RECORDS: list[Any] = [
    *(feature(plain, id=f"place-{number}") for number, plain in enumerate([*GEOMETRIES, *FAULTY[1:5], *FAULTY[7:]])),
    *(
        feature(point(63.5, 53.25), id=f"value-{number}", own=value)
        for number, value in enumerate(
            [
                None,
                1,
                1.0,
                True,
                "",
                'a "quote"',
                "\\",
                "a:b",
                "\u2028й",
                [],
                {},
                [[], ["]"]],
                {"a": {"}": "]"}},
                [1, None],
            ]
        )
    ),
    {"type": "Feature", "geometry": None, "properties": {"id": "no id of its own", "a:b": 2, "properties": 3}},
    {"id": "no properties", "type": "Feature", "geometry": None, "bbox": [1, 2, 3, 4], "of_another": {"program": 1}},
    {"type": "Feature", "properties": None},
    {"properties": {"name_en": "first"}, "geometry": None, "id": 7, "type": "Feature"},
]


def texts(features: list[Any]) -> dict[str, str]:
    """A layer as programs write it."""
    value = {"type": "FeatureCollection", "title_en": "й", "features": features, "bbox": [0, 0, 1, 1]}
    return {
        "canonical": geo.text(geo.Layer(tuple(features))),
        "compact": json.dumps(value, separators=(",", ":")),
        "letters": json.dumps(value, ensure_ascii=False),
        "tabs": json.dumps(value, indent="\t", separators=(" , ", " :\t")),
        "Windows": json.dumps(value, indent=1, ensure_ascii=False).replace("\n", "\r\n"),
    }


def told(read: Any, path: Path) -> Any:
    """What comes of reading a file: the layer, its members and columns; or the sentence that refuses it."""
    try:
        layer = read(path)
    except geo.ReadError as error:
        return str(error)
    # As text, for 1 is not 1.0.
    return json.dumps([list(layer.features), layer.members, [*map(columns, tables_of(layer.features))]])


def columns(table: FeatureTable) -> Any:
    fields = {key: [column.values, column.codes.tolist()] for key, column in table.columns.items()}
    return [[*fields.items()], [str(shape) for shape in table.shapes], [*table.malformed.items()]]


@pytest.mark.parametrize("form", texts([]))
@pytest.mark.parametrize("features", [[], RECORDS, list(made.layer(20).features)], ids=["none", "odd", "made"])
def test_columns_and_rows_are_those_of_the_reader_of_json(form: str, features: list[Any], tmp_path: Path):
    path = tmp_path / "layer.geojson"
    path.write_text(texts(features)[form], encoding="utf-8", newline="")
    assert told(layers.read_by_columns, path) == told(geo.read, path)
    assert isinstance(layers.read_by_columns(path).features, Features)


def test_findings_are_those_of_rows(tmp_path: Path):
    path = tmp_path / "layer.geojson"
    for form in texts(RECORDS).values():
        path.write_text(form, encoding="utf-8", newline="")
        assert geo.check(layers.read_by_columns(path), TODAY) == geo.check(geo.read(path), TODAY)


def test_each_text_of_a_value_is_parsed_once_and_no_row_at_all(monkeypatch: pytest.MonkeyPatch):
    features = list(made.layer(60).features)
    known = {json.dumps(value) for each in features for value in each["properties"].values()}
    parsed = 0

    class Counted(json.JSONDecoder):
        def decode(self, text: str) -> Any:  # type: ignore[override]
            nonlocal parsed
            values = super().decode(text)
            parsed += len(values)
            return values

    monkeypatch.setattr(files, "VALUES", Counted())
    read = layer_text.read(geo.text(geo.Layer(tuple(features))).encode())
    assert read
    monkeypatch.setattr(files, "VALUES", None)
    assert not [problem for problem in geo.check(geo.Layer(read[1]), TODAY) if problem.level == "error"]
    # Of each Feature its id and geometry too; of a text that several fields have, each.
    assert parsed < len(known) + 2 * len(features) + 60


REFUSED = [
    b'{"type": "FeatureCollection", "features": [',
    b'{"type": "FeatureCollection", "features": [{}]}',
    b'{"type": "FeatureCollection", "features": [1]}',
    b'{"type": "FeatureCollection", "features": {}}',
    b'{"type": "FeatureCollection", "features": [], "features": []}',
    b'{"type": "FeatureCollection", "features": [], "crs": {"properties": {"name": "EPSG:3857"}}}',
    b'{"type": "Topology", "features": []}',
    b'[{"type": "FeatureCollection", "features": []}]',
    b'{"type": "FeatureCollection", "features": []} {}',
    b'\xef\xbb\xbf\xef\xbb\xbf{"type": "FeatureCollection", "features": []}',
    "{}".encode("utf-16"),
]
FEATURE = b'{"type": "Feature", "geometry": null, "properties": {"id": "a", "b": %s}}'
VALUES = [
    b"NaN",
    b"-Infinity",
    b"1e999",
    b"9" * 4301,
    b'"\xff"',
    b'"\xed\xa0\x80"',
    b'"\n"',
    b"01",
    b"tru",
    b"'a'",
    b"",
]
VALUES += [b'1, "b": 2', b'1 "c": 2', b"1,", b'1, "c": {"d": 1, "d": 2}', b'1, "\\u0062": 2', b'1, "c\n": 1', b"[1 2]"]
VALUES += [b"[" * 61 + b"]" * 61, b"[" * 3000 + b"]" * 3000, b'"a', b"[1,]", b'{"a" 1}', b'1, "": 1, "": 2']
REFUSED += [b'{"type": "FeatureCollection", "features": [%s]}' % (FEATURE % value) for value in VALUES]
REFUSED += [
    b'{"type": "FeatureCollection", "features": [%s]}' % entries
    for entries in (
        FEATURE % b"1" + b" " + FEATURE % b"1",
        FEATURE % b"1" + b",",
        b"," + FEATURE % b"1",
        (FEATURE % b"1").replace(b"null", b"1"),
        (FEATURE % b"1").replace(b"null", b"[]"),
        (FEATURE % b"1").replace(b"Feature", b"feature"),
        (FEATURE % b"1").replace(b'{"id": "a", "b": 1}', b"[]"),
        (FEATURE % b"1").replace(b'"geometry"', b'"properties"'),
        (FEATURE % b"1").replace(b'"geometry"', b'"type"'),
        (FEATURE % b"1").replace(b"null", b"[" * 61 + b"]" * 61),
        (FEATURE % b"1").replace(b"null", b'{"coordinates": ' + b"[" * 61 + b"]" * 61 + b"}"),
    )
]


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused_is_refused_with_the_same_sentence(text: bytes, tmp_path: Path):
    path = tmp_path / "layer.geojson"
    path.write_bytes(text)
    assert told(layers.read_by_columns, path) == told(geo.read, path)
    with pytest.raises(geo.ReadError):
        layers.read_by_columns(path)


def test_a_key_with_an_escape_is_for_the_reader_of_json(tmp_path: Path):
    path = tmp_path / "layer.geojson"
    path.write_text(texts([feature(**{'a "key"': 1})])["compact"], encoding="utf-8")
    assert told(layers.read_by_columns, path) == told(geo.read, path)
    assert isinstance(layers.read_by_columns(path).features, tuple)


@pytest.mark.parametrize(("depth", "kind"), [(5, Features), (6, tuple), (60, tuple)])
def test_a_value_that_nests_deep_is_for_the_reader_of_json(depth: int, kind: type, tmp_path: Path):
    path = tmp_path / "layer.geojson"
    path.write_bytes(b'{"type": "FeatureCollection", "features": [%s]}' % (FEATURE % (b"[" * depth + b"]" * depth)))
    assert told(layers.read_by_columns, path) == told(geo.read, path)
    assert isinstance(layers.read_by_columns(path).features, kind)


def test_a_text_that_was_mangled_is_read_or_refused_as_by_rows(tmp_path: Path):
    chance = random.Random(18)  # noqa: S311  nothing secret is drawn
    path = tmp_path / "layer.geojson"
    signs = [
        b'"',
        b"\\",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b" ",
        b"\n",
        b"1",
        b"-",
        b"null",
        b"\xd0",
        b"",
        b'"id": 1,',
    ]
    outcomes = set()
    for form in texts([*RECORDS[:3], *RECORDS[-9:]]).values():
        whole = form.encode()
        for _ in range(150):
            at = chance.randrange(len(whole))
            path.write_bytes(whole[:at] + chance.choice(signs) + whole[at + chance.choice([0, 1, 1, 9]) :])
            by_rows = told(geo.read, path)
            assert told(layers.read_by_columns, path) == by_rows, path.read_bytes()
            outcomes.add(by_rows.startswith("[["))
    assert outcomes == {True, False}


def test_of_the_rows_those_alone_are_parsed_that_are_asked_for(monkeypatch: pytest.MonkeyPatch):
    read = layer_text.read(geo.text(made.layer(20)).encode())
    assert read
    decode, parsed = json.JSONDecoder().decode, list[str]()

    class Noted(json.JSONDecoder):
        def decode(self, text: str) -> Any:  # type: ignore[override]
            parsed.append(text)
            return decode(text)

    monkeypatch.setattr(files, "VALUES", Noted())
    assert next(iter(read[1]))["id"] == "made-0"
    assert len(parsed) == 1


def test_tables_are_cut_as_those_of_rows_are_and_cross_between_processes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(layer_text, "SOME", 7)
    monkeypatch.setattr(feature_tables, "SOME", 7)
    rows = made.layer(20).features
    read = layer_text.read(geo.text(geo.Layer(rows)).encode())
    assert read
    tables = [*read[1].tables()]
    assert [len(table) for table in tables] == [7, 7, 6]
    crossed = pickle.loads(pickle.dumps(tables[1]))  # noqa: S301  our own
    order = sorted(rows, key=lambda each: each["id"])
    assert [*features_of(crossed)] == order[7:14] == [*features_of(tables[1])]
    assert columns(crossed) == columns(table_of(order[7:14]))
    assert [*features_of(crossed.at(np.array([3])))] == order[10:11]
