"""Ids from names: each language in its own Latin spelling, every script, no two projects alike."""

from __future__ import annotations

import re

import pytest

from geo.model.romanisation import romanised
from geo.model.text_forms import SLUG
from geo.new_project import new_id

NAMES = [
    ({"name_ru": "Цементный завод в Нукусе"}, "tsementnyi-zavod-v-nukuse"),
    ({"name_ru": "Фармацевтический завод"}, "farmatsevticheskii-zavod"),
    ({"name_ru": "Электровоз «Ўзбекистон»"}, "elektrovoz-ozbekiston"),
    ({"name_ru": "Съезд № 5, объезд"}, "sieezd-5-obieezd"),
    ({"name_en": "Nukus–Aktau railway", "name_ru": "Железная дорога"}, "nukus-aktau-railway"),
    ({"name_kk": "Қостанай әуежайы", "name_fr": "Aéroport"}, "qostanai-auejaiy"),
    ({"name_kk": "Шымкент – Үшқұдық теміржолы"}, "shymkent-ushqudyq-temirjoly"),
    ({"name_uz": "Oʻzbekiston maʼlumotlar markazi"}, "ozbekiston-malumotlar-markazi"),
    ({"name_uz": "Ўзбекистон ғишт заводи"}, "ozbekiston-gisht-zavodi"),
    ({"name_en": "Завод в Нукусе"}, "zavod-v-nukuse"),
    ({"name_en": "Өскемен зауыты"}, "oskemen-zauyty"),
    ({"name_de": "Straße über Köln"}, "strasse-uber-koln"),
    ({"name_tr": "Iğdır İstasyonu"}, "igdir-istasyonu"),
    ({"name_ar": "مدرسة النور"}, "mdrsh-lnwr"),
    ({"name_zh": "北京地铁"}, "beijingdetie"),
    ({"name_ka": "თბილისის მეტრო"}, "tbilisis-metro"),
    ({"name_en": "🏭 Plant & Sons"}, "plant-sons"),
    ({"name_en": "!!!", "name_ru": "Завод"}, "zavod"),
    ({"name_en": "🏭"}, "project"),
    ({}, "project"),
]


@pytest.mark.parametrize(("properties", "expected"), NAMES)
def test_an_id_is_the_name_in_its_languages_own_latin_spelling(properties: dict[str, str], expected: str):
    assert new_id(properties, ()) == expected
    assert re.fullmatch(SLUG, expected)
    assert new_id(properties, {expected, f"{expected}-2"}) == f"{expected}-3"


def test_names_of_one_script_do_not_fall_together():
    names = ["مدرسة", "مستشفى", "جسر", "طريق", "מחלף", "学校", "医院", "სკოლა", "학교"]
    assert len({new_id({"name_ar": name}, ()) for name in names} - {"project"}) == len(names)


def test_a_long_name_is_cut_between_words():
    made = new_id({"name_ru": "Строительство автомобильной дороги " * 9}, ())
    assert made == "stroitelstvo-avtomobilnoi-dorogi-stroitelstvo-avtomobilnoi"


def test_signs_that_are_no_letters_part_words():
    assert romanised("a/b—c\u00a0d\u200be", "en") == "a b c d e"
