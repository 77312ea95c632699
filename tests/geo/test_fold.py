"""Spellings of one name become one word; the page folds them by the same rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from geo.fold import fold, key, word
from geo.places import all_places
from tests.repo import ROOT

SAME = [
    ("Qostanay", "Костанай", "Қостанай", "Kostanai", "Qoʻstanay", "KOSTANAY"),
    ("Uchquduq", "Uchkuduk", "Учкудук", "Учқудуқ"),
    ("Jizzakh", "Jizzax", "Жиззах"),
    ("Nur-Sultan", "Нур-Султан", "Нұр-Сұлтан", "nursultan"),
    ("Fargʻona", "Farg'ona", "Farg‘ona", "Fargona"),
    ("Öskemen", "Oskemen", "Өскемен"),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda spellings: spellings[0])
def test_spellings_of_one_name_have_one_key(spellings: tuple[str, ...]):
    assert len(set(map(key, spellings))) == 1


def test_a_letter_split_into_base_and_accent_is_the_same_letter():
    assert key("O\u0308skemen") == key("Öskemen")


def test_anything_but_letters_and_digits_parts_words():
    assert fold("Ust-Kamenogorsk (KZ), 2025") == "ust kamenogorsk kz 2025"
    assert fold("a\U0001f600b") == "a b"


@given(st.text())
def test_folding_twice_changes_nothing(text: str):
    # A pair such as "sh" may only come to be by folding: "s" and "'" and "h".
    settled = fold(fold(text))
    assert fold(settled) == settled


def test_the_page_folds_by_the_same_rules(chromium: Browser):
    words = [spelling for spellings in SAME for spelling in spellings]
    words += [spelling for place in all_places() for spelling in (place.name, *place.names.values(), *place.also)]
    words += ["Zhibek  Zholy", "Ёлка, юг", "№ 5", "ʻOʻ", "Straße", "İstanbul", "ΟΔΟΣ", "a\U0001f600b", "", "Ⅷ ² ½ 中"]
    page = chromium.new_page()
    try:
        page.evaluate("() => { globalThis.coopmap = {}; }")
        page.add_script_tag(path=ROOT / "maps" / "web" / "fold.js")
        folded = page.evaluate("(words) => words.map((word) => coopmap.fold(word).folded)", words)
    finally:
        page.close()
    assert dict(zip(words, folded, strict=True)) == {one: fold(one) for one in words}


def test_the_page_folds_single_words_as_the_index_of_a_packed_layer_does(chromium: Browser):
    words = ["II", "III", "777", "1000", "10", "ssh", "sh", "шш", "'s", "ss'", "ҚҚ", "я", "яя", "Ⅷ", "aab", "baa", "оʻ"]
    words += [
        part for place in all_places() for name in place.names.values() for part in name.split() if part.isalpha()
    ]
    page = chromium.new_page()
    try:
        page.evaluate("() => { globalThis.coopmap = {}; }")
        page.add_script_tag(path=ROOT / "maps" / "web" / "fold.js")
        folded = page.evaluate("(words) => words.map((word) => coopmap.fold(word).folded.trim())", words)
    finally:
        page.close()
    assert dict(zip(words, folded, strict=True)) == {one: word(one) for one in words}
