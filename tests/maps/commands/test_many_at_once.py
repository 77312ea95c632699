"""Two who add, one who reviews, one who imports, at once, each by the command itself: nothing is lost, no file torn.

COOPMAP_STRESS_S=60 has them go on for a minute; without it each makes a few changes.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.history import versions
from tests.conftest import Command
from tests.geo.samples import collection, feature

pytestmark = pytest.mark.slow


LEAST = 2
"""Rounds that each goes at least."""

SECONDS = float(os.environ.get("COOPMAP_STRESS_S", "0"))
ID = "chevrolet-kostanay"
LANGUAGES = ("en", "ru", "uz", "kk")


def rounds() -> Iterator[int]:
    """Numbers of rounds, until the time is up."""
    until = time.monotonic() + SECONDS
    for number in count():
        if number >= LEAST and time.monotonic() >= until:
            return
        yield number


def values(name: str) -> dict[str, str]:
    """A project that nobody can place."""
    names = {f"name_{tag}": f"{name} {tag}" for tag in LANGUAGES}
    return {"id": name, **names, "sector": "road", "status": "planned", "countries": "KZ", "precision": "unlocated"}


def adds(who: str, process: Command, folder: Path) -> list[str]:
    """Add project after project; their ids."""
    made = []
    for number in rounds():
        name = f"{who}-{number}"
        options = [part for key, value in values(name).items() for part in (f"--{key.replace('_', '-')}", value)]
        succeeds(process("add", *options, "--yes", cwd=folder))
        made.append(name)
    return made


def reviews(process: Command, folder: Path) -> list[str]:
    """Take in a new project and a correction of the one that all share, round by round; the new ones' ids."""
    made = []
    for number in rounds():
        name = f"reviewed-{number}"
        new = {"type": "Feature", "geometry": None, "properties": {**values(name), "countries": ["KZ"]}}
        own = {"id": ID, f"round_{number}": "seen"}
        same = {"type": "Feature", "geometry": None, "properties": own, "based_on": {f"round_{number}": None}}
        path = folder / f"{name}.geojson"
        path.write_text(json.dumps(collection(new, same)), encoding="utf-8")
        succeeds(process("review", path.name, "--yes", ID, "--yes", name, cwd=folder))
        made.append(name)
    return made


def imports(process: Command, folder: Path) -> list[str]:
    """Import a spreadsheet with a new project and a change of the one that all share, round by round."""
    made = []
    for number in rounds():
        name = f"imported-{number}"
        path = folder / f"{name}.csv"
        one = values(name) | {"summary_en": ""}
        shared = [ID if key == "id" else f"As of round {number}." if key == "summary_en" else "" for key in one]
        rows = (list(one), list(one.values()), shared)
        path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
        succeeds(process("import", path.name, "--yes", cwd=folder))
        made.append(name)
    return made


def succeeds(done: Any) -> None:
    assert done.returncode == 0, done.stdout + done.stderr


def test_two_who_add_a_review_and_an_import_at_once_lose_nothing(process: Command, tmp_path: Path):
    path = tmp_path / "data" / "projects.geojson"
    path.parent.mkdir()
    path.write_text(geo.text(geo.Layer((feature(),))), encoding="utf-8")
    work = [partial(adds, "first", process, tmp_path), partial(adds, "second", process, tmp_path)]
    work += [partial(reviews, process, tmp_path), partial(imports, process, tmp_path)]
    with ThreadPoolExecutor(len(work)) as pool:
        running = [pool.submit(one) for one in work]
        seen = [len(geo.read(path).features)]
        while wait(running, timeout=0.01).not_done:
            seen.append(len(geo.read(path).features))  # whole at every moment
    made = [name for one in running for name in one.result()]
    layer = geo.read(path)
    assert {project.id for project in layer.projects} == {ID, *made}
    assert seen == sorted(seen)
    assert geo.text(layer) == path.read_text(encoding="utf-8")
    assert [problem for problem in geo.check(layer) if problem.level == "error"] == []
    (shared,) = (project for project in layer.projects if project.id == ID)
    reviewed = [name for name in made if name.startswith("reviewed-")]
    assert [shared.properties.get(f"round_{number}") for number in range(len(reviewed))] == ["seen"] * len(reviewed)
    rounds_imported = sum(name.startswith("imported-") for name in made)
    assert shared.properties.get("summary_en", "") == (f"As of round {rounds_imported - 1}." if rounds_imported else "")
    changes = len(made) + len(reviewed)
    assert SECONDS or len(versions.versions(path, "past")) == changes
    assert {kept.name for kept in path.parent.iterdir()} == {"projects.geojson", ".coopmap"}
