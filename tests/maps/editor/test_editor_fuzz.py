"""The editor's routes under requests that no page of it sends: an answer or one plain sentence, the layer whole."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import geo
from geo.model.schema import FIELDS
from tests.fuzz import TOKENS
from tests.fuzz_editor import BASE, ROUTES, SOUND, ask_it, ear
from tests.geo.samples import PROPERTIES

pytestmark = pytest.mark.slow


leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
jsonish = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
ids = st.sampled_from(["chevrolet-kostanay", "new", "", "../x", "__proto__", "\ud800"]) | st.text(max_size=8)
shapes = jsonish | st.sampled_from([BASE["geometry"], {"type": "Point", "coordinates": [1e308, 1]}, {"type": "Point"}])
values = st.dictionaries(st.sampled_from([key for field in FIELDS for key in field.keys]), jsonish, max_size=4)


@st.composite
def features(draw: st.DrawFn) -> Any:
    """The layer's project, changed a little or quite another."""
    if draw(st.integers(0, 4)) == 0:
        return draw(jsonish)
    changes = draw(values) | {"id": draw(ids)}
    base = PROPERTIES if draw(st.booleans()) else {}
    return {"type": "Feature", "id": draw(ids), "geometry": draw(shapes), "properties": {**base, **changes}}


asks = st.fixed_dictionaries(
    {},
    optional={
        "id": ids | jsonish,
        "text": st.text(max_size=30) | jsonish,
        "feature": features(),
        "based_on": st.none() | st.just(BASE) | features(),
        "draft": st.none() | features() | jsonish,
        "again": st.booleans() | jsonish,
    },
)


@settings(max_examples=250)
@given(st.sampled_from(ROUTES), asks)
@example("save", {"feature": {**BASE, "geometry": {"type": "Point", "coordinates": [10**400, 1]}}, "based_on": BASE})
@example("draft", {"id": "x", "draft": {"feature": {"properties": {"end": float("inf")}}}})
@example("find", {"text": "9" * 5000})
def test_whatever_is_asked_in_json_is_answered_and_the_layer_stays_sound(route: str, ask: Any):
    assert ask_it("POST", f"/{route}", json.dumps(ask).encode("utf-8", "surrogatepass")) != 403


splices = st.lists(
    st.tuples(st.integers(0, len(SOUND)), st.integers(0, 40), st.sampled_from(TOKENS) | st.binary(max_size=6),
              st.integers(1, 80)), max_size=4,
)  # fmt: skip


@settings(max_examples=250)
@given(st.sampled_from(ROUTES), splices)
@example("save", [(0, len(SOUND), b"[" * 1000, 100)])
@example("open", [(0, len(SOUND), b'{"id": 1e999}', 1)])
@example("open", [(0, len(SOUND), b'{"id": "a", "id": "b"}', 1)])
def test_any_change_to_a_request_is_answered_or_refused(route: str, cuts: list[tuple[int, int, bytes, int]]):
    data = SOUND
    for at, length, put, times in cuts:
        data = data[:at] + put * times + data[at + length :]
    assert ask_it("POST", f"/{route}", data) != 403


texts = st.text(max_size=12)
paths = st.sampled_from(["/", *(f"/{route}" for route in ROUTES)]) | texts.map(lambda text: f"/{text}") | texts
names = st.sampled_from(["host", "origin", "x-coopmap-token", "content-type", "content-length", "cookie", "expect"])


@settings(max_examples=250)
@given(
    st.sampled_from(["GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH", "TRACE", "X"]),
    paths,
    st.dictionaries(names, texts, max_size=3),
    st.sampled_from([b"", b"token=token", b"token=", b"token=x&token=token", b"%ff=%00", b"token=%"]) | st.binary(),
    st.binary(max_size=20),
)
@example("POST", "/save", {"content-length": "-1"}, b"", b"{}")
@example("POST", "/save", {"content-length": "٣"}, b"", b"{}")
@example("POST", "/undo", {"x-coopmap-token": "tokeń"}, b"token=token", b'{"again": false}')
def test_any_request_is_answered_and_without_the_token_nothing_is_done(
    method: str, path: str, changes: dict[str, str], query: bytes, body: bytes
):
    before = ear().path.read_bytes()
    headers = ear().headers | changes
    status = ask_it(method, path, body, headers, query)
    sound = headers["x-coopmap-token"] == "token" and headers["host"] == ear().host
    if method not in ("GET", "HEAD") and not (sound and headers["origin"] == f"http://{ear().host}"):
        assert status == 403
        assert ear().path.read_bytes() == before


def test_a_draft_that_could_not_be_read_again_is_refused():
    """1e999 was kept as Infinity, which no reader takes: the draft was lost without a word."""
    for value in (b"1e999", b"NaN", b"[" * 70 + b"]" * 70):
        body = b'{"id": "x", "draft": {"feature": {"properties": {"end": %s}}}}' % value
        assert ask_it("POST", "/draft", body) == 400


@settings(max_examples=100)
@given(
    st.dictionaries(st.sampled_from([key for field in FIELDS for key in field.keys]), jsonish, min_size=1, max_size=2)
)
def test_what_is_saved_is_what_was_asked_and_passes_the_check(changes: dict[str, Any]):
    ear().reset()
    wanted = {**BASE, "properties": {**PROPERTIES, **changes, "id": "chevrolet-kostanay"}}
    status = ask_it("POST", "/save", json.dumps({"feature": wanted, "based_on": BASE}).encode())
    [kept] = geo.read(ear().path).features
    assert kept == (wanted if status == 200 else BASE)
