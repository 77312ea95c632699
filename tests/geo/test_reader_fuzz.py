"""The reader under bytes and structures that nobody wrote: a layer or one plain sentence, and that at once."""

from __future__ import annotations

import json
import time
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import geo
from geo.errors import plain
from maps import render_page
from maps.basemap import world
from tests.fuzz import SOUND, TOKENS, read_it
from tests.geo.test_properties import layers

pytestmark = pytest.mark.slow


SLOWEST_S = 10
"""No input of this size may take longer, however busy the machine."""

tokens = st.sampled_from(TOKENS) | st.binary(max_size=6)
splices = st.lists(
    st.tuples(st.integers(0, len(SOUND)), st.integers(0, 40), tokens, st.integers(1, 80)), min_size=1, max_size=4
)


def spliced(cuts: list[tuple[int, int, bytes, int]]) -> bytes:
    """A sound file with pieces cut out and others put in, some of them many times."""
    data = SOUND
    for at, length, put, times in cuts:
        data = data[:at] + put * times + data[at + length :]
    return data


@settings(max_examples=250)
@given(splices.map(spliced))
@example(SOUND[:-1] + b"[" * 100_000)
@example(SOUND.replace(b"63.59", b"1" * 4000))
@example(SOUND.replace(b'"Point"', b'["Point"]'))
@example(SOUND.replace(b"53.2485", b"1e308"))
def test_any_change_to_a_file_gives_a_layer_or_a_plain_sentence(data: bytes):
    begun = time.monotonic()
    read_it(data)
    assert time.monotonic() - begun < SLOWEST_S


@pytest.fixture
def _each_base_map_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nearly all of the layers that are tried get the map of the whole world, which takes longer than all else."""
    drawn = cache(world.for_view)
    monkeypatch.setattr(world, "for_view", lambda view, *names: drawn(view, *map(tuple, names)))


@pytest.mark.usefixtures("_each_base_map_once")
@settings(max_examples=40)
@given(layers())
def test_any_layer_that_can_be_read_can_be_shown_or_is_refused_in_a_plain_sentence(layer: geo.Layer):
    """With --no-check a layer reaches the page as it is."""
    try:
        page = render_page(layer)
    except geo.CoopmapError as error:
        page = str(error)
        assert plain(page) == page
    else:
        assert page.startswith("<!DOCTYPE html>")


leaves = st.none() | st.booleans() | st.floats() | st.text()


@settings(max_examples=60)
@given(st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_any_json_is_a_layer_or_a_plain_sentence(value: Any):
    read_it(json.dumps(value).encode("utf-8", "surrogatepass"))
