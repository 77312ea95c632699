"""Sums with currency and scale, years and what happened in them, names in quotation marks, the sentence's language."""

from __future__ import annotations

import pytest

from geo.reading import facts, sentences, vocabulary

SUMS = [
    ("Инвестиции составят 84 млн долларов США.", [(84_000_000, "USD", "")]),
    (
        "Вложили около 25 миллиардов тенге и 1 200 000 сумов.",
        [(25_000_000_000, "KZT", "about"), (1_200_000, "UZS", "")],
    ),
    ("Проекты на сумму свыше $1,2 млрд.", [(1_200_000_000, "USD", "more_than")]),
    (
        "It costs US$ 1.2 bn, up to €5 million in the first year.",
        [(1_200_000_000, "USD", ""), (5_000_000, "EUR", "up_to")],
    ),
    ("Loyiha qiymati 12 million dollarni tashkil etadi.", [(12_000_000, "USD", "")]),
    ("Құны 4,6 млрд теңгеге жетті.", [(4_600_000_000, "KZT", "")]),
    ("Площадь 100 гектаров, длина 2 000 км, 1,8 миллиона граждан.", []),
]


@pytest.mark.parametrize(("text", "expected"), SUMS, ids=[text[:30] for text, _ in SUMS])
def test_sums_have_their_currency_scale_and_exactness(text: str, expected: list[tuple[float, str, str]]):
    assert [(each.amount, each.currency, each.qualifier) for each in facts.sums(text)] == expected


def test_a_year_belongs_to_the_word_beside_it():
    text = "Строительство начнётся в 2026 году, а завершить его должны в 2028 году; в 2016 году встретились лидеры."
    years = [(each.year, each.kind) for each in facts.years(text, vocabulary.tokens(text, "ru"), "ru")]
    assert years[:2] == [("2026", "start"), ("2028", "end")]


def test_a_name_in_quotation_marks_is_a_company_or_a_brand_by_the_word_before():
    text = "Компания «Алюр» выпускает автобусы марки «SAZ» в квартале «Астана» вместе с UzAuto Motors."
    assert [(each.text, each.kind) for each in facts.names(text, "ru")] == [
        ("Алюр", "company"),
        ("SAZ", "brand"),
        ("Астана", ""),
        ("UzAuto Motors", ""),
    ]


LANGUAGES = [
    ("Завод был построен в прошлом году.", "ru"),
    ("The plant was built in the last year.", "en"),
    ("Zavod oʻtgan yili qurildi va bu yil ishga tushdi.", "uz"),
    ("Завод ўтган йили қурилди ва бу йил ишга тушди.", "uz"),
    ("Зауыт өткен жылы салынды және биыл іске қосылды.", "kk"),
    ("Завод өткөн жылы курулду жана ушул жылы ишке кирди.", "ky"),
]


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_the_language_of_each_sentence_is_told_by_its_words(text: str, language: str):
    assert sentences.language_of(text) == language


def test_a_stop_behind_an_initial_or_a_short_word_ends_no_sentence():
    text = "Филиал им. М. Ауэзова открыт. Вложено 5 млн долл. США в 2024 г. на месте. «Хорошо!» Потом пришли все."
    assert sentences.split(text) == [
        "Филиал им. М. Ауэзова открыт.",
        "Вложено 5 млн долл. США в 2024 г. на месте.",
        "«Хорошо!»",
        "Потом пришли все.",
    ]
