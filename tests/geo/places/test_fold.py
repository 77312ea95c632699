"""Spellings of one name become one word; the page folds them by the same rules."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.places.gazetteer import all_places
from geo.places.text_folding import fold, key, word
from maps.page import bundle

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


def folded_by_the_page(words: list[str]) -> list[str]:
    """The words as the page's own module folds them."""
    script = f"""import {{fold}} from "{(bundle.WEB / "core" / "fold.js").as_uri()}";
const words = JSON.parse(await new Response(Deno.stdin.readable).text());
console.log(JSON.stringify(words.map((word) => fold(word).folded)));"""
    folded: list[str] = json.loads(bundle.deno("eval", script, text=json.dumps(words)))
    return folded


def test_the_page_folds_by_the_same_rules():
    words = [spelling for spellings in SAME for spelling in spellings]
    words += [spelling for place in all_places() for spelling in (place.name, *place.names.values(), *place.also)]
    words += ["Zhibek  Zholy", "Ёлка, юг", "№ 5", "ʻOʻ", "Straße", "İstanbul", "ΟΔΟΣ", "a\U0001f600b", "", "Ⅷ ² ½ 中"]
    assert dict(zip(words, folded_by_the_page(words), strict=True)) == {each: fold(each) for each in words}


def test_the_page_folds_single_words_as_the_index_of_a_packed_layer_does():
    words = ["II", "III", "777", "1000", "10", "ssh", "sh", "шш", "'s", "ss'", "ҚҚ", "я", "яя", "Ⅷ", "aab", "baa", "оʻ"]
    words += [
        part for place in all_places() for name in place.names.values() for part in name.split() if part.isalpha()
    ]
    folded = [each.strip() for each in folded_by_the_page(words)]
    assert dict(zip(words, folded, strict=True)) == {each: word(each) for each in words}
