"""Advice on a wrong code: the one that it means or misspells, and none where it is only alike."""

from __future__ import annotations

import pytest

from geo.checks.nearest import nearest_word
from geo.model import codes
from geo.model.schema import UNTRANSLATED_NAMES

STATUSES = [
    ("Operating", "operating"),
    ("oprating", "operating"),
    ("operatnig", "operating"),
    ("partly operating", "partly_operating"),
    ("pre-construction", "planned"),
    ("Pre-permit", "planned"),
    ("shelved", "suspended"),
    ("mothballed", "suspended"),
    ("Under construction", "construction"),
    ("retired", None),
    ("reconstruction", None),
    ("unplanned", None),
    ("на стройке", None),
    ("", None),
    ("operating " * 40, None),
]


@pytest.mark.parametrize(("word", "status"), STATUSES)
def test_a_status_is_proposed_only_where_the_word_means_it_or_misspells_it(word: str, status: str | None):
    assert nearest_word(word, codes.STATUSES) == status


def test_no_sector_is_proposed_for_what_is_another_thing():
    for word in ("Автопром", "auto", "broad", "hair", "trail", "mail", "mother", "wood"):
        assert nearest_word(word, codes.SECTORS) is None, word
    assert nearest_word("Eductaion", codes.SECTORS) == "education"


def test_units_are_known_as_people_write_them():
    assert nearest_word("cars a year", codes.UNITS) == "cars_per_year"
    assert nearest_word("t/year", codes.UNITS) == "t_per_year"
    assert nearest_word("mw", codes.UNITS) == "MW"


def test_of_two_that_are_as_near_neither_is_proposed():
    assert nearest_word("visots", ["visits", "visors"]) is None


def test_what_trackers_call_a_status_is_a_code_of_the_schema():
    assert set(codes.MEANT.values()) <= set(codes.STATUSES)
    assert not set(codes.MEANT) & (set(codes.STATUSES) | set(codes.SECTORS) | set(UNTRANSLATED_NAMES))
