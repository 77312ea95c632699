"""Programs that tests start beside each other: they change one layer, are killed, meet a full disk or no permission.

Run as `python -m tests.geo.history.writers NAME ARGUMENTS` from the checkout; what a program found is its
last line, JSON.
"""

from __future__ import annotations

import json
import os
import random
import resource
import select
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import geo
from geo.history import changes, versions
from tests.geo.samples import feature


def counted(layer: geo.Layer) -> geo.Layer:
    """The layer with its first project's counter one higher and its bulk, which makes a write last, turned over."""
    first, *rest = layer.features
    properties: Any = {**first["properties"], "count": _counter(layer) + 1}
    return replace(layer, features=({**first, "properties": properties}, *rest))


def count(path: str, times: str) -> Any:
    """Raise the counter of a layer so many times, each in a change of its own."""
    for _ in range(int(times)):
        geo.update(path, counted, wait_s=60)
    return times


def killed(path: str, times: str, seed: str) -> Any:
    """Kill a process that changes, takes back and makes again, at random moments; the layer's counter after each."""
    chance = random.Random(int(seed))  # noqa: S311  no secret
    left: list[int] = []
    for _ in range(int(times)):
        ready, started = os.pipe()
        child = os.fork()
        if not child:
            geo.update(path, counted)
            os.write(started, b"!")
            while True:
                geo.update(path, counted)
                geo.undo(path)
                geo.undo(path, again=True)
        os.read(ready, 1)  # it has written once, and is in the middle of going on
        select.select([], [], [], chance.random() * 0.008)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(ready)
        os.close(started)
        left.append(_count_of(path))
    return left


def _count_of(path: str) -> int:
    """The counter of the layer, which must be whole, canonical, free to be locked, and one step from what is kept."""
    now = Path(path).read_text(encoding="utf-8")
    layer = geo.read(path)
    assert geo.text(layer) == now, "the layer is not the one that was written"
    steps = [_counter(geo.read(kept)) for kept in versions.versions(Path(path), "past")[-2:]]
    counter = _counter(layer)
    assert steps[-1] in (counter - 1, counter), (steps, counter)
    assert not geo.update(path, lambda layer: layer, wait_s=0).written
    return counter


def _counter(layer: geo.Layer) -> int:
    return int(str(layer.features[0]["properties"].get("count", 0)))


def without_room(path: str, most: str) -> Any:
    """Add a project to the layer where no file can grow beyond so many bytes; the sentence that says why it fails."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
    return _refused(path)


def without_rights(path: str) -> Any:
    """Add a project as somebody who may not; the sentence that says why it fails."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    return _refused(path)


def _refused(path: str) -> str:
    try:
        geo.update(path, lambda layer: changes.added(layer, feature(id="new")))
    except geo.CoopmapError as error:
        return str(error)
    return "it was written"


def held(path: str) -> Any:
    """Hold the lock of the layer until standard input ends."""

    def wait(layer: geo.Layer) -> geo.Layer:
        sys.stdout.write("held\n")
        sys.stdout.flush()
        sys.stdin.read()
        return layer

    geo.update(path, wait)
    return "let go"


if __name__ == "__main__":
    program = {one.__name__: one for one in (count, killed, without_room, without_rights, held)}[sys.argv[1]]
    sys.stdout.write(json.dumps(program(*sys.argv[2:])) + "\n")
