"""What the tests of layers in PostGIS share: one server a session, a table's address a test."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from tests.geo.postgis.server import Server, running, why_none

_numbers = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A running server; tests that need one are skipped where there can be none."""
    if reason := why_none():
        pytest.skip(reason)
    with running() as started:
        yield started


@pytest.fixture
def table(server: Server) -> str:
    """The address of a table that is not there yet."""
    return server.address(f"projects_{next(_numbers)}")
