"""The sandbox hands plain data over, ends what goes over a bound in one sentence, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from geo.errors import CoopmapError, ReadError
from geo.sandbox import gdal, process, wire
from geo.sandbox.process import Bounds
from tests.repo import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

JOBS = "tests.geo.sandbox_jobs"

SMALL = Bounds(400 * 2**20, 60)
SHORT = Bounds(400 * 2**20, 2)

MORE = "if you trust it, allow more: COOPMAP_MEMORY=800MB, or import with --memory."

BROKE = (
    "a.xlsx broke what reads it: it is damaged, made to do harm, or takes more than 400 MB of memory; save it anew in "
    f"the program that it comes from, or, {MORE}"
)


def do(job: str, *arguments: Any, allowed: Bounds = SMALL) -> Any:
    """What a job makes."""
    return process.call("a.xlsx", f"{JOBS}:{job}", *arguments, allowed=allowed)


def said(job: str, *arguments: Any, allowed: Bounds = SMALL) -> str:
    """The sentence that a job ends in."""
    with pytest.raises(CoopmapError) as stopped:
        do(job, *arguments, allowed=allowed)
    return str(stopped.value)


@pytest.fixture(params=["limits", "watchdog"])
def one_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The system's limits alone, and the watchdog alone, as on a system that has none."""
    if request.param == "watchdog":
        monkeypatch.setattr(process, "SYSTEM_LIMITS", False)
    else:
        if sys.platform != "linux":
            pytest.skip("This system has no bound on a process that holds.")
        monkeypatch.setattr(process, "INTERVAL_S", 1e6)
    return str(request.param)


@pytest.fixture(autouse=True)
def _nothing_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No child and no temporary file outlives a call."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = set(psutil.Process().children(recursive=True))  # a browser of other tests
    yield
    assert list(folder.iterdir()) == []
    assert set(psutil.Process().children(recursive=True)) - before == set()


# What comes back


@pytest.mark.parametrize(
    "value",
    [
        None, True, 0, -(10**30), 0.1, 1e300, float("inf"), "", "Қостанай\0\ud800\u202e", [], [[1], {}],
        {"": None, "a": [1, {"b": "c"}], "datetime": ["date", "2024-01-01"]},
    ],
)  # fmt: skip
def test_plain_data_comes_back_as_it_was(value: Any):
    assert do("give", value) == value


@pytest.mark.parametrize(
    "value",
    [
        date(2025, 2, 3), datetime(2025, 2, 3, 4, 5, 6, 7), datetime(2025, 2, 3, tzinfo=UTC), clock(1, 2),  # noqa: DTZ001
        timedelta(days=-2, microseconds=5), Decimal("1.10"), b"\0\xff", [date(2025, 2, 3)], {"a": b""},
    ],
)  # fmt: skip
def test_values_that_json_lacks_come_back_as_they_were(value: Any):
    found = wire.loads(wire.dumps(value, "tag"), "tag")
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("told", [{"tag": 1}, {"tag": ["date", "x"]}, {"tag": ["eval", "1"]}, {"tag": ["bytes", None]}])
def test_a_tag_that_is_none_is_refused(told: Any):
    with pytest.raises(ValueError, match=r".*"):
        wire.loads(wire.dumps(told, "other"), "tag")


def test_a_record_of_a_file_is_never_taken_for_a_tagged_value():
    told = {"tag": ["date", "2024-01-01"]}
    assert wire.loads(wire.dumps(told, "drawn anew"), "drawn anew") == told


def test_a_generator_is_heard_one_by_one_and_ends_when_nobody_listens():
    assert list(process.stream("a.fgb", f"{JOBS}:count", 2000, allowed=SMALL)) == list(range(2000))
    steps = process.stream("a.fgb", f"{JOBS}:count_and_wait", 3, allowed=SMALL)
    assert [next(steps), next(steps)] == [0, 1]
    steps.close()  # type: ignore[attr-defined]


def test_a_generator_that_stops_in_its_middle_is_a_sentence():
    steps = process.stream("a.fgb", f"{JOBS}:count_and_wait", 3, allowed=SHORT)
    assert [next(steps), next(steps), next(steps)] == [0, 1, 2]
    with pytest.raises(ReadError, match="takes more than 2 seconds"):
        next(steps)


def test_errors_come_in_their_words():
    assert said("refuse", "a\nb.csv", "is empty.") == "a\\u000ab.csv is empty."
    assert said("stop", "Install it.") == "Install it."
    with pytest.raises(ReadError) as stopped:
        do("refuse", "a.csv", "is empty.")
    assert stopped.value.file == "a.csv"


