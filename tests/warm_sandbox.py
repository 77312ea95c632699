"""Children of the sandbox for tests that read hundreds of files: forked from a process that has imported the readers.

A child that starts as a Python of its own takes most of its time for imports. What is forked takes on the same bounds
and environment and runs the same `main` for one request alone. That a new Python does so too is tested in
tests/geo/test_sandbox.py, in test_sandboxed_bombs.py and by a file of each format in test_bad_tables.py.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from geo.sandbox import child, process

if TYPE_CHECKING:
    from typing import BinaryIO

    from geo.sandbox import wire

_BOOT = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from tests.warm_sandbox import main; main()"


class Forked:
    """A child of the server, as `subprocess.Popen` shows one of its own."""

    def __init__(self, server: Server, pid: int, stdin: BinaryIO) -> None:
        self.pid, self.stdin, self.returncode = pid, stdin, cast("int | None", None)
        self._server = server

    def kill(self) -> None:
        """End it, unless it is known to have ended: until then nobody else has its number."""
        if self.returncode is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float = 60) -> int:
        """Its exit code, as soon as it has one."""
        until = time.monotonic() + timeout
        while self.returncode is None:
            self.returncode = self._server.ask({"wait": self.pid})
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("forked", timeout)
            time.sleep(0.001)
        return self.returncode

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self.stdin.close()
        self.wait()


class Server:
    """A process that has imported the readers and forks when it is asked to."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._lock = threading.Lock()
        with theirs:
            self._process = subprocess.Popen(
                [process.python(), "-I", "-S", "-c", _BOOT, json.dumps([os.path.abspath(entry) for entry in sys.path])],
                stdin=theirs.fileno(),
                stderr=subprocess.DEVNULL,
                env=process._environment(""),
            )

    def ask(self, what: dict[str, Any], *files: int) -> Any:
        """What the server answers. files: descriptors that it takes over."""
        with self._lock:
            socket.send_fds(self._socket, [json.dumps(what).encode()], files)
            return json.loads(self._socket.recv(100))

    def spawned(self, name: str, folder: str, request: wire.Request) -> tuple[Forked, BinaryIO]:
        """In place of `process._spawned`, whose result this is too."""
        assert name
        orders, ordering = os.pipe()
        receiving, sending = os.pipe()
        process.widen(sending)
        pid = self.ask({"environment": process._environment(folder)}, orders, sending)
        os.close(orders)
        os.close(sending)
        forked = Forked(self, pid, open(ordering, "wb"))  # noqa: SIM115  closed with the child
        with suppress(OSError):
            forked.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            forked.stdin.flush()
        return forked, open(receiving, "rb")

    def end(self) -> None:
        """End the server."""
        self._socket.close()
        self._process.wait(60)


def main() -> None:
    """Run in the server: import what readers need, then fork for each request."""
    from geo.sandbox import gdal
    from geo.tables.readers import delimited, geoparquet, kml, parse, vector, workbook_reader  # noqa: F401
    from maps.slides import template  # noqa: F401

    with gdal._without(gdal.UNUSED):
        import pyogrio  # noqa: F401

    import geopandas  # noqa: F401
    from pyarrow import parquet  # noqa: F401

    delimited.read("warm.csv", b"Name,Cost (million USD)\nA,1\n")  # what headers mean is learnt once

    orders = socket.socket(fileno=os.dup(0))
    while True:
        data, files, _, _ = socket.recv_fds(orders, 2**20, 2)
        if not data:
            return
        what = json.loads(data)
        if "wait" in what:
            pid, status = os.waitpid(what["wait"], os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if pid else None
        else:
            answer = os.fork()
            if not answer:
                orders.close()
                _child(what["environment"], *files)
            for file in files:
                os.close(file)
        orders.send(json.dumps(answer).encode())


def _child(environment: dict[str, str], orders: int, replies: int) -> None:
    """What a new Python of the sandbox does, from its orders on."""
    os.dup2(orders, 0)
    os.dup2(replies, 1)
    for file in (orders, replies):
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None  # which the environment names
    with open(0, "rb", closefd=False) as told:
        request = json.loads(told.readline())
    sys.path[:] = request["path"]
    child.main(request)
