"""Where the time of importing goes, package by package, as the interpreter itself tells it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence

from tests.repo import ROOT

_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\w+)")


def profile(line: Sequence[str]) -> Counter[str]:
    """Microseconds that each package takes itself while a module of ours runs as `python -m MODULE ARGUMENTS`."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", *line], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    found: Counter[str] = Counter()
    for taken, package in _LINE.findall(done.stderr):
        found[package if package not in sys.stdlib_module_names else "the standard library"] += int(taken)
    return found


def told(profiles: Mapping[str, Counter[str]], most: int = 7) -> list[str]:
    """A line for each command: the packages that take longest, in milliseconds."""
    return [
        f"importing for `{name}`: {found.total() / 1000:.0f} ms, of which "
        + ", ".join(f"{package} {taken / 1000:.0f}" for package, taken in found.most_common(most))
        for name, found in profiles.items()
    ]
