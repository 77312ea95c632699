"""`coopmap` as tests run it: in this process, where it starts at once, or as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import IO
from unittest import mock

from maps import cli

OFFLINE = Path(__file__).parent / "offline"
"""On Python's path it shuts the network out of a process."""


def run_here(
    *arguments: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs the command line in this process; its exit code and what it printed. Its streams are files, no terminal;
    `env` is added to the environment."""
    line = ["coopmap", *map(str, arguments)]
    with _stream() as printed, _stream() as complained, open(os.devnull, encoding="utf-8") as nothing:
        with (
            mock.patch.multiple(sys, argv=line, stdin=nothing, stdout=printed, stderr=complained),
            mock.patch.dict(os.environ, env or {}),
            chdir(cwd or Path.cwd()),
        ):
            code = _code()
        return subprocess.CompletedProcess(line, code, _text(printed), _text(complained))


def run_as_process(
    *arguments: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """The same as a process that cannot reach the network; `timeout` is in seconds."""
    return subprocess.run(
        [sys.executable, "-m", "maps.cli", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(OFFLINE), "PYTHONUTF8": "1", **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=timeout,
    )


def _code() -> int:
    try:
        cli.main()
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else int(left.code is not None)
    return 0


@contextmanager
def _stream() -> Iterator[IO[str]]:
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
        yield file


def _text(file: IO[str]) -> str:
    file.seek(0)
    return file.read()
