"""The review under files that no map saves: each suggestion is shown and settled, or refused in one plain sentence."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.model.schema import FIELDS
from tests.fuzz import TOKENS
from tests.fuzz_review import CORRECTION, SOUND, TOLD, review_it
from tests.geo.samples import PROPERTIES, collection

pytestmark = pytest.mark.slow


SLOWEST_S = 10

tokens = st.sampled_from([*TOKENS, b'"based_on":', b'"suggestion":', b'"kind":', b"null"]) | st.binary(max_size=6)
splices = st.lists(
    st.tuples(st.integers(0, len(SOUND)), st.integers(0, 40), tokens, st.integers(1, 80)), min_size=1, max_size=4
)


@settings(max_examples=250)
@given(splices)
@example([(len(SOUND) - 1, 1, b"[", 100_000)])
@example([(0, len(SOUND), b"[]", 1)])
def test_any_change_to_a_suggestion_is_shown_or_refused(cuts: list[tuple[int, int, bytes, int]]):
    data = SOUND
    for at, length, put, times in cuts:
        data = data[:at] + put * times + data[at + length :]
    begun = time.monotonic()
    review_it(data)
    assert time.monotonic() - begun < SLOWEST_S


keys = st.sampled_from([*(key for field in FIELDS for key in field.keys), "geometry", "own", "a\u001b[2J"])
leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
jsonish = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
records = st.dictionaries(keys, jsonish | st.sampled_from(list(PROPERTIES.values())), max_size=5)
shapes = (
    st.none() | st.just(CORRECTION["geometry"]) | st.dictionaries(st.sampled_from(["type", "coordinates"]), jsonish)
)


@settings(max_examples=250)
@given(records, st.none() | records | jsonish, shapes, jsonish | records.map(lambda more: TOLD | more), st.booleans())
@example(
    {"id": "chevrolet-kostanay"}, {"geometry": {"type": "Point"}}, None, {"kind": "correction", "by": "\u001b[2J"}, True
)
def test_any_suggestion_of_this_frame_is_shown_and_settled_or_refused(
    properties: dict[str, Any], based_on: Any, shape: Any, told: Any, known: bool
):
    own = {**(PROPERTIES if known else {}), **properties}
    suggested = {"type": "Feature", "geometry": shape, "properties": own, "based_on": based_on}
    review_it(json.dumps(collection(suggested, suggestion=told)).encode())
