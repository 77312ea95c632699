"""A command at a pseudo-terminal: tests read what it shows and type what a person would."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

import pytest

from tests.command_line import OFFLINE

PATIENCE_S = 60
"""Seconds after which a command that shows nothing more has failed."""


class Terminal:
    """`coopmap` in a terminal of 100 columns: `expect` waits for a text, `type` answers, `end` gives the exit code."""

    def __init__(self, *arguments: str | Path, cwd: Path) -> None:
        pty = pytest.importorskip("pty", reason="needs a pseudo-terminal")
        line = [sys.executable, "-m", "maps.cli", *map(str, arguments)]
        env = {**os.environ, "PYTHONPATH": str(OFFLINE), "PYTHONUTF8": "1", "TERM": "dumb", "COLUMNS": "100"}
        ours, theirs = pty.openpty()
        self.shown = ""
        self._read = 0
        self._handle = ours
        self._process = _spawned(line, theirs, env, cwd)
        os.close(theirs)
        self._bytes = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self._process, 0)
        os.close(self._handle)

    def expect(self, text: str) -> Self:
        """Wait until a text is shown, after what was waited for before."""
        while text not in self.shown[self._read :]:
            if not self._more():
                pytest.fail(f"“{text}” was not shown, but:\n{self.shown}", pytrace=False)
        self._read = self.shown.index(text, self._read) + len(text)
        return self

    def type(self, text: str, enter: bool = True) -> Self:
        """Type a text, and press Enter."""
        os.write(self._handle, (text + ("\n" if enter else "")).encode())
        return self

    def interrupt(self, text: str) -> Self:
        """Press Ctrl-C until a text is shown: at the very moment when a question begins to wait it may go unheard."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            os.write(self._handle, b"\x03")
            while text not in self.shown[self._read :] and select.select([self._handle], [], [], 1)[0] and self._more():
                pass
            if text in self.shown[self._read :]:
                return self.expect(text)
        pytest.fail(f"“{text}” was not shown, but:\n{self.shown}", pytrace=False)

    def answer(self, *pairs: tuple[str, str]) -> Self:
        """Wait for each question and type its answer."""
        for question, text in pairs:
            self.expect(question).type(text)
        return self

    def end(self) -> int:
        """Wait until the command ends; its exit code."""
        while self._more():
            pass
        _, status = os.waitpid(self._process, 0)
        assert "Traceback" not in self.shown, self.shown
        return os.waitstatus_to_exitcode(status)

    def _more(self) -> bool:
        """Read on; false at the end."""
        until = time.monotonic() + PATIENCE_S
        if not select.select([self._handle], [], [], until - time.monotonic())[0]:
            pytest.fail(f"Nothing more is shown after:\n{self.shown}", pytrace=False)
        try:
            found = os.read(self._handle, 65536)
        except OSError:  # Linux says so that the other side is closed
            return False
        self._bytes += found
        self.shown = self._bytes.decode("utf-8", "ignore").replace("\r\n", "\n")
        return bool(found)


def _spawned(line: list[str], terminal: int, env: dict[str, str], cwd: Path) -> int:
    """Start a command with the terminal as its controlling one, so that Ctrl-C reaches it."""
    helper = (
        "import fcntl, os, sys, termios; os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
        " os.chdir(sys.argv[1]); os.execv(sys.argv[2], sys.argv[2:])"
    )
    streams = [(os.POSIX_SPAWN_DUP2, terminal, number) for number in range(3)]
    started = [sys.executable, "-S", "-E", "-c", helper, str(cwd), *line]
    # Where the tests run in the background an interrupt is ignored, and would stay so.
    return os.posix_spawn(sys.executable, started, env, file_actions=streams, setsigdef=[signal.SIGINT])