def test_what_a_child_prints_reaches_nobody(capfd: pytest.CaptureFixture[str]):
    assert do("talk") == "said"
    assert said("fail") == said("abort") == BROKE
    assert capfd.readouterr() == ("", "")


# Bounds


def test_what_takes_too_much_memory_is_a_sentence(one_way: str):
    assert said("fill") == f"a.xlsx takes more than 400 MB of memory to be read; {MORE}", one_way


def test_what_writes_too_much_is_a_sentence(one_way: str):
    assert said("write") == f"a.xlsx unpacks to more than 400 MB; {MORE}", one_way


def test_what_computes_for_too_long_is_a_sentence(one_way: str):
    told = "a.xlsx takes more than 2 seconds to be read; if you trust it, allow more: COOPMAP_TIME=10, or import with "
    assert said("hold", allowed=SHORT) == f"{told}--time.", one_way


def test_what_sleeps_for_too_long_is_a_sentence():
    assert "takes more than 2 seconds" in said("sleep", allowed=SHORT)


def test_what_ends_without_a_word_is_a_sentence():
    assert said("leave") == BROKE
    assert said("nest", 100_000) == BROKE


def test_a_reply_that_would_fill_the_parent_is_a_sentence():
    assert "takes more than 400 MB of memory" in said("much", 60 * 2**20)
    assert len(do("much", 40 * 2**20)) == 40 * 2**20


@pytest.mark.parametrize(
    "reply",
    [b"", b"[", b"[]", b"{}", b'{"error": 1}', b'{"error": ["a", 1]}', b'{"over": {}}', b"[" * 50_000, b"\xff"],
)
def test_a_reply_of_another_form_is_a_sentence(monkeypatch: pytest.MonkeyPatch, reply: bytes):
    sent = (len(reply).to_bytes(8, "big") + reply).hex()
    monkeypatch.setattr(process, "_BOOT", f"import os; os.write(1, bytes.fromhex({sent!r}))")
    assert said("give", 1) == BROKE


def test_bounds_are_asked_for_by_option_then_by_the_environment(monkeypatch: pytest.MonkeyPatch):
    assert process.bounds() == Bounds(2 * 2**30, 60)
    assert process.bounds("1.5 gb", 7) == Bounds(3 * 2**29, 7)
    monkeypatch.setenv("COOPMAP_MEMORY", "512MB")
    monkeypatch.setenv("COOPMAP_TIME", "9")
    assert process.bounds() == Bounds(2**29, 9)
    assert process.bounds("4GB") == Bounds(2**32, 9)


@pytest.mark.parametrize(
    ("memory", "seconds"), [("4", None), ("10MB", None), ("9999999GB", None), ("GB", None), (None, 0), (None, -1)]
)
def test_a_bound_that_is_none_is_a_sentence(memory: str | None, seconds: int | None):
    with pytest.raises(CoopmapError, match="is no bound on"):
        process.bounds(memory, seconds)


# What the child may


def test_gdal_reads_the_formats_that_are_read_and_no_others():
    assert do("drivers") == sorted(gdal.DRIVERS)


def test_settings_of_gdal_do_not_reach_the_child(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GDAL_DRIVER_PATH", "/somewhere")
    monkeypatch.setenv("OGR_SQLITE_ALLOW_EXTERNAL_ACCESS", "YES")
    found = do("environment")
    assert found["GDAL_DRIVER_PATH"] == "disable"
    assert "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS" not in found
    assert found["PROJ_NETWORK"] == "OFF"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_a_child_ends_with_its_parent_however_that_ends(tmp_path: Path, name: str):
    mark = tmp_path / "mark"
    line = [sys.executable, "-m", f"{JOBS}", str(mark)]
    with subprocess.Popen(line, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True) as parent:
        begun = time.monotonic()
        while not (mark.exists() and mark.read_text("utf-8").count("\n") == 2):
            assert time.monotonic() - begun < 60
            time.sleep(0.02)
        child, folder = mark.read_text("utf-8").splitlines()
        os.kill(parent.pid, getattr(signal, name))
        parent.wait(30)
    begun = time.monotonic()
    while _runs(int(child)):
        assert time.monotonic() - begun < 30
        time.sleep(0.02)
    assert name != "SIGINT" or not Path(folder).exists()


def _runs(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
