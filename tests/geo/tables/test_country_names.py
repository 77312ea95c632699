"""Countries by the names and codes that people write."""

from __future__ import annotations

import pytest

from geo.model import iso
from geo.tables.country_names import country_code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("uz", "UZ"),
        ("UZB", "UZ"),
        ("Republic of Uzbekistan", "UZ"),
        ("Қазақстан Республикасы", "KZ"),
        ("Kyrgyz Republic", "KG"),
        ("FRANCE", "FR"),
        ("Islamic Republic of Iran", "IR"),
        ("República de Colombia", "CO"),
        ("Türkiye Cumhuriyeti", "TR"),
        ("République du Sénégal", "SN"),
        ("Tanzania, United Republic of", "TZ"),
        ("Bolivia (Plurinational State of)", "BO"),
        ("中华人民共和国", "CN"),
        ("Dominican Republic", "DO"),
        ("Dominica", "DM"),
        ("Niger", "NE"),
        ("Guinea-Bissau", "GW"),
    ],
)
def test_a_country_is_known_by_any_usual_name(name: str, code: str):
    assert country_code(name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Korea, Republic of", "KR"),
        ("Korea, Dem. People's Rep.", "KP"),
        ("Democratic People's Republic of Korea", "KP"),
        ("Congo, Rep.", "CG"),
        ("Congo (Democratic Republic of the)", "CD"),
        ("Democratic Congo Kingdom", None),
    ],
)
def test_countries_of_one_name_are_told_apart_or_not_told(name: str, code: str | None):
    assert country_code(name) == code


@pytest.mark.parametrize("name", ["Republic", "United", "State of", "Atlantis", "", " ", "x" * 1000])
def test_what_is_no_country_is_none(name: str):
    assert country_code(name) is None


def test_every_country_is_known_by_its_codes_of_two_letters():
    assert all(country_code(code) == code for code in iso.COUNTRIES)
