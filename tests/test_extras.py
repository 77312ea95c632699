"""What coopmap does without its extras: all that needs none of them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from typing import TYPE_CHECKING

from tests.geo.samples import collection, feature
from tests.repo import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LOCKED = frozenset(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE))
OURS = frozenset(("coopmap",))

RUN = """
import sys

for name in {others!r}:
    sys.modules[name] = None
from maps.cli import main

for line in {lines!r}:
    sys.argv = ["coopmap", *line]
    try:
        main()
    except SystemExit as end:
        assert not end.code, line
"""


def others() -> list[str]:
    """The modules that are installed here and that a user has not."""
    return sorted(
        module
        for module, packages in packages_distributions().items()
        if not (LOCKED | OURS) & {package.lower().replace("_", "-").replace(".", "-") for package in packages}
    )


def test_a_user_without_extras_checks_builds_and_draws_layers_of_every_size(tmp_path: Path):
    assert {"pyarrow", "pytest", "dask"} <= {*others()}
    layers = [tmp_path / f"{count}.geojson" for count in (2, 151, 1_001)]
    for path in layers:
        projects = [feature(id=f"p-{number}") for number in range(int(path.stem))]
        path.write_text(json.dumps(collection(*projects)), encoding="utf-8")
    pages = [path.with_suffix(".html") for path in layers]
    lines = [["build", str(path), "-o", str(page)] for path, page in zip(layers, pages, strict=True)]
    lines.append(["picture", str(tmp_path / "map.png"), str(layers[0])])
    run = subprocess.run(
        [sys.executable, "-c", RUN.format(others=others(), lines=lines)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2_000:]
    assert all(page.is_file() for page in pages)
