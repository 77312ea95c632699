"""Programs that tests start beside each other: they change one layer in a database, and are killed.

Run as `python -m tests.geo.postgis.writers NAME ADDRESS` from the checkout.
"""

from __future__ import annotations

import sys
import time

import geo
from tests.geo.history.writers import counted


def held(address: str) -> None:
    """Hold the lock of the layer until standard input ends."""

    def wait(layer: geo.Layer) -> geo.Layer:
        sys.stdout.write("held\n")
        sys.stdout.flush()
        sys.stdin.read()
        return layer

    geo.update(address, wait)


def restless(address: str) -> None:
    """Change, take back and make again until killed."""
    while True:
        geo.update(address, counted)
        geo.undo(address)
        geo.undo(address, again=True)


def count(address: str) -> None:
    """Raise the counter of a layer five times, each in a change of its own."""
    for _ in range(5):
        geo.update(address, counted, wait_s=60)
        time.sleep(0.01)


if __name__ == "__main__":
    {program.__name__: program for program in (held, restless, count)}[sys.argv[1]](sys.argv[2])
