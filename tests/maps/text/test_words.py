"""The interface speaks four languages: the same texts in each, none missing, none left over, each in its own script."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from babel import Locale
from babel.localedata import locale_identifiers

import geo
import maps
from geo.checks.grades import RULES
from geo.model import codes, iso, schema
from geo.tables import import_plan
from maps import render_page
from maps.text import formats, i18n
from tests.browser import Opener
from tests.geo.samples import collection, feature
from tests.maps.pages import shipped_layer

LANGUAGES = ("en", "ru", "uz", "kk")

CHOICES = {
    "sector.": codes.SECTORS,
    "status.": codes.STATUSES,
    "precision.": codes.PRECISIONS,
    "route.": codes.ROUTES,
    "role.": codes.ROLES,
    "unit.": codes.UNITS,
    "money.kind.": codes.VALUE_KINDS,
    "qualifier.": codes.QUALIFIERS,
    "article.": codes.ARTICLE,
    "time.": codes.TIME_KINDS,
    "event.": codes.MILESTONE_KINDS,
}

# The categories of Unicode CLDR for whole numbers and fractions.
PLURALS = {"en": {"one", "other"}, "ru": {"one", "few", "many", "other"}, "uz": {"other"}, "kk": {"other"}}

STRAIGHT = "'`´‘’\u02bd\u02be\u02bf\u02c8\u2032"
"""What is typed for the two signs of Uzbek by mistake."""


def texts(language: str) -> Iterator[tuple[str, str]]:
    """All texts of a language with their keys; lists and plural forms one by one."""
    for key, entry in i18n.load(language).items():
        several = entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else [entry]
        for text in several:
            yield key, text


def placeholders(entry: Any) -> list[set[str]]:
    """Names in braces of each form, "{n.many}" as n."""
    forms: Iterable[str] = entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else [entry]
    return [set(re.findall(r"\{(\w+)(?:\.\w+)?\}", form)) for form in forms]


@cache
def sources() -> dict[str, str]:
    """Our scripts and modules, comments left out, by file name."""
    folder = Path(maps.__file__).parent
    paths = [*folder.rglob("*.py"), *folder.glob("web/**/*.js"), *folder.glob("web/*.html")]
    texts = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    return {name: re.sub(r"(?m)^\s*(//|#).*$", "", text) for name, text in texts.items()}


@cache
def literals() -> dict[str, set[str]]:
    """Quoted strings of letters, digits, dots, dashes and underscores, of templates their fixed start, by file name."""
    quoted = r"[\"'`]([\w.-]+)(?=[\"'`{]|\$\{)"
    return {name: set(re.findall(quoted, source)) for name, source in sources().items()}


def written(language: str) -> dict[str, Any]:
    """What the file of a language holds, without what is no text."""
    path = Path(maps.__file__).parent / "words" / f"{language}.json"
    entries: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {key: entry for key, entry in entries.items() if key not in ("language.alphabet", "language.review")}


def test_the_four_languages_come_first():
    assert i18n.languages()[:4] == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_of_the_four_languages_has_the_same_keys_in_the_same_order(language: str):
    assert list(written(language)) == list(i18n.load("en")) == list(i18n.load(language))
    assert i18n.missing(language) == ()


def test_what_a_language_lacks_is_as_unicode_has_it_and_else_english():
    assert i18n.text("sw", "tab.legend") == "Legend"
    assert i18n.text("sw", "language.name") == "Kiswahili"
    assert i18n.text("sw", "country.KZ") == "Kazakistani"
    assert formats.known("sw", "country", "KE") == "Kenya"
    assert formats.date("sw", "2025-12-29") == "29 Desemba 2025"
    assert formats.period("sw", "2025-01/2025-03") == "Januari–Machi 2025"
    assert formats.number("id", 12345.5) == "12.345,5"
    assert formats.large("sw", 4.2e6) == "milioni 4.2"
    assert formats.money("hr", 3, "EUR") == "3 eura"
    assert {"tab.legend", "date.year"} <= set(i18n.missing("sw"))
    assert not {"country.KZ", "date.months", "language.name", "money.USD"} & set(i18n.missing("sw"))
    assert i18n.load("xx")["date.months"] == i18n.load("en")["date.months"]
    assert i18n.load("xx")["language.name"] == "Xx"


def test_the_page_holds_the_words_of_the_languages_of_its_layer_alone():
    both = i18n.for_page(("en", "sw"))
    assert both["languages"] == ("en", "sw")
    assert both["notes"] == {"sw": ["credits.english"]}
    assert both["entries"]["tab.legend"] == ["Legend", None], "as in the first"
    assert both["entries"]["language.name"] == ["English", "Kiswahili"]
    alone = i18n.for_page(("sw",))["entries"]
    assert alone["tab.legend"] == ["Legend"]
    assert alone.keys() == both["entries"].keys() > i18n.for_page(LANGUAGES)["entries"].keys()
    assert i18n.of_later(("ru",))["form.name"] == [i18n.text("ru", "form.name")]


def test_a_language_is_one_of_the_layer_s():
    assert i18n.one_of(None, ("sw", "en")) == "sw"
    assert i18n.one_of("en", ("sw", "en")) == "en"
    with pytest.raises(geo.CoopmapError, match="not in “ru”; choose one of its languages: sw, en"):
        i18n.one_of("ru", ("sw", "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_padded(language: str):
    allowed = {"number.group"}
    assert [key for key, text in texts(language) if key not in allowed and (not text or text != text.strip())] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_composed_unicode_without_hidden_characters(language: str):
    odd = [
        key
        for key, text in texts(language)
        if unicodedata.normalize("NFC", text) != text
        or any(unicodedata.category(sign) in {"Cc", "Cf"} for sign in text)
    ]
    assert odd == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_a_text_has_the_placeholders_of_the_english_one(language: str):
    english = i18n.load("en")
    wrong = {
        key: entry
        for key, entry in i18n.load(language).items()
        if any(found != placeholders(english[key])[0] for found in placeholders(entry) if english[key])
    }
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_have_the_same_length_in_every_language(language: str):
    lists = {key: len(entry) for key, entry in i18n.load(language).items() if isinstance(entry, list)}
    in_a_case = 12 if any("{date.at}" in text for _, text in texts(language)) else 0
    assert lists == {
        "number.myriads": 0,
        "number.short": 2,
        "date.months": 12,
        "date.months_after_day": 12,
        "date.months_at": in_a_case,
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_language(language: str):
    """Beside them, Kazakh has the cases that a qualifier asks for."""
    forms = {key: set(entry) for key, entry in i18n.load(language).items() if isinstance(entry, dict)}
    asked = {form for _, text in texts(language) for form in re.findall(r"\{\w+\.(\w+)\}", text)}
    assert {key: found for key, found in forms.items() if found - asked != PLURALS[language] - asked} == {}
    counted = {key: found for key, found in forms.items() if key.startswith(("unit.", "money."))}
    missing = {key: asked - found for key, found in counted.items() if not asked - {"at"} <= found | PLURALS[language]}
    assert missing == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("prefix", CHOICES)
def test_every_choice_of_the_schema_has_a_word_and_no_other_has(language: str, prefix: str):
    found = {key.removeprefix(prefix) for key in i18n.load(language) if re.fullmatch(re.escape(prefix) + r"\w+", key)}
    elsewhere = {"USD"} if prefix == "unit." and "money.USD" in i18n.load(language) else set()
    assert found - {"as_of", "ring", "site_about", "within"} == set(CHOICES[prefix]) - elsewhere


def test_words_name_only_currencies_and_countries_that_exist():
    keys = i18n.load("en")
    currencies = {key.removeprefix("money.") for key in keys if re.fullmatch(r"money\.\w{3}", key)}
    countries = {key.removeprefix("country.") for key in keys if key.startswith("country.")}
    assert currencies <= set(iso.CURRENCIES)
    assert countries <= set(iso.COUNTRIES)


def test_every_currency_and_country_of_the_shipped_layer_has_a_word():
    keys = i18n.load("en")
    for project in shipped_layer().projects:
        fields = project.properties
        named = {partner["country"] for partner in fields.get("partners", ()) if "country" in partner}
        assert {code for code in {*named, *fields["countries"]} if f"country.{code}" not in keys} == set()
        assert {
            value["currency"] for value in fields.get("value", ()) if f"money.{value['currency']}" not in keys
        } == set()


@cache
def ends() -> tuple[set[str], dict[str, set[str]]]:
    """What the end of a key may be: what the data has, and what each folder writes."""
    data = {code for choices in CHOICES.values() for code in choices} | set(iso.CURRENCIES) | set(iso.COUNTRIES)
    data |= {name for field in schema.FIELDS for name in (field.name, *(inner.name for inner in field.fields))}
    data |= {f"{field.name}.{inner.name}" for field in schema.FIELDS for inner in field.fields}
    data |= {*RULES, *get_args(import_plan.What), "unread"}  # of the check, and of the import
    folders: dict[str, set[str]] = {}
    for name, quoted in literals().items():
        folders.setdefault(name.rpartition("/")[0], set()).update(quoted)
    return data, folders


def used(key: str) -> bool:
    """Whether a file of ours asks for a key: in full, or by its start with an end that its folder or the data has."""
    data, folders = ends()
    for name, quoted in literals().items():
        if key in quoted:
            return True
        for cut in (at + 1 for at, sign in enumerate(key) if sign == "."):
            asked = key[:cut] in quoted or (key[: cut - 1] in quoted and "codeName(" in sources()[name])
            if asked and (key[cut:] in folders[name.rpartition("/")[0]] or key[cut:] in data):
                return True
    return False


def test_every_text_is_used():
    assert [key for key in i18n.load("en") if not used(key)] == []


def test_every_text_that_the_page_asks_for_exists():
    keys = i18n.load("en")
    topics = {key.partition(".")[0] for key in keys}
    asked = {
        name
        for source in sources().values()
        for name in re.findall(r"\b(?:t|entry|known|text|nameOf|load\(\w+\)\.get)\([^()\"'`]*f?[\"'`]([\w.]+)", source)
        if name.partition(".")[0] in topics and "." in name
    }
    assert len(asked) > 30
    assert {name for name in asked if name not in keys and not any(key.startswith(name) for key in keys)} == set()


# --- in the page ------------------------------------------------------------------------------------------------------

SHOWN = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const skipped = "script, style, noscript, mark, #languages, .label, .tiles label";
    if (!node.parentElement.closest(skipped)) found.push(node.data);
  }
  for (const node of document.querySelectorAll("[aria-label], [title], [alt], [placeholder]")) {
    if (node.closest("#languages button")) continue;
    for (const name of ["aria-label", "title", "alt", "placeholder"]) found.push(node.getAttribute(name) ?? "");
  }
  return [...found, document.title];
}"""

