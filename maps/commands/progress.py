"""Work whose length nobody knows beforehand: on a terminal its seconds are counted, elsewhere nothing is said."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from geo.messages import Message, spoken
from maps.commands.printing import count

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
        line = spoken(Message("{work}: {seconds:.0f} s", work=work, seconds=time.monotonic() - begun))
        sys.stderr.write(f"\r{line}")
        sys.stderr.flush()
        wait_s = INTERVAL_S
    if line:
        sys.stderr.write(f"\r{' ' * len(line)}\r")
        sys.stderr.flush()


@contextmanager
def steps() -> Iterator[Callable[[str, int], None]]:
    """Shows the step that is under way on a screen, and nothing in a file."""
    if not sys.stderr.isatty():
        yield lambda _step, _rows: None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield lambda step, rows: status.update(spoken(_step_words(step, rows)))


def _step_words(step: str, rows: int) -> Message:
    if not rows:
        return Message("{step} …", step=step)
    return Message("{step} {rows} …", step=step, rows=count(rows, "row"))
