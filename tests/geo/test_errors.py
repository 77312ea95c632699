"""Errors go between processes as they are."""

from __future__ import annotations

import pickle

import pytest

import geo
from geo.errors import BusyError, ConflictError, CoopmapError, ReadError, WriteError
from tests.geo.samples import feature

ERRORS = [
    CoopmapError("Nothing was written.", tuple(geo.check(geo.Layer((feature(sector="none"),))))),
    ReadError("a.geojson", "is empty."),
    WriteError("a.geojson", "is full."),
    BusyError("a.geojson", "is being changed."),
    ConflictError("plant", None, feature()),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_says_the_same_in_another_process(error: CoopmapError):
    got = pickle.loads(pickle.dumps(error))  # noqa: S301  what was just made
    assert type(got) is type(error)
    assert str(got) == str(error)
    assert vars(got) == vars(error)
