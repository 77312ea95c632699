"""Work done beside what goes on here: a process of its own takes what it is sent, and gives back what it made of that.

It runs our own functions on data of ours, so that the two speak pickle; what strangers wrote is for `geo.sandbox`.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from queue import Queue
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from geo.errors import CoopmapError
from geo.messages import Message
from geo.sandbox.process import python, widen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 2
"""Items that the process takes while it works on one."""

_BOOT = (
    "import os, sys, pickle; orders = os.fdopen(os.dup(0), 'rb'); os.dup2(os.open(os.devnull, os.O_RDONLY), 0);"
    "sys.path[:] = pickle.load(orders); from geo.aside import main; main(orders)"
)
"""What the process runs, in Python's isolated mode. Its orders come from what is its input no longer: on Windows nobody
may load a library while a thread reads that (numpy/numpy#24290)."""


class Aside(Generic[Item, Result]):
    """A function of an iterator, run in a process of its own, which ends with this one however that ends."""

    def __init__(self, work: Callable[[Iterator[Item]], Result]) -> None:
        """work: a function of a module, or `functools.partial` of one."""
        self._process = subprocess.Popen(  # noqa: S603  Python itself, with a text of ours
            [python(), "-I", "-S", "-c", _BOOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._orders = cast("BinaryIO", self._process.stdin)
        widen(self._orders.fileno())
        self._send([os.path.abspath(entry) for entry in sys.path])
        self._send(work)

    def send(self, item: Item) -> None:
        """Hand over the next item; waits while the process is several behind."""
        self._send((item,))

    def _send(self, value: object) -> None:
        with suppress(OSError):  # it has ended, which `result` tells
            pickle.dump(value, self._orders, pickle.HIGHEST_PROTOCOL)
            self._orders.flush()

    def result(self) -> Result:
        """What the function returns for all that was sent. Raises what it raised, and CoopmapError when the process
        was ended."""
        self._send(None)
        try:
            result, error = pickle.load(cast("BinaryIO", self._process.stdout))  # noqa: S301  of our own process
        except EOFError:
            raise CoopmapError(
                Message("A part of the work was stopped from outside; perhaps the memory was not enough.")
            ) from None
        finally:
            self.end()
        if error is not None:
            raise error
        return cast("Result", result)

    def end(self) -> None:
        """End the process, whether it is done or not."""
        self._process.kill()
        with suppress(OSError):  # what it never read
            self._process.__exit__(None, None, None)


def main(orders: BinaryIO) -> None:
    """Run in the process of its own: do the work that is asked for, send what comes of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that was begun, which ends this one
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what is printed is no reply
    work = pickle.load(orders)  # noqa: S301  of our own process
    items: Queue[tuple[object] | None] = Queue(AHEAD)
    threading.Thread(target=_receive, args=(orders, items), daemon=True).start()
    reply: tuple[object, Exception | None]
    try:
        reply = work(item for (item,) in iter(items.get, None)), None
    except Exception as error:  # noqa: BLE001  raised again where it was asked for
        reply = None, error
    pickle.dump(reply, replies, pickle.HIGHEST_PROTOCOL)
    replies.flush()
    os._exit(0)


def _receive(orders: BinaryIO, items: Queue[tuple[object] | None]) -> None:
    """Take what is sent; the end of it without its end being sent is the end of the process that sends."""
    with suppress(EOFError, pickle.UnpicklingError):
        while True:
            items.put(pickle.load(orders))  # noqa: S301  of our own process
    os._exit(1)
