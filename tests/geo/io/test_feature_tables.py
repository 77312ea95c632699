"""Features by columns: the same as rows, equal values once, and nothing believed that a stranger's file made."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry import mapping, shape

import geo
from geo.io import feature_tables
from geo.io.coding import column_of, combinations
from geo.io.columns import as_fields
from geo.io.feature_tables import features_of, table_of, tables_of
from geo.io.shapes import Parts, geojson_of, parts_of_geojson, parts_of_shapes, shapes_of
from geo.io.table_wire import Sent, received
from geo.model import geometry
from geo.model.feature_table import Column, FeatureTable
from tests.benchmarks import made
from tests.geo.samples import RING, area, feature, line, point

GEOMETRIES: list[Any] = [
    point(63, 53),
    {"type": "Point", "coordinates": [63.5, 53.5, 120]},
    None,
    line([65, 41.5], [66, 42], [66, 42]),
    {"type": "MultiLineString", "coordinates": [[[65, 41.5], [66, 42]], [[1, 2], [3, 4], [5, 6]]]},
    {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]},
    area(RING),
    {"type": "MultiPolygon", "coordinates": [[RING], [RING, RING]]},
    {"type": "LineString", "coordinates": [[1, 2], [3, 4, 5]]},
    area([RING[0], [*RING[1], 5], *RING[2:]]),
]
FAULTY: list[Any] = [
    "text",
    {"type": "Circle", "coordinates": [1, 2]},
    {"type": "Point", "coordinates": []},
    {"type": "Point", "coordinates": ["1", 2]},
    {"type": "Point", "coordinates": [True, 2]},
    {"type": "Point", "coordinates": [float("nan"), 2]},
    {"type": "LineString", "coordinates": [[1, 2, float("nan")], [3, 4, 5]]},
    {"type": "Point", "coordinates": [10**400, 2]},
    line([1, 2]),
    line([1, 2], [1, 2]),
    {"type": "LineString", "coordinates": [[1, 2], None]},
    {"type": "MultiLineString", "coordinates": [[[65, 41.5], [66, 42]], []]},
    area(RING[:-1]),
    area(RING[:1] * 3),
    {"type": "GeometryCollection", "geometries": []},
]


def sent(rows: geo.Layer) -> FeatureTable:
    """The rows as they come from a file: through the wire, without the rows themselves."""
    table = table_of(rows.features)
    plain = Sent(table.columns, *parts_of_shapes(table.shapes), len(table)).plain()
    return received(json.loads(json.dumps(plain)), len(table))


def test_rows_come_back_from_a_table_that_went_over_the_wire():
    rows = geo.Layer((*made.layer(40).features, *(feature(plain) for plain in GEOMETRIES)))
    assert features_of(sent(rows)) == list(rows.features)


def test_geometries_with_tuples_go_into_arrays_as_those_with_lists_do():
    plain = [each for each in GEOMETRIES[:8] if each]
    (parts, others), (same, none) = parts_of_geojson(plain), parts_of_geojson([*map(mapping, map(shape, plain))])
    assert others == none == {}
    assert [together.geojson() for together in same] == [together.geojson() for together in parts]


def test_geometries_are_sound_as_arrays_where_they_are_one_by_one():
    every = [*GEOMETRIES, *FAULTY]
    shapes, malformed = shapes_of(*parts_of_geojson(every), len(every))
    assert [*malformed] == [row for row, plain in enumerate(every) if any(geometry.faults(plain))]
    assert [*malformed] == [*range(len(GEOMETRIES), len(every))]
    assert [shape is None for shape in shapes[: len(GEOMETRIES)]] == [plain is None for plain in GEOMETRIES]
    assert shapes[1].z == 120
    assert shapes[8].equals(shapely.LineString([[1, 2], [3, 4]]))
    assert [plain for _, plain in geojson_of(shapes[8:10])] == GEOMETRIES[8:]
    assert shapely.has_z(shapes[: len(GEOMETRIES)]).tolist() == [row in (1, 8, 9) for row in range(len(GEOMETRIES))]


def test_equal_values_are_one_and_those_that_only_python_takes_for_equal_are_not():
    cells: list[Any] = [1, 1.0, True, "1", None, ["a", {"b": 1}], ["a", {"b": 1}], ["a", {"b": True}], 1]
    column = column_of(cells)
    assert column.codes.tolist() == [0, 1, 2, 3, -1, 4, 4, 5, 0]
    assert [type(value) for value in column.cells()] == [type(cell) for cell in cells]


def test_combinations_are_numbered_however_many_columns_there_are():
    columns = [np.array([0, 1, -1, 0, 1], dtype=np.int32) for _ in range(100)]
    first, inverse = combinations(columns, 5)
    assert sorted(first.tolist()) == [0, 1, 2]
    assert inverse[3] == inverse[0] != inverse[1] == inverse[4] != inverse[2]
    assert combinations([], 3)[1].tolist() == [0, 0, 0]


def test_lists_and_records_of_parquet_are_one_value_where_they_are_equal():
    pa = pytest.importorskip("pyarrow")
    from geo.io.columnar import coded

    cells = [[{"title": "A", "date": None, "of": ["x", "y"]}], None, [], [None], [{"title": "A", "of": ["x", "y"]}]]
    plain = [[{"title": "A", "of": ["x", "y"]}], None, [], [None], [{"title": "A", "of": ["x", "y"]}]]
    for array in (pa.array(cells), pa.array([[], *cells]).slice(1)):
        column = coded(array)
        assert column.cells() == plain
        assert len(column.values) == 3
    assert coded(pa.array([1.0, 1.5, None, float("nan")])).cells() == [1, 1.5, None, None]
    assert coded(pa.array(["a", "b", "a"]).dictionary_encode()).cells() == ["a", "b", "a"]
    assert coded(pa.array(["a", None], pa.string_view())).cells() == ["a", None]
    assert coded(pa.array([date(2026, 1, 31), None])).cells() == ["2026-01-31", None]
    assert coded(pa.array([[("a", 1)], None], pa.map_(pa.string(), pa.int64()))).cells() == [[["a", 1]], None]


def test_values_of_parquet_that_json_lacks_are_told_in_json_and_categories_of_any_width_are_read():
    pa = pytest.importorskip("pyarrow")
    from geo.io.columnar import coded

    midnight = datetime(2026, 1, 31, tzinfo=UTC)
    narrow = pa.DictionaryArray.from_arrays(pa.array([1, None, 0], pa.uint8()), ["a", "b"])
    arrays = {
        "category": (narrow, ["b", None, "a"]),
        "bytes": (pa.array([b"\xff\x00", "й".encode(), None]), ["ff00", "й", None]),
        "decimal": (pa.array([Decimal("1.50"), Decimal("2.00"), None]), [1.5, 2, None]),
        "span": (pa.array([timedelta(seconds=90)]), ["0:01:30"]),
        "infinite": (pa.array([float("inf"), float("-inf"), float("nan")]), ["inf", "-inf", None]),
        "time": (pa.array([midnight, midnight.replace(hour=8)]), ["2026-01-31", "2026-01-31T08:00:00+00:00"]),
        "map": (pa.array([[("a", date(2026, 1, 31))]], pa.map_(pa.string(), pa.date32())), [[["a", "2026-01-31"]]]),
    }
    assert {name: coded(array).cells() for name, (array, _) in arrays.items()} == {
        name: cells for name, (_, cells) in arrays.items()
    }


def test_days_that_python_has_not_come_in_as_texts_for_the_check():
    pa = pytest.importorskip("pyarrow")
    from geo.io.columnar import coded

    day, never = 24 * 60 * 60 * 1_000_000, 2**31 - 1
    days = pa.array([0, 3_663_000, -800_000, never, None], pa.int32()).cast(pa.date32())
    times = pa.array([0, 3_663_000 * day], pa.int64())
    told = ["1970-01-01", "11998-12-15", "-0221-09-04", f"value out of range: {never}", None]
    assert coded(days).cells() == told
    assert coded(pa.array([[0, 3_663_000]], pa.list_(pa.int32())).cast(pa.list_(pa.date32()))).cells() == [told[:2]]
    assert coded(times.view(pa.timestamp("us"))).cells() == ["1970-01-01", "11998-12-15 00:00:00.000000"]
    nowhere = times.view(pa.timestamp("us", "Nowhere/Atlantis"))
    assert coded(nowhere).cells() == ["1970-01-01", "11998-12-15 00:00:00.000000Z"]


def test_texts_in_a_column_of_lists_are_read_where_they_are_json_and_left_for_the_check_where_they_are_not():
    twice = '[{"title": "A", "title": "B"}]'
    texts: list[Any] = ['[{"title": "A"}]', "[1e999]", "[NaN]", "{", twice, "[" * 65 + "]" * 65, "[" * 100_000]
    assert as_fields({"sources": column_of(texts)})["sources"].cells() == [[{"title": "A"}], *texts[1:]]


def test_a_key_with_null_is_told_from_one_that_is_missing():
    table = table_of([feature(end=None), feature(), feature(end="2026")])
    assert table.columns["end"].cells("missing") == [None, "missing", "2026"]


def test_rows_in_memory_are_cut_in_tables(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(feature_tables, "SOME", 7)
    rows = made.layer(20).features
    tables = list(tables_of(rows))
    assert [len(table) for table in tables] == [7, 7, 6]
    assert [row for table in tables for row in features_of(table)] == list(rows)


def plain_table() -> dict[str, Any]:
    parts = Parts("LineString", np.array([1]), np.array([[1.0, 2], [3, 4]]), (np.array([0, 2]),))
    return Sent({"id": Column(["a", "b"], np.array([0, 1], dtype=np.int32))}, [parts], {}, 2).plain()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("count",), 3),
        (("count",), 10**12),
        (("count",), -1),
        (("columns", "id", 0), ["a"]),
        (("columns", "id", 0), ["a", None]),
        (("columns", "id", 1), "AAAA"),
        (("columns", "id", 1), "/////w=="),
        (("columns", "id", 1), "no base64"),
        (("parts", 0, 0), "Circle"),
        (("parts", 0, 0), "Polygon"),
        (("parts", 0, 1), 3),
        (("parts", 0, 3), "AgAAAAAAAAA="),
        (("parts", 0, 4), "AAAAAAAAAAADAAAAAAAAAA=="),
        (("parts", 0, 4), "//////////8CAAAAAAAAAA=="),
        (("parts", 0, 4), 7),
        (("others",), {"2": None}),
        (("others",), {"²": None}),
        (("others",), None),
    ],
)
def test_what_is_no_table_is_refused_before_anything_is_made_of_it(path: tuple[Any, ...], value: Any):
    assert len(received(plain_table(), 2)) == 2
    broken: Any = json.loads(json.dumps(plain_table()))
    holder = broken
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    with pytest.raises(ValueError, match=r"\S"):
        received(broken, 2)
