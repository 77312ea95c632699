"""Programs that tests start beside each other: they change one layer in a database, and are killed.

Run as `python -m tests.geo.postgis.writers NAME ADDRESS` from the checkout.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys

import geo
from geo.io.database import connection
from tests.geo.history.writers import counted


def held(address: str) -> None:
    """Hold the lock of the layer until standard input ends."""

    def wait(layer: geo.Layer) -> geo.Layer:
        sys.stdout.write("held\n")
        sys.stdout.flush()
        sys.stdin.read()
        return layer

    geo.update(address, wait)


def killed(address: str) -> None:
    """Kill processes that change, take back and make again, at random moments; after each the layer must be whole, free
    to be locked, and one step from what is kept."""
    chance = random.Random(18)  # noqa: S311  no secret
    for _ in range(6):
        ready, begun = os.pipe()
        child = os.fork()
        if not child:
            _restless(address, begun)
        os.read(ready, 1)  # it has written once, and is in the middle of going on
        select.select([], [], [], chance.random() * 0.03)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(ready)
        os.close(begun)
        layer = geo.update(address, lambda layer: layer, wait_s=10).after
        assert geo.text(layer) == geo.text(geo.read(address))
        step = geo.undo(address)
        assert step is not None
        assert _counter(step.after) == _counter(layer) - 1
        geo.undo(address, again=True)
        sys.stdout.write(f"{_counter(layer)}\n")


def _restless(address: str, begun: int) -> None:
    connection._engine.cache_clear()  # what the parent has open is the parent's
    geo.update(address, counted)
    os.write(begun, b"!")
    while True:
        geo.update(address, counted)
        geo.undo(address)
        geo.undo(address, again=True)


def _counter(layer: geo.Layer) -> int:
    return int(str(layer.features[0]["properties"].get("count", 0)))


if __name__ == "__main__":
    {program.__name__: program for program in (held, killed)}[sys.argv[1]](sys.argv[2])
