"""The child's side of `geo.sandbox.process`: takes on its bounds, runs one function, sends what that returns.

A reply is eight bytes of length, then a JSON record: value, end, error (the file or null, and the words) or over (the
bound).
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from contextlib import suppress
from importlib import import_module
from inspect import isgenerator
from typing import TYPE_CHECKING

from geo.errors import CoopmapError, ReadError
from geo.messages import as_plain
from geo.sandbox import wire

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType
    from typing import BinaryIO

LIBRARIES = 2**30
"""Bytes of address space that libraries and files laid into it take, beside the memory that data takes."""

_DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux."""


def main(request: wire.Request) -> None:
    """Do what the parent asks, then end at once, whatever libraries would still tidy up."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a word: the parent has heard it too
    _end_with_parent(request["parent"])
    with os.fdopen(os.dup(1), "wb") as replies:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no reply
        work = _Work(replies, request)
        work.do()
    os._exit(0)


def _end_with_parent(parent: int) -> None:
    """End when the parent does, killed or not. On Linux the system itself sees to it, for a library that does not let
    go of the interpreter would keep this process alive until its time is over. parent: the number of its process."""
    threading.Thread(target=_await_end, args=(parent,), daemon=True).start()
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, int(signal.SIGKILL))


def _await_end(parent: int) -> None:
    _await_windows_process(parent) if sys.platform == "win32" else _await_end_of_input()
    os._exit(1)


def _await_end_of_input() -> None:
    """The parent's end of our input closes when it ends, however that happens."""
    with suppress(OSError):
        os.read(0, 1)


def _await_windows_process(number: int) -> None:
    """On Windows nobody may load a library while a thread reads a pipe that is the input: NumPy's libraries ask what
    the input is, and wait for the reader, for ever (numpy/numpy#24290)."""
    import psutil

    with suppress(psutil.NoSuchProcess):
        psutil.Process(number).wait()


class _Work:
    """One function, run under bounds, and the replies that it makes."""

    def __init__(self, replies: BinaryIO, request: wire.Request) -> None:
        self._replies = replies
        self._request = request

    def do(self) -> None:
        """Run it and send what comes of it, its end too."""
        self._bound()
        try:
            self._run()
        except ReadError as error:
            self._send({"error": [error.file, as_plain(error.reason)]})
        except CoopmapError as error:
            self._send({"error": [None, as_plain(error.sentence)]})
        except MemoryError:
            self._send({"over": "memory"})
        except OSError as error:
            self._send({"over": "written" if error.errno in (errno.EFBIG, errno.ENOSPC) else "broke"})
        except Exception:  # noqa: BLE001  of a library, or a fault of ours that a file has found
            self._send({"over": "broke"})

    def _run(self) -> None:
        module, _, name = self._request["function"].partition(":")
        outcome = getattr(import_module(module), name)(*self._request["arguments"])
        if not isgenerator(outcome):
            self._send({"value": outcome})
            return
        for value in outcome:
            self._send({"value": value})
            self._bound_time()
        self._send({"end": True})

    def _send(self, reply: Mapping[str, object]) -> None:
        data = wire.dumps(reply, self._request["tag"])
        self._replies.write(len(data).to_bytes(8, "big"))
        self._replies.write(data)
        self._replies.flush()

    def _bound(self) -> None:
        """The system's limits, where there are any. Memory: RLIMIT_DATA counts what is written to, and RLIMIT_AS stands
        behind it where that does not hold; macOS has neither."""
        if not self._request["limits"]:
            return
        try:
            import resource
        except ImportError:  # Windows
            return
        memory = self._request["memory"]
        for name, most in (
            ("RLIMIT_CORE", 0),
            ("RLIMIT_FSIZE", memory),
            ("RLIMIT_DATA", memory),
            ("RLIMIT_AS", memory + LIBRARIES),
        ):
            _lower(resource, name, most)
        self._bound_time()

    def _bound_time(self) -> None:
        """Seconds of the processor from now on. The watchdog's clock is the one that counts; this one goes on when
        nobody watches any more."""
        if not self._request["limits"]:
            return
        with suppress(ImportError, AttributeError):
            import resource

            usage = resource.getrusage(resource.RUSAGE_SELF)
            _lower(resource, "RLIMIT_CPU", int(usage.ru_utime + usage.ru_stime) + self._request["seconds"] + 1)


def _lower(resource: ModuleType, name: str, most: int) -> None:
    """Set a limit, as far as the system has it and allows it; what may be had at most stays as it is."""
    limit = getattr(resource, name, None)
    if limit is None:
        return
    _, hard = resource.getrlimit(limit)
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(limit, (least, hard))
