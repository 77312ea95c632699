"""A layer's own lists: read from beside it or from its member, refused in a sentence, checked, and taken along."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.errors import ReadError
from geo.io import codebook_entries, icon_library
from geo.io.codebook_files import codebook_of
from geo.model.codebook import BUILT_IN
from geo.model.schema import FIELDS
from geo.tables.writers import export
from tests import own_lists
from tests.repo import ROOT

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


FIELD = {"name_en": "A", "kind": "text"}


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        ({"tendering": {"name_en": "Out to tender"}}, "tendering has no counts_as."),
        ({"tendering": {"counts_as": "planned"}}, "tendering has no name."),
        ({"tendering": {"name_en": "A", "counts_as": "soon"}}, "tendering, counts_as: got “soon”; expected one of"),
        ({"planned": {"counts_as": "operating"}}, "planned is a built-in status and counts as itself"),
    ],
)
def test_a_list_of_statuses_that_is_not_sound_costs_a_sentence(tmp_path: Path, statuses: object, said: str) -> None:
    with pytest.raises(ReadError) as raised:
        geo.read(own_lists.write(tmp_path, statuses=statuses))
    assert said in str(raised.value)


def test_own_statuses_are_added_to_the_built_in_ones_beside_what_they_count_as(tmp_path: Path) -> None:
    codebook = geo.read(own_lists.write(tmp_path, statuses=own_lists.STATUSES)).codebook
    codes = list(codebook.statuses)
    assert set(codes) == {*BUILT_IN.statuses, "tendering"}
    assert codes[codes.index("tendering") - 1] == "planned"
    assert codes[0] == "operating"
    assert (codebook.name("status", "operating", "en"), codebook.counts_as("tendering")) == ("Running", "planned")


def test_a_status_that_counts_as_unknown_needs_no_source(tmp_path: Path) -> None:
    path = own_lists.write(tmp_path, statuses={"lost": {"name_en": "Lost track of", "counts_as": "unknown"}})
    content = json.loads(path.read_text())
    for feature in content["features"]:
        feature["properties"]["status"] = "lost"
    path.write_text(json.dumps(content))
    assert ("no-source", "status") not in {(problem.rule, problem.field) for problem in geo.check(geo.read(path))}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"permit": {"name_en": "Permit"}}, "permit has no kind."),
        ({"permit": {"kind": "text"}}, "permit has no name."),
        (
            {"permit": {**FIELD, "kind": "formula"}},
            "permit, kind: got “formula”; expected one of text, long_text, number",
        ),
        ({"status": FIELD}, "status is taken; give your field another name."),
        ({"name_fr": FIELD}, "name_fr is taken"),
        ({"geometry": FIELD}, "geometry is taken"),
        ({"shape": FIELD}, "shape is taken"),
        ({"altitudes": FIELD}, "altitudes is taken"),
        ({"phase": {**FIELD, "kind": "choice"}}, "phase: a field of the kind “choice”, and no other, has choices."),
        ({"phase": {**FIELD, "kind": "choice", "choices": {}}}, "phase, choices: expected 1 to 100 codes in braces"),
        ({"phase": {**FIELD, "kind": "choice", "choices": {"a": {}}}}, "phase, choices: a has no name."),
        (
            {"phase": {**FIELD, "kind": "choice", "choices": {"a": 1}}},
            "phase, choices: “a” should be a record in braces.",
        ),
        ({"permit": {**FIELD, "kind": "date", "translated": "yes"}}, "permit: only a text is translated."),
        ({"permit": {**FIELD, "unit_en": "kg"}}, "permit: only a number has a unit."),
        ({"site": {**FIELD, "translated": "yes"}, "site_en": FIELD}, "site_en is site in a language"),
        ({"fee_amount": FIELD, "fee": {**FIELD, "kind": "money"}}, "fee_amount is a part of the sum fee"),
        ({"place": FIELD}, "place is taken"),
        ({f"f{number}": FIELD for number in range(101)}, "holds 101 fields; a layer has 1 to 100."),
    ],
)
def test_a_list_of_fields_that_is_not_sound_costs_a_sentence(tmp_path: Path, fields: object, said: str) -> None:
    with pytest.raises(ReadError) as raised:
        geo.read(own_lists.write(tmp_path, fields=fields))
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("permit", 17, "kind"),
        ("grant_amount", "a lot", "kind"),
        ("grant_currency", "Euro", "unknown-code"),
        ("households", "many", "kind"),
        ("signed_on", "March 2025", "date"),
        ("record", "example", "url"),
        ("audited", "maybe", "unknown-code"),
        ("phase", "two", "unknown-code"),
        ("lesson_en", ["a"], "kind"),
    ],
)
def test_own_fields_are_checked_by_their_kind(tmp_path: Path, key: str, value: object, rule: str) -> None:
    path = own_lists.write(tmp_path, sectors=own_lists.SECTORS, fields=own_lists.FIELDS)
    assert not [problem for problem in geo.check(geo.read(path)) if problem.rule in ("kind", "no-such-field")]
    content = json.loads(path.read_text())
    content["features"][0]["properties"][key] = value
    content["features"][0]["properties"]["sources"] = [{"title": "A", "supports": ["households"]}]
    path.write_text(json.dumps(content))
    wrong = [problem for problem in geo.check(geo.read(path)) if problem.level == "error"]
    assert [(problem.rule, problem.field) for problem in wrong] == [(rule, key)]


def test_half_a_sum_is_no_sum(tmp_path: Path) -> None:
    path = own_lists.write(tmp_path, sectors=own_lists.SECTORS, fields=own_lists.FIELDS)
    content = json.loads(path.read_text())
    del content["features"][0]["properties"]["grant_currency"]
    path.write_text(json.dumps(content))
    [half] = [problem for problem in geo.check(geo.read(path)) if problem.field.startswith("grant")]
    assert (half.level, half.rule, half.field) == ("error", "missing", "grant_amount")
    assert half.got == "a sum without grant_currency"


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


def test_the_examples_of_the_docs_are_sound() -> None:
    text = (ROOT / "docs" / "own-lists.md").read_text(encoding="utf-8")
    lists: dict[str, Any] = {}
    for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL):
        lists |= json.loads(block)
    codebook = codebook_of({"codebook": lists}, None)
    assert list(codebook.sectors) == ["ports", "fisheries", "road", "energy"]
    assert {own.definition.kind.name for own in codebook.own_fields.values()} == {
        kind.name for kind in codebook_entries.KINDS.values()
    }
    assert not [problem for problem in geo.check(geo.Layer((), codebook=codebook)) if problem.rule.startswith("colour")]
