"""Places are found in any form of their names, and words that only look like a place are not."""

from __future__ import annotations

import pytest

from geo.reading import place_names, sentences, vocabulary


def named(text: str, small: frozenset[str] = frozenset()) -> list[str]:
    """The places that a sentence names, those that are not certain with a question mark."""
    language = sentences.language_of(text)
    where = place_names.whereabouts(text, vocabulary.tokens(text, language), language, small)
    return [each.place.name if each.place else f"{each.places[0].name}?" for each in where.named]


FORMS = [
    ("Завод построен в Костанае, а цех перевезли из Костаная.", ["Kostanay", "Kostanay"]),
    ("Делегация вернулась из Бухары и была рада Самаркандом.", ["Bukhara", "Samarkand"]),
    ("Автодорога Кызылорда – Учкудук идёт на юг.", ["Kyzylorda", "Uchquduq"]),
    ("Хаб создадут в Ташкентской области, завод в области Улытау.", ["Tashkent Region", "Ulytau Region"]),
    ("Центр стоит в Сырдарьинской и Туркестанской областях.", ["Syrdarya Region", "Turkistan Region"]),
    ("Открыт филиал ташкентского вуза.", ["Tashkent"]),
    ("Комплекс строят в Кашкадарье.", ["Kashkadarya Region"]),
    ("Zavod Qoʻqonda va Andijon shahrida qurildi.", ["Kokand", "Andijan"]),
    ("Toshkent va Sirdaryo viloyatlarida loyiha boshlandi.", ["Tashkent Region", "Syrdarya Region"]),
    ("Уйлар Қарши шаҳрида ва Тошкент вилоятида қурилди.", ["Qarshi", "Tashkent Region"]),
    ("Қостанайда және Түркістан облысында зауыт ашылды.", ["Kostanay", "Turkistan Region"]),
    ("Алматыдан Шымкентке дейін жаңа жол салынады.", ["Almaty", "Shymkent"]),
    ("Ош облусунда жана Бишкекте завод ачылды.", ["Osh Region", "Bishkek"]),
    ("A plant near Qarshi and a road from Osh to Andijan are planned.", ["Qarshi", "Osh", "Andijan"]),
    ("Two plants are built in the Fergana and Namangan regions.", ["Fergana Region", "Namangan Region"]),
]


@pytest.mark.parametrize(("text", "places"), FORMS, ids=[text[:30] for text, _ in FORMS])
def test_a_place_is_found_in_any_form_of_its_name(text: str, places: list[str]):
    assert named(text) == places


NONE = [
    "Президент Республики Казахстан прибыл с визитом.",  # a country, and a village of that name
    "Филиал университета имени М. Ауэзова открыт.",  # a person's name, and a town's
    "Жилой квартал «Астана» заложен.",  # a name in quotation marks
    "Костанайцы рады новому заводу.",  # a longer word
    "The Kazakh side and the Uzbek partner agreed.",
    "Победа важна для всех.",  # the first word of a sentence
    "М. Әуезов атындағы университет ашылды.",
    "Дорога долгая, а мост новый.",
]


@pytest.mark.parametrize("text", NONE, ids=[text[:30] for text in NONE])
def test_what_only_looks_like_a_place_is_none(text: str):
    assert named(text) == []


def test_a_word_that_the_document_has_in_small_letters_is_no_name():
    text = "Завод в Дружбе построен."
    assert [name.strip("?") for name in named(text)] == ["Druzhba"]
    assert named(text, frozenset({"дружбе"})) == []


def test_places_of_one_name_are_told_apart_by_what_else_the_sentence_names():
    where = place_names.whereabouts
    text = "In Kazakhstan the town of Aksu near Pavlodar gets a plant."
    found = where(text, vocabulary.tokens(text, "en"), "en").named
    assert [each.places[0].country for each in found] == ["KZ", "KZ"]
