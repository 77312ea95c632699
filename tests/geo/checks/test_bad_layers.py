"""Every bad file of the corpus is refused or warned of in exactly the words that stand beside it, at the command line
too: no traceback, no hang, no wrong success."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import pytest

import geo
from maps import cli
from tests.geo.checks import bad_layers
from tests.geo.samples import TODAY, area, feature, findings, point

ENTRIES = bad_layers.entries()

NOTHING_LOST = ("a feature's type in small letters",)
"""Faults of a file that `build` reads past without a word, for they change no datum."""


@pytest.mark.alike(every=10)
@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["fault"] for entry in ENTRIES])
def test_a_fault_is_said_in_its_words(tmp_path: Path, entry: dict[str, Any]):
    said = bad_layers.said(bad_layers.stored(tmp_path, entry))
    assert said == entry["said"] != []


def test_the_corpus_is_large_and_names_each_fault_once():
    assert len(ENTRIES) >= 300
    assert len({entry["fault"] for entry in ENTRIES}) == len(ENTRIES)
    for entry in ENTRIES:
        assert all(line.isprintable() and len(line) < 700 for line in entry["said"]), entry["fault"]


@pytest.mark.slow
def test_the_command_line_says_the_same_of_all_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """`coopmap check` in this process, one after another: its exit code, its words, and seconds at most."""
    for number, entry in enumerate(ENTRIES):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = bad_layers.stored(folder, entry)
        wrong = [line for line in entry["said"] if not line.startswith("warning ")]
        monkeypatch.setattr(sys, "argv", ["coopmap", "check", str(path)])
        begun = time.monotonic()
        with pytest.raises(SystemExit) as left:
            cli.main()
        assert time.monotonic() - begun < 5, entry["fault"]
        told = capsys.readouterr()
        assert left.value.code == (1 if wrong else 0), entry["fault"]
        for line in wrong:
            assert line.replace("FILE", str(path)).replace("FOLDER", str(folder)) in told.out + told.err
        assert "fault of its own" not in told.err


def test_a_build_writes_nothing_of_a_layer_with_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """What is no sound JSON may be mended instead, where that is safe: then it is said."""
    wrong = [entry for entry in ENTRIES if not entry["said"][0].startswith("warning ")]
    for number, entry in enumerate(wrong[::12]):
        folder = tmp_path / str(number)
        folder.mkdir()
        out = folder / "map.html"
        monkeypatch.setattr(sys, "argv", ["coopmap", "build", str(bad_layers.stored(folder, entry)), "-o", str(out)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr().err
        if left.value.code == 0 and entry["said"][0].startswith("FILE "):
            assert " read as " in said or entry["fault"] in NOTHING_LOST
            continue
        assert (left.value.code, out.exists()) == (1, False), entry["fault"]
        assert said


def test_an_area_of_many_faults_alike_is_one_finding(tmp_path: Path):
    """A ring of ten thousand positions as text gave ten thousand lines."""
    ring: list[list[Any]] = [["65", "48"]] * 10_000
    (found,) = findings(tmp_path, feature(area(ring), precision="near"))
    assert found.got == '["65", "48"], and 9,999 more like it'


@pytest.mark.parametrize("code", ["KAZ", "ZZ", "ABC", "\u001b[2J", "k\nz"])
def test_no_code_is_proposed_that_would_be_refused(code: str):
    for fields in ({"countries": [code]}, {"value": [{"amount": 1, "currency": code, "date": "2024"}]}):
        (found,) = [each for each in geo.check(geo.Layer((feature(**fields),)), TODAY) if each.rule == "unknown-code"]
        assert found.fix.startswith("look the code up")


def test_an_id_of_the_layer_that_a_story_almost_names_cannot_harm_a_terminal():
    layer = geo.Layer((feature(id="plant-\u001b[2J"),))
    stop = {"id": "start", **{f"title_{tag}": "t" for tag in ("en", "ru", "uz", "kk")}, "projects": ["plant-2j"]}
    assert all(str(found).isprintable() for found in geo.check_story([stop], layer))


def test_a_crowd_within_a_hundred_metres_is_checked_in_a_moment_and_each_is_told():
    """The time grew with the square of the crowd: 2,000 projects took 45 s."""
    crowd = [
        feature(
            point(round(63.59 + number % 50 / 1e5, 6), round(53.2485 + number // 50 / 1e5, 6)),
            id=f"p-{number}",
            location_source=f"map {number}",
            **{f"{field}_{tag}": f"{tag} {number}" for field in ("name", "place") for tag in ("en", "ru", "uz", "kk")},
        )
        for number in range(1000)
    ]
    begun = time.process_time()
    found = geo.check(geo.Layer(tuple(crowd)), TODAY)
    assert time.process_time() - begun < 15
    assert {each.where for each in found if each.rule == "same-spot"} == {f"p-{number}" for number in range(1, 1000)}
