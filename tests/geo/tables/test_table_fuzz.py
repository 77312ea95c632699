"""The importers under bytes, cells and values that nobody wrote: a plan or one plain sentence, and that at once."""

from __future__ import annotations

import io
import math
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.errors import CoopmapError
from geo.model.list_columns import LISTS
from geo.model.schema import FIELDS
from geo.tables import intake
from geo.tables.import_plan import plan
from geo.tables.incoming import ImportOptions
from geo.tables.model import PLACES, Book, Row, Table
from geo.tables.readers import delimited
from maps.text.code_labels import labels
from tests.fuzz_tables import ENDINGS, INSIDE, LAYER, TOKENS, judge, parts, repacked, sound, take_in
from tests.geo.samples import TODAY
from tests.geo.tables import bad_tables

pytestmark = pytest.mark.slow


if TYPE_CHECKING:
    from collections.abc import Sequence

SLOWEST_S = 10
"""No input of this size may take longer, however busy the machine."""

tokens = st.sampled_from(TOKENS) | st.binary(max_size=6)
Cuts = list[tuple[float, int, bytes, int]]
cuts = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40) | st.just(-1), tokens, st.integers(1, 60)), min_size=1, max_size=4
)
"""Where, as a share of the file; how much is cut out, -1 as much as is put in; what is put in; how often."""


def spliced(data: bytes, where: Cuts) -> bytes:
    """The bytes with pieces cut out and others put in."""
    for share, length, put, times in where:
        at, more = int(share * len(data)), put * times
        data = data[:at] + more + data[at + (len(more) if length < 0 else length) :]
    return data


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=120)
@given(cuts)
def test_any_change_to_a_table_gives_a_plan_or_a_plain_sentence(ending: str, where: Cuts):
    begun = time.monotonic()
    take_in(ending, spliced(sound(ending), where))
    assert time.monotonic() - begun < SLOWEST_S


@pytest.mark.parametrize(("ending", "name"), [(ending, name) for ending, names in INSIDE.items() for name in names])
@settings(max_examples=60)
@given(cuts)
def test_any_change_inside_a_packed_table_gives_a_plan_or_a_plain_sentence(ending: str, name: str, where: Cuts):
    begun = time.monotonic()
    take_in(ending, repacked(ending, name, spliced(parts(ending)[name], where)))
    assert time.monotonic() - begun < SLOWEST_S


@pytest.mark.parametrize("name", ["name_en", "own", "uncertainty_m", "countries"])
def test_a_column_of_any_type_of_parquet_is_taken_or_refused_in_a_plain_sentence(name: str):
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    day = datetime(2020, 1, 1, tzinfo=UTC)
    values = [
        Decimal("1.5"),
        b"\xff",
        day.date(),
        day.time(),
        timedelta(1),
        day,
        [day.date()],
        [b"\xff"],
        math.inf,
        True,
    ]
    odd = [pa.array([one]) for one in (*values, {"a": b"x", "b": Decimal(1)}, None, 2**62)]
    odd += [pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int32())), pa.array(["x"]).dictionary_encode()]
    table = parquet.read_table(io.BytesIO(sound(".geoparquet")))
    rest = table.drop_columns([name] if name in table.schema.names else [])
    for column in odd:
        out = io.BytesIO()
        parquet.write_table(rest.append_column(name, column).replace_schema_metadata(table.schema.metadata), out)
        take_in(".geoparquet", out.getvalue())
        take_in(".parquet", out.getvalue())


HEADERS = [
    *(key for field in FIELDS for key in field.keys),
    *PLACES,
    *(f"{name}_{n}_{field.keys[0]}" for name, owner in LISTS.items() for field in owner.fields for n in (1, 2)),
    *("own", "__proto__", "a\u001b[2J", "", "1"),
]
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates() | st.datetimes()
jsonish = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
spoken = st.sampled_from(
    [
        "KZ",
        "KZ, UZ",
        "63°36'E",
        "2025.5",
        "5,000",
        "#N/A",
        "[]",
        '[{"title": "a"}]',
        "POINT (1 2)",
        "Nukus",
        "-",
        "1e99",
    ]
)
cells = jsonish | spoken | st.sampled_from([part.decode("utf-8", "replace") for part in TOKENS])


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(HEADERS), cells, max_size=8), st.sampled_from(["id", "own id"]), st.booleans())
@example({"geometry": {"type": "Point", "coordinates": "x"}}, "own id", True)
@example({"sources": [{"title": {"a": [1]}}]}, "id", True)
def test_any_cell_in_any_column_is_taken_or_refused_in_a_plain_sentence(
    changes: dict[str, Any], whose: str, keep: bool
):
    row = bad_tables.SOUND | changes | ({"id": "chevrolet-kostanay"} if whose == "id" else {})
    judged((tuple(row), tuple(row.values())), keep)


@settings(max_examples=120)
@given(st.lists(st.lists(cells, max_size=6), max_size=4), st.sampled_from(sorted(LISTS)))
def test_any_cell_on_the_sheet_of_a_list_is_taken_or_refused(rows: list[list[Any]], name: str):
    keys = ("id", "position", *(field.keys[0] for field in LISTS[name].fields))[:6]
    filled = [Row(n, ("depot", *cells)) for n, cells in enumerate(rows, 2)]
    judged((tuple(bad_tables.SOUND), tuple(bad_tables.SOUND.values())), False, {name: Table(keys, filled, title=name)})


def judged(row: Sequence[Sequence[Any]], keep: bool, lists: dict[str, Table] | None = None) -> None:
    headers, *rows = row
    table = Table(tuple(map(str, headers)), [Row(n, tuple(one)) for n, one in enumerate(rows, 2)])
    try:
        taken = intake.intake(Book(table, lists or {}), ImportOptions(labels(), own=keep))
    except CoopmapError as error:
        said = str(error)
        assert said.isprintable()
        return
    judge(plan(LAYER, taken, today=TODAY))


@settings(max_examples=100)
@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=5), min_size=1, max_size=5))
@example([["PICTURES"]])
@example([["id", "sector", "status", "LON"]])
def test_any_csv_that_is_written_is_read_as_the_same(rows: list[list[str]]):
    width = max(map(len, rows))
    square = [[*row, *[""] * (width - len(row))] for row in rows]
    text = delimited.text_of(["id", "name_en", *(f"c{n}" for n in range(width))], [["x", "y", *row] for row in square])
    if "\0" in text:
        return
    found = delimited.read("a file", text.encode("utf-8", "surrogatepass"), "utf-8" if text.isascii() else None).main
    assert [list(row.cells) for row in found.rows] == [["x", "y", *row] for row in square]
