"""What tests have the sandbox run: functions that behave, and functions that behave as badly as a file can make one."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import CoopmapError, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator


def give(value: Any) -> Any:
    """The value back."""
    return value


def count(most: int) -> Iterator[int]:
    """The numbers below."""
    yield from range(most)


def count_and_wait(most: int) -> Iterator[int]:
    """The numbers below, and then nothing."""
    yield from range(most)
    time.sleep(1000)


def talk() -> str:
    """Print where replies go, and complain."""
    sys.stdout.write("x" * 100)
    os.write(1, b"not a reply")
    os.write(2, b"Traceback (most recent call last):")
    return "said"


def refuse(file: str, reason: str) -> None:
    """Raise what a reader raises."""
    raise ReadError(file, reason)


def stop(sentence: str) -> None:
    """Raise what is about no file."""
    raise CoopmapError(sentence)


def fail() -> None:
    """Meet a fault of one's own."""
    raise AttributeError("a secret of the program")


def fill() -> None:
    """Take memory without an end, as a library does that knows no MemoryError."""
    held = []
    while True:
        held.append(b"x" * 2**24)


def write() -> None:
    """Write a temporary file without an end."""
    with tempfile.NamedTemporaryFile() as file:
        while True:
            file.write(b"x" * 2**20)


def hold(mark: str | None = None) -> None:
    """Compute without an end and without letting go of the interpreter; first leave a word in a file."""
    if mark is not None:
        Path(mark).write_text(f"{os.getpid()}\n{tempfile.gettempdir()}\n", "utf-8")
    sum(range(10**15))


def sleep() -> None:
    """Do nothing, for long."""
    time.sleep(1000)


def abort() -> None:
    """End as a library does that finds its own memory broken."""
    os.abort()


def leave() -> None:
    """End as if all were well, without a reply."""
    os._exit(0)


def nest(depth: int) -> Any:
    """A list in a list, and so on."""
    found: list[Any] = []
    for _ in range(depth):
        found = [found]
    return found


def much(size: int) -> str:
    """A long text."""
    return "x" * size


def imported(module: str) -> bool:
    """Whether a module can be imported."""
    try:
        import_module(module)
    except ImportError:
        return False
    return True


def environment() -> dict[str, str]:
    """What the child sees of the environment."""
    return dict(os.environ)


def drivers() -> list[str]:
    """GDAL's drivers, once the others are switched off."""
    from geo.sandbox import gdal

    gdal.switch_others_off()
    import pyogrio

    return sorted(pyogrio.list_drivers())


if __name__ == "__main__":
    import signal

    from geo.sandbox import process

    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job begins with it ignored
    process.call("a file", "tests.geo.sandbox_jobs:hold", sys.argv[1])