MORE = "· Natural Earth · GeoNames · Leaflet"
NAMES = (MORE, " " + MORE, "© OpenStreetMap", "OpenStreetMap", "Esri")
"""What stands in every language as it is."""


def bracketed(value: Any, key: str = "") -> Any:
    """A record with each of its texts for readers in ⟦brackets⟧; codes, dates and addresses as they were."""
    if isinstance(value, dict):
        return {key: bracketed(entry, key) for key, entry in value.items()}
    if isinstance(value, list):
        return [bracketed(entry, key) for entry in value]
    told = key in ("name", "title", "publisher", "licence", "contact", "credit") or re.search(r"_(en|ru|uz|kk)$", key)
    return f"⟦{value}⟧" if told and isinstance(value, str) else value


def outside(text: str) -> str:
    """What of a text stands in no brackets."""
    for name in NAMES:
        text = text.replace(name, "")
    while text != (text := re.sub(r"⟦[^⟦⟧]*⟧", "", text)):
        pass
    # A number and its unit may stand in two elements: then the brackets close in the other one.
    while text != (text := re.sub(r"⟦[^⟦⟧]*$|^[^⟦⟧]*⟧", "", text)):
        pass
    return text.strip()


def test_every_text_of_the_page_comes_from_the_words_or_from_the_data(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
):
    """With every word and every text of the data in brackets, no letter is seen outside of them, in any view."""
    plain = i18n.load
    spared = ("language.", "number.")

    def marked(language: str) -> Any:
        return {
            key: entry
            if key.startswith(spared)
            else {form: f"⟦{text}⟧" for form, text in entry.items()}
            if isinstance(entry, dict)
            else [f"⟦{text}⟧" for text in entry]
            if isinstance(entry, list)
            else f"⟦{entry}⟧"
            for key, entry in plain(language).items()
        }

    monkeypatch.setattr(i18n, "load", marked)
    shipped = shipped_layer()
    layer = geo.Layer(tuple(bracketed(dict(each)) for each in shipped.features), bracketed(dict(shipped.members)))
    companions = [
        bracketed(list(read(geo.data_path(file))))
        for read, file in ((geo.read_indicators, "indicators.json"), (geo.read_milestones, "milestones.json"))
    ]
    story = bracketed(list(geo.read_story(geo.data_path("story.json"))))
    html = render_page(layer, indicators=companions[0], milestones=companions[1], story=story)
    page = open_page(html, language_hash="lang=en&q=kostonai")
    found: set[str] = set()

    def look(view: str) -> None:
        rests = {outside(text) for text in page.evaluate(SHOWN)}
        found.update(f"{view}: {rest}" for rest in rests if re.search(r"[^\W\d_⁰¹²³⁴-⁹]{2,}", rest))

    look("search")
    page.locator("#panel-body .entry").first.click()
    look("card")
    page.evaluate("location.hash = 'lang=en&sector=road&years=2019-2025'")
    for tab in ("legend", "figures", "events", "projects"):
        page.keyboard.press("Escape")
        page.locator(f"#tab-{tab}").click()
        look(tab)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    look("print")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.locator("[data-key='table']").click()
    look("table")
    for stop in story:
        page.evaluate("(stop) => { location.hash = 'lang=en&present=' + stop; }", stop["id"])
        page.locator(".stage h1", has_text=stop["title_en"]).wait_for()
        look("stage")
    own = {label for label in found if re.search(r"kostonai", label)}
    assert found - own == set()


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_latin_words_in_cyrillic_texts_are_proper_names(language: str):
    """A Latin word stands there only when the English text has it too; so no look-alike letter slips in."""
    wrong = {
        key: strangers
        for key, text in texts(language)
        if (
            strangers := latin(text)
            - {name for other, english in texts("en") if other == key for name in latin(english)}
        )
    }
    assert wrong == {}


