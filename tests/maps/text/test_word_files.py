"""Every file of words, also those that nobody has read yet, says what the interface asks for, in its own language."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from babel.localedata import locale_identifiers

import maps
from maps import companion_records
from maps.text import cldr, formats, i18n

FOLDER = Path(maps.__file__).parent / "words"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.json"))
READ = ("en", "ru", "uz", "kk")
"""Those that somebody has read."""

MARKS = {"language.review", "language.alphabet"}
"""Keys about a language that are no texts of the interface."""

CASES = {"from", "to", "at"}
"""Forms beside the plural ones, for which a qualifier or a date asks."""

HIDDEN = {"fa": "\u200c"}
"""Characters without a look of their own that a language is written with."""

AS_IN_ENGLISH = re.compile(
    r"money\.|date\.|unit\.|distance\.|country\.|number\.|role\.(investor|operator|owner)|event\.|form\."
    r"|time\.planned|(filter|table)\.(sector|status|longitude|latitude|sources|article|id)|card\.sources|edit\.wrong|table\.images"
    r"|imprint\.|tab\.|figures\.article|cite\."
)
"""Names, units and words that other languages share with English."""


@cache
def words(language: str) -> dict[str, i18n.Entry]:
    content: dict[str, i18n.Entry] = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return content


def forms(entry: i18n.Entry) -> dict[str, str]:
    """The texts of an entry by their form; of one text, its form for all."""
    if isinstance(entry, dict):
        return entry
    return {str(i): text for i, text in enumerate(entry)} if isinstance(entry, list) else {"other": entry}


def texts(language: str) -> Iterator[tuple[str, str, str]]:
    """Key, form and text of all that a language says."""
    for key, entry in words(language).items():
        for form, text in forms(entry).items():
            yield key, form, text


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)(?:\.\w+)?\}", text))


def categories(language: str) -> set[str]:
    """The plural categories of Unicode CLDR."""
    return {*Locale.parse(language).plural_form.tags, "other"}


def numbers(language: str, form: str) -> list[int]:
    """The whole numbers up to 200 that ask for a form."""
    return [number for number in range(201) if formats.plural(language, number) == form]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_of_words_has_known_keys_and_values_of_the_right_kind(language: str):
    english = words("en")
    own = {key: entry for key, entry in words(language).items() if key not in MARKS}
    assert [key for key in own if key in english] == [key for key in english if key in own]
    assert set(own) <= set(english)
    assert {key for key, entry in own.items() if isinstance(entry, list) != isinstance(english[key], list)} == set()
    assert {len(own[key]) for key in ("date.months", "date.months_after_day")} == {12}
    assert len(own["date.months_at"]) == (12 if any("{date.at}" in text for _, _, text in texts(language)) else 0)
    assert len(own["number.myriads"]) in (0, 3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_form_has_the_placeholders_of_english_and_only_a_single_number_may_go_without_its_digits(language: str):
    wrong = []
    for key, form, text in texts(language):
        english = next(iter(forms(words("en").get(key, "")).values()), text)
        missing = placeholders(english) ^ placeholders(text)
        is_word = missing == {"n"} and isinstance(words(language)[key], dict) and len(numbers(language, form)) == 1
        if key not in MARKS and missing and not is_word:
            wrong.append((key, text))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_all_those_of_unicode_or_one_for_every_number(language: str):
    wrong = {
        key: set(entry)
        for key, entry in words(language).items()
        if isinstance(entry, dict) and set(entry) - CASES not in ({"other"}, categories(language))
    }
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_plain_and_tidy(language: str):
    odd = [
        (key, text)
        for key, _, text in texts(language)
        if unicodedata.normalize("NFC", text) != text
        or re.search(r"[<>&]|  |\.\.\.|'", text)
        or any(unicodedata.category(sign) in {"Cc", "Cf"} and sign not in HIDDEN.get(language, "") for sign in text)
        or (key != "number.group" and (not text or text != text.strip()))
    ]
    assert odd == []


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_texts_are_translated(language: str):
    """None is English's, but for names, units and words that both languages have."""
    left = [
        key
        for key, form, text in texts(language)
        if re.search(r"[^\W\d_]{3}", re.sub(r"\{[\w.]+\}", "", text))
        and text == forms(words("en").get(key, "")).get(form)
        and not AS_IN_ENGLISH.match(key)
    ]
    assert left == []


def test_what_nobody_has_read_says_so():
    reviews = {language: words(language).get("language.review", "read") for language in LANGUAGES}
    assert {language for language, review in reviews.items() if review == "read"} == set(READ)
    assert set(reviews.values()) == {"read", "machine"}
    assert {next(iter(words(language))) for language in LANGUAGES if language not in READ} == {"language.review"}


SCRIPTS = {"ru": "CYRILLIC", "kk": "CYRILLIC", "ky": "CYRILLIC", "tg": "CYRILLIC", "ar": "ARABIC", "fa": "ARABIC",
           "zh": "CJK"}  # fmt: skip
