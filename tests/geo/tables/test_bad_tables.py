"""Every bad table of the corpus is refused, or taken in with a warning, in exactly the words that stand beside it: no
traceback, no hang, no wrong success, and a layer that is refused anything stays as it was."""

from __future__ import annotations

import sys
import warnings
from cProfile import Profile
from typing import TYPE_CHECKING, Any

import pytest

import geo
from maps import cli
from tests.geo.tables import bad_tables

if TYPE_CHECKING:
    from pathlib import Path

ENTRIES = bad_tables.entries()

MOST_CALLS = 500_000
"""Calls of functions that a command makes at most: none of these makes a fifth of it, and what hangs makes more."""


@pytest.mark.alike(every=20)
@pytest.mark.usefixtures("warm_sandbox_children")
@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["fault"] for entry in ENTRIES])
def test_a_fault_of_a_table_is_said_in_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], entry: dict[str, Any]
):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the libraries that write a bad file say of it
        path = bad_tables.stored(tmp_path, entry)
    layer = tmp_path / "layer.geojson"
    before = layer.read_bytes()
    monkeypatch.setattr(sys, "argv", bad_tables.line(tmp_path, path, entry))
    work = Profile(builtins=False)
    try:
        work.runcall(cli.main)
        code: Any = 0
    except SystemExit as left:
        code = left.code or 0
    assert sum(each.callcount for each in work.getstats()) < MOST_CALLS
    said = bad_tables.told(*capsys.readouterr(), tmp_path, path, entry)
    assert (said, code) == (entry["said"], entry.get("exit", 1))
    assert said != []
    if code:
        assert layer.read_bytes() == before
    else:
        assert not [one for one in geo.check(geo.read(layer)) if one.level == "error"]


def test_the_corpus_of_tables_is_large_and_names_each_fault_once():
    assert len(ENTRIES) >= 300
    assert len({entry["fault"] for entry in ENTRIES}) == len(ENTRIES)
    for entry in ENTRIES:
        assert all(line.isprintable() and len(line) < 700 for line in entry["said"]), entry["fault"]
        assert not any("fault of its own" in line for line in entry["said"]), entry["fault"]


def test_what_is_taken_in_all_the_same_is_warned_of():
    taken = [entry for entry in ENTRIES if entry.get("exit") == 0]
    assert len(taken) < 40
    assert all(line.startswith(("warning ", "FILE: ")) for entry in taken for line in entry["said"])


def test_the_table_that_the_faults_are_made_of_is_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    for name in ("a.csv", "a.xlsx", "a.ods", "a.kml", "a.geojson", "a.gpkg", "a.parquet"):
        path = bad_tables.stored(tmp_path, {"file": name})
        monkeypatch.setattr(sys, "argv", bad_tables.line(tmp_path, path, {}))
        cli_ends_well(capsys)
    for name in ("a.parquet", "a.fgb"):
        entry = {"file": name, "command": "check"}
        monkeypatch.setattr(sys, "argv", bad_tables.line(tmp_path, bad_tables.stored(tmp_path, entry), entry))
        cli_ends_well(capsys)


def cli_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    """The command line does what it is asked without a word of warning."""
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert (left.value.code or 0, capsys.readouterr().err) == (0, "")
