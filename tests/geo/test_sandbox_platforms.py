"""The sandbox on systems that this one is not: without the system's limits, without signals, with launchers."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
from types import SimpleNamespace
from typing import Any

import pytest

from geo.errors import ReadError
from geo.sandbox import child, process
from geo.sandbox.process import Bounds

JOBS = "tests.geo.sandbox_jobs"

WITHOUT_RESOURCE = "import sys; sys.modules['resource'] = None;"
"""What the child runs first: importing the module then fails, as on Windows."""


def do(job: str, *arguments: Any, seconds: int = 60) -> Any:
    """What a job makes within 400 MB."""
    return process.call("a.xlsx", f"{JOBS}:{job}", *arguments, allowed=Bounds(400 * 2**20, seconds))


@pytest.fixture
def _without_resource(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_BOOT", WITHOUT_RESOURCE + process._BOOT)


@pytest.mark.usefixtures("_without_resource")
def test_without_the_systems_limits_files_are_read_and_the_watchdog_ends_what_goes_over_a_bound():
    assert do("imported", "resource") is False
    assert do("give", [1, "a"]) == [1, "a"]
    assert list(process.stream("a.fgb", f"{JOBS}:count", 20)) == list(range(20))
    with pytest.raises(ReadError, match=r"takes more than 400 MB of memory"):
        do("fill")
    with pytest.raises(ReadError, match=r"unpacks to more than 400 MB"):
        do("write")
    with pytest.raises(ReadError, match=r"takes more than 2 seconds"):
        do("hold", seconds=2)


def test_a_system_that_lacks_some_limits_or_refuses_them_gets_the_others(monkeypatch: pytest.MonkeyPatch):
    lowered: dict[int, tuple[int, int]] = {}

    class Resource:
        """As macOS: no RLIMIT_DATA to speak of, and an RLIMIT_AS that may not be set."""

        RLIM_INFINITY = -1
        RLIMIT_CORE, RLIMIT_FSIZE, RLIMIT_AS = range(3)

        @staticmethod
        def getrlimit(_: int) -> tuple[int, int]:
            return -1, -1

        @classmethod
        def setrlimit(cls, limit: int, most: tuple[int, int]) -> None:
            if limit == cls.RLIMIT_AS:
                raise ValueError("current limit exceeds maximum limit")
            lowered[limit] = most

    monkeypatch.setitem(sys.modules, "resource", Resource)
    monkeypatch.setattr(child._Work, "_bound_time", lambda _: None)
    child._Work(io.BytesIO(), {"limits": True, "memory": 7, "seconds": 1})._bound()
    assert lowered == {Resource.RLIMIT_CORE: (0, -1), Resource.RLIMIT_FSIZE: (7, -1)}


def test_a_child_that_ends_without_a_word_is_no_matter_of_time_where_there_are_no_signals(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(process, "signal", SimpleNamespace())
    monkeypatch.setattr(process, "_BOOT", "pass")  # ends at once, with the code 0
    with pytest.raises(ReadError, match=r"broke what reads it"):
        do("give", 1)


def test_on_windows_the_watchdog_looks_at_python_itself_and_not_at_a_virtual_environments_launcher(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(sys, "executable", "venv/python.exe")
    monkeypatch.setattr(sys, "_base_executable", "base/python.exe", raising=False)
    assert process.python() == "venv/python.exe"
    monkeypatch.setattr(sys, "platform", "win32")
    assert process.python() == "base/python.exe"
    monkeypatch.delattr(sys, "_base_executable")
    assert process.python() == "venv/python.exe"


def test_a_child_of_windows_waits_for_its_parents_end_without_reading_its_input(monkeypatch: pytest.MonkeyPatch):
    ended: list[int] = []
    with subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as parent:
        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.setattr(child, "_await_end_of_input", lambda: pytest.fail("it reads its input"))
        monkeypatch.setattr(os, "_exit", ended.append)
        waiting = threading.Thread(target=child._await_end, args=(parent.pid,))
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        parent.kill()
        parent.wait(30)
    waiting.join(30)
    assert ended == [1]
    child._await_end(parent.pid)  # one that is gone already is not waited for
    assert ended == [1, 1]
