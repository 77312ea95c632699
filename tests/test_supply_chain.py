"""What coopmap stands on: licences that fit, and a wheel that anybody can build again to the byte."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.licences import Package, packages
from tests.repo import ROOT, files


def test_every_locked_package_states_a_licence_that_coopmap_may_use():
    found = packages()
    assert len(found) > 40
    assert [(one.name, one.licence) for one in found if not one.fits] == []


@pytest.mark.parametrize(
    ("licence", "fits"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("MIT AND (BSD-3-Clause AND Zlib)", True),
        ("MPL-2.0", True),
        ("GPL-3.0-or-later", False),
        ("MIT AND AGPL-3.0", False),
        ("not stated", False),
        ("", False),
    ],
)
def test_a_licence_fits_or_it_does_not(licence: str, fits: bool):
    assert Package("a", "1", licence, runs=True).fits == fits


def test_two_builds_of_the_wheel_are_equal_to_the_byte(tmp_path: Path):
    """From two copies of the checkout, in other folders, at other times and under other rights."""
    made = []
    for name, mask in (("one", 0o022), ("another-folder", 0o077)):
        copy = tmp_path / name
        for path in files():
            target = copy / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            target.chmod(0o666 & ~mask)
            os.utime(target, (1e9 + mask, 1e9 + mask))
        line = [
            sys.executable,
            "-m",
            "hatchling",
            "build",
            "--target",
            "wheel",
            "--directory",
            str(tmp_path / f"{name}-d"),
        ]
        subprocess.run(line, cwd=copy, check=True, capture_output=True, timeout=300)
        [wheel] = (tmp_path / f"{name}-d").glob("*.whl")
        made.append((wheel.name, hashlib.sha256(wheel.read_bytes()).hexdigest()))
    assert made[0] == made[1]
