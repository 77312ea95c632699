"""A layer's own lists: read from beside it or from its member, refused in a sentence, checked, and taken along."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.errors import ReadError
from geo.io import icon_library
from geo.model.codebook import BUILT_IN
from geo.model.schema import FIELDS
from geo.tables.writers import export
from tests import own_lists

SHARP = {"name_en": "A", "icon": "anchor"}


def test_a_layer_without_lists_is_written_in_the_built_in_ones(tmp_path: Path) -> None:
    layer = geo.read(own_lists.write(tmp_path, stories=[]))
    assert layer.codebook is BUILT_IN
    assert layer.codebook.fields is FIELDS


def test_sectors_beside_a_layer_are_its_choices_and_those_left_out_are_none(tmp_path: Path) -> None:
    layer = geo.read(own_lists.write(tmp_path))
    assert list(layer.codebook.sectors) == list(own_lists.SECTORS)
    assert layer.codebook.name("sector", "ports", "ru") == "Морские порты"
    assert layer.codebook.name("sector", "ports", "kk") == "Sea ports"
    assert layer.codebook.sectors["energy"] == BUILT_IN.sectors["energy"]
    assert not [problem for problem in geo.check(layer) if problem.level == "error"]
    own_lists.write(tmp_path, sectors={"road": {}})
    [first, _] = [problem for problem in geo.check(geo.read(layer.path or "")) if problem.rule == "unknown-code"]
    assert (first.where, first.field, first.expected) == ("fish-market", "sector", "one of road")


def test_an_exported_layer_takes_its_lists_along_and_a_file_beside_it_goes_before_them(tmp_path: Path) -> None:
    layer = geo.read(own_lists.write(tmp_path))
    alone = tmp_path / "alone" / "layer.geojson"
    alone.parent.mkdir()
    alone.write_bytes(export.export(layer, ".geojson"))
    again = geo.read(alone)
    assert again.codebook.sectors == layer.codebook.sectors
    assert "error" not in {problem.level for problem in geo.check(again)}
    (alone.parent / "sectors.json").write_text('{"sectors": {"road": {}}}')
    assert list(geo.read(alone).codebook.sectors) == ["road"]


@pytest.mark.parametrize(
    ("sectors", "said"),
    [
        ([], "under “sectors” there should stand a record of codes in braces."),
        ({}, "holds 0 sectors; a layer has 1 to 100."),
        ({f"s{number}": {} for number in range(10_000)}, "holds 10,000 sectors; a layer has 1 to 100."),
        (
            {"ports": {"name_en": "Ports", "icon": "anchr"}},
            "ports, icon: got “anchr”; expected an icon's name: is anchor",
        ),
        ({"ports": {"name_en": "Ports", "icon": "<svg>"}}, "expected an icon's name (coopmap icons lists them)"),
        ({"ports": {"name_en": 5, "icon": "anchor"}}, "ports, name_en: got 5; expected a name of 1 to 200 characters."),
        ({"ports": {"icon": "anchor"}}, "ports has no name."),
        ({"ports": {"name_en": "Ports"}}, "ports has no icon."),
        ({"ports": {**SHARP, "colour": "red"}}, "ports, colour: got “red”; expected a colour as # and six hexadecimal"),
        (
            {"ports": {**SHARP, "family": "sea"}},
            "ports, family: got “sea”; expected one of manufacturing, light_industry",
        ),
        ({"ports": {**SHARP, "dac": "21040"}}, "ports, dac: got “21040”; expected an OECD DAC purpose code"),
        (
            {"ports": {**SHARP, "color": "#112233"}},
            "ports, “color”: expected one of name_en, about, icon, family, colour",
        ),
        ({"Sea ports": SHARP}, "the code “Sea ports” should be small Latin letters"),
        ({"ports": "anchor"}, "“ports” should be a record in braces"),
    ],
)
def test_a_list_that_is_not_sound_costs_a_sentence(tmp_path: Path, sectors: object, said: str) -> None:
    path = own_lists.write(tmp_path, sectors=sectors)
    with pytest.raises(ReadError) as raised:
        geo.read(path)
    assert said in str(raised.value)
    assert str(raised.value).startswith(str(tmp_path / "sectors.json"))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("text", ["[1]", "{}", '{"sectors": {}', "", '{"sectors": {"a": {}, "a": {}}}'])
def test_a_file_that_is_no_list_costs_a_sentence(tmp_path: Path, text: str) -> None:
    path = own_lists.write(tmp_path)
    (tmp_path / "sectors.json").write_text(text)
    with pytest.raises(ReadError, match="sectors"):
        geo.read(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_place_of_a_list_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    path = own_lists.write(tmp_path, stories=[])
    os.mkfifo(tmp_path / "sectors.json")
    with pytest.raises(ReadError, match="no regular file"):
        geo.read(path)


def findings(tmp_path: Path, **sector: Any) -> set[tuple[str, str]]:
    sectors = {"road": {}, "ports": {**SHARP, **sector}, "fisheries": {**SHARP, "colour": "#0b6e8a"}}
    layer = geo.read(own_lists.write(tmp_path, sectors=sectors))
    return {(problem.rule, problem.field) for problem in geo.check(layer) if problem.field.startswith("sectors.")}


def test_own_colours_and_names_are_checked(tmp_path: Path) -> None:
    assert findings(tmp_path, colour="#9c2f1f") == set()
    assert findings(tmp_path, colour="#f0e060") == {("colour-faint", "sectors.ports.colour")}
    assert findings(tmp_path, colour="#0b6e8b") == {("colour-near", "sectors.fisheries.colour")}
    assert findings(tmp_path, colour="#5c3dc2") == {("colour-near", "sectors.ports.colour")}
    assert findings(tmp_path, family="transport", name_en="<b>Ports</b>") == {("markup", "sectors.ports.name_en")}
    assert findings(tmp_path, colour="#9c2f1f", colour_dark="#20202a") == {
        ("colour-faint", "sectors.ports.colour_dark")
    }


def test_a_name_is_asked_for_in_each_language_of_the_layer(tmp_path: Path) -> None:
    path = own_lists.write(tmp_path, sectors={"ports": SHARP, "fisheries": {**SHARP, "name_sw": "Uvuvi"}})
    content = json.loads(path.read_text()) | {"languages": ["sw", "en"]}
    path.write_text(json.dumps(content))
    layer = geo.read(path)
    gaps = [problem for problem in geo.check(layer) if problem.rule == "list-name"]
    assert [(gap.level, gap.field) for gap in gaps] == [("warning", "sectors.ports.name_sw")]
    assert layer.codebook.name("sector", "fisheries", "kk") == "Uvuvi"


def test_there_are_icons_enough() -> None:
    assert len(icon_library.names()) > 60
    assert {"anchor", "ship", "leaf", "road"} <= icon_library.all_names()