def latin(text: str) -> set[str]:
    """Runs of letters with a Latin one in them, placeholders left out."""
    runs = re.findall(r"[^\W\d_]+", re.sub(r"\{[\w.]+\}", "", text))
    return {run for run in runs if any(unicodedata.name(sign).startswith("LATIN") for sign in run)}


@pytest.mark.parametrize("language", ["en", "uz"])
def test_texts_in_latin_script_have_no_cyrillic_letter(language: str):
    cyrillic = [key for key, text in texts(language) if any("CYRILLIC" in unicodedata.name(sign, "") for sign in text)]
    assert cyrillic == []


def test_uzbek_has_its_own_two_signs_and_no_apostrophe():
    """U+02BB makes oʻ and gʻ; U+02BC is the sign of separation; nothing else stands for either."""
    assert [key for key, text in texts("uz") if any(sign in text for sign in STRAIGHT)] == []
    assert [key for key, text in texts("uz") if re.search("(?<![oOgG])\u02bb|[gG]\u02bc", text)] == []
    everything = "".join(text for _, text in texts("uz"))
    assert "\u02bb" in everything
    assert "\u02bc" in everything


def test_kazakh_has_its_own_letters_and_russian_has_none_of_them():
    own = set("әғқңөұүі")
    kazakh = {letter for _, text in texts("kk") for letter in text.casefold()}
    russian = {letter for _, text in texts("ru") for letter in text.casefold()}
    assert own - kazakh == set()
    assert (own | {"һ"}) & russian == set()


