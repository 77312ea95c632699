"""Work whose length nobody knows beforehand: on a terminal its seconds are counted, elsewhere nothing is said."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

SILENT_S = 2.0
"""Seconds after which the counting begins."""

INTERVAL_S = 1.0
"""Seconds from one count to the next."""


@contextmanager
def counting(work: str) -> Iterator[None]:
    """Count the seconds of the block in one line of standard error, "Drawing 5,000 projects: 7 s", if it is a terminal.

    The line is removed at the end. work: what is done, without a full stop.
    """
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    counter = threading.Thread(target=_count, args=(work, done), daemon=True)
    counter.start()
    try:
        yield
    finally:
        done.set()
        counter.join()


def _count(work: str, done: threading.Event) -> None:
    begun = time.monotonic()
    line = ""
    wait_s = SILENT_S
    while not done.wait(wait_s):
        line = f"{work}: {time.monotonic() - begun:.0f} s"
        sys.stderr.write(f"\r{line}")
        sys.stderr.flush()
        wait_s = INTERVAL_S
    if line:
        sys.stderr.write(f"\r{' ' * len(line)}\r")
        sys.stderr.flush()
