"""What can go wrong between coopmap and a database is one sentence without a password, and loses nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import cast

import pytest
from sqlalchemy.exc import OperationalError

import geo
from geo.history import changes, table_changes
from geo.io.database import contents
from geo.io.table_address import TableAddress, place_of
from geo.model.geojson import Feature
from tests.geo.postgis.server import PASSWORD, QUOTED, Server
from tests.geo.samples import feature
from tests.repo import ROOT


def made(table: str) -> TableAddress:
    """A layer with a counter in a table."""
    address = cast("TableAddress", place_of(table))
    table_changes.store(address, geo.Layer((cast("Feature", feature()),)), {})
    return address


def new(layer: geo.Layer) -> geo.Layer:
    return changes.added(layer, cast("Feature", feature(id="new")))


def raised(layer: geo.Layer) -> geo.Layer:
    """The layer with its first project's counter one higher."""
    properties = layer.projects[0].properties
    counter = int(str(properties.get("count", 0))) + 1
    return changes.replaced(layer, cast("Feature", feature(**properties | {"count": counter})))


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    line = [sys.executable, "-m", "tests.geo.postgis.writers", *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(line, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8") as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (lambda s: s.address().replace(QUOTED, "wrong"), "cannot be reached: password authentication failed"),
        (lambda s: s.address().replace(str(s.port), "1"), "cannot be reached: Connection refused"),
        (lambda s: s.address(database="nowhere"), 'cannot be reached: database "nowhere" does not exist'),
        (lambda s: s.address(user="nobody"), 'password authentication failed for user "nobody"'),
        (lambda s: s.address("nothing"), "has no such table"),
        (lambda s: s.address("spatial_ref_sys"), "is a table, but no layer of coopmap's"),
        (lambda s: s.address("nowhere.nothing"), "nowhere.nothing has no such table"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(server: Server, address, sentence: str):
    with pytest.raises(geo.ReadError) as refusal:
        geo.read(address(server))
    told = str(refusal.value)
    assert sentence in told
    assert "\n" not in told
    assert PASSWORD not in told
    assert QUOTED not in told
    with pytest.raises(geo.CoopmapError):
        geo.update(address(server), new)


def test_what_cannot_be_made_is_one_sentence(server: Server, table: str):
    taken = made(table)
    for address, sentence in (
        (server.address(database="plain"), "has no PostGIS"),
        (table.replace("keeper:", "reader:"), "is there already, and would be lost"),
        (server.address("another", user="reader"), "cannot be written: permission denied for schema public"),
    ):
        with pytest.raises(geo.WriteError, match=sentence):
            made(address)
    with pytest.raises(geo.ReadError, match="cannot be read: permission denied for table"):
        geo.read(table.replace("keeper:", "reader:"))
    assert len(contents.read(taken).rows) == 1


def test_a_further_keeper_and_a_reader_need_no_more_than_the_documentation_grants(server: Server, table: str):
    name = made(table).table
    further = table.replace("keeper:", "reader:")
    server.sql(f"GRANT SELECT ON {name}, {name}_members, {name}_files TO reader")
    assert len(geo.read(further).features) == 1
    with pytest.raises(geo.WriteError, match="cannot be written: permission denied for table"):
        geo.update(further, new)
    tables = ", ".join(f"{name}{part}" for part in ("", "_members", "_files", "_versions"))
    server.sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO reader")
    assert geo.update(further, new).written
    assert geo.undo(table)


def test_a_lock_that_another_holds_is_said_with_its_name_and_nothing_is_written(table: str):
    address = made(table)
    with started("held", table) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(geo.BusyError, match=r"is being changed by keeper, coopmap, process \d+ on .*0 s"):
            geo.update(table, new, wait_s=0.01)
        # Killed, it leaves a lock that the server takes back.
        holder.kill()
        holder.wait()
        assert geo.update(table, new).written
    assert len(contents.read(address).rows) == 2


def test_two_writers_of_a_table_lose_no_change(table: str):
    made(table)
    with ThreadPoolExecutor(2) as pool:  # each with a connection of its own
        done = list(pool.map(lambda _: geo.update(table, raised, wait_s=60).written, range(8)))
    assert done == [True] * 8
    assert geo.read(table).features[0]["properties"]["count"] == 8  # type: ignore[typeddict-item]


def test_one_of_two_keepers_hears_that_the_project_changed_meanwhile(table: str):
    made(table)
    seen = geo.read(table).features[0]
    theirs = cast("Feature", feature(status="planned"))
    geo.update(table, lambda layer: changes.replaced(layer, theirs, seen))
    mine = cast("Feature", feature(status="stopped"))
    with pytest.raises(geo.ConflictError, match="was changed by someone else since"):
        geo.update(table, lambda layer: changes.replaced(layer, mine, seen))
    assert geo.read(table).projects[0].properties["status"] == "planned"


@pytest.mark.slow
def test_a_writer_of_a_table_killed_at_any_moment_leaves_the_old_layer_or_the_new_one(table: str):
    made(table)
    with started("killed", table) as process:
        out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    counters = [int(line) for line in out.splitlines()]
    assert len(counters) == 6
    assert counters == sorted(set(counters))  # each writer's first change is there


def test_a_connection_that_is_cut_while_it_writes_writes_nothing(server: Server, table: str):
    made(table)
    text = geo.text(geo.read(table))

    def cut(layer: geo.Layer) -> geo.Layer:
        _cut_off(server)
        return new(layer)

    with pytest.raises(geo.WriteError, match=r"was cut off: .*Nothing was written") as refusal:
        geo.update(table, cut)
    assert "\n" not in str(refusal.value)
    assert geo.text(geo.read(table)) == text  # over a new connection
    assert geo.update(table, new).written


def test_a_connection_that_was_cut_between_two_commands_is_made_anew(server: Server, table: str):
    made(table)
    _cut_off(server)
    assert len(geo.read(table).features) == 1


def test_a_change_whose_report_was_lost_counts_as_written(table: str, monkeypatch: pytest.MonkeyPatch):
    """The server commits, and the connection ends before it says so."""
    made(table)
    lose = _losing_the_report(monkeypatch)
    assert geo.update(table, new).written
    assert lose == ["committed"]
    assert len(geo.read(table).features) == 2


def test_a_change_whose_report_was_lost_and_that_cannot_be_asked_for_says_so(
    table: str, monkeypatch: pytest.MonkeyPatch
):
    made(table)
    _losing_the_report(monkeypatch)

    def no_answer(address: TableAddress) -> str:
        raise geo.ReadError(str(address), "cannot be reached")

    monkeypatch.setattr(contents, "revision_of", no_answer)
    with pytest.raises(geo.WriteError, match="look later whether the change is there"):
        geo.update(table, new)


def _losing_the_report(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The next commit of a writer is done, and its connection then ends."""
    import psycopg
    from sqlalchemy import Connection

    commit = Connection._commit_impl
    done: list[str] = []

    def lost(self: Connection) -> None:
        commit(self)
        if not done and self.get_execution_options().get("isolation_level") == "READ COMMITTED":
            done.append("committed")
            raise OperationalError("COMMIT", {}, psycopg.errors.AdminShutdown("cut off"))

    monkeypatch.setattr(Connection, "_commit_impl", lost)
    return done


def _cut_off(server: Server) -> None:
    server.sql("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = 'keeper'")
