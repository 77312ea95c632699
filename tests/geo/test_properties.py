"""Properties that hold for any layer: nothing lost, nothing changed by writing twice, nothing that stops the check."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo.io import files
from geo.layer import layer_of_text
from geo.model.schema import FIELDS
from tests.geo.samples import PROPERTIES, TODAY

pytestmark = pytest.mark.slow


texts = st.text(max_size=12)
numbers = st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
known_keys = st.sampled_from([key for field in FIELDS for key in field.keys] + ["name_de", "zz"])
right_values = st.sampled_from(list(PROPERTIES.values()))
properties = st.dictionaries(known_keys | texts, right_values | values, max_size=8)

axis = st.floats(-100, 200, width=32) | st.integers(-200, 200)
position = st.lists(axis, min_size=2, max_size=3)
rows = st.lists(position, max_size=5)
geometries = st.none() | st.one_of(
    st.builds(lambda xy: {"type": "Point", "coordinates": xy}, position | values),
    st.builds(lambda xy: {"type": "LineString", "coordinates": xy}, rows),
    st.builds(lambda xy: {"type": "Polygon", "coordinates": [[*ring, ring[0]] if ring else ring for ring in xy]},
              st.lists(rows, max_size=2)),
    st.builds(lambda xy: {"type": "MultiPolygon", "coordinates": xy}, st.lists(st.lists(rows, max_size=2), max_size=2)),
    st.builds(lambda kind, xy: {"type": kind, "coordinates": xy}, values, values),
    st.dictionaries(texts | st.sampled_from(["type", "coordinates", "geometries"]), values, max_size=3),
)  # fmt: skip


@st.composite
def layers(draw: st.DrawFn) -> geo.Layer:
    """Layers as a file may hold them: sound here, anything there."""
    features: list[Any] = draw(
        st.lists(
            st.fixed_dictionaries(
                {"type": st.just("Feature"), "geometry": geometries, "properties": st.none() | properties},
                optional={"id": texts | numbers, "bbox": values, "own": values},
            ),
            max_size=4,
        )
    )
    members = draw(st.dictionaries(texts | st.sampled_from(["title_en", "as_of"]), values, max_size=3))
    return geo.Layer(
        tuple(features), {key: members[key] for key in members.keys() - {"type", "bbox", "features", "crs"}}
    )


@settings(deadline=None, max_examples=60)
@given(layers())
def test_what_is_written_is_what_was_read(layer: geo.Layer) -> None:
    written = geo.text(layer)
    again = layer_of_text(written, "a file")
    assert geo.text(again) == written
    assert dict(again.members) == dict(layer.members)
    assert by_text(f["properties"] for f in again.features) == by_text(f["properties"] for f in layer.features)
    assert len(again.features) == len(layer.features)


def by_text(values_: Any) -> list[str]:
    """Values in an order of their own, to be compared letter for letter."""
    return sorted(json.dumps(value, sort_keys=True) for value in values_)


@settings(deadline=None)
@given(values)
def test_any_value_keeps_its_numbers_and_texts_in_canonical_text(value: Any) -> None:
    from geo.io import canonical_json

    again = files.parse(canonical_json.dumps(value), "a file")
    assert json.dumps(again) == json.dumps(value)


@settings(deadline=None, max_examples=60)
@given(layers())
def test_the_check_never_fails_and_says_each_finding_once(layer: geo.Layer) -> None:
    found = geo.check(layer, TODAY)
    assert len(set(found)) == len(found)
    assert all(str(problem).isprintable() for problem in found)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.dictionaries(st.sampled_from(["id", "values", "kind", "date", "end", "lon", "sources"]), values)))
def test_the_checks_of_the_companions_never_fail(records: list[dict[str, Any]]) -> None:
    assert isinstance(geo.check_indicators(records), list)
    assert isinstance(geo.check_milestones(records), list)


@settings(deadline=None)
@given(st.binary(max_size=60) | texts.map(str.encode) | values.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_a_layer_or_a_plain_sentence(tmp_path_factory: Any, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.geojson"
    path.write_bytes(data)
    with suppress(geo.ReadError):
        assert geo.text(geo.read(path)).endswith("\n")
