"""Cells as people and programs fill them, read as what they say or refused with the way to fix them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model.schema import find
from geo.tables import cell_reader, cell_values
from geo.tables.cell_values import Loose, Unread
from geo.tables.readers import delimited
from maps.text.code_labels import labels


def read(name: str, cell: Any, comma: bool = False) -> Any:
    """The value of a cell in the column of a field."""
    field = find(name)
    assert field is not None
    return cell_reader.reader(field, labels(), comma)(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (5, 5), (6.0, 6), (2.5, 2.5), ("7", 7), (" 33 700 ", 33700), ("33\u00a0700,5", 33700.5), ("3,8", 3.8),
        ("1,234,567", 1234567), ("1.234.567,8", 1234567.8), ("1,234.5", 1234.5), ("−5", -5), ("1e3", 1000),
        ("12,3456", 12.3456), ("+7", 7), ("0,125000", 0.125),
    ],
)  # fmt: skip
def test_numbers_as_they_are_written(cell: Any, value: float):
    found = read("uncertainty_m", cell)
    assert (found, type(found)) == (value, type(value))


def test_a_comma_before_three_digits_is_asked_about_unless_the_file_has_decimal_commas():
    with pytest.raises(Unread) as told:
        read("uncertainty_m", "1,234")
    assert told.value.fix == "write 1234, or 1.234 if the comma is a decimal one"
    assert read("uncertainty_m", "1,234", comma=True) == 1.234


@pytest.mark.parametrize("cell", ["5 km", "about 5", "5-7", True, "1e999", "٣"])
def test_what_is_no_number_is_refused(cell: Any):
    with pytest.raises(Unread):
        read("uncertainty_m", cell)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2025, 12, 29), "2025-12-29"), (datetime.fromisoformat("2025-12-29T10:30"), "2025-12-29"),
        (2024, "2024"), (2023.0, "2023"), ("2025", "2025"),
        ("29.12.2025", "2025-12-29"), ("9.2.2025 г.", "2025-02-09"), ("12.2025", "2025-12"),
        ("2025/12/29", "2025-12-29"), ("2025-1", "2025-01"), ("29/12/2025", "2025-12-29"), ("12/29/2025", "2025-12-29"),
        ("05/05/2025", "2025-05-05"), ("2025-12-29T00:00:00", "2025-12-29"),
    ],
)  # fmt: skip
def test_dates_as_they_are_written(cell: Any, day: str):
    assert read("start", cell) == day


@pytest.mark.parametrize(
    ("cell", "fix"),
    [
        ("31.02.2025", "February 2025 has 28 days: correct the day, or write “2025-02” when only the month is known"),
        ("2025-04-31", "April 2025 has 30 days: correct the day, or write “2025-04” when only the month is known"),
        ("05/06/2025", "write “2025-05-06” or “2025-06-05”"),
        (46020, "write “2025-12-29”, which Excel numbers so, or format the column as a date"),
        ("soon", "write the date in this form, or leave the cell empty"),
        ("13.2025", "write the date in this form, or leave the cell empty"),
        (True, "write the date in this form, or leave the cell empty"),
    ],
)
def test_dates_that_are_none_say_what_to_write(cell: Any, fix: str):
    with pytest.raises(Unread) as told:
        read("start", cell)
    assert told.value.fix == fix


@pytest.mark.parametrize("cell", ["operating", "OPERATING", "Действует", labels()["status"]["operating"]["uz"]])
def test_codes_and_their_words_are_read(cell: str):
    assert read("status", cell) == "operating"


def test_blank_space_about_a_code_is_told_and_read():
    with pytest.raises(Loose) as told:
        read("status", "Operating ")
    assert told.value.value == "operating"


@pytest.mark.parametrize(
    ("cell", "fix"),
    [
        ("Текстиль", "write “textile” or “Текстиль и одежда”"),
        ("automotiv", "write “automotive”"),
        ("xyz", "choose one of them"),
    ],
)
def test_a_word_that_is_no_code_gets_the_nearest(cell: str, fix: str):
    with pytest.raises(Unread) as told:
        read("sector", cell)
    assert told.value.fix == fix


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("KZ, UZ", ["KZ", "UZ"]), ("kz;uz", ["KZ", "UZ"]), ("Казахстан, Oʻzbekiston", ["KZ", "UZ"]),
        ('["KZ", "UZ"]', ["KZ", "UZ"]), ("(2:KZ,UZ)", ["KZ", "UZ"]), (["KZ"], ["KZ"]), ("Atlantis", ["Atlantis"]),
    ],
)  # fmt: skip
def test_lists_of_codes(cell: Any, codes: list[str]):
    assert read("countries", cell) == codes


def test_texts_become_one_paragraph_and_numbers_texts():
    assert read("name_en", " a\r\n b\tc ") == "a b c"
    assert read("name_en", 5.0) == "5"
    assert read("name_en", date(2025, 1, 2)) == "2025-01-02"


def test_a_list_of_records_in_one_cell_is_json_or_refused():
    assert read("sources", '[{"title": "x"}]') == [{"title": "x"}]
    with pytest.raises(Unread) as told:
        read("sources", "Газета")
    assert told.value.fix == "write its entries into columns of their own, such as sources_1_title"


texts = st.text(st.sampled_from("=+-@'\",;|\t a1ж＝＠"), max_size=8)


@settings(deadline=None)
@given(texts)
def test_no_cell_of_a_csv_is_a_formula_and_each_comes_back(text: str):
    written = delimited.guarded(text)
    assert delimited.unguarded(written) == text
    for delimiter in ",;|":
        assert not any(part[:1] in "=+-@\t＝＠" and part for part in written.split(delimiter)), written


@settings(deadline=None)
@given(st.lists(texts.filter(str.strip), max_size=4))
def test_any_list_of_names_comes_back_from_its_cell(names: list[str]):
    names = [name.strip() for name in names]
    cell = cell_values.cell_of(names)
    assert (cell_reader.reader(_supports(), {})(cell) if names else []) == names


def _supports() -> Any:
    sources = find("sources")
    assert sources is not None
    return next(field for field in sources.fields if field.name == "supports")
