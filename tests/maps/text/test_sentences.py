"""The first sentence of a text is whole: no initial and no abbreviation ends it."""

from __future__ import annotations

import pytest

from maps.text.sentences import first_sentence

REST = {"en": "The rest.", "ru": "Остальное.", "uz": "Qolgani.", "kk": "Қалғаны."}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "A plant."),
        ("en", "A plant?"),
        ("en", "It works (since 2024)."),
        ("en", "It is called “Aral.”"),
        ("en", "Built by J. K. Rowling and Dr. Kim near St. Petersburg in Jan. 2024."),
        ("en", "The U.S. Steel plant, e.g. Line No. 5, makes 1.5 mln. tonnes."),
        ("en", "Made by Hyundai Co. Ltd. in Kostanay, which grew…"),
        ("en", "They serve Tashkent, Almaty, etc."),
        ("en", "It belongs to Hyundai Engineering Co."),
        ("ru", "Завод имени М. Тынышпаева в г. Костанай на ул. Абая строит А. С. Иванов, им. Ленина."),
        ("ru", "Мощность 5 млн. тонн, т.е. Ташкент получит 2 тыс. машин."),
        ("ru", "Открыт в 2020 г."),
        ("ru", "Выпускает 5 т."),
        ("ru", "Автобусы, грузовики и т. д."),
        ("ru", "Автобусы, грузовики и др."),
        ("ru", "Построил Дж. Смит на р. Сырдарья, с. Акжар (см. Приложение)."),
        ("ru", "Запущен!"),
        ("uz", "Sh. Mirziyoyev va O‘. Hoshimov 5 mln. dollarlik zavodni ochdi."),
        ("uz", "Zavod G'. G'ulom ko‘ch. Navoiy yonida."),
        ("uz", "Avtobuslar va h.k."),
        ("kk", "М. Тынышпаев ат. Қазақ академиясы 2 млн. теңге алды."),
        ("kk", "Зауыт 2020 ж."),
        ("kk", "Автобус, жүк көлігі т.б."),
    ],
)
def test_a_sentence_goes_on_after_initials_and_abbreviations_and_ends_where_it_ends(language: str, sentence: str):
    assert first_sentence(f"{sentence} {REST[language]}") == sentence
    assert first_sentence(sentence) == sentence


@pytest.mark.parametrize("text", ["", "No full stop", "Version 2.5 of coopmap"])
def test_a_text_without_an_end_is_given_whole(text: str):
    assert first_sentence(text) == text
