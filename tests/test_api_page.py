"""The API page is made from the docstrings, has every public name, and says something of each."""

from __future__ import annotations

import re

import griffe
import pytest

from docs import publish_api

PAGE = publish_api.PAGE.read_text(encoding="utf-8")


def section(heading: str) -> str:
    """What stands under a heading of the third level."""
    return PAGE.partition(f"\n### {heading}\n")[2].partition("\n##")[0]


def test_the_page_is_current() -> None:
    """To fix: python -m docs.publish_api"""
    assert publish_api.page() == PAGE


@pytest.mark.parametrize("package", publish_api.PACKAGES)
def test_every_public_name_has_its_section_with_a_signature_and_a_sentence(package: str) -> None:
    for name in publish_api.public_names(package):
        code, text = re.findall(r"```python\n(.*?)\n```\n\n(\S[^\n]*)", section(f"{package}.{name}"), re.DOTALL)[0]
        assert code.removeprefix("class ").startswith(f"{package}.{name}"), name
        assert len(text) > len(name), name


def test_short_names_of_types_are_told_in_full_and_types_that_are_not_imported_are_there() -> None:
    assert "`Records` stands for `Sequence[Mapping[str, object]]`." in section("maps.project_map")
    assert ".svg(*, outlines: bool = False) -> bytes" in section("Picture")


def test_what_markdown_would_read_as_markup_is_shown_as_it_stands() -> None:
    documented = griffe.Module("any", docstring=griffe.Docstring("title_en, <b> and *all* of `sources[2].url_en`"))
    assert publish_api.markdown(documented) == r"title\_en, \<b> and \*all\* of `sources[2].url_en`"