"""Of the languages that are not written in Latin letters."""

OWN = {"ky": "ңөү", "tg": "ғӣқӯҳҷ", "tk": "äňöüýçş", "az": "əğıöüçş", "tr": "ğıöüçş", "fr": "éèàç’", "es": "áéíóúñ¿",
       "pt": "ãõçáê", "ar": "ةىؤئأ", "fa": "پچژگکی\u200c"}  # fmt: skip
"""Letters that tell a language from its neighbours: a text copied from one of those has none."""

FOREIGN = {"ky": "әғқұһӣӯҳҷ", "tg": "әңөүұіщы", "az": "äňý", "tk": "əığ", "tr": "əäňý", "fa": "كيىة", "ar": "پچژگکی"}
"""Letters of those neighbours."""


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - set(READ)))
def test_a_language_has_its_own_letters_and_script(language: str):
    letters = {letter for key, _, text in texts(language) if key not in MARKS for letter in text.lower()}
    assert set(OWN.get(language, "")) - letters == set()
    assert set(FOREIGN.get(language, "")) & letters == set()
    script = SCRIPTS.get(language, "LATIN")
    strangers = {
        (key, word)
        for key, form, text in texts(language)
        for word in re.findall(r"[^\W\d_]+", re.sub(r"\{[\w.]+\}", "", text))
        if not unicodedata.name(word[0]).startswith((script, "MODIFIER"))
        and word not in " ".join(forms(words("en").get(key, "")).values())
        and key not in {"search.also", *MARKS}
    }
    assert strangers == set()


def test_numbers_are_told_as_the_language_counts():
    sums = {"fr": ("1,5 million de dollars", "4,27 milliards de dollars", "12 dollars"),
            "es": ("1,5 millones de dólares", "4,27 mil millones de dólares", "12 dólares"),
            "ar": ("1.5 مليون دولار", "4.27 مليار دولار", "12 دولارًا"),
            "zh": ("150万美元", "42.7亿美元", "12美元")}  # fmt: skip
    for language, expected in sums.items():
        assert tuple(formats.money(language, value, "USD") for value in (1.5e6, 4.27e9, 12)) == expected
    assert formats.money("ar", 3e6, "USD", "more_than") == "أكثر من 3 ملايين دولار"
    assert formats.unit("tr", 30_000, "vehicles", "more_than") == "30.000 araçtan fazla"
    assert formats.unit("ky", 30_000, "buses", "up_to") == "30\u00a0000 автобуска чейин"
    assert formats.date("zh", "2026-03-19") == "2026年3月19日"
    assert formats.as_of("ky", "2026-03-19", "status.as_of") == "2026-жылдын 19-мартындагы абал боюнча"
    assert formats.date("tg", "2026-03-19") == "19 марти соли 2026"


def test_numbers_and_dates_have_the_digits_of_the_language_and_of_no_other():
    assert formats.number("fa", -12345.5) == "−۱۲٬۳۴۵٫۵"
    assert formats.date("fa", "2026-03-19") == "۱۹ مارس ۲۰۲۶"
    assert formats.period("fa", "2026-03-09/2026-03-19") == "۹–۱۹ مارس ۲۰۲۶"
    assert i18n.text("fa", "card.of", i=3, n=18) == "۳ از ۱۸"
    assert formats.number("ne", 1450) == "१४५०"
    assert (formats.number("ar", 1450), formats.number("ur", 1450)) == ("1450", "1450")
    assert {tag for tag in LANGUAGES if i18n.digits(tag, "0") != "0"} == {"fa"}


def test_the_usual_digits_of_every_language_of_unicode_are_known():
    locales = [Locale.parse(tag) for tag in locale_identifiers()]
    rows = {tuple(cldr.entries(str(each).replace("_", "-"), ())["number.digits"]) for each in locales}
    assert all([unicodedata.digit(sign) for sign in row] == [*range(10)] for row in rows)
    usual = {each.default_numbering_system for each in locales}
    assert len(rows) == len(usual)


@pytest.mark.parametrize(("language", "text"), [("ru", "а, б"), ("fa", "а، б"), ("ar", "а، б"), ("zh", "а、б")])
def test_what_is_listed_has_the_comma_of_its_script(language: str, text: str):
    assert i18n.listed(["а", None, "", "б"], language) == text


def test_a_text_of_a_companion_that_lacks_a_language_is_shown_in_the_first_of_the_layer():
    milestone = {"id": "a", "date": "2025", "name_en": "Talks", "name_ky": "Сүйлөшүүлөр", "kind": "meeting"}
    of_the_layer = companion_records.readable_milestone(milestone, ("ky", "uz", "en"))
    assert i18n.version(of_the_layer, "name", "uz") == "Сүйлөшүүлөр"
