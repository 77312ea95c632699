"""How long pictures of many made-up projects take: CPU seconds of drawing and of writing a PNG, in one process."""

from __future__ import annotations

import sys
import time

from maps.stills.picture import picture
from tests.benchmarks import made

BOUNDS = {60: 5.0, 300: 5.0, 1_000: 5.0, 5_000: 10.0}
"""CPU seconds that a picture of so many projects may take."""


def cpu_seconds(count: int, **options: str) -> float:
    """CPU seconds of one picture, from the layer to the bytes of its PNG."""
    layer = made.layer(count)
    start = time.process_time()
    picture(layer, **options).png()  # type: ignore[arg-type]
    return time.process_time() - start


def main() -> int:
    """Prints a line for each number of projects; gives 1 when a bound is not kept."""
    cpu_seconds(1)  # what is read once is no part of it
    kept = True
    for count, bound in BOUNDS.items():
        for name, options in (("rings", {}), ("by sector", {"by": "sector"})):
            taken = cpu_seconds(count, **options)
            kept &= taken <= bound
            print(f"{count:>6,} projects, {name:<9} {taken:5.2f} CPU s (bound {bound:g})")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
