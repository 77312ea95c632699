"""Claimed and found: a square a project by how sure we are, the same in picture and deck; of many a bar."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from maps.drawing import legend, legend_entries
from maps.drawing.legend_entries import Block
from maps.drawing.shapes import Group, Text, extent, flat
from maps.drawing.strip import SQUARES, strip
from maps.stills.picture import Picture, picture
from maps.style import theme
from tests.geo.samples import GONE, feature, point
from tests.maps.drawing.test_scene import groups
from tests.maps.pages import layer, shipped_layer

ORDER = [*theme.STATUSES, None]


def drawn_strip(still: Picture) -> Group:
    """The strip below a picture's title."""
    [drawn] = groups(still.drawing.shapes, "Claimed and found")
    return drawn


def made(count: int) -> Any:
    """A layer of so many projects whose statuses are the theme's in turn, and not stated."""
    statuses = [ORDER[n % len(ORDER)] or GONE for n in range(count)]
    return layer(*(feature(point(60 + n % 9, 45), id=f"p{n}", status=status) for n, status in enumerate(statuses)))


@pytest.mark.parametrize("language", ["en", "ru", "uz", "kk"])
def test_each_project_has_a_square_the_surest_first_and_the_words_say_how_many(language: str):
    still = picture(shipped_layer(), language=language)
    drawn = drawn_strip(still)
    counts = Counter(project["status"] for project in still.projects)
    squares = {
        part.name: sum(s.name == "Square" for s in part.shapes) for part in drawn.shapes if isinstance(part, Group)
    }
    assert squares == counts
    assert list(squares) == [code for code in theme.STATUSES if code in counts]
    assert all(str(count) in drawn.title for count in counts.values())
    boxes = [extent((part,)) for part in drawn.shapes]
    assert all(before[2] < after[0] for before, after in pairwise(boxes))
    words = [s for s in still.drawing.shapes if isinstance(s, Text) and s.name == "Found"]
    assert [text.lines for text in words] == [(drawn.title,)]


def test_many_projects_are_a_bar_whose_parts_are_as_long_as_their_shares_and_within_the_page():
    squares = [
        shape for shape in flat(drawn_strip(picture(made(SQUARES), title="Sixty")).shapes) if shape.name == "Square"
    ]
    assert len(squares) == SQUARES
    drawn = strip(picture(made(20 * len(ORDER) + 1)).projects, (10.0, 5.0), 300.0, 9.0, "en")
    assert drawn is not None
    boxes = [extent((part,)) for part in drawn.shapes]
    assert len(boxes) == len(ORDER)
    assert boxes[-1][2] == pytest.approx(310, abs=1)
    assert max(b[2] - b[0] for b in boxes) - min(b[2] - b[0] for b in boxes) < 3


def test_nothing_is_drawn_of_one_project_of_none_stated_in_a_locator_and_where_it_is_left_out():
    nothing_stated = layer(*(feature(point(60 + n, 45), id=f"p{n}", status=GONE) for n in range(3)))
    stills = [
        picture(shipped_layer(), only="howo-trucks,chevrolet-kostanay", locator=True),
        picture(shipped_layer(), only="chevrolet-kostanay"),
        picture(nothing_stated, title="Nothing stated"),
        picture(shipped_layer(), without=["strip"]),
    ]
    for still in stills:
        assert not groups(still.drawing.shapes, "Claimed and found")


def test_a_key_of_many_sectors_stands_by_families_a_little_apart():
    sectors = list(theme.SECTORS)
    few, many = (
        legend_entries.blocks(
            [{"id": code, "sector": code} for code in [*codes[1:], codes[0]]],
            "en",
            lambda _: "",
        )[0].rows
        for codes in (sectors[:6], sectors)
    )
    assert not any(row.apart for row in few)
    families = [theme.SECTORS[code].family for code in sectors]
    assert [row.apart for row in many] == [False, *(a != b for a, b in pairwise(families))]
    close = tuple(row._replace(apart=False) for row in many)
    column = legend.Column(200.0, 9.0)
    assert column.height(Block("Sectors", many)) > column.height(Block("Sectors", close))
