"""A small file that wants to become gigabytes is refused before it takes them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repo import ROOT

pytestmark = pytest.mark.slow


pytest.importorskip("resource")  # Windows has no bound on a process
pytest.importorskip("pyarrow")


def test_what_unpacks_to_more_than_memory_is_refused_before_it_takes_it(tmp_path: Path):
    line = [sys.executable, "-m", "tests.geo.tables.bombs", str(tmp_path)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, encoding="utf-8", check=True, timeout=120)
    told = json.loads(done.stdout.splitlines()[-1])
    assert [what for what, said in told["said"].items() if said is None] == []
    assert len(told["said"]) == 10
    assert told["megabytes"] < 200
    assert max((path.stat().st_blocks * 512 for path in tmp_path.iterdir()), default=0) < 5 * 2**20