def test_longer_kazakh_texts_are_not_russian():
    """A sentence of three words or more has at least one letter that Russian lacks."""
    plain = {
        key: text
        for key, text in texts("kk")
        if len(re.findall(r"[а-яё]{3,}", text.casefold())) >= 3 and not set(text.casefold()) & set("әғқңөұүіһ")
    }
    assert plain == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotation_marks_are_those_of_the_language(language: str):
    marks = {"en": "“”", "ru": "«»", "uz": "“”", "kk": "«»"}[language]
    assert [key for key, text in texts(language) if set(text) & (set('"„“”«»') - set(marks))] == []


FORMS = """(languages, numbers) => languages.map(
  language => numbers.map(number => new Intl.PluralRules(language).select(number)))"""


def test_plural_forms_of_any_language_are_the_browsers(open_page: Opener):
    """Those of the interface, and of others that it may learn."""
    asked = tuple(dict.fromkeys([*i18n.languages(), "uk", "ky", "az", "tr", "pl", "lt", "fr", "ar", "zh", "sr-Latn"]))
    numbers = [*range(125), 1.5, 2.2, 1_000_000]
    page = open_page("<!doctype html><meta charset=utf-8><title>forms</title>")
    supported = page.evaluate("languages => Intl.PluralRules.supportedLocalesOf(languages)", asked)
    for language in set(asked).difference(supported):  # then its texts say the same of every number
        counted = [entry for entry in i18n.load(language).values() if isinstance(entry, dict)]
        assert [entry for entry in counted if len(set(entry.values())) > 1] == [], language
    assert set(asked).difference(supported) <= {"tg"}
    expected = page.evaluate(f"([languages, numbers]) => ({FORMS})(languages, numbers)", [supported, numbers])
    for language, forms in zip(supported, expected, strict=True):
        assert [formats.plural(language, number) for number in numbers] == forms, language


