"""The repository as tests see it: its root, its files, its project file."""

from __future__ import annotations

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent


@cache
def files(*under: str) -> tuple[Path, ...]:
    """The files that git keeps or would keep, sorted; of the folders `under` when any is named."""
    if not (ROOT / ".git").exists():
        pytest.skip("This is no git checkout.")
    line = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
        "--",
        *under,
    ]
    listed = subprocess.run(line, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    paths = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file())


@cache
def pyproject() -> dict[str, Any]:
    """The project file, parsed."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
