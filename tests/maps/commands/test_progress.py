"""The seconds of long work are counted on a terminal, and nowhere else."""

from __future__ import annotations

import io
import sys
import time

import pytest

from maps.commands import progress


class Terminal(io.StringIO):
    """Standard error as a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "SILENT_S", 0.01)
    monkeypatch.setattr(progress, "INTERVAL_S", 0.01)


def counted(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, seconds: float) -> str:
    """What is written while something takes so many seconds."""
    monkeypatch.setattr(sys, "stderr", stream)
    with progress.counting("Drawing 5,000 projects"):
        time.sleep(seconds)
    return stream.getvalue()


def test_on_a_terminal_the_seconds_are_counted_and_the_line_is_removed_at_the_end(monkeypatch: pytest.MonkeyPatch):
    written = counted(monkeypatch, Terminal(), 0.3)
    assert "\rDrawing 5,000 projects: 0 s" in written
    assert written.endswith("\r" + " " * len("Drawing 5,000 projects: 0 s") + "\r")


def test_what_is_done_at_once_and_what_is_no_terminal_is_left_alone(monkeypatch: pytest.MonkeyPatch):
    assert counted(monkeypatch, io.StringIO(), 0.1) == ""
    monkeypatch.setattr(progress, "SILENT_S", 60)
    assert counted(monkeypatch, Terminal(), 0.01) == ""


def test_an_error_ends_the_counting(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    with pytest.raises(ValueError, match="no"), progress.counting("Drawing"):
        raise ValueError("no")
