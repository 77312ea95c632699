"""How many ordinary files come in with no option: `python -m tests.benchmarks.ordinary_files [FOLDER]`.

Each file is imported by the command into a layer of its own. It comes in when projects stand in the layer; where it
does not, the command's last sentence says why.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import geo
from geo import CoopmapError
from geo.tables.readers.endings import ENDINGS

CASES = Path(__file__).parents[1] / "geo" / "tables" / "cases"
"""The cases that the tests hold."""


def come_in(file: Path) -> tuple[int, int, float, str]:
    """(projects, those with a place, seconds, what was said last) of a file that is imported with no option."""
    with tempfile.TemporaryDirectory() as folder:
        layer = Path(folder, "layer.geojson")
        begun = time.perf_counter()
        line = [sys.executable, "-m", "maps.cli", "import", str(file), str(layer), "--yes"]
        done = subprocess.run(line, capture_output=True, encoding="utf-8", errors="replace", check=False)
        seconds = time.perf_counter() - begun
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        try:
            features = geo.read(layer).features if layer.exists() else ()
        except CoopmapError as error:
            return 0, 0, seconds, str(error)
        placed = sum(feature["geometry"] is not None for feature in features)
        return len(features), placed, seconds, said[-1] if said else ""


def main(folder: Path) -> None:
    """Print a line for each file of a folder that an import may be given, and how many came in."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    came = 0
    for file in files:
        projects, placed, seconds, said = come_in(file)
        came += projects > 0
        result = f"{projects:5} projects, {placed:5} placed" if projects else f"  did not come in: {said[:120]}"
        print(f"{file.relative_to(folder)!s:40} {seconds:5.1f} s {result}")
    print(f"{came} of {len(files)} files came in")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CASES)
