"""The documents of a layer: each once, with what it supports, and those that look like the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import geo
from geo import Layer
from geo.sources.listing import Use, alike, documents


def layer_of(**sources: list[Any]) -> Layer:
    features: Iterator[Any] = (
        {"type": "Feature", "id": key, "geometry": None, "properties": {"id": key, "name_en": key, "sources": listed}}
        for key, listed in sources.items()
    )
    return Layer(tuple(features))


def test_a_document_stands_once_with_all_that_it_supports():
    page = {"title": "A plant opens", "url": "https://example.org/a", "date": "2024", "publisher": "Agency"}
    layer = layer_of(
        first=[{**page, "supports": ["status"], "accessed": "2025-01-01"}],
        second=[{**page, "title": "A plant", "supports": ["start", "end"], "accessed": "2026-02"}],
    )
    indicators = [{"id": "trade", "values": [{"period": "2024", "sources": [page]}]}]
    milestones = [{"id": "visit", "sources": [{"title": "A book"}]}]
    page_found, book = documents(layer, indicators, milestones)
    assert page_found.titles == ("A plant opens", "A plant")
    assert page_found.accessed == "2026-02"
    assert page_found.uses == (
        Use("first", ("status",)),
        Use("second", ("start", "end")),
        Use("indicator trade", ("2024",)),
    )
    assert (book.name, book.url, book.uses) == ("A book", "", (Use("milestone visit"),))


def test_addresses_that_differ_in_nothing_that_matters_are_told():
    same = ["https://example.org/a?id=2&utm_source=x", "http://www.example.org/a/?id=2#part"]
    other = ["https://example.org/a?id=3", "https://example.org/b"]
    layer = layer_of(one=[{"title": url, "url": url} for url in same + other])
    assert [[document.url for document in group] for group in alike(documents(layer))] == [same]


def test_no_two_documents_of_the_shipped_layer_are_one_page():
    layer = geo.read(geo.data_path("projects.geojson"))
    indicators = geo.read_indicators(geo.data_path("indicators.json"))
    milestones = geo.read_milestones(geo.data_path("milestones.json"))
    listed = documents(layer, indicators, milestones)
    assert alike(listed) == []
    cited = sum(len(project.properties["sources"]) for project in layer.projects)
    assert sum(len(document.uses) for document in listed) > cited


ANYTHING = st.recursive(
    st.none() | st.integers() | st.text(max_size=5) | st.just("https://a.b/[c"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["url", "title", "supports"]), inner),
    max_leaves=8,
)


@given(ANYTHING, ANYTHING)
def test_nothing_in_a_layer_stops_the_list(sources: Any, values: Any):
    beside = [{"id": 5, "values": values, "sources": sources}]
    assert isinstance(alike(documents(layer_of(one=sources), beside, beside)), list)