def test_a_language_that_unicode_does_not_know_has_one_form():
    assert {formats.plural("xx", number) for number in range(30)} == {"other"}


def test_which_languages_run_from_right_to_left():
    assert [
        tag for tag in ("ar", "fa", "ur", "az-Arab", "uz-Cyrl", "en", "sw", "xx", "?") if i18n.is_right_to_left(tag)
    ] == [
        "ar",
        "fa",
        "ur",
        "az-Arab",
    ]
    said = {tag: Locale.parse(tag).character_order for tag in locale_identifiers() if "_" not in tag}
    assert [tag for tag, order in said.items() if i18n.is_right_to_left(tag) != (order == "right-to-left")] == []


def test_a_text_takes_its_values():
    assert i18n.text("en", "card.of", i=1, n=2) == "1 of 2"
    assert i18n.text("kk", "page.as_of", date=lambda case: f"<{case}>").startswith("Деректер <at> ")
    assert i18n.text("ru", "page.as_of", date=lambda case: f"<{case}>").endswith(" <>")


def test_the_page_is_spared_plural_forms_that_say_the_same():
    entries = i18n.for_page(LANGUAGES)["entries"]
    assert [entries["legend.shown"][LANGUAGES.index(tag)] for tag in ("ru", "uz")] == [
        i18n.text(tag, "legend.shown") for tag in ("ru", "uz")
    ]
    assert entries["unit.jobs"][LANGUAGES.index("ru")] == i18n.load("ru")["unit.jobs"]


def test_a_version_falls_back_to_a_language_that_there_is():
    record = collection(feature())["features"][0]["properties"] | {"name_uz": ""}
    assert i18n.version(record, "name", "kk") == record["name_kk"]
    assert i18n.version(record, "name", "uz") == record["name_en"]
    assert i18n.version(record, "summary", "en") == ""
