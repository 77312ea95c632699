"""Every field has a name and a sentence in each language, and each name leads back to its field alone."""

from __future__ import annotations

from collections import defaultdict

import pytest

from geo.model.languages import USUAL
from geo.model.list_columns import LISTS
from geo.model.schema import FIELDS, find
from geo.tables import header_names
from geo.tables.cell_reader import reader
from geo.tables.header_names import LANGUAGES
from geo.tables.model import PLACES, Target
from maps.text.code_labels import labels

KEYS: list[Target] = [(key,) for key in (*(key for field in FIELDS if not field.fields for key in field.keys), *PLACES)]
NUMBERED: list[Target] = [
    (name, number, key)
    for name, owner in LISTS.items()
    for field in owner.fields
    for key in field.keys
    for number in (0, 11)
]
NAMES = [field.name for field in FIELDS] + [f"{n}.{f.name}" for n, owner in LISTS.items() for f in owner.fields]


@pytest.mark.parametrize("language", [None, *LANGUAGES])
def test_every_header_that_is_written_is_read_as_its_field(language: str | None):
    wrong = {
        header_names.heading(t, language): t
        for t in KEYS + NUMBERED
        if header_names.target(header_names.heading(t, language)) != t
    }
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_header_of_a_sheet_is_read_as_its_field(language: str):
    for name, owner in LISTS.items():
        for key in ["id", "position", *(key for field in owner.fields for key in field.keys)]:
            header = (
                header_names.heading(("id",), language)
                if key == "id"
                else header_names.column_heading(name, key, language)
            )
            assert header_names.column_target(name, header) == key, (header, key)


def test_a_further_language_is_read_and_written_by_the_name_of_its_field():
    assert header_names.heading(("name_de",), "ru") == "name_de"
    assert header_names.target("name_de") == ("name_de",)
    assert header_names.target("Figure 2: label_de") == ("figures", 1, "label_de")


@pytest.mark.parametrize("scope", ["", *(f"{name}." for name in LISTS)])
def test_no_name_means_two_fields_in_any_language(scope: str):
    meant: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        for name, said in header_names.load(language)["names"].items():
            if name.startswith(scope) and "." not in name[len(scope) :]:
                for word in said:
                    meant[header_names.folded(word)].add(name)
    assert {word: names for word, names in meant.items() if len(names) > 1} == {}


@pytest.mark.parametrize("scope", ["", *(f"{name}." for name in LISTS)])
def test_a_word_for_a_text_tells_which_language_it_is_in(scope: str):
    fields = LISTS[scope[:-1]].fields if scope else FIELDS
    spoken: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        for field in fields:
            for word in header_names.names_of(scope + field.name, language) if field.translated else ():
                spoken[header_names.folded(word)].add(language)
    assert {word: languages for word, languages in spoken.items() if len(languages) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_a_name_and_a_sentence(language: str):
    loaded = header_names.load(language)
    assert sorted(loaded["names"]) == sorted({*NAMES, *PLACES, "position"})
    for name in NAMES:
        assert header_names.about(name, language).strip().endswith("."), name
    if language in set(USUAL) - {"en"}:  # in the others the sentences are the schema's own, in English
        assert set(NAMES) <= loaded["about"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_have_the_same_parts(language: str):
    own, english = header_names.load(language), header_names.load("en")
    assert own.keys() == english.keys()
    assert own["template"].keys() == english["template"].keys()
    assert own["entries"].keys() == english["entries"].keys() == LISTS.keys()
    assert len(own["template"]["lines"]) == len(english["template"]["lines"])


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Название", ("name_ru",)),
        ("NOMI", ("name_uz",)),
        ("Атауы (ru)", ("name_ru",)),
        ("Название (на казахском)", ("name_kk",)),
        ("Name", ("name_en",)),
        (" Status  as-of ", ("status_date",)),
        ("Oʻlchov birligi", None),
        ("Ko'rsatkich 1: O'lchov birligi", ("figures", 0, "unit")),
        ("Источник №2 – Ссылка", None),
        ("Источник 2 – Ссылка", ("sources", 1, "url")),
        ("sources.3.title", ("sources", 2, "title")),
        ("sources_0_title", None),
        ("Nom du projet", ("name_fr",)),
        ("Descripción", ("summary_es",)),
        ("Koordinat kaynağı", ("location_source",)),
        ("سرمایه‌گذاری", ("value",)),
        ("Источник 2: Шилтеме", ("sources", 1, "url")),
        ("Булак 2: Шилтеме", ("sources", 1, "url")),
        ("lng", ("longitude",)),
        ("Населенный пункт", ("place_ru",)),
        ("", None),
    ],
)
def test_headers_as_people_write_them(header: str, target: Target | None):
    assert header_names.target(header) == target


def test_a_language_that_is_asked_for_goes_before_that_of_the_header():
    assert header_names.target("Name", "kk") == ("name_kk",)
    assert header_names.target("Name (ru)", "kk") == ("name_ru",)


@pytest.mark.parametrize("field", [field for field in FIELDS if field.choices], ids=lambda field: field.name)
def test_every_word_for_a_code_is_read_as_that_code(field):
    read = reader(field, labels())
    for code, said in labels().get(field.name, {}).items():
        assert [read(word) for word in said.values()] == [code] * len(said)


def test_the_words_for_codes_name_codes_that_exist():
    for kind in ("sector", "status", "precision", "route", "article"):
        field = find(kind)
        assert field is not None
        assert set(labels()[kind]) == set(field.choices or ())
